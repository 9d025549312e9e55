from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.errors import InputError, StorageError
from interview_cli.interview.model import Document, Profile
from interview_cli.storage.sessions import SqliteSessionStore, open_store
from tests.storage.conftest import heard

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

SECRET = "Um, I told nobody about the xylophone incident in Ljubljana until now."


def test_a_backup_holds_everything_and_only_its_owner_can_read_it(
    store: SqliteSessionStore, make_session: SessionMaker, tmp_path: Path, clock: StoppedClock
) -> None:
    store.create(make_session())
    copy = tmp_path / "copy.db"
    store.user_data.back_up(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with open_store(copy, clock) as restored:
        assert list(restored.export()) == [make_session()]


def test_a_backup_overwrites_nothing(store: SqliteSessionStore, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("do not lose")
    with pytest.raises(InputError, match="already exists"):
        store.user_data.back_up(precious)
    assert precious.read_text() == "do not lose"


def test_a_backup_into_nowhere_is_a_storage_error(store: SqliteSessionStore, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"):
        store.user_data.back_up(tmp_path / "missing" / "copy.db")


def test_a_purged_session_leaves_no_byte_behind(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    store.create(make_session("secret", SECRET))
    store.save_draft("secret-asked-1", "draft about a xylophone")
    store.create(make_session("kept"))
    assert _is_in_files(path, "xylophone")

    report = store.user_data.purge_sessions(["secret-session"])

    assert report.proven
    assert (report.sessions, report.questions, report.answers) == (1, 2, 1)
    assert set(report.rows_left.values()) == {0}
    assert not _is_in_files(path, "xylophone")
    assert not _is_in_files(path, "Ljubljana")
    assert list(store.export()) == [make_session("kept")]
    assert store.history.list_sessions(search="xylophone") == []
    assert len(store.history.list_sessions(search="led")) == 1
    store.database.check()


def test_words_of_a_purged_long_answer_are_not_left_in_the_search_index(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    words = " ".join(f"unspeakable{number}" for number in range(3000))
    store.create(make_session("long", words))
    assert store.user_data.purge_sessions(["long-session"]).proven
    assert not _is_in_files(path, "speakab")
    assert not _is_in_files(path, "unspeak")


def test_a_phrase_that_someone_else_also_said_is_no_trace(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    store.create(make_session("first", SECRET))
    store.create(make_session("second", SECRET))
    assert store.user_data.purge_sessions(["first-session"]).proven
    assert _is_in_files(path, "xylophone")


def test_purging_by_day_takes_what_began_before_it(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    for day in (9, 10, 11):
        store.create(make_session(f"day{day}", started_at=datetime(2026, 3, day, 12, tzinfo=UTC)))
    assert store.user_data.purge_before(date(2026, 3, 11)).sessions == 2
    assert [summary.id for summary in store.history.list_sessions()] == ["day11-session"]
    assert store.profile().longest_streak_days == 1
    assert store.profile().total_sessions == 1


def test_purging_everything_forgets_the_person_too(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    store.create(make_session("one", SECRET))
    store.create(make_session("two"))
    store.update_profile("xylophone player", "soon")
    report = store.user_data.purge_everything()
    assert report.proven
    assert report.sessions == 2
    assert store.profile() == Profile()
    assert store.history.list_sessions() == []
    assert store.recent_question_ids(10) == []
    assert not _is_in_files(path, "xylophone")


def test_purging_an_unknown_session_purges_nothing(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    store.create(make_session())
    with pytest.raises(InputError, match="no session 'nobody'"):
        store.user_data.purge_sessions(["one-session", "nobody"])
    assert len(store.history.list_sessions()) == 1


def test_recordings_of_ours_are_deleted_and_others_left_alone(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path, tmp_path: Path
) -> None:
    folder = path.parent / "recordings"
    ours, shared = folder / "one-asked-0.1.flac", folder / "shared.flac"
    unsaved, unfinished = folder / "one-asked-1.1.flac", folder / "one-asked-1.2.au"
    foreign, of_another = tmp_path / "theirs.flac", folder / "three-asked-1.1.flac"
    recordings = (ours, shared, unsaved, unfinished, foreign, of_another)
    folder.mkdir(parents=True)
    for recording in recordings:
        recording.write_bytes(b"fLaC")
    store.create(make_session("one", audio_path=ours.name))
    store.create(make_session("two", audio_path=shared.name))
    store.create(make_session("three", audio_path=shared.name))
    store.create(make_session("four", audio_path="../../theirs.flac"))
    store.create(make_session("five", audio_path="../interview.db"))
    store.create(make_session("six", audio_path="lost.flac"))

    report = store.user_data.purge_sessions([f"{name}-session" for name in ("one", "two", "four", "five", "six")])

    assert report.removed_audio == (ours.name, unsaved.name, unfinished.name)
    assert set(report.kept_audio) == {shared.name, "../../theirs.flac", "../interview.db"}
    assert [each for each in recordings if each.exists()] == [shared, foreign, of_another]
    assert store.user_data.purge_everything().removed_audio == (shared.name, of_another.name)


def test_what_was_heard_and_the_cv_are_purged_too(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    session = make_session("secret")
    attempt = session.exchanges[0].attempt
    assert attempt is not None
    corrected = replace(attempt.answer, transcription=heard(SECRET))
    exchange = session.exchanges[0].with_attempt(replace(attempt, answer=corrected))
    settings = replace(session.settings, cv=Document("cv", "Ada Lovelace, harpsichord maker in Trieste since 2004."))
    store.create(replace(session, exchanges=(exchange,), settings=settings))
    with store._database.transaction() as connection:
        connection.execute(
            "INSERT INTO evaluation_cache (key, evaluation, created_at) VALUES ('k', 'quotes a harpsichord', '')"
        )
    assert _is_in_files(path, "xylophone")
    report = store.user_data.purge_sessions(["secret-session"])
    assert report.proven
    assert not _is_in_files(path, "xylophone")
    assert not _is_in_files(path, "harpsichord")


def test_a_cv_that_a_kept_session_used_too_is_no_trace(store: SqliteSessionStore, make_session: SessionMaker) -> None:
    for name in ("first", "second"):
        session = make_session(name)
        store.create(
            replace(
                session, settings=replace(session.settings, cv=Document("cv", "Ada Lovelace, harpsichord maker."))
            )
        )
    assert store.user_data.purge_sessions(["first-session"]).proven
    assert store.load("second-session").settings.cv_text == "Ada Lovelace, harpsichord maker."
    assert store.user_data.purge_sessions(["second-session"]).rows_left["document"] == 0
    assert store._database.rows("SELECT * FROM document") == []


def test_copies_made_before_schema_changes_are_purged_too(
    store: SqliteSessionStore, make_session: SessionMaker, path: Path
) -> None:
    store.create(make_session())
    copy = path.with_name(path.name + ".bak-1")
    store.user_data.back_up(copy)
    assert store.user_data.purge_sessions(["one-session"]).removed_copies == (str(copy),)
    assert not copy.exists()


def test_a_reader_in_the_way_keeps_a_purge_from_being_proven(
    path: Path, clock: StoppedClock, make_session: SessionMaker
) -> None:
    with open_store(path, clock, busy_timeout_s=0.01) as store, closing(sqlite3.connect(path)) as reader:
        store.create(make_session(said=SECRET))
        reader.execute("BEGIN")
        reader.execute("SELECT text FROM attempt").fetchall()
        report = store.user_data.purge_sessions(["one-session"])
        assert report.wal_bytes > 0
        assert not report.proven
        reader.rollback()
        assert store.user_data.purge_sessions([]).proven
    assert not _is_in_files(path, "xylophone")


def _is_in_files(path: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
