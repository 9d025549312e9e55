"""Times as transcripts write them: in fields, at the start of a line, after its label, or on a separate line.

One pattern serves all positions: an optional date, a time, an optional end, with or without brackets. A date or AM/PM
makes it a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from sys import float_info
from typing import Final, NamedTuple

from interview_cli.text.lexicon import MONTHS_IN_ORDER

TIME: Final = (
    r"(?:(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}"
    r"(?:[.,][0-9]{1,9}|-[0-9]{1,3}(?=#)|(?<=:[0-9]{2}:[0-9]{2})[:;][0-9]{2})?|[0-9]{2}(?:;[0-9]{2}){3})"
)
"""`1:02`, `00:01:02`, `00:01:02,500`, `01:02.500`, `#00:01:02-5#`; with the frame of a video `00:01:02:12` and
`00;01;02;12`."""

_CLOCK: Final = re.compile(TIME)
_DURATION: Final = re.compile(
    r"(?:PT)?(?=[0-9])(?:([0-9]{1,5})\s?h\s?)?(?:([0-9]{1,6})\s?m(?!s)\s?)?(?:([0-9]{1,13}(?:\.[0-9]{0,9})?)\s?(ms|s)?)?",
    re.IGNORECASE,
)
"""`PT1H2M3.5S`, `0h1m5s`, `3m`, `90ms`; without a unit seconds."""
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")

_BEGINNINGS: Final = sorted({name[:3] for names in MONTHS_IN_ORDER.values() for name in names})
_MONTH: Final = (
    rf"(?:{'|'.join(f'[{each[0].upper()}{each[0]}]{each[1:]}' for each in _BEGINNINGS)})[^\W\d_]{{0,7}}\.?"
)
"""A month, spelled out or shortened, in any of the languages known."""

_DATE: Final = (
    r"(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})"
    rf"|{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}|[0-9]{{1,2}}\.? (?:de )?{_MONTH},?(?: de)? [0-9]{{4}}"
    r"|[0-9]{1,2}/[0-9]{1,2})"
)
_MONTH_BEGINS: Final = {
    name[:4]: number for names in MONTHS_IN_ORDER.values() for number, name in enumerate(names, 1)
}
_PARTS_OF_DATE: Final = re.compile(r"[0-9]+|[^\W\d_]{3,}")
_LONE_DATE: Final = re.compile(rf"(?:[^\W\d_]{{2,12}},? )?{_DATE}(?:,? ?\(?[^\W\d_]{{1,12}}\)?)?")
_FRACTION: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
_UNITS: Final = r"(?:[0-9]{1,3}h\s?)?[0-9]{1,3}m\s?[0-9]{1,2}(?:\.[0-9]{1,6})?s"
"""`0h1m5s`, `1m 05s`"""

_MAY_BEGIN: Final = re.compile(r"[\s*_]*+[\[(<{#`]?\s?(?:[0-9JFMASOND오上下午]|start=)")
"""How a time can start: a quick check that spares most lines the slower patterns."""

_SECONDS: Final = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
_LEADING_SECONDS: Final = re.compile(
    rf"\s*(?:(?:(?P<open>\[)\s?|start=)(?P<start>{_SECONDS}(?:\s?m?s)?)\s?(?:-->|[-–—]|(?:stop|end)=)"
    rf"\s?(?P<end>{_SECONDS}(?:\s?m?s)?)(?(open)\s?\]|(?=\s))"
    rf"|\[(?P<alone>{_SECONDS}\s?m?s)\]|(?P<bare>{_SECONDS}s)(?=\s[^\W\d_a-z][^:\n]{{0,59}}:\s))\s*"
)
"""`[0.00s - 4.20s]`, `[900ms-4200ms]`, `start=0.9s stop=4.2s`, `[12s]`, and `12s` if a label follows."""

_MAX_DATED: Final = 60
"""Characters of a date with a time (chosen)."""

_TIME_INSIDE: Final = re.compile(r"[0-9](?:[:;][0-9]|m\s?[0-9])")
_MOST_S: Final = float_info.max
_HALF_DAY_S: Final = 43_200.0
_DAY_S: Final = 86_400.0
NEXT_DAY_S: Final = 300.0
"""How much earlier than the one above it a time of day is if it is of another day; cross-talk is by less (chosen)."""


def parse_clock(text: str) -> float:
    """The seconds of a text that matches `TIME`. A frame number is ignored, as its length is unknown."""
    seconds = 0.0
    for part in text.replace(",", ".").replace("-", ".").replace(";", ":").split(":")[:3]:
        seconds = seconds * 60 + float(part)
    return seconds


def to_seconds(value: object) -> float | None:
    """A time in a data file (a number of seconds, `"12.5"`, `"12.5s"`, `"1h2m"`, `"00:00:12.5"`), otherwise None."""
    if isinstance(value, int | float):
        return float(value) if 0 <= value <= _MOST_S and not isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if _CLOCK.fullmatch(text):
        return parse_clock(text)
    if match := _DURATION.fullmatch(text):
        hours, minutes, seconds, unit = match.groups()
        return (
            3600 * float(hours or 0) + 60 * float(minutes or 0) + float(seconds or 0) / (1000 if unit == "ms" else 1)
        )
    return None


def to_time(value: object) -> tuple[float, bool] | None:
    """A time in a data file as a number, and whether it is certainly in seconds; None if it is not a time.

    Clock times, durations with units and dates (seconds since 1970) are certain, plain numbers are not.
    """
    text = value.strip() if isinstance(value, str) else ""
    if _MOMENT.match(text):
        try:
            return datetime.fromisoformat(text).timestamp(), True
        except (ValueError, OverflowError):
            return None
    seconds = to_seconds(value)
    return None if seconds is None else (seconds, ":" in text or text[-1:].isalpha())


def to_times(values: Sequence[object]) -> list[tuple[float, bool] | None]:
    """The times of a column in a data file as `to_time` gives them; dates as people write them, since the first."""
    times = [None if value is None else to_time(value) for value in values]
    if any(times):
        return times
    dated = {
        place: time
        for place, value in enumerate(values)
        if isinstance(value, str) and len(value) <= _MAX_DATED and (time := lone_time(value)) and time.of_day
    }
    for place, (start_s, _) in zip(dated, since_first(list(dated.values())), strict=True):
        times[place] = start_s, True
    return times


def _moment(name: str) -> str:
    """The pattern of one time with the groups `name`, `name_date`, `name_half` (of the day), `name_date_behind`."""
    return (
        rf"(?:(?P<{name}_date>{_DATE})(?:T|,?\s{{1,2}}))?"
        rf"(?:(?:오전|上午|午前)\s?|(?P<{name}_late>오후|下午|午後)\s?)?(?P<{name}>{TIME}|{_UNITS})"
        rf"(?:\s?(?P<{name}_half>[AaPp])\.?[Mm]\b\.?)?"
        rf"(?({name}_date)(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?|(?:,\s(?P<{name}_date_behind>{_DATE}))?)"
    )


_OF_TAPE: Final = r"(?:[0-9]{2}-(?=[0-9]{2}:[0-9]{2}:[0-9]{2}))?"
"""The number of a recording before the time in it: `01-00:05:41`."""

_FRAME: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2}"
_TO: Final = rf"(?:\s?(?:-->|[-–—→|])\s?|\t|(?<={_FRAME}) (?={_FRAME}))"
_TIMES: Final = rf"[\[(<{{#`]?{_OF_TAPE}{_moment('start')}(?:{_TO}{_moment('end')})?[\])>}}#`]?"

_LEADING_TIME: Final = re.compile(
    rf"\s*[*_]{{0,3}}{_TIMES}[*_]{{0,3}}(?:\s?[-–—|]\s|\s|:(?:\s|$)|$|(?<=[\])>}}#`])"
    r"|(?=[^\W\d_][^:\n]{0,40}:\s))\s*"
)

_LONE_TIME: Final = re.compile(rf"\s*{_TIMES}\s*")
_LABEL_WITH_TIME: Final = re.compile(
    rf"\s*(?:(?:-|#{{1,6}})\s)?[*_]{{0,3}}(?P<label>[^\W\d_][^:\[\n]{{0,59}}?)[*_]{{0,3}}"
    rf"(?:\s?[-–—|,]|\s|(?=[\[(<{{`]))\s{{0,8}}{_TIMES}[*_]{{0,3}}(?:(?:\s?-)?:|\t(?:{TIME}\t)?|(?:\s?-)?\s*$|(?:(?<=[\])>}}`])|(?<=[\])>}}`][*_]{{2}}))\s)\s*"
)


class LineTime(NamedTuple):
    """When a line was said, in seconds, from midnight if `of_day`. `stop` is where the time ends in the line.

    `spoken` is a time at the start of a text as it is written, if somebody may have said it; "" if it is in brackets.
    `days_s` are the seconds from the year 1 to its date, if the month is written before the day and if after it; 0 if
    it has no date, or one without the year.
    """

    start_s: float
    end_s: float | None
    of_day: bool
    stop: int
    spoken: str = ""
    days_s: tuple[float, float] = (0.0, 0.0)


def leading_time(head: str) -> LineTime | None:
    """The time at the start of a line."""
    if not _MAY_BEGIN.match(head):
        return None
    if match := _LEADING_TIME.match(head):
        written = match[0].strip()
        return _line_time(match)._replace(spoken=written if written[:1].isdigit() else "")
    if match := _LEADING_SECONDS.match(head):
        start = match["start"] or match["alone"] or match["bare"]
        return LineTime(to_seconds(start) or 0.0, to_seconds(match["end"]), False, match.end())
    return None


def lone_time(text: str) -> LineTime | None:
    """The time that makes up the whole text."""
    match = _LONE_TIME.fullmatch(text)
    return _line_time(match) if match else None


def label_with_time(head: str) -> tuple[str, LineTime] | None:
    """The words at the start of a line and the time after them, if what follows is what can follow a label."""
    if not _TIME_INSIDE.search(head):
        return None
    match = _LABEL_WITH_TIME.match(head)
    return (match["label"], _line_time(match)) if match else None


def _line_time(match: re.Match[str]) -> LineTime:
    found = match.groupdict()
    of_day = any(found[f"start_{part}"] for part in ("date", "half", "late", "date_behind"))
    start_s, end_s = (_seconds(found, name, of_day) for name in ("start", "end"))
    days_s = _days_s(found["start_date"] or found["start_date_behind"] or "")
    return LineTime(start_s or 0.0, end_s, of_day, match.end(), days_s=days_s)


def _days_s(text: str) -> tuple[float, float]:
    """The seconds to a date as `LineTime.days_s` has them."""
    parts = _PARTS_OF_DATE.findall(text)
    if len(parts) < 3:
        return 0.0, 0.0
    if len(parts[0]) == 4:
        year, first, second = parts
    else:
        first, second, year = parts
    if not second.isdigit():
        first, second = second, first
    found = [
        _DAY_S * day for month, day_of in ((first, second), (second, first)) if (day := _day(year, month, day_of))
    ]
    return (found[0], found[-1]) if found else (0.0, 0.0)


def _day(year: str, month: str, day: str) -> int:
    """The number of a day from the year 1 on; 0 if there is no such day."""
    if month.isdigit():
        number = int(month)
    else:
        beginning = month[:4].casefold()
        number = next((number for name, number in _MONTH_BEGINS.items() if name.startswith(beginning)), 0)
    try:
        return date(int(year) + 2000 * (len(year) < 3), number, int(day)).toordinal()
    except ValueError:
        return 0


def _seconds(found: dict[str, str | None], name: str, of_day: bool) -> float | None:
    """One of the times found; of a time of day, two figures are hours and minutes."""
    text, half = found[name], found[f"{name}_half"] or (found[f"{name}_late"] and "P")
    if text is None:
        return None
    seconds = parse_clock(text) if ":" in text or ";" in text else to_seconds(text) or 0.0
    if (of_day or half) and text.count(":") == 1:
        seconds *= 60
    return seconds % _HALF_DAY_S + (_HALF_DAY_S if half in "Pp" else 0.0) if half else seconds


def is_date(line: str) -> bool:
    """Whether a line consists of a date with its year, perhaps with the day of the week."""
    return _LONE_DATE.fullmatch(line[:60]) is not None and _FRACTION.fullmatch(line) is None


def are_newest_first(starts_s: Iterable[float]) -> bool:
    """Whether times fall more often than they rise."""
    return _fall([after_s - before_s for before_s, after_s in pairwise(starts_s)])


def _fall(steps_s: Sequence[float]) -> bool:
    return sum(step_s < 0 for step_s in steps_s) > sum(step_s > 0 for step_s in steps_s)


def since_first(times: Sequence[LineTime]) -> list[tuple[float, float | None]]:
    """Times of day, as written in order or newest first, as seconds since the earliest one.

    Without dates they may pass midnight, and days. Of dates in figures the day or the month may come first: whichever
    makes all of them closer together.
    """
    if not times:
        return []
    days_s: Sequence[float] = min(
        zip(*(time.days_s for time in times), strict=True), key=lambda days: max(days) - min(days)
    )
    if not all(days_s):
        days_s = _passing_midnight([time.start_s for time in times])
    first_s = min(time.start_s + day_s for time, day_s in zip(times, days_s, strict=True))
    return [
        (time.start_s + day_s - first_s, None if time.end_s is None else time.end_s + day_s - first_s)
        for time, day_s in zip(times, days_s, strict=True)
    ]


def _passing_midnight(starts_s: list[float]) -> list[float]:
    """The seconds to the day of each time of day; the next one is at most half a day away, if it may be above."""
    steps_s = [after_s - before_s for before_s, after_s in pairwise(starts_s)]
    order = -1 if _fall([(step_s + _HALF_DAY_S) % _DAY_S - _HALF_DAY_S for step_s in steps_s]) else 1
    days_s = [0.0]
    for before_s, after_s in pairwise(starts_s[::order]):
        days_s.append(days_s[-1] + _DAY_S * (after_s < before_s - NEXT_DAY_S))
    return days_s[::order]
