"""Dates as CVs write them, and the years they add up to."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.contracts.resume import Work
from interview_cli.documents.dates import find_dates, years_of_experience

TODAY = datetime.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "start", "end", "is_open"),
    [
        ("Sept 2018 – May 2023", "2018-09", "2023-05", False),
        ("May–Aug 2021", "2021-05", "2021-08", False),
        ("06/2019 - heute", "2019-06", None, True),
        ("seit 03/2020", "2020-03", None, True),
        ("1. März 2019 bis 30. Juni 2020", "2019-03", "2020-06", False),
        ("01.03.2019 – 30.06.2020", "2019-03-01", "2020-06-30", False),
        ("janv. 2020 à aujourd’hui", "2020-01", None, True),
        ("depuis septembre 2021", "2021-09", None, True),
        ("enero de 2019 - actualidad", "2019-01", None, True),
        ("septiembre 2019 a junio 2020", "2019-09", "2020-06", False),
        ("dal 2019 ad oggi", "2019", None, True),
        ("2018-09 to present", "2018-09", None, True),
        ("2019-2021", "2019", "2021", False),
        ("2019-21", "2019", "2021", False),
        ("Jan '19 - Feb '20", "2019-01", "2020-02", False),
        ("Fall 2019 – Spring 2020", "2019-09", "2020-03", False),
        ("2020 –", "2020", None, True),
        ("20XX - present", None, None, True),
        ("2021 – 2019", "2019", "2021", False),
    ],
    ids=lambda value: str(value) if value is None or isinstance(value, str) else "",
)
def test_a_range_is_read(text: str, start: str | None, end: str | None, is_open: bool) -> None:
    (found,) = find_dates(text)
    assert (found.start, found.end, found.is_open) == (start, end, is_open)
    assert found.is_range


@pytest.mark.parametrize(("text", "end"), [("(2024)", "2024"), ("Mai 2020", "2020-05"), ("Summer 2019", "2019-06")])
def test_a_single_date_is_no_range(text: str, end: str) -> None:
    (found,) = find_dates(text)
    assert (found.start, found.end, found.is_range) == (None, end, False)


@pytest.mark.parametrize(
    "text", ["GPA: 3.97/4.00", "$2000 a month", "11,234,567", "+49 151 2345 6789", "GPT-2020", "may"]
)
def test_other_figures_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_offsets_point_to_the_dates() -> None:
    text = "New York, May 2019 to Dec. 2020 (2 years)"
    (found,) = find_dates(text)
    assert text[found.begin : found.finish] == "May 2019 to Dec. 2020"


@pytest.mark.parametrize(
    ("spans", "years"),
    [
        ([("2020-01", "2020-12")], 1.0),
        ([("2020-01", "2021-12"), ("2021-01", "2022-12")], 3.0),
        ([("2019", "2021")], 2.0),
        ([("2020", "2020")], 1.0),
        ([("2026-01", None)], 0.5),
        ([("2026-01", "2031-01")], 0.5),
        ([], 0.0),
    ],
    ids=[
        "a year",
        "an overlap counts once",
        "bare years",
        "one bare year",
        "until today",
        "not beyond today",
        "none",
    ],
)
def test_experience_is_the_time_covered(spans: list[tuple[str, str | None]], years: float) -> None:
    work = [Work(startDate=start, endDate=end) if end else Work(startDate=start) for start, end in spans]
    assert years_of_experience(work, TODAY) == years


DAYS = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(1990, 2025), st.integers(1, 12))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=6)


@settings(max_examples=40)
@given(SPANS)
def test_experience_ignores_order_and_repeats(spans: list[list[str]]) -> None:
    work = [Work(startDate=start, endDate=end) for start, end in spans]
    assert years_of_experience(work, TODAY) == years_of_experience([*work[::-1], *work], TODAY)
