"""What the columns of a table hold, told by the values first and by the words of their names second.

The weights here are chosen, on exports of some forty services and data sets: a name that says what a column is
outweighs one trait of its values, but not all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from math import log
from typing import Any, Final

from interview_cli.transcripts.asking import asks
from interview_cli.transcripts.clock import to_seconds
from interview_cli.transcripts.labels import roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.records import Path, Series
from interview_cli.transcripts.role_words import (
    ANSWER_WORDS,
    CANDIDATE_WORDS,
    INTERVIEWER_WORDS,
    QUESTION_WORDS,
    SPEAKER_WORDS,
    TEXT_WORDS,
)

KEY: Final = ("\0key",)
"""Stands for the key or place of a row in its mapping or list."""

_HINTS: Final[dict[str, frozenset[str]]] = {
    "speaker": SPEAKER_WORDS
    | frozenset("speaker role who name author from sender user username participant channel party actor".split()),
    "text": TEXT_WORDS
    | frozenset(
        "text content transcript utterance message messages sentence value body quote caption said speech word "
        "punctuated display line msg".split()
    ),
    "start": frozenset("start starts startts begin begins begints from offset ts time timestamp date".split()),
    "end": frozenset("end ends endts stop stopts to finish until".split()),
    "length": frozenset("duration length dur".split()),
    "question": QUESTION_WORDS | INTERVIEWER_WORDS | frozenset("questions prompt q ask asked".split()),
    "answer": ANSWER_WORDS
    | CANDIDATE_WORDS
    | frozenset("answers response responses reply a student user useranswer".split()),
    "aside": frozenset(
        "summary feedback ideal expected correct model sample suggested reference translation translated note notes "
        "comment comments evaluation analysis reason reasoning rationale thinking thought instruction instructions "
        "system description title topic topics keyword keywords highlight highlights chapter chapters outline action "
        "actions score tip tips improvement improvements suggestion suggestions strengths weaknesses lexical itn "
        "masked phonetic url email lang language emotion sentiment intent entity entities gist headline tool "
        "function arguments context criteria rubric explanation recommendation verdict persona original raw delta "
        "search metadata status".split()
    ),
}
_PLAIN_NAMES: Final = {"answer": frozenset({"user", "student"}), "question": frozenset({"prompt"})}
_UNITS: Final = {
    1e-3: frozenset("ms millis milliseconds msec milli".split()),
    1e-7: frozenset("ticks tick".split()),
    1e-6: frozenset("us micros microseconds usec".split()),
    1e-9: frozenset("ns nanos nanoseconds".split()),
    1.0: frozenset("s sec secs seconds".split()),
}
_WHOLES: Final = frozenset(
    "call session conversation meeting interview transcript dialog dialogue thread file".split()
)
_NAME_PART: Final = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])|[^\W\d_]+")
_NO_SPEECH: Final = re.compile(
    r"(?:https?://|data:|[\w.+-]+@[\w-]+\.|/)\S*$|[\w-]*[0-9][\w:.+-]*$|[0-9a-fA-F-]{12,}$"
)
_DURATION: Final = re.compile(r"PT(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?")
_DECIMAL: Final = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
_FIRST_PERSON: Final = re.compile(
    r"\b(?:i|i'm|i'd|i've|we|my|our|me|us|ich|wir|mein\w*|unser\w*|je|j'ai|nous|mon|ma|mes|notre|yo|mi|nosotros|io|eu)\b",
    re.IGNORECASE,
)
MAX_SECONDS_PER_WORD: Final = 60.0
"""Nobody speaks that slowly over a whole interview: such times are parts of a second."""

_USUAL_WORDS_PER_SECOND: Final = 2.0
_MAX_WORDS_PER_SECOND: Final = 25.0
_BLOCK: Final = 20
_MAX_SAMPLE: Final = 200
_MAX_COLUMNS: Final = 60
_MAX_LABEL_CHARACTERS: Final = 80
_MAX_SPEAKERS: Final = 12


@lru_cache(maxsize=4096)
def name_parts(path: Path) -> frozenset[str]:
    """The words of the names on a path: `("startTime", "relative")` has start, time and relative."""
    return frozenset(
        part.casefold() for name in path if isinstance(name, str) for part in _NAME_PART.findall(name[:200])
    )


@lru_cache(maxsize=4096)
def hints(path: Path) -> frozenset[str]:
    """What a column's name says it holds."""
    parts = name_parts(path)
    whole = {"".join(_NAME_PART.findall(str(name))).casefold() for name in path}
    return frozenset(
        meaning for meaning, words in _HINTS.items() if not words.isdisjoint(parts) or not words.isdisjoint(whole)
    )


