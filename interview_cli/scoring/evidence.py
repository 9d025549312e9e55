"""Evidence: verbatim quotes of an answer, checked character by character."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from interview_cli.interview.model import Evidence

_APOSTROPHES = "'’"


def cut(answer: str, start: int, end: int) -> Evidence | None:
    """The evidence for a stretch of the answer without the white space around it; None when nothing is left."""
    quote = answer[start:end]
    stripped = quote.strip()
    if not stripped:
        return None
    start += quote.index(stripped) if len(stripped) < len(quote) else 0
    return Evidence(stripped, start, start + len(stripped))


def verify(answer: str, evidence: Evidence) -> bool:
    """Whether the quote stands in the answer at exactly its offsets."""
    return (
        0 <= evidence.start < evidence.end <= len(answer) and answer[evidence.start : evidence.end] == evidence.quote
    )


def locate(answer: str, quote: str) -> Evidence | None:
    """Find a quote that came from elsewhere (a model, a file) and return it as it stands in the answer.

    Case, spacing and punctuation may differ; every word must be there, in order, without gaps. None when it is not.
    """
    wanted, _ = _words(quote)
    if not wanted.strip():
        return None
    said, offsets = _words(answer)
    found = said.find(wanted)
    if found < 0:
        return None
    return cut(answer, offsets[found + 1], offsets[found + len(wanted) - 2] + 1)


@lru_cache(maxsize=32)
def _words(text: str) -> tuple[str, Sequence[int]]:
    """Letters and digits in one case with one space around each word, and the offset each character came from.

    An apostrophe inside a word is left out, so that "don’t", "don't" and "dont" are the same.
    """
    letters = [" "]
    offsets = [0]
    for offset, char in enumerate(text):
        if kept := _folded(char):
            letters.append(kept)
            offsets += (offset,) * len(kept)
        elif letters[-1] != " " and char not in _APOSTROPHES:
            letters.append(" ")
            offsets.append(offset)
    if letters[-1] != " ":
        letters.append(" ")
        offsets.append(len(text))
    return "".join(letters), offsets


@lru_cache(maxsize=1024)
def _folded(char: str) -> str:
    """The letters and digits that a character stands for, in one case."""
    return "".join(each for each in char.casefold() if each.isalnum())
