"""Tables in nested data: every list of a document as the rows of a table, whatever its fields are called.

The rows of all lists under the same path ("results, any item, words") form one `Series`, and each row knows the row
of the list around it, so a word can be matched with the speaker of its segment. Records are also found outside lists
(`object_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.transcripts.columns import Table
from interview_cli.transcripts.field_names import Path
from interview_cli.transcripts.object_lists import are_rows, is_map, is_record_list, items_of, lists_of, sections
from interview_cli.transcripts.states import as_shown, cut, outdated_in

MAX_DEPTH: Final = 100
"""Levels of nested lists and objects; the deepest format seen has twelve."""

MAX_ROWS: Final = 100_000
"""Rows in one file; all are kept in memory, because the last one may belong to any transcript."""

_MAX_COMPARED: Final = 50
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_ITEM: Final = "*"
_CONTAINERS: Final = frozenset({dict, list})


def too_many_rows(source: str) -> InputError:
    """The error for a file with more rows than are read at once."""
    return InputError(f"{source} has more than {MAX_ROWS:,} rows; split it into several files.")


def raise_first(problems: Sequence[str], item: str) -> None:
    """Raise InputError with the first of some problems, if any, and the number of the other `item`s with problems."""
    if problems:
        more = f" ({len(problems) - 1} more {item}s cannot be read)" if len(problems) > 1 else ""
        raise InputError(problems[0] + more)


def find_tables(document: Any, source: str) -> list[Table]:
    """The document as a table of one row, then the tables in it, outermost first.

    Raises InputError when it is nested too deeply.
    """
    root = Table((), None, [document], [0], [0])
    tables = _tables_in(root, source)
    with_inner = {id(table.parent) for table in tables}
    for table in tables:
        if outdated := outdated_in(table):
            cut(table, outdated, tables)
        if id(table) not in with_inner:
            _take_in_plain_texts(table)
    return [root, *sorted(tables, key=lambda each: len(each.path))]


def holds_states(rows: list[Any], source: str) -> bool:
    """Whether lists in some rows grow from one row to another. Raises InputError when these are nested too deeply."""
    return any(map(outdated_in, _tables_in(Table((), None, [rows], [0], [0]), source)))


def _tables_in(root: Table, source: str) -> list[Table]:
    """The tables in the document of a root."""
    (document,) = root.rows
    found: dict[Path, Table] = {}
    waiting: list[tuple[Any, Path, Table, int]] = [(document, (), root, 0)]
    while waiting:
        value, path, around, row = waiting.pop()
        if len(path) > MAX_DEPTH:
            raise InputError(f"{source} is nested too deeply.")
        has_fields = value.__class__ is dict and not is_map(value)
        parts = sections(value) if has_fields else {}
        lists = list(lists_of(value)) if has_fields else [items_of(value)]
        if parts:
            lists.append((("{}",), list(parts), list(parts.values())))
        for name, keys, rows in lists:
            items = _with_follow_ups(rows)
            inner_path = (*path, *name, _ITEM)
            table = found.get(inner_path)
            if table is None:
                table = found[inner_path] = Table(inner_path, around)
            first = len(table.rows)
            table.rows += items
            table.keys += keys if items is rows else range(len(items))
            table.parents += [row] * len(items)
            waiting += [(items[place], inner_path, table, first + place) for place in _with_content(items)]
        if has_fields:
            named = {text for text in value.values() if text.__class__ is str}
            waiting += [
                (as_shown(inner, named), (*path, key), around, row)
                for key, inner in reversed(value.items())
                if key not in parts and (inner.__class__ is dict or inner.__class__ is list)
            ]
    return list(found.values())


def _take_in_plain_texts(table: Table) -> None:
    """Add the texts that some rows around a table have in place of a list, as in the `content` of a message."""
    around, name = table.parent, table.path[-2] if len(table.path) > 1 else None
    if around is None or table.path[:-2] != around.path:
        return
    plain = [
        (row, value[name])
        for row, value in enumerate(around.rows)
        if value.__class__ is dict and value.get(name).__class__ is str
    ]
    if plain:
        rows = list(zip(table.parents, table.keys, table.rows, strict=True)) + [(row, 0, text) for row, text in plain]
        rows.sort(key=lambda each: each[0])
        table.parents, table.keys, table.rows = (list(column) for column in zip(*rows, strict=True))


def _with_follow_ups(rows: Sequence[Any]) -> Sequence[Any]:
    """Rows with several texts, each followed by those nested in it with other texts, such as follow-up questions."""
    if not any(
        row.__class__ is dict and not _CONTAINERS.isdisjoint(map(type, row.values())) for row in rows[:_MAX_COMPARED]
    ):
        return rows
    found, waiting = [], list(reversed(rows))
    while waiting:
        found.append(row := waiting.pop())
        for inner in row.values() if row.__class__ is dict else ():
            followed = inner if is_record_list(inner) else [inner] if inner.__class__ is dict else []
            if followed and _follows(followed[0], row):
                waiting += reversed(followed)
    return found if len(found) > len(rows) else rows


def _follows(inner: Mapping[Any, Any], row: Mapping[Any, Any]) -> bool:
    """Whether a record has the texts of the row around it, each another one rather than a part of it."""
    shared = {name for name, text in inner.items() if isinstance(text, str) and " " in text and name in row}
    are_other = all(isinstance(row[name], str) and inner[name] not in row[name] for name in shared)
    return are_other and (len(shared) > 1 or (bool(shared) and inner.keys() <= row.keys()))


def _with_content(items: Sequence[Any]) -> list[int]:
    """The indexes of items with more than plain values, in reverse, as the last one in is the first one out."""
    if items and items[0].__class__ is list and are_rows(items):
        return []
    entries = any(_could_be_entries(tuple(item)) for item in items[:20] if item.__class__ is dict)
    places = []
    for place, item in enumerate(items):
        if item.__class__ is dict:
            if entries:
                places.append(place)
                continue
            for value in item.values():
                if value.__class__ is dict or value.__class__ is list:
                    places.append(place)
                    break
        elif item.__class__ is list:
            places.append(place)
    places.reverse()
    return places


@lru_cache(maxsize=1024)
def _could_be_entries(names: tuple[Any, ...]) -> bool:
    """Whether some names of fields look like questions or like numbered ones."""
    texts = [name[:80] for name in names if isinstance(name, str)]
    return any(text[-1:] == "?" or " " in text or _NUMBER.search(text) for text in texts)
