"""`interview questions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

BANK = """\
title: Zoo keeping
type: behavioral
questions:
  - id: zoo-escape
    text: Tell me about a time an animal got away from you.
    difficulty: standard
    competencies: [animals]
    key_points: [Says which animal it was., Says how it came back.]
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    file = tmp_path / "zoo.yml"
    file.write_text(BANK, encoding="utf-8")
    return file


def test_the_list_contract(cli: Run) -> None:
    everything = cli("questions", "list", "--json").json
    assert len(everything) >= 400
    assert len({each["id"] for each in everything}) == len(everything)
    for each in everything:
        assert {"id", "text", "type", "difficulty", "bank", "key_points", "competencies", "skills"} <= each.keys()


@pytest.mark.parametrize(
    ("option", "value", "field", "is_"),
    [
        ("--type", "technical", "type", "technical_verbal"),
        ("--difficulty", "Intense", "difficulty", "intense"),
        ("--bank", "security", "bank", "security"),
    ],
)
def test_filters(cli: Run, option: str, value: str, field: str, is_: str) -> None:
    found = cli("questions", "list", option, value, "--json").json
    assert found
    assert {each[field] for each in found} == {is_}


def test_filters_by_topic_role_and_text(cli: Run) -> None:
    found = cli("questions", "list", "--topic", "Ownership", "--json").json
    assert found
    assert all("ownership" in each["competencies"] + each["skills"] for each in found)
    banks = {q["bank"] for q in cli("questions", "list", "-t", "technical", "--role", "SRE", "--json").json}
    assert banks == {"devops"}
    found = cli("questions", "list", "--search", "MISTAKE", "--json").json
    assert found
    assert all("mistake" in each["text"].lower() for each in found)


def test_the_list_in_words(cli: Run) -> None:
    done = cli("questions", "list", "--bank", "security")
    count = int(done.err.split()[0])
    assert len(done.out.splitlines()) == 2 * count


def test_showing_one_question(cli: Run) -> None:
    wanted = cli("questions", "list", "--bank", "security", "--json").json[0]
    assert cli("questions", "show", wanted["id"], "--json").json == wanted
    shown = cli("questions", "show", wanted["id"]).out
    assert wanted["text"] in shown
    assert "A strong answer" in shown
    assert all(point in shown for point in wanted["key_points"])


def test_an_ambiguous_question(cli: Run) -> None:
    done = cli("questions", "show", "backend-")
    assert done.code == 3
    assert "fits" in done.err


def test_validating(cli: Run, bank: Path, tmp_path: Path) -> None:
    assert cli("questions", "validate").code == 0, "no banks of one's own are no mistake"
    good = cli("questions", "validate", bank)
    assert (good.code, good.err) == (0, "1 question in 1 file is valid.\n")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(BANK.replace("standard", "hard").replace("id: zoo-escape", "id: Zoo"))
    done = cli("questions", "validate", bank, wrong)
    assert done.code == 3
    lines = done.err.splitlines()
    assert lines[0].startswith(f"{wrong}:4: questions.0.id: ")
    assert lines[1].startswith(f"{wrong}:6: questions.0.difficulty: ")
    assert lines[2] == "Error: 2 mistakes in 1 file."
    assert cli("questions", "validate", tmp_path).code == 3, "a folder is looked through"


def test_adding_a_bank(cli: Run, bank: Path, home: Path) -> None:
    assert cli("questions", "show", "zoo-escape").code == 3
    assert cli("questions", "add", bank).code == 0
    assert cli("questions", "show", "zoo-escape", "--json").json["bank"] == "zoo"
    assert (home / "data" / "question_banks" / "zoo.yaml").stat().st_mode & 0o777 == 0o600
    again = cli("questions", "add", bank)
    assert again.code == 3
    assert "--replace" in again.err
    bank.write_text(BANK.replace("an animal", "a zebra"), encoding="utf-8")
    assert cli("questions", "add", bank, "--replace").code == 0
    assert "a zebra" in cli("questions", "show", "zoo-escape", "--json").json["text"]
    done = cli("practice", "--bank", "zoo", "-n", "1", "--json", stdin="A zebra got away and I led it back.\n")
    assert done.json["answers"][0]["question_id"] == "zoo-escape"


def test_a_bank_with_mistakes_is_not_added(cli: Run, bank: Path, home: Path) -> None:
    bank.write_text(BANK.replace("difficulty", "hardness"))
    done = cli("questions", "add", bank)
    assert done.code == 3
    assert "questions.0.hardness: is not a field" in done.err
    assert [*home.iterdir()] == []


def test_a_bank_that_does_not_exist_is_reported(cli: Run) -> None:
    done = cli("questions", "list", "--bank", "nosuch")
    assert done.code == 3
    assert "nosuch" in done.err
    assert "backend" in done.err
