"""How well an answer can be followed, as far as that is measured: lengths, padding, repetition, fillers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from interview_cli.scoring.findings import Finding
from interview_cli.scoring.reading import Reading

SHORT_WORDS: Final = 40
"""Under this many words there is more to say (chosen)."""

LONG_WORDS: Final = 400
"""Over this many words (some three minutes of speech) an interviewer stops listening (chosen)."""

LONG_SENTENCE_WORDS: Final = 32
"""Sentences longer than this on average are hard to follow by ear (chosen)."""

PADDED_SHARE: Final = 0.06
"""From this share of padding words on, an answer is padded (chosen)."""

REPEATED_SHARE: Final = 0.25
"""From this share of three-word runs said before, an answer repeats itself (chosen)."""


@dataclass(frozen=True)
class Clarity:
    """The words of an answer and those that pad it; `quotes` are the first of these as they were said."""

    reading: Reading
    padding: Sequence[Finding]
    quotes: Sequence[str]

    @cached_property
    def padding_share(self) -> float:
        """The share of words that pad, 0–1."""
        return sum(each.last - each.first for each in self.padding) / max(1, len(self.reading.words))

    @property
    def fillers_per_100_words(self) -> float:
        """Fillers, which are not judged, for 100 words of the answer and its fillers."""
        fillers = self.reading.judged.fillers
        return 100 * fillers / max(1, fillers + len(self.reading.words))

    @property
    def mean_sentence_words(self) -> float | None:
        """Mean words a sentence; None where sentences have no marked ends."""
        reading = self.reading
        return len(reading.words) / reading.sentences if reading.punctuated and reading.sentences else None

    @cached_property
    def faults(self) -> tuple[str, ...]:
        """What was measured that makes an answer hard to follow, in words; nothing where it is short."""
        if len(self.reading.words) < SHORT_WORDS:
            return ()
        faults = []
        mean = self.mean_sentence_words
        if mean is not None and mean > LONG_SENTENCE_WORDS:
            faults.append(f"sentences of {mean:.0f} words on average")
        if self.padding_share > PADDED_SHARE and len(self.padding) >= 3:
            faults.append(f"padding ({', '.join(dict.fromkeys(self.quotes))})")
        repeated = _repetition(self.reading.words)
        if repeated > REPEATED_SHARE:
            faults.append("the same words again and again")
        if len(self.reading.words) > LONG_WORDS:
            faults.append(f"its length of {len(self.reading.words)} words")
        return tuple(faults)


def _repetition(words: list[str]) -> float:
    """Share of three-word runs that were said before, 0–1."""
    runs = len(words) - 2
    return 1 - len(set(zip(words, words[1:], words[2:], strict=False))) / runs if runs > 0 else 0.0
