"""When something was said: the columns of a table with times, and the unit of their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf, log
from typing import Final

from interview_cli.transcripts.columns import Column, Table, word_count
from interview_cli.transcripts.field_names import KEY
from interview_cli.transcripts.line_times import to_times

MAX_SECONDS_PER_WORD: Final = 60.0
"""Nobody speaks this slowly over a whole interview: such times are in fractions of a second."""

LATEST_START_S: Final = 1_000_000.0
"""A later time is a date, not a time in a recording (chosen: eleven days)."""

_USUAL_WORDS_PER_SECOND: Final = 2.0
_MAX_WORDS_PER_SECOND: Final = 25.0
_UNITS: Final = {
    1e-3: frozenset("ms millis milliseconds msec milli".split()),
    1e-7: frozenset("ticks tick".split()),
    1e-6: frozenset("us micros microseconds usec".split()),
    1e-9: frozenset("ns nanos nanoseconds".split()),
    1.0: frozenset("s sec secs seconds".split()),
}
_TIMES_ALSO: Final = frozenset("time timestamp ts offset".split())
"""A name such as `endTime` contains one of these words without being a start."""

_NO_TIMES: Final = frozenset("id name number index count".split())

_MAX_SPEAKERS_APART: Final = 3
_MIN_STEPS_APART: Final = 7
"""Speakers whose rows may follow on each other, so that times start over, and rows for that to be seen (chosen)."""


class _TimeColumn:
    """A column as times; `known` are those that could be read."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.means = column.means
        self.times = to_times(column.values)
        self.known = [time for time in self.times if time]
        self.is_sure = all(sure for _, sure in self.known)
        self.unit = next((scale for scale, names in _UNITS.items() if not names.isdisjoint(column.parts)), None)

    @property
    def is_end(self) -> bool:
        return "end" in self.means and ("start" not in self.means or bool(self.column.parts & _TIMES_ALSO))

    @property
    def recur(self) -> bool:
        """Whether the same numbers recur, as those of speakers do."""
        return len(self.known) > 3 and len({time for time, _ in self.known}) * 2 < len(self.known)

    @cached_property
    def rises(self) -> bool:
        """Whether the times rise, or sure ones and dates fall, within each list of rows without merely counting."""
        table, level = self.column.table, self.column.level
        places = table.places_in(level)
        parents = [level.parents[places[place]] for place in table.sample]
        known = [(time[0], parent) for time, parent in zip(self.times, parents, strict=True) if time]
        steps = [b - a for (a, p), (b, q) in pairwise(known) if p == q]
        if len(known) < 3 or not steps or {round(step, 6) for step in steps} in ({1}, {-1}):
            return False
        if (self.is_sure or self.known[0][0] > LATEST_START_S) and sum(steps) < 0:
            steps = [-step for step in steps]
        again = _MAX_SPEAKERS_APART - 1 if self.is_sure and len(steps) > _MIN_STEPS_APART else 0
        return sum(1 for step in steps if step < 0) <= max(again, 0.1 * len(steps)) and any(steps)

    def is_after(self, start: _TimeColumn) -> bool:
        """Whether the times are those of `start` or later ones."""
        known = [(a[0], b[0]) for a, b in zip(start.times, self.times, strict=True) if a and b]
        return bool(known) and sum(1 for a, b in known if b >= a) >= 0.9 * len(known)

    def scale(self, texts: Sequence[str]) -> float | None:
        """The factor that converts the numbers to seconds; None if they do not fit a speaking pace."""
        if self.is_sure:
            return 1.0
        span = max(time for time, _ in self.known) - min(time for time, _ in self.known)
        if not span:
            return self.unit or 1.0
        words = sum(map(word_count, texts)) * len(self.column.level.rows) / max(1, len(texts))
        pace = words / span
        if self.unit and pace / self.unit < 4 * _MAX_WORDS_PER_SECOND:
            return self.unit
        if pace * MAX_SECONDS_PER_WORD >= 1:
            return 1.0 if pace < _MAX_WORDS_PER_SECOND or len(self.known) < 4 else None
        return min((1e-3, 1e-6, 1e-7, 1e-9), key=lambda scale: abs(log(pace / scale / _USUAL_WORDS_PER_SECOND)))


@dataclass(frozen=True)
class Times:
    """The columns with times, and the factors that convert their numbers to seconds."""

    start: Column | None = None
    end: Column | None = None
    scale: float = 1.0
    end_scale: float = 1.0
    ends_are_lengths: bool = False

    def spans(self, table: Table) -> list[tuple[float | None, float | None]]:
        """The start and end of each row of the table in seconds, None if unknown."""
        nothing: list[float | None] = [None] * len(table.rows)
        if self.start is None:
            return list(zip(nothing, nothing, strict=True))
        starts = _seconds(self.start, self.scale)
        ends = _seconds(self.end, self.end_scale) if self.end else nothing
        if self.ends_are_lengths:
            ends = [None if a is None or b is None else a + b for a, b in zip(starts, ends, strict=True)]
        return list(zip(starts, ends, strict=True))


def _seconds(column: Column, scale: float) -> list[float | None]:
    """The times in a column in seconds; numbers are multiplied by `scale`."""
    values = column.all_values
    if scale == 1.0 and all(value.__class__ is float and 0 <= value < inf for value in values):
        return values
    return [time and time[0] * (1.0 if time[1] else scale) for time in to_times(values)]


NO_TIMES: Final = Times()


def find_times(columns: Iterable[Column], texts: Callable[[], Sequence[str]]) -> Times:
    """The times of texts; `texts` is called only if a column could contain times."""
    found = [_TimeColumn(column) for column in columns if _could_be_times(column)]
    lengths = [each for each in found if "length" in each.means and "start" not in each.means]
    ends = [each for each in found if each.is_end and each not in lengths]
    starts = [
        each
        for each in found
        if each not in lengths and each not in ends and not each.recur
        if "start" in each.means or (each.rises and each.scale(texts()) is not None)
    ]
    if not starts:
        return NO_TIMES
    start = max(starts, key=lambda each: 2.0 * ("start" in each.means) + each.rises + each.column.share)
    scale = start.scale(texts()) or 1.0
    if not ends and not lengths:
        ends = [each for each in starts if each is not start]
    others = [each for each in ends if each.is_after(start)] or lengths
    others.sort(key=lambda each: (each.is_sure, each.unit) != (start.is_sure, start.unit))
    if not others:
        return Times(start.column, None, scale, scale)
    other = others[0]
    if other.is_sure != start.is_sure:
        other_scale = other.scale(texts()) or 1.0
    else:
        other_scale = scale if other.unit in {start.unit, None} else other.unit
    return Times(start.column, other.column, scale, other_scale, ends_are_lengths=other in lengths)


def _could_be_times(column: Column) -> bool:
    is_named = not column.means.isdisjoint(("start", "end", "length"))
    if column.path == KEY or not (is_named or column.count > 3) or column.parts & _NO_TIMES:
        return False
    return bool not in set(map(type, column.values))
