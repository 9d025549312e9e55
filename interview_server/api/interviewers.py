"""Who can be booked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from interview_server.accounts import profiles
from interview_server.accounts.models import Person
from interview_server.accounts.people import bookable_interviewer
from interview_server.api.access import Opened, SignedIn
from interview_server.api.schema import Cursor, Page, PageSize, Sent, cursor_of, read_cursor

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


def _sent(person: Person) -> Interviewer:
    return Interviewer.model_validate(person, from_attributes=True)


@router.get("")
def list_interviewers(
    _caller: SignedIn,
    database: Opened,
    category: Annotated[str | None, Query(max_length=50, pattern=r"^[A-Z0-9_]+$")] = None,
    lowest_rate: Annotated[int | None, Query(alias="minRate", ge=0, le=1_000_000)] = None,
    highest_rate: Annotated[int | None, Query(alias="maxRate", ge=0, le=1_000_000)] = None,
    cursor: Cursor = None,
    limit: PageSize = 20,
) -> Page[Interviewer]:
    """Verified interviewers, by category and by what they cost."""
    with database.reading() as session:
        found = profiles.interviewers(
            session,
            category=category,
            lowest_rate=lowest_rate,
            highest_rate=highest_rate,
            after=str(read_cursor(cursor, str)[0]) if cursor else None,
            limit=limit + 1,
        )
        items = [_sent(person) for person in found[:limit]]
    return Page(items=items, next_cursor=cursor_of(items[-1].id) if len(found) > limit else None)


@router.get("/{interviewer_id}")
def show_interviewer(interviewer_id: str, _caller: SignedIn, database: Opened) -> Interviewer:
    """One interviewer."""
    with database.reading() as session:
        return _sent(bookable_interviewer(session, interviewer_id))
