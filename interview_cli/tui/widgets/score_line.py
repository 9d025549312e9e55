"""The score of one criterion; standing on it lights up the words it rests on."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interview_cli.interview.model import CriterionScore
from interview_cli.reports.judging import points_text
from interview_cli.tui.charts import bar
from interview_cli.tui.text import clean


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
        """Light up."""
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
