"""Word documents: paragraphs and tables in order, without what Word does not show.

The XML is parsed by `text/xml_text.py`, which refuses definitions and bounds the tree; a part's size is checked
before it is unpacked.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from interview_cli.contracts.resume import Hidden
from interview_cli.documents.docx_styles import Look, Styles, value_of
from interview_cli.documents.headings import known_heading
from interview_cli.documents.lines import Document, Line, Part
from interview_cli.documents.plain_text import BULLET
from interview_cli.errors import InputError
from interview_cli.text.xml_text import RefusedError, parse_tree, xml_text

MAX_PART_BYTES: Final = 8_000_000
"""A part as unpacked; the text of forty full pages takes 2 MB."""

MAX_ENTRIES: Final = 3_000
_MAIN: Final = "word/document.xml"
FILE_PROPERTY: Final = "a property of the file"
_METADATA: Final = ("keywords", "description", "subject", "category")
_OTHER_PARTS: Final = {"word/comments.xml": "a comment"}
_TEXT_BOX: Final = frozenset({"drawing", "pict", "object"})


class _Run(NamedTuple):
    text: str
    look: Look


def read_docx(data: bytes, source: str) -> Document:
    """The lines of a Word document that a person would see in print, its page headers first.

    Raises InputError when it is damaged, encrypted, too large, or holds definitions of XML entities.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Reader(archive, source).document()
    except RefusedError as error:
        raise InputError(f"{source} is a Word document that {error}.") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        LookupError,
    ) as error:
        reason = " ".join(str(error).split())[:120]
        raise InputError(f"{source} is a damaged or encrypted Word document: {reason}.") from None


