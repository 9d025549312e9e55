"""Processing of a streamed reply before it is spoken: thoughts are left out, masks are replaced."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING, Final

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
