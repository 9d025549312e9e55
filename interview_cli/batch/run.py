"""A run: items claimed, worked on, and written down, until nothing is left to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from interview_cli.batch.items import Item, ItemResult, LineFacts
from interview_cli.batch.ledger import LEASE_S, Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.pool import Outcome, OwnFault, Pool

CLAIMED_AT_ONCE: Final = 16
MAX_LEFT_TO_OTHERS: Final = 1_000
WRITTEN_AT_ONCE: Final = 64
WRITTEN_AFTER_S: Final = 0.5
_POLL_S: Final = 0.3

LinesOf = Callable[[Outcome], ItemResult]
"""The lines of an item, whatever has become of it."""


@dataclass(slots=True)
class Progress:
    """Progress of a run. Counts of items: `done_before` were done by an earlier run, `done_elsewhere` by another one
    meanwhile; `lines` counts the lines this run wrote, by status, `failed_before` the failed ones it found, and
    `changed` the items whose input is no longer what it was when an earlier run scored it. Of the
    recordings it transcribed, `recordings` counts them, `sound_s` is how long they were, and `transcribers` heard
    them. `own_faults` are items on which this program failed, with the reason; they are left for another run."""

    total: int
    done: int = 0
    done_before: int = 0
    done_elsewhere: int = 0
    failed_before: int = 0
    changed: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    waiting: bool = False
    recordings: int = 0
    sound_s: float = 0.0
    transcribers: set[str] = field(default_factory=set)
    own_faults: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        return max(0, self.total - self.done - self.done_before - self.done_elsewhere)


class Run:
    """One run over some items. `stop` may be set at any time, from anywhere; what is finished by then is kept."""

    def __init__(
        self, out: OutFile, ledger: Ledger, pool: Pool, lines_of: LinesOf, total: int, stop: threading.Event
    ) -> None:
        self._out = out
        self._ledger = ledger
        self._pool = pool
        self._lines_of = lines_of
        self._stop = stop
        self._finished: list[ItemResult] = []
        self._oldest_at = 0.0
        self._left_to_others: list[Item] = []
        self._renewed_at = time.monotonic()
        self.progress = Progress(total)

    def execute(self, items: Iterator[Item], report: Callable[[Progress], None]) -> bool:
        """Do what is left of the items, reporting progress now and then; False when stopped before the end."""
        started = time.monotonic()

        def heartbeat() -> None:
            self.progress.seconds = time.monotonic() - started
            report(self.progress)

        with ExitStack() as stack:
            pool = stack.enter_context(self._pool)
            stack.callback(self._write)
            self._work(pool, self._claimed(items), heartbeat)
            while self._left_to_others and not self._stop.is_set():
                waiting, self._left_to_others = self._left_to_others, []
                claimed = list(self._claimed(iter(waiting), elsewhere=True))
                self.progress.waiting = not claimed
                self._work(pool, iter(claimed), heartbeat)
                if not claimed and self._left_to_others:
                    self._renew()
                    heartbeat()
                    self._stop.wait(_POLL_S)
        heartbeat()
        return not self._stop.is_set()

    def _work(self, pool: Pool, items: Iterator[Item], heartbeat: Callable[[], None]) -> None:
        for outcome in pool.run(items):
            if outcome:
                self._keep(outcome)
            self._renew()
            if self._finished and (
                len(self._finished) >= WRITTEN_AT_ONCE or time.monotonic() - self._oldest_at > WRITTEN_AFTER_S
            ):
                self._write()
            heartbeat()
            if self._stop.is_set():
                break
        self._write()

    def _claimed(self, items: Iterator[Item], *, elsewhere: bool = False) -> Iterator[Item]:
        """The items that are this run's to do."""
        while not self._stop.is_set() and (chunk := list(islice(items, CLAIMED_AT_ONCE))):
            mine, done = self._ledger.claim([item.key for item in chunk])
            if elsewhere:
                self.progress.done_elsewhere += len(done)
            else:
                self.progress.done_before += len(done)
                stamps = {item.key: item.stamp for item in chunk if item.key in done}
                self.progress.changed += len(self._ledger.changed(stamps)) if stamps else 0
            self._left_to_others += [item for item in chunk if item.key not in mine and item.key not in done]
            if len(self._left_to_others) > MAX_LEFT_TO_OTHERS:
                self._drop_done()
            seen: set[str] = set()
            for item in chunk:
                if item.key in mine and item.key not in seen:
                    seen.add(item.key)
                    yield item

    def _drop_done(self) -> None:
        """Drop what other runs have finished in the meantime."""
        done = self._ledger.done([item.key for item in self._left_to_others])
        self.progress.done_elsewhere += len(done)
        self._left_to_others = [item for item in self._left_to_others if item.key not in done]

    def _keep(self, outcome: Outcome) -> None:
        if isinstance(outcome.problem, OwnFault):
            self.progress.own_faults.append(f"{outcome.item.source}: {outcome.problem}")
            return
        result = self._lines_of(outcome)
        if not self._finished:
            self._oldest_at = time.monotonic()
        self._finished.append(result)
        for line in result:
            if line.transcriber:
                self.progress.recordings += 1
                self.progress.sound_s += line.sound_s
                self.progress.transcribers.add(line.transcriber)

    def _write(self) -> None:
        if not self._finished:
            return
        finished, self._finished = self._finished, []
        self._count(self._out.append(finished))
        self.progress.done += len(finished)

    def _count(self, written: Sequence[LineFacts]) -> None:
        for facts in written:
            self.progress.lines[facts.status] = self.progress.lines.get(facts.status, 0) + 1

    def _renew(self) -> None:
        if time.monotonic() - self._renewed_at > LEASE_S / 4:
            self._ledger.renew()
            self._renewed_at = time.monotonic()
