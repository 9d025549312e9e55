"""The tables of calls: what was recorded and transcribed, the feedback made of it, and what the two people think."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_server.database.base import Base, Id, Instant, new_id


class FileKind(StrEnum):
    """What a file of a call is."""

    TRANSCRIPT = "transcript"
    RECORDING = "recording"


class CallFile(Base):
    """A transcript or a recording of one session of a call.

    `origin` is the session at the provider, or the SHA-256 of what somebody uploaded: a file is kept once, however
    often it arrives. A transcript has its `content`; a recording has its `url`, and an uploaded one is in the folder
    of files under its `checksum`.
    """

    __tablename__ = "call_file"
    __table_args__ = (
        UniqueConstraint("booking_id", "kind", "origin"),
        CheckConstraint("kind IN ('transcript', 'recording')", name="kind"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(Instant)
    checksum: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    url: Mapped[str | None] = mapped_column(String(2000))
    uploaded_by: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    received_at: Mapped[datetime] = mapped_column(Instant)


class Feedback(Base):
    """The feedback on an interview: `content` is `judging.FeedbackContent`, made of these transcripts."""

    __tablename__ = "feedback"

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    transcript_ids: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)


class Rating(Base):
    """What one of the two people thinks of the interview with the other, from 1 to 10."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 10", name="rating_is_from_1_to_10"),)

    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True)
    rater_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rated_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    rating: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime] = mapped_column(Instant)
