"""How far an answer covers reference content, and whether it is about the question at all.

Texts are compared term by term: words by their root, synonyms and abbreviations by their group, misspellings by
their distance. Each term counts once, however often it is said. Words of the question earn next to nothing, and
sentences that only repeat the question or only list terms nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from interview_cli.scoring.content import (
    AnswerContent,
    Reference,
    answer_content,
    is_list,
    only_repeats,
    reference_content,
    topic_terms,
)
from interview_cli.scoring.text import sentences

COVERED_FROM = 0.4
"""A point of this strength counts as covered."""

SCATTERED_CREDIT = 0.8
"""What coverage is worth whose terms are spread over the answer, beside coverage in one place."""

TOPIC_NEED = 2.0
"""An answer is fully about a topic when what it shares with it reaches this many times the square root of what it
says: long answers meet a topic's words by chance more often, but not in proportion, as nobody keeps to them alone."""


class Similarity(Protocol):
    """Tells how alike two texts are in meaning."""

    def __call__(self, first: str, second: str, /) -> float:
        """1 for the same meaning, 0 or less for nothing in common."""
        ...


@dataclass(frozen=True, slots=True)
class PointMatch:
    """How strongly an answer makes a point (0–1), and the characters of its sentence that does so best, if any."""

    point: str
    strength: float
    covered: bool
    start: int | None
    end: int | None


def match_points(question: str, points: Sequence[str], answer: str) -> tuple[PointMatch, ...]:
    """Look for each key point of a question in an answer."""
    content = answer_content(question, answer)
    return tuple(_match(point, reference_content(question, point), content) for point in points)


def reference_score(question: str, reference: str, answer: str, similarity: Similarity | None = None) -> float:
    """How much of a reference answer an answer says, 0–1.

    The square root of the covered share: graders are generous with the first half of an answer. With a similarity of
    meaning, the root of half covered share, half similarity.
    """
    content = answer_content(question, answer)
    covered = _covered(reference_content(question, reference), content)
    if similarity is None or not content.sentences:
        return sqrt(covered)
    alike = min(1.0, max(0.0, similarity(reference, evidence_text(question, answer))))
    return sqrt((covered + alike) / 2)


def evidence_text(question: str, answer: str) -> str:
    """The answer without sentences that only repeat the question or list terms; a `Similarity` gets to see this."""
    return " ".join(answer[start:end] for start, end, _ in answer_content(question, answer).sentences)


def relevance(question: str, context: Sequence[str], answer: str) -> float:
    """Whether an answer is about a question, 0–1, by the words it shares with the question and the context.

    `context` is what a good answer would speak of: key points, topics. Sentences copied from the question and bare
    lists do not count.
    """
    content = answer_content(question, answer)
    shared = sum(term.weight**2 * content.find(term)[0] for term in topic_terms((question, *context)))
    return min(1.0, shared / (TOPIC_NEED * sqrt(max(1.0, content.weight))))


def is_copied_question(question: str, answer: str) -> bool:
    """Whether an answer says nothing that the question does not say."""
    return only_repeats(question, answer)


def looks_like_term_list(answer: str) -> bool:
    """Whether an answer is a list of terms instead of sentences. Short ones ("push and pop") are not."""
    return is_list([word for sentence in sentences(answer) for word in sentence.tokens])


def _covered(reference: Reference, content: AnswerContent) -> float:
    """The share of a reference's weight that an answer says; 0 when it only says words of the question."""
    met = 0.0
    beyond_question = reference.only_question_words
    for term in reference.terms:
        share, _ = content.find(term)
        met += share * term.weight
        beyond_question = beyond_question or (share > 0 and not term.from_question)
    return min(1.0, met / reference.weight) if beyond_question and met else 0.0


def _match(point: str, reference: Reference, content: AnswerContent) -> PointMatch:
    """The strongest of: one sentence, two sentences in a row, and, a little less, the whole answer."""
    met = 0.0
    beyond_question = reference.only_question_words
    single = [0.0] * len(content.sentences)
    double = [0.0] * (len(content.sentences) + 1)
    for term in reference.terms:
        share, places = content.find(term)
        if not share:
            continue
        beyond_question = beyond_question or not term.from_question
        gain = share * term.weight
        met += gain
        counted = -1
        for number in places:
            single[number] += gain
            if number != counted:
                double[number] += gain
            counted = number + 1
            double[counted] += gain
    if not met or not beyond_question:
        return PointMatch(point, 0.0, covered=False, start=None, end=None)
    sentence = content.sentences[single.index(max(single))]
    strength = min(1.0, max(max(double), SCATTERED_CREDIT * met) / reference.weight)
    return PointMatch(point, strength, strength >= COVERED_FROM, sentence.start, sentence.end)
