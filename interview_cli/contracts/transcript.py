"""Words with times (`transcribe --json`) and our own form of a transcript."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from interview_cli.contracts.shared import Interval, InterviewType, OneOf


class Word(TypedDict):
    """A spoken word; `joined` to the word before in languages without spaces. Times in seconds."""

    text: str
    start: float
    end: float
    probability: NotRequired[float | None]
    joined: NotRequired[bool]


class HeardAnswer(TypedDict):
    """What was heard of one answer, before it was corrected."""

    engine: str
    language: str | None
    duration_s: float
    words: list[Word]


class Transcription(HeardAnswer):
    """A recording in words. `vocalisations` are likely ums, `unclear` is speech that could not be made out."""

    file: NotRequired[str]
    text: str
    pauses: list[Interval]
    vocalisations: list[Interval]
    unclear: list[Interval]
    speech: list[Interval]


class Turn(TypedDict):
    """What one speaker said, with the label its source gave them. Times in seconds."""

    speaker: Annotated[str, OneOf("interviewer", "candidate", "other", "unknown")]
    label: NotRequired[str]
    text: str
    start: NotRequired[float]
    end: NotRequired[float]
    words: NotRequired[list[Word]]


class Transcript(TypedDict):
    """An interview as read. `paired` marks turns that are exactly questions and their answers."""

    id: str
    type: NotRequired[InterviewType]
    role: NotRequired[str]
    candidate: NotRequired[str]
    paired: NotRequired[bool]
    turns: list[Turn]
