"""A pool on a cluster: Ray actors, each with the work prepared once and a few items queued.

Imported only for `--engine ray`; the extra `cluster` brings Ray. The driver hands out items as workers finish them,
so its memory does not grow with their number. What a lost node was working on is done again elsewhere; an item that
takes too long, or takes its worker with it more than once, fails alone.
"""

from __future__ import annotations

import logging
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Any, Final, Self

from interview_cli.batch.items import Item
from interview_cli.batch.pool import Outcome, TimeLimits, Work
from interview_cli.batch.worker import perform
from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install

QUEUED_ITEMS: Final = 4
"""Items queued for each actor: a round trip to another machine takes less than scoring three."""

MAX_DEATHS: Final = 2
"""An item whose worker died this often with nothing else to do is the cause; one death may be a lost node."""

TICK_S: Final = 0.2
KNOCK_TIMEOUT_S: Final = 5.0
MAX_FAILED_STARTS: Final = 3
START_TIMEOUT_S: Final = 600.0
"""How long a cluster may take until the first actor is ready; one that scales up needs minutes. Chosen."""

FETCH_TIMEOUT_S: Final = 60.0
"""How long a finished result may take to arrive; it may lie on a node that is being lost."""


class _Actor:
    """What runs on the cluster: the work, prepared once."""

    def __init__(self, work: Work) -> None:
        self._call = work.prepared()

    def ready(self) -> bool:
        return True

    def perform(self, item: Item) -> tuple[Any, str | None]:
        return perform(self._call, item)


@dataclass(slots=True)
class _Worker:
    """An actor, that has `greeting` to send when it is ready; the first of its items is the one it works on.

    `since` is when it began with that (monotonic seconds). `alone` says that it is to have one item only.
    """

    actor: Any
    greeting: Any
    items: deque[tuple[Any, Item]] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    alone: bool = False

    @property
    def awaited(self) -> Any:
        """What it sends next, None when it has nothing to do."""
        return self.greeting or (self.items[0][0] if self.items else None)


