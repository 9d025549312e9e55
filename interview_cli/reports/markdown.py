"""A session as a Markdown document. What the candidate said is quoted with Markdown's own characters escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from interview_cli.interview.checklist import checklist
from interview_cli.interview.model import (
    Attempt,
    Evaluation,
    EvaluationStatus,
    Exchange,
    Feedback,
    FeedbackPoint,
    Session,
)
from interview_cli.interview.printable import all_printable
from interview_cli.learning.stories import Match
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

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LIST_OR_RULE = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")


def session_to_markdown(session: Session, better: Mapping[str, Match] | None = None) -> str:
    """The report on one session, complete enough to read without the program.

    `better` are stories that would have fitted better, by the id of the asked question.
    """
    session, better = all_printable(session), all_printable(dict(better or {}))
    lines = list(summary_lines(session))
    for exchange in session.exchanges:
        lines += [*question_lines(exchange), *answer_lines(exchange, better.get(exchange.asked.id))]
    return "\n".join(lines).rstrip() + "\n"


def summary_lines(session: Session) -> Iterator[str]:
    """What is said about a session as a whole, before its questions."""
    settings = session.settings
    title = settings.type.value.replace("_", " ")
    yield f"# {title[0].upper()}{title[1:]} interview, {session.started_at.astimezone():%Y-%m-%d %H:%M}"
    yield ""
    yield " · ".join(
        [
            f"Session `{session.id[:8]}`",
            session.status.value.replace("_", " "),
            f"difficulty {settings.difficulty.value}",
            *([f"role {escape(settings.role)}"] if settings.role else []),
        ]
    )
    yield ""
    if session.feedback:
        yield from _feedback(session.feedback)
        if best := best_line(session):
            yield from (best, "")
    if session.delivery:
        yield from ("## Delivery", "", *_bullets(delivery_lines(session.delivery)), "")
    yield from ("## Questions and answers", "")


def escape(text: str) -> str:
    """Text with every character that Markdown or HTML would read as markup made literal, on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_OR_RULE.sub(lambda start: f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}", line)


def better_story_line(better: Match) -> str:
    """Which story of the candidate's own would have fitted a question better, and why."""
    return f"Your story “{better.story.title}” would have fitted better: {'; '.join(better.why)}."


def scored_by(feedback: Feedback) -> str:
    """Who scored, in words that never let rules pass for a model."""
    who = feedback.evaluator
    if who.kind == "rules":
        did = "Judged" if feedback.overall_score is None else "Scored"
        place = who.name.partition("@")[2]  # a server's, as `reading.session_from_json` writes it
        where = f"at {place}" if place else "in this program"
        return f"{did} by rules {where} (rubric {who.rubric_version}), not by a language model."
    if who.prompt_version is None:
        return f"Nothing here was scored by the model {who.name}."
    return f"Scored by the model {who.name} (rubric {who.rubric_version}, prompt {who.prompt_version})."


def _feedback(feedback: Feedback) -> Iterator[str]:
    scores = feedback.scores
    named = {label.capitalize(): getattr(scores, name) for name, label in SCORE_LABELS}
    overall = "–" if feedback.overall_score is None else f"{feedback.overall_score:.0f} of 100"
    yield f"**Overall {overall}** · {feedback.recommendation.replace('_', ' ')} · {escape(scored_by(feedback))}"
    yield ""
    if fallback := fallback_line(feedback):
        yield from (f"*{escape(fallback)}*", "")
    yield escape(feedback.summary)
    yield ""
    yield "| " + " | ".join(named) + " |"
    yield "|" + " --- |" * len(named)
    yield "| " + " | ".join("–" if value is None else f"{value:g}" for value in named.values()) + " |"
    yield ""
    if feedback.fix_first:
        yield f"**Fix this first:** {_point(feedback.fix_first)}"
        yield ""
    for heading, points in (("Strengths", feedback.strengths), ("Improve", feedback.improvements)):
        if points:
            yield from (f"## {heading}", "", *_bullets(_point(point) for point in points), "")
    if feedback.suggestions:
        yield from ("## Next steps", "", *_bullets(escape(text) for text in feedback.suggestions), "")
    notes = {
        "Technical": feedback.technical_notes,
        "Communication": feedback.communication_notes,
        "Problem solving": feedback.problem_solving_notes,
    }
    if any(notes.values()):
        kept = [f"**{name}:** {escape(text)}" for name, text in notes.items() if text]
        yield from ("## Notes", "", *_bullets(kept), "")
    if feedback.report:
        yield from ("## Report", "", escape(feedback.report), "")