class _Reader:
    """One document while it is read."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        if len(archive.infolist()) > MAX_ENTRIES:
            raise InputError(f"{source} is an archive with more than {MAX_ENTRIES:,} entries.")
        if _MAIN not in archive.namelist():
            raise InputError(f"{source} is an archive, but no Word document; unpack it first.")
        self._archive = archive
        self._source = source
        self._styles = Styles(self._tree("word/styles.xml"))
        self._lines: list[Line] = []
        self._hidden: list[Hidden] = []
        self._gap = 0.0

    def _tree(self, name: str) -> Element | None:
        if name not in self._archive.namelist():
            return None
        if self._archive.getinfo(name).file_size > MAX_PART_BYTES:
            raise InputError(f"{self._source} unpacks to more than {MAX_PART_BYTES // 1_000_000} MB in a part.")
        return parse_tree(xml_text(self._archive.read(name)))

    def document(self) -> Document:
        main = self._tree(_MAIN)
        body = main.find("body") if main is not None else None
        if main is None or body is None:
            raise InputError(f"{self._source} is a damaged Word document: it has no text.")
        background = main.find("background")
        page = value_of(background, "color") if background is not None else None
        parts = sorted(self._archive.namelist())
        for name in parts:
            if name.startswith("word/header") and name.endswith(".xml"):
                self._add_part(name, page)
        self._add_blocks(body, page)
        for name in parts:
            if name.startswith("word/footnotes") or (name.startswith("word/footer") and name.endswith(".xml")):
                self._add_part(name, page)
        self._report_unseen_parts()
        return Document(self._lines, self._hidden)

    def _add_part(self, name: str, page: str | None) -> None:
        tree = self._tree(name)
        if tree is not None:
            self._add_blocks(tree, page)

    def _report_unseen_parts(self) -> None:
        for name, why in _OTHER_PARTS.items():
            tree = self._tree(name)
            if tree is not None:
                self._hide("".join(text.text or "" for text in tree.iter("t")), why)
        metadata = self._tree("docProps/core.xml")
        for field in _METADATA if metadata is not None else ():
            found = metadata.find(field) if metadata is not None else None
            self._hide((found.text or "") if found is not None else "", FILE_PROPERTY)

    def _hide(self, text: str, why: str) -> None:
        if text.strip():
            if self._hidden and self._hidden[-1]["why"] == why:
                self._hidden[-1]["text"] += " " + text.strip()
            else:
                self._hidden.append(Hidden(page=None, text=text.strip(), why=why))

    def _add_blocks(self, parent: Element, background: str | None) -> None:
        for block in _blocks(parent):
            if block.tag == "p":
                self._add_paragraph(block, background)
            else:
                self._add_table(block, background)

    def _add_paragraph(self, paragraph: Element, background: str | None) -> None:
        line = self._line(paragraph, background)
        if line is None:
            self._gap = 1.0
        else:
            self._lines.append(line)
        for box in _text_boxes(paragraph):
            self._add_blocks(box, background)

    def _line(self, paragraph: Element, background: str | None) -> Line | None:
        """A paragraph as a line; None when nothing of it is seen."""
        properties = paragraph.find("pPr")
        style = self._styles.of_paragraph(properties)
        ground = self._styles.shading(properties) or background
        parts: list[Part] = []
        for run in self._runs(paragraph, style, ground):
            for index, text in enumerate(run.text.split("\t")):
                if index and parts:
                    parts.append(Part("", starts_cell=True))
                if text:
                    bold, italic, size = run.look.is_bold, run.look.is_italic, run.look.size
                    if parts and not parts[-1].text and parts[-1].starts_cell:
                        parts[-1] = Part(text, bold, italic, size, starts_cell=True)
                    elif parts and (parts[-1].is_bold, parts[-1].is_italic, parts[-1].size) == (bold, italic, size):
                        parts[-1] = parts[-1]._replace(text=parts[-1].text + text)
                    else:
                        parts.append(Part(text, bold, italic, size))
        parts = [part for part in parts if part.text]
        if not any(part.text.strip() for part in parts):
            return None
        is_bullet = self._styles.is_listed(properties)
        if marked := BULLET.match(parts[0].text):
            is_bullet = True
            parts[0] = parts[0]._replace(text=parts[0].text[marked.end() :])
        gap = max(self._gap, 0.9 if self._styles.space_before(properties) >= 120 else 0.3)
        self._gap = 0.0
        level = self._styles.heading_level(properties)
        return Line(tuple(parts), len(self._lines) + 1, is_bullet=is_bullet, level=level, gap=gap)

    def _runs(self, parent: Element, style: Look, ground: str | None) -> Iterator[_Run]:
        """The runs that are seen; the others go to what is hidden."""
        for child in parent:
            if child.tag in {"del", "moveFrom"}:
                self._hide(
                    "".join(text.text or "" for text in child.iter() if text.tag in {"delText", "t"}),
                    "a deleted revision",
                )
            elif child.tag == "r":
                yield from self._run(child, style, ground)
            elif child.tag in {
                "hyperlink",
                "ins",
                "moveTo",
                "smartTag",
                "sdt",
                "sdtContent",
                "fldSimple",
                "dir",
                "bdo",
            }:
                yield from self._runs(child, style, ground)

    def _run(self, run: Element, style: Look, ground: str | None) -> Iterator[_Run]:
        look = self._styles.look(run.find("rPr"), style)
        text = ""
        for child in run:
            if child.tag == "t":
                text += child.text or ""
            elif child.tag in {"tab", "ptab"}:
                text += "\t"
            elif child.tag in {"br", "cr"}:
                text += "\n"
            elif child.tag == "noBreakHyphen":
                text += "-"
            elif child.tag == "instrText":
                continue
            elif child.tag in _TEXT_BOX:
                for about in child.iter("docPr"):
                    self._hide(
                        about.get("descr", "") + " " + about.get("title", ""), "the alternative text of a picture"
                    )
        if why := look.unseen(self._styles.shading(run.find("rPr")) or ground):
            self._hide(text, why)
        elif text:
            yield _Run(text.replace("\n", " "), look)

    def _add_table(self, table: Element, background: str | None) -> None:
        """A table of one row, or with headings inside its cells, is read by columns, any other by rows."""
        rows = [list(_within(row, "tc")) for row in _within(table, "tr")]
        ground = [[self._styles.shading(cell.find("tcPr")) or background for cell in row] for row in rows]
        if len(rows) == 1 or any(_headings_in(cell) > 1 for row in rows for cell in row):
            for column in range(max(map(len, rows), default=0)):
                self._gap = 9.0
                for row, grounds in zip(rows, ground, strict=True):
                    if column < len(row):
                        self._add_blocks(row[column], grounds[column])
            return
        for row, grounds in zip(rows, ground, strict=True):
            self._gap = max(self._gap, 0.5)
            cells: list[list[Line]] = []
            for cell, colour in zip(row, grounds, strict=True):
                before = len(self._lines)
                self._add_blocks(cell, colour)
                cells.append(self._lines[before:])
                del self._lines[before:]
            first = [cell[0] for cell in cells if cell]
            if first and not any(line.is_bullet for line in first):
                parts = [
                    part._replace(starts_cell=place == 0 and index > 0)
                    for index, line in enumerate(first)
                    for place, part in enumerate(line.parts)
                ]
                self._lines.append(Line(tuple(parts), len(self._lines) + 1, gap=first[0].gap, level=first[0].level))
                cells = [cell[1:] for cell in cells]
            for line in (line for cell in cells for line in cell):
                self._lines.append(
                    Line(line.parts, len(self._lines) + 1, is_bullet=line.is_bullet, level=line.level, gap=0.3)
                )


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables right below an element, through what only wraps them."""
    for child in parent:
        if child.tag in {"p", "tbl"}:
            yield child
        elif child.tag in {"sdt", "sdtContent", "ins", "customXml", "txbxContent", "footnote", "hdr", "ftr"}:
            yield from _blocks(child)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows or cells of a table, none of a table inside it."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _within(child, tag)


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of text boxes; of alternatives for other programs only the first."""
    for child in paragraph.iter():
        if child.tag == "AlternateContent":
            choice = child.find("Choice")
            yield from () if choice is None else choice.iter("txbxContent")
            return
    yield from paragraph.iter("txbxContent")


def _headings_in(cell: Element) -> int:
    texts = ("".join(text.text or "" for text in paragraph.iter("t")) for paragraph in cell.iter("p"))
    return sum(found is not None and found[1] for found in map(known_heading, texts))
