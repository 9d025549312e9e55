"""The keys that work on a screen, at its bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from interview_cli.tui.widgets.chips import Chips


class KeyHint(NamedTuple):
    """A key by Textual's name, as people read it, and what it does."""

    key: str
    label: str
    meaning: str


class KeyHints(Chips):
    """Lists keys in the order given. A click on one presses it."""

    gap = 3

    def __init__(self, *hints: KeyHint) -> None:
        super().__init__()
        self._hints = hints

    def show(self, *hints: KeyHint) -> None:
        """Other keys work from now on."""
        self._hints = hints
        self.refresh(layout=True)

    def chips(self) -> Sequence[Content]:
        """Key and meaning."""
        return [
            Content.assemble((hint.label, "bold $primary"), (f" {hint.meaning}", "$muted")) for hint in self._hints
        ]

    def clicked(self, index: int) -> None:
        """Press the key."""
        self.app.simulate_key(self._hints[index].key)
