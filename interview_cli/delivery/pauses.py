"""Word times: speaking time, pauses, and when a span of text was spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from interview_cli.delivery.tokens import Tokens, tokenize
from interview_cli.interview.model import Pauses, Word

MIN_PAUSE_S: Final = 0.25
"""Shorter gaps are articulation, not pauses (Goldman-Eisler 1968; 0.25 s is the customary floor)."""

LONG_PAUSE_S: Final = 2.0
"""From here on a listener takes notice."""

_LOOK_AHEAD_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Timing:
    """What word times tell. `first_word_s` counts from the start of the answer."""

    speaking_s: float
    first_word_s: float
    pauses: Pauses


def measure_timing(words: Sequence[Word]) -> Timing | None:
    """Speaking time (first word's start to last word's end) and pauses, or None without usable times."""
    timed = sorted((float(w.start_s), float(w.end_s)) for w in words if _usable(w))
    if not timed:
        return None
    first_start, latest_end = timed[0]
    gaps: list[float] = []
    for start, end in timed[1:]:
        # Rounding keeps a gap of 2.25 - 2.0 s, stored in binary, a pause of 0.25 s.
        gap = round(start - latest_end, 6)
        if gap >= MIN_PAUSE_S:
            gaps.append(gap)
        latest_end = max(latest_end, end)
    pauses = Pauses(
        count=len(gaps),
        long_count=sum(gap >= LONG_PAUSE_S for gap in gaps),
        longest_s=max(gaps, default=0.0),
        total_s=sum(gaps),
    )
    return Timing(latest_end - first_start, first_start, pauses)


def align(tokens: Tokens, words: Sequence[Word]) -> list[Word | None]:
    """The timed word each word of the text belongs to, None where the two disagree.

    Both run in the same order; where they differ, the nearest agreement within a few words is taken, so the
    cost stays linear.
    """
    spoken = [(piece, word) for word in words if _usable(word) for piece in tokenize(word.text).words]
    aligned: list[Word | None] = [None] * len(tokens.words)
    text_index = spoken_index = 0
    while text_index < len(tokens.words) and spoken_index < len(spoken):
        if tokens.words[text_index] == spoken[spoken_index][0]:
            aligned[text_index] = spoken[spoken_index][1]
            text_index += 1
            spoken_index += 1
            continue
        skip_text, skip_spoken = _nearest_agreement(tokens.words, text_index, spoken, spoken_index)
        text_index += skip_text
        spoken_index += skip_spoken
    return aligned


def _nearest_agreement(
    text_words: list[str], text_index: int, spoken: list[tuple[str, Word]], spoken_index: int
) -> tuple[int, int]:
    """How many words to skip on either side until both agree again; one on each side if they don't soon."""
    for distance in range(1, _LOOK_AHEAD_WORDS + 1):
        for skip_text in range(distance + 1):
            skip_spoken = distance - skip_text
            in_range = text_index + skip_text < len(text_words) and spoken_index + skip_spoken < len(spoken)
            if in_range and text_words[text_index + skip_text] == spoken[spoken_index + skip_spoken][0]:
                return skip_text, skip_spoken
    return 1, 1


def _usable(word: Word) -> bool:
    return isfinite(word.start_s) and isfinite(word.end_s) and 0 <= word.start_s <= word.end_s
