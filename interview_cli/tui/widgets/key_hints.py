"""The keys that work on a screen, at its bottom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from interview_cli.tui.widgets.chips import Chips

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.dom import DOMNode
    from textual.screen import Screen

_LABELS: Final = {
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "delete": "Del",
    "pagedown": "PgDn",
    "full_stop": ".",
    "comma": ",",
}
_LAST: Final = frozenset({"back", "app.help", "app.quit"})
"""What every screen has comes after what it has of its own."""


class KeyHint(NamedTuple):
    """A key by Textual's name, as people read it, and what it does."""

    key: str
    label: str
    meaning: str


class KeyHints(Chips):
    """Lists the keys given, or else those that the screen shows of its own now. A click on one presses it."""

    gap = 3

    def __init__(self, *hints: KeyHint) -> None:
        super().__init__()
        self._hints = hints

    def on_mount(self) -> None:
        """Follow the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh(layout=True))

    def show(self, *hints: KeyHint) -> None:
        """Other keys work from now on."""
        self._hints = hints
        self.refresh(layout=True)

    @property
    def hints(self) -> Sequence[KeyHint]:
        """The keys, in order."""
        return self._hints or [hint for hint, binding in keys_of(self.screen) if binding.show]

    def chips(self) -> Sequence[Content]:
        """Key and meaning."""
        return [
            Content.assemble((hint.label, "bold $primary"), (f" {hint.meaning}", "$muted")) for hint in self.hints
        ]

    def clicked(self, index: int) -> None:
        """Press the key."""
        self.app.simulate_key(self.hints[index].key)


def keys_of(screen: Screen[object]) -> list[tuple[KeyHint, Binding]]:
    """What this program binds on a screen as it is now, each action once, what is the screen's own first."""
    found: dict[str, tuple[KeyHint, Binding]] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.description and binding.action in _own_actions(type(node)):
            label = binding.key_display or key_label(binding.key)
            found.setdefault(binding.action, (KeyHint(binding.key, label, binding.description), binding))
    return sorted(found.values(), key=lambda each: each[1].action in _LAST)


@cache
def _own_actions(kind: type[DOMNode]) -> frozenset[str]:
    """The actions that a class of this program binds itself, not those of the widget it is made of."""
    ours = [each for each in kind.__mro__ if each.__module__.startswith("interview_cli.")]
    bindings = [binding for each in ours for binding in each.__dict__.get("BINDINGS", ())]
    return frozenset(binding.action for binding in bindings)


def key_label(key: str) -> str:
    """A key of Textual as people read it: Ctrl+S, Esc, ?."""
    return "+".join(_LABELS.get(part, part.capitalize()) for part in key.split("+"))
