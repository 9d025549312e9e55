"""Whether an answer is about its question: yes, about something else, or not to be told.

Two kinds of signs are weighed. Words: those of the question, and those that answers to such questions are made of.
Meaning: how near the nearest sentence comes to the question, and whether the answer is more like what such questions
are answered with than like what other questions are answered with. Vectors come from `text.meaning`; where they leave
it open, from the sentence model of the extra `embeddings`, if installed. Without vectors words decide alone, and no
answer is said to be about something else, which takes signs of both kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain
from math import exp, inf, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.interview.model import InterviewType, Question
from interview_cli.scoring.intents import (
    asked_for_by_words,
    content_stems,
    content_stems_of,
    intent_space,
    leisure,
    likeness_by_words,
    weigh,
)
from interview_cli.text import embeddings
from interview_cli.text.meaning import Vectors, load_vectors
from interview_cli.text.sentences import sentence_texts
from interview_cli.text.words import RareWords, list_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_WORDS: Final = 12
"""A shorter answer is never said to be about something else (chosen)."""

MIN_WORDS_OF_THE_USUAL: Final = 25
"""In so many words an answer to a personal question has "I", "we" or "my", one to a technical question some word of
its key points: all labelled answers and all shipped ideal answers do."""

LONGEST_PART_WORDS: Final = 30
"""Longer sentences, as of speech without full stops, are compared in parts of about so many words (chosen)."""

LONGEST_QUESTION_WORDS: Final = 40
"""Of a longer speech of the interviewer the last sentences of so many words count, where the question is (chosen)."""

SHARED_LITTLE: Final = 0.12
"""Below this share of the question's words, weighed by rareness, words speak against an answer (chosen)."""

OF_LEISURE: Final = 2.5
"""From this likeness on, in standard deviations above the mean of all intents, an answer tells of free time
(chosen)."""

LEISURE_BELOW: Final = -1.5
"""Below this score an answer that tells of free time, where nobody asked for it, is about something else. Chosen: of
the labelled answers that are about their question none has both."""

_SURE_FROM: Final = 1.0
"""From this score by word vectors on, a slower model is not asked."""

_REMEMBERED_QUESTIONS: Final = 4096

_KNOWLEDGE: Final = frozenset({InterviewType.TECHNICAL_VERBAL, InterviewType.SYSTEM_DESIGN})
_ONESELF: Final = re.compile(r"\b(?:i|me|my|mine|we|us|our|ours)\b", re.IGNORECASE)
_HESITATION: Final = re.compile(r"\b(?=[uaeh])(?:u+h+m*|u+m+|a+h+|er+m*|hm+)\b[ ,.]*", re.IGNORECASE)
_HESITATIONS: Final = RareWords(_HESITATION.search)


class RelevanceState(StrEnum):
    ABOUT_IT = "about_it"
    ABOUT_SOMETHING_ELSE = "about_something_else"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Relevance:
    """`degree` is how much the answer is about the question, 0–1 and at least 0.5 when it is about it; None when that
    cannot be told. `start` and `end` are the characters of the sentence nearest to the question, None when no
    sentences were compared by meaning. `of_leisure` says that it tells of free time, which nobody asked about."""

    state: RelevanceState
    degree: float | None
    start: int | None = None
    end: int | None = None
    of_leisure: bool = False

    def unless_elsewhere(self, *, names_free_time: bool) -> Relevance:
        """The same, left open where it was said to be about something else: other signs say that it is not. A story
        of free time that nobody asked about stays one where it names it: a gardener's work is like it."""
        is_free_time = self.of_leisure and names_free_time
        if self.state is not RelevanceState.ABOUT_SOMETHING_ELSE or is_free_time:
            return self
        return Relevance(RelevanceState.CANNOT_TELL, None, self.start, self.end)

    def unless_of_leisure(self) -> Relevance:
        """The same, left open where it was said to be about the question and tells of free time: one word of the
        question may be all that it shares with it."""
        if self.state is not RelevanceState.ABOUT_IT or not self.of_leisure:
            return self
        return Relevance(RelevanceState.CANNOT_TELL, None, self.start, self.end)

    def or_seemingly_about_it(self) -> Relevance:
        """The same, or where it was left open about the question: another sign says so."""
        if self.state is not RelevanceState.CANNOT_TELL:
            return self
        return Relevance(RelevanceState.ABOUT_IT, 0.5, self.start, self.end)


