"""When interviewers are free, and what of it can be booked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime

from interview_server.accounts.models import Role
from interview_server.api.access import Caller, Now, Opened, SignedIn
from interview_server.api.bookings import PolicySent
from interview_server.api.schema import Sent
from interview_server.booking.availability import Rules, free_slots, read_rules, write_rules
from interview_server.booking.policy import CURRENT
from interview_server.errors import NotAllowed

router = APIRouter(prefix="/api", tags=["availability"])

InterviewerId = Annotated[str, Path(max_length=36)]


class SlotSent(Sent):
    """A time that can be booked."""

    start_time: datetime
    end_time: datetime
    status: str = "AVAILABLE"


class SlotsSent(Sent):
    """What can be booked, what it costs, and on which terms."""

    items: list[SlotSent]
    zone: str | None
    """The interviewer's zone."""
    policy: PolicySent


def _interviewer(asking: Caller) -> str:
    if Role.INTERVIEWER not in asking.roles:
        raise NotAllowed("Only an interviewer has an availability.")
    return asking.person_id


@router.get("/availability")
def read_availability(asking: SignedIn, database: Opened) -> Rules:
    """When you are free."""
    with database.reading() as session:
        return read_rules(session, _interviewer(asking)) or Rules(zone="UTC")


@router.put("/availability")
def write_availability(rules: Rules, asking: SignedIn, database: Opened, now: Now) -> Rules:
    """Say when you are free. What is booked stays booked."""
    with database.transaction() as session:
        write_rules(session, _interviewer(asking), rules, now)
    return rules


@router.get("/interviewers/{interviewer_id}/slots")
def read_slots(
    interviewer_id: InterviewerId,
    asking: SignedIn,
    database: Opened,
    now: Now,
    start: Annotated[AwareDatetime, Query(alias="from")],
    end: Annotated[AwareDatetime, Query(alias="to")],
) -> SlotsSent:
    """The times of an interviewer that can be booked."""
    del asking
    with database.reading() as session:
        free = free_slots(session, interviewer_id, start, end, now)
        rules = read_rules(session, interviewer_id)
    items = [SlotSent(start_time=slot.starts_at, end_time=slot.ends_at) for slot in free]
    return SlotsSent(items=items, zone=rules.zone if rules else None, policy=PolicySent.of(CURRENT))
