"""Webhooks of other systems, set up by admins."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Self

from fastapi import APIRouter, Path, Request
from pydantic import Field

from interview_server.accounts import admin_actions
from interview_server.api.access import Admin, FreshAdmin, Now, Opened, RequestId
from interview_server.api.schema import Page, Problem, Received, Sent
from interview_server.jobs.announcing import Happened
from interview_server.notices import outgoing
from interview_server.notices.models import WebhookEndpoint

router = APIRouter(prefix="/api/admin/webhooks", tags=["admin"])

PROBLEMS: Final[dict[int | str, dict[str, object]]] = {
    status: {"model": Problem} for status in (401, 403, 404, 409, 422)
}


class EndpointWanted(Received):
    """An address, and what is to be delivered there."""

    url: str = Field(max_length=2000)
    events: list[Happened] = Field(min_length=1, max_length=len(Happened))


class EndpointSent(Sent):
    """An address that events are delivered to."""

    id: str
    url: str
    events: list[str]
    created_at: datetime

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> Self:
        return cls(id=endpoint.id, url=endpoint.url, events=endpoint.events, created_at=endpoint.created_at)


class NewEndpointSent(Sent):
    """An address that events are delivered to from now on. The secret is shown only here; it checks signatures."""

    id: str
    url: str
    events: list[str]
    created_at: datetime
    secret: str


@router.post("", status_code=201, responses=PROBLEMS)
def add_webhook(
    wanted: EndpointWanted, request: Request, asking: FreshAdmin, database: Opened, now: Now, request_id: RequestId
) -> NewEndpointSent:
    """Have events delivered to an address, signed as Standard Webhooks say. Needs a fresh login."""
    web = request.app.state.public_web
    with database.transaction() as session:
        made = outgoing.add_endpoint(session, web, asking.person_id, wanted.url, wanted.events, now)
        admin_actions.record(
            session,
            actor_id=asking.person_id,
            action="add_webhook",
            subject_id=made.id,
            detail=made.url,
            request_id=request_id,
            now=now,
        )
        return NewEndpointSent(**EndpointSent.of(made).model_dump(), secret=made.secret)


@router.get("", responses=PROBLEMS)
def list_webhooks(asking: Admin, database: Opened) -> Page[EndpointSent]:
    """The addresses that events are delivered to."""
    del asking
    with database.reading() as session:
        return Page(items=[EndpointSent.of(each) for each in outgoing.endpoints(session)])


@router.delete("/{endpoint_id}", status_code=204, responses=PROBLEMS)
def remove_webhook(
    endpoint_id: Annotated[str, Path(max_length=36)],
    asking: FreshAdmin,
    database: Opened,
    now: Now,
    request_id: RequestId,
) -> None:
    """Deliver nothing to an address any more. Needs a fresh login."""
    with database.transaction() as session:
        outgoing.remove_endpoint(session, endpoint_id)
        admin_actions.record(
            session,
            actor_id=asking.person_id,
            action="remove_webhook",
            subject_id=endpoint_id,
            request_id=request_id,
            now=now,
        )
