"""The folder of recordings: who may read it, how files are named, which are too old or too many.

A recording belongs to an asked question, whose id begins its name: `<asked id>.<number>.flac`, numbered from 1 in the
order of the attempts. While it is being spoken it is a raw file ending in `.au`.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from interview_cli.errors import InputError

FINISHED: Final = ".flac"
UNFINISHED: Final = ".au"
_NAME: Final = re.compile(r"([A-Za-z0-9_-]{1,100})\.(\d{1,6})\.(?:flac|au)", re.ASCII)


def make_folder(folder: Path) -> None:
    """Create the recordings folder, for its owner only. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def file_stem(asked_id: str, number: int) -> str:
    """The name of a recording without its ending. Raises InputError for an id that is no plain name."""
    stem = f"{asked_id}.{number}"
    if not _NAME.fullmatch(stem + FINISHED):
        raise InputError(f"{asked_id!r} cannot name a recording.")
    return stem


def asked_id_of(file: Path) -> str | None:
    """The id of the asked question a recording belongs to, None when the file is no recording of ours."""
    match = _NAME.fullmatch(file.name)
    return match[1] if match else None


def recordings(folder: Path, asked_id: str | None = None) -> list[Path]:
    """The finished recordings, of one asked question or of all, those made first at the front."""
    return _files(folder, FINISHED, asked_id)


def unfinished(folder: Path, asked_id: str | None = None) -> list[Path]:
    """The raw files of recordings that are being made, or that a killed process has left."""
    return _files(folder, UNFINISHED, asked_id)


def _files(folder: Path, ending: str, asked_id: str | None) -> list[Path]:
    if not folder.is_dir():
        return []
    of_ours = (file for file in folder.iterdir() if file.suffix == ending and _is_recording(file, asked_id))
    return sorted(of_ours, key=lambda file: (file.lstat().st_mtime_ns, file.name))


def _is_recording(file: Path, asked_id: str | None) -> bool:
    owner = asked_id_of(file)
    return owner is not None and asked_id in {None, owner} and stat.S_ISREG(file.lstat().st_mode)


def prune(
    folder: Path, days: int | None, megabytes: int | None, now: datetime, keep: Collection[Path] = frozenset()
) -> list[Path]:
    """Delete finished recordings older than `days`, then the oldest until they take at most `megabytes` (10^6 bytes).

    None sets no limit; recordings in `keep` are never deleted, but count. Returns what was deleted: the database must
    forget those (`SqliteSessionStore.forget_audio`).
    """
    files = recordings(folder)
    sizes = {file: file.lstat().st_size for file in files}
    room = sum(sizes.values())
    deleted = []
    for file in files:
        made_at = datetime.fromtimestamp(file.lstat().st_mtime, now.tzinfo)
        is_too_old = days is not None and now - made_at > timedelta(days=days)
        is_too_much = megabytes is not None and room > megabytes * 1_000_000
        if file in keep or not (is_too_old or is_too_much):
            continue
        with suppress(OSError):  # one that cannot be deleted now stays until the next start
            file.unlink()
            room -= sizes[file]
            deleted.append(file)
    return deleted
