"""CVs and job posts: found by file, id or name, read once per file and parser, and kept."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from interview_cli.errors import InputError
from interview_cli.interview.model import Document
from interview_cli.storage.documents import document_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.app import Application
    from interview_cli.contracts.job import JobPost
    from interview_cli.contracts.resume import ParsedResume, Resume
    from interview_cli.interview.model import DocumentKind
    from interview_cli.storage.documents import KeptDocument

MAX_FILE_BYTES: Final = 20_000_000
"""A larger file is no CV and no job post (chosen)."""

ENOUGH_READ: Final = 0.8
"""The share of the words of a CV that its fields must hold to stand for its text (chosen)."""


@dataclass(frozen=True, slots=True)
class CvInHand:
    """A CV that a command works on. `document` is None for a file that is not kept."""

    name: str
    parsed: ParsedResume
    document: KeptDocument | None
    text: str


@dataclass(frozen=True, slots=True)
class JobInHand:
    """A job post that a command works on. `document` is None for a file that is not kept."""

    name: str
    post: JobPost
    document: KeptDocument | None

    @property
    def title(self) -> str:
        """What to call it."""
        return self.post["title"] or self.name


class Documents:
    """Reads CVs and job posts for the commands, and keeps those that the person adds.

    Every method raises InputError for a file that is missing or cannot be read, and StorageError.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    def cv(self, reference: str) -> CvInHand:
        """The CV in a file, or one that is kept, by its id or name."""
        name, data, document = self._found("cv", reference)
        parsed = self.read_cv(data, name, keep=document is not None)
        text = text_of("cv", parsed, data, name) if document is None else document.text
        return CvInHand(name if document is None else document.name, parsed, document, text)

    def job(self, reference: str) -> JobInHand:
        """The job post in a file, on stdin ('-'), or one that is kept, by its id or name."""
        name, data, document = self._found("job", reference)
        post = self._read_job(data, name, keep=document is not None)
        return JobInHand(name if document is None else document.name, post, document)

    def for_session(self, kind: DocumentKind, reference: str) -> tuple[Document, Any, bool]:
        """The document for a session, what was read in it, and whether it is kept."""
        if kind == "cv":
            cv = self.cv(reference)
            return Document(kind, cv.text), cv.parsed, cv.document is not None
        job = self.job(reference)
        return Document(kind, job.post["text"]), job.post, job.document is not None

    def resume_of(self, cv: Document) -> Resume:
        """The CV that a session is held with: as its kept file has it, else read from the text itself."""
        return cast("ParsedResume", self._read_again(cv, "The CV"))["resume"]

    def post_of(self, job: Document) -> JobPost:
        """The job post that a session is held with."""
        return cast("JobPost", self._read_again(job, "The job post"))

    def keep_for_session(self) -> None:
        """Keep what was read in the files of the session that begins: it is continued as it was planned."""
        from interview_cli.documents.reading import PARSER

        for document, parsed in self._application.read_for_session.items():
            self._application.store.shelf.keep_reading(document.kind, document_id(document), PARSER, parsed)

    def _read_again(self, document: Document, name: str) -> Any:
        """What is in a document: as it was read in its file, if that is known, else as its text is read by itself."""
        from interview_cli.documents.reading import PARSER

        read = self.read_cv if document.kind == "cv" else self._read_job
        if known := self._application.read_for_session.get(document):
            return known
        if self._application.paths.database.exists():
            shelf = self._application.store.shelf
            kept = shelf.with_text(document)
            if kept is not None and shelf.file_of(kept).is_file():
                return read(shelf.file_of(kept).read_bytes(), kept.file_name, keep=True)
            if known := shelf.reading(document.kind, document_id(document), PARSER):
                return known
        return read(document.text.encode("utf-8", "replace"), name, keep=False)

    def add(
        self, kind: DocumentKind, file: Path, name: str | None, refine: Callable[[JobPost], JobPost] | None = None
    ) -> KeptDocument:
        """Keep a file under a name, by default that of the file; what is read in a job post may be refined first."""
        from interview_cli.documents.reading import PARSER

        data, file_name = read_file(file)
        parsed = (self.read_cv if kind == "cv" else self._read_job)(data, file_name, keep=True)
        if refine is not None:
            parsed = refine(cast("JobPost", parsed))
            self._application.store.shelf.keep_reading(kind, sha256(data).hexdigest(), PARSER, parsed)
        text = text_of(kind, parsed, data, file_name)
        shown = name or (Path(file_name).stem if str(file) != "-" else cast("JobPost", parsed)["title"] or "job")
        return self._application.store.shelf.add(Document(kind, text), data, file_name, shown)

    def read_cv(self, data: bytes, file_name: str, *, keep: bool) -> ParsedResume:
        """The CV in the bytes of a file. With `keep`, what is read is remembered for the next time."""
        from interview_cli.documents.reading import PARSER, read_resume

        return cast("ParsedResume", self._read("cv", data, file_name, (PARSER, read_resume), keep=keep))

    def _read_job(self, data: bytes, file_name: str, *, keep: bool) -> JobPost:
        from interview_cli.documents.reading import PARSER, read_job

        return cast("JobPost", self._read("job", data, file_name, (PARSER, read_job), keep=keep))

    def _read(self, kind: DocumentKind, data: bytes, file_name: str, reader: tuple[str, Any], *, keep: bool) -> Any:
        parser, read = reader
        if not keep:
            return read(data, file_name)
        shelf, key = self._application.store.shelf, sha256(data).hexdigest()
        found = shelf.reading(kind, key, parser)
        if found is None:
            found = read(data, file_name)
            shelf.keep_reading(kind, key, parser, found)
        return found

    def kept(self, kind: DocumentKind, reference: str) -> KeptDocument:
        """A document that was added, by its id or name, or `last`."""
        if not self._application.paths.database.exists():
            raise InputError(
                f"There is no file {reference[:200]!r}.", f"Name a file, or add one: interview {kind} add FILE"
            )
        return self._application.store.shelf.find(kind, reference)

    def _found(self, kind: DocumentKind, reference: str) -> tuple[str, bytes, KeptDocument | None]:
        """The file's name, its bytes, and the kept document that was meant."""
        file = Path(reference)
        if reference == "-" or is_file(file):
            data, name = read_file(file)
            return name, data, None
        document = self.kept(kind, reference)
        try:
            return document.file_name, self._application.store.shelf.file_of(document).read_bytes(), document
        except OSError as error:
            raise InputError(
                f"The file of {document.name!r} is gone: {error.strerror}.",
                f"Remove it and add it again: interview {kind} remove {document.id[:8]}",
            ) from None


