"""How far what was heard is from what was said."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

_SPELLINGS = {"mr": "mister", "ok": "okay"}


def plain_words(text: str) -> list[str]:
    """Words in small letters without punctuation, hyphens as spaces, one spelling each."""
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return [_SPELLINGS.get(word, word) for word in words]


def word_errors(said: str, heard: str) -> int:
    """The words to insert, delete and replace to get from what was heard to what was said."""
    return Levenshtein.distance(plain_words(said), plain_words(heard))
