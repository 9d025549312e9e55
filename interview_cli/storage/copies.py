"""Consistent copies of a live database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from interview_cli.whole_files import part_of


def create_private(path: Path) -> None:
    """Create an empty file only its owner can read; SQLite gives its `-wal` and `-shm` the same permissions.

    Raises FileExistsError when there is one already.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_database(source: sqlite3.Connection, to: Path, *, new: bool = True) -> None:
    """Copy everything committed in `source` to the file `to`, complete or not at all.

    Raises FileExistsError when `to` exists and is to be `new`, sqlite3.Error or OSError when it cannot be written.
    """
    with part_of(to, new=new) as part, closing(sqlite3.connect(part)) as target:
        source.backup(target)
