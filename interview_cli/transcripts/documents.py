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
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Final
from xml.etree import ElementTree

from interview_cli.errors import InputError
from interview_cli.pdfium import open_pdf
from interview_cli.text.xml_text import RefusedError, parse_tree, xml_text
from interview_cli.transcripts.block_reading import read_blocks
from interview_cli.transcripts.blocks import Block, Blocks
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pages import PAGE_END, without_running_lines
from interview_cli.transcripts.plain_text import plain_transcripts
from interview_cli.transcripts.turns import check_length
from interview_cli.transcripts.workbooks import WORKBOOK, read_sheets, sheets_of_excel, sheets_of_open_document

MAX_DOCUMENT_XML_BYTES: Final = 20_000_000
"""The unpacked parts that are read; an hour's interview takes about 1 MB."""

MAX_ARCHIVE_ENTRIES: Final = 5_000
MAX_PAGES: Final = 2_000
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
    text = ""
    with open_pdf(data, source, MAX_PAGES, "interview") as document:
        for page in document:
            text += page.get_textpage().get_text_bounded().replace("\ufffe", "") + PAGE_END
            check_length(text, source)
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split(PAGE_END)]
    pages = [page for page in pages if page]
    if not pages:
        raise InputError(f"{source} is a PDF document without text, as a scanned one is.")
    lines = [line for page in without_running_lines(pages) for line in page]
    yield from plain_transcripts("\n".join(lines), source, fallback_id)
