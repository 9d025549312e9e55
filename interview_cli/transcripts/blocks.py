"""The content of documents of any kind: blocks of text, speakers and times named by markup, rows of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import MAX_NOTICE_WORDS
from interview_cli.transcripts.labels import could_be_label, is_name_like, role_of_label
from interview_cli.transcripts.line_times import LineTime, lone_time, to_seconds
from interview_cli.transcripts.model import Role

_BLOCKS: Final = frozenset(
    "p h div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main body blockquote pre figure hr details summary "
    "table tr td th table-row table-cell tc".split()
)
_HEADINGS: Final = frozenset("h h1 h2 h3 h4 h5 h6".split())
_HEADING_STYLE: Final = re.compile(
    r"(?:heading|berschrift|overskrift|titre|ttulo|titolo|kop|rubrik|nagwek|nadpis|otsikko)\d", re.IGNORECASE
)
"""The styles of headings in Word, whose names are in its language but without letters beyond ASCII."""

_TABLES: Final = frozenset({"table", "tbl"})
_ROWS: Final = frozenset({"tr", "table-row", "dt"})
_CELLS: Final = frozenset({"tc", "table-cell", "covered-table-cell", "td", "th", "dt", "dd"})
_BLANKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
_HIDDEN: Final = frozenset(
    "pPr rPr moveFrom Fallback tracked-changes note annotation placeholder table-of-content script style head title "
    "template noscript svg nav aside footer figcaption button select textarea iframe audio video".split()
)
"""Elements of Word, OpenDocument and HTML, whose names do not clash in what matters here."""

_MARKS: Final = {"cite": "label", "author": "label", "time": "time", "b": "lead", "strong": "lead"}
_MARKS_OF_CLASS: Final = {
    "hidden": re.compile(r"avatar|initials|user-?pic|\b(?:share|social|cookies?|related)\b", re.IGNORECASE),
    "label": re.compile(
        r"speaker|author|sender|participant|(?:user|from)[-_]?name|talker|(?<![\w-])name(?![\w-])", re.IGNORECASE
    ),
    "time": re.compile(r"time|date|(?:^|[-_])ts(?:$|[-_])", re.IGNORECASE),
    "status": re.compile(r"(?:^|[\s_-])(?:status|receipts?)(?:\s|$)", re.IGNORECASE),
}
"""What the text of an element is: no speech, a speaker, a time, bold text, which may be a speaker too, or what became
of a message ("Delivered"), if it has a few words."""

_SPEAKER_ATTRIBUTES: Final = "data-speaker-name data-speaker data-author data-sender data-name data-role".split()
_TIME_ATTRIBUTES: Final = "data-start data-start-time data-time data-timestamp".split()
_SET_APART: Final = _BLOCKS | {"b", "strong", "i", "em", "u", "font"}
_LOOKS: Final = frozenset("pStyle jc rStyle b i u caps smallCaps color highlight".split())
"""What Word says about the look of paragraphs and the text in them."""

_MAX_DEPTH: Final = 200
"""Levels of elements that are told apart; what is deeper is text. No document that people write has so many."""

_BLANK: Final = re.compile(r"\s+")
_TICKS: Final = re.compile(r"\s[✓✔√]{1,2}$")
_WORDS_OF_CLASS: Final = re.compile(r"[^\W\d_]+")
MAX_LABEL_CHARACTERS: Final = 60
"""A longer text is not the name of a speaker (chosen)."""

_MAX_COLUMNS: Final = 20
_MAX_CLASSES: Final = 16
_MAX_MARK_PIECES: Final = 40
"""Pieces of text in an element that names a speaker or a time; an element with more contains speech."""


@dataclass(slots=True)
class Block:
    """A paragraph. `label` is the speaker its markup names, `side` the side of the interview its class names. `date`
    is a time of day, perhaps with its date, at it or below the one before.

    `lead` is bold text at its start, which may be a speaker or mere emphasis. `classes` are those of the elements
    around it, after their tags (`li.bubble`). `look` says how it is set: by elements, styles and classes; "" if in
    several ways.
    """

    text: str = ""
    label: str | None = None
    start_s: float | None = None
    side: str | None = None
    lead: str = ""
    is_heading: bool = False
    classes: tuple[str, ...] = ()
    look: str = ""
    date: LineTime | None = None


@dataclass(slots=True)
class Blocks:
    """The blocks of a document and the rows of its tables; what is inside a cell is text of the cell.

    With `by_markup`, attributes and emphasis say who speaks when. With `only_in`, only the text of these elements
    counts, with all of its blanks. `styles` are how those of an OpenDocument file set text, by name. `tables` are the
    numbers of blocks and rows before each table.
    """

    by_markup: bool = False
    only_in: str | None = None
    styles: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    tables: list[tuple[int, int]] = field(default_factory=list)
    _in_cell: bool = False
    _pieces: list[str] = field(default_factory=list)
    _next: Block = field(default_factory=Block)
    _look: str = ""
    _looks: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Characters in blocks and rows."""
        return sum(len(block.text) for block in self.blocks) + sum(len(cell) for row in self.rows for cell in row)

    def read(self, element: Element, around: Block, depth: int = 0) -> None:
        """Add what is in an element; `around` is what the elements around it say about its blocks."""
        tag, inner = element.tag, around
        mark: str | None = None
        if self.by_markup:
            mark, side = _meaning_of(element.get("class", ""), element.get("itemprop", ""))
            mark = mark or _MARKS.get(tag)
            if (
                not mark
                and (element.attrib or tag == "small")
                and not len(element)
                and not (element.tail or "").strip()
            ):
                mark = "clock"
            inner = _inherited(element, side, around) if element.attrib else around
        is_empty = tag == "sdt" and element.find("sdtPr/showingPlcHdr") is not None
        if is_empty or tag in _HIDDEN or mark == "hidden" or (mark == "status" and _is_notice(element)):
            return
        if tag in _TABLES and not self._in_cell:
            self._flush(around)
            self.tables.append((len(self.blocks), len(self.rows)))
        if tag in _ROWS and not self._in_cell:
            self.rows.append([])
        if tag in _CELLS and not self._in_cell and self.rows:
            cell = Blocks(self.by_markup, self.only_in, _in_cell=True)
            cell._read_inside(element, inner, depth)
            cell._flush(inner)
            self.rows[-1].append("\n".join(block.text for block in cell.blocks if block.text))
            self.rows[-1] += [""] * (_columns_of(element) - 1)
            return
        if tag in _BLOCKS and self._pieces:
            self._flush(around)
        if tag in _HEADINGS or (tag == "p" and self.only_in and _has_heading_style(element)):
            self._next.is_heading = True
        begin, count = len(self._pieces), len(self.blocks)
        look, self._look = self._look, self._look + self._look_of(element)
        self._read_inside(element, inner, depth)
        self._look = look
        if mark and not self._in_cell and len(self.blocks) == count:
            self._take_mark(mark, begin, inner, is_title=tag == "cite")
        if tag in _BLOCKS:
            self._flush(inner)

    def _look_of(self, element: Element) -> str:
        """How an element sets its text: by its tag, class or style, or what its properties in Word say."""
        style = element.get("style-name", "")
        looks = [element.tag * (element.tag in _SET_APART), element.get("class"), element.get("style")]
        looks.append(self.styles.get(style, style))
        for properties in (element.find("pPr"), element.find("rPr")) if self.only_in else ():
            looks += [f"{each.tag}{each.get('val', '')}" for each in properties or () if each.tag in _LOOKS]
        return "".join(f" {look}" for look in looks if look)

    def _read_inside(self, element: Element, inner: Block, depth: int) -> None:
        if element.tag == "br" and self.by_markup and self._looks and self._look not in self._looks:
            self._flush(inner)
        elif self._pieces and (blank := _BLANKS.get(element.tag)):
            self._pieces.append(blank)
        if element.tag == "hr":
            self._add("---")
        if depth > _MAX_DEPTH:
            self._flush(inner)
            for text in element.itertext():
                self._add(text)
                self._flush(inner)
            return
        if self.only_in is None or element.tag == self.only_in:
            self._add(element.text)
        for child in element:
            self.read(child, inner, depth + 1)
            if self.only_in is None:
                self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text and (self._pieces or not text.isspace()):
            self._pieces.append(text if self.only_in else _BLANK.sub(" ", text))
            if not text.isspace():
                self._looks.add(self._look)

    def _take_mark(self, mark: str, begin: int, around: Block, *, is_title: bool) -> None:
        """Remove the text of an element that names a speaker or a time from the block. `is_title` means that inside a
        sentence it names a work."""
        if len(self._pieces) - begin > _MAX_MARK_PIECES or (mark == "lead" and begin):
            return
        text = " ".join("".join(self._pieces[begin:]).split())
        name = text.rstrip(" :：")
        if not text or len(text) > MAX_LABEL_CHARACTERS:
            return
        above = self._pieces[begin - 1].strip() if begin else ""
        is_time = mark == "time" or (mark == "clock" and (is_ended(above) or is_name_like(above)))
        if is_time and (time := lone_time(_TICKS.sub("", text))):
            self._next.start_s, self._next.date = (None, time) if time.of_day else (time.start_s, None)
        elif mark == "label" and could_be_label(name) and not (is_title and self._is_inside_sentence(begin)):
            if begin:
                del self._pieces[begin:]
                self._flush(around)
                begin = 0
            self._next.label = name
        elif mark == "lead" and name == text and could_be_label(name):
            self._next.lead = f"{self._next.lead} {name}".strip()
        else:
            return
        self._pieces[begin:] = [" "] if begin else []

    def _is_inside_sentence(self, begin: int) -> bool:
        before = "".join(self._pieces[:begin]).strip()
        return bool(before) and not is_ended(before)

    def _flush(self, around: Block) -> None:
        """End a block. In documents without markup a blank line is one too."""
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if text or self._next.lead or not self.by_markup:
            block, self._next = self._next, Block()
            block.text, block.label, block.side = text, block.label or around.label, around.side
            block.classes = around.classes
            block.start_s = around.start_s if block.start_s is None else block.start_s
            block.look = self._looks.pop() if len(self._looks) == 1 else ""
            self.blocks.append(block)
        self._looks.clear()
        self._next.is_heading = False


