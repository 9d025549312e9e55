"""An answer read once: words, sentences and cues, with the way back to the candidate's own characters."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final, NamedTuple

from interview_cli.interview.model import Evidence
from interview_cli.scoring.cleaning import Judged, judged_part
from interview_cli.scoring.cues import Phrases, cues
from interview_cli.scoring.evidence import cut
from interview_cli.scoring.name_words import hidden, name_places
from interview_cli.text.sentences import clause_spans, sentence_spans
from interview_cli.text.words import Words, split_words

LONG_SENTENCE_WORDS: Final = 40
"""A longer stretch without a full stop is cut at its connectives: transcripts often come without punctuation."""

QUOTE_WORDS: Final = 30
"""A longer sentence is quoted from a few words before what was found in it."""

_WORDS_BEFORE: Final = 6
_REPEATED_WORDS: Final = 5
"""Shorter sentences ("It worked.") may well be said twice."""

_APOSTROPHES: Final = {
    without: with_
    for with_ in (
        "i'm i've don't didn't doesn't haven't hasn't hadn't wasn't weren't isn't aren't couldn't wouldn't shouldn't "
        "won't can't we've they've you've they're you're that's there's he's she's let's what's who's"
    ).split()
    if (without := with_.replace("'", "")) not in {"were", "lets", "whos"}
}
"""Recognisers leave apostrophes out: "i didnt"."""

_PLAIN: Final = _APOSTROPHES | {"1": "one", "0": "zero"}
"""Other ways to write a word: "not 1 trip" says what "not one trip" says."""


class Hit(NamedTuple):
    """Something found on the words `first` to `last` (exclusive): a cue of the lexicon, a figure, a name."""

    kind: str
    first: int
    last: int


@dataclass(slots=True)
class Reading:
    """An answer taken apart.

    `words` are lower case; `starts`/`ends` are their offsets in the judged text, `gaps[i]` is what stands before word
    `i`. `units` are sentences, or clauses where a sentence never ends, as ranges of words, `unit_numbers` the unit of
    each word. `capitals` are the indexes
    of words written with a capital. Names that could be taken for words are hidden in `words` and in the judged text;
    `hidden` are their indexes.
    `hits` maps each kind of cue to where it was found. `punctuated` says whether sentences have marked ends,
    and `sentences` how many there are.
    """

    answer: str
    judged: Judged
    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    units: list[tuple[int, int]]
    unit_numbers: list[int]
    capitals: list[int]
    hits: dict[str, list[Hit]]
    punctuated: bool
    sentences: int = 0
    hidden: Sequence[int] = ()
    quoted: dict[tuple[int, int], Evidence | None] = field(default_factory=dict)
    """What `evidence` gave; most stretches are quoted several times."""
    figures: list[Hit] | None = None
    times: list[Hit] | None = None
    """Kept by `details` once they were looked for."""

    def found(self, kind: str) -> list[Hit]:
        """The cues of this kind, in order."""
        return self.hits.get(kind, [])

    def found_from(self, kind: str, first: int) -> Hit | None:
        """The first cue of this kind that begins at word `first` or behind it."""
        hits = self.found(kind)
        at = bisect_left(hits, first, key=lambda hit: hit.first)
        return hits[at] if at < len(hits) else None

    def count(self, *kinds: str) -> int:
        """How many cues of these kinds were found."""
        return sum(len(self.hits.get(kind, ())) for kind in kinds)

    def evidence(self, first: int, last: int) -> Evidence | None:
        """The candidate's own characters from word `first` to word `last` (exclusive)."""
        if not 0 <= first < last <= len(self.words):
            return None
        if (first, last) not in self.quoted:
            self.quoted[first, last] = self.original(self.starts[first], self.ends[last - 1])
        return self.quoted[first, last]

    def quote(self, word: int) -> Evidence | None:
        """The sentence or clause around a word, at most QUOTE_WORDS long."""
        unit = self.unit_of(word)
        first, last = self.units[unit]
        if last - first > QUOTE_WORDS:
            first = max(first, word - _WORDS_BEFORE)
            last = min(last, first + QUOTE_WORDS)
        return self.evidence(first, last)

    def said(self, first: int, last: int) -> str:
        """The candidate's own characters from word `first` to word `last` (exclusive), without where they stand."""
        if not 0 <= first < last <= len(self.words):
            return ""
        start, end = self._stretch(self.starts[first], self.ends[last - 1])
        return self.answer[start:end].strip()

    def original(self, start: int, end: int) -> Evidence | None:
        """The candidate's own characters for a stretch of the judged text; None when there is nothing in it."""
        if not 0 <= start < end <= len(self.judged.text):
            return None
        return cut(self.answer, *self._stretch(start, end))

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the judged text stands in the answer, without orders to the scorer."""
        judged = self.judged
        if not judged.seams:
            return start, end
        return judged.quotable(judged.original(start), judged.original(end - 1) + 1)

    def unit_of(self, word: int) -> int:
        """The index of the sentence or clause that holds a word."""
        return self.unit_numbers[word]

    def spans(self) -> list[tuple[int, int]]:
        """The units as ranges of characters of the judged text."""
        return [(self.starts[first], self.ends[last - 1]) for first, last in self.units]


def read(answer: str) -> Reading:
    """Take an answer apart; a sentence said again is read once. Linear in its length, whatever it holds."""
    judged = judged_part(answer)
    split = split_words(judged.text)
    sentences = sentence_spans(split)
    kept = _said_once(split.words, _units(split, sentences))
    reading = _reading(answer, judged, split, kept)
    reading.sentences = len(sentences)
    reading.punctuated = _is_punctuated(split, len(sentences))
    return reading


def _is_punctuated(split: Words, sentences: int) -> bool:
    """Whether sentences have marked ends: not where none is and it is longer than one."""
    if sentences * LONG_SENTENCE_WORDS < len(split.words):
        return False
    return sentences > 1 or len(split.words) <= ONE_SENTENCE_WORDS or split.gaps[-1].strip()[:1] in _ENDS


ONE_SENTENCE_WORDS: Final = 25
"""More words than these without a full stop are hardly one sentence (chosen)."""

_ENDS: Final = (".", "!", "?", "…")


def _reading(answer: str, judged: Judged, split: Words, kept: list[tuple[int, int]]) -> Reading:
    words, starts, ends, gaps = split.words, split.starts, split.ends, split.gaps
    units = kept
    if sum(last - first for first, last in kept) < len(words):
        indexes = [index for first, last in kept for index in range(first, last)]
        words = [words[index] for index in indexes]
        starts, ends = [starts[index] for index in indexes], [ends[index] for index in indexes]
        gaps = [*(gaps[index] for index in indexes), gaps[-1]]
        units = _renumbered(kept)
    if not _PLAIN.keys().isdisjoint(words):
        words = [_PLAIN.get(word, word) for word in words]
    text = judged.text
    capitals = [index for index, start in enumerate(starts) if text[start].isupper()]
    places = name_places(words, capitals, (first for first, _ in units))
    if places:
        words = list(words)
        judged = _without_names(judged, words, starts, places)
    return Reading(
        answer=answer,
        judged=judged,
        words=words,
        starts=starts,
        ends=ends,
        gaps=gaps,
        units=units,
        unit_numbers=[unit for unit, (first, last) in enumerate(units) for _ in range(first, last)],
        capitals=capitals,
        hits=find_cues(words),
        punctuated=True,
        hidden=places,
    )


def _without_names(judged: Judged, words: list[str], starts: list[int], places: list[int]) -> Judged:
    """Hide the names at these places among the words, and in the judged text, where every character keeps its place.

    A name that only looks like a verb stays in the text, where other words are looked for.
    """
    kept: list[str] = []
    position = 0
    for index in places:
        name = words[index].removesuffix("'s")
        mask, start = hidden(name), starts[index]
        if not name.endswith(("ed", "ly")) or "-" in name:
            kept += [judged.text[position:start], mask[0].upper()[:1], mask[1:]]
            position = start + len(name)
        words[index] = mask + words[index][len(name) :]
    return replace(judged, text="".join([*kept, judged.text[position:]]))


def _units(split: Words, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences as word ranges, long ones cut at connectives."""
    units: list[tuple[int, int]] = []
    for first, last in sentences:
        units += clause_spans(split, first, last) if last - first > LONG_SENTENCE_WORDS else [(first, last)]
    return units


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


def find_cues(words: Sequence[str]) -> dict[str, list[Hit]]:
    """One pass over the words that finds every cue of the lexicon."""
    hits: defaultdict[str, list[Hit]] = defaultdict(list)
    alone, longer = cues()
    none: Phrases = {}
    following = [*words[1:], ""]
    for index in [
        index
        for index, (word, after) in enumerate(zip(words, following, strict=False))
        if word in alone or (word in longer and after in longer[word])
    ]:
        for kind in alone.get(words[index], ()):
            hits[kind].append(Hit(kind, index, index + 1))
        for rest, kinds in longer.get(words[index], none).get(following[index], ()):
            end = index + 2 + len(rest)
            if not rest or words[index + 2 : end] == rest:
                for kind in kinds:
                    hits[kind].append(Hit(kind, index, end))
    return dict(hits)
