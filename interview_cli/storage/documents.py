"""CVs and job posts, in the table `document`: each text once, however many sessions it was used in.

One that the person has added has a name, and its file lies in the folder `documents` next to the database, under the
hash of its bytes. What was read in a file is kept by that hash, for the parser that has read it; for a document that
belongs to sessions only, by its id.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from interview_cli.errors import InputError, InterviewError
from interview_cli.interview.model import Document, DocumentKind
from interview_cli.interview.ports import Clock
from interview_cli.storage.database import Database
from interview_cli.storage.traces import PROBED_TEXTS, holds, is_trace, probes, remove_copies, scrub
from interview_cli.storage.values import readable_text, utc_text
from interview_cli.whole_files import part_of

KINDS: Final[tuple[DocumentKind, ...]] = ("cv", "job")
"""The kinds of documents; a session names its own of each kind in the column `<kind>_id`."""


_ID: Final = 32
"""Characters of a document's id; the hash of a file has twice as many."""


def document_id(document: Document) -> str:
    """What a document is known by: the same for the same text."""
    return sha256(f"{document.kind}\n{readable_text(document.text)}".encode()).hexdigest()[:_ID]


def put_document(connection: sqlite3.Connection, document: Document | None, now: datetime) -> str | None:
    """Store a document unless it is there already; its id. There is nothing to store of None."""
    if document is None:
        return None
    known_as = document_id(document)
    connection.execute(
        "INSERT OR IGNORE INTO document (id, kind, text, added_at) VALUES (?, ?, ?, ?)",
        (known_as, document.kind, readable_text(document.text), utc_text(now)),
    )
    return known_as


def documents_of(database: Database, session: Mapping[str, Any]) -> dict[str, Document]:
    """The documents that a session's row refers to, by kind."""
    found = database.rows("SELECT kind, text FROM document WHERE id IN (?, ?)", (session["cv_id"], session["job_id"]))
    return {row["kind"]: Document(row["kind"], row["text"]) for row in found}


USED_ONLY_IN: Final = """
SELECT id FROM document
WHERE name IS NULL AND EXISTS (
    SELECT 1 FROM session WHERE document.id IN (cv_id, job_id) AND session.id IN (SELECT value FROM json_each(?1))
) AND NOT EXISTS (
    SELECT 1 FROM session WHERE document.id IN (cv_id, job_id) AND session.id NOT IN (SELECT value FROM json_each(?1))
)
"""
"""The documents without a name that no session but those of a JSON list of ids was held with."""


FOLDER: Final = "documents"
"""The folder of the files, next to the database."""

LAST: Final = "last"
"""What stands for the document that was added last."""

