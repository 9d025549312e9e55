"""A pool on this machine: a few processes, each with a few items queued."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Final, Self

from interview_cli.batch.items import Item
from interview_cli.batch.pool import Outcome, TimeLimits, Work
from interview_cli.batch.worker import CLEANS_UP_S, READY, serve
from interview_cli.errors import UnavailableError

QUEUED_ITEMS: Final = 3
"""Items queued for each worker: enough that it never waits, few enough to fit a pipe's buffer."""

TICK_S: Final = 0.2
MAX_FAILED_STARTS: Final = 3
START_TIMEOUT_S: Final = 180.0
"""A start takes 2 s of computing; on a crowded machine that is a minute (chosen)."""
_PATIENCE_S: Final = 5.0


@dataclass(slots=True)
class _Process:
    """A worker process; the first of its items is the one it works on, `since` then (monotonic seconds)."""

    process: BaseProcess
    connection: Connection[Any, Any]
    items: deque[Item] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    ready: bool = False


class LocalPool:
    """A `Pool` of `jobs` processes.

    An item may take `item_timeout_s` seconds, a recording `recording_timeout_s` (None: no longer than others).
    """

    def __init__(
        self, work: Work, jobs: int, item_timeout_s: float, recording_timeout_s: float | None = None
    ) -> None:
        self._work = work
        self._jobs = jobs
        self._limits = TimeLimits(item_timeout_s, recording_timeout_s or item_timeout_s)
        self._threads = max(1, (os.cpu_count() or 1) // jobs)
        self._context = _context(work.preloaded)
        self._processes: list[_Process] = []
        self._again: deque[Item] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._processes:
            each.connection.close()
            if each.items:
                each.process.kill()
        for each in self._processes:
            each.process.join(2 * CLEANS_UP_S)
            each.process.kill()
            each.process.join(_PATIENCE_S)
        self._processes.clear()

    def run(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        """See `Pool.run`."""
        while self._feed(items):
            connections = {each.connection: each for each in self._processes}
            finished = 0
            for connection in wait(list(connections), TICK_S):
                for outcome in self._hear(connections[connection]):  # type: ignore[index]
                    finished += 1
                    yield outcome
            now = time.monotonic()
            for each in [each for each in self._processes if each.items]:
                if not each.ready and now - each.since > START_TIMEOUT_S:
                    self._count_failed_start(each)
                elif each.ready and now - each.since > (limit_s := self._limits.of(each.items[0])):
                    yield self._replace(each, f"it took longer than {limit_s:g} s")
            if not finished:
                yield None

    def _feed(self, items: Iterator[Item]) -> bool:
        """Give every worker something to do, starting workers as they are needed; whether anything is in flight."""
        for length in range(QUEUED_ITEMS):
            while True:
                free = next((each for each in self._processes if len(each.items) <= length), None)
                if free is None and len(self._processes) >= self._jobs:
                    break
                item = self._again.popleft() if self._again else next(items, None)
                if item is None:
                    return any(each.items for each in self._processes)
                self._give(free or self._start(), item)
        return True

    def _give(self, worker: _Process, item: Item) -> None:
        if not worker.items:
            worker.since = time.monotonic()
        worker.items.append(item)
        try:
            worker.connection.send(item)
        except OSError:
            return  # it has died: its end of the connection shows it, and what it had is taken care of there

    def _start(self) -> _Process:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._work, self._threads), daemon=True)  # type: ignore[attr-defined]
        try:
            process.start()
        except (EOFError, OSError):  # the process to fork from has ended, or there is no room for another
            raise _no_worker() from None
        theirs.close()
        worker = _Process(process, ours)
        self._processes.append(worker)
        return worker

    def _hear(self, worker: _Process) -> Iterator[Outcome]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        worker.since = time.monotonic()
        if message == READY:
            worker.ready = True
            self._failed_starts = 0
            return
        result, problem = message
        yield Outcome(worker.items.popleft(), result, problem)

    def _bury(self, worker: _Process) -> Iterator[Outcome]:
        """A worker has died: what it was working on has failed, the rest is given to another."""
        worker.process.join(_PATIENCE_S)
        if not worker.ready:
            self._count_failed_start(worker)
        elif worker.items:
            yield self._replace(worker, f"it crashed the worker process ({_reason(worker.process.exitcode)})")
        else:
            self._discard(worker, lost=False)

    def _count_failed_start(self, worker: _Process) -> None:
        self._discard(worker, lost=False)
        self._failed_starts += 1
        if self._failed_starts >= MAX_FAILED_STARTS:
            raise _no_worker()

    def _replace(self, worker: _Process, problem: str) -> Outcome:
        item = worker.items[0]
        self._discard(worker, lost=True)
        return Outcome(item, None, problem)

    def _discard(self, worker: _Process, *, lost: bool) -> None:
        """Drop a worker; its items, without the first when that is `lost`, are given out again."""
        self._processes.remove(worker)
        worker.connection.close()
        worker.process.kill()
        worker.process.join(_PATIENCE_S)
        self._again += list(worker.items)[1 if lost else 0 :]


def _context(preloaded: str) -> BaseContext:
    """Processes that fork from a clean one which has imported what the work needs, where there is such a thing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["interview_cli.batch.worker", preloaded])
    return context


def _no_worker() -> UnavailableError:
    return UnavailableError("No worker process can be started.", "Try --jobs 1, or free some memory.")


def _reason(exit_code: int | None) -> str:
    if exit_code is None:
        return "no exit code"
    if exit_code >= 0:
        return f"exit code {exit_code}"
    killed = " – perhaps it ran out of memory" if exit_code == -9 else ""
    return f"signal {-exit_code}{killed}"
