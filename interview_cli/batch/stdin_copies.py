"""Copies of what can be read only once, such as standard input. They are removed with the process that made them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from interview_cli.file_lock import acquire, is_alive

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
