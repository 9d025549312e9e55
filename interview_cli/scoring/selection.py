"""Selection rates of groups, and how they compare by the four-fifths rule with its uncertainty.

The rule (US Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D): a rate under four fifths of the
highest group's is generally taken as a sign of adverse impact. A few people more or less move such a ratio a lot, so
it comes with an interval, by the logarithmic method of Katz, Baptista, Azen and Pike (1978).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp, log, sqrt
from typing import Any

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
