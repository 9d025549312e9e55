"""A reply stuck in a loop: the same words, or blanks, over and over."""

from __future__ import annotations

from typing import Final

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
