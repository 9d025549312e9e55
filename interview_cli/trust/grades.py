"""Answers with human grades, from a CSV file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview_cli.data_files import CsvTable, first_cells
from interview_cli.errors import InputError

REQUIRED_COLUMNS = ("question", "reference", "answer", "grade")
OPTIONAL_COLUMNS = ("grade2", "group")
MAX_FILE_BYTES = 200_000_000
STDIN = "-"
Decode = Callable[[bytes], str | None]
"""The text in some bytes; None when they are not text."""

_DELIMITERS = ",;\t|"
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d+\s*$)")


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """One answer with its human grades, 0 to the file's highest grade. `line` counts the file's lines from 1."""

    line: int
    question: str
    reference: str
    answer: str
    grade: float
    grade2: float | None
    group: str

    @property
    def human(self) -> float:
        """The mean of the graders."""
        return self.grade if self.grade2 is None else (self.grade + self.grade2) / 2


def decode_utf8(raw: bytes) -> str | None:
    """The text of bytes in UTF-8, with or without a byte order mark; None for others."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def read_grades(
    path: Path, columns: Mapping[str, str], max_grade: float, decode: Decode = decode_utf8
) -> list[GradedAnswer]:
    """Read a CSV file of graded answers with a header; `-` is standard input.

    Columns are separated by commas, semicolons, tabs or bars. `decode` knows the encodings there may be.

    Raises InputError, naming line and column, when it is not that or a grade is not a number from 0 to `max_grade`.
    """
    unknown = sorted(set(columns) - {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS})
    if unknown:
        known = ", ".join((*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS))
        raise InputError(f"There is no column called {unknown[0]!r} to rename.", f"Columns are: {known}.")
    if not 0 < max_grade < float("inf"):
        raise InputError(f"The highest grade must be a number above 0, not {max_grade}.")
    names = {name: columns.get(name, name) for name in (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)}
    name = "standard input" if str(path) == STDIN else str(path)
    text = _text_of(path, name, decode)
    delimiter = _delimiter(text, names["question"])
    graded = list(_rows(CsvTable(text, name, delimiter), name, names, columns, max_grade))
    if not graded:
        raise InputError(f"{name} contains no graded answers.", "Give a header line and at least one row.")
    return graded


def _text_of(path: Path, name: str, decode: Decode) -> str:
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == STDIN else path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error
    if len(raw) > MAX_FILE_BYTES:
        raise InputError(f"{name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.", "Split it into parts.")
    text = decode(raw)
    if text is None:
        raise InputError(f"{name} is not text in a known encoding.", "Save it as CSV in UTF-8.")
    return text.lstrip("\ufeff\n")


def _delimiter(text: str, column: str) -> str:
    """What parts the columns: what makes a cell of the header out of the name of one."""
    return next((each for each in _DELIMITERS if column in first_cells(text, each)), ",")


def _rows(
    table: CsvTable, path: str, names: Mapping[str, str], columns: Mapping[str, str], max_grade: float
) -> Iterator[GradedAnswer]:
    if not table.columns:
        return
    wanted = [names[name] for name in names if name in REQUIRED_COLUMNS or name in columns]
    missing = [column for column in wanted if column not in table.columns]
    if missing:
        raise InputError(
            f"{path}, line 1: no column {missing[0]!r} (there are: {', '.join(table.columns)[:200]}).",
            "Name it with --columns, for example --columns grade=score.",
        )
    for line, row in table:
        yield _graded(row, f"{path}, line {line}", line, names, max_grade)


def _graded(
    row: Mapping[str | None, Any], where: str, line: int, names: Mapping[str, str], max_grade: float
) -> GradedAnswer:
    if None in row:
        raise InputError(f"{where}: more values than columns.", "Put quotes around values that contain commas.")
    texts = {name: row.get(column) for name, column in names.items()}
    short = next((name for name in REQUIRED_COLUMNS if texts[name] is None), None)
    if short:
        raise InputError(f"{where}: no value in column {names[short]!r}.", "Every row needs all columns.")
    grades = {
        name: _grade(texts[name] or "", f"{where}, column {names[name]!r}", max_grade)
        for name in ("grade", "grade2")
        if name == "grade" or (texts[name] or "").strip()
    }
    return GradedAnswer(
        line=line,
        question=texts["question"] or "",
        reference=texts["reference"] or "",
        answer=texts["answer"] or "",
        grade=grades["grade"],
        grade2=grades.get("grade2"),
        group=(texts["group"] or "").strip(),
    )


def _grade(text: str, where: str, max_grade: float) -> float:
    try:
        grade = float(_DECIMAL_COMMA.sub(".", text))
    except ValueError:
        raise InputError(f"{where}: {text[:40]!r} is not a number.") from None
    if not 0 <= grade <= max_grade:
        raise InputError(f"{where}: {text.strip()} is not from 0 to {max_grade:g}.", "Set the range by --max-grade.")
    return grade
