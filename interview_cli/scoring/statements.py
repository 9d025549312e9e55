"""Texts read as statements: which terms are said, in what order, and which of them a negation reaches.

A key point is compared with an answer term by term: words by their stem, synonyms by their group, contraries by the
table of opposites. What belongs to a question is read once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.scoring.opposites import contraries, has_listed_contrary
from interview_cli.scoring.vocabulary import Token, vocabulary, word_tokens
from interview_cli.text.lexicon import ONES, TENS
from interview_cli.text.negation import negated_spans
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import Words, split_words

QUESTION_WORD_WEIGHT = 0.1
"""What a word of a key point still counts when the question itself says it: anyone can repeat the question."""

_NUMBER_WORDS = {word: value for word, value in (ONES | TENS).items() if word not in ("zero", "one")}
_CLAUSE_MARKS = frozenset(",;:()[]–—")
_CLAUSE_WORDS = frozenset(
    "but because so if when while whereas which who although though since until unless then".split()
)
_STARTS_CLAUSE = frozenset("i we you it they he she then so only must can will is are does do have has".split())
"""Behind "and", these begin another clause."""
_AVERTING = frozenset(
    "avoid avoids avoided avoiding prevent prevents prevented preventing refuse ignore stop stops stopped".split()
)
_AVERTING_PAIRS = frozenset(
    {("instead", "of"), ("rather", "than"), ("mistake", "to"), ("wrong", "to"), ("myth", "that")}
)
_ENDS_ELLIPSIS = frozenset("and but or because so while".split())
_JOINTS = frozenset("but and or while whereas".split())
_HALF_WORDS = 4
"""Behind a comma, such a word parts a point into two halves of at least this many words each."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a key point.

    `weight` is 0 for words that only turn a meaning (before, without). `contraries` are the roots that would say the
    opposite; `head` tells that a negation is first about this term; `parts` are the single words of a phrase with their shares of its weight; `at` and `clause` its place.
    """

    name: str
    root: str
    weight: float
    from_question: bool
    negated: bool
    averted: bool
    head: bool
    clause: int
    at: int
    contraries: frozenset[str]
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A key point as terms; `weight` is the sum of theirs.

    `than` is the place of that word, `second_half` the place of the first word of a second half; `figures` the numbers with the word behind them, `denies` whether it holds a
    negation; `has_subject` whether it begins with the word that it says something of.
    """

    text: str
    terms: tuple[Term, ...]
    weight: float
    names: tuple[str, ...]
    only_question_words: bool
    denies: bool
    has_subject: bool
    than: int | None
    second_half: int | None
    figures: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A term in an answer: the number of its sentence, its place among all words, its clause, and its polarity.

    `negated` tells whether "not" and the like reach it, `averted` whether "avoid", "instead of" and the like do.
    """

    sentence: int
    at: int
    clause: int
    negated: bool
    averted: bool
    head: bool

    def differs(self, term: Term) -> bool:
        """Whether only one of the two is denied: "never null" and "avoid null" are the same, "no null" and "null" not."""
        return self.negated != term.negated and (self.negated != self.averted) != (term.negated != term.averted)


@dataclass(frozen=True, slots=True)
class Statements:
    """An answer: its words sentence by sentence, the place of each sentence's first, and every mention by its name."""

    sentences: tuple[tuple[Token, ...], ...]
    first: tuple[int, ...]
    mentions: dict[str, list[Mention]]
    names: frozenset[str]
    denies: tuple[bool, ...]
    than: tuple[int | None, ...]


