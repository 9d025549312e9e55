"""The words of an answer with their clauses, and which of them are denied or to be averted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.scoring.deed_words import AUXILIARIES
from interview_cli.scoring.vocabulary import Token, vocabulary
from interview_cli.text.lexicon import FUNCTION_WORDS, SUBJECT_PRONOUNS
from interview_cli.text.negation import CONTRACTED_SUBJECTS, THINKING, negated_spans
from interview_cli.text.words import Words, split_words

_CLAUSE_MARKS = frozenset(",;:()[]–—")
_CLAUSE_WORDS = frozenset(
    "but because so if when while whereas which who although though since until unless then".split()
)
_STARTS_CLAUSE = frozenset("i we you it they he she then so only must can will is are does do have has".split())
"""Behind "and", these begin another clause."""
_AVERTING = frozenset(
    "avoid avoids avoided avoiding prevent prevents prevented preventing refuse ignore stop stops stopped".split()
)
_NOT_YET = frozenset({"until", "till"})
"""What follows these is not so yet: "until it is ready" and "while it isn't ready" agree."""
_REPLACING_PAIRS = frozenset({("instead", "of"), ("rather", "than")})
_AVERTING_PAIRS = _REPLACING_PAIRS | {("mistake", "to"), ("wrong", "to"), ("myth", "that")}
_LESSER_PAIRS = frozenset({("not", "just"), ("not", "only"), ("not", "merely"), ("not", "simply")})
"""What follows these is less than what is meant: "at every request, not just at login"."""
_REPLACED_PAIRS = _REPLACING_PAIRS | _LESSER_PAIRS
_FIRST_OF_PAIRS = frozenset(first for first, _ in _AVERTING_PAIRS | _LESSER_PAIRS)
_ENDS_ELLIPSIS = frozenset("and but or because so while".split())
_BEHIND_SO = SUBJECT_PRONOUNS | frozenset("you it the a that it's that's you're".split())
"""Behind "so" these begin another claim: "it is not so you send it again"."""

_DISMISSING = tuple(
    tuple(phrase.split())
    for phrase in (
        "nothing to do with, no part in, no role in, no bearing on, no effect on, no influence on, no difference"
    ).split(", ")
)
"""With these, a clause denies what stands before them: "the valve has nothing to do with it"."""
_STARTS_SIDE_CLAUSE = frozenset(
    "if unless when whenever where wherever whether until once who whose which what whatever whoever "
    "what's who's whatever's whoever's".split()
)
_PRONOUNS_OF_THINGS = frozenset({"it", "they"})
"""Behind "while" these say when, and set nothing against another: "while it isn't ready"."""
_STARTS_RELATIVE = frozenset(("that", "that's"))
"""These only begin a side clause behind a noun, with the negation soon behind: "a wire that isn't live"."""
_RELATIVE_WORDS, _SIDE_CLAUSE_WORDS = 2, 4
"""At most this many words part the beginning of a relative or side clause from its negation (chosen)."""


@dataclass(slots=True)
class ReadWords:
    """Words as tokens, those with a hyphen as several, as parallel lists.

    `clauses` are numbers of clauses; `negated` tells whether "not" and the like reach a word, `averted` whether
    "avoid", "instead of" and the like do, `replaced` whether "instead of" or "not just" does, so that it is not what
    is meant, `aside` whether a negation of a side clause does ("what's not acknowledged"). `heads` are the words that
    a negation is first about, `ranges` the tokens of each sentence (end exclusive).
    """

    tokens: list[Token]
    clauses: list[int]
    negated: list[bool]
    averted: list[bool]
    replaced: list[bool]
    aside: list[bool]
    heads: set[int]
    ranges: list[tuple[int, int]]


def read_text(text: str, sentences: Sequence[tuple[int, int]]) -> ReadWords:
    """Read a text with the given sentences, in characters."""
    words = split_words(text)
    return read_words(words, _word_ranges(words.starts, sentences))


def read_words(words: Words, spans: Sequence[tuple[int, int]]) -> ReadWords:
    """Read words with the given sentences, in words."""
    tokens_of = vocabulary().tokens
    said, gaps = words.words, words.gaps
    denied, aside, heads = _denied(words, spans)
    averted, not_yet = _averted(words, spans), _reached_by(words, spans, _NOT_YET)
    replaced = _reached_by_pairs(words, spans, _REPLACED_PAIRS)
    tokens: list[Token] = []
    clauses: list[int] = []
    places: list[int] = []
    first_about: set[int] = set()
    ranges: list[tuple[int, int]] = []
    clause = 0
    for begin, end in spans:
        start = len(tokens)
        clause += 1
        for at in range(begin, end):
            word, gap = said[at], gaps[at]
            if at > begin and (
                word in _CLAUSE_WORDS
                or (gap != " " and not _CLAUSE_MARKS.isdisjoint(gap))
                or (word in _STARTS_CLAUSE and said[at - 1] == "and")
            ):
                clause += 1
            if at in heads:
                first_about.add(len(tokens))
            for token in tokens_of(word):
                tokens.append(token)
                clauses.append(clause)
                places.append(at)
        ranges.append((start, len(tokens)))
    return ReadWords(
        tokens=tokens,
        clauses=clauses,
        negated=[denied[at] for at in places],
        averted=[averted[at] or (not_yet[at] and not denied[at]) for at in places],
        replaced=[replaced[at] for at in places],
        aside=[aside[at] for at in places],
        heads=first_about,
        ranges=ranges,
    )


def denies(read: ReadWords, begin: int, end: int) -> bool:
    """Whether any of some tokens is denied other than in a side clause."""
    return any(read.negated[at] and not read.aside[at] for at in range(begin, end))


def _word_ranges(starts: Sequence[int], sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences given in characters as ranges of words."""
    ranges = []
    at, count = 0, len(starts)
    for start, end in sentences:
        while at < count and starts[at] < start:
            at += 1
        begin = at
        while at < count and starts[at] < end:
            at += 1
        ranges.append((begin, at))
    return ranges


