from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.model import Profile, SessionStatus
from interview_cli.storage.profile import Streaks, streaks
from interview_cli.storage.sessions import SqliteSessionStore

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

TODAY = date(2026, 3, 10)


def days_ago(*counts: int) -> list[date]:
    return [TODAY - timedelta(days=count) for count in counts]


@pytest.mark.parametrize(
    ("practised", "expected"),
    [
        ([], Streaks(0, 0)),
        (days_ago(0), Streaks(1, 1)),
        (days_ago(1), Streaks(1, 1)),  # today can still be practised
        (days_ago(2), Streaks(0, 1)),
        (days_ago(0, 1, 2), Streaks(3, 3)),
        (days_ago(2, 0, 1, 1), Streaks(3, 3)),  # any order, any number a day
        (days_ago(0, 2, 3, 4), Streaks(1, 3)),
        (days_ago(-1, 0), Streaks(2, 2)),  # flew west after practising
        ([date(2025, 12, 31), date(2026, 1, 1), date(2024, 2, 29), date(2024, 3, 1)], Streaks(0, 2)),
    ],
)
def test_streaks(practised: list[date], expected: Streaks) -> None:
    assert streaks(practised, TODAY) == expected


@given(st.sets(st.integers(0, 40)))
def test_streaks_agree_with_counting_day_by_day(counts: set[int]) -> None:
    longest = max((sum(1 for _ in _run(counts, start)) for start in counts), default=0)
    newest = min(counts, default=99)
    current = sum(1 for _ in _run(counts, newest)) if newest <= 1 else 0
    assert streaks(days_ago(*counts), TODAY) == Streaks(current, longest)


def _run(counts: set[int], start: int) -> Iterator[int]:
    while start in counts:
        yield start
        start += 1


@pytest.fixture
def in_time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Moves the machine to another time zone, and back after the test."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "first", "second", "streak"),
    [
        ("UTC", "2026-03-10T23:50", "2026-03-11T00:10", 2),
        ("America/New_York", "2026-03-10T23:50", "2026-03-11T00:10", 1),  # both in the evening of the 10th
        ("Asia/Tokyo", "2026-03-10T14:50", "2026-03-10T15:10", 2),  # midnight in Tokyo lies between them
        ("Europe/Berlin", "2026-03-28T22:30", "2026-03-29T21:30", 2),  # the day of 23 hours
        ("America/New_York", "2026-10-31T12:00", "2026-11-02T04:30", 2),  # the day of 25 hours
    ],
)
def test_a_day_is_the_local_calendar_day(
    store: SqliteSessionStore,
    make_session: SessionMaker,
    clock: StoppedClock,
    in_time_zone: Callable[[str], None],
    zone: str,
    first: str,
    second: str,
    streak: int,
) -> None:
    in_time_zone(zone)
    for name, moment in (("first", first), ("second", second)):
        clock.time = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        store.create(make_session(name))
    assert store.profile().current_streak_days == streak


def test_a_day_stays_what_it_was_after_a_journey(
    store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock, in_time_zone: Callable[[str], None]
) -> None:
    in_time_zone("Asia/Tokyo")
    clock.time = datetime(2026, 3, 10, 20, tzinfo=UTC)  # the 11th in Tokyo
    store.create(make_session())
    in_time_zone("America/New_York")
    assert store.profile().last_practised_on == "2026-03-11"
    assert store.history.sessions_started_on(date(2026, 3, 11)) == 1


def test_an_answer_counts_for_the_streak_at_once_and_a_finished_session_for_the_total(
    store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    session = make_session()
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    store.create(replace(session, status=SessionStatus.IN_PROGRESS, exchanges=()))
    store.save_asked(session.id, session.exchanges[0].asked)
    assert store.profile() == Profile()
    store.save_answer("one-asked-0", attempt.id, attempt.answer)
    assert (store.profile().current_streak_days, store.profile().total_sessions) == (1, 0)
    store.finish(session)
    today = clock.time.astimezone().date().isoformat()
    assert store.profile() == Profile(None, None, 1, 1, 1, today)


def test_a_streak_ends_when_days_pass_without_an_answer(
    store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    store.create(make_session())
    clock.time += timedelta(days=1)
    assert store.profile().current_streak_days == 1
    clock.time += timedelta(days=1)
    assert (store.profile().current_streak_days, store.profile().longest_streak_days) == (0, 1)


def test_a_clock_that_was_wrong_for_a_day_spoils_no_streak(
    store: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    today = clock.time
    for days in (1, 0):
        clock.time = today - timedelta(days=days)
        store.create(make_session(f"day{days}"))
    clock.time = today + timedelta(days=4000)
    store.create(make_session("wrong"))
    assert store.profile().current_streak_days == 1
    clock.time = today
    for number in range(2):  # as it was kept while the clock was wrong, and as it is kept now
        profile = store.profile()
        assert (profile.current_streak_days, profile.longest_streak_days) == (2, 2)
        assert profile.last_practised_on == today.astimezone().date().isoformat()
        store.create(make_session(f"again{number}"))


def test_what_the_candidate_prepares_for_is_kept(store: SqliteSessionStore) -> None:
    store.update_profile("staff engineer", "in March")
    assert store.profile() == Profile("staff engineer", "in March")
    store.update_profile(None, None)
    assert store.profile() == Profile()
