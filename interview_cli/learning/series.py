"""A row of values over time: is it really going up, or is that noise?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean
from typing import Final

FEWEST_PER_SIDE: Final = 4
"""The minimum number of values before and now that are compared (chosen)."""

MOST_PER_SIDE: Final = 10
"""The maximum number: a trend is what happened lately (chosen)."""

MOST_VALUES: Final = 2 * MOST_PER_SIDE
"""No trend looks at more of the last values."""

MOVING_RANGE: Final = 1.128
"""The mean difference of two neighbours is this many standard deviations, for values without a trend (d2 of a pair:
Shewhart 1931, and the individuals chart of any book on statistical process control)."""

BAND: Final = 1.96
"""Standard errors on both sides that hold 95 % of differences that are only noise."""


class Verdict(StrEnum):
    """What can be said of a series."""

    NOT_ENOUGH_YET = "not_enough_yet"
    NO_REAL_CHANGE = "no_real_change"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Trend:
    """The mean of the last values against those before them. `band` is what their difference may be by noise alone.

    All three are None where there are not enough values.
    """

    verdict: Verdict
    before: float | None = None
    now: float | None = None
    band: float | None = None


def trend(values: Sequence[float]) -> Trend:
    """The trend of values in the order of time."""
    side = min(MOST_PER_SIDE, len(values) // 2)
    if side < FEWEST_PER_SIDE:
        return Trend(Verdict.NOT_ENOUGH_YET)
    recent = values[-2 * side :]
    before, now = fmean(recent[:side]), fmean(recent[side:])
    halves = recent[:side], recent[side:]
    steps = [abs(later - earlier) for half in halves for earlier, later in pairwise(half)]
    band = BAND * fmean(steps) / MOVING_RANGE * math.sqrt(2 / side)
    change = now - before
    verdict = Verdict.NO_REAL_CHANGE
    if abs(change) > band + 1e-9:
        verdict = Verdict.UP if change > 0 else Verdict.DOWN
    return Trend(verdict, before, now, band)
