"""Turns from single words, as speech recognisers write them: in sequence, in segments, or next to segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from interview_cli.interview.spoken import Word
from interview_cli.text.decoding import clean, flatten
from interview_cli.transcripts.candidates import Candidate
from interview_cli.transcripts.columns import Table, text_of
from interview_cli.transcripts.interviews import says
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.turns import make_turn

_CLOSES: Final = frozenset(".,?!;:…%)。，？！、")
_SURE: Final = ("probability", "confidence", "score")
_MIN_WORDS_IN_TEXT: Final = 1.5


class WordRows:
    """The rows of a table of words: their text and times, and the texts next to them."""

    def __init__(self, best: Candidate) -> None:
        self._raw = best.said
        self._bare = [text.strip() if text.isascii() and text.isprintable() else clean(text) for text in best.said]
        self._spans = best.spans
        self._sure = _probabilities(best.table.rows)
        self._spaced = any(text[:1] == " " for text in best.said[:50])
        around = _around(best)
        self._owners = best.table.places_in(around) if around else [0] * len(best.said)
        self._texts = _texts(around) if around else {}

    def turns(self, places: Sequence[int], labels: Sequence[str | None]) -> list[Turn | None]:
        """The turns: consecutive words of one speaker within one row of the surrounding table, such as a segment."""
        owners, order = self._owners, self._in_order(places, labels)
        said = _carried_on([labels[place] for place in order])
        keys = [(owners[place], label) for place, label in zip(order, said, strict=True)]
        runs = [(key, list(run)) for key, run in groupby(zip(keys, order, strict=True), key=itemgetter(0))]
        runs_of, used = Counter(owner for (owner, _), _ in runs), Counter[int]()
        turns: list[Turn | None] = []
        for (owner, label), run in runs:
            text, timed = self.joined([place for _, place in run])
            whole = self._texts.get(owner, "")
            if whole and whole != text and says(whole, text):
                count = len(text.split())
                if runs_of[owner] == 1:
                    text = whole
                elif len(tokens := whole.split()) == self._sizes[owner]:
                    text = " ".join(tokens[used[owner] : used[owner] + count])
                used[owner] += count
                timed = _dressed(timed, text)
            begin_s, end_s = (timed[0].start_s, timed[-1].end_s) if timed else (None, None)
            turns.append(make_turn(label, text, begin_s, end_s, timed))
        return turns

    @cached_property
    def _sizes(self) -> Counter[int]:
        """The number of words in each surrounding row, without punctuation."""
        words = (owner for owner, bare in zip(self._owners, self._bare, strict=True) if any(map(str.isalnum, bare)))
        return Counter(words)

    def joined(self, places: Sequence[int]) -> tuple[str, list[Word]]:
        """The text of some rows, and their words that have times."""
        bares, spans, sure = self._bare, self._spans, self._sure
        pieces: list[str] = []
        words: list[Word] = []
        for place in places:
            bare = bares[place]
            is_mark = bool(bare) and not any(map(str.isalnum, bare))
            if self._spaced:
                pieces.append(self._raw[place])
            else:
                if pieces and not (is_mark and set(bare) <= _CLOSES) and (bare.isascii() or not _is_dense(bare)):
                    pieces.append(" ")
                pieces.append(bare)
            start_s, end_s = spans[place]
            if is_mark:
                if words:
                    words[-1] = replace(words[-1], text=words[-1].text + bare)
            elif bare and start_s is not None:
                end_s = start_s if end_s is None or end_s < start_s else end_s
                words.append(Word(bare, start_s, end_s, sure[place]))
        return "".join(pieces), words

    def _in_order(self, places: Sequence[int], labels: Sequence[str | None]) -> Sequence[int]:
        """Rows in order of time, each word once, with its speaker if either of two copies has one."""
        spans = self._spans
        known = [start_s for place in places if (start_s := spans[place][0]) is not None]
        if all(a <= b for a, b in pairwise(known)):
            return places
        starts = {place: start_s for place in places if (start_s := spans[place][0]) is not None}
        seen: dict[tuple[str, float], int] = {}
        for place, start_s in starts.items():
            key = (self._raw[place], start_s)
            if key not in seen or (labels[place] and not labels[seen[key]]):
                seen[key] = place
        kept = set(seen.values())
        order: list[tuple[float, int]] = []
        last_s = 0.0
        for place in places:
            if place not in starts or place in kept:
                last_s = starts.get(place, last_s)
                order.append((last_s, place))
        return [place for _, place in sorted(order)]


def _is_dense(text: str) -> bool:
    return all("\u3040" <= char <= "\u9fff" or char in _CLOSES for char in text)


def _probabilities(rows: Sequence[Any]) -> list[float | None]:
    """The probability of each word, if given."""
    first = rows[0]
    sure: list[Any] = [None] * len(rows)
    if first.__class__ is dict:
        if name := next((name for name in _SURE if name in first), None):
            sure = [row.get(name) if row.__class__ is dict else None for row in rows]
    elif first.__class__ is list:
        sure = [row[3] if row.__class__ is list and len(row) > 3 else None for row in rows]
    return [each if each.__class__ is float and 0 <= each <= 1 else None for each in sure]


def _around(best: Candidate) -> Table | None:
    """The nearest surrounding rows that contain several words each."""
    around = best.table.parent
    while around and around.parent and len(around.rows) * 5 > 4 * len(best.said):
        around = around.parent
    return around


def _texts(around: Table) -> dict[int, str]:
    """The text next to each list of words."""
    own = [column for column in around.own_columns if column.is_speech and "aside" not in column.means]
    column = max(own, key=lambda each: each.text_score, default=None)
    if column is None or column.words < _MIN_WORDS_IN_TEXT:
        return {}
    return {place: text for place, value in enumerate(column.all_values) if (text := text_of(value).strip())}


def _carried_on(labels: Sequence[str | None]) -> list[str | None]:
    """The labels of consecutive words; one without a label belongs to the current speaker, at first the first."""
    last = next(filter(None, labels), None)
    return [last := label or last for label in labels]


def _dressed(words: list[Word], text: str) -> list[Word]:
    """Words as written in the text, if their numbers match."""
    tokens = flatten(text).split()
    if len(tokens) != len(words):
        return words
    return [
        word if word.text == token else replace(word, text=token) for word, token in zip(words, tokens, strict=True)
    ]


def with_words(turns: tuple[Turn, ...], best: Candidate, found: Iterable[Candidate]) -> tuple[Turn, ...]:
    """Turns with the words of another table, if these match the turns in order and time."""
    if any(turn.end_s is None or turn.start_s is None for turn in turns):
        return turns
    total = sum(turn.text.count(" ") + 1 for turn in turns)
    for other in found:
        is_other = other.kind == "turns" and other.table is not best.table
        if not is_other or not other.times.end or len(other.said) < 2 * len(turns):
            continue
        _, words = WordRows(other).joined(range(len(other.said)))
        if 0.8 * total < len(words) < 1.25 * total and not any(" " in word.text for word in words):
            return _shared_out(turns, words)
    return turns


def _shared_out(turns: Sequence[Turn], words: list[Word]) -> tuple[Turn, ...]:
    shared: list[Turn] = []
    begin = 0
    for turn in turns:
        stop = begin
        while stop < len(words) and words[stop].start_s < (turn.end_s or 0.0):
            stop += 1
        shared.append(replace(turn, words=tuple(_dressed(words[begin:stop], turn.text)) or None))
        begin = stop
    return tuple(shared)
