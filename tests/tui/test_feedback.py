"""The feedback screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.content import Content

from interview_cli.app import Application
from interview_cli.app.learning import Learning
from interview_cli.interview.model import Exchange, Session
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoFeedback
from interview_cli.tui.widgets.answer_text import AnswerText
from interview_cli.tui.widgets.exchange_report import ScoreLine
from tests.tui.conftest import STRONG
from tests.tui.feedback import read_everything, show

if TYPE_CHECKING:
    from tests.tui.conftest import Visit

Make = Callable[..., Session]


async def test_everything_is_on_the_page(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        page = await read_everything(person)
    for text in (
        "65 of 100   Hire",
        "Clarity         ━━━━━━━━━━━━━━──────  7.0",
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
        await person.press("b", "b")
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


async def test_a_session_that_is_gone_is_reported(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback("nowhere"))
        await person.sees("There is no session 'nowhere'.")
        await person.press("escape")
        await person.sees("Start practising")


async def test_standing_on_a_score_lights_up_its_quotes(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 40)) as person:
        await show(person, session)
        answer = person.app.screen.query_one(AnswerText)

        def lit() -> list[str]:
            content = answer.visual
            assert isinstance(content, Content)
            return [content.plain[span.start : span.end] for span in content.spans if "reverse" in str(span.style)]

        assert lit() == []
        await person.press("tab")
        await person.until(lambda: lit() == ["I cut two features"])
        await person.press("tab", "tab")
        await person.until(lambda: lit() == [])
        await person.pilot.hover(person.app.screen.query(ScoreLine).first())
        await person.until(lambda: lit() == ["I cut two features"])


async def test_what_follow_ups_added_is_reported_with_their_question(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    main = session.exchanges[0]
    assert main.attempt
    assert main.attempt.evaluation
    better = tuple(replace(score, score=score.score and 5.0) for score in main.attempt.evaluation.scores)
    attempt = replace(main.attempt, id="later", evaluation=replace(main.attempt.evaluation, scores=better))
    follow_up = Exchange(
        replace(main.asked, id="follow-up", position=1, parent_id=main.asked.id, text="What came of it?"), (attempt,)
    )
    session = replace(session, exchanges=(main, follow_up))
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 60)) as person:
        await show(person, session)
        await person.sees("Its follow-ups added: structure 4 → 5 of 5; outcome 2.5 → 5 of 5")


async def test_an_answer_becomes_a_story(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session(said=STRONG)
    exchange = session.exchanges[0]
    assert exchange.attempt
    judged = replace(exchange.attempt, evaluation=evaluate_answer(exchange.asked.question, STRONG))
    application.store.create(replace(session, exchanges=(exchange.with_attempt(judged), *session.exchanges[1:])))
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("s")
        await person.sees("Kept as a story")
    (story,) = Learning(application).store.stories()
    assert story.source == "distilled"
    assert story.action.startswith("I cut two features")
