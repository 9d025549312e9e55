"""A row of short texts that wraps between them, each of which can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget


class Chips(Widget):
    """What `chips()` gives, side by side on as many lines as it takes. A click calls `clicked(index)`."""

    gap = 1
    """Columns between two chips."""

    def chips(self) -> Sequence[Content]:
        """The texts, in order."""
        return ()

    def clicked(self, index: int) -> None:
        """The chip at `index` was clicked."""

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the chips need."""
        return len(self._lines(width))

    def on_click(self, event: events.Click) -> None:
        """Find out which chip it was."""
        index = event.style.meta.get("chip")
        if isinstance(index, int):
            self.clicked(index)

    def _lines(self, width: int) -> list[Content]:
        lines: list[list[Content]] = [[]]
        used = 0
        for index, chip in enumerate(self.chips()):
            if used and used + self.gap + chip.cell_length > width:
                lines.append([])
                used = 0
            used += chip.cell_length + (self.gap if used else 0)
            lines[-1].append(chip.stylize(Style.from_meta({"chip": index})))
        return [Content(" " * self.gap).join(line) for line in lines]
