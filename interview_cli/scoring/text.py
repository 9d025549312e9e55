"""Text as terms: words with their places, stems, sentences. Everything here is linear in the text's length."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple, Protocol, cast

from interview_cli.scoring.vocabulary import Token as Token

MAX_TOKEN_CHARACTERS = 40
"""Longer runs of letters are no words; they are cut so that no stemmer or comparison meets a huge one."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*(?:\+\+|#)?")
_STOP = re.compile(r"[.!?…;\r\n]++[\"'”’)\]]*+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


class Sentence(NamedTuple):
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


@lru_cache(maxsize=65_536)
def token(written: str) -> Token:
    """A word as it is written, as a token."""
    word = written[:MAX_TOKEN_CHARACTERS].casefold().replace("’", "'")
    return Token(word, root(word))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order. `C++`, `C#` and `don't` are one word each; a hyphen or underscore ends one."""
    return tuple(map(token, _TOKEN.findall(text)))


@lru_cache(maxsize=16)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that hold at least one word, in order and without overlap."""
    found = []
    begin = 0
    for stop in [*(match.end() for match in _STOP.finditer(text)), len(text)]:
        if not _ends_sentence(text, stop):
            continue
        piece = text[begin:stop]
        words = tokens(piece)
        if words:
            start = begin + len(piece) - len(piece.lstrip())
            found.append(Sentence(start, begin + len(piece.rstrip()), words))
        begin = stop
    return tuple(found)


def _ends_sentence(text: str, stop: int) -> bool:
    """Whether marks that end before `stop` close a sentence: not those inside `3.5` or `node.js`."""
    return stop == len(text) or text[stop].isspace() or text[stop - 1] in "\r\n"
