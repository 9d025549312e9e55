"""Two attempts at one question: did the answer get better?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.delivery.contract import delivery_to_json
from interview_cli.errors import InputError
from interview_cli.interview.checklist import ABSENT, checklist
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
    CriterionScore,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Exchange,
    Session,
)
from interview_cli.interview.spoken import Delivery
from interview_cli.learning.wordings import Alignment, Piece, align

if TYPE_CHECKING:
    from interview_cli.contracts import learning as contract

RULES: Final = "rules"

RULES_SPREAD: Final = 4.0
"""Points of 100. Of 105 rewordings of one answer, 96 moved the rules' score by at most this: docs/trust.md."""

CRITERION_SPREAD: Final = 1.0
"""Points of a criterion by which two judgements of one answer may differ when no spread was measured (chosen: one
level of its anchors)."""

SAME_QUOTE_FROM: Final = 0.6
"""A quote is the same evidence as before when this share of its words was kept (chosen)."""

DELIVERY_MEASURES: Final[Mapping[str, str]] = {
    "word_count": "Words",
    "speaking_seconds": "Seconds of speaking",
    "words_per_minute": "Words a minute",
    "filler_count": "Fillers",
    "fillers_per_100_words": "Fillers per 100 words",
    "hedge_count": "Hedges",
    "repeat_count": "Repeats",
    "long_pauses": "Long pauses",
    "longest_pause_s": "Longest pause, seconds",
    "response_latency_s": "Seconds to first word",
}
"""What is compared of how two answers were said, and shown as progress: each name with what people read."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after. `change` is None where the two cannot be compared.

    `real` is set when the change is larger than two judgements of one answer may differ by.
    """

    before: float | None
    after: float | None
    change: float | None
    real: bool


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion before and after, with the quotes that carry it now and did not before, and the other way round.

    What a judge quotes for a score of 0 carries nothing.
    """

    score: Change
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPointChange:
    """Key points that are covered now, no longer, and neither before nor now.

    What the rules cannot tell counts only when the candidate ticked it.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two attempts at one question, numbered from 1 in the order they were made.

    `note` says in a sentence why scores were not compared, or that nothing has really changed; None otherwise.
    """

    before_number: int
    after_number: int
    pieces: tuple[Piece, ...]
    overall: Change
    criteria: dict[str, CriterionChange]
    key_points: KeyPointChange
    delivery: dict[str, tuple[float | None, float | None]]
    note: str | None

    @property
    def verdict(self) -> str:
        """Whether the answer scored higher, in a sentence; the answer itself may be better where the judge is not."""
        way = "higher" if (self.overall.change or 0.0) > 0 else "lower"
        return self.note or f"Scored {way}, by more than the judge's own spread."


def compare(asked: AskedQuestion, attempts: Sequence[Attempt], before: int, after: int) -> Comparison:
    """Compare the attempts numbered `before` and `after`, from 1. Raises InputError when one does not exist."""
    one, two = attempt_numbered(attempts, before), attempt_numbered(attempts, after)
    alignment = align(one.answer.text, two.answer.text)
    why_not = _why_not_compared(one.evaluation, two.evaluation)
    overall = _overall(one.evaluation, two.evaluation, comparable=why_not is None)
    return Comparison(
        before_number=before,
        after_number=after,
        pieces=alignment.pieces,
        overall=overall,
        criteria=_criteria(one.evaluation, two.evaluation, alignment, comparable=why_not is None),
        key_points=_key_points(asked, one, two),
        delivery=_delivery(one.delivery, two.delivery),
        note=why_not or (None if overall.real or overall.change is None else "No real change."),
    )


def attempt_numbered(attempts: Sequence[Attempt], number: int) -> Attempt:
    """The attempt with this number, from 1. Raises InputError when there is none."""
    if not 1 <= number <= len(attempts):
        raise InputError(
            f"There is no attempt {number} at this question: it has {len(attempts)}.",
            "Make another: interview retry ID N" if len(attempts) < 2 else "",
        )
    return attempts[number - 1]


class Best(NamedTuple):
    """The attempt with the highest score, numbered from 1, and that score, 0-100."""

    number: int
    score: float


def best_attempt(attempts: Sequence[Attempt]) -> Best | None:
    """The best of several attempts, of equals the first; None where none is scored.

    Only those count that may be compared with the first scored one: of the same evaluator and rubric.
    """
    best: Best | None = None
    first: Evaluator | None = None
    for number, evaluation in enumerate((each.evaluation for each in attempts), 1):
        if evaluation is None or evaluation.overall_score is None:
            continue
        who, score = evaluation.evaluator, evaluation.overall_score
        first = first or who
        if is_same_evaluator(first, who) and first.rubric_version == who.rubric_version:
            best = best if best and best.score >= score else Best(number, score)
    return best


def weakest_answer(session: Session) -> int | None:
    """The number, from 1, of the question whose first answer has the lowest score; None where none is scored."""
    scored = [
        (each.attempt.evaluation.overall_score, number)
        for number, each in enumerate(session.exchanges, 1)
        if each.attempt and each.attempt.evaluation and each.attempt.evaluation.overall_score is not None
    ]
    return min(scored)[1] if scored else None


def best_overall_score(session: Session) -> float | None:
    """The mean over the main questions of the best attempt at each, 0-100, never below the session's own score.

    None where no question was answered again, or none is scored.
    """
    main = [each.attempts for each in session.exchanges if each.asked.parent_id is None]
    if session.feedback is None or not any(len(attempts) > 1 for attempts in main):
        return None
    scores = [best.score for attempts in main if (best := best_attempt(attempts))]
    return round(max(fmean(scores), session.feedback.overall_score or 0.0), 1) if scores else None


def delivery_values(delivery: Delivery | None) -> dict[str, float | None]:
    """The figures of a delivery by the names of `DELIVERY_MEASURES`; None for what was not measured."""
    if delivery is None:
        return dict.fromkeys(DELIVERY_MEASURES)
    pauses = delivery.pauses
    return {
        "word_count": delivery.word_count,
        "speaking_seconds": delivery.speaking_seconds,
        "words_per_minute": delivery.words_per_minute,
        "filler_count": delivery.filler_count,
        "fillers_per_100_words": delivery.fillers_per_100_words,
        "hedge_count": len(delivery.hedges),
        "repeat_count": len(delivery.repeats),
        "long_pauses": pauses.long_count if pauses else None,
        "longest_pause_s": pauses.longest_s if pauses else None,
        "response_latency_s": delivery.response_latency_s,
    }


def is_same_evaluator(one: Evaluator, other: Evaluator) -> bool:
    """Whether scores of the two may be compared: the same judge with the same prompt, whatever the rubric's type."""
    return (one.kind, one.name, one.prompt_version) == (other.kind, other.name, other.prompt_version)


