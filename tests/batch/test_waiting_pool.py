"""The pool for work that waits for a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from interview_cli.batch.items import Item
from interview_cli.batch.pool import Outcome
from interview_cli.batch.waiting_pool import WaitingPool
from interview_cli.errors import UnavailableError
from interview_cli.llm.engine import CallFault


def items(count: int) -> list[Item]:
    return [Item(key=str(number), source=f"{number}.txt", location="") for number in range(count)]


class Meeting:
    """Work that is done for `needed` items once so many are under way together."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        self.most = 0
        self.left = False

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Callable[[Item], Awaitable[str]]]:
        everybody = asyncio.Event()
        present = 0

        async def meet(item: Item) -> str:
            nonlocal present
            if item.source == "broken":
                raise ValueError("torn page")
            present += 1
            self.most = max(self.most, present)
            if present >= self.needed:
                everybody.set()
            await everybody.wait()
            present -= 1
            return item.key

        yield meet
        self.left = True


def outcomes(work: Meeting, given: list[Item], jobs: int, item_timeout_s: float = 30) -> list[Outcome]:
    with WaitingPool(work, jobs, item_timeout_s) as pool:
        return [each for each in pool.run(iter(given)) if each]


def test_as_many_items_wait_together_as_are_allowed() -> None:
    work = Meeting(needed=8)
    done = outcomes(work, items(30), jobs=8)
    assert {each.result for each in done} == {str(number) for number in range(30)}
    assert work.most == 8
    assert work.left


def test_an_item_that_takes_too_long_or_fails_costs_only_itself() -> None:
    work = Meeting(needed=3)
    broken = Item(key="b", source="broken", location="")
    done = outcomes(work, [*items(2), broken], jobs=3, item_timeout_s=0.3)
    problems = {each.item.key: each.problem for each in done}
    assert problems["b"] == "unexpected ValueError: torn page"
    assert problems["0"] == problems["1"] == "it took longer than 0.3 s"


def test_items_are_taken_only_as_they_can_be_worked_on() -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        for item in items(10_000):
            taken += 1
            yield item

    work = Meeting(needed=1)
    with WaitingPool(work, 4, 30) as pool:
        run = pool.run(endless())
        for _ in range(3):
            next(run)
        assert taken <= 4 + 3
    assert work.left, "stopped in the middle, it is closed all the same"


class Poisoned(Meeting):
    """Breaks down over one item, after all others are done."""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Callable[[Item], Awaitable[str]]]:
        others = asyncio.Semaphore(0)

        async def work(item: Item) -> str:
            if item.source != "broken":
                others.release()
                return item.key
            for _ in range(self.needed):
                await others.acquire()
            raise CallFault("The server failed (500).", "Restart it.", passing=True, about_it=True)

        yield work


@pytest.mark.parametrize("others", [0, 12])
def test_an_item_over_which_the_server_breaks_down_fails_alone(others: int) -> None:
    broken = Item(key="b", source="broken", location="")
    done = outcomes(Poisoned(needed=others), [broken, *items(others)], jobs=4)
    assert {each.item.key: each.problem for each in done if each.problem} == {"b": "The server failed (500)"}
    assert len(done) == others + 1


def test_a_server_that_takes_nothing_ends_the_run_with_what_helps() -> None:
    class Refused(Meeting):
        @asynccontextmanager
        async def opened(self) -> AsyncIterator[Callable[[Item], Awaitable[str]]]:
            async def refuse(item: Item) -> str:
                raise CallFault("It does not accept the key (401).", "Set it: interview config key set openai.")

            yield refuse

    with pytest.raises(UnavailableError) as stopped:
        outcomes(Refused(needed=1), items(20), jobs=4)
    assert "It does not accept the key (401)." in stopped.value.message
    assert stopped.value.remedy.startswith("Set it: interview config key set openai. Then run the same command again")
