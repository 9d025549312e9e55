"""Selection rates and the four-fifths rule, with how sure one can be."""

from __future__ import annotations

from math import exp, inf, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.trust.audit import SMALL_GROUP, group_rates, ratio_interval

COUNTS = st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def test_the_example_of_the_guidelines() -> None:
    """48 of 80 and 12 of 40: half the rate, where four fifths are asked for, but too few to be sure."""
    first, second = group_rates({"b": (12, 40), "a": (48, 80)})
    assert (first.group, first.rate, first.ratio, first.ratio_interval, first.verdict) == (
        "a",
        0.6,
        1,
        None,
        "reference",
    )
    assert (second.rate, second.ratio, second.verdict) == (0.3, 0.5, "below_uncertain")
    margin = 1.959964 * sqrt(1 / 12 - 1 / 40 + 1 / 48 - 1 / 80)
    assert second.ratio_interval == pytest.approx((exp(log(0.5) - margin), exp(log(0.5) + margin)))


@pytest.mark.parametrize(
    ("best", "other", "verdict", "small"),
    [
        ((10, 10), (5, 10), "below_uncertain", True),
        ((10, 10), (9, 10), "above_uncertain", True),
        ((96, 100), (5, 1000), "below", False),
        ((960, 1000), (950, 1000), "above", False),
        ((10, 10), (0, 3), "below_uncertain", True),
    ],
)
def test_few_people_make_nothing_sure(
    best: tuple[int, int], other: tuple[int, int], verdict: str, small: bool
) -> None:
    _, found = group_rates({"best": best, "other": other})
    assert (found.group, found.verdict, found.small) == ("other", verdict, small)


def test_groups_that_are_alike_are_alike_but_not_surely() -> None:
    _, second = group_rates({"a": (6, 10), "b": (6, 10)})
    assert second.ratio == 1
    assert second.verdict == "above_uncertain"


@given(COUNTS, COUNTS)
def test_an_interval_covers_its_ratio_and_is_never_sure_of_nothing(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    if not second[0]:
        return
    low, high = ratio_interval(*first, *second)
    assert 0 <= low <= (first[0] / first[1]) / (second[0] / second[1]) <= high < inf
    assert low < high


@given(st.dictionaries(st.text(min_size=1, max_size=3), COUNTS, max_size=5))
def test_all_are_compared_with_the_highest(counts: dict[str, tuple[int, int]]) -> None:
    rates = group_rates(counts)
    assert {rate.group for rate in rates} == set(counts)
    assert [rate.rate for rate in rates] == sorted((rate.rate for rate in rates), reverse=True)
    selected = any(chosen for chosen, _ in counts.values())
    for rate in rates:
        assert rate.small is (rate.n < SMALL_GROUP)
        assert (rate.ratio is None) is not selected
        assert rate.ratio is None or 0 <= rate.ratio <= 1
        assert rate.to_json()["verdict"] == rate.verdict
