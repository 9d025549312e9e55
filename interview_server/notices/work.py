"""What follows from what happened: calls opened and closed, mails, reminders, webhooks of others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from interview_server.accounts.mail import Mailer
from interview_server.booking.models import Booking, BookingStatus
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.work import CLOSE_CALL, OPEN_CALL
from interview_server.jobs import queue
from interview_server.jobs.announcing import ANNOUNCED, Happened
from interview_server.jobs.queue import TakenJob, enqueue
from interview_server.jobs.worker import Kind, Running
from interview_server.notices.letters import REMINDER, Sender, compose, readers
from interview_server.notices.models import WebhookEndpoint
from interview_server.notices.outgoing import content, deliver, endpoints

SEND_MAIL: Final = "send_mail"
FORGET_MAILS: Final = "forget_mails"
SEND_WEBHOOK: Final = "send_webhook"
REMIND: Final = "remind"
FORGET_JOBS: Final = "forget_jobs"

REMIND_BEFORE: Final = (timedelta(hours=24), timedelta(hours=1))
"""How long before an interview both are reminded. Chosen."""

_OF_CALLS: Final = {
    Happened.BOOKING_MADE: OPEN_CALL,
    Happened.BOOKING_RESCHEDULED: OPEN_CALL,
    Happened.BOOKING_CANCELLED: CLOSE_CALL,
    Happened.BOOKING_NO_SHOW: CLOSE_CALL,
}


@dataclass(frozen=True)
class NoticeWork:
    """The jobs about notices."""

    mailer: Mailer
    sender: Sender
    web: PublicWeb

    def kinds(self) -> list[Kind]:
        """The kinds of jobs that are done here."""
        return [
            Kind(ANNOUNCED, self.make_known),
            Kind(SEND_MAIL, self.send_mail),
            Kind(FORGET_MAILS, self.forget_mails),
            Kind(SEND_WEBHOOK, self.send_webhook, lease=timedelta(minutes=2)),
            Kind(REMIND, self.remind),
            Kind(FORGET_JOBS, self.forget_jobs, every=timedelta(hours=6)),
        ]

    def make_known(self, running: Running) -> None:
        """Turn an announcement into the jobs that follow from it, all or none."""
        what, subject_id = running.job.payload["what"], running.job.payload["subject_id"]
        now = running.clock()
        with running.finishing() as session:
            if what in _OF_CALLS:
                enqueue(session, _OF_CALLS[what], {"booking_id": subject_id}, run_at=now)
            if what in {Happened.BOOKING_MADE, Happened.BOOKING_RESCHEDULED}:
                _plan_reminders(session, session.get_one(Booking, subject_id), now)
            _mail_readers(session, what, subject_id, now)
            for endpoint in endpoints(session):
                if what in endpoint.events:
                    payload = {"endpoint_id": endpoint.id, "at": now.isoformat(), **running.job.payload}
                    enqueue(session, SEND_WEBHOOK, payload, run_at=now)

    def send_mail(self, running: Running) -> None:
        """Write and send one mail. A worker that dies after sending sends it once more, with the same Message-ID."""
        job = running.job
        with running.database.reading() as session:
            message = compose(
                session,
                job.payload["what"],
                job.payload["subject_id"],
                job.payload["reader_id"],
                self.sender,
                running.clock(),
            )
        if message is not None:
            self.mailer.send(replace(message, about=job.payload["subject_id"]), job.id)

    def forget_mails(self, running: Running) -> None:
        """Erase the mails to somebody, and about what concerned them, where mails are kept."""
        self.mailer.forget(running.job.payload["address"], running.job.payload["ids"])
        with running.finishing():
            pass  # which forgets the address that is in this job
        running.database.scrub()

    def send_webhook(self, running: Running) -> None:
        """Deliver one event to one address, unless the address was removed."""
        payload = running.job.payload
        with running.database.reading() as session:
            endpoint = session.get(WebhookEndpoint, payload["endpoint_id"])
        if endpoint is not None:
            body = content(payload["what"], payload["subject_id"], datetime.fromisoformat(payload["at"]))
            deliver(self.web, endpoint, running.job.id, body, running.clock())

    def remind(self, running: Running) -> None:
        """Remind both people of an interview, if it still takes place at that time."""
        with running.finishing() as session:
            booking = session.get(Booking, running.job.payload["booking_id"])
            if booking is not None and _is_ahead(booking, running.job, running.clock()):
                _mail_readers(session, REMINDER, booking.id, running.clock())

    def forget_jobs(self, running: Running) -> None:
        """Remove the jobs that were done long ago."""
        with running.finishing() as session:
            queue.forget_done(session, running.clock())


def _mail_readers(session: Session, what: str, subject_id: str, now: datetime) -> None:
    for reader_id in readers(session, what, subject_id):
        payload: dict[str, Any] = {"what": what, "subject_id": subject_id, "reader_id": reader_id}
        enqueue(session, SEND_MAIL, payload, run_at=now)


def _plan_reminders(session: Session, booking: Booking, now: datetime) -> None:
    for before in REMIND_BEFORE:
        run_at = booking.starts_at - before
        if run_at > now:
            payload = {"booking_id": booking.id, "starts_at": booking.starts_at.isoformat()}
            enqueue(session, REMIND, payload, run_at=run_at)


def _is_ahead(booking: Booking, job: TakenJob, now: datetime) -> bool:
    """Whether an interview is still to come, at the time that the reminder was planned for."""
    starts_at = datetime.fromisoformat(job.payload["starts_at"])
    return booking.status == BookingStatus.SCHEDULED and booking.starts_at == starts_at > now
