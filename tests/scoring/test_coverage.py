"""What counts as covering reference content, and what earns nothing."""

from __future__ import annotations

import pytest

from interview_cli.scoring.coverage import (
    evidence_text,
    is_copied_question,
    looks_like_term_list,
    match_points,
    reference_score,
    relevance,
)

QUESTION = "How would you make sure that a customer is charged only once when the payment request is sent twice?"
POINTS = (
    "The client sends a unique idempotency key with each logical request.",
    "The server stores the key with the result and returns the stored result when it sees the key again.",
    "The check and the write happen atomically, for instance through a unique constraint.",
)
GOOD = (
    "I would have the client attach a unique idempotency key to every request. On the backend we save that key "
    "together with the response, so if the same key shows up again we just return what we saved. To avoid a race, "
    "the check and the insert run in one transaction guarded by a unique constraint."
)
OFF_TOPIC = "Last summer I went hiking in the mountains with my family and we saw a bear near the lake."
TERM_LISTS = (
    "Idempotency key, unique constraint, transaction, retry, atomic write, stored result, client, server, database.",
    "Idempotency. Unique key. Atomic write. Unique constraint. Stored result. Server. Client. Retry.",
    "idempotency key and unique constraint and atomic write and stored result and client and server",
    "idempotency key\nunique constraint\natomic write\nstored result\nclient retry\nserver",
)


def test_a_paraphrase_covers_the_points_and_is_quoted_where_it_does() -> None:
    matches = match_points(QUESTION, POINTS, GOOD)
    assert [match.point for match in matches] == list(POINTS)
    assert all(match.covered for match in matches)
    quotes = [GOOD[match.start : match.end] for match in matches]
    assert [quote.split()[0] for quote in quotes] == ["I", "On", "To"]
    assert all(quote.endswith(".") for quote in quotes)


def test_a_point_left_out_is_not_covered() -> None:
    first_sentence = GOOD[: GOOD.index(".") + 1]
    assert [match.covered for match in match_points(QUESTION, POINTS, first_sentence)] == [True, False, False]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        " \n ",
        "?!",
        OFF_TOPIC,
        QUESTION,
        f"Well, that is a good question. {QUESTION} I would make sure that the customer is charged only once.",
        "idempotency key " * 30,
        *TERM_LISTS,
    ],
)
def test_answers_without_content_earn_nothing(answer: str) -> None:
    assert [match.strength for match in match_points(QUESTION, POINTS, answer)] == [0.0, 0.0, 0.0]
    assert [(match.start, match.end) for match in match_points(QUESTION, POINTS, answer)] == [(None, None)] * 3
    assert reference_score(QUESTION, " ".join(POINTS), answer) == 0.0
    assert relevance(QUESTION, POINTS, answer) < 0.1


@pytest.mark.parametrize("answer", [QUESTION, *TERM_LISTS])
def test_likeness_in_meaning_does_not_rescue_them(answer: str) -> None:
    assert reference_score(QUESTION, " ".join(POINTS), answer, lambda *_: 1.0) == 0.0


@pytest.mark.parametrize("extra", [QUESTION, *TERM_LISTS, GOOD])
def test_nothing_is_gained_by_repeating_or_by_adding_lists(extra: str) -> None:
    reference = " ".join(POINTS)
    assert reference_score(QUESTION, reference, f"{GOOD}\n{extra}") == reference_score(QUESTION, reference, GOOD)


def test_words_of_the_question_earn_next_to_nothing() -> None:
    question = "What is a linked list?"
    reference = "A linked list is a chain of nodes that grows dynamically."
    assert reference_score(question, reference, "The linked list is that thing which they taught us about.") == 0.0
    beside = reference_score(question, reference, "It is nodes in a linked list.")
    alone = reference_score(question, reference, "It is nodes.")
    assert alone < beside < alone + 0.1


