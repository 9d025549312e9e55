"""Texts as the words that carry their content, so that two wordings of one thing can be told from two things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

from interview_cli.resources import resource_root

COMMON_WORD_WEIGHT: Final = 0.5
"""What a general word (`team`, `change`) counts beside a word of a subject (`index`, `replica`), which counts 1."""

SOME_ENGLISH: Final = 0.15
CLEARLY_ENGLISH: Final = 0.4
"""Shares of English function words under which a text is not English, and over which it is in no other language."""

MAX_WORD_CHARACTERS: Final = 40
"""Longer runs of letters are no words; they are cut so that no stemmer meets a huge one."""

_SHORTEST_CONTENT_WORD: Final = 4
"""In a language without a word list here, shorter words are taken for articles, pronouns and the like."""

_FEWEST_WORDS_TO_TELL: Final = 8

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
LANGUAGES: Final = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "fi": "Finnish",
    "ru": "Russian",
}
"""Languages whose words can be stemmed, by their ISO 639-1 codes."""


def words(text: str) -> list[str]:
    """The words of a text in order, letter case aside."""
    return [word[:MAX_WORD_CHARACTERS].casefold().replace("’", "'") for word in _WORD.findall(text)]


def content(text: str, language: str = "en") -> dict[str, float]:
    """The stems of a text's content words, each with its weight from 0 (exclusive) to 1.

    English function words are left out by list and general ones count half; of other languages, short words are left
    out. `language` is an ISO 639-1 code; words of a language without a stemmer stay as they are.
    """
    stem = _stemmer(language)
    if language != "en":
        return {stem(word): 1.0 for word in words(text) if len(word) >= _SHORTEST_CONTENT_WORD}
    functions, common = _listed("function_words"), _common_stems()
    stems = (stem(word.removesuffix("'s")) for word in words(text) if word not in functions)
    return {each: COMMON_WORD_WEIGHT if each in common else 1.0 for each in stems}


def weight(stems: Iterable[str], weights: Mapping[str, float]) -> float:
    """What some stems count together."""
    return sum(weights[each] for each in stems)


def is_in(language: str, text: str) -> bool:
    """Whether a text may be in this language, told by its share of English function words; short texts may be in any.

    Questions in English have about half of them (a fifth at the least over the shipped ones), others next to none.
    """
    said = words(text)
    if len(said) < _FEWEST_WORDS_TO_TELL:
        return True
    functions = _listed("function_words")
    share = sum(word in functions for word in said) / len(said)
    return share >= SOME_ENGLISH if language == "en" else share <= CLEARLY_ENGLISH


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language not in LANGUAGES:
        return str
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(LANGUAGES[language].lower()).stemWord
    return stem


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list in `prompts/vocabulary/`."""
    text = resource_root("prompts").joinpath("vocabulary", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _common_stems() -> frozenset[str]:
    stem = _stemmer("en")
    return frozenset(stem(word) for word in _listed("common_words"))
