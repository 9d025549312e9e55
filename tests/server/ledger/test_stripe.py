"""Credits bought at Stripe, and taken back when the money goes back."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import permutations
from typing import Any
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr

from interview_server.errors import NotSignedIn, Unavailable
from interview_server.jobs import incoming
from interview_server.jobs.worker import Worker
from interview_server.ledger.entries import GRANTS, PURCHASES, Kind, balances, credits_of, post
from interview_server.ledger.payments import Order, StripePayments, payment_provider
from interview_server.ledger.work import MoneyWork
from interview_server.settings import Settings
from tests.server.market import Market

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@dataclass
class FakeStripe:
    """Stripe's API as far as Checkout needs it, on a port of this machine."""

    url: str = ""
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    status: int = 200
    purchases: dict[str, str | None] = field(default_factory=dict)
    """Of which purchase a payment is, None for another shop's."""


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

        def do_GET(self) -> None:
            purchase = fake.purchases[self.path.removeprefix("/v1/payment_intents/")]
            self.send_response(fake.status)
            self.end_headers()
            self.wfile.write(json.dumps({"metadata": {"purchase_id": purchase} if purchase else {}}).encode())

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


def refunded(
    purchase: dict[str, Any], cents: int, refund: str = "re_1", status: str = "succeeded", **changes: Any
) -> str:
    """What became of one refund of `cents`."""
    subject = {
        "id": refund,
        "payment_intent": f"pi_{purchase['id']}",
        "amount": cents,
        "currency": "usd",
        "status": status,
        **changes,
    }
    kind = "refund.failed" if status == "failed" else "refund.updated"
    return json.dumps({"type": kind, "data": {"object": subject}})


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


def test_refunds_take_credits_back_by_their_share_each_once(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    steps = [("re_1", 1010, 140), ("re_1", 1010, 140), ("re_2", 1990, 120), ("re_3", 40, 120), ("re_4", 9999, 100)]
    for number, (refund, cents, left) in enumerate(steps):
        delivered(market, provider(), refunded(purchase, cents, refund, note=number))
        assert market.money() == (left, 0)
    types = [each["type"] for each in market.get(market.candidate, "/api/credits")["transactions"]]
    assert types.count("PURCHASE_REFUND") == 3


def test_refunds_that_failed_leave_the_credits_whatever_the_order_of_their_events(
    market: Market, stripe: FakeStripe
) -> None:
    purchase = paid(market, stripe)
    delivered(market, provider(), refunded(purchase, 1010, "re_kept"))
    for number, order in enumerate(permutations(("pending", "failed", "succeeded"))):
        for status in order:
            delivered(market, provider(), refunded(purchase, 1990, f"re_{number}", status))
        assert market.money() == (140, 0), order


def test_a_refund_takes_credits_while_it_is_pending(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    for status, left in [("pending", 130), ("requires_action", 130), ("canceled", 150)]:
        delivered(market, provider(), refunded(purchase, 2000, status=status))
        assert market.money() == (left, 0)


def test_a_refund_that_failed_makes_up_for_the_platforms_loss_first(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    with market.served.database.transaction() as session:
        spent = {credits_of(market.candidate): -130, GRANTS: 130}
        post(session, Kind.ADMIN_ADJUST, spent, reference="spent", now=market.served.now)
        before = balances(session, [GRANTS])[GRANTS]
    states = [("re_1", "succeeded", 0, 0), ("re_2", "succeeded", 0, -30), ("re_1", "failed", 0, -10)]
    for refund, status, left, grants in [*states, ("re_2", "failed", 20, 0)]:
        cents = 2000 if refund == "re_1" else 3000
        delivered(market, provider(), refunded(purchase, cents, refund, status))
        assert market.money() == (left, 0)
        with market.served.database.reading() as session:
            assert balances(session, [GRANTS])[GRANTS] - before == grants


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


@pytest.mark.parametrize("goes_back", [refunded, charged_back], ids=["refund", "chargeback"])
def test_what_overtakes_its_payment_waits_for_it(market: Market, stripe: FakeStripe, goes_back: Any) -> None:
    purchase = bought(market, stripe)
    stripe.purchases[f"pi_{purchase['id']}"] = purchase["id"]
    event_of = refunded(purchase, 5000) if goes_back is refunded else charged_back(purchase, "withdrawn")
    delivered(market, provider(stripe.url), event_of)
    assert market.money() == (100, 0)
    delivered(market, provider(stripe.url), event(purchase, payment_intent=f"pi_{purchase['id']}"))
    assert market.money() == (150, 0)
    market.pass_time(minutes=1)
    delivered(market, provider(stripe.url))
    assert market.money() == (100, 0)
    kinds = [each["type"] for each in market.get(market.candidate, "/api/credits")["transactions"]]
    assert sorted(kinds) == ["ADMIN_ADJUST", "CREDIT_PURCHASE", "PURCHASE_REFUND"]


def test_the_end_of_a_chargeback_that_overtakes_its_beginning_counts(market: Market, stripe: FakeStripe) -> None:
    purchase = paid(market, stripe)
    delivered(market, provider(), charged_back(purchase, "reinstated"))
    delivered(market, provider(), charged_back(purchase, "withdrawn"))
    assert market.money() == (150, 0)


@pytest.mark.parametrize(
    "changes",
    [{"payment_intent": "pi_other"}, {"payment_intent": None}, {"currency": "jpy"}],
    ids=["another payment", "no payment intent", "another currency"],
)
def test_refunds_of_other_payments_take_nothing(market: Market, stripe: FakeStripe, changes: dict[str, Any]) -> None:
    stripe.purchases["pi_other"] = None
    delivered(market, provider(stripe.url), refunded(paid(market, stripe), 5000, **changes))
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
