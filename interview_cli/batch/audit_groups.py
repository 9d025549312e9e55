"""Which group each transcript belongs to, and whom a threshold would select in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from interview_cli.batch.audit import AuditedTranscript
from interview_cli.batch.plan import read_setting_file
from interview_cli.data_files import CsvTable
from interview_cli.errors import InputError
from interview_cli.scoring.aggregate import WITHHELD
from interview_cli.scoring.selection import GroupRate, group_rates


@dataclass(slots=True)
class Selection:
    """Who would be selected: those with a score of at least `threshold` and evidence enough for a recommendation."""

    groups: Mapping[str, str]
    threshold: float
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    without_group: int = 0
    seen: set[str] = field(default_factory=set)

    def add(self, audited: AuditedTranscript) -> None:
        """Count in one more transcript, unless it could not be read."""
        if audited.problem:
            return
        names = (audited.id, audited.source, PurePosixPath(audited.source.replace("\\", "/")).name)
        name = next((name for name in names if name in self.groups), None)
        if name is None:
            self.without_group += 1
            return
        self.seen.add(name)
        outcome = audited.outcome
        enough = outcome.score is not None and outcome.recommendation != WITHHELD
        selected, total = self.counts.get(self.groups[name], (0, 0))
        chosen = enough and outcome.score is not None and outcome.score >= self.threshold
        self.counts[self.groups[name]] = (selected + chosen, total + 1)

    def rates(self) -> list[GroupRate]:
        """The groups with their rates, highest first."""
        return group_rates(self.counts)

    @property
    def without_transcript(self) -> int:
        """How many rows of the file belong to no transcript that was read."""
        return len(self.groups) - len(self.seen)

    def to_json(self) -> dict[str, Any]:
        """The rates for programs."""
        return {
            "threshold": self.threshold,
            "groups": [rate.to_json() for rate in self.rates()],
            "transcripts_without_group": self.without_group,
            "rows_without_transcript": self.without_transcript,
        }


def read_groups(path: Path) -> dict[str, str]:
    """The group by transcript, from a CSV file with the columns `group` and `id` or `source`.

    `source` is a transcript's file, with its folder or without. Raises InputError when the file is not that.
    """
    groups: dict[str, str] = {}
    table = CsvTable(read_setting_file(path), path)
    key = next((name for name in ("id", "source") if name in table.columns), None)
    if key is None or "group" not in table.columns:
        raise InputError(f"{path}, line 1: there must be a column 'group' and a column 'id' or 'source'.")
    for line, row in table:
        name, group = (row[key] or "").strip(), (row["group"] or "").strip()
        if not name or not group:
            raise InputError(f"{path}, line {line}: no value for {key if not name else 'group'!r}.")
        if groups.setdefault(name, group) != group:
            raise InputError(f"{path}, line {line}: {name!r} is in another group as well.")
    if not groups:
        raise InputError(f"{path} names no transcript.")
    return groups
