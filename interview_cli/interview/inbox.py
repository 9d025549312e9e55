"""Between threads and an event loop: messages in order, and blocking work that does not hold up the program's end."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from interview_cli.errors import InterviewError
from interview_cli.interview.commands import Command
from interview_cli.interview.events import Problem

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Changed:
    """There is something new to show."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A microphone was lost; `opening` says which one."""

    opening: int
    error: InterviewError


Message = Command | Problem | Changed | Lost
"""What can reach a candidate: the person's commands and news of the sound."""


class Inbox:
    """Messages from any thread for one reader in an event loop, also from before the reader was there.

    `arrived`, if given, is called in that loop for each message that comes while there is a reader, whether or not
    the reader waits for one just then. `taken` is the message that the reader took last.
    """

    def __init__(self, arrived: Callable[[Message], None] | None = None) -> None:
        self._arrived = arrived
        self.taken: Message | None = None
        self._messages: deque[Message] = deque()
        self._reading: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def put(self, message: Message) -> None:
        """Add a message. From any thread; returns at once."""
        self._messages.append(message)
        if self._reading is not None:
            loop, _ = self._reading
            with suppress(RuntimeError):  # the loop has been closed: nobody reads any more
                loop.call_soon_threadsafe(self._notice, message)

    async def get(self) -> Message:
        """The next message."""
        if self._reading is None:
            self._reading = (asyncio.get_running_loop(), asyncio.Event())
        _, any_there = self._reading
        while not self._messages:
            any_there.clear()
            await any_there.wait()
        self.taken = self._messages.popleft()
        return self.taken

    def _notice(self, message: Message) -> None:
        if self._reading is not None:
            self._reading[1].set()
        if self._arrived is not None:
            self._arrived(message)


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

    threading.Thread(target=work, name="background work", daemon=True).start()
    return asyncio.wrap_future(done)
