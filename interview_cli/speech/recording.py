"""Records an answer to disk while it is being spoken, and repairs what a killed process has left.

While it is spoken an answer is a raw file, synced about once a second. When it is over it becomes a FLAC file, and
the raw file is deleted once that is on the disk.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interview_cli.errors import UnavailableError
from interview_cli.file_lock import acquire
from interview_cli.installing import pip_install
from interview_cli.interview.events import Problem
from interview_cli.speech.raw_file import HEADER, RawFile, read_chunks
from interview_cli.speech.recordings_folder import FINISHED, asked_id_of, unfinished
from interview_cli.speech.sound import SAMPLE_BYTES, SAMPLE_RATE_HZ, from_pcm, to_pcm
from interview_cli.whole_files import sync_folder

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

SYNC_EVERY_S: Final = 1.0
MOST_IN_MEMORY_BYTES: Final = 64 * 2**20
"""What may wait in memory while the disk takes nothing: 35 minutes of speech."""
_BYTES_PER_S: Final = SAMPLE_RATE_HZ * SAMPLE_BYTES
Report = Callable[[Problem], None]
"""Takes what does not work, from any thread."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded answer.

    `name` is that of its FLAC file, relative to the recordings folder; None when nothing was recorded. `unsaved_s` is
    how much, at its end, exists in memory only, because the disk took no more; `lost_s` what not even memory took.
    """

    asked_id: str
    name: str | None
    duration_s: float
    unsaved_s: float = 0.0
    lost_s: float = 0.0


class Recorder:
    """Records one answer: `add` takes its sound as it comes, `finish` makes it a FLAC file.

    Sound that the disk does not take (reported once) stays in memory and is tried again every second.
    Raises InputError for an id that cannot name a file.
    """

    def __init__(
        self, folder: Path, asked_id: str, report: Report, most_in_memory_bytes: int = MOST_IN_MEMORY_BYTES
    ) -> None:
        self._asked_id = asked_id
        self._raw = RawFile(folder, asked_id)
        self._report = report
        self._most_in_memory_bytes = most_in_memory_bytes
        self._is_failing = False
        self._taken_bytes = 0
        self._lost_bytes = 0
        self._saved: Path | None = None
        self._blocks: queue.SimpleQueue[Samples | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="recorder", daemon=True)
        self._writer.start()

    def add(self, samples: Samples) -> None:
        """Record a block of sound. Returns at once; must not be called after `finish`."""
        self._blocks.put(samples)

    def finish(self) -> Recording:
        """End the recording and save it as FLAC. Blocks.

        When the disk does not take it, that is reported and the raw file stays, to be repaired at the next
        start; calling again, once there is room, tries again.
        """
        self._end_writing()
        if self._saved is None and self._taken_bytes:
            self._save()
        elif not self._taken_bytes:
            self._remove_raw()
        return Recording(
            asked_id=self._asked_id,
            name=self._raw.finished_path.name if self._taken_bytes else None,
            duration_s=self._taken_bytes / _BYTES_PER_S,
            unsaved_s=self._raw.unsynced_bytes / _BYTES_PER_S,
            lost_s=self._lost_bytes / _BYTES_PER_S,
        )

    def discard(self) -> None:
        """End the recording and delete it: the candidate starts over."""
        self._end_writing()
        self._remove_raw()
        if self._saved is not None:
            self._saved.unlink(missing_ok=True)

    def samples(self) -> Samples:
        """Everything recorded, once it is finished. Raises UnavailableError when it cannot be read back."""
        try:
            return read_recording(self._saved) if self._saved else from_pcm(b"".join(self._raw.chunks()))
        except OSError as error:
            raise UnavailableError(f"The recording cannot be read: {error}.", "Answer again, or type.") from error

    def _write(self) -> None:
        """The writer thread: append what is queued, sync every second."""
        next_sync = time.monotonic() + SYNC_EVERY_S
        while True:
            with suppress(queue.Empty):
                samples = self._blocks.get(timeout=max(0.0, next_sync - time.monotonic()))
                if samples is None:
                    break
                self._append(to_pcm(samples))
            if time.monotonic() >= next_sync:
                self._sync()
                next_sync = time.monotonic() + SYNC_EVERY_S
        self._sync()

    def _append(self, data: bytes) -> None:
        if self._raw.unsynced_bytes + len(data) > self._most_in_memory_bytes:
            if not self._lost_bytes:
                self._warn("The memory for the recording is full.", "End the answer now.")
            self._lost_bytes += len(data)
            return
        self._taken_bytes += len(data)
        try:
            self._raw.append(data)
        except OSError as error:
            self._fail(error)

    def _sync(self) -> None:
        if not self._raw.unsynced_bytes:
            return
        try:
            self._raw.sync()
        except OSError as error:
            self._fail(error)
        else:
            self._is_failing = False

    def _fail(self, error: OSError) -> None:
        if not self._is_failing:
            self._is_failing = True
            self._warn(
                f"The recording cannot be written: {_reason(error)}.",
                "Keep speaking: it is kept in memory. Free disk space before you end the program.",
            )

    def _warn(self, message: str, remedy: str) -> None:
        with suppress(Exception):  # a screen that cannot show a warning must not cost the recording
            self._report(Problem(message, remedy))

    def _end_writing(self) -> None:
        if self._writer.is_alive():
            self._blocks.put(None)
            self._writer.join()

    def _save(self) -> None:
        path = self._raw.finished_path
        try:
            save_flac(self._raw.chunks(), path)
        except (OSError, UnavailableError) as error:
            self._sync()
            self._warn(
                f"The recording cannot be saved: {_reason(error)}.",
                "What was written is kept and repaired at the next start. Free some disk space.",
            )
        else:
            self._saved = path
            self._remove_raw()

    def _remove_raw(self) -> None:
        with suppress(OSError):  # the repair at the next start removes it
            self._raw.remove()


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair found: the recordings saved, and those that could not be, with the reason."""

    recordings: tuple[Recording, ...]
    problems: tuple[Problem, ...]


