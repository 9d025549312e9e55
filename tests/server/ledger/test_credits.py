"""Credits: bought, given by plans and admins, listed."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr

from interview_server.errors import NotSignedIn, Unavailable
from interview_server.jobs import incoming
from interview_server.jobs.worker import Worker
from interview_server.ledger.entries import GRANTS, PURCHASES, Kind, balances, credits_of, post
from interview_server.ledger.payments import Order, StripePayments, payment_provider
from interview_server.ledger.purchases import allocate
from interview_server.ledger.work import MoneyWork
from interview_server.settings import Settings
from tests.server.market import Market

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_what_happened_is_listed_the_newest_first(market: Market) -> None:
    booking = market.booked()["id"]
    market.post(market.candidate, f"/api/bookings/{booking}/cancel")
    page = market.get(market.candidate, "/api/credits?limit=2")
    rest = market.get(market.candidate, f"/api/credits?limit=2&cursor={page['nextCursor']}")
    assert (page["balance"], page["earned"], rest["nextCursor"]) == (100, 0, None)
    assert [(each["type"], each["amount"]) for each in page["transactions"] + rest["transactions"]] == [
        ("BOOKING_REFUND", 10),
        ("BOOKING_DEDUCT", -10),
        ("ADMIN_ADJUST", 100),
    ]
    assert page["transactions"][0]["reference"] == booking


@pytest.mark.parametrize("cursor", ["x", "WyJ4Il0", "WyItMSJd", "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ"])
def test_a_cursor_of_somebody_elses_making_is_refused(market: Market, cursor: str) -> None:
    assert market.send("GET", market.candidate, f"/api/credits?cursor={cursor}").status_code == 422


def test_a_manual_purchase_gives_credits_when_a_second_person_approves_it(market: Market) -> None:
    bought = market.post(market.candidate, "/api/credits/purchase", {"credits": 50}).json()
    assert (bought["status"], bought["priceCents"], bought["checkoutUrl"]) == ("PENDING", 5000, None)
    assert market.money() == (100, 0)
    admin = market.admin()
    assert [each["id"] for each in market.get(admin, "/api/admin/purchases?status=PENDING")["items"]] == [
        bought["id"]
    ]
    path = f"/api/admin/purchases/{bought['id']}"
    assert market.post(market.candidate, f"{path}/approve").status_code == 403
    assert market.post(admin, f"{path}/approve").json()["status"] == "PAID"
    assert market.post(admin, f"{path}/approve").status_code == 409
    assert market.money() == (150, 0)


def test_a_rejected_purchase_gives_nothing(market: Market) -> None:
    bought = market.post(market.candidate, "/api/credits/purchase", {"credits": 50}).json()
    answer = market.post(market.admin(), f"/api/admin/purchases/{bought['id']}/reject")
    assert answer.json()["status"] == "REJECTED"
    assert market.money() == (100, 0)


def test_an_admin_buys_and_adjusts_with_a_second_person_only(market: Market) -> None:
    admin = market.served.person("ADMIN", "INTERVIEWEE")
    bought = market.post(admin, "/api/credits/purchase", {"credits": 50}).json()
    assert market.post(admin, f"/api/admin/purchases/{bought['id']}/approve").status_code == 403
    own = {"personId": admin, "amount": 5, "reason": "because"}
    assert market.post(admin, "/api/admin/adjustments", own).status_code == 403


@pytest.mark.parametrize(
    ("amount", "status", "left"), [(5, 201, 105), (-100, 201, 0), (-101, 402, 100), (0, 422, 100)]
)
def test_an_admin_adjusts_credits_down_to_zero(market: Market, amount: int, status: int, left: int) -> None:
    body = {"personId": market.candidate, "amount": amount, "reason": "goodwill"}
    assert market.post(market.admin(), "/api/admin/adjustments", body).status_code == status
    assert market.money() == (left, 0)


def test_a_plan_gives_credits_once_a_month(market: Market) -> None:
    market.served.app.state.settings = Settings(plans={"PRO": 200, "FREE": 0})
    path = f"/api/admin/users/{market.candidate}/plan"
    admin = market.served.person("ADMIN")
    assert market.put(admin, path, {"plan": "FREE"})["balance"] == 100
    assert market.put(admin, path, {"plan": "PRO"})["balance"] == 300
    assert market.put(admin, path, {"plan": None})["currentPlan"] is None
    assert market.put(admin, path, {"plan": "PRO"})["balance"] == 300
    given = []
    for month, day in ((9, 30), (10, 1), (10, 31)):
        with market.served.database.transaction() as session:
            given.append(allocate(session, {"PRO": 200, "FREE": 0}, datetime(2026, month, day, tzinfo=UTC)))
    assert given == [0, 1, 0]
    assert market.money() == (500, 0)


def test_a_plan_is_one_of_the_settings_and_somebody_elses(market: Market) -> None:
    admin = market.admin()
    assert market.send("PUT", admin, f"/api/admin/users/{market.candidate}/plan", {"plan": "PRO"}).status_code == 422
    assert market.send("PUT", admin, f"/api/admin/users/{admin}/plan", {"plan": None}).status_code == 403


@dataclass
class FakeStripe:
    """Stripe's API as far as Checkout needs it, on a port of this machine."""

    url: str = ""
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def stripe() -> Iterator[FakeStripe]:
    """A stand-in for Stripe."""
    fake = FakeStripe()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            key = self.headers["Idempotency-Key"]
            fake.requests.append((self.path, key, dict(parse_qsl(body))))
            self.send_response(fake.status)
            self.end_headers()
            made = {"id": f"cs_{key}", "url": f"https://checkout.stripe.com/c/pay/cs_{key}"}
            self.wfile.write(json.dumps(made).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


def provider(url: str = "", now: datetime = NOW) -> StripePayments:
    return StripePayments(url, "sk_test", "whsec_test", "https://interview.example", lambda: now)


def event(purchase: dict[str, Any], kind: str = "checkout.session.completed", **changes: Any) -> str:
    session = {
        "id": f"cs_{purchase['id']}",
        "client_reference_id": purchase["id"],
        "payment_status": "paid",
        "amount_total": purchase["priceCents"],
        "currency": "usd",
        **changes,
    }
    return json.dumps({"type": kind, "data": {"object": session}})


def delivered(market: Market, stripe: StripePayments, *bodies: str) -> None:
    """What happens after these events came in."""
    database, now = market.served.database, market.served.now
    with database.transaction() as session:
        for body in bodies:
            incoming.receive(session, "stripe", body.encode(), now)
    Worker(database, MoneyWork(stripe, {}).kinds(), lambda: now).run_due()


def bought(market: Market, stripe: FakeStripe, key: str | None = None) -> dict[str, Any]:
    market.served.app.state.payment_provider = provider(stripe.url)
    found: dict[str, Any] = market.post(market.candidate, "/api/credits/purchase", {"credits": 50}, key).json()
    return found


def test_a_checkout_gives_credits_once_when_stripe_says_that_it_is_paid(market: Market, stripe: FakeStripe) -> None:
    purchase = bought(market, stripe)
    assert purchase["checkoutUrl"] == f"https://checkout.stripe.com/c/pay/cs_{purchase['id']}"
    path, key, fields = stripe.requests[0]
    assert (path, key) == ("/v1/checkout/sessions", purchase["id"])
    assert fields["line_items[0][price_data][unit_amount]"] == "5000"
    paid = event(purchase)
    later = event(purchase, "checkout.session.async_payment_succeeded")
    delivered(market, provider(), paid, paid, later, event(purchase, "checkout.session.expired"))
    assert market.money() == (150, 0)


def refunded(purchase: dict[str, Any], cents: int, **changes: Any) -> str:
    """A charge of which `cents` have been refunded in all."""
    charge = {
        "id": "ch_1",
        "payment_intent": f"pi_{purchase['id']}",
        "amount_refunded": cents,
        "currency": "usd",
        "metadata": {"purchase_id": purchase["id"]},
        **changes,
    }
    return json.dumps({"type": "charge.refunded", "data": {"object": charge}})


def charged_back(purchase: dict[str, Any], how: str, cents: int = 5000, **changes: Any) -> str:
    """A dispute whose funds were withdrawn or reinstated."""
    dispute = {"id": "dp_1", "payment_intent": f"pi_{purchase['id']}", "amount": cents, "currency": "usd", **changes}
    return json.dumps({"type": f"charge.dispute.funds_{how}", "data": {"object": dispute}})


def paid(market: Market, stripe: FakeStripe) -> dict[str, Any]:
    """50 credits bought for 50 dollars on top of the 100 that the candidate has."""
    purchase = bought(market, stripe)
    delivered(market, provider(), event(purchase, payment_intent=f"pi_{purchase['id']}"))
    assert market.money() == (150, 0)
    return purchase


def test_refunds_take_credits_back_by_their_share_in_any_order(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    steps = [(1010, 140), (1010, 140), (3000, 120), (2000, 120), (5000, 100), (9999, 100)]
    for cents, left in steps:
        delivered(market, provider(), refunded(purchase, cents))
        assert market.money() == (left, 0)
    types = [each["type"] for each in market.get(market.candidate, "/api/credits")["transactions"]]
    assert types.count("PURCHASE_REFUND") == 3


def test_what_was_spent_of_a_refunded_purchase_is_the_platforms_loss(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    with market.served.database.transaction() as session:
        spent = {credits_of(market.candidate): -130, GRANTS: 130}
        post(session, Kind.ADMIN_ADJUST, spent, reference="spent", now=market.served.now)
        before = balances(session, [GRANTS, PURCHASES])
    delivered(market, provider(), refunded(purchase, 5000))
    assert market.money() == (0, 0)
    with market.served.database.transaction() as session:
        after = balances(session, [GRANTS, PURCHASES])
    assert (after[PURCHASES] - before[PURCHASES], after[GRANTS] - before[GRANTS]) == (50, -30)


def test_a_chargeback_takes_credits_and_gives_them_again_when_it_is_won(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    for how, left in [("withdrawn", 100), ("withdrawn", 100), ("reinstated", 150), ("reinstated", 150)]:
        delivered(market, provider(), charged_back(purchase, how, note=market.served.now.isoformat()))
        assert market.money() == (left, 0)
        market.pass_time(hours=1)


def test_a_refund_and_a_chargeback_take_no_more_than_was_bought(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    delivered(market, provider(), refunded(purchase, 2000), charged_back(purchase, "withdrawn"))
    assert market.money() == (100, 0)
    (listed,) = market.get(market.admin(), "/api/admin/purchases")["items"]
    assert (listed["status"], listed["creditsTakenBack"]) == ("PAID", 50)


def test_a_refund_that_overtakes_its_payment_waits_for_it(market: Market, stripe: FakeStripe) -> None:
    purchase = bought(market, stripe)
    delivered(market, provider(), refunded(purchase, 5000))
    assert market.money() == (100, 0)
    delivered(market, provider(), event(purchase, payment_intent=f"pi_{purchase['id']}"))
    assert market.money() == (150, 0)
    market.pass_time(minutes=1)
    delivered(market, provider())
    assert market.money() == (100, 0)
    kinds = [each["type"] for each in market.get(market.candidate, "/api/credits")["transactions"]]
    assert sorted(kinds) == ["ADMIN_ADJUST", "CREDIT_PURCHASE", "PURCHASE_REFUND"]


def test_the_end_of_a_chargeback_that_overtakes_its_beginning_waits_for_it(
    market: Market, stripe: FakeStripe
) -> None:
    purchase = paid(market, stripe)
    delivered(market, provider(), charged_back(purchase, "reinstated"))
    delivered(market, provider(), charged_back(purchase, "withdrawn"))
    assert market.money() == (100, 0)
    market.pass_time(minutes=1)
    delivered(market, provider())
    assert market.money() == (150, 0)


@pytest.mark.parametrize(
    "changes",
    [{"payment_intent": "pi_other", "metadata": {}}, {"payment_intent": None}, {"currency": "jpy"}],
    ids=["another payment", "no payment intent", "another currency"],
)
def test_refunds_of_other_payments_take_nothing(market: Market, stripe: FakeStripe, changes: dict[str, Any]) -> None:
    delivered(market, provider(), refunded(paid(market, stripe), 5000, **changes))
    assert market.money() == (150, 0)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("checkout.session.completed", {"payment_status": "unpaid"}),
        ("checkout.session.completed", {"amount_total": 1}),
        ("checkout.session.completed", {"currency": "jpy"}),
        ("checkout.session.completed", {"client_reference_id": "somebody else's"}),
        ("checkout.session.completed", {"id": "cs_other"}),
        ("checkout.session.expired", {}),
        ("customer.created", {}),
    ],
)
def test_what_is_not_paid_as_agreed_gives_nothing(
    market: Market, stripe: FakeStripe, kind: str, changes: dict[str, Any]
) -> None:
    delivered(market, provider(), event(bought(market, stripe), kind, **changes))
    assert market.money() == (100, 0)


def test_the_same_request_again_is_the_same_checkout(market: Market, stripe: FakeStripe) -> None:
    first, again = bought(market, stripe, "k"), bought(market, stripe, "k")
    assert first == again
    assert len(stripe.requests) == 1


def test_while_stripe_does_not_answer_nothing_is_kept(market: Market, stripe: FakeStripe) -> None:
    stripe.status = 500
    market.served.app.state.payment_provider = provider(stripe.url)
    body = {"credits": 50}
    assert market.post(market.candidate, "/api/credits/purchase", body, "k").status_code == 503
    stripe.status = 200
    made = market.post(market.candidate, "/api/credits/purchase", body, "k")
    assert made.status_code == 201
    assert [key for _, key, _ in stripe.requests] == [made.json()["id"]] * 2


def test_an_order_is_unavailable_when_nobody_listens() -> None:
    with pytest.raises(Unavailable):
        provider("http://127.0.0.1:1").start(Order("p", 1, 100, "usd"))


def signature(body: bytes, secret: str = "whsec_test", at: datetime = NOW) -> str:
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1=00,v1={hmac.new(secret.encode(), stamp.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def test_a_signature_of_stripe_is_accepted() -> None:
    assert provider().signed_body({"stripe-signature": signature(b"{}")}, b"{}") == b"{}"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        "v1=00",
        f"t={int(NOW.timestamp())}",
        signature(b"{}", "whsec_other"),
        signature(b"{ }"),
        signature(b"{}", at=datetime(2026, 12, 1, 11, 54, 59, tzinfo=UTC)),
        signature(b"{}", at=datetime(2026, 12, 1, 12, 5, 1, tzinfo=UTC)),
        signature(b"{}").replace("v1=", "v0="),
        "t=1,v1=ü",
    ],
)
def test_any_other_signature_is_refused(header: str) -> None:
    with pytest.raises(NotSignedIn):
        provider().signed_body({"stripe-signature": header}, b"{}")


def test_an_event_of_stripe_comes_in_once_and_only_signed(market: Market) -> None:
    stripe = provider(now=market.served.now)
    market.served.app.state.webhook_sources = {"stripe": stripe}
    body = event({"id": "p", "priceCents": 1}).encode()
    headers = {"Stripe-Signature": signature(body, at=market.served.now)}
    sent = [
        market.served.client.post("/api/webhooks/stripe", content=body, headers=each)
        for each in (headers, headers, {"Stripe-Signature": signature(body, "whsec_other")}, {})
    ]
    assert [answer.status_code for answer in sent] == [200, 200, 401, 401]
    assert [answer.json().get("isNew") for answer in sent[:2]] == [True, False]


def test_a_server_that_takes_payments_by_stripe_needs_its_secrets() -> None:
    with pytest.raises(ValueError, match="INTERVIEW_SERVER_STRIPE_WEBHOOK_SECRET"):
        Settings(payment_provider="stripe", stripe_api_key=SecretStr("sk"))
    complete = Settings(
        payment_provider="stripe", stripe_api_key=SecretStr("sk"), stripe_webhook_secret=SecretStr("whsec")
    )
    assert payment_provider(complete, lambda: NOW).name == "stripe"
