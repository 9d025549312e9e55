"""Stories: distilled, matched, recognised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.errors import InputError
from interview_cli.learning.contract import story_to_json
from interview_cli.learning.stories import (
    Story,
    Telling,
    better_story,
    distill,
    gaps,
    match,
    near_duplicates,
    overused,
    tellings,
    told_in,
)
from interview_cli.text.meaning import load_vectors
from tests.conftest import STRONG_ANSWERS
from tests.learning.making import a_question, asked, judged

RELEASE, TILLS, CUSTOMER = (" ".join(text.split()) for text in STRONG_ANSWERS)
COMPETENCIES = {"0": ("leadership",), "1": ("planning",), "2": ("conflict", "influence")}


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    found = [distill(asked(), judged(text), str(number)) for number, text in enumerate((RELEASE, TILLS, CUSTOMER))]
    return [replace(story, competencies=COMPETENCIES[story.id]) for story in found]


def test_a_story_is_made_of_the_answers_own_sentences(stories: list[Story]) -> None:
    story = stories[0]
    assert story.situation == "In 2023 I led a team of four engineers at a payments company."
    assert story.task == "Our release was three weeks late."
    assert story.action == "I cut two features and paired with the new developer every morning."
    assert story.result == "We shipped in ten days and complaints fell by 40%."
    assert "40%" in story.numbers
    assert all(quote in RELEASE for quote in story.quotes)
    assert story.source == "distilled"


def test_no_story_is_made_of_an_answer_without_own_deeds() -> None:
    with pytest.raises(InputError, match="nothing in this answer that you did"):
        distill(
            asked(), judged("Communication is important in every team and people should listen to each other."), "x"
        )


def test_the_competency_asked_about_decides_and_is_said(stories: list[Story]) -> None:
    found = match("Tell me about a conflict you had.", ("conflict",), stories)
    assert found[0].story.id == "2"
    assert "it shows conflict" in found[0].why


def test_shared_words_are_a_reason(stories: list[Story]) -> None:
    found = match("How do you deal with a customer who wants to leave?", (), stories)
    assert found[0].story.id == "2"
    assert any("customer" in reason for reason in found[0].why)


def test_meaning_counts_beside_words(stories: list[Story]) -> None:
    question = "Tell me about a time you had to convince an unhappy customer to stay."
    words_alone = match(question, (), stories)[0]
    best = match(question, (), stories, load_vectors())[0]
    assert best.story == words_alone.story == stories[2]
    assert best.fit > words_alone.fit
    assert not any("close in meaning" in reason for reason in words_alone.why)


def test_only_what_is_close_is_called_close(stories: list[Story]) -> None:
    near = match(f"{stories[2].title}. {stories[2].text}", (), stories, load_vectors())
    assert [each.story.id for each in near if any("close in meaning" in reason for reason in each.why)] == ["2"]
    far = match("Tell me about a time you made a place safer.", (), stories, load_vectors())
    assert not any("close in meaning" in reason for each in far for reason in each.why)


def test_no_story_fits_what_none_is_about(stories: list[Story]) -> None:
    assert match("What does the CAP theorem say?", ("distributed_systems",), stories, load_vectors()) == []
    assert match("Anything", (), []) == []


def test_competencies_without_a_story_come_by_how_often_they_are_asked(stories: list[Story]) -> None:
    assert gaps(stories, {"leadership": 9, "failure": 2, "teamwork": 5, "conflict": 1}) == ["teamwork", "failure"]


RETOLD = (
    "So three years ago our largest customer was about to leave us, in March. I asked them for one hour, listened "
    "and wrote nine points down, then I fixed seven within the month, and they signed again for three years."
)


def test_a_story_is_recognised_in_other_words(stories: list[Story]) -> None:
    told = told_in(stories, RETOLD)
    assert told is not None
    assert told.id == "2"


@pytest.mark.parametrize(
    "other", ["I led a team once and we shipped something.", "", "Customers are important to me."]
)
def test_another_answer_tells_none_of_them(stories: list[Story], other: str) -> None:
    assert told_in(stories, other) is None


def test_a_story_told_everywhere_is_overused(stories: list[Story]) -> None:
    answers = [Telling(f"session-{number}", f"attempt-{number}", RETOLD) for number in range(3)]
    told = tellings(stories, [*answers, Telling("session-9", "attempt-9", RELEASE)])
    assert [len(told[story.id]) for story in stories] == [1, 0, 3]
    assert [story.id for story in overused(stories, told)] == ["2"]
    assert overused(stories, tellings(stories, answers[:2])) == []
    described = story_to_json(stories[2], told["2"])
    assert described["told"] == 3
    assert described["sessions"] == ["session-0", "session-1", "session-2"]


def test_near_duplicates_are_found(stories: list[Story]) -> None:
    again = replace(stories[0], id="again", situation="In 2023 I led a team of four at a payments company.")
    assert [(one.id, other.id) for one, other in near_duplicates([*stories, again])] == [("0", "again")]


def test_a_story_that_would_have_fitted_better_is_named(stories: list[Story]) -> None:
    question = asked(a_question(text="Tell me about a conflict at work.", competencies=("conflict",)))
    better = better_story(question, RELEASE, stories)
    assert better is not None
    assert better.story.id == "2"
    assert better_story(question, RETOLD, stories) is None, "it was told"
    unrelated = asked(a_question(text="What failed?", competencies=("failure",)))
    assert better_story(unrelated, "Nothing failed.", stories) is None
