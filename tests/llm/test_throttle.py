"""One pace for many callers, on a clock that stands still."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.llm.engine import CallFault
from interview_cli.llm.throttle import MAX_PAUSE_S, MAX_REFUSED_S, Pace, Throttle


class Time:
    """A clock moved on by sleeping."""

    def __init__(self) -> None:
        self.moment = 1_000_000.0

    def now(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.moment += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Time:
    return Time()


async def waited_s(throttle: Throttle) -> float:
    async with throttle.turn() as seconds:
        return seconds


async def test_requests_are_evenly_spaced(clock: Time) -> None:
    throttle = Throttle(60, now=clock.now, sleep=clock.sleep)
    started = []

    async def call() -> None:
        await waited_s(throttle)
        started.append(clock.now() - 1_000_000)

    await asyncio.gather(*(call() for _ in range(5)))
    assert started == [0, 1, 2, 3, 4]
    throttle.close()


async def test_without_a_limit_nothing_waits(clock: Time) -> None:
    throttle = Throttle(now=clock.now, sleep=clock.sleep)
    assert [await waited_s(throttle) for _ in range(5)] == [0.0] * 5
    throttle.close()


async def test_a_pause_holds_everyone(clock: Time, tmp_path: Path) -> None:
    here, there = (Throttle(None, tmp_path / "pace.db", now=clock.now, sleep=clock.sleep) for _ in range(2))
    here.pause(30)
    here.pause(10)
    assert (here.pause_left_s, there.pause_left_s) == (30, 0)
    assert await waited_s(there) == 30
    assert await waited_s(here) == 0
    here.close()
    there.close()


async def test_processes_share_the_pace(clock: Time, tmp_path: Path) -> None:
    throttles = [Throttle(60, tmp_path / "pace.db", now=clock.now, sleep=clock.sleep) for _ in range(3)]
    waits = [await waited_s(throttle) for throttle in throttles]
    assert waits == [0.0, 1.0, 1.0]
    for throttle in throttles:
        throttle.close()


async def test_a_pause_that_comes_while_one_waits_counts(clock: Time) -> None:
    paused: list[float] = []

    async def sleep(seconds: float) -> None:
        if not paused:
            paused.append(seconds)
            throttle.pause(5)
        clock.moment += seconds

    throttle = Throttle(60, now=clock.now, sleep=sleep)
    await waited_s(throttle)
    assert await waited_s(throttle) == 5
    throttle.close()


async def test_who_gives_up_holds_nobody_up(clock: Time) -> None:
    never = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await never.wait()

    throttle = Throttle(1, now=clock.now, sleep=sleep)
    await waited_s(throttle)
    waiting = asyncio.create_task(waited_s(throttle))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    clock.moment += 60
    assert await waited_s(throttle) == 0
    throttle.close()


async def test_only_so_many_are_under_way(clock: Time) -> None:
    throttle = Throttle(at_once=2, now=clock.now, sleep=clock.sleep)
    under_way: asyncio.Queue[int] = asyncio.Queue()
    ends = [asyncio.Event() for _ in range(4)]

    async def call(number: int) -> float:
        async with throttle.turn() as seconds:
            under_way.put_nowait(number)
            await ends[number].wait()
        return seconds

    calls = [asyncio.create_task(call(number)) for number in range(4)]
    assert [await under_way.get() for _ in range(2)] == [0, 1]
    clock.moment += 7
    assert under_way.empty()
    ends[1].set()
    assert await under_way.get() == 2
    for end in ends:
        end.set()
    assert await asyncio.gather(*calls) == [0, 0, 7, 7]
    throttle.close()


class Server:
    """Refuses what is more than it can take at a time; each request takes a few turns of the loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._under_way = 0
        self.refused = 0

    async def take(self) -> None:
        if self._under_way >= self._most:
            self.refused += 1
            raise too_many()
        self._under_way += 1
        for _ in range(5):
            await asyncio.sleep(0)
        self._under_way -= 1


def too_many(retry_after_s: float | None = 1.0) -> CallFault:
    return CallFault("Too many.", passing=True, busy=True, retry_after_s=retry_after_s)


async def test_a_server_that_takes_few_at_a_time_is_served_as_many_and_all_get_through(clock: Time) -> None:
    server = Server(most=4)
    throttle = Throttle(at_once=64, now=clock.now, sleep=clock.sleep)

    async def call() -> None:
        while True:
            clock.moment += 0.001
            with suppress(CallFault):
                async with throttle.turn():
                    return await server.take()

    async with asyncio.TaskGroup() as group:
        for _ in range(1_000):
            group.create_task(call())
    assert server.refused < 64 + 1_000 / 4  # the first burst, and a look now and then whether it takes more
    throttle.close()


async def test_pauses_grow_while_nothing_is_taken_until_the_server_is_given_up(clock: Time) -> None:
    throttle = Throttle(now=clock.now, sleep=clock.sleep)
    waits = []
    fault = too_many(retry_after_s=None)
    while not throttle.is_hopeless(fault):
        with suppress(CallFault):
            async with throttle.turn() as seconds:
                waits.append(seconds)
                raise fault
    assert waits[:5] == [0, 0.5, 1, 2, 4]
    assert MAX_REFUSED_S < sum(waits) < MAX_REFUSED_S + MAX_PAUSE_S
    async with throttle.turn():
        pass
    with suppress(CallFault):
        async with throttle.turn():
            raise fault
    assert await waited_s(throttle) == 0.5
    assert not throttle.is_hopeless(fault)
    throttle.close()


async def test_a_server_that_wants_to_be_left_alone_for_hours_is_given_up_at_once(clock: Time) -> None:
    throttle = Throttle(now=clock.now, sleep=clock.sleep)
    fault = too_many(retry_after_s=10_000)
    with suppress(CallFault):
        async with throttle.turn():
            raise fault
    assert throttle.is_hopeless(fault)
    assert await waited_s(throttle) == 0, "the others need not wait to be told the same"
    throttle.close()


TIMES = st.floats(0, 2_000_000)


@given(TIMES, TIMES, TIMES, st.floats(0, 60))
def test_no_wait_is_longer_than_a_pause(next_turn: float, pause_end: float, now: float, interval_s: float) -> None:
    assert 0 <= Pace(next_turn, pause_end).wait_s(now, interval_s) <= max(MAX_PAUSE_S, interval_s)


@given(TIMES, st.floats(0, 1e9), st.floats(0, 1e9))
def test_the_longer_of_two_pauses_counts(now: float, first: float, second: float) -> None:
    pace = Pace().paused(now, first).paused(now, second)
    assert pace.pause_end == pytest.approx(now + min(max(first, second), MAX_PAUSE_S))
