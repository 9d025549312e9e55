"""The command palette: every place to go, and everything that can be done on the screen below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from interview_cli.tui.navigation import GoHome, GoSetUp, GoTo, Place
from interview_cli.tui.widgets.key_hints import keys_of

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
    """Open the help on the screen in sight."""
    from interview_cli.tui.screens.help import HelpScreen

    screen = app.screen
    if not isinstance(screen, HelpScreen):
        about = getattr(screen, "ABOUT", "")
        app.push_screen(HelpScreen(about, [hint for hint, _ in keys_of(screen)]))
