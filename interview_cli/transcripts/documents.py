"""Transcripts in documents: Word (DOCX), OpenDocument (ODT), RTF, PDF, and web pages or parts of them.

Each is converted to blocks of text and rows of tables, which are read in one way. Of Word and OpenDocument files only
the part with the text is parsed: python-docx (1.2.0) builds a tree of every part, takes four times as long, and
leaves out tracked insertions. HTML is parsed by lxml, as a browser would; `html.parser` takes quadratic time for
damaged tags.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from ctypes import c_int, create_string_buffer
from io import BytesIO
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree

from interview_cli.errors import InputError
from interview_cli.pdfium import open_pdf
from interview_cli.text.pages import MAX_RUNNING, without_edges, without_running_lines
from interview_cli.text.web_notes import remove_notes
from interview_cli.text.xml_text import RefusedError, parse_tree, xml_text
from interview_cli.transcripts.block_reading import asking_looks, read_blocks
from interview_cli.transcripts.blocks import Block, Blocks
from interview_cli.transcripts.division_features import is_speech
from interview_cli.transcripts.label_forms import HEAD_CHARACTERS
from interview_cli.transcripts.line_times import leading_time
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.plain_text import plain_transcripts
from interview_cli.transcripts.turns import check_length
from interview_cli.transcripts.workbooks import WORKBOOK, read_sheets, sheets_of_excel, sheets_of_open_document

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MAX_DOCUMENT_XML_BYTES: Final = 20_000_000
"""The unpacked parts that are read; an hour's interview takes about 1 MB."""

MAX_ARCHIVE_ENTRIES: Final = 5_000
MAX_PAGES: Final = 2_000
_MAX_FONT_NAME_BYTES: Final = 80
_WORD: Final = re.compile(r"\S+")
_DIVIDED: Final = re.compile("\ufffe(?=(?P<next>.?))")
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_WORD_PART: Final = re.compile(r"word/document\d*\.xml")

_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"
_OTHER_ARCHIVES: Final = {
    "META-INF/container.xml": "an EPUB book; save the chapter with the interview as plain text",
    "ppt/presentation.xml": "a PowerPoint presentation, not a transcript",
    "Index/Document.iwa": "a Pages document; export it as .docx",
    f"{_OPEN_DOCUMENT}.presentation": "an OpenDocument presentation, not a transcript",
}
"""By a part that they contain or by the type that they name."""


