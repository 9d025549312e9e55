"""Rolling captions: each cue repeats the end of the one before it, or all of it, and adds a few words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

MIN_ROLLING_SHARE: Final = 0.5
"""Of neighbouring cues that must overlap by two words or more before repeats are taken for rolling.

Speakers repeat themselves; whole files that do are made so by the captioner.
"""
_MIN_CUES: Final = 3


def unroll(texts: Sequence[str]) -> list[str]:
    """The text each cue adds to the one before it ("" when it adds nothing); unchanged when nothing rolls.

    The cost is linear in the number of words.
    """
    likely = sum(_may_overlap(before, text) for before, text in pairwise(texts))
    if len(texts) < _MIN_CUES or likely < MIN_ROLLING_SHARE * (len(texts) - 1):
        return list(texts)
    split = [text.split() for text in texts]
    plain = [[_plain(word) for word in words] for words in split]
    overlaps = [0] + [_overlap(before, words) for before, words in pairwise(plain)]
    if sum(overlap > 1 for overlap in overlaps) < MIN_ROLLING_SHARE * (len(texts) - 1):
        return list(texts)
    return [" ".join(words[overlap:]) for words, overlap in zip(split, overlaps, strict=True)]


def _may_overlap(before: str, text: str) -> bool:
    """A cheap sieve: whether the first two words of a cue stand anywhere in the one before."""
    first_two = " ".join(text[:80].split(maxsplit=2)[:2])
    return bool(first_two) and first_two in before


def _plain(word: str) -> str:
    return word.strip(".,;:!?…\"'").casefold()


def _overlap(before: list[str], words: list[str]) -> int:
    """How many words at the end of `before` are the first ones of `words` (Knuth–Morris–Pratt's failure function)."""
    borders = [0] * len(words)
    matched = 0
    for index in range(1, len(words)):
        while matched and words[index] != words[matched]:
            matched = borders[matched - 1]
        matched += words[index] == words[matched]
        borders[index] = matched
    matched = 0
    for word in before[-len(words) :] if words else ():
        while matched and word != words[matched]:
            matched = borders[matched - 1]
        matched += word == words[matched]
    return matched
