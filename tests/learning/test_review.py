"""What is reviewed on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.model import KeyPoint
from interview_cli.learning.cards import Card
from interview_cli.learning.review import JudgedPoints, ReviewCard, due_today, load_ahead, mixed, points_kept_missing
from tests.learning.making import a_question

TODAY = date(2026, 5, 4)


def _card(name: str, competency: str = "leadership", due: int = 0, stability: float = 5.0) -> ReviewCard:
    memory = Card(stability, 5.0, TODAY + timedelta(days=due), TODAY + timedelta(days=min(due, 0) - 5), 1)
    return ReviewCard(a_question(name, competencies=(competency,)), memory, 50.0)


many = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(-60, 20), st.floats(0.5, 100)), max_size=40).map(
    lambda drawn: [_card(f"q-{number}", *each) for number, each in enumerate(drawn)]
)


def test_what_is_due_and_nothing_else() -> None:
    cards = [_card("late", "a", -3), _card("today", "b", 0), _card("tomorrow", "c", 1)]
    assert {card.question.id for card in due_today(cards, TODAY, 0, 10)} == {"late", "today"}


def test_the_least_well_kept_comes_first() -> None:
    cards = [_card("firm", "a", 0, stability=50.0), _card("weak", "b", 0, stability=2.0)]
    assert [card.question.id for card in due_today(cards, TODAY, 0, 10)] == ["weak", "firm"]


@pytest.mark.parametrize(("done", "left"), [(0, 3), (2, 1), (3, 0), (7, 0)])
def test_the_daily_cap_counts_what_was_reviewed_today(done: int, left: int) -> None:
    assert len(due_today([_card(f"q-{n}", str(n)) for n in range(9)], TODAY, done, 3)) == left


@given(many, st.integers(0, 6), st.integers(1, 6))
def test_a_break_is_caught_up_over_days_and_nothing_is_lost(cards: list[ReviewCard], done: int, cap: int) -> None:
    load = load_ahead([card.card.due for card in cards], TODAY, done, cap, days=80)
    assert all(count <= cap for count in load.values())
    assert load[TODAY] == len(due_today(cards, TODAY, done, cap))
    assert sum(load.values()) == len(cards)


@given(many)
def test_two_of_one_competency_follow_each_other_only_where_nothing_can_stand_between(
    cards: list[ReviewCard],
) -> None:
    found = mixed(cards)
    assert sorted(card.question.id for card in found) == sorted(card.question.id for card in cards)
    most = max(Counter(card.competency for card in cards).values(), default=0)
    doubled = sum(one.competency == other.competency for one, other in pairwise(found))
    assert doubled == max(0, 2 * most - len(cards) - 1)


def _judged(state: str, ticks: Mapping[str, bool] | None = None) -> JudgedPoints:
    return JudgedPoints((KeyPoint("costs", state),), ticks or {})


@pytest.mark.parametrize(
    ("states", "drilled"),
    [
        (("not_said", "not_said"), False),
        (("not_said", "not_said", "not_said"), True),
        (("not_said", "wrong", "not_said"), True),
        (("not_said", "not_said", "right", "not_said"), False),
        (("not_said", "not_said", "mentioned", "not_said"), False),
        (("not_said", "not_said", "cannot_tell", "not_said"), True),
        (("cannot_tell",) * 4, False),
        ((), False),
    ],
    ids=lambda value: "-".join(map(str, value)) or "none" if isinstance(value, tuple) else "",
)
def test_a_point_missing_three_times_in_a_row_is_drilled(states: tuple[str, ...], drilled: bool) -> None:
    assert points_kept_missing([_judged(state) for state in states]) == (("costs",) if drilled else ())


def test_the_candidates_own_ticks_decide_over_the_rules() -> None:
    said = [_judged("not_said", {"costs": True})] * 4
    unsaid = [_judged("cannot_tell", {"costs": False})] * 3
    assert points_kept_missing(said) == ()
    assert points_kept_missing(unsaid) == ("costs",)
