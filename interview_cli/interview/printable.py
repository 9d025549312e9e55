"""Text as a terminal may be shown it: what could steer the terminal or reorder a line is replaced."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final, TypeVar

_T = TypeVar("_T")

_STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters except tab and line feed, other line ends, and marks that change the writing direction."""


def printable(text: str) -> str:
    """The text with each steering character as U+FFFD, so that lengths and offsets stay; carriage returns go."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def all_printable(value: _T) -> _T:
    """The same value with every text in it, however deep in dataclasses, tuples and dicts, made printable."""
    made: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        made = printable(value)
    elif isinstance(value, tuple):
        made = tuple(all_printable(each) for each in value)
    elif isinstance(value, dict):
        made = {all_printable(key): all_printable(each) for key, each in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{each.name: all_printable(getattr(value, each.name)) for each in fields(value)})
    return made  # type: ignore[no-any-return]
