"""Series, their noise, and what is made of them."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.learning.competencies import Answered
from interview_cli.learning.days import Streak, countdown, plan_until
from interview_cli.learning.progress import (
    History,
    Measured,
    Point,
    Progress,
    progress,
    progress_to_json,
)
from interview_cli.learning.series import Verdict, trend

TODAY = date(2026, 5, 4)


def _points(*values: float, evaluator: str = "rules") -> list[Point]:
    return [Point(f"2026-04-{n:02}", value, f"s-{n}", 1, evaluator) for n, value in enumerate(values, 1)]


def _answers(competency: str, *scores: float | None, evaluator: str = "rules") -> list[Answered]:
    return [
        Answered(TODAY - timedelta(days=7 * (len(scores) - n)), f"{competency}-{n % 2}", competency, score, evaluator)
        for n, score in enumerate(scores)
    ]


def _progress(history: History, **changes: object) -> Progress:
    options: dict[str, object] = {"today": TODAY, "calendar": {TODAY: 3}, "streak": Streak(1, 4), "load": {}}
    return progress(history, **{**options, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([1, 2, 3], Verdict.NOT_ENOUGH_YET),
        ([3, 3, 3, 3, 3, 3, 3], Verdict.NOT_ENOUGH_YET),
        ([3, 3, 3, 3, 3, 3, 3, 3], Verdict.NO_REAL_CHANGE),
        ([1, 2, 1, 2, 4, 5, 4, 5], Verdict.UP),
        ([4, 5, 4, 5, 1, 2, 1, 2], Verdict.DOWN),
        ([1, 5, 1, 5, 2, 5, 2, 5], Verdict.NO_REAL_CHANGE),
    ],
)
def test_verdicts(values: list[float], verdict: Verdict) -> None:
    assert trend(values).verdict is verdict


def test_noise_alone_is_rarely_called_a_change() -> None:
    source = random.Random(7)
    called = sum(
        trend([source.gauss(3, 1) for _ in range(20)]).verdict is not Verdict.NO_REAL_CHANGE for _ in range(1000)
    )
    assert 30 <= called <= 110, "about one in twenty"


@given(st.lists(st.floats(0, 5), min_size=8, max_size=40))
def test_turning_a_series_upside_down_turns_its_verdict(values: list[float]) -> None:
    turned = {Verdict.UP: Verdict.DOWN, Verdict.DOWN: Verdict.UP}
    there, back = trend(values), trend([-value for value in values])
    assert back.verdict is turned.get(there.verdict, there.verdict)


def test_scores_of_two_evaluators_are_never_mixed() -> None:
    earlier = _points(1, 1, 1, 1, 1, 1, 1, 1)
    later = [point._replace(at=f"2026-05-{n:02}") for n, point in enumerate(_points(5, 5, evaluator="model:x"), 1)]
    found = _progress(History(10, criteria={"outcome": [*earlier, *later]}))
    assert found.criteria_trends["outcome"].verdict is Verdict.NOT_ENOUGH_YET
    assert found.evaluator_changes == (("2026-05-01", "rules", "model:x"),)
    mixed = [*_answers("leadership", 10, 10, 10), *_answers("leadership", 90, 80, 85, evaluator="model:x")]
    assert _progress(History(6, answers=mixed)).competencies["leadership"].mean_score == 85


def test_strongest_and_weakest_with_the_questions_behind_them() -> None:
    answers = [
        *_answers("leadership", 90, 90, 90),
        *_answers("failure", 20, 60, 20),
        *_answers("teamwork", 10, 10),
        *_answers("conflict", 40, 40, 40),
        *_answers("planning", 50, 50, 50, None),
    ]
    found = _progress(History(5, answers=answers))
    assert [each.name for each in found.weakest] == ["failure", "conflict", "planning"], "teamwork has too few"
    assert [each.name for each in found.strongest] == ["leadership"]
    assert found.weakest[0].questions == ("failure-0", "failure-1")
    assert found.competencies["planning"].answered == 4
    assert len(found.competencies["failure"].weeks) == 3


@pytest.mark.parametrize(
    ("sessions", "due", "answers", "drill", "says"),
    [
        (0, 0, [], None, "interview practice"),
        (3, 2, _answers("failure", 1, 1, 1), "no-fillers", "interview review"),
        (3, 0, _answers("failure", 1, 1, 1), "no-fillers", "interview practice --question failure-0"),
        (3, 0, [], "no-fillers", "interview drill no-fillers"),
        (3, 0, [], None, "Practise another interview: interview practice"),
    ],
    ids=["first", "due", "weakest", "habit", "go on"],
)
def test_the_one_suggestion(sessions: int, due: int, answers: list[Answered], drill: str | None, says: str) -> None:
    found = _progress(History(sessions, answers=answers), load={TODAY: due}, drill=lambda: drill)
    assert str(found.suggestion).endswith(says)
    assert found.week.endswith(str(found.suggestion))


def test_the_week_in_words() -> None:
    found = _progress(
        History(8, criteria={"outcome": _points(1, 2, 1, 2, 4, 5, 4, 5), "clarity": _points(3)}),
        calendar={TODAY: 1, TODAY - timedelta(days=6): 2, TODAY - timedelta(days=7): 9},
    )
    assert found.week.startswith(
        "This week you gave 3 answers on 2 days. Scored higher than before, beyond chance: outcome."
    )
    assert _progress(History(1), calendar={}).week.startswith("Nothing was practised this week.")
    assert "too early to see" in _progress(History(1)).week
    steady = _progress(History(8, criteria={"outcome": _points(*[3] * 8)}))
    assert "No score has really changed." in steady.week


@given(st.integers(-5, 100))
def test_the_plan_reaches_from_today_to_the_eve_and_is_made_anew(days: int) -> None:
    on = TODAY + timedelta(days=days)
    plan = plan_until(on, TODAY, (), {TODAY: 4})
    assert [each.on for each in plan] == [TODAY + timedelta(days=n) for n in range(min(max(days, 0), 60))]
    if 1 <= days <= 60:
        assert plan[-1].what.startswith("Read your stories")
    if days >= 2:
        assert plan[0].reviews == 4
        assert plan[1:][:20] == plan_until(on, TODAY + timedelta(days=1), (), {})[:20][: len(plan[1:][:20])]


def test_the_plan_names_what_is_weakest_in_turns() -> None:
    plan = plan_until(TODAY + timedelta(days=7), TODAY, ["failure", "risk"], {})
    assert [each.focus for each in plan] == ["failure", "risk", None, "risk", "failure", None, None]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (100, "Your interview is on 2026-08-12: 100 days left."),
        (2, "Your interview is on 2026-05-06: 2 days left."),
        (1, "Your interview is tomorrow."),
        (0, "Your interview is today. Good luck!"),
        (-1, "Your interview was on 2026-05-03."),
    ],
)
def test_the_countdown_is_true_however_far_away_the_day_is(days: int, says: str) -> None:
    assert countdown(TODAY + timedelta(days=days), TODAY) == says


def test_what_is_strong_is_no_weakness() -> None:
    answers = [*_answers("leadership", 90, 90, 90), *_answers("failure", 79, 79, 79), *_answers("risk", 80, 80, 80)]
    found = _progress(History(3, answers=answers))
    assert [each.name for each in found.weakest] == ["failure"]
    assert [each.name for each in found.strongest] == ["leadership", "risk"]


def test_the_json_contract() -> None:
    history = History(
        9,
        criteria={"outcome": _points(*[3] * 9)},
        delivery={"filler_count": [Measured("2026-04-01", 3)]},
        answers=_answers("failure", 20, 30, 40),
    )
    found = json.loads(
        json.dumps(progress_to_json(_progress(history, interview_on=TODAY + timedelta(days=2)), due=0))
    )
    assert {"sessions", "days", "streak", "criteria", "delivery", "competencies"} <= found.keys()
    assert {"strongest", "weakest", "due", "suggestion"} <= found.keys()
    assert found["streak"] == {"current": 1, "longest": 4}
    assert found["criteria"]["outcome"][0].keys() == {"at", "score", "session", "attempts", "evaluator"}
    assert found["delivery"]["filler_count"][0].keys() == {"at", "value"}
    assert {"answered", "mean_score", "last", "trend"} <= found["competencies"]["failure"].keys()
    assert found["weakest"][0]["questions"] == found["weakest"][0]["texts"] == ["failure-0", "failure-1"]
    assert len(found["plan"]) == 2
