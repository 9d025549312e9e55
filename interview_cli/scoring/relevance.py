"""stub"""

from __future__ import annotations
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from interview_cli.interview.model import Question


class RelevanceState(StrEnum):
    ABOUT_IT = "about_it"
    ABOUT_SOMETHING_ELSE = "about_something_else"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Relevance:
    state: RelevanceState
    degree: float | None
    start: int | None
    end: int | None


def judge_relevance(
    question: Question, asked: str, text: str, sentences: Sequence[tuple[int, int]], *, is_follow_up: bool = False
) -> Relevance:
    return Relevance(RelevanceState.CANNOT_TELL, None, None, None)
