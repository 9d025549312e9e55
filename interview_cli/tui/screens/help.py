"""Help: what a screen is for, and every key that works there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from interview_cli.tui.widgets.key_hints import KeyHint

_KEY_COLUMNS = 10


class HelpScreen(ModalScreen[None]):
    """A box above the screen it explains."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter,q,Q,ctrl+c", "dismiss", "Close", show=False)
    ]

    def __init__(self, about: str, keys: Sequence[KeyHint]) -> None:
        super().__init__()
        self._about = about
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="dialog"):
            yield Static("Help", id="dialog-title")
            with VerticalScroll(id="help-text"):
                if self._about:
                    yield Static(self._about, id="help-about", markup=False)
                for hint in self._keys:
                    line = Content.assemble((f"{hint.label:<{_KEY_COLUMNS}}", "bold $primary"), hint.meaning)
                    yield Static(line, classes="help-key", markup=False)

    def on_click(self) -> None:
        """A click anywhere closes it."""
        self.dismiss()
