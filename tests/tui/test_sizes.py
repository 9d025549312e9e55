"""Every screen in small and large terminals, and while its size changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import Application
from interview_cli.interview.model import Session, SessionSettings
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoFeedback

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit

SIZES = pytest.mark.parametrize(
    "size", [(200, 60), (60, 20), (40, 12), (30, 10)], ids=lambda size: f"{size[0]}x{size[1]}"
)


@SIZES
async def test_the_interview_can_be_used(
    visit: Visit, application: Application, settings: SessionSettings, size: tuple[int, int]
) -> None:
    async with visit(InterviewApp(application, settings), size) as person:
        await person.write("I led it.")
        await person.sees("I led it.", "Question 1 of 3")
        await person.press("ctrl+d")
        await person.sees("Finish")
        await person.press("enter")
        await person.until(lambda: not person.app.screen.query("#dialog, #answer"))


@SIZES
async def test_everything_can_be_reached(
    visit: Visit, application: Application, make_session: Callable[..., Session], size: tuple[int, int]
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application), size) as person:
        await person.sees("Start", "3 May")
        await person.press("n")
        await person.until(lambda: person.app.screen.query("#start:enabled"))
        await person.press("up")
        await person.sees("Start")
        await person.press("escape")
        person.app.post_message(GoFeedback(session.id))
        await person.sees("65 of 100")
        await person.press("end")
        await person.pilot.wait_for_scheduled_animations()
        await person.sees("Skipped.")


async def test_resizing_keeps_what_is_typed(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.write("Here is what I typed.")
        for size in ((40, 10), (100, 40), (60, 20)):
            await person.pilot.resize_terminal(*size)
            await person.sees("Here is what I typed.", "Question 1 of 3")
        await person.press("!")
        assert person.editor.text == "Here is what I typed.!"


async def test_what_is_typed_is_wrapped_anew_after_resizing(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.write(
            "This is a line that is long enough to be wrapped in a small terminal, twice or more often."
        )
        for size, first in (((40, 20), "This is a line that is"), ((80, 24), "to be wrapped in a small")):
            await person.pilot.resize_terminal(*size)
            await person.sees(first)
            await person.until(lambda: person.editor.text in " ".join(editor_lines(person)))


def editor_lines(person: Person) -> list[str]:
    """What stands between the borders of the editor."""
    return [
        line.strip().strip("│").strip() for line in person.screen.splitlines() if "│" in line and line.strip("│ ")
    ]
