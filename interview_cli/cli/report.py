"""A session's report on the terminal, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from interview_cli.cli.terminal import short_id
from interview_cli.interview.checklist import checklist
from interview_cli.interview.model import Attempt, EvaluationStatus, Exchange, Feedback, FeedbackPoint, Session
from interview_cli.interview.printable import all_printable
from interview_cli.reports.markdown import scored_by
from interview_cli.reports.phrases import (
    CHECKLIST_HEADING,
    SCORE_LABELS,
    attempts_line,
    best_line,
    fallback_line,
    found_text,
    judging_lines,
    points_text,
    tick_text,
    verdict_text,
)
from interview_cli.reports.speech import clock, delivery_lines, heard_otherwise, moments

if TYPE_CHECKING:
    from rich.console import Console


def print_report(session: Session, out: Console) -> None:
    """Everything about a session: feedback first, then each answer with what its scores rest on."""
    session = all_printable(session)
    out.print()
    if session.feedback:
        _print_feedback(session.feedback, out)
        if best := best_line(session):
            out.print(Text(best))
    if session.delivery:
        out.print(Text("Delivery", style="bold"))
        for line in delivery_lines(session.delivery):
            out.print(Text(f"  {line}"))
    for exchange in session.exchanges:
        _print_exchange(exchange, session.id, out)


def _print_feedback(feedback: Feedback, out: Console) -> None:
    overall = "not scored" if feedback.overall_score is None else f"{feedback.overall_score:.0f} of 100"
    recommendation = feedback.recommendation.replace("_", " ")
    out.print(Text.assemble(("Feedback  ", "bold"), (overall, "bold cyan"), f"  {recommendation}"))
    out.print(Text(scored_by(feedback), style="dim"))
    if fallback := fallback_line(feedback):
        out.print(Text(fallback, style="yellow"))
    out.print(Text(feedback.summary))
    scores = feedback.scores
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, label in SCORE_LABELS:
        value: float | None = getattr(scores, name)
        if value is not None:
            table.add_row(label, _bar(value), f"{value:.1f} of 10")
    out.print(table)
    if feedback.fix_first:
        out.print(
            Panel(_point(feedback.fix_first), title="Fix this first", title_align="left", border_style="yellow"),
            soft_wrap=False,
        )
    for heading, points in (("Strengths", feedback.strengths), ("Improve", feedback.improvements)):
        if points:
            out.print(Text(heading, style="bold"))
            for point in points:
                out.print(Text("  • ") + _point(point))
    if feedback.suggestions:
        out.print(Text("Next steps", style="bold"))
        for suggestion in feedback.suggestions:
            out.print(Text(f"  • {suggestion}"))
    for name, note in _notes(feedback):
        out.print(Text.assemble((f"{name}: ", "bold"), note))
    if feedback.report:
        out.print(Text("Report", style="bold"))
        out.print(Text(feedback.report))


def _notes(feedback: Feedback) -> Iterator[tuple[str, str]]:
    for name, note in (
        ("Technical", feedback.technical_notes),
        ("Communication", feedback.communication_notes),
        ("Problem solving", feedback.problem_solving_notes),
    ):
        if note:
            yield name, note


def _print_exchange(exchange: Exchange, session_id: str, out: Console) -> None:
    asked = exchange.asked
    kind = "Follow-up" if asked.parent_id else f"Question {asked.slot + 1}"
    out.print()
    out.print(Text.assemble((f"{kind}: ", "bold cyan"), (asked.text, "bold")))
    if exchange.attempt is None:
        out.print(Text("skipped" if exchange.skipped else "not answered", style="dim"))
        return
    out.print(Text(exchange.attempt.answer.text, style="italic"))
    if exchange.attempt.answer.transcription:
        _print_spoken(exchange.attempt, out)
        if exchange.attempt.answer.audio_path:
            hint = f"Hear it: interview feedback {short_id(session_id)} --play {asked.position + 1}"
            out.print(Text(hint, style="dim"))
    _print_evaluation(exchange.attempt, out)
    if attempts := attempts_line(exchange):
        out.print(Text(f"{attempts} See: interview compare {short_id(session_id)} {asked.position + 1}", style="dim"))
    print_checklist(exchange, session_id, out)


def print_checklist(exchange: Exchange, session_id: str, out: Console) -> None:
    """The key points of a question, if it has any, and how to tick the first one that is not ticked."""
    items, number = checklist(exchange), exchange.asked.slot + 1
    if not items:
        return
    found = [found_text(item, exchange.asked.question) for item in items]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "", "key point", *(["by the rules"] if any(found) else [])):
        table.add_column(column, overflow="fold")
    for item, state in zip(items, found, strict=True):
        cells = (f"{number}.{item.number}", tick_text(item), item.key_point.point, *([state] if state else []))
        table.add_row(*map(Text, cells))
    out.print(Text(f"{CHECKLIST_HEADING}:", style="bold"))
    out.print(table)
    unticked = next((item.number for item in items if not item.ticked), None)
    if unticked is not None:
        hint = f"Tick: interview feedback {short_id(session_id)} --tick {number}.{unticked}"
        out.print(Text(hint, style="dim"))


def _print_spoken(attempt: Attempt, out: Console) -> None:
    heard = heard_otherwise(attempt.answer)
    if heard is not None:
        out.print(Text.assemble(("Heard, before it was corrected: ", "dim"), heard))
    if attempt.delivery:
        for line in delivery_lines(attempt.delivery):
            out.print(Text(f"  {line}", style="dim"))
    places = ", ".join(f"{what} at {clock(second)}" for what, second in moments(attempt))
    if places:
        out.print(Text(f"  to hear again: {places}", style="dim"))


def _print_evaluation(attempt: Attempt, out: Console) -> None:
    evaluation = attempt.evaluation
    if evaluation is None:
        return
    judged = evaluation.status is EvaluationStatus.SCORED
    verdict = verdict_text(evaluation)
    style = "cyan" if judged else "yellow"
    out.print(Text.assemble((f"{verdict}. " if verdict else "", style), evaluation.comment))
    if judged:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in ("criterion", "score", "level met", "your words"):
            table.add_column(column, overflow="fold")
        for score in evaluation.scores:
            quotes = "; ".join(f"“{_shortened(e.quote)}”" for e in score.evidence[:2]) or "–"
            table.add_row(
                Text(score.criterion.replace("_", " ")), points_text(score), Text(score.anchor), Text(quotes)
            )
        out.print(table)
    for line in judging_lines(evaluation):
        out.print(Text(line, style="yellow" if evaluation.flagged or evaluation.fallback_reason else "dim"))
    if evaluation.ideal_answer:
        out.print(Text("A stronger answer:", style="bold"))
        out.print(Text(evaluation.ideal_answer, style="dim"))


def _point(point: FeedbackPoint) -> Text:
    text = Text(point.text)
    if point.quote:
        text.append(f" (“{_shortened(point.quote)}”)", style="italic")
    return text


def _bar(value: float | None) -> Text:
    filled = 0 if value is None else round(value * 2)
    return Text("━" * filled, style="cyan") + Text("┄" * (20 - filled), style="bright_black")


def _shortened(quote: str, limit: int = 120) -> str:
    return quote if len(quote) <= limit else quote[:limit].rsplit(" ", 1)[0] + " …"
