"""Words without their endings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

MAX_WORD_CHARACTERS: Final = 40
"""Longer runs of letters are no words; they are cut so that no stemmer meets a huge one."""

STEMMED_LANGUAGES: Final = {
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

_KEPT_STEMS: Final = 65_536


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Snowball's stemmer of a language (ISO 639-1), for words in lower case; other languages' words stay as they are.

    Compiled where PyStemmer is installed, else in pure Python; each keeps the stems it has found.
    """
    if language not in STEMMED_LANGUAGES:
        return str
    import snowballstemmer

    compute: Callable[[str], str] = snowballstemmer.stemmer(STEMMED_LANGUAGES[language].lower()).stemWord

    @lru_cache(maxsize=_KEPT_STEMS)
    def stem_of(word: str) -> str:
        return compute(word[:MAX_WORD_CHARACTERS])

    return stem_of


def stem(word: str) -> str:
    """The stem of an English word in lower case (Snowball English, Porter2): `queries` and `query` give `queri`."""
    return stemmer("en")(word)
