"""Turns what SQLite and the file system report into errors a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interview_cli.errors import FullDiskError, InputError, StorageError, UnwritableError

RESTORE_REMEDY = "Move the file away; then put back a copy made with 'interview backup', or start with an empty one."
FULL_REMEDY = "Free some space and try again; everything saved before this is intact."


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StorageError instead of any `sqlite3.Error` or `OSError` about the database at `path`.

    Text in it that is not UTF-8 is damage too; SQLite's own messages may contain some.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise StorageError(f"The database {path} is damaged.", RESTORE_REMEDY) from error
    except sqlite3.Error as error:
        raise explained(path, error) from error
    except OSError as error:
        raise explained(path, error) from error


def explained(path: Path, error: sqlite3.Error | OSError) -> StorageError:
    """What went wrong with the database at `path`, and what to do about it."""
    return _of_sqlite(path, error) if isinstance(error, sqlite3.Error) else _of_system(path, error)


def _of_sqlite(path: Path, error: sqlite3.Error) -> StorageError:
    extended_code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    match extended_code & 0xFF:  # the low byte is the primary result code, https://www.sqlite.org/rescode.html
        case sqlite3.SQLITE_NOTADB:
            return StorageError(f"{path} is not a database, or it is damaged.", RESTORE_REMEDY)
        case sqlite3.SQLITE_CORRUPT:
            return StorageError(f"The database {path} is damaged.", RESTORE_REMEDY)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageError(f"Another program is using the database {path}.", "Close it and try again.")
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _not_writable(path)
        case sqlite3.SQLITE_IOERR if extended_code == sqlite3.SQLITE_IOERR_SHMSIZE:
            return _full(path)
        case sqlite3.SQLITE_IOERR:
            return StorageError(
                f"The disk failed while using {path} ({error}).",
                "Check the disk and its free space, then try again.",
            )
        case sqlite3.SQLITE_CONSTRAINT if extended_code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            return StorageError(*gone(path))
        case sqlite3.SQLITE_CONSTRAINT:
            return StorageError(f"The database {path} refused a record ({error}).", "Nothing was changed.")
        case _:
            return StorageError(
                f"The database {path} cannot be used ({error}).", "Run 'interview doctor' to check it."
            )


def _of_system(path: Path, error: OSError) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _not_writable(path)
    message = f"Cannot use {path}: {error.strerror or error}."
    return StorageError(message, "Check the path and its permissions.")


def _full(path: Path) -> FullDiskError:
    return FullDiskError(f"There is no space left to save to {path}.", FULL_REMEDY)


def _not_writable(path: Path) -> UnwritableError:
    remedy = f"Make the file and its folder {path.parent} writable for you, or set INTERVIEW_HOME to another folder."
    return UnwritableError(f"The database {path} cannot be opened for writing.", remedy)


def gone(path: Path) -> tuple[str, str]:
    """Message and remedy for a write that refers to a session, question or answer deleted in the meantime."""
    return f"The session being saved is no longer in {path}.", "It was deleted in the meantime; start a new session."


def unknown_session(session_id: str) -> InputError:
    """There is no session of this id."""
    return InputError(f"There is no session '{session_id}'.", "See 'interview history' for the ids.")
