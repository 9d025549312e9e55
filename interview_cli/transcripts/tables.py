"""CSV tables: of questions and answers, or of speaker segments, known by the names of their columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.decoding import flatten
from interview_cli.transcripts.fields import field_names
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairs import is_pair, read_pairs, read_segment_groups

_DELIMITERS: Final = ",;\t|"
_MAX_HEADER_CHARACTERS: Final = 2_000
_SAMPLE_CHARACTERS: Final = 50_000
_SAMPLE_ROWS: Final = 50
_MIN_EVEN_SHARE: Final = 0.9
"""Of the rows that must have as many cells as the first one before a text is taken for a table."""

_MAX_NAME_WORDS: Final = 4
_MAX_NAME_CHARACTERS: Final = 40
_SHOWN_NAMES: Final = 6
_MAX_TITLE_LINES: Final = 3
_SPREADSHEET_HINT: Final = re.compile(r"sep=.", re.IGNORECASE)
_INSIDE_SENTENCE: Final = re.compile(r"[^\n]*?(?<![.?!…]), [^\W\d_A-Z]")
"""A line whose first comma continues a sentence rather than begins a cell."""

_EXPECTED: Final = (
    "expected a first line that names the columns, such as question,answer (with id, candidate or type if you like) "
    "or speaker,text"
)


def without_title(text: str) -> str:
    """A table without the title and the hint to spreadsheets (`sep=;`) above its header; any other text as it is."""
    return next((rest for rest in _below_titles(text) if _is_known_table(rest)), text)


def _below_titles(text: str) -> Iterator[str]:
    """What stands below each of the first lines, as long as these are no rows of a table."""
    for _ in range(_MAX_TITLE_LINES):
        line, _, text = text.partition("\n")
        if any(mark in line for mark in _DELIMITERS) and not _SPREADSHEET_HINT.fullmatch(line.strip()):
            return
        text = text.lstrip("\n")
        yield text


def _is_known_table(text: str) -> bool:
    delimiter = table_delimiter(text)
    return delimiter is not None and _header(text[:_SAMPLE_CHARACTERS], delimiter) is not None


def table_delimiter(text: str) -> str | None:
    """What parts the columns, if the first line is the header of a table of pairs or of speaker segments."""
    header = text[:_MAX_HEADER_CHARACTERS].lstrip("\n").partition("\n")[0]
    for delimiter in _DELIMITERS:
        if delimiter in header:
            cells = next(csv.reader([header], delimiter=delimiter, skipinitialspace=True), [])
            names = field_names(dict.fromkeys(cells))
            if {"question", "answer"} <= names.keys() or {"speaker", "text"} <= names.keys():
                return None if delimiter == "," and _is_sentences(text[:_SAMPLE_CHARACTERS]) else delimiter
    return None


def read_table(text: str, delimiter: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts of a CSV table whose header `table_delimiter` has recognised.

    Raises InputError when a row cannot be read or no row holds anything.
    """
    blanks_before_quotes = delimiter != "\t" and f'{delimiter} "' in text
    rows = csv.DictReader(
        io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter, skipinitialspace=blanks_before_quotes
    )
    records = _checked(rows, delimiter + " " * blanks_before_quotes, source)
    if is_pair(dict.fromkeys(rows.fieldnames or ())):
        yield from read_pairs(records, source, fallback_id)
    else:
        yield from read_segment_groups(records, source, fallback_id)


def _is_sentences(sample: str) -> bool:
    """Whether all lines below a first one with blanks behind its commas read on there, as prose does."""
    header, _, rest = sample.partition("\n")
    lines = [line for line in rest.split("\n")[:_SAMPLE_ROWS] if line.strip()]
    return ", " in header and '"' not in sample and bool(lines) and all(map(_INSIDE_SENTENCE.match, lines))


