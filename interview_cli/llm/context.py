"""How much of a model's window a conversation takes, and what to leave out when it takes too much."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from interview_cli.interview.ports import Message

BYTES_PER_TOKEN: Final = 3
"""English has about 4 bytes to a token, other languages and code fewer; too many counted is the safe side."""
_TOKENS_PER_MESSAGE: Final = 8
"""What chat templates put around each message."""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text takes for any model; errs on the high side."""
    return math.ceil(len(text.encode(errors="replace")) / BYTES_PER_TOKEN)


def tokens_of(messages: Sequence[Message]) -> int:
    """About how many tokens a conversation takes."""
    return sum(estimated_tokens(each.text) + _TOKENS_PER_MESSAGE for each in messages)


def fitted(messages: Sequence[Message], most_tokens: int) -> list[Message] | None:
    """The conversation without as many of its oldest turns as have to go, None when even the shortest is too long.

    System messages and the last message stay. After a gap the conversation continues with a turn of the user, as chat
    templates require.
    """
    kept = list(messages)
    while tokens_of(kept) > most_tokens:
        turns = [index for index, each in enumerate(kept[:-1]) if each.role != "system"]
        if not turns:
            return None
        del kept[turns[0]]
        while (index := turns[0]) < len(kept) - 1 and kept[index].role == "assistant":
            del kept[index]
    return kept
