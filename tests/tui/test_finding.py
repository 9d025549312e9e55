"""Help, the command palette and the keys at the bottom: how somebody finds out what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from interview_cli.app import Application
from interview_cli.interview.model import Session, SessionSettings
from interview_cli.tui.actions import HelpScreen
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoCompare, GoFeedback, GoSetUp, GoTo, Place
from interview_cli.tui.widgets.key_hints import KeyHints, keys_of
from tests.tui.test_again import answered_again

if TYPE_CHECKING:
    from textual.message import Message

    from tests.tui.conftest import Visit

MESSAGES: dict[str, Message] = {
    **{place.value: GoTo(place) for place in Place},
    "feedback": GoFeedback("one-session"),
    "compare": GoCompare("one-session", 1),
    "set-up": GoSetUp(),
}


@pytest.fixture
def session(application: Application, make_session: Callable[..., Session]) -> Session:
    """A session with two attempts, kept."""
    session = answered_again(make_session(), "I cut two features and called every customer.")
    application.store.create(session)
    return session


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("name", MESSAGES)
async def test_every_screen_explains_itself_and_all_its_keys(
    visit: Visit, application: Application, name: str
) -> None:
    async with visit(InterviewApp(application), (100, 60)) as person:
        person.app.post_message(MESSAGES[name])
        await person.until(lambda: len(person.app.screen_stack) > 1)
        screen = person.app.screen
        await person.until(lambda: screen.query_one(KeyHints).hints)
        keys = [hint for hint, _ in keys_of(screen)]
        await person.press("f1")
        await person.until(lambda: isinstance(person.app.screen, HelpScreen))
        await person.sees("Help", *(hint.meaning for hint in keys[:5]))
        await person.press("escape")
        assert person.app.screen is screen
        assert keys
        assert getattr(screen, "ABOUT", "")


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("name", MESSAGES)
async def test_every_key_at_the_bottom_has_one_meaning(visit: Visit, application: Application, name: str) -> None:
    async with visit(InterviewApp(application), (100, 60)) as person:
        person.app.post_message(MESSAGES[name])
        await person.until(lambda: len(person.app.screen_stack) > 1)
        hints = person.app.screen.query_one(KeyHints)
        await person.until(lambda: hints.hints)
        await person.sees("Esc ")
        labels = [hint.label for hint in hints.hints]
        assert len(labels) == len(set(labels))
        assert "Esc" in labels


async def test_help_in_an_interview_leaves_the_answer_alone(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.write("Really?")
        await person.press("question_mark")
        assert person.editor.text == "Really??"
        await person.press("f1")
        await person.sees("Help", "Submit", "Leave, resume later")
        await person.press("escape")
        await person.sees("Really??")
        await person.press("!")
        assert person.editor.text == "Really??!"


async def test_the_palette_goes_everywhere(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        for place in Place:
            await person.sees("Start practising")
            await person.press("ctrl+p")
            await person.sees("Search for commands")
            person.app.screen.query_one(Input).value = f"Go to {place.value}"
            await person.sees(f"Go to {place.value}")
            await person.press("enter")
            await person.until(lambda: len(person.app.screen_stack) == 2 and not person.app.screen.is_modal)
            await person.press("escape")


async def test_the_palette_does_what_the_keys_of_the_screen_do(
    visit: Visit, application: Application, session: Session
) -> None:
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback(session.id))
        await person.sees("How helpful was this feedback?")
        await person.press("ctrl+p")
        await person.sees("Search for commands")
        await person.press(*"compare")
        await person.sees("Here: C")
        await person.press("enter")
        await person.sees("Attempt 1 → attempt 2")


async def test_a_key_at_the_bottom_can_be_clicked(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await person.sees("H History")
        line = next(number for number, text in enumerate(person.screen.splitlines()) if "H History" in text)
        column = person.screen.splitlines()[line].index("H History")
        await person.pilot.click(offset=(column, line))
        await person.sees("Search everything said")
