"""What admins did: a row for each action, in the transaction of the action itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from interview_server.accounts.models import AuditRow


def record(
    session: Session,
    *,
    actor_id: str,
    action: str,
    subject_id: str,
    detail: str = "",
    request_id: str = "",
    now: datetime,
) -> AuditRow:
    """Note that `actor_id` did `action` (a verb and a noun, such as `approve_payout`) to `subject_id`."""
    row = AuditRow(
        at=now, actor_id=actor_id, action=action, subject_id=subject_id, detail=detail, request_id=request_id
    )
    session.add(row)
    session.flush()
    return row


def rows(session: Session, *, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[AuditRow]:
    """The newest rows first; `after` is the time and the id of the last one seen."""
    query = select(AuditRow)
    if after is not None:
        at, last = after
        query = query.where((AuditRow.at < at) | ((AuditRow.at == at) & (AuditRow.id < last)))
    return session.scalars(query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)).all()
