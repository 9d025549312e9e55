"""Assembling transcripts from the table that contains the speech in some data."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.text.decoding import clean
from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import in_first_person
from interview_cli.transcripts.attribution import labels_by_time, names_of
from interview_cli.transcripts.candidates import Candidate, signs_of_replies_first, without_tags
from interview_cli.transcripts.captions import is_captions, read_captions
from interview_cli.transcripts.columns import Table, asks_something, text_of
from interview_cli.transcripts.contract import text_field, type_of
from interview_cli.transcripts.interviews import ids_within, interviews_in
from interview_cli.transcripts.labels import one_name_each
from interview_cli.transcripts.model import Reading, Role, Transcript, Turn, quoted
from interview_cli.transcripts.plain_text import plain_transcript
from interview_cli.transcripts.records import find_tables, raise_first
from interview_cli.transcripts.rolling import unroll
from interview_cli.transcripts.row_kinds import Kinds, kinds_in
from interview_cli.transcripts.structured import dialogue_lines, find_candidates
from interview_cli.transcripts.time_columns import LATEST_START_S
from interview_cli.transcripts.timed_words import WordRows, with_words
from interview_cli.transcripts.turns import MAX_TURNS, collect, make_turn, too_many_turns

DOUBTFUL: Final = 0.5
"""The confidence of a reading that relies on an assumption (chosen)."""

_MAX_ROWS_PER_TURN: Final = 40
_MIN_ASKING_OF_FORM: Final = 0.3
_MAX_FIELD_WORDS: Final = 3
"""In a list many of whose questions ask something, a field that asks nothing and holds no more words is about the
person, such as a name or an address (chosen)."""

_MIN_PIECES: Final = 0.3
"""Share of texts with blanks around them for these to be pieces, as programs stream them (chosen)."""

_MAX_NAME_WORDS: Final = 6
_ONE_EACH: Final = "Each question was taken for an interview of its own; the ids may be those of questions."

_IDENTIFIER: Final = re.compile(r"[A-Za-z]\w*_\w+")
"""The names that programs give events; nobody says them."""

_OWN_COLUMNS: Final = frozenset({"id", "type", "candidate", "question", "answer"})
"""The columns of a table as described in docs/transcripts.md."""


def read_data(
    document: Any, source: str, fallback_id: str, item: str = "item", only_sure: bool = False
) -> Iterator[Transcript]:
    """The transcripts in parsed data, found by the shape of its tables.

    `item` is what a row of the outermost list is called in errors, such as "line". Raises InputError when there are
    none, with `only_sure` also when an assumption would be needed, and after the good ones when some rows of the
    outermost list contain none.
    """
    found, tables = _found_in(document, source)
    if not found or all(text.startswith(("{", "[{", '["')) for text in found[0].texts[0].filled):
        found, tables = _found_in(_unpacked(document), source)
    if not found or (only_sure and not found[0].is_sure):
        raise InputError(
            f"{source} is not in a transcript format that is recognised: it contains no turns of speakers and no "
            "questions with answers."
        )
    groups = interviews_in(found[0], is_lines=item == "line")
    assembly = _Assembly(found, tables)
    alone = found[0].kind == "pairs" and len(groups) > 1 and all(len(places) == 1 for _, places in groups)
    asked = Counter(map(text_of, found[0].texts[0].all_values)) if alone else Counter[str]()
    doubt = Reading(DOUBTFUL, (_ONE_EACH,)) if alone and len(asked) == len(groups) else Reading()
    if len(groups) == 1 and (ids := ids_within(found[0])):
        doubt = Reading(DOUBTFUL, (f"Records with ids of their own were read as one interview: {quoted(ids)}.",))
    problems: list[str] = []
    for key, places in groups:
        is_item = isinstance(key, int) and key > 0
        part = f"{source}, {item} {key}" if is_item and len(groups) > 1 else source
        try:
            read = assembly.read(places, part, of_item=is_item)
        except InputError as error:
            problems.append(error.message)
            continue
        own_id = key if isinstance(key, str) else read.id
        own_id = own_id or (f"{fallback_id}-{key}" if is_item else fallback_id)
        yield replace(read, id=own_id, reading=read.reading if read.candidate else read.reading.and_(doubt))
    raise_first(problems, item)


def _found_in(document: Any, source: str) -> tuple[list[Candidate], list[Table]]:
    tables = find_tables(document, source)
    if max(len(table.rows) for table in tables) > _MAX_ROWS_PER_TURN * MAX_TURNS:
        raise too_many_turns(source)
    return find_candidates(tables), tables


def _unpacked(value: Any) -> Any:
    """Data with the JSON that is written as text in its fields."""
    if isinstance(value, dict):
        return {name: _unpacked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return list(map(_unpacked, value))
    if isinstance(value, str) and value[:1] in {"{", "["}:
        with suppress(ValueError, RecursionError):
            return _unpacked(json.loads(value))
    return value


def _detail(records: Sequence[Mapping[str, Any]], *names: str) -> str | None:
    return next((text for record in records for name in names if (text := text_field(record, name))), None)


class _Assembly:
    """The turns of the interviews in a table."""

    def __init__(self, found: Sequence[Candidate], tables: Sequence[Table]) -> None:
        self._found = found
        self._best = found[0]
        self._tables = tables

    def read(self, places: Sequence[int], source: str, *, of_item: bool) -> Transcript:
        """The interview in some rows, with the id it has. Raises InputError when they contain none.

        `of_item` means that the object around it is an item of the outermost list rather than the document.
        """
        best = self._best
        notes = best.notes + [f"Possibly said, but not read: {quoted(best.unread)}."] * bool(best.unread)
        if best.kind == "turns" and (kinds := self._kinds.left_out):
            notes.append(f"Left out by their kind: {quoted(kinds)}.")
        signs = signs_of_replies_first(best, places)
        if signs == 1:
            notes.append(
                "It is uncertain whether what is said in a row answers what is asked in it or in the one above."
            )
        reading = Reading(DOUBTFUL, tuple(notes)) if notes else Reading()
        read = Transcript("", source, (), paired=best.kind == "pairs" and signs < 2, reading=reading)
        if best.kind in {"dialogue", "prose"}:
            text = "\n".join(dict.fromkeys(dialogue_lines(best.said[place]) for place in places))
            if is_captions(text):
                read = replace(read, turns=read_captions(text, source))
            else:
                read = plain_transcript(text, source, "")
                read = replace(read, reading=reading.and_(read.reading))
        elif best.kind == "pairs":
            read = replace(read, turns=self._pairs(places, source, replies_first=signs > 1))
        else:
            spoken = self._words.turns(places, self._labels) if best.is_wordy else self._turns(places)
            turns = collect(spoken, source)
            if len(places) == len(best.said) and best.kind == "turns" and not best.is_wordy:
                turns = with_words(turns, best, self._found)
            read = replace(read, turns=_from_zero(turns))
        return self._with_details(read, places[0], of_item)

    def _with_details(self, read: Transcript, place: int, of_item: bool) -> Transcript:
        """An interview with its id, its type, the job and the candidate's name, from the object around it or its
        first row.

        An unknown type is ignored, except that it raises InputError in a table with our own columns.
        """
        table = self._best.table
        *inner, outer = table.ancestors()
        outer = inner[-1] if of_item and inner else outer
        record, row = outer.rows[table.places_in(outer)[place]], table.rows[place]
        record = record if isinstance(record, dict) else {}
        row = row if isinstance(row, dict) and self._best.kind in {"pairs", "dialogue"} else {}
        session = record.get("session")
        candidate = _detail((record, row), "candidate", "candidate_name", "applicant")
        try:
            kind = type_of(_detail((record, row), "type"), read.source)
        except InputError:
            if row and row.keys() <= _OWN_COLUMNS:
                raise
            kind = None
        return replace(
            read,
            id=_detail((record, session if isinstance(session, dict) else {}), "id") or "",
            type=kind,
            role=_detail((record,), "role", "job_role", "position") if table.parent is not None else None,
            candidate=candidate if candidate and len(candidate.split()) <= _MAX_NAME_WORDS else read.candidate,
        )

    @cached_property
    def _labels(self) -> list[str | None]:
        """Who speaks in each row of the table."""
        best = self._best
        labels = best.labels
        if best.kind == "turns" and len(set(labels)) == 1:
            labels = labels_by_time(best, self._tables) or labels
        known = {label for label in labels if label}
        names = names_of(known, self._tables) or one_name_each(known)
        return [label and names.get(label, label) for label in labels] if names else labels

    @cached_property
    def _words(self) -> WordRows:
        return WordRows(self._best)

    def _pairs(self, places: Sequence[int], source: str, *, replies_first: bool) -> tuple[Turn, ...]:
        best = self._best
        questions, answers = (without_tags(list(map(text_of, column.all_values))) for column in best.texts)
        given, last = best.texts[1].all_values, -1
        turns: list[Turn] = []
        is_form = best.texts[0].asking >= _MIN_ASKING_OF_FORM
        is_named = not is_form or not self._has_address
        for place in places:
            asked, said = clean(questions[place]), clean(answers[place])
            same = best.answers_are_lists and best.table.parents[place] == last
            if turns and (same or place in self._continued):
                turns[-1] = replace(turns[-1], text=f"{turns[-1].text} {said}")
            elif is_form and given[place] and not text_of(given[place]):  # something chosen, or a file
                continue
            elif is_form and (_is_field(asked, said) or (not (turns or is_named) and _is_name(said))):
                is_named = is_named or _is_name(said)
            elif asked or said:
                both = [Turn(None, Role.INTERVIEWER, asked), Turn(None, Role.CANDIDATE, said)]
                turns += both[::-1] if replies_first else both
                last = best.table.parents[place]
        if not turns:
            raise InputError(f"{source} contains no questions with answers.")
        if len(turns) > MAX_TURNS:
            raise too_many_turns(source)
        return tuple(turns)

    @cached_property
    def _has_address(self) -> bool:
        """Whether an e-mail address is given, so that the name is likely asked for, too."""
        columns = (column for table in self._tables for column in table.own_columns)
        return any("@" in text for column in columns for text in column.filled)

    @cached_property
    def _continued(self) -> frozenset[int]:
        """The rows of pairs that continue the answer of the row before: a column counts the parts of each answer."""
        question = list(map(text_of, self._best.texts[0].all_values))
        same = [place for place in range(1, len(question)) if question[place - 1] == question[place] != ""]
        for column in self._best.table.own_columns if same else ():
            texts = list(map(text_of, column.all_values))
            if all(text.isdecimal() and len(text) <= 6 for text in texts):
                steps = [0, *(b - a for a, b in pairwise(map(int, texts)))]
                others = [step for place, step in enumerate(steps) if place and place not in same]
                if all(steps[place] == 1 for place in same) and any(step <= 0 for step in others):
                    return frozenset(same)
        return frozenset()

    @cached_property
    def _kinds(self) -> Kinds:
        return kinds_in(self._best)

    def _turns(self, places: Sequence[int]) -> Iterator[Turn | None]:
        best, labels = self._best, self._labels
        said = unroll([best.said[place] for place in places])
        people = {labels[place] for place, text in zip(places, said, strict=True) if " " in text}
        are_pieces = sum(text != text.strip() for text in said) > _MIN_PIECES * len(said)
        spoken: list[tuple[str | None, str, int]] = []
        for place, text in zip(places, said, strict=True):
            label = labels[place]
            is_event = label not in people and _IDENTIFIER.fullmatch(text)
            if is_event or self._kinds.unspoken[place]:
                continue
            if are_pieces and spoken and text and spoken[-1][0] == label and not is_ended(spoken[-1][1]):
                _, begun, place = spoken.pop()
                text = begun + text
            if text:
                spoken.append((label, text, place))
        return (make_turn(label, text, *best.spans[place]) for label, text, place in spoken)


def _is_field(asked: str, said: str) -> bool:
    """Whether a question and its answer are a field about the person, such as a name or an address, rather than what
    they say of themselves (`I am willing to travel`, `Yes`)."""
    is_short = said.count(" ") < _MAX_FIELD_WORDS and not asks_something(asked)
    return is_short and not (said and in_first_person(asked))


def _is_name(said: str) -> bool:
    return 1 < len(said.split()) <= _MAX_FIELD_WORDS and said.istitle()


def _from_zero(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Turns with times since the first one, if the source gives dates."""
    first_s = min((turn.start_s for turn in turns if turn.start_s is not None), default=0.0)
    if first_s < LATEST_START_S:
        return turns
    return tuple(
        replace(
            turn,
            start_s=None if turn.start_s is None else turn.start_s - first_s,
            end_s=None if turn.end_s is None else max(0.0, turn.end_s - first_s),
            words=turn.words
            and tuple(
                replace(word, start_s=word.start_s - first_s, end_s=word.end_s - first_s) for word in turn.words
            ),
        )
        for turn in turns
    )
