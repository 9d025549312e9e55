"""From what a model wrote to an object that fits a schema, or a plain explanation of why not."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

from interview_cli.fencing import unfenced
from interview_cli.interview.ports import Message, ReplyT
from interview_cli.llm.context import BYTES_PER_TOKEN
from interview_cli.web.faults import shortened

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

MAX_REPLY_CHARACTERS: Final = 100_000
"""No reply we ask for is a tenth as long; a model that writes more is lost in a loop."""
THOUGHTS_BEGIN: Final = "<think>"
THOUGHTS_END: Final = "</think>"
_MAX_DEPTH: Final = 32
_MAX_ERRORS: Final = 5
_MOST_VALUES: Final = 5_000
"""No reply we ask for holds a tenth as many texts, numbers, lists and objects."""
_LAYOUT: Final = 12
"""Characters around a member or an item: quotes, colon, comma, line end, indentation."""
_LONGEST_NUMBER: Final = 6
_UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters except tab and line feed, marks that change the writing direction, and half characters."""


class ReplyFault(Exception):
    """What is wrong with a reply, in words that a model and a person understand; `brief` is enough for a person."""

    def __init__(self, told: str, brief: str | None = None) -> None:
        super().__init__(told)
        self.brief = brief or told


def parse_reply(text: str, schema: type[ReplyT]) -> ReplyT:
    """The object in a reply: its outermost braces with whatever surrounds them left away.

    Characters that do not print are removed from all texts, and so are fences that were copied; types are not bent
    (`true` is no number, "4" neither).
    Raises ReplyFault.
    """
    from pydantic import ValidationError

    value = _clean(_load(text), 0, iter(range(_MOST_VALUES)))
    _refuse_schema(value, schema)
    try:
        return schema.model_validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        raise _misfit(error) from None


def asked_again(messages: Sequence[Message], reply: str, fault: ReplyFault, most_characters: int) -> list[Message]:
    """The conversation that gives a model one chance to repair its reply, of which the beginning is quoted."""
    return [
        *messages,
        Message("assistant", reply[:most_characters] or "(nothing)"),
        Message(
            "user",
            f"That reply cannot be used: {fault}\n"
            "Send the whole reply again, as one JSON object that fits the schema, with nothing before or after it.",
        ),
    ]


def most_tokens(schema: Mapping[str, Any]) -> int | None:
    """How many tokens a reply that keeps to a JSON schema takes at most, None when a text or list in it has no bound.

    Names and punctuation count as they would be written with generous white space.
    """
    characters = _most_characters(schema, schema.get("$defs", {}))
    return None if math.isinf(characters) else math.ceil(characters / BYTES_PER_TOKEN)


def _most_characters(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> float:
    if reference := schema.get("$ref"):
        return _most_characters(defs[reference.rpartition("/")[2]], defs)
    if choices := schema.get("anyOf"):
        return max(_most_characters(each, defs) for each in choices)
    if values := schema.get("enum"):
        return max(len(json.dumps(each)) for each in values)
    match schema.get("type"):
        case "string":
            return float(schema.get("maxLength", math.inf)) + 2
        case "array":
            return float(schema.get("maxItems", math.inf)) * (_most_characters(schema["items"], defs) + _LAYOUT)
        case "object":
            members = schema.get("properties", {}).items()
            return sum(len(name) + _LAYOUT + _most_characters(each, defs) for name, each in members) + _LAYOUT
        case "number" | "integer" | "boolean" | "null":
            return _LONGEST_NUMBER
        case _:
            return math.inf


def _load(text: str) -> dict[str, Any]:
    if len(text) > MAX_REPLY_CHARACTERS:
        raise ReplyFault(f"it is longer than {MAX_REPLY_CHARACTERS} characters.")
    text = _without_thoughts(text)
    start, end = text.find("{"), text.rfind("}")
    if start < 0:
        raise ReplyFault("there is no JSON object in it." if text.strip() else "it is empty.")
    try:
        value = json.loads(text[start : end + 1] or text[start:], strict=False, parse_constant=_refuse_constant)
    except RecursionError:
        raise ReplyFault("it is nested too deeply.") from None
    except ValueError as error:
        raise ReplyFault(f"it is not valid JSON: {error}.") from None
    assert isinstance(value, dict)
    return value


def _without_thoughts(text: str) -> str:
    """The reply after the `<think>` block some servers leave at its beginning. Raises ReplyFault for an open one."""
    begun = text.lstrip()
    if not begun.startswith(THOUGHTS_BEGIN):
        return text
    _, closed, rest = begun.partition(THOUGHTS_END)
    if not closed:
        raise ReplyFault(f"it is all thoughts: {THOUGHTS_BEGIN} is never closed.")
    return rest


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _clean(value: Any, depth: int, left: Iterator[int]) -> Any:
    """The value with texts that print; `left` counts how many more values there may be."""
    if depth > _MAX_DEPTH:
        raise ReplyFault("it is nested too deeply.")
    if next(left, None) is None:
        raise ReplyFault(f"it has more than {_MOST_VALUES} values.")
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, list):
        return [_clean(each, depth + 1, left) for each in value]
    if isinstance(value, dict):
        return {_printable(key): _clean(each, depth + 1, left) for key, each in value.items()}
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ReplyFault("a number in it is too large.")
        return int(value) if value.is_integer() else value
    return value


def _printable(text: str) -> str:
    return unfenced(_UNWANTED.sub("", text))


def _refuse_schema(value: dict[str, Any], schema: type[BaseModel]) -> None:
    echoed = {"properties", "$defs", "$schema"} & value.keys() - schema.model_fields.keys()
    if echoed:
        raise ReplyFault("it is the schema itself; fill it in.")


def _misfit(error: ValidationError) -> ReplyFault:
    """Up to _MAX_ERRORS mistakes are reported to the model, the first to a person."""
    mistakes = error.errors(include_url=False)

    def told(most: int) -> str:
        places = [shortened(".".join(map(str, each["loc"]))) or "the object" for each in mistakes[:most]]
        parts = [f"{place}: {each['msg']}" for place, each in zip(places, mistakes, strict=False)]
        more = f"; and {len(mistakes) - most} more" if len(mistakes) > most else ""
        return "; ".join(parts) + more + "."

    return ReplyFault(told(_MAX_ERRORS), told(1))