def _denied(words: Words, spans: Sequence[tuple[int, int]]) -> tuple[list[bool], list[bool], set[int]]:
    """For each word whether it is denied, and whether in a side clause; the words that negations are first about."""
    said = words.words
    denied, aside = [False] * len(said), [False] * len(said)
    heads: set[int] = set()
    reaches = [(first, range(first + 1, last)) for first, last in negated_spans(words, spans)]
    first_of = {at: begin for begin, end in spans for at in range(begin, end)} if reaches else {}
    for cue, _ in tuple(reaches):
        if any(tuple(said[cue : cue + len(phrase)]) == phrase for phrase in _DISMISSING):
            reaches.append((cue, range(cue - 1, _clause_start(words, first_of[cue], cue) - 1, -1)))
    nots = [at for at, word in enumerate(said) if word == "not" or word.endswith("n't")]
    for at in nots:
        first, last = next((span for span in spans if span[0] <= at < span[1]), (at, at + 1))
        following = said[at + 1] if at + 1 < last and words.gaps[at + 1] == " " else "and"
        if following == "so" and at + 2 < last and said[at + 2] not in _BEHIND_SO:
            continue  # "it's not so big"
        if following in _ENDS_ELLIPSIS:  # "POST is not" denies what is before
            reaches.append((at, range(at - 1, _elided_from(words, _clause_start(words, first, at), at) - 1, -1)))
        elif following in _CLAUSE_WORDS:  # "not when the money arrives"
            reaches.append((at, range(at + 2, _clause_end(words, at + 2, last))))
    for cue, reach in reaches:
        is_aside = _in_side_clause(words, cue)
        for at in reach:
            denied[at] = not denied[at]
            aside[at] = aside[at] or is_aside
        head = next((at for at in reach if said[at] not in FUNCTION_WORDS), None)
        if head is not None:
            heads.add(head)
    return denied, aside, heads


