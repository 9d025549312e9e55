"""The screens with a list: history, questions, stories, drills, reviews, settings; and progress."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea

from interview_cli.app import Application
from interview_cli.app.learning import Learning
from interview_cli.interview.model import InterviewType, KeyPoint, Session, SessionSettings
from interview_cli.learning.stories import Story
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.settings import load_settings
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoTo, Place
from tests.tui.conftest import STRONG

if TYPE_CHECKING:
    from tests.tui.conftest import Person, StoppedClock, Visit

Make = Callable[..., Session]
STORY = Story(
    "story-1",
    "The late release",
    "In 2023 our release was three weeks late.",
    "I had to get it out.",
    "I cut two features and paired with the new developer every morning.",
    "We shipped in ten days.",
    ("10 days",),
    ("leadership",),
)
BUDGET = replace(
    STORY,
    id="story-2",
    title="The budget",
    situation="In May the budget of the shop was cut.",
    task="Rents had to be paid.",
    action="I called nine landlords and asked each for a lower rent.",
    result="Seven agreed.",
    competencies=("negotiation",),
)


WEAK = "I just did what I could, you know, and it was sort of fine in the end. I think people were happy with it."


def judged(session: Session, text: str) -> Session:
    """The session with its first question answered by `text`, judged by the rules."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    attempt = replace(
        exchange.attempt,
        answer=replace(exchange.attempt.answer, text=text),
        evaluation=evaluate_answer(exchange.asked.question, text),
    )
    return replace(session, exchanges=(exchange.with_attempt(attempt), *session.exchanges[1:]))


def with_stories(application: Application) -> None:
    store = Learning(application).store
    for story in (STORY, BUDGET):
        store.save_story(story)


async def open_place(person: Person, place: Place, *texts: str) -> None:
    person.app.post_message(GoTo(place))
    await person.sees(*texts)


async def search(person: Person, text: str) -> None:
    await person.press("slash")
    person.app.screen.query_one("#search", Input).value = text


async def test_history_is_searched_by_everything_said(
    visit: Visit, application: Application, make_session: Make
) -> None:
    application.store.create(make_session("a", day=1, said="I grow tomatoes and I cut two features.", score=41.0))
    application.store.create(make_session("b", day=2, kind=InterviewType.HR_SCREEN))
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.HISTORY, "History", "All kinds · 2 sessions")
        await person.sees("It shipped in June.")
        await search(person, "tomatoes")
        await person.sees("1 session", "I grow tomatoes")
        await person.press("enter", "enter")
        await person.sees("41 of 100")
        await person.press("escape")
        await person.sees("1 session")
        await search(person, "aubergines")
        await person.sees("0 sessions", "Nothing matches.")
        await person.press("escape")
        await person.sees("2 sessions")
        await person.press("t", "t")
        await person.sees("HR screen · 1 session")
        await person.press("escape")
        await person.sees("Start practising")


async def test_keys_right_behind_the_slash_are_searched_for_and_so_is_another_slash(
    visit: Visit, application: Application, make_session: Make
) -> None:
    application.store.create(make_session("a", day=1))
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.HISTORY, "1 session")
        for character in "/text/e":  # all at once, as a terminal hands over what was typed while the app was busy
            key = Key("slash" if character == "/" else character, character)
            person.app.post_message(key)
        await person.sees("text/e")
        assert person.app.screen.query_one("#search", Input).value == "text/e"


async def test_a_session_is_deleted_only_once_that_is_certain(
    visit: Visit, application: Application, make_session: Make
) -> None:
    application.store.create(make_session("a", day=1))
    application.store.create(make_session("b", day=2))

    def left() -> list[str]:
        return [each.id for each in application.store.history.list_sessions()]

    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.HISTORY, "2 sessions")
        await person.press("x")
        await person.sees("Delete this session?", "2 May")
        await person.press("escape")
        await person.sees("2 sessions")
        assert left() == ["b-session", "a-session"]
        await person.press("x", "enter")
        await person.sees("1 session", "The session is deleted.")
        assert left() == ["a-session"]


