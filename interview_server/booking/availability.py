"""When an interviewer is free, and what of that can still be booked.

Interviewers write weekly rules in their own zone, days that differ, and times that are blocked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from interview_server.accounts.people import bookable_interviewer
from interview_server.booking.models import Availability, Booking, BookingStatus
from interview_server.booking.zones import wall_of, window, zone, zone_data
from interview_server.database.statements import insert_for
from interview_server.errors import Conflict, Invalid

LONGEST_LISTING: Final = timedelta(days=62)
"""The longest stretch of time whose slots are listed at once. Chosen."""


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday()`."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


WEEK: Final = tuple(Weekday)


class _Written(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="forbid", frozen=True
    )


WallTime = Annotated[time, Field(description="Wall time without a zone, such as 09:30.")]


class Times(_Written):
    """From `start` to `end` on a clock on the wall; an end at or before the start is on the next day."""

    start: WallTime
    end: WallTime

    @model_validator(mode="after")
    def _have_no_zone(self) -> Times:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("times of the day are in the zone of the availability and carry none themselves")
        return self


class WeeklyTimes(Times):
    """Free at these times every week."""

    weekday: Weekday


class Override(_Written):
    """A day on which these times hold instead of the weekly ones; none at all is a day off."""

    day: date
    times: list[Times] = Field(max_length=24)


class Blocked(_Written):
    """A stretch of time that is not free, whatever the rules say."""

    start_time: AwareDatetime
    end_time: AwareDatetime

    @model_validator(mode="after")
    def _ends_later(self) -> Blocked:
        if self.end_time <= self.start_time:
            raise ValueError("a blocked time ends after it starts")
        return self


class Rules(_Written):
    """An interviewer's availability as they write it."""

    zone: str = Field(max_length=100, description="An IANA name, such as America/Vancouver.")
    slot_minutes: int = Field(default=60, ge=15, le=240, description="How long an interview takes.")
    weekly: list[WeeklyTimes] = Field(default_factory=list, max_length=100)
    overrides: list[Override] = Field(default_factory=list, max_length=200)
    blocked: list[Blocked] = Field(default_factory=list, max_length=200)

    def slots(self, start: datetime, end: datetime) -> list[Slot]:
        """All slots that start at or after `start` and before `end`, in order and without overlap."""
        length = timedelta(minutes=self.slot_minutes)
        slots = (
            slot
            for begins, ends in _merged(self._windows(start, end))
            for slot in _cut(begins, min(ends, end + length), length, start)
            if slot.starts_at < end
        )
        return without(slots, ((block.start_time, block.end_time) for block in self.blocked))

    def _windows(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every free window of the days around the time asked for, so that merging does not depend on it."""
        overrides = {override.day: override.times for override in self.overrides}
        there = zone(self.zone)
        first = start.astimezone(there).date() - timedelta(days=2)
        for number in range((end.astimezone(there).date() - first).days + 2):
            day = first + timedelta(days=number)
            times: Iterable[Times] = overrides.get(day) or ()
            if day not in overrides:
                times = (rule for rule in self.weekly if rule.weekday is WEEK[day.weekday()])
            for free in times:
                if (found := window(day, free.start, free.end, self.zone)) is not None:
                    yield found


class Slot(NamedTuple):
    """A time at which one interview can take place, in UTC."""

    starts_at: datetime
    ends_at: datetime


def without(slots: Iterable[Slot], taken: Iterable[tuple[datetime, datetime]]) -> list[Slot]:
    """The slots that overlap none of these stretches of time."""
    busy = list(_merged(taken))
    ends = [end for _, end in busy]
    free = []
    for slot in slots:
        next_busy = bisect_right(ends, slot.starts_at)
        if next_busy == len(busy) or busy[next_busy][0] >= slot.ends_at:
            free.append(slot)
    return free


def _merged(windows: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Windows joined where they overlap; those that only touch stay apart, each with its own first slot."""
    current: tuple[datetime, datetime] | None = None
    for begins, ends in sorted(windows):
        if current is None or begins >= current[1]:
            if current is not None:
                yield current
            current = (begins, ends)
        else:
            current = (current[0], max(current[1], ends))
    if current is not None:
        yield current


def _cut(begins: datetime, ends: datetime, length: timedelta, start: datetime) -> Iterator[Slot]:
    """The slots of a window that start at `start` or later."""
    if begins < start:
        begins += -((begins - start) // length) * length
    while begins + length <= ends:
        yield Slot(begins, begins + length)
        begins += length


def read_rules(session: Session, interviewer_id: str) -> Rules | None:
    """What the interviewer wrote; None before they wrote anything."""
    found = session.scalar(select(Availability.rules).where(Availability.person_id == interviewer_id))
    return None if found is None else Rules.model_validate(found)


def write_rules(session: Session, interviewer_id: str, rules: Rules, now: datetime) -> None:
    """Replace what the interviewer wrote. What is booked stays booked. Raises Invalid for an unknown zone."""
    zone(rules.zone)
    values = {"rules": rules.model_dump(mode="json"), "updated_at": now.astimezone(UTC)}
    insert = insert_for(session, Availability).values(person_id=interviewer_id, **values)
    session.execute(insert.on_conflict_do_update(index_elements=["person_id"], set_=values))


FARTHEST_AHEAD: Final = timedelta(days=366)
"""How far ahead a time can be booked. Chosen."""


def free_slots(session: Session, interviewer_id: str, start: datetime, end: datetime, now: datetime) -> list[Slot]:
    """What can be booked with a verified interviewer from `start` to `end`, at most `LONGEST_LISTING`, in the future.

    Raises NotFound for anybody else, Invalid for a stretch of time that is empty or too long.
    """
    if not timedelta(0) < end - start <= LONGEST_LISTING:
        raise Invalid(f"Ask for a stretch of time of up to {LONGEST_LISTING.days} days: from, then to.")
    bookable_interviewer(session, interviewer_id)
    start, end = max(start, now + timedelta(microseconds=1)), min(end, now + FARTHEST_AHEAD)
    rules = read_rules(session, interviewer_id)
    if rules is None or start >= end:
        return []
    slots = rules.slots(start, end)
    taken = session.execute(
        select(Booking.starts_at, Booking.ends_at).where(
            Booking.interviewer_id == interviewer_id,
            Booking.status != BookingStatus.CANCELLED,
            or_(Booking.hold_expires_at.is_(None), Booking.hold_expires_at > now),
            Booking.ends_at > start,
            Booking.starts_at < end + timedelta(minutes=rules.slot_minutes),
        )
    ).all()
    return without(slots, ((row.starts_at, row.ends_at) for row in taken))


def time_of(rules: Rules | None, starts_at: datetime, now: datetime) -> dict[str, object]:
    """The columns of a booking that say when it is, for a slot that the interviewer offers.

    Whether the time is taken is not looked at: only the database can say that. Raises Invalid for a time in the past
    or too far ahead, Conflict for one that is not among the interviewer's slots.
    """
    if not now < starts_at <= now + FARTHEST_AHEAD:
        raise Invalid(f"An interview starts in the future, and at most {FARTHEST_AHEAD.days} days ahead.")
    slots = rules.slots(starts_at, starts_at + timedelta(microseconds=1)) if rules else []
    if not rules or not slots:
        raise Conflict("The interviewer is not free at this time. Look at the slots again.")
    return {
        "starts_at": slots[0].starts_at,
        "ends_at": slots[0].ends_at,
        "zone": rules.zone,
        "wall_start": wall_of(starts_at, rules.zone),
        "zone_data": zone_data(),
    }
