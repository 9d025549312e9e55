"""One pace for many callers: requests at once and per minute, and a pause for all when the server asks for one."""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from interview_cli.llm.engine import CallFault

MAX_PAUSE_S: Final = 120.0
"""No server can make callers wait longer than this in one go."""
MAX_REFUSED_S: Final = 300.0
"""A server that has accepted no request for this long, or asks for a longer wait, is given up."""
FIRST_PAUSE_S: Final = 0.5
"""The pause after a refusal when the server does not say how long, doubled with each that follows."""
MAX_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Pace:
    """When the next request may start, in seconds since the epoch: for its turn, and after a pause."""

    next_turn: float = 0.0
    pause_end: float = 0.0

    def wait_s(self, now: float, interval_s: float) -> float:
        """How long to wait. A time further ahead than can be (the clock was set back) counts as the longest wait."""
        turn = min(self.next_turn - now, interval_s)
        return max(0.0, turn, min(self.pause_end - now, MAX_PAUSE_S))

    def taken(self, now: float, interval_s: float) -> Pace:
        """After a request has started."""
        return replace(self, next_turn=now + interval_s)

    def paused(self, now: float, seconds: float) -> Pace:
        """After a server has asked for a pause; the longer of two counts."""
        ends = max(min(self.pause_end, now + MAX_PAUSE_S), now + min(seconds, MAX_PAUSE_S))
        return replace(self, pause_end=ends)


class _Room:
    """Places for requests in flight. Used as a context manager; those who wait get in in order."""

    def __init__(self, most: int) -> None:
        self._places = asyncio.Semaphore(most)
        self._open = most
        self._to_close = 0
        self._closed = 0
        self._taken = 0

    async def __aenter__(self) -> None:
        await self._places.acquire()

    async def __aexit__(self, *_: object) -> None:
        if self._to_close:
            self._to_close -= 1
            self._closed += 1
        else:
            self._places.release()

    def narrow(self) -> None:
        """Half as many places, at least one; those in use close when they are left."""
        kept = max(1, self._open // 2)
        self._to_close += self._open - kept
        self._open, self._taken = kept, 0

    def widen(self) -> None:
        """A request was taken. One place more when that is so for as many as there are places."""
        self._taken += 1
        if not (self._to_close or self._closed) or self._taken < self._open:
            return
        self._open, self._taken = self._open + 1, 0
        if self._to_close:
            self._to_close -= 1
        else:
            self._closed -= 1
            self._places.release()


class Throttle:
    """Lets requests start one after the other, evenly spaced, and none during a pause; `at_once` are in flight.

    When the server refuses a request because it has too many, all pause, and then half as many are in flight; with
    those it takes they become more again, one at a time (additive increase, multiplicative decrease, as in Chiu and
    Jain 1989). The pace, but not how many are in flight, is shared through a small SQLite file by all processes that
    name the same file. A process that dies holds nobody up: a turn is taken when a request starts, never ahead.
    """

    def __init__(
        self,
        requests_per_minute: float | None = None,
        file: Path | None = None,
        *,
        at_once: int = MAX_AT_ONCE,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._interval_s = 60.0 / requests_per_minute if requests_per_minute else 0.0
        self._now = now
        self._sleep = sleep
        self._room = _Room(at_once)
        self._refusals = 0
        self._refused_since = math.inf
        self._narrowed_at = self._pause_end = 0.0
        self._first_in_line = asyncio.Lock()
        self._database = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=10)
        self._database.execute("PRAGMA synchronous = OFF")  # a pace lost with the machine is no loss
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS pace (id INTEGER PRIMARY KEY, next_turn REAL, pause_end REAL)"
        )
        self._database.execute("INSERT OR IGNORE INTO pace VALUES (1, 0, 0)")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """One of the places, for as long as a request takes, from when its turn has come; yields the seconds waited.

        A `CallFault` for being too many (`busy`) that ends the request slows all down.
        """
        begun = self._now()
        async with self._room:
            async with self._first_in_line:
                while wait_s := self._take():
                    await self._sleep(wait_s)
            started = self._now()
            try:
                yield max(0.0, started - begun)
            except CallFault as fault:
                if fault.busy:
                    self._refused(fault.retry_after_s, started)
                raise
            self._refusals = 0
            self._room.widen()

    def is_hopeless(self, fault: CallFault) -> bool:
        """Whether to give up: the server asks for too long a wait, or has taken nothing for too long."""
        return _asks_too_much(fault.retry_after_s) or self._now() - self._refused_since > MAX_REFUSED_S

    @property
    def pause_left_s(self) -> float:
        """How long the pause still is that a request here last met with."""
        return max(0.0, min(self._pause_end - self._now(), MAX_PAUSE_S))

    def pause(self, seconds: float) -> None:
        """No request starts for this long, by anyone who shares this throttle."""
        self._change(lambda pace, now: pace.paused(now, seconds))

    def _refused(self, retry_after_s: float | None, started: float) -> None:
        """Pause as the server asks, or with backoff. Of refusals of requests made together, the first counts."""
        if _asks_too_much(retry_after_s):
            return
        if not self._refusals:
            self._refused_since = self._now()
        if started >= self._narrowed_at:
            self._narrowed_at = self._now()
            self._room.narrow()
            self._refusals += 1
        self.pause(FIRST_PAUSE_S * 2 ** min(self._refusals - 1, 10) if retry_after_s is None else retry_after_s)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _take(self) -> float:
        """Take the turn if it has come; else the seconds until it may. Without a limit there is nothing to write."""
        if not self._interval_s:
            return self._pace().wait_s(self._now(), 0.0)
        waits: list[float] = []

        def take(pace: Pace, now: float) -> Pace:
            waits.append(pace.wait_s(now, self._interval_s))
            return pace if waits[-1] else pace.taken(now, self._interval_s)

        self._change(take)
        return waits[-1]

    def _change(self, change: Callable[[Pace, float], Pace]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            changed = change(self._pace(), self._now())
            self._database.execute(
                "UPDATE pace SET next_turn = ?, pause_end = ?", (changed.next_turn, changed.pause_end)
            )
        finally:
            self._database.execute("COMMIT")

    def _pace(self) -> Pace:
        pace = Pace(*self._database.execute("SELECT next_turn, pause_end FROM pace").fetchone())
        self._pause_end = pace.pause_end
        return pace


def _asks_too_much(retry_after_s: float | None) -> bool:
    return retry_after_s is not None and retry_after_s > MAX_REFUSED_S
