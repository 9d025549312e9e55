"""A CV or a job post out of the bytes of a file, told by its content and never by its name."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.contracts.job import JobPost
from interview_cli.contracts.resume import ParsedResume, Resume
from interview_cli.documents.jobs import job_from
from interview_cli.documents.lines import Document, bounded
from interview_cli.documents.plain import looks_like_html, looks_like_markdown, read_html, read_text
from interview_cli.documents.resume import resume_from
from interview_cli.documents.structured import is_render_cv, read_json_resume, read_render_cv
from interview_cli.errors import InputError
from interview_cli.text.decoding import decode

PARSER: Final = "5"
"""Version of the reading: stored results of another version are read anew."""

MAX_FILE_BYTES: Final = 20_000_000
MAX_TEXT_CHARACTERS: Final = 100_000
MAX_LINES: Final = 2_500
"""Twenty-five full pages have some 100,000 characters in 1,500 lines."""

_OTHER_KINDS: Final = (
    (b"\x89PNG", "an image; no text can be read from it"),
    (b"\xff\xd8\xff", "an image; no text can be read from it"),
    (b"GIF8", "an image; no text can be read from it"),
    (b"II*\x00", "an image; no text can be read from it"),
    (b"MM\x00*", "an image; no text can be read from it"),
    (b"RIFF", "a recording or an image"),
    (b"BM", "an image; no text can be read from it"),
    (b"\xd0\xcf\x11\xe0", "an old Word document; save it as .docx"),
    (b"{\\rtf", "an RTF document; save it as .docx or PDF"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"7z\xbc\xaf", "an archive; unpack it first"),
    (b"Rar!", "an archive; unpack it first"),
    (b"SQLite format 3", "a database"),
)


def read_resume(data: bytes, name: str) -> ParsedResume:
    """The CV in a file: PDF, DOCX, text, Markdown, HTML, JSON Resume or RenderCV's YAML; `name` is used in errors.

    Raises InputError with one line when it cannot be read or holds no CV that can be seen.
    """
    text = _text(data, name)
    if text is not None and (data_read := _structured(text, name)):
        return ParsedResume(resume=data_read, hidden=[], problems=[], parser=PARSER)
    document = _document(data, text, name)
    resume, problems = resume_from(document)
    return ParsedResume(resume=resume, hidden=document.hidden, problems=document.problems + problems, parser=PARSER)


def read_job(data: bytes, name: str) -> JobPost:
    """The job in a post: text, Markdown, HTML, PDF or DOCX. Raises InputError with one line when that fails."""
    return job_from(_document(data, _text(data, name), name), PARSER)


def visible_text(data: bytes, name: str) -> str | None:
    """The text of a CV that a person would see, a line a line; None for data. Raises InputError."""
    text = _text(data, name)
    if text is not None and (text.lstrip()[:1] == "{" or is_render_cv(text)):
        return None
    return _document(data, text, name).text


def _structured(text: str, name: str) -> Resume | None:
    if text.lstrip()[:1] == "{":
        return read_json_resume(text, name)
    return read_render_cv(text, name) if is_render_cv(text) else None


def _text(data: bytes, name: str) -> str | None:
    """The text of a text file, None for PDF and DOCX."""
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError(f"{name} is empty.")
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"{name} is larger than {MAX_FILE_BYTES // 1_000_000} MB: that is no CV and no job post.")
    if data.startswith(b"PK\x03\x04") or b"%PDF-" in data[:1024]:
        return None
    if kind := next((what for head, what in _OTHER_KINDS if data.startswith(head)), None):
        raise InputError(f"{name} is {kind}.")
    text = decode(data)
    if text is None:
        raise InputError(f"{name} is no text, PDF or Word document.")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InputError(f"{name} has more than {MAX_TEXT_CHARACTERS:,} characters: that is no CV and no job post.")
    return text


def _document(data: bytes, text: str | None, name: str) -> Document:
    if text is not None:
        document = (
            read_html(text) if looks_like_html(text) else read_text(text, is_markdown=looks_like_markdown(text))
        )
    elif data.startswith(b"PK\x03\x04"):
        from interview_cli.documents.docx import read_docx

        document = read_docx(data, name)
    else:
        from interview_cli.documents.pdf import read_pdf

        document = read_pdf(data, name)
    document.lines = bounded(document.lines)
    if len(document.lines) > MAX_LINES or len(document.text) > MAX_TEXT_CHARACTERS:
        raise InputError(f"{name} is longer than {MAX_LINES:,} lines: that is no CV and no job post.")
    if not re.search(r"\w", document.text):
        what = "text that a person could see" if document.hidden else "text"
        raise InputError(f"{name} holds no {what}; a scan has to be read by text recognition first.")
    return document
