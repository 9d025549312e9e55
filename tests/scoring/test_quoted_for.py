"""What is quoted for a claim shows it: endings, scenes and details are those a careful listener would name."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import Difficulty, Evaluation, InterviewType, Question
from tests.scoring.labelled import judged

STORY = (
    "I was the shift lead at a bottling plant and the labels kept coming off. I measured the glue for three days and "
    "I asked the supplier for another batch. "
)


def evaluated(answer: str, question: str = "Tell me about a problem that you fixed at work.") -> Evaluation:
    return judged(Question("q", question, InterviewType.BEHAVIORAL, Difficulty.STANDARD, "tests"), answer)


def anchor(evaluation: Evaluation, criterion: str) -> str:
    return next(score.anchor for score in evaluation.scores if score.criterion == criterion)


@pytest.mark.parametrize(
    "ending",
    [
        "That was in the spring of 2021.",
        "It was around Easter.",
        "I put a lid on the pot so that it cannot dry out.",
    ],
)
def test_a_date_and_a_purpose_are_no_result(ending: str) -> None:
    assert "“" not in anchor(evaluated(STORY + ending), "outcome")


@pytest.mark.parametrize(
    ("ending", "shown"),
    [
        ("We rolled back the batch at four. On Friday we shipped and sales were back to normal.", "On Friday"),
        ("Since then we have not had one loose label, and he asked if he could copy it.", "Since then"),
        ("Because of that the customer stayed with us.", "Because of that"),
        ("That was in May. In the end I had ninety bottles a day back on the line.", "In the end"),
    ],
)
def test_a_result_is_what_came_of_it(ending: str, shown: str) -> None:
    assert f"“{shown}" in anchor(evaluated(STORY + ending), "outcome")


@pytest.mark.parametrize(
    "opening",
    ["Sorry, I'm a bit nervous.", "There are two.", "I have a good one and a bad one.", "Sure, good question."],
)
def test_what_is_said_about_the_talk_sets_no_scene(opening: str) -> None:
    evaluation = evaluated(f"{opening} {STORY}")
    structure = next(score for score in evaluation.scores if score.criterion == "structure")
    assert structure.evidence[0].quote not in opening
    assert not any(part.evidence.quote in opening for part in evaluation.findings if part.kind == "situation")


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Losses fell from 23 .5 percent to 4 .1 percent.", ("23 .5 percent", "4 .1 percent")),
        ("We now lose 2 3 . 5 percent.", ("2 3 . 5 percent",)),
        ("It cost us 1 , 200 euros.", ("1 , 200 euros",)),
        ("I asked 1 20 customers.", ("1 20 customers",)),
        ("We are 12. 5 of them came back.", ("12", "5 of them")),
    ],
)
def test_a_number_that_was_torn_apart_is_quoted_whole(said: str, quoted: tuple[str, ...]) -> None:
    told = anchor(evaluated(f"I changed the glue and wrote it down. {said}"), "specificity")
    assert all(f"“{each}”" in told for each in quoted)
    assert told.count("“") == len(quoted)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("There are two. I fixed the pump and I wrote it down for the others.", None),
        ("I fixed the pump. The inspector gave us five out of five last month.", "five out of five"),
        ("I think I would ask them both. It would make us faster by twenty percent.", None),
        ("I asked my wife. She showed me that we would lose nine hundred a month.", "nine hundred a month"),
    ],
)
def test_a_detail_that_can_be_checked_is_a_fact(said: str, quoted: str | None) -> None:
    told = anchor(evaluated(said), "specificity")
    assert (f"“{quoted}”" in told) if quoted else ("“" not in told)


def test_what_somebody_does_not_feel_is_nothing_left_undone() -> None:
    said = "I never wrote a plan and I didn't ask the bank. I didn't measure it either. I don't regret it."
    assert "three things that you did not do (wrote, ask and measure)" in anchor(evaluated(said), "ownership")


def test_deeds_of_many_occasions_are_no_story_of_one() -> None:
    summed_up = (
        "In fifteen years I have led many projects with budgets of over two million euros and teams of thirty people "
        "in Leeds and Porto, and I always met what I promised. Communication is the key to all of it, in my view."
    )
    evaluation = evaluated(summed_up)
    assert "I found what you have done many times (“" in evaluation.comment
    assert evaluation.overall_score == 49
    assert "many times" not in evaluated(f"{summed_up} Last May I moved a whole ward in one night.").comment


def test_what_somebody_is_since_then_is_no_lesson() -> None:
    passed = (
        "I studied at night for two years and I passed as a master plumber. Since then I'm allowed to train people."
    )
    assert "what you learned" not in anchor(evaluated(passed), "outcome")
    assert "what you learned" in anchor(evaluated(f"{STORY}Since then I read each label aloud first."), "outcome")


def test_how_things_are_now_is_not_called_learned() -> None:
    licence = (
        "It took me two years to get my lorry licence as I failed the theory four times. Each evening after work "
        "I did twenty questions, and on Saturdays I sat in my uncle's cab and he quizzed me. I passed in March last "
        "year with forty eight out of fifty. Now I drive the Dover run."
    )
    said = anchor(evaluated(licence), "outcome")
    assert "what is different now: “Now I drive the Dover run”" in said
    assert "what you learned" not in said


def test_the_words_of_the_question_are_no_detail_of_the_answer() -> None:
    asked = "Tell me about a time in the last five years when you learned a trade."
    told = anchor(
        evaluated("In the last five years I learned to weld. I did it from four to six in the morning.", asked),
        "specificity",
    )
    assert "“four to six in the morning”" in told
    assert "five years" not in told
    assert "“half past five in the morning”" in anchor(
        evaluated("I saw it at half past five in the morning."), "specificity"
    )


def test_hundred_is_no_deed() -> None:
    findings = evaluated("I added up the hours of the volunteers, eleven hundred hours, and I showed them.").findings
    assert [part.evidence.quote for part in findings if part.kind == "other_act"] == []