class Signs(NamedTuple):
    """What speaks for and against an answer being about a question.

    `nearest` is the cosine of the question and the nearest sentence; `answered_so` how much the answer is like
    sentences that answer such questions, in standard deviations above those that answer others; `words_so` the same
    for single words; `question_words` the weight of the question's words it has, by the root of the number of its
    own; `lacks_the_usual` 1 when a longer answer has nothing of what every answer to such a question has: "I", "we"
    or "my", or in technical questions any word of the key points.
    """

    nearest: float
    answered_so: float
    words_so: float
    question_words: float
    lacks_the_usual: float


class Compared(NamedTuple):
    """An answer held against a question: the signs, whether it tells of free time unasked, and which of its sentences
    is nearest to the question (None without vectors)."""

    signs: Signs
    of_leisure: bool
    nearest: int | None


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over signs in their order, and from and below which scores the state is certain."""

    base: float
    signs: Signs
    about_it_from: float
    elsewhere_below: float

    def score(self, signs: Signs) -> float:
        return self.base + sum(weight * sign for weight, sign in zip(self.signs, signs, strict=True))


BY_WORDS: Final = Weights(-1.27, Signs(0.0, 0.0, 1.57, 0.59, -4.16), 0.5, -inf)
BY_WORD_VECTORS: Final = Weights(-2.7, Signs(7.31, 1.1, 0.43, 0.29, -3.78), -1.4, -3.3)
BY_SENTENCE_MODEL: Final = Weights(-4.53, Signs(11.53, 1.29, 0.68, -0.06, -3.0), -0.8, -4.0)
"""Fitted by `benchmarks/relevance.py --fit` on tests/scoring/relevance_answers.yaml and on the ideal answers of the
shipped questions. The limits keep what is said to be about something else to 2 % of the answers that are not. From
what score word vectors take an answer for one about its question was chosen on the development half of
tests/scoring/spoken: seven in ten of its answers reach it, and four in ten held against the question of another."""

KNOWLEDGE_FROM: Final = -0.8
"""The least score of an answer about a technical question: lower ones have as often other answers (chosen)."""

SURELY_ABOUT_IT: Final = 0.65
"""From this degree on an answer is said to be about its question, below it seems so (chosen): of the answers held
against the question of another, two in ten reach it."""


class Answer:
    """An answer as it is compared: the words of its sentences, and all of them in lower case without marks."""

    def __init__(self, sentences: Sequence[Sequence[str]], said: Iterable[str]) -> None:
        self._sentences, self._said = sentences, said
        self.words = sum(map(len, sentences))
        self.stems = content_stems_of(said)

    @property
    def speaks_of_oneself(self) -> bool:
        """Whether it has "I", "we" or "my"."""
        return any(map(_ONESELF.search, self._said))

    @cached_property
    def parts(self) -> list[tuple[str, int]]:
        """Its sentences, long ones in several parts, each with the number of the sentence that it is of."""
        parts: list[tuple[str, int]] = []
        for number, words in enumerate(self._sentences):
            count = max(1, round(len(words) / LONGEST_PART_WORDS))
            size = -(-len(words) // count)
            parts += ((" ".join(words[first : first + size]), number) for first in range(0, len(words), size or 1))
        return parts


def judge_relevance(
    question: Question,
    asked: str,
    answer: Answer,
    sentences: Sequence[tuple[int, int]],
    *,
    is_follow_up: bool = False,
    rows: NDArray[np.float32] | None = None,
) -> Relevance:
    """Tell whether an answer is about what was asked.

    `asked` is the question as it was put, `sentences` are where the answer's are, in characters. A follow-up leans on
    what was said before, so its answer is about something else only when it lacks the usual as well. `rows` are the
    sentences' rows of `load_vectors().embed`, where the caller has them already.
    """
    wanted = _question_in(asked.strip() or question.text)
    if not wanted or not answer.words:
        return Relevance(RelevanceState.CANNOT_TELL, None)
    weights, score, at, of_leisure = BY_WORDS, 0.0, None, False
    for weights, vectors in ways():
        given = rows if weights is BY_WORD_VECTORS else None
        signs, of_leisure, at = compare(question, wanted, answer, vectors, given)
        score = weights.score(signs)
        if score >= _SURE_FROM:
            break
    start, end = sentences[at] if at is not None else (None, None)
    is_from = weights.about_it_from
    if question.type in _KNOWLEDGE:  # one technical question is less like another than one story is
        is_from = max(is_from, KNOWLEDGE_FROM)
    degree = 1 / (1 + exp(is_from - score))
    if score >= is_from:
        return Relevance(RelevanceState.ABOUT_IT, degree, start, end, of_leisure)
    limit = max(weights.elsewhere_below, LEISURE_BELOW) if of_leisure else weights.elsewhere_below
    against = _words_against(wanted, answer) and score < limit
    if against and answer.words >= MIN_WORDS and (signs.lacks_the_usual or not is_follow_up):
        return Relevance(RelevanceState.ABOUT_SOMETHING_ELSE, degree, start, end, of_leisure)
    return Relevance(RelevanceState.CANNOT_TELL, None, start, end)


_question_stems = lru_cache(maxsize=_REMEMBERED_QUESTIONS)(content_stems)


@lru_cache(maxsize=_REMEMBERED_QUESTIONS)
def _question_in(speech: str) -> str:
    """The last sentences of what an interviewer says, one at least."""
    kept: list[str] = []
    room = LONGEST_QUESTION_WORDS
    for sentence in reversed(sentence_texts(speech)):
        room -= len(sentence.split())
        if kept and room < 0:
            break
        kept.insert(0, sentence)
    return " ".join(kept)


def ways() -> Iterator[tuple[Weights, Vectors | None]]:
    """The ways to compare, the quick one first, the others to be asked when it does not make sure."""
    vectors = load_vectors()
    yield (BY_WORD_VECTORS, vectors) if vectors else (BY_WORDS, None)
    if embeddings.is_installed():
        yield BY_SENTENCE_MODEL, embeddings.load_embeddings()


def read_answer(text: str, sentences: Sequence[tuple[int, int]]) -> Answer:
    """A text with its sentences (characters) as an answer to be compared, without hesitations."""
    said = [_HESITATION.sub("", text[start:end]) for start, end in sentences]
    return Answer([each.split() for each in said], list_words(" ".join(said)))


def answer_of(sentences: Sequence[Sequence[str]]) -> Answer:
    """Sentences in words, in lower case and without marks, as an answer to be compared, without hesitations."""
    said = set(chain.from_iterable(sentences))
    if _HESITATIONS.among(said):
        sentences = [" ".join([_HESITATION.sub("", word) for word in words]).split() for words in sentences]
        said = set(chain.from_iterable(sentences))
    return Answer(sentences, said)


def compare(
    question: Question,
    asked: str,
    answer: Answer,
    vectors: Vectors | None,
    given: NDArray[np.float32] | None = None,
) -> Compared:
    """Hold an answer against a question.

    `given` are the sentences' rows, where they are known; else the answer's parts are compared.
    """
    stems = _question_stems(asked)
    lacking = answer.words >= MIN_WORDS_OF_THE_USUAL and not _has_the_usual(question, answer)
    shared = weigh(stems & answer.stems) / sqrt(1 + len(answer.stems))
    nearest, answered_so, at, of_leisure = 0.0, 0.0, None, False
    if vectors:
        space = intent_space(vectors)
        vector, shares = space.asked_for(asked)
        rows = vectors.embed([part for part, _ in answer.parts]) if given is None else given
        cosines = rows @ vector
        nearest_row = int(cosines.argmax())
        at = answer.parts[nearest_row][1] if given is None else nearest_row
        likeness = space.likeness(rows)
        nearest, answered_so = float(cosines[nearest_row]), float(shares @ likeness)
        of_leisure = bool(likeness[leisure()] >= OF_LEISURE and shares[leisure()] < shares.max())
    else:
        shares = asked_for_by_words(stems)
    words_so = float(shares @ likeness_by_words(answer.stems))
    return Compared(Signs(nearest, answered_so, words_so, shared, float(lacking)), of_leisure, at)


def _words_against(asked: str, answer: Answer) -> bool:
    """Whether an answer shares next to nothing with the words of its question."""
    stems = _question_stems(asked)
    return weigh(stems & answer.stems) <= SHARED_LITTLE * weigh(stems)


def _has_the_usual(question: Question, answer: Answer) -> bool:
    if question.type not in _KNOWLEDGE:
        return answer.speaks_of_oneself
    points = _question_stems(" ".join(question.key_points))
    return not points or bool(points & answer.stems)
