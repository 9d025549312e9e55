"""A question asked before is known again in other words; different questions are not taken for one."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Sequence
from itertools import pairwise

import pytest

from interview_cli.interview.content_words import content
from interview_cli.interview.model import InterviewType
from interview_cli.interview.novelty import repeated, repeated_meanwhile
from interview_cli.text.language import may_be_in
from tests.model_interviewer.support import LIBRARY, QUESTIONS

SHIPPED = [question.text for question in LIBRARY.questions(InterviewType.MIXED)]

PARAPHRASES = [
    (
        "Can you tell me about a time when you had to make a difficult decision in your work?",
        "Can you share a specific example of a difficult decision you faced at work and how you resolved it?",
    ),
    (
        "How would you make sure a customer is charged only once when the payment request is sent twice?",
        "A payment request may be sent twice. How would you make sure the customer is charged only once?",
    ),
    (
        "Tell me about a time you disagreed with your manager.",
        "Describe a situation where you disagreed with a manager.",
    ),
    ("When do you use CSS grid and when flexbox?", "When do you reach for CSS grid, and when for flexbox?"),
    ("What is the difference between a process and a thread?", "How do threads differ from processes?"),
    ("What is your greatest strength?", "Tell me about your greatest strength."),
    ("How do you handle tight deadlines?", "Tell me how you deal with a tight deadline."),
    ("How does Python's garbage collection work?", "Can you explain garbage collection in Python?"),
]


@pytest.mark.parametrize(("one", "other"), PARAPHRASES)
def test_other_words_for_the_same_question_are_a_repeat(one: str, other: str) -> None:
    assert repeated(one, [QUESTIONS[0], other]) == other
    assert repeated(other, [one]) == one


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_repeats_itself_whatever_its_marks_and_letters(question: str) -> None:
    assert repeated(f"  {question.upper().replace(',', ' –')}  ", [question]) == question


def test_of_the_shipped_questions_only_one_pair_counts_as_a_repeat() -> None:
    shuffled = random.Random(5).sample(SHIPPED, len(SHIPPED))
    found = [(one, other) for one, other in pairwise(shuffled) if repeated(one, [other])]
    assert found == []
    stutters = [text for text in SHIPPED if "stutters" in text]
    assert repeated(stutters[0], stutters[1:]) == stutters[1]


async def test_what_compares_meanings_may_take_long_without_holding_up_who_leaves() -> None:
    loading, loaded = threading.Event(), threading.Event()

    def similarity(_text: str, others: Sequence[str]) -> Sequence[float]:
        loading.set()
        loaded.wait()
        return [0.9 for _ in others]

    asking = asyncio.create_task(repeated_meanwhile(QUESTIONS[0], QUESTIONS[1:2], "en", similarity))
    await asyncio.to_thread(loading.wait)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    working = [each for each in threading.enumerate() if each.name == "background work"]
    assert [each.daemon for each in working] == [True]
    loaded.set()
    working[0].join()
    assert await repeated_meanwhile(QUESTIONS[0], QUESTIONS[1:2], "en", similarity) == QUESTIONS[1]


async def test_a_comparison_that_fails_fails_for_who_waits() -> None:
    def similarity(_text: str, _others: Sequence[str]) -> Sequence[float]:
        raise LookupError("no model")

    with pytest.raises(LookupError, match="no model"):
        await repeated_meanwhile(QUESTIONS[0], QUESTIONS[1:2], "en", similarity)


def test_meaning_decides_where_words_do_not() -> None:
    one, other = "Describe a time when you failed.", "Tell me about a failure of yours."
    asked: list[Sequence[str]] = []

    def similarity(text: str, others: Sequence[str]) -> Sequence[float]:
        asked.append(others)
        return [0.9 if each == other else 0.1 for each in others]

    assert repeated(one, [other]) is None
    assert repeated(one, [QUESTIONS[0], other], similarity=similarity) == other
    assert repeated(one, [QUESTIONS[0]], similarity=similarity) is None
    assert asked == [[QUESTIONS[0], other], [QUESTIONS[0]]]


@pytest.mark.parametrize(("likeness", "is_repeat"), [(0.8, True), (0.79, False)])
def test_questions_of_nearly_one_meaning_are_one(likeness: float, is_repeat: bool) -> None:
    found = repeated(QUESTIONS[0], [QUESTIONS[1]], similarity=lambda _, others: [likeness] * len(others))
    assert (found is not None) is is_repeat


def text_of(letters: str, common: int, own: int) -> str:
    """Words of no language with a word list here: the first that other such texts have too, then own ones."""
    shared = (f"aa{number:03}" for number in range(common))
    return " ".join((*shared, *(f"{number:03}{letters * 9}" for number in range(own))))


@pytest.mark.parametrize(
    ("common", "own", "other_own", "is_repeat"),
    [(65, 35, 35, True), (64, 36, 36, False), (80, 20, 900, True), (79, 21, 900, False)],
    ids=["enough of both", "not enough of both", "enough of the shorter", "not enough of the shorter"],
)
def test_questions_with_most_content_words_in_common_are_one(
    common: int, own: int, other_own: int, is_repeat: bool
) -> None:
    one, other = text_of("x", common, own), text_of("q", common, other_own)
    assert (repeated(one, [other], "xx") is not None) is is_repeat
    assert (repeated(other, [one], "xx") is not None) is is_repeat


@pytest.mark.parametrize(("short", "is_repeat"), [("Why an index?", False), ("Why an index, team?", True)])
def test_one_word_of_the_subject_is_too_little_to_compare(short: str, is_repeat: bool) -> None:
    long = "Which index would the team of a large warehouse with seven million invoices choose for the next audit?"
    assert (repeated(short, [long]) is not None) is is_repeat


def test_german_words_are_compared_by_their_stems() -> None:
    one = "Erzählen Sie von einem Konflikt mit einem Kollegen."
    other = "Welche Konflikte mit Kollegen gab es? Erzählen Sie davon."
    assert repeated(one, [other], "de") == other
    assert repeated(one, ["Welche Datenbank würden Sie für diese Bestellungen wählen?"], "de") is None


def test_short_words_of_other_languages_carry_no_content() -> None:
    assert content("Wo war das Büro?", "xx") == {"büro": 1.0}


def test_function_words_carry_no_content_and_general_ones_half() -> None:
    assert content("What would you do with the index of this team?") == {"index": 1.0, "team": 0.5}


@pytest.mark.parametrize(
    ("language", "text", "may_be"),
    [
        ("en", QUESTIONS[0], True),
        ("en", "Wie würden Sie sicherstellen, dass eine Zahlung nur einmal ausgeführt wird?", False),
        ("de", "Wie würden Sie sicherstellen, dass eine Zahlung nur einmal ausgeführt wird?", True),
        ("de", QUESTIONS[0], False),
        ("de", "Warum?", True),
        ("en", "Pourquoi donc?", True),
    ],
)
def test_english_is_distinguished_from_other_languages(language: str, text: str, may_be: bool) -> None:
    assert may_be_in(language, text) is may_be


def test_every_shipped_question_is_known_as_english() -> None:
    assert [text for text in SHIPPED if not may_be_in("en", text)] == []


def test_questions_of_nearly_the_same_letters_are_one() -> None:
    assert repeated("abcdefghij", ["abcdefghxy"]) == "abcdefghxy", "eight of ten letters"
    assert repeated("abcdefghij", ["abcdefgxyz"]) is None
