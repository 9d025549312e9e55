"""The lines of a results file: ranked, doubted, counted. Read from the ledger, one line at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from interview_cli.batch.items import LineFacts
from interview_cli.batch.ledger import Ledger, PlacedLine
from interview_cli.scoring.aggregate import LEVELS, MIN_COVERAGE

NEAR_POINTS: Final = 3.0
"""A score this close to where the recommendation changes could as well be on the other side: it is about what one
criterion of one answer moves in an interview of six questions."""

WIDE_SPREAD_POINTS: Final = 20.0
"""One level of recommendation: answers that differ by this much, on average from their mean, are inconsistent."""

FAR_POINTS: Final = 20.0
"""One level of recommendation: a model and the rules that differ by more on an answer see something else in it."""

WAVERING_POINTS: Final = 0.5
"""Of 5: a judge whose repeated scores of a criterion spread by this much gives either of two neighbouring anchors."""

SURE_READING: Final = 0.9
"""A reading below this confidence says what was unclear, and may have given a person words they did not say."""

DOUBTFUL_COVERAGE: Final = (1 + MIN_COVERAGE) / 2

NOTHING_SCORED: Final = DOUBTFUL_COVERAGE / (DOUBTFUL_COVERAGE - MIN_COVERAGE)
"""The degree of doubt of a line without a score: that of no evidence at all."""

MISREAD: Final = NOTHING_SCORED + 1
"""The degree of doubt of such a reading: more than any one reason about its score, as the score may be another's."""

BY_RANK: Final = "score IS NULL, score DESC, coverage DESC, id"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person should check a line: `degree` from 0 (hardly) to 1 and more (surely), and the reasons."""

    line: LineFacts
    degree: float
    reasons: tuple[str, ...]


def ranking(ledger: Ledger, limit: int = -1) -> Iterator[PlacedLine]:
    """The lines by score, best first; those without a score last, failed ones left out."""
    return ledger.lines(order=BY_RANK, where="status <> 'failed'", limit=limit)


def review_queue(ledger: Ledger) -> list[Doubt]:
    """The lines where the judge is least sure, worst first."""
    doubts = (doubt_about(line.facts) for line in ledger.lines(order=BY_RANK, where="status <> 'failed'"))
    return sorted((doubt for doubt in doubts if doubt.reasons), key=lambda doubt: -doubt.degree)


def doubt_about(facts: LineFacts) -> Doubt:
    """How certain a line is: a transcript that was read doubtfully, evidence for little, a score on an edge,
    answers that disagree, a model that the rules or its own repetitions contradict. Degrees of several add up."""
    degrees = _misreading(facts) | _disagreement(facts)
    if facts.score is None:
        return Doubt(facts, NOTHING_SCORED + sum(degrees.values()), ("nothing could be scored", *degrees))
    if facts.coverage < DOUBTFUL_COVERAGE:
        reason = f"evidence for only {facts.coverage:.0%} of the criteria"
        degrees[reason] = (DOUBTFUL_COVERAGE - facts.coverage) / (DOUBTFUL_COVERAGE - MIN_COVERAGE)
    edge = min((threshold for threshold, _ in LEVELS if threshold), key=lambda each: abs(each - (facts.score or 0.0)))
    distance = abs(facts.score - edge)
    if distance <= NEAR_POINTS and facts.coverage >= MIN_COVERAGE:
        degrees[f"{distance:.1f} points from {edge:g}, where the recommendation changes"] = 1 - distance / NEAR_POINTS
    if facts.spread is not None and facts.spread >= WIDE_SPREAD_POINTS:
        degrees[f"answers differ by ±{facts.spread:.0f} points"] = facts.spread / WIDE_SPREAD_POINTS - 0.5
    return Doubt(facts, sum(degrees.values()), tuple(degrees))


def _misreading(facts: LineFacts) -> dict[str, float]:
    """What is unclear about who said what, with its degree."""
    confidence = facts.reading_confidence
    if confidence is None or confidence >= SURE_READING:
        return {}
    notes = " ".join(facts.reading_notes.splitlines())
    return {f"may be read wrongly: {notes}".rstrip(":. "): MISREAD + 1 - confidence}


def _disagreement(facts: LineFacts) -> dict[str, float]:
    """What contradicts the judge, by reason, with its degree.

    It is 1 where two judges are two levels of recommendation apart, or repeated scores one anchor.
    """
    degrees: dict[str, float] = {}
    gap = facts.rules_gap or 0.0
    if gap >= FAR_POINTS:
        degrees[f"model and rules differ by {gap:.0f} points on an answer"] = gap / (2 * FAR_POINTS)
    if facts.flagged:
        answers = "an answer" if facts.flagged == 1 else f"{facts.flagged} answers"
        degrees[f"the judgement of {answers} is marked as doubtful"] = 0.5 * facts.flagged
    if facts.wavering is not None and facts.wavering >= WAVERING_POINTS:
        reason = f"repeated scores of a criterion spread by ±{facts.wavering:.1f} of 5"
        degrees[reason] = facts.wavering / (2 * WAVERING_POINTS)
    return degrees


def ranking_to_json(rank: int, facts: LineFacts) -> dict[str, Any]:
    """A line of the ranking for programs."""
    return {
        "rank": rank,
        "id": facts.id,
        "source": facts.source,
        "candidate": facts.candidate,
        "overall_score": facts.score,
        "spread": facts.spread,
        "coverage": facts.coverage,
        "recommendation": facts.recommendation,
        "answers": facts.answers,
    }


def doubt_to_json(doubt: Doubt) -> dict[str, Any]:
    """A line of the review queue for programs."""
    facts = doubt.line
    return {
        "id": facts.id,
        "source": facts.source,
        "overall_score": facts.score,
        "recommendation": facts.recommendation,
        "doubt": round(doubt.degree, 3),
        "reasons": list(doubt.reasons),
    }
