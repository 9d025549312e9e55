"""The checklist of an answer: what the rules are sure of, and what the candidate says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.interview.checklist import checklist, with_ticks
from interview_cli.interview.model import Evaluation, Exchange, KeyPoint
from interview_cli.scoring.rules import evaluate_answer
from tests.judge.support import INDEX, session_of

STATES = ("right", "wrong", "mentioned", "not_said", "cannot_tell")
POINTS = tuple(KeyPoint(f"Point {state}.", state) for state in STATES)


def exchange(evaluation: Evaluation | None, **ticks: bool) -> Exchange:
    """A question about indexes, answered and judged, with the candidate's ticks by the state of the point."""
    made = session_of((INDEX, "An index is a tree.", evaluation)).exchanges[0]
    assert made.attempt
    own = {f"Point {state}.": said for state, said in ticks.items()}
    return made.with_attempt(with_ticks(made.attempt, own))


@pytest.fixture
def judged() -> Evaluation:
    return replace(evaluate_answer(INDEX, "An index is a tree of sorted keys."), key_points=POINTS)


def test_the_rules_tick_only_what_is_right(judged: Evaluation) -> None:
    items = checklist(exchange(judged))
    assert [(item.number, item.key_point) for item in items] == list(enumerate(POINTS, 1))
    assert {item.key_point.state for item in items if item.ticked} == {"right"}
    assert {item.ticked_by for item in items} == {"rules"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("said", [True, False], ids=["ticked", "unticked"])
def test_the_candidate_has_the_last_word(judged: Evaluation, state: str, said: bool) -> None:
    before, after = checklist(exchange(judged)), checklist(exchange(judged, **{state: said}))
    changed = after[STATES.index(state)]
    assert (changed.ticked, changed.ticked_by, changed.is_own) == (said, "candidate", True)
    assert changed.key_point.state == state
    assert [item for item in after if item is not changed] == [
        item for item in before if item.number != changed.number
    ]


def test_the_last_of_several_ticks_counts(judged: Evaluation) -> None:
    attempt = exchange(judged, wrong=True, mentioned=True).attempt
    assert attempt
    assert with_ticks(attempt, {"Point wrong.": False}).ticks == {"Point wrong.": False, "Point mentioned.": True}


def test_a_tick_of_a_point_that_is_gone_shows_nowhere(judged: Evaluation) -> None:
    assert checklist(exchange(judged, gone=True)) == checklist(exchange(judged))


def test_where_the_rules_judged_no_points_only_missing_ones_are_known(judged: Evaluation) -> None:
    first, second = INDEX.key_points
    items = checklist(exchange(replace(judged, key_points=(), missing_points=(second,))))
    assert [item.key_point for item in items] == [KeyPoint(first, "cannot_tell"), KeyPoint(second, "not_said")]
    assert not any(item.ticked for item in items)


def test_there_is_none_before_an_answer_is_judged_nor_for_follow_ups(judged: Evaluation) -> None:
    main = exchange(judged)
    assert checklist(replace(main, attempts=())) == ()
    assert checklist(exchange(None)) == ()
    assert checklist(replace(main, asked=replace(main.asked, parent_id="other"))) == ()
