"""Text and small plots on the screen. What people said is shown as it is: no markup, no control characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textual.content import Content

from interview_cli.errors import InterviewError

if TYPE_CHECKING:
    from interview_cli.interview.model import Evidence
    from interview_cli.interview.spoken import Span


EVALUATOR: Final = "Scored by rules — no language model"
"""The judge of the answers; always visible during an answer."""

TYPE_NAMES: Final = {
    "behavioral": "Behavioral",
    "hr_screen": "HR screen",
    "technical_verbal": "Technical",
    "project": "Project",
    "system_design": "System design",
    "mixed": "Mixed",
}
"""Interview types as people read them, by their value."""
DIFFICULTY_NAMES: Final = {
    "warmup": "Warm-up",
    "standard": "Standard",
    "intense": "Intense",
}
"""Difficulties as people read them, by their value."""

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters (except tab and line feed), other line ends and marks that reorder a line."""


def clean(text: str) -> str:
    """The text without control characters; every kind of line end becomes a line feed."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int) -> str:
    """The text on one line of at most `limit` characters, cut at a word."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 2]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut} …"


def clock_time(seconds: float) -> str:
    """Minutes and seconds as 1:05."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def local_time(moment: datetime) -> str:
    """Day and time where the person is, as '5 Mar 18:20'."""
    there = moment.astimezone()
    return f"{there.day:2} {there:%b %H:%M}"


def counted(number: int, word: str) -> str:
    """A number with its noun: 1 word, 2 words."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def explain(error: Exception) -> str:
    """What went wrong, and what to do about it, for a person."""
    if isinstance(error, InterviewError):
        return clean(str(error))
    return clean(f"Something unexpected went wrong ({type(error).__name__}: {error}).\nWhat was saved is safe.")


def marked_parts(text: str, spans: Sequence[Evidence | Span]) -> list[tuple[str, bool]]:
    """The cleaned text in pieces, each with whether it lies in one of the spans."""
    quoted = bytearray(len(text))
    for each in spans:
        quoted[each.start : each.end] = b"\1" * len(text[each.start : each.end])
    edges = [0, *(at for at in range(1, len(text)) if quoted[at] != quoted[at - 1]), len(text)]
    return [(clean(text[a:b]), bool(quoted[a])) for a, b in pairwise(edges) if a < b]


BARS: Final = "▁▂▃▄▅▆▇█"
SHOWN_VALUES: Final = 30
"""How many of the last values a small plot shows (chosen)."""


def sparkline(values: Sequence[float], low: float | None = None, high: float | None = None) -> str:
    """The last values as bars, from `low` to `high`; by default from the smallest to the largest shown."""
    shown = values[-SHOWN_VALUES:]
    if not shown:
        return ""
    low = min(shown) if low is None else low
    high = max(shown) if high is None else high
    return "".join(BARS[min(7, max(0, round((value - low) / (high - low or 1) * 7)))] for value in shown)


def bar(value: float | None, most: float, columns: int = 20) -> Content:
    """A value as the filled part of a line."""
    filled = 0 if value is None else min(columns, max(0, round(columns * value / most)))
    return Content.assemble(("━" * filled, "$primary"), ("─" * (columns - filled), "$border-blurred"))
