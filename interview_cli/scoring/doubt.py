"""How far the words of a spoken answer can be trusted, by what the transcriber says of its own certainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interview_cli.interview.model import Answer
from interview_cli.interview.spoken import Word

DOUBTED_BELOW: Final = 0.5
"""A word with a lower probability is more likely wrong than right, by the transcriber's own account."""

DOUBTFUL_SHARE: Final = 0.2
"""From this share of doubted words on, a reader is warned (chosen)."""

UNUSABLE_SHARE: Final = 0.5
"""From this share on, nothing is scored: more than every other word is a guess (chosen)."""


def doubted_share(words: Sequence[Word] | None) -> float:
    """The share of words that the transcriber itself doubts, 0–1; 0 where it gives no probabilities."""
    known = [word.probability for word in words or () if word.probability is not None]
    return sum(1 for each in known if each < DOUBTED_BELOW) / len(known) if known else 0.0


def transcribed_words(answer: Answer) -> Sequence[Word] | None:
    """The words of an answer as they were transcribed; None when the candidate typed or corrected the text."""
    heard = answer.transcription
    return heard.words if heard and heard.text == answer.text else None


def warning(share: float) -> str | None:
    """What a reader has to know about a doubtful transcript."""
    if share < DOUBTFUL_SHARE:
        return None
    advice = "listen to the recording, or correct the text and have it judged again"
    return f"The transcript is doubtful: {share:.0%} of its words were recognised with little certainty; {advice}."


def is_unusable(share: float) -> bool:
    """Whether too few words can be trusted for a score."""
    return share >= UNUSABLE_SHARE
