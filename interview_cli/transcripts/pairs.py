"""Records of questions and answers, from CSV, JSON Lines, JSON or Word. Also speaker segments by transcript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.transcripts.contract import type_of
from interview_cli.transcripts.decoding import clean
from interview_cli.transcripts.fields import FieldNames, field_names, text_of
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.segments import read_segments
from interview_cli.transcripts.turns import MAX_TURNS, too_many_turns

MAX_ROWS: Final = 100_000
"""Rows in one file; they are held in memory until the last one has told which transcript it belongs to."""

Record = Mapping[str, Any]


def is_pair(record: Record) -> bool:
    """Whether a record holds a question and its answer."""
    return {"question", "answer"} <= field_names(record).keys()


@dataclass(slots=True)
class _Group:
    """The rows of one transcript so far."""

    turns: list[Turn] = field(default_factory=list)
    type: str = ""
    role: str = ""
    candidate: str = ""


def read_pairs(rows: Iterable[Record], source: str, fallback_id: str) -> Iterator[Transcript]:
    """One transcript per value of the id field, in the order they first come; a single one without such a field.

    Rows without question and answer are skipped; an empty answer is kept, as the candidate had nothing to say.
    Raises InputError when no row is left, or an interview type is unknown.
    """
    groups: dict[str, _Group] = {}
    for row in _counted(rows, source):
        names = field_names(row)
        question, answer = _value(row, names, "question"), _value(row, names, "answer")
        if not question and not answer:
            continue
        group = groups.setdefault(_value(row, names, "pair_id") or fallback_id, _Group())
        group.turns.append(Turn(None, Role.INTERVIEWER, question))
        group.turns.append(Turn(None, Role.CANDIDATE, answer))
        group.type = group.type or _value(row, names, "type")
        group.role = group.role or _value(row, names, "job")
        group.candidate = group.candidate or _value(row, names, "candidate")
    if not groups:
        raise InputError(f"{source} holds no questions with answers.")
    for key, group in groups.items():
        if len(group.turns) > MAX_TURNS:
            raise too_many_turns(source)
        yield Transcript(
            id=key,
            source=source,
            turns=tuple(group.turns),
            type=type_of(group.type, source),
            role=group.role or None,
            candidate=group.candidate or None,
            paired=True,
        )


def _counted(rows: Iterable[Record], source: str) -> Iterator[Record]:
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            raise InputError(f"{source} has more than {MAX_ROWS:,} rows; split it into several files.")
        yield row


def _value(row: Record, names: FieldNames, meaning: str) -> str:
    value = row.get(names.get(meaning, ""))
    if isinstance(value, dict):
        value = value.get("text")
    return clean(text_of(value))


def read_segment_groups(rows: Iterable[Record], source: str, fallback_id: str) -> Iterator[Transcript]:
    """One transcript per call or interview id of speaker segments; a single one without such a field."""
    groups: dict[str, list[Record]] = {}
    for row in _counted(rows, source):
        groups.setdefault(_value(row, field_names(row), "transcript_id") or fallback_id, []).append(row)
    for key, group in groups.items():
        yield Transcript(key, source, read_segments(group, source))
