"""A server that is killed at every step of a request: run as `python -m tests.server.killed URL`.

A child begins the request and kills itself before its first step, or its second, and so on. Then the books are
looked at, the same request is sent again with its `Idempotency-Key`, and it must have had its effect once. This is a
process of its own, since children are made of it by `fork`. It prints how often each request was killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from interview_server.booking.models import Booking
from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.jobs.models import Job
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import (
    GRANTS,
    PAYOUTS,
    PLATFORM,
    Kind,
    balances,
    credits_of,
    earnings_of,
    post,
)
from tests.server.conftest import Served
from tests.server.market import Market
from tests.server.steps import killed_at

Request = tuple[str, str, Any]
"""Who sends a request, to where, with which body."""


def book(market: Market) -> Request:
    return market.candidate, "/api/bookings", market.at(market.slots()[0])


def ask_for_a_payout(market: Market) -> Request:
    return market.interviewer, "/api/payouts", {"credits": 10, "paymentMethod": "TRANSFER", "paymentDetail": "x"}


def approve_a_payout(market: Market) -> Request:
    made = market.post(*ask_for_a_payout(market)).json()
    return market.admin(), f"/api/payouts/{made['id']}/approve", None


class Unsigned:
    """A provider whose events are not signed."""

    name = "unsigned"

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        return body


def deliver_an_event(market: Market) -> Request:
    return market.candidate, "/api/webhooks/unsigned", {"at": market.served.now.isoformat()}


EFFECTS: dict[Callable[[Market], Request], list[int]] = {
    book: [-10, 0, 0, 1, 1],
    ask_for_a_payout: [0, -10, 0, 0, 1],
    approve_a_payout: [0, 0, 10, 0, 1],
    deliver_an_event: [0, 0, 0, 0, 1],
}
"""What each request does to the figures of `figures`."""


def figures(market: Market) -> list[int]:
    """Credits, earnings, what was paid out with its fee, bookings and jobs; the books are right."""
    with market.served.database.transaction() as session:
        assert audit(session) == []
        keys = [credits_of(market.candidate), earnings_of(market.interviewer), PAYOUTS, PLATFORM]
        held = balances(session, keys)
        rows = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Booking, Job)]
    return [held[keys[0]], held[keys[1]], held[PAYOUTS] + held[PLATFORM], *rows]


def is_killed(market: Market, request: Request, key: str, step: int) -> bool:
    """Send the request from a child that kills itself before step number `step`; whether it got there."""
    database = market.served.database
    database.close()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def dies(_connection: Any, *, commits: bool) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with killed_at(database.engine, step, dies):
        market.post(*request, key)
    os._exit(0)


def kill_at_every_step(market: Market, make: Callable[[Market], Request]) -> int:
    """How many steps the request has, at each of which it was killed and had its effect once all the same."""
    step, killed = 0, True
    while killed:
        step += 1
        market.pass_time(hours=1)
        request, key = make(market), f"{make.__name__}-{step}"
        market.get(request[0], "/api/user/me")  # signs in, which is no step of the request
        before = figures(market)
        killed = is_killed(market, request, key, step)
        market.pass_time(minutes=2)
        figures(market)
        answer = market.post(*request, key)
        assert answer.status_code in (200, 201), (make.__name__, step, answer.text)
        effect = [now - then for now, then in zip(figures(market), before, strict=True)]
        assert effect == EFFECTS[make], (make.__name__, step, effect)
    return step - 1


def main(url: str) -> None:
    """Print how often each request was killed, as JSON. Raises AssertionError where it did harm."""
    served = Served(Database(url), datetime(2026, 9, 7, 9, tzinfo=UTC))
    market = Market(served)
    served.app.state.webhook_sources = {Unsigned.name: Unsigned()}
    with served.database.transaction() as session:
        amounts = {GRANTS: -2000, credits_of(market.candidate): 1000, earnings_of(market.interviewer): 1000}
        post(session, Kind.ADMIN_ADJUST, amounts, reference=new_id(), now=served.now)
    print(json.dumps({make.__name__: kill_at_every_step(market, make) for make in EFFECTS}), file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