async def test_sessions_are_exported_to_new_files_only(
    visit: Visit, application: Application, make_session: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    application.store.create(make_session())
    async with visit(InterviewApp(application), (120, 30)) as person:
        await open_place(person, Place.HISTORY, "1 session")
        await person.press("e")
        await person.sees("This session as a web page", "All sessions as JSON Lines", "Back")
        await person.press("enter")
        await person.sees("Written:")
        assert "I cut two features" in (folder / "interview-one-sess.html").read_text("utf-8")
        await person.press("e")
        await person.sees("The file is written to")  # notices cover the choices where a path is long
        await person.press("right", "enter")
        await person.until(lambda: (folder / "interview-sessions-2026-05-04.jsonl").exists())
        (line,) = (folder / "interview-sessions-2026-05-04.jsonl").read_text("utf-8").splitlines()
        assert json.loads(line)["session"]["id"] == "one-session"
        await person.press("e")
        await person.sees("The file is written to")  # notices cover the choices where a path is long
        await person.press("enter")
        await person.sees("That did not work", "exists")


async def test_an_unfinished_session_resumes_from_the_history(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    async with visit(InterviewApp(application, settings)) as person:
        await person.may_write()
        await person.press("escape")
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.HISTORY, "unfinished")
        await person.press("enter")
        await person.sees("Question 1 of 3")
        await person.may_write()
        await person.press("escape")
        await person.sees("History", "unfinished")


async def test_a_question_is_found_and_practised(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.QUESTIONS, "6 questions", "Question number 1")
        await search(person, "topic 4 colleague")
        await person.sees("1 question", "About topic 4")
        assert "Says what was done" not in person.screen
        await person.press("enter", "k")
        await person.sees("A strong answer", "Says what was done in the case.")
        await person.press("k", "enter")
        await person.sees("Question 1 of 1", "taught a colleague a skill")
        await person.answer("I taught a colleague how we test, for two months, and it was fine.")
        await person.sees("Follow-up")
        await person.may_write()
        await person.press("ctrl+k", "enter")
        await person.sees("How helpful was this feedback?")
    (summary,) = application.store.history.list_sessions()
    assert (summary.questions, summary.answers) == (2, 1)


async def test_an_answered_question_shows_its_score_and_is_answered_again(
    visit: Visit, application: Application, make_session: Make
) -> None:
    application.store.create(judged(make_session(), STRONG))
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.QUESTIONS, "6 questions")
        assert "R Retry" not in person.screen
        await person.press("down")
        await person.sees("Last score: 9", "R Retry")
        await person.press("r")
        await person.sees("Attempt 2", "Tell me about a project that was late.")
        await person.answer("I cut one feature and it was fine.")
        await person.sees("Attempt 1 → attempt 2")
        await person.press("escape")
        await person.sees("6 questions")


async def test_levels_and_kinds_of_questions(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.QUESTIONS, "6 questions")
        await person.press("l")
        await person.sees("All kinds · Warm-up · 0 questions", "There are no questions.")
        await person.press("l", "t")
        await person.sees("Behavioral · Standard · 6 questions")


async def test_a_story_is_written_changed_and_removed(visit: Visit, application: Application) -> None:
    store = Learning(application).store
    async with visit(InterviewApp(application), (100, 40)) as person:
        await open_place(person, Place.STORIES, "There is no story yet.")
        await person.press("n", "ctrl+s")
        await person.sees("A story needs at least a title and an action.")
        screen = person.app.screen
        screen.query_one("#title-field", Input).value = STORY.title
        screen.query_one("#action", TextArea).text = STORY.action
        screen.query_one("#competencies", Input).value = "Leadership, time pressure"
        await person.press("ctrl+s")
        await person.sees("1 story", "The late release", "leadership, time pressure", "never told")
        await person.press("enter")
        await person.sees("Situation: where and when it was")
        person.app.screen.query_one("#result", TextArea).text = STORY.result
        await person.press("escape")
        await person.sees("Save the story?")
        await person.press("enter")
        await person.sees("We shipped in ten days.")
        (story,) = store.stories()
        assert (story.result, story.competencies) == (STORY.result, ("leadership", "time_pressure"))
        await person.press("x", "escape")
        await person.sees("1 story")
        await person.press("x", "enter")
        await person.sees("There is no story yet.")
    assert store.stories() == []


