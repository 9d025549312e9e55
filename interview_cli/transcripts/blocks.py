"""The content of documents of any kind: blocks of text, speakers and times named by markup, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from interview_cli.text.xml_text import MAX_XML_DEPTH, RefusedError
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.field_names import are_known
from interview_cli.transcripts.label_forms import Line
from interview_cli.transcripts.labels import could_be_label, role_of_label
from interview_cli.transcripts.line_times import lone_time, to_seconds
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.plain_text import left_out, plain_transcripts
from interview_cli.transcripts.remarks import foot_of
from interview_cli.transcripts.turns import collect, make_turn

_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
}
_BLOCKS: Final = frozenset(
    "w:p text:p text:h p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main body blockquote pre figure hr "
    "details summary table tr td th".split()
)
_BLANKS: Final = {
    "w:tab": "\t", "w:br": "\n", "w:cr": "\n", "text:tab": "\t", "text:line-break": "\n", "text:s": " ", "br": "\n",
}  # fmt: skip
_TABLES: Final = frozenset({"w:tbl", "table:table", "table", "dl"})
_ROWS: Final = frozenset({"w:tr", "table:table-row", "tr", "dt"})
_CELLS: Final = frozenset({"w:tc", "table:table-cell", "td", "th", "dt", "dd"})
_SKIPPED: Final = frozenset(
    "mc:Fallback text:tracked-changes text:note office:annotation text:table-of-content script style head title "
    "template noscript svg nav aside footer button select textarea iframe audio video".split()
)
_SPEAKER_WORDS: Final = re.compile(r"speaker|author|sender|participant|(?:user|from)[-_]?name|talker", re.IGNORECASE)
_PORTRAITS: Final = re.compile(r"avatar|initials|user-?pic", re.IGNORECASE)
_TIME_WORDS: Final = re.compile(r"time|date|(?:^|[-_])ts(?:$|[-_])", re.IGNORECASE)
_SPEAKER_ATTRIBUTES: Final = (
    "data-speaker-name",
    "data-speaker",
    "data-author",
    "data-sender",
    "data-name",
    "data-role",
)
_TIME_ATTRIBUTES: Final = ("data-start", "data-start-time", "data-time", "data-timestamp")
MOST_TEXT: Final = 5
"""How much more text rows must contain than the blocks around them for those to be titles and the like (chosen)."""

_BOLD: Final = frozenset({"b", "strong"})
_BLANK: Final = re.compile(r"\s+")
_WORDS_OF_CLASS: Final = re.compile(r"[^\W\d_]+")
_MAX_LABEL_CHARACTERS: Final = 60
_MAX_MARK_PIECES: Final = 40
"""Pieces of text in an element that names a speaker or a time; an element with more contains speech."""


@dataclass(slots=True)
class Block:
    """A paragraph. `label` is the speaker its markup names, `side` the side of the interview its class names.

    `lead` is bold text at its start, which may be a speaker or mere emphasis.
    """

    text: str
    label: str | None = None
    start_s: float | None = None
    side: str | None = None
    lead: str = ""

    @property
    def whole(self) -> str:
        return f"{self.label or ''} {self.lead} {self.text}".strip()


@dataclass(slots=True)
class _Element:
    """An element that is still open. `mark` is what its text is, `at` where in the pieces the text starts."""

    tag: str
    skipped: bool
    label: str | None
    side: str | None
    start_s: float | None
    mark: str | None = None
    at: int = 0
    follows_text: bool = False


@dataclass(slots=True)
class Blocks:
    """Collects blocks and rows from the events of an XML or HTML parser: `start`, `data`, `end`, `close`.

    If `within` names elements, only text inside them counts.
    """

    within: frozenset[str] | None = None
    keeps_blanks: bool = False
    blocks: list[Block] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _open: list[_Element] = field(default_factory=list)
    _tables: int = 0
    _marked: list[_Element] = field(default_factory=list)
    _is_filled: bool = False
    _inside: int = 0
    _label: str | None = None
    _start_s: float | None = None
    _lead: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = _short(tag)
        if tag in _BLANKS and not self._is_skipped:
            self._pieces.append(_BLANKS[tag])
        if tag in _BLOCKS and self.within is None:
            self._flush()
        if self.within is not None and len(self._open) >= MAX_XML_DEPTH:
            raise RefusedError("is nested too deeply")
        if tag in _ROWS and self._tables == (tag != "dt" or 1) and not self._is_skipped:
            self.rows.append([])
        self._open.append(element := self._opened(tag, attributes))
        if element.mark:
            self._marked.append(element)
        self._tables += tag in _TABLES
        self._inside += self.within is not None and tag in self.within

    def _opened(self, tag: str, attributes: Mapping[str, str]) -> _Element:
        above = self._open[-1] if self._open else _Element("", False, None, None, None)
        element = _Element(
            tag,
            above.skipped or tag in _SKIPPED,
            above.label,
            above.side,
            above.start_s,
            None,
            len(self._pieces),
            self._is_filled,
        )
        if self.within is not None:
            return element
        names = attributes.get("class", "") + " " + attributes.get("itemprop", "")
        element.skipped = element.skipped or _PORTRAITS.search(names) is not None
        if tag == "cite" or _SPEAKER_WORDS.search(names):
            element.mark = "label"
        elif tag == "time" or _TIME_WORDS.search(names):
            element.mark = "time"
        elif tag in _BOLD and not self._is_filled:
            element.mark = "lead"
        element.label = next((attributes[name] for name in _SPEAKER_ATTRIBUTES if attributes.get(name)), above.label)
        element.side = _side(names) or above.side
        element.start_s = next(
            (to_seconds(attributes[name]) for name in _TIME_ATTRIBUTES if name in attributes), above.start_s
        )
        return element

    def data(self, text: str) -> None:
        if not text or self._is_skipped:
            return
        if self.within is not None and not self._inside:
            return
        self._pieces.append(text if self.keeps_blanks else _BLANK.sub(" ", text))
        self._is_filled = self._is_filled or not text.isspace()

    def end(self, _tag: str) -> None:
        element = self._open[-1]
        if element.mark and not element.skipped:
            self._take_mark(element)
        if not element.skipped and element.tag in _BLOCKS:
            self._flush()
        if element.tag in _CELLS and not element.skipped:
            self._end_cell()
        self._open.pop()
        self._tables -= element.tag in _TABLES
        self._inside -= self.within is not None and element.tag in self.within

    def close(self) -> None:
        self._flush()

    @property
    def _is_skipped(self) -> bool:
        return bool(self._open) and self._open[-1].skipped

    def _end_cell(self) -> None:
        if self._tables == 1 and self.rows:
            self.rows[-1].append("\n".join(self._cell).strip())
            self._cell = []

    def _take_mark(self, element: _Element) -> None:
        """Remove the text of an element that names a speaker or a time from the block."""
        if not 0 <= len(self._pieces) - element.at <= _MAX_MARK_PIECES:
            return
        text = " ".join("".join(self._pieces[element.at :]).split())
        if not text or len(text) > _MAX_LABEL_CHARACTERS:
            return
        if element.mark == "time":
            time = lone_time(text)
            if time is None:
                return
            self._start_s = None if time.of_day else time.start_s
        elif element.mark == "label" and could_be_label(text.rstrip(" :：")):
            if element.follows_text:
                del self._pieces[element.at :]
                self._flush()
            self._label = text.rstrip(" :：")
        elif element.mark == "lead" and not text.endswith((":", "：")) and could_be_label(text):
            self._lead = text
        else:
            return
        del self._pieces[element.at :]
        self._pieces.append(" ")
        self._is_filled = element.follows_text

    def _flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces = []
        self._is_filled = False
        for element in self._marked:
            element.mark = None  # it contains whole blocks, so its text is not a name or time
        self._marked.clear()
        if self._tables:
            if text.strip() or self._label or self._lead:
                said = " ".join(filter(None, (self._label, self._lead, text.strip())))
                self._cell.append(said)
                self._label, self._lead, self._start_s = None, "", None
            return
        if not text.strip() and not self._lead:
            if self.within is not None:
                self.blocks.append(Block(text))
            return
        above = self._open[-1] if self._open else None
        label = self._label or (above.label if above else None)
        start_s = self._start_s if self._start_s is not None else (above.start_s if above else None)
        self.blocks.append(Block(text.strip(), label, start_s, above.side if above else None, self._lead))
        self._label, self._start_s, self._lead = None, None, ""


@lru_cache(maxsize=1024)
def _short(name: str) -> str:
    """The name of an element with a short prefix for its namespace; "" in a namespace without document text."""
    if not name.startswith("{"):
        return name
    namespace, _, tag = name[1:].partition("}")
    return _PREFIXES[namespace] + tag if namespace in _PREFIXES else ""


def _side(names: str) -> str | None:
    words = [word.casefold() for word in _WORDS_OF_CLASS.findall(names)]
    return next(
        (word for word in words if word in {"question", "answer"} or role_of_label(word) is not Role.UNKNOWN), None
    )


def read_blocks(found: Blocks, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a document: from its tables if they contain most of the text, otherwise from the speakers
    named by the markup, otherwise from its text. Raises InputError when there are none."""
    rows = [row for row in found.rows if any(row)]
    in_rows = sum(len(cell) for row in rows for cell in row)
    in_blocks = sum(len(block.text) for block in found.blocks)
    if rows and in_rows > in_blocks:
        if are_known(rows[0]):
            yield from read_data([dict(zip(rows[0], row, strict=False)) for row in rows[1:]], source, fallback_id)
            return
        if any(turns := [_turn_of_row(row) for row in rows]):
            yield Transcript(fallback_id, source, collect(turns, source))
            return
        if in_rows > MOST_TEXT * in_blocks:
            pairs = [{"question": row[0], "answer": " ".join(row[1:])} for row in rows]
            yield from read_data(pairs, source, fallback_id)
            return
    if labels := _labels(found.blocks):
        lines = [line for block in found.blocks for line in (Line(block.text), Line(""))]
        named = [2 * index for index, label in enumerate(labels) if label]
        foot = foot_of(lines, named, set(filter(None, labels)), by_markup=True) // 2
        said = collect(_turns(found.blocks[:foot], labels[:foot]), source)
        yield Transcript(fallback_id, source, said, reading=left_out([block.text for block in found.blocks[foot:]]))
        return
    text = "\n".join(block.whole for block in found.blocks)
    yield from plain_transcripts(text, source, fallback_id)