def question_lines(exchange: Exchange) -> Iterator[str]:
    """A question as it was put."""
    asked = exchange.asked
    kind = "Follow-up" if asked.parent_id else f"Question {asked.slot + 1}"
    yield f"### {kind}: {escape(asked.text)}"
    yield ""


def answer_lines(exchange: Exchange, better: Match | None = None) -> Iterator[str]:
    """What was answered, how it was said and judged, and which story would have fitted better."""
    attempt = exchange.attempt
    if attempt is None:
        yield "*Skipped.*" if exchange.skipped else "*Not answered.*"
        yield ""
        return
    yield from _quoted(attempt.answer.text)
    heard = heard_otherwise(attempt.answer)
    if heard is not None:
        yield from ("*Heard, before it was corrected:*", "", *_quoted(heard))
    if attempt.answer.transcription and attempt.delivery:
        yield from _bullets(delivery_lines(attempt.delivery))
        places = ", ".join(f"{escape(what)} at {clock(second)}" for what, second in moments(attempt))
        yield from (f"- to hear again: {places}", "") if places else ("",)
    yield from _judged(attempt)
    if better:
        yield from (escape(better_story_line(better)), "")
    if attempts := attempts_line(exchange):
        yield from (f"*{attempts}*", "")
    yield from _checklist(exchange)


def _quoted(text: str) -> Iterator[str]:
    for paragraph in text.splitlines():
        yield f"> {escape(paragraph)}" if paragraph.strip() else ">"
    yield ""


def _judged(attempt: Attempt) -> Iterator[str]:
    evaluation = attempt.evaluation
    if evaluation is None:
        return
    verdict = verdict_text(evaluation)
    yield f"**{verdict}.** {escape(evaluation.comment)}" if verdict else escape(evaluation.comment)
    if evaluation.status is EvaluationStatus.SCORED:
        yield ""
        yield from _criteria(evaluation)
    yield from (f"\n*{escape(line)}*" for line in judging_lines(evaluation))
    if evaluation.ideal_answer:
        yield ""
        yield "**A stronger answer:**"
        yield ""
        yield from (f"{escape(line)}  " for line in evaluation.ideal_answer.splitlines())
    yield ""


def _criteria(evaluation: Evaluation) -> Iterator[str]:
    yield "| Criterion | Score | Level met | Evidence |"
    yield "| --- | --- | --- | --- |"
    for score in evaluation.scores:
        quotes = "; ".join(f"“{escape(e.quote)}”" for e in score.evidence) or "–"
        yield f"| {escape(score.criterion)} | {points_text(score)} | {escape(score.anchor)} | {quotes} |"


def _checklist(exchange: Exchange) -> Iterator[str]:
    items = checklist(exchange)
    if not items:
        return
    number, question = exchange.asked.slot + 1, exchange.asked.question
    found = [escape(found_text(item, question)) for item in items]
    columns = ["Number", "Ticked", "Key point", *(["By the rules"] if any(found) else [])]
    yield from (f"**{CHECKLIST_HEADING}**", "")
    yield "| " + " | ".join(columns) + " |"
    yield "|" + " --- |" * len(columns)
    for item, state in zip(items, found, strict=True):
        cells = (f"{number}.{item.number}", tick_text(item).strip(), escape(item.key_point.point), state)
        yield "| " + " | ".join(cells[: len(columns)]) + " |"
    yield ""


def _point(point: FeedbackPoint) -> str:
    quoted = f" (“{escape(point.quote)}”)" if point.quote else ""
    return escape(point.text) + quoted


def _bullets(items: Iterable[str]) -> Iterator[str]:
    return (f"- {item}" for item in items)
