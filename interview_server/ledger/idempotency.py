"""The same request again gives the same answer: `Idempotency-Key`, by the rules of Stripe.

A key is reserved and its answer written in the transaction of the work: all are committed or nothing is. Another
request with the key is refused meanwhile; on SQLite, where one transaction writes at a time, it waits and gets the
answer. Where a slow provider has to be asked first, the key is reserved in a transaction of its own, so that others
see that it is in flight; when the process dies in between, the reservation expires and the next request does
the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from typing import cast as typed

from sqlalchemy import Executable, String, Table, Text, and_, bindparam, cast, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from interview_server.database.base import Base, Id, Instant, new_id
from interview_server.database.statements import insert_on
from interview_server.errors import Conflict, Invalid

KEPT: Final = timedelta(hours=48)
"""How long an answer is kept. Chosen, at least 24 hours."""
TRY_AGAIN: Final = {"Retry-After": "1"}
"""What tells a conflict between requests with one key from one that stays."""
_IN_FLIGHT: Final = "A request with this Idempotency-Key is being worked on. Try again in a moment."
RESERVED: Final = timedelta(seconds=60)
"""How long a request may take before another one with its key may start over. Chosen."""


class IdempotencyKey(Base):
    """A key that a person sent, with the answer to its request once there is one."""

    __tablename__ = "idempotency_key"

    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the request: method, path and body."""
    reservation: Mapped[str | None] = mapped_column(Id)
    """Who works on it; None once there is an answer."""
    reserved_until: Mapped[datetime] = mapped_column(Instant)
    status: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)


@dataclass(frozen=True)
class Answer:
    """A status of HTTP and the body that went with it, as JSON."""

    status: int
    body: str


@dataclass(frozen=True)
class Reservation:
    """The right to work on a request."""

    person_id: str
    key: str
    id: str


_TABLE: Final = typed("Table", IdempotencyKey.__table__)
_IS_HELD: Final = and_(
    _TABLE.c.person_id == bindparam("of_person"),
    _TABLE.c.key == bindparam("of_key"),
    _TABLE.c.reservation == bindparam("held_by"),
)
_KEEP: Final = (
    update(_TABLE)
    .where(_IS_HELD)
    .values({name: bindparam(name) for name in ("reservation", "status", "answer")})
    .returning(_TABLE.c.key)
)
_RELEASE: Final = delete(_TABLE).where(_IS_HELD)


@cache
def _reserve(dialect: str) -> Executable:
    """Writes a key that is new, or one whose time is over and which nobody has removed.

    On PostgreSQL not while another transaction works on the key, for which the insertion would wait.
    """
    insert = insert_on(dialect, _TABLE)
    if dialect != "sqlite":
        row = [cast(bindparam(column.name, type_=column.type), column.type) for column in _TABLE.c]
        lock = func.hashtextextended(bindparam("person_id") + " " + bindparam("key"), 0)
        insert = insert.from_select(
            [column.name for column in _TABLE.c], select(*row).where(func.pg_try_advisory_xact_lock(lock))
        )
    upsert: Executable = insert.on_conflict_do_update(
        index_elements=["person_id", "key"],
        set_={column.name: insert.excluded[column.name] for column in _TABLE.c},
        where=_TABLE.c.created_at < bindparam("forgotten_before"),
    ).returning(_TABLE.c.reservation)
    return upsert


def reserve(session: Session, person_id: str, key: str, fingerprint: str, now: datetime) -> Answer | Reservation:
    """Reserve `key` for a request, or give the answer that it already has.

    Raises Conflict while another request with this key is in flight, Invalid when the key came with another request.
    """
    reservation, until = new_id(), now + RESERVED
    fresh = {
        "person_id": person_id,
        "key": key,
        "fingerprint": fingerprint,
        "reservation": reservation,
        "reserved_until": until,
        "status": None,
        "answer": None,
        "created_at": now,
        "forgotten_before": now - KEPT,
    }
    if session.execute(_reserve(session.get_bind().dialect.name), fresh).first() is not None:
        return Reservation(person_id, key, reservation)
    found = session.execute(
        select(IdempotencyKey)
        .where(IdempotencyKey.person_id == person_id, IdempotencyKey.key == key)
        .with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise Conflict(_IN_FLIGHT, TRY_AGAIN)
    if found.fingerprint != fingerprint:
        raise Invalid("This Idempotency-Key was used for another request. Use a new key for a new request.")
    if found.status is not None and found.answer is not None:
        return Answer(found.status, found.answer)
    if found.reserved_until > now:
        raise Conflict(_IN_FLIGHT, TRY_AGAIN)
    found.reservation, found.reserved_until = reservation, until
    return Reservation(person_id, key, reservation)


def keep(session: Session, reservation: Reservation, answer: Answer) -> None:
    """Write the answer in the transaction of the work. Raises Conflict when another request took the work over."""
    values = {"reservation": None, "status": answer.status, "answer": answer.body}
    changed = session.execute(_KEEP, {**_held(reservation), **values})
    if changed.first() is None:
        says = "This request took too long, and another one with its Idempotency-Key has taken over."
        raise Conflict(says, TRY_AGAIN)


def release(session: Session, reservation: Reservation) -> None:
    """Forget a request that has had no effect, so that it can be sent again."""
    session.execute(_RELEASE, _held(reservation))


def _held(reservation: Reservation) -> dict[str, str]:
    return {"of_person": reservation.person_id, "of_key": reservation.key, "held_by": reservation.id}


def forget_answers(session: Session, now: datetime) -> None:
    """Remove keys whose time is over."""
    session.execute(
        delete(IdempotencyKey)
        .where(IdempotencyKey.created_at < now - KEPT)
        .execution_options(synchronize_session=False)
    )
