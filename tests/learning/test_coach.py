"""The coach by rules: quotes what was found, names where, and otherwise says what to do next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.learning.coach import LONGEST_QUOTE, MOST_FOUND, Passage, Step, asks_for_next, reply, search
from interview_cli.text.meaning import load_vectors

CONFLICT = Passage(
    "session",
    "3f2a91",
    "The two teams had a conflict over the harbour schedule. I listened to both and drew up a new plan.",
    "Session 3f2a91 of 2026-05-01, answer 2",
    "interview feedback 3f2a91",
)
CRANE = Passage("cv", "b7", "Led the repair of four harbour cranes", "Your CV, line 12")
RUST = Passage("job", "c1", "You must know Rust", "The job “Platform Engineer”")
PASSAGES = [CONFLICT, CRANE, RUST]
STEPS = [
    Step(
        "Review what is due today (3).", "interview review", ({"kind": "progress", "id": "review", "quote": "3 due"},)
    ),
    Step("The job asks for Rust.", "interview practice --cv a --job b"),
]


@pytest.mark.parametrize(
    "question",
    [
        "What should I practise next?",
        "Where do I start?",
        "How can I improve?",
        "Am I ready?",
        "what do I do now",
        "What are my weaknesses?",
    ],
)
def test_questions_about_what_to_do(question: str) -> None:
    assert asks_for_next(question)
    found = reply(question, PASSAGES, STEPS)
    assert found.answer.startswith("Next: Review what is due today (3).")
    assert found.next_command == "interview review"
    assert found.rests_on == STEPS[0].rests_on


@pytest.mark.parametrize(
    ("question", "passage", "quote"),
    [
        ("What did I say about the conflict?", CONFLICT, "The two teams had a conflict over the harbour schedule."),
        ("Who drew up the plan?", CONFLICT, "I listened to both and drew up a new plan."),
        ("Do I have anything on cranes?", CRANE, CRANE.text),
        ("Does the job ask for Rust?", RUST, RUST.text),
    ],
)
def test_answers_are_quotes_with_their_place(question: str, passage: Passage, quote: str) -> None:
    found = reply(question, PASSAGES, STEPS)
    assert f"- {passage.label}: “{quote}”" in found.answer
    assert found.rests_on[0]["kind"] == passage.kind
    assert found.rests_on[0]["id"] == passage.id
    assert found.rests_on[0]["quote"] in passage.text


def test_what_is_not_there_is_said_to_be_not_found() -> None:
    found = reply("What did I say about giraffes?", PASSAGES, STEPS)
    assert found.answer.startswith("I found nothing about this in your history, CV or job.\nNext: ")


@pytest.mark.parametrize(
    "question",
    [
        "What does the job ask for that my CV does not show?",
        "What is missing in my CV?",
        "Which gaps do I have for this role?",
        "What doesn't my resume cover?",
    ],
)
def test_what_the_cv_does_not_show_is_listed(question: str) -> None:
    rust = Step(
        "The job asks for Rust.", "interview practice --job b", ({"kind": "job", "id": "b", "quote": "Rust"},)
    )
    go = Step("The job asks for Go.", "interview practice --job b", ({"kind": "job", "id": "b", "quote": "Go"},))
    found = reply(question, PASSAGES, STEPS, missing=[rust, go])
    assert found.answer == (
        "- The job asks for Rust.\n- The job asks for Go.\nTo practise this:\n  interview practice --job b"
    )
    assert [each["quote"] for each in found.rests_on] == ["Rust", "Go"]
    assert found.next_command == "interview practice --job b"
    assert reply(question, PASSAGES, STEPS, missing=[]).answer.startswith("I found every must-have of the job")


def test_what_was_not_said_about_something_else_is_searched_for() -> None:
    found = reply("Did I not mention the conflict?", PASSAGES, STEPS, missing=[])
    assert found.rests_on[0]["id"] == CONFLICT.id


def test_without_anything_to_suggest() -> None:
    assert reply("What next?", [], []).answer == "There is nothing I could suggest."


def test_a_long_sentence_is_cut_at_a_word() -> None:
    passage = Passage("session", "1", "harbour " + "crane " * 100, "Session 1")
    ((_, quote),) = search("What about the harbour?", [passage])
    assert len(quote) <= LONGEST_QUOTE
    assert passage.text.startswith(quote)
    assert quote.endswith("crane")


def test_meaning_finds_what_words_do_not() -> None:
    vectors = load_vectors()
    if vectors is None:
        assert not search("dispute", [CONFLICT], None)
        return
    passage = Passage("session", "1", "The two teams had a conflict.", "Session 1")
    assert search("A dispute between colleagues or a conflict between teams?", [passage], vectors)


@settings(max_examples=40)
@given(st.text(max_size=60), st.lists(st.text(max_size=80), max_size=4))
def test_any_question_gets_an_answer_that_quotes_verbatim(question: str, texts: list[str]) -> None:
    passages = [Passage("cv", str(number), text, f"line {number}") for number, text in enumerate(texts)]
    found = reply(question, passages, STEPS)
    assert found.answer
    assert len(found.rests_on) <= max(MOST_FOUND, 2)
    for source in found.rests_on:
        assert source["kind"] == "progress" or source["quote"] in texts[int(source["id"])]
