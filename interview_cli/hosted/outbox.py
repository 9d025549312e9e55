"""Sending what waits in the outbox, each request with its Idempotency-Key, until the server has answered it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from interview_cli.contracts.market import Queued
from interview_cli.errors import InterviewError
from interview_cli.hosted.server import MarketServer, NotSignedIn, Refusal, ServerFault
from interview_cli.interview.ports import Clock

KEYS_LIVE: Final = timedelta(hours=24)
"""Servers keep an Idempotency-Key for at least this long, as Stripe does. Sent later, it could be done twice."""


class Outbox(Protocol):
    """Where requests are written down. What is written has reached the disk when a method returns."""

    def waiting(self) -> Sequence[Queued]:
        """What has no answer yet, oldest first."""

    def mark_sent(self, key: str, at: str | None) -> None:
        """Keep when a request was first sent; None when it certainly never arrived."""

    def settle(self, key: str, status: int, answer: Mapping[str, Any]) -> None:
        """Keep the answer of a request: it is not sent again."""


def is_doubtful(queued: Queued, now: datetime) -> bool:
    """Whether nobody can tell any more if a request was carried out: it is not sent automatically."""
    return queued["sentAt"] is not None and now - datetime.fromisoformat(queued["sentAt"]) > KEYS_LIVE


def deliver(outbox: Outbox, server: MarketServer, clock: Clock) -> InterviewError | None:
    """Send what waits, oldest first; why some of it still waits, None when only what is doubtful does.

    Only one process may do so at a time. Killed anywhere, it has either kept an answer, or the next one sends the
    same key again and gets the same answer.
    """
    stuck: InterviewError | None = None
    for queued in outbox.waiting():
        if is_doubtful(queued, clock.now()):
            continue
        key, sent_before = queued["key"], queued["sentAt"]
        if sent_before is None:
            outbox.mark_sent(key, clock.now().isoformat())
        try:
            answer = _send(server, queued)
        except NotSignedIn as refused:
            outbox.mark_sent(key, sent_before)
            return refused
        except Refusal as refused:
            outbox.settle(key, refused.status, {"message": refused.message, "remedy": refused.remedy})
        except ServerFault as fault:
            if not fault.may_have_arrived:
                outbox.mark_sent(key, sent_before)
            stuck = stuck or fault
            if fault.passing:
                break
        else:
            outbox.settle(key, 200, answer)
    return stuck


def _send(server: MarketServer, queued: Queued) -> dict[str, Any]:
    return server.send(
        queued["method"],
        queued["path"],
        queued["body"],
        dict[str, Any],
        key=queued["key"],
        lacking=queued["what"],
    )
