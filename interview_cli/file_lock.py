"""Locks on files between processes. The operating system lets go of them when their holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
    import time

    _LOCKED_BYTE: Final = 2**62
    """Far beyond the end of any file: Windows keeps others from reading locked bytes."""

    def acquire(descriptor: int, *, wait: bool) -> bool:
        """Take the open file's lock, for as long as it is open; False when another has it and `wait` is not set."""
        while True:
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.01)
            else:
                return True

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def acquire(descriptor: int, *, wait: bool) -> bool:
        """Take the open file's lock, for as long as it is open; False when another has it and `wait` is not set."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Within the block this process alone holds the open file's lock; waits for whoever has it."""
    acquire(descriptor, wait=True)
    try:
        yield
    finally:
        _release(descriptor)


def lock_of(file: Path) -> Path:
    """The empty file that `alone` leaves."""
    return file.with_name(f".{file.name}.lock")


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Within the block no other process is in such a block for the same `file`, which may be replaced meanwhile.

    Its folder is made when it is missing; an empty file next to it stays as the lock. Raises OSError when that cannot
    be made.
    """
    file = file.resolve()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(lock_of(file), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with locked(descriptor):
            yield
    finally:
        os.close(descriptor)


class SignOfLife:
    """A file that stays locked for as long as this process lives."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        acquire(self._descriptor, wait=True)

    def close(self) -> None:
        """Say that the work is over."""
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


def is_alive(path: Path) -> bool:
    """Whether the process that made this heartbeat file still runs. What a dead one left is removed."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        if not acquire(descriptor, wait=False):
            return True
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)
