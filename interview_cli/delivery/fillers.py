"""Fillers and hedges, distinguished from meaningful uses of words.

Fillers are filled pauses ("um") and discourse markers ("you know"). "uh-huh" and "mm-hm" are answers, not fillers;
"oh" and "huh" react to something and are left out. Hedges make a statement sound less certain ("kind of", "I think",
"probably"). They are listed apart: a hedge carries meaning, too many of them cost authority.
"""

from __future__ import annotations

import re
from typing import Final

from interview_cli.delivery.markers import PHRASE_RULES, SINGLE_RULES, context, is_loose
from interview_cli.interview.spoken import Filler, Span
from interview_cli.text.lexicon import word_set
from interview_cli.text.words import RareWords, Words

FILLED_PAUSE: Final = "filled_pause"
DISCOURSE_MARKER: Final = "discourse_marker"

_FILLED_PAUSE: Final = re.compile(r"u+h*m+|u+h+|e+r+m*|e+h+m*|h+m+|m{2,}|a+h+m?")
_PAUSES: Final = RareWords(_FILLED_PAUSE.fullmatch)
_MARKER_STARTS: Final = SINGLE_RULES.keys() | PHRASE_RULES.keys()
_ANSWER_BEGINNINGS: Final = word_set("uh um mm")
_ANSWER_ENDINGS: Final = word_set("huh hum hm hmm mhm")


def find_fillers(said: Words) -> list[Filler]:
    """Every filler of the text, in order, without overlaps."""
    found: list[Filler] = []
    words = said.words
    vocabulary = set(words)
    candidates = _PAUSES.among(vocabulary) | (vocabulary & _MARKER_STARTS)
    loose = is_loose(said)
    for index in [index for index, word in enumerate(words) if word in candidates]:
        word = words[index]
        if word in SINGLE_RULES:
            if SINGLE_RULES[word](context(said, index, index, loose)):
                found.append(Filler(*said.span(index, index + 1), kind=DISCOURSE_MARKER))
        elif word in PHRASE_RULES:
            second, rule = PHRASE_RULES[word]
            follows = index + 1 < len(words) and words[index + 1] == second
            if follows and rule(context(said, index, index + 1, loose)):
                found.append(Filler(*said.span(index, index + 2), kind=DISCOURSE_MARKER))
        elif _is_pause(said, index):
            found.append(Filler(*said.span(index, index + 1), kind=FILLED_PAUSE))
    return found


def _is_pause(said: Words, index: int) -> bool:
    """Whether a word that sounds like a pause is one; not "uh huh", "5 mm", "the ER" or the ending in "T I -er"."""
    words, gap, start = said.words, said.gaps[index], said.starts[index]
    if gap.endswith(" -"):
        return False
    if index and words[index] == "mm" and words[index - 1][-1].isdigit():
        return False
    before = said.text[said.starts[index - 1] : start] if index else ""
    if said.text[start : said.ends[index]].isupper() and before and not before.isupper():
        return False
    begins_answer = words[index + 1 : index + 2] and words[index + 1] in _ANSWER_ENDINGS
    ends_answer = index and words[index] in _ANSWER_ENDINGS and words[index - 1] in _ANSWER_BEGINNINGS
    return not (begins_answer and said.gaps[index + 1] == " ") and not (ends_answer and gap == " ")


_PHRASES: Final = (
    "kind of",
    "kinda",
    "sort of",
    "sorta",
    "i think",
    "i guess",
    "i suppose",
    "i believe",
    "i feel like",
    "i'm not sure",
    "i'm not really sure",
    "i am not sure",
    "i don't know if",
    "i would say",
    "i'd say",
    "it seems like",
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "presumably",
    "hopefully",
    "somewhat",
    "more or less",
    "or something",
    "or whatever",
    "and stuff",
    "pretty much",
    "to be honest",
    "as far as i know",
    "if that makes sense",
)
_NOUN_USE_AFTER: Final = word_set(
    "a the this that these those what any some same every which one another each no other different new"
    " certain first second best worst right wrong all my your our their his her of"
)
_LITERAL_BEFORE: Final = {
    "i think": word_set("about of through"),
    "i believe": word_set("in"),
    "i would say": word_set("to no yes"),
    "i'd say": word_set("to no yes"),
    "or something": word_set("else that which we i they you"),
}


def _by_beginning() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Phrases grouped by their first two words (or the only one), the longest first."""
    grouped: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for phrase in sorted(_PHRASES, key=len, reverse=True):
        words = tuple(phrase.split())
        grouped.setdefault(words[:2], []).append(words)
    return {beginning: tuple(phrases) for beginning, phrases in grouped.items()}


_BY_BEGINNING: Final = _by_beginning()
_FIRST_WORDS: Final = frozenset(beginning[0] for beginning in _BY_BEGINNING)


def find_hedges(said: Words) -> list[Span]:
    """Every hedge of the text, in order, without overlaps."""
    found: list[Span] = []
    free_from = 0
    words = said.words
    for index in [index for index, word in enumerate(words) if word in _FIRST_WORDS]:
        phrases = _BY_BEGINNING.get(tuple(words[index : index + 2])) or _BY_BEGINNING.get((words[index],), ())
        for phrase in phrases if index >= free_from else ():
            after = index + len(phrase)
            if tuple(words[index:after]) == phrase and _is_hedge(said, index, after, " ".join(phrase)):
                found.append(Span(*said.span(index, after)))
                free_from = after
                break
    return found


def _is_hedge(said: Words, first: int, after: int, phrase: str) -> bool:
    words = said.words
    if any(not gap.isspace() for gap in said.gaps[first + 1 : after]):
        return False
    if phrase in {"kind of", "sort of"} and first and words[first - 1] in _NOUN_USE_AFTER:
        return False
    if phrase == "i think" and first and words[first - 1] in {"can", "may", "could", "let"}:
        return False  # "can I think for a second"
    literal = _LITERAL_BEFORE.get(phrase)
    return not (literal and after < len(words) and said.gaps[after] == " " and words[after] in literal)
