"""Tables as text (CSV, TSV and the like): distinguished from prose and read by the shape of their columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice, pairwise
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.text.decoding import flatten
from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.columns import asks_something
from interview_cli.transcripts.drawn_tables import UPRIGHT, drawn_rows
from interview_cli.transcripts.field_names import are_known, is_question, meanings, questions_in
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.labels import role_of_label
from interview_cli.transcripts.line_times import to_time
from interview_cli.transcripts.model import Role, Transcript
from interview_cli.transcripts.named_rows import beside_names, by_restarts
from interview_cli.transcripts.plain_text import with_texts_around
from interview_cli.transcripts.records import MAX_ROWS, too_many_rows

_DELIMITERS: Final = ",;\t|"
_SAMPLE_CHARACTERS: Final = 50_000
_SAMPLE_ROWS: Final = 50
_MIN_EVEN_SHARE: Final = 0.9
"""Share of rows that must have as many cells as the first one for a text to be a table."""

_MAX_NAME_WORDS: Final = 4
_MAX_NAME_CHARACTERS: Final = 40
_MAX_ABBREVIATION: Final = 4
"""Characters of a column's name that ends in a full stop: `No.`, `Abb.` (chosen)."""

_MIN_QUESTIONS: Final = 2
"""Of a form with a column per question; a speaker seldom asks as many before the first answer."""

_MIN_SURVEY: Final = 4
_SAME_CHARACTERS: Final = 8
"""Equal characters at the start of all cells of a row, and its columns, for them not to be answers (chosen)."""

_FRAMES: Final = re.compile(r"[0-9]{2}(?:;[0-9]{2}){3}")
_IN_QUOTES: Final = re.compile(r'"[^"]{0,10000}"')
_MIN_BARE_ROWS: Final = 4
_MIN_BARE_COLUMNS: Final = 5
"""Rows, and columns divided by tabs, of a table without header (chosen)."""

_SHOWN_NAMES: Final = 6
_MAX_TITLE_LINES: Final = 3
_MAX_ABOVE_CHARACTERS: Final = 600
"""What may stand above a table, such as who is asked and when, each in a row, and a blank line (chosen)."""

_SPREADSHEET_HINT: Final = re.compile(r"sep=.", re.IGNORECASE)
_EXPECTED: Final = (
    "expected a header row, such as question,answer (with id, candidate or type if you like) or speaker,text"
)


_BLANK_ROW: Final = re.compile(r"\n[,;|\t]*\n")


def read_table(text: str, source: str, fallback_id: str) -> Iterator[Transcript] | None:
    """The transcripts in a table, None if the text is not a table.

    A title and a hint for spreadsheets (`sep=;`) may precede the header. Prose with commas, or with speakers before
    tabs, is not a table: with uninformative names, every row must have the same number of cells, and cells must be
    quoted or have short column names. Raises InputError, with the columns found, when questions cannot be
    distinguished from answers or speakers from texts.
    """
    if any(map(text.__contains__, "|│┃║")) and (rows := drawn_rows(text, MAX_ROWS)):
        records = beside_names(rows) or [
            dict(zip(rows[0], _fitted(row, rows[0], " | ", source), strict=False)) for row in rows[1:]
        ]
        with suppress(InputError):
            around = (line for line in text.translate(UPRIGHT).split("\n") if "|" not in line)
            return iter(list(with_texts_around(read_data(records, source, fallback_id), around)))
    for delimiter in _DELIMITERS:
        with suppress(InputError, csv.Error):
            if bare := _rows_without_header(text, delimiter):
                is_wide = len(bare[0]) >= _MIN_BARE_COLUMNS
                return iter(list(read_data(bare, source, fallback_id, only_sure=not is_wide)))
    problem: InputError | None = None
    for below in _below_titles(text):
        for delimiter in _DELIMITERS:
            rows = _sample_of(below, delimiter)
            if beside_names(rows):
                every = islice(_reader(below, delimiter, skips_blanks=delimiter != "\t"), MAX_ROWS)
                with suppress(csv.Error, InputError):
                    return iter(list(read_data(beside_names(list(every)), source, fallback_id)))
            is_known = bool(rows) and are_known(rows[0])
            if not rows or not ((is_known and below is text) or _is_table(rows, below, delimiter)):
                continue
            if is_known:
                return read_data(_records(below, delimiter, source), source, fallback_id)
            questions = questions_in(tuple(rows[0]))
            if all(name in questions or _is_column_name(name) or not is_ended(name) for name in rows[0]):
                with suppress(InputError):  # the error below names the columns
                    found = _without_headers(_records(below, delimiter, source))
                    read = read_data(found, source, fallback_id, only_sure=True)
                    return chain([next(read)], read)  # rows without speech are reported below the others
            shown = ", ".join(repr(flatten(name)[:_MAX_NAME_CHARACTERS]) for name in rows[0][:_SHOWN_NAMES])
            more = f" and {len(rows[0]) - _SHOWN_NAMES} more" if len(rows[0]) > _SHOWN_NAMES else ""
            problem = problem or InputError(f"{source} is a table with the columns {shown}{more}; {_EXPECTED}.")
    if problem:
        raise problem
    return None


