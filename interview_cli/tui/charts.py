"""Numbers as pictures made of characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content

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
