"""Consistent copies of a live database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path


def create_private(path: Path) -> None:
    """Create an empty file only its owner can read; SQLite gives its `-wal` and `-shm` the same permissions.

    Raises FileExistsError when there is one already.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_database(source: sqlite3.Connection, to: Path) -> None:
    """Copy everything committed in `source` to the new file `to`, complete or not at all.

    Raises FileExistsError when `to` exists, and sqlite3.Error or OSError when it cannot be written.
    """
    create_private(to)
    try:
        with closing(sqlite3.connect(to)) as target:
            source.backup(target)
    except BaseException:
        with suppress(FileNotFoundError):
            to.unlink()
        raise
