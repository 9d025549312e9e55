"""What bounds the overall score of an answer, and when there is none. Bounds never touch a criterion's own level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.relevance import RelevanceState
from interview_cli.scoring.rubric import Rubric
from interview_cli.scoring.sheet import Sheet

SOMETHING_ELSE: Final = 25.0
"""The most an answer about something else can reach (chosen: under every recommendation to hire)."""

TURNED_AROUND: Final = 25.0
"""The most an answer can reach that says more key points the other way round than right (chosen)."""

HARDLY_RIGHT: Final = 39.0
"""The most an answer can reach with hardly a key point right: NO_HIRE."""

NONE_RIGHT: Final = 30.0
"""The most an answer can reach that names terms and explains none (chosen: less than one key point right earns)."""

UNFOUND_SHARE: Final = 0.5
"""With so many of its key points not found, none right and none wrong, an explanation may say them in words that the
rules do not know, or something else (chosen)."""

HARDLY: Final = 0.2


def bounded(
    sheet: Sheet, scores: Sequence[CriterionScore], overall: float | None, rubric: Rubric
) -> tuple[float | None, str | None, str | None]:
    """The overall score within its bounds, the sentence about the bound that counts, and why there is no score."""
    reason = _not_scored(sheet, scores, rubric)
    if reason or overall is None:
        return None, None, reason or "Nothing in it could be judged."
    bounds = (
        [(SOMETHING_ELSE, "It seems to be about something else than what was asked")] if _elsewhere(sheet) else []
    )
    if any(score.criterion == "correctness" and score.score is not None for score in scores):
        bounds += _of_knowledge(sheet)
    bounds = [bound for bound in bounds if bound[0] < overall]
    if not bounds:
        return overall, None, None
    most, why = min(bounds)
    return most, f"{why}, which limits the overall score to {most:g}.", None


def _not_scored(sheet: Sheet, scores: Sequence[CriterionScore], rubric: Rubric) -> str | None:
    """Why manner alone must not make a number."""
    asks_for_knowledge = any(criterion.name == "correctness" for criterion in rubric.criteria)
    if not asks_for_knowledge:
        return None
    if any(score.criterion == "correctness" and score.score is not None for score in scores):
        return _OTHER_WORDS if _may_be_other_words(sheet) else None
    if sheet.is_follow_up:
        return "No overall score: the answer to a follow-up is scored together with its main question."
    if not sheet.points:
        return "No overall score: the question has no key points, so whether the answer is right was not judged."
    return "No overall score: whether the key points are there, the rules cannot tell."


_OTHER_WORDS: Final = (
    "No overall score: I found few of the key points in words that I know, and it explains something; whether it "
    "says them in other words, the rules cannot tell."
)


def _may_be_other_words(sheet: Sheet) -> bool:
    """Whether an answer explains something, and neither says nor contradicts any key point as far as words tell."""
    if sheet.in_state(PointState.RIGHT) or sheet.in_state(PointState.WRONG) or _elsewhere(sheet):
        return False
    unfound = len(sheet.in_state(PointState.NOT_SAID)) + len(sheet.in_state(PointState.CANNOT_TELL))
    return unfound >= UNFOUND_SHARE * len(sheet.points) and bool(sheet.depth) and not sheet.is_short


def _elsewhere(sheet: Sheet) -> bool:
    return sheet.relevance is not None and sheet.relevance.state is RelevanceState.ABOUT_SOMETHING_ELSE


def _of_knowledge(sheet: Sheet) -> list[tuple[float, str]]:
    right, wrong = len(sheet.in_state(PointState.RIGHT)), len(sheet.in_state(PointState.WRONG))
    if wrong > right:
        return [(TURNED_AROUND, "More key points are said the other way round than right")]
    if sheet.said_share < HARDLY:
        return [(HARDLY_RIGHT, "I found hardly a key point in it")]
    return [] if right else [(NONE_RIGHT, "Key points are named and none is explained")]