def evaluator_name(evaluator: Evaluator) -> str:
    """How an evaluator is called on screen: `rules`, or its kind and name."""
    return evaluator.name if evaluator.name == evaluator.kind else f"{evaluator.kind}:{evaluator.name}"


def spread_of(scores: Sequence[CriterionScore]) -> dict[str, float]:
    """How far two judgements of one answer may lie apart, for each scored criterion, in its points."""
    return {
        score.criterion: CRITERION_SPREAD if score.spread is None else score.spread
        for score in scores
        if score.score is not None
    }


def overall_spread(evaluation: Evaluation) -> float:
    """The same for the overall score, in points of 100.

    The rules' was measured. That of a model follows from the spreads of its criteria, taken as independent and
    equally weighted.
    """
    if evaluation.evaluator.kind == RULES:
        return RULES_SPREAD
    shares = [
        (CRITERION_SPREAD if score.spread is None else score.spread) / score.max
        for score in evaluation.scores
        if score.score is not None
    ]
    return 100 * math.hypot(*shares) / len(shares) if shares else 100.0


def _why_not_compared(before: Evaluation | None, after: Evaluation | None) -> str | None:
    for which, evaluation in (("earlier", before), ("later", after)):
        if evaluation is None:
            return f"The {which} answer has not been judged yet."
        if evaluation.status is EvaluationStatus.NOT_SCORED:
            return f"The {which} answer could not be scored: {evaluation.fallback_reason}"
        if evaluation.status is not EvaluationStatus.SCORED:
            return f"The {which} answer holds too little to be scored."
    assert before is not None
    assert after is not None
    if not is_same_evaluator(before.evaluator, after.evaluator):
        names = " and ".join(evaluator_name(each.evaluator) for each in (before, after))
        return f"The scores are not compared: different evaluators gave them ({names})."
    if before.evaluator.rubric_version != after.evaluator.rubric_version:
        return "The scores are not compared: the rubric has changed since."
    return None


def _overall(before: Evaluation | None, after: Evaluation | None, *, comparable: bool) -> Change:
    scores = [each.overall_score if each else None for each in (before, after)]
    spread = max(overall_spread(each) for each in (before, after) if each) if comparable else 0.0
    return _change(scores[0], scores[1], spread, comparable=comparable)


