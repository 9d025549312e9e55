"""What happened, for whoever has to act on it after the transaction: mail, calls, webhooks of others.

The room in which something happens announces it in the same transaction and knows nothing of what follows.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from interview_server.jobs.queue import enqueue

ANNOUNCED: Final = "announced"
"""The kind of the jobs that make an announcement known."""


class Happened(StrEnum):
    """What is announced; the subject is the booking, the payout, the purchase or the interviewer."""

    BOOKING_MADE = "booking.made"
    BOOKING_RESCHEDULED = "booking.rescheduled"
    BOOKING_CANCELLED = "booking.cancelled"
    BOOKING_NO_SHOW = "booking.no_show"
    BOOKING_DISPUTED = "booking.disputed"
    DISPUTE_RESOLVED = "booking.dispute_resolved"
    FEEDBACK_READY = "feedback.ready"
    PAYOUT_REQUESTED = "payout.requested"
    PAYOUT_PROCESSED = "payout.processed"
    PAYOUT_REJECTED = "payout.rejected"
    PURCHASE_REFUNDED = "purchase.refunded"
    PURCHASE_RESTORED = "purchase.restored"
    INTERVIEWER_WAITING = "interviewer.waiting"
    INTERVIEWER_VERIFIED = "interviewer.verified"


def announce(session: Session, what: Happened, subject_id: str, now: datetime) -> None:
    """Make known what happened to `subject_id`, once the caller's transaction is committed."""
    enqueue(session, ANNOUNCED, {"what": what, "subject_id": subject_id}, run_at=now)