def test_a_reference_made_only_of_the_questions_words_can_still_be_met() -> None:
    question = "Is a queue or a stack first in, first out?"
    assert reference_score(question, "A queue.", "I am sure that it must be the queue.") == 1.0
    assert reference_score(question, "A queue.", "I am sure that it must be the stack.") == 0.0


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("It runs on Kubernetes.", "We run it on k8s."),
        ("The database does it.", "That is done by the DB."),
        ("Continuous integration finds it.", "Our CI would find it."),
        ("It gives constant time.", "That gives you O(1)."),
        ("It is first in, first out.", "It is FIFO."),
        ("It uses a hash table.", "You use a dictionary for that."),
        ("The index makes queries fast.", "With indexes, we made every query faster."),
        ("It deletes the nodes.", "A node is removed by it."),
        ("It is written in C++.", "They wrote it in C plus plus, so it is written like that."),
        ("It calls itself.", "It is calling itself."),
    ],
)
def test_synonyms_abbreviations_and_inflections_cover(reference: str, answer: str) -> None:
    assert reference_score("How does it work?", reference, answer) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("It keeps an idempotency key.", "It keeps an idempotancy key."),
        ("It needs serialization.", "It needs serializaton."),
        ("It has a constructor.", "It has a construcotr."),
    ],
)
def test_misspellings_cover_nearly_as_much(reference: str, answer: str) -> None:
    assert 0.9 < reference_score("How does it work?", reference, answer) < 1.0


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("It needs an import.", "It needs an export."),
        ("The processes wait.", "The processors are there."),
        ("It has a stack.", "It has a stock."),
        ("It inserts.", "It inverts."),
        ("It is private.", "It is a primate."),
    ],
)
def test_other_words_that_look_alike_do_not_cover(reference: str, answer: str) -> None:
    assert reference_score("How does it work?", reference, answer) < 0.8


def test_general_words_count_less_than_words_of_the_subject() -> None:
    reference = "The replica takes over after the leader fails, which is an important part."
    subject = reference_score("What happens?", reference, "A replica is there after the leader fails.")
    general = reference_score("What happens?", reference, "It is an important part of what it takes.")
    assert subject > general + 0.2


def test_content_in_one_place_beats_the_same_words_scattered() -> None:
    point = ("The cache evicts the least recently read entry.",)
    together = "It is there that the cache evicts an entry. It was nice. We had a good day in the office."
    scattered = "We had a cache in the office. It was nice there. They evicted us. It was an entry for me."
    assert match_points("", point, together)[0].strength > match_points("", point, scattered)[0].strength


def test_a_point_made_over_two_sentences_counts_in_full() -> None:
    point = ("The load balancer spreads traffic over healthy replicas.",)
    answer = "There is a load balancer in front of it. It spreads the traffic over the healthy replicas."
    assert match_points("", point, answer)[0].strength == pytest.approx(1.0)


def test_similarity_of_meaning_is_half_of_the_score_and_sees_only_the_evidence() -> None:
    seen: list[tuple[str, str]] = []

    def similarity(first: str, second: str) -> float:
        seen.append((first, second))
        return 0.5

    answer = f"{QUESTION} The client has a key for it.\n{TERM_LISTS[0]}"
    score = reference_score(QUESTION, "The client has a key for it.", answer, similarity)
    assert score == pytest.approx(((1 + 0.5) / 2) ** 0.5)
    assert seen == [("The client has a key for it.", "The client has a key for it.")]
    assert evidence_text(QUESTION, answer) == seen[0][1]


def test_relevance_tells_on_topic_from_off_topic() -> None:
    short = "I would use an idempotency key that the client makes up."
    elsewhere = (
        "A binary tree is balanced when the heights of its branches differ by at most one, so I would rotate it."
    )
    assert relevance(QUESTION, POINTS, GOOD) > 0.8
    assert relevance(QUESTION, POINTS, short) > 0.5
    assert relevance(QUESTION, POINTS, elsewhere) < 0.15
    assert relevance(QUESTION, POINTS, f"{QUESTION} {OFF_TOPIC}") < 0.1


@pytest.mark.parametrize(
    ("answer", "copied"),
    [
        (QUESTION, True),
        (QUESTION.upper(), True),
        ("Make sure the customer is only charged once when the request is sent twice.", True),
        (GOOD, False),
        (OFF_TOPIC, False),
        ("", False),
        ("Sure.", False),
    ],
)
def test_copied_question(answer: str, copied: bool) -> None:
    assert is_copied_question(QUESTION, answer) is copied


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        *((listed, True) for listed in TERM_LISTS),
        (GOOD, False),
        ("Push and pop.", False),
        ("Atomicity, consistency, isolation and durability.", False),
        ("We cache the result so that the database is not asked again, and it expires after an hour.", False),
        ("", False),
    ],
)
def test_term_list(answer: str, listed: bool) -> None:
    assert looks_like_term_list(answer) is listed
