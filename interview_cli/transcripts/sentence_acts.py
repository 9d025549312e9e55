"""What a sentence of an interview does, by a small model: ask, prompt, acknowledge, chat, hand over, close, …

Multinomial logistic regression over words, pairs of words and where they stand, the mark at the end and the length.
Its weights (`prompts/weights/sentence_acts.json`) are fitted on sentences of 16 languages by
`benchmarks/fit_sentence_acts.py`, which prints its accuracy. Where it knows too few of the words, the mark decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from math import exp
from typing import Final, NamedTuple

from interview_cli.text.words import list_words
from interview_cli.transcripts.known_words import fitted_weights

MAX_WORDS_AT_FRONT: Final = 10
MAX_WORDS_AT_END: Final = 6
"""Only these words of a longer sentence are examined, so its cost is bounded."""

MAX_STEM: Final = 4
"""Letters at the start of a word that serve as its stem."""

_MAX_CHARACTERS: Final = 600
_MARKS: Final = frozenset("?.!:")
_FULL_WIDTH: Final = str.maketrans("。।۔！：", "...!:")
_LEAST_KNOWN: Final = 0.4
"""Share of the words that the model must know to judge a sentence (chosen)."""

_SCALE: Final = 10.0
"""Weights are stored as whole tenths."""

_GREEK: Final = "\u0370-\u03ff\u1f00-\u1fff"
_GREEK_QUESTION: Final = re.compile(rf"(?<=[{_GREEK}]);(?=\s|$)")
_ADDRESS: Final = re.compile(r"[a-z]{2,8}://\S{1,2000}")
_QUESTION: Final = re.compile(r"[؟？՞፧⸮\u037e¿]|か[。」』]*\s*$")
"""Arabic, full width, Armenian (inside the word that asks), Ethiopic, mirrored, Greek, Spanish; Japanese か."""

_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Kana and Chinese characters, each of which counts as a word."""

LANE_BITS: Final = 16
_LANE: Final = (1 << LANE_BITS) - 1
_MIDDLE: Final = 128
"""The value of a weight of 0 in its lane."""


class Act(StrEnum):
    """What a sentence does. Prompts make somebody speak without asking; boilerplate is what tools write."""

    QUESTION = "question"
    PROMPT = "prompt"
    ACKNOWLEDGEMENT = "acknowledgement"
    SMALL_TALK = "small_talk"
    HAND_OVER = "hand_over"
    CLOSING = "closing"
    BOILERPLATE = "boilerplate"
    STATEMENT = "statement"


class Judged(NamedTuple):
    """The most likely act and the likelihood of each, 0–1."""

    act: Act
    shares: dict[Act, float]


_MARKED: Final = Judged(Act.QUESTION, {act: float(act is Act.QUESTION) for act in Act})
_UNMARKED: Final = Judged(Act.STATEMENT, {act: float(act is Act.STATEMENT) for act in Act})


class _Model(NamedTuple):
    acts: tuple[Act, ...]
    known: frozenset[str]
    weights: dict[str, int]


def has_question_mark(text: str) -> bool:
    """Whether a text contains the question mark of any language, other than in an address on the web."""
    if "//" in text:
        text = _ADDRESS.sub("", text)
    return "?" in text or (
        not text.isascii() and (_QUESTION.search(text) or _GREEK_QUESTION.search(text)) is not None
    )


def is_marked_question(sentence: str) -> bool:
    """Whether a sentence is marked as a question."""
    return "?" in sentence[-3:] or ("?" not in sentence and has_question_mark(sentence))


def marked_as_greek(text: str) -> str:
    """The text with the Greek question mark in place of the semicolon usually typed for it."""
    return _GREEK_QUESTION.sub("\u037e", text) if ";" in text and not text.isascii() else text


@lru_cache(maxsize=8192)
def judge_act(sentence: str) -> Judged:
    """What a sentence does; by its mark, a question or a statement, if too few of its words are known."""
    model = _model()
    words, found = words_and_features(sentence)
    weights = model.weights
    if not words or sum([word in model.known for word in words]) < _LEAST_KNOWN * len(words):
        return _MARKED if is_marked_question(sentence) else _UNMARKED
    rows = [weights[feature] for feature in found if feature in weights]
    total, least = sum(rows), len(rows) * _MIDDLE
    scores = []
    for _ in model.acts:
        scores.append(((total & _LANE) - least) / _SCALE)
        total >>= LANE_BITS
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    whole = sum(powers)
    shares = {act: power / whole for act, power in zip(model.acts, powers, strict=True)}
    return Judged(model.acts[scores.index(top)], shares)


def packed(row: Sequence[int]) -> int:
    """The weights of a feature, in tenths, one lane of bits each, so that those of a sentence are added at once."""
    return sum(
        max(1, min(2 * _MIDDLE - 1, weight + _MIDDLE)) << (LANE_BITS * lane) for lane, weight in enumerate(row)
    )


def words_and_features(sentence: str) -> tuple[list[str], set[str]]:
    """The words that are examined, and the features of a sentence."""
    if len(sentence) > _MAX_CHARACTERS:
        half = _MAX_CHARACTERS // 2
        sentence = f"{sentence[:half]} {sentence[-half:]}"
    words = list_words(sentence if sentence.isascii() else _UNSPACED.sub(r" \g<0> ", sentence))
    mark = "?" if is_marked_question(sentence) else sentence.rstrip("\"'”’)]*_ ")[-1:].translate(_FULL_WIDTH)
    found = {
        "bias",
        f"mark {mark}" if mark in _MARKS else "mark none",
        f"length {min(len(words).bit_length(), 6)}",
    }
    if not words:
        return words, found
    if len(words) > MAX_WORDS_AT_FRONT + MAX_WORDS_AT_END:
        words = words[:MAX_WORDS_AT_FRONT] + words[-MAX_WORDS_AT_END:]
    found.update([f"u {word}" for word in words])
    found.update([f"p {word[:MAX_STEM]}" for word in words if len(word) > MAX_STEM])
    found.update([f"b {first} {second}" for first, second in pairwise(words)])
    found.update((f"f {words[0]}", f"l {words[-1]}"))
    if len(words) > 1:
        found.update((f"f {words[0]} {words[1]}", f"l {words[-2]} {words[-1]}"))
    if len(words) > 2:
        found.add(f"f {words[0]} {words[1]} {words[2]}")
    return words, found


@cache
def _model() -> _Model:
    data = fitted_weights("sentence_acts")
    return _Model(tuple(map(Act, data["acts"])), frozenset(data["known"].split()), data["weights"])