def _in_side_clause(words: Words, cue: int) -> bool:
    """Whether a negation stands in a relative or side clause: "what's not acknowledged", "if it isn't warm"."""
    said = words.words
    for at in range(cue, max(-1, cue - _SIDE_CLAUSE_WORDS - 2), -1):
        word, between = said[at], cue - at - 1
        if word in _STARTS_SIDE_CLAUSE or (word == "while" and said[at + 1] in _PRONOUNS_OF_THINGS):
            return True
        if word in _STARTS_RELATIVE and at and words.gaps[at] == " " and between <= _RELATIVE_WORDS:
            return said[at - 1] not in FUNCTION_WORDS | THINKING
        if words.gaps[at] != " ":
            return False
        if (
            at < cue
            and word in SUBJECT_PRONOUNS
            and (not at or said[at - 1] not in _STARTS_SIDE_CLAUSE | _STARTS_RELATIVE | {"while"})
        ):
            return False  # "if it rains I don't"
    return False


def _averted(words: Words, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each word whether it is something to avoid, to prevent or to replace."""
    by_pairs = _reached_by_pairs(words, spans, _AVERTING_PAIRS)
    return [one or other for one, other in zip(by_pairs, _reached_by(words, spans, _AVERTING), strict=True)]


def _reached_by(words: Words, spans: Sequence[tuple[int, int]], cues: frozenset[str]) -> list[bool]:
    """For each word whether it stands behind one of these words, in its clause."""
    reached = [False] * len(words.words)
    for at in [at for at, word in enumerate(words.words) if word in cues]:
        _mark_clause(words, spans, at, at + 1, reached)
    return reached


def _reached_by_pairs(
    words: Words, spans: Sequence[tuple[int, int]], pairs: frozenset[tuple[str, str]]
) -> list[bool]:
    """For each word whether it stands behind one of these pairs of words, in its clause."""
    reached = [False] * len(words.words)
    for at in [at for at, word in enumerate(words.words[:-1]) if word in _FIRST_OF_PAIRS]:
        if (words.words[at], words.words[at + 1]) in pairs:
            _mark_clause(words, spans, at, at + 2, reached)
    return reached


def _mark_clause(words: Words, spans: Sequence[tuple[int, int]], cue: int, begin: int, marked: list[bool]) -> None:
    """Mark the words from `begin` to the end of the clause of a cue, or of the one that begins there."""
    last = next((end for first, end in spans if first <= cue < end), cue)
    opens = begin < last and words.words[begin] in _CLAUSE_WORDS  # "not just when it opens"
    for after in range(begin, _clause_end(words, begin + opens, last)):
        marked[after] = True


def _clause_start(words: Words, first: int, at: int) -> int:
    """The first word of the clause that a word stands in. "It's" and the like begin one in speech without marks."""
    while at > first and words.gaps[at] == " " and words.words[at] not in _CLAUSE_WORDS:
        if words.words[at] in CONTRACTED_SUBJECTS and words.words[at - 1] not in THINKING:
            return at
        at -= 1
    return at


def _elided_from(words: Words, start: int, at: int) -> int:
    """Where the claim begins that ends with a "not": after an "and" that joins two: "this is and that is not"."""
    said = words.words
    joins = next((index for index in range(at - 1, start, -1) if said[index] == "and"), start)
    joins_claims = not AUXILIARIES.isdisjoint(said[start:joins])
    return joins + 1 if joins_claims else start


def _clause_end(words: Words, begin: int, last: int) -> int:
    """Where the clause ends that goes on with the word `begin`."""
    at = begin
    while at < last and words.gaps[at] == " " and words.words[at] not in _CLAUSE_WORDS:
        at += 1
    return at
