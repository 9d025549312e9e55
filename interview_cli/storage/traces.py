"""Looking for what was removed: pieces of texts in the bytes of the database file and of what lies next to it."""

from __future__ import annotations

import mmap
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROBED_TEXTS: Final = 4
"""How many of the removed texts, longest first, are looked for: each takes a while in a large file."""
PROBE_CHARACTERS: Final = 24
"""Length of the pieces looked for: short enough to lie on one page of the file, too long to occur by chance."""


def probes(text: str) -> Iterator[str]:
    """The first, middle and last piece of a text; none when it is too short to be distinctive."""
    if len(text) >= PROBE_CHARACTERS:
        for start in sorted({0, (len(text) - PROBE_CHARACTERS) // 2, len(text) - PROBE_CHARACTERS}):
            yield text[start : start + PROBE_CHARACTERS]


def scrub(connection: sqlite3.Connection) -> None:
    """Rewrite the database file without its free pages, and empty the write-ahead log."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def remove_copies(path: Path) -> tuple[str, ...]:
    """Remove the copies made before schema changes, whole ones and what a killed process left; their paths."""
    patterns = (f"{path.name}.bak-*", f".{path.name}.bak-*.part")
    copies = sorted(copy for pattern in patterns for copy in path.parent.glob(pattern))
    for copy in copies:
        copy.unlink()
    return tuple(str(copy) for copy in copies)


def is_trace(connection: sqlite3.Connection, path: Path, probe: str) -> bool:
    """Whether a piece of a removed text is in the file although nothing that was kept contains it."""
    if not any(holds(file, probe.encode()) for file in (path, write_ahead_log(path))):
        return False
    query = (
        "SELECT EXISTS (SELECT 1 FROM attempt WHERE instr(text, ?1)"
        " OR instr(json_extract(transcription, '$.text'), ?1))"
        " OR EXISTS (SELECT 1 FROM question_asked WHERE instr(text, ?1) OR instr(draft, ?1) OR instr(question, ?1))"
        " OR EXISTS (SELECT 1 FROM document WHERE instr(text, ?1))"
        " OR EXISTS (SELECT 1 FROM document_reading WHERE instr(content, ?1))"
        " OR EXISTS (SELECT 1 FROM coach_message WHERE instr(question, ?1) OR instr(reply, ?1))"
    )
    (is_kept,) = connection.execute(query, (probe,)).fetchone()
    return not is_kept


def holds(file: Path, piece: bytes) -> bool:
    """Whether a piece is among the bytes of a file."""
    if size(file) == 0:
        return False
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(piece) >= 0


def write_ahead_log(path: Path) -> Path:
    """SQLite's write-ahead log of a database."""
    return path.with_name(path.name + "-wal")


def size(file: Path) -> int:
    """The size of a file in bytes, 0 for one that is not there."""
    return file.stat().st_size if file.exists() else 0
