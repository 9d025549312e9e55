"""Leaving a session, going on with it, and what happens when it cannot be saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import TYPE_CHECKING

import pytest
from textual.message import Message

from interview_cli.app import Application
from interview_cli.errors import StorageError
from interview_cli.interview.commands import KeepDraft, Leave
from interview_cli.interview.events import Listening
from interview_cli.interview.inbox import Inbox
from interview_cli.interview.model import SessionSettings, SessionStatus
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.candidate import SaveDraft, ScreenCandidate
from interview_cli.tui.messages import DraftKept, Happened, LeavingNotSaved
from interview_cli.tui.plays import SessionPlay
from interview_cli.tui.runner import SessionRunner
from tests.conftest import PATIENCE_S

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit

ANSWER = "I led a project in 2023 and shipped it in ten days with four colleagues."


@contextmanager
def locked(application: Application) -> Iterator[None]:
    """Another program is writing to the database and does not stop."""
    other = sqlite3.connect(application.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def until_closed(person: Person) -> None:
    await person.until(lambda: not person.app.is_running)


async def test_a_draft_survives_leaving_and_is_back_in_the_editor(
    visit: Visit, make_application: Callable[[], Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_PRACTICE__FOLLOW_UPS", "0")
    first = make_application()
    async with visit(InterviewApp(first)) as person:
        await person.press("n", "enter")
        await person.answer(ANSWER)
        await person.sees("Question 2 of 5")
        await person.write("Half of an ans\nwer")
        await person.press("escape")
        await person.sees("Start practising", "Continue", "Behavioral · 1 answered")
    later = make_application()
    async with visit(InterviewApp(later)) as person:
        await person.sees("Continue", "Behavioral · 1 answered")
        await person.press("c")
        await person.sees("Question 2 of 5", "Half of an ans", "Your draft is back")
        await person.may_write()
        assert person.editor.text == "Half of an ans\nwer"
        assert person.editor.cursor_location == (1, 3)
        await person.press("!", "ctrl+s")
        await person.sees("Question 3 of 5")
    session = later.store.load(later.store.resolve("last"))
    attempt = session.exchanges[1].attempt
    assert attempt is not None
    assert attempt.answer.text == "Half of an ans\nwer!"
    assert session.status is SessionStatus.IN_PROGRESS


async def test_drafts_are_saved_while_typing(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press(*"um so")
        await person.sees("Draft saved")

        def draft() -> str:
            return application.store.load(application.store.resolve("last")).exchanges[-1].draft

        await person.until(lambda: draft() == "um so")


@pytest.mark.parametrize("key", ["escape", "ctrl+q", "ctrl+c"])
async def test_a_session_opened_by_the_command_line_closes_the_app(
    visit: Visit, application: Application, settings: SessionSettings, key: str
) -> None:
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.write("So far")
        await person.press(key)
        await until_closed(person)
    interview = app.close_session()
    assert interview is not None
    assert interview.session_id == application.store.resolve("last")
    assert not interview.finished
    assert app.failure is None
    assert application.store.load(interview.session_id).exchanges[0].draft == "So far"


async def test_ctrl_c_copies_what_is_selected(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.write("copy me")
        await person.press("ctrl+shift+left", "ctrl+c")
        assert person.app.clipboard == "me"
        assert "Question 1 of 3" in person.screen


async def test_closing_the_app_saves_what_is_typed(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.write("Typed a moment ago")
        app.exit()
    session = application.store.load(application.store.resolve("last"))
    assert session.exchanges[0].draft == "Typed a moment ago"


async def test_closing_while_an_answer_is_scored_does_not_make_it_the_next_draft(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.answer(ANSWER)
        app.exit()
    session = application.store.load(application.store.resolve("last"))
    assert session.exchanges[0].attempt is not None
    assert [exchange.draft for exchange in session.exchanges] == [""] * len(session.exchanges)


async def test_leaving_before_the_first_question_keeps_the_draft_of_last_time(
    visit: Visit, make_application: Callable[[], Application], settings: SessionSettings
) -> None:
    first = make_application()
    async with visit(InterviewApp(first, settings)) as person:
        await person.write("From last time")
        await person.press("escape")
        await until_closed(person)
    second = make_application()
    session = second.session_to_continue("last")
    app = InterviewApp(second, resume=session)
    async with visit(app) as person:
        await person.press("escape")
        await until_closed(person)
    assert second.store.load(session.id).exchanges[0].draft == "From last time"


async def test_an_answer_that_cannot_be_saved_stays_in_the_editor(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.write(ANSWER)
        await person.sees("Draft saved")
        with locked(application):
            await person.press("ctrl+s")
            await person.sees("Your answer could not be saved", "Another program is using the database", "Try again")
            await person.press("enter")
            await person.sees("Your answer could not be saved")
        await person.press("enter")
        await person.sees("Question 2 of 3")
    attempt = application.store.load(application.store.resolve("last")).exchanges[0].attempt
    assert attempt is not None
    assert attempt.answer.text == ANSWER


async def test_giving_up_on_an_answer_ends_with_its_text_and_the_reason(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.write(ANSWER)
        await person.sees("Draft saved")
        with locked(application):
            await person.press("ctrl+s")
            await person.sees("Your answer could not be saved")
            await person.press("escape")
            await until_closed(person)
    assert isinstance(app.failure, StorageError)
    interview = app.close_session()
    assert interview is not None
    assert interview.unsaved_answer == ANSWER
    assert application.store.load(application.store.resolve("last")).exchanges[0].draft == ANSWER


async def test_a_draft_that_cannot_be_saved_is_reported_and_tried_again(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        with locked(application):
            await person.write("Not yet")
            await person.sees("Draft not saved: Another program is using")
        await person.sees("Draft saved")
        session = application.store.load(application.store.resolve("last"))
        assert session.exchanges[0].draft == "Not yet"


async def test_leaving_asks_when_the_last_words_cannot_be_saved(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.may_write()
        with locked(application):
            await person.write("Last words")
            await person.press("escape")
            await person.sees("What you typed last is not saved", "Try again", "Leave without it", "Stay")
            await person.press("escape")
            await person.may_write()
            assert person.editor.text == "Last words"
            await person.press("escape")
            await person.sees("What you typed last is not saved")
        await person.press("enter")
        await until_closed(person)
    assert application.store.load(application.store.resolve("last")).exchanges[0].draft == "Last words"


def test_a_draft_that_fails_before_leaving_is_not_taken_for_leaving(
    application: Application, settings: SessionSettings
) -> None:
    told: Queue[Message] = Queue()

    def candidate(_: object, __: object, save_draft: SaveDraft, inbox: Inbox) -> tuple[ScreenCandidate, None]:
        return ScreenCandidate(application.clock, save_draft, inbox), None

    def next_that(fits: Callable[[Message], bool]) -> Message:
        while not fits(message := told.get(timeout=PATIENCE_S)):
            pass
        return message

    runner = SessionRunner(application, SessionPlay(settings), told.put, candidate)
    runner.start()
    runner.begin()
    next_that(lambda message: isinstance(message, Happened) and isinstance(message.event, Listening))
    with locked(application):
        runner.send(KeepDraft("Last words"))
        runner.send(Leave("Last words"))
        outcomes = [type(next_that(lambda message: isinstance(message, DraftKept | LeavingNotSaved))) for _ in "12"]
    runner.close(None)
    assert outcomes == [DraftKept, LeavingNotSaved]


async def test_leaving_without_the_last_words(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.may_write()
        with locked(application):
            await person.write("Last words")
            await person.press("escape")
            await person.sees("Leave without it")
            await person.press("right", "enter")
            await until_closed(person)
    assert application.store.load(application.store.resolve("last")).exchanges[0].draft == ""


async def test_a_session_that_cannot_be_saved_at_a_step_continues_when_it_can(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        with locked(application):
            await person.press("ctrl+k", "enter")
            await person.sees("The interview had to stop", "Another program is using the database")
            await person.press("enter")
            await person.may_write()
            await person.press("ctrl+k")
            await person.sees("The interview had to stop")
        await person.press("enter")
        await person.may_write()
        await person.press("ctrl+k")
        await person.sees("Question 2 of 3")


async def test_a_session_that_cannot_begin_is_reported_and_ends_the_command(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    app = InterviewApp(application, settings)
    with locked(application):
        async with visit(app) as person:
            await person.sees("The interview could not begin", "Another program is using the database")
            await person.press("escape")
            await until_closed(person)
    assert isinstance(app.failure, StorageError)


async def test_the_daily_limit_is_reported(
    visit: Visit, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_LIMITS__SESSIONS_PER_DAY", "1")
    async with visit(InterviewApp(application)) as person:
        await person.press("n")
        await person.press("enter")
        await person.answer("I wrote the plan and called every shop myself.")
        await person.sees("Question 2")
        await person.press("escape")
        await person.sees("Start practising")
        await person.press("n")
        await person.press("enter")
        await person.sees("Today's practice is done: the limit you set is 1 a day.")
        await person.press("escape")
        await person.sees("Start practising")
