"""An answer read once: words, sentences and cues, with the way back to the candidate's own characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from interview_cli.interview.model import Evidence
from interview_cli.scoring.cleaning import SENTENCE_END, Judged, judged_part, lower_in_place
from interview_cli.scoring.evidence import cut
from interview_cli.scoring.lexicon import ACTORS, BREAKS, CUES, VERBS
from interview_cli.scoring.name_words import hidden, name_places

LONG_SENTENCE_WORDS = 40
"""A longer stretch without a full stop is cut at its connectives: transcripts often come without punctuation."""

_WORD = re.compile(r"[$€£]?\d+(?:[.,:/]\d+)*(?:%|[^\W\d_]+)?|[^\W_]+(?:['-][^\W_]+)*")
_REPEATED_WORDS = 5
"""Shorter sentences ("It worked.") may well be said twice."""

_REACH_FIRST, _REACH_NEXT = 4, 12
"""Within how many words of "I" or "we" a verb belongs to it; each verb found extends the reach: "I listed, asked"."""


class Hit(NamedTuple):
    """A cue found in the answer: its kind and the words `first` to `last` (exclusive) that show it."""

    kind: str
    first: int
    last: int


@dataclass(slots=True)
class Reading:
    """An answer taken apart.

    `words` are lower case; `starts`/`ends` are their offsets in the judged text. `units` are sentences, or clauses
    where a sentence never ends, as ranges of words. `capitals` are the indexes of words written with a capital. Names
    that could be taken for words are hidden in `words` and in the judged text. `hits` maps each kind of cue to where
    it was found; `quoted` keeps the quotes made so far by the first word of their cue.
    """

    answer: str
    judged: Judged
    words: list[str]
    starts: list[int]
    ends: list[int]
    units: list[tuple[int, int]]
    capitals: list[int]
    hits: dict[str, list[Hit]]
    quoted: dict[int, Evidence | None] = field(default_factory=dict)

    def found(self, kind: str) -> list[Hit]:
        """The cues of this kind, in order."""
        return self.hits.get(kind, [])

    def count(self, *kinds: str) -> int:
        """How many cues of these kinds were found."""
        return sum(len(self.hits.get(kind, ())) for kind in kinds)

    def evidence(self, first: int, last: int) -> Evidence | None:
        """The candidate's own characters from word `first` to word `last` (exclusive)."""
        if not 0 <= first < last <= len(self.words):
            return None
        return self.original(self.starts[first], self.ends[last - 1])

    def original(self, start: int, end: int) -> Evidence | None:
        """The candidate's own characters for a stretch of the judged text; None when there is nothing in it."""
        if not 0 <= start < end <= len(self.judged.text):
            return None
        first, last = self.judged.original(start), self.judged.original(end - 1) + 1
        if self.judged.orders:
            first, last = self.judged.quotable(first, last)
        return cut(self.answer, first, last)

    def unit_of(self, word: int) -> int:
        """The index of the sentence or clause that holds a word."""
        return max(0, bisect_right(self.units, (word, len(self.words) + 1)) - 1)


def read(answer: str) -> Reading:
    """Take an answer apart; a sentence said again is read once. Linear in its length, whatever it holds."""
    judged = judged_part(answer)
    text = lower_in_place(judged.text).replace("’", "'")
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    starts = [start for start, _ in spans]
    units = _units(text, words, starts)
    kept = _said_once(words, units)
    if len(kept) < len(units):
        indexes = [index for first, last in kept for index in range(first, last)]
        words = [words[index] for index in indexes]
        spans = [spans[index] for index in indexes]
        starts = [start for start, _ in spans]
        units = _renumbered(kept)
    ends = [end for _, end in spans]
    capitals = [index for index, start in enumerate(starts) if judged.text[start].isupper()]
    places = name_places(words, capitals, (first for first, _ in units))
    if places:
        judged = _without_names(judged, words, starts, places)
    return Reading(answer, judged, words, starts, ends, units, capitals, find_cues(words))


def _without_names(judged: Judged, words: list[str], starts: list[int], places: list[int]) -> Judged:
    """Hide the names at these places among the words, and in the judged text, where every character keeps its place.

    A name that only looks like a verb stays in the text, where other words are looked for.
    """
    kept: list[str] = []
    position = 0
    for index in places:
        name = words[index].removesuffix("'s")
        mask, start = hidden(name), starts[index]
        if not name.endswith("ed") or "-" in name:
            kept += [judged.text[position:start], mask[0].upper()[:1], mask[1:]]
            position = start + len(name)
        words[index] = mask + words[index][len(name) :]
    return replace(judged, text="".join([*kept, judged.text[position:]]))


def _units(text: str, words: list[str], starts: list[int]) -> list[tuple[int, int]]:
    """Sentences as word ranges, long ones cut at connectives."""
    units: list[tuple[int, int]] = []
    first = 0
    for end in [match.end() for match in SENTENCE_END.finditer(text)] + [len(text)]:
        last = bisect_right(starts, end - 1, first)
        if last - first > LONG_SENTENCE_WORDS:
            units += _clauses(words, first, last)
        elif last > first:
            units.append((first, last))
        first = max(first, last)
    return units


def _clauses(words: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """Cut a stretch before its connectives, no piece under 8 words unless it is the last, none over 30."""
    clauses: list[tuple[int, int]] = []
    start = first
    for index in range(first + 8, last - 3):
        size = index - start
        if size >= 8 and (words[index] in BREAKS or size >= 30):
            clauses.append((start, index))
            start = index
    clauses.append((start, last))
    return clauses


def _said_once(words: list[str], units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The units without those that repeat an earlier one word for word."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for first, last in units:
        said = tuple(words[first:last])
        if len(said) < _REPEATED_WORDS or said not in seen:
            kept.append((first, last))
            seen.add(said)
    return kept


def _renumbered(units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same sizes without the gaps between them."""
    ends = list(accumulate(last - first for first, last in units))
    return list(zip([0, *ends], ends, strict=False))


def find_cues(words: list[str]) -> dict[str, list[Hit]]:
    """One pass over the words that finds every cue of the lexicon, and who did what ("I built", "we built")."""
    hits: defaultdict[str, list[Hit]] = defaultdict(list)
    last_word = len(words) - 1
    actor, reach = "", 0
    for index, word in enumerate(words):
        if word in CUES:
            kinds, phrases = CUES[word]
            for kind in kinds:
                hits[kind].append(Hit(kind, index, index + 1))
            if phrases and index < last_word:
                for rest, kinds in phrases.get(words[index + 1], ()):
                    end = index + 2 + len(rest)
                    if not rest or words[index + 2 : end] == rest:
                        for kind in kinds:
                            hits[kind].append(Hit(kind, index, end))
        if word in ACTORS:
            actor, reach = ACTORS[word], index + _REACH_FIRST
        elif actor and index <= reach and is_deed(word):
            hits[actor].append(Hit(actor, index, index + 1))
            reach = index + _REACH_NEXT
    return dict(hits)


def is_deed(word: str) -> bool:
    """Whether a word is a past verb of doing: regular ones end in -ed, others are listed, states are not deeds."""
    known = VERBS.get(word)
    return known == "act" if known else word.endswith("ed") and len(word) > 4
