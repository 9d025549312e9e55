"""How long an answer should be."""

from __future__ import annotations

from typing import Final

from interview_cli.interview.kinds import InterviewType
from interview_cli.interview.model import AskedQuestion

WORDS_PER_MINUTE: Final = 150
"""The pace at which a typed answer is taken to be spoken: the middle of the comfortable 130 to 170 (chosen)."""

TARGET_S: Final = {
    InterviewType.BEHAVIORAL: 120,
    InterviewType.HR_SCREEN: 60,
    InterviewType.TECHNICAL_VERBAL: 90,
    InterviewType.PROJECT: 150,
    InterviewType.SYSTEM_DESIGN: 300,
}
"""Seconds that an answer to a main question of each type may well take (chosen)."""

FOLLOW_UP_TARGET_S: Final = 45
"""And one to a follow-up (chosen)."""


def target_s(asked: AskedQuestion) -> int:
    """How many seconds an answer to this question may well take."""
    return TARGET_S[asked.question.type] if asked.parent_id is None else FOLLOW_UP_TARGET_S


def spoken_length_s(text: str) -> float:
    """How many seconds a typed text takes to say."""
    return 60 * len(text.split()) / WORDS_PER_MINUTE
