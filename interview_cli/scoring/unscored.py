"""The evaluations of answers to which the rules give no score, because they hold too little or cannot be read."""

from __future__ import annotations

from typing import Final

from interview_cli.interview.model import CriterionScore, Evaluation, EvaluationStatus, Evaluator, Question
from interview_cli.scoring.asked_for import Asked, asked_for, asks_for_one_fact
from interview_cli.scoring.comments import closed_comment, few_words_comment
from interview_cli.scoring.outline import outline
from interview_cli.scoring.rubric import MAX_SCORE, RULES, Rubric
from interview_cli.scoring.tags import Tag
from interview_cli.text.stems import STEMMED_LANGUAGES

_TOO_LITTLE: Final = "Not judged: the answer holds too little."
_NOT_READ: Final = "Not judged: the rules read English only."
_ENGLISH_ONLY: Final = (
    "The rules read English only, so it is not scored: answer in English, or let a language model judge it."
)


def evaluator(rubric: Rubric) -> Evaluator:
    """How the rules sign their evaluations."""
    return Evaluator(RULES, RULES, None, rubric.label)


def in_another_language(code: str, rubric: Rubric, *, is_follow_up: bool) -> Evaluation:
    """The evaluation of an answer in another language than English (ISO 639): nothing is said about it."""
    name = STEMMED_LANGUAGES.get(code)
    told = f"This seems to be in {name}." if name else "This does not seem to be in English."
    return unread(rubric, f"{told} {_ENGLISH_ONLY}", is_follow_up=is_follow_up)


def unread(rubric: Rubric, why: str, *, is_follow_up: bool) -> Evaluation:
    """The evaluation of an answer that the rules cannot read, for the reason `why`: nothing is said about it."""
    return Evaluation(
        status=EvaluationStatus.NOT_SCORED,
        scores=_unjudged(rubric, _NOT_READ, is_follow_up=is_follow_up),
        overall_score=None,
        coverage=0.0,
        comment=why,
        tags=(),
        missing_points=(),
        found={},
        ideal_answer=None,
        evaluator=evaluator(rubric),
        not_scored=why,
    )


def _unjudged(rubric: Rubric, why: str, *, is_follow_up: bool) -> tuple[CriterionScore, ...]:
    return tuple(
        CriterionScore(criterion.name, None, MAX_SCORE, why, (), unsupported=True)
        for criterion in rubric.criteria
        if criterion.follow_up or not is_follow_up
    )


def insufficient(question: Question, answer: str, rubric: Rubric, gate: Tag, is_follow_up: bool) -> Evaluation:
    """The evaluation of an answer that holds too little, for the reason `gate`: nothing is scored. Where a few words
    can be the whole answer, that there are few is no weakness."""
    knowledge = asked_for(question) is Asked.KNOWLEDGE and not is_follow_up
    is_enough = gate is Tag.TOO_SHORT and (is_follow_up or asks_for_one_fact(question))
    return Evaluation(
        status=EvaluationStatus.INSUFFICIENT_EVIDENCE,
        scores=_unjudged(rubric, _TOO_LITTLE, is_follow_up=is_follow_up),
        overall_score=None,
        coverage=0.0,
        comment=few_words_comment(answer) if is_enough else closed_comment(answer, gate),
        tags=() if is_enough else (gate.value,),
        missing_points=question.key_points if knowledge else (),
        found={},
        ideal_answer=None if is_follow_up else outline(question, None, None),
        evaluator=evaluator(rubric),
    )