class RayPool:
    """A `Pool` on the Ray cluster at `address` (None: one of its own on this machine) with `jobs` actors.

    `jobs` None is one for every core of the cluster, or for every GPU where they need one. An item may take
    `item_timeout_s` seconds, a recording `recording_timeout_s` (None: no longer than others). `gpu` says whether each
    actor gets a GPU of its own: `cuda` always, `auto` when the cluster has any, None never. Raises UnavailableError
    when Ray is missing or does not answer, or there is no GPU where one is needed.
    """

    def __init__(
        self,
        work: Work,
        jobs: int | None,
        item_timeout_s: float,
        address: str | None,
        recording_timeout_s: float | None = None,
        gpu: str | None = None,
    ) -> None:
        try:
            import ray
        except ImportError:
            raise UnavailableError(
                "Ray is not installed.", f"Install it: {pip_install('interview-cli[cluster]')}"
            ) from None
        self._ray: Any = ray
        self._work = work
        self.jobs = jobs or 0
        self._limits = TimeLimits(item_timeout_s, recording_timeout_s or item_timeout_s)
        self._gpu = gpu
        self._address = address
        self._ours = False
        self._workers: list[_Worker] = []
        self._next: deque[Item] = deque()
        self._again: deque[Item] = deque()
        self._deaths: dict[str, int] = {}
        self._failed_starts = 0
        self._staffed_at = time.monotonic()

    def __enter__(self) -> Self:
        if not self._ray.is_initialized():
            try:
                _knock(self._address)
                self._ray.init(address=self._address, log_to_driver=False, logging_level=logging.ERROR)
            except (OSError, RuntimeError, ValueError) as error:
                raise UnavailableError(f"No Ray cluster answers at {self._address}: {error}") from None
            self._ours = True
        gpus = self._gpus()
        self.jobs = self.jobs or gpus or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        options = {"num_cpus": 1, "max_restarts": 0} | ({"num_gpus": 1} if gpus else {})
        self._actor_class = self._ray.remote(**options)(_Actor)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._workers:
            self._ray.kill(each.actor)
        self._workers.clear()
        self._leave()

    def _leave(self) -> None:
        if self._ours:
            self._ray.shutdown()

    def _gpus(self) -> int:
        """How many GPUs are to be used."""
        gpus = int(self._ray.cluster_resources().get("GPU", 0)) if self._gpu else 0
        if self._gpu == "cuda" and not gpus:
            self._leave()
            raise UnavailableError(
                "The Ray cluster has no GPU.", "Add a node with one, or set voice.stt_device auto."
            )
        return gpus

    def run(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        """See `Pool.run`."""
        self._staffed_at = time.monotonic()
        while self._feed(items):
            finished = 0
            for worker in self._heard():
                for outcome in self._hear(worker):
                    finished += 1
                    yield outcome
            now = time.monotonic()
            for each in [each for each in self._workers if each.items]:
                if now - each.since > (limit_s := self._limits.of(each.items[0][1])):
                    yield self._replace(each, f"it took longer than {limit_s:g} s")
            if not finished:
                yield None

    def _feed(self, items: Iterator[Item]) -> bool:
        """Give every actor that is ready something to do; whether anything is in flight or left.

        What was with an actor that died is given out again one by one: the last answers of a process that is killed
        are lost with it, so that the first item without an answer need not be the one that killed it.
        """
        for worker in self._workers:
            if self._again and not worker.greeting and not worker.items:
                worker.alone = True
                self._give(worker, self._again.popleft())
        for length in range(QUEUED_ITEMS):
            for worker in self._workers:
                if worker.greeting or worker.alone or len(worker.items) > length:
                    continue
                if not self._fill(items):
                    return self._is_busy()
                self._give(worker, self._next.popleft())
        if not self._fill(items):
            return self._is_busy()
        self._staff()
        return True

    def _is_busy(self) -> bool:
        """Whether anything is in flight, or waits to be scored again."""
        if self._again:
            self._staff()
        return bool(self._again) or any(each.items for each in self._workers)

    def _fill(self, items: Iterator[Item]) -> bool:
        """Fetch the next item, if there is one left."""
        if not self._next:
            self._next.extend(islice(items, 1))
        return bool(self._next)

    def _staff(self) -> None:
        """Ask for the actors that are missing. The cluster starts them when and where it has a core free."""
        while len(self._workers) < self.jobs:
            actor = self._actor_class.remote(self._work)
            self._workers.append(_Worker(actor, actor.ready.remote()))
        if any(not each.greeting for each in self._workers):
            self._staffed_at = time.monotonic()
        elif time.monotonic() - self._staffed_at > START_TIMEOUT_S:
            raise UnavailableError(
                f"No worker of the Ray cluster was ready within {START_TIMEOUT_S / 60:g} minutes.",
                "'ray status' shows whether a core is free, 'ray logs' what its workers wait for.",
            )

    def _give(self, worker: _Worker, item: Item) -> None:
        if not worker.items:
            worker.since = time.monotonic()
        worker.items.append((worker.actor.perform.remote(item), item))

    def _heard(self) -> list[_Worker]:
        """The workers that have become ready, finished their first item, or died."""
        awaited = {worker.awaited: worker for worker in self._workers if worker.awaited}
        ready, _ = self._ray.wait(list(awaited), num_returns=len(awaited), timeout=0)
        if not ready:
            ready, _ = self._ray.wait(list(awaited), num_returns=1, timeout=TICK_S)
        return [awaited[each] for each in ready]

    def _hear(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            answer = self._ray.get(worker.awaited, timeout=FETCH_TIMEOUT_S)
        except self._ray.exceptions.RayError:
            yield from self._bury(worker)
            return
        worker.since = time.monotonic()
        if worker.greeting:
            worker.greeting = None
            self._failed_starts = 0
            return
        _, item = worker.items.popleft()
        worker.alone = False
        self._deaths.pop(item.key, None)
        yield Outcome(item, *answer)

    def _bury(self, worker: _Worker) -> Iterator[Outcome]:
        """An actor has died, with its node or alone: its items are given out again."""
        if worker.greeting:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                raise UnavailableError("No worker can be started on the Ray cluster.", "See 'ray logs'.")
        elif worker.alone:
            item = worker.items[0][1]
            self._deaths[item.key] = self._deaths.get(item.key, 0) + 1
            if self._deaths[item.key] >= MAX_DEATHS:
                yield self._replace(worker, "it crashed the worker process twice")
                return
        self._discard(worker, lost=False)

    def _replace(self, worker: _Worker, problem: str) -> Outcome:
        item = worker.items[0][1]
        self._discard(worker, lost=True)
        return Outcome(item, None, problem)

    def _discard(self, worker: _Worker, *, lost: bool) -> None:
        self._workers.remove(worker)
        self._ray.kill(worker.actor)
        self._again += [item for _, item in list(worker.items)[1 if lost else 0 :]]


def _knock(address: str | None) -> None:
    """Raises OSError at once when nothing listens at a host and port; Ray itself would try for minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), KNOCK_TIMEOUT_S).close()
