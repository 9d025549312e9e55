"""What bounds the overall score of an answer, and when there is none. Bounds never touch a criterion's own level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.answering import dodged, not_given, shifted, summed_up
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.rubric import Rubric
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.wording import quoted

SOMETHING_ELSE: Final = 25.0
"""The most an answer about something else can reach (chosen: under every recommendation to hire)."""

TURNED_AROUND: Final = 25.0
"""The most an answer can reach that says more key points the other way round than right (chosen)."""

PARTLY_TURNED: Final = 59.0
"""The most an answer can reach of whose key points many are said the other way round: LEAN_NO_HIRE."""

WRONG_WEIGHS: Final = 2
"""One key point said the other way round stands against so many right ones (chosen)."""

HARDLY_RIGHT: Final = 39.0
"""The most an answer can reach with hardly a key point right: NO_HIRE."""

NONE_RIGHT: Final = 30.0
"""The most an answer can reach that names terms and explains none (chosen: less than one key point right earns)."""

NOT_SURELY_RIGHT: Final = 79.0
"""The most an answer can reach of whose key points some are wrong or doubtful or most not surely right: HIRE."""

NAMED_ONLY: Final = 0.5
"""With less than this share of the key points said even if all that cannot be told were, and none clearly said,
an answer only names them (chosen)."""

ONLY_DODGED: Final = 30.0
"""The most an answer can reach that speaks around the question and gives nothing else: NO_HIRE (chosen)."""

NOT_GIVEN: Final = 39.0
"""The most an answer can reach without the amount, time or person that was asked for: NO_HIRE (chosen)."""

SHIFTED: Final = 49.0
"""The most an answer can reach that lays on others what went wrong, or keeps it quiet: LEAN_NO_HIRE (chosen)."""

NO_OWN_ACT: Final = 49.0
"""The most a story can reach in which nothing is found that the candidate did: LEAN_NO_HIRE."""

NO_STORY: Final = 39.0
"""The most an answer can reach in which no part of the story asked for is found, and few details: NO_HIRE."""

FEW_DETAILS: Final = 3.0
"""Under these points for details an answer tells nothing that could be a story (chosen)."""

NOTHING_CHECKABLE: Final = 39.0
"""The most an answer about oneself can reach without a single detail or thing that one does: NO_HIRE."""

FEW_CRITERIA: Final = 3
"""Rubrics of so few criteria rest on details: those for facts about oneself and for openings."""

HARDLY: Final = 0.2

_NO_OWN_ACT: Final = "I found no deed that is clearly your own"


def bounded(
    sheet: Sheet, scores: Sequence[CriterionScore], overall: float | None, rubric: Rubric
) -> tuple[float | None, str | None, str | None]:
    """The overall score within its bounds, the sentence about the bound that counts, and why there is no score.

    What an answer lacks or does instead is said even where its criteria leave it a lower score than the bound.
    """
    reason = _not_scored(sheet, scores, rubric)
    if reason or overall is None:
        return None, None, reason or "Nothing in it could be judged."
    bounds = (
        [(SOMETHING_ELSE, "It seems to be about something else than what was asked")] if sheet.is_elsewhere else []
    )
    if around := dodged(sheet):
        why = f"As I read it, it speaks around the question ({quoted(sheet.reading, around[0])})"
        bounds.append((ONLY_DODGED, why))
    if away := shifted(sheet):
        why = f"As I read it, it lays what went wrong on others or keeps it quiet ({quoted(sheet.reading, away[0])})"
        bounds.append((SHIFTED, why))
    levels = {score.criterion: score.score for score in scores}
    if "structure" in levels and levels["structure"] is None and (levels.get("specificity") or 0.0) < FEW_DETAILS:
        bounds.append((NO_STORY, "I found no part of a story in it"))
    if "ownership" in levels and not sheet.own and not sheet.may_have_acted:
        bounds.append((NO_OWN_ACT, _NO_OWN_ACT))
    if "ownership" in levels and (often := summed_up(sheet)):
        why = f"I found what you have done many times ({quoted(sheet.reading, often[0])}) and no single occasion"
        bounds.append((NO_OWN_ACT, why))
    if kind := not_given(sheet):
        bounds.append((NOT_GIVEN, f"I did not find {kind} in it, which the question asks for"))
    nothing_told = sheet.cliches or not (sheet.doings or sheet.told)
    if levels.get("specificity") == 0 and len(levels) <= FEW_CRITERIA and not sheet.is_follow_up and nothing_told:
        bounds.append((NOTHING_CHECKABLE, "I found hardly a detail in it that could be checked"))
    lacking = min(bounds, default=None)
    if _is_correctness_scored(scores):
        bounds += _of_knowledge(sheet)
    bounds = [bound for bound in bounds if bound[0] < overall]
    if not bounds:
        return overall, f"{lacking[1]}." if lacking else None, None
    most, why = min(bounds)
    return most, f"{why}, which limits the overall score to {most:g}.", None


def _not_scored(sheet: Sheet, scores: Sequence[CriterionScore], rubric: Rubric) -> str | None:
    """Why manner alone must not make a number."""
    if sheet.is_small_talk:
        return "No overall score: a question that only opens or closes the interview has no better or worse answer."
    if rubric.name == "opener" and _cannot_tell_relevance(scores):
        return _ONLY_MANNER
    asks_for_knowledge = any(criterion.name == "correctness" for criterion in rubric.criteria)
    if not asks_for_knowledge:
        return None
    if sheet.may_be_other_words:
        return _OTHER_WORDS
    if _is_correctness_scored(scores):
        return None
    if sheet.is_follow_up:
        return "No overall score: the answer to a follow-up is scored together with its main question."
    if not sheet.points:
        return "No overall score: the question has no key points, so whether the answer is right was not judged."
    return "No overall score: whether the key points are there, the rules cannot tell."


_OTHER_WORDS: Final = (
    "No overall score: I found few of the key points in words that I know. It explains something, and the rules "
    "cannot tell whether it says them in other words."
)


_ONLY_MANNER: Final = (
    "No overall score: whether this answers the question, the rules cannot tell, and how it is told is not enough "
    "for a score."
)


def _cannot_tell_relevance(scores: Sequence[CriterionScore]) -> bool:
    return any(score.criterion == "relevance" and score.state == "cannot_tell" for score in scores)


def _is_correctness_scored(scores: Sequence[CriterionScore]) -> bool:
    return any(score.criterion == "correctness" and score.score is not None for score in scores)


def _of_knowledge(sheet: Sheet) -> list[tuple[float, str]]:
    """Bounds rest on what is surely not said, only named or said wrongly, the last on what is not surely right."""
    right, wrong = len(sheet.in_state(PointState.RIGHT)), len(sheet.in_state(PointState.WRONG))
    if wrong > right:
        return [(TURNED_AROUND, "As I read it, more key points are said the other way round than right")]
    if WRONG_WEIGHS * wrong >= right > 0 and wrong:
        return [(PARTLY_TURNED, "As I read it, key points are said the other way round")]
    if sheet.sayable_share < HARDLY:
        return [(HARDLY_RIGHT, "I found hardly a key point in it")]
    if sheet.is_list or (not right and sheet.sayable_share < NAMED_ONLY):
        return [(NONE_RIGHT, "I found key points mentioned and none clearly said")]
    if wrong:
        return [(NOT_SURELY_RIGHT, "As I read it, a key point is said the other way round")]
    if sheet.is_surely_right:
        return []
    if any(point.doubtful for point in sheet.points):
        return [(NOT_SURELY_RIGHT, "I cannot tell whether every key point is right")]
    return [(NOT_SURELY_RIGHT, "I am sure of less than half of the key points")]
