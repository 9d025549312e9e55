"""The recordings folder: names, limits, and what happens at the start of the program."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.app import Application
from interview_cli.app.recordings import tidy_recordings
from interview_cli.paths import Paths
from interview_cli.speech.raw_file import HEADER
from interview_cli.speech.recordings_folder import (
    all_files,
    asked_id_of,
    beyond_limits,
    delete,
    is_being_made,
    recordings,
    unfinished,
)
from tests.conftest import SteppingClock

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def make(folder: Path, name: str, kilobytes: int = 1, days_ago: float = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(bytes(kilobytes * 1000))
    made = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(file, (made, made))
    return file


def test_names_tell_the_question_and_others_are_left_alone(tmp_path: Path) -> None:
    second, first = make(tmp_path, "q-1.2.flac"), make(tmp_path, "q-1.1.flac", days_ago=1)
    other, raw, part = (make(tmp_path, name) for name in ("q-2.1.flac", "q-1.3.au", "q-1.3.flac.12.part"))
    for foreign in ("q-1.flac", "q 1.1.flac", "q-1.1.flac.bak", "interview.db", ".q-1.1.flac", "q-1.x.flac"):
        assert asked_id_of(make(tmp_path, foreign)) is None
    (tmp_path / "q-1.9.flac").mkdir()
    (tmp_path / "q-1.8.flac").symlink_to(other)
    assert recordings(tmp_path, "q-1") == [first, second]
    assert recordings(tmp_path) == [first, second, other]
    assert unfinished(tmp_path) == [raw]
    assert set(all_files(tmp_path, "q-1")) == {first, second, raw, part}
    assert {asked_id_of(file) for file in (first, raw, part)} == {"q-1"}
    assert not any(map(is_being_made, (first, raw, part)))
    assert all_files(tmp_path / "nowhere") == []


def test_the_old_and_the_oldest_beyond_the_room_are_chosen(tmp_path: Path) -> None:
    files = [make(tmp_path, f"q.{number}.flac", kilobytes=600, days_ago=10 - number) for number in range(1, 5)]
    make(tmp_path, "q.5.au", kilobytes=9000, days_ago=99)
    assert beyond_limits(tmp_path, None, None, NOW) == []
    assert beyond_limits(tmp_path, 7, None, NOW) == files[:2]
    assert beyond_limits(tmp_path, None, 2, NOW) == files[:1]
    assert beyond_limits(tmp_path, 8, 1, NOW) == files[:3]
    assert beyond_limits(tmp_path, 7, 1, NOW, keep={files[0], files[3]}) == [files[1], files[2]]


@given(
    sizes=st.lists(st.integers(0, 3), max_size=6),
    days=st.none() | st.integers(0, 6),
    megabytes=st.none() | st.integers(0, 6),
)
def test_what_stays_is_within_the_limits(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], days: int | None, megabytes: int | None
) -> None:
    folder = tmp_path_factory.mktemp("recordings")
    files = [make(folder, f"q.{age}.flac", kilobytes=0, days_ago=age) for age in range(len(sizes))]
    for file, size in zip(files, sizes, strict=True):
        made = file.stat().st_mtime
        os.truncate(file, size * 1_000_000)
        os.utime(file, (made, made))
    delete(beyond_limits(folder, days, megabytes, NOW))
    left = [file for file in files if file.exists()]
    assert left == files[: len(left)], "the newest stay"
    assert megabytes is None or sum(file.stat().st_size for file in left) <= megabytes * 1_000_000
    assert days is None or all(age <= days for age, file in enumerate(files) if file in left)
    if len(left) < len(files) and days is None:
        assert megabytes is not None
        assert sum(sizes[: len(left) + 1]) > megabytes, "no more than needed is deleted"


def test_the_start_saves_what_was_being_said_and_deletes_what_is_too_old(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__KEEP_RECORDINGS_DAYS", "30")
    folder = Paths.from_environment().recordings
    make(folder, "old.1.flac", days_ago=31)
    new = make(folder, "new.1.flac", days_ago=29)
    raw = make(folder, "dead.1.au")
    raw.write_bytes(HEADER + bytes(32_000))
    repaired = tidy_recordings(Application(clock=SteppingClock(NOW)))
    assert [(each.asked_id, each.duration_s) for each in repaired.recordings] == [("dead", 1)]
    assert {file.name for file in folder.iterdir()} == {new.name, "dead.1.flac"}
