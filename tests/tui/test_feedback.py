"""The feedback screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual.containers import VerticalScroll

from interview_cli.app import Application
from interview_cli.interview.model import Session
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoFeedback

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit

Make = Callable[..., Session]


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
    await person.sees("Scored by rules in this program")


async def test_everything_is_on_the_page(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        page = await read_everything(person)
    for text in (
        "65 of 100   Hire",
        "Clarity     ━━━━━━━━━━━━━━──────  7.0",
        "Fix this first",
        "End every story with its result, in numbers.",
        "“I cut two features”",
        "Strengths",
        "To improve",
        "Next steps",
        "Communication",
        "Question 1  Tell me about a project that was late.",
        "Structure      ━━━━━━━━──  4 of 5",
        "Relevance      ──────────  not judged",
        "A stronger answer",
        "Question 2  What would you do differently today?",
        "Skipped.",
    ):
        assert text in page


@pytest.mark.parametrize("stars", [1, 5])
async def test_rating(visit: Visit, application: Application, make_session: Make, stars: int) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.sees("Press 1 (not at all) to 5 (very)")
        await person.press(str(stars))
        await person.sees(f"{stars} of 5. Thank you.")
        await person.press("0", "6")
        assert f"{stars} of 5. Thank you." in person.screen
    assert application.store.load(session.id).helpfulness == stars


async def test_jumping_between_answers(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application), (80, 16)) as person:
        await show(person, session)
        await person.press("n")
        await person.until(lambda: person.screen.lstrip().startswith("Question 1"))
        await person.press("n")
        await person.sees("What would you do differently today?")
        await person.press("p", "p")
        await person.sees("Question 1  Tell me")


async def test_practising_again_begins_with_the_same_choices(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("a")
        await person.sees("What do you want to practise?", "[2]", "release manager")


async def test_what_was_said_cannot_steer_the_screen(
    visit: Visit, application: Application, make_session: Make
) -> None:
    said = "[bold red]Bold[/] [@click=app.quit]x[/] $primary \x1b[31mred\x1b]0;title\x07 \u202egnirts {x!r} I led it."
    session = make_session(said=said, quote="[bold red]Bold[/]")
    application.store.create(session)
    async with visit(InterviewApp(application), (120, 24)) as person:
        await show(person, session)
        page = await read_everything(person)
    assert "[bold red]Bold[/] [@click=app.quit]x[/] $primary [31mred]0;title gnirts {x!r} I led it." in page
    assert not any(control in page for control in "\x1b\x07\u202e")
    assert "“[bold red]Bold[/]”" in page


async def test_a_session_that_is_gone_is_told(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback("nowhere"))
        await person.sees("There is no session 'nowhere'.")
        await person.press("escape")
        await person.sees("Start practising")
