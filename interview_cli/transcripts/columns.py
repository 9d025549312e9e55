"""The columns of a table and what their values look like: speech, single words, a question, a speaker.

The weights are chosen, based on exports of some forty services and data sets: a name that says what a column is
outweighs one property of its values, but not all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import Any, Final

from interview_cli.transcripts.asking import asks, in_first_person, sentences
from interview_cli.transcripts.field_names import KEY, Path, meanings, name_parts

_NO_SPEECH: Final = re.compile(
    r"(?:https?://|data:|[\w.+-]+@[\w-]+\.|/)\S*$|[\w-]*[0-9][\w:.+-]*$|[0-9a-fA-F-]{12,}$"
)
_BLOCK: Final = 20
_MAX_SAMPLE: Final = 120
_MAX_COLUMNS: Final = 60
_MAX_PATH: Final = 6
_MAX_KIND_WORDS: Final = 2
"""Words in a cell that may name a kind (chosen)."""

MAX_PLACES: Final = 16
"""A longer list inside a row is a separate list, not a record written without names."""

_MAX_ANNOUNCED: Final = 12
_MIN_REPEATED: Final = 8
"""Values that recur this often on average are categories, not speech."""

_MAX_ASKED: Final = 60
_MAX_WORD_CHARACTERS: Final = 30
_END_CHARACTERS: Final = 300
_VERSION_WEIGHT: Final = 0.2
"""For each further word in a name: next to a `text`, a `redacted_text` or `text_en` is a version of it (chosen)."""


def value_at(row: Any, path: Path) -> Any:
    """The value at a path in a row, None if there is none; a text in place of a record is its value."""
    for name in path:
        if row.__class__ is dict:
            row = row.get(name)
        elif row.__class__ is list and name.__class__ is int and name < len(row):
            row = row[name]
        else:
            return row if row.__class__ is str and name is path[-1] else None
    return row


def _values_at(rows: Sequence[Any], path: Path) -> list[Any]:
    if len(path) != 1:
        return [value_at(row, path) for row in rows]
    name = path[0]
    return [row.get(name) if row.__class__ is dict else value_at(row, path) for row in rows]


def text_of(value: object) -> str:
    """A value as text: numbers as digits, anything else that is not text empty."""
    if value.__class__ is str:
        return value
    return str(value) if value.__class__ is int or value.__class__ is float else ""


def label_of(value: object) -> str:
    """A value as the label of a speaker, which may also be `true` or `false`."""
    if value.__class__ is str:
        return value.strip()
    return str(value) if value.__class__ is bool else text_of(value)


def bare_words(text: str) -> set[str]:
    """The words of a text without punctuation, in lower case."""
    return {"".join(filter(str.isalnum, word)) for word in text.casefold().split()} - {""}


def word_count(text: str) -> int:
    """Roughly how many words a text has; two characters count as one in scripts without spaces."""
    count = text.count(" ") + 1
    return count if len(text) < 12 * count or text.isascii() else max(count, len(text) // 2)


@dataclass(eq=False)
class Table:
    """All rows under one path. `parents` are the indexes of their rows in the table around it (`parent`), `keys`
    their positions there. Columns are judged by a sample of the rows."""

    path: Path
    parent: Table | None
    rows: list[Any] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    keys: list[Any] = field(default_factory=list)

    def ancestors(self) -> Iterator[Table]:
        """This table and those around it, from the inside out, the document last."""
        table: Table | None = self
        while table is not None:
            yield table
            table = table.parent

    def places_in(self, level: Table) -> Sequence[int]:
        """For each row, the row of a table around it."""
        if level is self or self.parent is None:
            return range(len(self.rows))
        if level not in self._places:
            outer = self.parent.places_in(level)
            self._places[level] = self.parents if level is self.parent else [outer[place] for place in self.parents]
        return self._places[level]

    @cached_property
    def _places(self) -> dict[Table, Sequence[int]]:
        return {}

    @cached_property
    def sample(self) -> list[int]:
        """The rows the table is judged by: all of a short one, else blocks from all over it."""
        if len(self.rows) <= _MAX_SAMPLE:
            return list(range(len(self.rows)))
        blocks = _MAX_SAMPLE // _BLOCK
        begins = [n * (len(self.rows) - _BLOCK) // (blocks - 1) for n in range(blocks)]
        return [place for begin in begins for place in range(begin, begin + _BLOCK)]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of the table: its own first, then those of the rows around it."""
        columns = []
        sample: Sequence[int] = self.sample
        for level in self.ancestors():
            if level.parent is None and level is not self:
                rows = level.rows
                columns += [Column(self, level, path, _values_at(rows, path) * len(sample)) for path in _paths(rows)]
                break
            rows = [level.rows[place] for place in sample]
            columns += [Column(self, level, path, _values_at(rows, path)) for path in _paths(rows)]
            keys = [level.keys[place] for place in sample]
            if level is not self or any(isinstance(key, str) for key in keys):
                columns.append(Column(self, level, KEY, keys))
            sample = [level.parents[place] for place in sample]
        return columns

    @cached_property
    def own_columns(self) -> list[Column]:
        """The columns of the table without those of the rows around it."""
        return [column for column in self.columns if column.level is self]


