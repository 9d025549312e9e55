"""What learning keeps, in a real file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.errors import InputError
from interview_cli.interview.model import Question
from interview_cli.learning.cards import RatedDay, card_from, rating_of_score
from interview_cli.learning.days import DaysOfPractice
from interview_cli.learning.review import ReviewCard, points_kept_missing
from interview_cli.learning.stories import Story
from interview_cli.storage.learning import SqliteLearningStore, StoredAttempt
from interview_cli.storage.progress import moments, read_history, read_usage
from interview_cli.storage.sessions import SqliteSessionStore, open_store
from tests.storage.conftest import evaluation

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

TODAY = date(2026, 3, 10)
LATER = date(2026, 12, 31)


def _recompute(question: Question, stored: Sequence[StoredAttempt]) -> ReviewCard | None:
    days = DaysOfPractice()
    rated = [
        RatedDay(days.day_of(each.ended_at), rating_of_score(each.score)) for each in stored if each.score is not None
    ]
    card = card_from(rated)
    last = next((each.score for each in reversed(stored) if each.score is not None), None)
    return ReviewCard(question, card, last, points_kept_missing([each.points for each in stored])) if card else None


@pytest.fixture
def learning(store: SqliteSessionStore, clock: StoppedClock) -> SqliteLearningStore:
    return SqliteLearningStore(store.database, clock)


def test_a_card_for_each_main_question_answered(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session("one"))
    store.create(make_session("two"))
    learning.refresh(_recompute, "rule")
    cards = learning.cards()
    assert [card.question.id for card in cards] == ["question-one", "question-two"]
    assert [(card.last_score, card.card.reviews, card.card.last_reviewed_on) for card in cards] == [
        (80.0, 1, TODAY)
    ] * 2


def test_refreshing_again_changes_nothing(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    learning.refresh(_recompute, "rule")
    before = learning.cards()
    for _ in range(3):
        learning.refresh(_recompute, "rule")
    learning.refresh(_recompute, "another rule")
    assert learning.cards() == before


def test_judging_again_takes_the_place_of_the_earlier_rating(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    learning.refresh(_recompute, "rule")
    store.save_evaluation("one-attempt-0", replace(evaluation("rules"), overall_score=10.0))
    learning.refresh(_recompute, "rule")
    (card,) = learning.cards()
    assert (card.last_score, card.card.reviews) == (10.0, 1)
    store.save_evaluation("one-attempt-0", replace(evaluation("rules"), overall_score=None))
    learning.refresh(_recompute, "rule")
    assert learning.cards() == []


def test_another_rule_makes_all_cards_anew(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    learning.refresh(_recompute, "rule")
    learning.refresh(lambda *_: None, "rule")
    assert len(learning.cards()) == 1, "nothing new was judged"
    learning.refresh(lambda *_: None, "another")
    assert learning.cards() == []


def test_only_one_holds_a_question_until_the_lease_runs_out(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    store.create(make_session())
    learning.refresh(_recompute, "rule")
    assert not learning.claim("question-one", "early", TODAY), "it is not due"
    assert learning.claim("question-one", "first", LATER)
    assert learning.claim("question-one", "first", LATER)
    assert not learning.claim("question-one", "second", LATER)
    learning.release("question-one", "second")
    assert not learning.claim("question-one", "second", LATER)
    clock.time += timedelta(minutes=30)
    assert not learning.claim("question-one", "second", LATER)
    clock.time += timedelta(microseconds=1)
    assert learning.claim("question-one", "second", LATER)
    learning.release("question-one", "second")
    assert learning.claim("question-one", "third", LATER)


def test_refreshing_keeps_a_lease(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    learning.refresh(_recompute, "rule")
    learning.claim("question-one", "first", LATER)
    learning.refresh(_recompute, "another rule")
    assert not learning.claim("question-one", "second", LATER)


def test_where_a_question_was_last_answered(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    assert learning.place_of("question-one") == ("one-session", "one-asked-0")
    assert learning.place_of("question-two") is None


def test_purging_takes_cards_points_and_distilled_stories(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    for name in ("one", "two"):
        store.create(make_session(name))
    learning.save_story(Story("a", "Distilled", "", "", "I led.", "", source="distilled", attempt_id="one-attempt-0"))
    learning.save_story(Story("b", "Written", "", "", "I led.", ""))
    learning.refresh(_recompute, "rule")
    assert store.user_data.purge_sessions(["one-session"]).proven
    learning.refresh(_recompute, "rule")
    assert [card.question.id for card in learning.cards()] == ["question-two"]
    assert [story.id for story in learning.stories()] == ["b"]
    assert {point.session for points in read_history(store.database).criteria.values() for point in points} == {
        "two-session"
    }


def test_stories_come_back_as_they_were_kept(learning: SqliteLearningStore) -> None:
    story = Story("abc", "Title", "s", "t", "a", "r", ("40%",), ("conflict",), "written", ("q",))
    other = replace(story, id="abd")
    learning.save_story(story)
    learning.save_story(other)
    learning.save_story(replace(story, title="New"))
    assert learning.story("abc").title == "New"
    assert {each.id for each in learning.stories()} == {"abc", "abd"}
    for wrong in ("ab", "x", ""):
        with pytest.raises(InputError):
            learning.story(wrong)
    learning.remove_story("abc")
    assert learning.stories() == [other]


def test_rounds_and_days_off(learning: SqliteLearningStore, path: Path, clock: StoppedClock) -> None:
    for number, value in enumerate((3.0, None, 1.5)):
        learning.save_round(f"r{number}", "no-fillers", value, reached=False)
    learning.save_round("other", "numbers", 4.0, reached=True)
    learning.set_days_off([TODAY, LATER, TODAY], off=True)
    learning.set_days_off([LATER], off=False)
    with open_store(path, clock) as store:
        again = SqliteLearningStore(store.database, clock)
        assert again.rounds("no-fillers") == [3.0, 1.5]
        assert again.days_off() == {TODAY}


def test_progress_reads_each_session_once(
    store: SqliteSessionStore, learning: SqliteLearningStore, make_session: SessionMaker
) -> None:
    store.create(make_session())
    learning.refresh(_recompute, "rule")
    history = read_history(store.database)
    assert history.sessions == 1
    ((at, score, session, attempts, evaluator),) = history.criteria["ownership"]
    assert (score, session, attempts, evaluator) == (4.0, "one-session", 1, "rules")
    assert datetime.fromisoformat(at) == datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert history.delivery["words_per_minute"][0].value == 150.0
    assert history.delivery["longest_pause_s"][0].value == 0.5
    assert "response_latency_s" not in history.delivery, "it was not measured"
    (answer,) = history.answers
    assert (answer.question_id, answer.competency, answer.score) == ("question-one", "leadership", 80.0)
    ((_, zone, count),) = moments(store.database)
    assert (zone, count) == ("UTC", 1)
    assert read_history(store.database, "project").sessions == 0
    assert read_history(store.database, None, LATER).criteria == {}


def test_what_practising_has_used(store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock) -> None:
    assert read_usage(store.database, TODAY) == (0, 0.0, 0.0, 0, 0, None, 0, 0)
    store.create(make_session("one"))
    store.create(make_session("two"))
    for days_ago in (3, 4):
        store.create(make_session(f"{days_ago} days ago", started_at=clock.now() - timedelta(days=days_ago)))
    store.save_evaluation("one-attempt-0", replace(evaluation("qwen"), cached=True))
    assert read_usage(store.database, TODAY) == (2, 1.33, 1.0, 16, 6000, 1.0, 1, 1)
