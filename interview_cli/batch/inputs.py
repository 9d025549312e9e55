"""What a command line can name besides files: patterns such as `calls/**/*.vtt`, and streams such as stdin.

A stream is copied, as it can be read only once; copies are removed with the process that made them.
"""

from __future__ import annotations

import glob
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from interview_cli.file_lock import acquire, is_alive

_ANY_DEPTH: Final = "**"


def expand_pattern(pattern: str) -> list[str]:
    """What matches, in order. `**` stands for folders at any depth, without following links, and not for hidden ones.

    What lies in a folder that matches itself is left out, as are links back to a folder that they are in.
    """
    found = sorted(path for path in set(_expanded(pattern)) if not _leads_back(path))
    folders = {path for path in found if os.path.isdir(path)}
    return [path for path in found if not any(parent in folders for parent in _parents(path))]


def _expanded(pattern: str) -> Iterator[str]:
    parts = pattern.replace(os.sep, "/").split("/")
    if _ANY_DEPTH not in parts:
        yield from glob.iglob(pattern)
        return
    at = parts.index(_ANY_DEPTH)
    behind = "/".join(parts[at + 1 :])
    bases = glob.iglob("/".join(parts[:at]) or "/") if at else iter([""])
    for base in bases:
        if not behind.strip("/"):
            yield base or os.curdir
            continue
        for folder, folders, _ in os.walk(base or os.curdir):
            folders[:] = [name for name in folders if not name.startswith(".")]
            within = folder if base else os.path.relpath(folder)
            yield from _expanded(behind if within == os.curdir else f"{glob.escape(within.rstrip('/'))}/{behind}")


def _leads_back(path: str) -> bool:
    if not os.path.islink(path):
        return False
    target, home = os.path.realpath(path), os.path.realpath(os.path.dirname(path))
    return home == target or home.startswith(target.rstrip("/") + "/")


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) not in {"", path}:
        yield parent
        path = parent


_PREFIX: Final = "interview-stdin-"
_COPY_BYTES: Final = 1_000_000


class Copies:
    """The copies of this process. Each is locked for as long as it is needed, so that others see that it is."""

    def __init__(self) -> None:
        self._made: list[tuple[Path, int]] = []

    def of(self, stream: IO[bytes]) -> tuple[Path, str]:
        """A copy of all that is left of a stream, readable by its owner only, and its SHA-256. Raises OSError."""
        if not self._made:
            _remove_left_behind()
        path, descriptor = _new_locked_file()
        self._made.append((path, descriptor))
        digest = hashlib.sha256()
        with open(descriptor, "wb", closefd=False) as copy:
            while chunk := stream.read(_COPY_BYTES):
                digest.update(chunk)
                copy.write(chunk)
        return path, digest.hexdigest()

    def close(self) -> None:
        """Remove the copies."""
        for path, descriptor in self._made:
            path.unlink(missing_ok=True)
            os.close(descriptor)
        self._made.clear()


def _new_locked_file() -> tuple[Path, int]:
    while True:
        descriptor, name = tempfile.mkstemp(prefix=_PREFIX)
        acquire(descriptor, wait=True)
        path = Path(name)
        if path.exists():  # else another process, which saw it before it was locked, has removed it
            return path, descriptor
        os.close(descriptor)


def _remove_left_behind() -> None:
    """Remove what processes that were killed have left."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's
            is_alive(path)
