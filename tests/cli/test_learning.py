"""Whole evenings of practice: retry, compare, review, stories, drills, progress."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.app import SystemClock
from tests.conftest import PROJECT, STRONG_ANSWERS, SteppingClock

if TYPE_CHECKING:
    from tests.conftest import Run

STRONG = " ".join(STRONG_ANSWERS[0].split())
OTHER = " ".join(STRONG_ANSWERS[2].split())
WEAK = "We had some trouble with a release and things got better in the end because the team worked hard on it."
QUESTION = "ownership-inherited-mess"
ONE = ("--question", QUESTION, "--follow-ups", "0", "--json")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> SteppingClock:
    """The clock of the program: eight in the evening of 4 May 2026, a Monday."""
    clock = SteppingClock(datetime(2026, 5, 4, 20, tzinfo=UTC))
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    return clock


@pytest.fixture
def practised(cli: Run, time: SteppingClock) -> str:
    """A session of one weak answer; its id."""
    done = cli("practice", *ONE, stdin=WEAK)
    assert done.code == 0, done.err
    return str(done.json["session"]["id"])


def _on(time: SteppingClock, day: str) -> None:
    time.moment = datetime.fromisoformat(f"{day}T20:00:00+00:00")


def test_one_named_question_is_practised(cli: Run, practised: str) -> None:
    answers = cli("feedback", practised, "--json").json["answers"]
    assert [each["question_id"] for each in answers] == [QUESTION]


@pytest.mark.parametrize("wrong", [("--question", "no-such-question"), ("--question", QUESTION, "--type", "hr")])
def test_a_question_that_cannot_be_asked(cli: Run, wrong: tuple[str, ...]) -> None:
    assert cli("practice", *wrong, stdin=WEAK).code in {2, 3}


def test_a_retry_is_a_new_attempt_and_is_compared(cli: Run, practised: str) -> None:
    done = cli("retry", practised[:8], "1", "--json", stdin=STRONG)
    assert done.code == 0, done.err
    assert WEAK not in done.err, "the old answer stays hidden"
    assert [each["number"] for each in done.json["attempts"]] == [1, 2]
    assert done.json["compared"]["overall"]["change"] > 0
    assert done.json["compared"]["overall"]["real"] is True
    assert done.json["compared"]["criteria"]["outcome"]["gained"]
    assert cli("compare", practised, "1", "--json").json == done.json


def test_retries_are_attempts_and_no_sessions(cli: Run, practised: str) -> None:
    before = cli("feedback", practised, "--json").json
    assert cli("retry", practised, "1", stdin=STRONG).code == 0
    after = cli("feedback", practised, "--json").json
    assert len(cli("history", "--json").json) == 1
    assert after["overall_score"] == before["overall_score"]
    assert [each["number"] for each in after["answers"][0]["attempts"]] == [1, 2]


def test_a_retry_from_a_file(cli: Run, practised: str, tmp_path: Path) -> None:
    file = tmp_path / "better.txt"
    file.write_text(STRONG)
    done = cli("retry", "last", "1", "--answers", file)
    assert done.code == 0, done.err
    assert "A real change." in done.out
    assert "{+" in done.out
    assert "[-" in done.out


def test_attempts_can_be_chosen(cli: Run, practised: str) -> None:
    for said in (STRONG, OTHER):
        cli("retry", practised, "1", stdin=said)
    found = cli("compare", practised, "1", "--attempts", "3", "2", "--json").json
    assert [each["number"] for each in found["attempts"]] == [3, 2]
    assert found["attempts"][0]["answer"] == OTHER
    found = cli("compare", practised, "1", "--json").json
    assert [each["number"] for each in found["attempts"]] == [1, 3]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("compare", "last", "1"), 2, "nothing to compare yet"),
        (("compare", "last", "1", "--attempts", "1", "7"), 3, "no attempt 7"),
        (("compare", "last", "2"), 3, "no question 2"),
        (("retry", "last", "2"), 3, "no question 2"),
        (("retry", "nowhere", "1"), 3, "no session"),
        (("retry", "last", "1"), 3, "no new answer"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_mistakes(cli: Run, practised: str, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = cli(*arguments)
    assert done.code == code
    assert says in done.err


def test_an_attempt_that_was_never_judged_is_judged_by_the_next(cli: Run, practised: str, home: Path) -> None:
    assert cli("retry", practised, "1", stdin=STRONG).code == 0
    with closing(sqlite3.connect(next(home.rglob("interview.db")))) as database, database:
        (latest,) = database.execute("SELECT id FROM attempt ORDER BY number DESC LIMIT 1").fetchone()
        database.execute("DELETE FROM evaluation WHERE attempt_id = ?", (latest,))
        database.execute("DELETE FROM delivery WHERE attempt_id = ?", (latest,))
    assert cli("retry", practised, "1", stdin=OTHER).code == 0
    attempts = cli("feedback", practised, "--json").json["answers"][0]["attempts"]
    assert [each["status"] for each in attempts] == ["scored"] * 3
    assert all(each["delivery"] for each in attempts)


def test_a_weak_answer_comes_back_tomorrow_and_a_strong_one_later(
    cli: Run, practised: str, time: SteppingClock
) -> None:
    (card,) = cli("review", "--list", "--json").json
    assert {"question_id", "text", "due", "last_score", "stability", "difficulty", "reviews"} <= card.keys()
    assert (card["question_id"], card["due"], card["reviews"]) == (QUESTION, "2026-05-05", 1)
    assert "Nothing is due today." in cli("review", stdin=STRONG).out
    _on(time, "2026-05-05")
    done = cli("review", "--json", stdin=STRONG)
    assert done.code == 0, done.err
    (reviewed,) = done.json["reviewed"]
    assert reviewed["reviews"] == 2
    assert reviewed["last_score"] > card["last_score"]
    assert reviewed["due"] > "2026-05-06"
    assert done.json["due"] == 0
    assert len(cli("history", "--json").json) == 1


def test_practising_after_midnight_is_still_the_evening(cli: Run, practised: str, time: SteppingClock) -> None:
    time.moment = datetime(2026, 5, 5, 3, 59, tzinfo=UTC)
    assert "Nothing is due" in cli("review", stdin=STRONG).out
    time.moment = datetime(2026, 5, 5, 4, 0, tzinfo=UTC)
    assert "1 question reviewed" in cli("review", stdin=STRONG).out


def test_what_was_not_scored_does_not_rate(cli: Run, practised: str, time: SteppingClock) -> None:
    before = cli("review", "--list", "--json").json
    _on(time, "2026-05-06")
    assert cli("review", stdin="No idea.").code == 0
    assert cli("review", stdin="\n").code == 0
    assert cli("review", "--list", "--json").json == before


def test_purging_a_session_takes_its_card_along(cli: Run, practised: str) -> None:
    assert len(cli("review", "--list", "--json").json) == 1
    assert cli("purge", practised, "--yes").code == 0
    assert cli("review", "--list", "--json").json == []


@pytest.fixture
def two_weeks_off(cli: Run, time: SteppingClock) -> None:
    """Seven weak answers on one evening, then two weeks of nothing."""
    listed = cli("questions", "list", "--type", "behavioral", "--json").json
    for question in listed[2:9]:
        done = cli("practice", "--question", question["id"], "--follow-ups", "0", stdin=WEAK)
        assert done.code == 0, done.err
    _on(time, "2026-05-18")


@pytest.mark.usefixtures("two_weeks_off")
def test_a_break_is_caught_up_over_days(cli: Run, time: SteppingClock) -> None:
    total = len(cli("review", "--list", "--json").json)
    assert total >= 6
    first = cli("review", "--json", stdin=f"{STRONG}\n" * 20).json
    assert len(first["reviewed"]) == 5
    assert first["due"] == 0, "the cap of today is reached"
    _on(time, "2026-05-19")
    second = cli("review", "--json", stdin=f"{STRONG}\n" * 20).json
    assert len(second["reviewed"]) == total - 5


@pytest.mark.usefixtures("two_weeks_off")
def test_a_limit_and_a_type(cli: Run) -> None:
    assert len(cli("review", "--limit", "2", "--json", stdin=f"{STRONG}\n" * 9).json["reviewed"]) == 2
    assert cli("review", "--type", "hr", "--json", stdin=STRONG).json["reviewed"] == []


REVIEW_AT_A_TIME = """
import sys
from datetime import UTC, datetime
from interview_cli.app import SystemClock
from interview_cli.cli.main import run
SystemClock.now = lambda self: datetime(2026, 5, 18, 20, tzinfo=UTC)
sys.exit(run(["review", "--json"]))
"""


@pytest.mark.usefixtures("two_weeks_off")
def test_ten_processes_reviewing_at_once_advance_no_card_twice(cli: Run) -> None:
    before = {card["question_id"]: card for card in cli("review", "--list", "--json").json}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", REVIEW_AT_A_TIME],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=PROJECT,
        )
        for _ in range(10)
    ]
    ended = [process.communicate(f"{STRONG}\n".encode() * 9) for process in running]
    assert [process.returncode for process in running] == [0] * 10, ended
    reviewed = [card["question_id"] for out, _ in ended for card in json.loads(out)["reviewed"]]
    assert len(reviewed) == len(set(reviewed)), "nobody was asked what another was answering"
    assert 5 <= len(reviewed) <= len(before)
    after = {card["question_id"]: card for card in cli("review", "--list", "--json").json}
    for question_id, card in after.items():
        assert card["reviews"] == before[question_id]["reviews"] + (question_id in reviewed)


DIES = """
import os, signal, sys
from datetime import UTC, datetime
from interview_cli.app import SystemClock
from interview_cli.cli.main import run
from interview_cli.storage.learning import SqliteLearningStore
from interview_cli.storage.sessions import SqliteSessionStore
SystemClock.now = lambda self: datetime(2026, 5, 18, 20, tzinfo=UTC)
step, when, *arguments = sys.argv[1:]
owner = SqliteSessionStore if hasattr(SqliteSessionStore, step) else SqliteLearningStore
really = getattr(owner, step)
refreshed = 0
def dies(*given, **named):
    global refreshed
    refreshed += 1
    if step == "refresh" and refreshed == 1:
        return really(*given, **named)
    if when == "after":
        really(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, step, dies)
