"""JSON, JSON Lines, consecutive JSON documents, YAML and TOML, parsed within limits and read by their shape."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from interview_cli.data_files import load_toml, load_yaml
from interview_cli.errors import InputError
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.contract import follows_contract, from_contract
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.records import MAX_ROWS, holds_states, raise_first, too_many_rows

MAX_JSON_DOCUMENT_CHARACTERS: Final = 16_000_000
"""A day of Whisper's word times. Parsed JSON can take forty times the memory of its text."""

_MAX_FIRST: Final = 20
"""Lines that show whether each contains an interview (chosen)."""

_BROKEN: Final = object()
_REMARK: Final = re.compile(r"\{(?>(?:[^{}\[\]\":\n]|(?<=[0-9]):(?=[0-9])){1,200})\}")
"""Words or a time in braces, as in `{laughs}`, which is not an object."""

_MAX_LITERAL_CHARACTERS: Final = 1_000_000
"""Parsed literals of Python take some hundred times the memory of their text."""

_LOOSE_CHARACTERS: Final = 200
_LOOSE: Final = re.compile(r"'|[A-Za-z_]\w{0,40}\s?:")
"""How names begin in data of Python and JavaScript, which YAML reads, too."""

_ASSIGNED: Final = re.compile(
    r"(?:export\s{1,9})?(?:default\s{1,9}|(?:(?:const|let|var)\s{1,9})?[\w.$]{1,60}(?::\s?[\w\[\]<>]{1,40})?\s{0,9}=\s{0,9})"
    r"(?=[\[{]\s*(?:[{\[\"']|\w{1,40}\s?:))"
)
"""What stands before data in a program: `export const talk: Turn[] = `."""

_REMARKS_ABOVE: Final = re.compile(r"(?:\s{0,9}(?://[^\n]{0,500}\n|/\*(?:[^*]|\*(?!/)){0,2000}\*/)){1,20}\s{0,9}")
"""Remarks of JavaScript above data."""

_END_OF_DATA: Final = re.compile(r"^[\]}](?=;?[ \t]*$)", re.MULTILINE)
"""What ends data in a program, which may go on."""

_MACRO: Final = re.compile(r"\{[a-z]{2,20}(?::[^{}\[\"\s][^{}\"\n]{0,200})?\}")
"""What a wiki puts where something else is shown: `{toc:maxLevel=2}`, `{panel}`."""

_ESCAPED: Final = re.compile(r"(?<!\\)(?:\\u[0-9a-f]{4}){1,60}", re.IGNORECASE)
_MIN_BYTES: Final = 3
"""Letters of which each byte is written as a character, as Facebook does; fewer may be quoted (chosen)."""

_BETWEEN: Final = re.compile(r"[\s,\x1e]*")
_YAML_HEAD_CHARACTERS: Final = 5_000
_YAML: Final = re.compile(
    r"^ *(?:- )?(?![0-9]{1,4}[.)]? )[\w¿\"'][^\n:]{0,100}:(?:[ \t][^\n]*)?\n{1,4} {2,10}\S|"
    r"^ *- - |^- [^\n:]{1,60}: ([\"']).*\1$",
    re.MULTILINE,
)
"""A field above an indented line, a list in a list, or a field of a list with its text in quotes.

What numbered lines begin with is no field."""

_YAML_DOCUMENT: Final = re.compile(r"^---[ \t]*\n", re.MULTILINE)
_TOML: Final = re.compile(r"^\[\[[\w.-]{1,60}\]\][ \t]*\n", re.MULTILINE)
"""What begins each record of a list in TOML."""

_NO_INDENT: Final = re.compile(r"^[^\s#][^\n]{0,100}", re.MULTILINE)
_FIELD_OR_ITEM: Final = re.compile(r"-|\.\.\.|[\]}]|(?![0-9]{1,4}[.)] )[^:\s]{1,60}(?: [^:\s]{1,60}){0,3}:(?:\s|$)")
"""What the lines of YAML that are not indented begin with, comments aside."""

_TEXT_ABOVE_FIELDS: Final = re.compile(
    r"^[^\s#-][^\n:]{0,100}:[ \t]+[^\s|>][^\n]*\n[ \t]+[^\s-][^\n:]{0,60}:", re.MULTILINE
)
"""A field with a text and, in the same place, further fields; what recurs so is no YAML."""

