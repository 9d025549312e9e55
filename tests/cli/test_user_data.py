"""The user's data is the user's: `export`, `backup`, `purge`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Practise = Callable[..., Any]
ONE = ("--type", "hr", "-n", "1", "--follow-ups", "0")


def test_export_holds_every_session_oldest_first(cli: Run, practise: Practise, tmp_path: Path) -> None:
    sessions = [practise(*ONE), practise("--type", "project", "-n", "2")]
    lines = cli("export").json_lines
    written = [line | {"record": None} for line in lines if "session" in line]
    assert written == [session | {"record": None} for session in sessions]
    file = tmp_path / "all.jsonl"
    done = cli("export", "--out", file)
    assert (done.code, done.out) == (0, "")
    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == lines
    assert file.stat().st_mode & 0o777 == 0o600
    again = cli("export", "--out", file)
    assert again.code == 3
    assert "already exists" in again.err


def test_an_export_that_fails_leaves_no_half_file(cli: Run, practise: Practise, home: Path, tmp_path: Path) -> None:
    practise(*ONE)
    practise(*ONE)
    with closing(sqlite3.connect(home / "data" / "interview.db", isolation_level=None)) as connection:
        connection.execute("UPDATE session SET type = 'astrology' WHERE rowid = 2")
    file = tmp_path / "all.jsonl"
    assert cli("export", "--out", file).code == 3
    assert not file.exists()


def test_an_empty_export_is_empty(cli: Run) -> None:
    assert cli("export").out == ""


def test_a_backup_takes_the_place_of_the_database(
    cli: Run, practise: Practise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = practise(*ONE)
    copy = tmp_path / "copy.db"
    done = cli("backup", copy)
    assert (done.code, done.out) == (0, "")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert cli("backup", copy).code == 3, "nothing is overwritten"
    restored = tmp_path / "restored"
    (restored / "data").mkdir(parents=True)
    copy.rename(restored / "data" / "interview.db")
    monkeypatch.setenv("INTERVIEW_HOME", str(restored))
    assert cli("feedback", "last", "--json").json == session


def test_purging_one_session_leaves_no_trace_of_it(cli: Run, practise: Practise, home: Path) -> None:
    kept = practise(*ONE)["session"]["id"]
    gone = practise(*ONE, "--role", "Xylophonist")["session"]["id"]
    done = cli("purge", gone[:13], "--yes", "--json")
    assert done.code == 0, done.err
    assert done.json["sessions"] == 1
    assert done.json["answers"] == 1
    assert done.json["proven"] is True
    assert [each["id"] for each in cli("history", "--json").json] == [kept]
    for file in (home / "data").iterdir():
        assert b"Xylophonist" not in file.read_bytes()
        assert gone.encode() not in file.read_bytes()


def test_purging_everything_forgets_the_profile_too(cli: Run, practise: Practise, home: Path) -> None:
    cli("profile", "--role", "Xylophonist")
    practise(*ONE)
    practise(*ONE)
    done = cli("purge", "--all", "--yes")
    assert done.code == 0
    assert "Deleted 2 sessions, 2 answers" in done.out
    assert "Checked:" in done.out
    assert cli("history", "--json").json == []
    assert cli("history", "--json", "--search", "payments").json == []
    profile = cli("profile", "--json").json
    assert (profile["target_role"], profile["total_sessions"], profile["current_streak_days"]) == (None, 0, 0)
    for file in (home / "data").iterdir():
        assert b"Xylophonist" not in file.read_bytes()
        assert b"payments company" not in file.read_bytes()


def test_purging_by_date(cli: Run, practise: Practise) -> None:
    practise(*ONE)
    assert cli("purge", "--before", "2020-01-01", "--yes", "--json").json["sessions"] == 0
    assert len(cli("history", "--json").json) == 1
    assert cli("purge", "--before", "2999-01-01", "--yes", "--json").json["sessions"] == 1
    assert cli("history", "--json").json == []


def test_purging_one_unknown_among_known_removes_nothing(cli: Run, practise: Practise) -> None:
    session = practise(*ONE)["session"]["id"]
    assert cli("purge", session, "nosuch", "--yes").code == 3
    assert len(cli("history", "--json").json) == 1