def read_file(file: Path) -> tuple[bytes, str]:
    """The bytes of a file, or of stdin for '-', and its name. Raises InputError."""
    if str(file) == "-":
        return _bounded(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "stdin"), "stdin.txt"
    try:
        with file.open("rb") as stream:
            return _bounded(stream.read(MAX_FILE_BYTES + 1), str(file)), file.name
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None


def _bounded(data: bytes, source: str) -> bytes:
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"{source} is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
    return data


def is_file(file: Path) -> bool:
    """Whether there is such a file; what can be no path is none."""
    try:
        return file.exists()
    except (OSError, ValueError):
        return False


def text_of(kind: DocumentKind, parsed: ParsedResume | JobPost, data: bytes, name: str) -> str:
    """The text that interviews use: what a person sees in a job post, and a CV's fields in order.

    Where much of what a CV says found its way into no field, its visible text is used as it is.
    """
    if kind == "job":
        return cast("JobPost", parsed)["text"]
    from interview_cli.cv.rendering import to_text
    from interview_cli.documents.reading import visible_text
    from interview_cli.text.words import count_words

    in_fields = to_text(cast("ParsedResume", parsed)["resume"])
    visible = visible_text(data, name)
    return in_fields if visible is None or count_words(in_fields) >= ENOUGH_READ * count_words(visible) else visible
