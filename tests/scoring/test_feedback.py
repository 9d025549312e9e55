"""The report on a whole session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from unittest.mock import patch

import pytest

from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    CriterionScore,
    Difficulty,
    InterviewType,
    Question,
    Session,
)
from interview_cli.scoring.aggregate import are_mostly_beside
from interview_cli.scoring.rules import RulesJudge, evaluate_answer, session_feedback
from interview_cli.scoring.tags import Tag
from interview_cli.text import embeddings
from tests.scoring.conftest import DISAGREEMENT, GOOD_STORY

SessionMaker = Callable[..., Session]
WE_STORY = (
    "We had a project where people did not agree on things. We talked about it a lot and we tried various stuff. We "
    "worked together and we found a solution. It went well in the end and everyone was happy."
)
NO_RESULT = (
    "At my last company a coworker and I disagreed about the release date. I had to decide it within two days. "
    "I called him, explained my reasons, and wrote down both plans. I sent them to him and answered a few "
    "questions about them."
)
RESULT = "In the end we released on his date and complaints dropped by 30 percent. I learned to ask earlier."


def test_empty_session_is_withheld(make_session: SessionMaker) -> None:
    for kind in InterviewType:
        feedback = session_feedback(make_session(kind=kind))
        assert feedback.recommendation == "WITHHELD"
        assert feedback.overall_score is None
        assert feedback.scores.overall is None
        assert feedback.coverage == 0
        assert feedback.fix_first is None
        assert "nothing to score" in feedback.summary


def test_every_point_quotes_the_answer_it_names(
    make_session: SessionMaker, disagreement: Question, good_story: str
) -> None:
    session = make_session(
        (disagreement, good_story, []),
        (disagreement, NO_RESULT, [("What was the result?", RESULT)]),
        (disagreement, WE_STORY, []),
        (disagreement, "Fine.", []),
    )
    feedback = session_feedback(session)
    answers = {
        exchange.asked.position: exchange.attempt.answer.text for exchange in session.exchanges if exchange.attempt
    }
    points = [*feedback.strengths, *feedback.improvements]
    assert feedback.strengths
    assert feedback.fix_first == feedback.improvements[0]
    for point in points:
        assert point.position is not None
        assert point.quote
        assert point.quote in answers[point.position]
    assert feedback.suggestions
    assert "rules" in feedback.summary


def test_recommendation_follows_the_score(
    make_session: SessionMaker, disagreement: Question, good_story: str
) -> None:
    strong = session_feedback(make_session((disagreement, good_story, [])))
    weak = session_feedback(make_session((disagreement, WE_STORY, [])))
    assert strong.recommendation == "STRONG_HIRE"
    assert weak.recommendation == "NO_HIRE"
    assert strong.overall_score is not None
    assert strong.scores.overall == round(strong.overall_score / 10, 1)
    assert strong.overall_score == evaluate_answer(disagreement, good_story).overall_score


def test_too_few_answers_withhold_the_recommendation(
    make_session: SessionMaker, disagreement: Question, good_story: str
) -> None:
    feedback = session_feedback(
        make_session((disagreement, good_story, []), (disagreement, "Fine.", []), (disagreement, None, []))
    )
    assert feedback.recommendation == "WITHHELD"
    assert feedback.coverage == pytest.approx(1 / 3, abs=0.001)
    assert "1 skipped" in feedback.summary
    assert "1 answer held too little" in feedback.summary


def test_follow_ups_can_only_help(make_session: SessionMaker, disagreement: Question) -> None:
    alone = session_feedback(make_session((disagreement, NO_RESULT, [])))
    helped = session_feedback(make_session((disagreement, NO_RESULT, [("What was the result?", RESULT)])))
    dodged = session_feedback(make_session((disagreement, NO_RESULT, [("What was the result?", "asdf asdf asdf")])))
    assert alone.overall_score is not None
    assert helped.overall_score is not None
    assert dodged.overall_score is not None
    assert helped.overall_score > alone.overall_score + 10
    assert dodged.overall_score >= alone.overall_score
    assert Tag.NO_RESULT.advice in [point.text for point in alone.improvements]
    assert Tag.NO_RESULT.advice not in [point.text for point in helped.improvements]


def test_the_first_thing_to_fix_is_the_costliest(make_session: SessionMaker, disagreement: Question) -> None:
    assert evaluate_answer(disagreement, NO_RESULT).tags[0] == Tag.NO_RESULT
    feedback = session_feedback(make_session((disagreement, NO_RESULT, [])))
    assert feedback.fix_first is not None
    assert feedback.fix_first.text == Tag.NO_RESULT.advice
    assert feedback.fix_first.quote == "I sent them to him and answered a few questions about them"


def test_hedges_lower_confidence_and_nothing_else(
    make_session: SessionMaker, disagreement: Question, good_story: str
) -> None:
    hedged = good_story.replace("I set up", "I guess maybe I sort of set up").replace(
        "Then I", "Then I think I kind of"
    )
    sure = session_feedback(make_session((disagreement, good_story, [])))
    unsure = session_feedback(make_session((disagreement, hedged, [])))
    assert sure.scores.confidence is not None
    assert unsure.scores.confidence is not None
    assert unsure.scores.confidence < sure.scores.confidence
    assert unsure.recommendation == sure.recommendation


def test_notes_speak_only_of_what_was_asked(
    make_session: SessionMaker, disagreement: Question, index_question: Question, good_story: str
) -> None:
    behavioral = session_feedback(make_session((disagreement, good_story, [])))
    assert behavioral.technical_notes is None
    assert behavioral.problem_solving_notes is None
    assert behavioral.communication_notes
    technical = session_feedback(
        make_session(
            (
                index_question,
                (
                    "It keeps the keys sorted in a tree, so the database finds the rows directly without "
                    "scanning the whole table. But each insert has to update it as well, because otherwise it "
                    "would be wrong."
                ),
                [],
            ),
            kind=InterviewType.TECHNICAL_VERBAL,
        )
    )
    assert technical.technical_notes
    assert "of 3 key points" in technical.technical_notes
    assert technical.problem_solving_notes
    assert technical.scores.structure is None


def test_mixed_session_names_every_rubric(
    make_session: SessionMaker, disagreement: Question, index_question: Question, good_story: str
) -> None:
    answer = "An index lets it find rows without scanning the table, but writes become slower because it changes too."
    feedback = session_feedback(make_session((disagreement, good_story, []), (index_question, answer, [])))
    assert feedback.evaluator.kind == "rules"
    assert feedback.evaluator.rubric_version == "behavioral@4,technical_verbal@4"


def test_evaluations_by_another_judge_are_not_mixed_in(
    make_session: SessionMaker, disagreement: Question, good_story: str
) -> None:
    session = make_session((disagreement, good_story, []))
    own = session_feedback(session)
    exchange = session.exchanges[0]
    assert exchange.attempt is not None
    evaluation = evaluate_answer(disagreement, good_story)
    foreign = replace(
        evaluation, overall_score=1.0, evaluator=replace(evaluation.evaluator, kind="model", name="other")
    )
    attempt = replace(exchange.attempt, evaluation=foreign)
    mixed = replace(session, exchanges=(exchange.with_attempt(attempt),))
    assert session_feedback(mixed) == own


async def test_judge_port_evaluates_main_and_follow_up(disagreement: Question, good_story: str) -> None:
    judge = RulesJudge()
    noon = datetime(2026, 1, 5, tzinfo=UTC)
    main = AskedQuestion("a", 0, 0, disagreement.text, disagreement)
    evaluation = await judge.evaluate(main, Answer(good_story, AnswerSource.TYPED, noon, noon))
    assert evaluation == evaluate_answer(disagreement, good_story)
    follow_up = AskedQuestion("b", 1, 0, "What was the result?", disagreement, parent_id="a")
    reply = await judge.evaluate(follow_up, Answer(RESULT, AnswerSource.TYPED, noon, noon))
    assert len(reply.scores) < len(evaluation.scores)
    assert reply.found["result"]


@pytest.mark.parametrize("said", ["I don't know.", "I can't think of an example, sorry, next question please."])
def test_a_declined_question_counts_as_nothing_and_is_named(
    make_session: SessionMaker, disagreement: Question, good_story: str, said: str
) -> None:
    alone = session_feedback(make_session((disagreement, good_story, []))).overall_score
    feedback = session_feedback(
        make_session((disagreement, good_story, []), (disagreement, said, []), (disagreement, good_story, []))
    )
    assert alone is not None
    assert feedback.overall_score == pytest.approx(2 / 3 * alone, abs=0.1)
    assert feedback.recommendation == "HIRE"
    assert "1 declined, which counts as 0." in feedback.summary
    assert "held too little" not in feedback.summary


def test_a_session_of_nothing_but_declined_questions_has_no_score(
    make_session: SessionMaker, disagreement: Question
) -> None:
    feedback = session_feedback(make_session((disagreement, "I don't know.", []), (disagreement, "No idea.", [])))
    assert feedback.overall_score is None
    assert feedback.recommendation == "WITHHELD"
    assert "2 declined." in feedback.summary


def test_a_silent_answer_is_not_declined(make_session: SessionMaker, disagreement: Question, good_story: str) -> None:
    alone = session_feedback(make_session((disagreement, good_story, []))).overall_score
    with_silence = session_feedback(make_session((disagreement, good_story, []), (disagreement, " ", [])))
    assert with_silence.overall_score == alone
    assert "declined" not in with_silence.summary


BESIDE: Final = (
    "In May 2019 I drove to Milan for a course of three days. I ordered forty boxes of the new colours there, and I "
    "built a shop for them with my nephew. Sales went up from 200 to 900 euros a month."
)


def test_answers_that_may_be_beside_their_questions_are_no_strong_hire(make_session: SessionMaker) -> None:
    asked = Question(
        "heard",
        "Share a moment when you made sure that someone who was being overlooked got heard.",
        InterviewType.BEHAVIORAL,
        Difficulty.STANDARD,
        "tests",
    )
    with patch.object(embeddings, "is_installed", return_value=False):
        feedback = session_feedback(make_session((asked, BESIDE, [])))
    assert feedback.overall_score is not None
    assert feedback.overall_score >= 80
    assert feedback.recommendation == "HIRE"
    assert "I cannot tell whether the answer is about what was asked" in feedback.summary


@pytest.mark.parametrize(("undecided", "beside"), [(0, False), (2, False), (3, True), (4, True)])
def test_more_than_half_of_the_answers_have_to_be_beside(undecided: int, beside: bool) -> None:
    told = evaluate_answer(DISAGREEMENT, GOOD_STORY)
    others = [score for score in told.scores if score.criterion != "relevance"]
    relevance = CriterionScore("relevance", None, 5, "", (), unsupported=True, state="cannot_tell")
    open_ = replace(told, scores=(*others, relevance))
    assert are_mostly_beside([open_] * undecided + [told] * (4 - undecided)) is beside
