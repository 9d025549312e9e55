"""The lists that a part of some data contains: its own items, and those that an object holds without being a list.

These are mappings from ids to records of one shape, lists side by side in an object (`{speaker: […], text: […]}`),
sections of one interview, numbered fields (`question_1`, `answer_1`) and mappings from questions to answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from interview_cli.transcripts.columns import MAX_PLACES
from interview_cli.transcripts.field_names import (
    Path,
    are_known,
    is_question,
    meanings,
    name_parts,
    questions_in,
    without_count,
)
from interview_cli.transcripts.line_times import to_time
from interview_cli.transcripts.named_rows import below_names

_MAX_FIELDS: Final = 400
_MAX_COMPARED: Final = 50
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_IDS: Final = frozenset("id no number index order".split())
_MIN_SIDE: Final = 2
_CONTAINERS: Final = frozenset({dict, list})

Items = tuple[Path, Sequence[Any], Sequence[Any]]
"""The name of a list, the keys of its items, and the items."""


def items_of(value: Any) -> Items:
    """The items of a list or of a mapping from ids to records."""
    if value.__class__ is list:
        rows = below_names(value) if len(value) > 2 and value[0].__class__ is list and are_rows(value) else value
        return (), range(len(rows)), rows
    keys, items = _sorted(value) if value.__class__ is dict else ([], [])
    if keys and len(questions_in(tuple(keys))) == len(keys) and items[0].__class__ is dict:
        items = [{"question": without_count(key), **item} for key, item in zip(keys, items, strict=True)]
    return ("{}",), keys, items


def lists_of(value: Mapping[Any, Any]) -> Iterator[Items]:
    """The lists that an object implicitly contains."""
    if columns := _side_by_side(value):
        rows = [_beside(columns, row) for row in zip(*columns.values(), strict=False)]
        yield ("[]",), range(len(rows)), rows
    if len(value) <= _MAX_FIELDS:
        questions = questions_in(tuple(value))
        if asked := [(key, text) for key, text in value.items() if key in questions and isinstance(text, str)]:
            yield ("?",), range(len(asked)), [{"question": without_count(key), "answer": text} for key, text in asked]
        if numbered := _numbered(value):
            yield ("#",), list(numbered), list(numbered.values())


def _beside(names: Iterable[Any], items: Iterable[Any]) -> dict[Any, Any]:
    """The items of lists side by side as one record, with the fields of those that are records."""
    row: dict[Any, Any] = {}
    for name, item in zip(names, items, strict=False):
        row |= {f"{name} {field}": text for field, text in item.items()} if item.__class__ is dict else {name: item}
    return row


def sections(value: Mapping[Any, Any]) -> dict[Any, list[Any]]:
    """The lists of an object, by their titles, that hold questions with answers in one form, as parts of an interview
    do."""
    lists = {key: inner for key, inner in value.items() if is_record_list(inner)}
    shapes = Counter(tuple(inner[0]) for inner in lists.values())
    shape = max(shapes, key=lambda each: shapes[each], default=())
    if shapes[shape] < 2 or not are_known(map(str, shape)):
        return {}
    alike = {key: inner for key, inner in lists.items() if tuple(inner[0]) == shape and not meanings((key,))}
    return alike if len(alike) > 1 and (_tell_apart(list(alike.values())) or _are_people(alike)) else {}


def _are_people(names: Iterable[Any]) -> bool:
    """Whether lists of the same questions are named after those who answer."""
    return all(isinstance(name, str) and " " in name and name.istitle() for name in names)


def is_map(value: Mapping[Any, Any]) -> bool:
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
    return all(map(is_record_list, inner)) and not _sides(value) and (_tell_apart(inner) or _are_people(value))


def is_record_list(value: Any) -> bool:
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
    """The lists of plain values of one length in an object, also when written `{"0": …, "1": …}`; or those of
    questions and answers."""
    lists = {}
    shapes = Counter(tuple(inner) for inner in value.values() if inner.__class__ is dict and len(inner) > 1)
    for key, inner in value.items():
        if inner.__class__ is dict and shapes[tuple(inner)] > 1:
            inner = _sorted(inner)[1]
        if inner.__class__ is list and len(inner) > 1 and list not in set(map(type, inner)):
            lists[key] = inner
    if sum(dict not in set(map(type, each)) for each in lists.values()) < 2:
        return _sides(value)
    lengths = [len(each) for each in lists.values()]
    length = max(set(lengths), key=lengths.count)
    most = {key: each for key, each in lists.items() if 0 <= length - len(each) <= 1}
    return most if len(most) > 1 else {}


def _sides(value: Mapping[Any, Any]) -> dict[Any, list[Any]]:
    """The lists in an object that hold, by their names, the questions and the answers to them, each at the place of
    its question; none if it is unclear which answer belongs to which question. One may be a mapping from ids."""
    means = {key: meanings((key,)) & {"question", "answer"} for key in value if value[key].__class__ in _CONTAINERS}
    asked, answered = ([key for key in means if means[key] == {side}] for side in ("question", "answer"))
    if len(asked) != 1 or len(answered) != 1:
        return {}
    both = [value[asked[0]], value[answered[0]]]
    (ids_asked, questions), (ids_answered, answers) = ((_ids_in(each), _sorted_items(each)) for each in both)
    if len(questions) < _MIN_SIDE or not answers or not all(map(_could_be_ids, both)):
        return {}
    for ids in ids_asked if ids_answered else ():
        for of_answers in ids_answered:
            if set(of_answers) <= set(ids):
                found = dict(zip(of_answers, answers, strict=True))
                pairs = [
                    (question, found[each]) for each, question in zip(ids, questions, strict=True) if each in found
                ]
                return dict(zip((asked[0], answered[0]), map(list, zip(*pairs, strict=True)), strict=True))
    counted = all(str(key).isdecimal() for each in both if each.__class__ is dict for key in each)
    has_one_each = (
        len(questions) == len(answers)
        and counted
        and not (ids_asked and ids_answered and dict not in map(type, both))
    )
    return {asked[0]: questions, answered[0]: answers} if has_one_each else {}


def _could_be_ids(value: Any) -> bool:
    """Whether the keys of a mapping may be ids, as each has a number; a list has none."""
    return value.__class__ is list or all(_number_of(key) is not None for key in value)


def _sorted_items(value: Any) -> list[Any]:
    """The items of a list, or of a mapping in the order of its keys."""
    return _sorted(value)[1] if value.__class__ is dict else value


def _ids_in(rows: Any) -> list[list[Any]]:
    """The ids of some records, one of each: what their fields called so hold, or the keys of a mapping."""
    if rows.__class__ is dict:
        return [list(map(str, _sorted(rows)[0]))]
    records = rows if all(row.__class__ is dict for row in rows) else []
    names = [name for name in (records[0] if records else ()) if name_parts((name,)) & _IDS]
    columns = [[str(row.get(name)) for row in records] for name in names]
    return [ids for ids in columns if len(set(ids)) == len(ids)]


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


def are_rows(items: Sequence[Any]) -> bool:
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
