"""What can go wrong on the way to a server, and when to try again."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from interview_cli.errors import UnavailableError

FIRST_RETRY_S: Final = 0.5
"""The wait before the first retry, doubled each time; the real wait is drawn between half of it and all of it."""
MAX_RETRY_WAIT_S: Final = 60.0
"""The longest wait before a retry, whatever the server asks for."""


class WebFault(UnavailableError):
    """A request to a server failed; `passing` when the fault is transient.

    `may_have_arrived` is false where no connection was made: then the server knows nothing of the request.
    """

    may_have_arrived = True

    def __init__(self, message: str, remedy: str, *, passing: bool = False) -> None:
        super().__init__(message, remedy)
        self.passing = passing


def retry_wait_s(number: int, asked_s: float | None) -> float:
    """The wait before retry `number`, counted from 0: what the server asks for, or backoff with jitter."""
    if asked_s is None:
        asked_s = FIRST_RETRY_S * 2**number * random.uniform(0.5, 1.0)  # noqa: S311 - jitter is no secret
    return min(asked_s, MAX_RETRY_WAIT_S)


def seconds_of(retry_after: str | None, now: datetime) -> float | None:
    """The wait a `Retry-After` header asks for: seconds, or a date (RFC 9110, section 10.2.3). None without one."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def shortened(text: str, most: int = 200) -> str:
    """A server's words on one line, at most `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
