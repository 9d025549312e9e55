"""The feedback screen as it is opened and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from interview_cli.interview.model import Session
from interview_cli.tui.navigation import GoFeedback

if TYPE_CHECKING:
    from tests.tui.conftest import Person


async def read_everything(person: Person) -> str:
    """All of the page, from top to bottom."""
    page = person.app.screen.query_one("#report", VerticalScroll)
    page.scroll_home(animate=False)
    await person.pilot.pause()
    seen = person.screen
    while page.scroll_offset.y < page.max_scroll_y:
        await person.press("space")
        await person.pilot.wait_for_scheduled_animations()
        seen += person.screen
    return seen


async def show(person: Person, session: Session) -> None:
    person.app.post_message(GoFeedback(session.id))
    await person.sees("by rules in this program")
