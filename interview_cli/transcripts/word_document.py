"""Transcripts in Word documents (DOCX): paragraphs as Teams writes them, and tables.

Only the main part of the document is read, as a stream, by the XML parser of the standard library. python-docx
(1.2.0) builds a tree of every part, takes four times as long, and leaves out tracked insertions. Document type
definitions are refused, so that no entity is ever expanded, and the sizes below are checked before unpacking.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final
from xml.parsers import expat

from interview_cli.errors import InputError
from interview_cli.transcripts.fields import field_names
from interview_cli.transcripts.labels import could_be_label
from interview_cli.transcripts.line_times import lone_time
from interview_cli.transcripts.model import Transcript, Turn
from interview_cli.transcripts.pairs import is_pair, read_pairs, read_segment_groups
from interview_cli.transcripts.plain_text import read_plain_text
from interview_cli.transcripts.turns import collect, make_turn

MAX_DOCUMENT_XML_BYTES: Final = 20_000_000
"""The unpacked main part; an hour's interview takes about 1 MB."""

MAX_ARCHIVE_ENTRIES: Final = 5_000
MAX_XML_DEPTH: Final = 500

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_MAIN_PART: Final = re.compile(r"word/document\d*\.xml")
_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_BLANKS: Final = {"tab": "\t", "br": "\n", "cr": "\n"}
_CHUNK_BYTES: Final = 65_536
_MAX_LABEL_CELL_CHARACTERS: Final = 60


class _RefusedError(Exception):
    """The XML holds something that no Word document does."""


@dataclass(slots=True)
class _Collector:
    """Gathers the text of a document from the parser's events."""

    paragraphs: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _in_text: bool = False
    _depth: int = 0
    _table_depth: int = 0
    _skipped_at: int = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise _RefusedError("is nested too deeply")
        if name == _FALLBACK and not self._skipped_at:
            self._skipped_at = self._depth
        tag = _word_tag(name)
        if not tag or self._skipped_at:
            return
        if tag == "t":
            self._in_text = True
        elif tag in _BLANKS:
            self._pieces.append(_BLANKS[tag])
        elif tag == "tbl":
            self._table_depth += 1
        elif tag == "tr" and self._table_depth == 1:
            self.rows.append([])

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        if self._skipped_at == self._depth:
            self._skipped_at = 0
        self._depth -= 1
        tag = _word_tag(name)
        if not tag or self._skipped_at:
            return
        if tag == "t":
            self._in_text = False
        elif tag == "p":
            paragraph = "".join(self._pieces)
            self._pieces = []
            (self._cell if self._table_depth else self.paragraphs).append(paragraph)
        elif tag == "tbl":
            self._table_depth -= 1
        elif tag == "tc" and self._table_depth == 1 and self.rows:
            self.rows[-1].append("\n".join(self._cell).strip())
            self._cell = []


def _word_tag(name: str) -> str | None:
    """The name of an element of WordprocessingML, None for any other."""
    namespace, _, tag = name.rpartition(" ")
    return tag if namespace in _NAMESPACES else None


def read_word_document(data: bytes, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a DOCX file; tables come before paragraphs when they hold any speech.

    Raises InputError when it is no Word document, damaged, encrypted, too large, or holds no transcript.
    """
    found = _extract(data, source)
    rows = [row for row in found.rows if any(row)]
    header = field_names(dict.fromkeys(rows[0])) if rows else {}
    if rows and ({"question", "answer"} <= header.keys() or {"speaker", "text"} <= header.keys()):
        records = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        reader = read_pairs if is_pair(dict.fromkeys(rows[0])) else read_segment_groups
        yield from reader(records, source, fallback_id)
        return
    if any(turns := [_turn_of_row(row) for row in rows]):
        yield Transcript(fallback_id, source, collect(turns, source))
    elif rows and not any(paragraph.strip() for paragraph in found.paragraphs):
        pairs = [{"question": row[0], "answer": " ".join(row[1:])} for row in rows]
        yield from read_pairs(pairs, source, fallback_id)
    else:
        yield Transcript(fallback_id, source, read_plain_text("\n".join(found.paragraphs), source))


def _turn_of_row(row: list[str]) -> Turn | None:
    """A row that holds a speaker, perhaps a time, and what was said."""
    times = [lone_time(cell.strip()) for cell in row]
    cells = [cell for cell, time in zip(row, times, strict=True) if cell.strip() and not time]
    if len(cells) < 2 or len(cells[0]) > _MAX_LABEL_CELL_CHARACTERS or not could_be_label(cells[0]):
        return None
    time = next(filter(None, times), None)
    start_s = time.start_s if time and not time.of_day else None
    return make_turn(cells[0].rstrip(" :"), " ".join(cells[1:]), start_s)


def _extract(data: bytes, source: str) -> _Collector:
    """The paragraphs and table rows of the document."""
    if data.count(_DIRECTORY_ENTRY) > MAX_ARCHIVE_ENTRIES:
        raise InputError(f"{source} is an archive with more than {MAX_ARCHIVE_ENTRIES:,} entries.")
    collector = _Collector()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [info for info in archive.infolist() if _MAIN_PART.fullmatch(info.filename)]
            if not parts:
                raise InputError(f"{source} is an archive, but not a Word document.")
            if parts[0].file_size > MAX_DOCUMENT_XML_BYTES:
                raise InputError(f"{source} unpacks to more than {MAX_DOCUMENT_XML_BYTES // 1_000_000} MB of text.")
            with archive.open(parts[0]) as part:
                _parse(part, collector)
    except _RefusedError as error:
        raise InputError(f"{source} is a Word document that {error}.") from None
    except expat.ExpatError as error:
        raise InputError(f"{source} is a damaged Word document: {error}.") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        LookupError,
    ) as error:
        raise InputError(f"{source} is a damaged or encrypted Word document: {error}.") from None
    return collector


def _parse(part: IO[bytes], collector: _Collector) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.buffer_text = True
    while chunk := part.read(_CHUNK_BYTES):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_definitions(*_: object) -> None:
    raise _RefusedError("holds a document type definition, which is not allowed")
