"""Interviews in the sheets of workbooks, each of which is read like a table in a file of its own.

Excel's are unpacked here: openpyxl (3.1.5) parses styles, drawings and whatever else a file brings along, without the
bounds of `xml_text`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from interview_cli.errors import InputError
from interview_cli.transcripts.block_reading import is_header, left_out_with, read_blocks
from interview_cli.transcripts.blocks import Block, Blocks
from interview_cli.transcripts.labels import is_name_like
from interview_cli.transcripts.model import Reading, Transcript, quoted
from interview_cli.transcripts.plain_text import EVEN, plain_transcripts
from interview_cli.transcripts.tables import read_table

MAX_SHEET_COLUMNS: Final = 400
"""Columns of a sheet that are read; a survey has one for each question (chosen)."""

WORKBOOK: Final = "xl/workbook.xml"
_MIN_SHARE: Final = 0.25
"""Of the text of the longest interview that other sheets of its form must have to be interviews (chosen)."""

Rows = list[list[str]]


class Sheet(NamedTuple):
    """A sheet of a workbook; people who open it do not see a hidden one."""

    name: str
    rows: Rows
    is_hidden: bool = False


def sheets_of_excel(part: Callable[[str], Element | None]) -> Iterator[Sheet]:
    """The sheets of an Excel workbook. `part` gives the tree of a part, or None."""
    book, links, texts = map(part, (WORKBOOK, "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"))
    shared = [] if texts is None else [_text_in(each) for each in texts.iter("si")]
    targets = {} if links is None else {each.get("Id"): each.get("Target", "") for each in links}
    for sheet in () if book is None else book.iter("sheet"):
        tree = part(f"xl/{targets.get(sheet.get('id'), '').removeprefix('/xl/')}")
        if tree is not None:
            rows = [_cells(row, shared) for row in tree.iter("row")]
            yield Sheet(sheet.get("name", ""), rows, sheet.get("state", "visible") != "visible")


def _cells(row: Element, shared: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter("c"):
        letters = "".join(filter(str.isalpha, cell.get("r", "")[:8].upper()))
        column = reduce(lambda before, letter: 26 * before + ord(letter) - 64, letters, 0) or len(cells) + 1
        if len(cells) < column <= MAX_SHEET_COLUMNS:
            value = cell.findtext("v", "")
            is_shared = cell.get("t") == "s" and value.isdecimal() and int(value[:9]) < len(shared)
            inline = cell.find("is")
            text = shared[int(value[:9])] if is_shared else value if inline is None else _text_in(inline)
            cells += [""] * (column - len(cells) - 1) + [text.strip()]
    return cells


def _text_in(item: Element) -> str:
    """The text of a cell, perhaps in parts with formats of their own, without how it is pronounced."""
    return "".join(text.text or "" for text in [*item.findall("t"), *item.findall("r/t")])


def sheets_of_open_document(root: Element) -> Iterator[Sheet]:
    """The sheets of an OpenDocument spreadsheet."""
    for table in root.iter("table"):
        blocks = Blocks()
        blocks.read(table, Block())
        yield Sheet(table.get("name", ""), blocks.rows)


def read_sheets(sheets: Iterable[Sheet], source: str, fallback_id: str) -> Iterator[Transcript]:
    """The interviews in the sheet with the most speech, and in others of its form.

    Raises InputError when there are none, and after the good ones when a part of a sheet cannot be read.
    """
    sheets = list(sheets)
    shown = [each for each in sheets if not each.is_hidden]
    named = [(name, filled) for name, rows, _ in shown if (filled := [_trimmed(row) for row in rows if any(row)])]
    read: list[list[Transcript]] = [[] for _ in named]
    problems: dict[int, InputError] = {}
    for n, (name, rows) in enumerate(named):
        try:
            for each in _read_sheet(rows, f"{source}, sheet {name!r}", fallback_id):
                read[n].append(each)
        except InputError as error:
            problems[n] = error
    sizes = [sum(len(turn.text) for each in found for turn in each.turns) for found in read]
    best = max(range(len(read)), key=lambda n: (any(map(_names_people, read[n])), sizes[n]), default=0)
    if not any(sizes):
        raise next(iter(problems.values()), InputError(f"{source} is a workbook without text."))
    form = _form(named[best][1])
    kept = [n for n, size in enumerate(sizes) if size >= _MIN_SHARE * sizes[best] and _form(named[n][1]) == form]
    doubt = left_out_with("sheet", [row for n, (_, rows) in enumerate(named) if n not in kept for row in rows])
    doubt = doubt.and_(left_out_with("hidden sheet", [row for each in sheets if each.is_hidden for row in each.rows]))
    if len(kept) > 1 and not _are_apart([read[n] for n in kept]):
        note = f"Each sheet was read as an interview: {quoted(named[n][0] for n in kept)}."
        doubt = doubt.and_(Reading(EVEN, (note,)))
    found = [(named[n][0], each) for n in kept for each in read[n]]
    for number, (name, each) in enumerate(found, 1):
        person = each.candidate or (name if len(kept) > 1 and is_name_like(name) else None)
        own_id = each.id if each.id != fallback_id or len(found) == 1 else f"{fallback_id}-{number}"
        yield replace(each, id=own_id, source=source, candidate=person, reading=each.reading.and_(doubt))
    if partly := [problems[n] for n in kept if n in problems]:
        raise partly[0]


def _are_apart(sheets: Sequence[Sequence[Transcript]]) -> bool:
    """Whether sheets hold different interviews: other people speak, or what was asked is asked again."""
    turns = [[turn for each in sheet for turn in each.turns] for sheet in sheets]
    people = {frozenset(turn.speaker_label for turn in each) for each in turns}
    return len(people) > 1 or bool(set.intersection(*({turn.text for turn in each} for each in turns)))


def _names_people(transcript: Transcript) -> bool:
    return transcript.paired or any(turn.speaker_label for turn in transcript.turns)


def _trimmed(row: list[str]) -> list[str]:
    while not row[-1]:
        row.pop()
    return row


def _form(rows: Rows) -> list[str]:
    """What sheets of the same form have in common: the names of their columns, or else how many there are."""
    return next(filter(is_header, rows), [str(max(map(len, rows)))])


def _read_sheet(rows: Rows, source: str, fallback_id: str) -> Iterator[Transcript]:
    width = max(map(len, rows))
    if width == 1:
        return plain_transcripts("\n".join(cell for (cell,) in rows), source, fallback_id)
    if not any(map(is_header, rows)):
        text = io.StringIO()
        csv.writer(text).writerows([*row, *[""] * (width - len(row))] for row in rows)
        if (found := read_table(text.getvalue(), source, fallback_id)) is not None:
            return found
    return read_blocks(Blocks(rows=rows), source, fallback_id)