def _change(before: float | None, after: float | None, spread: float, *, comparable: bool) -> Change:
    if not comparable or before is None or after is None:
        return Change(before, after, None, real=False)
    change = round(after - before, 2)
    return Change(before, after, change, real=abs(change) > spread)


def _criteria(
    before: Evaluation | None, after: Evaluation | None, alignment: Alignment, *, comparable: bool
) -> dict[str, CriterionChange]:
    one, two = ({score.criterion: score for score in each.scores} if each else {} for each in (before, after))
    spreads = [spread_of(tuple(each.values())) for each in (one, two)]
    found = {}
    for name in dict.fromkeys((*one, *two)):
        earlier, later = one.get(name), two.get(name)
        spread = max((each.get(name, 0.0) for each in spreads), default=0.0)
        scores = [each.score if each else None for each in (earlier, later)]
        found[name] = CriterionChange(
            _change(scores[0], scores[1], spread, comparable=comparable),
            gained=tuple(
                each.quote
                for each in (later.evidence if later and later.score else ())
                if alignment.kept_share_after(each.start, each.end) < SAME_QUOTE_FROM
            ),
            lost=tuple(
                each.quote
                for each in (earlier.evidence if earlier and earlier.score else ())
                if alignment.kept_share_before(each.start, each.end) < SAME_QUOTE_FROM
            ),
        )
    return found


def _key_points(asked: AskedQuestion, before: Attempt, after: Attempt) -> KeyPointChange:
    one, two = (
        {each.key_point.point: each for each in checklist(Exchange(asked, (each,)))} for each in (before, after)
    )
    covered = [{point for point, item in each.items() if item.ticked} for each in (one, two)]
    absent = {
        point for point, item in two.items() if not item.ticked and (item.is_own or item.key_point.state in ABSENT)
    }
    return KeyPointChange(
        gained=tuple(point for point in two if point in covered[1] - covered[0] and point in one),
        lost=tuple(point for point in one if point in covered[0] - covered[1] and point in two),
        missing=tuple(point for point in two if point in absent and point not in covered[0]),
    )


def _delivery(before: Delivery | None, after: Delivery | None) -> dict[str, tuple[float | None, float | None]]:
    one, two = delivery_values(before), delivery_values(after)
    return {name: (one[name], two[name]) for name in DELIVERY_MEASURES}


def comparison_to_json(
    asked: AskedQuestion, attempts: Sequence[Attempt], comparison: Comparison
) -> contract.Comparison:
    """The object of `compare --json`. `question` is the wording put to the candidate."""
    numbers = (comparison.before_number, comparison.after_number)
    overall = comparison.overall
    return {
        "question": asked.text,
        "question_id": asked.question.id,
        "attempts": [attempt_to_json(number, attempts[number - 1]) for number in dict.fromkeys(numbers)],
        "compared": {
            "before": comparison.before_number,
            "after": comparison.after_number,
            "overall": {
                "before": overall.before,
                "after": overall.after,
                "change": overall.change,
                "real": overall.real,
            },
            "criteria": {
                name: {
                    "before": each.score.before,
                    "after": each.score.after,
                    "real": each.score.real,
                    "gained": list(each.gained),
                    "lost": list(each.lost),
                }
                for name, each in comparison.criteria.items()
            },
            "key_points": {
                "gained": list(comparison.key_points.gained),
                "lost": list(comparison.key_points.lost),
                "missing": list(comparison.key_points.missing),
            },
            "delivery": {
                name: {"before": _rounded(before), "after": _rounded(after)}
                for name, (before, after) in comparison.delivery.items()
            },
            "text": [{"change": piece.change.value, "text": piece.text} for piece in comparison.pieces],
            "note": comparison.note,
        },
    }


def attempt_to_json(number: int, attempt: Attempt) -> contract.ComparedAttempt:
    """One attempt, numbered from 1."""
    evaluation = attempt.evaluation
    return {
        "number": number,
        "answered_at": attempt.answer.ended_at.isoformat(),
        "answer": attempt.answer.text,
        "recording": attempt.answer.audio_path,
        "overall_score": evaluation.overall_score if evaluation else None,
        "scores": {score.criterion: score.score for score in evaluation.scores} if evaluation else {},
        "delivery": delivery_to_json(attempt.delivery) if attempt.delivery else None,
        "evaluator": evaluator_name(evaluation.evaluator) if evaluation else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