run(arguments)
"""


@pytest.mark.usefixtures("two_weeks_off")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["claim", "save_answer", "save_delivery", "save_evaluation", "refresh", "release"])
def test_a_review_killed_at_any_step_loses_nothing_and_counts_once(
    cli: Run, time: SteppingClock, step: str, when: str
) -> None:
    before = {card["question_id"]: card["reviews"] for card in cli("review", "--list", "--json").json}
    killed = subprocess.run(
        [sys.executable, "-c", DIES, step, when, "review", "--json", "--limit", "1"],
        input=f"{STRONG}\n".encode(),
        capture_output=True,
        cwd=PROJECT,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr
    time.moment += timedelta(hours=1)  # the lease of a dead process has run out
    for _ in range(2):
        assert cli("review", "--json", stdin=f"{STRONG}\n" * 9).code == 0
    after = {card["question_id"]: card["reviews"] for card in cli("review", "--list", "--json").json}
    assert sum(after.values()) == sum(before.values()) + 5, "the cap of the day, whatever was lost"
    assert all(after[each] - before[each] in {0, 1} for each in before)
    sessions = [cli("feedback", each["id"], "--json").json for each in cli("history", "--json").json]
    answers = [attempt for session in sessions for each in session["answers"] for attempt in each["attempts"]]
    again = [attempt for attempt in answers if attempt["answer"] == STRONG]
    assert len(again) in {5, 6}, "one said twice at the most: whoever was killed did not know that it was saved"
    assert all(attempt["delivery"] for attempt in answers if attempt["status"] == "scored")


def test_a_key_point_missing_three_times_becomes_a_drill(cli: Run, time: SteppingClock) -> None:
    question = next(
        each for each in cli("questions", "list", "--type", "technical", "--json").json if len(each["key_points"]) > 2
    )
    said = "I would look at the logs first and then think about what has changed, because that often helps a lot."
    done = cli("practice", "--question", question["id"], "--follow-ups", "0", "--json", stdin=said)
    identifier = done.json["session"]["id"]
    for _ in range(2):
        assert cli("retry", identifier, "1", stdin=said).code == 0
    cards = cli("review", "--list", "--json").json
    missing = done.json["answers"][0]["missing_points"]
    assert missing
    assert set(cards[0]["micro_drills"]) == set(missing)


def test_stories_from_an_answer_to_a_match(cli: Run, time: SteppingClock) -> None:
    done = cli("practice", *ONE, stdin=STRONG)
    identifier = done.json["session"]["id"]
    made = cli("stories", "distill", identifier, "1", "--json")
    assert made.code == 0, made.err
    story = made.json
    assert story["source"] == "distilled"
    assert all(quote in STRONG for quote in story["quotes"])
    (listed,) = cli("stories", "list", "--json").json
    assert (listed["told"], listed["sessions"]) == (1, [identifier])
    asked = done.json["answers"][0]["question"]
    (matched,) = cli("stories", "match", asked, "--json").json
    assert matched["id"] == story["id"]
    assert matched["why"]
    gaps = {each["competency"] for each in cli("stories", "gaps", "--json").json}
    assert gaps
    assert not gaps & set(story["competencies"])


def test_stories_are_written_changed_shown_exported_and_removed(cli: Run) -> None:
    made = cli(
        *("stories", "add", "--title", "The late release", "--action", "I cut two features.", "--json"),
        *("--competency", "Decision Making", "--number", "40%"),
    )
    identifier = made.json["id"][:8]
    assert made.json["competencies"] == ["decision_making"]
    changed = cli("stories", "edit", identifier, "--result", "Shipped in ten days.", "--json").json
    assert (changed["result"], changed["title"], changed["numbers"]) == (
        "Shipped in ten days.",
        "The late release",
        ["40%"],
    )
    assert "I cut two features." in cli("stories", "show", identifier).out
    assert cli("stories", "export").json_lines == [changed]
    assert cli("stories", "remove", identifier).code == 0
    assert cli("stories", "list", "--json").json == []
    assert cli("stories", "show", identifier).code == 3
    assert cli("stories", "add", "--title", "Nothing done").code == 2


def test_a_distilled_story_goes_with_its_session(cli: Run, time: SteppingClock) -> None:
    identifier = cli("practice", *ONE, stdin=STRONG).json["session"]["id"]
    assert cli("stories", "distill", identifier, "1").code == 0
    assert cli("stories", "add", "--title", "Mine", "--action", "I did it.").code == 0
    assert cli("purge", identifier, "--yes").code == 0
    assert [each["title"] for each in cli("stories", "list", "--json").json] == ["Mine"]
    assert cli("purge", "--all", "--yes").code == 0
    assert cli("stories", "list", "--json").json == []


def test_a_drill_keeps_values_and_no_words(cli: Run, home: Path) -> None:
    done = cli("drill", "no-fillers", "--rounds", "2", "--json", stdin="Um, I led a team of nine.\nI led a team.\n")
    assert done.code == 0, done.err
    assert [each["reached"] for each in done.json["played"]] == [False, True]
    assert (done.json["rounds"], done.json["reached"], done.json["best"]) == (2, 1, 0)
    assert done.json["trend"] == "not_enough_yet"
    assert "target" in done.err
    again = cli("drill", "no-fillers", "-n", "1", "--json", stdin="I led a team.\n").json
    assert again["rounds"] == 3
    assert b"team of nine" not in next(home.rglob("interview.db")).read_bytes()
    assert cli("history", "--json").json == []


def test_drills_are_listed_with_a_suggestion(cli: Run, time: SteppingClock) -> None:
    cli("practice", *ONE, stdin="Um, um, I led, uh, a team and we, um, shipped the, uh, release in ten days.")
    found = cli("drill", "--json").json
    assert {"one-minute", "no-fillers", "pause-not-um", "numbers"} <= {each["name"] for each in found["drills"]}
    assert found["suggested"]["name"] == "no-fillers"
    assert "interview drill no-fillers" in cli("drill").out


@pytest.mark.parametrize(("name", "says"), [("jumping", "There is no drill"), ("pause-not-um", "--voice")])
def test_drills_that_cannot_be_played(cli: Run, name: str, says: str) -> None:
    done = cli("drill", name, stdin=STRONG)
    assert done.code == 2
    assert says in done.err


@pytest.fixture
def two_weeks(cli: Run, time: SteppingClock) -> list[date]:
    """An evening of one answer on every weekday of two weeks, weekends off; the days."""
    days = [date(2026, 5, 4) + timedelta(days=n) for n in range(12)]
    days = [day for day in days if day.weekday() < 5]
    for number, day in enumerate(days):
        _on(time, day.isoformat())
        done = cli("practice", *ONE, stdin=STRONG if number % 2 else WEAK)
        assert done.code == 0, done.err
    return days


def test_two_weeks_of_evenings(cli: Run, two_weeks: list[date]) -> None:
    assert cli("config", "set", "learning.days_off", '["saturday", "sunday"]').code == 0
    found = cli("progress", "--json").json
    assert (found["sessions"], found["days"]) == (10, 10)
    assert found["streak"] == {"current": 10, "longest": 10}
    assert len(found["criteria"]["outcome"]) == 10
    assert found["criteria"]["outcome"][0].keys() == {"at", "score", "session", "attempts", "evaluator"}
    assert {each["evaluator"] for each in found["criteria"]["outcome"]} == {"rules"}
    assert len(found["delivery"]["filler_count"]) == 10
    (competency,) = found["competencies"].values()
    assert (competency["answered"], competency["last"]) == (10, two_weeks[-1].isoformat())
    assert len(competency["weeks"]) == 2
    assert found["weakest"][0]["questions"] == [QUESTION]
    shown = cli("progress", "--plot").out
    assert "10 sessions on 10 days. Streak: 10 days" in shown
    assert "no real change" in shown
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


def test_bands_of_ones_own(cli: Run, practised: str, time: SteppingClock) -> None:
    lenient = ("config", "set", "learning.rating_bands", "[1, 2, 3]")
    before = cli("review", "--list", "--json").json[0]["due"]
    assert cli(*lenient).code == 0
    assert cli("review", "--list", "--json").json[0]["due"] > before


def test_a_zone_that_does_not_exist(cli: Run, practised: str) -> None:
    cli("config", "set", "learning.zone", "Europe/Atlantis")
    done = cli("review", "--list")
    assert done.code == 3
    assert "There is no time zone 'Europe/Atlantis'" in done.err


def test_a_retry_counts_as_an_attempt_of_its_session(cli: Run, practised: str) -> None:
    cli("retry", practised, "1", stdin=STRONG)
    found = cli("progress", "--json").json
    (point,) = found["criteria"]["outcome"]
    assert (point["session"], point["attempts"]) == (practised, 2)
    assert found["sessions"] == 1
    first = cli("feedback", practised, "--json").json["answers"][0]["scores"]["outcome"]["score"]
    assert point["score"] == first, "the session's score is that of the first attempt"


def test_the_interview_date_brings_a_plan(cli: Run, practised: str) -> None:
    assert cli("profile", "--interview-on", "2026-05-09", "--json").json["interview_on"] == "2026-05-09"
    found = cli("progress", "--json").json
    assert found["interview_on"] == "2026-05-09"
    assert [each["on"] for each in found["plan"]] == [f"2026-05-{day:02}" for day in range(4, 9)]
    assert "5 days left" in cli("progress").out
    assert cli("profile", "--interview-on", "", "--json").json["interview_on"] is None
    assert cli("profile", "--interview-on", "soon").code == 2


def test_what_practising_has_used(cli: Run, practised: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("retry", practised, "1", stdin=STRONG)
    monkeypatch.setenv("INTERVIEW_LIMITS__SESSIONS_PER_DAY", "3")
    used = cli("progress", "--usage", "--json").json
    assert (used["sessions_today"], used["sessions_per_day_limit"], used["attempts_a_session"]) == (1, 3, 2.0)
    assert (used["calls"], used["tokens"], used["cost"], used["cache_hits"]) == (0, 0, None, 0)
    assert "1 of 3" in cli("progress", "--usage").out


def test_feedback_names_a_story_that_would_have_fitted_better(cli: Run, time: SteppingClock) -> None:
    done = cli("practice", *ONE, stdin=WEAK)
    competency = cli("questions", "show", QUESTION, "--json").json["competencies"][0]
    assert "would have fitted better" not in cli("feedback").out
    cli("stories", "add", "--title", "The old depot", "--action", "I took it over.", "--competency", competency)
    shown = cli("feedback", done.json["session"]["id"]).out
    assert "Question 1: your story “The old depot” would have fitted better: it shows" in shown


def test_nothing_practised_yet(cli: Run) -> None:
    assert cli("review", "--list", "--json").json == []
    assert "Nothing is due" in cli("review").out
    found = cli("progress", "--json").json
    assert (found["sessions"], found["days"], found["due"]) == (0, 0, 0)
    assert found["suggestion"] == "Practise a first interview: interview practice"
    assert cli("stories", "list").code == 0
    assert cli("drill").code == 0


def test_a_session_without_an_answer_counts_nowhere(cli: Run, time: SteppingClock) -> None:
    assert cli("practice", *ONE, stdin="").code == 0
    found = cli("progress", "--json").json
    assert (found["sessions"], found["days"], found["criteria"]) == (0, 0, {})


Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What bash would be offered for a line that ends where Tab is pressed."""

    def call(line: str) -> list[str]:
        words = line.split(" ")
        done = subprocess.run(
            [sys.executable, "-c", "from interview_cli.__main__ import main; main()"],
            env={
                **_environment(),
                "_INTERVIEW_COMPLETE": "complete_bash",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words) - 1),
            },
            capture_output=True,
            text=True,
            cwd=PROJECT,
            check=False,
        )
        return done.stdout.split("\n")

    return call


def _environment() -> dict[str, Any]:
    import os

    return dict(os.environ)


def test_ids_are_completed(cli: Run, practised: str, complete: Complete) -> None:
    assert practised[:8] in complete(f"interview retry {practised[:2]}")
    assert practised[:8] in complete("interview compare ")
    assert QUESTION in complete("interview practice --question ownership-inh")
    assert "no-fillers" in complete("interview drill no")
