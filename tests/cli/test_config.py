"""`interview config`: defaults under the file under the environment under the flags."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Practise = Callable[..., Any]


def test_setting_getting_and_unsetting(cli: Run, home: Path) -> None:
    assert cli("config", "get", "practice.questions").out == "5\n"
    done = cli("config", "set", "practice.questions", "3")
    assert (done.code, done.out) == (0, "")
    assert cli("config", "get", "practice.questions").out == "3\n"
    assert cli("config", "list", "--json").json["practice"]["questions"] == 3
    file = Path(cli("config", "path").out.strip())
    assert file == home / "config" / "config.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    cli("config", "unset", "practice.questions")
    assert cli("config", "get", "practice.questions").out == "5\n"
    assert cli("config", "get", "limits.sessions_per_day").out == "(not set)\n"


def test_comments_in_the_file_are_kept(cli: Run, home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text("# my settings\n[practice]\nquestions = 4 # enough\n")
    cli("config", "set", "practice.difficulty", "intense")
    assert file.read_text() == '# my settings\n[practice]\nquestions = 4 # enough\ndifficulty = "intense"\n'


def test_each_layer_goes_over_the_one_below(cli: Run, practise: Practise, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("config", "set", "practice.type", "hr")
    cli("config", "set", "practice.questions", "1")
    assert practise()["session"]["type"] == "hr_screen"
    monkeypatch.setenv("INTERVIEW_PRACTICE__TYPE", "project")
    assert cli("config", "get", "practice.type").out == "project\n"
    assert practise()["session"]["type"] == "project"
    assert practise("--type", "behavioral")["session"]["type"] == "behavioral"
    monkeypatch.delenv("INTERVIEW_PRACTICE__TYPE")
    assert cli("config", "get", "practice.type").out == "hr_screen\n"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("INTERVIEW_MOOD", "good", "INTERVIEW_MOOD is not a setting"),
        ("INTERVIEW_PRACTICE__MOOD", "good", "INTERVIEW_PRACTICE__MOOD is not a setting"),
        ("INTERVIEW_PRACTICE__QUESTIONS", "many", "practice.questions"),
        ("INTERVIEW_PRACTICE__QUESTIONS", "", "practice.questions"),
        ("INTERVIEW_PRACTICE", "{", "practice"),
    ],
)
def test_a_wrong_variable_is_reported(
    cli: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    for command in (["config", "list"], ["practice", "-n", "1"]):
        done = cli(*command)
        assert (done.code, done.out) == (3, "")
        assert says in done.err
    assert [*home.iterdir()] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[practice]\nmood = 1\n", "practice.mood: there is no such setting"),
        (b"[mood]\n", "mood: there is no such setting"),
        (b"[practice]\nquestions = 99\n", "practice.questions"),
        (b"[practice\n", "line 1"),
        (b"practice = 3\n", "practice"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"x = " + b"[" * 3_000, "nested too deeply"),
        (b"x = 1" + b"0" * 5_000, "line 1: broken TOML"),
        (b"# " + b"x" * 100_000, "larger than 100 kB"),
    ],
)
def test_a_wrong_file_is_reported_and_left_alone(cli: Run, home: Path, content: bytes, says: str) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir()
    file.write_bytes(content)
    done = cli("practice", "-n", "1")
    assert (done.code, done.out) == (3, "")
    assert says in done.err
    assert str(file) in done.err
    changed = cli("config", "set", "practice.role", "nurse")
    assert changed.code == 3 or b"nurse" in file.read_bytes()
    assert changed.code == 0 or file.read_bytes() == content


def test_history_does_not_need_valid_settings(cli: Run, home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text("[broken")
    assert cli("history", "--json").code == 0
