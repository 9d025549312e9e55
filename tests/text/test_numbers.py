"""Figures in digits and in words: value, unit and place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.text.numbers import find_numbers
from interview_cli.text.words import split_words

Found = list[tuple[str, float | None, str]]


def found(text: str) -> Found:
    words = split_words(text)
    return [
        (words.written(first, last), value if value is None else round(value, 4), unit)
        for first, last, value, unit in find_numbers(words)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two and a half hours", [("two and a half hours", 2.5, "hours")]),
        ("a dozen servers", [("a dozen servers", 12, "servers")]),
        ("twenty-three bugs", [("twenty-three bugs", 23, "bugs")]),
        ("twenty three", [("twenty three", 23, "")]),
        ("three hundred and twelve users", [("three hundred and twelve users", 312, "users")]),
        ("two million three hundred thousand", [("two million three hundred thousand", 2_300_000, "")]),
        ("one hundred and one", [("one hundred and one", 101, "")]),
        ("a hundred people", [("a hundred people", 100, "people")]),
        ("ninety nine point nine five percent", [("ninety nine point nine five percent", 99.95, "%")]),
        ("one, two, three", [("two", 2, ""), ("three", 3, "")]),
        ("two three", [("two", 2, ""), ("three", 3, "")]),
        ("30k users and 2.5 million dollars", [("30k users", 30_000, "users"), ("2.5 million dollars", 2.5e6, "$")]),
        ("$30,000, €2.5m and 30€", [("$30,000", 3e4, "$"), ("€2.5m", 2.5e6, "€"), ("30€", 30, "€")]),
        ("$ 40", [("40", 40, "$")]),
        ("$2 million", [("$2 million", 2e6, "$")]),
        ("forty percent, 12.5%, 10 % and forty per cent", [
            ("forty percent", 40, "%"), ("12.5%", 12.5, "%"), ("10 %", 10, "%"), ("forty per cent", 40, "%"),
        ]),
        ("15 percentage points", [("15 percentage points", 15, "%")]),
        ("1,5 seconds", [("1,5 seconds", 1.5, "seconds")]),
        ("1,000 and 1,00,000", [("1,000", 1000, ""), ("1,00,000", 100_000, "")]),
        ("5ms, 3 hrs, 1 hour, a 2 second wait", [
            ("5ms", 5, "milliseconds"), ("3 hrs", 3, "hours"), ("1 hour", 1, "hours"), ("2 second", 2, "seconds"),
        ]),
        ("a three-day trip, a 24-hour shift", [("three-day", 3, "days"), ("24-hour", 24, "hours")]),
        ("10x faster, twice, tripled, halved", [
            ("10x", 10, "times"), ("twice", 2, "times"), ("tripled", 3, "times"), ("halved", 0.5, "times"),
        ]),
        ("three times", [("three times", 3, "times")]),
    ],
)  # fmt: skip
def test_reads_figures_and_units(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half of it", [("half", 0.5, "ratio")]),
        ("cut it in half", [("half", 0.5, "ratio")]),
        ("half an hour", [("half an hour", 0.5, "hours")]),
        ("half a million users", [("half a million users", 5e5, "users")]),
        ("half a dozen", [("half a dozen", 6, "")]),
        ("an hour and a half", [("an hour and a half", 1.5, "hours")]),
        ("one year and a half", [("one year and a half", 1.5, "years")]),
        ("three quarters of an hour", [("three quarters of an hour", 0.75, "hours")]),
        ("by a third, a quarter of them", [("a third", 0.3333, "ratio"), ("a quarter", 0.25, "ratio")]),
        ("two thirds, two-thirds", [("two thirds", 0.6667, "ratio"), ("two-thirds", 0.6667, "ratio")]),
        ("one third of orders", [("one third", 0.3333, "ratio")]),
        ("one order in fifty", [("one order in fifty", 0.02, "ratio")]),
        ("three bugs in five services", [("three bugs", 3, "bugs"), ("five services", 5, "services")]),
        ("she reopened one in two months", [("two months", 2, "months")]),
        ("one engineer in two weeks", [("two weeks", 2, "weeks")]),
        ("one in fifty orders", [("one in fifty", 0.02, "ratio")]),
        ("nine out of every ten", [("nine out of every ten", 0.9, "ratio")]),
        ("9 of the 12 servers", [("9 of the 12", 0.75, "ratio")]),
        ("5:1, a ratio of 1:10, 3/4", [("5:1", 5, "ratio"), ("1:10", 0.1, "ratio"), ("3/4", 0.75, "ratio")]),
        ("three in 2019", [("three", 3, ""), ("2019", 2019, "year_number")]),
        ("three in two days", [("three", 3, ""), ("two days", 2, "days")]),
        ("two quarters", [("two quarters", 2, "quarters")]),
    ],
)
def test_reads_shares(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2019 and 1899", [("2019", 2019, "year_number"), ("1899", 1899, "")]),
        ("2000 users, 2,000", [("2000 users", 2000, "users"), ("2,000", 2000, "")]),
        ("since 2000", [("2000", 2000, "year_number")]),
        ("nineteen ninety nine", [("nineteen ninety nine", 1999, "year_number")]),
        ("twenty twenty-one", [("twenty twenty-one", 2021, "year_number")]),
        ("two thousand nineteen", [("two thousand nineteen", 2019, "year_number")]),
        ("March 2020", [("2020", 2020, "year_number")]),
        ("10:30 or 10am", [("10:30", 10.5, "time_of_day"), ("10am", 10, "time_of_day")]),
        ("at 5 pm, 9 a.m. or 12 p.m.", [
            ("5 pm", 17, "time_of_day"), ("9 a.m", 9, "time_of_day"), ("12 p.m", 12, "time_of_day"),
        ]),
    ],
)  # fmt: skip
def test_years_and_times_of_day_are_kinds_of_their_own(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two to three weeks", [("two", 2, "weeks"), ("three weeks", 3, "weeks")]),
        ("5-10 people", [("5", 5, "people"), ("10 people", 10, "people")]),
        ("from eight hours to two", [("eight hours", 8, "hours"), ("two", 2, "hours")]),
        ("from five to one percent", [("five", 5, "%"), ("one percent", 1, "%")]),
        ("fell from twelve to none", [("twelve", 12, ""), ("none", 0, "")]),
        ("ten. Two weeks", [("ten", 10, ""), ("Two weeks", 2, "weeks")]),
        ("zero downtime", [("zero", 0, "")]),
    ],
)
def test_the_ends_of_a_range_share_their_unit(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three angry enterprise customers", [("three angry enterprise customers", 3, "customers")]),
        ("three of our engineers", [("three of our engineers", 3, "engineers")]),
        ("40% of users", [("40%", 40, "%")]),
        ("five was enough", [("five", 5, "")]),
        ("5 amazing people", [("5 amazing people", 5, "people")]),
        ("dozens of angry customers", [("dozens of angry customers", None, "customers")]),
        ("hundreds of thousands of users", [("hundreds of thousands of users", None, "users")]),
        ("a few hundred orders", [("hundred orders", None, "orders")]),
        ("once a week", [("once", 1, "times")]),
    ],
)
def test_finds_what_is_counted(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one week, one person", [("one week", 1, "weeks"), ("one person", 1, "people")]),
        ("down to one", [("one", 1, "")]),
        ("only one engineer", [("one", 1, "")]),
        ("within one day", [("one day", 1, "days")]),
    ],
)
def test_a_one_that_counts(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "one of them",
        "one by one",
        "from one to another",
        "this one, one day I left",
        "number one",
        "a second look at the third party, a first draft",
        "a third party",
        "the other half, the second half, half past",
        "in the last quarter",
        "step 2, chapter 3, error 404, port 8080",
        "we used Python 3 and flew a Boeing 737",
        "on 4 May and March 15",
        "the 21st, 1st, 90th percentile",
        "24/7, version 3.5.1, 192.168.0.1",
        "in my 30s, the 90s, the 1990s",
        "second to none, nonetheless, none the wiser",
        "once we started, double check",
        "a double room, no double dose on the ward since",
        "a 5xx, a B2B shop, h264, covid-19",
        "9" * 30,
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert found(text) == []


PIECES = (
    "one two twenty hundred thousand million and a half third of in out to point dozen none 5 30k $3 10% 5:1 "
    "10:30 am hour quarters twenty-five three-day -5 2019 may week people , . - % $ 1/3 couple few percent per once"
).split()


@given(st.lists(st.sampled_from(PIECES)).map(" ".join) | st.text())
def test_figures_stand_in_order_on_words_of_the_text(text: str) -> None:
    words = split_words(text)
    place = 0
    for number in find_numbers(words):
        assert place <= number.first < number.last <= len(words)
        assert number.value is None or 0 <= number.value < float("inf")
        place = number.last


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "one ", "hundred ", "two and ", "twenty-", "half a ", "1,", "one in ", "a "]
)
def test_many_hostile_characters_are_read(unit: str) -> None:
    words = split_words(unit * (100_000 // len(unit)))
    assert all(number.value is None or number.value < float("inf") for number in find_numbers(words))
