"""Which rows of a table make up one interview, if the data contains several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from interview_cli.text.decoding import clean
from interview_cli.transcripts.candidates import Candidate
from interview_cli.transcripts.columns import Table, bare_words, label_of, text_of
from interview_cli.transcripts.field_names import KEY, MARKS, name_parts
from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.labels import roles_of_labels
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.time_columns import LATEST_START_S

_MIN_TURNS: Final = 3
"""Turns of the longest of several interviews that have no ids (chosen)."""

_MIN_INTERIM: Final = 3
_INTERIM_SHARE: Final = 0.8
_MAX_COMPARED: Final = 4_000
_MAX_KINDS: Final = 12
"""Rows that the next one repeats, their share of those with one value, characters that are compared, and values of a
column (chosen)."""

_NUMBERS: Final = frozenset("id code no number".split())
_INTERVIEWS: Final = frozenset(
    "transcript interview session conversation call meeting dialog dialogue chat thread file candidate applicant "
    "participant interviewee respondent".split()
)
_CANDIDATES: Final = word_list("candidate")
_PERSONS: Final = _CANDIDATES | frozenset("code email session interview call meeting".split())
_IDS: Final = frozenset({"id", "uuid", "guid"})
_OF_ANYTHING: Final = frozenset({"id", "code"})
"""The names of ids that may also be those of questions."""

_NAMES: Final = frozenset("name id code email".split())
_SECTIONS: Final = frozenset(
    "q question section part chapter phase round block stage topic step level page unit day segment turn".split()
)

Group = tuple[int | str, list[int]]
"""The id of an interview or its number from 1 (0 for the only one), and the indexes of its rows."""


def interviews_in(best: Candidate, is_lines: bool) -> list[Group]:
    """The interviews in a table. `is_lines` means that the rows of the outermost list are the lines of a file."""
    table, everything = best.table, _without_interim(best, _without_alternatives(best))
    if best.kind in {"dialogue", "prose"} and table.parent is not None:
        return _by_id(best, everything) or [(place + 1, [place]) for place in everything]
    levels = [level for level in table.ancestors() if level is not table and level.parent is not None]
    for level in reversed(levels):
        owners = best.table.places_in(level)
        if len(level.rows) > 1 and _are_interviews(best, level, owners):
            grouped: dict[int, list[int]] = {}
            for place in everything:
                grouped.setdefault(owners[place], []).append(place)
            return [(owner + 1, places) for owner, places in sorted(grouped.items())]
    return _by_id(best, everything, is_lines) or [(0, everything)]


def ids_within(best: Candidate) -> list[str]:
    """The ids of records that hold questions with answers each but are read as one interview."""
    for level in best.table.ancestors():
        name = next((str(name) for name in reversed(level.path) if name not in MARKS), "")
        if level is best.table or best.kind != "pairs" or _are_several(name, _SECTIONS):
            continue
        held = Counter(best.table.places_in(level))
        for column in level.own_columns if len(held) > 1 and min(held.values()) > 1 else ():
            ids = list(map(text_of, column.all_values))
            if column.parts & _IDS and len(set(ids)) == len(ids) and not _counts_up(ids):
                return ids
    return []


def _without_alternatives(best: Candidate) -> list[int]:
    """The rows; if lists contain alternative versions of the same words, only the first version."""
    table = best.table
    everything = list(range(len(table.rows)))
    if best.kind != "turns" or best.is_wordy or table.parent is None or table.parent.parent is None:
        return everything
    second = [
        place
        for place in everything[1:]
        if table.keys[place] == 1 and table.parents[place] == table.parents[place - 1]
    ]
    same = sum(1 for place in second if says(best.said[place - 1], best.said[place]))
    if same * 2 <= len(second):
        return everything
    return [place for place in everything if table.keys[place] == 0]


def _without_interim(best: Candidate, places: list[int]) -> list[int]:
    """The rows without interim results, which later rows repeat, if a column tells them apart."""
    if best.kind != "turns" or best.is_wordy:
        return places
    latest: dict[str | None, str] = {}
    replaced, after = set(), ""
    for place in reversed(places):
        label, text = best.labels[place], best.said[place][:_MAX_COMPARED]
        if text and any(text.strip() in other or says(other, text) for other in (after, latest.get(label, ""))):
            replaced.add(place)
        elif text:
            latest[label] = after = text
    for column in best.table.columns if len(replaced) >= _MIN_INTERIM else ():
        if (column is best.speaker and not column.is_of_kinds) or len(set(map(label_of, column.values))) > _MAX_KINDS:
            continue
        kinds = list(map(label_of, column.all_values))
        rows, again = Counter(kinds), Counter(kinds[place] for place in replaced)
        if sum(one != other for one, other in pairwise(kinds)) < len(rows):
            continue
        interim = {kind for kind in rows if again[kind] >= max(_MIN_INTERIM, _INTERIM_SHARE * rows[kind])}
        kept = [place for place in places if kinds[place] not in interim]
        are_told_apart = interim and any(again[kind] <= (1 - _INTERIM_SHARE) * rows[kind] for kind in rows)
        if are_told_apart and _sides(best, kept) == _sides(best, places):
            return kept
    return places


def _sides(best: Candidate, places: list[int]) -> set[Role]:
    return set(roles_of_labels({label for place in places if (label := best.labels[place])}).values())


def says(whole: str, part: str) -> bool:
    """Whether a text contains most words of another, ignoring punctuation and letter case."""
    words = bare_words(part)
    return 2 * len(words & bare_words(whole)) > len(words)


def _are_interviews(best: Candidate, level: Table, owners: Sequence[int]) -> bool:
    """Whether each row of a level contains a separate interview rather than part of one."""
    groups: dict[int, list[int]] = {}
    for place, owner in enumerate(owners):
        groups.setdefault(owner, []).append(place)
    answer_one = best.kind == "pairs" and best.texts[0].level in level.ancestors()
    if answer_one or _go_on(best, groups.values()):
        return False
    are_long = max(map(len, groups.values())) >= _MIN_TURNS  # not a question with its answer
    if best.kind != "pairs" and not (are_long and _are_dialogues(best, groups.values())):
        return False
    name = next((str(name) for name in reversed(level.path) if name not in MARKS), "")
    if _are_several(name, _SECTIONS):
        return False
    is_named = _are_several(name, _INTERVIEWS) or not _names(level).isdisjoint(_PERSONS)
    if is_named or "?" in best.table.path:
        return True
    if level.path[-2:-1] == ("{}",):
        return _are_ids(level.keys) or _asked_again(best)
    if best.kind == "pairs":
        return _asked_again(best) or len(level.path) == 1
    return not _same_persons(best, groups.values())


def _are_dialogues(best: Candidate, groups: Collection[list[int]]) -> bool:
    """Whether several speak in most groups."""
    return 2 * sum(len({best.labels[place] for place in places} - {None}) > 1 for places in groups) > len(groups)


def _same_persons(best: Candidate, groups: Iterable[list[int]]) -> bool:
    """Whether the same people, by name, speak in every group."""
    speakers = {frozenset(filter(None, (best.labels[place] for place in places))) for places in groups}
    names = next(iter(speakers))
    called = all(len(name) > 2 and not name.islower() and not any(map(str.isdigit, name)) for name in names)
    return len(speakers) == 1 and called and not roles_of_labels(set(names))


def _are_several(name: str, kinds: frozenset[str]) -> bool:
    """Whether a list is named with the plural of some kinds of things, as `sessions` is."""
    return any(part[-1:] == "s" and part[:-1] in kinds for part in name_parts((name,)))


def _are_ids(keys: Sequence[Any]) -> bool:
    """Whether the keys of a mapping are ids of interviews or names of people rather than titles of sections."""
    if not all(isinstance(key, str) and key for key in keys):
        return False
    return all(
        (any(map(str.isdigit, key)) and name_parts((key,)).isdisjoint(_SECTIONS)) or (" " in key and key.istitle())
        for key in keys
    )


def _asked_again(best: Candidate) -> bool:
    question = best.texts[0]
    asked = list(map(text_of, question.all_values)) if question.is_own else []
    return len(set(asked)) * 3 < 2 * len(asked)


def _go_on(best: Candidate, groups: Any) -> bool:
    """Whether the times in each group continue those of the group before."""
    last = -1.0
    for places in groups:
        known = [start for place in places if (start := best.spans[place][0]) is not None]
        if not known or min(known) < last:
            return False
        last = max(known)
    return last <= LATEST_START_S


def _names(level: Table) -> frozenset[str]:
    """The words of the names of a level's fields, lists aside."""
    row = level.rows[0]
    return (
        name_parts(tuple(name for name, value in row.items() if value.__class__ is not list))
        if isinstance(row, dict)
        else frozenset()
    )


