"""What of some data is not read although it may be speech, for the notes of a reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from interview_cli.text.language import ENGLISH, language
from interview_cli.transcripts.asking import in_first_person
from interview_cli.transcripts.candidates import Candidate, are_codes
from interview_cli.transcripts.columns import Column, Table, bare_words, text_of
from interview_cli.transcripts.field_names import meanings
from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.model import quoted

_ASKED_ABOUT: Final = word_list("candidate")
_MIN_ANSWERS: Final = 3
_MIN_ANSWER_LENGTH: Final = 8
"""Answers, and words of these on average, of which one at least says "I" or "we" (chosen)."""

_MANY_ANSWERS: Final = 1.2
_MUCH_LEFT: Final = 0.25
MIN_SHARED: Final = 0.6
"""Share of the words of a text that must occur in what is read for it to be another version of that (chosen)."""

_WORD: Final = re.compile(r"\w+")
_MIN_SAID_PAIRS: Final = 3
_MAX_SHARED: Final = 0.5
"""Pairs of words of what somebody says of themselves, and their share that may stand in what is read (chosen)."""


def left_out(best: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """Notes on other possible speech that is not read."""
    if any("aside" in text.means for text in best.texts):
        yield f"By its name, {best.texts[-1].shown} contains notes or model answers; it was read as speech."
    elif best.kind == "pairs" and _are_notes(*best.texts):
        yield "The texts read as answers may be notes on a candidate or model answers."
    others_beside = [each for each in best.table.own_columns if each not in (*best.texts, best.speaker)]
    if unnamed := [text for column in others_beside if column.path == ("",) for text in column.filled if " " in text]:
        yield f"A column without a name was not read: {quoted(unnamed)}."
    words: set[str] = set()
    if best.kind == "turns" and not best.is_wordy:
        name = best.texts[-1].path[-1:]
        outer = [each for each in best.table.columns if not each.is_own and each.is_speech and each.path[-1:] == name]
        words = bare_words(" ".join(best.said)) if outer else words
        if any(share_in(Candidate(best.table, [each]), words) < MIN_SHARED for each in outer):
            yield f"The text around those read was not read: {quoted(outer[0].distinct)}."
    for other in others:
        if (
            other.table is best.table
            or other.kind == "prose"
            or other.is_aside
            or are_codes(other.texts[0])
            or other.characters < _MUCH_LEFT * best.characters
        ):
            continue
        words = words or bare_words(" ".join(text_of(value) for column in best.texts for value in column.all_values))
        if share_in(other, words) < MIN_SHARED:
            yield f"The texts under {other.texts[0].shown} were not read."
            return
    if (
        best.kind == "pairs"
        and not best.answers_are_lists
        and len(best.table.rows) > _MANY_ANSWERS * len(set(best.table.places_in(best.texts[0].level)))
    ):
        yield "Some questions have several answers; each was read as a separate answer."
    if best.kind in {"turns", "pairs"} and best.texts[-1].means.isdisjoint(("text", "answer")) and not best.is_wordy:
        main = best.texts[-1]
        for column in best.table.own_columns:
            beside = column.is_speech and column not in (*best.texts, best.speaker) and "aside" not in column.means
            if (
                beside
                and sum(map(len, column.filled)) > _MUCH_LEFT * sum(map(len, main.filled))
                and alike(column, main) < MIN_SHARED
            ):
                yield f"No column name identifies the speech; {main.shown} was read and {column.shown} was not."
                return


def said_elsewhere(best: Candidate, tables: Sequence[Table]) -> Iterator[str]:
    """What somebody says of themselves in other columns, in the language of what is read and not another version of
    it. A single text must stand next to answers or have a name that suggests speech."""
    form = best.table.parent if "?" in best.table.path else None
    columns = [
        column
        for table in tables
        for column in table.own_columns
        if len(column.values) > 1 or table is form or not meanings(column.path[-1:]).isdisjoint(("text", "answer"))
        if column not in best.texts and column.is_speech and "aside" not in column.means
    ]
    read = " ".join(text for each in best.texts for text in map(text_of, each.all_values)) if columns else ""
    known, spoken = _word_pairs(read), language(read)
    for text in (text for column in columns for text in column.distinct):
        pairs = _word_pairs(text)
        is_other = len(pairs) >= _MIN_SAID_PAIRS and len(pairs & known) < _MAX_SHARED * len(pairs)
        if is_other and in_first_person(text) and language(text) in {spoken, None}:
            yield text


def _word_pairs(text: str) -> set[tuple[str, str]]:
    """The words of a text, each with the next one."""
    return set(pairwise(_WORD.findall(text.casefold())))


def _are_notes(question: Column, answer: Column) -> bool:
    """Whether texts are about a candidate rather than said to one or by one, or no answer is in the first person."""
    heads = [*(text.split() for text in question.filled), *(text.split()[:2] for text in answer.filled)]
    if any(word.casefold() in _ASKED_ABOUT for head in heads for word in head):
        return True
    is_long = len(answer.filled) >= _MIN_ANSWERS and answer.words >= _MIN_ANSWER_LENGTH
    return is_long and not answer.in_first_person and language(" ".join(answer.filled)) == ENGLISH


def share_in(candidate: Candidate, words: set[str]) -> float:
    """The share of a candidate's words that are among some words."""
    own = bare_words(" ".join(text for column in candidate.texts for text in column.filled))
    return len(own & words) / max(1, len(own))


def alike(one: Column, other: Column, of: Callable[[int, int], int] = min) -> float:
    """The share of words two columns have in common, row by row: `of` those of the shorter text or the longer."""
    rows = zip(map(text_of, one.values[:30]), map(text_of, other.values[:30]), strict=True)
    words = [(bare_words(a), bare_words(b)) for a, b in rows]
    shares = [len(a & b) / of(len(a), len(b)) for a, b in words if a and b]
    return sum(shares) / max(1, len(shares))
