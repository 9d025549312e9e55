"""Requests that move money: each has its effect once, however often it is sent with its `Idempotency-Key`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID, uuid5

from fastapi import Depends, Header, Request, Response
from sqlalchemy.orm import Session

from interview_server.api.access import SignedIn
from interview_server.api.schema import Sent
from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.errors import Refused, TooMany, Unavailable
from interview_server.ledger import idempotency
from interview_server.ledger.idempotency import Answer, Reservation

Work = Callable[[Session, datetime], Sent]
"""What a request does in one transaction, and its answer."""

REQUESTS: Final = UUID("5b0c6f0e-3c0f-4f7e-9f61-6b5a1d0f6f4b")
"""The namespace of `Once.stable_id`."""

REPLAYED: Final = {"Idempotent-Replayed": "true"}
NOT_KEPT: Final = (TooMany, Unavailable)
"""Refusals that say "try again": the next request with the same key does try."""


class _Undone(Exception):
    """Undoes a transaction because its work was refused."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


@dataclass(frozen=True)
class Once:
    """Does the work of one request, once for each key. Without a key every request is a new one."""

    database: Database
    now: datetime
    person_id: str
    key: str | None
    fingerprint: str

    def answer(self, work: Work, status: int = 200) -> Response:
        """The answer of `work`, or the one that an earlier request with the same key had.

        The key is written in the transaction of the work, so that it has its effect with it or not at all. A refusal
        that the work finds is an answer, too. Any other error undoes the work, and the key with it.
        """
        if self.key is None:
            return _sent(self.database.in_transaction(lambda session: _written(work(session, self.now), status)))

        def done(session: Session) -> Response:
            found = self._reserve(session)
            if isinstance(found, Answer):
                return _sent(found, REPLAYED)
            try:
                answer = _written(work(session, self.now), status)
            except Refused as refused:
                raise _Undone(refused) from refused
            idempotency.keep(session, found, answer)
            return _sent(answer)

        try:
            return self.database.in_transaction(done)
        except _Undone as undone:
            return self._refusal(undone.refused)

    def _refusal(self, refused: Refused) -> Response:
        """Keep a refusal as the answer, unless it says "try again": then it is raised."""
        if isinstance(refused, NOT_KEPT):
            raise refused
        answer = Answer(refused.status, json.dumps({"detail": refused.detail}))
        with self.database.transaction() as session:
            found = self._reserve(session)
            if isinstance(found, Answer):
                return _sent(found, REPLAYED)
            idempotency.keep(session, found, answer)
        return _sent(answer)

    def answer_prepared(self, prepare: Callable[[], Work], status: int = 200) -> Response:
        """As `answer`, for work that a slow provider has to prepare: `prepare` runs outside any transaction.

        The key is reserved before, in a transaction of its own: another request with it is refused in the meantime.
        When the process dies before the answer is kept, the next request prepares again: let the provider know the
        request by `stable_id`.
        """
        if self.key is None:
            return self.answer(prepare(), status)
        with self.database.transaction() as session:
            found = self._reserve(session)
        if isinstance(found, Answer):
            return _sent(found, REPLAYED)
        return _sent(self._work_once(found, prepare, status))

    def _reserve(self, session: Session) -> Answer | Reservation:
        assert self.key is not None
        return idempotency.reserve(session, self.person_id, self.key, self.fingerprint, self.now)

    def stable_id(self) -> str:
        """An id that is the same whenever this request is sent again with its key."""
        return new_id() if self.key is None else str(uuid5(REQUESTS, f"{self.person_id} {self.key}"))

    def _work_once(self, reservation: Reservation, prepare: Callable[[], Work], status: int) -> Answer:
        try:
            work = prepare()

            def kept(session: Session) -> Answer:
                answer = _written(work(session, self.now), status)
                idempotency.keep(session, reservation, answer)
                return answer

            return self.database.in_transaction(kept)
        except Refused as refused:
            if isinstance(refused, NOT_KEPT):
                self._release(reservation)
                raise
            answer = Answer(refused.status, json.dumps({"detail": refused.detail}))
            with self.database.transaction() as session:
                idempotency.keep(session, reservation, answer)
            return answer
        except Exception:
            self._release(reservation)
            raise

    def _release(self, reservation: Reservation) -> None:
        with self.database.transaction() as session:
            idempotency.release(session, reservation)


def _written(sent: Sent, status: int) -> Answer:
    return Answer(status, sent.model_dump_json(by_alias=True))


def _sent(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    return Response(answer.body, answer.status, headers, media_type="application/json")


async def once(
    request: Request,
    asking: SignedIn,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")] = None,
) -> Once:
    """The request's key, and what tells it from another request."""
    content = b"\n".join((request.method.encode(), request.url.path.encode(), await request.body()))
    state = request.app.state
    return Once(state.database, state.clock(), asking.person_id, idempotency_key, hashlib.sha256(content).hexdigest())


ByKey = Annotated[Once, Depends(once)]
