"""The lines of the results file as a table; written whole or not at all, readable by its owner only."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Final

from interview_cli.batch.ledger import Ledger
from interview_cli.batch.report_files import TABLE, replacing
from interview_cli.batch.standing import BY_RANK
from interview_cli.scoring.criteria import CRITERIA

_BEFORE_CRITERIA: Final = (
    *("rank", "id", "source", "candidate", "status", "type", "overall_score", "recommendation"),
    *("coverage", "spread", "answers"),
)
_BEHIND_CRITERIA: Final = ("cached", "error")


def write_csv(path: Path, ledger: Ledger) -> None:
    """A row for every line, best score first; `-` is stdout. Raises like `replacing`.

    Criteria of the user's own rubrics have a column each, behind those of the rules.
    """
    criteria = [*CRITERIA, *_own_criteria(ledger)]
    with replacing("--csv", path, TABLE) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_BEFORE_CRITERIA, *map(safe_cell, criteria), *_BEHIND_CRITERIA])
        for rank, line in enumerate(ledger.lines(order=BY_RANK), 1):
            facts = line.facts
            means = json.loads(facts.criteria)
            row = (
                *(rank if facts.score is not None else None, facts.id, facts.source, facts.candidate, facts.status),
                *(facts.type, facts.score, facts.recommendation, facts.coverage, facts.spread, facts.answers),
                *(means.get(name) for name in criteria),
                *("true" if facts.cached else "false", facts.error),
            )
            writer.writerow([safe_cell(value) for value in row])


def _own_criteria(ledger: Ledger) -> list[str]:
    """The criteria of the lines that the rules do not know, as they first come."""
    names = dict.fromkeys(name for line in ledger.lines() for name in json.loads(line.facts.criteria))
    return [name for name in names if name not in CRITERIA]


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet runs as a formula (OWASP: CSV injection)."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value
