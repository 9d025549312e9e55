"""The home screen: what there is to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from interview_cli.app import Application
from interview_cli.interview.model import InterviewType, Session, SessionSettings, SessionStatus
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoPractise

if TYPE_CHECKING:
    from tests.tui.conftest import Visit

Make = Callable[..., Session]


async def test_a_newcomer_is_told_what_this_is(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await person.sees(
            "Start practising", "Everything stays on this machine.", "Your past sessions will be listed"
        )
        assert "Continue" not in person.screen


async def test_past_sessions_open_their_feedback(visit: Visit, application: Application, make_session: Make) -> None:
    application.store.create(make_session("a", day=2, score=41.0, kind=InterviewType.SYSTEM_DESIGN))
    application.store.create(make_session("b", day=3, score=None))
    application.store.create(make_session("c", day=1, status=SessionStatus.ABANDONED))
    async with visit(InterviewApp(application)) as person:
        await person.sees("3 May 09:15  Behavioral     Standard  1 answer     –")
        await person.sees("2 May 09:15  System design  Standard  1 answer    41")
        await person.sees("1 May 09:15  Behavioral     Standard  abandoned    –")
        await person.press("down", "down", "down", "enter")
        await person.sees("System design · Standard · release manager · 2 May 09:15", "41 of 100")
        await person.press("escape")
        await person.sees("Start practising")
        await person.press("end", "enter")
        await person.sees("This session was not finished")
        assert "How helpful" not in person.screen


async def test_unfinished_sessions_are_offered_newest_first(
    visit: Visit, application: Application, make_session: Make
) -> None:
    application.store.create(make_session("old", day=3, status=SessionStatus.IN_PROGRESS))
    application.store.create(make_session("new", day=4, status=SessionStatus.IN_PROGRESS))
    app = InterviewApp(application)
    async with visit(app) as person:
        await person.sees("C Continue")
        lines = [line.split("·")[-1].strip() for line in person.screen.splitlines() if "answered" in line]
        assert lines == ["4 May 09:15", "3 May 09:15"]
        await person.press("c")
        await person.sees("release manager")
    assert app.close_session() is not None
    assert application.store.load("new-session").status is SessionStatus.COMPLETED


async def test_the_look_can_be_changed(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await person.press("ctrl+t")
        assert person.app.current_theme.dark is False
        await person.press("ctrl+t")
        assert person.app.current_theme.dark is True


async def test_a_damaged_database_is_reported_and_nothing_breaks(visit: Visit, home: object) -> None:
    application = Application()
    application.paths.database.parent.mkdir(parents=True)
    application.paths.database.write_bytes(b"not a database, not at all" * 100)
    async with visit(InterviewApp(application)) as person:
        await person.sees("is not a database, or it is damaged", "Start practising")
        await person.press("n")
        await person.sees("What do you want to practise?", "it is damaged.")
        await person.press("escape")
        await person.sees("Start practising")


async def test_a_wrong_setting_is_reported(visit: Visit, application: Application) -> None:
    application.paths.settings_file.parent.mkdir(parents=True)
    application.paths.settings_file.write_text("[practice]\nquestions = 0\n", encoding="utf-8")
    async with visit(InterviewApp(application)) as person:
        await person.sees("A setting is wrong: practice.questions")


async def test_only_what_is_there_is_offered(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application)) as person:
        await person.sees("Your past sessions will be listed")
        person.app.post_message(GoPractise(settings))
        await person.may_write()
        await person.press("escape")
        await person.sees("C Continue", "Behavioral · 0 answered")
        assert "Your past sessions" not in person.screen
        await person.press("c")
        for number in (1, 2, 3):
            await person.sees(f"Question {number} of 3")
            await person.may_write()
            await person.press("ctrl+k", *(["enter"] if number == 1 else []))
        await person.sees("How helpful was this feedback?")
        await person.press("escape")
        await person.sees("Past sessions")
        assert "Continue" not in person.screen
        assert "will be listed" not in person.screen
        await person.press("c")
        assert "Start practising" in person.screen
