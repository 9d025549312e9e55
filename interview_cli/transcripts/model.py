"""What a transcript is, whatever format it came in.

All values are immutable. Times in `*_s` are seconds from the start of the recording, except the word times of a
`QuestionAnswer`, which count from the start of the answer as `delivery` expects them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from interview_cli.interview.model import InterviewType
from interview_cli.interview.spoken import Word

MAX_QUOTED: Final = 4
MAX_QUOTED_CHARACTERS: Final = 60
"""Texts that a note quotes, and how much of each (chosen)."""

_NOT_IN_ID: Final = re.compile(r"[\s\x00-\x1f]+")


class Role(StrEnum):
    """A speaker's role in the interview. `OTHER` speaks without taking part: note takers, recording notices."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Turn:
    """A piece of speech as the source delivers it: a cue, a segment, a paragraph.

    `speaker_label` is the name the source gives the speaker, None when it gives none. `words` are present only when
    the source times every word.
    """

    speaker_label: str | None
    role: Role
    text: str
    start_s: float | None = None
    end_s: float | None = None
    words: tuple[Word, ...] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How certain it is that a transcript was read as its author meant it.

    `confidence` runs from 0 to 1. `notes` are sentences for the person who checks the reading: what was
    unclear and what was assumed.
    """

    confidence: float = 1.0
    notes: tuple[str, ...] = ()

    def and_(self, other: Reading) -> Reading:
        """Both as one: the lower confidence and all notes."""
        return Reading(min(self.confidence, other.confidence), self.notes + other.notes)


def quoted(texts: Iterable[str]) -> str:
    """The first of some texts in quotes, shortened, for a note of a reading."""
    return ", ".join(repr(text[:MAX_QUOTED_CHARACTERS]) for text in islice(texts, MAX_QUOTED))


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview. `source` is the file it came from.

    `paired` means that the turns are exactly a question, its answer, a question, its answer, …, as in a table of
    pairs; they are then used word for word. `type`, `role` (the job) and `candidate` are what the source says.
    `reading` says how certain the division into speakers and turns is.
    """

    id: str
    source: str
    turns: tuple[Turn, ...]
    type: InterviewType | None = None
    role: str | None = None
    candidate: str | None = None
    paired: bool = False
    reading: Reading = Reading()


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question and everything the candidate said in reply.

    `words` are the answer's words with times from the answer's start, None unless every word has a time.
    `start_s` and `end_s` locate the answer in the recording; `response_latency_s` is how long the candidate was
    silent before it (0 when they started before the question ended); None when the source has no times.
    `question` is empty when a recording holds only the candidate.
    """

    question: str
    answer: str
    words: tuple[Word, ...] | None = None
    start_s: float | None = None
    end_s: float | None = None
    response_latency_s: float | None = None


def id_from(source: str) -> str:
    """The id of a transcript that has none: the file's name without folder and extension."""
    return _NOT_IN_ID.sub("-", PurePosixPath(source.replace("\\", "/")).stem).strip("-") or "stdin"
