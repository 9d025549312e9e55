"""The curve that never falls: its defining properties, and that nothing of a fold leaks into its own prediction."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.trust.isotonic import Curve, fit_curve, fitted_out_of_fold, pool_adjacent_violators

VALUE = st.floats(-100, 100, allow_nan=False, width=32)
WEIGHTED = st.lists(st.tuples(VALUE, st.integers(1, 9)), min_size=1, max_size=40)
POINTS = st.lists(st.tuples(st.integers(0, 12), VALUE), min_size=1, max_size=60)


def best_by_definition(values: list[float], weights: list[float]) -> list[float]:
    """The minimax formula: the largest, over starts, of the smallest, over ends, mean that covers a place."""

    def mean(start: int, end: int) -> float:
        total = sum(weights[start:end])
        return sum(v * w for v, w in zip(values[start:end], weights[start:end], strict=True)) / total

    count = len(values)
    return [
        max(min(mean(start, end) for end in range(place + 1, count + 1)) for start in range(place + 1))
        for place in range(count)
    ]


@given(WEIGHTED)
def test_pooling_is_monotone_idempotent_keeps_the_mean_and_is_the_best(pairs: list[tuple[float, int]]) -> None:
    values, weights = [value for value, _ in pairs], [float(weight) for _, weight in pairs]
    pooled = pool_adjacent_violators(values, weights)
    assert pooled == sorted(pooled)
    assert pool_adjacent_violators(pooled, weights) == pooled
    assert sum(v * w for v, w in zip(pooled, weights, strict=True)) == pytest.approx(
        sum(v * w for v, w in zip(values, weights, strict=True)), abs=1e-6
    )
    assert pooled == pytest.approx(best_by_definition(values, weights), abs=1e-6)


def test_pooling_leaves_alone_what_rises_and_levels_what_falls() -> None:
    assert pool_adjacent_violators([1, 2, 2, 5]) == [1, 2, 2, 5]
    assert pool_adjacent_violators([3, 2, 1]) == [2, 2, 2]
    assert pool_adjacent_violators([4, 1], [1, 2]) == [2, 2]
    assert pool_adjacent_violators([]) == []


@given(POINTS, st.lists(st.floats(-5, 20, allow_nan=False), min_size=2, max_size=20))
def test_a_fitted_curve_never_falls_and_stays_within_the_heights(
    points: list[tuple[int, float]], places: list[float]
) -> None:
    ys = [y for _, y in points]
    curve = fit_curve([x for x, _ in points], ys)
    heights = [curve(place) for place in sorted(places)]
    assert heights == sorted(heights)
    assert all(min(ys) - 1e-6 <= height <= max(ys) + 1e-6 for height in heights)
    assert list(curve.xs) == sorted(set(curve.xs))


@given(POINTS)
def test_a_curve_has_the_pooled_height_at_every_point(points: list[tuple[int, float]]) -> None:
    xs = sorted({x for x, _ in points})
    grouped = [[y for x, y in points if x == each] for each in xs]
    pooled = pool_adjacent_violators([sum(ys) / len(ys) for ys in grouped], [float(len(ys)) for ys in grouped])
    curve = fit_curve([x for x, _ in points], [y for _, y in points])
    assert [curve(x) for x in xs] == pytest.approx(pooled, abs=1e-6)


def test_a_curve_is_straight_between_its_knots_and_level_beyond() -> None:
    curve = Curve((0.0, 1.0, 3.0), (2.0, 4.0, 4.0))
    assert [curve(x) for x in (-1, 0, 0.5, 1, 2, 3, 9)] == [2, 2, 3, 4, 4, 4, 4]
    assert fit_curve([0.2, 0.5, 0.7, 0.9], [1, 3, 2, 2.5]) == Curve((0.2, 0.5, 0.9), (1, 2.5, 2.5))


def test_no_group_sees_its_own_points() -> None:
    xs = [0.0, 1.0] * 4
    groups = [name for name in "abcd" for _ in range(2)]
    ys = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 50.0, 90.0]
    found = fitted_out_of_fold(xs, ys, groups, folds=4)
    assert found[6:] == [0.0, 1.0], "learned from the other three alone"
    assert found[0] == pytest.approx(50 / 3)
    assert isclose(found[1], 92 / 3)


def test_fewer_groups_than_folds_are_a_fold_each() -> None:
    assert fitted_out_of_fold([1, 2, 1, 2], [1, 2, 3, 4], "aabb") == [3, 4, 1, 2]
