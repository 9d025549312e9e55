"""From the parts that engines report to words as people write them, the same for every engine.

Whisper cuts "12.5 %" into " 12", ".5", "%": only a part that begins with a space begins a word. Servers report bare
words and, separately, a text that has the spaces and marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from interview_cli.interview.spoken import Word

_SPOKEN: Final = re.compile(r"[^\W_]|[%&@#+=<>°$€£¥]")
"""What is read aloud: letters, digits, and the signs that stand for a word."""
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese, which are written without spaces between words."""


def whole_words(parts: Iterable[Word]) -> list[Word]:
    """Words made of parts whose texts keep the space that is before them, if any.

    A part without a space belongs to the word before, except in scripts without spaces, where it is a word that is
    `joined` to it. Marks that stand alone are no word: closing ones belong to the word before, opening ones to the
    next.
    """
    words: list[Word] = []
    opening: Word | None = None
    for part in parts:
        text = part.text.strip()
        if not text:
            continue
        spaced = part.text[0].isspace()
        if opening is not None and not spaced:
            part, text, spaced = replace(part, start_s=opening.start_s), opening.text + text, True
        opening = None
        if not _SPOKEN.search(text):
            if spaced or not words:
                opening = replace(part, text=text)
            else:
                words[-1] = replace(words[-1], text=words[-1].text + text)
        elif spaced or not words or _UNSPACED.match(text):
            words.append(replace(part, text=text, joined=not spaced and _UNSPACED.match(text) is not None))
        else:
            words[-1] = _joined(words[-1], text, part)
    return words


def spelled_as(text: str, words: Sequence[Word]) -> list[Word]:
    """Timed words with the marks and spaces that they have in `text`; as they are where they are not those of it."""
    if not words:
        return []
    low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    spans: list[tuple[int, int]] = []
    at = 0
    for word in words:
        begin = low.find(word.text.strip().lower(), at)
        if begin < 0:
            return [replace(word, text=word.text.strip()) for word in words]
        at = begin + len(word.text.strip())
        spans.append((begin, at))
    cuts = [0, *(_cut(text, before[1], after[0]) for before, after in pairwise(spans)), len(text)]
    between = zip(words, pairwise(cuts), strict=True)
    return whole_words(replace(word, text=text[begin:end]) for word, (begin, end) in between)


def _joined(word: Word, text: str, part: Word) -> Word:
    """As sure as the less sure of the two."""
    sure = [each for each in (word.probability, part.probability) if each is not None]
    return replace(word, text=word.text + text, end_s=part.end_s, probability=min(sure, default=None))


def _cut(text: str, end: int, begin: int) -> int:
    """Where the next word begins between the end of a word and what is certainly the next: before its space."""
    space = re.search(r"\s", text[end:begin])
    return begin if space is None else end + space.start()