def _rows_without_header(text: str, delimiter: str) -> Sequence[Any]:
    """The rows of a table that begins without names: with a number or a time in the same one of the first cells of
    each, with one of a few speakers, or with a question and an answer.

    Text with tabs is one only if it has more columns than a chat.
    """
    rows = _sample_of(text, delimiter)
    if len(rows) < _MIN_BARE_ROWS:
        return []
    columns = list(zip(*rows, strict=False))
    before = columns[:1] if delimiter != "\t" else columns[:-1] if len(columns) >= _MIN_BARE_COLUMNS else []
    is_counted = any(all(to_time(cell.strip()) is not None for cell in column) for column in before)
    is_tight = delimiter == "\t" or f"{delimiter} " not in _IN_QUOTES.sub("", text[:_SAMPLE_CHARACTERS])
    first, *others = columns
    others = [column for column in others if any(map(str.isalpha, "".join(column)))]
    is_talk = len(set(first)) * 2 <= len(first) and Role.UNKNOWN not in map(role_of_label, first) and not is_counted
    is_asked = len(others) == 1 and all(map(asks_something, first)) and not any(map(asks_something, others[0]))
    is_named = is_tight and ((is_talk and delimiter in ",;") or (is_asked and delimiter != "|"))
    if not (is_counted or is_named):
        return []
    rows = list(filter(any, islice(_reader(text, delimiter, skips_blanks=False), MAX_ROWS)))
    if len(set(map(len, rows))) > 1:
        return []
    if is_asked:
        return [{"question": row[0], "answer": row[columns.index(others[0])]} for row in rows]
    is_talk = is_talk and len(columns) == len(rows[0]) == 2
    return [{"speaker": row[0], "text": row[1]} for row in rows] if is_talk else by_restarts(rows) or rows