def value_at(row: Any, path: Path) -> Any:
    """The value a path leads to in a row, None where there is none; a text in place of a record is its value."""
    for name in path:
        if row.__class__ is dict:
            row = row.get(name)
        elif row.__class__ is list and name.__class__ is int and name < len(row):
            row = row[name]
        else:
            return row if row.__class__ is str and name is path[-1] else None
    return row


def text_of(value: object) -> str:
    """A value as text: numbers written out, anything else that is no text empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def word_count(text: str) -> int:
    """Roughly how many words a text has, two signs for one where none are parted by blanks."""
    count = text.count(" ") + 1
    return count if len(text) < 12 * count else max(count, len(text) // 2 if not text.isascii() else count)


@dataclass(eq=False)
class Column:
    """One field at one level of a table; `values` for a sample of the table's rows, `level` where it stands."""

    level: Series
    path: Path
    values: list[Any]

    def at(self, place: int) -> Any:
        """The value in a row of its level."""
        return self.level.keys[place] if self.path == KEY else value_at(self.level.rows[place], self.path)

    @cached_property
    def hints(self) -> frozenset[str]:
        path = self.level.path + self.path if not self.path else self.path
        return hints(tuple(name for name in path if name not in ("*", "{}", "[]", "#", "?")))

    @cached_property
    def filled(self) -> list[str]:
        return [text for value in self.values if (text := text_of(value).strip())]

    @cached_property
    def share(self) -> float:
        """The share of rows that have a value."""
        return len(self.filled) / max(1, len(self.values))

    @cached_property
    def distinct(self) -> list[str]:
        return list(dict.fromkeys(self.filled))

    @cached_property
    def words(self) -> float:
        """The words in a cell on average."""
        return sum(map(word_count, self.filled)) / max(1, len(self.filled))

    @cached_property
    def asking(self) -> float:
        """The share of cells in which something is asked."""
        return sum(map(_asks, self.filled[:60])) / max(1, len(self.filled[:60]))

    @cached_property
    def in_first_person(self) -> float:
        return sum(1 for text in self.filled if _FIRST_PERSON.search(text)) / max(1, len(self.filled))

    @cached_property
    def is_speech(self) -> bool:
        """Whether the cells are text that somebody could have said."""
        strings = [value for value in self.values if value.__class__ is str and value.strip()]
        if not strings or len(strings) < 0.5 * len(self.filled) or self.path == KEY:
            return False
        natural = sum(1 for text in strings if any(map(str.isalpha, text)) and not _NO_SPEECH.match(text))
        return natural * 2 > len(strings)

    @cached_property
    def is_wordy(self) -> bool:
        """Whether each cell is a single word (or a mark), as in a list of words with times."""
        if len(self.filled) < 6:
            return False
        single = sum(1 for text in self.filled if " " not in text and len(text) < 30)
        return single >= 0.97 * len(self.filled) and sum(map(len, self.filled)) <= 9 * len(self.filled)

    def text_score(self) -> float:
        """How much a column looks like what was said."""
        score = log(1 + sum(map(len, self.filled))) / 2
        score += ("text" in self.hints) - 3 * ("aside" in self.hints)
        dressed = sum(1 for text in self.filled if text[-1:] in ".?!,;。？！" or text[:1].isupper())
        score += 0.7 * dressed / max(1, len(self.filled))
        return score - (2 if len(self.distinct) * 3 < len(self.filled) and not self.is_wordy else 0)


def _asks(text: str) -> bool:
    return "?" in text or "？" in text or "؟" in text or asks(text[-300:])