_YAML_REMARK: Final = re.compile(r"(?:^|[ \t])#[ \t][^\n]*", re.MULTILINE)
_MIN_KEPT_SHARE: Final = 0.98
"""Share of the letters of a text that its YAML must keep: of a duplicate key, such as a speaker, only one is kept."""


def looks_like_json(text: str) -> bool:
    """Whether a text without leading spaces starts like JSON, not like `[0:12] Jane: …`, `{laughs}`, `{toc:a=2}`.

    A single value, as on a line of JSON Lines, does too: `7`, `null`, `[1]`, `"text"`.
    """
    text = _below_remarks(text)
    if text.startswith("{"):
        return not text.startswith("{{") and _REMARK.match(text) is None and _MACRO.match(text) is None
    if text.startswith("[") and not _TOML.match(text) and text[1:2_000].lstrip()[:1] in {"{", "[", '"', "]"}:
        return True
    if _ASSIGNED.match(text):
        return True
    return _value_of(text) is not _BROKEN


def _below_remarks(text: str) -> str:
    return text[above.end() :] if (above := _REMARKS_ABOVE.match(text)) else text


def _value_of(text: str) -> Any:
    """The value of some JSON, `_BROKEN` when it is broken or too large."""
    with suppress(ValueError, RecursionError):
        return json.loads(text) if len(text) <= MAX_JSON_DOCUMENT_CHARACTERS else _BROKEN
    return _BROKEN


