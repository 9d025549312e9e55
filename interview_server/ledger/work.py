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
from interview_server.ledger.payments import ManualPayments, Payment, Refund, StripePayments
from interview_server.ledger.purchases import allocate, settle
from interview_server.ledger.reversals import charge_back, refund

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
            if event is None:
                return
            with running.finishing() as session:
                if isinstance(event, Payment):
                    settle(session, self.provider.name, event, running.clock())
                elif isinstance(event, Refund):
                    refund(session, self.provider.name, event, running.clock())
                else:
                    charge_back(session, self.provider.name, event, running.clock())
        except (Conflict, Invalid) as refused:
            raise PermanentFailure(refused.detail) from refused

    def allocate_plans(self, running: Running) -> None:
        """Give this month's credits to whoever has a plan."""
        with running.finishing() as session:
            allocate(session, self.plans, running.clock())

    def forget_requests(self, running: Running) -> None:
        """Remove the answers and the counts whose time is over."""
        with running.finishing() as session:
            forget_answers(session, running.clock())
            forget_uses(session, running.clock() - LONGEST_LIMIT)
