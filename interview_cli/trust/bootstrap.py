"""How sure a correlation is: bootstrap intervals over clusters of answers.

Answers to one question are alike in how they are judged, so whole questions are drawn with replacement, not answers
(Davison and Hinkley 1997, section 3.8); drawing answers would make every interval too narrow.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

RESAMPLES = 2_000
"""Percentiles at 2.5 and 97.5 need one or two thousand draws (Efron and Tibshirani 1993, section 13.3)."""

MIN_CLUSTERS = 5
"""Fewer clusters can hardly be drawn in different ways: an interval over them would say nothing."""

CONFIDENCE = 0.95
_SEED = 20_240_501
_DRAWN_AT_ONCE = 4_000_000
"""Numbers drawn in one go, to bound the memory whatever the number of clusters."""

Interval = tuple[float, float]


def pearson_interval(
    first: Sequence[float], second: Sequence[float], clusters: Sequence[Hashable], resamples: int = RESAMPLES
) -> Interval | None:
    """The 95 % percentile interval of Pearson's r, clusters resampled; the same input gives the same interval.

    None with fewer than MIN_CLUSTERS clusters, or where the correlation is undefined in more than one draw in twenty.
    """
    numbers = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
    if len(numbers) < MIN_CLUSTERS:
        return None
    import numpy as np

    x, y = (np.asarray(values, dtype=float) for values in (first, second))
    x, y = x - x.mean(), y - y.mean()
    member_of = np.array([numbers[cluster] for cluster in clusters])
    sums = np.stack(
        [np.bincount(member_of, weights=each) for each in (np.ones_like(x), x, y, x * x, y * y, x * y)], axis=1
    )
    source = np.random.default_rng(_SEED)
    at_once = max(1, min(resamples, _DRAWN_AT_ONCE // len(numbers)))
    found = []
    for begin in range(0, resamples, at_once):
        draws = min(at_once, resamples - begin)
        counts = source.multinomial(len(numbers), np.full(len(numbers), 1 / len(numbers)), size=draws)
        n, sum_x, sum_y, sum_xx, sum_yy, sum_xy = (counts @ sums).T
        spread_x, spread_y = sum_xx - sum_x**2 / n, sum_yy - sum_y**2 / n
        defined = (spread_x > 1e-9 * sum_xx) & (spread_y > 1e-9 * sum_yy)
        product = np.sqrt(np.where(defined, spread_x * spread_y, 1.0))
        found.append(((sum_xy - sum_x * sum_y / n) / product)[defined])
    correlations = np.clip(np.concatenate(found), -1.0, 1.0)
    if len(correlations) < CONFIDENCE * resamples:
        return None
    low, high = np.quantile(correlations, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)
