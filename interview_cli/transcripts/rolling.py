"""Rolling captions: each cue repeats the end of the previous one, or all of it, and adds a few words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

MIN_ROLLING_SHARE: Final = 0.5
"""Share of the cues with new words that must also repeat for the captions to be rolling (chosen).

Speakers repeat themselves sometimes; throughout a file, only captioning tools do.
"""
MIN_ROLLING_CUES: Final = 3
"""The minimum number of such cues (chosen): speakers occasionally repeat their last words."""

MAX_CUE_WORDS: Final = 60
"""Far more words than are shown at once (chosen)."""


def unroll(texts: Sequence[str]) -> list[str]:
    """The text each cue adds to the one before it ("" when it adds nothing); unchanged when nothing rolls.

    If at least half of the cues repeat the one before and others follow, as when each word is highlighted in turn,
    repeats count once. A cue rolls when it repeats at least two different words and adds others. One that only
    repeats is ambiguous: "No. No. No." looks the same as a caption shown three times, and is kept unless others roll.
    The cost is linear in the number of words.
    """
    again = sum(before == text != "" for before, text in pairwise(texts))
    if again >= max(MIN_ROLLING_CUES, MIN_ROLLING_SHARE * (len(texts) - 1)) and len(set(texts)) >= MIN_ROLLING_CUES:
        return [text if text != before else "" for before, text in pairwise(["", *texts])]
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
    """A cheap filter: whether the first two words of a cue occur in the previous one."""
    first_two = " ".join(text[:80].split(maxsplit=2)[:2])
    return bool(first_two) and first_two.casefold() in before.casefold()


def _plain(word: str) -> str:
    return word.strip(".,;:!?…\"'").casefold()


def _overlap(before: list[str], words: list[str]) -> int:
    """How many words at the end of `before` are also the first of `words`, at most those of one cue."""
    most = min(len(before), len(words), MAX_CUE_WORDS)
    return next((count for count in range(most, 0, -1) if before[-count:] == words[:count]), 0)
