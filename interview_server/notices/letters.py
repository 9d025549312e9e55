"""The words of the mails about bookings, feedback and payouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.accounts.mail import Message, letter
from interview_server.accounts.models import AuditRow, Person, PersonRole, Role
from interview_server.booking.appointments import Appointment, invitation
from interview_server.booking.models import Booking, BookingStatus, Side
from interview_server.booking.outcomes import RESOLVED, may_object
from interview_server.booking.policy import POLICIES
from interview_server.booking.zones import zone
from interview_server.jobs.announcing import Happened
from interview_server.ledger.models import Payout, PayoutStatus, Purchase

REMINDER: Final = "reminder"
"""A mail before an interview: the one kind of mail that nothing but time brings about."""

_PAYOUT_STATES: Final[dict[str, PayoutStatus]] = {
    Happened.PAYOUT_REQUESTED: PayoutStatus.PROCESSING,
    Happened.PAYOUT_PROCESSED: PayoutStatus.PROCESSED,
    Happened.PAYOUT_REJECTED: PayoutStatus.REJECTED,
}
"""While which state what happened to a payout is still true."""
ABOUT_PURCHASES: Final = frozenset({Happened.PURCHASE_REFUNDED, Happened.PURCHASE_RESTORED})
ABOUT_INTERVIEWERS: Final = frozenset({Happened.INTERVIEWER_WAITING, Happened.INTERVIEWER_VERIFIED})
FOR_ADMINS: Final = ABOUT_PURCHASES | {
    Happened.PAYOUT_REQUESTED,
    Happened.BOOKING_DISPUTED,
    Happened.INTERVIEWER_WAITING,
}
"""What admins get a mail about, too: they have to decide, or to know."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Where the server is reached, and the address that its mails come from."""

    public_url: str
    address: str


def readers(session: Session, what: str, subject_id: str) -> list[str]:
    """The ids of the people who get a mail about what happened: both of an interview, or whose matter it is."""
    if what in ABOUT_INTERVIEWERS:
        concerned = [subject_id]
    elif what in _PAYOUT_STATES:
        concerned = [session.get_one(Payout, subject_id).person_id]
    elif what in ABOUT_PURCHASES:
        concerned = [session.get_one(Purchase, subject_id).person_id]
    else:
        booking = session.get_one(Booking, subject_id)
        concerned = [booking.candidate_id, booking.interviewer_id]
    if what in FOR_ADMINS:
        concerned += session.scalars(select(PersonRole.person_id).where(PersonRole.role == Role.ADMIN)).all()
    return list(dict.fromkeys(concerned))


def compose(
    session: Session, what: str, subject_id: str, reader_id: str, sender: Sender, now: datetime
) -> Message | None:
    """The mail to one reader about what happened, as things are now; None when it is no longer true or wanted."""
    reader = session.get(Person, reader_id)
    if reader is None or reader.erased_at is not None or reader.disabled_at is not None:
        return None
    if what in ABOUT_INTERVIEWERS:
        return _about_interviewer(what, session.get_one(Person, subject_id), reader)
    if what in _PAYOUT_STATES:
        payout = session.get_one(Payout, subject_id)
        return _about_payout(payout, reader) if payout.status is _PAYOUT_STATES[what] else None
    if what in ABOUT_PURCHASES:
        return _about_purchase(what, session.get_one(Purchase, subject_id), reader)
    booking = session.get_one(Booking, subject_id)
    if booking.status not in _TRUE_WHILE[what]:
        return None
    if what == Happened.DISPUTE_RESOLVED:
        return _decided(session, booking, reader)
    if reader_id not in (booking.candidate_id, booking.interviewer_id):
        return letter(
            reader.email,
            "An objection waits for a decision",
            [
                f"Somebody objects to how the interview of {when(booking)} ended.",
                f"Read why with GET /api/admin/disputes, and decide about booking {booking.id}.",
            ],
        )
    people = {booking.candidate_id, booking.interviewer_id}
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))}
    appointment = Appointment.of(booking, reader_id, names)
    subject, paragraphs = _WORDS[what](appointment)
    ics = None
    if what in _WITH_CALENDAR:
        ics = invitation(appointment, url=sender.public_url, organizer=sender.address, attendee=reader.email, now=now)
    return letter(reader.email, subject, paragraphs, ics=ics)


