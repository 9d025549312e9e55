"""Whatever is said about an answer can be derived from what was found in it, by the evaluation's JSON alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.reports.contract import evaluation_to_json
from interview_cli.scoring.rules import evaluate_answer
from tests.scoring.checker import contradictions
from tests.scoring.conftest import DISAGREEMENT, GOOD_STORY, INDEX
from tests.scoring.labelled import SPLITS, judged, samples, spoken

CASES = {
    **{name: (question, answer) for name, question, answer in samples()},
    **{each.id: (each.question, each.answer) for split in SPLITS for each in spoken(split)},
}
QUESTIONS = [
    DISAGREEMENT,
    INDEX,
    *(
        Question("q", text, kind, Difficulty.STANDARD, "tests")
        for kind, text in (
            (InterviewType.HR_SCREEN, "Why do you want to work here?"),
            (InterviewType.PROJECT, "How would you open a second shop in another town?"),
            (InterviewType.PROJECT, "Tell me about a project that you are proud of."),
            (InterviewType.SYSTEM_DESIGN, "How would you design a booking system for a clinic?"),
            (InterviewType.BEHAVIORAL, "To begin with, tell me a little about yourself."),
        )
    ),
]
PHRASES = (
    *("I called the supplier", "we moved the shelves", "she signed it", "the lock was replaced", "I didn't ask"),
    *("I never called him", "we did not open", "because it was late", "for example on Mondays", "instead of a van"),
    *("last year", "in March at Acme", "I had to fix it", "complaints fell by 30 percent", "from eight to zero"),
    *("it went well", "nothing changed", "as a result it works", "I learned to ask first", "first", "then", "so"),
    *("you know", "and various things", "Rose agreed", "I say no", "I’m checking it", "twelve people", "I think"),
    *("the index leads to the rows", "writes do not become slower", "it takes space on disk", "if it is full"),
)
TOLD = st.lists(st.sampled_from([*PHRASES, ".", ". ", ",", "and", "\n", "um", "…", "“", "İ", "🙂"]), max_size=60).map(
    " ".join
)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_said_that_the_findings_contradict(name: str) -> None:
    question, answer = CASES[name]
    assert contradictions(evaluation_to_json(judged(question, answer)), answer) == []


@settings(max_examples=300, deadline=None)
@example(answer="I called the supplier we moved the shelves she signed it", question=QUESTIONS[2], is_follow_up=True)
@given(answer=TOLD | st.text(max_size=300), question=st.sampled_from(QUESTIONS), is_follow_up=st.booleans())
def test_nothing_is_said_of_any_text_that_its_findings_contradict(
    answer: str, question: Question, is_follow_up: bool
) -> None:
    evaluation = evaluate_answer(question, answer, is_follow_up=is_follow_up)
    assert contradictions(evaluation_to_json(evaluation), answer) == []


def _story() -> Mapping[str, Any]:
    return evaluation_to_json(judged(DISAGREEMENT, GOOD_STORY))


@pytest.mark.parametrize(
    ("criterion", "sentence"),
    [
        ("ownership", "I found nothing that you did. If you did something, say it with “I” and a verb."),
        ("ownership", "I found two acts of “we” (built and profiled) and nothing that you did yourself."),
        ("ownership", "I found two acts of your own: built and profiled."),
        ("ownership", "Things were done (built), and I found no word of who did them."),
        ("outcome", "I found no result. If there was one, say what changed and by how much."),
        ("outcome", "I take this to say that nothing came of it: “failures dropped from 8 percent to 0.4 percent”."),
        ("outcome", "A result with its figure: “failures dropped to zero”."),
        ("structure", "I found what was done; I did not find how it came out."),
        ("specificity", "I found no figure, name or date in it."),
        ("clarity", "The order said (“finally”)."),
    ],
)
def test_a_false_sentence_is_caught(criterion: str, sentence: str) -> None:
    evaluation = _story()
    evaluation["scores"][criterion]["anchor"] = sentence
    assert contradictions(evaluation, GOOD_STORY)


@pytest.mark.parametrize(
    "tag", ["no_result", "we_not_i", "no_numbers", "no_action", "no_situation", "off_topic", "evasive"]
)
def test_a_false_tag_is_caught(tag: str) -> None:
    evaluation = _story()
    evaluation["tags"].append(tag)
    assert contradictions(evaluation, GOOD_STORY)


@pytest.mark.parametrize(
    "sentence",
    [
        "I found three key points of 3 clearly said.",
        "I found none of the three key points.",
        "One key point said the other way round.",
    ],
)
def test_a_false_count_of_key_points_is_caught(sentence: str) -> None:
    answer = "An index lets the database find the rows without scanning the whole table, so a query takes less time."
    evaluation = evaluation_to_json(judged(INDEX, answer))
    assert contradictions(evaluation, answer) == []
    evaluation["scores"]["correctness"]["anchor"] = sentence
    assert contradictions(evaluation, answer)
