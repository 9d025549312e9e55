"""A finished session as widgets for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from textual.content import Content
from textual.widgets import Static

from interview_cli.interview.checklist import checklist
from interview_cli.interview.model import (
    Attempt,
    CriterionScore,
    EvaluationStatus,
    Exchange,
    Feedback,
    FeedbackPoint,
    Session,
    SessionScores,
)
from interview_cli.reports.checklist import CHECKLIST_HEADING
from interview_cli.reports.judging import SCORE_LABELS, fallback_line, judging_lines, points_text, verdict_text
from interview_cli.reports.markdown import scored_by
from interview_cli.reports.speech import clock, delivery_lines, heard_otherwise, moments
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, clean, local_time, marked_parts, one_line
from interview_cli.tui.widgets.key_point_line import KeyPointLine

_BAR_COLUMNS: Final = 20
_QUOTE_CHARACTERS: Final = 160

Block = tuple[str, Content]
"""The style class of a paragraph, and the paragraph."""


def report(session: Session, problems: Sequence[str] = ()) -> Iterator[Static]:
    """The whole report, most important first, after the problems that there were."""
    for problem in problems:
        yield _static("notice", Content(problem))
    for kind, content in _summary(session):
        yield _static(kind, content)
    for number, exchange in enumerate(session.exchanges):
        for kind, content in _exchange(exchange):
            yield _static(kind, content)
        for item in checklist(exchange):
            if item.number == 1:
                yield _static("heading", Content(CHECKLIST_HEADING))
            yield KeyPointLine(number, exchange.asked.question, item)


def _static(kind: str, content: Content) -> Static:
    paragraph = Static(content, classes=kind, markup=False)
    if kind == "fix-first":
        paragraph.border_title = "Fix this first"
    return paragraph


def _summary(session: Session) -> Iterator[Block]:
    yield "kind", Content(_kind(session))
    if session.feedback:
        yield from _feedback(session.feedback)
    else:
        yield "summary", Content("This session was not finished, so there is no feedback on the whole of it.")
    if session.delivery:
        yield "heading", Content("Delivery")
        yield "points", Content("\n".join(delivery_lines(session.delivery)))


def _kind(session: Session) -> str:
    settings = session.settings
    parts = [TYPE_NAMES[settings.type], DIFFICULTY_NAMES[settings.difficulty]]
    if settings.role:
        parts.append(one_line(settings.role, 40))
    return " · ".join([*parts, local_time(session.started_at).strip()])


def _feedback(feedback: Feedback) -> Iterator[Block]:
    overall = "Not scored" if feedback.overall_score is None else f"{feedback.overall_score:.0f} of 100"
    recommendation = feedback.recommendation.replace("_", " ").capitalize()
    yield "headline", Content.assemble((overall, "bold $primary"), f"   {recommendation}")
    yield "muted", Content(clean(scored_by(feedback)))
    if fallback := fallback_line(feedback):
        yield "warned", Content(clean(fallback))
    yield "summary", Content(clean(feedback.summary))
    yield "bars", _bars(feedback.scores)
    if feedback.fix_first:
        yield "fix-first", _point(feedback.fix_first)
    for heading, points in (("Strengths", feedback.strengths), ("To improve", feedback.improvements)):
        yield from _list(heading, [_point(point) for point in points])
    yield from _list("Next steps", [Content(clean(text)) for text in feedback.suggestions])
    for heading, note in (
        ("Technical", feedback.technical_notes),
        ("Communication", feedback.communication_notes),
        ("Problem solving", feedback.problem_solving_notes),
    ):
        if note:
            yield "heading", Content(heading)
            yield "points", Content(clean(note))
    if feedback.report:
        yield "heading", Content("Report")
        yield "points", Content(clean(feedback.report))


def _list(heading: str, items: Iterable[Content]) -> Iterator[Block]:
    for number, item in enumerate(items):
        if number == 0:
            yield "heading", Content(heading)
        yield "point" if number == 0 else "point point-apart", item


def _point(point: FeedbackPoint) -> Content:
    text = Content(clean(point.text))
    return Content("\n").join([text, _quoted(point.quote)]) if point.quote else text


def _quoted(quote: str) -> Content:
    return Content.styled(f"“{one_line(quote, _QUOTE_CHARACTERS)}”", "italic $muted")


def _bars(scores: SessionScores) -> Content:
    lines = []
    for attribute, label in SCORE_LABELS:
        value: float | None = getattr(scores, attribute)
        if value is not None:
            name = (f"{label.capitalize():<16}", "$muted")
            lines.append(Content.assemble(name, _bar(value, 10), f" {value:>4.1f}"))
    return Content("\n").join(lines)


def _bar(value: float | None, most: float, columns: int = _BAR_COLUMNS) -> Content:
    filled = 0 if value is None else round(columns * value / most)
    return Content.assemble(("━" * filled, "$primary"), ("─" * (columns - filled), "$border-blurred"))


def _exchange(exchange: Exchange) -> Iterator[Block]:
    asked = exchange.asked
    kind = "Follow-up" if asked.parent_id else f"Question {asked.slot + 1}"
    yield "question", Content.assemble((f"{kind}  ", "$primary"), clean(asked.text))
    attempt = exchange.attempt
    if attempt is None:
        yield "muted", Content("Skipped." if exchange.skipped else "Not answered.")
        return
    yield "answer", _answer(attempt)
    yield from _spoken(attempt)
    yield from _evaluation(attempt)


def _spoken(attempt: Attempt) -> Iterator[Block]:
    """How a spoken answer sounded, and what was heard when that was corrected."""
    if attempt.answer.transcription is None:
        return
    heard = heard_otherwise(attempt.answer)
    if heard is not None:
        fillers = attempt.delivery.fillers if attempt.delivery else ()
        parts = marked_parts(heard, fillers)
        words = ((text, "italic $warning" if marked else "italic") for text, marked in parts)
        yield "heard", Content.assemble("Heard, before it was corrected: ", *words)
    if attempt.delivery:
        places = ", ".join(f"{clean(what)} at {clock(second)}" for what, second in moments(attempt))
        lines = [*delivery_lines(attempt.delivery), *([f"to hear again: {places}"] if places else [])]
        yield "points", Content("\n".join(lines))


def _answer(attempt: Attempt) -> Content:
    """What was said, with what the scores rest on underlined."""
    scores = attempt.evaluation.scores if attempt.evaluation else ()
    evidence = [each for score in scores for each in score.evidence]
    parts = marked_parts(attempt.answer.text, evidence)
    return Content.assemble(*((text, "underline $success") if marked else text for text, marked in parts))


def _evaluation(attempt: Attempt) -> Iterator[Block]:
    evaluation = attempt.evaluation
    if evaluation is None:
        return
    comment = clean(evaluation.comment)
    judged = evaluation.status is EvaluationStatus.SCORED
    verdict, style = verdict_text(evaluation), "bold $primary" if judged else "bold $warning"
    yield "verdict", Content.assemble((f"{verdict}  " if verdict else "", style), comment)
    if judged:
        for score in evaluation.scores:
            yield "criterion", _criterion(score)
    for line in judging_lines(evaluation):
        doubtful = evaluation.flagged or evaluation.fallback_reason
        yield "warned" if doubtful else "muted", Content(clean(line))
    if evaluation.ideal_answer:
        yield "heading", Content("A stronger answer")
        yield "points", Content(clean(evaluation.ideal_answer))


def _criterion(score: CriterionScore) -> Content:
    name = clean(score.criterion).replace("_", " ").capitalize()
    points = "not judged" if score.score is None else points_text(score)
    lines = [
        Content.assemble((f"{name:<14} ", "bold"), _bar(score.score, score.max, 10), f"  {points}"),
        Content.styled(clean(score.anchor), "$muted"),
        *(_quoted(evidence.quote) for evidence in score.evidence[:2]),
    ]
    return Content("\n").join(line for line in lines if line.plain)
