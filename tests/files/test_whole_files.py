"""Files written whole: killed, cut short or raced for, there is the old file or all of the new one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from interview_cli.cli.main import run
from interview_cli.file_lock import alone
from interview_cli.settings import read_settings_file
from interview_cli.whole_files import FORGOTTEN_AFTER_S, part_of, written_whole
from tests.conftest import Result, Run
from tests.forked import Forked

KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from interview_cli.whole_files import written_whole
with written_whole(Path(sys.argv[1]), new=sys.argv[2] == "new") as file:
    file.write("half of it\\n")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run_killed(moment: int, *arguments: str) -> int:
    """Run a command and kill it at the n-th thing it asks of files or databases from its first part on."""
    left, begun = moment, False

    def hook(event: str, _: object) -> None:
        nonlocal begun, left
        begun = begun or event == "tempfile.mkstemp"
        if begun and event != "os.kill" and event.split(".")[0] in ("open", "os", "sqlite3", "tempfile"):
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(hook)
    return run(list(arguments))


MOMENTS_TRIED = 40
"""More than an export or a backup has."""


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name != "home")


def test_an_old_file_is_replaced_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for text in ("one", "two"):
        with written_whole(file) as opened:
            opened.write(text)
    assert (file.read_text(), file.stat().st_mode & 0o777, names(tmp_path)) == ("two", 0o600, ["a.txt"])


def test_a_link_stays_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with written_whole(tmp_path / "link") as opened:
        opened.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError), written_whole(file) as opened:
        opened.writelines(["half", "\ud800"])
    assert (file.read_text(), names(tmp_path)) == ("old", ["a.txt"])


@pytest.mark.parametrize("kind", ["new", "old"])
def test_a_killed_writer_leaves_what_was_there(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.txt"
    if kind == "old":
        file.write_text("old")
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(file), kind], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [name for name in names(tmp_path) if not name.startswith(".")] == (["a.txt"] if kind == "old" else [])
    assert kind == "new" or file.read_text() == "old"
    (left,) = tmp_path.glob(".a.txt.*.part")
    with written_whole(file) as opened:
        opened.write("new")
    assert left.exists(), "whoever writes it may still be at work"
    long_ago = time.time() - FORGOTTEN_AFTER_S - 1
    os.utime(left, (long_ago, long_ago))
    with written_whole(file) as opened:
        opened.write("new")
    assert names(tmp_path) == ["a.txt"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with pytest.raises(FileExistsError), part_of(file, new=True):
        file.write_text("first")
    assert (file.read_text(), names(tmp_path)) == ("first", ["a.txt"])
    with pytest.raises(FileExistsError), part_of(file, new=True):
        pass
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(FileExistsError), part_of(tmp_path / "dangling", new=True):
        pass


def test_a_new_file_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    file = tmp_path / "a.txt"
    with written_whole(file, new=True) as opened:
        opened.write("all")
    with pytest.raises(FileExistsError), part_of(tmp_path / "b.txt", new=True):
        (tmp_path / "b.txt").write_text("first")
    assert (file.read_text(), (tmp_path / "b.txt").read_text()) == ("all", "first")


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    file = tmp_path / ("é" * 127)
    with written_whole(file) as opened:
        opened.write("all")
    assert file.read_text() == "all"


def test_a_device_is_written_to_as_it_is() -> None:
    with written_whole(Path(os.devnull)) as opened:
        opened.write("gone")
    with pytest.raises(OSError, match="No space left"), written_whole(Path("/dev/full")) as opened:
        opened.write("too much")


@pytest.fixture
def many_sessions(practise: Callable[..., Any], home: Path) -> int:
    """A home with enough sessions for an export or a backup to be killed in."""
    practise("--type", "hr", "-n", "1", "--follow-ups", "0")
    copies = 400
    with closing(sqlite3.connect(home / "data" / "interview.db", isolation_level=None)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(session)") if row[1] != "id"]
        listed = ", ".join(columns)
        for number in range(copies):
            database.execute(
                f"INSERT INTO session (id, {listed}) SELECT ?, {listed} FROM session LIMIT 1", (f"{number:08}",)
            )
    return copies + 1


@pytest.mark.parametrize("command", [("export", "--out"), ("backup",)], ids=["export", "backup"])
def test_a_killed_export_or_backup_leaves_all_of_it_or_nothing(
    many_sessions: int, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ends = []
    for moment in range(MOMENTS_TRIED):
        target = tmp_path / f"copy-{moment}"
        ended = Forked(run_killed, moment, *command, str(target)).end()
        ends.append((ended.code, target.exists()))
        if ended.code == 0:
            assert target.exists()
            break
        if not target.exists():
            continue
        if command[0] == "export":
            assert len(target.read_text(encoding="utf-8").splitlines()) == many_sessions
        else:
            with closing(sqlite3.connect(target)) as copy:
                assert copy.execute("SELECT count(*) FROM session").fetchone() == (many_sessions,)
    assert ends[0] == (-signal.SIGKILL, False)
    assert ends[-1] == (0, True), "killed at every moment tried, so some later ones were not tried"


SETTINGS = {
    "practice.questions": "7",
    "practice.follow_ups": "1",
    "practice.role": "nurse",
    "practice.persona": "friendly",
    "voice.volume": "0.5",
    "voice.words_per_minute": "200",
    "llm.retries": "1",
    "llm.samples": "3",
    "limits.sessions_per_day": "2",
    "limits.abandon_after_hours": "5",
}


def test_settings_changed_at_the_same_time_are_all_kept(process: Run, home: Path) -> None:
    results: list[Result] = []
    threads = [
        threading.Thread(target=lambda pair=pair: results.append(process("config", "set", *pair)))
        for pair in SETTINGS.items()
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {result.code for result in results} == {0}
    kept = read_settings_file(home / "config" / "config.toml")
    assert {f"{section}.{name}": str(value) for section, table in kept.items() for name, value in table.items()} == {
        name: "5.0" if name == "limits.abandon_after_hours" else value for name, value in SETTINGS.items()
    }


def test_one_at_a_time_holds_for_threads_and_a_file_that_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "new" / "count"

    def count() -> None:
        for _ in range(20):
            with alone(file):
                number = int(file.read_text()) if file.exists() else 0
                with written_whole(file) as opened:
                    opened.write(str(number + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert file.read_text() == "80"
