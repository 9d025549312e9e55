"""Events of providers: checked, stored and answered at once; jobs do the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Protocol

from fastapi import APIRouter, Depends, Path, Request

from interview_server.api.access import Now, Opened
from interview_server.api.bodies import limited_body
from interview_server.api.schema import Problem, Sent
from interview_server.errors import NotFound
from interview_server.jobs.incoming import receive

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])

MAX_BODY_BYTES: Final = 2_000_000
"""As sent, maybe compressed. Chosen: events are some kilobytes."""


class WebhookSource(Protocol):
    """A provider that delivers events."""

    @property
    def name(self) -> str:
        """As in the path of its webhook."""
        ...

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        """The content of the request. Raises NotSignedIn when this provider did not sign it, or Invalid."""
        ...


class ReceivedSent(Sent):
    """Whether the event was new."""

    is_new: bool


@router.post(
    "/{provider}",
    responses={status: {"model": Problem} for status in (401, 404, 413, 422)},
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    },
)
def receive_event(
    provider: Annotated[str, Path(max_length=50)],
    request: Request,
    database: Opened,
    now: Now,
    body: Annotated[bytes, Depends(limited_body(MAX_BODY_BYTES))],
) -> ReceivedSent:
    """Take an event that a provider has signed. The same event again changes nothing."""
    sources: Mapping[str, WebhookSource] = request.app.state.webhook_sources
    if provider not in sources:
        raise NotFound("There is no such provider here.")
    signed = sources[provider].signed_body(request.headers, body)
    with database.transaction() as session:
        return ReceivedSent(is_new=receive(session, provider, signed, now))
