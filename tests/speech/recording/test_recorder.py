"""The recorder: what is said is on the disk, or in memory while the disk takes nothing, and never torn."""

from __future__ import annotations

import queue
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError, UnavailableError
from interview_cli.interview.events import Problem
from interview_cli.speech.raw_file import HEADER, RawFile, read_chunks
from interview_cli.speech.recording import Recorder, read_recording, repair_recordings
from interview_cli.speech.sound import SAMPLE_RATE_HZ, from_pcm, to_pcm
from tests.conftest import PATIENCE_S

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A recordings folder that is not there yet."""
    return tmp_path / "data" / "recordings"


def noise(seconds: float, seed: int = 0) -> Samples:
    """Sound that does not compress, exact in 16 bits."""
    integers = np.random.default_rng(seed).integers(-32768, 32768, round(seconds * SAMPLE_RATE_HZ))
    return np.asarray(integers / 32768, np.float32)


def say(recorder: Recorder, samples: Samples, block: int = 800) -> None:
    for start in range(0, len(samples), block):
        recorder.add(samples[start : start + block])


def untold(problem: Problem) -> None:
    raise AssertionError(problem)


@contextmanager
def full_disk(at_bytes: int) -> Iterator[Callable[[], None]]:
    """Within the block the system takes no file beyond a size; the function given makes room again."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def make_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    resource.setrlimit(resource.RLIMIT_FSIZE, (at_bytes, limits[1]))
    try:
        yield make_room
    finally:
        make_room()


def test_an_answer_becomes_a_flac_file_for_its_owner_only(folder: Path) -> None:
    said = noise(2.5)
    recorder = Recorder(folder, "q-1", untold)
    say(recorder, said)
    recording = recorder.finish()
    assert (recording.asked_id, recording.name, recording.duration_s) == ("q-1", "q-1.1.flac", 2.5)
    assert (recording.unsaved_s, recording.lost_s) == (0, 0)
    assert [file.name for file in folder.iterdir()] == ["q-1.1.flac"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "q-1.1.flac").stat().st_mode & 0o777 == 0o600
    information = soundfile.info(folder / "q-1.1.flac")
    assert (information.format, information.samplerate, information.channels) == ("FLAC", SAMPLE_RATE_HZ, 1)
    assert np.array_equal(read_recording(folder / "q-1.1.flac"), said)
    assert np.array_equal(recorder.samples(), said)
    assert recorder.finish() == recording


def test_each_attempt_has_a_file_of_its_own(folder: Path) -> None:
    names = []
    for seed in range(3):
        recorder = Recorder(folder, "q", untold)
        say(recorder, noise(0.1, seed))
        names.append(recorder.finish().name)
    assert names == ["q.1.flac", "q.2.flac", "q.3.flac"]


def test_silence_of_no_length_leaves_no_file(folder: Path) -> None:
    recording = Recorder(folder, "q", untold).finish()
    assert (recording.name, recording.duration_s) == (None, 0)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_starting_over_deletes_what_was_said(folder: Path) -> None:
    recorder = Recorder(folder, "q", untold)
    say(recorder, noise(0.5))
    recorder.discard()
    assert list(folder.iterdir()) == []
    finished = Recorder(folder, "q", untold)
    say(finished, noise(0.5))
    finished.finish()
    finished.discard()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("asked_id", ["../q", "a/b", "", "a.b", "é", "x" * 101, "a\0b"])
def test_an_id_cannot_lead_out_of_the_folder(folder: Path, asked_id: str) -> None:
    with pytest.raises(InputError):
        Recorder(folder, asked_id, untold)


def test_what_a_full_disk_refuses_is_kept_reported_and_saved_when_there_is_room(folder: Path) -> None:
    told: queue.SimpleQueue[Problem] = queue.SimpleQueue()
    said = noise(6)
    recorder = Recorder(folder, "q", told.put)
    with full_disk(at_bytes=60_000) as make_room:
        say(recorder, said[: 3 * SAMPLE_RATE_HZ])
        problem = told.get(timeout=PATIENCE_S)
        assert "cannot be written" in problem.message
        assert "in memory" in problem.remedy
        say(recorder, said[3 * SAMPLE_RATE_HZ :])
        recording = recorder.finish()
        assert recording.duration_s == 6
        assert 4 <= recording.unsaved_s <= 6
        assert "cannot be saved" in told.get(timeout=PATIENCE_S).message
        assert told.empty(), "each trouble is told once"
        assert np.array_equal(recorder.samples(), said)
        assert [file.name for file in folder.iterdir()] == ["q.1.au"]
        make_room()
        again = recorder.finish()
    assert again.unsaved_s == 0
    assert [file.name for file in folder.iterdir()] == [again.name]
    assert np.array_equal(read_recording(folder / "q.1.flac"), said)


def test_a_recording_resumes_by_itself_once_there_is_room(folder: Path) -> None:
    told: queue.SimpleQueue[Problem] = queue.SimpleQueue()
    said = noise(4)
    recorder = Recorder(folder, "q", told.put)
    with full_disk(at_bytes=60_000) as make_room:
        say(recorder, said[: 3 * SAMPLE_RATE_HZ])
        told.get(timeout=PATIENCE_S)
        make_room()
        say(recorder, said[3 * SAMPLE_RATE_HZ :])
        recording = recorder.finish()
    assert recording.unsaved_s == 0
    assert told.empty()
    assert np.array_equal(read_recording(folder / "q.1.flac"), said)


