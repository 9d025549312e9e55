"""Dates as CVs write them."""

from __future__ import annotations

import pytest

from interview_cli.documents.dates import find_dates


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