async def test_changes_of_a_story_can_be_dropped(visit: Visit, application: Application) -> None:
    with_stories(application)
    async with visit(InterviewApp(application), (100, 40)) as person:
        await open_place(person, Place.STORIES, "2 stories")
        await person.press("enter")
        await person.sees("Situation: where")
        person.app.screen.query_one("#title-field", Input).value = "Another title"
        await person.press("escape", "right", "enter")
        await person.sees("2 stories")
        assert "Another title" not in person.screen


async def test_a_story_is_found_for_a_question_with_reasons(visit: Visit, application: Application) -> None:
    with_stories(application)
    async with visit(InterviewApp(application), (100, 40)) as person:
        await open_place(person, Place.STORIES, "2 stories")
        await search(person, "Tell me about a negotiation with landlords.")
        await person.sees("best first", "It fits: it shows negotiation")
        lines = [line for line in person.screen.splitlines() if "never told" in line]
        assert "The budget" in lines[0]


async def test_where_a_story_was_told_is_shown_and_what_no_story_shows(
    visit: Visit, application: Application, make_session: Make
) -> None:
    with_stories(application)
    application.store.create(judged(make_session(), STORY.text))
    async with visit(InterviewApp(application), (100, 40)) as person:
        await open_place(person, Place.STORIES, "told 1×", "1 time, in one-sess")
        await person.press("g")
        await person.sees("None of your stories shows", "topic 1")


async def test_a_drill_is_played_and_only_its_values_are_kept(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.DRILLS, "No fillers", "One minute")
        await person.press("down")
        await person.sees("Answer without a single um.")
        await person.press("enter")
        await person.sees("Round 1 of 3  ·  no fillers")
        assert "2:00" not in person.screen, "length is not what counts"
        await person.answer("Um, I led the team, um, and we shipped in ten days.")
        await person.sees("Round 2 of 3", "Round 1:", "not yet.")
        await person.answer("I led the team and we shipped it in ten days.")
        await person.sees("Round 3 of 3", "Round 2: 0 fillers per 100 words", "reached.")
        await person.may_write()
        assert "Draft saved" not in person.screen
        await person.press("f1")
        await person.sees("Only the value of each round is")
        await person.press("escape", "ctrl+d")
        await person.sees("Finish the drill now?", "The rounds you have played count.")
        await person.press("enter")
        await person.sees("Drills", "2 rounds so far, target reached in 1.", "Just now")
    assert len(Learning(application).store.rounds("no-fillers")) == 2
    assert application.store.history.list_sessions() == []


async def test_key_points_that_kept_missing_are_drilled(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session("a", day=1)
    asked = session.exchanges[0].asked
    attempt = session.exchanges[0].attempt
    assert attempt
    assert attempt.evaluation
    point = "Names the rollback plan."
    evaluation = replace(attempt.evaluation, key_points=(KeyPoint(point, "not_said"),))
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.DRILLS, "Key points")
        await person.press("end", "enter")
        await person.sees("No key point has been missing three times in a row.")
        await person.press("escape")
        await person.sees("Drills", "Key points")
        for number in range(3):
            application.store.save_answer(asked.id, f"again-{number}", attempt.answer)
            application.store.save_evaluation(f"again-{number}", evaluation)
        await person.press("end", "enter")
        await person.sees("Round 1 of 1", "Say one sentence about this: Names")
        await person.answer("We had a rollback plan and named it to everybody before the release.")
        await person.sees("Just now", "1 key point said")


