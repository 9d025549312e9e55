"""Values of the program as the JSON of a contract."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")


def fields_of(contract: type[T], value: object, **others: Any) -> T:
    """The contract's required fields, each from the attribute of that name of `value` unless among the `others`.

    Tuples become lists, enum members their values and datetimes ISO text; what else is no JSON must be given.
    """
    names: frozenset[str] = contract.__required_keys__  # type: ignore[attr-defined]
    ordered = [name for name in contract.__annotations__ if name in names or name in others]
    made: Any = {name: others[name] if name in others else _plain(getattr(value, name)) for name in ordered}
    written: T = made
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value
