"""JSON and JSON Lines: our own form, Whisper, speaker segments, pairs, told apart by their fields."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.transcripts.contract import follows_contract, from_contract, text_field
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairs import is_pair, read_pairs, read_segment_groups
from interview_cli.transcripts.plain_text import read_plain_text
from interview_cli.transcripts.segments import is_segment, is_segment_tuple, read_segments

MAX_JSON_DOCUMENT_CHARACTERS: Final = 16_000_000
"""A day of Whisper's word times. Parsed JSON can take forty times the memory of its text."""

_LISTS: Final = (
    "turns", "segments", "utterances", "sentences", "transcript", "transcription", "entries", "messages", "dialogue",
    "conversation", "answers", "pairs", "qa", "results", "items", "data",
)  # fmt: skip
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_REMARK: Final = re.compile(r"\{(?>(?:[^{}\[\]\":\n]|(?<=[0-9]):(?=[0-9])){1,200})\}")
"""Words or a time in braces, as in `{laughs}`: no object."""

_MAX_NUMBER_CHARACTERS: Final = 5_000
_UNKNOWN_FORM: Final = "has none of the known forms of a transcript"


def read_json(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a JSON document or in JSON Lines.

    A JSON Lines file with a whole transcript on each line yields every good one and raises InputError for the bad
    ones at the end; where the lines together make a transcript, a bad line fails it. Raises InputError when the JSON
    is broken, too large, or holds no transcript.
    """
    lines = text.split("\n")
    if _is_json_lines(lines):
        yield from _read_lines(lines, source, fallback_id)
        return
    document = _parse(text, source, 1)
    if isinstance(document, dict):
        yield _read_record(document, source, fallback_id)
    else:
        yield from _read_list(document, source, fallback_id)


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
    sample: dict[str, Any] = next(json.loads(line) for line in lines if _is_object(line.strip()))
    records = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if _inner_list(sample) is not None:
        yield from _read_records(records, source, fallback_id)
        return
    objects = (_object(line, source, number) for number, line in records)
    if is_pair(sample):
        yield from read_pairs(objects, source, fallback_id)
    elif is_segment(sample):
        yield from read_segment_groups(objects, source, fallback_id)
    else:
        raise InputError(f"{source} {_UNKNOWN_FORM}.")


def _object(line: str, source: str, number: int) -> Mapping[str, Any]:
    value = _parse(line, source, number)
    if not isinstance(value, dict):
        raise InputError(f"{source}, line {number}: is not an object.")
    return value


def _read_records(lines: Iterator[tuple[int, str]], source: str, fallback_id: str) -> Iterator[Transcript]:
    problems = []
    for number, line in lines:
        try:
            record = _object(line, source, number)
            transcript = _read_record(record, f"{source}, line {number}", f"{fallback_id}-{number}")
        except InputError as error:
            problems.append(error.message)
        else:
            yield transcript
    if problems:
        more = f" ({len(problems) - 1} more lines cannot be read)" if len(problems) > 1 else ""
        raise InputError(problems[0] + more)


def _read_list(document: Any, source: str, fallback_id: str) -> Iterator[Transcript]:
    if not isinstance(document, list) or not document:
        raise InputError(f"{source} {_UNKNOWN_FORM}.")
    if isinstance(document[0], list) and not is_segment_tuple(document[0]):
        document = document[0]  # faster-whisper's (segments, info)
    first = document[0] if document else None
    if is_segment_tuple(first):
        yield Transcript(fallback_id, source, read_segments(document, source))
        return
    if not isinstance(first, dict) or not all(isinstance(item, dict) for item in document):
        raise InputError(f"{source} {_UNKNOWN_FORM}.")
    if _inner_list(first) is not None:
        for number, item in enumerate(document, 1):
            yield _read_record(item, f"{source}, item {number}", f"{fallback_id}-{number}")
    elif is_pair(first):
        yield from read_pairs(document, source, fallback_id)
    elif is_segment(first):
        yield from read_segment_groups(document, source, fallback_id)
    else:
        raise InputError(f"{source} {_UNKNOWN_FORM}.")


def _inner_list(record: Mapping[str, Any]) -> list[Any] | None:
    """The list of turns, segments or pairs that a record is built around."""
    found = (record[name] for name in _LISTS if isinstance(record.get(name), list))
    return next(found, None)


def _read_record(record: Mapping[str, Any], source: str, fallback_id: str) -> Transcript:
    """One transcript that is one JSON object."""
    if follows_contract(record):
        return from_contract(record, source, fallback_id)
    session = record.get("session")
    key = (
        text_field(record, "id") or (text_field(session, "id") if isinstance(session, dict) else None) or fallback_id
    )
    rows = _inner_list(record)
    if rows is None or not rows:
        words, text = record.get("words"), text_field(record, "text") or text_field(record, "transcript")
        if isinstance(words, list) and words:
            return Transcript(key, source, read_segments([{"text": text or "", "words": words}], source))
        if text:
            return Transcript(key, source, read_plain_text(text, source))
        if rows is None:
            raise InputError(f"{source} {_UNKNOWN_FORM}.")
        raise InputError(f"{source} holds nothing that could be read as speech.")
    if isinstance(rows[0], dict) and is_pair(rows[0]):
        pairs = [{**row, "id": key} for row in rows if isinstance(row, dict)]
        return next(read_pairs(pairs, source, key))
    return Transcript(
        id=key,
        source=source,
        turns=read_segments(rows, source, record.get("words")),
        role=text_field(record, "role"),
        candidate=text_field(record, "candidate"),
    )
