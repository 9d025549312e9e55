"""Ticking key points from the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InputError, UsageError
from interview_cli.interview.checklist import checklist, with_ticks

if TYPE_CHECKING:
    from interview_cli.interview.model import Exchange, Session
    from interview_cli.storage.sessions import SqliteSessionStore

_PLACE: Final = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?", re.ASCII)


def change_ticks(
    session: Session, tick: Sequence[str], untick: Sequence[str], store: SqliteSessionStore
) -> list[Exchange]:
    """Tick and untick key points, named "2.1" (question, point) or "2" (all of a question); the changed exchanges.

    Questions count as the candidate counts them, without follow-ups. Raises UsageError for another form or a point
    that is both ticked and unticked, InputError when there is no such question or point, both before anything is
    changed, and StorageError.
    """
    ticks: dict[str, dict[str, bool]] = {}
    for place, said in [*((place, True) for place in tick), *((place, False) for place in untick)]:
        exchange, points = _named(session, place)
        own = ticks.setdefault(exchange.asked.id, {})
        if any(own.setdefault(point, said) is not said for point in points):
            raise UsageError(f"{place} is both ticked and unticked.")
    changed = list(_changed(session, ticks))
    for exchange in changed:
        if exchange.attempt:
            store.save_ticks(exchange.attempt.id, exchange.attempt.ticks)
    return changed


def _changed(session: Session, ticks: dict[str, dict[str, bool]]) -> Iterator[Exchange]:
    for exchange in session.exchanges:
        if exchange.attempt and exchange.asked.id in ticks:
            yield exchange.with_attempt(with_ticks(exchange.attempt, ticks[exchange.asked.id]))


def _named(session: Session, place: str) -> tuple[Exchange, list[str]]:
    """The exchange and the key points that a place names."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise UsageError(f"A key point is named by question and point, such as 2.1, not {place[:40]!r}.")
    number = int(match[1])
    exchange = _question(session, number)
    items = checklist(exchange)
    if match[2] is None:
        return exchange, [item.key_point.point for item in items]
    for item in items:
        if item.number == int(match[2]):
            return exchange, [item.key_point.point]
    raise InputError(f"Question {number} has no key point {int(match[2])}.", f"It has {_numbers(exchange)}.")


def _question(session: Session, number: int) -> Exchange:
    """The main question with this number, if its answer has a checklist."""
    mains = {each.asked.slot + 1: each for each in session.exchanges if each.asked.parent_id is None}
    exchange = mains.get(number)
    if exchange and checklist(exchange):
        return exchange
    there = [_numbers(each) for each in mains.values() if checklist(each)]
    if exchange is None:
        problem = f"There is no question {number}."
    elif exchange.attempt is None:
        problem = f"Question {number} was not answered."
    else:
        problem = f"Question {number} has no key points to tick."
    raise InputError(problem, f"There are {', '.join(there)}." if there else "This session has none to tick.")


def _numbers(exchange: Exchange) -> str:
    """The numbers of a checklist's points, as in "2.1 to 2.4"."""
    question, count = exchange.asked.slot + 1, len(checklist(exchange))
    return f"{question}.1" + (f" to {question}.{count}" if count > 1 else "")
