"""Targets that take nothing: full, read-only or closed. What can be read is read, what cannot be written is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import FullDiskError
from interview_cli.storage.database import Database
from interview_cli.storage.sessions import open_store
from tests.conftest import PROJECT, Result, Run, SteppingClock

ONE = ("--type", "hr", "-n", "1", "--follow-ups", "0")
INTERVIEW = (sys.executable, "-m", "interview_cli")
READING = [
    "history",
    "history --json --search payments",
    "feedback last",
    "export",
    "profile",
    "config list",
    "doctor",
]

NO_NAMESPACE = "no file system of its own can be mounted here: that takes root, or sudo without a password"


def in_namespace() -> list[str]:
    """What begins a command that may mount file systems of its own, where nobody else sees them."""
    for command in (["unshare", "-m"], ["sudo", "-n", "unshare", "-m"], ["unshare", "-Urm"]):
        try:
            tried = subprocess.run(
                [*command, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
            )
        except FileNotFoundError:
            continue
        if tried.returncode == 0:
            return command
    pytest.skip(NO_NAMESPACE)


@pytest.fixture
def read_only(practise: Callable[..., Any], home: Path) -> Iterator[Run]:
    """Runs command lines with a home that holds a session and that nothing can be written in."""
    practise(*ONE)
    freeze = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    before = [] if os.geteuid() else [*in_namespace(), "sh", "-c", freeze, str(home)]  # root may write anywhere
    each_mode = {each: each.stat().st_mode for each in (home, *home.rglob("*"))}
    for each in each_mode:
        each.chmod(0o555 if each.is_dir() else 0o444)

    def run(*arguments: str) -> Result:
        command = [*before, *INTERVIEW, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    yield run
    for each, mode in each_mode.items():
        each.chmod(mode)


@pytest.mark.parametrize("command", READING)
def test_a_read_only_home_is_read(read_only: Run, fingerprint: Callable[[], Any], command: str) -> None:
    before = fingerprint()
    done = read_only(*command.split())
    assert "unexpected" not in done.err
    assert done.code in ({0} if command != "doctor" else {0, 4}), done.err
    assert done.out
    assert fingerprint() == before


def test_what_is_in_the_log_of_a_read_only_home_is_read_too(
    practise: Callable[..., Any], home: Path, clock: SteppingClock
) -> None:
    session = practise(*ONE)["session"]["id"]
    database = home / "data" / "interview.db"
    with open_store(database, clock) as store:
        store.rate(session, 4)
        copies = [
            (beside, database.with_name(beside).read_bytes()) for beside in ("interview.db", "interview.db-wal")
        ]
    other = home / "copy"
    other.mkdir()
    for name, content in copies:
        (other / name).write_bytes(content)
    assert (other / "interview.db-wal").stat().st_size > 0
    (other / "interview.db-shm").symlink_to("/proc/none")  # nothing can be made there, whoever tries
    with open_store(other / "interview.db", clock) as store:
        assert store.load(session).helpfulness == 4


@pytest.mark.parametrize(
    "command",
    ["profile --role nurse", "practice --type hr -n 1", "purge --all --yes", "config set practice.questions 3"],
)
def test_what_would_be_written_into_a_read_only_home_is_reported(read_only: Run, home: Path, command: str) -> None:
    done = read_only(*command.split())
    assert done.code == 3
    assert "writ" in done.err
    assert "unexpected" not in done.err
    assert str(home) in done.err


@pytest.mark.parametrize(
    "command",
    ["history --json", "export", "feedback last", "config list", "questions list --json", "doctor", "--help"],
)
def test_a_full_target_of_stdout_is_reported(practise: Callable[..., Any], command: str) -> None:
    practise(*ONE)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*INTERVIEW, *command.split()], stdout=full, stderr=subprocess.PIPE, cwd=PROJECT, check=False
        )
    assert done.returncode == 3
    assert done.stderr.decode().splitlines() == [
        "Error: The output cannot be written: No space left on device.",
        "Free some space and try again.",
    ]


def test_errors_that_nobody_can_be_told_keep_their_code() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*INTERVIEW, "feedback", "nosuch"], stderr=full, cwd=PROJECT, check=False)
    assert done.returncode == 3


@pytest.mark.parametrize(
    "command",
    [
        ("export", "--out"),
        ("backup",),
        ("feedback", "last", "--html"),
    ],
    ids=["export", "backup", "html"],
)
@pytest.mark.parametrize("target", ["/dev/full", "/proc/new", "no/such/folder/file"], ids=["full", "proc", "folder"])
def test_a_named_target_that_takes_nothing_is_reported(
    cli: Run, practise: Callable[..., Any], command: Sequence[str], target: str
) -> None:
    practise(*ONE)
    done = cli(*command, target)
    assert done.code == 3, done.err
    assert target in done.err


def test_a_database_that_becomes_writable_again_is_written(
    practise: Callable[..., Any], home: Path, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = practise(*ONE)["session"]["id"]
    shm = home / "data" / "interview.db-shm"
    shm.symlink_to("/proc/none")
    with open_store(home / "data" / "interview.db", clock) as store:
        assert store.load(session).helpfulness is None
        with pytest.raises(Exception, match="cannot be opened for writing"):
            store.rate(session, 4)
        shm.unlink()
        store.rate(session, 4)
        assert store.load(session).helpfulness == 4


FULL_DISK = """
import os, sqlite3, subprocess, sys
from pathlib import Path
home = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", home], check=True)
os.environ["INTERVIEW_HOME"] = str(home)

