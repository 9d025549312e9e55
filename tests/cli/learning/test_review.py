"""Reviews: what comes back, and when."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SteppingClock
from tests.forked import Forked

if TYPE_CHECKING:
    from tests.conftest import Run

from tests.cli.learning.material import QUESTION, STRONG, WEAK, killed_at, on_day, run_at_night


def test_a_weak_answer_comes_back_tomorrow_and_a_strong_one_later(
    cli: Run, practised: str, time: SteppingClock
) -> None:
    (card,) = cli("review", "--list", "--json").json
    assert {"question_id", "text", "due", "last_score", "stability", "difficulty", "reviews"} <= card.keys()
    assert (card["question_id"], card["due"], card["reviews"]) == (QUESTION, "2026-05-05", 1)
    assert "Nothing is due today." in cli("review", stdin=STRONG).out
    on_day(time, "2026-05-05")
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
    on_day(time, "2026-05-06")
    assert cli("review", stdin="No idea.").code == 0
    assert cli("review", stdin="\n").code == 0
    assert cli("review", "--list", "--json").json == before


def test_purging_a_session_takes_its_card_along(cli: Run, practised: str) -> None:
    assert len(cli("review", "--list", "--json").json) == 1
    assert cli("purge", practised, "--yes").code == 0
    assert cli("review", "--list", "--json").json == []


@pytest.fixture(scope="module")
def home_of_that_evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the home of `two_weeks_off` is kept once it has been made."""
    return tmp_path_factory.mktemp("evening") / "home"


@pytest.fixture
def two_weeks_off(cli: Run, home: Path, time: SteppingClock, home_of_that_evening: Path) -> None:
    """Seven weak answers on one evening, then two weeks of nothing."""
    if home_of_that_evening.exists():
        shutil.copytree(home_of_that_evening, home, dirs_exist_ok=True)
    else:
        _practise_seven(cli)
        shutil.copytree(home, home_of_that_evening)
    on_day(time, "2026-05-18")


def _practise_seven(cli: Run) -> None:
    listed = cli("questions", "list", "--type", "behavioral", "--json").json
    for question in listed[2:9]:
        done = cli("practice", "--question", question["id"], "--follow-ups", "0", stdin=WEAK)
        assert done.code == 0, done.err


@pytest.mark.usefixtures("two_weeks_off")
def test_a_break_is_caught_up_over_days(cli: Run, time: SteppingClock) -> None:
    total = len(cli("review", "--list", "--json").json)
    assert total >= 6
    first = cli("review", "--json", stdin=f"{STRONG}\n" * 20).json
    assert len(first["reviewed"]) == 5
    assert first["due"] == 0, "the cap of today is reached"
    on_day(time, "2026-05-19")
    second = cli("review", "--json", stdin=f"{STRONG}\n" * 20).json
    assert len(second["reviewed"]) == total - 5


@pytest.mark.usefixtures("two_weeks_off")
def test_a_limit_and_a_type(cli: Run) -> None:
    assert len(cli("review", "--limit", "2", "--json", stdin=f"{STRONG}\n" * 9).json["reviewed"]) == 2
    assert cli("review", "--type", "hr", "--json", stdin=STRONG).json["reviewed"] == []


@pytest.mark.usefixtures("two_weeks_off")
def test_ten_processes_reviewing_at_once_advance_no_card_twice(cli: Run) -> None:
    before = {card["question_id"]: card for card in cli("review", "--list", "--json").json}
    running = [Forked(run_at_night, "review", "--json", stdin=f"{STRONG}\n" * 9) for _ in range(10)]
    ended = [process.end() for process in running]
    assert [each.code for each in ended] == [0] * 10, ended
    reviewed = [card["question_id"] for each in ended for card in each.json["reviewed"]]
    assert len(reviewed) == len(set(reviewed)), "nobody was asked what another was answering"
    assert 5 <= len(reviewed) <= len(before)
    after = {card["question_id"]: card for card in cli("review", "--list", "--json").json}
    for question_id, card in after.items():
        assert card["reviews"] == before[question_id]["reviews"] + (question_id in reviewed)


@pytest.mark.usefixtures("two_weeks_off")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["claim", "save_answer", "save_delivery", "save_evaluation", "refresh", "release"])
def test_a_review_killed_at_any_step_loses_nothing_and_counts_once(
    cli: Run, time: SteppingClock, step: str, when: str
) -> None:
    before = {card["question_id"]: card["reviews"] for card in cli("review", "--list", "--json").json}
    call = 2 if step == "refresh" else 1  # it is refreshed before anything is asked, too
    killed_at(step, when, "review", "--json", "--limit", "1", stdin=f"{STRONG}\n", call=call)
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
    said = f"{question['key_points'][0]} And I would paint the kitchen green, because that looks nice in the morning."
    done = cli("practice", "--question", question["id"], "--follow-ups", "0", "--json", stdin=said)
    identifier = done.json["session"]["id"]
    for _ in range(2):
        assert cli("retry", identifier, "1", stdin=said).code == 0
    cards = cli("review", "--list", "--json").json
    missing = done.json["answers"][0]["missing_points"]
    assert missing
    assert set(cards[0]["micro_drills"]) == set(missing)
    on_day(time, cards[0]["due"])
    told = cli("review", stdin=said).out
    assert f"Missing three times in a row: {missing[0]} (interview drill key-points)" in told
    drill = ("drill", "key-points", "--rounds", "9", "--seed", "1", "--json")
    played = cli(*drill, stdin=f"{said}\n" * 9)
    assert played.code == 0, played.err
    points = [line.partition("about this: ")[2] for line in played.err.splitlines() if "about this: " in line]
    assert set(points) == set(missing)
    assert [each["reached"] for each in played.json["played"]] == [False] * len(missing)
    assert any(each["reached"] for each in cli(*drill, stdin="\n".join(points)).json["played"])


def test_nothing_kept_missing(cli: Run, practised: str) -> None:
    done = cli("drill", "key-points", stdin=STRONG)
    assert (done.code, "No key point has been missing" in done.err) == (3, True)


def test_bands_of_ones_own(cli: Run, practised: str, time: SteppingClock) -> None:
    lenient = ("config", "set", "learning.rating_bands", "[1, 2, 3]")
    before = cli("review", "--list", "--json").json[0]["due"]
    assert cli(*lenient).code == 0
    assert cli("review", "--list", "--json").json[0]["due"] > before
