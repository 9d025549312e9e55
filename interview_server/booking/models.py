"""The tables of booking: when interviewers are free, and who has booked them.

The database lets nobody be at two interviews at once. PostgreSQL excludes overlapping times; SQLite, which has one
writer at a time, has a unique index on the start and a trigger that looks for an overlap.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, Enum, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from interview_server.database.base import Base, Id, Instant, keep_rules, new_id


class BookingStatus(StrEnum):
    """HELD is a hold, which is not shown as a booking: the time is kept for somebody for a few minutes."""

    HELD = "HELD"
    SCHEDULED = "SCHEDULED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"


class Side(StrEnum):
    """One of the two people of an interview."""

    CANDIDATE = "CANDIDATE"
    INTERVIEWER = "INTERVIEWER"


def _enum(kind: type[StrEnum], name: str) -> Enum:
    return Enum(kind, name=name, native_enum=False, create_constraint=True, length=20)


class Availability(Base):
    """When an interviewer is free, as they wrote it: `rules` is `availability.Rules` as JSON."""

    __tablename__ = "availability"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class Booking(Base):
    """An interview of two people at a time, or a hold on that time."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_its_start"),
        CheckConstraint("interviewer_id <> candidate_id", name="has_two_people"),
        CheckConstraint("credits_charged >= 0", name="charge_is_not_negative"),
        CheckConstraint("(status = 'HELD') = (hold_expires_at IS NOT NULL)", name="only_a_hold_expires"),
        Index("ix_booking_candidate_id_starts_at", "candidate_id", "starts_at"),
        Index("ix_booking_interviewer_id_starts_at", "interviewer_id", "starts_at"),
        Index("ix_booking_hold_expires_at", "hold_expires_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    interviewer_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    candidate_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(100))
    """The interviewer's zone, in which `wall_start` is what they agreed to."""
    wall_start: Mapped[str] = mapped_column(String(30))
    """Wall time in ISO format; a trailing `~` marks the second of two equal times when clocks are put back."""
    zone_data: Mapped[str] = mapped_column(String(20))
    """The release of the zone data that made `starts_at` of `wall_start`."""
    status: Mapped[BookingStatus] = mapped_column(_enum(BookingStatus, "booking_status"))
    hold_expires_at: Mapped[datetime | None] = mapped_column(Instant)
    credits_charged: Mapped[int] = mapped_column(Integer)
    policy_version: Mapped[int]
    """The policy shown when this was booked: `policy.POLICIES`."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[Side | None] = mapped_column(_enum(Side, "ended_by"))
    """Who cancelled, or who did not come; None when nothing came of the interview."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was cancelled, reported as missed, or completed."""
    disputed_at: Mapped[datetime | None] = mapped_column(Instant)
    dispute_reason: Mapped[str | None] = mapped_column(String(2000))
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    stream_call_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    recording_url: Mapped[str | None] = mapped_column(String(2000))
    sequence: Mapped[int] = mapped_column(default=0)
    """How often it was moved or cancelled: SEQUENCE of its calendar entry."""


TAKES_TIME: Final = "status <> 'CANCELLED'"
ONE_PLACE: Final = ("interviewer_id", "candidate_id")

POSTGRESQL: Final = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    *(
        f"""
        ALTER TABLE booking ADD CONSTRAINT booking_{who}_is_free EXCLUDE USING gist
        ({who} WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ({TAKES_TIME})
        """
        for who in ONE_PLACE
    ),
)

SQLITE: Final = tuple(
    f"""
    CREATE TRIGGER booking_{who}_is_free_{name} BEFORE {change} ON booking WHEN NEW.{TAKES_TIME} AND EXISTS (
        SELECT 1 FROM booking WHERE {who} = NEW.{who} AND {TAKES_TIME} AND id <> NEW.id
        AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
    ) BEGIN SELECT RAISE(ABORT, 'booking_{who}_is_free'); END
    """  # noqa: S608 - only names from above
    for who in ONE_PLACE
    for name, change in (
        ("insert", "INSERT"),
        ("update", f"UPDATE OF {who}, starts_at, ends_at, status"),
    )
)

for _who in ONE_PLACE:
    Index(
        f"ix_booking_{_who}_start_is_taken_once",
        Booking.__table__.c[_who],
        Booking.__table__.c.starts_at,
        unique=True,
        sqlite_where=text(TAKES_TIME),
        postgresql_where=text(TAKES_TIME),
    )

keep_rules(Booking.__table__, sqlite=SQLITE, postgresql=POSTGRESQL)
