"""Times as transcripts write them: in fields, at the start of a line, after its label, or on a separate line.

One pattern serves all positions: an optional date, a time, an optional end, with or without brackets. A date or AM/PM
makes it a time of day.
"""

from __future__ import annotations

import re
from datetime import datetime
from sys import float_info
from typing import Final, NamedTuple

from interview_cli.text.lexicon import MONTHS

TIME: Final = (
    r"(?:(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}"
    r"(?:[.,][0-9]{1,9}|-[0-9]{1,3}(?=#)|(?<=:[0-9]{2}:[0-9]{2})[:;][0-9]{2})?|[0-9]{2}(?:;[0-9]{2}){3})"
)
"""`1:02`, `00:01:02`, `00:01:02,500`, `01:02.500`, `#00:01:02-5#`; with the frame of a video `00:01:02:12` and
`00;01;02;12`."""

_CLOCK: Final = re.compile(TIME)
_DURATION: Final = re.compile(
    r"(?:PT)?(?=[0-9])(?:([0-9]{1,5})\s?h\s?)?(?:([0-9]{1,6})\s?m(?!s)\s?)?(?:([0-9]{1,9}(?:\.[0-9]{0,9})?)\s?(ms|s)?)?",
    re.IGNORECASE,
)
"""`PT1H2M3.5S`, `0h1m5s`, `3m`, `90ms`; without a unit seconds."""
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")

_BEGINNINGS: Final = sorted({name[:3] for names in MONTHS.values() for name in names})
_MONTH: Final = (
    rf"(?:{'|'.join(f'[{each[0].upper()}{each[0]}]{each[1:]}' for each in _BEGINNINGS)})[^\W\d_]{{0,7}}\.?"
)
"""A month, spelled out or shortened, in any of the languages known."""

_DATE: Final = (
    r"(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})"
    rf"|{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}|[0-9]{{1,2}}\.? (?:de )?{_MONTH},?(?: de)? [0-9]{{4}}"
    r"|[0-9]{1,2}/[0-9]{1,2})"
)
_LONE_DATE: Final = re.compile(rf"(?:[^\W\d_]{{2,12}},? )?{_DATE}(?:,? ?\(?[^\W\d_]{{1,12}}\)?)?")
_FRACTION: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
_UNITS: Final = r"(?:[0-9]{1,3}h\s?)?[0-9]{1,3}m\s?[0-9]{1,2}(?:\.[0-9]{1,6})?s"
"""`0h1m5s`, `1m 05s`"""

_MAY_BEGIN: Final = re.compile(r"[\s*_]*+[\[(<{#`]?\s?[0-9JFMASOND오上下午]")
"""How a time can start: a quick check that spares most lines the slower patterns."""

_SECONDS: Final = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
_LEADING_SECONDS: Final = re.compile(
    rf"\s*(?:\[\s?(?P<start>{_SECONDS})\s?s?\s?(?:-->|[-–—])\s?(?P<end>{_SECONDS})\s?s?\s?\]"
    rf"|\[(?P<alone>{_SECONDS})\s?s\]|(?P<bare>{_SECONDS})s(?=\s[^\W\d_a-z][^:\n]{{0,59}}:\s))\s*"
)
"""`[0.00s - 4.20s]`, `[12s]`, and `12s` if a label follows."""

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

_TIMES: Final = rf"[\[(<{{#`]?{_OF_TAPE}{_moment('start')}(?:(?:\s?(?:-->|[-–—])\s?|\t){_moment('end')})?[\])>}}#`]?"

_LEADING_TIME: Final = re.compile(
    rf"\s*[*_]{{0,3}}{_TIMES}[*_]{{0,3}}(?:\s?[-–—|]\s|\s|:(?:\s|$)|$|(?<=[\])>}}#`])"
    r"|(?=[^\W\d_][^:\n]{0,40}:\s))\s*"
)

_LONE_TIME: Final = re.compile(rf"\s*{_TIMES}\s*")
_LABEL_WITH_TIME: Final = re.compile(
    rf"\s*(?:-\s)?[*_]{{0,3}}(?P<label>[^\W\d_][^:\[\n]{{0,59}}?)[*_]{{0,3}}(?:\s?[-–—|,]|\s|(?=[\[(<{{`]))\s{{0,8}}"
    rf"{_TIMES}[*_]{{0,3}}(?:(?:\s?-)?:|\t(?:{TIME}\t)?|(?:\s?-)?\s*$|(?:(?<=[\])>}}`])|(?<=[\])>}}`][*_]{{2}}))\s)\s*"
)


class LineTime(NamedTuple):
    """When a line was said, in seconds, from midnight if `of_day`. `stop` is where the time ends in the line.

    `spoken` is a time at the start of a text as it is written, if somebody may have said it; "" if it is in brackets.
    """

    start_s: float
    end_s: float | None
    of_day: bool
    stop: int
    spoken: str = ""


def leading_time(head: str) -> LineTime | None:
    """The time at the start of a line."""
    if not _MAY_BEGIN.match(head):
        return None
    if match := _LEADING_TIME.match(head):
        written = match[0].strip()
        return _line_time(match)._replace(spoken=written if written[:1].isdigit() else "")
    if match := _LEADING_SECONDS.match(head):
        start = match["start"] or match["alone"] or match["bare"]
        return LineTime(float(start), float(match["end"]) if match["end"] else None, False, match.end())
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
    return LineTime(start_s or 0.0, end_s, of_day, match.end())


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


def since_first(times: list[tuple[float, float | None]]) -> list[tuple[float, float | None]]:
    """Times of day, in the order written, as seconds since the earliest one; they may pass midnight, and days."""
    going_on: list[tuple[float, float | None]] = []
    day_s = 0.0
    for start_s, end_s in times:
        if going_on and start_s + day_s < going_on[-1][0] - NEXT_DAY_S:
            day_s += _DAY_S
        going_on.append((start_s + day_s, None if end_s is None else end_s + day_s))
    first_s = min((start_s for start_s, _ in going_on), default=0.0)
    return [(start_s - first_s, None if end_s is None else end_s - first_s) for start_s, end_s in going_on]
