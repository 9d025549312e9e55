"""What nobody foresaw still ends in a message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import Application
from interview_cli.app.parts import SessionParts
from interview_cli.interview.model import Answer, AskedQuestion, Evaluation, Session, SessionSettings
from interview_cli.scoring.rules import RulesJudge
from interview_cli.tui.app import InterviewApp

if TYPE_CHECKING:
    from tests.tui.conftest import Visit


class BrokenJudge(RulesJudge):
    """Fails at every answer."""

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        raise ZeroDivisionError("broken [/] judge")


def last_session(application: Application) -> Session:
    return application.store.load(application.store.resolve("last"))


async def test_a_session_that_breaks_is_reported_and_its_answer_saved(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    whole = application.parts

    def broken(settings: SessionSettings, *, fresh: bool = False) -> SessionParts:
        return replace(whole(settings, fresh=fresh), judge=BrokenJudge())

    application.parts = broken  # type: ignore[method-assign]
    app = InterviewApp(application, settings)
    async with visit(app) as person:
        await person.answer("I led a project in 2023 and shipped it in ten days.")
        await person.sees(
            "The interview had to stop", "(ZeroDivisionError: broken", "[/] judge)", "What was saved is safe."
        )
        assert "Try again" not in person.screen
        await person.press("enter")
        await person.until(lambda: not app.is_running)
    assert isinstance(app.failure, ZeroDivisionError)
    assert last_session(application).exchanges[0].attempt is not None


async def test_an_app_that_breaks_closes_without_a_traceback_and_saves_what_is_typed(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    app = InterviewApp(application, settings)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the test driver raises again what the app caught
        async with visit(app) as person:
            await person.write("So far")
            app.call_later(broken)
            await person.until(lambda: not app.is_running)
    app.close_session()
    assert isinstance(app.failure, ZeroDivisionError)
    assert app._exit_renderables == []
    assert last_session(application).exchanges[0].draft == "So far"
