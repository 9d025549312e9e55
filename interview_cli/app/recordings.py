"""What happens to recordings besides being made: repair and limits at the start, deletion on demand.

The recordings folder and the database are two places; the database forgets a recording before its file goes, so that
being killed in between leaves a file that the next deletion finds, never a name without a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from interview_cli.errors import FullDiskError
from interview_cli.interview.model import AnswerSource
from interview_cli.paths import place_below
from interview_cli.speech.recording import Repaired, repair_recordings
from interview_cli.speech.recordings_folder import all_files, beyond_limits, delete, is_being_made

if TYPE_CHECKING:
    from pathlib import Path

    from interview_cli.app import Application


@dataclass(frozen=True, slots=True)
class AudioPurge:
    """What a deletion of recordings removed, by file name. `left` could not be deleted or are being recorded now."""

    removed: tuple[str, ...]
    removed_bytes: int
    left: tuple[str, ...]

    @property
    def proven(self) -> bool:
        """Whether a second look at the folder has found none of them."""
        return not self.left


def tidy_recordings(application: Application) -> Repaired:
    """Save what killed processes were recording, and keep the folder within the limits of the settings.

    Returns what was saved: an answer that was being spoken, unless its question has been answered since.
    """
    folder, limits = application.paths.recordings, application.settings.voice
    repaired = repair_recordings(folder)
    keep = {folder / recording.name for recording in repaired.recordings if recording.name}
    doomed = beyond_limits(
        folder, limits.keep_recordings_days, limits.keep_recordings_mb, application.clock.now(), keep
    )
    if doomed:
        _forget_and_delete(application, doomed)
    return repaired


def answers_aloud(application: Application, session_id: str) -> bool:
    """Whether a session continues by voice: as configured or given on the command line, otherwise as it was begun.

    It was begun by voice when an answer was spoken, or begun to be: that has left a recording. Raises StorageError
    and InputError.
    """
    voice = application.settings.voice
    if "enabled" in voice.model_fields_set:
        return voice.enabled
    return any(
        (exchange.attempt is not None and exchange.attempt.answer.source is AnswerSource.SPOKEN)
        or all_files(application.paths.recordings, exchange.asked.id)
        for exchange in application.store.load(session_id).exchanges
    )


def purge_audio(application: Application, session_ids: Sequence[str], older_than_days: int | None) -> AudioPurge:
    """Delete the recordings of some sessions, or of all when none are named, and keep every transcript.

    Only those made more than `older_than_days` ago, when that is given. Raises StorageError and InputError.
    """
    folder = application.paths.recordings
    files = _recordings_of(application, folder, session_ids) if session_ids else all_files(folder)
    if older_than_days is not None:
        made_before = (application.clock.now() - timedelta(days=older_than_days)).timestamp()
        files = [file for file in files if file.stat().st_mtime < made_before]
    doomed = [file for file in files if not is_being_made(file)]
    sizes = {file: file.stat().st_size for file in doomed}
    _forget_and_delete(application, doomed)
    removed = [file for file in doomed if not file.exists()]
    return AudioPurge(
        removed=tuple(file.name for file in removed),
        removed_bytes=sum(sizes[file] for file in removed),
        left=tuple(file.name for file in files if file.exists()),
    )


def _forget_and_delete(application: Application, files: Sequence[Path]) -> None:
    """Delete recordings, here and in the database. On a full disk, the files go first to make room."""
    folder = application.paths.recordings
    names = [str(file.relative_to(folder)) for file in files]
    try:
        application.store.recordings.forget(names)
    except FullDiskError:
        delete(files)
        application.store.recordings.forget(names)
    delete(files)


def _recordings_of(application: Application, folder: Path, session_ids: Sequence[str]) -> list[Path]:
    """The recordings of these sessions: those their attempts name, and others made for their questions."""
    files = set()
    for session_id in session_ids:
        for exchange in application.store.load(session_id).exchanges:
            files.update(all_files(folder, exchange.asked.id))
        named = (place_below(folder, path) for path in application.store.recordings.of_session(session_id))
        files.update(file for file in named if file is not None and file.is_file())
    return sorted(files)
