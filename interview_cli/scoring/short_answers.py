"""The quality of a short written answer compared with a reference: like it, and saying nothing to the contrary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING

from interview_cli.scoring.comparing import compare_points
from interview_cli.scoring.lists import is_list, listed_sentences
from interview_cli.scoring.polarity import read_text
from interview_cli.scoring.statements import question_names
from interview_cli.scoring.vocabulary import Token, is_misspelling, vocabulary, word_tokens
from interview_cli.scoring.weights import load_weights
from interview_cli.text.lexicon import ONES, TENS
from interview_cli.text.meaning import load_vectors
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUESTION_WORD_WEIGHT = 0.1
"""What a word counts when the question itself says it."""

NO_LIKENESS, FULL_LIKENESS = 0.2, 0.7
"""Cosines of two words' vectors: below, they have nothing in common; above, they mean the same (chosen)."""

COPIED_OWN_SHARE, COPIED_MIN_TERMS = 0.05, 3
COPIED_PAIR_SHARE = 0.85
"""An answer only repeats the question when less than COPIED_OWN_SHARE of at least COPIED_MIN_TERMS terms is not the
question's and this share of its pairs of neighbouring words is (chosen)."""

NOTHING_SAID = 0.12
"""The probability of an answer that shares nothing with its reference (chosen; of 0, 0.08, 0.12 and 0.17 the best on
Mohler's answers)."""

SIMILARITY_SHARE = 0.2
"""Of 0.2, 0.35 and 0.5 the best on Mohler's and SciEntsBank's answers: r grows by .01."""

MISSPELT_CREDIT = 0.9
"""The share of a term's weight that a misspelling of it earns."""

_NUMBERS = {word: float(value) for word, value in (ONES | TENS).items() if word not in ("zero", "one")}
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_CHOICE = re.compile(r"(?<![\w'])[B-H](?![\w'])|(?<![\w'])A(?=\s*(?:[.,:;)]|$))")
"""A letter that names one of several things to choose from; "A" only where it can be no article."""


def reference_score(question: str, reference: str, answer: str, similarity: float | None = None) -> float:
    """How good a short answer is by a reference answer, 0–1; 0 when it only repeats the question or lists terms.

    The fitted weights tell correct answers from incomplete ones and from those that say the contrary. The score is
    the square root of how far their probability is from that of an answer that says nothing to the reference's own:
    graders are generous with the first half of an answer. A `similarity` in meaning by a sentence model, where
    given, counts SIMILARITY_SHARE.
    """
    evidence = evidence_text(question, answer)
    features = short_answer_features(question, reference, evidence) if evidence else None
    if features is None:
        return 0.0
    weights = load_weights("short_answer")
    best = _best_probability(question, reference)
    score = sqrt(min(1.0, max(0.0, weights.probability(features) - NOTHING_SAID) / (best - NOTHING_SAID)))
    if similarity is None:
        return score
    return (1 - SIMILARITY_SHARE) * score + SIMILARITY_SHARE * min(1.0, max(0.0, similarity))


@lru_cache(maxsize=4096)
def _best_probability(question: str, reference: str) -> float:
    """What the reference itself reaches."""
    features = short_answer_features(question, reference, reference)
    assert features is not None  # only asked for a reference that has been compared
    return load_weights("short_answer").probability(features)


def evidence_text(question: str, answer: str) -> str:
    """The answer without sentences that only repeat the question or list terms."""
    spans = sentences_of(answer)
    read = read_text(answer, spans)
    said = [read.tokens[begin:end] for begin, end in read.ranges]
    listed = listed_sentences(said)
    kept = [
        answer[start:end]
        for (start, end), words, is_listed in zip(spans, said, listed, strict=True)
        if not is_listed and words and not _repeats(question, words)
    ]
    return " ".join(kept)


def is_copied_question(question: str, answer: str) -> bool:
    """Whether an answer says nothing that the question does not say."""
    return _repeats(question, word_tokens(answer))


def looks_like_term_list(answer: str) -> bool:
    """Whether an answer is a list of terms instead of sentences. Short ones ("push and pop") are not."""
    return is_list(word_tokens(answer))


def _repeats(question: str, words: Sequence[Token]) -> bool:
    """Whether words hardly say a term that is not the question's, and say the question's in its own order."""
    terms = vocabulary().weigh(words)
    own = sum(weight for name, weight in terms.items() if name not in question_names(question))
    if own >= COPIED_OWN_SHARE * sum(terms.values()) or sum(map(bool, terms.values())) < COPIED_MIN_TERMS:
        return False
    pairs = _content_pairs(words)
    return len(pairs & _content_pairs(word_tokens(question))) >= COPIED_PAIR_SHARE * len(pairs)


