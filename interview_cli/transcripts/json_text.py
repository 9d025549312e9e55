"""JSON and JSON Lines: parsed within bounds, and read by their shape."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.contract import follows_contract, from_contract
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.records import MAX_ROWS, too_many_rows

MAX_JSON_DOCUMENT_CHARACTERS: Final = 16_000_000
"""A day of Whisper's word times. Parsed JSON can take forty times the memory of its text."""

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_REMARK: Final = re.compile(r"\{(?>(?:[^{}\[\]\":\n]|(?<=[0-9]):(?=[0-9])){1,200})\}")
"""Words or a time in braces, as in `{laughs}`: no object."""

_MAX_NUMBER_CHARACTERS: Final = 5_000


def looks_like_json(text: str) -> bool:
    """Whether a text (without blanks at its front) begins like JSON rather than like `[00:12] Jane: …` or `{laughs}`.

    So does a value alone, as a line of JSON Lines may hold it: `7`, `null`, `[1]`, `"text"`.
    """
    if text.startswith("{"):
        return _REMARK.match(text) is None
    if text.startswith("[") and text[1:2_000].lstrip()[:1] in {"{", "[", '"', "]"}:
        return True
    return _is_json_value(text.strip())


def _is_json_value(text: str) -> bool:
    if text in {"null", "true", "false"} or _NUMBER.fullmatch(text[:_MAX_NUMBER_CHARACTERS]):
        return True
    if (text[:1], text[-1:]) not in {("[", "]"), ('"', '"')} or len(text) > MAX_JSON_DOCUMENT_CHARACTERS:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def read_json(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a JSON document, in several one after the other, or in JSON Lines.

    A JSON Lines file with a whole transcript on each line yields every good one and raises InputError for the bad
    ones at the end; where the lines together make a transcript, a bad line fails it. Raises InputError when the JSON
    is broken, too large, or holds no transcript.
    """
    lines = text.split("\n")
    if _is_json_lines(lines):
        yield from _read_lines(lines, source, fallback_id)
        return
    document = _parse(text, source, 1)
    if isinstance(document, dict) and follows_contract(document):
        yield from_contract(document, source, fallback_id)
    elif isinstance(document, dict | list):
        yield from read_data(document, source, fallback_id)
    else:
        raise InputError(f"{source} has none of the known forms of a transcript.")


def _is_json_lines(lines: list[str]) -> bool:
    """Whether one of the first two filled lines is an object of its own and more follow."""
    filled = (line.strip() for line in lines if line.strip())
    first_three = [line for _, line in zip(range(3), filled, strict=False)]
    return len(first_three) > 1 and first_three[0].startswith("{") and any(map(_is_object, first_three[:2]))


def _is_object(line: str) -> bool:
    if not line.startswith("{") or not line.endswith("}"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _parse(text: str, source: str, first_line: int) -> Any:
    if len(text) > MAX_JSON_DOCUMENT_CHARACTERS:
        raise InputError(f"{source} is larger than {MAX_JSON_DOCUMENT_CHARACTERS // 1_000_000} MB of JSON.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{source}, line {error.lineno + first_line - 1}: broken JSON: {error.msg}.") from None
    except RecursionError:
        raise InputError(f"{source}, line {first_line}: the JSON is nested too deeply.") from None
    except ValueError:  # int() refuses what would take it quadratic time
        most = sys.get_int_max_str_digits()
        raise InputError(f"{source}, line {first_line}: a number has more than {most:,} digits.") from None


def _read_lines(lines: list[str], source: str, fallback_id: str) -> Iterator[Transcript]:
    """Each line as a transcript when it is one by itself, else all lines together."""
    sample = next(json.loads(line) for line in lines if _is_object(line.strip()))
    if _is_whole(sample, source, fallback_id):
        yield from _read_each(lines, source, fallback_id)
        return
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            records.append(_object(line, source, number))
        if len(records) > MAX_ROWS:
            raise too_many_rows(source)
    yield from read_data(records, source, fallback_id, is_lines=True)


def _is_whole(record: dict[str, Any], source: str, fallback_id: str) -> bool:
    """Whether a line holds turns or pairs of its own: in a list, or as a dialogue in a text."""
    if follows_contract(record):
        return True
    try:
        (first, *_) = read_data(record, source, fallback_id)
    except (InputError, ValueError):
        return any(isinstance(value, list) for value in record.values())
    return len(first.turns) > 1 and not (first.paired and len(first.turns) == 2)


def _read_each(lines: list[str], source: str, fallback_id: str) -> Iterator[Transcript]:
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where, key = f"{source}, line {number}", f"{fallback_id}-{number}"
        try:
            record = _object(line, source, number)
            if follows_contract(record):
                yield from_contract(record, where, key)
            else:
                yield from read_data(record, where, key)
        except InputError as error:
            problems.append(error.message)
    if problems:
        more = f" ({len(problems) - 1} more lines cannot be read)" if len(problems) > 1 else ""
        raise InputError(problems[0] + more)


def _object(line: str, source: str, number: int) -> dict[str, Any]:
    value = _parse(line, source, number)
    if not isinstance(value, dict):
        raise InputError(f"{source}, line {number}: is not an object.")
    return value
