"""A reply as it streams in: thoughts left out, masks replaced, loops noticed, each wait limited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from interview_cli.llm.structured import THOUGHTS_BEGIN, THOUGHTS_END

if TYPE_CHECKING:
    from interview_cli.llm.redaction import Redactor


_LONGEST_MASK: Final = len("[PHONE 9999]")


async def without_thoughts(pieces: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The reply without blanks at its beginning and the `<think>` block some servers leave there.

    Of thoughts only as many characters are kept as the mark of their end has.
    """
    start, thinking = "", False
    async for piece in pieces:
        start = (start + piece).lstrip()
        if not thinking and start.startswith(THOUGHTS_BEGIN):
            thinking = True
            start = start[len(THOUGHTS_BEGIN) :]
        if thinking:
            _, closed, rest = start.partition(THOUGHTS_END)
            if not closed:
                start = start[-len(THOUGHTS_END) :]
                continue
            start, thinking = rest.lstrip(), False
        if start and not THOUGHTS_BEGIN.startswith(start):
            break
    if start and not thinking:
        yield start
    async for piece in pieces:
        yield piece


async def restored(pieces: AsyncIterator[str], redactor: Redactor | None) -> AsyncGenerator[str, None]:
    """The reply with masks replaced by what they stand for, also when a mask comes in two pieces."""
    held = ""
    async for piece in pieces:
        if redactor is None:
            yield piece
            continue
        held += piece
        start = held.rfind("[")
        waiting = start >= 0 and "]" not in held[start:] and len(held) - start < _LONGEST_MASK
        ready, held = (held[:start], held[start:]) if waiting else (held, "")
        if ready:
            yield redactor.restore(ready)
    if held and redactor:
        yield redactor.restore(held)


REPEATED_CHARACTERS: Final = 600
"""A reply is stuck when this many characters at its end are one stretch repeated (chosen: 100 words of speech)."""
FEWEST_REPEATS: Final = 4
"""The same stretch this many times; a table of numbers may have three rows alike."""
_SAMPLE: Final = 40
"""Characters whose last occurrence before shows how long the stretch is."""
_LOOKED_AT: Final = 300
"""Characters between two checks."""


class RunawayWatch:
    """Watches the end of a reply as it is written; what it keeps and does for each piece is bounded."""

    def __init__(self) -> None:
        self._tail = ""
        self._unseen = 0

    def is_stuck(self, piece: str) -> bool:
        """Whether with this piece the reply only repeats itself."""
        self._tail = (self._tail + piece)[-REPEATED_CHARACTERS:]
        self._unseen += len(piece)
        if self._unseen < _LOOKED_AT or len(self._tail) < REPEATED_CHARACTERS:
            return False
        self._unseen = 0
        return _is_repetition(self._tail)


def _is_repetition(text: str) -> bool:
    """Whether a text is one stretch repeated FEWEST_REPEATS times or more, whole at neither end."""
    before = text.rfind(text[-_SAMPLE:], 0, len(text) - 1)
    period = len(text) - _SAMPLE - before
    return before >= 0 and period * FEWEST_REPEATS <= len(text) and text[period:] == text[:-period]


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
