"""Short written answers held against a reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.model import InterviewType
from interview_cli.scoring import short_answers
from interview_cli.scoring.short_answers import (
    evidence_text,
    is_copied_question,
    looks_like_term_list,
    reference_score,
)
from interview_cli.trust.grading_judges import SHORT_ANSWER_WORDS, reference_scorer, rubric_scorer

QUESTION = "How would you make sure that a customer is charged only once when the payment request is sent twice?"
REFERENCE = (
    "The client sends a unique idempotency key with each logical request. The server stores the key with the result "
    "and returns the stored result when it sees the key again."
)
TERM_LISTS = (
    "Idempotency key, unique constraint, transaction, retry, atomic write, stored result, client, server, database.",
    "Idempotency. Unique key. Atomic write. Unique constraint. Stored result. Server. Client. Retry.",
    "idempotency key and unique constraint and atomic write and stored result and client and server",
)
COPIES = (
    QUESTION,
    QUESTION.upper(),
    "Make sure the customer is only charged once when the request is sent twice.",
)


def test_the_reference_itself_is_the_best_answer() -> None:
    assert reference_score(QUESTION, REFERENCE, REFERENCE) == pytest.approx(1.0)


def test_better_answers_score_higher() -> None:
    full = (
        "The client sends an idempotency key. The server stores the result and returns it when the key comes again."
    )
    half = "The client sends a unique key with the request."
    beside = "I would write an email to the customer and say sorry for it."
    scores = [reference_score(QUESTION, REFERENCE, answer) for answer in (full, half, beside)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[2] + 0.3


@pytest.mark.parametrize(
    ("question", "reference", "right", "contrary"),
    [
        (
            "Is it the same?",
            "Yes. Both have the same concentration.",
            "Yes, it is the same.",
            "No, it is not the same.",
        ),
        ("How long does it take?", "It takes 40 minutes.", "40 minutes.", "30 minutes."),
        ("Which one is harder?", "B, because it was not scratched.", "B is harder.", "C is harder."),
        ("What happens to the pitch?", "The pitch gets higher.", "It gets higher.", "It gets lower."),
        ("Does it conduct?", "Copper conducts electricity.", "Copper does conduct.", "Copper does not conduct."),
    ],
)
def test_the_contrary_scores_lower_than_the_right_answer(
    question: str, reference: str, right: str, contrary: str
) -> None:
    assert reference_score(question, reference, right) > reference_score(question, reference, contrary) + 0.05


@pytest.mark.parametrize("answer", ["", " \n ", "?!", *COPIES, *TERM_LISTS])
def test_answers_without_content_earn_nothing(answer: str) -> None:
    assert reference_score(QUESTION, REFERENCE, answer) == 0.0
    assert reference_score(QUESTION, REFERENCE, answer, similarity=1.0) == 0.0


def test_misspellings_cost_little() -> None:
    rightly = reference_score("How does it work?", "It keeps an idempotency key.", "It keeps an idempotency key.")
    wrongly = reference_score("How does it work?", "It keeps an idempotency key.", "It keeps an idempotancy key.")
    assert rightly - 0.15 < wrongly < rightly


def test_only_the_evidence_is_compared() -> None:
    said = "The client has a key for it"
    assert evidence_text(QUESTION, f"{QUESTION} {said}.\n{TERM_LISTS[0]}") == said


@pytest.mark.parametrize("answer", COPIES)
def test_a_copied_question_is_known(answer: str) -> None:
    assert is_copied_question(QUESTION, answer)


@pytest.mark.parametrize("answer", [REFERENCE, "", "Sure.", "The indophenol did not change as there is no vitamin."])
def test_other_answers_are_no_copies(answer: str) -> None:
    assert not is_copied_question(QUESTION, answer)


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        *((listed, True) for listed in TERM_LISTS),
        (REFERENCE, False),
        ("Push and pop.", False),
        ("Atomicity, consistency, isolation and durability.", False),
        ("Overfitting shows as low training error with much higher validation error.", False),
        ("", False),
    ],
)
def test_a_list_of_terms_is_known(answer: str, listed: bool) -> None:
    assert looks_like_term_list(answer) is listed


def test_likeness_by_a_sentence_model_counts_its_share() -> None:
    answer = "The client sends a unique key."
    alone = reference_score(QUESTION, REFERENCE, answer)
    assert reference_score(QUESTION, REFERENCE, answer, similarity=1.0) == pytest.approx(0.8 * alone + 0.2)
    assert reference_score(QUESTION, REFERENCE, answer, similarity=-1.0) == pytest.approx(0.8 * alone)


@pytest.mark.usefixtures("without_vectors")
def test_without_vectors_the_words_decide() -> None:
    for cached in (short_answers._best_probability, short_answers._word_vectors):
        cached.cache_clear()
    assert reference_score(QUESTION, REFERENCE, REFERENCE) == pytest.approx(1.0)
    assert reference_score(QUESTION, REFERENCE, "I went to the lake with my dog.") < 0.5
    for cached in (short_answers._best_probability, short_answers._word_vectors):
        cached.cache_clear()


def test_short_answers_are_judged_by_content_alone_whatever_the_judge() -> None:
    by_rubric = rubric_scorer(InterviewType.TECHNICAL_VERBAL, None)
    by_reference, _ = reference_scorer()
    short = "The client sends a unique key with the request."
    long = " ".join(["Then the client sends a key with the request to the server."] * (SHORT_ANSWER_WORDS // 11))
    assert by_rubric(QUESTION, REFERENCE, short) == by_reference(QUESTION, REFERENCE, short)
    assert by_rubric(QUESTION, REFERENCE, long) != by_reference(QUESTION, REFERENCE, long)


_TEXTS = st.text(st.characters(exclude_categories=()), max_size=120)


@given(_TEXTS, _TEXTS, _TEXTS)
def test_every_score_is_a_share(question: str, reference: str, answer: str) -> None:
    assert 0.0 <= reference_score(question, reference, answer) <= 1.0
