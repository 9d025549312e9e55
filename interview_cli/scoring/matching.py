"""Where the sentences of an answer say the terms of key points, their contraries or parts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from interview_cli.scoring.lists import is_enumeration, listed_sentences
from interview_cli.scoring.polarity import ReadWords, denies
from interview_cli.scoring.statements import Mention, QuestionPoints, Role, place_of_than
from interview_cli.scoring.vocabulary import Token, vocabulary
from interview_cli.text.lexicon import MONTHS, ONES, TENS, WEEKDAYS

_DATE_WORDS = MONTHS["en"] | WEEKDAYS | ONES.keys() | TENS.keys()


@dataclass(slots=True)
class AnswerSentence:
    """A sentence of the answer, or two neighbours as one.

    `first` is the place of its first word in the answer, `clauses` the number of the clause of each word, `than` the
    place of "than" or "instead" in the answer. `denies` tells whether it holds a negation, side clauses apart, and
    `denying` which of its clauses do; `listed` whether it only lists terms. `said` are its different words, `names`
    the term of each word, `weighing` those that say something, in order.
    """

    number: int
    first: int
    words: Sequence[Token]
    clauses: Sequence[int]
    denies: bool
    than: int | None
    listed: bool
    denying: frozenset[int]
    said: frozenset[str] = field(init=False)
    names: list[str] = field(init=False)
    weighing: list[str] = field(init=False)

    def __post_init__(self) -> None:
        known = vocabulary()
        self.said = frozenset([word for word, _ in self.words])
        groups, weights = known.words, known.weights
        self.names = [groups.get(word, root) for word, root in self.words]
        self.weighing = [name for name in self.names if weights.get(name, 1.0)]

    def with_next(self, following: AnswerSentence, number: int) -> AnswerSentence:
        """This sentence and the next one as one."""
        return AnswerSentence(
            number=number,
            first=self.first,
            words=[*self.words, *following.words],
            clauses=[*self.clauses, *following.clauses],
            denies=self.denies or following.denies,
            than=self.than if self.than is not None else following.than,
            listed=self.listed or following.listed,
            denying=self.denying | following.denying,
        )


@dataclass(slots=True)
class SharedTerms:
    """Which terms of a point, by their place in it, a sentence says.

    `same` and `contrary` hold where it says the term or its contrary, `part` the share (0–1) of a phrase of which it
    says only a word.
    """

    same: dict[int, Mention] = field(default_factory=dict)
    contrary: dict[int, Mention] = field(default_factory=dict)
    part: dict[int, float] = field(default_factory=dict)

    def share(self, place: int) -> float:
        """How much of a term is said, as such or as its contrary, 0–1."""
        return 1.0 if place in self.same or place in self.contrary else self.part.get(place, 0.0)

    def with_next(self, following: SharedTerms) -> SharedTerms:
        """What this sentence and the next one share with the point together."""
        return SharedTerms(following.same | self.same, following.contrary | self.contrary, following.part | self.part)


def read_sentences(read: ReadWords) -> list[AnswerSentence]:
    """The sentences of an answer. If most of them only list terms, all are taken to."""
    words = [read.tokens[begin:end] for begin, end in read.ranges]
    listed = [
        is_listed or is_enumeration(said, read.clauses[begin:end])
        for is_listed, said, (begin, end) in zip(listed_sentences(words), words, read.ranges, strict=True)
    ]
    if 2 * sum(listed) > len(listed):
        listed = [True] * len(listed)
    found = []
    for number, (begin, end) in enumerate(read.ranges):
        than = place_of_than(words[number])
        found.append(
            AnswerSentence(
                number=number,
                first=begin,
                words=words[number],
                clauses=read.clauses[begin:end],
                denies=denies(read, begin, end),
                than=None if than is None else begin + than,
                listed=listed[number],
                denying=frozenset(
                    read.clauses[at] for at in range(begin, end) if read.negated[at] and not read.aside[at]
                ),
            )
        )
    return found


def shared_terms(question: QuestionPoints, read: ReadWords) -> list[list[SharedTerms | None]]:
    """For each point and each sentence what they share; None where that is nothing."""
    known = vocabulary()
    groups, phrases, index = known.words, known.phrases, question.index
    same, contrary, part = Role.SAME, Role.CONTRARY, Role.PART
    found: list[list[SharedTerms | None]] = [[None] * len(read.ranges) for _ in question.points]
    for number, (begin, end) in enumerate(read.ranges):
        for at in range(begin, end):
            word, root = read.tokens[at]
            name = groups.get(word, root)
            uses = index.get(name, ())
            if name != root and root in index:
                uses += index[root]
            if root in phrases and at + 1 < end and (group := known.phrase(read.tokens, at)[0]) in index:
                uses += index[group]
            if not uses:
                continue
            mention = Mention(
                *(at, read.clauses[at], read.negated[at], read.averted[at]),
                *(read.replaced[at], read.aside[at], at in read.heads),
            )
            for point, place, role, share in uses:
                here = found[point][number]
                if here is None:
                    here = found[point][number] = SharedTerms()
                if role is same:
                    earlier = here.same.get(place)
                    term = question.points[point].terms[place]
                    if earlier is None or (earlier.differs(term) and not mention.differs(term)):
                        here.same[place] = mention
                elif role is contrary and not _only_says_when(read.tokens, at, end):
                    here.contrary.setdefault(place, mention)
                elif role is part:
                    here.part[place] = max(here.part.get(place, 0.0), share)
    return found


def _only_says_when(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether "in" or "on" only says when, and turns no "out": "they pay in ninety days", "on Friday"."""
    if words[at].word not in {"in", "on"} or at + 1 >= end:
        return False
    following = words[at + 1].word
    return following in _DATE_WORDS or following[:1].isdigit()
