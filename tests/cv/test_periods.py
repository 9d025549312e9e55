"""Months, experience, gaps and overlaps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.cv.periods import (
    experience_in_words,
    gaps_between,
    merged_months,
    month_of,
    month_text,
    overlaps_among,
    periods_of,
    years_of_experience,
)
from tests.cv.material import RESUME, TODAY

days = st.builds("{:04d}-{:02d}".format, st.integers(1990, 2026), st.integers(1, 12)) | st.integers(1990, 2026).map(
    str
)
entries = st.lists(st.fixed_dictionaries({"startDate": days}, optional={"endDate": days}), max_size=6)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("2024", 2024 * 12),
        ("2024-03", 2024 * 12 + 2),
        ("2024-03-31", 2024 * 12 + 2),
        ("2024-13", None),
        ("soon", None),
    ],
)
def test_months(day: str, month: int | None) -> None:
    assert month_of(day) == month


def test_overlapping_years_count_once() -> None:
    work = [
        {"startDate": "2020-01", "endDate": "2021-12"},
        {"startDate": "2021-01", "endDate": "2022-12"},
    ]
    assert years_of_experience(work, TODAY) == 3.0


def test_a_position_without_an_end_lasts_until_today() -> None:
    assert years_of_experience([{"startDate": "2025-05"}], TODAY) == 1.1


def test_without_dates_there_is_no_number_of_years() -> None:
    assert years_of_experience([{"name": "Somewhere"}], TODAY) is None


def test_years_given_alone_are_said_to_be_at_most_so_many() -> None:
    assert experience_in_words([{"startDate": "2016", "endDate": "2018"}], TODAY) == (
        "Positions with dates cover up to 3 years; some give years alone."
    )
    assert experience_in_words(RESUME["work"], TODAY) == "Positions with dates cover 8.7 years."
    assert experience_in_words([], TODAY) == "I found no position with dates."


def test_the_gap_of_the_sample_is_found() -> None:
    ((before, after, months),) = gaps_between(periods_of(RESUME["work"], TODAY))
    assert (before.entry, after.entry, months) == (1, 0, 14)
    assert month_text(before.end) == "2019-01"


def test_years_alone_make_no_gap_that_may_not_be_one() -> None:
    assert not gaps_between(periods_of([{"startDate": "2018", "endDate": "2019"}, {"startDate": "2020"}], TODAY))


def test_an_overlap_of_years_alone_is_not_claimed() -> None:
    work = [{"startDate": "2018", "endDate": "2020"}, {"startDate": "2020", "endDate": "2022"}]
    assert not overlaps_among(periods_of(work, TODAY))
    of_months = [{"startDate": "2018-01", "endDate": "2020-06"}, {"startDate": "2020-01", "endDate": "2022-01"}]
    assert [months for _, _, months in overlaps_among(periods_of(of_months, TODAY))] == [6]


@settings(max_examples=60)
@given(entries)
def test_no_order_of_entries_changes_what_they_cover(work: list[dict[str, Any]]) -> None:
    periods = periods_of(work, TODAY)
    assert merged_months(periods) == merged_months(reversed(periods))
    assert merged_months(periods) <= sum(each.end - each.start for each in periods)
    assert all(each.start < each.end for each in periods)