def read_json(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a JSON document, in several consecutive ones, or in JSON Lines.

    A JSON Lines file with a whole transcript on each line yields every good one and raises InputError for the bad
    ones at the end; if the lines together make one transcript, a bad line fails it. Raises InputError when the JSON
    is broken, too large, or contains no transcript.
    """
    text = _below_remarks(text)
    if match := _ASSIGNED.match(text):
        text = text[match.end() :]
        end = _END_OF_DATA.search(text) if "\n" in text else None
        text = text[: end.end()] if end else text
    if "\\u00c" in text:
        text = _with_letters(text)
    lines: list[_Part] = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    values = [_value_of(line) for _, line in lines[:_MAX_FIRST]] if text.startswith("{") and len(lines) > 1 else []
    parts, item = lines, "line"
    if not any(isinstance(value, dict) for value in values[:2]):
        documents = _documents(text, source)
        parts, item = list(enumerate(documents, 1)), "document"
        if len(parts) == 1 or not all(isinstance(each, dict) for each in documents):
            yield from _read_document(documents[0] if len(parts) == 1 else documents, source, fallback_id)
            return
        values = documents
    if not _are_whole([value for value in values[:_MAX_FIRST] if isinstance(value, dict)], source, fallback_id):
        if len(parts) > MAX_ROWS:
            raise too_many_rows(source)
        yield from read_data([_object(part, source) for part in parts], source, fallback_id, item)
        return
    problems = []
    for part in parts:
        number = part[0]
        try:
            yield from _read_document(_object(part, source), f"{source}, {item} {number}", f"{fallback_id}-{number}")
        except InputError as error:
            problems.append(error.message)
    raise_first(problems, item)


def _with_letters(text: str) -> str:
    """A text whose escapes are bytes of letters in UTF-8, with the letters themselves; other text as it is."""
    letters: dict[str, str] = {}
    escaped = _ESCAPED.findall(text)
    with suppress(ValueError):
        for each in escaped:
            letters[each] = json.loads(f'"{each}"').encode("latin-1").decode()
    is_mistaken = len(escaped) >= _MIN_BYTES and all(each in letters for each in escaped)
    return _ESCAPED.sub(lambda found: letters[found[0]], text) if is_mistaken else text


def _read_document(document: Any, source: str, fallback_id: str) -> Iterator[Transcript]:
    if isinstance(document, dict) and follows_contract(document):
        yield from_contract(document, source, fallback_id)
    else:
        yield from read_data(document, source, fallback_id)


def _documents(text: str, source: str, first_line: int = 1, several: bool = True) -> list[Any]:
    """The JSON documents in a text; more than one only with `several`."""
    if len(text) > MAX_JSON_DOCUMENT_CHARACTERS:
        raise InputError(f"{source} is larger than {MAX_JSON_DOCUMENT_CHARACTERS // 1_000_000} MB of JSON.")
    documents, place, decoder = [], 0, json.JSONDecoder()
    try:
        if not several:
            return [json.loads(text)]
        while place < len(text):
            document, place = decoder.raw_decode(text, place)
            documents.append(document)
            place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
        return documents
    except json.JSONDecodeError as error:
        if 0 < error.pos < _LOOSE_CHARACTERS and not documents and _LOOSE.match(text, error.pos):
            with suppress(InputError):
                document = _loose(text.rstrip("; \n"), source)
                list(read_data(document, source, ""))
                return [document]
        raise InputError(f"{source}, line {error.lineno + first_line - 1}: broken JSON: {error.msg}.") from None
    except RecursionError:
        raise InputError(f"{source}, line {first_line}: the JSON is nested too deeply.") from None
    except ValueError:  # int() refuses what would take it quadratic time
        most = sys.get_int_max_str_digits()
        raise InputError(f"{source}, line {first_line}: a number has more than {most:,} digits.") from None


def _loose(text: str, source: str) -> Any:
    """The data in a literal of Python, or else of JavaScript, most of which is YAML. Raises InputError."""
    if len(text) <= _MAX_LITERAL_CHARACTERS:
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError), catch_warnings():
            simplefilter("ignore")
            return ast.literal_eval(text)
    return load_yaml(text, source)


_Part = tuple[int, Any]
"""The number of a line or document in a file with several, and the line itself or the parsed document."""


def _are_whole(records: list[dict[str, Any]], source: str, fallback_id: str) -> bool:
    """Whether each line contains whole turns or pairs: in a list that is no state, or as a dialogue in a text."""
    record = records[0]
    if follows_contract(record):
        return True
    try:
        if holds_states(records, source):
            return False
        (first, *_) = read_data(record, source, fallback_id)
    except (InputError, ValueError):
        return any(isinstance(value, list) for value in record.values())
    return len(first.turns) > 1 and not (first.paired and len(first.turns) == 2)


def _object(part: _Part, source: str) -> dict[str, Any]:
    number, value = part
    if isinstance(value, str):
        (value,) = _documents(value, source, number, several=False)
    if not isinstance(value, dict):
        raise InputError(f"{source}, line {number}: is not an object.")
    return value


def read_yaml(text: str, source: str, fallback_id: str) -> Iterator[Transcript] | None:
    """The transcripts in YAML or TOML, None if the text is neither or does not certainly contain a transcript.

    Raises InputError when the text is clearly YAML but broken.
    """
    if _TOML.search(text[:_YAML_HEAD_CHARACTERS]):
        with suppress(InputError):
            return iter(list(read_data(load_toml(text, source), source, fallback_id)))
    found = [match[1] for match in _YAML.finditer(text[:_YAML_HEAD_CHARACTERS])]
    parts = list(filter(str.strip, _YAML_DOCUMENT.split(text)))
    if not (found or (len(parts) > 1 and text.startswith("---"))) or "\f" in text:  # YAML allows no page breaks
        return None
    nested = found.count(None) > 1
    try:
        documents = [load_yaml(part, source) for part in parts]
        document = documents if len(parts) > 1 else documents[0]
        if document is documents and len({isinstance(each, dict) and frozenset(each) for each in documents}) > 1:
            return None  # properties above a text
        kept = sum(map(str.isalnum, json.dumps(document, ensure_ascii=False)))
        if kept < _MIN_KEPT_SHARE * sum(map(str.isalnum, _YAML_REMARK.sub("", text))):
            return None
        return iter(list(read_data(document, source, fallback_id, only_sure=not nested)))
    except InputError:
        if nested and "\n---\n" not in text and _is_meant_as_yaml(text):  # what is below may be a text
            raise
        return None


def _is_meant_as_yaml(text: str) -> bool:
    """Whether most lines that are not indented are fields or items, none is a heading as in Markdown, and no field
    recurs, as speakers do."""
    head = text[:_YAML_HEAD_CHARACTERS]
    lines = _NO_INDENT.findall(head)
    fields = [line.rstrip() for line in lines if line.rstrip().endswith(":") and not line.startswith("-")]
    if "\n## " in text or len(set(fields)) < len(fields) or len(_TEXT_ABOVE_FIELDS.findall(head)) > 1:
        return False
    return 2 * sum(_FIELD_OR_ITEM.match(line) is not None for line in lines) >= len(lines)
