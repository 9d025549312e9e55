"""The periods of a CV in months: experience, gaps, overlaps, and what cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

GAP_MONTHS: Final = 6
"""A gap from this length on is mentioned (chosen)."""

EARLIEST_YEAR: Final = 1940
"""No position on a CV began earlier (chosen)."""

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Period(NamedTuple):
    """From the first month to the one after the last, as months since year 0.

    `entry` is the place of the entry in its section. `by_year` when the file gives years alone: then a gap or an
    overlap of less than a year cannot be known.
    """

    entry: int
    start: int
    end: int
    by_year: bool


def month_of(day: str | None) -> int | None:
    """The month of `2024`, `2024-03` or `2024-03-31` (January for a bare year); None for anything else."""
    found = _DAY.fullmatch(day or "")
    if found is None:
        return None
    month = int(found[2] or 1)
    return int(found[1]) * 12 + month - 1 if 1 <= month <= 12 else None


def today_in_months(today: date) -> int:
    """The month it is."""
    return today.year * 12 + today.month - 1


def periods_of(entries: Iterable[Mapping[str, Any]], today: date) -> list[Period]:
    """The periods of the entries that have a possible one, in the order given. A bare year ends with December."""
    now = today_in_months(today)
    found = []
    for index, entry in enumerate(entries):
        start = month_of(entry.get("startDate"))
        end_day = entry.get("endDate")
        end = month_of(end_day)
        if start is None or (end_day and end is None):
            continue
        last = now if end is None else end + (11 if len(str(end_day)) == 4 else 0)
        last = min(last, now)
        if start <= last:
            by_year = len(str(entry["startDate"])) == 4 or len(str(end_day or "0000-00")) == 4
            found.append(Period(index, start, last + 1, by_year))
    return found


def merged_months(periods: Iterable[Period]) -> int:
    """How many months the periods cover together; overlaps count once."""
    total, reached = 0, 0
    for period in sorted(periods, key=lambda each: each.start):
        total += max(0, period.end - max(period.start, reached))
        reached = max(reached, period.end)
    return total


def years_of_experience(entries: Iterable[Mapping[str, Any]], today: date) -> float | None:
    """Years in positions, overlaps counted once, to one decimal; None when no position has dates."""
    periods = periods_of(entries, today)
    return round(merged_months(periods) / 12, 1) if periods else None


def experience_in_words(entries: Iterable[Mapping[str, Any]], today: date) -> str:
    """What the dates of positions come to; at most that much where some give years alone."""
    periods = periods_of(entries, today)
    if not periods:
        return "I found no position with dates."
    years = round(merged_months(periods) / 12, 1)
    if any(each.by_year for each in periods):
        return f"Positions with dates cover up to {years:g} years; some give years alone."
    return f"Positions with dates cover {years:g} years."


def gaps_between(periods: Iterable[Period]) -> list[tuple[Period, Period, int]]:
    """Gaps of GAP_MONTHS or more: the period before, the one after, and the months between.

    Where years alone are given, only what is sure is a gap: the period before may have ended in December and the one
    after begun in January.
    """
    found = []
    before: Period | None = None
    for period in sorted(periods, key=lambda each: each.start):
        if before is not None and period.start - before.end >= GAP_MONTHS:
            found.append((before, period, period.start - before.end))
        if before is None or period.end > before.end:
            before = period
    return found


def uncovered(start: int, end: int, periods: Iterable[Period]) -> int:
    """How many months from `start` to before `end` lie in none of the periods."""
    inside = [
        each._replace(start=max(start, each.start), end=min(end, each.end))
        for each in periods
        if each.start < end and each.end > start
    ]
    return end - start - merged_months(inside)


def overlaps_among(periods: Iterable[Period]) -> list[tuple[Period, Period, int]]:
    """Pairs of periods of months that overlap by more than one month, and by how many."""
    ordered = sorted((each for each in periods if not each.by_year), key=lambda each: each.start)
    found = []
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.start >= one.end:
                break
            shared = min(one.end, other.end) - other.start
            if shared > 1:
                found.append((one, other, shared))
    return found


def month_text(month: int) -> str:
    """A month as YYYY-MM."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
