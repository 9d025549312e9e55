"""Days of practice: they end at the person's own hour, in their own zone, whatever clocks and calendars do.

Zone data is always that of the package `tzdata`: a system's is often years old. Until the interview, the days left
are counted and planned.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final, NamedTuple

from interview_cli.errors import InputError

ONE_DAY: Final = timedelta(days=1)
DAY_END_HOUR: Final = 4
"""When a day of practice ends unless set otherwise: whoever practises after midnight is still at the evening's work
(chosen; the hour Anki uses too)."""


@cache
def zone_named(name: str) -> tzinfo:
    """A time zone by its IANA name, from the package's data. Raises InputError when there is none of this name."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(to=())
        zoneinfo.ZoneInfo.clear_cache()
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"There is no time zone {name!r}.", "Use a name like Europe/Vienna.") from None


class DaysOfPractice:
    """Which day of practice a time belongs to, in one zone with one hour at which days end."""

    def __init__(self, zone: tzinfo = UTC, day_end_hour: int = DAY_END_HOUR) -> None:
        self.zone = zone
        self._hour = day_end_hour
        self._begins: dict[date, datetime] = {}
        self._last = (date.min, datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

    def begin(self, day: date) -> datetime:
        """When a day begins, in UTC. A local time that clocks skip counts as the time of the jump."""
        found = self._begins.get(day)
        if found is None:
            local = datetime.combine(day, time(self._hour), self.zone)
            found = self._begins[day] = local.astimezone(UTC)
        return found

    def day_of(self, moment: datetime) -> date:
        """The last day that has begun by this time."""
        day, begin, end = self._last  # moments are asked about in order
        if begin <= moment < end:
            return day
        day = moment.astimezone(self.zone).date()
        while self.begin(day) > moment:
            day -= ONE_DAY
        while self.begin(day + ONE_DAY) <= moment:
            day += ONE_DAY
        self._last = day, self.begin(day), self.begin(day + ONE_DAY)
        return day

    def exists(self, day: date) -> bool:
        """Whether the day was lived here at all: a place that moves across the date line skips one."""
        return self.begin(day) < self.begin(day + ONE_DAY)


class Streak(NamedTuple):
    """Runs of days with practice, in days: the one still alive, and the longest ever."""

    current: int
    longest: int


class Practised(NamedTuple):
    """A time of practice, the calendar in use then, and how many answers were given."""

    at: datetime
    calendar: DaysOfPractice
    answers: int = 1


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days that need no practice: weekdays (Monday is 0), single days, and stretches of them."""

    weekdays: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        return day.weekday() in self.weekdays or day in self.days


def days_between(first: date, last: date) -> Iterable[date]:
    """The days after `first` and before `last`."""
    return (first + ONE_DAY * each for each in range(1, (last - first).days))


def days_practised(moments: Iterable[Practised], now: Practised, minimum: int = 1) -> dict[date, int]:
    """How many answers each day had, newest first, for the days that reach `minimum`.

    Counted backwards from now, and always in the calendar of the viewer: the number of days between two times is
    counted in the zone of the later one. So travel neither doubles a day nor breaks a run.
    """
    counts: dict[date, int] = {}
    calendar = now.calendar
    day = own_day = calendar.day_of(now.at)
    for each in sorted(moments, key=lambda practised: practised.at, reverse=True):
        earlier = calendar.day_of(each.at)
        day -= own_day - earlier
        counts[day] = counts.get(day, 0) + each.answers
        own_day = earlier if each.calendar is calendar else each.calendar.day_of(each.at)
        calendar = each.calendar
    return {day: count for day, count in counts.items() if count >= minimum}


def streak(days: Iterable[date], today: date, off: DaysOff, calendar: DaysOfPractice) -> Streak:
    """The run of days practised that is still alive today, and the longest ever.

    Days off, and days that the calendar skipped, neither count nor break a run. Today need not be practised yet.
    Days later than tomorrow are those of a clock that was wrong.
    """
    run = longest = 0
    previous: date | None = None
    for day in sorted({day for day in days if day <= today + ONE_DAY}):
        run = run + 1 if previous is not None and _is_unbroken(previous, day, off, calendar) else 1
        longest = max(longest, run)
        previous = day
    alive = previous is not None and (previous >= today or _is_unbroken(previous, today, off, calendar))
    return Streak(run if alive else 0, longest)


def _is_unbroken(first: date, last: date, off: DaysOff, calendar: DaysOfPractice) -> bool:
    return all(day in off or not calendar.exists(day) for day in days_between(first, last))


LAST_PLANNED_DAYS: Final = 60
"""Further ahead than this no day is planned (chosen)."""


class PlannedDay(NamedTuple):
    """What to practise on a day before the interview."""

    on: date
    reviews: int
    focus: str | None
    what: str


def plan_until(
    interview_on: date, today: date, weakest: Sequence[str], load: Mapping[date, int]
) -> tuple[PlannedDay, ...]:
    """What to practise each day from today to the eve of the interview; recomputed each time from the current state.

    `weakest` are competencies, the weakest first; they take turns. Every third day is a whole rehearsal, and the eve
    is for stories and the first sentences only.
    """
    days = min((interview_on - today).days, LAST_PLANNED_DAYS)
    planned = []
    for number in range(max(0, days)):
        on, left = today + timedelta(days=number), (interview_on - today).days - number
        focus = weakest[number % len(weakest)] if weakest else None
        if left == 1:
            what, focus = "Read your stories and say each opening line once. No new questions.", None
        elif left % 3 == 2:
            what, focus = "A whole interview of five questions.", None
        elif focus:
            what = f"Two questions about {focus.replace('_', ' ')}."
        else:
            what = "Two new questions."
        planned.append(PlannedDay(on, load.get(on, 0), focus, what))
    return tuple(planned)


def countdown(interview_on: date, today: date) -> str:
    """How far away the interview is, in a sentence."""
    left = (interview_on - today).days
    if left > 1:
        return f"Your interview is on {interview_on}: {left} days left."
    near = {1: "Your interview is tomorrow.", 0: "Your interview is today. Good luck!"}
    return near.get(left, f"Your interview was on {interview_on}.")
