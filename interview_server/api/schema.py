"""The base of what goes in and out: names in camelCase, unknown fields refused, lists in pages."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from interview_server.errors import Invalid


class Sent(BaseModel):
    """What the server answers."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True)


class Received(BaseModel):
    """What a client sends."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, extra="forbid", frozen=True
    )


class Problem(Sent):
    """Why a request was refused."""

    detail: str


Item = TypeVar("Item")


class Page(Sent, Generic[Item]):
    """Some items of a list, and where the next ones begin; null at its end."""

    items: list[Item]
    next_cursor: str | None = None


PageSize = Annotated[int, Query(alias="limit", ge=1, le=100)]
"""How many items to send at most."""
Cursor = Annotated[str | None, Query(alias="cursor", max_length=500)]
"""The `nextCursor` of the page before."""


def cursor_of(*last: str | datetime) -> str:
    """A cursor that is after the item with these sort keys."""
    parts = [part.isoformat() if isinstance(part, datetime) else part for part in last]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


def read_cursor(cursor: str, *kinds: type) -> Sequence[str | datetime]:
    """The sort keys of a cursor, as `kinds`: str or datetime each. Raises Invalid for one that we did not make."""
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(parts, list) or not all(isinstance(part, str) and "\0" not in part for part in parts):
            raise ValueError
        read = [
            datetime.fromisoformat(part) if kind is datetime else part
            for part, kind in zip(parts, kinds, strict=True)
        ]
        if any(isinstance(part, datetime) and part.tzinfo is None for part in read):
            raise ValueError
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        raise Invalid("The cursor is not one of this list. Begin without one.") from None
    return read


def read_place(cursor: str | None) -> tuple[datetime, str] | None:
    """The place of a cursor in a list by time; None at its beginning. Raises Invalid."""
    if cursor is None:
        return None
    at, last = read_cursor(cursor, datetime, str)
    assert isinstance(at, datetime)
    return at, str(last)