@dataclass(eq=False)
class Column:
    """One field of the rows of a table or of the rows around it (`level`); `values` for the table's sample."""

    table: Table
    level: Table
    path: Path
    values: list[Any]

    @cached_property
    def all_values(self) -> list[Any]:
        """The value for each row of the table."""
        values = self.level.keys if self.path == KEY else _values_at(self.level.rows, self.path)
        if self.is_own:
            return values
        return [values[place] for place in self.table.places_in(self.level)]

    @property
    def is_own(self) -> bool:
        return self.level is self.table

    @cached_property
    def means(self) -> frozenset[str]:
        """What its name says it contains; a column without a name is named after its list."""
        return meanings(self.path or self.level.path)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The words of its name."""
        return name_parts(self.path)

    @cached_property
    def filled(self) -> list[str]:
        return [text for value in self.values if value is not None and (text := text_of(value).strip())]

    @cached_property
    def count(self) -> int:
        """How many rows have a value."""
        return len(self.values) - self.values.count(None) - self.values.count("")

    @property
    def share(self) -> float:
        """The share of rows that have a value."""
        return self.count / len(self.values)

    @cached_property
    def distinct(self) -> list[str]:
        return list(dict.fromkeys(self.filled))

    @cached_property
    def words(self) -> float:
        """The words in a cell on average."""
        return sum(map(word_count, self.filled)) / max(1, len(self.filled))

    @cached_property
    def asked(self) -> list[bool]:
        """For each value, whether it asks something."""
        return [value.__class__ is str and asks_something(value) for value in self.values[:_MAX_ASKED]]

    @cached_property
    def asking(self) -> float:
        """The share of filled cells that ask something."""
        return sum(self.asked) / max(1, len(self.filled[:_MAX_ASKED]))

    @cached_property
    def in_first_person(self) -> float:
        return sum(1 for text in self.filled if in_first_person(text)) / max(1, len(self.filled))

    @cached_property
    def is_speech(self) -> bool:
        """Whether the cells contain text that somebody could have said."""
        strings = [value for value in self.values if value.__class__ is str and value.strip()]
        if not strings or len(strings) < 0.5 * self.count or self.path == KEY or self._are_kinds:
            return False
        natural = [text for text in strings if " " in text or not _NO_SPEECH.match(text)]
        return 2 * sum(any(map(str.isalpha, text)) for text in natural) > len(strings)

    @property
    def is_of_kinds(self) -> bool:
        return not self.parts.isdisjoint(("type", "kind"))

    @property
    def _are_kinds(self) -> bool:
        """Whether a few words are named kinds, or single letters or a few values that recur are not named speech."""
        few = self.count >= _MIN_REPEATED and len(self.distinct) * _MIN_REPEATED <= self.count
        few = few or all(len(text) == 1 for text in self.filled)
        is_other = "speaker" in self.means or self.means.isdisjoint(("text", "question", "answer"))
        return (self.is_of_kinds and self.words <= _MAX_KIND_WORDS) or (few and is_other)

    @cached_property
    def is_wordy(self) -> bool:
        """Whether each cell is a single word (or a mark), as in a list of words with times."""
        if len(self.filled) < 6:
            return False
        single = sum(1 for text in self.filled if " " not in text and len(text) < _MAX_WORD_CHARACTERS)
        return single >= 0.97 * len(self.filled) and sum(map(len, self.filled)) <= 9 * len(self.filled)

    @property
    def is_announced(self) -> bool:
        """Whether it could name speakers in separate rows before what they say."""
        return (
            "speaker" in self.means and self.share < 1 and len(self.distinct) <= min(_MAX_ANNOUNCED, self.count // 2)
        )

    @cached_property
    def text_score(self) -> float:
        """How much it looks like what was said."""
        score = log(1 + sum(map(len, self.filled))) / 2 - 3 * ("aside" in self.means)
        if "text" in self.means:
            score += 1 - (0 if self.is_wordy else _VERSION_WEIGHT * min(2, len(self.parts) - 1))
        dressed = sum(1 for text in self.filled if text[-1:] in ".?!,;。？！" or text[:1].isupper())
        score += 0.7 * dressed / max(1, len(self.filled))
        return score

    @property
    def shown(self) -> str:
        """Its name for people."""
        return "the place in the list" if self.path == KEY else repr(" ".join(map(str, self.path))[:40])


def asks_something(text: str) -> bool:
    """Whether a text is marked as a question anywhere, or its last sentence asks something."""
    if "?" in text or "？" in text or "؟" in text:
        return True
    *_, last = sentences(text[-_END_CHARACTERS:]) or [""]
    return asks(last)


def _paths(rows: Sequence[Any]) -> list[Path]:
    """The paths to plain values in rows, in the order of the first that has them."""
    found: dict[Path, None] = {}
    for row in rows[:: max(1, len(rows) // 100)]:
        found.update(dict.fromkeys(_paths_in(row, (), _MAX_PATH)))
        if len(found) > _MAX_COLUMNS:
            break
    if len(found) > 1:
        found.pop((), None)  # a text in place of a record is a value of its fields
    return list(found)[:_MAX_COLUMNS]


def _paths_in(value: Any, path: Path, depth: int) -> Iterator[Path]:
    if value.__class__ is dict and depth:
        for name, inner in value.items():
            if inner.__class__ is not dict and inner.__class__ is not list:
                yield (*path, name)
            elif inner.__class__ is dict:
                yield from _paths_in(inner, (*path, name), depth - 1)
    elif value.__class__ is list:
        if not path and 1 < len(value) <= MAX_PLACES and all(inner.__class__ is not dict for inner in value):
            yield from ((index,) for index, inner in enumerate(value) if inner.__class__ is not list)
    elif not path:
        yield ()
