"""Intervals of a correlation: deterministic, honest about clusters, silent where there is too little."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.trust.agreement import MIN_CLUSTERS, pearson, pearson_interval


def noisy(count: int, seed: int = 1, noise: float = 1.0) -> tuple[list[float], list[float]]:
    source = random.Random(seed)
    first = [source.gauss(0, 1) for _ in range(count)]
    return first, [value + source.gauss(0, noise) for value in first]


@given(st.integers(0, 2**32), st.integers(60, 200), st.floats(0.2, 2))
def test_it_holds_the_estimate_and_is_the_same_again(seed: int, count: int, noise: float) -> None:
    first, second = noisy(count, seed, noise)
    clusters = [index // 2 for index in range(count)]
    interval = pearson_interval(first, second, clusters, 400)
    assert interval == pearson_interval(first, second, clusters, 400)
    assert interval is not None
    low, high = interval
    estimate = pearson(first, second)
    assert estimate is not None
    assert -1 <= low <= estimate <= high <= 1


def test_it_covers_the_true_correlation_about_as_often_as_it_says() -> None:
    true = 1 / np.sqrt(2)
    covered = 0
    for seed in range(100):
        interval = pearson_interval(*noisy(120, seed), range(120), 500)
        assert interval is not None
        covered += interval[0] <= true <= interval[1]
    assert 0.88 <= covered / 100 <= 0.99


def test_answers_that_go_together_make_it_wider() -> None:
    first, second = noisy(40)
    twenty_times = ([value for value in values for _ in range(20)] for values in (first, second))
    first, second = twenty_times
    by_answer = pearson_interval(first, second, range(800))
    by_question = pearson_interval(first, second, [index // 20 for index in range(800)])
    assert by_answer is not None
    assert by_question is not None
    assert by_question[1] - by_question[0] > 3 * (by_answer[1] - by_answer[0])


def test_it_agrees_with_drawing_the_clusters_one_by_one() -> None:
    first, second = noisy(90, 5)
    clusters = [index // 3 for index in range(90)]
    source = np.random.default_rng(8)
    found = []
    for _ in range(3000):
        drawn = [3 * cluster + each for cluster in source.integers(0, 30, 30) for each in range(3)]
        found.append(float(np.corrcoef(np.array(first)[drawn], np.array(second)[drawn])[0, 1]))
    interval = pearson_interval(first, second, clusters)
    assert interval == pytest.approx(tuple(np.quantile(found, [0.025, 0.975])), abs=0.02)


def test_too_few_clusters_or_nothing_that_varies_give_none() -> None:
    first, second = noisy(40)
    assert pearson_interval(first, second, [index % (MIN_CLUSTERS - 1) for index in range(40)]) is None
    assert pearson_interval(first, second, [index % MIN_CLUSTERS for index in range(40)]) is not None
    assert pearson_interval([1.0] * 40, second, range(40)) is None
    assert pearson_interval([], [], []) is None