def test_a_folder_that_cannot_be_made_keeps_the_answer_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told: list[Problem] = []
    recorder = Recorder(tmp_path / "file" / "recordings", "q", told.append)
    say(recorder, noise(1))
    assert recorder.finish().unsaved_s == 1
    assert len(told) == 2
    assert np.array_equal(recorder.samples(), noise(1))


def test_memory_is_bounded_and_what_is_lost_is_counted(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told: list[Problem] = []
    recorder = Recorder(tmp_path / "file", "q", told.append, most_in_memory_bytes=2 * SAMPLE_RATE_HZ)
    say(recorder, noise(2.5))
    recording = recorder.finish()
    assert (recording.duration_s, recording.lost_s) == (1, 1.5)
    assert sum("memory for the recording" in problem.message for problem in told) == 1
    assert np.array_equal(recorder.samples(), noise(2.5)[:SAMPLE_RATE_HZ])


def test_a_screen_that_fails_costs_no_recording(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    recorder = Recorder(tmp_path / "file", "q", untold)
    say(recorder, noise(1))
    recorder.finish()
    assert np.array_equal(recorder.samples(), noise(1))


def leave_behind(folder: Path, name: str, content: bytes) -> Path:
    """A file as a killed process leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_repair_saves_what_is_whole_and_leaves_what_is_not_ours(folder: Path) -> None:
    said = noise(0.5)
    leave_behind(folder, "torn.1.au", HEADER + to_pcm(said) + b"\x01")
    leave_behind(folder, "torn.1.flac.99999.part", b"half a file")
    leave_behind(folder, "empty.1.au", HEADER)
    leave_behind(folder, "beheaded.1.au", HEADER[:7])
    leave_behind(folder, "done.1.au", HEADER + to_pcm(said))
    leave_behind(folder, "done.1.flac", b"already saved")
    foreign = leave_behind(folder, "foreign.1.au", b"RIFF" * 100)
    other = leave_behind(folder, "song.au", b"la la la")

    repaired = repair_recordings(folder)

    assert repaired.problems == ()
    assert [(each.asked_id, each.name, each.duration_s) for each in repaired.recordings] == [
        ("torn", "torn.1.flac", 0.5)
    ]
    assert np.array_equal(read_recording(folder / "torn.1.flac"), said)
    assert (folder / "torn.1.flac").stat().st_mode & 0o777 == 0o600
    left = {file.name for file in folder.iterdir()}
    assert left == {"torn.1.flac", "done.1.flac", foreign.name, other.name}
    assert (folder / "done.1.flac").read_bytes() == b"already saved"


def test_a_repair_without_room_is_reported_and_done_the_next_time(folder: Path) -> None:
    said = noise(4)
    raw = leave_behind(folder, "q.1.au", HEADER + to_pcm(said))
    with full_disk(at_bytes=50_000):
        repaired = repair_recordings(folder)
    assert repaired.recordings == ()
    assert "q.1.au" in repaired.problems[0].message
    assert [file.name for file in folder.iterdir()] == [raw.name]
    assert len(repair_recordings(folder).recordings) == 1
    assert np.array_equal(read_recording(folder / "q.1.flac"), said)


def test_nothing_to_repair(folder: Path) -> None:
    assert repair_recordings(folder).recordings == ()


def test_a_recording_that_is_gone_or_damaged_cannot_be_read(folder: Path) -> None:
    damaged = leave_behind(folder, "q.1.flac", b"fLaC but not really")
    for path in (damaged, folder / "q.2.flac"):
        with pytest.raises(OSError, match=path.name):
            read_recording(path)
    recorder = Recorder(folder, "r", untold)
    say(recorder, noise(0.1))
    recorder.finish()
    (folder / "r.1.flac").unlink()
    with pytest.raises(UnavailableError, match="cannot be read"):
        recorder.samples()


@given(st.lists(st.tuples(st.binary(max_size=40), st.sampled_from(["append", "sync", "full", "room"])), max_size=30))
def test_nothing_that_was_appended_is_ever_forgotten(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bytes, str]]
) -> None:
    folder = tmp_path_factory.mktemp("raw")
    raw = RawFile(folder, "q")
    appended = b""
    soft, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with full_disk(soft) as make_room:
        for data, step in steps:
            if step == "full":
                resource.setrlimit(resource.RLIMIT_FSIZE, (len(HEADER) + 50, most))
            elif step == "room":
                make_room()
            with suppress(OSError):
                raw.sync() if step == "sync" else raw.append(data)
            appended += b"" if step == "sync" else data
            assert b"".join(raw.chunks()) == appended
            assert raw.size_bytes == len(appended)
        make_room()
        raw.sync()
    assert raw.unsynced_bytes == 0
    assert b"".join(read_chunks(raw.path)) == appended
    raw.close()


@given(st.lists(st.floats(-2, 2, width=32), max_size=50), st.booleans())
def test_samples_survive_the_way_through_16_bits(values: list[float], is_torn: bool) -> None:
    samples = np.array(values, np.float32)
    back = from_pcm(to_pcm(samples) + (b"\x07" if is_torn else b""))
    assert len(back) == len(samples)
    assert np.all(np.abs(back - np.clip(samples, -1, 1)) <= 1 / 32768)
    assert np.array_equal(from_pcm(to_pcm(back)), back)


def test_a_second_recorder_of_the_same_question_takes_the_next_number(folder: Path) -> None:
    silent, first, second = (RawFile(folder, "q") for _ in range(3))
    for raw in (first, second):
        raw.append(b"\0\0")
    assert [first.path.name, second.path.name] == ["q.1.au", "q.2.au"]
    silent.remove()
    assert sorted(file.name for file in folder.iterdir()) == ["q.1.au", "q.2.au"]
    first.remove()
    second.remove()
