"""Words of which a field holds one, and other small parts of several contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
