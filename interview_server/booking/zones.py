"""Instants and wall time by the zone data of the package `tzdata`, which is the same on every machine.

Databases and systems bring zone data of their own, often older: nothing is converted there, and nothing of theirs is
read here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata

from interview_server.errors import Invalid

SECOND_OF_TWO = "~"
"""Marks the later of two equal wall times, when clocks are put back."""


@cache
def zone_names() -> frozenset[str]:
    """The IANA names of all zones."""
    return frozenset((files(tzdata) / "zones").read_text(encoding="ascii").split())


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises Invalid for an unknown one."""
    if name not in zone_names():
        raise Invalid(f"There is no time zone named {name!r}. Use an IANA name, such as Europe/Berlin.")
    with (files(tzdata) / "zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def zone_data() -> str:
    """The release of the zone data, such as 2026f."""
    return str(tzdata.IANA_VERSION)


def wall_of(instant: datetime, zone_name: str) -> str:
    """What a clock on the wall shows at `instant`, in ISO format; see `SECOND_OF_TWO`."""
    local = instant.astimezone(zone(zone_name))
    return local.replace(tzinfo=None, fold=0).isoformat() + (SECOND_OF_TWO if local.fold else "")


def instant_of(wall: str, zone_name: str) -> datetime:
    """The instant at which a clock on the wall shows `wall`. For a time that clocks skip it is when they skip it."""
    local = datetime.fromisoformat(wall.removesuffix(SECOND_OF_TWO)).replace(fold=int(wall.endswith(SECOND_OF_TWO)))
    return _instant(local, zone(zone_name))


def window(day: date, start: time, end: time, zone_name: str) -> tuple[datetime, datetime] | None:
    """The instants between two wall times of `day`; an end at or before the start is on the next day.

    What clocks skip is not in it: None when nothing is left, as on a day that a zone skipped altogether. What they
    repeat is in it twice.
    """
    there = zone(zone_name)
    last = day if end > start else day + timedelta(days=1)
    begins, ends = _instant(datetime.combine(day, start), there), _instant(datetime.combine(last, end), there)
    return (begins, ends) if begins < ends else None


def _instant(local: datetime, there: ZoneInfo) -> datetime:
    found = local.replace(tzinfo=there).astimezone(UTC)
    if found.astimezone(there).replace(tzinfo=None) == local:
        return found
    before = local.replace(tzinfo=there, fold=1).astimezone(UTC)  # PEP 495: on either side of the gap
    return _change_between(min(before, found), max(before, found), there)


def _change_between(before: datetime, after: datetime, there: ZoneInfo) -> datetime:
    """The first second at which the offset of `after` holds; it holds from one instant on between the two."""
    offset = after.astimezone(there).utcoffset()
    span_s = int((after - before).total_seconds())
    low, high = 0, span_s
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(there).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return before + timedelta(seconds=high)