def _is_notice(element: Element) -> bool:
    return len("".join(element.itertext()).split()) <= MAX_NOTICE_WORDS


def _has_heading_style(paragraph: Element) -> bool:
    properties = paragraph.find("pPr")
    style = None if properties is None else properties.find("pStyle")
    return style is not None and _HEADING_STYLE.match(style.get("val", "")) is not None


def _columns_of(cell: Element) -> int:
    """How many columns of its table a cell takes."""
    merged = cell.find("tcPr/gridSpan")
    given = cell.get("number-columns-repeated", cell.get("colspan", "1"))
    number = given if merged is None else merged.get("val", "1")
    return min(int(number[:4]), _MAX_COLUMNS) if number.isascii() and number.isdecimal() else 1


@lru_cache(maxsize=1024)
def _meaning_of(*names: str) -> tuple[str | None, str | None]:
    """What the classes of an element say its text is, as in `_MARKS_OF_CLASS`, and which side of the interview."""
    name = " ".join(names)
    mark = next((mark for mark, known in _MARKS_OF_CLASS.items() if known.search(name)), None)
    words = [word.casefold() for word in _WORDS_OF_CLASS.findall(name)]
    sides = (word for word in words if word in {"question", "answer"} or role_of_label(word) is not Role.UNKNOWN)
    return mark, next(sides, None)


def _inherited(element: Element, side: str | None, around: Block) -> Block:
    """What an element and those around it say about its blocks."""
    label = next((name for each in _SPEAKER_ATTRIBUTES if (name := element.get(each))), around.label)
    time = next((to_seconds(time) for each in _TIME_ATTRIBUTES if (time := element.get(each))), around.start_s)
    classes = _all_classes(element.tag, element.get("class", ""), element.get("style", ""), around.classes)
    return Block("", label, time, side or around.side, classes=classes)


@lru_cache(maxsize=1024)
def _all_classes(tag: str, own: str, style: str, around: tuple[str, ...]) -> tuple[str, ...]:
    """The classes and the style of an element, after its tag, and those around it; the inner ones of many."""
    names = own.split(maxsplit=_MAX_CLASSES)[:_MAX_CLASSES] + [style[:80]] * bool(style)
    return (*(f"{tag}.{name}" for name in names), *around)[: 3 * _MAX_CLASSES]