def interview(*arguments):
    done = subprocess.run([sys.executable, "-m", "interview_cli", *arguments], capture_output=True, text=True)
    assert "unexpected" not in done.stderr, done.stderr
    return done

answers = home / "answers.txt"
answers.write_text("In 2023 I led a team of four and we shipped in ten days.")
done = interview("practice", "--type", "hr", "-n", "1", "--follow-ups", "0", "--answers", str(answers))
assert done.returncode == 0, done.stderr
database = sqlite3.connect(home / "data" / "interview.db", isolation_level=None)
database.execute("UPDATE attempt SET text = text || ' Xylophonist ' || hex(randomblob(200000))")
(asked,) = database.execute("SELECT id FROM question_asked").fetchone()
database.close()
(home / "data" / "recordings").mkdir(exist_ok=True)
recording = home / "data" / "recordings" / f"{asked}.1.flac"
recording.write_bytes(bytes(200_000))
with open(home / "filler", "wb", buffering=0) as filler:
    try:
        while True:
            filler.write(bytes(4096))
    except OSError:
        pass
assert interview("history", "--json").stdout.count('"id"') == 1
assert "no space left" in interview("profile", "--role", "nurse").stderr
if sys.argv[2] == "audio":
    done = interview("purge", "--audio", "--yes")
    assert (done.returncode, recording.exists()) == (0, False), done.stderr
done = interview("purge", "--all", "--yes")
assert done.returncode == 0, done.stderr
assert "Deleted 1 session, 1 answer" in done.stdout, done.stdout
assert not recording.exists()
for file in (home / "data").iterdir():
    assert file.is_dir() or b"Xylophonist" not in file.read_bytes()
assert interview("history", "--json").stdout == "[]\\n"
assert interview("profile", "--role", "nurse").returncode == 0
"""


@pytest.mark.parametrize("first", ["audio", "all"])
def test_on_a_full_disk_what_is_there_is_read_and_can_be_purged(tmp_path: Path, first: str) -> None:
    (tmp_path / "small").mkdir()
    command = [*in_namespace(), sys.executable, "-c", FULL_DISK, str(tmp_path / "small"), first]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.returncode == 0, done.stderr


def test_emptying_waits_for_nobody_and_harms_nobody(
    practise: Callable[..., Any], home: Path, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that has the database open must not write into a file that is gone."""
    practise(*ONE)
    path = home / "data" / "interview.db"

    def full(self: Database) -> None:
        raise FullDiskError("There is no space left.")

    with open_store(path, clock) as other:
        other.history.list_sessions()
        with open_store(path, clock) as store, monkeypatch.context() as patch:
            patch.setattr(Database, "_require_writing", full)
            with pytest.raises(Exception, match="Another program is using"):
                store.user_data.purge_everything()
        assert len(other.history.list_sessions()) == 1
    with open_store(path, clock) as store, monkeypatch.context() as patch:
        patch.setattr(Database, "_require_writing", full)
        report = store.user_data.purge_everything()
    assert (report.sessions, report.answers, report.proven) == (1, 1, True)
    assert [each.stat().st_size for each in path.parent.glob("interview.db*")] == [0]
