"""The pool for work that waits for a server: one thread with many items in flight."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Final, Protocol, Self

from interview_cli.batch.items import Item
from interview_cli.batch.pool import Outcome, OwnFault
from interview_cli.errors import ChatModelError, InterviewError, UnavailableError

TICK_S: Final = 0.2
MAX_UNREACHABLE: Final = 5
"""This many items in a row that the server did not take mean that it is gone, and the rest is left for later."""

_PATIENCE_S: Final = 10.0


class WaitingWork(Protocol):
    """What is done with an item while others wait for theirs."""

    def opened(self) -> AbstractAsyncContextManager[Callable[[Item], Awaitable[Any]]]:
        """What is called with each item, in one event loop; left when all is done."""
        ...


class WaitingPool:
    """A `Pool` with up to `jobs` items in flight at a time, each for `item_timeout_s` seconds at most.

    Recordings wait for one another: their limit is kept by the work.
    """

    def __init__(self, work: WaitingWork, jobs: int, item_timeout_s: float) -> None:
        self._work = work
        self._jobs = jobs
        self._item_timeout_s = item_timeout_s
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="waiting-pool", daemon=True)
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._context = work.opened()

    def __enter__(self) -> Self:
        self._thread.start()
        self._perform = asyncio.run_coroutine_threadsafe(self._context.__aenter__(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_S)
        self._loop.close()

    def run(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        """See `Pool.run`. Raises UnavailableError when the server that is waited for has gone away."""
        return while_reachable(self._outcomes_of(items))

    def _outcomes_of(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        under_way = 0
        left = True
        while left or under_way:
            while left and under_way < self._jobs:
                item = next(items, None)
                if item is None:
                    left = False
                else:
                    under_way += 1
                    asyncio.run_coroutine_threadsafe(self._do(item), self._loop)
            if not under_way:
                return
            try:
                outcome = self._outcomes.get(timeout=TICK_S)
            except Empty:
                yield None
                continue
            under_way -= 1
            yield outcome

    async def _do(self, item: Item) -> None:
        try:
            async with asyncio.timeout(None if item.recording else self._item_timeout_s):
                outcome = Outcome(item, await self._perform(item))
        except TimeoutError:
            outcome = Outcome(item, None, f"it took longer than {self._item_timeout_s:g} s")
        except ChatModelError as error:
            problem = error.message.rstrip(".")
            outcome = Outcome(item, None, problem, error.unreachable, error.about_it, error.remedy)
        except InterviewError as error:
            outcome = Outcome(item, None, error.message.rstrip("."))
        except Exception as error:  # noqa: BLE001 - what goes wrong with one item must not stop the others
            outcome = Outcome(item, None, OwnFault(f"unexpected {type(error).__name__}: {error}"))
        self._outcomes.put(outcome)

    async def _close(self) -> None:
        """Cancel what is in flight and leave the work."""
        ours = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not ours]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._context.__aexit__(None, None, None)
        await asyncio.get_running_loop().shutdown_asyncgens()  # closes the clients of model servers


def while_reachable(outcomes: Iterator[Outcome | None]) -> Iterator[Outcome | None]:
    """The outcomes, without those of a server that has gone away: what it did not take is left for another run.

    Raises UnavailableError when MAX_UNREACHABLE items in a row, or all there were, could not be sent anywhere. Fewer
    are their own fault where the server has done others, or broke down over them.
    """
    held: list[Outcome] = []
    is_there = False
    for outcome in outcomes:
        if outcome and outcome.unreachable:
            held.append(outcome)
            if len(held) >= MAX_UNREACHABLE:
                raise _gone(held)
            continue
        if outcome:
            is_there = True
            yield from held
            held.clear()
        yield outcome
    if held and not is_there and not all(each.about_it for each in held):
        raise _gone(held)
    yield from held


def _gone(held: Sequence[Outcome]) -> UnavailableError:
    last = held[-1]
    again = "run the same command again: it scores the rest."
    return UnavailableError(
        f"The run has stopped; everything scored is saved. {last.problem}.",
        f"{last.remedy.rstrip('.')}. Then {again}" if last.remedy else f"When the model answers, {again}",
    )
