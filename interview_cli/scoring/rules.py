"""The judge that needs no model: finds what is in an answer and scores it by the type's rubric.

The same input always gives the same evaluation. Every sentence is read off findings; what was not found is worded as
such. What the rules cannot judge is left out and said, never guessed: unclear relevance does not count,
and where the key points of a question of knowledge are not known there is no overall score at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from operator import attrgetter
from typing import Final

from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    CriterionScore,
    Evaluation,
    EvaluationStatus,
    Evidence,
    Exchange,
    Feedback,
    FoundPart,
    KeyPoint,
    Question,
    Session,
)
from interview_cli.interview.spoken import Word
from interview_cli.scoring.aggregate import evidence_coverage, overall_score
from interview_cli.scoring.asked_for import (
    Asked,
    asked_for,
    asks_for_fault,
    asks_to_weigh,
    asks_who_one_is,
    is_small_talk,
    reference_points,
    wanted,
)
from interview_cli.scoring.bounds import bounded
from interview_cli.scoring.comments import comment
from interview_cli.scoring.criteria import CRITERIA
from interview_cli.scoring.doubt import doubted_share, is_unusable, transcribed_words, warning
from interview_cli.scoring.feedback import build_feedback, unsigned
from interview_cli.scoring.finders import finding_steps, unit_words
from interview_cli.scoring.findings import Findings, Kind
from interview_cli.scoring.gates import closed_gate
from interview_cli.scoring.groups import group_exchanges
from interview_cli.scoring.key_points import PointFinding, PointState, find_key_points
from interview_cli.scoring.other_languages import other_language
from interview_cli.scoring.outline import outline
from interview_cli.scoring.reading import Reading, read
from interview_cli.scoring.relevance import Relevance, RelevanceState, answer_of, judge_relevance
from interview_cli.scoring.rubric import MAX_SCORE, RULES, Criterion, Rubric, load_rubric
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.side_by_side import Steps, side_by_side
from interview_cli.scoring.tags import worst_first
from interview_cli.scoring.unscored import evaluator, in_another_language, insufficient
from interview_cli.text.meaning import load_vectors

QUOTES_PER_CRITERION: Final = 3
QUOTES_PER_PART: Final = 3


class RulesJudge:
    """The `Judge` port, filled by rules alone. Pure computation: nothing is awaited, nothing leaves the process."""

    quick = True

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        """The evaluation of one answer. Raises InputError when a rubric file is broken."""
        follow_up = asked.parent_id is not None
        words = transcribed_words(answer)
        return evaluate_answer(asked.question, answer.text, asked.text, is_follow_up=follow_up, words=words)

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
    return build_feedback(session, groups, unsigned(session, RULES, RULES))


def _evaluated(exchange: Exchange) -> Exchange:
    """The exchange with its main answer's evaluation by this very judge."""
    attempt = exchange.attempt
    if attempt is None or exchange.asked.parent_id is not None:
        return exchange
    question = exchange.asked.question
    if attempt.evaluation and attempt.evaluation.evaluator == evaluator(rubric_for(question)):
        return exchange
    words = transcribed_words(attempt.answer)
    evaluation = evaluate_answer(question, attempt.answer.text, exchange.asked.text, words=words)
    return exchange.with_attempt(replace(attempt, evaluation=evaluation))


def evaluate_answer(
    question: Question,
    answer: str,
    asked: str | None = None,
    *,
    is_follow_up: bool = False,
    rubric: Rubric | None = None,
    words: Sequence[Word] | None = None,
) -> Evaluation:
    """Judge one answer. `asked` is the wording that was put to the candidate when it differs from the question's.

    `words` are those of a spoken answer as transcribed; where the transcriber doubts many of them, that is said
    first, and where it doubts most of them nothing is scored.

    A follow-up is judged only by the criteria its rubric marks for follow-ups. `rubric`, whose criteria must be in
    `CRITERIA`, replaces the one of the question's type. Raises InputError when that one is missing or malformed.
    """
    return side_by_side(
        [judging_steps(question, answer, asked, is_follow_up=is_follow_up, rubric=rubric, words=words)]
    )[0]


