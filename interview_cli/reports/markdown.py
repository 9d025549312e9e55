"""A session as a Markdown document. What the candidate said is quoted with Markdown's own characters escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from interview_cli.interview.model import (
    Attempt,
    Delivery,
    Evaluation,
    EvaluationStatus,
    Exchange,
    Feedback,
    FeedbackPoint,
    Session,
)
from interview_cli.interview.printable import all_printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LIST_OR_RULE = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")


def session_to_markdown(session: Session) -> str:
    """The report on one session, complete enough to read without the program."""
    session = all_printable(session)
    settings = session.settings
    title = settings.type.value.replace("_", " ")
    lines = [
        f"# {title[0].upper()}{title[1:]} interview, {session.started_at.astimezone():%Y-%m-%d %H:%M}",
        "",
        " · ".join(
            [
                f"Session `{session.id[:8]}`",
                session.status.value.replace("_", " "),
                f"difficulty {settings.difficulty.value}",
                *([f"role {escape(settings.role)}"] if settings.role else []),
            ]
        ),
        "",
    ]
    if session.feedback:
        lines += _feedback(session.feedback)
    if session.delivery:
        lines += ["## Delivery", "", *_bullets(delivery_lines(session.delivery)), ""]
    lines += ["## Questions and answers", ""]
    for exchange in session.exchanges:
        lines += _exchange(exchange)
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text with every character that Markdown or HTML would read as markup made literal, on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_OR_RULE.sub(lambda start: f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}", line)


def scored_by(feedback: Feedback) -> str:
    """Who scored, in words that never let rules pass for a model."""
    who = feedback.evaluator
    if who.kind == "rules":
        return f"Scored by rules in this program (rubric {who.rubric_version}), not by a language model."
    return f"Scored by the model {who.name} (rubric {who.rubric_version}, prompt {who.prompt_version})."


def delivery_lines(delivery: Delivery) -> Iterator[str]:
    """How it was said, one fact a line; what could not be measured is named."""
    yield f"{delivery.word_count} words in {delivery.sentence_count} sentences"
    per_100 = delivery.fillers_per_100_words
    rate = f" ({per_100:.1f} per 100 words)" if per_100 is not None else ""
    yield f"{delivery.filler_count} fillers{rate}, {len(delivery.hedges)} hedges, {len(delivery.repeats)} restarts"
    if delivery.words_per_minute is not None:
        yield f"{delivery.words_per_minute:.0f} words a minute"
    if delivery.pauses is not None:
        yield f"{delivery.pauses.count} pauses, the longest {delivery.pauses.longest_s:.1f} s"
    if delivery.not_measured:
        yield "not measured: " + ", ".join(name.replace("_", " ") for name in delivery.not_measured)


def _feedback(feedback: Feedback) -> Iterator[str]:
    scores = feedback.scores
    named = {
        "Clarity": scores.clarity,
        "Structure": scores.structure,
        "Relevance": scores.relevance,
        "Confidence": scores.confidence,
        "Overall": scores.overall,
    }
    overall = "–" if feedback.overall_score is None else f"{feedback.overall_score:.0f} of 100"
    yield f"**Overall {overall}** · {feedback.recommendation.replace('_', ' ')} · {scored_by(feedback)}"
    yield ""
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


def _exchange(exchange: Exchange) -> Iterator[str]:
    asked = exchange.asked
    kind = "Follow-up" if asked.parent_id else f"Question {asked.slot + 1}"
    yield f"### {kind}: {escape(asked.text)}"
    yield ""
    if exchange.attempt is None:
        yield "*Skipped.*" if exchange.skipped else "*Not answered.*"
        yield ""
        return
    for paragraph in exchange.attempt.answer.text.splitlines():
        yield f"> {escape(paragraph)}" if paragraph.strip() else ">"
    yield ""
    yield from _judged(exchange.attempt)


def _judged(attempt: Attempt) -> Iterator[str]:
    evaluation = attempt.evaluation
    if evaluation is None:
        return
    if evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
        yield f"**Not scored: too little to judge.** {escape(evaluation.comment)}"
    else:
        yield f"**{evaluation.overall_score:.0f} of 100.** {escape(evaluation.comment)}"
        yield ""
        yield from _criteria(evaluation)
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
        points = "unsupported" if score.score is None else f"{score.score:g} / {score.max}"
        quotes = "; ".join(f"“{escape(e.quote)}”" for e in score.evidence) or "–"
        yield f"| {escape(score.criterion)} | {points} | {escape(score.anchor)} | {quotes} |"


def _point(point: FeedbackPoint) -> str:
    quoted = f" (“{escape(point.quote)}”)" if point.quote else ""
    return escape(point.text) + quoted


def _bullets(items: Iterable[str]) -> Iterator[str]:
    return (f"- {item}" for item in items)
