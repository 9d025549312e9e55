"""What the names of fields and columns say about their content, in the terms of services and common languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import asks
from interview_cli.transcripts.known_words import word_list

Path = tuple[Any, ...]
"""The names and places that lead to a value inside a row."""

KEY: Final = ("\0key",)
"""Represents the key or index of a row in its mapping or list."""

MARKS: Final = frozenset(("*", "{}", "[]", "#", "?"))
"""Represent, in the path of a series, its items and how these were found; they are not names."""

_MAX_NAME_CHARACTERS: Final = 200
_MIN_QUESTION_WORDS: Final = 3
_QUESTION_MARKS: Final = ("?", "？", "؟")
_ALSO: Final = {"question": ("question", "interviewer"), "answer": ("answer", "candidate"), "speaker": ("speaker",)}
_WORDS: Final = {
    meaning: word_list(f"field_{meaning}").union(*map(word_list, _ALSO.get(meaning, ())))
    for meaning in ("speaker", "text", "start", "end", "length", "question", "answer", "aside")
}
_PART: Final = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])|[^\W\d_]+")
_COUNTED: Final = re.compile(r"^\W*(?:(?:question|frage|[a-z]{1,2})\W?)?[0-9]{1,3}[.):]\s*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def name_parts(path: Path) -> frozenset[str]:
    """The words of the names on a path: `("startTime", "relative")` has start, time and relative."""
    return frozenset(part for name in path if isinstance(name, str) for part in _parts(name))


def _parts(name: str) -> list[str]:
    """The words of a name, also as separated by spaces, as vowel signs of Devanagari are not letters."""
    name = name[:_MAX_NAME_CHARACTERS]
    return [*(part.casefold() for part in _PART.findall(name)), *name.casefold().split()]


def _whole(name: object) -> frozenset[str]:
    """A name as one word, without its punctuation and with it."""
    text = str(name)[:_MAX_NAME_CHARACTERS]
    return frozenset(("".join(_PART.findall(text)).casefold(), text.casefold().strip()))


def _meanings(words: frozenset[str]) -> frozenset[str]:
    return frozenset(meaning for meaning, known in _WORDS.items() if not known.isdisjoint(words))


@lru_cache(maxsize=4096)
def meanings(path: Path) -> frozenset[str]:
    """What the names on a path say about a value: speaker, text, start, end, length, question, answer, aside."""
    path = tuple(name for name in path if name not in MARKS)
    return _meanings(name_parts(path).union(*map(_whole, path)))


def are_known(names: Iterable[str]) -> bool:
    """Whether some names, each as a whole, mean that a table has questions and answers, or texts with their speakers
    or their times."""
    known = frozenset[str]().union(*(_meanings(_whole(name)) for name in names))
    return any(both <= known for both in ({"question", "answer"}, {"speaker", "text"}, {"start", "end", "text"}))


def without_count(question: str) -> str:
    """A question without the number before it, as in `Q3: Why us?`."""
    return _COUNTED.sub("", question)


@lru_cache(maxsize=4096)
def is_question(name: Any) -> bool:
    """Whether the name of a field or column is itself a question."""
    if not isinstance(name, str) or name.count(" ") + 1 < _MIN_QUESTION_WORDS:
        return False
    text = without_count(name)
    return text.rstrip(" *").endswith(_QUESTION_MARKS) or asks(text)


@lru_cache(maxsize=1024)
def questions_in(names: tuple[Any, ...]) -> frozenset[str]:
    """The names of fields or columns that are questions: a single one by its mark, several with other sentences."""
    texts = [name for name in names if isinstance(name, str) and name.count(" ") + 1 >= _MIN_QUESTION_WORDS]
    asked = frozenset(filter(is_question, texts))
    if len(asked) > 1:
        return asked | frozenset(filter(is_ended, texts))
    return frozenset(name for name in asked if name.rstrip(" *").endswith(_QUESTION_MARKS))
