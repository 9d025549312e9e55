"""Rubrics: the criteria of each interview type, their weights and written anchors, from `prompts/rubrics/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from interview_cli.data_files import load_yaml
from interview_cli.errors import InputError
from interview_cli.interview.model import InterviewType
from interview_cli.resources import resource_root

RULES: Final = "rules"
"""What evaluators that are rules, and no model, are called."""

MAX_SCORE = 5
"""Every criterion is scored from 0 to this."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged. `anchors[n]` says what an answer worth `n` looks like.

    `weight` is relative to the rubric's other criteria. A follow-up question is judged only by the criteria whose
    `follow_up` is set: the answer to "what was the result?" needs no situation.
    """

    name: str
    weight: float
    description: str
    anchors: tuple[str, ...]
    follow_up: bool = False

    def anchor(self, score: float) -> str:
        """The wording for the highest level that `score` fully reaches."""
        return self.anchors[max(0, min(MAX_SCORE, int(score)))]


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria of one interview type."""

    name: str
    version: str
    type: InterviewType
    criteria: tuple[Criterion, ...]

    @property
    def label(self) -> str:
        """Name and version in one word, kept with every score to distinguish old scores."""
        return f"{self.name}@{self.version}"


@cache
def load_rubric(name: str) -> Rubric:
    """The rubric in `prompts/rubrics/<name>.yaml`. An interview type's rubric has the type's name; `mixed` has none.

    Raises InputError when the file is missing or malformed, naming file and field.
    """
    file = f"{name}.yaml"
    try:
        text = resource_root("prompts").joinpath("rubrics", file).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"rubric {file}: cannot be read ({error})") from error
    return parse_rubric(text, file)


def parse_rubric(text: str, file: str) -> Rubric:
    """Read a rubric from YAML. `file` is its name in error messages.

    Raises InputError naming `file` and the field that is wrong.
    """
    data = load_yaml(text, f"rubric {file}")
    if not isinstance(data, dict):
        raise InputError(f"rubric {file}: must be a mapping of name, version, type and criteria")
    try:
        type_ = InterviewType(_text(data, "type", file))
    except ValueError as error:
        raise InputError(f"rubric {file}: type: {error}") from error
    entries = data.get("criteria")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"rubric {file}: criteria: must be a list with at least one entry")
    criteria = tuple(_criterion(entry, f"{file}: criteria[{index}]") for index, entry in enumerate(entries))
    _reject_repeated(file, (criterion.name for criterion in criteria))
    return Rubric(_text(data, "name", file), _text(data, "version", file), type_, criteria)


def _criterion(entry: object, where: str) -> Criterion:
    if not isinstance(entry, dict):
        raise InputError(f"rubric {where}: must be a mapping")
    weight = entry.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight < float("inf"):
        raise InputError(f"rubric {where}: weight: must be a positive number")
    follow_up = entry.get("follow_up", False)
    if not isinstance(follow_up, bool):
        raise InputError(f"rubric {where}: follow_up: must be true or false")
    anchors = entry.get("anchors")
    if not isinstance(anchors, dict) or set(anchors) != set(range(MAX_SCORE + 1)):
        raise InputError(f"rubric {where}: anchors: must have one text for each of 0 to {MAX_SCORE}")
    texts = tuple(anchors[level] for level in range(MAX_SCORE + 1))
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise InputError(f"rubric {where}: anchors: every level needs a text")
    return Criterion(_text(entry, "name", where), float(weight), _text(entry, "description", where), texts, follow_up)


def _text(data: dict[object, object], field: str, where: str) -> str:
    value = data.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"rubric {where}: {field}: must be a text that is not empty")
    return value.strip()


def _reject_repeated(file: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f"rubric {file}: criteria: {name!r} is there twice")
        seen.add(name)
