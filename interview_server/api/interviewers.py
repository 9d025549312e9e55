"""Who can be booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from sqlalchemy.orm import Session

from interview_server.accounts import profiles
from interview_server.accounts.models import Person
from interview_server.accounts.people import bookable_interviewer
from interview_server.api.access import Now, Opened, SignedIn
from interview_server.api.schema import Cursor, Page, PageSize, Sent, cursor_of, read_cursor
from interview_server.booking.availability import free_slots
from interview_server.errors import Invalid

LOOKED_AT: Final = 100
"""How many interviewers' times one request computes at most. Chosen."""

router = APIRouter(prefix="/api/interviewers", tags=["interviewers"])


class Interviewer(Sent):
    """A verified interviewer, as everybody sees them."""

    id: str
    name: str
    bio: str | None
    title: str | None
    company: str | None
    years_exp: int | None
    categories: list[str]
    credit_rate: int | None


@dataclass(frozen=True)
class Wanted:
    """What kind of interviewer somebody looks for."""

    category: Annotated[str | None, Query(max_length=50, pattern=r"^[A-Z0-9_]+$")] = None
    lowest_rate: Annotated[int | None, Query(alias="minRate", ge=0, le=1_000_000)] = None
    highest_rate: Annotated[int | None, Query(alias="maxRate", ge=0, le=1_000_000)] = None
    start: Annotated[AwareDatetime | None, Query(alias="from")] = None
    end: Annotated[AwareDatetime | None, Query(alias="to")] = None

    def after(self, session: Session, last: str | None, limit: int) -> Sequence[Person]:
        """The next interviewers by id, whatever their times."""
        return profiles.interviewers(
            session,
            category=self.category,
            lowest_rate=self.lowest_rate,
            highest_rate=self.highest_rate,
            after=last,
            limit=limit,
        )

    def is_free(self, session: Session, person: Person, now: datetime) -> bool:
        """Whether a slot of theirs can be booked in the time that was asked for, or none was asked for."""
        if self.start is None or self.end is None:
            return True
        return bool(free_slots(session, person.id, self.start, self.end, now))


@router.get("")
def list_interviewers(
    wanted: Annotated[Wanted, Depends()],
    _caller: SignedIn,
    database: Opened,
    now: Now,
    cursor: Cursor = None,
    limit: PageSize = 20,
) -> Page[Interviewer]:
    """Verified interviewers by category, by what they cost, and by whether they are free between `from` and `to`.

    With a time, a page considers as many interviewers as requested and may hold fewer items, or none.
    """
    if (wanted.start is None) != (wanted.end is None):
        raise Invalid("Give both from and to, or neither.")
    last = str(read_cursor(cursor, str)[0]) if cursor else None
    looked_at = limit if wanted.start is None else LOOKED_AT
    with database.reading() as session:
        found = wanted.after(session, last, looked_at + 1)
        items: list[Interviewer] = []
        seen = 0
        while seen < min(looked_at, len(found)) and len(items) < limit:
            if wanted.is_free(session, found[seen], now):
                items.append(Interviewer.model_validate(found[seen], from_attributes=True))
            seen += 1
    return Page(items=items, next_cursor=cursor_of(found[seen - 1].id) if seen < len(found) else None)


@router.get("/{interviewer_id}")
def show_interviewer(interviewer_id: str, _caller: SignedIn, database: Opened) -> Interviewer:
    """One interviewer."""
    with database.reading() as session:
        return Interviewer.model_validate(bookable_interviewer(session, interviewer_id), from_attributes=True)
