"""Texts as the words that carry their content, to distinguish two wordings of one thing from two things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from interview_cli.resources import resource_root
from interview_cli.text.language import ENGLISH
from interview_cli.text.lexicon import FUNCTION_WORDS
from interview_cli.text.stems import stem, stemmer
from interview_cli.text.words import list_words

COMMON_WORD_WEIGHT: Final = 0.5
"""The weight of a general word (`team`, `change`), where a word of a subject (`index`, `replica`) has weight 1."""

_SHORTEST_CONTENT_WORD: Final = 4
"""In a language without a word list here, shorter words are taken for articles, pronouns and the like."""


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case; the parts of a hyphenated one are words of their own."""
    return [part for word in list_words(text) for part in (word.split("-") if "-" in word else (word,))]


def content(text: str, language: str = ENGLISH) -> dict[str, float]:
    """The stems of a text's content words, each with its weight from 0 (exclusive) to 1.

    English function words are left out by list and general ones count half; of other languages, short words are left
    out. `language` is an ISO 639-1 code; words of a language without a stemmer stay as they are.
    """
    stem_of = stemmer(language)
    if language != ENGLISH:
        return {stem_of(word): 1.0 for word in words(text) if len(word) >= _SHORTEST_CONTENT_WORD}
    common = _common_stems()
    stems = map(stem_of, (word.removesuffix("'s") for word in words(text) if word not in FUNCTION_WORDS))
    return {each: COMMON_WORD_WEIGHT if each in common else 1.0 for each in stems}


def weight(stems: Iterable[str], weights: Mapping[str, float]) -> float:
    """What some stems count together."""
    return sum(weights[each] for each in stems)


@cache
def _common_stems() -> frozenset[str]:
    """The stems of the list of general words in `prompts/vocabulary/`."""
    text = resource_root("prompts").joinpath("vocabulary", "common_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(stem(word) for line in lines for word in line.split())
