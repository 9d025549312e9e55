"""The kinds there are of interviews, questions, sessions and answers; what needs no more than these loads at once."""

from __future__ import annotations

from enum import StrEnum


class InterviewType(StrEnum):
    """What kind of interview is practised."""

    BEHAVIORAL = "behavioral"
    HR_SCREEN = "hr_screen"
    TECHNICAL_VERBAL = "technical_verbal"
    PROJECT = "project"
    SYSTEM_DESIGN = "system_design"
    MIXED = "mixed"

    @classmethod
    def _missing_(cls, value: object) -> InterviewType | None:
        """Accept hyphens, capitals and the short names `hr` and `technical`."""
        name = str(value).strip().lower().replace("-", "_").replace(" ", "_")
        name = {"hr": "hr_screen", "technical": "technical_verbal"}.get(name, name)
        return next((member for member in cls if member.value == name), None)


class Difficulty(StrEnum):
    """How demanding a question is."""

    WARMUP = "warmup"
    STANDARD = "standard"
    INTENSE = "intense"


class SessionStatus(StrEnum):
    """Where a session is in its life."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class Stage(StrEnum):
    """The part of an interview a question belongs to."""

    WARM_UP = "warm_up"
    CORE = "core"
    CLOSING = "closing"


class AnswerSource(StrEnum):
    """How an answer reached us; decides what can be measured about it."""

    TYPED = "typed"
    SCRIPTED = "scripted"
    SPOKEN = "spoken"
