"""Webhooks of other systems: what happens is delivered to them, signed as Standard Webhooks say."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from standardwebhooks.webhooks import Webhook

from interview_server.calls.public_web import PublicWeb
from interview_server.errors import Conflict, Invalid, NotFound
from interview_server.jobs.announcing import Happened
from interview_server.jobs.worker import PermanentFailure
from interview_server.notices.models import WebhookEndpoint

MAX_ENDPOINTS: Final = 20
"""Of all admins. Chosen: each one is a delivery for everything that happens."""

_SECRET_BYTES: Final = 24
"""As Standard Webhooks recommend: 24 to 64."""


def add_endpoint(
    session: Session, web: PublicWeb, admin_id: str, url: str, events: Sequence[Happened], now: datetime
) -> WebhookEndpoint:
    """Have these events delivered to `url` from now on. Raises Invalid for an address never asked, Conflict."""
    try:
        web.allowed(url)
    except PermanentFailure as failure:
        raise Invalid(f"Nothing can be delivered there: {failure}.") from None
    if len(endpoints(session)) >= MAX_ENDPOINTS:
        raise Conflict(f"There are {MAX_ENDPOINTS} webhooks already. Remove one first.")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    found = WebhookEndpoint(url=url, secret=secret, events=sorted(set(events)), created_by=admin_id, created_at=now)
    session.add(found)
    session.flush()
    return found


def endpoints(session: Session) -> Sequence[WebhookEndpoint]:
    """Every address that something is delivered to."""
    return session.scalars(select(WebhookEndpoint).order_by(WebhookEndpoint.created_at, WebhookEndpoint.id)).all()


def remove_endpoint(session: Session, endpoint_id: str) -> None:
    """Deliver nothing there any more. Raises NotFound."""
    found = session.get(WebhookEndpoint, endpoint_id)
    if found is None:
        raise NotFound("There is no such webhook.")
    session.delete(found)


def content(what: str, subject_id: str, at: datetime) -> str:
    """An event: its type, when it happened, and the id of the booking or payout, which says no more."""
    return json.dumps({"type": what, "timestamp": at.isoformat(), "data": {"id": subject_id}}, separators=(",", ":"))


def deliver(web: PublicWeb, endpoint: WebhookEndpoint, message_id: str, body: str, now: datetime) -> None:
    """Deliver one event. The same `message_id` is the same event for the receiver.

    Raises TemporaryFailure, PermanentFailure.
    """
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(endpoint.secret).sign(message_id, now, body),
    }
    web.post(endpoint.url, body.encode(), headers)
