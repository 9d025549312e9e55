"""The judge that needs no model: reads an answer by rules and scores it by the type's rubric.

The same input always gives the same evaluation. What the rules cannot judge is left unscored, never guessed.

A criterion that is met to some degree quotes what meets it. One that is not met at all gets its bottom anchor and
quotes the place where it was to be expected (a missing result: the last sentence). A criterion that cannot be judged,
because the question has no key points for instance, is `unsupported` and does not count.
"""

from __future__ import annotations

from dataclasses import replace

from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    CriterionScore,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Exchange,
    Feedback,
    Question,
    Session,
)
from interview_cli.scoring.aggregate import evidence_coverage, overall_score
from interview_cli.scoring.comments import closed_comment, comment
from interview_cli.scoring.coverage import match_points
from interview_cli.scoring.criteria import CONTENT, CRITERIA, MAX_OFF_TOPIC, Sheet, grounding
from interview_cli.scoring.diagnosis import diagnose
from interview_cli.scoring.feedback import build_feedback, unsigned
from interview_cli.scoring.gates import closed_gate
from interview_cli.scoring.groups import group_exchanges
from interview_cli.scoring.outline import outline
from interview_cli.scoring.quotes import found_parts, quote
from interview_cli.scoring.reading import Reading, read
from interview_cli.scoring.rubric import MAX_SCORE, Criterion, Rubric, load_rubric
from interview_cli.scoring.specificity import names, numbers
from interview_cli.scoring.star import tell
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.topicality import KEY_POINT_TYPES, STORY_TYPES, is_story, reference_points, topicality

KIND = "rules"


class RulesJudge:
    """The `Judge` port, filled by rules alone. Pure computation: nothing is awaited, nothing leaves the process."""

    quick = True

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        """The evaluation of one answer. Raises InputError when a rubric file is broken."""
        return evaluate_answer(asked.question, answer.text, asked.text, is_follow_up=asked.parent_id is not None)

    async def feedback(self, session: Session) -> Feedback:
        """The report on a session. Answers that this judge has not evaluated yet are evaluated for it."""
        return session_feedback(session)


def session_feedback(session: Session) -> Feedback:
    """The report on a session. Answers not evaluated by these very rules yet are evaluated for it.

    Raises InputError when a rubric file is broken.
    """
    exchanges = tuple(_evaluated(exchange) for exchange in session.exchanges)
    groups = group_exchanges(
        replace(session, exchanges=exchanges),
        lambda exchange, text: evaluate_answer(exchange.asked.question, text, exchange.asked.text),
        lambda exchange: {
            criterion.name: criterion.weight for criterion in rubric_for(exchange.asked.question).criteria
        },
    )
    return build_feedback(session, groups, unsigned(session, KIND, KIND))


def _evaluated(exchange: Exchange) -> Exchange:
    """The exchange with its main answer's evaluation by this very judge."""
    attempt = exchange.attempt
    if attempt is None or exchange.asked.parent_id is not None:
        return exchange
    question = exchange.asked.question
    if attempt.evaluation and attempt.evaluation.evaluator == evaluator(rubric_for(question)):
        return exchange
    evaluation = evaluate_answer(question, attempt.answer.text, exchange.asked.text)
    return replace(exchange, attempt=replace(attempt, evaluation=evaluation))


def evaluator(rubric: Rubric) -> Evaluator:
    """How this judge signs its scores."""
    return Evaluator(KIND, KIND, None, rubric.label)


