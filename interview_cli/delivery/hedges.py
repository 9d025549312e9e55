"""Hedges: words that make a statement sound less certain ("kind of", "I think", "probably").

They are listed apart from fillers: a hedge carries meaning, too many of them cost authority.
"""

from __future__ import annotations

from typing import Final

from interview_cli.interview.spoken import Span
from interview_cli.text.lexicon import word_set
from interview_cli.text.words import Words

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
    "i would say": word_set("to"),
    "i'd say": word_set("to"),
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
    literal = _LITERAL_BEFORE.get(phrase)
    return not (literal and after < len(words) and said.gaps[after] == " " and words[after] in literal)
