"""The ranking as files, written whole or not at all, readable by their owner only: a table, and a web page.

The page has no scripts and needs no network; nothing a transcript says becomes markup.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from interview_cli.batch.items import LineFacts
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.report_files import RANKING, TABLE, replacing
from interview_cli.batch.standing import BY_RANK, doubt_about, ranking
from interview_cli.reports.pages import page
from interview_cli.scoring.criteria import CRITERIA

_BEFORE_CRITERIA: Final = (
    *("rank", "id", "source", "candidate", "status", "type", "overall_score", "recommendation"),
    *("coverage", "spread", "answers"),
)
_BEHIND_CRITERIA: Final = ("cached", "error")


def write_csv(path: Path, ledger: Ledger) -> None:
    """A row for every line, best score first; `-` is stdout. Raises like `replacing`.

    Criteria of the user's own rubrics have a column each, after those of the rules.
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


MOST_ROWS: Final = 2_000
MOST_DETAILS: Final = 300
"""A browser opens a page of this size at once; everything else is in the JSON Lines and the CSV."""

_BAR_POINTS: Final = 5
_LEVELS: Final = ("STRONG_HIRE", "HIRE", "LEAN_NO_HIRE", "NO_HIRE", "WITHHELD")


def write_page(path: Path, out: OutFile, ledger: Ledger) -> None:
    """Distributions, the ranking, and the answers of the best; `-` is stdout. Raises like `replacing`."""

    def ranked() -> Iterator[tuple[LineFacts, tuple[str, ...]]]:
        for line in ranking(ledger, MOST_ROWS):
            yield line.facts, tuple(doubt_about(line.facts).reasons)

    def details() -> Iterator[tuple[str, Any]]:
        for line in ranking(ledger, MOST_DETAILS):
            yield line.facts.candidate or line.facts.id, out.read(line)

    summary = ledger.summary()
    with replacing("--html", path, RANKING) as file:
        file.writelines(
            page(
                "ranking",
                summary=summary,
                **_distributions(ledger),
                ranked=ranked,
                most_details=MOST_DETAILS,
                left_out=summary["scored"] + summary["insufficient_evidence"] - MOST_ROWS,
                failed=[line.facts for line in islice(ledger.lines(where="status = 'failed'"), MOST_ROWS)],
                details=details,
            )
        )


def _distributions(ledger: Ledger) -> dict[str, Any]:
    """How many transcripts each bar of the histogram, each recommendation and each criterion has, with its mean."""
    bars = [0] * (100 // _BAR_POINTS)
    levels: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for line in ranking(ledger):
        levels[line.facts.recommendation or "WITHHELD"] += 1
        if line.facts.score is not None:
            bars[min(99, int(line.facts.score)) // _BAR_POINTS] += 1
        for name, mean in json.loads(line.facts.criteria).items():
            totals[name] += mean
            counts[name] += 1
    return {
        "bars": bars,
        "levels": [(name, levels[name]) for name in _LEVELS],
        "criteria": [(name, totals[name] / count, count) for name, count in sorted(counts.items())],
    }
