"""Who is at work, and what happens on the screen while a model takes its time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from interview_cli.app import Application
from interview_cli.interview.model import Session, SessionSettings, SessionStatus
from interview_cli.scoring.rules import RulesJudge
from interview_cli.tui.app import InterviewApp
from tests.tui.minds import FallingBackJudge, Rephraser, SlowJudge, StreamingInterviewer, UnableJudge, interview_by

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit

STRONG = (
    "In 2023 I led a project of four engineers that was three weeks late. I cut two features and paired with the new "
    "developer every morning. As a result we shipped in ten days and complaints fell by 40 percent."
)


def last_session(application: Application) -> Session:
    return application.store.load(application.store.resolve("last"))


async def until_closed(person: Person) -> None:
    await person.until(lambda: not person.app.is_running)


async def test_a_judge_that_takes_its_time_is_not_waited_for(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    judge = SlowJudge()
    interview_by(application, judge, "ollama:test")
    async with visit(InterviewApp(application, settings)) as person:
        await person.sees("ollama:test asks and scores")
        await person.answer("No.")
        await person.sees("Question 2 of 3")
        await person.answer(STRONG)
        await person.sees("Question 3 of 3")
        await person.write("While I type,")
        assert "question 1" not in person.screen
        judge.go()
        judge.go()
        await person.press(*" it goes on")
        await person.until(lambda: person.editor.text == "While I type, it goes on")
        await person.press("ctrl+s")
        await person.sees("Answer saved")
        judge.go()
        await person.sees("How helpful was this feedback?")
    session = last_session(application)
    assert session.status is SessionStatus.COMPLETED
    assert all(exchange.attempt and exchange.attempt.evaluation for exchange in session.exchanges)


async def test_a_late_comment_says_which_answer_it_is_about(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    judge = SlowJudge()
    interview_by(application, judge, "ollama:test")
    async with visit(InterviewApp(application, settings)) as person:
        await person.answer("No.")
        await person.sees("Question 2 of 3")
        await person.answer(STRONG)
        await person.sees("Question 3 of 3")
        judge.go()
        await person.answer(STRONG)
        await person.sees("Your answer to question 1: too little to score.")


async def test_leaving_does_not_wait_for_a_judge(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    interview_by(application, SlowJudge(), "ollama:test")
    async with visit(InterviewApp(application, settings)) as person:
        for number in (1, 2, 3):
            await person.sees(f"Question {number} of 3")
            await person.answer(STRONG)
        await person.sees("Answer saved. Please wait")
        await person.press("escape")
        await until_closed(person)
    session = last_session(application)
    assert session.status is SessionStatus.IN_PROGRESS
    assert all(exchange.attempt for exchange in session.exchanges)


async def test_a_question_shows_as_far_as_it_is_known_and_can_be_left(visit: Visit, application: Application) -> None:
    settings = SessionSettings(
        application.settings.practice.type, questions=3, max_follow_ups=1, follow_up_budget=3, seed=1
    )
    interviewer = StreamingInterviewer(application.library)
    interview_by(application, SlowJudge(), "ollama:test", interviewer=interviewer)
    async with visit(InterviewApp(application, settings)) as person:
        await person.answer(STRONG)
        await person.sees("You said that you plan your week.")
        await person.press("escape")
        await until_closed(person)
    assert last_session(application).exchanges[0].attempt is not None


async def test_a_remote_host_and_a_fallback_are_named_and_a_problem_stays_to_be_read(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    interview_by(application, FallingBackJudge(), "openai:gpt", "api.example.com")
    async with visit(InterviewApp(application, settings)) as person:
        await person.sees("What you say is sent to api.example.com", "openai:gpt asks and scores")
        assert "by rules instead" not in person.screen
        await person.answer(STRONG)
        await person.sees(
            "Question 2 of 3",
            "The model gave no score. The rules scored instead.",
            "Last score by rules instead: no reply within 180 s",
        )
        await person.answer(STRONG)
        await person.sees("Question 3 of 3")
        assert person.screen.count("The model gave no score.") == 1


async def test_an_answer_nobody_could_judge_is_not_called_thin(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    interview_by(application, UnableJudge(), "ollama:test")
    async with visit(InterviewApp(application, settings)) as person:
        await person.answer(STRONG)
        await person.sees(
            "Last answer: not scored. Nobody understood it.", "Last answer not scored: no reply within 180 s"
        )
        assert "too little" not in person.screen
        assert "by rules instead" not in person.screen


async def test_options_that_need_a_model_are_reported_before_the_first_question_without_one(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    chosen = replace(settings, persona="skeptical")
    async with visit(InterviewApp(application, chosen), (120, 30)) as person:
        await person.sees("Without a language model the persona makes no difference.", "Question 1 of 3")


async def test_a_model_puts_the_question_in_other_words(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    model = Rephraser("How do you decide on Monday what you will do until Friday?")
    interview_by(application, RulesJudge(), model.name, model=model)
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press("f3")
        await person.sees("tell me how you plan your week.", "In other words: How do you decide on Monday")
        await person.press(*"so")
        assert person.editor.text == "so"


async def test_words_that_would_give_the_answer_away_are_not_shown(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    model = Rephraser("The right answer is: say what was done in the case.")
    interview_by(application, RulesJudge(), model.name, model=model)
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press("f3")
        await person.sees("The model found no other words")
        assert "In other words" not in person.screen
        assert "right answer" not in person.screen


async def test_without_a_model_nobody_offers_other_words(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings), (100, 40)) as person:
        await person.may_write()
        await person.press("f1")
        await person.sees("Notes for yourself")
        assert "other words" not in person.screen