def judging_steps(
    question: Question,
    answer: str,
    asked: str | None = None,
    *,
    is_follow_up: bool = False,
    rubric: Rubric | None = None,
    words: Sequence[Word] | None = None,
) -> Steps[Evaluation]:
    """`evaluate_answer` in steps, to be done for many answers side by side."""
    asked = asked or question.text
    rubric = rubric or rubric_for(question)
    reading = read(answer)
    if language := other_language(reading):
        return in_another_language(language, rubric, is_follow_up=is_follow_up)
    is_brief = is_follow_up or is_small_talk(question)
    gate = closed_gate(reading, asked, is_brief, asked_for(question) is Asked.KNOWLEDGE)
    if gate:
        return insufficient(question, answer, rubric, gate, is_follow_up)
    yield
    sheet = yield from _sheet(question, asked, reading, is_follow_up)
    knowledge = asked_for(question) is Asked.KNOWLEDGE
    criteria = [criterion for criterion in rubric.criteria if criterion.follow_up or not is_follow_up]
    scores: list[CriterionScore] = []
    for criterion in criteria:
        yield
        scores.append(_score(criterion, sheet))
    yield
    overall, bound, not_scored = bounded(sheet, scores, overall_score(scores, rubric), rubric)
    doubted = doubted_share(words)
    doubt = warning(doubted)
    if is_unusable(doubted):
        overall, bound, not_scored = None, None, doubt
    tags = worst_first(set().union(*(CRITERIA[criterion.name].tags(sheet) for criterion in criteria)))
    missing = tuple(
        point.point for point in sheet.in_state(PointState.NOT_SAID) if point.point in question.key_points
    )
    return Evaluation(
        status=EvaluationStatus.SCORED,
        scores=tuple(scores),
        overall_score=overall,
        coverage=evidence_coverage(scores, rubric),
        comment=comment(
            scores, overall, tags, missing if knowledge else (), (doubt, bound, None if doubt else not_scored)
        ),
        tags=tuple(tag.value for tag in tags),
        missing_points=missing,
        found=found_parts(sheet),
        ideal_answer=None if is_follow_up else outline(question, sheet, overall),
        evaluator=evaluator(rubric),
        findings=_published(sheet),
        key_points=_key_points(sheet),
        not_scored=not_scored,
    )


def rubric_for(question: Question) -> Rubric:
    """The rubric for what a question asks for: that of its type, or a light one for openings and cases."""
    asked = asked_for(question)
    named = {Asked.OPENER: "opener", Asked.CASE: "case", Asked.FACTS: "hr_screen"}
    return load_rubric(named.get(asked, question.type.value))


def _sheet(question: Question, asked: str, reading: Reading, is_follow_up: bool) -> Steps[Sheet]:
    knowledge = asked_for(question) is Asked.KNOWLEDGE
    points = () if is_follow_up else reference_points(question)
    text, sentences = reading.judged.text, reading.spans()
    meant = unit_words(reading)
    known = load_vectors()
    yield
    vectors = known.embed_words(meant) if known else None
    yield
    found: tuple[PointFinding, ...] = tuple(map(_open, points))
    if knowledge:
        found = find_key_points(asked, points, text, sentences, vectors, runs_on=not reading.punctuated)
    about: Relevance | None = None
    if asked.strip():  # without its names and figures
        said = answer_of(meant)
        about = judge_relevance(question, asked, said, sentences, is_follow_up=is_follow_up, rows=vectors)
    yield
    findings = yield from finding_steps(reading, vectors, meant)
    free = bool(reading.found("free_time")) and not reading.found("work")
    if about and _must_be_about_it(question, findings, found):
        about = about.unless_elsewhere(names_free_time=free)
    if about and free and asked_for(question) is Asked.STORY:
        about = about.unless_of_leisure()
    says_it = any(point.state is PointState.RIGHT for point in found)
    if about and (says_it or (asks_who_one_is(question) and _says_who_one_is(reading))):
        about = about.or_seemingly_about_it()
    return Sheet(
        findings=findings,
        points=found,
        relevance=about,
        is_follow_up=is_follow_up,
        asked=asked_for(question),
        weighs=asks_to_weigh(question),
        question=asked,
        is_small_talk=is_small_talk(question),
        wanted=wanted(question),
        asks_for_fault=asks_for_fault(question),
    )


def _says_who_one_is(reading: Reading) -> bool:
    """Whether somebody says what they are: "I'm a plasterer", "I am here since 2011", "my name is Ewa"."""
    return "i'm" in reading.words or not _ONESELF.isdisjoint(pairwise(reading.words))


_ONESELF: Final = frozenset({("i", "am"), ("my", "name")})


