"""What is done for money in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from interview_server.database.limits import forget_uses
from interview_server.errors import Conflict, Invalid
from interview_server.jobs.incoming import body_of, job_kind
from interview_server.jobs.worker import Kind, PermanentFailure, Running
from interview_server.ledger.idempotency import forget_answers
from interview_server.ledger.payments import ManualPayments, Payment, Reversal, StripePayments
from interview_server.ledger.purchases import allocate, settle
from interview_server.ledger.reversals import is_of_known_payment, reverse

ALLOCATE: Final = "allocate_plans"
FORGET: Final = "forget_requests"
LONGEST_LIMIT: Final = timedelta(days=1)
"""No limit counts anything older."""


@dataclass(frozen=True)
class MoneyWork:
    """The jobs about money."""

    provider: ManualPayments | StripePayments
    plans: Mapping[str, int]

    def kinds(self) -> list[Kind]:
        """The kinds of jobs that are done here."""
        return [
            Kind(job_kind(self.provider.name), self.handle_payment),
            Kind(ALLOCATE, self.allocate_plans, every=timedelta(hours=1)),
            Kind(FORGET, self.forget_requests, every=timedelta(hours=1)),
        ]

    def handle_payment(self, running: Running) -> None:
        """Give the credits of a purchase that the provider says is paid for, or take back what was refunded."""
        if not isinstance(self.provider, StripePayments):
            raise PermanentFailure("this server takes no payments from a provider")
        try:
            event = self.provider.event_in(body_of(running.job))
            if isinstance(event, Payment):
                with running.finishing() as session:
                    settle(session, self.provider.name, event, running.clock())
            elif event is not None:
                self._reverse(self.provider, event, running)
        except (Conflict, Invalid) as refused:
            raise PermanentFailure(refused.detail) from refused

    def _reverse(self, provider: StripePayments, event: Reversal, running: Running) -> None:
        """The event does not name the purchase: for a payment that is not known yet, the provider is asked."""
        with running.database.reading() as session:
            is_known = is_of_known_payment(session, provider.name, event)
        purchase_id = None if is_known else provider.purchase_of(event.payment_reference)
        with running.finishing() as session:
            reverse(session, provider.name, event, purchase_id, running.clock())

    def allocate_plans(self, running: Running) -> None:
        """Give this month's credits to whoever has a plan."""
        with running.finishing() as session:
            allocate(session, self.plans, running.clock())

    def forget_requests(self, running: Running) -> None:
        """Remove the answers and the counts whose time is over."""
        with running.finishing() as session:
            forget_answers(session, running.clock())
            forget_uses(session, running.clock() - LONGEST_LIMIT)
