"""Answers that do not come from a person live: scripts for rehearsing, testing and batch work."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from interview_cli.data_files import DataFileError, load_yaml, read_text
from interview_cli.errors import InputError, StorageError
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion
from interview_cli.interview.ports import CandidateLeft, Clock

MAX_ANSWERS_BYTES: Final = 20_000_000
"""A larger file is not a file of answers."""

MAX_ANSWER_CHARACTERS: Final = 200_000
"""About a day of speech; a longer single answer is a mistake."""

_JSON_LIST: Final = re.compile(r'\s*\[\s*["{\]]')
_JSON_OBJECT: Final = re.compile(r'\s*\{\s*["}]')
_YAML_LIST: Final = re.compile(r"\s*- ")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL and lone surrogates: JSON can spell them, no text file can hold them."""

_REMEDY: Final = 'Use lines of {"answer": "…"}, a YAML list, or paragraphs separated by blank lines.'


class ScriptedCandidate:
    """A `Candidate` that gives prepared answers in order and leaves when they run out. An empty one skips."""

    def __init__(self, answers: Iterable[str], clock: Clock) -> None:
        self._answers = deque(answers)
        self._clock = clock

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:  # noqa: ARG002
        """The next prepared answer."""
        if not self._answers:
            raise CandidateLeft
        text = self._answers.popleft().strip()
        now = self._clock.now()
        return Answer(text=text, source=AnswerSource.SCRIPTED, started_at=now, ended_at=now) if text else None

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:  # noqa: ARG002
        """A script cannot free disk space; the answers are still in their file."""
        return False


def read_answers(path: Path) -> list[str]:
    """The answers in a JSON Lines, JSON, YAML or paragraph file, by its ending or else by its content.

    Raises InputError when it cannot be read as any of them, holds none, or is too large.
    """
    try:
        answers = _parse(path, read_text(path, MAX_ANSWERS_BYTES))
    except DataFileError as error:
        raise InputError(error.message, error.remedy or _REMEDY) from None
    if not answers:
        raise InputError(f"{path} contains no answers.", _REMEDY)
    for number, answer in enumerate(answers, 1):
        if len(answer) > MAX_ANSWER_CHARACTERS:
            raise InputError(f"Answer {number} in {path} is longer than {MAX_ANSWER_CHARACTERS:,} characters.")
    return answers


def _parse(path: Path, text: str) -> list[str]:
    if "\0" in text:
        raise DataFileError(path, "is a binary file, not text")
    kind = path.suffix.lower()
    if kind in {".yaml", ".yml"}:
        return _from_yaml(path, text)
    if kind == ".json" or _JSON_LIST.match(text):
        return _texts(path, _json(path, text, 1), "item")
    if kind in {".jsonl", ".ndjson"} or _JSON_OBJECT.match(text):
        lines = enumerate(text.split("\n"), 1)  # not splitlines(): JSON texts may hold U+2028
        return [_text(path, _json(path, line, n), f"line {n}") for n, line in lines if line.strip()]
    if _YAML_LIST.match(text):
        return _from_yaml(path, text)
    return [" ".join(block.split()) for block in _paragraphs(text)]


def _paragraphs(text: str) -> list[str]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _json(path: Path, text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DataFileError(path, f"broken JSON: {error.msg}", error.lineno + line - 1) from None
    except (ValueError, RecursionError) as error:  # a number too long for Python, or lists nested too deeply
        raise DataFileError(path, f"broken JSON: {error}", line) from None


def _from_yaml(path: Path, text: str) -> list[str]:
    return _texts(path, load_yaml(text, path, as_text=True), "item")


def _texts(path: Path, data: Any, name: str) -> list[str]:
    if not data:
        return []
    if not isinstance(data, list):
        raise InputError(f"{path} must hold a list of answers.", _REMEDY)
    return [_text(path, item, f"{name} {number}") for number, item in enumerate(data, 1)]


def _text(path: Path, item: Any, place: str) -> str:
    value = item.get("answer") if isinstance(item, dict) else item
    if not isinstance(value, str):
        raise InputError(f'{path}, {place}: there is no text under "answer".', _REMEDY)
    return _UNSTORABLE.sub("\ufffd", value)
