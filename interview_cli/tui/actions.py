"""The command palette and the help: everything that can be done on the screen below, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from interview_cli.tui.navigation import GoHome, GoSetUp, GoTo, Place
from interview_cli.tui.widgets.key_hints import KeyHint, keys_of

if TYPE_CHECKING:
    from textual.message import Message

    from interview_cli.tui.app import InterviewApp


class Actions(Provider):
    """Lists what the keys do by name, so that nobody has to know a key."""

    async def discover(self) -> Hits:
        """Everything there is."""
        for name, about, act in self._all():
            yield DiscoveryHit(name, act, help=about)

    async def search(self, query: str) -> Hits:
        """What looks like the query."""
        matcher = self.matcher(query)
        for name, about, act in self._all():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), act, help=about)

    def _all(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen, app = self.screen, self.app
        for hint, binding in keys_of(screen):
            node = screen.active_bindings[binding.key].node
            yield hint.meaning, f"Here: {hint.label}", partial(app.run_action, binding.action, default_namespace=node)
        if getattr(screen, "IN_A_SESSION", False):  # whoever is in an interview leaves it first
            return
        for name, message in _destinations():
            yield f"Go to {name}", "", partial(screen.post_message, message)


def _destinations() -> Iterator[tuple[str, Message]]:
    yield "Home", GoHome()
    yield "New interview", GoSetUp()
    for place in Place:
        yield place.value, GoTo(place)


def shown_help(app: InterviewApp) -> None:
    """Open the help on the current screen."""
    screen = app.screen
    if not isinstance(screen, HelpScreen):
        about = getattr(screen, "ABOUT", "")
        app.push_screen(HelpScreen(about, [hint for hint, _ in keys_of(screen)]))


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
