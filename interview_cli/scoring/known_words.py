"""Whether a text is made of words at all, as far as the program's own vocabulary can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from interview_cli.resources import resource_root
from interview_cli.scoring.person_names import GROUPS, KNOWN
from interview_cli.text.lexicon import FUNCTION_WORDS
from interview_cli.text.words import split_words

MANY_KNOWN: Final = 1 / 6
"""A text with this share of known words is no gibberish. Chosen: keyboard mashing and random letters have none to
speak of, lists of tools or names sometimes none either, so that their letters are looked at, too."""

ODD_PAIRS: Final = 0.15
"""Gibberish joins at least this share of its letters as no known word does. Chosen: of 8 lists of tools and
acronyms none has more than .12, of 8 texts of mashed keys none less than .18; of 300 texts of ten random words one
has less."""

FEWEST_INVENTED: Final = 8
"""From so many unknown words on, not one known among them tells invented ones (chosen: as many as an answer has)."""

_FILES: Final = ("common_words.txt", "function_words.txt", "intents.txt", "opposites.txt", "synonyms.txt")
_LETTERS: Final = re.compile(r"[a-z]+")
_OPENS_SENTENCE: Final = re.compile(r"(?:^|[.!?]\s)\W*$")


def is_spelled_oddly(text: str) -> bool:
    """Whether hardly any word of a text is known and their letters follow each other as in no known word.

    A word with a digit, with letters outside ASCII, or with a capital inside a sentence (a name, an acronym) counts
    as known.
    """
    words = split_words(text).words
    unknown = _unknown(text)
    if not unknown or len(unknown) <= (1 - MANY_KNOWN) * len(words):
        return False
    _, usual_pairs = _vocabulary()
    pairs = [pair for word in unknown for pair in _pairs(word)]
    return sum(pair not in usual_pairs for pair in pairs) >= ODD_PAIRS * len(pairs)


def is_invented(text: str, words: Sequence[str]) -> bool:
    """Whether a text of these words holds several, and none that is known but those that only hold others together.

    "Flurb the wibble snarf and gronk": however well it is spelled, nobody said anything. Names count as known.
    """
    known, _ = _vocabulary()
    others: list[str] = []
    for word in words:
        if word not in FUNCTION_WORDS:
            if word in known:
                return False
            others.append(word)
    return FEWEST_INVENTED <= len(others) == len(_unknown(text))


def is_partly_unknown(text: str) -> bool:
    """Whether a text has words in small letters that are not known as English, more of them than known ones."""
    found = split_words(text)
    known, _ = _vocabulary()
    small = [word for word, start in zip(found.words, found.starts, strict=True) if text[start].islower()]
    return 2 * sum(word not in known for word in small) > len(small)


def _unknown(text: str) -> list[str]:
    """The words of a text that are neither known nor written as a name is."""
    found = split_words(text)
    known, _ = _vocabulary()
    return [
        word
        for word, start in zip(found.words, found.starts, strict=True)
        if word not in known and _LETTERS.fullmatch(word) and not _is_name(text, start, len(word))
    ]


def _is_name(text: str, start: int, length: int) -> bool:
    written = text[start : start + length]
    if written.islower():
        return False
    return not written[1:].islower() or _OPENS_SENTENCE.search(text, max(0, start - 4), start) is None


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Every word that the vocabulary and the lists of names spell out, and the pairs of letters of the words."""
    folder = resource_root("prompts").joinpath("vocabulary")
    lines = " ".join(folder.joinpath(name).read_text(encoding="utf-8").lower() for name in _FILES)
    words = {*_LETTERS.findall(lines), *FUNCTION_WORDS}
    names = {name.lower() for name in KNOWN} | {name.lower() for group in GROUPS for name in group.family}
    return frozenset(words | names), frozenset(pair for word in words for pair in _pairs(word))


def _pairs(word: str) -> list[tuple[str, str]]:
    """Letters that follow each other, with a blank before and behind the word."""
    return list(pairwise(f" {word} "))