def repair_recordings(folder: Path) -> Repaired:
    """Turn what killed processes have left in the recordings folder into finished recordings.

    The last recording of an asked question that has no attempt with that `audio_path` is an answer whose process
    died. Recordings that another process is making are left alone, as are files that are not ours.
    """
    recordings, problems = [], []
    for raw in unfinished(folder):
        try:
            recording = _repair(raw)
        except (OSError, UnavailableError) as error:
            message = f"The recording {raw.name} cannot be repaired: {_reason(error)}."
            problems.append(Problem(message, "Free some disk space."))
        else:
            recordings += [recording] if recording else []
    return Repaired(tuple(recordings), tuple(problems))


def _reason(error: OSError | UnavailableError) -> str:
    if isinstance(error, UnavailableError):
        return f"{error.message} {error.remedy}"
    return error.strerror or str(error)


def _repair(raw: Path) -> Recording | None:
    """The recording made of a dead process's raw file; None when there is none in it, or the process lives."""
    asked_id = asked_id_of(raw)
    assert asked_id is not None
    with raw.open("r+b") as file:
        if not acquire(file.fileno(), wait=False):
            return None
        path = raw.with_suffix(FINISHED)
        for torn in raw.parent.glob(f"{path.name}.*.part"):
            torn.unlink()
        frames = 0
        if not path.exists():
            try:
                frames = save_flac(read_chunks(raw), path)
            except ValueError:
                if raw.stat().st_size > len(HEADER):
                    return None  # not ours
    raw.unlink()
    return Recording(asked_id, path.name, frames / SAMPLE_RATE_HZ) if frames else None


def save_flac(chunks: Iterable[bytes], path: Path) -> int:
    """Write 16-bit samples as FLAC, for its owner only; the file is whole and on the disk, or not there at all.

    Returns how many samples it holds; without any there is no file. Raises OSError when the disk does not take it,
    UnavailableError without the package soundfile, and what `chunks` raises.
    """
    try:
        import soundfile
    except (ImportError, OSError):
        raise UnavailableError(
            "the package soundfile is not installed.", f"Install it: {pip_install('interview-cli[voice]')}"
        ) from None
    import numpy as np

    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    frames = 0
    try:
        with soundfile.SoundFile(
            descriptor, "w", SAMPLE_RATE_HZ, channels=1, subtype="PCM_16", format="FLAC", closefd=False
        ) as file:
            for chunk in chunks:
                samples = np.frombuffer(chunk[: len(chunk) // SAMPLE_BYTES * SAMPLE_BYTES], ">i2").astype(np.int16)
                file.write(samples)
                frames += len(samples)
        os.fsync(descriptor)
        if frames and soundfile.info(part).frames != frames:
            raise OSError(f"the disk did not take all of {path.name}")
        if frames:
            part.replace(path)
            sync_folder(path.parent)
    except soundfile.SoundFileError as error:
        raise OSError(f"the disk did not take {path.name}") from error
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)
    return frames


def recording_duration_s(path: Path) -> float:
    """How long a finished recording is. Raises OSError when it is missing or damaged."""
    import soundfile

    try:
        return float(soundfile.info(path).duration)
    except soundfile.SoundFileError as error:
        raise OSError(f"{path.name} cannot be read: {error}") from error


def read_recording(path: Path) -> Samples:
    """The samples of a finished recording. Raises OSError when it is missing or damaged."""
    import numpy as np
    import soundfile

    try:
        samples, _ = soundfile.read(path, dtype="float32")
    except soundfile.SoundFileError as error:
        raise OSError(f"{path.name} cannot be read: {error}") from error
    return np.asarray(samples, dtype=np.float32)
