"""Tables in nested data: every list of a document as the rows of a table, whatever its fields are called.

The rows of all lists under the same path ("results, any item, words") form one `Series`, and each row knows the row
of the list around it, so a word can be matched with the speaker of its segment. Records are also found outside lists:
mappings from ids to records of one shape, lists side by side in an object (`{speaker: […], text:
[…]}`), numbered fields (`question_1`, `answer_1`) and mappings from questions to answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.transcripts.columns import MAX_PLACES, Table
from interview_cli.transcripts.field_names import Path, is_question, meanings, questions_in, without_count
from interview_cli.transcripts.line_times import to_time
from interview_cli.transcripts.states import as_shown, cut, outdated_in

MAX_DEPTH: Final = 100
"""Levels of nested lists and objects; the deepest format seen has twelve."""

MAX_ROWS: Final = 100_000
"""Rows in one file; all are kept in memory, because the last one may belong to any transcript."""

_MAX_FIELDS: Final = 400
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
        has_fields = value.__class__ is dict and not _is_map(value)
        for name, keys, rows in _lists_of(value) if has_fields else [_items_of(value)]:
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
                if inner.__class__ is dict or inner.__class__ is list
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
    if not any(row.__class__ is dict and list in map(type, row.values()) for row in rows[:_MAX_COMPARED]):
        return rows
    found, waiting = [], list(reversed(rows))
    while waiting:
        found.append(row := waiting.pop())
        for inner in row.values() if row.__class__ is dict else ():
            if _is_record_list(inner) and _follows(inner[0], row):
                waiting += reversed(inner)
    return found if len(found) > len(rows) else rows


def _follows(inner: Mapping[Any, Any], row: Mapping[Any, Any]) -> bool:
    """Whether a record has the texts of the row around it, each another one rather than a part of it."""
    shared = {name for name, text in inner.items() if isinstance(text, str) and " " in text and name in row}
    are_other = all(isinstance(row[name], str) and inner[name] not in row[name] for name in shared)
    return are_other and (len(shared) > 1 or (bool(shared) and inner.keys() <= row.keys()))


def _with_content(items: Sequence[Any]) -> list[int]:
    """The indexes of items with more than plain values, in reverse, as the last one in is the first one out."""
    if items and items[0].__class__ is list and _are_rows(items):
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


def _are_rows(items: Sequence[Any]) -> bool:
    """Whether lists are records written without names: several of the same length with plain values only."""
    length = len(items[0])
    return (
        1 < length <= MAX_PLACES
        and len(items) > 1
        and all(
            item.__class__ is list and 0 <= length - len(item) <= 1 and _CONTAINERS.isdisjoint(map(type, item))
            for item in items
        )
    )


@lru_cache(maxsize=1024)
def _could_be_entries(names: tuple[Any, ...]) -> bool:
    """Whether some names of fields look like questions or like numbered ones."""
    texts = [name[:80] for name in names if isinstance(name, str)]
    return any(text[-1:] == "?" or " " in text or _NUMBER.search(text) for text in texts)


_Items = tuple[Path, Sequence[Any], Sequence[Any]]
"""The name of a list, the keys of its items, and the items."""


def _items_of(value: Any) -> _Items:
    """The items of a list or of a mapping from ids to records."""
    if value.__class__ is list:
        rows = _below_names(value)
        return (), range(len(rows)), rows
    keys, items = _sorted(value) if value.__class__ is dict else ([], [])
    return ("{}",), keys, items


def _below_names(rows: list[Any]) -> list[Any]:
    """Rows of plain values below a row of names as records; any other list as it is."""
    names = rows[0] if len(rows) > 2 and rows[0].__class__ is list and _are_rows(rows) else []
    if len(set(map(str, names))) < len(names) or not all(isinstance(name, str) for name in names):
        return rows
    mean = frozenset[str]().union(*(meanings((name,)) for name in names))
    known = {"question", "answer"} <= mean or {"speaker", "text"} <= mean
    return [dict(zip(names, row, strict=False)) for row in rows[1:]] if known else rows


def _lists_of(value: Mapping[Any, Any]) -> Iterator[_Items]:
    """The lists that an object implicitly contains."""
    if columns := _side_by_side(value):
        rows = [dict(zip(columns, row, strict=False)) for row in zip(*columns.values(), strict=False)]
        yield ("[]",), range(len(rows)), rows
    if len(value) <= _MAX_FIELDS:
        questions = questions_in(tuple(value))
        if asked := [(key, text) for key, text in value.items() if key in questions and isinstance(text, str)]:
            yield ("?",), range(len(asked)), [{"question": without_count(key), "answer": text} for key, text in asked]
        if numbered := _numbered(value):
            yield ("#",), list(numbered), list(numbered.values())


def _is_map(value: Mapping[Any, Any]) -> bool:
    """Whether an object maps ids, times or speakers to records of one shape rather than being a record."""
    if len(value) < 2:
        return False
    inner = list(value.values())
    if inner[0].__class__ is dict and all(item.__class__ is dict for item in inner):
        shape = inner[0].keys()
        if len(shape) > 1 and all(_number_of(key) is not None for key in shape):
            return len({_NUMBER.sub("", str(key)[:80]) for key in shape}) > 1
        compared = inner[:_MAX_COMPARED]
        if all(item and all(map(is_question, item)) for item in compared):
            return True
        return bool(shape) and all(len(shape & item.keys()) * 2 > len(shape | item.keys()) for item in compared)
    return all(map(_is_record_list, inner)) and _tell_apart(inner)


def _is_record_list(value: Any) -> bool:
    return value.__class__ is list and bool(value) and value[0].__class__ is dict


def _tell_apart(lists: list[list[Any]]) -> bool:
    """Whether lists of records of one shape contain different speech, rather than the same in smaller pieces."""
    shape = lists[0][0].keys()
    if any(each[0].keys() != shape for each in lists):
        return False
    begins = ["".join(text for text in each[0].values() if isinstance(text, str) and " " in text) for each in lists]
    return all(begins) and len({begin[:20] for begin in begins}) == len(begins)


def _sorted(value: Mapping[Any, Any]) -> tuple[list[Any], list[Any]]:
    """The keys and values of a mapping, by number or by time where all keys have one."""
    items = list(value.items())
    numbers = [_numbers_of(key) for key, _ in items]
    if all(numbers):
        last = {len(each) for each in numbers} != {1} and not all(map(to_time, value))
        ranks = [each[-1:] if last else (len(each), *each) for each in numbers]
        items = [item for _, item in sorted(zip(ranks, items, strict=True), key=lambda pair: pair[0])]
    return [key for key, _ in items], [item for _, item in items]


def _numbers_of(key: Any) -> tuple[int, ...]:
    return tuple(map(int, _NUMBER.findall(str(key)[:80])))


def _number_of(key: Any) -> int | None:
    found = _numbers_of(key)
    return found[-1] if found else None


def _side_by_side(value: Mapping[Any, Any]) -> dict[Any, list[Any]]:
    """The lists of plain values of one length in an object, also when written `{"0": …, "1": …}`."""
    lists = {}
    shapes = Counter(tuple(inner) for inner in value.values() if inner.__class__ is dict and len(inner) > 1)
    for key, inner in value.items():
        if inner.__class__ is dict and shapes[tuple(inner)] > 1:
            inner = _sorted(inner)[1]
        if inner.__class__ is list and len(inner) > 1 and list not in set(map(type, inner)):
            lists[key] = inner
    if sum(dict not in set(map(type, each)) for each in lists.values()) < 2:
        return {}
    lengths = [len(each) for each in lists.values()]
    length = max(set(lengths), key=lengths.count)
    most = {key: each for key, each in lists.items() if 0 <= length - len(each) <= 1}
    return most if len(most) > 1 else {}


def _numbered(value: Mapping[Any, Any]) -> dict[int, Any]:
    """Fields that differ only in a number (`q1`, `a1`, `q2`, `a2`) as one record per number."""
    records: dict[int, dict[str, Any]] = {}
    for key, inner in value.items():
        if isinstance(inner, str) and isinstance(key, str) and len(found := _NUMBER.findall(key[:80])) == 1:
            records.setdefault(int(found[0]), {})[key.replace(found[0], "", 1)] = inner
    if len(records) < 2:
        return {}
    stems = set().union(*(record.keys() for record in records.values()))
    return dict(sorted(records.items())) if all(len(record) == len(stems) for record in records.values()) else {}
