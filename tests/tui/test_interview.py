"""A whole interview through the keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button

from interview_cli.app import Application
from interview_cli.interview.model import Difficulty, SessionSettings, SessionStatus
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root
from interview_cli.tui.app import InterviewApp

if TYPE_CHECKING:
    from tests.tui.conftest import Person, StoppedClock, Visit

STRONG = (
    "In 2023 I led a project of four engineers that was three weeks late. I cut two features and paired with the new "
    "developer every morning. As a result we shipped in ten days and complaints fell by 40 percent."
)


async def test_from_home_to_feedback_and_home_again(
    visit: Visit, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_PRACTICE__FOLLOW_UPS", "0")
    async with visit(InterviewApp(application)) as person:
        await person.sees("Start practising")
        await person.press("enter")
        await person.sees("What do you want to practise?", "[5]")
        await person.until(lambda: not person.app.screen.query_one("#start", Button).disabled)
        await person.press("down", "right", "down", "left", "left", "down", *"Lead")
        await person.sees("[Intense]", "[3]", "Lead")
        await person.press("enter")
        await person.sees("Question 1 of 3", "Behavioral · Intense · Lead")
        await person.answer(STRONG)
        await person.sees("Question 2 of 3")
        await person.may_write()
        await person.press("ctrl+k", "enter")
        await person.sees("Question 3 of 3")
        await person.may_write()
        await person.press("ctrl+k")
        await person.sees("Strengths", "Not scored", "Judged by rules in this program")
        await person.press("escape")
        await person.sees("1 day in a row · 1 session", "4 May 12:30  Behavioral     Intense   1 answer")
    (summary,) = application.store.history.list_sessions()
    assert summary.status is SessionStatus.COMPLETED
    session = application.store.load(summary.id)
    assert session.settings.role == "Lead"
    assert [exchange.skipped for exchange in session.exchanges] == [False, True, True]


async def test_typing_is_counted_while_it_continues(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.sees("Question 1 of 3", "Scored by rules — no language model", "0 words")
        await person.may_write()
        await person.press(*"um we won")
        await person.sees("3 words", "1 filler (um)", "0 hedges", "Draft saved")
        await person.write("\nI think, um, maybe it was luck.")
        await person.sees("10 words", "2 fillers (um ×2)", "2 hedges (I think, maybe)")


async def test_the_answers_are_kept_as_typed(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.answer("  First line.\nSecond line. \n")
        await person.sees("Question 2 of 3")
    attempt = application.store.load(application.store.resolve("last")).exchanges[0].attempt
    assert attempt is not None
    assert attempt.answer.text == "First line.\nSecond line."
    assert attempt.answer.source.value == "typed"
    assert attempt.evaluation is not None


async def test_a_weak_answer_gets_a_note_that_goes_away(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.answer("No idea.")
        await person.sees("Question 2 of 3", "Last answer: too little to score.")
        await person.answer(STRONG)
        await person.sees("Question 3 of 3")
        assert "Last answer" not in person.screen


async def test_a_follow_up_says_that_it_is_one(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    with_follow_ups = SessionSettings(
        settings.type, Difficulty.INTENSE, questions=3, max_follow_ups=1, follow_up_budget=3, seed=1
    )
    async with visit(InterviewApp(application, with_follow_ups)) as person:
        await person.answer("I plan my week on Sunday evening with a cup of tea and a long list of things to do.")
        await person.sees("Question 1 of 3  ·  Follow-up")


async def test_the_clock_runs_while_answering(
    visit: Visit, application: Application, settings: SessionSettings, clock: StoppedClock
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.sees("Question 1 of 3", "0:00")
        clock.moment += timedelta(minutes=2, seconds=5)
        await person.sees("2:05")


async def test_nothing_cannot_be_handed_in(visit: Visit, application: Application, settings: SessionSettings) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press("space", "enter", "ctrl+s")
        await person.sees("There is nothing to submit yet")
        assert "Question 1 of 3" in person.screen
        assert person.editor.has_focus


async def test_skipping_asks_when_something_would_be_lost(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.write("half an answer")
        await person.press("ctrl+k")
        await person.sees("Skip this question?")
        await person.press("escape")
        await person.may_write()
        assert person.editor.text == "half an answer"
        await person.press("ctrl+k")
        await person.sees("Skip this question?")
        await person.press("enter")
        await person.sees("Question 2 of 3")
        await person.may_write()
        assert person.editor.text == ""
    session = application.store.load(application.store.resolve("last"))
    assert session.exchanges[0].skipped
    assert session.exchanges[0].draft == ""


@pytest.mark.parametrize(("keys", "answers"), [(("enter",), 2), (("right", "enter"), 1)], ids=["submit", "discard"])
async def test_finishing_early(
    visit: Visit, application: Application, settings: SessionSettings, keys: tuple[str, ...], answers: int
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.answer(STRONG)
        await person.sees("Question 2 of 3")
        await person.write("I taught a colleague to solder last May, and she now runs the bench.")
        await person.press("ctrl+d")
        await person.sees("Finish the interview now?", "Submit and finish")
        await person.press(*keys)
        await person.sees("How helpful was this feedback?")
    (summary,) = application.store.history.list_sessions()
    assert summary.status is SessionStatus.COMPLETED
    assert summary.answers == answers


async def test_finishing_can_be_thought_better_of(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press("ctrl+d")
        await person.sees("Finish the interview now?")
        await person.press("escape")
        await person.answer(STRONG)
        await person.sees("Question 2 of 3")


async def test_a_click_does_what_its_key_does(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application)) as person:
        await person.sees("Start practising")
        await person.pilot.click("#sessions", offset=(4, 0))
        await person.sees("[Standard]", "[5]")
        await click_on(person, "Warm-up")
        await click_on(person, "3")
        await person.sees("[Warm-up]", "[3]")
        await person.until(lambda: not person.app.screen.query_one("#start", Button).disabled)
        await person.pilot.click("#start")
        await person.sees("Question 1 of 3", "Behavioral · Warm-up")
        await person.may_write()
        await click_on(person, "Skip")
        await person.sees("Skip this question?")
        await click_on(person, "Skip it")
        await person.sees("Question 2 of 3")


async def click_on(person: Person, text: str) -> None:
    """Click where a text is on the screen."""
    lines = person.screen.splitlines()
    row = next(row for row, line in enumerate(lines) if text in line)
    await person.pilot.click(offset=(lines[row].index(text), row))


async def test_too_few_questions_are_reported_where_they_can_be_changed(
    visit: Visit, application: Application
) -> None:
    async with visit(InterviewApp(application)) as person:
        await person.press("n")
        await person.sees("[5]")
        await person.until(lambda: not person.app.screen.query_one("#start", Button).disabled)
        await person.press("down", "down", "right", "right", "right")
        await person.sees("[8]")
        await person.press("enter")
        await person.sees("There are 6 behavioral questions")
        await person.press("left", "left", "left")
        await person.press("enter")
        await person.sees("Question 1 of 5")


async def test_a_bank_with_a_mistake_is_reported(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    folder = application.paths.question_banks
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("title: Mine\nquestions: [/]\n", encoding="utf-8")
    application.library = QuestionLibrary(resource_root("question_banks"), folder)
    async with visit(InterviewApp(application, settings)) as person:
        await person.sees("Question 1 of 3")
        await person.until(lambda: any("mine.yaml" in each.message for each in person.app._notifications))
        await person.sees("Left out")


async def test_skipping_with_an_empty_box_asks_the_first_time_only(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press("ctrl+k")
        await person.sees("Skip this question?", "You are asked this only once.")
        await person.press("escape")
        await person.may_write()
        await person.sees("Question 1 of 3")
        await person.press("ctrl+k")
        await person.sees("Question 2 of 3")


async def test_notes_stay_through_an_interview_and_are_never_part_of_an_answer(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings), (140, 40)) as person:
        await person.write("I led it. ")
        await person.press("f4")
        await person.sees("Notes for yourself")
        await person.press(*"ask", "f4")
        await person.until(lambda: person.editor.has_focus)
        assert "ask" not in person.screen
        await person.press("!", "ctrl+s")
        await person.sees("Question 2 of 3")
        await person.may_write()
        await person.press("f4")
        await person.sees("ask")
    session = application.store.load(application.store.resolve("last"))
    assert session.exchanges[0].attempt
    assert session.exchanges[0].attempt.answer.text == "I led it. !"


async def test_the_gauge_fills_as_the_answer_grows(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.sees("────────── 2:00")
        await person.write("word " * 150)
        await person.sees("━━━━━───── 2:00")
        await person.press("ctrl+a")
        await person.write("word " * 400)
        await person.sees("━━━━━━━━━━ 2:00")
