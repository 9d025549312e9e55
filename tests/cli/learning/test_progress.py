"""Progress over evenings and weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SteppingClock

if TYPE_CHECKING:
    from tests.conftest import Run

from tests.cli.learning.material import ONE, QUESTION, STRONG, WEAK, on_day


@pytest.fixture
def two_weeks(cli: Run, time: SteppingClock) -> list[date]:
    """An evening of one answer on every weekday of two weeks, weekends off; the days."""
    days = [date(2026, 5, 4) + timedelta(days=n) for n in range(12)]
    days = [day for day in days if day.weekday() < 5]
    for number, day in enumerate(days):
        on_day(time, day.isoformat())
        done = cli("practice", *ONE, stdin=STRONG if number % 2 else WEAK)
        assert done.code == 0, done.err
    return days


def test_two_weeks_of_evenings(cli: Run, two_weeks: list[date]) -> None:
    assert cli("config", "set", "learning.days_off", '["saturday", "sunday"]').code == 0
    found = cli("progress", "--json").json
    assert (found["sessions"], found["days"]) == (10, 10)
    assert found["streak"] == {"current": 10, "longest": 10}
    assert len(found["criteria"]["clarity"]) == 10
    assert found["criteria"]["clarity"][0].keys() == {"at", "score", "session", "attempts", "evaluator"}
    assert {each["evaluator"] for each in found["criteria"]["clarity"]} == {"rules"}
    assert len(found["delivery"]["filler_count"]) == 10
    (competency,) = found["competencies"].values()
    assert (competency["answered"], competency["last"]) == (10, two_weeks[-1].isoformat())
    assert len(competency["weeks"]) == 2
    assert found["weakest"][0]["questions"] == [QUESTION]
    (words,) = found["weakest"][0]["texts"]
    assert words in cli("progress").out
    assert words.endswith("?")
    shown = cli("progress", "--plot").out
    assert "10 sessions, practised on 10 days. Streak: 10 days" in shown
    assert "no real change" in shown
    assert "  week of 11 May     1   1   1   1   1\n" in shown
    assert "Reviews after today: Sat " in shown
    assert cli("progress", "--week").out.startswith("This week you gave 5 answers on 5 days.")
    assert cli("progress", "--since", "2026-05-11", "--json").json["sessions"] == 5
    assert cli("progress", "--type", "hr", "--json").json["sessions"] == 0


@pytest.mark.usefixtures("two_weeks")
def test_weekends_break_a_streak_unless_they_are_off(cli: Run) -> None:
    assert cli("progress", "--json").json["streak"] == {"current": 5, "longest": 5}
    weekend = ("--day-off", "2026-05-09", "--day-off", "2026-05-10")
    assert cli("profile", *weekend, "--json").json["days_off"] == ["2026-05-09", "2026-05-10"]
    assert cli("progress", "--json").json["streak"]["current"] == 10
    assert cli("profile", "--json").json["current_streak_days"] == 10
    cli("profile", "--day-on", "2026-05-10")
    assert cli("progress", "--json").json["streak"]["current"] == 5


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("learning.days_off", '["caturday"]', "'monday'"),
        ("learning.rating_bands", "[1, 2]", "rating_bands"),
        ("learning.day_end_hour", "24", "less than or equal to 23"),
    ],
)
def test_settings_that_make_no_sense(cli: Run, key: str, value: str, says: str) -> None:
    done = cli("config", "set", key, value)
    assert done.code == 3
    assert says in done.err


def test_a_zone_that_does_not_exist(cli: Run, practised: str) -> None:
    cli("config", "set", "learning.zone", "Europe/Atlantis")
    done = cli("review", "--list")
    assert done.code == 3
    assert "There is no time zone 'Europe/Atlantis'" in done.err


def test_a_retry_counts_as_an_attempt_of_its_session(cli: Run, practised: str) -> None:
    cli("retry", practised, "1", stdin=STRONG)
    found = cli("progress", "--json").json
    (point,) = found["criteria"]["clarity"]
    assert (point["session"], point["attempts"]) == (practised, 2)
    assert found["sessions"] == 1
    first = cli("feedback", practised, "--json").json["answers"][0]["scores"]["clarity"]["score"]
    assert point["score"] == first, "the session's score is that of the first attempt"


def test_the_interview_date_brings_a_plan(cli: Run, practised: str) -> None:
    assert cli("profile", "--interview-on", "2026-05-09", "--json").json["interview_on"] == "2026-05-09"
    found = cli("progress", "--json").json
    assert found["interview_on"] == "2026-05-09"
    assert [each["on"] for each in found["plan"]] == [f"2026-05-{day:02}" for day in range(4, 9)]
    assert "5 days left" in cli("progress").out
    assert "5 days left" in cli("profile").out
    assert cli("profile", "--interview-on", "", "--json").json["interview_on"] is None
    assert cli("profile", "--interview-on", "soon").code == 2


def test_what_practising_has_used(cli: Run, practised: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("retry", practised, "1", stdin=STRONG)
    monkeypatch.setenv("INTERVIEW_LIMITS__SESSIONS_PER_DAY", "3")
    used = cli("progress", "--usage", "--json").json
    assert (used["sessions_today"], used["sessions_per_day_limit"], used["attempts_a_session"]) == (1, 3, 2.0)
    assert (used["calls"], used["tokens"], used["cost"], used["cache_hits"]) == (0, 0, None, 0)
    assert "1 of 3" in cli("progress", "--usage").out


def test_nothing_practised_yet(cli: Run) -> None:
    assert cli("review", "--list", "--json").json == []
    assert "Nothing is due" in cli("review").out
    found = cli("progress", "--json").json
    assert (found["sessions"], found["days"], found["due"]) == (0, 0, 0)
    assert found["suggestion"] == "Practise a first interview: interview practice"
    assert cli("stories", "list").code == 0
    assert cli("drill").code == 0


def test_a_session_without_an_answer_counts_nowhere(
    cli: Run, time: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("practice", *ONE, stdin="").code == 0
    found = cli("progress", "--json").json
    assert (found["sessions"], found["days"], found["criteria"]) == (0, 0, {})
    assert found["streak"] == {"current": 0, "longest": 0}
    assert cli("profile", "--json").json["total_sessions"] == 0
    assert cli("progress", "--usage", "--json").json["sessions_today"] == 0
    assert cli("review", "--list", "--json").json == []
    monkeypatch.setenv("INTERVIEW_LIMITS__SESSIONS_PER_DAY", "1")
    assert cli("practice", *ONE, stdin=STRONG).code == 0, "it does not count against the limit"
    assert cli("practice", *ONE, stdin=STRONG).code == 2
    assert cli("profile", "--json").json["total_sessions"] == 1