def _without_headers(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of a survey by question, without further header rows that some tools write: the questions themselves,
    and the kind of answer, in the same words for each column."""
    asked: dict[str, str] = {}
    while len(rows) > 1:
        filled = [text for text in rows[0].values() if text]
        questions = {name: text for name, text in rows[0].items() if is_question(text)} if not asked else {}
        if len(questions) >= _MIN_QUESTIONS and not any(
            is_question(name) or is_question(row.get(name)) for row in rows[1:_SAMPLE_ROWS] for name in questions
        ):
            asked = questions
        elif len(filled) < 2 or len(rows[0]) < _MIN_SURVEY or len({text[:_SAME_CHARACTERS] for text in filled}) > 1:
            break
        rows = rows[1:]
    return [{asked.get(name, name): text for name, text in row.items()} for row in rows]


def _below_titles(text: str) -> Iterator[str]:
    """The text, and the text below each of the first lines as long as those are not table rows."""
    for _ in range(_MAX_TITLE_LINES):
        yield text
        line, _, below = text.partition("\n")
        if any(mark in line.rstrip(_DELIMITERS) for mark in _DELIMITERS) and not _SPREADSHEET_HINT.fullmatch(
            line.strip()
        ):
            if blank := _BLANK_ROW.search(text[:_MAX_ABOVE_CHARACTERS]):
                yield text[blank.end() :].lstrip("\n")
            return
        text = below.lstrip("\n")
    yield text


def _records(text: str, delimiter: str, source: str) -> list[dict[str, str]]:
    """The rows of a table by column name. Raises InputError when one cannot be read."""
    between = f"{delimiter} " if delimiter != "\t" and f'{delimiter} "' in text else delimiter
    reader = _reader(text, delimiter, skips_blanks=between != delimiter)
    try:
        names, *_ = islice(filter(None, reader), 1)
        rows = [(reader.line_num, row) for row in islice(filter(any, reader), MAX_ROWS + 1)]
        if len(rows) > MAX_ROWS:
            raise too_many_rows(source)
        longer = [row for _, row in rows if len(row) > len(names)]
        if len(longer) > 1 and len(set(map(len, longer))) == 1 and '"' in text and not _ends_in_text(names):
            for row in longer:  # columns that were added later and have no names
                row[len(names) :] = [" ".join(row[len(names) :])]
            names = [*names, ""]
        records = []
        for line, row in rows:
            row = _fitted(row, names, between, f"{source}, line {line}")
            records.append({name: cell.strip() for name, cell in zip(names, row, strict=False)})
        return records
    except csv.Error as error:
        raise InputError(f"{source}, line {reader.line_num}: broken table: {error}.") from None


def _fitted(row: list[str], names: list[str], between: str, where: str) -> list[str]:
    """A row without empty cells and numbers beyond the last column, and with others joined to it (`_rejoined`)."""
    while len(row) > len(names) and not row[-1].strip():
        row.pop()
    last, more = row[len(names) - 1 : len(names)], row[len(names) :]
    is_whole = len(between) == 1 and not any(cell.startswith(" ") for cell in row)
    is_whole = is_whole and any(is_ended(cell) or "\n" in cell for cell in last)  # one with several lines was quoted
    if more and is_whole and not any(map(str.isalpha, "".join(more))):
        return row[: len(names)]  # a column without a name, such as a score
    return _rejoined(row, names, between, where) if len(row) > len(names) else row


def _rejoined(row: list[str], names: list[str], between: str, where: str) -> list[str]:
    """A row without the cells beyond the last column, which result from delimiters in unquoted text.

    A question may contain delimiters too: it extends to the first cell that ends a sentence without a space after it.
    Raises InputError when the last column is not text, as it is then unclear which cell was split.
    """
    if not _ends_in_text(names):
        raise InputError(
            f"{where}: the row has more cells than there are columns; put quotes around text that contains "
            f"{between[0]!r}."
        )
    last = len(names) - 1
    *before, question = row[:last] or [""]
    cells, more = row[last:], 0
    if last and "question" in meanings((names[-2],)) and not is_ended(question):
        ends = (is_ended(cell) and not after.startswith(" ") for cell, after in pairwise(cells))
        more = next((index for index, is_end in enumerate(ends, 1) if is_end), 0)
    return [*before, between.join([question, *cells[:more]]), between.join(cells[more:])][-len(names) :]


def _ends_in_text(names: list[str]) -> bool:
    return not meanings((names[-1],)).isdisjoint(("answer", "text"))


def _reader(text: str, delimiter: str, *, skips_blanks: bool) -> Any:
    return csv.reader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter, skipinitialspace=skips_blanks)


def _sample_of(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a text in which a delimiter separates cells rather than parts of a time, the header first."""
    if delimiter in _FRAMES.sub("", text[:_SAMPLE_CHARACTERS].lstrip("\n").partition("\n")[0]):
        with suppress(csv.Error):
            reader = _reader(text[:_SAMPLE_CHARACTERS], delimiter, skips_blanks=delimiter != "\t")
            return [row for row in islice(reader, _SAMPLE_ROWS) if any(row)]
    return []


def _is_table(rows: list[list[str]], text: str, delimiter: str) -> bool:
    """Whether the rows have the same number of cells, below short names or questions rather than prose."""
    header, first = rows[0], text.lstrip("\n").partition("\n")[0]
    if 2 < len(rows) < _SAMPLE_ROWS:
        rows = rows[:-1]  # the last one may be cut off by the end of the sample
    even = sum(len(row) == len(header) for row in rows)
    asked = sum(cell.endswith("?") for cell in header)
    if len(rows) < 2 or len(header) < 2 or even < _MIN_EVEN_SHARE * len(rows):
        return False
    if split_prefix(first) and first.count("?") < _MIN_QUESTIONS:
        return False
    if first.startswith('"') and delimiter != "\t":
        return f'"{delimiter}' in first
    quoted = f'{delimiter}"' in text or f'{delimiter} "' in text
    like_prose = not quoted and f"{delimiter} " in text[:_SAMPLE_CHARACTERS]
    questions = questions_in(tuple(header))
    names = list(filter(None, header))  # the first column may count the rows, the last ones may be empty
    named = asked != 1 and len(names) > 1 and all(cell in questions or _is_column_name(cell) for cell in names)
    return named and not like_prose and (delimiter != "\t" or len(set(header)) == len(header))


def _is_column_name(cell: str) -> bool:
    short = 0 < len(cell.split()) <= _MAX_NAME_WORDS and len(cell) <= _MAX_NAME_CHARACTERS
    return (short and (not is_ended(cell) or len(cell) <= _MAX_ABBREVIATION)) or is_question(cell)
