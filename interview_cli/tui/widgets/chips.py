"""Short texts in a row that wraps between them: each can be clicked, or one of them is the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
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


class Choice(Chips, can_focus=True):
    """Left and right (or a click) choose among `values`; `value` is the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Choose", show=False),
        Binding("right", "choose(1)", "Choose", show=False),
    ]

    index = reactive(0)

    def __init__(self, values: Sequence[object], names: Sequence[str], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._values = list(values)
        self._names = list(names)
        self.is_chosen = False
        """Whether the person has chosen: then nothing else may."""

    @property
    def value(self) -> object:
        """The value chosen. Setting one that was not on offer adds it."""
        return self._values[self.index]

    @value.setter
    def value(self, value: object) -> None:
        if value not in self._values:
            self._values.append(value)
            self._names.append(str(value))
            self.refresh(layout=True)
        self.index = self._values.index(value)

    def suggest(self, value: object) -> None:
        """Begin with this one, unless the person has chosen already."""
        if not self.is_chosen:
            self.value = value

    def offer(self, value: object, name: str) -> None:
        """There is one more to choose from."""
        self._values.append(value)
        self._names.append(name)
        self.refresh(layout=True)

    def chips(self) -> Sequence[Content]:
        """The names, the chosen one between brackets so that it shows without colours too."""
        return [
            Content.styled(f"[{name}]", "bold $primary")
            if index == self.index
            else Content.styled(f" {name} ", "$muted")
            for index, name in enumerate(self._names)
        ]

    def clicked(self, index: int) -> None:
        """Choose it."""
        self.is_chosen = True
        self.index = index

    def action_choose(self, step: int) -> None:
        """Move by `step`, stopping at the ends."""
        self.is_chosen = True
        self.index = min(max(self.index + step, 0), len(self._values) - 1)
