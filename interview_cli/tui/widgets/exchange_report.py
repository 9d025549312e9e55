"""One question with its answer and everything found in it, as widgets for the feedback.

Focusing the score of a criterion highlights the words it is based on; a key point can be ticked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from interview_cli.interview.checklist import ChecklistItem, checklist
from interview_cli.interview.model import Attempt, CriterionScore, EvaluationStatus, Exchange, Question
from interview_cli.reports.phrases import (
    CHECKLIST_HEADING,
    OWN,
    found_text,
    judging_lines,
    points_text,
    verdict_text,
)
from interview_cli.reports.speech import clock, delivery_lines, heard_otherwise, moments
from interview_cli.tui.text import bar, clean, marked_parts
from interview_cli.tui.widgets.answer_text import AnswerText

if TYPE_CHECKING:
    from interview_cli.learning.stories import Match


class ExchangeReport(Horizontal):
    """What was said on the left and what was found in it on the right; one below the other where it is narrow.

    `number` counts from 0 in the session, `follow_ups` are the exchanges that followed up on this one, `better` is a
    story of the candidate that would have fitted better.
    """

    def __init__(
        self, number: int, exchange: Exchange, follow_ups: Sequence[Exchange] = (), better: Match | None = None
    ) -> None:
        super().__init__(
            Vertical(*_said(number, exchange), classes="said"),
            Vertical(*_found(number, exchange, follow_ups, better), classes="found"),
            classes="exchange",
        )
        self.number = number


def paragraph(kind: str, content: Content | str) -> Static:
    """A paragraph of the style class `kind`."""
    return Static(content, classes=kind, markup=False)


def _said(number: int, exchange: Exchange) -> Iterator[Widget]:
    asked = exchange.asked
    kind = "Follow-up" if asked.parent_id else f"Question {asked.slot + 1}"
    yield paragraph("question", Content.assemble((f"{kind}  ", "$primary"), clean(asked.text)))
    attempt = exchange.attempt
    if attempt is None:
        yield paragraph("muted", "Skipped." if exchange.skipped else "Not answered.")
        return
    answer = AnswerText(number, attempt)
    yield answer
    if (legend := answer.legend()) is not None:
        yield paragraph("legend", legend)
    yield from _spoken(attempt)
    if len(exchange.attempts) > 1:
        yield paragraph("attempts", _attempts(exchange))


def _spoken(attempt: Attempt) -> Iterator[Widget]:
    """How a spoken answer sounded, and what was heard when that was corrected."""
    if attempt.answer.transcription is None:
        return
    heard = heard_otherwise(attempt.answer)
    if heard is not None:
        fillers = attempt.delivery.fillers if attempt.delivery else ()
        parts = marked_parts(heard, fillers)
        words = ((text, "italic $warning" if marked else "italic") for text, marked in parts)
        yield paragraph("heard", Content.assemble("Heard, before it was corrected: ", *words))
    if attempt.delivery:
        places = ", ".join(f"{clean(what)} at {clock(second)}" for what, second in moments(attempt))
        lines = [*delivery_lines(attempt.delivery), *([f"to hear again: {places}"] if places else [])]
        yield paragraph("points", Content("\n".join(lines)))


def _attempts(exchange: Exchange) -> Content:
    """The scores of all attempts, the best named."""
    scores = [each.evaluation.overall_score if each.evaluation else None for each in exchange.attempts]
    told = " → ".join("–" if score is None else f"{score:.0f}" for score in scores)
    known = [score for score in scores if score is not None]
    best = f"   best {max(known):.0f}" if known else ""
    return Content.assemble((f"{len(scores)} attempts  ", "bold"), f"{told}{best}", ("   C compares them", "$muted"))


def _found(number: int, exchange: Exchange, follow_ups: Sequence[Exchange], better: Match | None) -> Iterator[Widget]:
    attempt = exchange.attempt
    if attempt is None:
        return
    yield from _evaluation(number, attempt)
    if added := _added(attempt, follow_ups):
        yield paragraph("muted added", f"Its follow-ups added: {added}")
    if better is not None:
        why = "; ".join(better.why)
        yield paragraph(
            "better", f"One of your stories would have fitted better: {clean(better.story.title)} ({why})."
        )
    for item in checklist(exchange):
        if item.number == 1:
            yield paragraph("heading", CHECKLIST_HEADING)
        yield KeyPointLine(number, exchange.asked.question, item)


def _evaluation(number: int, attempt: Attempt) -> Iterator[Widget]:
    evaluation = attempt.evaluation
    if evaluation is None:
        return
    judged = evaluation.status is EvaluationStatus.SCORED
    verdict, style = verdict_text(evaluation), "bold $primary" if judged else "bold $warning"
    begin = f"{verdict}  " if verdict else ""
    yield paragraph("verdict", Content.assemble((begin, style), clean(evaluation.comment)))
    if judged:
        for score in evaluation.scores:
            yield ScoreLine(number, score)
    for line in judging_lines(evaluation):
        doubtful = evaluation.flagged or evaluation.fallback_reason
        yield paragraph("warned" if doubtful else "muted", clean(line))
    if evaluation.ideal_answer:
        yield paragraph("heading", "A stronger answer")
        yield paragraph("points", clean(evaluation.ideal_answer))


def _added(main: Attempt, follow_ups: Sequence[Exchange]) -> str:
    """The criteria in which a follow-up was answered better than the main question, and key points it covered."""
    best = {score.criterion: score.score or 0.0 for score in main.evaluation.scores} if main.evaluation else {}
    missing = set(main.evaluation.missing_points) if main.evaluation else set()
    added: dict[str, str] = {}
    for exchange in follow_ups:
        evaluation = exchange.attempt.evaluation if exchange.attempt else None
        if evaluation is None:
            continue
        for score in evaluation.scores:
            before = best.get(score.criterion)
            if before is not None and (score.score or 0.0) > before:
                name = score.criterion.replace("_", " ")
                added[score.criterion] = f"{name} {before:g} → {score.score:g} of {score.max}"
                best[score.criterion] = score.score or 0.0
        for point in evaluation.key_points:
            if point.point in missing and point.state == "right":
                added[point.point] = point.point
    return "; ".join(clean(each) for each in added.values())


class ScoreLine(Static, can_focus=True):
    """Tab or the mouse reaches it. `exchange_number` says whose answer was scored, counted from 0."""

    class Entered(Message):
        """Somebody stands on this score, or with `left` has gone on."""

        def __init__(self, line: ScoreLine, *, left: bool) -> None:
            super().__init__()
            self.line = line
            self.left = left

    def __init__(self, exchange_number: int, score: CriterionScore) -> None:
        super().__init__(_text(score), classes="criterion", markup=False)
        self.exchange_number = exchange_number
        self.score = score

    def on_focus(self) -> None:
        """Highlight."""
        self.post_message(self.Entered(self, left=False))

    def on_blur(self) -> None:
        """Go dark."""
        self.post_message(self.Entered(self, left=True))

    def on_enter(self) -> None:
        """The mouse lights up, too."""
        self.post_message(self.Entered(self, left=False))

    def on_leave(self) -> None:
        """And goes."""
        if not self.has_focus:
            self.post_message(self.Entered(self, left=True))


def _text(score: CriterionScore) -> Content:
    name = clean(score.criterion).replace("_", " ").capitalize()
    points = "not judged" if score.score is None else points_text(score)
    lines = [
        Content.assemble((f"{name:<14} ", "bold"), bar(score.score, score.max, 10), f"  {points}"),
        Content.styled(clean(score.anchor), "$muted"),
        *(quoted(evidence.quote) for evidence in score.evidence),
    ]
    return Content("\n").join(line for line in lines if line.plain)


def quoted(quote: str) -> Content:
    """Words of an answer, on one line of the screen or more."""
    return Content.styled(f"“{' '.join(clean(quote).split())}”", "italic $muted")


class KeyPointLine(Static, can_focus=True):
    """One line of a checklist. Space, Enter or a click asks to tick or untick it; the screen saves that and shows it.

    `exchange_number` says which exchange of the session it belongs to, counted from 0.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", "Tick"),
        Binding("space,enter", "untick", "Untick"),
    ]

    @dataclass
    class Toggled(Message):
        """A key point is to be ticked or unticked."""

        line: KeyPointLine

    def __init__(self, exchange_number: int, question: Question, item: ChecklistItem) -> None:
        super().__init__(_point_text(item, question), classes="key-point", markup=False)
        self.exchange_number = exchange_number
        self.item = item
        self._question = question

    def show(self, item: ChecklistItem) -> None:
        """The same point, ticked or unticked."""
        self.item = item
        self.update(_point_text(item, self._question))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whichever would change something."""
        return self.item.ticked if action == "untick" else True if action != "tick" else not self.item.ticked

    def action_tick(self) -> None:
        """Ask for the change."""
        self.post_message(self.Toggled(self))

    action_untick = action_tick

    def on_click(self) -> None:
        """Ask for the change."""
        self.action_tick()


def _point_text(item: ChecklistItem, question: Question) -> Content:
    found = found_text(item, question)
    notes = [*([OWN] if item.is_own else []), *([f"by the rules: {found}"] if found else [])]
    return Content.assemble(
        (f"[{'✓' if item.ticked else ' '}] ", "bold $primary"),
        clean(item.key_point.point),
        ("".join(f"  {note}" for note in notes), "$muted"),
    )