def _must_be_about_it(question: Question, findings: Findings, points: Sequence[PointFinding]) -> bool:
    """Whether something speaks against an answer being about something else: that it is courtesy, says a key point,
    or tells something that the person did or refused to do where that was asked for: which experience answers a
    question is theirs to say."""
    if is_small_talk(question) or any(point.state is PointState.RIGHT for point in points):
        return True
    kinds = (Kind.OWN_ACT, Kind.SHARED_ACT, Kind.NOT_DONE)
    return asked_for(question) is Asked.STORY and any(findings.found(kind) for kind in kinds)


def _open(point: str) -> PointFinding:
    """A key point that says how a good answer is, not what is in it: whether it is met is the candidate's to tick."""
    return PointFinding(point, PointState.CANNOT_TELL, 0.0, False, None, None)


def _score(criterion: Criterion, sheet: Sheet) -> CriterionScore:
    verdict = CRITERIA[criterion.name].judge(sheet)
    state = sheet.relevance.state.value if criterion.name == "relevance" and sheet.relevance else None
    if verdict.is_open:
        state = RelevanceState.CANNOT_TELL.value
    if verdict.score is None:
        return CriterionScore(criterion.name, None, MAX_SCORE, verdict.sentence, (), unsupported=True, state=state)
    quoted = (sheet.reading.quote(finding.cue) for finding in verdict.cited)
    spans = (sheet.reading.original(start, end) for start, end in verdict.spans)
    quotes = _first_of(chain(quoted, spans), QUOTES_PER_CRITERION)
    if not quotes:
        quotes = _where_expected(criterion.name, sheet.reading)
    return CriterionScore(
        criterion.name,
        verdict.score,
        MAX_SCORE,
        verdict.sentence,
        quotes,
        state=state,
        certainty=round(verdict.certainty, 2),
    )


def _first_of(found: Iterable[Evidence | None], most: int) -> tuple[Evidence, ...]:
    """The first different ones; what comes behind them is not looked at."""
    kept: dict[tuple[int, int], Evidence] = {}
    for each in found:
        if each:
            kept.setdefault((each.start, each.end), each)
            if len(kept) == most:
                break
    return tuple(kept.values())


def _where_expected(criterion: str, reading: Reading) -> tuple[Evidence, ...]:
    """The sentence where a part that was not found was to be expected: a result at the end, all else at the start."""
    first, last = reading.units[-1 if criterion == "outcome" else 0]
    found = reading.evidence(first, last)
    return (found,) if found else ()


def found_parts(sheet: Sheet) -> dict[str, tuple[Evidence, ...]]:
    """The parts of the answer that were found, each with up to three quotes; absent parts have no entry."""
    cues = {
        "situation": sheet.parts["scene"],
        "task": sheet.parts["task"],
        "action": sheet.own or sheet.shared,
        "result": sheet.parts["result"],
        "number": sheet.figures,
        "ownership": sheet.own,
    }
    parts = {
        part: _first_of((sheet.reading.quote(each.cue) for each in found), QUOTES_PER_PART)
        for part, found in cues.items()
    }
    right = sheet.in_state(PointState.RIGHT)
    parts["key_point"] = tuple(
        dict.fromkeys(quote for each in right if (quote := sheet.reading.original(each.start or 0, each.end or 0)))
    )
    return {part: quotes for part, quotes in parts.items() if quotes}


def _published(sheet: Sheet) -> tuple[FoundPart, ...]:
    """The findings as they go into the report, in the order of the answer."""
    quote = sheet.reading.evidence
    return tuple(
        [
            FoundPart(_PUBLISHED[each.kind], evidence, each.sure, each.detail)
            for each in sorted([each for each in sheet.claimed if each.kind in _PUBLISHED], key=_PLACE)
            if (evidence := quote(each.first, each.last))
        ]
    )


_PUBLISHED: Final[Mapping[Kind, str]] = {
    kind: kind.value for kind in Kind if kind not in {Kind.MECHANISM, Kind.STEP, Kind.PADDING}
}
_PLACE: Final = attrgetter("first", "last")


def _key_points(sheet: Sheet) -> tuple[KeyPoint, ...]:
    return tuple(
        KeyPoint(
            point.point,
            point.state.value,
            sheet.reading.original(point.start, point.end)
            if point.start is not None and point.end is not None and point.state is not PointState.NOT_SAID
            else None,
        )
        for point in sheet.points
    )
