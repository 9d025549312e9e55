"""Files that are written whole: under its name is the old file or all of the new one, whenever the process dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

FORGOTTEN_AFTER_S: Final = 3600.0
"""A part not written to for this long was left by a process that died (chosen)."""

_NAME_CHARACTERS: Final = 40
"""Of the file's name in that of its part: names may have 255 bytes."""


@contextmanager
def written_whole(path: Path, *, new: bool = False, newline: str | None = None) -> Iterator[IO[str]]:
    """A text file, readable by its owner only, that appears under `path` when the block has ended well.

    It takes the place of an old file unless it is to be `new`. What is no file, such as a pipe or a device, is
    written to as it is. Raises FileExistsError for a `new` one that exists, and OSError when it cannot be written;
    the old file is then still there.
    """
    if not new and path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline=newline) as stream:
            yield stream
        return
    with part_of(path, new=new) as part, part.open("w", encoding="utf-8", newline=newline) as file:
        yield file


@contextmanager
def part_of(path: Path, *, new: bool = False) -> Iterator[Path]:
    """An empty private file next to `path` that takes its name when the block has ended well, on the disk by then.

    Raises as `written_whole` does. A part that a process left when it was killed is removed by the next one to write
    the same file.
    """
    import tempfile

    target = path.resolve()
    if new and (path.is_symlink() or path.exists()):
        raise FileExistsError(f"{path} exists")
    prefix = f".{target.name[:_NAME_CHARACTERS]}."
    _remove_forgotten(target.parent, prefix)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=".part")
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        if new:
            _name_where_nothing_is(part, target)
        else:
            part.replace(target)
        sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring names made or changed in a folder to the disk, where the system lets us."""
    with suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _name_where_nothing_is(part: Path, target: Path) -> None:
    """Give the part its name, unless another has appeared there meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError(f"{target} exists") from None
        part.replace(target)


def _remove_forgotten(folder: Path, prefix: str) -> None:
    with os.scandir(folder) as entries:
        names = [each.name for each in entries if each.name.startswith(prefix) and each.name.endswith(".part")]
    for name in names:
        with suppress(OSError):
            if time.time() - (folder / name).stat().st_mtime > FORGOTTEN_AFTER_S:
                (folder / name).unlink()
