"""Where credits are paid for: the port, Stripe's Checkout without its SDK, and payment outside the server."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import quote

from interview_server.errors import Invalid, NotSignedIn, Unavailable
from interview_server.settings import Settings

SIGNATURE_AGE: Final = timedelta(minutes=5)
"""How old a signature of Stripe may be: the tolerance of Stripe's own libraries."""
TIMEOUT_S: Final = 20
"""How long Stripe may take to answer. Chosen."""
_NO_ANSWER: Final = "The payment provider does not answer as it should. Try again later."


@dataclass(frozen=True)
class Order:
    """What somebody wants to buy: `credits` for `price_cents`, in the smallest unit of `currency`."""

    purchase_id: str
    credits: int
    price_cents: int
    currency: str


@dataclass(frozen=True)
class Checkout:
    """A payment that has been started: the provider's name for it, and where the person pays, if anywhere."""

    reference: str
    url: str | None


@dataclass(frozen=True)
class Payment:
    """What a provider says about a payment."""

    purchase_id: str
    reference: str
    is_paid: bool
    """False when it was given up or failed."""
    price_cents: int
    currency: str
    payment_reference: str | None = None
    """The provider's name for the money itself, which `Reversal` uses."""


@dataclass(frozen=True)
class Reversal:
    """Money of a payment goes back, by a refund or a chargeback with this `id`, or does not after all."""

    id: str
    payment_reference: str
    cents: int
    currency: str
    is_undone: bool
    """Whether the refund failed or was given up, or the bank gave the money again."""


MoneyEvent = Payment | Reversal


class PaymentProvider(Protocol):
    """Somebody who takes money."""

    @property
    def name(self) -> str:
        """As in purchases, and in the path of its webhook."""
        ...

    def start(self, order: Order) -> Checkout:
        """Start a payment; the same order again is the same payment. Raises Unavailable."""
        ...


@dataclass(frozen=True)
class ManualPayments:
    """Money comes another way, by transfer for instance; an admin approves the purchase."""

    name: str = "manual"

    def start(self, order: Order) -> Checkout:
        return Checkout(order.purchase_id, None)


@dataclass(frozen=True)
class StripePayments:
    """Stripe's Checkout: a page of Stripe's on which the person pays, and events that say so."""

    api_url: str
    api_key: str
    webhook_secret: str
    public_url: str
    clock: Callable[[], datetime]
    name: str = "stripe"

    def start(self, order: Order) -> Checkout:
        fields = {
            "mode": "payment",
            "client_reference_id": order.purchase_id,
            "payment_intent_data[metadata][purchase_id]": order.purchase_id,
            "success_url": f"{self.public_url}/?purchase={order.purchase_id}",
            "cancel_url": f"{self.public_url}/",
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": order.currency,
            "line_items[0][price_data][unit_amount]": str(order.price_cents),
            "line_items[0][price_data][product_data][name]": f"{order.credits} credits",
        }
        made = self._ask("POST", "checkout/sessions", data=fields, headers={"Idempotency-Key": order.purchase_id})
        try:
            return Checkout(str(made["id"]), str(made["url"]))
        except (KeyError, TypeError) as error:
            raise Unavailable(_NO_ANSWER) from error

    def purchase_of(self, payment_reference: str) -> str | None:
        """The purchase that a payment is for, which `start` wrote there; None for others. Raises Unavailable."""
        payment = self._ask("GET", f"payment_intents/{quote(payment_reference, safe='')}")
        try:
            return _name((payment.get("metadata") or {}).get("purchase_id"))
        except AttributeError as error:
            raise Unavailable(_NO_ANSWER) from error

    def _ask(self, method: str, path: str, **sent: Any) -> Any:
        """What the API answers, as JSON."""
        import requests  # here: a server that takes no money this way needs no HTTP client to start

        try:
            answer = requests.request(
                method,
                f"{self.api_url}/v1/{path}",
                auth=(self.api_key, ""),
                timeout=TIMEOUT_S,
                allow_redirects=False,
                **sent,
            )
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as error:
            raise Unavailable(_NO_ANSWER) from error

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        """The body of an event that Stripe signed a short time ago. Raises NotSignedIn for any other."""
        parts = [part.partition("=") for part in headers.get("stripe-signature", "").split(",")]
        at = next((value for name, _, value in parts if name.strip() == "t"), "")
        if not at.isdecimal() or len(at) > 12:
            raise NotSignedIn("The event is not signed.")
        expected = hmac.new(self.webhook_secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        sent = [value for name, _, value in parts if name.strip() == "v1"]
        if not any(hmac.compare_digest(expected.encode(), value.encode()) for value in sent):
            raise NotSignedIn("The event is not signed with this server's secret.")
        if abs(self.clock().timestamp() - int(at)) > SIGNATURE_AGE.total_seconds():
            raise NotSignedIn("The event was signed too long ago.")
        return body

    def event_in(self, body: str) -> MoneyEvent | None:
        """What an event says about a payment; None for events of other kinds. Raises Invalid."""
        try:
            event = json.loads(body)
            return _read(event["type"], event["data"]["object"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Invalid("This is not an event as Stripe sends it.") from error


PAID: Final = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
GIVEN_UP: Final = ("checkout.session.expired", "checkout.session.async_payment_failed")
REFUND: Final = ("refund.created", "refund.updated", "refund.failed")
WITHDRAWN: Final = "charge.dispute.funds_withdrawn"
REINSTATED: Final = "charge.dispute.funds_reinstated"
NOT_REFUNDED: Final = ("failed", "canceled")
"""The states of a refund whose money stays. One that is pending counts as refunded, so that nobody spends it."""


def _read(kind: str, subject: dict[str, Any]) -> MoneyEvent | None:
    """The event of a Checkout session, of a refund, or of a dispute about a charge."""
    is_paid = kind in PAID and subject["payment_status"] == "paid"
    if is_paid or kind in GIVEN_UP:
        return Payment(
            purchase_id=str(subject["client_reference_id"]),
            reference=str(subject["id"]),
            is_paid=is_paid,
            price_cents=int(subject["amount_total"]),
            currency=str(subject["currency"]),
            payment_reference=_name(subject.get("payment_intent")),
        )
    if kind not in (*REFUND, WITHDRAWN, REINSTATED):
        return None
    payment = _name(subject["payment_intent"])
    if payment is None:
        return None  # a charge without a payment intent comes from no Checkout
    return Reversal(
        id=str(subject["id"])[:100],
        payment_reference=payment,
        cents=int(subject["amount"]),
        currency=str(subject["currency"]),
        is_undone=subject["status"] in NOT_REFUNDED if kind in REFUND else kind == REINSTATED,
    )


def _name(value: object) -> str | None:
    """An id that an event names, None where it names none."""
    return value[:255] if isinstance(value, str) and value else None


def payment_provider(settings: Settings, clock: Callable[[], datetime]) -> ManualPayments | StripePayments:
    """Who takes the money, by the settings."""
    if settings.payment_provider == "stripe":
        return StripePayments(
            api_url=settings.stripe_api_url,
            api_key=settings.stripe_api_key.get_secret_value(),
            webhook_secret=settings.stripe_webhook_secret.get_secret_value(),
            public_url=settings.public_url,
            clock=clock,
        )
    return ManualPayments()
