"""Requests that move money: each has its effect once, however often it is sent with its `Idempotency-Key`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Response
from sqlalchemy.orm import Session

from interview_server.api.access import Now, Opened, SignedIn
from interview_server.api.schema import Problem, Sent
from interview_server.database.engine import Database
from interview_server.errors import Refused, TooMany, Unavailable
from interview_server.ledger import idempotency
from interview_server.ledger.idempotency import Answer, Reservation

Work = Callable[[Session, datetime], Sent]
"""What a request does in one transaction, and its answer."""

NOT_KEPT: Final = (TooMany, Unavailable)
"""Refusals that say "try again": the next request with the same key does try."""


@dataclass(frozen=True)
class Once:
    """Does the work of one request, once for each key. Without a key every request is a new one."""

    database: Database
    now: datetime
    person_id: str
    key: str | None
    fingerprint: str

    def answer(self, work: Work, status: int = 200, before: Callable[[], None] | None = None) -> Response:
        """The answer of `work`, or the one that an earlier request with the same key had.

        `before` runs outside any transaction, and again when the process dies before the answer is kept: it is for
        a provider that is slow, and that knows the request by an id of its own. A refusal that is found by the work
        is an answer, too. Any other error undoes the work and releases the key.
        """
        if self.key is None:
            if before is not None:
                before()
            with self.database.transaction() as session:
                return _sent(_written(work(session, self.now), status))
        with self.database.transaction() as session:
            found = idempotency.reserve(session, self.person_id, self.key, self.fingerprint, self.now)
        if isinstance(found, Answer):
            return _sent(found, {"Idempotent-Replayed": "true"})
        return _sent(self._work_once(found, work, status, before))

    def _work_once(
        self, reservation: Reservation, work: Work, status: int, before: Callable[[], None] | None
    ) -> Answer:
        try:
            if before is not None:
                before()
            with self.database.transaction() as session:
                answer = _written(work(session, self.now), status)
                idempotency.keep(session, reservation, answer)
        except Refused as refused:
            if isinstance(refused, NOT_KEPT):
                self._release(reservation)
                raise
            answer = Answer(refused.status, json.dumps({"detail": refused.detail}))
            with self.database.transaction() as session:
                idempotency.keep(session, reservation, answer)
        except Exception:
            self._release(reservation)
            raise
        return answer

    def _release(self, reservation: Reservation) -> None:
        with self.database.transaction() as session:
            idempotency.release(session, reservation)


def _written(sent: Sent, status: int) -> Answer:
    return Answer(status, sent.model_dump_json(by_alias=True))


def _sent(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    return Response(answer.body, answer.status, headers, media_type="application/json")


async def once(
    request: Request,
    database: Opened,
    now: Now,
    asking: SignedIn,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")] = None,
) -> Once:
    """The request's key, and what tells it from another request."""
    content = b"\n".join((request.method.encode(), request.url.path.encode(), await request.body()))
    return Once(database, now, asking.person_id, idempotency_key, hashlib.sha256(content).hexdigest())


ByKey = Annotated[Once, Depends(once)]

MONEY_PROBLEMS: Final[dict[int | str, dict[str, object]]] = {
    status: {"model": Problem} for status in (401, 402, 403, 404, 409, 422, 429)
}
"""What a request that moves money can be refused for, in the words of OpenAPI."""
