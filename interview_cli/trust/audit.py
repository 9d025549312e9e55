"""Whether scores depend on what they should not: what counterfactual changes moved, and selection rates of groups.

Selection rates are compared by the four-fifths rule (US Uniform Guidelines on Employee Selection Procedures, 29 CFR
1607.4 D): a rate under four fifths of the highest group's is generally taken as a sign of adverse impact. A few
people more or less move such a ratio a lot, so it comes with an interval, by the logarithmic
method of Katz, Baptista, Azen and Pike (1978).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import exp, log, sqrt
from pathlib import Path, PurePosixPath
from typing import Any

from interview_cli.data_files import CsvTable, read_text
from interview_cli.errors import InputError
from interview_cli.scoring.aggregate import WITHHELD
from interview_cli.trust.variants import CHANGES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transcript came to: `score` of 100, None when nothing could be scored, and the recommendation."""

    score: float | None
    recommendation: str | None


@dataclass(frozen=True, slots=True)
class AuditedTranscript:
    """A transcript's own outcome and the one under each change that could be made in it.

    `problem` says why it could not be scored at all.
    """

    id: str
    source: str
    outcome: Outcome
    changed: Mapping[str, Outcome]
    problem: str | None = None


def failed(source: str, problem: str) -> AuditedTranscript:
    """What stands for a transcript that could not be audited."""
    return AuditedTranscript(source, source, Outcome(None, None), {}, problem)


@dataclass(frozen=True, slots=True)
class Move:
    """A score that a change moved. `points` is after − before of 100; one that appears or disappears moves too."""

    change: str
    id: str
    source: str
    before: float | None
    after: float | None

    @property
    def points(self) -> float:
        return round((self.after or 0.0) - (self.before or 0.0), 1)


@dataclass(slots=True)
class ChangeEffect:
    """What a change did over all transcripts in which it could be made."""

    transcripts: int = 0
    moved: int = 0
    total_points: float = 0.0
    largest_points: float = 0.0
    recommendations_changed: int = 0

    @property
    def mean_points(self) -> float | None:
        """The mean of |Δ| over all these transcripts, those not moved included."""
        return self.total_points / self.transcripts if self.transcripts else None


@dataclass(slots=True)
class Audit:
    """What an audit found so far."""

    transcripts: int = 0
    scored: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    effects: dict[str, ChangeEffect] = field(default_factory=lambda: {change: ChangeEffect() for change in CHANGES})
    moves: list[Move] = field(default_factory=list)

    def add(self, audited: AuditedTranscript) -> None:
        """Count in one more transcript."""
        if audited.problem:
            self.failures.append((audited.source, audited.problem))
            return
        self.transcripts += 1
        self.scored += audited.outcome.score is not None
        for change, outcome in audited.changed.items():
            effect = self.effects[change]
            effect.transcripts += 1
            effect.recommendations_changed += outcome.recommendation != audited.outcome.recommendation
            move = Move(change, audited.id, audited.source, audited.outcome.score, outcome.score)
            if move.before != move.after:
                effect.moved += 1
                effect.total_points += abs(move.points)
                effect.largest_points = max(effect.largest_points, abs(move.points))
                self.moves.append(move)

    def beyond(self, tolerance: float) -> list[Move]:
        """The moves of more points than the tolerance, largest first."""
        return [move for move in self.moves_by_size() if abs(move.points) > tolerance]

    def moves_by_size(self) -> list[Move]:
        """All moves, largest first."""
        return sorted(self.moves, key=lambda move: (-abs(move.points), move.id, move.source, move.change))

    def to_json(self, tolerance: float) -> dict[str, Any]:
        """The findings for programs."""
        return {
            "transcripts": self.transcripts,
            "scored": self.scored,
            "failed": [{"source": source, "error": problem} for source, problem in sorted(self.failures)],
            "tolerance": tolerance,
            "changes": [
                {
                    "change": change,
                    "transcripts": effect.transcripts,
                    "moved": effect.moved,
                    "max_points": effect.largest_points,
                    "mean_points": None if effect.mean_points is None else round(effect.mean_points, 4),
                    "recommendations_changed": effect.recommendations_changed,
                }
                for change, effect in self.effects.items()
            ],
            "moved": [_move_to_json(move) for move in self.moves_by_size()],
            "beyond_tolerance": len(self.beyond(tolerance)),
        }


def _move_to_json(move: Move) -> dict[str, Any]:
    return {
        "id": move.id,
        "source": move.source,
        "change": move.change,
        "before": move.before,
        "after": move.after,
        "points": move.points,
    }


MAX_GROUPS_FILE_BYTES = 1_000_000
"""A larger file is refused; one of this size has some 30,000 rows."""

FOUR_FIFTHS = 0.8
SMALL_GROUP = 30
"""In a smaller group one person moves the rate by more than three points: its figures say little."""

_Z = 1.959964
"""The normal deviate of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class GroupRate:
    """How many of a group were selected, and the ratio of its rate to the highest group's.

    `ratio` and its 95 % interval are None when nobody at all was selected; the interval is None as well for the
    group that the others are compared with. `small` marks a group of fewer than SMALL_GROUP.
    """

    group: str
    n: int
    selected: int
    rate: float
    ratio: float | None
    ratio_interval: tuple[float, float] | None
    small: bool

    @property
    def verdict(self) -> str:
        """What can be said: `reference`, `below`, `below_uncertain`, `above_uncertain`, `above` or `undefined`."""
        if self.ratio is None:
            return "undefined"
        if self.ratio_interval is None:
            return "reference"
        low, high = self.ratio_interval
        if self.ratio < FOUR_FIFTHS:
            return "below" if high < FOUR_FIFTHS else "below_uncertain"
        return "above" if low >= FOUR_FIFTHS else "above_uncertain"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "verdict": self.verdict}


def group_rates(counts: Mapping[str, tuple[int, int]]) -> list[GroupRate]:
    """The rates of groups, given as (selected, all of them, at least one), lowest rate last.

    All are compared with the group of the highest rate, the largest of these.
    """
    ordered = sorted(counts.items(), key=lambda each: (-each[1][0] / each[1][1], -each[1][1], each[0]))
    if not ordered:
        return []
    best, (best_selected, best_all) = ordered[0]
    highest = best_selected / best_all
    return [
        GroupRate(
            group=group,
            n=total,
            selected=selected,
            rate=selected / total,
            ratio=selected / total / highest if highest else None,
            ratio_interval=None
            if group == best or not highest
            else ratio_interval(selected, total, best_selected, best_all),
            small=total < SMALL_GROUP,
        )
        for group, (selected, total) in ordered
    ]


def ratio_interval(selected: int, total: int, other_selected: int, other_total: int) -> tuple[float, float]:
    """The 95 % interval of the ratio of two rates, the second above 0, by Katz's logarithmic method.

    Where all or none of a group were selected, half a person is added to each cell, so that the interval neither
    vanishes nor becomes infinite; it then still covers the ratio itself.
    """
    ratio = (selected / total) / (other_selected / other_total)
    a, n, b, m = float(selected), float(total), float(other_selected), float(other_total)
    if selected in {0, total} or other_selected == other_total:
        a, n, b, m = a + 0.5, n + 1, b + 0.5, m + 1
    middle = log((a / n) / (b / m))
    margin = _Z * sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return min(ratio, exp(middle - margin)), max(ratio, exp(middle + margin))


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
    table = CsvTable(read_text(path, MAX_GROUPS_FILE_BYTES), path)
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