async def test_reviews_are_answered_one_after_the_other(
    visit: Visit, application: Application, make_session: Make, clock: StoppedClock
) -> None:
    application.store.create(judged(make_session("a", day=1), WEAK))
    clock.moment += timedelta(days=30)
    async with visit(InterviewApp(application)) as person:
        await person.sees("1 due for review", "Review what is due today (1)")
        await person.press("t")
        await person.sees("1 due today", "S Start the review")
        await person.press("s")
        await person.sees("Review 1 of 1", "Tell me about a project that was late.")
        await person.answer(STRONG)
        await person.sees("1 question reviewed just now · 0 due today")
        assert "S Start" not in person.screen
        await person.press("escape")
        await person.until(lambda: "Review what is due" not in person.screen)
    assert len(application.store.history.list_sessions()) == 1
    (card,) = Learning(application).cards()
    assert card.card.reviews == 2


async def test_a_review_that_is_left_gives_its_question_back(
    visit: Visit, application: Application, make_session: Make, clock: StoppedClock
) -> None:
    application.store.create(judged(make_session("a", day=1), WEAK))
    clock.moment += timedelta(days=30)
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.REVIEWS, "1 due today")
        await person.press("s")
        await person.may_write()
        await person.press("escape")
        await person.sees("1 due today", "S Start the review")
    other = Learning(application)
    assert other.store.claim("test-2", other.holder, other.today)


async def test_a_setting_is_changed_checked_and_reset(visit: Visit, application: Application) -> None:
    file = application.paths.settings_file
    async with visit(InterviewApp(application)) as person:
        await open_place(person, Place.SETTINGS, "practice.questions")
        await search(person, "practice.questions")
        await person.sees("The number of main questions")
        await person.press("enter", "enter")
        await person.sees("Esc leaves it as it was")
        person.app.screen.query_one("#dialog-input", Input).value = "7"
        await person.press("enter")
        await person.sees("Now      7", "Default  5")
        assert load_settings(file).practice.questions == 7
        assert application.settings.practice.questions == 7
        await person.press("enter")
        await person.sees("Esc leaves it as it was")
        person.app.screen.query_one("#dialog-input", Input).value = "0"
        await person.press("enter")
        await person.sees("practice.questions cannot be '0'")
        assert application.settings.practice.questions == 7
        await person.press("enter")
        await person.sees("Esc leaves it as it was")
        person.app.screen.query_one("#dialog-input", Input).value = ""
        await person.press("enter")
        await person.sees("Now      5")
    assert load_settings(file).practice.questions == 5


async def test_every_part_is_checked_from_the_settings(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application), (120, 50)) as person:
        await open_place(person, Place.SETTINGS, "Settings")
        await person.press("k")
        await person.sees("✓ python:", "question banks", "language model")


async def test_progress_is_shown_for_a_kind_and_a_time(
    visit: Visit, application: Application, make_session: Make
) -> None:
    for day in range(1, 4):
        application.store.create(judged(make_session(str(day), day=day), STRONG))
    async with visit(InterviewApp(application), (140, 60)) as person:
        await open_place(
            person, Place.PROGRESS, "All kinds · all time · 3 sessions", "Scores, of 5", "Days practised"
        )
        await person.sees("not enough yet", "■")
        await person.press("w")
        await person.sees("90 days")
        await person.press("t", "t")
        await person.sees("HR screen · 90 days · 0 sessions", "Nothing has been scored yet.")


@pytest.mark.parametrize(
    "place", [each for each in Place if each is not Place.MICROPHONE], ids=lambda each: each.name
)
async def test_a_damaged_database_is_reported_everywhere(visit: Visit, home: object, place: Place) -> None:
    application = Application()
    application.paths.database.parent.mkdir(parents=True)
    application.paths.database.write_bytes(b"not a database, not at all" * 100)
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoTo(place))
        await person.until(lambda: len(person.app.screen_stack) > 1)
        if place not in (Place.SETTINGS, Place.MARKET):  # they read no database before it is set up
            await person.sees("damaged")
        await person.press("escape")
        await person.sees("Start practising")
