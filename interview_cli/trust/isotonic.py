"""Isotonic regression: the curve that never falls and fits best, in the sense of least squares.

Found by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955; Barlow et al. 1972): wherever a
value is lower than the one before it, both give way to their weighted mean.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby

FOLDS = 5
"""Usual for cross-validation (Kohavi 1995 finds five to ten best)."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A function that never falls: straight between its knots, level beyond them. `xs` rise strictly."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def __call__(self, x: float) -> float:
        """The curve's height at `x`."""
        right = bisect_left(self.xs, x)
        if right == 0:
            return self.ys[0]
        if right == len(self.xs):
            return self.ys[-1]
        start, end = self.ys[right - 1], self.ys[right]
        share = (x - self.xs[right - 1]) / (self.xs[right] - self.xs[right - 1])
        return min(end, start + share * (end - start))


def pool_adjacent_violators(values: Sequence[float], weights: Sequence[float] | None = None) -> list[float]:
    """The closest values that never fall: those that minimise the weighted sum of squared differences."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights or [1.0] * len(values), strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, first_weight, first_count), (second, second_weight, second_count) = blocks[-2:]
            total = first_weight + second_weight
            mean = (first * first_weight + second * second_weight) / total
            blocks[-2:] = [(mean, total, first_count + second_count)]
    return [mean for mean, _, count in blocks for _ in range(count)]


def fit_curve(xs: Sequence[float], ys: Sequence[float]) -> Curve:
    """The curve through points (at least one): equal `xs` share one height, each level stretch keeps its two ends."""
    places: list[tuple[float, float, int]] = []
    for x, group in groupby(sorted(zip(xs, ys, strict=True)), key=lambda point: point[0]):
        heights = [y for _, y in group]
        places.append((x, sum(heights) / len(heights), len(heights)))
    fitted = pool_adjacent_violators([mean for _, mean, _ in places], [float(count) for _, _, count in places])
    knots = [
        (x, y)
        for index, ((x, _, _), y) in enumerate(zip(places, fitted, strict=True))
        if index in {0, len(fitted) - 1} or fitted[index - 1] != y or fitted[index + 1] != y
    ]
    return Curve(tuple(x for x, _ in knots), tuple(y for _, y in knots))


def fitted_out_of_fold(
    xs: Sequence[float], ys: Sequence[float], groups: Sequence[Hashable], folds: int = FOLDS
) -> list[float]:
    """Each point's height on a curve learned without any point of its group.

    Groups are dealt to the folds, largest first, each to the fold that is smallest so far. Needs two groups; with
    fewer groups than folds each is a fold.
    """
    fold_of = _dealt(groups, folds)
    result = [0.0] * len(xs)
    for fold in set(fold_of.values()):
        rest = [index for index, group in enumerate(groups) if fold_of[group] != fold]
        curve = fit_curve([xs[index] for index in rest], [ys[index] for index in rest])
        for index, group in enumerate(groups):
            if fold_of[group] == fold:
                result[index] = curve(xs[index])
    return result


def _dealt(groups: Sequence[Hashable], folds: int) -> dict[Hashable, int]:
    sizes = [0] * folds
    fold_of: dict[Hashable, int] = {}
    for group, size in Counter(groups).most_common():
        fold_of[group] = sizes.index(min(sizes))
        sizes[fold_of[group]] += size
    return fold_of
