"""Words of which a field holds one, and other small parts of several contracts.

Values of the program as the JSON of a contract.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


class OneOf:
    """Marks a text of which only these values occur, for the schema."""

    def __init__(self, *values: str) -> None:
        self.values = values

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """The text as a choice of literals."""
        from pydantic_core import core_schema

        return core_schema.literal_schema(list(self.values))


InterviewType = Annotated[
    str, OneOf("behavioral", "hr_screen", "technical_verbal", "project", "system_design", "mixed")
]
Difficulty = Annotated[str, OneOf("warmup", "standard", "intense")]
SessionStatus = Annotated[str, OneOf("in_progress", "completed", "abandoned")]
Recommendation = Annotated[str, OneOf("STRONG_HIRE", "HIRE", "LEAN_NO_HIRE", "NO_HIRE", "WITHHELD")]


class Interval(TypedDict):
    """A stretch of time, in seconds from the start of the recording."""

    start: float
    end: float


class Evaluator(TypedDict):
    """Who scored."""

    kind: Annotated[str, OneOf("rules", "model")]
    name: str
    prompt_version: str | None
    rubric_version: str


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