def when(booking: Booking) -> str:
    """The time of an interview in the interviewer's zone and in UTC, as people write it."""
    there = zone(booking.zone)
    start, end = booking.starts_at.astimezone(there), booking.ends_at.astimezone(there)
    day = f"{start:%A} {start.day} {start:%B %Y}"
    in_utc = f" ({booking.starts_at.astimezone(UTC):%H:%M} UTC)" if start.utcoffset() else ""
    return f"{day}, {start:%H:%M} to {end:%H:%M} {booking.zone}{in_utc}"


def _other(appointment: Appointment) -> str:
    unnamed = "your interviewer" if appointment.side is Side.CANDIDATE else "your candidate"
    return appointment.other_name or unnamed


def _made(appointment: Appointment) -> tuple[str, list[str]]:
    booking = appointment.booking
    paragraphs = [f"Your interview with {_other(appointment)} is booked: {when(booking)}.", _how_to_join(booking)]
    if appointment.side is Side.CANDIDATE:
        paragraphs.append(f"It costs {booking.credits_charged} credits. {POLICIES[booking.policy_version].text}")
    return f"Interview booked: {when(booking)}", paragraphs


def _moved(appointment: Appointment) -> tuple[str, list[str]]:
    time = when(appointment.booking)
    return f"Interview moved: {time}", [
        f"Your interview with {_other(appointment)} is now: {time}.",
        _how_to_join(appointment.booking),
    ]


def _cancelled(appointment: Appointment) -> tuple[str, list[str]]:
    booking = appointment.booking
    if booking.ended_by is None and booking.ended_at is not None and booking.ended_at >= booking.ends_at:
        days = POLICIES[booking.policy_version].give_up_after.days
        return f"Interview without feedback: {when(booking)}", [
            f"There is no feedback on the interview of {when(booking)}, {days} days after it.",
            "The candidate gets everything back.",
        ]
    if booking.ended_by is None:
        return f"Interview called off: {when(booking)}", [
            f"No call could be made for the interview of {when(booking)}, so it does not take place.",
            "The candidate gets everything back. We are sorry.",
        ]
    by_reader = booking.ended_by is appointment.side
    who = "You" if by_reader else _other(appointment)
    who = who[0].upper() + who[1:]
    return f"Interview cancelled: {when(booking)}", [
        f"{who} cancelled the interview of {when(booking)}.",
        "What you get back or earn is among your transactions.",
    ]


def _missed(appointment: Appointment) -> tuple[str, list[str]]:
    booking = appointment.booking
    missed = "you" if booking.ended_by is appointment.side else _other(appointment)
    hours = POLICIES[booking.policy_version].dispute_window // timedelta(hours=1)
    if missed == "you":
        after = (
            f"If that is not what happened, object within {hours} hours, and say what did: "
            f"interview market dispute {booking.id}"
        )
    else:
        after = f"They can object for {hours} hours. What you get then is among your transactions."
    return f"Interview reported as missed: {when(booking)}", [
        f"It was reported that {missed} did not come to the interview of {when(booking)}.",
        after,
    ]


def _disputed(appointment: Appointment) -> tuple[str, list[str]]:
    booking = appointment.booking
    by_reader = may_object(booking) is appointment.side
    who = "You object" if by_reader else f"{_other(appointment)} objects"
    who = who[0].upper() + who[1:]
    return f"Objection to an interview: {when(booking)}", [
        f"{who} to how the interview of {when(booking)} ended.",
        "Its credits are frozen until an admin has decided. Both of you get a mail then.",
    ]


def _decided(session: Session, booking: Booking, reader: Person) -> Message:
    decision = session.scalars(
        select(AuditRow.detail).where(AuditRow.subject_id == booking.id, AuditRow.action == RESOLVED)
    ).first()
    words = [f"The objection to the interview of {when(booking)} has been decided: {decision}"]
    return letter(reader.email, f"Objection decided: {when(booking)}", words)


def _reminded(appointment: Appointment) -> tuple[str, list[str]]:
    time = when(appointment.booking)
    return f"Reminder: interview on {time}", [
        f"Your interview with {_other(appointment)} is on {time}.",
        _how_to_join(appointment.booking),
    ]


def _feedback(appointment: Appointment) -> tuple[str, list[str]]:
    booking = appointment.booking
    paragraphs = [
        f"The feedback on your interview with {_other(appointment)} of {when(booking)} is ready.",
        f"Read it with: interview market feedback {booking.id}",
    ]
    if appointment.side is Side.INTERVIEWER:
        paragraphs.append(f"You earned {booking.credits_charged} credits.")
    return "Feedback is ready", paragraphs


