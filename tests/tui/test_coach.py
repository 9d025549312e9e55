"""The coach on the screen: what to do first, answers from one's own records, and beginning what was proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widgets import Input

from interview_cli.app import Application
from interview_cli.interview.model import Session
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoTo, Place

if TYPE_CHECKING:
    from tests.tui.conftest import Visit


async def test_a_question_is_answered_from_ones_own_sessions(
    visit: Visit, application: Application, make_session: Callable[..., Session]
) -> None:
    application.store.create(make_session())
    async with visit(InterviewApp(application), (110, 30)) as person:
        person.app.post_message(GoTo(Place.COACH))
        await person.sees("Next: ", "Ctrl+G Begin what was proposed")
        person.app.screen.query_one("#coach-line", Input).value = "What did I say about customers?"
        await person.press("enter")
        await person.sees("What did I say about customers?", "Session one-sess", "“I cut two")
        await person.press("ctrl+g")
        await person.sees("How helpful was this feedback?")


async def test_the_first_step_is_a_first_interview(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoTo(Place.COACH))
        await person.sees("Practise a first interview.")
        await person.press("ctrl+g")
        await person.sees("Scored by")
