from __future__ import annotations

import gzip
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.errors import StorageError
from interview_cli.interview.model import Document, SessionStatus
from interview_cli.storage import migrations
from interview_cli.storage.sessions import open_store

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

SCHEMAS = Path(__file__).parent / "schemas"
NEWEST = len(migrations.STEPS)


def m900_mood(db: Any) -> None:
    db.execute("ALTER TABLE session ADD COLUMN mood TEXT")


def m901_broken(db: Any) -> None:
    db.execute("CREATE TABLE half_done (id)")
    db.execute("INSERT INTO no_such_table VALUES (1)")


@pytest.fixture
def with_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes this program one that knows further steps."""

    def extend(*steps: Callable[[Any], None]) -> None:
        monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *steps))

    return extend


@pytest.mark.parametrize("schema", range(1, NEWEST + 1))
def test_every_schema_ever_released_is_upgraded_with_its_data(
    path: Path, clock: StoppedClock, tmp_path: Path, schema: int
) -> None:
    path.parent.mkdir()
    path.write_bytes(gzip.decompress((SCHEMAS / f"schema_{schema}.db.gz").read_bytes()))
    with open_store(path, clock) as store:
        store.database.check()
        done, begun = store.load("done-session"), store.load("begun-session")
        assert (done.status, begun.status) == (SessionStatus.COMPLETED, SessionStatus.IN_PROGRESS)
        assert done.exchanges[0].attempt is not None
        assert done.exchanges[0].attempt.answer.text == "Um, I carried the lighthouse lamp up 217 steps."
        assert done.exchanges[0].attempt.evaluation is not None
        assert done.feedback is not None
        assert (done.settings.cv_text, done.settings.job_text) == (("CV", "A job") if schema > 1 else ("", ""))
        assert begun.exchanges[1].draft == "The lamp was"
        assert len(store.history.list_sessions(search="lighthouse")) == 2
        assert store.profile().target_role == "lighthouse keeper"
    with open_store(tmp_path / "fresh.db", clock):
        pass
    assert _schema(path) == _schema(tmp_path / "fresh.db"), "see schemas/make.py"
    assert path.with_name(f"{path.name}.bak-{schema}").exists() == (schema < NEWEST)


def test_a_cv_in_many_sessions_is_moved_to_one_document(path: Path, clock: StoppedClock) -> None:
    path.parent.mkdir()
    path.write_bytes(gzip.decompress((SCHEMAS / "schema_3.db.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE session SET job = NULL WHERE id = 'begun-session'")
    with open_store(path, clock) as store:
        assert (
            store.load("begun-session").settings.cv == store.load("done-session").settings.cv == Document("cv", "CV")
        )
        assert store.load("begun-session").settings.job is None
        store.create(replace(store.load("done-session"), id="third", exchanges=()))
    assert sorted(_rows(path, "SELECT kind, text FROM document")) == [("cv", "CV"), ("job", "A job")]


def test_steps_before_one_that_breaks_are_undone_too(
    path: Path, clock: StoppedClock, with_steps: Callable[..., None]
) -> None:
    path.parent.mkdir()
    path.write_bytes(gzip.decompress((SCHEMAS / "schema_3.db.gz").read_bytes()))
    before = _schema(path)
    with_steps(m901_broken)
    with pytest.raises(StorageError):
        open_store(path, clock)
    assert _schema(path) == before
    assert _rows(path, "SELECT DISTINCT cv, job FROM session") == [("CV", "A job")]


def test_an_upgrade_first_makes_a_copy_of_the_old_database(
    path: Path, clock: StoppedClock, make_session: SessionMaker, with_steps: Callable[..., None]
) -> None:
    with open_store(path, clock) as store:
        store.create(make_session())
        old_schema = _schema(path)
        with_steps(m900_mood)
        with open_store(path, clock) as upgraded:  # while the first connection still holds its log open
            assert upgraded.load("one-session") == make_session()
    copy = path.with_name(f"{path.name}.bak-{NEWEST}")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert _schema(copy) == old_schema
    assert _rows(copy, "SELECT id FROM session") == [("one-session",)]
    assert ("mood",) in _rows(path, "SELECT name FROM pragma_table_info('session')")
    assert sorted(file.name for file in path.parent.glob("*.part")) == []


def test_a_copy_left_by_an_earlier_try_is_replaced(
    path: Path, clock: StoppedClock, make_session: SessionMaker, with_steps: Callable[..., None]
) -> None:
    copy = path.with_name(f"{path.name}.bak-{NEWEST}")
    with open_store(path, clock) as store:
        store.create(make_session("older"))
        store.user_data.back_up(copy)
        store.create(make_session("newer"))
    copy.with_name(copy.name + ".part").write_text("cut off")
    with_steps(m900_mood)
    open_store(path, clock).close()
    assert _rows(copy, "SELECT count(*) FROM session") == [(2,)]


def test_an_upgrade_that_fails_leaves_the_old_database_whole(
    path: Path,
    clock: StoppedClock,
    make_session: SessionMaker,
    monkeypatch: pytest.MonkeyPatch,
    with_steps: Callable[..., None],
) -> None:
    with open_store(path, clock) as store:
        store.create(make_session())
    old_schema = _schema(path)
    with_steps(m900_mood, m901_broken)
    with pytest.raises(StorageError, match="no_such_table"):
        open_store(path, clock)
    assert _schema(path) == old_schema
    monkeypatch.undo()
    with open_store(path, clock) as store:
        assert store.load("one-session") == make_session()


def test_a_script_that_fails_half_way_leaves_the_first_schema_and_its_data_whole(
    path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def m002_speech_and_models(db: Any) -> None:
        db.executescript(migrations.SPEECH_AND_MODELS_SCHEMA + "INSERT INTO no_such_table VALUES (1);")

    path.parent.mkdir()
    path.write_bytes(gzip.decompress((SCHEMAS / "schema_1.db.gz").read_bytes()))
    old_schema, query = _schema(path), "SELECT * FROM attempt ORDER BY number"
    attempts = _rows(path, query)
    with monkeypatch.context() as broken:
        broken.setattr(migrations, "STEPS", (migrations.STEPS[0], m002_speech_and_models))
        with pytest.raises(StorageError, match="no_such_table"):
            open_store(path, clock)
    assert _schema(path) == old_schema
    assert _rows(path, query) == attempts
    assert _rows(path, "SELECT name FROM _sqlite_migrations") == [("m001_sessions",)]
    with open_store(path, clock) as store:
        assert store.load("done-session").exchanges[0].attempt is not None


def test_a_new_database_needs_no_copy(path: Path, clock: StoppedClock) -> None:
    open_store(path, clock).close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_opening_an_up_to_date_database_changes_no_byte(path: Path, clock: StoppedClock) -> None:
    open_store(path, clock).close()
    before = path.read_bytes()
    open_store(path, clock).close()
    assert path.read_bytes() == before


def _schema(path: Path) -> set[tuple[str, str]]:
    return set(_rows(path, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def _rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
