"""Rolling captions: each cue repeats the end of the one before it, or all of it, and adds a few words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

MIN_ROLLING_SHARE: Final = 0.5
"""Of the cues that say something new, how many must first repeat before repeats are taken for rolling (chosen).

Speakers repeat themselves; whole files that do are made so by the captioner.
"""
MIN_ROLLING_CUES: Final = 3
"""How many such cues there must be (chosen): a speaker takes up his last words again now and then."""

MAX_CUE_WORDS: Final = 60
"""Far more than are shown at once (chosen)."""


def unroll(texts: Sequence[str]) -> list[str]:
    """The text each cue adds to the one before it ("" when it adds nothing); unchanged when nothing rolls.

    A cue rolls when it repeats two different words or more and goes on. One that only repeats tells nothing: "No. No.
    No." looks the same as a caption shown three times, and is kept unless others roll. The cost is linear in the
    number of words.
    """
    likely = sum(_may_overlap(before, text) for before, text in pairwise(texts))
    if likely < max(MIN_ROLLING_CUES, MIN_ROLLING_SHARE * (len(texts) - 1)):
        return list(texts)
    split = [text.split() for text in texts]
    plain = [[_plain(word) for word in words] for words in split]
    overlaps = [0] + [_overlap(before, words) for before, words in pairwise(plain)]
    continuing = [
        len(set(words[:overlap])) > 1
        for words, overlap in zip(plain[1:], overlaps[1:], strict=True)
        if overlap < len(words)
    ]
    if sum(continuing) < max(MIN_ROLLING_CUES, MIN_ROLLING_SHARE * len(continuing)):
        return list(texts)
    return [" ".join(words[overlap:]) for words, overlap in zip(split, overlaps, strict=True)]


def _may_overlap(before: str, text: str) -> bool:
    """A cheap sieve: whether the first two words of a cue stand anywhere in the one before."""
    first_two = " ".join(text[:80].split(maxsplit=2)[:2])
    return bool(first_two) and first_two in before


def _plain(word: str) -> str:
    return word.strip(".,;:!?…\"'").casefold()


def _overlap(before: list[str], words: list[str]) -> int:
    """How many words at the end of `before` are the first ones of `words`; more than a cue holds are not compared."""
    most = min(len(before), len(words), MAX_CUE_WORDS)
    return next((count for count in range(most, 0, -1) if before[-count:] == words[:count]), 0)
