"""A question that has to be answered before anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

_COLUMNS: Final = 58
"""How many columns there are for buttons side by side."""
_AROUND_A_LABEL: Final = 7


class Dialog(ModalScreen[str]):
    """Shows a text with buttons, given as (name, label). The result is the name of the one pressed.

    The first button has the focus; Escape means the last one, which is the harmless way out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", "Previous", show=False),
        Binding("right,down", "app.focus_next", "Next", show=False),
        Binding("escape,ctrl+c", "dismiss_last", "Back", show=False),
    ]

    def __init__(self, title: str, text: str, buttons: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._buttons = buttons

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="dialog"):
            yield Static(Content(self._title), id="dialog-title")
            with VerticalScroll(id="dialog-text", can_focus=False):
                yield Static(Content(self._text))
            wide = sum(len(label) + _AROUND_A_LABEL for _, label in self._buttons) > _COLUMNS
            with Horizontal(id="dialog-buttons", classes="stacked" if wide else ""):
                for number, (name, label) in enumerate(self._buttons):
                    yield Button(label, variant="default" if number else "primary", id=name)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id)

    def action_dismiss_last(self) -> None:
        """Choose the way out."""
        self.dismiss(self._buttons[-1][0])


class TextDialog(ModalScreen[str]):
    """Asks for a line of text. The result is what was written, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c", "dismiss(None)", "Back", show=False)]

    def __init__(self, title: str, text: str, value: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._value = value

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="dialog"):
            yield Static(Content(self._title), id="dialog-title")
            with VerticalScroll(id="dialog-text", can_focus=False):
                yield Static(Content(self._text))
            yield Input(self._value, max_length=500, compact=True, id="dialog-input")
            yield Static("Enter keeps it · Esc leaves it as it was", id="dialog-keys", markup=False)

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
