"""How often somebody may do something, counted in the database so that it holds across workers and machines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, cast

from sqlalchemy import JSON, Executable, String, Table, bindparam, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from interview_server.database.base import Base, Instant
from interview_server.database.statements import insert_on
from interview_server.errors import TooMany


@dataclass(frozen=True)
class Limit:
    """At most `times` of `action` by one subject in any stretch of `within`. `action` completes "too many …"."""

    action: str
    times: int
    within: timedelta


class RateUse(Base):
    """When one subject last did something: as many instants as its limit counts."""

    __tablename__ = "rate_use"

    subject: Mapped[str] = mapped_column(String(200), primary_key=True)
    action: Mapped[str] = mapped_column(String(50), primary_key=True)
    times: Mapped[list[float]] = mapped_column(JSON)
    """Seconds since the epoch, oldest first."""
    last_at: Mapped[datetime] = mapped_column(Instant, index=True)


_TABLE: Final = cast("Table", RateUse.__table__)
_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_COUNT: Final = update(_TABLE).where(_TABLE.c.subject == bindparam("of"), _TABLE.c.action == bindparam("doing"))
"""Made once: for statements as short as these, making them takes longer than executing them."""


def count_against(session: Session, limit: Limit, subject: str, now: datetime) -> None:
    """Count one use in the caller's transaction. Raises TooMany, with the time to wait, for one use too many.

    The row is locked until the end of the transaction, so that two workers never both take the last use. A
    transaction that is rolled back has not used anything.
    """
    used = session.execute(
        _lock(session.get_bind().dialect.name),
        {"subject": subject, "action": limit.action, "times": [now.timestamp()], "last_at": now},
    ).one()
    if used.last_at != _EPOCH:
        return  # the row is new, with this use in it
    start = (now - limit.within).timestamp()
    recent = [at for at in used.times if at > start]
    if len(recent) >= limit.times:
        wait_s = max(1, math.ceil(recent[-limit.times] - start))
        raise TooMany(f"Too many {limit.action}: try again in {wait_s} seconds.", wait_s)
    times = [*recent, now.timestamp()]
    session.execute(_COUNT, {"of": subject, "doing": limit.action, "times": times, "last_at": now})


@cache
def _lock(dialect: str) -> Executable:
    """Makes the row when there is none, else locks it and marks it with the epoch as its `last_at`; gives both."""
    upsert: Executable = (
        insert_on(dialect, _TABLE)
        .on_conflict_do_update(index_elements=["subject", "action"], set_={"last_at": _EPOCH})
        .returning(_TABLE.c.times, _TABLE.c.last_at)
    )
    return upsert


def forget_uses(session: Session, before: datetime) -> None:
    """Remove what no limit counts any more: subjects whose last use was before `before`."""
    session.execute(delete(RateUse).where(RateUse.last_at < before))
