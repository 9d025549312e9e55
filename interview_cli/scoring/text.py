"""Text as terms: words with their places, stems, sentences. Everything here is linear in the text's length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, cast

MAX_TOKEN_CHARACTERS = 40
"""Longer runs of letters are no words; they are cut so that no stemmer or comparison meets a huge one."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*(?:\+\+|#)?")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)[\"')\]]*|[\r\n]+|;(?=\s)")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in a text: in small letters, its root, and its character span."""

    word: str
    root: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text, `start` to `end` (characters, end exclusive, no blank at either end), with its words."""

    start: int
    end: int
    tokens: tuple[Token, ...]


@cache
def _stemmer() -> _Stemmer:
    """Snowball's English stemmer; it uses the compiled PyStemmer by itself where that is installed."""
    import snowballstemmer

    return cast("_Stemmer", snowballstemmer.stemmer("english"))


@lru_cache(maxsize=65_536)
def root(word: str) -> str:
    """The stem of a word in small letters (Snowball English, Porter2): `queries` and `query` give `queri`."""
    return _stemmer().stemWord(word.removesuffix("'s"))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order. `C++`, `C#` and `don't` are one word each; a hyphen or underscore ends one."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()[:MAX_TOKEN_CHARACTERS].casefold().replace("’", "'")
        found.append(Token(word, root(word), match.start(), match.end()))
    return tuple(found)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that hold at least one word, in order and without overlap."""
    found = []
    start = 0
    for stop in [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]:
        piece = text[start:stop]
        words = tokens(piece)
        if words:
            left = start + len(piece) - len(piece.lstrip())
            shifted = tuple(Token(word.word, word.root, word.start + start, word.end + start) for word in words)
            found.append(Sentence(left, start + len(piece.rstrip()), shifted))
        start = stop
    return tuple(found)
