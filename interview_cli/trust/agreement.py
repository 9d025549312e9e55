"""Agreement between two lists of numbers, and how certain a correlation is. None: undefined, as with a constant list.

Intervals are bootstrapped over clusters of answers. Answers to one question are judged alike, so whole questions are
drawn with replacement, not answers (Davison and Hinkley 1997, section 3.8); drawing answers would make every interval
too narrow.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from math import floor, fsum, sqrt


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of predicted with true grades; errors in grade points."""

    n: int
    pearson_r: float | None
    spearman_rho: float | None
    mae: float
    rmse: float
    qwk: float | None

    def to_json(self) -> dict[str, int | float | None]:
        return asdict(self)


def agreement(true: Sequence[float], predicted: Sequence[float], max_grade: float) -> Agreement:
    """Every measure at once, for at least one pair. Kappa is taken over whole grades from 0 to `max_grade`."""
    errors = [guess - grade for grade, guess in zip(true, predicted, strict=True)]
    return Agreement(
        n=len(errors),
        pearson_r=pearson(true, predicted),
        spearman_rho=pearson(ranks(true), ranks(predicted)),
        mae=fsum(map(abs, errors)) / len(errors),
        rmse=sqrt(fsum(error * error for error in errors) / len(errors)),
        qwk=quadratic_weighted_kappa(
            [_rounded(grade, max_grade) for grade in true], [_rounded(guess, max_grade) for guess in predicted]
        ),
    )


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's product-moment correlation."""
    count = len(first)
    if count < 2:
        return None
    mean_first, mean_second = fsum(first) / count, fsum(second) / count
    left = [value - mean_first for value in first]
    right = [value - mean_second for value in second]
    spread = sqrt(fsum(value * value for value in left)) * sqrt(fsum(value * value for value in right))
    if not spread or min(first) == max(first) or min(second) == max(second):
        return None
    return max(-1.0, min(1.0, fsum(a * b for a, b in zip(left, right, strict=True)) / spread))


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value from 1; equal values share the mean of their ranks, as Spearman's rho needs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for index in order[start:end]:
            result[index] = (start + 1 + end) / 2
        start = end
    return result


def quadratic_weighted_kappa(first: Sequence[int], second: Sequence[int]) -> float | None:
    """Cohen's weighted kappa with squared distances as weights (Cohen 1968), on whole grades."""
    count = len(first)
    observed = fsum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / count
    mean_first, mean_second = fsum(first) / count, fsum(second) / count
    variance_first = fsum((value - mean_first) ** 2 for value in first) / count
    variance_second = fsum((value - mean_second) ** 2 for value in second) / count
    expected = variance_first + variance_second + (mean_first - mean_second) ** 2
    return 1 - observed / expected if expected else None


def _rounded(grade: float, max_grade: float) -> int:
    """The nearest whole grade within the range; halves go up."""
    return floor(min(max(grade, 0.0), max_grade) + 0.5)


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
