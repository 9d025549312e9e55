"""Which language a text is in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from interview_cli.text.lexicon import FUNCTION_WORDS
from interview_cli.text.words import split_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH: Final = "en"

CLEARLY_ENGLISH: Final = 0.4
"""A share of English function words that no text in another language reaches; spoken English has about half."""

MIN_WORDS: Final = 4
MIN_PROBABILITY: Final = 0.5
"""Below these a text may be in any language."""

MAX_CHARACTERS: Final = 4_000
"""The beginning of a text tells."""
_NO_LANGUAGE: Final = "zxx"


def language(text: str) -> str | None:
    """The language of a text as an ISO 639-1 code; None when it is too short or cannot be told.

    English is recognised by its function words, others by their runs of letters (py3langid, whose model of 4.5 MB is
    loaded on first need).
    """
    text = text[:MAX_CHARACTERS]
    words = split_words(text).words
    if len(words) >= MIN_WORDS and sum(word in FUNCTION_WORDS for word in words) >= CLEARLY_ENGLISH * len(words):
        return ENGLISH
    if len(words) < MIN_WORDS and text.isascii():
        return None
    code, probability = _identifier().classify(text)
    return str(code) if probability >= MIN_PROBABILITY and code != _NO_LANGUAGE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
