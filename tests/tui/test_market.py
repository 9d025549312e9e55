"""The market on the screen, over the real server: whom to book, when, and what was booked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import keyring
import pytest
import structlog
from keyring.backends import fail
from textual.widgets import Input

from interview_cli.app import Application
from interview_cli.app.market import Market
from interview_cli.hosted.sign_in import SignIn
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoTo, Place
from tests.hosted.serving import RunningServer, ScriptedServer

if TYPE_CHECKING:
    from tests.tui.conftest import StoppedClock, Visit


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    running = RunningServer(tmp_path_factory.mktemp("server"))
    yield running
    running.close()
    structlog.configure(**before)


@pytest.fixture
def market(
    application: Application, clock: StoppedClock, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Market]:
    """A candidate with 100 credits, signed in, at whose server Ida can be booked."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    monkeypatch.setenv("INTERVIEW_MARKET__SERVER", server.url)
    monkeypatch.setenv("INTERVIEW_LEARNING__ZONE", "Europe/Vienna")
    server.ahead = clock.now() - datetime.now(UTC)
    person = server.person("INTERVIEWEE", name="Cleo", credits_held=100)
    server.person("INTERVIEWER", name=f"Ida {person[:8]}")
    market = Market(application)
    market.sign_ins.keep(SignIn(person, "cleo@example.org", server.token(person)))
    yield market
    keyring.set_keyring(before)


async def test_a_time_is_booked_and_joined(
    visit: Visit, application: Application, market: Market, server: RunningServer, clock: StoppedClock
) -> None:
    person_id = market.signed_in.person_id
    async with visit(InterviewApp(application), (120, 40)) as person:
        person.app.post_message(GoTo(Place.MARKET))
        await person.sees("Market", "times in Europe/Vienna")
        person.app.screen.query_one("#search", Input).value = f"ida {person_id[:8]}"
        await person.sees(f"Ida {person_id[:8]}  10 credits", "Costs  10 credits")
        await person.press("enter")
        await person.sees("Free times", "Mon 2026-05-04 15:00–16:00 CEST", "It costs 10 credits.", "free of charge")
        await person.press("enter")
        await person.sees("Book this time?")
        await person.press("escape")
        await person.until(lambda: not person.app.screen.is_modal)
        assert server.credits(person_id) == 100
        await person.press("enter")
        await person.sees("Book this time?")
        await person.press("enter")
        await person.sees("It is booked.")
        assert server.credits(person_id) == 90
        await person.press("escape")
        await person.sees("● Mon 2026-05-04 15:00–16:00 CEST")
        clock.moment += timedelta(minutes=25)
        server.ahead += timedelta(minutes=25)
        market.sign_ins.keep(SignIn(person_id, "cleo@example.org", server.token(person_id)))
        await person.press("home", "j")
        await person.sees("Provider")
        await person.press("f")
        await person.sees("refuses")


async def test_without_a_server_it_says_how_to_begin(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application), (120, 40)) as person:
        person.app.post_message(GoTo(Place.MARKET))
        await person.sees("interview market login")


async def test_a_server_that_does_not_answer(
    visit: Visit, application: Application, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = ScriptedServer()
    gone.close()
    monkeypatch.setenv("INTERVIEW_MARKET__SERVER", gone.url)
    del application.__dict__["settings"]
    Market(application).sign_ins.keep(SignIn("me", "me@example.org", "a-token"))
    async with visit(InterviewApp(application), (120, 40)) as person:
        person.app.post_message(GoTo(Place.MARKET))
        await person.sees("does not answer")
