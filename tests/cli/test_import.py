"""`export` and `import`: everything that is kept, on another machine."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.app import SystemClock
from tests.cli.learning.material import ONE, STRONG, WEAK
from tests.conftest import PROJECT, SteppingClock

if TYPE_CHECKING:
    from tests.conftest import Run

TALE = "I trained twelve colleagues at the depot and called eighty shops myself; we lost no sale."


@pytest.fixture
def evenings(cli: Run, monkeypatch: pytest.MonkeyPatch) -> SteppingClock:
    """A home with something of every kind in it."""
    time = SteppingClock(datetime(2026, 5, 4, 20, tzinfo=UTC))
    monkeypatch.setattr(SystemClock, "now", lambda _: time.now())
    runs: list[tuple[tuple[str, ...], str]] = [
        (("practice", *ONE), WEAK),
        (("practice", "--type", "technical", "-n", "2", "--role", "nurse"), f"{STRONG}\n{WEAK}\n"),
        (("practice", "--type", "hr", "-n", "2", "--follow-ups", "0"), f"{TALE}\n/quit\n"),
        (("retry", "last", "1"), ""),
        (("stories", "add", "--title", "The depot", "--action", TALE, "--competency", "training"), ""),
        (("drill", "numbers", "-n", "2"), f"{TALE}\n{WEAK}\n"),
        (("profile", "--role", "nurse", "--interview-on", "2026-06-01", "--day-off", "2026-05-09"), ""),
    ]
    for arguments, stdin in runs:
        assert cli(*arguments, stdin=stdin).code in {0, 3, 130}, arguments
    first = cli("history", "--json").json[-1]["id"]
    for said in (STRONG, TALE):
        assert cli("retry", first, "1", stdin=said).code == 0
    assert cli("feedback", first, "--rescore", "--rate", "4").code == 0
    assert cli("stories", "distill", first, "1").code == 0
    return time


def shown(cli: Run) -> list[Any]:
    """Everything that the commands tell of what is kept."""
    sessions = [each["id"] for each in cli("history", "--json").json]
    commands: list[tuple[str, ...]] = [
        ("history", "--json"),
        *(("feedback", each, "--json") for each in sessions),
        ("compare", sessions[-1], "1", "--json"),
        ("review", "--list", "--json"),
        ("stories", "list", "--json"),
        ("drill", "--json"),
        ("progress", "--json"),
        ("progress", "--usage", "--json"),
        ("profile", "--json"),
    ]
    return [cli(*command).json for command in commands]


def test_everything_is_the_same_in_an_empty_home(
    cli: Run, evenings: SteppingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "everything.jsonl"
    assert cli("export", "--out", file).code == 0
    before, exported = shown(cli), cli("export").json_lines
    assert {
        kind for line in exported for kind in line.keys() & {"record", "profile", "story", "drill_round", "review"}
    } == {*("record", "profile", "story", "drill_round", "review")}
    reviews = [line["review"] for line in exported if "review" in line]
    assert [{**each, "log": None} for each in reviews] == [
        {**each, "log": None} for each in cli("review", "--list", "--json").json
    ]
    assert all(len({day["on"] for day in each["log"]}) == each["reviews"] for each in reviews)
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "another"))
    done = cli("import", file)
    assert done.code == 0, done.err
    assert done.out == "Imported 3 sessions and 6 other records.\n"
    assert shown(cli) == before
    assert cli("export").json_lines == exported
    again = cli("import", "-", "--json", stdin=file.read_bytes())
    assert again.json == {"sessions": 0, "others": 0, "known": len(exported) - len(reviews), "rescheduled": 0}
    assert cli("practice", "--continue", "last", stdin=f"{STRONG}\n" * 9).code == 0, "one was left unfinished"


@pytest.mark.usefixtures("evenings")
def test_reviews_that_other_settings_put_on_other_days_are_reported(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = cli("export").out
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "another"))
    monkeypatch.setenv("INTERVIEW_LEARNING__DESIRED_RETENTION", "0.7")
    done = cli("import", "-", stdin=lines)
    assert "on another day than where it was exported" in done.out
    there = {each["question_id"]: each["due"] for each in map(_review_in, lines.splitlines()) if each}
    here = {each["question_id"]: each["due"] for each in cli("review", "--list", "--json").json}
    differ = sum(here[each] != there[each] for each in there)
    assert differ
    assert f"{differ} review" in done.out


def _review_in(line: str) -> Any:
    return json.loads(line).get("review")


def test_recordings_come_along_where_they_are_asked_for(
    cli: Run, home: Path, evenings: SteppingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = home / "data" / "recordings" / "a.flac"
    spoken.parent.mkdir(parents=True)
    spoken.write_bytes(b"fLaC and more")
    _name_recording(home / "data" / "interview.db")
    assert not [line for line in cli("export").json_lines if "recording" in line]
    lines = cli("export", "--recordings").out
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "another"))
    assert cli("import", "-", stdin=lines).code == 0
    arrived = tmp_path / "another" / "data" / "recordings" / "a.flac"
    assert (arrived.read_bytes(), arrived.stat().st_mode & 0o777) == (b"fLaC and more", 0o600)
    arrived.write_bytes(b"mine")
    assert cli("import", "-", stdin=lines).code == 0
    assert arrived.read_bytes() == b"mine"


def _name_recording(database: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE attempt SET audio_path = 'a.flac' WHERE number = 1")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not JSON", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        ('{"answer": "x"}', "nothing that can be imported"),
        ('{"session": {"id": "x"}, "answers": []}', "older version"),
        ('{"record": {"session": 3}}', "no session that can be read"),
        ('{"story": 3}', "no story that can be read"),
        ('{"recording": {"name": "../x.flac", "sound": ""}}', "no recording"),
        ('{"recording": {"name": "a/x.flac", "sound": ""}}', "no recording"),
        ('{"recording": {"name": "x.flac", "sound": "§"}}', "no recording"),
        ('{"recording": "x"}', "no recording"),
        ('{"review": {"question_id": "x"}}', "no review"),
    ],
    ids=[
        "text",
        "list",
        "deep",
        "other",
        "older",
        "session",
        "story",
        "outside",
        "below",
        "base64",
        "shape",
        "review",
    ],
)
def test_a_line_that_cannot_be_read_brings_nothing_in(cli: Run, home: Path, line: str, says: str) -> None:
    day = json.dumps({"day_off": {"day": "2026-05-04"}})
    done = cli("import", "-", stdin=f"{day}\n\n{line}\n{day}\n")
    assert (done.code, done.out) == (3, "")
    assert says in done.err
    assert "Line 3 of the input" in done.err
    assert "Nothing was imported" in done.err
    assert cli("profile", "--json").json["days_off"] == []
    assert not list(home.rglob("*.flac"))


def test_a_file_that_is_not_there(cli: Run, tmp_path: Path) -> None:
    done = cli("import", tmp_path / "nowhere.jsonl")
    assert (done.code, "cannot be read" in done.err) == (3, True)


def test_an_import_that_is_killed_brings_nothing_in(
    cli: Run, evenings: SteppingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = cli("export").out.encode().splitlines(keepends=True)
    recording = json.dumps({"recording": {"name": "b.flac", "sound": base64.b64encode(b"fLaC").decode()}})
    monkeypatch.setenv("INTERVIEW_HOME", str(tmp_path / "another"))
    running = subprocess.Popen(
        [sys.executable, "-m", "interview_cli", "import", "-"], stdin=subprocess.PIPE, cwd=PROJECT
    )
    assert running.stdin
    running.stdin.write(b"".join(lines) + recording.encode() + b"\n")
    running.stdin.flush()
    while not list((tmp_path / "another").rglob("b.flac")):  # the lines before it have been brought in by then
        assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert cli("export").out == ""
    assert cli("import", "-", stdin=b"".join(lines)).code == 0
    assert len(cli("export").json_lines) == len(lines)