def _how_to_join(booking: Booking) -> str:
    return f"Join shortly before with: interview market call {booking.id}"


_WORDS: Final = {
    Happened.BOOKING_MADE: _made,
    Happened.BOOKING_RESCHEDULED: _moved,
    Happened.BOOKING_CANCELLED: _cancelled,
    Happened.BOOKING_NO_SHOW: _missed,
    Happened.BOOKING_DISPUTED: _disputed,
    Happened.FEEDBACK_READY: _feedback,
    REMINDER: _reminded,
}
_WITH_CALENDAR: Final = frozenset({Happened.BOOKING_MADE, Happened.BOOKING_RESCHEDULED, Happened.BOOKING_CANCELLED})
_TRUE_WHILE: Final = {
    Happened.BOOKING_MADE: {BookingStatus.SCHEDULED},
    Happened.BOOKING_RESCHEDULED: {BookingStatus.SCHEDULED},
    Happened.BOOKING_CANCELLED: {BookingStatus.CANCELLED},
    Happened.BOOKING_NO_SHOW: {BookingStatus.NO_SHOW},
    Happened.BOOKING_DISPUTED: {BookingStatus.NO_SHOW, BookingStatus.COMPLETED},
    Happened.DISPUTE_RESOLVED: {BookingStatus.NO_SHOW, BookingStatus.COMPLETED},
    Happened.FEEDBACK_READY: {BookingStatus.COMPLETED},
    REMINDER: {BookingStatus.SCHEDULED},
}


def _about_payout(payout: Payout, reader: Person) -> Message:
    amounts = f"{payout.credits} credits, {payout.net_amount} after a fee of {payout.platform_fee}"
    if reader.id != payout.person_id:
        words = [f"A payout was requested: {amounts}.", f"Decide about it as a second person: payout {payout.id}."]
        return letter(reader.email, "A payout waits for a decision", words)
    state = payout.status.lower()
    words = {
        "processing": [f"You asked for a payout: {amounts}.", "You get a mail when it has been decided."],
        "processed": [f"Your payout was sent: {amounts}."],
        "rejected": [f"Your payout was rejected: {amounts}.", f"Reason: {payout.reason}", "The credits are back."],
    }[state]
    return letter(reader.email, f"Your payout is {state}", words)


def _about_interviewer(what: str, interviewer: Person, reader: Person) -> Message | None:
    """None when nobody has to verify them any more, or the verification was withdrawn."""
    is_verified = interviewer.verified_at is not None
    if Role.INTERVIEWER not in interviewer.roles or is_verified is not (what == Happened.INTERVIEWER_VERIFIED):
        return None
    if is_verified:
        words = ["You are verified as an interviewer: people can find and book you at the times that you offer."]
        return letter(reader.email, "You are verified as an interviewer", words)
    if reader.id == interviewer.id:
        words = ["You can be booked once an admin has verified what you say of yourself. You get a mail then."]
        return letter(reader.email, "Your verification as an interviewer", words)
    if interviewer.disabled_at is not None or interviewer.erased_at is not None:
        return None
    words = [
        "Somebody wants to give interviews, and cannot be booked before an admin has verified them.",
        f"Read what they say of themselves with GET /api/admin/users/{interviewer.id}.",
        f"Decide with POST /api/admin/interviewers/{interviewer.id}/verification.",
    ]
    return letter(reader.email, "An interviewer waits for verification", words)


def _about_purchase(what: str, purchase: Purchase, reader: Person) -> Message:
    taken = f"{purchase.credits_taken_back} of the {purchase.credits} credits of purchase {purchase.id}"
    if what == Happened.PURCHASE_RESTORED:
        why = "a refund failed, or a bank returned it"
        words = [f"Money for purchase {purchase.id} that had gone back is here again: {why}."]
        if reader.id != purchase.person_id:
            words.append("Its credits were given again. A refund that was meant has to be sent another way.")
            return letter(reader.email, "Money that went back is here again", words)
        words.append("The credits for it are yours again, as far as you had not spent them.")
        return letter(reader.email, "Credits given back", words)
    if reader.id != purchase.person_id:
        words = [
            f"The payment was refunded or charged back for {taken}.",
            "They were taken back as far as they had not been spent: the ledger's account grants bears the rest.",
        ]
        return letter(reader.email, "A payment went back", words)
    words = [
        f"Your payment was refunded or charged back for {taken}.",
        "They are no longer yours, as far as you had not spent them.",
    ]
    return letter(reader.email, "Credits taken back", words)
