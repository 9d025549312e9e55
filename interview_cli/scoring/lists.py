"""Sentences that only list terms instead of saying anything of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from interview_cli.scoring.vocabulary import Token, vocabulary
from interview_cli.text.lexicon import SUBJECT_PRONOUNS

LIST_MIN_WORDS = 8
LIST_GLUE_SHARE = 0.1
"""A run of at least LIST_MIN_WORDS words with a smaller share of glue than this is a list, no sentence.

In running English about half of all words are function words; under 2 % of spoken answers fall below a tenth.
"""

JOINT_SHARE = 0.25
"""In a row of terms at least this many of the words with content have an "and" or "or" before them (chosen)."""

_MIN_WORDS, _MIN_JOINTS = 4, 3
_MOST_PIECE_WORDS = 5
"""A term in an enumeration has at most so many words (chosen)."""

_FRAME = frozenset(
    "so then and also plus there's it's that's we've you've about of course finally next well okay ok here like "
    "mainly again all".split()
)
"""Words that bring in an enumeration and say nothing themselves: "so there we have", "it's all about"."""
_BRINGS_IN = frozenset({("there", "is"), ("there", "are"), ("we", "have"), ("you", "have"), ("it", "is")})
_INSIDE_TERMS = frozenset("of in on for with per to between and or".split())
_BEFORE_TERMS = frozenset("a an the some any no".split())
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


def is_enumeration(sentence: Sequence[Token], clauses: Sequence[int]) -> bool:
    """Whether a sentence enumerates terms and no verb says anything of them: "so we have servers, caches and rows".

    `clauses` are the numbers of its words' clauses. What is asked for is a row of at least three terms, or two behind
    words that only bring them in.
    """
    pieces: list[list[str]] = [[]]
    for at, token in enumerate(sentence):
        joins = token.word in ("and", "or")
        if joins or (at and clauses[at] != clauses[at - 1]):
            pieces.append([])
        if not joins:
            pieces[-1].append(token.word)
    framed = False
    terms = 0
    for piece in filter(None, pieces):
        rest = _without_frame(piece)
        framed = framed or len(rest) < len(piece)
        if rest and not _is_term(rest):
            return False
        terms += bool(rest)
    return terms >= (2 if framed else 3)


def _without_frame(piece: Sequence[str]) -> Sequence[str]:
    """A piece of an enumeration without what only brings it in: "for memory there is the cache"."""
    piece = _behind_frame(piece)
    for at, pair in enumerate(pairwise(piece)):
        if pair in _BRINGS_IN and (not at or piece[:at] == ["there"] or _is_term(piece[:at])):
            return _behind_frame(piece[at + 2 :])
    return piece


def _behind_frame(words: Sequence[str]) -> Sequence[str]:
    at = 0
    while at < len(words) and words[at] in _FRAME:
        at += 1
    return words[at:]


def _is_term(words: Sequence[str]) -> bool:
    """Whether words name a thing: nouns, with articles only where one begins."""
    if len(words) > _MOST_PIECE_WORDS:
        return False
    function = vocabulary().function_words
    if not SUBJECT_PRONOUNS.isdisjoint(words) or "it" in words or "you" in words:
        return False
    for at, word in enumerate(words):
        if word in _BEFORE_TERMS:
            if at and words[at - 1] not in _INSIDE_TERMS:
                return False
        elif word in function and word not in _INSIDE_TERMS:
            return False
    return True


def _glue(sentence: Sequence[Token]) -> int:
    """How many words hold a sentence together."""
    function = vocabulary().function_words
    return sum([root in function and word not in _CONNECTIVES for word, root in sentence])
