"""Reading a transcript of any supported format, told by its content and never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from interview_cli.errors import InputError
from interview_cli.transcripts.decoding import decode
from interview_cli.transcripts.json_text import looks_like_json, read_json
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.plain_text import read_plain_text
from interview_cli.transcripts.subtitles import is_timed_text, read_subtitles
from interview_cli.transcripts.tables import (
    read_by_shape,
    read_table,
    refuse_unknown_table,
    table_delimiter,
    without_title,
)

MAX_TRANSCRIPT_BYTES: Final = 32_000_000
"""A larger file is no transcript: an hour of captions is 0.1 MB, of Whisper's word times 1 MB.

Parsing takes up to eighty times the memory of a text and forty times that of JSON; those have lower limits.
"""

_ZIP_SIGNATURE: Final = b"PK\x03\x04"
_OTHER_KINDS: Final = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document; save it as .docx"),
    (b"{\\rtf", "an RTF document; save it as plain text or .docx"),
    (b"\x1f\x8b", "compressed; unpack it first"),
)
_RECORDINGS: Final = (
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1aE\xdf\xa3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"\xff\xf2",
    b"#!AMR",
    b"caff",
)
_MARKUP: Final = re.compile(r"<(?:!doctype|html|head|body|\?xml|tt[\s>])", re.IGNORECASE)
_NOT_IN_ID: Final = re.compile(r"[\s\x00-\x1f]+")


def is_recording(head: bytes) -> bool:
    """Whether the first bytes of a file (16 are enough) are those of an audio or video file."""
    return (
        head.startswith(_RECORDINGS)
        or (head[:4] == b"RIFF" and head[8:12] in {b"WAVE", b"AVI "})
        or (head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"})
        or head[4:8] == b"ftyp"
    )


def read_transcripts(data: bytes, source: str) -> Iterator[Transcript]:
    """The transcripts in a file's bytes, most often one; speakers keep their labels, roles are not decided yet.

    `source` names the file in errors and, without folder and ending, stands in for a missing id. Raises InputError
    with a one-line reason when the bytes cannot be read; a JSON Lines file of whole transcripts yields the good ones
    first.
    """
    if len(data) > MAX_TRANSCRIPT_BYTES:
        raise InputError(f"{source} is larger than {MAX_TRANSCRIPT_BYTES // 1_000_000} MB: that is no transcript.")
    fallback_id = id_from(source)
    if data.startswith(_ZIP_SIGNATURE):
        from interview_cli.transcripts.word_document import read_word_document

        yield from read_word_document(data, source, fallback_id)
        return
    yield from _read_text(_text_of(data, source), source, fallback_id)


def id_from(source: str) -> str:
    """The id of a transcript that brings none: the file's name without folder and ending."""
    return _NOT_IN_ID.sub("-", PurePosixPath(source.replace("\\", "/")).stem).strip("-") or "stdin"


def _text_of(data: bytes, source: str) -> str:
    if is_recording(data[:16]):
        raise InputError(f"{source} is a recording, not a transcript.")
    for signature, kind in _OTHER_KINDS:
        if data.startswith(signature):
            raise InputError(f"{source} is {kind}.")
    text = decode(data)
    if text is None:
        raise InputError(f"{source} is a binary file, not a transcript.")
    text = text.lstrip("\ufeff \t\n")
    if not text:
        raise InputError(f"{source} is empty.")
    if _MARKUP.match(text[:64]):
        raise InputError(f"{source} is a web page or XML, not a transcript.")
    return text


def _read_text(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    if is_timed_text(text):
        yield Transcript(fallback_id, source, read_subtitles(text, source))
    elif looks_like_json(text):
        yield from read_json(text, source, fallback_id)
    elif delimiter := table_delimiter(table := without_title(text)):
        yield from read_table(table, delimiter, source, fallback_id)
    elif found := read_by_shape(table, source, fallback_id):
        yield from found
    else:
        refuse_unknown_table(table, source)
        yield Transcript(fallback_id, source, read_plain_text(text, source))
