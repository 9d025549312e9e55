"""The report on a whole session, from the evaluations of its answers.

Follow-ups can only help: a main answer together with what its follow-ups added is judged once more as one answer, and
the better of the two judgements counts for the question. A declined question counts as 0: "I don't know" is an
answer. Questions whose answer held too little otherwise or got no score, and skipped ones, are left out of the score.
All of them lower the coverage; under half of it the recommendation is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from interview_cli.interview.model import (
    CriterionScore,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Feedback,
    FeedbackPoint,
    InterviewType,
    Session,
    SessionScores,
)
from interview_cli.scoring.aggregate import (
    LEVELS,
    WITHHELD,
    are_mostly_beside,
    is_declined,
    recommendation,
    session_score,
)
from interview_cli.scoring.comments import THIN, best_criterion, praise_rank, thin_words
from interview_cli.scoring.criteria import CRITERIA, CRITERION_OF_TAG, GOOD, SHARE_OF_TAG
from interview_cli.scoring.groups import Group
from interview_cli.scoring.notes import (
    communication_notes,
    confidence,
    problem_solving_notes,
    structure,
    technical_notes,
)
from interview_cli.scoring.rubric import MAX_SCORE, load_rubric
from interview_cli.scoring.tags import Tag, worst_first

SCORED_BY_RULES = "Scored by fixed rules, without a language model."
MOST_STRENGTHS = 3
MOST_IMPROVEMENTS = 4
MOST_SUGGESTIONS = 3


def build_feedback(
    session: Session, groups: Sequence[Group], nobody: Evaluator, scored_by: str = SCORED_BY_RULES
) -> Feedback:
    """The report on a session whose main questions, with their follow-ups, are these groups.

    `nobody` signs the report of a session in which nothing was judged; `scored_by` ends the summary.
    """
    judged = [group.evaluation for group in groups if group.evaluation]
    scored = [group for group in groups if group.evaluation and group.evaluation.status is EvaluationStatus.SCORED]
    points = [each.overall_score for each in judged if each.overall_score is not None]
    declined = sum(1 for group in groups if group.evaluation and is_declined(group.evaluation, group.text))
    score = session_score(points, declined)
    planned = max(len(groups), len(session.plan))
    carried = sum(each.coverage for each in judged if each.overall_score is not None)
    coverage = round(carried / planned, 3) if planned else 0.0
    weaknesses = _weaknesses(groups)
    improvements = tuple(weakness.point() for weakness in weaknesses[:MOST_IMPROVEMENTS])
    drills = list(dict.fromkeys(weakness.drill for weakness in weaknesses if weakness.drill))
    beside = are_mostly_beside(judged)
    verdict = recommendation(score, coverage, may_be_beside=beside)
    return Feedback(
        scores=SessionScores(
            clarity=_criterion(scored, "clarity"),
            structure=_ten(_mean([structure(group) for group in scored])),
            relevance=_criterion(scored, "relevance"),
            confidence=confidence(scored),
            overall=None if score is None else max(1.0, round(score / 10, 1)),
        ),
        overall_score=score,
        recommendation=verdict,
        coverage=coverage,
        summary=_summary(groups, planned, len(scored), declined, score, verdict, scored_by, beside=beside),
        strengths=_strengths(scored),
        improvements=improvements,
        suggestions=tuple(drills[:MOST_SUGGESTIONS]),
        fix_first=improvements[0] if improvements else None,
        technical_notes=technical_notes(scored),
        communication_notes=communication_notes(session, scored),
        problem_solving_notes=problem_solving_notes(scored),
        evaluator=_signature(judged, nobody),
    )


def unsigned(session: Session, kind: str, name: str) -> Evaluator:
    """Who signs when there was nothing to judge."""
    mixed = session.settings.type is InterviewType.MIXED
    return Evaluator(kind, name, None, "none" if mixed else load_rubric(session.settings.type.value).label)


def _signature(judged: Sequence[Evaluation], nobody: Evaluator) -> Evaluator:
    if not judged:
        return nobody
    first = judged[0].evaluator
    labels = sorted({evaluation.evaluator.rubric_version for evaluation in judged})
    return Evaluator(first.kind, first.name, first.prompt_version, ",".join(labels))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _ten(score: float | None) -> float | None:
    """A criterion score (0 to MAX_SCORE) out of 10, so that 3 of 5 reads as 6; at least 1, as the contract has it."""
    return None if score is None else max(1.0, round(10 * score / MAX_SCORE, 1))


def _criterion(scored: Sequence[Group], name: str) -> float | None:
    return _ten(_mean([group.score(name) for group in scored]))


def _strengths(scored: Sequence[Group]) -> tuple[FeedbackPoint, ...]:
    """The well-met criteria of the session, those that say most first, each with the answer that shows it best."""
    best: dict[str, tuple[float, FeedbackPoint]] = {}
    for group in scored:
        scores = [score for score in group.criterion_scores if score.score is not None and score.score >= GOOD]
        while top := best_criterion(scores):
            position, quote = group.place(top.evidence[0])
            value = top.score or 0.0
            if top.criterion not in best or value > best[top.criterion][0]:
                best[top.criterion] = (value, FeedbackPoint(f"{_praise(top.criterion)}.", position, quote))
            scores.remove(top)
    usual = [name for name in best if _average(scored, name) >= GOOD - 1]
    return tuple(best[name][1] for name in sorted(usual, key=praise_rank)[:MOST_STRENGTHS])


def _praise(criterion: str) -> str:
    """What a good level of a criterion means; of one that is not ours, its name."""
    return CRITERIA[criterion].praise if criterion in CRITERIA else criterion.replace("_", " ").capitalize()


def _average(scored: Sequence[Group], name: str) -> float:
    return _mean([group.score(name) for group in scored]) or 0.0


@dataclass(frozen=True, slots=True)
class _Weakness:
    """Something to mend: the points that it cost over the session, how it is said and practised, and where it cost
    most."""

    cost: float
    text: str
    drill: str | None
    worst: Group
    criterion: str

    def point(self) -> FeedbackPoint:
        """The weakness with a quote of the answer that it cost most."""
        evidence = self.worst.evidence_for(self.criterion)
        if evidence is None:
            return FeedbackPoint(self.text, self.worst.position, self.worst.opening())
        position, quote = self.worst.place(evidence)
        return FeedbackPoint(self.text, position, quote)


def _weaknesses(groups: Sequence[Group]) -> list[_Weakness]:
    """The weaknesses of a session, those that cost most first: what is surely wrong (tags), and criteria of which
    little was found and no tag says why."""
    tags = _tagged(groups)
    named = {weakness.criterion for weakness in tags}
    return sorted([*tags, *_thin(groups, named)], key=lambda weakness: -round(weakness.cost, 6))


def _tagged(groups: Sequence[Group]) -> list[_Weakness]:
    names = {Tag(name) for group in groups if group.evaluation for name in group.evaluation.tags}
    found = []
    for tag in worst_first(names):
        costs = [(_cost(group, tag), group) for group in groups if group.has_tag(tag)]
        worst = max(costs, key=lambda each: each[0])[1]
        criterion = CRITERION_OF_TAG.get(tag, "clarity")
        found.append(_Weakness(sum(cost for cost, _ in costs), tag.advice, tag.drill, worst, criterion))
    return found


def _thin(groups: Sequence[Group], named: set[str]) -> list[_Weakness]:
    low: dict[str, list[tuple[float, Group, CriterionScore]]] = {}
    for group in groups:
        for score in group.criterion_scores:
            if score.score is not None and score.score < THIN and score.evidence and score.criterion not in named:
                low.setdefault(score.criterion, []).append((group.lost_points(score.criterion), group, score))
    found = []
    for criterion, cases in low.items():
        if _average(groups, criterion) >= THIN:  # elsewhere there is enough of it, and it may be a strength
            continue
        _, worst, score = max(cases, key=lambda case: case[0])
        drill = _PRACTISED_LIKE[criterion].drill if criterion in _PRACTISED_LIKE else None
        found.append(_Weakness(sum(cost for cost, *_ in cases), thin_words(score), drill, worst, criterion))
    return found


_PRACTISED_LIKE = {
    "structure": Tag.NO_SITUATION,
    "ownership": Tag.NO_ACTION,
    "outcome": Tag.NO_RESULT,
    "specificity": Tag.NO_NUMBERS,
    "scale": Tag.NO_NUMBERS,
    "depth": Tag.NO_REASONING,
    "correctness": Tag.MISSING_KEY_POINTS,
    "clarity": Tag.UNCLEAR,
}
"""The drill that helps with a criterion of which little was found is that of the tag for its lack."""


def _cost(group: Group, tag: Tag) -> float:
    """Points of 100 that the criterion behind a tag lost; an answer that was not scored lost them all."""
    if not group.evaluation or group.evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
        return 100.0
    return group.lost_points(CRITERION_OF_TAG.get(tag, "clarity")) * SHARE_OF_TAG.get(tag, 1.0)


def _summary(
    groups: Sequence[Group],
    planned: int,
    judged: int,
    declined: int,
    score: float | None,
    verdict: str,
    scored_by: str,
    *,
    beside: bool,
) -> str:
    if not groups:
        return "No question was answered, so there is nothing to score."
    skipped = sum(1 for group in groups if group.evaluation is None)
    scored = sum(1 for group in groups if group.evaluation and group.evaluation.overall_score is not None)
    unjudged = sum(
        1 for group in groups if group.evaluation and group.evaluation.status is EvaluationStatus.NOT_SCORED
    )
    thin = len(groups) - skipped - judged - unjudged - declined
    answered = "answered or skipped" if skipped else "answered"
    sentences = [f"{len(groups)} question{'s' if len(groups) != 1 else ''} {answered}, {scored} scored."]
    if planned > len(groups):
        sentences.append(f"{planned - len(groups)} of {planned} were left unanswered.")
    if skipped:
        sentences.append(f"{skipped} skipped.")
    if declined:
        counts = f", which count{'s' if declined == 1 else ''} as 0" if score is not None else ""
        sentences.append(f"{declined} declined{counts}.")
    if thin:
        sentences.append(f"{thin} answer{'s' if thin != 1 else ''} held too little to be scored.")
    if unjudged:
        sentences.append(f"{unjudged} answer{'s' if unjudged != 1 else ''} could not be judged by anyone.")
    if judged > scored:
        sentences.append(f"{judged - scored} could be judged only in part, and got no score.")
    if score is None:
        sentences.append("Nothing was scored." if unjudged else "There is not enough evidence for a score.")
    elif verdict == WITHHELD:
        sentences.append(f"What was said scores {score:.0f} of 100, too little of it for a recommendation.")
    else:
        sentences.append(f"Overall {score:.0f} of 100 ({verdict.replace('_', ' ').lower()}).")
    if beside and score is not None and score >= LEVELS[0][0] and verdict != WITHHELD:
        which = "the answer is" if judged == 1 else "most of the answers are"
        sentences.append(f"I cannot tell whether {which} about what was asked, so this is not a strong hire.")
    if scored:
        sentences.append(scored_by)
    return " ".join(sentences)