@lru_cache(maxsize=8192)
def read_point(asked: str, text: str) -> Point:
    """The terms of a key point or a reference. Words of the question count little."""
    known = vocabulary()
    question = question_names(asked)
    words = split_words(text)
    read = _read(words, sentence_spans(words))
    terms: list[Term] = []
    at = 0
    for name, said in known.terms(read.tokens):
        phrase = " ".join(word.word for word in said)
        parts: tuple[tuple[str, float], ...] = ()
        if len(said) > 1:
            single = [(part, known.weight(part)) for part in map(known.term, said) if known.weight(part)]
            total = sum(weight for _, weight in single)
            parts = tuple((part, weight / total) for part, weight in single)
        weight = max([known.weight(name), *(known.weight(part) for part, _ in parts)])
        if weight or has_listed_contrary(phrase):
            from_question = name in question
            terms.append(
                Term(
                    name,
                    said[0].root,
                    weight * (QUESTION_WORD_WEIGHT if from_question else 1.0),
                    from_question,
                    read.negated[at],
                    read.averted[at],
                    at in read.heads,
                    read.clauses[at],
                    at,
                    contraries(phrase).union(*(contraries(word.word) for word in said[1:])),
                    parts,
                )
            )
        at += len(said)
    weighing = [term for term in terms if term.weight]
    return Point(
        text,
        tuple(terms),
        sum(term.weight for term in weighing),
        tuple(term.name for term in terms),
        all(term.from_question for term in weighing),
        any(read.negated),
        _has_subject(read.tokens, weighing),
        _than(read.tokens),
        _second_half(words),
        figures(read.tokens),
    )


@lru_cache(maxsize=2048)
def question_names(asked: str) -> frozenset[str]:
    """Every term of a question."""
    return frozenset(vocabulary().weigh(word_tokens(asked)))


def read_statements(text: str, sentences: Sequence[tuple[int, int]]) -> Statements:
    """An answer's sentences (characters) as words and mentions."""
    known = vocabulary()
    words = split_words(text)
    spans = _word_ranges(words, sentences)
    read = _read(words, spans)
    mentions: dict[str, list[Mention]] = {}
    said: list[tuple[Token, ...]] = []
    denies: list[bool] = []
    than: list[int | None] = []
    first: list[int] = []
    groups, phrases = known.words, known.phrases
    for number, (begin, end) in enumerate(read.ranges):
        tokens = read.tokens[begin:end]
        said.append(tuple(tokens))
        first.append(begin)
        at_than = _than(tokens)
        than.append(None if at_than is None else begin + at_than)
        denies.append(any(read.negated[begin:end]))
        for at in range(begin, end):
            word, root = read.tokens[at]
            mention = Mention(number, at, read.clauses[at], read.negated[at], read.averted[at], at in read.heads)
            name = groups.get(word, root)
            mentions.setdefault(name, []).append(mention)
            if name != root:
                mentions.setdefault(root, []).append(mention)
            if root in phrases and (group := known.phrase(tokens, at - begin)[0]):
                mentions.setdefault(group, []).append(mention)
    return Statements(tuple(said), tuple(first), mentions, frozenset(mentions), tuple(denies), tuple(than))


def figures(tokens: Sequence[Token]) -> tuple[tuple[float, str], ...]:
    """The numbers among some words, each with the root of the word behind it."""
    found = []
    for at, (word, _) in enumerate(tokens):
        value = _value(word)
        if value is not None:
            found.append((value, tokens[at + 1].root if at + 1 < len(tokens) else ""))
    return tuple(found)


def _value(word: str) -> float | None:
    if word in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[word])
    if word[0].isdigit():
        try:
            return float(word.rstrip("%").replace(",", ""))
        except ValueError:
            return None
    return None


_PREDICATE = re.compile(r"is|are|can|cannot|has|have|must|may|does|do|[a-z]{2,}[^su]s|only|never|always")


def _has_subject(tokens: Sequence[Token], terms: Sequence[Term]) -> bool:
    if not terms or terms[0].at > 1 or (terms[0].at == 1 and tokens[0].word not in ("the", "a", "an")):
        return False
    following = terms[0].at + 1
    return following < len(tokens) and _PREDICATE.fullmatch(tokens[following].word) is not None


def _second_half(words: Words) -> int | None:
    for at in range(_HALF_WORDS, len(words) - _HALF_WORDS + 1):
        if words.words[at] in _JOINTS and "," in words.gaps[at]:
            return at
    return None


