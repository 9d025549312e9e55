"""Who interviews, judges, hears and speaks, and where that sends what is said."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from interview_cli.tui.engines import EngineLabels
from interview_cli.tui.text import clean, one_line

_REASON_CHARACTERS = 100


class EngineLine(Static):
    """Always in sight. A remote host and a step done by rules instead of the model stand in warning colour."""

    def __init__(self) -> None:
        super().__init__("", id="evaluator", markup=False)
        self._labels: EngineLabels | None = None
        self._fallback = ""

    def name_engines(self, labels: EngineLabels) -> None:
        """These are at work."""
        self._labels = labels
        self._show()

    def fell_back(self, reason: str) -> None:
        """The last answer was scored by rules although a model was to do it; an empty reason takes that back."""
        self._fallback = reason
        self._show()

    def _show(self) -> None:
        labels = self._labels
        if labels is None:
            return
        lines = [Content(clean(line)) for line in labels.lines()]
        if labels.remote_host:
            lines.insert(0, Content.styled(clean(labels.warning()), "bold $warning"))
        if self._fallback:
            text = f"Last score by rules instead: {one_line(self._fallback, _REASON_CHARACTERS)}"
            lines.append(Content.styled(text, "$warning"))
        self.update(Content("\n").join(lines))
