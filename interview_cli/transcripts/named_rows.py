"""Rows of plain values as records: with their names in the first row, or in the first cell of each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.field_names import are_known, meanings, name_parts, without_count
from interview_cli.transcripts.known_words import word_list

_MAX_NAME_WORDS: Final = 6
_MAX_QUESTION_WORDS: Final = 3
"""Words in a name, and in that of questions (chosen)."""

_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_COUNTED: Final = re.compile(r"[^\W\d_]{0,12}[ .#-]{0,2}([0-9]{1,6})")
_SIDES: Final = word_list("interviewer") | word_list("candidate")
"""Names of speakers, whose rows are turns rather than fields."""


def below_names(rows: list[Any]) -> list[Any]:
    """Rows below a row of names as records; any other rows as they are. A name stands nowhere below itself."""
    names = rows[0]
    if len(set(map(str, names))) < len(names) or not all(isinstance(name, str) for name in names):
        return rows
    mean = frozenset[str]().union(*(meanings((name,)) for name in names))
    known = {"question", "answer"} <= mean or {"speaker", "text"} <= mean
    recur = any(name == cell for row in rows[1:] for name, cell in zip(names, row, strict=False))
    return [dict(zip(names, row, strict=False)) for row in rows[1:]] if known and not recur else rows


def beside_names(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows whose first cells name what is in the others, such as questions and answers one below the other, as
    records; none if they are others.

    Each row with a question begins a record, or several side by side. What is above the first one is left out.
    """
    rows = [row for row in rows if len(row) > 1 and any(row)]
    rows = rows[1:] if rows and not rows[0][0].strip() else rows
    if not rows or are_known(rows[0]):
        return []
    names = [_name_in(row[0]) for row in rows]
    begins = [place for place, name in enumerate(names) if _asks(name)]
    if not begins or not all(names) or "answer" not in frozenset[str]().union(*map(_mean, names)):
        return []
    parts = [range(begin, end) for begin, end in pairwise([*begins, len(rows)])]
    return [record for part in parts for record in _records([names[n] for n in part], [rows[n][1:] for n in part])]


def _records(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Iterator[dict[str, str]]:
    """A record for each of the columns below each other in some rows. A name that recurs goes on with its text."""
    for column in zip(*cells, strict=False):
        record: dict[str, list[str]] = {}
        for name, cell in zip(names, column, strict=True):
            record.setdefault(name, []).append(cell)
        yield {name: "\n".join(texts) for name, texts in record.items()}


def _name_in(cell: str) -> str:
    """The name that a cell holds, without the number of its record; "" if it holds none."""
    name = " ".join(_NUMBER.sub("", cell).strip(" *_:#").split())
    is_name = len(name.split()) <= _MAX_NAME_WORDS and ":" not in name and not is_ended(name)
    return name if is_name else ""


def _asks(name: str) -> bool:
    mean = _mean(name)
    return "question" in mean and "answer" not in mean and len(name.split()) <= _MAX_QUESTION_WORDS


def _mean(name: str) -> frozenset[str]:
    """What a name says of the texts beside it, if it is no speaker's."""
    return frozenset[str]() if name_parts((name,)) & _SIDES else meanings((name,))


def below_captions(texts: Sequence[str]) -> tuple[list[dict[str, str]], list[str]]:
    """The paragraphs of a report as records, by the captions above or before them, such as `Your answer`, and those
    around them; no records if they are no report. Without a caption, the last paragraph above an answer is the
    question.

    A caption is a short text that recurs, apart from numbers. In a report there are others than those of questions
    and answers, or they stand in lines of their own.
    """
    found = [_caption_and_text(text) for text in texts]
    counts = Counter(caption for caption, _ in found if caption)
    captions = {caption for caption, count in counts.items() if count > 1}
    answers = {each for each in captions if "answer" in _mean(each) and not _mean(each) & {"aside", "question"}}
    answers = answers or {each for each in captions if _mean(each) == {"text"}}
    are_apart = any(caption in answers and not text for caption, text in found)
    if len(answers) != 1 or not (are_apart or any("aside" in _mean(caption) for caption in captions)):
        return [], []
    asking = {caption for caption in captions if _asks(caption)}
    asks = any(counts[caption] >= counts[max(answers)] for caption in asking)
    captions -= frozenset[str]() if asks else asking
    parts: list[tuple[str, list[str]]] = [("", [])]
    for whole, (caption, text) in zip(texts, found, strict=True):
        if caption not in captions:
            parts[-1][1].append(whole)
            continue
        if not asks and caption in answers and parts[-1][1]:
            parts.append(("question", [without_count(parts[-1][1].pop())]))
        parts.append(("answer" if caption in answers else caption, [text] * bool(text)))
    (_, above), *parts = parts
    name, last = parts[-1]
    most = max((len(each) for other, each in parts[:-1] if other == name), default=len(last))
    rows = [
        (caption, _speech_in(each) if _asks(caption) else each)
        for caption, each in [*parts[:-1], (name, last[:most])]
    ]
    return beside_names([(caption, "\n".join(each)) for caption, each in rows]), above + last[most:]


def _speech_in(texts: list[str]) -> list[str]:
    """The texts that are sentences, without kinds of questions and the like; all if none is."""
    return list(filter(is_ended, texts)) or texts


def _caption_and_text(text: str) -> tuple[str, str]:
    """The caption that a paragraph may be, or that it begins with, and the text after it."""
    before, colon, after = text.partition(":")
    caption = _name_in(before if colon else text)
    return caption, after.strip() if caption else ""


def by_restarts(rows: Sequence[Sequence[str]]) -> list[dict[Any, str]]:
    """Rows as records with the number of their interview, which begins where a column that counts them starts over;
    none if none does."""
    for column in zip(*rows, strict=True):
        counted = [_COUNTED.fullmatch(cell.strip()) for cell in column]
        numbers = [int(found[1]) for found in counted if found]
        steps = [b - a for a, b in pairwise(numbers)]
        begins = [place == 0 or numbers[place - 1] > number == numbers[0] for place, number in enumerate(numbers)]
        go_on = all(step == 1 or begin for step, begin in zip(steps, begins[1:], strict=True))
        if len(numbers) == len(rows) and sum(begins) > 1 and go_on:
            counted_interviews = zip(accumulate(map(int, begins)), rows, strict=True)
            return [{"interview id": str(one), **dict(enumerate(row))} for one, row in counted_interviews]
    return []
