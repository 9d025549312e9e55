"""What happens to a streamed reply before anyone hears it: thoughts are left out, masks are taken off."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interview_cli.llm.redaction import Redactor

_OPEN: Final = "<think>"
_CLOSE: Final = "</think>"
_LONGEST_MASK: Final = len("[PHONE 9999]")


async def without_thoughts(pieces: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The reply without the `<think>` block some servers leave at its beginning."""
    start = ""
    async for piece in pieces:
        start += piece
        text = start.lstrip()
        if text.startswith(_OPEN):
            if _CLOSE not in text:
                continue
            start = text.partition(_CLOSE)[2].lstrip()
            if not start:
                continue
        elif _OPEN.startswith(text):
            continue
        break
    if start and not start.lstrip().startswith(_OPEN):
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
