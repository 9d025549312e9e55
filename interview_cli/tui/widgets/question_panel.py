"""The upper part of the interview: where we are, how long the answer takes, and the question."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_cli.interview.model import AskedQuestion, Evaluation, EvaluationStatus
from interview_cli.tui.text import bar, clean, clock_time, one_line

WEAK_SCORE: Final = 40.0
"""Below this (of 100: the line between LEAN_NO_HIRE and NO_HIRE) the comment on an answer is shown at once."""

_NOTE_CHARACTERS: Final = 200
_GAUGE_COLUMNS: Final = 10


class QuestionPanel(Vertical):
    """Shows one question, with a note on an answer before when that was weak."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: AskedQuestion | None = None
        self._target_s: float | None = None
        self._uttered = ""

    def compose(self) -> ComposeResult:
        """Everything, still empty."""
        with Horizontal(id="bar"):
            yield Static("Preparing your questions …", id="progress", markup=False)
            yield Static("", id="gauge", markup=False)
            yield Static("", id="timer", markup=False)
        yield Static("", id="note", markup=False)
        with VerticalScroll(id="question", can_focus=False):
            yield Static("", id="question-text", markup=False)

    def ask(self, asked: AskedQuestion, label: str, target_s: float | None) -> None:
        """Put a question; `label` says where it stands, `target_s` how long its answer may well take."""
        self._asked, self._target_s = asked, target_s
        self._uttered = ""
        if asked.parent_id is not None:
            label += "  ·  Follow-up"
        self.query_one("#progress", Static).update(Content(label))
        self._caption(asked.text)

    def utter(self, sentence: str) -> None:
        """Put the next sentence of a question that is not known to its end yet."""
        self._uttered = f"{self._uttered} {sentence}".strip()
        self._caption(self._uttered)

    def rephrase(self, asked: AskedQuestion, text: str) -> None:
        """Put the question on the screen in other words too, if it is still the one asked."""
        if self._asked is not None and asked.id == self._asked.id:
            self._caption(f"{asked.text}\n\nIn other words: {text}")

    def show_time(self, seconds: float) -> None:
        """The answer has taken this long."""
        self.query_one("#timer", Static).update(Content(clock_time(seconds)))

    def show_length(self, seconds: float) -> None:
        """Show how long the answer is so far, spoken aloud, next to the length that suits the question."""
        line = Content("")
        if self._target_s is not None:
            wanted = (f" {clock_time(self._target_s)}  ", "$muted")
            line = Content.assemble(bar(seconds, self._target_s, _GAUGE_COLUMNS), wanted)
        self.query_one("#gauge", Static).update(line)

    def comment_on(self, asked: AskedQuestion, evaluation: Evaluation) -> None:
        """Say what was missing in an answer, when it was weak."""
        if evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
            self._note(f"{self._which(asked)}: too little to score. {evaluation.comment}")
        elif evaluation.status is EvaluationStatus.NOT_SCORED:
            self._note(f"{self._which(asked)}: not scored. {evaluation.comment}")
        elif evaluation.overall_score is not None and evaluation.overall_score < WEAK_SCORE:
            self._note(f"{self._which(asked)}: {evaluation.comment}")

    def remark(self, text: str) -> None:
        """Say something of the answer before."""
        self._note(text)

    def forget_comment(self) -> None:
        """Take back what was said about an answer."""
        self._note("")

    def _which(self, asked: AskedQuestion) -> str:
        """The answer meant, as seen from the question on the screen: a judge may take longer than an answer does."""
        if self._asked is None or self._asked.position - asked.position <= 1:
            return "Last answer"
        return f"Your answer to question {asked.slot + 1}"

    def _note(self, note: str) -> None:
        line = self.query_one("#note", Static)
        line.update(Content(one_line(note, _NOTE_CHARACTERS)))
        line.display = bool(note)

    def _caption(self, text: str) -> None:
        self.query_one("#question-text", Static).update(Content(clean(text)))
        self.query_one("#question").scroll_home(animate=False)
