"""Cards: FSRS over days of practice."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Card as Memory
from fsrs import Rating as MemoryRating
from fsrs import Scheduler
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.learning.cards import RatedDay, Rating, card_from, rating_of_score, retrievability

FIRST = date(2022, 11, 29)


def _days(ratings: list[Rating], intervals: list[int]) -> list[RatedDay]:
    day, rated = FIRST, []
    for rating, interval in zip(ratings, intervals, strict=True):
        day += timedelta(days=interval)
        rated.append(RatedDay(day, rating))
    return rated


def test_the_published_intervals_of_py_fsrs() -> None:
    """tests/test_basic.py of py-fsrs: FSRS-6 with its default parameters."""
    ratings = [MemoryRating.Good] * 6 + [MemoryRating.Again] * 2 + [MemoryRating.Good] * 5
    scheduler, memory = Scheduler(enable_fuzzing=False), Memory(card_id=1)
    at, intervals = datetime(2022, 11, 29, 12, 30, tzinfo=UTC), []
    for rating in ratings:
        memory, _ = scheduler.review_card(memory, rating, at)
        assert memory.last_review is not None
        intervals.append((memory.due - memory.last_review).days)
        at = memory.due
    assert intervals == PUBLISHED_INTERVALS


PUBLISHED_INTERVALS = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_the_published_memory_state_of_py_fsrs() -> None:
    """The same source's `test_memo_state`: two reviews on one day, then one after each of four intervals."""
    scheduler, memory = Scheduler(enable_fuzzing=False), Memory(card_id=1)
    at = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
    for rating, days in zip([MemoryRating.Again, *[MemoryRating.Good] * 5], [0, 0, 1, 3, 8, 21], strict=True):
        at += timedelta(days=days)
        memory, _ = scheduler.review_card(memory, rating, at)
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


@given(
    st.lists(st.sampled_from(Rating), min_size=1, max_size=12).flatmap(
        lambda ratings: st.tuples(
            st.just(ratings), st.lists(st.integers(1, 200), min_size=len(ratings), max_size=len(ratings))
        )
    ),
    st.sampled_from([0.8, 0.9, 0.95]),
)
def test_a_card_is_what_py_fsrs_makes_of_its_days(given_: tuple[list[Rating], list[int]], retention: float) -> None:
    rated = _days(*given_)
    scheduler = Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    memory = Memory(card_id=1)
    for day, rating in rated:
        at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
        memory, _ = scheduler.review_card(memory, MemoryRating(rating), at)
    card = card_from(rated, retention)
    assert card is not None
    assert (card.stability, card.difficulty) == (memory.stability, memory.difficulty)
    assert card.due == min(memory.due.date(), rated[-1].day + timedelta(days=365))
    assert card.last_reviewed_on == rated[-1].day
    assert card.reviews == len(rated)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(Rating)), min_size=1, max_size=20))
def test_each_day_counts_once_by_its_last_attempt_and_nothing_is_due_before_tomorrow(
    attempts: list[tuple[int, Rating]],
) -> None:
    rated = [
        RatedDay(FIRST + timedelta(days=day), rating) for day, rating in sorted(attempts, key=lambda each: each[0])
    ]
    last_of_each = [*{each.day: each for each in rated}.values()]
    card = card_from(rated)
    assert card is not None
    assert card == card_from(last_of_each)
    assert card.reviews == len(last_of_each)
    assert card.due > card.last_reviewed_on


def test_better_answers_come_back_later() -> None:
    dues = []
    for rating in Rating:
        card = card_from([RatedDay(FIRST, Rating.GOOD), RatedDay(FIRST + timedelta(days=3), rating)])
        assert card is not None
        dues.append(card.due)
    assert dues == sorted(set(dues))


def test_wanting_to_remember_more_brings_questions_back_sooner() -> None:
    soon, late = (card_from([RatedDay(FIRST, Rating.GOOD)], retention) for retention in (0.97, 0.8))
    assert soon is not None
    assert late is not None
    assert soon.due < late.due


def test_nothing_rated_is_no_card() -> None:
    assert card_from([]) is None


def test_what_is_kept_in_mind_fades() -> None:
    card = card_from([RatedDay(FIRST, Rating.GOOD)])
    assert card is not None
    assert retrievability(card, FIRST) == 1.0
    days = round(card.stability)
    assert retrievability(card, FIRST + timedelta(days=days)) == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (0, Rating.AGAIN),
        (39.9, Rating.AGAIN),
        (40, Rating.HARD),
        (59.9, Rating.HARD),
        (60, Rating.GOOD),
        (79.9, Rating.GOOD),
        (80, Rating.EASY),
        (100, Rating.EASY),
    ],
)
def test_the_bands_of_the_score(score: float, rating: Rating) -> None:
    assert rating_of_score(score) is rating


def test_the_bands_can_be_set() -> None:
    assert rating_of_score(45.0, (10, 20, 30)) is Rating.EASY


def test_the_package_is_imported_only_when_a_card_is_made() -> None:
    code = "import sys, interview_cli.learning.review; sys.exit('fsrs' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
