"""Between the immutable values of the core and table rows.

A field that is one plain value becomes a column of the same name; the fields of a type in `INLINED` become columns of
their owner; anything else becomes a JSON column. A field that an old row does not have takes its default.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from interview_cli.interview.model import Evaluator, SessionScores
from interview_cli.storage.values import Column, utc_text

T = TypeVar("T")

INLINED: dict[type, str] = {Evaluator: "evaluator_", SessionScores: ""}
"""Types whose fields are columns of the owner, with the prefix of those columns."""

_FIELD_KINDS: dict[Any, dict[str, Any]] = {}


def to_json(value: object) -> str:
    """A dataclass, or a tuple or dict of them, as JSON that reads well in the file."""
    return json.dumps(value, default=_members, ensure_ascii=False)


def from_json(kind: type[T], text: str) -> T:
    """The value `to_json` wrote. Raises ValueError, KeyError or TypeError when the text is not one."""
    value: T = _decode(kind, json.loads(text))
    return value


def to_columns(value: Any, prefix: str = "") -> dict[str, Column]:
    """The columns of a dataclass."""
    columns: dict[str, Column] = {}
    for field in fields(value):
        member = getattr(value, field.name)
        if type(member) in INLINED:
            columns |= to_columns(member, INLINED[type(member)])
        else:
            columns[prefix + field.name] = _to_column(member)
    return columns


def from_columns(kind: type[T], row: Mapping[str, Any], prefix: str = "") -> T:
    """The dataclass whose columns are in `row`, which may hold others too.

    Raises ValueError, KeyError or TypeError when a column holds what this program would never write.
    """
    members: dict[str, Any] = {}
    for name, member_kind in _field_kinds(kind).items():
        column = prefix + name
        if member_kind in INLINED:
            members[name] = from_columns(member_kind, row, INLINED[member_kind])
        elif column in row:
            value = row[column]
            if value is not None and _is_json(member_kind):
                value = json.loads(value)
            members[name] = _decode(member_kind, value)
    return kind(**members)


def _members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass; those that hold dataclasses are asked for theirs in turn."""
    return {name: getattr(value, name) for name in _field_kinds(type(value))}


def _to_column(value: object) -> Column:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return utc_text(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return to_json(value)


def _decode(kind: Any, value: Any) -> Any:
    """The value of type `kind` that the plain JSON value stands for."""
    origin = get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _decode(_without_none(kind), value)
    if value is None:
        raise TypeError(f"a {kind} is missing")
    if origin is tuple:
        item_kind = get_args(kind)[0]
        return tuple(_decode(item_kind, item) for item in value)
    if origin is dict:
        item_kind = get_args(kind)[1]
        return {key: _decode(item_kind, item) for key, item in value.items()}
    if is_dataclass(kind):
        return _from_object(kind, value)
    return datetime.fromisoformat(value) if kind is datetime else kind(value)


def _from_object(kind: Any, value: Mapping[str, Any]) -> Any:
    return kind(**{name: _decode(hint, value[name]) for name, hint in _field_kinds(kind).items() if name in value})


def _field_kinds(kind: Any) -> dict[str, Any]:
    if kind not in _FIELD_KINDS:
        _FIELD_KINDS[kind] = get_type_hints(kind)
    return _FIELD_KINDS[kind]


def _is_json(kind: Any) -> bool:
    kind = _without_none(kind)
    return get_origin(kind) is not None or is_dataclass(kind)


def _without_none(kind: Any) -> Any:
    if get_origin(kind) is not types.UnionType:
        return kind
    return next(member for member in get_args(kind) if member is not types.NoneType)
