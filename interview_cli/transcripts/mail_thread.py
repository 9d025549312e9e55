"""An interview by e-mail: each message begins with `From: Jane Doe <jane@example.org>` and lines like it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

MIN_MESSAGES: Final = 2
_MAX_HEAD_CHARACTERS: Final = 300

_FROM: Final = re.compile(
    r"\s*>*\s*\**From:\**\s+\"?(?P<name>[^\s\"<>][^\"<>\n]{0,79}?)\"?\s*(?:<[^<>\n]{0,200}>)?\s*"
)
_BESIDE: Final = re.compile(r"\s*>*\s*\**(?:To|Cc|Bcc|Subject|Date|Sent|Reply-To):", re.IGNORECASE)


def with_senders_as_labels(lines: list[str]) -> list[str]:
    """The lines of a text with the head of each message replaced by a label, `Jane Doe:`; other text as it is."""
    if sum("From:" in line[:10] for line in lines) < MIN_MESSAGES:
        return lines
    heads = {
        index: sender
        for index, (line, after) in enumerate(pairwise(lines))
        if (sender := _sender(line)) and _is_beside(after)
    }
    if len(heads) < MIN_MESSAGES:
        return lines
    kept: list[str] = []
    in_head = False
    for index, line in enumerate(lines):
        in_head = index in heads or (in_head and _is_beside(line))
        if index in heads:
            kept.append(f"{heads[index]}:")
        elif not in_head:
            kept.append(line)
    return kept


def _sender(line: str) -> str | None:
    if "From:" not in line[:10] or len(line) > _MAX_HEAD_CHARACTERS:
        return None
    match = _FROM.fullmatch(line)
    return match["name"] if match else None


def _is_beside(line: str) -> bool:
    return _BESIDE.match(line[:_MAX_HEAD_CHARACTERS]) is not None