_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A CV or job post that the person has added, by its name. `sessions` counts the sessions held with it."""

    id: str
    kind: DocumentKind
    name: str
    file_name: str
    file_hash: str
    added_at: str
    sessions: int
    text: str


class Shelf:
    """The CVs and job posts that the person has added. Every method raises StorageError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.folder = database.path.parent / FOLDER

    def add(self, document: Document, data: bytes, file_name: str, name: str) -> KeptDocument:
        """Keep a document and its file under a name. The same text again gets the new name and file.

        Raises InputError when another document has the name, or it is none.
        """
        name = _checked_name(name)
        file_hash = sha256(data).hexdigest()
        others = self._database.rows(
            "SELECT id FROM document WHERE kind = ? AND name = ? AND id <> ?",
            (document.kind, name, document_id(document)),
        )
        if others:
            raise InputError(
                f"There is a {_WORDS[document.kind]} called {name!r} already.",
                f"Choose another --name, or remove it: interview {document.kind} remove {name!r}",
            )
        self.keep_file(file_hash, data)
        with self._database.transaction() as connection:
            known_as = put_document(connection, document, self._clock.now())
            connection.execute(
                "UPDATE document SET name = ?, file_name = ?, file_hash = ?, added_at = ? WHERE id = ?",
                (name, readable_text(file_name), file_hash, utc_text(self._clock.now()), known_as),
            )
        return self.find(document.kind, str(known_as))

    def documents(self, kind: DocumentKind) -> list[KeptDocument]:
        """All of a kind, the last one added first."""
        return self._documents("kind = ? AND name IS NOT NULL ORDER BY added_at DESC, id", kind)

    def find(self, kind: DocumentKind, reference: str) -> KeptDocument:
        """The one with this name, the last one added (`last`), or the one whose id begins so.

        Raises InputError when there is none or several.
        """
        found = self._documents("kind = ? AND name = ?", kind, reference)
        if not found and reference == LAST:
            found = self.documents(kind)[:1]
        elif not found:
            found = [each for each in self.documents(kind) if reference and each.id.startswith(reference.lower())]
        if len(found) == 1:
            return found[0]
        what = _WORDS[kind]
        if found:
            raise InputError(f"{reference!r} fits {len(found)} {what}s.", "Give more of the id, or the name.")
        raise InputError(
            f"There is no file and no {what} {reference[:80]!r}.",
            f"Add one: interview {kind} add FILE. See them: interview {kind} list",
        )

    def with_text(self, document: Document) -> KeptDocument | None:
        """The kept document with this very text, such as a session was held with."""
        return next(iter(self._documents("id = ? AND name IS NOT NULL", document_id(document))), None)

    def file_of(self, document: KeptDocument) -> Path:
        """The file that the document came from."""
        return self.folder / document.file_hash

    def remove(self, document: KeptDocument) -> None:
        """Remove a document: its file, its text and what was read in it, and look for traces.

        Sessions held with it stay, without it. Raises InterviewError when traces are left.
        """
        with self._database.transaction() as connection:
            readings = "SELECT content FROM document_reading WHERE source IN (?, ?)"
            sources = (document.file_hash, document.id)
            texts = [document.text, *(row[0] for row in connection.execute(readings, sources))]
            for column in ("cv_id", "job_id"):
                connection.execute(f"UPDATE session SET {column} = NULL WHERE {column} = ?", (document.id,))  # noqa: S608
            connection.execute("DELETE FROM document WHERE id = ?", (document.id,))
            is_shared = connection.execute(
                "SELECT 1 FROM document WHERE file_hash = ?", (document.file_hash,)
            ).fetchone()
            if not is_shared:
                connection.execute("DELETE FROM document_reading WHERE source IN (?, ?)", sources)
                self.file_of(document).unlink(missing_ok=True)
        self._require_no_trace(texts)

    def held_with(self, document: KeptDocument) -> tuple[str, ...]:
        """The ids of the sessions that a document was used in, oldest first."""
        rows = self._database.rows(
            "SELECT id FROM session WHERE ? IN (cv_id, job_id) ORDER BY started_at", (document.id,)
        )
        return tuple(row["id"] for row in rows)

    def reading(self, kind: DocumentKind, source: str, parser: str) -> Any:
        """What this parser has read in a file (by its hash) or a text (by its id); None when it has not yet."""
        rows = self._database.rows(
            "SELECT content FROM document_reading WHERE kind = ? AND source = ? AND parser = ?",
            (kind, source, parser),
        )
        return json.loads(rows[0]["content"]) if rows else None

    def has_reading(self, kind: DocumentKind, source: str, parser: str) -> bool:
        """Whether `reading` has something."""
        query = "SELECT 1 FROM document_reading WHERE kind = ? AND source = ? AND parser = ?"
        return bool(self._database.rows(query, (kind, source, parser)))

    def keep_reading(self, kind: DocumentKind, source: str, parser: str, content: Any) -> None:
        """Keep what a parser has read, instead of what an older one had."""
        text = readable_text(json.dumps(content, ensure_ascii=False))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO document_reading (kind, source, parser, content) VALUES (?, ?, ?, ?)",
                (kind, source, parser, text),
            )

    def forget(self, file_hash: str) -> bool:
        """Forget what was read in a file of this hash that nobody has added, and look for traces; False for nothing.

        Raises InterviewError when traces are left.
        """
        return self._forget("source = ?", file_hash) > 0

    def forget_unkept(self) -> int:
        """Forget what was read in all files that nobody has added, and look for traces; in how many.

        Raises InterviewError when traces are left.
        """
        return self._forget("length(source) <> ?", _ID)

    def _forget(self, condition: str, value: str | int) -> int:
        query = (
            f"DELETE FROM document_reading WHERE {condition}"  # noqa: S608
            " AND source NOT IN (SELECT file_hash FROM document WHERE file_hash IS NOT NULL) RETURNING content"
        )
        with self._database.transaction() as connection:
            found = connection.execute(query, (value,)).fetchall()
        if found:
            self._require_no_trace([str(row[0]) for row in found])
        return len(found)

    def keep_file(self, file_hash: str, data: bytes) -> None:
        """Keep the bytes of a file under their hash. Raises InputError when it cannot be written."""
        file = self.folder / file_hash
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not file.exists():
                with part_of(file) as part:
                    part.write_bytes(data)
        except OSError as error:
            raise InputError(
                f"{file} cannot be written: {error.strerror}.", "Free some space and try again."
            ) from None

    def _documents(self, condition: str, *values: str) -> list[KeptDocument]:
        query = (
            "SELECT *, (SELECT count(*) FROM session WHERE document.id IN (cv_id, job_id)) AS sessions"  # noqa: S608
            f" FROM document WHERE {condition}"
        )
        return [
            KeptDocument(**{name: row[name] for name in KeptDocument.__dataclass_fields__})
            for row in self._database.rows(query, values)
        ]

    def _require_no_trace(self, texts: list[str]) -> None:
        path = self._database.path
        with self._database.exclusive() as connection:
            scrub(connection)
            remove_copies(path)
            pieces = [piece for text in sorted(texts, key=len)[-PROBED_TEXTS:] for piece in probes(text)]
            left = sum(is_trace(connection, path, piece) for piece in pieces)
            kept = {row[0] for row in connection.execute("SELECT file_hash FROM document")}
        loose = [file for file in files_in(self.folder) if file.name not in kept]
        left += sum(holds(file, piece.encode()) for file in loose for piece in pieces)
        if left:
            raise InterviewError(
                f"It is removed, but {left} traces are left in the folder {path.parent}.",
                "Close every other 'interview' and run: interview purge --all, or keep using it.",
            )


_WORDS: Final[dict[DocumentKind, str]] = {"cv": "CV", "job": "job post"}


def files_in(folder: Path) -> list[Path]:
    """The files of the documents."""
    return sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []


def remove_files(folder: Path) -> None:
    """Delete the files of all documents."""
    for file in files_in(folder):
        file.unlink()


def forget_readings(connection: sqlite3.Connection) -> None:
    """Remove what was read in texts that no session and nobody keeps any more."""
    connection.execute(
        "DELETE FROM document_reading WHERE length(source) = ? AND source NOT IN (SELECT id FROM document)", (_ID,)
    )


def forget_documents(connection: sqlite3.Connection) -> None:
    """Remove every document with what was read in files, and talks with the coach; sessions stay, without them."""
    connection.execute("UPDATE session SET cv_id = NULL, job_id = NULL")
    for table in ("document", "document_reading", "coach_message"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608


def _checked_name(name: str) -> str:
    name = " ".join(readable_text(name).split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(f"{name[:80]!r} is no name: 1 to {_LONGEST_NAME} characters.", "Choose another --name.")
    return name
