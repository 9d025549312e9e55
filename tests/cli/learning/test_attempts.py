"""Retry and compare: another attempt at the same question."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run, SteppingClock

from tests.cli.learning.material import OTHER, QUESTION, STRONG, WEAK, killed_at, on_day


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
    assert (before["best_overall_score"], before["answers"][0]["best_attempt"]["number"]) == (None, 1)
    best = after["answers"][0]["best_attempt"]
    assert best == {"number": 2, "score": after["answers"][0]["attempts"][1]["overall_score"]}
    assert after["best_overall_score"] == round(best["score"], 1)
    shown = cli("feedback", practised).out
    assert f"With the best attempt at each question: {best['score']:.0f} of 100." in shown
    assert f"2 attempts; the best is number 2 with {best['score']:.0f} of 100." in shown
    assert [each["number"] for each in after["answers"][0]["attempts"]] == [1, 2]


def test_a_retry_from_a_file(cli: Run, practised: str, tmp_path: Path) -> None:
    file = tmp_path / "better.txt"
    file.write_text(STRONG)
    done = cli("retry", "last", "1", "--answers", file)
    assert done.code == 0, done.err
    assert "Scored higher, by more than the judge's own spread." in done.out
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


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["save_answer", "save_delivery", "save_evaluation", "refresh"])
def test_a_retry_killed_at_any_step_keeps_what_was_saved_and_is_completed(
    cli: Run, practised: str, time: SteppingClock, step: str, when: str
) -> None:
    killed_at(step, when, "retry", practised, "1", stdin=STRONG)
    on_day(time, "2026-05-18")
    saved = (step, when) != ("save_answer", "before")
    left = cli("feedback", practised, "--json").json["answers"][0]["attempts"]
    assert [each["answer"] for each in left] == [WEAK, STRONG][: 1 + saved]
    assert cli("retry", practised, "1", stdin=OTHER).code == 0
    attempts = cli("feedback", practised, "--json").json["answers"][0]["attempts"]
    assert [each["answer"] for each in attempts] == [WEAK, *([STRONG] if saved else []), OTHER]
    assert {each["status"] for each in attempts} == {"scored"}
    assert all(each["delivery"] for each in attempts)
    assert cli("compare", practised, "1", "--json").json["compared"]["after"] == len(attempts)
    (card,) = cli("review", "--list", "--json").json
    assert (card["reviews"], card["last_reviewed_on"]) == (2, "2026-05-18")
    assert len(cli("history", "--json").json) == 1
