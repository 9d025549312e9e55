"""Wall time and instants: days on which clocks change, and zones that do it their own way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_server.booking.availability import WEEK, Blocked, Override, Rules, Times, WeeklyTimes
from interview_server.booking.zones import instant_of, wall_of, window, zone, zone_names
from interview_server.errors import Invalid


def test_the_availability_that_the_manual_shows_is_one() -> None:
    manual = Path("docs/market.md").read_text(encoding="utf-8")
    rules = Rules.model_validate_json(manual.partition("```json\n")[2].partition("```")[0])
    assert [each.weekday for each in rules.weekly] == ["MONDAY", "FRIDAY"]
    assert rules.overrides
    assert rules.blocked


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_vancouver_stays_on_summer_time_in_november_2026() -> None:
    """Zone data before 2026 says 20:00: a system's own may be as old as that."""
    assert instant_of("2026-11-01T12:00:00", "America/Vancouver") == utc("2026-11-01T19:00")


@pytest.mark.parametrize(
    ("name", "day", "start", "end", "begins", "ends"),
    [
        ("Europe/Berlin", "2026-03-29", "01:00", "04:00", "2026-03-29T00:00", "2026-03-29T02:00"),
        ("Europe/Berlin", "2026-03-29", "02:15", "04:00", "2026-03-29T01:00", "2026-03-29T02:00"),
        ("Europe/Berlin", "2026-03-29", "01:00", "02:45", "2026-03-29T00:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25", "01:00", "04:00", "2026-10-24T23:00", "2026-10-25T03:00"),
        ("Europe/Berlin", "2026-10-25", "22:00", "02:00", "2026-10-25T21:00", "2026-10-26T01:00"),
        ("Australia/Lord_Howe", "2026-10-04", "01:30", "03:00", "2026-10-03T15:00", "2026-10-03T16:00"),
        ("Australia/Lord_Howe", "2026-04-05", "01:00", "03:00", "2026-04-04T14:00", "2026-04-04T16:30"),
        ("Pacific/Apia", "2011-12-29", "22:00", "03:00", "2011-12-30T08:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31", "00:00", "03:00", "2011-12-30T10:00", "2011-12-30T13:00"),
    ],
)
def test_a_window_is_what_clocks_on_the_wall_show(
    name: str, day: str, start: str, end: str, begins: str, ends: str
) -> None:
    found = window(date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end), name)
    assert found == (utc(begins), utc(ends))


@pytest.mark.parametrize(
    ("name", "day", "start", "end"),
    [
        ("Pacific/Apia", "2011-12-30", "09:00", "17:00"),
        ("Europe/Berlin", "2026-03-29", "02:00", "03:00"),
        ("Europe/Berlin", "2026-03-29", "02:10", "02:50"),
    ],
    ids=["a day left out", "an hour left out", "a part of it"],
)
def test_what_clocks_skip_is_no_window(name: str, day: str, start: str, end: str) -> None:
    assert window(date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end), name) is None


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../tzdata/zones", "europe/berlin", "Europe", "localtime"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(Invalid, match="no time zone named"):
        zone(name)


ZONES = st.sampled_from(
    ["Europe/Berlin", "America/Vancouver", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
)


def instants(first: str, last: str) -> st.SearchStrategy[datetime]:
    seconds = int((utc(last) - utc(first)).total_seconds())
    return st.integers(0, seconds).map(lambda after_s: utc(first) + timedelta(seconds=after_s))


AUTUMN = instants("2026-10-20T00:00", "2026-11-05T00:00")


@settings(max_examples=150, deadline=None)
@given(ZONES, instants("2011-01-01T00:00", "2035-01-01T00:00"))
def test_every_instant_has_a_wall_time_of_its_own(name: str, instant: datetime) -> None:
    assert instant_of(wall_of(instant, name), name) == instant


def test_every_zone_can_be_loaded() -> None:
    assert len({zone(name).key for name in zone_names()}) == len(zone_names()) > 500


MINUTES = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
TIMES = st.builds(Times, start=MINUTES, end=MINUTES)
RULES = st.builds(
    Rules,
    zone=ZONES,
    slot_minutes=st.sampled_from([15, 45, 60, 240]),
    weekly=st.lists(
        st.builds(WeeklyTimes, weekday=st.sampled_from(WEEK), start=MINUTES, end=MINUTES), min_size=1, max_size=5
    ),
    overrides=st.lists(
        st.builds(Override, day=st.dates(date(2026, 10, 20), date(2026, 11, 5)), times=st.lists(TIMES, max_size=2)),
        max_size=3,
    ),
    blocked=st.lists(
        st.builds(
            lambda start, hours: Blocked(start_time=start, end_time=start + timedelta(hours=hours)),
            AUTUMN,
            st.integers(1, 60),
        ),
        max_size=2,
    ),
)


@settings(max_examples=60, deadline=None)
@given(RULES, AUTUMN)
def test_slots_keep_apart_and_do_not_depend_on_what_is_asked_for(rules: Rules, middle: datetime) -> None:
    start, end = utc("2026-10-20T00:00"), utc("2026-11-05T00:00")
    slots = rules.slots(start, end)
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(slots))
    assert {slot.ends_at - slot.starts_at for slot in slots} <= {timedelta(minutes=rules.slot_minutes)}
    blocked = [(block.start_time, block.end_time) for block in rules.blocked]
    everything = rules.model_copy(update={"blocked": []}).slots(start, end)
    free = [slot for slot in everything if all(slot[1] <= begins or ends <= slot[0] for begins, ends in blocked)]
    assert slots == free
    assert rules.slots(start, middle) + rules.slots(middle, end) == slots
    assert all(start <= slot.starts_at < end for slot in slots)


def test_a_day_that_differs_replaces_the_weekly_times() -> None:
    rules = Rules.model_validate(
        {
            "zone": "Asia/Kathmandu",
            "slotMinutes": 60,
            "weekly": [{"weekday": day, "start": "09:00", "end": "11:00"} for day in WEEK],
            "overrides": [
                {"day": "2026-09-08", "times": []},
                {"day": "2026-09-09", "times": [{"start": "20:00", "end": "21:00"}]},
            ],
            "blocked": [{"startTime": "2026-09-10T04:00:00Z", "endTime": "2026-09-10T04:15:00Z"}],
        }
    )
    starts = [slot.starts_at for slot in rules.slots(utc("2026-09-07T00:00"), utc("2026-09-11T00:00"))]
    assert starts == [
        utc("2026-09-07T03:15"),
        utc("2026-09-07T04:15"),
        utc("2026-09-09T14:15"),
        utc("2026-09-10T04:15"),
    ]


def test_windows_that_overlap_are_one() -> None:
    weekly = [
        WeeklyTimes(weekday=WEEK[0], start=time(9), end=time(10, 30)),
        WeeklyTimes(weekday=WEEK[0], start=time(10), end=time(12)),
    ]
    rules = Rules(zone="UTC", weekly=weekly)
    starts = [slot.starts_at.hour for slot in rules.slots(utc("2026-09-07T00:00"), utc("2026-09-08T00:00"))]
    assert starts == [9, 10, 11]
