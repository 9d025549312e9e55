"""What can be wrong with the file, and that it is left alone then."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.errors import StorageError
from interview_cli.storage.copies import create_private
from interview_cli.storage.failures import translated
from interview_cli.storage.sessions import SqliteSessionStore, open_store

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock


@pytest.fixture
def filled(path: Path, clock: StoppedClock, make_session: SessionMaker) -> Path:
    """A closed database with fifty sessions."""
    with open_store(path, clock) as store:
        for number in range(50):
            store.create(make_session(f"s{number}"))
    return path


def test_files_are_readable_by_their_owner_only(path: Path, clock: StoppedClock, make_session: SessionMaker) -> None:
    before = os.umask(0)
    try:
        with open_store(path, clock) as store:
            store.create(make_session())
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("interview.db", "interview.db-wal", "interview.db-shm"), 384)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_committed_survives_a_power_cut(store: SqliteSessionStore) -> None:
    with store._database.exclusive() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_writer_waits_five_seconds_for_another_one(store: SqliteSessionStore) -> None:
    assert store.database.rows("PRAGMA busy_timeout")[0][0] == 5000


def test_reading_does_not_import_what_only_creating_needs(filled: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from interview_cli.storage.sessions import open_store\n"
        "from interview_cli.app import SystemClock\n"
        "with open_store(Path(sys.argv[1]), SystemClock()) as store: print(len(store.history.list_sessions()))\n"
        "heavy = {'sqlite_utils', 'pydantic', 'click', 'typer', 'rich', 'textual', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(filled)], capture_output=True, text=True, check=True)
    assert done.stdout == "50\n"


def test_an_empty_file_becomes_a_database(path: Path, clock: StoppedClock, make_session: SessionMaker) -> None:
    path.parent.mkdir()
    path.touch()
    with open_store(path, clock) as store:
        store.create(make_session())
        assert len(store.history.list_sessions()) == 1


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _overwrite_head(content: bytes) -> bytes:
    return b"\xff" * 4096 + content[4096:]


def _noise(content: bytes) -> bytes:
    return random.Random(1).randbytes(len(content))


def _other_format(_: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"x" * 10_000


@pytest.mark.parametrize("damage", [_cut, _overwrite_head, _noise, _other_format])
def test_a_damaged_file_is_reported_and_left_as_it_is(
    filled: Path, clock: StoppedClock, damage: Callable[[bytes], bytes]
) -> None:
    filled.write_bytes(damage(filled.read_bytes()))
    before = filled.read_bytes()
    with pytest.raises(StorageError, match="damaged") as raised:
        open_store(filled, clock)
    assert "interview backup" in raised.value.remedy
    assert filled.read_bytes() == before


def test_damage_deep_in_the_file_is_found_when_it_is_read(filled: Path, clock: StoppedClock) -> None:
    content = bytearray(filled.read_bytes())
    with closing(sqlite3.connect(filled)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'attempt'"
        (root_page,) = connection.execute(query).fetchone()
    content[(root_page - 1) * 4096 : root_page * 4096] = b"\xa5" * 4096
    filled.write_bytes(content)
    with open_store(filled, clock) as store:
        assert len(store.history.list_sessions()) == 50
        with pytest.raises(StorageError, match="damaged"):
            store.load("s1-session")
        with pytest.raises(StorageError, match="damaged"):
            store.database.check()


def test_a_sound_file_passes_the_check(filled: Path, clock: StoppedClock) -> None:
    with open_store(filled, clock) as store:
        store.database.check()


def test_a_newer_database_is_refused_and_left_as_it_is(filled: Path, clock: StoppedClock) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('interview', 'm999_next', '')"
        )
    before = filled.read_bytes()
    with pytest.raises(StorageError, match="newer version") as raised:
        open_store(filled, clock)
    assert "Upgrade" in raised.value.remedy
    assert filled.read_bytes() == before
    assert [file.name for file in filled.parent.iterdir()] == ["interview.db"]


def test_a_database_of_another_program_is_refused_and_left_as_it_is(path: Path, clock: StoppedClock) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        open_store(path, clock)
    assert path.read_bytes() == before


def test_a_database_someone_else_is_writing_can_be_read_but_not_written(
    filled: Path, clock: StoppedClock, make_session: SessionMaker
) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with open_store(filled, clock, busy_timeout_s=0.01) as store:
            with pytest.raises(StorageError, match="Another program is using"):
                store.create(make_session("late"))
            assert len(store.history.list_sessions()) == 50
            writer.execute("ROLLBACK")
            store.create(make_session("late"))
            assert len(store.history.list_sessions()) == 51


def test_a_change_keeps_other_writers_out_from_its_beginning(store: SqliteSessionStore, path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        with store._database.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def test_a_database_locked_altogether_is_reported(filled: Path, clock: StoppedClock) -> None:
    with closing(sqlite3.connect(filled, isolation_level=None)) as owner:
        owner.execute("PRAGMA locking_mode = EXCLUSIVE")
        owner.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="Another program is using"):
            open_store(filled, clock, busy_timeout_s=0.01)


def test_a_full_disk_loses_nothing_saved_before(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session())
    with store._database.exclusive() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (unlimited,) = connection.execute("PRAGMA max_page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="no space left") as raised:
        store.save_draft("one-asked-1", "x" * 1_000_000)
    assert "Free some space" in raised.value.remedy
    assert store.load("one-session") == make_session()

    with store._database.exclusive() as connection:
        connection.execute(f"PRAGMA max_page_count = {unlimited}")
    store.save_draft("one-asked-1", "x" * 1_000_000)
    assert len(store.load("one-session").exchanges[1].draft) == 1_000_000


def test_a_full_disk_while_creating_leaves_a_file_that_works_later(path: Path, clock: StoppedClock) -> None:
    path.parent.mkdir()
    path.touch()
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "import sqlite_utils\n"
        "from interview_cli.app import SystemClock; from interview_cli.errors import StorageError\n"
        "from interview_cli.storage.sessions import open_store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try: open_store(Path(sys.argv[1]), SystemClock())\n"
        "except StorageError as error: print(error.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert str(path) in done.stdout
    with open_store(path, clock) as store:
        assert store.history.list_sessions() == []


def test_no_space_for_a_file_is_the_same_message(path: Path) -> None:
    with pytest.raises(StorageError, match="no space left"), translated(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_folder_that_cannot_be_written_is_reported() -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from interview_cli.app import SystemClock; from interview_cli.errors import StorageError\n"
        "from interview_cli.storage.sessions import open_store\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"  # root may write anywhere, so become nobody
        "try: open_store(Path(sys.argv[1]), SystemClock())\n"
        "except StorageError as error: print(error)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        for place in ("interview.db", "data/interview.db"):
            command = [sys.executable, "-c", code, f"{folder}/{place}"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            assert "cannot be opened for writing" in done.stdout
            assert "INTERVIEW_HOME" in done.stdout
        Path(folder).chmod(0o700)


def test_a_path_that_cannot_be_a_file_is_reported(tmp_path: Path, clock: StoppedClock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        open_store(tmp_path / "file" / "interview.db", clock)
    with pytest.raises(StorageError):
        open_store(tmp_path, clock)


def test_a_closed_store_says_so_and_closing_twice_is_harmless(path: Path, clock: StoppedClock) -> None:
    store = open_store(path, clock)
    store.close()
    store.close()
    with pytest.raises(StorageError, match="closed"):
        store.history.list_sessions()


def test_text_that_is_no_unicode_is_damage(path: Path) -> None:
    with pytest.raises(StorageError, match="is damaged"), translated(path):
        b"\xfd".decode()


def test_a_private_file_is_its_owners_alone_and_never_another_ones(tmp_path: Path) -> None:
    create_private(tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        create_private(tmp_path / "copy.db")
