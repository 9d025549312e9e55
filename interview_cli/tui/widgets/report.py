"""A finished session as widgets for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from interview_cli.interview.model import Feedback, FeedbackPoint, Session, SessionScores
from interview_cli.reports.markdown import scored_by
from interview_cli.reports.phrases import SCORE_LABELS, fallback_line
from interview_cli.reports.speech import delivery_lines
from interview_cli.tui.text import DIFFICULTY_NAMES, TYPE_NAMES, bar, clean, local_time
from interview_cli.tui.widgets.exchange_report import ExchangeReport, paragraph, quoted

if TYPE_CHECKING:
    from interview_cli.learning.stories import Match

Block = tuple[str, Content]
"""The style class of a paragraph, and the paragraph."""


def report(session: Session, problems: Sequence[str], better: Mapping[str, Match]) -> Iterator[Widget]:
    """The whole report, most important first, after the problems that there were.

    `better` has a story that would have fitted better, by the asked question.
    """
    for problem in problems:
        yield paragraph("notice", problem)
    for kind, content in _summary(session):
        block = paragraph(kind, content)
        if kind == "fix-first":
            block.border_title = "Fix this first"
        yield block
    for number, exchange in enumerate(session.exchanges):
        asked = exchange.asked
        follow_ups = [each for each in session.exchanges if each.asked.parent_id == asked.id]
        yield ExchangeReport(number, exchange, follow_ups, better.get(asked.id))


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
        parts.append(clean(settings.role))
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
    return Content("\n").join([text, quoted(point.quote)]) if point.quote else text


def _bars(scores: SessionScores) -> Content:
    lines = []
    for attribute, label in SCORE_LABELS:
        value: float | None = getattr(scores, attribute)
        if value is not None:
            name = (f"{label.capitalize():<16}", "$muted")
            lines.append(Content.assemble(name, bar(value, 10), f" {value:>4.1f}"))
    return Content("\n").join(lines)