def _than(tokens: Sequence[Token]) -> int | None:
    return next((at for at, token in enumerate(tokens) if token.word in ("than", "instead")), None)


@dataclass(slots=True)
class _Read:
    """Words as tokens (those with a hyphen as several), each with its clause and whether a negation reaches it."""

    tokens: list[Token]
    clauses: list[int]
    negated: list[bool]
    averted: list[bool]
    heads: set[int]
    ranges: list[tuple[int, int]]


def _word_ranges(words: Words, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences given in characters as ranges of words."""
    ranges = []
    at = 0
    for start, end in sentences:
        while at < len(words) and words.starts[at] < start:
            at += 1
        begin = at
        while at < len(words) and words.starts[at] < end:
            at += 1
        ranges.append((begin, at))
    return ranges


def _read(words: Words, spans: Sequence[tuple[int, int]]) -> _Read:
    known = vocabulary()
    denied, heads = _denied(words, spans)
    averted = _averted(words, spans)
    read = _Read([], [], [], [], set(), [])
    clause = 0
    for begin, end in spans:
        start = len(read.tokens)
        clause += 1
        for at in range(begin, end):
            word = words.words[at]
            gap = words.gaps[at]
            if at > begin and (
                word in _CLAUSE_WORDS
                or (gap != " " and not _CLAUSE_MARKS.isdisjoint(gap))
                or (words.words[at - 1] == "and" and word in _STARTS_CLAUSE)
            ):
                clause += 1
            if at in heads:
                read.heads.add(len(read.tokens))
            for token in known.tokens(word):
                read.tokens.append(token)
                read.clauses.append(clause)
                read.negated.append(denied[at])
                read.averted.append(averted[at])
        read.ranges.append((start, len(read.tokens)))
    return read


def _denied(words: Words, spans: Sequence[tuple[int, int]]) -> tuple[list[bool], set[int]]:
    """For each word whether it is denied; and the words that the negations are first about."""
    said = words.words
    denied = [False] * len(said)
    heads: set[int] = set()
    reaches = [range(first + 1, last) for first, last in negated_spans(words, spans)]
    for first, last in spans:
        for at in range(first, last):
            if said[at] != "not" and not said[at].endswith("n't"):
                continue
            following = said[at + 1] if at + 1 < last and words.gaps[at + 1] == " " else "and"
            if following in _ENDS_ELLIPSIS:  # "POST is not" denies what is before
                reaches.append(range(at - 1, _clause_start(words, first, at) - 1, -1))
            elif following in _CLAUSE_WORDS:  # "not when the money arrives"
                reaches.append(range(at + 2, _clause_end(words, at + 2, last)))
    silent = vocabulary().function_words
    for reach in reaches:
        for at in reach:
            denied[at] = not denied[at]
        head = next((at for at in reach if said[at] not in silent), None)
        if head is not None:
            heads.add(head)
    return denied, heads


def _averted(words: Words, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each word whether it is something to avoid, to prevent or to replace."""
    said = words.words
    averted = [False] * len(said)
    for first, last in spans:
        for at in range(first, last):
            pair = at + 1 < last and (said[at], said[at + 1]) in _AVERTING_PAIRS
            if not pair and said[at] not in _AVERTING:
                continue
            begin = at + 2 if pair else at + 1
            for after in range(begin, _clause_end(words, begin, last)):
                averted[after] = True
    return averted


def _clause_start(words: Words, first: int, at: int) -> int:
    """The first word of the clause that a word stands in. "POST is not" denies what is before."""
    while at > first and words.gaps[at] == " " and words.words[at] not in _CLAUSE_WORDS:
        at -= 1
    return at


def _clause_end(words: Words, begin: int, last: int) -> int:
    """Where the clause ends that goes on with the word `begin`."""
    at = begin
    while at < last and words.gaps[at] == " " and words.words[at] not in _CLAUSE_WORDS:
        at += 1
    return at