def read_archive(data: bytes, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a Word or OpenDocument file or in a workbook.

    Raises InputError when it is none of these, damaged, encrypted, or too large.
    """
    if data.count(_DIRECTORY_ENTRY) > MAX_ARCHIVE_ENTRIES:
        raise InputError(f"{source} is an archive with more than {MAX_ARCHIVE_ENTRIES:,} entries.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            part, kind = _main_part(archive, source)
            tree = _reader_of_parts(archive, source)
            sheets = list(sheets_of_excel(tree)) if part == WORKBOOK else []
            if (root := tree(part)) is None:
                raise KeyError(part)
    except RefusedError as error:
        raise InputError(f"{source} contains XML that {error}.") from None
    except ElementTree.ParseError as error:
        raise InputError(f"{source} contains damaged XML: {error}.") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError) as error:
        raise InputError(f"{source} is a damaged or encrypted document: {error}.") from None
    if kind == "sheets":
        yield from read_sheets(sheets or sheets_of_open_document(root), source, fallback_id)
        return
    blocks = Blocks(only_in="t" if kind == "Word" else None, styles=dict(map(_style, root.iter("style"))))
    blocks.read(root, Block())
    yield from read_blocks(blocks, source, fallback_id)


def _style(style: ElementTree.Element) -> tuple[str, str]:
    """The name of a style of OpenDocument, and how it sets text."""
    text = style.find("text-properties")
    looks = () if text is None else (text.get("font-weight"), text.get("font-style"), text.get("color"))
    return style.get("name", ""), " ".join(filter(None, (style.get("parent-style-name"), *looks)))


def _reader_of_parts(archive: zipfile.ZipFile, source: str) -> Callable[[str], ElementTree.Element | None]:
    """Gives the tree of a part of an archive, None if it has no such part; all together are bounded."""
    names, left_bytes = set(archive.namelist()), MAX_DOCUMENT_XML_BYTES

    def tree(name: str) -> ElementTree.Element | None:
        nonlocal left_bytes
        if name not in names:
            return None
        left_bytes -= archive.getinfo(name).file_size
        if left_bytes < 0:
            raise InputError(f"{source} unpacks to more than {MAX_DOCUMENT_XML_BYTES // 1_000_000} MB of text.")
        return parse_tree(xml_text(archive.read(name)))

    return tree


def _main_part(archive: zipfile.ZipFile, source: str) -> tuple[str, str]:
    """The name of the XML with the text, and whose form it has. Raises InputError for archives of another kind."""
    names = archive.namelist()
    if part := next(filter(_WORD_PART.fullmatch, names), None):
        return part, "Word"
    if WORKBOOK in names:
        return WORKBOOK, "sheets"
    mime = ""
    if "mimetype" in names:
        with archive.open("mimetype") as file:
            mime = file.read(100).decode("ascii", "replace").strip()
    for kind, form in (("text", "OpenDocument"), ("spreadsheet", "sheets")):
        if mime.startswith(f"{_OPEN_DOCUMENT}.{kind}"):
            return "content.xml", form
    other = next((what for sign, what in _OTHER_ARCHIVES.items() if sign == mime or sign in names), None)
    raise InputError(f"{source} is {other or 'an archive, but not a Word document; unpack it first'}.")


def read_html(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a web page or part of one, by the speakers its elements name, or as text or tables."""
    from lxml import etree

    check_length(text, source)
    parser = etree.HTMLParser(target=_Page(), encoding="utf-8", huge_tree=True)
    parser.feed(text.encode("utf-8", "replace"))
    page = parser.close()
    remove_notes(page)
    blocks = _blocks_of(page)
    articles = list(islice(page.iter("article"), 2))
    if len(articles) == 1 and 2 * (article := _blocks_of(articles[0])).size >= blocks.size:
        blocks = article
    yield from read_blocks(blocks, source, fallback_id)


def _blocks_of(element: ElementTree.Element) -> Blocks:
    blocks = Blocks(by_markup=True)
    blocks.read(element, Block())
    return blocks


class _Page(ElementTree.TreeBuilder):
    """The tree of a page, under one element even if the page has several; lxml's own ends at 2,048 levels."""

    def __init__(self) -> None:
        super().__init__()
        super().start("page", {})

    def start(self, tag: str, attributes: Mapping[str, str]) -> ElementTree.Element:
        return super().start(tag, dict(attributes))

    def close(self) -> ElementTree.Element:
        super().end("page")
        return super().close()


def read_rtf(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in an RTF document. Raises InputError when it is damaged or too large."""
    from striprtf.striprtf import rtf_to_text

    check_length(text, source)
    try:
        plain: str = rtf_to_text(text, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{source} is a damaged RTF document: {error}.") from None
    blocks = Blocks()
    for line in plain.split("\n"):
        if line.endswith("|") and line.count("|") > 1:
            blocks.rows.append([cell.strip() for cell in line[:-1].split("|")])
        else:
            blocks.blocks.append(Block(line))
    yield from read_blocks(blocks, source, fallback_id)


def read_pdf(data: bytes, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in the text of a PDF document.

    Raises InputError when it is damaged, encrypted, too large, or without text (a scan).
    """
    text, pages = "", list[list[_PdfLine]]()
    with open_pdf(data, source, MAX_PAGES, "interview") as document:
        for page in document:
            pages.append(list(_lines_of(page.get_textpage())))
            text += "".join(line.said for line in pages[-1])
            check_length(text, source)
    if not any(pages):
        raise InputError(f"{source} is a PDF document without text, as a scanned one is.")
    pages = _without_small_print(without_running_lines(pages, lambda line: line.time + line.said))
    lines = list(chain.from_iterable(pages))
    runs = groupby(lines, key=itemgetter(0))
    asking = asking_looks([Block(" ".join(line.said for line in run), look=look) for look, run in runs])
    yield from plain_transcripts("\n".join(_with_emphasis(lines, asking)), source, fallback_id)


class _PdfLine(NamedTuple):
    """A line of a page: the font of its text, "" if it has several or they are unknown, the time above it, and its
    text."""

    look: str
    time: str
    said: str


def _lines_of(page: PdfTextPage) -> Iterator[_PdfLine]:
    """The lines of a page."""
    place = 0
    for line in page.get_text_range().splitlines(keepends=True):
        if whole := _DIVIDED.sub(_hyphen, line).strip():
            time = leading_time(whole[:HEAD_CHARACTERS])
            stop = time.stop if time else 0
            inside = len(line) - len(line.lstrip()) + stop
            words = [place + inside + match.start() for match in _WORD.finditer(line[inside:])]
            fonts = {_font_at(page, at) for at in (words[:1] + words[len(words) // 2 :][:1] + words[-1:])}
            yield _PdfLine(fonts.pop() if len(fonts) == 1 else "", whole[:stop], whole[stop:])
        place += len(line)


def _without_small_print(pages: list[list[_PdfLine]]) -> list[list[_PdfLine]]:
    """Pages without lines at their top and bottom in a font smaller than most text, if it stands nowhere else."""
    sizes: Counter[float] = Counter()
    for line in chain.from_iterable(pages):
        sizes[_size_of(line)] += len(line.said)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    inside = {line.look for page in pages for line in page[MAX_RUNNING:-MAX_RUNNING]}

    def is_small(line: _PdfLine) -> bool:
        return 0 < _size_of(line) < usual and line.look not in inside and not is_speech(line.said)

    return without_edges(pages, is_small)


def _size_of(line: _PdfLine) -> float:
    """The size of the font of a line, in points; 0 if it has several."""
    return float(line.look.rpartition(" ")[2] or 0)


def _with_emphasis(lines: list[_PdfLine], asking: set[str]) -> Iterator[str]:
    """Lines, those of a question as one, in bold."""
    for look, run in groupby(lines, key=itemgetter(0)):
        question = ""
        for line in run:
            if look not in asking:
                yield line.time + line.said
            elif line.time and question:
                yield f"{question}**"
                question = ""
            if look in asking:
                question = f"{question} {line.said}" if question else f"{line.time}**{line.said}"
        if question:
            yield f"{question}**"


def _hyphen(found: re.Match[str]) -> str:
    """What stands in place of a hyphen at the end of a line: that of a name (`D-Day`) stays."""
    return "-" if found["next"].isupper() else ""


def _font_at(page: PdfTextPage, place: int) -> str:
    """The name and size of the font of a character; of a blank, none is certain."""
    from pypdfium2 import raw

    name, flags = create_string_buffer(_MAX_FONT_NAME_BYTES), c_int()
    raw.FPDFText_GetFontInfo(page, place, name, _MAX_FONT_NAME_BYTES, flags)
    return f"{name.value.decode('utf-8', 'replace')} {raw.FPDFText_GetFontSize(page, place):.0f}"
