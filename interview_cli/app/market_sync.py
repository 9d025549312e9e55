"""Interviews held with people, brought into the history, and sessions of one's own brought to the server."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from interview_cli.app.market import Market, path_part
from interview_cli.contracts.market import Appointment, Sending
from interview_cli.contracts.session import SessionReport
from interview_cli.errors import InputError
from interview_cli.hosted.server import NotOffered, Refusal
from interview_cli.interview.model import Session
from interview_cli.interview.printable import all_printable
from interview_cli.reports.report_reader import session_from_json

if TYPE_CHECKING:
    from interview_cli.app import Application


@dataclass(slots=True)
class Pulled:
    """What came from a server: ids of new sessions; sentences on what it does not offer, and what cannot be read."""

    appointments: int = 0
    sessions: list[str] = field(default_factory=list)
    not_offered: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def pull(application: Application, market: Market) -> Pulled:
    """Read the appointments, and keep each completed interview of the candidate as a session, once.

    A session that was deleted here stays deleted. Raises Refusal and ServerFault.
    """
    found = market.appointments()
    pulled = Pulled(len(found))
    for appointment in found:
        if appointment["status"] != "COMPLETED" or not _is_candidate(market, appointment):
            continue
        if market.items.pulled(appointment["id"]):
            continue
        try:
            session = _session(market, appointment)
        except NotOffered as lacking:
            pulled.not_offered.append(lacking.message)
            break
        except ValueError as error:
            pulled.unreadable.append(f"The report on {appointment['id'][:8]} cannot be read: {error}.")
            continue
        if session is None:
            continue
        if not market.items.has_session(session.id):
            application.store.create(session)
        market.items.mark_pulled(appointment["id"], session.id)
        pulled.sessions.append(session.id)
    return pulled


def push(application: Application, market: Market, session_id: str, booking: str) -> Sending:
    """Send what was said in a session to the server as the transcript of a booking, through the outbox."""
    session = application.find_session(session_id)
    turns = [
        {"speaker": speaker, "text": text}
        for exchange in session.exchanges
        if exchange.attempt is not None
        for speaker, text in (("interviewer", exchange.asked.text), ("candidate", exchange.attempt.answer.text))
    ]
    if not turns:
        raise InputError(f"Nothing was answered in session {session.id[:8]}.")
    transcript = {"id": session.id, "type": session.settings.type.value, "paired": True, "turns": turns}
    call = market.call_id(market.booking_id(booking))
    return market.request(
        f"the transcript of session {session.id[:8]}", "PUT", f"api/calls/{call}/upload", transcript
    )


def _session(market: Market, appointment: Appointment) -> Session | None:
    """The interview as a session; None while there is no feedback on it yet. Raises ValueError."""
    booking = path_part(appointment["id"])
    try:
        report: Any = market.server.get(
            f"api/bookings/{booking}/report", SessionReport, lacking="reports on interviews"
        )
    except NotOffered:
        raise
    except Refusal as refused:
        if refused.status in (404, 409):
            return None
        raise
    session_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{market.address}/api/bookings/{booking}"))
    place = urlsplit(market.address).netloc
    return all_printable(session_from_json(report, session_id, place))


def _is_candidate(market: Market, appointment: Appointment) -> bool:
    side = appointment.get("side")
    if side:
        return side == "CANDIDATE"
    return appointment.get("candidateId") in (None, market.signed_in.person_id)
