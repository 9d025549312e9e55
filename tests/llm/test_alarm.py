"""A limit for many waits in a row: it rings for the wait it was set for, and for no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from interview_cli.llm.streaming import Alarm


async def test_a_wait_that_takes_too_long_ends() -> None:
    alarm = Alarm()
    with pytest.raises(TimeoutError), alarm.within(0.001):
        await asyncio.Event().wait()
    with pytest.raises(TimeoutError), alarm.within(-1.0):
        await asyncio.Event().wait()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_many_waits_share_a_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    timers: list[asyncio.TimerHandle] = []
    call_at = loop.call_at

    def kept(when: float, callback: Callable[..., object], *arguments: Any, **context: Any) -> asyncio.TimerHandle:
        timers.append(call_at(when, callback, *arguments, **context))
        return timers[-1]

    monkeypatch.setattr(loop, "call_at", kept)
    alarm = Alarm()
    for _ in range(50):
        with alarm.within(60.0):
            await asyncio.sleep(0)
    assert len(timers) == 1
    with alarm.within(30.0):  # sooner than the timer that runs
        await asyncio.sleep(0)
    assert len(timers) == 2
    alarm.close()
    assert all(each.cancelled() for each in timers)


async def test_the_timer_of_an_earlier_wait_does_not_end_a_later_one() -> None:
    alarm = Alarm()
    with alarm.within(0.001):
        await asyncio.sleep(0)
    with alarm.within(60.0):
        await asyncio.sleep(0.01)
    with alarm.within(0.001):
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)  # it goes off while nobody waits
    with pytest.raises(TimeoutError), alarm.within(0.001):
        await asyncio.Event().wait()


async def test_a_cancelled_wait_is_no_timeout() -> None:
    alarm = Alarm()

    async def wait() -> None:
        with alarm.within(60.0):
            await asyncio.Event().wait()

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    alarm.close()


async def test_who_is_cancelled_as_the_alarm_rings_stays_cancelled() -> None:
    alarm = Alarm()

    async def wait() -> None:
        with alarm.within(0.001):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                task.cancel()
                raise

    task = asyncio.create_task(wait())
    with pytest.raises(asyncio.CancelledError):
        await task
