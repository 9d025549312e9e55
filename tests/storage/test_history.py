from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.errors import InputError
from interview_cli.interview.model import Difficulty, InterviewType, SessionStatus, SessionSummary
from interview_cli.reports.contract import summary_to_json
from interview_cli.storage.history import HistoryFilters
from interview_cli.storage.sessions import SqliteSessionStore

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def week(store: SqliteSessionStore, make_session: SessionMaker) -> SqliteSessionStore:
    """Seven sessions on seven days, named day0 to day6, stored out of order."""
    for number in (3, 0, 6, 1, 5, 2, 4):
        of_type = InterviewType.HR_SCREEN if number == 2 else InterviewType.BEHAVIORAL
        started_at = NEW_YEAR + timedelta(days=number)
        store.create(make_session(f"day{number}", f"Um, on day {number} we shipped it.", started_at, of_type=of_type))
    return store


def names(summaries: list[SessionSummary]) -> list[str]:
    return [summary.id.removesuffix("-session") for summary in summaries]


def test_a_summary_tells_the_session_in_one_line(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session(started_at=NEW_YEAR))
    assert store.history.list_sessions() == [
        SessionSummary(
            id="one-session",
            type=InterviewType.BEHAVIORAL,
            difficulty=Difficulty.STANDARD,
            status=SessionStatus.COMPLETED,
            started_at=NEW_YEAR,
            ended_at=NEW_YEAR,
            questions=2,
            answers=1,
            overall_score=62.0,
            evaluator="rules",
            role="team lead",
        )
    ]


def test_a_session_under_way_has_no_score_yet(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(replace(make_session(status=SessionStatus.IN_PROGRESS), feedback=None))
    (summary,) = store.unfinished()
    assert (summary.ended_at, summary.overall_score, summary.evaluator) == (None, None, None)


def test_the_list_is_newest_first_and_can_be_cut(week: SqliteSessionStore) -> None:
    assert names(week.history.list_sessions()) == [f"day{number}" for number in range(6, -1, -1)]
    assert names(week.history.list_sessions(limit=2)) == ["day6", "day5"]


def test_filters_combine(week: SqliteSessionStore) -> None:
    assert names(week.history.list_sessions(of_type=InterviewType.HR_SCREEN)) == ["day2"]
    assert names(week.history.list_sessions(since=date(2026, 1, 6))) == ["day6", "day5"]
    assert week.history.list_sessions(of_type=InterviewType.HR_SCREEN, since=date(2026, 1, 6)) == []
    assert names(week.history.list_sessions(since=date(2026, 1, 2), search="day", limit=1)) == ["day6"]


def listed_as_json(store: SqliteSessionStore, limit: int) -> list[Any]:
    return [json.loads(line) for line in store.history.list_json(HistoryFilters(limit=limit))]


SIGNS = '🎉 A party🎉 with ❤ said "yes" to C++ (mostly) *, 上午开会议讨论。'


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ZURICH", True),  # case
        ("zürich", True),  # accents
        ("migrate", True),  # other forms of the word
        ("postg", True),  # beginning of a word
        ("led zurich", True),  # one word in the question, one in the answer
        ('"databases to postgres"', True),  # phrase
        ('"postgres to databases"', False),
        ("oracle", False),
        ("zurich oracle", False),
        ("!!!", False),
        ("🎉", True),
        ("party🎉", True),
        ("❤️", True),  # with the mark for its coloured form, which was not typed there
        ('"', True),
        ('""', False),
        ('"oracle', False),  # a quote that is not closed is no part of the word
        ("(", True),
        ("]", False),
        ("*", True),
        ("%", False),
        ("c++", True),
        ("\\", False),
        ("会议", True),  # inside what the index takes for one word
        ("会谈", False),
        ("日", False),
        ('"-"', False),
        ("'", False),
        ("\0", True),  # nothing to look for, nothing to leave out
        ("  ", True),
    ],
)
def test_search_finds_what_was_asked_and_said(
    store: SqliteSessionStore, make_session: SessionMaker, search: str, found: bool
) -> None:
    store.create(make_session(said="In Zürich I was migrating databases to Postgres. " + SIGNS))
    store.create(make_session("other", said="Nothing of that kind."))
    listed = names(store.history.list_sessions(search=search))
    assert listed == ((["other", "one"] if not search.strip("\0 ") else ["one"]) if found else [])


def test_last_is_the_session_begun_last(week: SqliteSessionStore) -> None:
    assert week.resolve("last") == "day6-session"


def test_a_session_dated_in_the_future_comes_last(
    store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    store.create(make_session("before", started_at=clock.time - timedelta(days=3)))
    store.create(
        make_session("wrong", status=SessionStatus.IN_PROGRESS, started_at=clock.time + timedelta(days=4000))
    )
    store.create(make_session("tomorrow", started_at=clock.time + timedelta(hours=20)))
    store.create(make_session("today", status=SessionStatus.IN_PROGRESS, started_at=clock.time))
    assert names(store.history.list_sessions()) == ["tomorrow", "today", "before", "wrong"]
    assert [each["id"] for each in listed_as_json(store, limit=1)] == ["tomorrow-session"]
    assert names([*store.unfinished()]) == ["today", "wrong"]
    assert store.resolve("last") == "tomorrow-session"


def test_a_unique_beginning_is_enough_for_an_id(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    for name in ("abc", "abd", "ab%"):
        store.create(make_session(name))
    store.create(replace(make_session("x"), id="abc-session-2"))
    assert store.resolve("abd") == "abd-session"
    assert store.resolve("ab%") == "ab%-session"
    assert store.resolve("abc-session") == "abc-session"
    with pytest.raises(InputError, match="Several sessions begin with 'ab'"):
        store.resolve("ab")
    for unknown in ("zzz", "%", ""):
        with pytest.raises(InputError, match="no session"):
            store.resolve(unknown)


def test_an_empty_history_has_no_last_session(store: SqliteSessionStore) -> None:
    with pytest.raises(InputError, match="no session yet"):
        store.resolve("last")


def test_recent_questions_come_once_each_latest_first(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    first = make_session("first")
    store.create(first)
    store.create(make_session("second"))
    again = replace(first.exchanges[0].asked, id="again", position=2)
    store.save_asked("second-session", again)
    assert store.recent_question_ids(10) == ["question-first", "question-second"]
    assert store.recent_question_ids(1) == ["question-first"]


def test_sessions_of_a_day_are_counted_by_the_local_calendar(
    week: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    local_noon = datetime(2026, 1, 3, 12).astimezone()
    week.create(make_session("late", started_at=local_noon.replace(hour=23, minute=59)))
    week.create(make_session("next", started_at=local_noon.replace(hour=0) + timedelta(days=1)))
    late = week.history.sessions_started_on(local_noon.date())
    assert late == sum(
        summary.started_at.astimezone().date() == local_noon.date() for summary in week.history.list_sessions()
    )
    assert late >= 2
    assert week.history.sessions_started_on(date(2020, 1, 1)) == 0


def test_the_list_as_json_says_the_same(
    week: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    week.create(replace(make_session(status=SessionStatus.IN_PROGRESS), feedback=None))
    listed = listed_as_json(week, limit=5)
    for each in listed:
        each["started_at"] = datetime.fromisoformat(each["started_at"]).isoformat()
        each["ended_at"] = each["ended_at"] and datetime.fromisoformat(each["ended_at"]).isoformat()
    assert listed == [summary_to_json(summary) for summary in week.history.list_sessions(limit=5)]
    assert len(listed) == 5
