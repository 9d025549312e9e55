"""Who speaks, from a column next to the texts or from another table of the data."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from interview_cli.transcripts.candidates import SURE_SPEAKER_SCORE, Candidate, lookups
from interview_cli.transcripts.columns import Column, Table, label_of, text_of
from interview_cli.transcripts.field_names import KEY, Path
from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.labels import roles_of_labels
from interview_cli.transcripts.line_times import to_time
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.time_columns import find_times

_MAX_SPEAKERS: Final = 12
_WHOLES: Final = frozenset(
    "call session conversation meeting interview transcript dialog dialogue thread file".split()
)
_SPEAKERS: Final = word_list("speaker") | {"speaker", "participant", "channel"}
_KINDS: Final = frozenset("type kind format class category level status state".split())
_NUMBERS: Final = frozenset("id no number code".split())
_DECIMAL: Final = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")
_MAX_LABEL_CHARACTERS: Final = 80
_MAX_TRACKS: Final = 4
"""The most labels that may each occur once, next to the list of what that speaker says."""

_KIND_SCORE: Final = 0.4
"""Of kinds of events, such as the `input` and the `output` of a program, if one of them asks (chosen)."""

_MIN_ASKED: Final = 3
_CONTRAST_WEIGHT: Final = 1.5
_NAMES: Final = frozenset({"name", "label", "displayname"})


def speaker_of(table: Table, texts: Sequence[Column]) -> tuple[float, Column | None]:
    """The column that looks most like the speaker, with its score."""
    is_wordy = texts[0].is_wordy
    scored = [
        (_speaker_score(column, texts), column)
        for column in table.columns
        if column not in texts and (column.path != KEY or not column.is_own or isinstance(column.values[0], str))
    ]
    best = max((score for score, _ in scored), default=0.0)
    near = [(score, column) for score, column in scored if score and score + _CONTRAST_WEIGHT > best]
    if len(near) > 1 or best < SURE_SPEAKER_SCORE:
        asked = (
            [value.__class__ is str and "?" in value for value in texts[0].values]
            if is_wordy
            else [*map(any, zip(*(text.asked for text in texts), strict=True))]
        )
        near = [(score + _CONTRAST_WEIGHT * _contrast(column, asked), column) for score, column in near]
    return max(near, key=lambda each: each[0], default=(0.0, None))


def _speaker_score(column: Column, texts: Sequence[Column]) -> float:
    """How much a column looks like the speaker, 0 when it cannot be, before `_contrast` is considered."""
    values, means, parts = column.values, column.means, column.parts
    if "aside" in means or float in set(map(type, values)) or (parts & _WHOLES and parts & _NUMBERS):
        return 0.0
    filled = list(filter(None, map(label_of, values)))
    distinct = set(filled)
    if not filled or max(map(len, distinct)) > _MAX_LABEL_CHARACTERS or any(map(_DECIMAL.fullmatch, distinct)):
        return 0.0
    hinted = "speaker" in means
    places = column.table.places_in(column.level)
    if len(distinct) > _MAX_TRACKS and len(distinct) == len({places[place] for place in column.table.sample}):
        return 0.0
    if "start" in means and all(time and (time[1] or len(distinct) > _MAX_SPEAKERS) for time in map(to_time, filled)):
        return 0.0
    roles = set(roles_of_labels(distinct).values()) if len(distinct) <= 2 * _MAX_SPEAKERS else set()
    if not roles and parts & _KINDS:
        said = {
            label_of(value) for value, *row in zip(values, *(text.values for text in texts), strict=True) if any(row)
        }
        return _KIND_SCORE if 1 < len(said) <= _MAX_TRACKS and column.is_own and not texts[0].is_wordy else 0.0
    if len(distinct) == 1 and not column.is_own and not roles and parts.isdisjoint(_SPEAKERS):
        return 0.0
    if len(distinct) == 1:
        return (1.0 + 0.2 * ("name" in parts) if hinted else 0.0) + 0.5 * bool(roles - {Role.OTHER})
    score = 2.0 * hinted + 0.3 * column.is_own + 0.4 * (len(filled) == len(values))
    if Role.INTERVIEWER in roles and Role.CANDIDATE in roles:
        score += 2.5
    elif roles - {Role.OTHER} and (column.is_own or len(distinct) < len(column.level.rows)):
        score += 1.0
    score += 0.5 if len(distinct) <= _MAX_SPEAKERS else -1.0
    if len(filled) < 1.5 * len(distinct) and not (hinted and len(filled) < 4):
        score -= 1.5
    score -= (0.2 if hinted else 0.4) * list(column.table.ancestors()).index(column.level)
    count = sum(1 for one, other in pairwise(filled) if one != other)
    are_numbers = all(map(_is_number, distinct))
    if count < len(distinct) > (2 if are_numbers else _MAX_TRACKS) and not hinted:
        return 0.0  # no label returns: each is of one item, or a place in a recording
    changes = count / max(1, len(filled) - 1)
    if texts[0].is_wordy and not column.is_announced:
        score += 0.5 if changes < 0.35 else -1.5
    else:
        score += 0.4 * (changes > 0.3)
    if are_numbers:
        score -= 0.3 if hinted or len(distinct) <= _MAX_TRACKS else 1.5
    elif "id" in parts or column.path == KEY:
        score -= 0.2
    return max(score + 0.2 * ("name" in parts and not {"file", "model"} & parts), 0.0)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _contrast(column: Column, asked: Sequence[bool]) -> float:
    """How much more one label in a column asks than another, 0 to 1; rare labels do not count.

    `asked` is whether each of the first rows asks something. Most rows ask nothing even if one speaker asks all the
    questions, so the shares are compared with each other.
    """
    by_label: dict[str, list[bool]] = {}
    for value, asks_here in zip(column.values, asked, strict=False):
        if label := label_of(value):
            by_label.setdefault(label, []).append(asks_here)
        if len(by_label) > _MAX_SPEAKERS:
            return 0.0
    least = max(1, len(asked) // 10)
    shares = [sum(each) / len(each) for each in by_label.values() if len(each) >= least]
    if not any(shares):
        return 0.0
    difference = max(shares) - min(shares)
    return max(difference, min(1.0, sum(asked) / _MIN_ASKED) * 0.7 * difference / max(shares))


def labels_by_time(best: Candidate, tables: Sequence[Table]) -> list[str | None] | None:
    """Who speaks in each row, from a table of speakers and times without texts; None when there is none."""
    for table in tables:
        labels = [column for column in table.own_columns if _could_name(column)]
        if best.times.start is None or table is best.table or not labels:
            continue
        times = find_times((column for column in table.own_columns if column not in labels), lambda: best.said)
        spans = [
            (start_s, text)
            for (start_s, end_s), label in zip(times.spans(table), labels[0].all_values, strict=True)
            if start_s is not None and end_s is not None and (text := text_of(label).strip())
        ]
        if spans:
            return _labels_at(best, sorted(spans))
    return None


def _could_name(column: Column) -> bool:
    return "speaker" in column.means and "start" not in column.means and 1 < len(column.distinct) <= _MAX_SPEAKERS


def _labels_at(best: Candidate, spans: Sequence[tuple[float, str]]) -> list[str | None]:
    begins = [begin_s for begin_s, _ in spans]
    labels: list[str | None] = []
    for start_s, end_s in best.spans:
        if start_s is None:
            labels.append(None)
            continue
        middle_s = (start_s + end_s) / 2 if end_s is not None else start_s
        labels.append(spans[max(0, bisect_right(begins, middle_s) - 1)][1])
    return labels


def names_of(labels: set[str], tables: Sequence[Table]) -> dict[str, str]:
    """The names of speakers by id, from another table or a mapping in the document."""
    if set(roles_of_labels(labels)) == labels:
        return {}
    if names := next((names for names in lookups(tables, _are_names) if labels <= names.keys()), None):
        return names
    mappings: dict[Path, dict[str, str]] = {}
    for column in tables[0].own_columns:
        if column.path and column.filled and not _is_number(column.filled[0]):
            mappings.setdefault(column.path[:-1], {})[str(column.path[-1])] = column.filled[0]
    return next((names for names in mappings.values() if labels <= names.keys()), {})


def _are_names(column: Column) -> bool:
    return not _NAMES.isdisjoint(column.parts) and len(column.distinct) == len(column.values)
