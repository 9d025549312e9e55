"""A time limit for many short waits."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self


class Alarm:
    """Limits one wait after the other, as `asyncio.timeout` does, with one timer for all of them.

    A timer for each wait is put into the loop's queue and crossed out there, which takes longer than most waits for
    the next piece of a reply. Here the timer that is running stays: when it goes off too early, it is set again.

        alarm = Alarm()
        with alarm.within(60.0):
            await something
        alarm.close()
    """

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: asyncio.Task[Any] | None = None
        self._due = 0.0
        self._cancelling = 0
        self._rang = False

    def within(self, seconds: float) -> Self:
        """A context that raises TimeoutError when what is awaited in it takes longer."""
        self._due = asyncio.get_running_loop().time() + seconds
        return self

    def close(self) -> None:
        """Take the timer back."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._waiting, self._cancelling, self._rang = task, task.cancelling(), False
        if self._timer is None or self._timer.when() > self._due:
            self._set()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        task, self._waiting = self._waiting, None
        if self._rang and task and task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error

    def _set(self) -> None:
        self.close()
        self._timer = asyncio.get_running_loop().call_at(self._due, self._go_off)

    def _go_off(self) -> None:
        self._timer = None
        if self._waiting is None:
            return
        if asyncio.get_running_loop().time() < self._due:
            self._set()
            return
        self._rang = True
        self._waiting.cancel()
