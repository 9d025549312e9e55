"""`interview help`: what holds for all commands, on the terminal and in docs/commands.md."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.cli.help import TOPICS
from interview_cli.errors import InterviewError, PartialBatchError, ThresholdError
from interview_cli.settings import known_keys

if TYPE_CHECKING:
    from tests.conftest import Run

REFERENCE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


def test_topics_are_listed_without_one(cli: Run) -> None:
    done = cli("help")
    assert done.code == 0
    assert all(f"  {name} " in done.out for name in TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_printed_and_in_the_reference(cli: Run, topic: str) -> None:
    done = cli("help", topic)
    assert done.code == 0
    assert done.out.startswith(f"{TOPICS[topic].title}\n")
    assert max(map(len, done.out.splitlines())) <= 100 or topic == "files"
    assert f"interview help {topic}\n" in REFERENCE


def test_exit_codes_are_those_of_the_errors(cli: Run) -> None:
    lines = dict(
        line.split(maxsplit=1) for line in cli("help", "exit-codes").out.splitlines() if line.startswith("  ")
    )
    assert set(lines) == {"0", "1", "2", "3", "4", "5", "6", "130", "141"}
    for error in (InterviewError, PartialBatchError, ThresholdError):
        assert lines[str(error.exit_code)] == (error.__doc__ or "").splitlines()[0]


def test_every_setting_has_a_row(cli: Run) -> None:
    out = cli("help", "settings").out
    assert [key for key in known_keys() if f"  {key}" not in out] == []


def test_files_are_those_of_this_user(cli: Run, home: Path) -> None:
    assert str(home / "data" / "interview.db") in cli("help", "files").out


@pytest.mark.parametrize("words", [("practice",), ("questions", "add"), ("config", "key", "set")], ids=" ".join)
def test_a_command_is_explained_as_by_its_own_help(cli: Run, words: tuple[str, ...]) -> None:
    assert cli("help", *words).out == cli(*words, "--help").out


@pytest.mark.parametrize("words", [("nope",), ("practice", "nope"), ("questions", "add", "x")], ids=" ".join)
def test_an_unknown_topic_is_bad_input(cli: Run, words: tuple[str, ...]) -> None:
    done = cli("help", *words)
    assert (done.code, done.out) == (3, "")
    assert "There is no command or topic" in done.err
    assert "interview help" in done.err