def evaluate_answer(
    question: Question,
    answer: str,
    asked: str | None = None,
    *,
    is_follow_up: bool = False,
    rubric: Rubric | None = None,
) -> Evaluation:
    """Judge one answer. `asked` is the wording that was put to the candidate when it differs from the question's.

    A follow-up is judged only by the criteria its rubric marks for follow-ups. `rubric`, whose criteria must be in
    `CRITERIA`, replaces the one of the question's type. Raises InputError when that one is missing or malformed.
    """
    asked = asked or question.text
    rubric = rubric or rubric_for(question)
    reading = read(answer)
    gate = closed_gate(reading, asked, is_follow_up, question.type in KEY_POINT_TYPES)
    if gate:
        return insufficient(question, answer, rubric, gate, is_follow_up)
    sheet = _sheet(question, asked, reading, is_follow_up)
    criteria = [criterion for criterion in rubric.criteria if criterion.follow_up or not is_follow_up]
    scores = tuple(_score(criterion, sheet) for criterion in criteria)
    tags = diagnose(sheet, scores, is_follow_up)
    missing = tuple(match.point for match in sheet.points if not match.covered and match.point in question.key_points)
    return Evaluation(
        status=EvaluationStatus.SCORED,
        scores=scores,
        overall_score=overall_score(scores, rubric),
        coverage=evidence_coverage(scores, rubric),
        comment=comment(scores, tags, missing),
        tags=tuple(tag.value for tag in tags),
        missing_points=missing,
        found=found_parts(sheet),
        ideal_answer=None if is_follow_up else outline(question, sheet, story=is_story(question)),
        evaluator=evaluator(rubric),
    )


def rubric_for(question: Question) -> Rubric:
    """The rubric of the question's type, or the one for cases where a story type asks what somebody would do."""
    case = question.type in STORY_TYPES and not is_story(question)
    return load_rubric("case" if case else question.type.value)


def _sheet(question: Question, asked: str, reading: Reading, is_follow_up: bool) -> Sheet:
    figures, named = numbers(reading), names(reading)
    technical = question.type in KEY_POINT_TYPES and not is_follow_up
    points = reference_points(question) if technical else ()
    return Sheet(
        reading=reading,
        story=tell(reading, figures, named),
        figures=figures,
        named=named,
        points=match_points(asked, points, reading.judged.text) if points else (),
        topicality=topicality(question, asked, reading, is_follow_up),
        is_follow_up=is_follow_up,
    )


def _score(criterion: Criterion, sheet: Sheet) -> CriterionScore:
    mark = CRITERIA[criterion.name](sheet)
    if mark.score is None:
        return CriterionScore(criterion.name, None, MAX_SCORE, criterion.description, (), unsupported=True)
    score = mark.score if criterion.name in CONTENT else mark.score * grounding(sheet)
    if sheet.topicality == 0:
        score = min(score, MAX_OFF_TOPIC)
    score = round(max(0.0, min(float(MAX_SCORE), score)), 1)
    candidates = [quote(sheet.reading, hit) for hit in mark.hits]
    candidates += [sheet.reading.original(start, end) for start, end in mark.spans]
    quotes = tuple(dict.fromkeys(found for found in candidates if found))
    if not quotes:
        score = 0.0
        quotes = _where_expected(criterion.name, sheet.reading)
    return CriterionScore(criterion.name, score, MAX_SCORE, criterion.anchor(score), quotes)


def _where_expected(criterion: str, reading: Reading) -> tuple[Evidence, ...]:
    """The sentence where a part that is missing was to be expected: a result at the end, all else at the start."""
    first, last = reading.units[-1 if criterion == "outcome" else 0]
    found = reading.evidence(first, last)
    return (found,) if found else ()


def insufficient(question: Question, answer: str, rubric: Rubric, gate: Tag, is_follow_up: bool) -> Evaluation:
    """The evaluation of an answer that holds too little, for the reason `gate`: nothing is scored."""
    criteria = [criterion for criterion in rubric.criteria if criterion.follow_up or not is_follow_up]
    return Evaluation(
        status=EvaluationStatus.INSUFFICIENT_EVIDENCE,
        scores=tuple(
            CriterionScore(criterion.name, None, MAX_SCORE, criterion.description, (), unsupported=True)
            for criterion in criteria
        ),
        overall_score=None,
        coverage=0.0,
        comment=closed_comment(answer, gate),
        tags=(gate.value,),
        missing_points=question.key_points if question.type in KEY_POINT_TYPES and not is_follow_up else (),
        found={},
        ideal_answer=None if is_follow_up else outline(question, None, story=is_story(question)),
        evaluator=evaluator(rubric),
    )
