"""Ledgers no longer needed: nothing about the people in a deleted results file is kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from interview_cli.errors import StorageError
from interview_cli.file_lock import is_alive, lock_of


def remove_orphans(folder: Path) -> None:
    """Delete the ledgers whose results file is gone."""
    for path in folder.glob("*.db"):
        if _is_in_use(path):
            continue
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(path)
            try:
                row = connection.execute("SELECT out_path FROM batch_run").fetchone()
            finally:
                connection.close()
            if row and not Path(os.fsdecode(row[0])).exists():
                _remove(path)


def remove_all(folder: Path) -> tuple[int, int]:
    """Delete every ledger; how many were, and how many an active run still uses. The results files stay.

    Raises StorageError when one cannot be deleted.
    """
    paths = list(folder.glob("*.db"))
    unused = [path for path in paths if not _is_in_use(path)]
    try:
        for path in unused:
            _remove(path)
    except OSError as error:
        raise StorageError(f"{error.filename} cannot be deleted: {error.strerror}.") from None
    return len(unused), len(paths) - len(unused)


def _is_in_use(path: Path) -> bool:
    return any(is_alive(sign) for sign in path.with_suffix(".running").glob("*"))


def _remove(path: Path) -> None:
    """A ledger with its log, its lock and the heartbeats of runs that have ended."""
    for each in (*path.parent.glob(path.name + "*"), lock_of(path)):
        each.unlink(missing_ok=True)
    signs = path.with_suffix(".running")
    if signs.is_dir():
        for sign in signs.iterdir():
            sign.unlink(missing_ok=True)
        signs.rmdir()
