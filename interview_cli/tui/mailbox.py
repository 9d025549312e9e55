"""Hands things over from any thread to an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")


class Mailbox(Generic[ItemT]):
    """Takes things from any thread and delivers them, in order, in the thread of the event loop that opens it.

    What comes before that waits; what comes after the loop was closed is for nobody.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._early: list[ItemT] = []
        self._deliver: Callable[[ItemT], None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def put(self, item: ItemT) -> None:
        """Hand over; returns at once."""
        with self._lock:
            if self._loop is None or self._deliver is None:
                self._early.append(item)
            else:
                with suppress(RuntimeError):  # the loop is closed
                    self._loop.call_soon_threadsafe(self._deliver, item)

    def open(self, deliver: Callable[[ItemT], None]) -> None:
        """From now on the running loop calls `deliver` with everything that has come and comes."""
        with self._lock:
            self._loop = asyncio.get_running_loop()
            self._deliver = deliver
            for item in self._early:
                self._loop.call_soon(deliver, item)
            self._early.clear()
