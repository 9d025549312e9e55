"""Days of practice in zones whose clocks and calendars misbehave."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.learning.days import (
    DaysOff,
    DaysOfPractice,
    Practised,
    days_practised,
    streak,
    zone_named,
)

ZONES = ("America/Vancouver", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Europe/Vienna", "UTC")
NOTHING_OFF = DaysOff()


def _calendar(zone: str, hour: int = 4) -> DaysOfPractice:
    return DaysOfPractice(zone_named(zone), hour)


def _local(calendar: DaysOfPractice, *when: int) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=calendar.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "when", "day"),
    [
        ("Europe/Vienna", (2026, 3, 10, 3, 59), date(2026, 3, 9)),
        ("Europe/Vienna", (2026, 3, 10, 4, 0), date(2026, 3, 10)),
        ("Pacific/Kiritimati", (2026, 3, 10, 4, 0), date(2026, 3, 10)),
        ("Pacific/Kiritimati", (2026, 3, 10, 3, 59), date(2026, 3, 9)),
        ("Australia/Lord_Howe", (2026, 4, 5, 3, 59), date(2026, 4, 4)),
        ("Australia/Lord_Howe", (2026, 10, 4, 4, 0), date(2026, 10, 4)),
    ],
)
def test_a_day_ends_at_four_in_the_morning(zone: str, when: tuple[int, int, int, int, int], day: date) -> None:
    calendar = _calendar(zone)
    assert calendar.day_of(_local(calendar, *when)) == day


@pytest.mark.parametrize(("hour", "day"), [(0, 10), (3, 10), (5, 9)])
def test_the_hour_is_the_persons_own(hour: int, day: int) -> None:
    calendar = _calendar("Europe/Vienna", hour)
    assert calendar.day_of(_local(calendar, 2026, 3, 10, 4, 30)) == date(2026, 3, day)


def test_vancouver_keeps_its_time_in_november_2026() -> None:
    """The province stopped changing its clocks that year: with older zone data this evening would be an hour off."""
    calendar = _calendar("America/Vancouver")
    assert calendar.begin(date(2026, 11, 2)) - calendar.begin(date(2026, 11, 1)) == timedelta(days=1)
    assert calendar.begin(date(2026, 11, 2)) == datetime(2026, 11, 2, 11, tzinfo=UTC)


def test_a_change_of_half_an_hour_at_the_end_of_the_day() -> None:
    calendar = _calendar("Australia/Lord_Howe", 2)
    april, october = date(2026, 4, 5), date(2026, 10, 4)
    assert calendar.begin(april) - calendar.begin(april - timedelta(days=1)) == timedelta(hours=24, minutes=30)
    assert calendar.begin(april + timedelta(days=1)) - calendar.begin(april) == timedelta(hours=24)
    assert calendar.begin(october) - calendar.begin(october - timedelta(days=1)) == timedelta(hours=24)
    assert calendar.begin(october + timedelta(days=1)) - calendar.begin(october) == timedelta(hours=23, minutes=30)


def test_the_day_that_apia_skipped_breaks_no_streak() -> None:
    calendar = _calendar("Pacific/Apia")
    evening, after_midnight = _local(calendar, 2011, 12, 29, 23, 0), _local(calendar, 2011, 12, 31, 1, 0)
    assert after_midnight - evening == timedelta(hours=2)
    assert calendar.day_of(evening) == calendar.day_of(after_midnight) == date(2011, 12, 29)
    assert calendar.day_of(_local(calendar, 2011, 12, 31, 4, 0)) == date(2011, 12, 31)
    assert not calendar.exists(date(2011, 12, 30))
    assert streak([date(2011, 12, 29), date(2011, 12, 31)], date(2011, 12, 31), NOTHING_OFF, calendar) == (2, 2)
    assert streak([date(2011, 12, 29), date(2011, 12, 31)], date(2011, 12, 31), NOTHING_OFF, _calendar("UTC")) == (
        1,
        1,
    )


def test_there_is_no_such_zone() -> None:
    for name in ("Europe/Atlantis", "../../etc/passwd", "", "/etc/localtime"):
        with pytest.raises(InputError, match="no time zone"):
            zone_named(name)


def test_zone_data_is_the_packages_even_where_the_system_has_its_own() -> None:
    code = (
        "import zoneinfo; from interview_cli.learning.days import zone_named; zone_named('Europe/Vienna');"
        "assert zoneinfo.TZPATH == (), zoneinfo.TZPATH"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONTZPATH": "/usr/share/zoneinfo"})


moments = st.integers(0, 43 * 365 * 24 * 60).map(
    lambda minutes: datetime(1994, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(st.sampled_from(ZONES), st.integers(0, 23), moments, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_days_never_run_backwards_and_every_moment_lies_in_its_day(
    zone: str, hour: int, moment: datetime, later: timedelta
) -> None:
    calendar = _calendar(zone, hour)
    day = calendar.day_of(moment)
    assert calendar.begin(day) <= moment < calendar.begin(day + timedelta(days=1))
    assert calendar.exists(day)
    assert day <= calendar.day_of(moment + later)


@given(
    st.lists(st.tuples(st.sampled_from(ZONES), st.integers(12 * 60, 24 * 60)), min_size=1, max_size=20),
    st.integers(0, 12),
)
def test_whoever_practises_at_least_every_24_hours_keeps_the_streak_wherever_they_are(
    journey: list[tuple[str, int]], hour: int
) -> None:
    at = datetime(2026, 10, 30, 1, tzinfo=UTC)
    lived = []
    for zone, minutes in journey:
        at += timedelta(minutes=minutes)
        lived.append(Practised(at, _calendar(zone, hour)))
    today = lived[-1].calendar.day_of(at)
    days = days_practised(lived, lived[-1])
    found = streak(days, today, NOTHING_OFF, lived[-1].calendar)
    assert found.current == found.longest == len(days)
    assert sum(days.values()) == len(lived)
    if len({zone for zone, _ in journey}) == 1:
        assert len(days) == len({each.calendar.day_of(each.at) for each in lived})


def test_a_flight_across_the_date_line_neither_doubles_a_day_nor_breaks_a_run() -> None:
    vancouver, kiritimati = _calendar("America/Vancouver"), _calendar("Pacific/Kiritimati")
    monday = Practised(_local(vancouver, 2026, 6, 1, 20, 0), vancouver)
    wednesday = Practised(_local(kiritimati, 2026, 6, 3, 20, 0), kiritimati)
    assert list(days_practised([monday, wednesday], wednesday)) == [date(2026, 6, 3), date(2026, 6, 2)]
    tuesday = Practised(_local(kiritimati, 2026, 6, 2, 21, 0), kiritimati)
    monday_again = Practised(_local(vancouver, 2026, 6, 2, 1, 0), vancouver)
    assert days_practised([tuesday, monday_again], monday_again) == {date(2026, 6, 1): 2}


def test_a_streak_needs_its_minimum_each_day() -> None:
    calendar = _calendar("UTC")
    twice = [Practised(datetime(2026, 5, day, hour, tzinfo=UTC), calendar) for day in (1, 2) for hour in (8, 9)]
    once = Practised(datetime(2026, 5, 3, 8, tzinfo=UTC), calendar)
    assert list(days_practised([*twice, once], once, minimum=2)) == [date(2026, 5, 2), date(2026, 5, 1)]


@pytest.mark.parametrize(
    ("days", "off", "expected"),
    [
        ((1, 2, 3), NOTHING_OFF, (3, 3)),
        ((1, 2, 4), NOTHING_OFF, (1, 2)),
        ((1, 2), NOTHING_OFF, (0, 2)),
        ((1, 2, 4), DaysOff(days=frozenset([date(2026, 5, 3)])), (3, 3)),
        ((1, 4), DaysOff(weekdays=frozenset([5, 6])), (2, 2)),
        ((1,), DaysOff(weekdays=frozenset([5, 6])), (1, 1)),
        ((3,), NOTHING_OFF, (1, 1)),
        ((3, 5), NOTHING_OFF, (1, 1)),
        ((3, 4, 5, 6), NOTHING_OFF, (3, 3)),
        ((), NOTHING_OFF, (0, 0)),
    ],
    ids=lambda value: str(value) if isinstance(value, tuple) else "",
)
def test_streaks(days: tuple[int, ...], off: DaysOff, expected: tuple[int, int]) -> None:
    """Today is Monday, 4 May 2026."""
    found = streak([date(2026, 5, day) for day in days], date(2026, 5, 4), off, _calendar("UTC"))
    assert found == expected
