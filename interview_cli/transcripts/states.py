"""What a chat was before its last state: lists that grow with each event or request, and versions of a message."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from itertools import pairwise
from typing import Any, Final

from interview_cli.transcripts.columns import Table

_MIN_STATES: Final = 3
"""Different lengths, and lists for each that is complete, for the others to be states of these (chosen)."""

_MAX_LEVELS: Final = 8
"""A list that is nested deeper is no chat (chosen)."""


def outdated_in(table: Table) -> set[int]:
    """The rows of lists with which a later one begins, if most are such."""
    begins = [
        place for place in range(len(table.rows)) if not place or table.parents[place] != table.parents[place - 1]
    ]
    lists = [range(a, b) for a, b in pairwise([*begins, len(table.rows)])]
    if len(table.path) > _MAX_LEVELS or len(set(map(len, lists))) < _MIN_STATES:
        return set()
    latest: dict[int, range] = {}
    for places in lists:
        state = 0
        for place in places:
            state = hash((state, repr(table.rows[place])))
            latest.pop(state, None)
        latest[state] = places
    are_states = _MIN_STATES * len(latest) <= len(lists)
    return set(range(len(table.rows))).difference(*latest.values()) if are_states else set()


def cut(table: Table, removed: Container[int], tables: Sequence[Table]) -> None:
    """Remove some rows of a table, and the rows of tables inside them."""
    kept = [place for place in range(len(table.rows)) if place not in removed]
    table.rows, table.parents, table.keys = (
        [column[place] for place in kept] for column in (table.rows, table.parents, table.keys)
    )
    places = {place: new for new, place in enumerate(kept)}
    for inner in tables:
        if inner.parent is table:
            cut(inner, {place for place, row in enumerate(inner.parents) if row not in places}, tables)
            inner.parents = [places[row] for row in inner.parents]


def as_shown(value: Any, named: Collection[str]) -> Any:
    """A mapping from ids to messages without versions that were given up; any other value as it is.

    A field beside it contains the id of the last message, and each message that of the one before, its parent.
    `named` are all texts beside it.
    """
    at = next((key for key in value if key in named), None) if value.__class__ is dict else None
    shown: dict[str, Any] = {}
    while isinstance(at, str) and at not in shown and isinstance(message := value.get(at), dict):
        shown[at] = message
        at = next((text for name, text in message.items() if str(name).startswith("parent")), None)
    return {key: message for key, message in value.items() if key in shown} if len(shown) > 2 else value
