"""`interview feedback --tick` and `--untick`."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Practise = Callable[..., Any]
ANSWERS = (
    "An index lets the database find rows without scanning the table, so a search takes less time than before.",
    "/skip",
    "No.",
)
BANK = """
title: Databases
description: Questions for tests.
type: technical_verbal
questions:
  - id: ticking-index
    text: "What does an index do, and what does it cost?"
    difficulty: standard
    skills: [databases]
    key_points:
      - An index lets the database find rows without scanning the table.
      - Writes become slower.
    source: original
  - id: ticking-lock
    text: "What does a lock do?"
    difficulty: standard
    skills: [databases]
    key_points: [A lock keeps others from changing a row.]
    source: original
  - id: ticking-join
    text: "What does a join do?"
    difficulty: standard
    skills: [databases]
    key_points: [A join puts together rows of two tables.]
    source: original
"""

CANNOT: tuple[tuple[list[str], int, str], ...] = (
    (["--tick", "9.1"], 3, "There is no question 9. There are 1.1"),
    (["--tick", "0.1"], 3, "There is no question 0."),
    (["--untick", "2.1"], 3, "Question 2 was not answered. There are 1.1"),
    (["--tick", "1.9"], 3, "Question 1 has no key point 9. It has 1.1"),
    (["--tick", "1.0"], 3, "Question 1 has no key point 0."),
    (["--tick", "one"], 2, "named by question and point, such as 2.1, not 'one'"),
    (["--tick", "1.1.1"], 2, "not '1.1.1'"),
    (["--tick", "-1"], 2, "not '-1'"),
    (["--tick", "²"], 2, "not '²'"),
    (["--tick", ""], 2, "not ''"),
    (["--tick", "1.1", "--untick", "1.1"], 2, "1.1 is both ticked and unticked."),
    (["--tick", "1", "--untick", "1.1"], 2, "1.1 is both ticked and unticked."),
    (["--tick", "1.1", "--play", "1"], 2, "--play cannot be combined"),
    (["--tick", "1.1", "--tick", "9.1"], 3, "There is no question 9."),
)


@pytest.fixture
def session(cli: Run, tmp_path: Path) -> list[Any]:
    """The answers of a session with three questions in an order that the seed decides: answered, skipped, too short.

    Whatever question came first got the first answer.
    """
    bank = tmp_path / "ticking.yaml"
    bank.write_text(BANK, encoding="utf-8")
    assert cli("questions", "add", bank).code == 0
    done = cli(
        *("practice", "--bank", "ticking", "-n", "3", "--follow-ups", "0", "--seed", "1", "--json"),
        stdin="\n".join(ANSWERS) + "\n",
    )
    assert done.code == 0, done.err
    return list(done.json["answers"])


def key_points(cli: Run) -> list[list[tuple[bool, str]]]:
    """Of each answer, whether each key point is ticked and by whom."""
    answers = cli("feedback", "--json").json["answers"]
    return [[(each["ticked"], each["ticked_by"]) for each in answer["key_points"]] for answer in answers]


def test_ticking_and_unticking_is_saved_and_shown(cli: Run, session: list[Any]) -> None:
    before = key_points(cli)
    assert before[1] == []
    assert {by for points in before for _, by in points} == {"rules"}
    done = cli("feedback", "last", "--tick", "1.1")
    assert done.code == 0, done.err
    assert "1.1  ✓ (your own)  " in done.out
    assert session[0]["key_points"][0]["point"].split()[0] in done.out
    assert "Question" not in done.out, "only the checklist"
    assert "3.1" not in done.out
    assert key_points(cli)[0][0] == (True, "candidate")
    assert re.search(r"^1\.1 +\(your own\) ", cli("feedback", "--untick", "1.1").out, re.MULTILINE)
    assert key_points(cli)[0][0] == (False, "candidate")
    assert key_points(cli)[1:] == before[1:]


def test_several_at_once_and_whole_questions(cli: Run, session: list[Any]) -> None:
    done = cli("feedback", "--tick", "1", "--untick", "3.1", "--json")
    assert done.code == 0, done.err
    answers = done.json["answers"]
    assert {(each["ticked"], each["ticked_by"]) for each in answers[0]["key_points"]} == {(True, "candidate")}
    assert {(each["ticked"], each["ticked_by"]) for each in answers[2]["key_points"][:1]} == {(False, "candidate")}
    assert done.json == cli("feedback", "--json").json
    shown = cli("feedback", "--tick", "1.1", "--tick", "3.1").out
    assert "1.1  ✓" in shown
    assert "3.1  ✓" in shown
    both = cli("feedback", "--tick", "3.1", "--rate", "4", "--markdown")
    assert "| 3.1 | ✓ (your own) |" in both.out
    assert "rated 4 of 5" in both.err


def test_ticks_change_no_score_and_outlive_a_rescore(cli: Run, session: list[Any]) -> None:
    before = cli("feedback", "--json").json
    after = cli("feedback", "--tick", "1", "--tick", "3", "--json").json
    ticked = [answer.pop("key_points") for answer in after["answers"]]
    for answer, points in zip(after["answers"], ticked, strict=True):
        assert [attempt.pop("key_points") for attempt in answer["attempts"]] == [points] * len(answer["attempts"])
    for answer in before["answers"]:
        for each in (answer, *answer["attempts"]):
            each.pop("key_points")
    assert after == before
    rescored = cli("feedback", "--rescore", "--json").json
    assert [answer["key_points"] for answer in rescored["answers"]] == ticked
    assert cli("feedback", "--json").json == rescored


def test_ticks_are_exported_and_in_the_backup(cli: Run, session: list[Any], tmp_path: Path) -> None:
    cli("feedback", "--tick", "1.1")
    exported = json.loads(cli("export").out)
    assert exported.pop("record")
    assert exported == cli("feedback", "--json").json
    assert exported["answers"][0]["key_points"][0]["ticked_by"] == "candidate"
    assert cli("backup", tmp_path / "copy.db").code == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        ticks = [json.loads(row[0]) for row in copy.execute("SELECT ticks FROM attempt")]
    assert {session[0]["key_points"][0]["point"]: True} in ticks


@pytest.mark.usefixtures("session")
def test_what_cannot_be_ticked_is_reported_and_changes_nothing(cli: Run) -> None:
    before = key_points(cli)
    for arguments, code, problem in CANNOT:
        done = cli("feedback", "last", *arguments)
        assert done.code == code, arguments
        assert problem in " ".join(done.err.split()), arguments
        assert done.out == "", arguments
        assert key_points(cli) == before, arguments


def test_the_error_names_all_numbers_there_are(cli: Run, session: list[Any]) -> None:
    counts = [len(answer["key_points"]) for answer in session]
    names = [
        f"{number}.1 to {number}.{count}" if count > 1 else f"{number}.1" for number, count in enumerate(counts, 1)
    ]
    assert f"There are {names[0]}, {names[2]}." in cli("feedback", "--tick", "7.1").err


def test_without_any_key_points_there_is_nothing_to_tick(cli: Run) -> None:
    assert cli("practice", "--type", "hr", "-n", "1", stdin="").code == 0
    done = cli("feedback", "--tick", "1.1")
    assert done.code == 3
    assert "This session has none to tick." in done.err


def test_practice_offers_it_at_the_end_and_asks_nothing(cli: Run, answers_file: Path) -> None:
    done = cli(
        "practice", "--type", "behavioral", "-n", "1", "--follow-ups", "0", "--seed", "1", "--answers", answers_file
    )
    assert done.code == 0
    assert " --tick 1." in done.out