def _by_id(best: Candidate, places: list[int], is_lines: bool = False) -> list[Group]:
    """The rows grouped by the id of their transcript, if a column contains it."""
    for column in best.table.own_columns:
        parts = column.parts
        if not parts or column in best.texts or column is best.speaker or column.path == KEY:
            continue
        own = name_parts(column.path[-1:])
        is_person = bool(own & _CANDIDATES) and own <= _CANDIDATES | _NAMES
        if len(best.table.path) == 1:
            of_row = best.kind != "turns" and (is_person or own <= _OF_ANYTHING)
        else:
            of_row = best.kind == "pairs" and is_person
        if not (of_row or (parts & _INTERVIEWS and parts & _NUMBERS)):
            continue
        ids = [clean(text_of(column.all_values[place])) for place in places]
        if own <= _OF_ANYTHING and _are_shared(ids, best, places):
            continue
        distinct = list(dict.fromkeys(filter(None, ids)))
        if (best.kind == "dialogue" and not all(ids)) or len(distinct) < (2 if best.kind == "turns" else 1):
            continue
        if len(distinct) == len(ids) > 1 and not is_lines and best.kind == "pairs" and _counts_up(distinct):
            continue
        groups: dict[int | str, list[int]] = {}
        for place, key in zip(places, ids, strict=True):
            groups.setdefault(key or distinct[0], []).append(place)
        is_one_sided = best.speaker is None or len(best.speaker.distinct) < 2
        if is_one_sided or _are_dialogues(best, groups.values()):
            return list(groups.items())
    return []


def _are_shared(ids: Sequence[str], best: Candidate, places: Sequence[int]) -> bool:
    """Whether several people have one id, as that of a question."""
    persons = [column for column in best.table.own_columns if _CANDIDATES & name_parts(column.path[-1:])]
    given = [[text_of(column.all_values[place]) for place in places] for column in persons]
    return any(len(set(zip(ids, each, strict=True))) > len(set(ids)) for each in given)


def _counts_up(ids: Sequence[str]) -> bool:
    numbers = [each.lstrip("qQ") for each in ids]
    return all(number.isdigit() and len(number) < 8 for number in numbers) and all(
        int(b) - int(a) == 1 for a, b in pairwise(numbers)
    )