def sample_of(row_count: int) -> list[int]:
    """The rows a table is judged by: all of a short one, else blocks from all over it."""
    if row_count <= _MAX_SAMPLE:
        return list(range(row_count))
    blocks = _MAX_SAMPLE // _BLOCK
    begins = [n * (row_count - _BLOCK) // (blocks - 1) for n in range(blocks)]
    return [place for begin in begins for place in range(begin, begin + _BLOCK)]


def columns_of(series: Series) -> list[Column]:
    """The columns of a table, its own first and then those of the rows around it."""
    columns = []
    sample: Sequence[int] = sample_of(len(series.rows))
    level: Series = series
    while level is series or level.parent is not None:
        rows = [level.rows[place] for place in sample]
        for path in _paths(rows):
            columns.append(Column(level, path, [value_at(row, path) for row in rows]))
        keys = [level.keys[place] for place in sample]
        if level is not series or any(isinstance(key, str) for key in keys):
            columns.append(Column(level, KEY, keys))
        if level.parent is None:
            break
        sample = [level.parents[place] for place in sample]
        level = level.parent
    return columns


def _paths(rows: Sequence[Any]) -> list[Path]:
    """The paths to plain values in rows, in the order of the first that has them."""
    found: dict[Path, None] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in rows[:: max(1, len(rows) // 100)]:
        if row.__class__ is dict and not any(value.__class__ is dict for value in row.values()):
            if (shape := tuple(row)) in seen:
                continue
            seen.add(shape)
        for path in _paths_in(row, (), 6):
            found[path] = None
        if len(found) > _MAX_COLUMNS:
            break
    return list(found)[:_MAX_COLUMNS]


def _paths_in(value: Any, path: Path, depth: int) -> Iterator[Path]:
    if value.__class__ is dict and depth:
        for name, inner in value.items():
            if inner.__class__ is not dict and inner.__class__ is not list:
                yield (*path, name)
            elif inner.__class__ is dict:
                yield from _paths_in(inner, (*path, name), depth - 1)
    elif value.__class__ is list:
        if not path and 1 < len(value) <= 16 and all(inner.__class__ is not dict for inner in value):
            for index, inner in enumerate(value):
                if inner.__class__ is not list:
                    yield (index,)
    elif not path:
        yield ()


def speaker_score(column: Column, texts: Sequence[str], is_own: bool, wordy: bool) -> float:
    """How much a column looks like who speaks, 0 when it cannot be. `texts` stand beside its values."""
    values = [str(value) if isinstance(value, bool) else text_of(value).strip() for value in column.values]
    filled = [value for value in values if value]
    distinct = set(filled)
    if not filled or max(map(len, distinct)) > _MAX_LABEL_CHARACTERS or "aside" in column.hints:
        return 0.0
    if any(
        value.__class__ is float or (value.__class__ is str and _DECIMAL.fullmatch(value)) for value in column.values
    ):
        return 0.0
    hinted = "speaker" in column.hints
    parts = name_parts(column.path)
    if parts & _WHOLES and parts & {"id", "no", "number", "code"}:
        return 0.0
    if "start" in column.hints and all(seconds_of(value) for value in column.values if value not in (None, "")):
        return 0.0
    roles = set(roles_of_labels(distinct).values()) if len(distinct) <= 2 * _MAX_SPEAKERS else set()
    if len(distinct) == 1:
        return (1.0 + 0.2 * ("name" in parts) if hinted else 0.0) + 0.5 * bool(roles - {Role.OTHER})
    recurs = len(filled) / len(distinct)
    changes = sum(1 for one, other in zip(filled, filled[1:], strict=False) if one != other) / max(1, len(filled) - 1)
    score = 2.0 * hinted + 0.3 * is_own + 0.4 * (len(filled) == len(values))
    if Role.INTERVIEWER in roles and Role.CANDIDATE in roles:
        score += 2.5
    elif roles - {Role.OTHER}:
        score += 1.0
    score += 0.5 if len(distinct) <= _MAX_SPEAKERS else -1.0
    if recurs < 1.5 and not (hinted and len(filled) < 4):
        score -= 1.5
    if wordy:
        score += 0.5 if changes < 0.35 else -1.5
    else:
        score += 0.4 * (changes > 0.3) + 1.5 * _contrast(values, texts)
    if all(_is_number(value) for value in distinct):
        score -= 0.3
    elif "id" in parts or column.path == KEY:
        score -= 0.2
    if "name" in parts and not {"file", "model"} & parts:
        score += 0.2
    return max(score, 0.0)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _contrast(labels: Sequence[str], texts: Sequence[str]) -> float:
    """How much more one of the labels asks than another, 0 to 1; labels of asides do not count."""
    asked: dict[str, list[bool]] = {}
    for label, text in zip(labels, texts, strict=True):
        if label and text:
            asked.setdefault(label, []).append("?" in text or _asks(text))
        if len(asked) > _MAX_SPEAKERS:
            return 0.0
    least = max(1, len(texts) // 10)
    shares = [sum(each) / len(each) for each in asked.values() if len(each) >= least]
    return max(shares) - min(shares) if len(shares) > 1 else 0.0


def seconds_of(value: object) -> tuple[float, bool] | None:
    """A time in a data file, and whether its unit is sure (as in "00:01:02", "PT3S" or a date); None if it is none."""
    if isinstance(value, str):
        text = value.strip()
        if (match := _DURATION.fullmatch(text)) and any(match.groups()):
            hours, minutes, seconds = (float(part or 0) for part in match.groups())
            return 3600 * hours + 60 * minutes + seconds, True
        if _DATE.match(text):
            try:
                return datetime.fromisoformat(text).timestamp(), True
            except (ValueError, OverflowError):
                return None
        seconds_or_none = to_seconds(text)
        if seconds_or_none is None:
            return None
        return seconds_or_none, ":" in text or text.endswith("s")
    found = to_seconds(value)
    return None if found is None else (found, False)


@dataclass(frozen=True)
class Times:
    """The columns that tell when something was said, and what makes seconds of their values."""

    start: Column | None = None
    end: Column | None = None
    scale: float = 1.0
    ends_are_lengths: bool = False


def find_times(columns: Iterable[Column], texts: Sequence[str], parents: Sequence[int]) -> Times:
    """The times beside texts. `parents` tell which list each row stands in, as times may begin again in the next."""
    rising: list[tuple[float, Column]] = []
    lengths: list[Column] = []
    ends: list[Column] = []
    for column in columns:
        if column.path == KEY:
            continue
        times = [seconds_of(value) for value in column.values]
        known = [time[0] for time in times if time]
        said = column.hints
        if (
            not known
            or len(known) * 2 < len(column.filled)
            or not ({"start", "end", "length"} & said or len(known) > 3)
        ):
            continue
        if "length" in said and not {"start"} & said:
            lengths.append(column)
        elif "end" in said and "start" not in said - _also(column):
            ends.append(column)
        elif "start" in said or _rises(times, parents):
            if scale_of(column, times, texts) is not None or "start" in said:
                rising.append((2.0 * ("start" in said) + _rises(times, parents) + column.share, column))
    if not rising:
        return Times()
    start = max(rising, key=lambda each: each[0])[1]
    if not ends:
        ends = [each for _, each in rising if each is not start and _is_after(each, start)]
        if ends and "start" not in start.hints and _is_after(start, ends[0]):
            start, ends = ends[0], [start]
    times = [seconds_of(value) for value in start.values]
    scale = scale_of(start, times, texts) or 1.0
    end = next((each for each in ends if _is_after(each, start)), None)
    if end is None and lengths:
        return Times(start, lengths[0], scale, ends_are_lengths=True)
    return Times(start, end, scale)


def _also(column: Column) -> set[str]:
    """A name such as `endTime` speaks of time, which does not make it a start."""
    return {"start"} if {"time", "timestamp", "ts", "offset"} & name_parts(column.path) else set()


def _rises(times: Sequence[tuple[float, bool] | None], parents: Sequence[int]) -> bool:
    known = [(time[0], parent) for time, parent in zip(times, parents, strict=True) if time]
    steps = [(b - a) for (a, p), (b, q) in zip(known, known[1:], strict=False) if p == q]
    if len(known) < 3 or not steps or (len({round(step, 6) for step in steps}) == 1 and abs(steps[0]) == 1):
        return False
    return sum(1 for step in steps if step >= 0) >= 0.9 * len(steps) and any(steps)


def _is_after(end: Column, start: Column) -> bool:
    pairs = [(seconds_of(a), seconds_of(b)) for a, b in zip(start.values, end.values, strict=True)]
    known = [(a[0], b[0]) for a, b in pairs if a and b]
    return bool(known) and sum(1 for a, b in known if b >= a) >= 0.9 * len(known)


def scale_of(column: Column, times: Sequence[tuple[float, bool] | None], texts: Sequence[str]) -> float | None:
    """What makes seconds of a column's numbers; None when they fit no pace at which people speak."""
    known = [time for time in times if time]
    if all(sure for _, sure in known):
        return 1.0
    span = max(time for time, _ in known) - min(time for time, _ in known)
    words = sum(map(word_count, texts)) * len(column.level.rows) / max(1, len(texts))
    named = next((scale for scale, names in _UNITS.items() if not names.isdisjoint(name_parts(column.path))), None)
    if not span:
        return named or 1.0
    pace = words / span
    if named and pace / named < 4 * _MAX_WORDS_PER_SECOND:
        return named
    if pace * MAX_SECONDS_PER_WORD >= 1:
        return 1.0 if pace < _MAX_WORDS_PER_SECOND or len(known) < 4 else None
    return min((1e-3, 1e-6, 1e-7, 1e-9), key=lambda scale: abs(log(pace / scale / _USUAL_WORDS_PER_SECOND)))