def _content_pairs(words: Sequence[Token]) -> set[tuple[str, str]]:
    """Each two words with content that follow one another."""
    silent = vocabulary().function_words
    return set(pairwise(word.root for word in words if word.root not in silent))


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as ranges of characters."""
    words = split_words(text)
    return [(words.starts[first], words.ends[last - 1]) for first, last in sentence_spans(words)]


def short_answer_features(question: str, reference: str, answer: str) -> dict[str, float] | None:
    """What the grade of a short answer is told by; None when one of the texts holds no words with content."""
    spans = sentences_of(answer)
    words = word_tokens(answer)
    given, wanted = _content(question, words), _content(question, word_tokens(reference))
    if not wanted or not (given or _verdict(answer)):
        return None
    loaded = load_vectors()
    alike_all = alike_question = 0.0
    likeness = None
    if loaded is not None:
        texts = loaded.embed([reference, question, answer, *(answer[start:end] for start, end in spans)])
        alike_all, alike_question = float(texts[0] @ texts[2]), float(texts[1] @ texts[2])
        likeness = texts[:2] @ texts[3:].T
    compared = compare_points(question, (reference,), answer, spans, likeness)[0]
    best = max(compared, key=lambda each: each.meant + each.said / 2 + each.alike)
    said, in_meaning, own = _shares(wanted, given)
    return {
        "said_all": said,
        "said_in_meaning": in_meaning,
        "own_share": own,
        "alike_all": alike_all,
        "alike_question": alike_question,
        "log_words": log(1 + len(words)),
        **_choices(reference, answer),
        "any_loose": max(each.loose for each in compared),
        "said": best.said,
        "turned": best.turned,
        "denied": best.denied,
        "denial": best.denial,
        "roles_swapped": best.contradictions.roles_swapped,
        "number_differs": best.contradictions.number_differs,
    }


def _content(question: str, words: Sequence[Token]) -> dict[str, tuple[str, float]]:
    """The terms with content: a word of each and its weight."""
    known, asked = vocabulary(), question_names(question)
    found = {}
    for word in words:
        name = known.term(word)
        weight = known.weight(name)
        if weight:
            found[name] = (word.word, weight * (QUESTION_WORD_WEIGHT if name in asked else 1.0))
    return found


def _shares(
    wanted: Mapping[str, tuple[str, float]], given: Mapping[str, tuple[str, float]]
) -> tuple[float, float, float]:
    """The share of the reference that an answer says, the same by meaning, and the share of the answer that it is."""
    if not given:
        return 0.0, 0.0, 0.0
    said = [1.0 if name in given else _misspelt(word, given) for name, (word, _) in wanted.items()]
    meant = list(said)
    vectors = (
        _word_vectors(tuple(word for word, _ in wanted.values())),
        _word_vectors(tuple(word for word, _ in given.values())),
    )
    if vectors[0] is not None and vectors[1] is not None:
        closest = ((vectors[0] @ vectors[1].T).max(axis=1) - NO_LIKENESS) / (FULL_LIKENESS - NO_LIKENESS)
        meant = [max(share, min(1.0, float(near))) for share, near in zip(said, closest, strict=True)]
    weights = [weight for _, weight in wanted.values()]
    total = sum(weights)
    theirs = sum(weight for _, weight in given.values())
    shared = sum(weight for name, (_, weight) in given.items() if name in wanted)
    return (
        sum(share * weight for share, weight in zip(said, weights, strict=True)) / total,
        sum(share * weight for share, weight in zip(meant, weights, strict=True)) / total,
        shared / theirs if theirs else 0.0,
    )


def _misspelt(word: str, given: Mapping[str, tuple[str, float]]) -> float:
    listed = vocabulary().listed
    for other, _ in given.values():
        if other[0] == word[0] and other not in listed and is_misspelling(other, word):
            return MISSPELT_CREDIT
    return 0.0


@lru_cache(maxsize=4096)
def _word_vectors(words: tuple[str, ...]) -> NDArray[np.float32] | None:
    loaded = load_vectors()
    return None if loaded is None else loaded.embed(words)


def _choices(reference: str, answer: str) -> dict[str, float]:
    """Whether both say the same of what there is to choose: yes or no, a figure, a letter."""
    verdicts = _verdict(reference) * _verdict(answer)
    wanted, given = _figures(reference), _figures(answer)
    letter, letters = _CHOICE.findall(reference)[:1], _CHOICE.findall(answer)
    return {
        "verdict_differs": float(verdicts < 0),
        "verdict_same": float(verdicts > 0),
        "figures_differ": float(bool(wanted and given and not wanted & given)),
        "letter_differs": float(bool(letter and letters and letter[0] not in letters)),
        "letter_same": float(bool(letter and letters and letter[0] == letters[0])),
    }


def _verdict(text: str) -> int:
    opening = [word.strip(",.;:!").lower() for word in text.split(maxsplit=3)[:3]]
    return 1 if "yes" in opening else -1 if "no" in opening[:2] else 0


def _figures(text: str) -> frozenset[float]:
    words = text.lower().split()
    found = {_NUMBERS[word.strip(",.;:!")] for word in words if word.strip(",.;:!") in _NUMBERS}
    return frozenset(found | {float(figure) for figure in _FIGURE.findall(text)})
