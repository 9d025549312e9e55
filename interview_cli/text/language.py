"""Which language a text is in."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Final

from interview_cli.text.lexicon import FUNCTION_WORDS
from interview_cli.text.words import list_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH: Final = "en"

CLEARLY_ENGLISH: Final = 0.4
"""A share of English function words that texts of MIN_CLEAR_WORDS in other languages stay far below (of 59 short
answers none is over .23); spoken English has about half."""
MIN_CLEAR_WORDS: Final = 8

MIN_WORDS: Final = 4
MIN_PROBABILITY: Final = 0.5
"""Below these the language of a text is unknown. Chosen: of 69 short spoken answers in 13 languages, 67 are
recognised at this probability, and none is wrongly taken for English."""

MAX_CHARACTERS: Final = 4_000
"""The beginning of a text is enough."""

_LEFT_OUT: Final = frozenset({"pcm", "ht", "gcr", "jv", "su", "la", "eo", "vo", "zxx"})
"""Labels of the model that short text in a large language is taken for: creoles, made languages, no language."""


def language(text: str) -> str | None:
    """The language of a text as an ISO 639 code; None when it is too short or unclear.

    English is recognised by its function words, the rest by runs of letters (py3langid, whose model of 4.5 MB takes a
    third of a second to load, on first need).
    """
    text = text[:MAX_CHARACTERS]
    words = list_words(text)
    if len(words) >= MIN_CLEAR_WORDS and _share_of_function_words(words) > CLEARLY_ENGLISH:
        return ENGLISH
    if len(words) < MIN_WORDS and text.isascii():
        return None
    code, probability = _identifier().classify(text)
    return str(code) if probability >= MIN_PROBABILITY and code not in _LEFT_OUT else None


def likeliest(text: str, among: Collection[str]) -> tuple[str, float]:
    """Which of some languages (ISO 639, known to py3langid) a text is in, and how likely that is of them, 0–1."""
    ranked = [
        (str(code), float(chance)) for code, chance in _identifier().rank(text[:MAX_CHARACTERS]) if code in among
    ]
    code, chance = ranked[0]
    return code, chance / (sum(chance for _, chance in ranked) or 1.0)


def may_be_in(code: str, text: str) -> bool:
    """Whether a text may be in this language (ISO 639-1). Only English is distinguished from all others."""
    told = language(text)
    return told is None or (told == ENGLISH) == (code == ENGLISH)


def _share_of_function_words(words: list[str]) -> float:
    return sum(map(FUNCTION_WORDS.__contains__, words)) / len(words)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
