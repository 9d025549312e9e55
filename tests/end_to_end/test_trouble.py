"""Full disks, locked, damaged and newer databases, and two sessions at once."""

from __future__ import annotations

import functools
import json
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.storage import sessions
from interview_cli.storage.database import Database, open_database
from tests.conftest import PATIENCE_S

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Practise = Callable[..., Any]
ONE = ("--type", "hr", "-n", "1", "--follow-ups", "0")
THREE = ("--type", "hr", "-n", "3", "--follow-ups", "0", "--seed", "2")
SHORT = "I have sold books in Graz for six years, and I led a shop of nine people since 2021."
LONG = " ".join(f"In {1900 + n} I sold {n} books in street {n} of Graz." for n in range(1200))


@pytest.fixture
def database(home: Path, practise: Practise) -> Path:
    """A database with one finished session, at rest."""
    practise(*ONE)
    file = home / "data" / "interview.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture
def no_space_left(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """SQLite itself reports a full disk once the file has grown by a few pages."""

    def open_limited(*arguments: Any) -> Database:
        opened = open_database(*arguments)
        pages = opened._connection.execute("PRAGMA page_count").fetchone()[0]
        opened._connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        return opened

    monkeypatch.setattr(sessions, "open_database", open_limited)
    return monkeypatch


@pytest.mark.parametrize("source", ["script", "pipe"])
def test_a_full_disk_costs_only_the_answer_that_did_not_fit(
    cli: Run, database: Path, tmp_path: Path, no_space_left: pytest.MonkeyPatch, source: str
) -> None:
    script = tmp_path / "answers.jsonl"
    script.write_text(json.dumps(SHORT) + "\n" + json.dumps(LONG) + "\n")
    given = ("--answers", script) if source == "script" else ()
    done = cli("practice", *THREE, *given, stdin=f"{SHORT}\n{LONG}\n")
    assert done.code == 3
    assert "There is no space left to save" in done.err
    assert "Free some space" in done.err
    session_id = re.findall(r"interview practice --continue ([0-9a-f]{8})", done.err)[0]
    assert (LONG in done.err) is (source == "pipe"), "an answer that came through a pipe is nowhere else"
    no_space_left.undo()
    kept = cli("feedback", session_id, "--json").json
    assert kept["session"]["status"] == "in_progress"
    assert kept["answers"][0]["answer"] == SHORT
    assert kept["answers"][1]["answer"] is None
    script.write_text(json.dumps(LONG) + "\n" + json.dumps(SHORT) + "\n")
    finished = cli("practice", "--continue", session_id, "--answers", script, "--json")
    assert finished.code == 0
    assert [each["answer"] for each in finished.json["answers"]] == [SHORT, LONG, SHORT]
    assert cli("doctor", "--json").code == 0


def test_a_full_disk_before_the_first_question(cli: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_limited(*arguments: Any) -> Database:
        opened = open_database(*arguments)
        opened._connection.execute("PRAGMA max_page_count = 1")
        return opened

    monkeypatch.setattr(sessions, "open_database", open_limited)
    done = cli("practice", *THREE, "--role", LONG[:5000], stdin=SHORT)
    assert done.code == 3
    assert "There is no space left" in done.err
    monkeypatch.undo()


def test_a_person_whose_answer_was_not_saved_can_free_space_and_try_again(
    terminal: Callable[..., Terminal], cli: Run, home: Path
) -> None:
    screen = terminal("practice", "--plain", *THREE)
    screen.expect("> ")
    screen.type(f"{SHORT}\n\n")
    screen.expect("Question 2 of 3")
    screen.expect("> ")
    screen.type("The second answer is short.\n")
    screen.expect("> ")
    largest = max(file.stat().st_size for file in (home / "data").iterdir())
    before = resource.prlimit(screen.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(screen.pid, resource.RLIMIT_FSIZE, (largest, before[1]))
    screen.type("\n")
    screen.expect("Your answer could not be saved.")
    screen.expect("Press Enter to try again")
    resource.prlimit(screen.pid, resource.RLIMIT_FSIZE, before)
    screen.type("\n")
    screen.expect("Question 3 of 3")
    screen.type("/done\n")
    screen.expect("Feedback")
    assert screen.end() == 0
    answers = cli("feedback", "last", "--json").json["answers"]
    assert [each["answer"] for each in answers] == [SHORT, "The second answer is short.", None]


def test_two_people_practise_on_one_database(home: Path, cli: Run, answers_file: Path) -> None:
    command = [sys.executable, "-m", "interview_cli", "practice", "--json", "--answers", str(answers_file)]
    both = [
        subprocess.Popen([*command, "--type", kind, "-n", "5"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for kind in ("hr", "project")
    ]
    ends = [process.communicate(timeout=PATIENCE_S) for process in both]
    assert [process.returncode for process in both] == [0, 0], ends
    documents = [json.loads(out) for out, _ in ends]
    kept = {each["id"]: each for each in cli("history", "--json").json}
    for document in documents:
        assert kept[document["session"]["id"]]["status"] == "completed"
        assert cli("feedback", document["session"]["id"], "--json").json == document


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits a moment for another program, instead of seconds."""
    monkeypatch.setattr(sessions, "open_store", functools.partial(sessions.open_store, busy_timeout_s=0.05))


def test_a_database_another_program_writes_to(cli: Run, database: Path, hurried: None, answers_file: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for command in (["practice", *ONE, "--answers", answers_file], ["feedback", "last", "--rate", "3"]):
            done = cli(*command)
            assert done.code == 3
            assert "Another program is using the database" in done.err
            assert "Close it and try again." in done.err
        assert len(cli("history", "--json").json) == 1, "reading goes on"
        assert cli("feedback", "last", "--json").code == 0
    assert cli("practice", *ONE, "--answers", answers_file).code == 0


def damage_header(content: bytes) -> bytes:
    return b"SQLite farmer 3\0" + content[16:]


def damage_pages(content: bytes) -> bytes:
    return content[:4096] + b"\xa5" * (len(content) - 4096)


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2 + 100]


def not_a_database(content: bytes) -> bytes:
    return b"Dear diary, today I practised.\n" * 200


COMMANDS = [
    ["practice", *ONE],
    ["practice", "--continue", "last"],
    ["history"],
    ["feedback", "last"],
    ["feedback", "last", "--rate", "3"],
    ["profile", "--role", "nurse"],
    ["export"],
    ["purge", "--all", "--yes"],
    ["backup", "copy.db"],
]


def expect_refusal(cli: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str) -> None:
    """Every command ends with 3 and a clear line, and the file is as it was."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    content = file.read_bytes()
    for command in COMMANDS:
        done = cli(*command, stdin=SHORT)
        assert (done.code, done.out) == (3, ""), (command, done.out)
        assert re.search(says, done.err), (command, done.err)
        assert str(file) in done.err
        assert file.read_bytes() == content, command
        assert [each.name for each in file.parent.iterdir() if each.stat().st_size] == [file.name], command
        assert [*empty.iterdir()] == [], command
    assert cli("doctor").code == 4


@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut_off, not_a_database])
def test_a_damaged_database_is_reported_and_left_alone(
    cli: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    database.write_bytes(damage(database.read_bytes()))
    expect_refusal(cli, database, tmp_path, monkeypatch, "damaged|not a database")


def test_a_newer_database_is_reported_and_left_alone(
    cli: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('interview', 'm9', '2030')"
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    expect_refusal(cli, database, tmp_path, monkeypatch, "newer version")


def test_another_programs_database_is_left_alone(
    cli: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "data").mkdir()
    file = home / "data" / "interview.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE recipes (cake TEXT)")
    expect_refusal(cli, file, tmp_path, monkeypatch, "another program|not .*interview")
