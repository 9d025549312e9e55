"""The upper part of the interview: where we are, how long the answer takes, and the question."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_cli.interview.model import AskedQuestion, Evaluation, EvaluationStatus
from interview_cli.tui.text import clean, clock_time, one_line

WEAK_SCORE: Final = 40.0
"""Below this (of 100: the line between LEAN_NO_HIRE and NO_HIRE) the comment on an answer is shown at once."""

_NOTE_CHARACTERS: Final = 200


class QuestionPanel(Vertical):
    """Shows one question, with a note on the answer before when that was weak."""

    def compose(self) -> ComposeResult:
        """Everything, still empty."""
        with Horizontal(id="bar"):
            yield Static("Preparing your questions …", id="progress", markup=False)
            yield Static("", id="timer", markup=False)
        yield Static("", id="note", markup=False)
        with VerticalScroll(id="question", can_focus=False):
            yield Static("", id="question-text", markup=False)

    def ask(self, asked: AskedQuestion, number: int, total: int) -> None:
        """Put a question; `number` counts main questions from 1 to `total`."""
        label = f"Question {number} of {total}"
        if asked.parent_id is not None:
            label += "  ·  Follow-up"
        self.query_one("#progress", Static).update(Content(label))
        self.query_one("#question-text", Static).update(Content(clean(asked.text)))
        self.query_one("#question").scroll_home(animate=False)

    def show_time(self, seconds: float) -> None:
        """The answer has taken this long."""
        self.query_one("#timer", Static).update(Content(clock_time(seconds)))

    def comment_on(self, evaluation: Evaluation | None) -> None:
        """Say what was missing in an answer, when it was weak; otherwise take back what was said before."""
        note = ""
        if evaluation is not None:
            if evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
                note = f"Last answer: too little to score. {evaluation.comment}"
            elif evaluation.overall_score is not None and evaluation.overall_score < WEAK_SCORE:
                note = f"Last answer: {evaluation.comment}"
        line = self.query_one("#note", Static)
        line.update(Content(one_line(note, _NOTE_CHARACTERS)))
        line.display = bool(note)
