"""What a negation reaches: the words of a clause that are said not to be so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interview_cli.text.lexicon import (
    CLAUSE_STARTS,
    NEGATED_AUXILIARIES,
    NEGATIONS,
    SUBJECT_PRONOUNS,
    word_set,
)
from interview_cli.text.words import Words

MAX_SCOPE_WORDS: Final = 15
"""A negation reaches no further, even where no mark or connective ends its clause (chosen)."""

_FAILS: Final = word_set("fail fails failed failing")

_NEGATE_NOTHING: Final = frozenset(
    tuple(phrase.split())
    for phrase in (
        "not only, not just, not merely, not simply, not to mention, not least, not sure, not bad, not agree more,"
        " not help but, not wait, not uncommon, not unusual, not unlike, not unreasonable, not impossible, no doubt,"
        " no matter, no wonder, no problem, no sooner, no less, no fewer, no later, none other, none the,"
        " nothing but, nothing short, never mind, not have happened"
    ).split(",")
)
"""Phrases that hold a negation and deny nothing of what follows."""

_ENDS_SCOPE: Final = word_set("""
    but because so although though whereas while when if since until unless except instead rather which however
    therefore then after before yet
""")
"""Words that begin another claim."""

_OF_NOUNS: Final = word_set("no without nor neither lack lacks lacked lacking")
"""After these, "and" joins nouns: "without tests and docs"; elsewhere negated words are joined by "or"."""

THINKING: Final = word_set("""
    think thinks thought believe believes believed know knows knew known say said says see saw feel felt that what how
    why where who whether if expect expected want wanted hope sure mean meant imagine suppose realise realize
    understand remember and or nor did do does was were is are had have has could would should
""")
"""After these, a pronoun continues the clause instead of beginning a new one."""

CONTRACTED_SUBJECTS: Final = word_set("it's that's there's you're you've you'd you'll")
"""A subject and its verb in one word: these begin a clause even where no mark stands before them."""

_PREDICATES: Final = word_set("""
    is was will would can could has had does only just still also needs goes gets makes takes costs works comes runs
    means
""")
"""Before these "it" is a subject: "you don't need a key it only changes the format"."""

_OBJECTS: Final = word_set("it them him her")
"""Behind these "you" begins a clause: "you don't encrypt them you hash them"."""

_DETERMINERS: Final = word_set("the a an my our his her their this these those")
_DENIED_BE: Final = word_set("isn't aren't wasn't weren't")
_SIDE_CLAUSES: Final = word_set("while when if as until once")
_PREPOSITIONS: Final = word_set("in on at of for with to from by under over into about near behind")
_SUBJECT_WORDS: Final = 4
"""A side clause begins at most this many words before its "isn't" (chosen)."""

_ASKED: Final = SUBJECT_PRONOUNS | word_set("it you there that this")
_SAID_EITHER_WAY: Final = word_set("why if or")
"""Before "not", these ask or leave it open: "why not", "if not", "whether or not"."""

_ANSWERING: Final = word_set("said say says saying answer answered")
"""Before "no", these make it an answer: "I said no in the meeting"."""

_MARKS: Final = frozenset('.,;:!?…()[]{}"“”«»—–\n')


def negated_spans(words: Words, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What each negation reaches, as ranges of words (end exclusive) that begin with the negation, in order.

    The reach ends with the clause: at a punctuation mark, at a connective that begins another claim, before a new
    subject, or after MAX_SCOPE_WORDS. "Neither … nor" is one range. "Not only … but also", "no doubt" and
    the like negate nothing, nor does "not … until", which says that it happened then, nor the "no" that answers a
    question. "No longer" reaches what has ended, as "not" does. `sentences` are ranges of words in order.
    """
    said = words.words
    cues = {word for word in set(said) if word in NEGATIONS or word in _FAILS or word.endswith("n't")}
    spans: list[tuple[int, int]] = []
    if not cues:
        return spans
    free_from = 0
    for first, last in sentences:
        for index in [index for index in range(first, last) if said[index] in cues]:
            if index >= free_from and _negates(words, index, first, last):
                end = _end_of_scope(words, index, first, last)
                if end > index + 1 and not (end < last and said[end] == "until"):
                    spans.append((index, end))
                free_from = end
    return spans