def _checked(rows: csv.DictReader[str], between: str, source: str) -> Iterator[Mapping[str, Any]]:
    try:
        columns = list(rows.fieldnames or ())
        for row in rows:
            if any(row.values()):
                surplus: Any = row.pop(None, [])
                while surplus and not surplus[-1].strip():
                    surplus.pop()
                if surplus:
                    _take_in(surplus, row, columns, between, f"{source}, line {rows.line_num}")
                yield {name: value.strip() for name, value in row.items() if isinstance(value, str)}
    except csv.Error as error:
        raise InputError(f"{source}, line {rows.line_num}: broken table: {error}.") from None


def _take_in(surplus: list[str], row: dict[str, str], columns: list[str], between: str, where: str) -> None:
    """Put a row's cells beyond the last column, where a text without quotes holds what parts them, back into it.

    A question may hold such marks too: it reaches to the first cell that ends a sentence without blank behind.
    Raises InputError when the last column is no text, so that nobody can tell which cell was cut.
    """
    names = field_names(dict.fromkeys(columns))
    if columns[-1] not in (names.get("answer"), names.get("text")):
        raise InputError(
            f"{where}: the row has more cells than there are columns; put quotes around a text that holds "
            f"{between[0]!r}."
        )
    cells = [row[columns[-1]], *surplus]
    if len(columns) > 1 and columns[-2] == names.get("question") and not is_ended(row[columns[-2]]):
        ends = (is_ended(cell) and not after.startswith(" ") for cell, after in pairwise(cells))
        more = next((index for index, is_end in enumerate(ends, 1) if is_end), 0)
        row[columns[-2]] = between.join([row[columns[-2]], *cells[:more]])
        cells = cells[more:]
    row[columns[-1]] = between.join(cells)


def refuse_unknown_table(text: str, source: str) -> None:
    """Raise InputError, with the columns found, when a text is a table but nothing tells questions from answers.

    Prose with commas and speakers before tabs is no table: every row must have the same number of cells, and cells
    must either be quoted or stand under short names.
    """
    text = text[:_SAMPLE_CHARACTERS].lstrip("\n")
    for sample in (text, *_below_titles(text)):
        if split_prefix(sample.partition("\n")[0]):
            return
        for delimiter in _DELIMITERS:
            if delimiter in sample and (header := _header(sample, delimiter)):
                shown = ", ".join(repr(flatten(name)[:_MAX_NAME_CHARACTERS]) for name in header[:_SHOWN_NAMES])
                more = f" and {len(header) - _SHOWN_NAMES} more" if len(header) > _SHOWN_NAMES else ""
                raise InputError(f"{source} is a table with the columns {shown}{more}; {_EXPECTED}.")


def _header(sample: str, delimiter: str) -> list[str] | None:
    """The first row of a table; None when the text is none."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    try:
        rows = [row for row in islice(reader, _SAMPLE_ROWS) if any(row)]
    except csv.Error:
        return None
    if len(rows) > 2 and len(rows) < _SAMPLE_ROWS:
        rows.pop()  # may be cut off by the end of the sample
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    if sum(len(row) == len(rows[0]) for row in rows) < _MIN_EVEN_SHARE * len(rows):
        return None
    named = all(map(_is_column_name, rows[0]))
    if delimiter == "\t":
        return rows[0] if named and len(set(rows[0])) == len(rows[0]) and not _recurs(rows) else None
    first_line = sample.partition("\n")[0]
    if first_line.startswith('"'):
        return rows[0] if f'"{delimiter}' in first_line else None
    quoted = f'{delimiter}"' in sample or f'{delimiter} "' in sample
    like_prose = not quoted and f"{delimiter} " in sample
    return rows[0] if named and not like_prose else None


def _is_column_name(cell: str) -> bool:
    return 0 < len(cell.split()) <= _MAX_NAME_WORDS and len(cell) <= _MAX_NAME_CHARACTERS and not is_ended(cell)


def _recurs(rows: list[list[str]]) -> bool:
    """Whether a cell of the first row comes again below, as a speaker does and a column's name does not."""
    return any(cell in {row[index] for row in rows[1:] if index < len(row)} for index, cell in enumerate(rows[0]))
