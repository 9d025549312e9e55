"""What an answer has is never said to be missing, and what it surely lacks is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.scoring.absences import (
    no_deed,
    no_detail,
    no_example,
    no_figure,
    no_own_deed,
    no_reason,
    no_result,
    no_scene,
    no_trade_off,
)
from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.finders import find
from interview_cli.scoring.reading import read
from interview_cli.scoring.sheet import Sheet
from tests.conftest import read_yaml
from tests.scoring.labelled import judged

ANSWERS: Final[list[dict[str, Any]]] = read_yaml(Path(__file__).parent / "what_is_there.yaml")
SAYS_IT_IS_MISSING: Final = {
    "figure": ("no_numbers", "I found no figure"),
    "deed": ("no_action", "I found nothing that you did"),
    "scene": ("no_situation", "I found no scene"),
    "result": ("no_result", "I found no result"),
    "reason": ("no_reasoning", "I found no reason"),
    "trade_off": ("no_trade_offs", "I found no trade-off"),
    "example": ("no_example", "I found no example"),
}
"""For each part the tag and the words that claim its lack."""


@pytest.mark.parametrize("entry", ANSWERS, ids=lambda entry: str(entry["id"]))
def test_what_is_there_is_never_said_to_be_missing(entry: dict[str, Any]) -> None:
    question = Question("q", entry["question"], InterviewType(entry["type"]), Difficulty.STANDARD, "tests")
    evaluation = judged(question, entry["answer"])
    said = " ".join([*(score.anchor for score in evaluation.scores), evaluation.comment])
    for part in entry["has"]:
        tag, words = SAYS_IT_IS_MISSING[part]
        assert tag not in evaluation.tags, part
        assert words not in said, part


def test_the_answers_have_every_part_often_enough_to_tell() -> None:
    counts = {part: sum(part in entry["has"] for entry in ANSWERS) for part in SAYS_IT_IS_MISSING}
    assert min(counts.values()) >= 3
    assert min(counts[part] for part in ("figure", "deed", "scene", "result")) >= 25


def _sheet(text: str, asked: Asked = Asked.STORY) -> Sheet:
    return Sheet(find(read(text)), (), None, is_follow_up=False, asked=asked, weighs=True)


@pytest.mark.parametrize(
    ("lacks", "text", "expected"),
    [
        (no_figure, "I asked her and she said no.", True),
        (no_figure, "I asked a couple of people.", False),
        (no_figure, "I asked them in 2019.", False),
        (no_figure, "It was the one thing that I asked for.", True),
        (no_figure, "I asked 1 of them.", False),
        (no_figure, "I asked her for an hour.", False),
        (no_figure, "I asked her on the nineteenth.", False),
        (no_figure, "I asked her for half of it.", False),
        (no_detail, "I asked her and she said no.", True),
        (no_detail, "I asked Priya and she said no.", False),
        (no_detail, "um Rose agreed I called the supplier", False),
        (no_detail, "Yesterday I asked her and she said no.", False),
        (no_deed, "I think that it is important and I am sure of it.", True),
        (no_deed, "There was a conflict and we had to talk to her.", False),
        (no_deed, "There was a conflict. I was helping out that day.", False),
        (no_deed, "There was a conflict and we just did it ourselves.", False),
        (no_deed, "There was a conflict. I worked through it.", False),
        (no_own_deed, "We built it and they sold it.", True),
        (no_own_deed, "We built it, and the plan of it was mine.", False),
        (no_scene, "It is important to listen to people.", True),
        (no_scene, "It was important to listen to people.", False),
        (no_result, "I called him, explained my plan and wrote it down.", True),
        (no_result, "I called him, explained my plan and she signed it.", False),
        (no_result, "The sheet said ten where it should be one. I rang the doctor and we changed it.", False),
        (no_result, "I called him and explained my plan. Since that day he has not complained once.", False),
        (no_trade_off, "The pump is blue and the valve is red.", True),
        (no_trade_off, "The pump is blue but the valve is red.", False),
    ],
)
def test_a_lack_is_sure_only_without_a_hint_of_the_thing(lacks: Any, text: str, expected: bool) -> None:
    assert lacks(_sheet(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The pump is blue and the valve is red.", True), ("The pump is blue since the valve is red.", False)],
)
def test_an_explanation_surely_lacks_a_reason_only_without_a_word_for_it(text: str, expected: bool) -> None:
    assert no_reason(_sheet(text, Asked.KNOWLEDGE)) is expected
    assert no_reason(_sheet(text)) is False, "a story need not explain"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pump is blue and the valve is red.", True),
        ("The pump is blue, like the valve.", False),
        ("The pump at Acme is blue.", False),
        ("I opened the pump.", False),
    ],
)
def test_an_explanation_surely_lacks_an_example_only_without_names_deeds_and_hints(text: str, expected: bool) -> None:
    assert no_example(_sheet(text, Asked.KNOWLEDGE)) is expected
    assert no_example(_sheet(text)) is False, "a story is an example itself"
