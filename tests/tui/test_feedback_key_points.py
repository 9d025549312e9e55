"""Key points in the feedback, and ticking them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import Application
from interview_cli.errors import StorageError
from interview_cli.interview.model import InterviewType, KeyPoint, Session
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.widgets.exchange_report import KeyPointLine
from tests.tui.feedback import show

if TYPE_CHECKING:
    from tests.tui.conftest import Visit

Make = Callable[..., Session]


POINTS = (
    KeyPoint("Names what was cut.", "right"),
    KeyPoint("Says who decided.", "wrong"),
    KeyPoint("Says what came of it.", "cannot_tell"),
)

TO_THE_FIRST_POINT = ("tab",) * 4
"""Behind the three scores of the first answer."""


def with_key_points(session: Session) -> Session:
    """The session with its question answered twice, about knowledge, with key points in three states."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    assert exchange.attempt.evaluation
    question = replace(exchange.asked.question, type=InterviewType.TECHNICAL_VERBAL)
    attempt = replace(exchange.attempt, evaluation=replace(exchange.attempt.evaluation, key_points=POINTS))
    first = replace(exchange, asked=replace(exchange.asked, question=question), attempts=(attempt,))
    second = replace(
        exchange,
        asked=replace(exchange.asked, id="second", position=2, slot=2),
        attempts=(replace(attempt, id="second"),),
    )
    return replace(session, exchanges=(first, *session.exchanges[1:], second))


def ticks(application: Application, session: Session) -> list[dict[str, bool]]:
    """The candidate's ticks of each answer, as saved."""
    loaded = application.store.load(session.id)
    return [exchange.attempt.ticks for exchange in loaded.exchanges if exchange.attempt]


async def test_key_points_are_ticked_with_the_keyboard(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (100, 24)) as person:
        await show(person, session)
        await person.sees("↑↓ Scroll", "Tab Scores")
        await person.press(*TO_THE_FIRST_POINT)
        await person.sees("[✓] Names what was cut.  by the rules: right", "Space Untick", "Esc Back", "Q Quit")
        await person.press("tab")
        await person.sees("[ ] Says who decided.  by the rules: said the other way round", "Space Tick")
        await person.press("space")
        await person.sees("[✓] Says who decided.  (your own)  by the rules: said the other way round", "Space Untick")
        assert ticks(application, session) == [{"Says who decided.": True}, {}]
        await person.press("shift+tab", "enter")
        await person.sees("[ ] Names what was cut.  (your own)  by the rules: right", "Space Tick")
        await person.press("space", "space")
        await person.until(lambda: ticks(application, session)[0].get("Names what was cut.") is False)
        await person.press("tab", "tab", *TO_THE_FIRST_POINT, "tab", "space")
        await person.sees("[✓] Says who decided.  (your own)", "[✓] Names what was cut.")
        assert ticks(application, session) == [
            {"Says who decided.": True, "Names what was cut.": False},
            {"Says who decided.": True},
        ]
        await person.press("tab", "tab")
        await person.sees("↑↓ Scroll")


async def test_the_next_key_point_is_the_one_in_sight(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("end")
        await person.pilot.wait_for_scheduled_animations()
        await person.press("tab", "tab", "tab", "tab", "space")
        await person.until(lambda: ticks(application, session) == [{}, {POINTS[0].point: False}])
        await person.press("b")
        await person.press("end")
        await person.pilot.wait_for_scheduled_animations()
        await person.press("shift+tab", "space")
        await person.until(lambda: ticks(application, session)[1].get(POINTS[2].point) is True)
        assert ticks(application, session) == [{}, {POINTS[0].point: False, POINTS[2].point: True}]


async def test_a_click_ticks(visit: Visit, application: Application, make_session: Make) -> None:
    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (100, 24)) as person:
        await show(person, session)
        await person.press(*TO_THE_FIRST_POINT)
        await person.sees("Says what came of it.")
        line = list(person.app.screen.query(KeyPointLine))[2]
        await person.pilot.click(line)
        await person.sees("[✓] Says what came of it.  (your own)  by the rules: cannot tell")
    assert ticks(application, session) == [{"Says what came of it.": True}, {}]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
async def test_a_tick_that_cannot_be_saved_is_reported_and_not_shown(
    visit: Visit,
    application: Application,
    make_session: Make,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    def save_ticks(*_: object) -> None:
        raise StorageError("The disk is full.", "Make room.")

    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), size) as person:
        await show(person, session)
        with monkeypatch.context() as patch:
            patch.setattr(application.store, "save_ticks", save_ticks)
            await person.press(*TO_THE_FIRST_POINT, "space")
            await person.sees("The disk is full.", "[✓] Names what was cut.", "Esc Back")
            assert "(your own)" not in person.screen
        await person.press("space")
        await person.sees("[ ] Names what was cut.  (your own)")
        assert "The disk is full." not in person.screen


async def test_without_key_points_none_are_offered(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("tab", "tab", "tab", "tab")
        await person.until(lambda: person.app.screen.focused is person.app.screen.query_one("#report"))
        assert "Tick" not in person.screen
