"""The folder of recordings: permissions, file names, and which recordings are too old or too many.

A recording belongs to an asked question, whose id begins its name: `<asked id>.<number>.flac`, numbered from 1 in the
order of the attempts. While it is being spoken it is a raw file ending in `.au`; while that is saved as FLAC, there
is also a `.part` of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from interview_cli.errors import InputError
from interview_cli.file_lock import acquire

FINISHED: Final = ".flac"
UNFINISHED: Final = ".au"
_NAME: Final = re.compile(r"(([A-Za-z0-9_-]{1,100})\.\d{1,6})\.(?:flac|au|flac\.\d+\.part)", re.ASCII)


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
    return match[2] if match else None


def recordings(folder: Path, asked_id: str | None = None) -> list[Path]:
    """The finished recordings, of one asked question or of all, those made first at the front."""
    return [file for file in all_files(folder, asked_id) if file.suffix == FINISHED]


def unfinished(folder: Path) -> list[Path]:
    """The raw files of recordings that are being made, or that a killed process has left."""
    return [file for file in all_files(folder) if file.suffix == UNFINISHED]


def all_files(folder: Path, asked_id: str | None = None) -> list[Path]:
    """Finished and unfinished recordings and parts of any, those made first at the front."""
    if not folder.is_dir():
        return []
    files = (file for file in folder.iterdir() if _is_ours(file, asked_id))
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))


def _is_ours(file: Path, asked_id: str | None) -> bool:
    owner = asked_id_of(file)
    return owner is not None and asked_id in {None, owner} and file.is_file() and not file.is_symlink()


def is_being_made(file: Path) -> bool:
    """Whether a living process is recording or saving this recording."""
    match = _NAME.fullmatch(file.name)
    raw = file.with_name(match[1] + UNFINISHED) if match else file
    if not raw.exists():
        return False
    with raw.open("r+b") as opened:
        return not acquire(opened.fileno(), wait=False)


def beyond_limits(
    folder: Path, days: int | None, megabytes: int | None, now: datetime, keep: Collection[Path] = frozenset()
) -> list[Path]:
    """The finished recordings made more than `days` ago, and the oldest beyond `megabytes` (10^6 bytes) in all.

    None sets no limit; recordings in `keep` are never among them, but count.
    """
    files = recordings(folder)
    sizes = {file: file.stat().st_size for file in files}
    room = sum(sizes.values())
    chosen = []
    for file in files:
        made_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        is_too_old = days is not None and now - made_at > timedelta(days=days)
        is_too_much = megabytes is not None and room > megabytes * 1_000_000
        if file not in keep and (is_too_old or is_too_much):
            room -= sizes[file]
            chosen.append(file)
    return chosen


def delete(files: Collection[Path]) -> None:
    """Delete recordings. One that cannot be deleted is left, for the next time."""
    for file in files:
        with suppress(OSError):
            file.unlink()
