"""Answering a question again: from the feedback, and the comparison that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from interview_cli.app import Application
from interview_cli.interview.model import Exchange, Session
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoCompare, GoFeedback
from tests.tui.conftest import STRONG

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit

Make = Callable[..., Session]
FIRST = "The release was late."


def attempts(application: Application, session: Session) -> tuple[str, ...]:
    exchange = application.store.load(session.id).exchanges[0]
    return tuple(each.answer.text for each in exchange.attempts)


async def open_feedback(person: Person, session: Session) -> None:
    person.app.post_message(GoFeedback(session.id))
    await person.sees("How helpful was this feedback?")


def answered_again(session: Session, *texts: str) -> Session:
    """The session with more attempts at its first question."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    for number, text in enumerate(texts, 2):
        answer = replace(
            exchange.attempt.answer, text=text, ended_at=exchange.attempt.answered_at + timedelta(days=number)
        )
        exchange = exchange.with_attempt(replace(exchange.attempt, id=f"attempt-{number}", answer=answer))
    return replace(session, exchanges=(exchange, *session.exchanges[1:]))


async def test_a_retry_hides_the_old_answer_and_is_compared_with_it(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await open_feedback(person, session)
        await person.press("r")
        await person.sees("Attempt 2", "Tell me about a project that was late.")
        await person.may_write()
        assert "It shipped in June" not in person.screen
        await person.answer(STRONG)
        await person.sees("Attempt 1 → attempt 2", "{+", "[-")
        assert attempts(application, session)[1:] == (STRONG,)
        await person.press("escape", "n")
        await person.sees("2 attempts", "C Compare")
        await person.press("c")
        await person.sees("Attempt 1 → attempt 2")
        await person.press("escape", "escape")
        await person.sees("Start practising")
    assert len(application.store.history.list_sessions()) == 1


async def test_a_retry_that_is_left_keeps_its_draft_and_changes_nothing(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await open_feedback(person, session)
        await person.press("r")
        await person.write("Half a sentence")
        await person.press("escape")
        await person.sees("How helpful was this feedback?")
        assert len(attempts(application, session)) == 1
        await person.press("r")
        await person.sees("Half a sentence", "Your draft is back")


async def test_a_question_that_was_skipped_is_practised_by_itself(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    asked = session.exchanges[1].asked
    session = replace(session, exchanges=(session.exchanges[0], Exchange(asked, skipped=True)))
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await open_feedback(person, session)
        await person.press("n", "n", "r")
        await person.sees("Question 1 of 1", "Question number 2")
        await person.may_write()
        await person.press("escape")
        await person.sees("How helpful was this feedback?")


async def test_other_attempts_can_be_compared(visit: Visit, application: Application, make_session: Make) -> None:
    session = answered_again(make_session(), "I cut two features.", STRONG)
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoCompare(session.id, 1))
        await person.sees("Attempt 2 → attempt 3", "B Other before", "A Other after")
        assert "Play" not in person.screen
        await person.press("b")
        await person.sees("Attempt 1 → attempt 3")
        await person.press("a")
        await person.sees("Attempt 1 → attempt 2")
        await person.press("b")
        await person.sees("Attempt 1 → attempt 2")
        await person.press("a")
        await person.sees("Attempt 1 → attempt 3")


async def test_with_one_attempt_there_is_nothing_to_compare(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoCompare(session.id, 1))
        await person.sees("there is nothing to compare yet")


async def test_wide_terminals_show_both_texts_side_by_side(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = answered_again(make_session(), "I cut two features and called nobody.")
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 40)) as person:
        person.app.post_message(GoCompare(session.id, 1))
        await person.sees("Attempt 1  ", "Attempt 2  ")
        lines = [line for line in person.screen.splitlines() if "[-" in line and "{+" in line]
        assert lines
