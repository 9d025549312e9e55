"""Webhooks of other systems: set up by admins, signed, delivered once it works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from interview_server.calls.public_web import PublicWeb
from interview_server.notices.work import SEND_WEBHOOK
from tests.server.notices.conftest import Notices, Receiver

PATH = "/api/admin/webhooks"


@pytest.fixture
def admin(notices: Notices) -> str:
    return notices.market.someone(0, "ADMIN")


def add(notices: Notices, admin: str, url: str, *events: str) -> Any:
    return notices.market.post(admin, PATH, {"url": url, "events": list(events) or ["booking.made"]})


def test_an_event_is_delivered_signed_and_says_no_more_than_an_id(
    notices: Notices, admin: str, receiver: Receiver
) -> None:
    made = add(notices, admin, receiver.url, "booking.made")
    assert made.status_code == 201
    booking = notices.market.booked()
    notices.market.post(notices.market.candidate, f"/api/bookings/{booking['id']}/cancel")
    notices.market.served.now = datetime.now(UTC)  # the verifier takes no old messages
    notices.worker.run_due()
    [(headers, body)] = receiver.got
    [event] = receiver.events()
    assert (event["type"], event["data"]) == ("booking.made", {"id": booking["id"]})
    assert Webhook(made.json()["secret"]).verify(body, dict(headers)) == event
    with pytest.raises(WebhookVerificationError):
        Webhook(made.json()["secret"]).verify(body + b" ", dict(headers))


def test_an_event_that_is_not_taken_is_delivered_again_as_the_same(
    notices: Notices, admin: str, receiver: Receiver
) -> None:
    add(notices, admin, receiver.url)
    receiver.status = 500
    notices.market.booked()
    notices.worker.run_due()
    [waiting] = notices.waiting(SEND_WEBHOOK)
    assert waiting.last_error == "the receiver answers 500"
    receiver.status = 200
    notices.market.served.now += timedelta(minutes=1)
    notices.worker.run_due()
    assert len(receiver.got) == 2
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert notices.waiting(SEND_WEBHOOK) == []


def test_nothing_is_delivered_after_the_address_was_removed(notices: Notices, admin: str, receiver: Receiver) -> None:
    made = add(notices, admin, receiver.url).json()
    assert "secret" not in notices.market.get(admin, PATH)["items"][0]
    notices.market.booked()
    assert notices.market.send("DELETE", admin, f"{PATH}/{made['id']}").status_code == 204
    assert notices.market.send("DELETE", admin, f"{PATH}/{made['id']}").status_code == 404
    notices.worker.run_due()
    assert receiver.got == []


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://user@example.org/", "https://example.org:22/", "file:///etc/passwd", "x"]
)
def test_an_address_that_is_never_asked_is_refused(notices: Notices, admin: str, url: str) -> None:
    notices.market.served.app.state.public_web = PublicWeb(hosts=None)
    refused = add(notices, admin, url)
    assert (refused.status_code, refused.json()["detail"][:32]) == (422, "Nothing can be delivered there: ")


def test_only_admins_with_a_fresh_login_set_webhooks_up(notices: Notices, admin: str) -> None:
    assert add(notices, notices.market.candidate, "https://example.org/").status_code == 403
    assert add(notices, admin, "https://example.org/", "nothing.known").status_code == 422
    notices.market.served.now += timedelta(minutes=11)
    assert add(notices, admin, "https://example.org/").status_code == 403
