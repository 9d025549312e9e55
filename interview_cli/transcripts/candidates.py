"""One way to read a table as a transcript: what each row says, who says it, and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, Final

from interview_cli.transcripts.columns import Column, Table, asks_something, label_of, text_of
from interview_cli.transcripts.field_names import meanings
from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.labels import could_be_label, is_name_like, role_of_label
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.time_columns import NO_TIMES, Times

SPEAKERS_WEIGHT: Final = 3.0
COVERAGE_WEIGHT: Final = 4.0
"""For the share of all text in the data; all of the text without speakers beats a tenth of it with speakers."""

ANNOUNCED_WEIGHT: Final = 1.0
"""For speakers in rows of their own, which may have nothing to do with the texts of other rows (chosen)."""

WHOLE_PAIR_WEIGHT: Final = 0.2
"""For a question and an answer in one row, compared with the same answer in pieces below the question."""

_WHOLES: Final = frozenset({"dialogue", "prose"})
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
SURE_SPEAKER_SCORE: Final = 2.0

_MIN_ASKING: Final = 0.5
MIN_ANSWER_WORDS: Final = 2.5
"""Average words of a question or answer whose column name does not say so (chosen)."""

_MAX_COLUMNS: Final = 24
PERSONS: Final = word_list("candidate") | {"user", "student"}
_MIN_ROWS_OF_BOT: Final = 3
_MAX_GREETING_WORDS: Final = 3
"""Rows, and the words that may begin a chat (chosen)."""


def without_tags(texts: list[str]) -> list[str]:
    """Texts without HTML tags, if most of them contain some."""
    if sum("</" in text for text in texts) * 2 <= len(texts):
        return [text.replace("<br>", " ") for text in texts]
    return [unescape(_TAG.sub(" ", text)) for text in texts]


def first_filled(columns: Sequence[Sequence[Any]]) -> list[tuple[int, str]]:
    """For each row, the first of some columns that has a text, and the text; the first column and "" if none has."""
    rows = (enumerate(map(text_of, row)) for row in zip(*columns, strict=True))
    return [next(((place, text) for place, text in row if text.strip()), (0, "")) for row in rows]


@dataclass(eq=False)
class Candidate:
    """One way to read a table.

    `kind` is "turns", "by column" (a column for each speaker), "labelled" (texts that start with their speaker),
    "pairs" (then `texts` are the question and the answer), "dialogue" or "prose" (a whole transcript in a cell).
    Several `texts` complement each other. `notes` are what had to be assumed, `unread` are texts beside those read.
    """

    table: Table
    texts: list[Column]
    kind: str = "turns"
    speaker: Column | None = None
    speaker_score: float = 0.0
    times: Times = NO_TIMES
    characters: float = 0.0
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def is_wordy(self) -> bool:
        """Whether its rows are words."""
        return self.kind == "turns" and self.texts[0].is_wordy

    @property
    def answers_are_lists(self) -> bool:
        """Whether each answer is a list of sentences."""
        return self.kind == "pairs" and not self.texts[0].is_own and self.texts[1].path == ()

    @property
    def is_sure(self) -> bool:
        """Whether the two sides are distinguished without an assumption or by their form: a dialogue in each cell, a
        time and a column named after the speaker beside each text, or columns that are called so."""
        sides = self.kind not in {"turns", "prose"} or self.speaker_score >= SURE_SPEAKER_SCORE
        is_timed = self.speaker is not None and "speaker" in self.speaker.means and self.times.start is not None
        has_form = self.kind == "dialogue" or is_timed
        return (sides and (has_form or not self.notes)) or (self.is_named and not self.is_aside)

    @property
    def is_named(self) -> bool:
        """Whether each row holds a question and an answer that are called so."""
        if self.kind != "pairs" or not self.texts[0].is_own:
            return False
        return "question" in self.texts[0].means and "answer" in self.texts[1].means

    @cached_property
    def said(self) -> list[str]:
        """The text of each row."""
        return [text for _, text in self._spoken]

    @cached_property
    def labels(self) -> list[str | None]:
        """Who speaks in each row; if a row does not say, a field next to or around the speaker does."""
        column = self.speaker
        if column is None:
            return [label for label, _ in self._spoken]
        labels = [
            (value.strip() if value.__class__ is str else label_of(value)) or None for value in column.all_values
        ]
        if self.is_announced:
            last: str | None = None
            return [last := label or last for label in labels]
        name, record = column.path[-1:], column.path[:-1]
        others = [each for each in self.table.columns if each is not column and each.path]
        beside = [each for each in others if record and each.path[:-1] == record]
        around = [each for each in others if each.path[-1:] == name and each.level is not column.level]
        for other in (*beside, *around):
            if other.share > column.share / 2:
                labels = [a or label_of(b) or None for a, b in zip(labels, other.all_values, strict=True)]
        filled = [each.all_values for each in self.table.own_columns if each not in self.texts and each.count]
        for place in range(1, len(labels)) if None in labels and column.is_own and len(filled) > 1 else ():
            if all(values[place] in ("", None, values[place - 1]) for values in filled):  # the cells are those above
                labels[place] = labels[place] or labels[place - 1]
        return labels

    @cached_property
    def is_announced(self) -> bool:
        """Whether speakers are named in rows of their own, before those with what they say."""
        column = self.speaker
        if column is None or not (column.is_announced and column.is_own):
            return False
        return not any(label_of(a) and b for a, b in zip(column.all_values, self.said, strict=True))

    @cached_property
    def _spoken(self) -> list[tuple[str | None, str]]:
        """The text of each row, and who speaks if the text or its column says so."""
        if len(self.texts) == 1:
            texts = [value if value.__class__ is str else text_of(value) for value in self.texts[0].all_values]
            if self.kind not in _WHOLES:
                texts = without_tags(texts)
            if self.kind == "labelled":
                return [split_prefix(text) or (None, text) for text in texts]
            return [(None, text) for text in texts]
        names = [str(text.path[-1]) if text.path and self.kind == "by column" else None for text in self.texts]
        return [(names[place], text) for place, text in first_filled([text.all_values for text in self.texts])]

    @cached_property
    def spans(self) -> list[tuple[float | None, float | None]]:
        """When each row begins and ends, in seconds."""
        return self.times.spans(self.table)

    @cached_property
    def is_aside(self) -> bool:
        """Whether its names mean text about the interview: a summary, a prompt, an ideal answer."""
        around = tuple(name for name in self.table.path if isinstance(name, str) and name.isidentifier())
        return any("aside" in text.means for text in self.texts) or "aside" in meanings(around)

    def worth(self, all_characters: float) -> float:
        """How good a reading this is, compared with others of the same data."""
        table = self.table
        worth = COVERAGE_WEIGHT * min(1.0, self.characters / (all_characters or 1.0))
        worth -= COVERAGE_WEIGHT * self.is_aside + ANNOUNCED_WEIGHT * self.is_announced
        if self.kind in {"pairs", "by column", "dialogue", "labelled"}:
            worth += SPEAKERS_WEIGHT
            worth += WHOLE_PAIR_WEIGHT * (self.kind == "pairs" and self.texts[0].is_own)
        elif self.speaker is not None:
            several = len(self.speaker.distinct) > 1
            worth += SPEAKERS_WEIGHT * several + 0.1 * min(self.speaker_score, 5.0)
            worth += 1.0 * (self.is_wordy and several and self.speaker.is_own)
        return worth + 0.3 * (self.times.start is not None) + 0.01 * len(table.path)


def are_codes(column: Column) -> bool:
    """Whether the cells are single words that recur or have signs inside, as ids and states have."""
    inside = sum("_" in text or "-" in text for text in column.filled)
    return column.words == 1 and 2 * max(inside, len(column.filled) - len(column.distinct)) >= len(column.filled)


def lookups(
    tables: Sequence[Table], is_wanted: Callable[[Column], bool], mixed: Table | None = None
) -> Iterator[dict[str, str]]:
    """The texts of each wanted column by the ids in each column next to it; of a mixed table without empty ones."""
    for table in tables:
        columns = table.own_columns[:_MAX_COLUMNS]
        for wanted in filter(is_wanted, columns):
            texts = list(map(text_of, wanted.all_values))
            for ids in map(_ids, (column for column in columns if column is not wanted)):
                rows = {(key, text) for key, text in zip(ids, texts, strict=True) if text or table is not mixed}
                if len(ids) > 1 and len({key for key, _ in rows}) == len(rows):
                    yield dict(rows)


def joined_by_ids(answers: Candidate, tables: Sequence[Table]) -> Table | None:
    """Answers that refer to their question by id, joined with the text of the question; None if there are none.

    The questions are in other rows with an id each, as in exports of forms and surveys. Several people may answer.
    """

    def is_wanted(column: Column) -> bool:
        is_apart = column.table is not answers.table or not any(
            text_of(value) and said for value, said in zip(column.all_values, answers.said, strict=True)
        )
        return _are_questions(column) and is_apart

    found = list(lookups(tables, is_wanted, answers.table))
    places = [place for place, text in enumerate(answers.said) if text.strip()]
    columns = answers.table.columns[: 2 * _MAX_COLUMNS] if found else []
    given = {column: [ids[place] for place in places] for column in columns if (ids := _ids(column))}
    parents = [answers.table.parents[place] for place in places]
    owners: list[Sequence[int | str]] = [
        parents,
        *(ids for column, ids in given.items() if not column.parts.isdisjoint(PERSONS)),
    ]
    for column, keys in given.items():
        texts = next((each for each in found if set(keys) <= each.keys()), None)
        if texts is None or column in answers.texts:
            continue
        owner = next((each for each in owners if len(set(zip(each, keys, strict=True))) == len(keys)), None)
        if owner is not None:
            rows = [
                {"question": texts[key], "answer": answers.said[place]}
                for key, place in zip(keys, places, strict=True)
            ]
            if owner is not parents:
                rows = [row | {"candidate": str(person)} for row, person in zip(rows, owner, strict=True)]
            return _table(answers.table, rows, parents)
    return None


def _are_questions(column: Column) -> bool:
    return column.is_speech and ("question" in column.means or column.asking >= _MIN_ASKING)


def _ids(column: Column) -> list[str]:
    return [text_of(value).strip() for value in column.all_values]


def _table(table: Table, rows: list[Any], parents: list[int] | None = None) -> Table:
    """A table of pairs that replaces another."""
    path = (*table.path[:-1], "+")
    return Table(path, table.parent, rows, parents or table.parents, list(range(len(rows))))


def by_person(pairs: Candidate) -> Table | None:
    """The pairs of a table with a column of answers for each of several people; None if there is only one."""
    question, answer = pairs.texts
    columns = [column for column in pairs.table.own_columns if column.is_speech and _could_answer(column)]
    if answer not in columns or not question.is_own or len(columns) < 2:
        return None
    asked = list(map(text_of, question.all_values))
    rows = [
        {"candidate": str(column.path[-1]), "question": text, "answer": said}
        for column in columns
        for text, said in zip(asked, map(text_of, column.all_values), strict=True)
    ]
    return _table(pairs.table, rows, [pairs.table.parents[0]] * len(rows))


def _could_answer(column: Column) -> bool:
    """Whether a column holds answers and is named like a person."""
    name = str(column.path[-1]) if len(column.path) == 1 else ""
    named = is_name_like(name) and could_be_label(name) and name[:1].isalpha()
    is_person = role_of_label(name) is Role.CANDIDATE if column.means else named and not name.isupper()
    return is_person and column.words >= MIN_ANSWER_WORDS and column.asking < _MIN_ASKING


def signs_of_replies_first(best: Candidate, places: Sequence[int]) -> int:
    """How many of two signs there are that rows hold a reply and what was asked next, as bots record them."""
    if best.kind != "pairs" or not all(text.is_own for text in best.texts) or len(places) < _MIN_ROWS_OF_BOT:
        return 0
    question, answer = best.texts
    columns = best.table.own_columns
    is_named = "answer" in answer.means and answer.parts.isdisjoint(PERSONS)
    if is_named or columns.index(question) < columns.index(answer):
        return 0
    first, last = text_of(answer.all_values[places[0]]), text_of(question.all_values[places[-1]])
    return (first.count(" ") < _MAX_GREETING_WORDS) + (not asks_something(last))
