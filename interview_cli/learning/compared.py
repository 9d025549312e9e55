"""Two attempts at one question: did the answer get better?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from interview_cli.interview.checklist import ABSENT, checklist
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
    CriterionScore,
    Evaluation,
    EvaluationStatus,
    Exchange,
)
from interview_cli.interview.spoken import Delivery
from interview_cli.learning.attempts import attempt_numbered, evaluator_name, is_same_evaluator
from interview_cli.learning.wordings import Alignment, Piece, align

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
            return f"The {which} answer could not be scored: {evaluation.fallback_reason or evaluation.not_scored}"
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