def _negates(words: Words, index: int, first: int, last: int) -> bool:
    """Whether the negation at word `index` of a sentence denies what follows."""
    said = words.words
    word = said[index]
    if word in _FAILS:
        return index + 1 < last and said[index + 1] == "to"
    before = said[index - 1] if index > first else ""
    if (word == "not" and before in _SAID_EITHER_WAY) or (word == "no" and before in _ANSWERING):
        return False
    bare = "not" if word.endswith("n't") or word in NEGATED_AUXILIARIES else word
    phrase = (bare, *said[index + 1 : min(index + 3, last)])
    if phrase in _NEGATE_NOTHING or phrase[:2] in _NEGATE_NOTHING:
        return False
    asks_assent = word.endswith("n't") and index > first and index + 1 < last and said[index + 1] in _ASKED
    return not asks_assent or not (index + 2 == last or _breaks(words.gaps[index + 2]))


def _end_of_scope(words: Words, index: int, first: int, last: int) -> int:
    """Where the reach of the negation at word `index` of a sentence ends."""
    said = words.words
    stop = min(last, index + MAX_SCOPE_WORDS)
    is_pair = said[index] == "neither"
    for at in range(index + 1, stop):
        word = said[at]
        if _breaks(words.gaps[at]) and not (is_pair and word == "nor") and not _lists_on(words, at, last):
            return at
        if word in _ENDS_SCOPE:
            return at
        following = said[at + 1] if at + 1 < last else ""
        if word == "and" and (said[index] not in _OF_NOUNS or following in CLAUSE_STARTS or following in NEGATIONS):
            return at
        if word in _DETERMINERS and _is_behind_side_clause(words, index, at, first):
            return at
        if at > index + 1 and said[at - 1] not in THINKING and _is_subject(word, said[at - 1], following):
            return at
    return stop


def _is_subject(word: str, before: str, following: str) -> bool:
    """Whether a word begins a clause of its own."""
    if word == "it":
        return following in _PREDICATES
    return word in SUBJECT_PRONOUNS or word in CONTRACTED_SUBJECTS or (word == "you" and before in _OBJECTS)


def _is_behind_side_clause(words: Words, index: int, at: int, first: int) -> bool:
    """Whether an article begins the main clause behind a side clause whose predicate is over: "while it isn't ready
    the page shows …"."""
    said = words.words
    if (
        said[index] not in _DENIED_BE
        or at < index + 2
        or said[at - 1].endswith("ing")
        or said[at - 1] in _PREPOSITIONS
    ):
        return False
    return any(word in _SIDE_CLAUSES for word in said[max(first, index - _SUBJECT_WORDS - 1) : index])


def _lists_on(words: Words, at: int, last: int) -> bool:
    """Whether a comma before a word only parts what "or" joins: "no ice, butter or cream"."""
    since = 0
    for following in range(at, min(last - 1, at + _LONGEST_LIST)):
        word, gap = words.words[following], words.gaps[following]
        if _breaks(gap):
            since = 0
            if gap.strip() != ",":
                return False
        if word in {"or", "nor"}:
            return words.words[following + 1] not in SUBJECT_PRONOUNS
        since += 1
        if since > _MOST_LISTED or word == "and" or word in SUBJECT_PRONOUNS | _ENDS_SCOPE or word in CLAUSE_STARTS:
            return False
    return False


_LONGEST_LIST: Final = 9
_MOST_LISTED: Final = 3
"""Words of a list after its first comma, and of one thing in it, at most (chosen)."""


def _breaks(gap: str) -> bool:
    """Whether a mark is between two words."""
    return gap != " " and not _MARKS.isdisjoint(gap)
