"""Restarts: immediate repeats ("I I went", "we did, um, we did it") and self-repairs ("I go, I went", "wor- work").

A restart's span is the reparandum: what a fluent speaker would have left out (the terms are those of Shriberg,
"Preliminaries to a Theory of Speech Disfluencies", 1994). Fillers in between are looked through; a sentence end is
not. When in doubt, nothing is reported.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress, count, islice
from operator import eq
from typing import Final

from interview_cli.delivery.markers import COMMA, NUMBERS, boundary, is_stop
from interview_cli.interview.spoken import Filler, Repeat
from interview_cli.text.lexicon import word_set
from interview_cli.text.words import Words

REPEAT: Final = "repeat"
SELF_REPAIR: Final = "self_repair"

_MAX_REPEAT_WORDS: Final = 3
_FLUENT_DOUBLES: Final = NUMBERS | word_set(
    "very really so too no yes yeah had that many much more long way far never again always ha haha bye knock okay ok"
    " right well blah please wow oh uh-huh hey now there good great big old again"
)
_CHAIN_WORDS: Final = word_set("and or by after upon over to")
_PRONOUNS: Final = word_set("i you he she it we they this that there")
_VERB_FORMS: Final = tuple(
    map(
        word_set,
        (
            "am is are was were be",
            "have has had",
            "do does did done don't doesn't didn't",
            "go goes went gone going",
            "get gets got",
            "see sees saw seen",
            "say says said",
            "think thinks thought",
            "make makes made",
            "take takes took taken",
            "come comes came",
            "know knows knew",
            "give gives gave",
            "tell tells told",
            "feel feels felt",
            "find finds found",
            "run runs ran",
            "write writes wrote",
            "build builds built",
            "lead leads led",
            "can could",
            "will would",
        ),
    )
)
_SAME_VERB: Final = {form: forms for forms in _VERB_FORMS for form in forms}
_CONTRACTED_BE: Final = {
    "i'm": "i",
    "you're": "you",
    "he's": "he",
    "she's": "she",
    "it's": "it",
    "we're": "we",
    "they're": "they",
    "that's": "that",
    "there's": "there",
}


def find_repeats(said: Words, fillers: list[Filler]) -> list[Repeat]:
    """Every restart of the text, in order, without overlaps. A row of repeats ("I I I") is one."""
    speech = _Speech(said, fillers)
    spans = [
        *(
            (first, last, REPEAT)
            for size in range(1, _MAX_REPEAT_WORDS + 1)
            for first, last in _repeats(speech, size)
        ),
        *((first, last, SELF_REPAIR) for first, last in _self_repairs(speech)),
    ]
    found: list[Repeat] = []
    free_from = 0
    for first, last, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if first >= free_from:
            found.append(Repeat(*said.span(speech.indices[first], speech.indices[last] + 1), kind=kind))
            free_from = last + 1
    return found


class _Speech:
    """The words of a text without its fillers; `indices` leads back to the words of the text."""

    def __init__(self, said: Words, fillers: list[Filler]) -> None:
        self.said = said
        self.words: list[str] = []
        self.indices: list[int] = []
        begin = 0
        for filler in fillers:
            index = bisect_left(said.starts, filler.start, begin)
            self._extend(begin, index)
            begin = bisect_left(said.starts, filler.end, index)
        self._extend(begin, len(said.words))

    def _extend(self, begin: int, end: int) -> None:
        self.words += self.said.words[begin:end]
        self.indices += range(begin, end)

    def flows(self, first: int, last: int) -> bool:
        """Whether no sentence ends between two words."""
        gaps = self.said.gaps[self.indices[first] + 1 : self.indices[last] + 1]
        return not any(is_stop(gap) for gap in gaps if gap != " ")

    def is_broken(self, index: int) -> bool:
        """Whether a mark or a filler is between this word and the next."""
        here, following = self.indices[index], self.indices[index + 1]
        return following > here + 1 or boundary(self.said.gaps[following]) == COMMA

    def is_name(self, index: int) -> bool:
        """Whether a word is written like a name: a capital, then a lower-case letter ("York", not "I" or "SQL")."""
        start = self.said.starts[self.indices[index]]
        letters = self.said.text[start : start + 2]
        return letters[:1].isupper() and letters[1:].islower()


def _repeats(speech: _Speech, size: int) -> Iterator[tuple[int, int]]:
    """First and last word of all but the last of several equal groups of `size` words."""
    words = speech.words
    equal = [i for i in _equal_at_distance(words, size) if speech.flows(i, i + size)]
    begin = 0
    for position in range(1, len(equal) + 1):
        if position < len(equal) and equal[position] == equal[position - 1] + 1:
            continue
        first, copies = equal[begin], (position - begin) // size
        if copies and _is_disfluent(speech, first, size):
            yield first, first + copies * size - 1
        begin = position


def _is_disfluent(speech: _Speech, first: int, size: int) -> bool:
    """Whether a repeated group is not repeated on purpose ("very very", "New York, New York", "on and on and on")."""
    words = speech.words
    group = words[first : first + size]
    if all(word in _FLUENT_DOUBLES or not word[0].isalpha() for word in group):
        return False
    if all(speech.is_name(first + size + offset) for offset in range(size)):
        return False
    if size == 1:
        return True
    if group[0] in _CHAIN_WORDS and first and words[first - 1] == group[1]:
        return False
    return not (group[1] in _CHAIN_WORDS and words[first + 2 * size : first + 2 * size + 1] == group[:1])


def _self_repairs(speech: _Speech) -> Iterator[tuple[int, int]]:
    """First and last word of what was taken back."""
    words = speech.words
    for i in _equal_at_distance(words, 2):
        if words[i] in _PRONOUNS and _corrects_verb(speech, i):
            yield i, i + 1
    for i in [i for i, word in enumerate(words[:-1]) if word in _CONTRACTED_BE]:
        if words[i + 1] == _CONTRACTED_BE[words[i]] and speech.is_broken(i) and speech.flows(i, i + 1):
            yield i, i
    if "-" not in speech.said.text:
        return
    gaps = speech.said.gaps
    for i in [i for i, index in enumerate(speech.indices[:-1]) if gaps[index + 1][:1] == "-"]:
        if _is_cut_off(gaps[speech.indices[i] + 1]) and words[i + 1].startswith(words[i]) and speech.flows(i, i + 1):
            yield i, i


def _equal_at_distance(words: list[str], distance: int) -> Iterator[int]:
    """Where a word equals the word `distance` later."""
    return compress(count(), map(eq, words, islice(words, distance, None)))


def _is_cut_off(gap: str) -> bool:
    """Whether a gap shows that the word before it was cut off: "wor- work", but not "this -- that"."""
    return gap[:1] == "-" and gap[1:2] not in {"", "-"}


def _corrects_verb(speech: _Speech, i: int) -> bool:
    """Whether "I go, I went" begins at word `i`: after a break, the same pronoun with another form of the verb."""
    words = speech.words
    if i + 3 >= len(words) or not speech.is_broken(i + 1) or not speech.flows(i, i + 3):
        return False
    said, corrected = words[i + 1], words[i + 3]
    if said == corrected:
        return False
    return corrected in _SAME_VERB.get(said, ()) or (
        said[:4] == corrected[:4] and min(len(said), len(corrected)) >= 4
    )
