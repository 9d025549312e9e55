"""`interview purge --audio`: recordings go for good, transcripts stay."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from interview_cli.speech.raw_file import RawFile
from interview_cli.speech.recording import Recorder

if TYPE_CHECKING:
    from tests.conftest import Run

Practise = Callable[..., Any]
ONE = ("--type", "hr", "-n", "1", "--follow-ups", "0")
DAY_S = 24 * 60 * 60


@pytest.fixture
def recordings(home: Path) -> Path:
    """The recordings folder."""
    return home / "data" / "recordings"


def record(recordings: Path, home: Path, session_id: str) -> Path:
    """Give the answer of a session a recording."""
    with closing(sqlite3.connect(home / "data" / "interview.db", isolation_level=None)) as connection:
        ((asked_id,),) = connection.execute("SELECT id FROM question_asked WHERE session_id = ?", (session_id,))
        recorder = Recorder(recordings, asked_id, _must_not_be_told)
        recorder.add(np.full(1600, 0.5, np.float32))
        recording = recorder.finish()
        assert recording.name is not None
        connection.execute(
            "UPDATE attempt SET audio_path = ? WHERE question_asked_id = ?", (recording.name, asked_id)
        )
    return recordings / recording.name


def named_in_database(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "data" / "interview.db")) as connection:
        return {path for (path,) in connection.execute("SELECT audio_path FROM attempt") if path is not None}


def _must_not_be_told(problem: object) -> None:
    raise AssertionError(problem)


def test_all_recordings_go_and_the_transcripts_stay(
    cli: Run, practise: Practise, home: Path, recordings: Path
) -> None:
    session = practise(*ONE)
    file = record(recordings, home, session["session"]["id"])
    (recordings / "lost-question.1.flac").write_bytes(b"an answer never saved")
    foreign = recordings / "holiday.wav"
    foreign.write_bytes(b"not ours")
    done = cli("purge", "--audio", "--yes", "--json")
    assert done.code == 0, done.err
    assert set(done.json["removed"]) == {file.name, "lost-question.1.flac"}
    assert done.json["proven"] is True
    assert list(recordings.iterdir()) == [foreign]
    assert named_in_database(home) == set()
    assert cli("feedback", "last", "--json").json["answers"] == session["answers"]


def test_the_recordings_of_one_session(cli: Run, practise: Practise, home: Path, recordings: Path) -> None:
    kept, gone = (record(recordings, home, practise(*ONE)["session"]["id"]) for _ in range(2))
    done = cli("purge", "--audio", "last", "--yes")
    assert done.code == 0, done.err
    assert "Deleted 1 recording" in done.out
    assert "Checked" in done.out
    assert (kept.exists(), gone.exists()) == (True, False)
    assert named_in_database(home) == {kept.name}


def test_only_old_recordings(cli: Run, practise: Practise, home: Path, recordings: Path) -> None:
    old, new = (record(recordings, home, practise(*ONE)["session"]["id"]) for _ in range(2))
    os.utime(old, (0, time.time() - 31 * DAY_S))
    assert cli("purge", "--audio", "--older-than", "30", "--yes").code == 0
    assert (old.exists(), new.exists()) == (False, True)
    assert named_in_database(home) == {new.name}


def test_an_answer_that_is_being_spoken_is_left_and_reported(cli: Run, practise: Practise, recordings: Path) -> None:
    practise(*ONE)
    being_spoken = RawFile(recordings, "asked")
    being_spoken.append(bytes(3200))
    done = cli("purge", "--audio", "--yes")
    being_spoken.remove()
    assert done.code == 1
    assert "asked.1.au" in done.err


def test_a_link_out_of_the_folder_is_not_followed(cli: Run, practise: Practise, recordings: Path, home: Path) -> None:
    practise(*ONE)
    recordings.mkdir()
    outside = home / "outside.flac"
    outside.write_bytes(b"theirs")
    (recordings / "asked.1.flac").symlink_to(outside)
    assert cli("purge", "--audio", "--yes", "--json").json["removed"] == []
    assert outside.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--audio",),
        ("--audio", "--all", "--yes"),
        ("--audio", "--before", "2026-01-01", "--yes"),
        ("--all", "--older-than", "3", "--yes"),
        ("--audio", "--older-than", "-1", "--yes"),
    ],
)
def test_what_cannot_be_meant_deletes_nothing(
    cli: Run, practise: Practise, home: Path, recordings: Path, arguments: tuple[str, ...]
) -> None:
    file = record(recordings, home, practise(*ONE)["session"]["id"])
    assert cli("purge", *arguments).code == 2
    assert file.exists()
    assert named_in_database(home) == {file.name}


def test_purging_a_session_takes_its_recordings_along(
    cli: Run, practise: Practise, home: Path, recordings: Path
) -> None:
    file = record(recordings, home, practise(*ONE)["session"]["id"])
    unsaved = file.with_name(file.name.replace(".1.", ".2."))
    unsaved.write_bytes(file.read_bytes())
    done = cli("purge", "last", "--yes", "--json")
    assert set(done.json["removed_audio"]) == {file.name, unsaved.name}
    assert list(recordings.iterdir()) == []
