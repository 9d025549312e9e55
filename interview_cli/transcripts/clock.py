"""Times as transcripts write them."""

from __future__ import annotations

import re
from datetime import datetime
from math import inf, isfinite
from typing import Final

TIME: Final = (
    r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}"
    r"(?:[.,][0-9]{1,9}|-[0-9]{1,3}(?=#)|(?<=:[0-9]{2}:[0-9]{2})[:;][0-9]{2})?"
)
"""`1:02`, `00:01:02`, `00:01:02,500`, `01:02.500`, `#00:01:02-5#`; `00:01:02:12` with the frame of a video."""

_CLOCK: Final = re.compile(TIME)
_NUMBER: Final = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{0,9})?)\s*(?P<unit>h|ms|m|s)?")
_UNIT_S: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, None: 1.0}
_DURATION: Final = re.compile(r"PT(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")


def parse_clock(text: str) -> float:
    """The seconds of a text that matches `TIME`. A frame is left out, as its length is not known."""
    seconds = 0.0
    for part in text.replace(",", ".").replace("-", ".").replace(";", ":").split(":")[:3]:
        seconds = seconds * 60 + float(part)
    return seconds


def to_seconds(value: object) -> float | None:
    """A time in a data file (a number of seconds, `"12.5"`, `"12.5s"`, `"90ms"`, `"00:00:12.5"`), else None."""
    if type(value) is float and 0 <= value < inf:
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            seconds = float(value)
        except OverflowError:
            return None
        return seconds if isfinite(seconds) and seconds >= 0 else None
    if isinstance(value, str):
        text = value.strip()
        if _CLOCK.fullmatch(text):
            return parse_clock(text)
        if match := _NUMBER.fullmatch(text):
            return float(match["number"]) * _UNIT_S[match["unit"]]
    return None


def to_time(value: object) -> tuple[float, bool] | None:
    """A time in a data file as a number, and whether that is sure to be seconds; None if it is none.

    Clock times, ISO 8601 durations and dates (seconds since 1970) are sure, plain numbers are not.
    """
    if not isinstance(value, str):
        seconds = to_seconds(value)
        return None if seconds is None else (seconds, False)
    text = value.strip()
    if match := _DURATION.fullmatch(text):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return 3600 * hours + 60 * minutes + seconds, True
    if _DATE.match(text):
        try:
            return datetime.fromisoformat(text).timestamp(), True
        except (ValueError, OverflowError):
            return None
    seconds = to_seconds(text)
    return None if seconds is None else (seconds, ":" in text or text.endswith("s"))