def _labels(blocks: list[Block]) -> list[str | None] | None:
    """The speaker that the markup names for each block; None unless it names at least two."""
    for labels in (
        [block.label for block in blocks],
        [block.lead or None for block in blocks],
        [block.side for block in blocks],
    ):
        counts = Counter(filter(None, labels))
        if len(counts) > 1 and max(counts.values()) > 1 and 3 * counts.total() >= len(blocks):
            return labels
    return None


def _turns(blocks: list[Block], labels: list[str | None]) -> Iterator[Turn | None]:
    speaker: str | None = None
    for block, label in zip(blocks, labels, strict=True):
        speaker = label or speaker
        if speaker:
            text = block.text if label in (block.label, block.lead) else block.whole
            yield make_turn(speaker, text, block.start_s)


def _turn_of_row(row: list[str]) -> Turn | None:
    """The turn in a row with a speaker, perhaps a time, and speech."""
    times = [lone_time(cell.strip()) for cell in row]
    cells = [cell for cell, time in zip(row, times, strict=True) if cell.strip() and not time]
    if len(cells) < 2 or len(cells[0]) > _MAX_LABEL_CHARACTERS or not could_be_label(cells[0]):
        return None
    time = next(filter(None, times), None)
    start_s = time.start_s if time and not time.of_day else None
    return make_turn(cells[0].rstrip(" :"), " ".join(cells[1:]), start_s)
