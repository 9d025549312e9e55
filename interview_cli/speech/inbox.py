"""Between threads and an event loop: messages in order, and blocking work that does not hold up the program's end."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, TypeVar

MessageT = TypeVar("MessageT")
ResultT = TypeVar("ResultT")


class Inbox(Generic[MessageT]):
    """Messages from any thread for one reader in an event loop, also from before the reader was there."""

    def __init__(self) -> None:
        self._messages: deque[MessageT] = deque()
        self._reading: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def put(self, message: MessageT) -> None:
        """Add a message. From any thread; returns at once."""
        self._messages.append(message)
        if self._reading is not None:
            loop, arrived = self._reading
            with suppress(RuntimeError):  # the loop has been closed: nobody reads any more
                loop.call_soon_threadsafe(arrived.set)

    async def get(self) -> MessageT:
        """The next message."""
        arrived = asyncio.Event()
        self._reading = (asyncio.get_running_loop(), arrived)
        while not self._messages:
            await arrived.wait()
            arrived.clear()
        return self._messages.popleft()


def in_thread(function: Callable[[], ResultT]) -> asyncio.Future[ResultT]:
    """Run blocking work in a thread of its own, which the end of the program does not wait for."""
    done: Future[ResultT] = Future()

    def work() -> None:
        if not done.set_running_or_notify_cancel():
            return
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - raised where the result is awaited
            done.set_exception(error)
        else:
            done.set_result(result)

    threading.Thread(target=work, name="speech work", daemon=True).start()
    return asyncio.wrap_future(done)
