"""How well a judge agrees with human grades: read graded answers, score them, compare."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview_cli.errors import InputError
from interview_cli.interview.model import Evaluator
from interview_cli.scoring.agreement import Agreement, agreement, pearson
from interview_cli.scoring.coverage import evidence_text, reference_score
from interview_cli.scoring.embeddings import EmbeddingSimilarity

Scorer = Callable[[str, str, str], float]
"""Scores (question, reference, answer) from 0 to 1."""

REQUIRED_COLUMNS = ("question", "reference", "answer", "grade")
OPTIONAL_COLUMNS = ("grade2", "group")
MAX_FILE_BYTES = 200_000_000
_SURPLUS = "\n"


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


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """Agreement of a judge with the humans' mean grade, over all answers and for each group.

    Errors are in grade points. `human_pearson_r` is how well two graders agree with each other, None with one.
    """

    overall: Agreement
    human_pearson_r: float | None
    groups: Mapping[str, Agreement]
    max_grade: float
    evaluator: Evaluator

    def to_json(self) -> dict[str, Any]:
        """The report as `calibrate --json` prints it. What is undefined (a constant column) is null."""
        return {
            **self.overall.to_json(),
            "human_pearson_r": self.human_pearson_r,
            "max_grade": self.max_grade,
            "groups": {name: group.to_json() for name, group in self.groups.items()},
            "evaluator": {
                "kind": self.evaluator.kind,
                "name": self.evaluator.name,
                "prompt_version": self.evaluator.prompt_version,
                "rubric_version": self.evaluator.rubric_version,
            },
        }


def calibrate(
    path: Path,
    columns: Mapping[str, str],
    max_grade: float,
    scorer: Scorer,
    evaluator: Evaluator,
    prepare: Callable[[Sequence[GradedAnswer]], None] | None = None,
) -> CalibrationReport:
    """Score every graded answer of a CSV file and compare with the grades.

    `columns` maps our column names to the file's where they differ; `max_grade` is the highest grade there is.
    `prepare` sees all answers before the first is scored, for a scorer that works faster on many at once.
    Raises InputError when the file is missing or malformed.
    """
    graded = read_grades(path, columns, max_grade)
    if prepare:
        prepare(graded)
    scores = [max_grade * scorer(row.question, row.reference, row.answer) for row in graded]
    return compare(graded, scores, max_grade, evaluator)


def compare(
    graded: Sequence[GradedAnswer], scores: Sequence[float], max_grade: float, evaluator: Evaluator
) -> CalibrationReport:
    """Compare scores, in grade points, with the human grades of the same answers."""
    members: dict[str, list[tuple[float, float]]] = {}
    for row, score in zip(graded, scores, strict=True):
        if row.group:
            members.setdefault(row.group, []).append((row.human, score))
    pairs = [(row.grade, row.grade2) for row in graded if row.grade2 is not None]
    return CalibrationReport(
        overall=agreement([row.human for row in graded], scores, max_grade),
        human_pearson_r=pearson([first for first, _ in pairs], [second for _, second in pairs]),
        groups={
            name: agreement([human for human, _ in values], [score for _, score in values], max_grade)
            for name, values in sorted(members.items())
        },
        max_grade=max_grade,
        evaluator=evaluator,
    )


def reference_scorer(
    similarity: EmbeddingSimilarity | None = None,
) -> tuple[Scorer, Callable[[Sequence[GradedAnswer]], None] | None]:
    """The rules as a scorer, with the local embedding model if given, and what prepares it for many answers."""

    def score(question: str, reference: str, answer: str) -> float:
        return reference_score(question, reference, answer, similarity)

    if similarity is None:
        return score, None
    embed = similarity.prepare

    def prepare(graded: Sequence[GradedAnswer]) -> None:
        embed(
            text
            for row in graded
            for text in (row.reference, evidence_text(row.question, row.answer))
            if text.strip()
        )

    return score, prepare


def read_grades(path: Path, columns: Mapping[str, str], max_grade: float) -> list[GradedAnswer]:
    """Read a CSV file of graded answers (UTF-8, with a header).

    Raises InputError, naming line and column, when it is not that or a grade is not a number from 0 to `max_grade`.
    """
    unknown = sorted(set(columns) - {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS})
    if unknown:
        known = ", ".join((*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS))
        raise InputError(f"There is no column called {unknown[0]!r} to rename.", f"Columns are: {known}.")
    if not 0 < max_grade < float("inf"):
        raise InputError(f"The highest grade must be a number above 0, not {max_grade}.")
    names = {name: columns.get(name, name) for name in (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)}
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{path} is larger than {MAX_FILE_BYTES // 1_000_000} MB.", "Split it into parts.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            graded = list(_rows(csv.DictReader(file, restkey=_SURPLUS, strict=True), path, names, columns, max_grade))
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text.", "Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    if not graded:
        raise InputError(f"{path} holds no graded answers.", "Give a header line and at least one row.")
    return graded


def _rows(
    reader: csv.DictReader[str],
    path: Path,
    names: Mapping[str, str],
    columns: Mapping[str, str],
    max_grade: float,
) -> Iterator[GradedAnswer]:
    try:
        header = reader.fieldnames or ()
        if not header:
            return
        wanted = [names[name] for name in names if name in REQUIRED_COLUMNS or name in columns]
        missing = [column for column in wanted if column not in header]
        if missing:
            raise InputError(
                f"{path}, line 1: no column {missing[0]!r} (there are: {', '.join(header)[:200]}).",
                "Name it with --columns, for example --columns grade=score.",
            )
        for row in reader:
            yield _graded(row, f"{path}, line {reader.line_num}", reader.line_num, names, max_grade)
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.reader.line_num}: {error}.", "Check quotes and separators."
        ) from error


def _graded(row: dict[str, str], where: str, line: int, names: Mapping[str, str], max_grade: float) -> GradedAnswer:
    if _SURPLUS in row:
        raise InputError(f"{where}: more values than columns.", "Put quotes around values that hold commas.")
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
        grade = float(text)
    except ValueError:
        raise InputError(f"{where}: {text[:40]!r} is not a number.") from None
    if not 0 <= grade <= max_grade:
        raise InputError(f"{where}: {text.strip()} is not from 0 to {max_grade:g}.", "Set the range by --max-grade.")
    return grade
