"""Sentences that only list terms instead of saying anything of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from interview_cli.scoring.vocabulary import Token, vocabulary

LIST_MIN_WORDS = 8
LIST_GLUE_SHARE = 0.1
"""A run of at least LIST_MIN_WORDS words with a smaller share of glue than this is a list, no sentence.

In running English about half of all words are function words; under 2 % of spoken answers fall below a tenth.
"""

JOINT_SHARE = 0.25
"""In a row of terms at least this many of the words with content have an "and" or "or" before them (chosen)."""

_MIN_WORDS, _MIN_JOINTS = 4, 3
_CONNECTIVES = frozenset("and or plus also etc comma versus vs".split())
_LIST_WORDS = frozenset("and or the a an of there is are its about with between in on for plus also both as".split())
"""Words without content that a bare list of terms may hold."""


def listed_sentences(sentences: Sequence[Sequence[Token]]) -> list[bool]:
    """For each sentence whether it only names terms: by itself, in a row of short ones, or as most of the answer."""
    listed = [is_list(sentence) for sentence in sentences]
    row: list[int] = []
    for number, sentence in enumerate([*sentences, ()]):
        if sentence and len(sentence) < LIST_MIN_WORDS and not _glue(sentence):
            row.append(number)
            continue
        if row and sum(len(sentences[each]) for each in row) >= LIST_MIN_WORDS:
            for each in row:
                listed[each] = True
        row = []
    return [True] * len(listed) if 2 * sum(listed) >= len(listed) else listed


def is_list(sentence: Sequence[Token]) -> bool:
    """Whether a sentence only names terms: without glue, as a row of nouns with "and", or "there is … and …"."""
    if len(sentence) >= LIST_MIN_WORDS and _glue(sentence) < LIST_GLUE_SHARE * len(sentence):
        return True
    said = [word for word, _ in sentence]
    joints = said.count("and") + said.count("or")
    opening = len(said) >= _MIN_WORDS and (
        (said[0] == "there" and said[1] in ("is", "are")) or ("about" in said and "are" in said)
    )
    if joints < (1 if opening else _MIN_JOINTS):
        return False
    function = vocabulary().function_words
    content = sum([root not in function for _, root in sentence])
    glue = sum([root in function and word not in _LIST_WORDS for word, root in sentence])
    determined = sum([one == "and" and other in ("the", "a", "an") for one, other in pairwise(said)])
    allowed = joints - 1 if 2 * determined >= joints or opening else max(0, joints // 2 - 1)
    return joints >= JOINT_SHARE * content and glue <= allowed


def _glue(sentence: Sequence[Token]) -> int:
    """How many words hold a sentence together."""
    function = vocabulary().function_words
    return sum([root in function and word not in _CONNECTIVES for word, root in sentence])
