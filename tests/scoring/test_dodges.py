"""Sentences that speak around a question, and what an answer of nothing else comes to."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any, Final

import pytest

from interview_cli.interview.model import Difficulty, Evaluation, InterviewType, Question
from interview_cli.scoring.asked_for import wanted
from interview_cli.scoring.bounds import NOT_GIVEN, ONLY_DODGED, SHIFTED
from interview_cli.scoring.dodges import Dodge
from interview_cli.scoring.finders import find_without_story
from interview_cli.scoring.findings import Kind
from interview_cli.scoring.reading import read
from tests.conftest import read_yaml
from tests.scoring.labelled import FOLDER, judged

SENTENCES: Final[dict[str, list[dict[str, str]]]] = read_yaml(FOLDER / "dodges.yaml")


def dodges(text: str) -> set[str]:
    """What the clauses of a text do instead of answering."""
    return {each.detail for each in find_without_story(read(text)).found(Kind.DODGE)}


@pytest.mark.parametrize(("half", "precision", "recall"), [("development", 0.95, 0.95), ("held_out", 0.92, 0.88)])
def test_dodges_are_found_and_answers_are_none(half: str, precision: float, recall: float) -> None:
    labelled = [({each["dodge"]} - {"none"}, dodges(each["said"])) for each in SENTENCES[half]]
    right = sum(wanted == found for wanted, found in labelled if found)
    assert right / sum(bool(found) for _, found in labelled) >= precision
    assert right / sum(bool(wanted) for wanted, _ in labelled) >= recall


@pytest.mark.parametrize("half", SENTENCES)
def test_a_dodge_is_found_wherever_it_stands_but_a_question_back_at_the_end_alone(half: str) -> None:
    """What follows a question answers it, as far as anybody can tell."""
    for each in SENTENCES[half]:
        said, then = each["said"].rstrip("."), "I grew up in Leeds by the canal."
        at_end, before = dodges(said), dodges(f"{said}. {then}")
        assert before == at_end - {Dodge.ASKED_BACK}, said


def question(text: str, type_: InterviewType = InterviewType.HR_SCREEN) -> Question:
    return Question("asked", text, type_, Difficulty.STANDARD, "tests")


SALARY: Final = question("What are your salary expectations, and how did you arrive at them?")
REFERENCES: Final = question("Whom could we ask about your work, and what critical remark might that person make?")
START: Final = question("When could you start with us?")
WEAKNESS: Final = question("What would your last manager say you still need to work on?")
LOST: Final = question("Tell me about an argument that you lost.", InterviewType.BEHAVIORAL)
MISTAKE: Final = question("Tell me about a mistake you made that affected others.", InterviewType.BEHAVIORAL)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        pytest.param(
            SALARY,
            "Money has never been what drives me, I want to be with good people and build fine things. I'm sure "
            "we'll find something fair. What do you usually pay?",
            id="salary-asked-back",
        ),
        pytest.param(
            REFERENCES,
            "I laid floors in 6 towns over 14 years and people were always happy with me. Paper says little about "
            "a floor layer. I would rather show you on a trial day, in Leeds I did 90 square metres alone.",
            id="references-put-off-with-figures",
        ),
        pytest.param(
            START,
            "oh that's something we can always talk about i'm really flexible with things like that and for me the "
            "team matters most",
            id="start-put-off",
        ),
        pytest.param(
            WEAKNESS,
            "She'd say that I'm a perfectionist and that I care too much. In eleven years she never had to criticise "
            "anything. There's nothing really to work on.",
            id="weakness-denied-with-a-figure",
        ),
        pytest.param(
            LOST,
            "I can't think of one right now. I get on with people as a rule and I am a calm person, which helps a "
            "lot in our trade. Could we move on to the next question?",
            id="story-refused",
        ),
    ],
)
def test_an_answer_that_only_dodges_is_bounded(asked: Question, answer: str) -> None:
    evaluation = judged(asked, answer)
    assert evaluation.overall_score is not None
    assert evaluation.overall_score <= ONLY_DODGED
    assert "evasive" in evaluation.tags


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        pytest.param(
            SALARY,
            "I'd rather not say what I get now. I asked two colleagues and read the collective agreement, and I'd "
            "like between 52 and 55 thousand.",
            id="salary-beside-a-refusal",
        ),
        pytest.param(
            REFERENCES,
            "You could ask my old foreman, he would say that I'm slow with paper. I'd rather show you on a trial day "
            "as well.",
            id="references-beside-a-put-off",
        ),
        pytest.param(
            START,
            "On the first of May. Everything else we can talk about, I'm sure we'll find a way.",
            id="start-beside-a-put-off",
        ),
        pytest.param(
            LOST,
            "I can't think of a big one. A small one was the colour of the hall: I wanted grey, I painted a sample "
            "wall and my boss took yellow. I learned to ask first who decides.",
            id="story-beside-a-refusal",
        ),
        pytest.param(
            WEAKNESS,
            "Some would say I'm a perfectionist. What she told me in May is that I hand in the ward plan late, four "
            "times out of ten, so I start it on the Monday now.",
            id="weakness-beside-a-cliche",
        ),
    ],
)
def test_a_dodge_beside_an_answer_costs_nothing(asked: Question, answer: str) -> None:
    evaluation = judged(asked, answer)
    assert evaluation.overall_score is not None
    assert evaluation.overall_score > ONLY_DODGED
    assert "evasive" not in evaluation.tags
    assert "around" not in evaluation.comment


def relevance(evaluation: Evaluation) -> str:
    return next(each.anchor for each in evaluation.scores if each.criterion == "relevance")


def test_of_a_dodge_relevance_says_that_it_is_one() -> None:
    answer = (
        "My salary expectations are modest, I'm sure we'll find something. The salary matters less to me than people."
    )
    assert relevance(judged(SALARY, answer)) == (
        "It speaks of what was asked; I take this for a way around it: “My salary expectations are modest, I'm "
        "sure we'll find something”."
    )


HIDDEN: Final = (
    "The varnish was the wrong one, and somebody should have written that on the tin. I finished the whole stairs, "
    "twenty-two steps, and I told the owner it was the damp. In the end nobody found out."
)
OWNED: Final = (
    "I took the wrong varnish for a whole flight of stairs. Somebody should have labelled the tin, but it was my "
    "fault, because I never read it. I told the owner the same day and sanded all of it down again on the Saturday."
)


def test_a_mistake_laid_on_others_is_bounded_and_one_owned_is_not() -> None:
    hidden, owned = (judged(MISTAKE, answer).overall_score for answer in (HIDDEN, OWNED))
    assert hidden is not None
    assert owned is not None
    assert hidden <= SHIFTED < owned


def test_blame_counts_only_where_a_fault_is_asked_for() -> None:
    repaired = question("Tell me about a repair that you are proud of.", InterviewType.BEHAVIORAL)
    overall = judged(repaired, HIDDEN).overall_score
    assert overall is not None
    assert overall > SHIFTED


def test_an_answer_on_the_subject_without_what_is_asked_for_is_not_called_relevant() -> None:
    for kind, asked, answer, said in (
        (
            InterviewType.BEHAVIORAL,
            "Talk me through a failure that still stings a little.",
            "Failure is part of life, I always say. Everybody fails, and failure teaches you more than success does.",
            "I did not find an occasion in it",
        ),
        (
            InterviewType.HR_SCREEN,
            "What are your salary expectations for this position?",
            "I believe a salary should be fair. Salaries have gone up in the last few years, and I expect a talk.",
            "I did not find an amount in it",
        ),
        (
            InterviewType.HR_SCREEN,
            "What would make an offer attractive to you?",
            "An attractive offer is one that attracts people, and that is what makes companies attractive.",
            "whether it answers it, the rules cannot tell",
        ),
    ):
        evaluation = judged(question(asked, kind), answer)
        relevance = next(each for each in evaluation.scores if each.criterion == "relevance")
        assert said in relevance.anchor
        assert relevance.score is not None
        assert relevance.score <= 3.0


@cache
def whole_answers() -> tuple[list[float], list[float]]:
    """The scores of answers that only dodge, those without a score as 0, and of plain answers."""
    entries: list[dict[str, Any]] = read_yaml(FOLDER / "dodging_answers.yaml")
    scores: dict[str, list[float]] = {"dodges": [], "answers": []}
    for entry in entries:
        asked = question(entry["question"], InterviewType(entry["type"]))
        for kind, found in scores.items():
            found += [judged(asked, each).overall_score or 0.0 for each in entry.get(kind, [])]
    return scores["dodges"], scores["answers"]


def test_answers_that_only_dodge_end_below_plain_ones() -> None:
    dodging, plain = whole_answers()
    assert min(len(dodging), len(plain)) > 15
    assert sum(score <= NOT_GIVEN for score in dodging) / len(dodging) >= 0.85
    assert sum(score > NOT_GIVEN for score in plain) / len(plain) >= 0.9
    better = sum(right > wrong for right, wrong in product(plain, dodging))
    assert better / len(plain) / len(dodging) >= 0.88


@pytest.mark.parametrize(
    ("asked", "lacking", "given", "named"),
    [
        pytest.param(
            SALARY,
            "I painted ships for a living, and pay was never what kept me there. The crew did.",
            "I painted ships for a living and was paid what the tariff says. I expect the same.",
            "an amount",
            id="amount",
        ),
        pytest.param(
            START,
            "I promised my crew to finish the hull, and I never left a job undone.",
            "I promised my crew to finish the hull, and I could come straight after it.",
            "a time",
            id="time",
        ),
        pytest.param(
            REFERENCES,
            "I painted ships in four yards and nobody ever sent one back to me.",
            "I painted ships in four yards and the foreman of the last one knows my work.",
            "a person",
            id="person",
        ),
    ],
)
def test_what_the_question_asks_for_has_to_be_there(asked: Question, lacking: str, given: str, named: str) -> None:
    without, with_it = judged(asked, lacking), judged(asked, given)
    assert f"I did not find {named} in it, which the question asks for" in without.comment
    assert without.overall_score is not None
    assert without.overall_score <= NOT_GIVEN
    assert "which the question asks for" not in with_it.comment


@pytest.mark.parametrize(
    "asked",
    [
        "Apart from base pay, what would make an offer attractive to you?",
        "In what sort of company would you be unhappy, even with a good salary?",
        "How much of the day do you like to work alone, and how much together with others?",
        "Is there a date by which you need an answer from us?",
        "Who would be affected if you left?",
    ],
)
def test_a_question_that_only_names_pay_or_dates_asks_for_none(asked: str) -> None:
    assert wanted(question(asked)) is None
