"""Scores where a finder is only just sure: they change smoothly, and what cannot be told is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.interview.model import CriterionScore, Difficulty, InterviewType, Question
from interview_cli.scoring.absences import FAR, SURELY_FAR, certainty_of_no_result
from interview_cli.scoring.aggregate import evidence_coverage, overall_score
from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.bounds import NO_OWN_ACT, NO_STORY, NOTHING_CHECKABLE, bounded
from interview_cli.scoring.criteria import CRITERIA
from interview_cli.scoring.criterion import between
from interview_cli.scoring.endings import OTHERS_DID, SAID_SO
from interview_cli.scoring.finders import find, find_without_story
from interview_cli.scoring.findings import Finding, Kind, Outcome
from interview_cli.scoring.reading import read
from interview_cli.scoring.relevance import SURELY_ABOUT_IT, Relevance, RelevanceState
from interview_cli.scoring.rubric import load_rubric
from interview_cli.scoring.sheet import Sheet
from tests.scoring.labelled import judged

STORY = load_rubric("behavioral")


def _sheet(text: str, *, asked: Asked = Asked.STORY, degree: float = 0.9, closest: float = 0.0) -> Sheet:
    findings = find_without_story(read(text))
    findings.closest_result = closest
    return Sheet(findings, (), Relevance(RelevanceState.ABOUT_IT, degree), is_follow_up=False, asked=asked)


def _with_result(weight: float) -> Sheet:
    sheet = _sheet("I asked her for the key. She gave it to me.")
    first, last = sheet.reading.units[-1]
    sheet.findings.add(Finding(Kind.RESULT, first, last, first, weight >= 1, Outcome.CHANGE, weight))
    return sheet


@pytest.mark.parametrize(
    ("amount", "points"), [(-1, 1.0), (1, 1.0), (2, 2.0), (3, 3.0), (3.5, 3.5), (4, 4.0), (9, 4.0)]
)
def test_points_lie_on_lines_between_corners(amount: float, points: float) -> None:
    assert between(amount, (1, 1.0), (3, 3.0), (4, 4.0)) == pytest.approx(points)


def test_a_likely_result_weighs_as_much_as_it_is_certain() -> None:
    certainties = [CRITERIA["outcome"].judge(_with_result(weight)).certainty for weight in (0.0, 0.4, 1.0, 2.0)]
    assert certainties == [0.0, 0.4, 1.0, 1.0]
    points = [CRITERIA["structure"].judge(_with_result(weight)).score for weight in (0.0, 0.4, 1.0, 2.0)]
    assert points == [3.5, 3.8, 4.4, 4.4]


@pytest.mark.parametrize(
    ("closest", "certainty"), [(-FAR + 0.1, 0.0), (-FAR, 0.0), (-(FAR + SURELY_FAR) / 2, 0.5), (-SURELY_FAR - 1, 1.0)]
)
def test_no_result_weighs_more_the_farther_any_sentence_is_from_one(closest: float, certainty: float) -> None:
    assert certainty_of_no_result(_sheet("I asked her for the key.", closest=closest)) == pytest.approx(certainty)


def test_words_on_how_things_are_now_leave_the_result_open() -> None:
    assert certainty_of_no_result(_sheet("I asked her and she wept. Now we share it.", closest=-9.0)) == 0.0
    assert certainty_of_no_result(_sheet("I asked her and she wept. Then we spoke.", closest=-9.0)) == 1.0


def test_the_overall_score_and_the_coverage_count_certainty() -> None:
    scores = [CriterionScore("ownership", 5.0, 5, "", ()), CriterionScore("outcome", 0.0, 5, "", (), certainty=0.5)]
    assert overall_score(scores, STORY) == pytest.approx(66.7)
    assert overall_score([replace(scores[0], score=None), replace(scores[1], certainty=0.0)], STORY) is None
    assert evidence_coverage(scores, STORY) == 0.0


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("I asked her.", 3.3),
        ("I asked her. I wrote it.", 4.1),
        ("I asked her. I wrote it. I rang him.", 4.7),
        ("I asked her. I wrote it. I rang him. I drove there.", 5.0),
        ("I asked her. We wrote it. We rang him. We drove there.", 2.5),
    ],
)
def test_each_deed_of_ones_own_counts_a_little_less(text: str, points: float) -> None:
    assert CRITERIA["ownership"].judge(_sheet(text)).score == points


def test_what_cannot_be_told_is_left_out_and_bounds_the_rest() -> None:
    sheet = _sheet("I help people all the time, I'll always lend a hand.")
    for name in ("structure", "ownership"):
        verdict = CRITERIA[name].judge(sheet)
        assert (verdict.score, verdict.is_open) == (None, True)
    scores = [CriterionScore(name, None, 5, "", (), state="cannot_tell") for name in ("structure", "ownership")]
    assert bounded(sheet, scores, 90.0, STORY)[0] == NO_STORY
    for points, most in ((2.9, NO_STORY), (3.0, NO_OWN_ACT)):
        assert bounded(sheet, [*scores, CriterionScore("specificity", points, 5, "", ())], 90.0, STORY)[0] == most


def test_the_sentence_on_relevance_is_as_sure_as_the_comparison() -> None:
    sure, seeming = (
        CRITERIA["relevance"].judge(_sheet("I asked her.", degree=degree)).sentence
        for degree in (SURELY_ABOUT_IT, SURELY_ABOUT_IT - 0.01)
    )
    assert "it is on the subject" in sure
    assert "it seems to be on the subject" in seeming
    assert CRITERIA["relevance"].praised(sure)
    assert not CRITERIA["relevance"].praised(seeming)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I like it. You can have it.", 0.0),
        ("I like it, so you can have it.", 1.6),
        ("I like it because it is dry.", 3.2),
    ],
)
def test_words_that_may_bring_in_a_reason_count_half_of_one(text: str, level: float) -> None:
    assert CRITERIA["depth"].judge(_sheet(text)).score == level


def test_an_answer_about_oneself_that_tells_what_one_does_needs_no_figure() -> None:
    scores = [CriterionScore("specificity", 0.0, 5, "", ())]
    told, said = (_sheet(text, asked=Asked.FACTS) for text in ("I fix what is broken.", "Patience is a virtue."))
    assert bounded(told, scores, 60.0, STORY)[0] == 60.0
    assert bounded(said, scores, 60.0, STORY)[0] == NOTHING_CHECKABLE


def test_hardly_a_detail_weighs_less_where_habits_are_told_than_where_little_is_said() -> None:
    habits = (
        "Every morning I stand at the door and greet each pupil. I seat them by a plan. I teach them how we line up, "
        "and we practise it until it works."
    )
    told, said = (
        CRITERIA["specificity"].judge(_sheet(text, asked=Asked.FACTS)).certainty
        for text in (habits, "Every morning I work. Patience is a virtue.")
    )
    assert told < said == 1.0


def test_bare_numbers_are_details_where_figures_are_asked_for() -> None:
    text = "I am paid thirty-one, and thirty-four would be nice, or two."
    assert len(_sheet(text, asked=Asked.FACTS).details) == 2
    assert not _sheet(text).details


@pytest.mark.parametrize(
    ("ending", "weight"),
    [
        ("He came and thanked me.", OTHERS_DID),
        ("The firm took it away.", OTHERS_DID),
        ("By the summer it was full.", SAID_SO),
        ("It has been full since.", SAID_SO),
        ("I usually go there.", None),
    ],
)
def test_what_is_told_behind_the_last_deed_may_be_the_result(ending: str, weight: float | None) -> None:
    story = "It was winter. I had to move the desk. I asked the caretaker. I wrote to the school. I called the firm."
    found = [each for each in find(read(f"{story} {ending}")).found(Kind.RESULT) if each.weight]
    assert [each.weight for each in found if each.first > 20][:1] == ([] if weight is None else [weight])


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "So I'm Ewa, I come from Poland, I am here since two thousand eleven. I am six years in a care home.",
            "about_it",
        ),
        (
            "At Acme our billing job failed twice a week. I traced it to a lock, split it and added alerts.",
            "cannot_tell",
        ),
    ],
    ids=["introduction", "another-story"],
)
def test_whoever_says_what_they_are_answers_who_they_are(text: str, state: str) -> None:
    question = Question("", "Tell me about yourself.", InterviewType.HR_SCREEN, Difficulty.STANDARD, "tests")
    found = {score.criterion: score.state for score in judged(question, text).scores}
    assert found["relevance"] == state


def test_whoever_says_a_key_point_speaks_of_what_was_asked() -> None:
    asked, point = "What keeps an arch up?", "The keystone pushes the stones apart."
    question = Question("", asked, InterviewType.TECHNICAL_VERBAL, Difficulty.STANDARD, "tests", key_points=(point,))
    aside = "When I was twelve I took one out of the neighbour's wall and I still hear about it today."
    for text, state in ((f"{point} {aside}", "about_it"), (aside, "cannot_tell")):
        found = {score.criterion: score.state for score in judged(question, text).scores}
        assert found["relevance"] == state


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        pytest.param("I asked her for the key on a day like any other.", 0.6, id="hardly-a-detail"),
        pytest.param("I asked her for the forty keys and twelve locks on Tuesday.", 1.0, id="enough"),
        pytest.param("I asked her for the key and she gave it to me.", 1.0, id="surely-none"),
        pytest.param("A key on a day like any other.", 1.0, id="nothing-told"),
    ],
)
def test_that_a_story_has_hardly_a_detail_is_less_sure_than_that_it_has_none(text: str, certainty: float) -> None:
    assert CRITERIA["specificity"].judge(_sheet(text)).certainty == pytest.approx(certainty)
