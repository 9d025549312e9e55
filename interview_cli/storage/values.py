"""Plain values as columns hold them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

Column = str | int | float | None

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def readable_text(text: str) -> str:
    """The text with each lone surrogate, which no UTF-8 file can hold, as U+FFFD; offsets into it stay right."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def utc_text(moment: datetime) -> str:
    """A time as UTC ISO text of constant width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def local_zone() -> str | None:
    """The IANA name of the system's time zone; None where it has none."""
    from tzlocal import get_localzone_name

    try:
        return get_localzone_name()
    except (LookupError, ValueError, OSError):
        return None


def local_day(moment: datetime) -> date:
    """The local calendar day of this time."""
    return moment.astimezone().date()
