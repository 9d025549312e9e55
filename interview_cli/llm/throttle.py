"""One pace for many callers: requests at once and per minute, and a pause for all when the server asks for one."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

MAX_PAUSE_S: Final = 120.0
"""No server can make callers wait longer than this in one go."""


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


class Throttle:
    """Lets requests start one after the other, evenly spaced, and none during a pause; `at_once` are under way.

    Shared by all calls of an event loop and, but for `at_once`, through a small SQLite file by all processes that
    name the same file. A process that dies holds nobody up: a turn is taken when a request starts, never ahead.
    """

    def __init__(
        self,
        requests_per_minute: float | None = None,
        file: Path | None = None,
        *,
        at_once: int | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._interval_s = 60.0 / requests_per_minute if requests_per_minute else 0.0
        self._now = now
        self._sleep = sleep
        self._places = asyncio.Semaphore(at_once) if at_once else nullcontext()
        self._first_in_line = asyncio.Lock()
        self._database = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=10)
        self._database.execute("PRAGMA synchronous = OFF")  # a pace lost with the machine is no loss
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS pace (id INTEGER PRIMARY KEY, next_turn REAL, pause_end REAL)"
        )
        self._database.execute("INSERT OR IGNORE INTO pace VALUES (1, 0, 0)")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """One of the places, for as long as a request takes, from when its turn has come: after so many seconds."""
        begun = self._now()
        async with self._places:
            async with self._first_in_line:
                while wait_s := self._take():
                    await self._sleep(wait_s)
            yield max(0.0, self._now() - begun)

    def pause(self, seconds: float) -> None:
        """No request starts for so long, of anyone who shares this throttle."""
        self._change(lambda pace, now: pace.paused(now, seconds))

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
        return Pace(*self._database.execute("SELECT next_turn, pause_end FROM pace").fetchone())
