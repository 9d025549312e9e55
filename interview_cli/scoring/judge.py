"""The judge that asks a language model, and believes of its reply only what code has checked.

The model gives levels and quotes criterion by criterion. Everything else is done here: what holds too little is never
sent, quotes are looked up in the answer, the overall score is computed, sentences with invented facts are dropped, and
the rules judge the same answer as a sanity check. When the model fails, the rules judge in its place, marked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Feedback,
    Session,
)
from interview_cli.interview.ports import ChatModel, Message
from interview_cli.prompting import load_prompt
from interview_cli.scoring.aggregate import evidence_coverage, overall_score
from interview_cli.scoring.cleaning import JUDGED_CHARACTERS, judged_part
from interview_cli.scoring.model_reply import MODEL_TAGS, JudgedAnswer, reply_for
from interview_cli.scoring.rubric import MAX_SCORE, Criterion, Rubric
from interview_cli.scoring.rules import RulesJudge, rubric_for
from interview_cli.scoring.tags import Tag, worst_first
from interview_cli.scoring.topicality import KEY_POINT_TYPES
from interview_cli.scoring.verified import Heard, Verified, together, verified

KIND: Final = "model"
ANSWER_PROMPT: Final = "judge_answer"
FLAG_POINTS: Final = 40.0
"""The rules and the model differ by more than this, of 100: two points of five."""

LONGEST_CV_CHARACTERS: Final = 6_000
"""So much of a CV (about 1,500 tokens) goes along with every answer."""

LEFT_OUT: Final = "[…]"


class ModelJudge:
    """The `Judge` port, filled by a language model.

    `rubric` replaces those of the questions' types. Unless it `falls_back`, a model that fails raises ChatModelError.
    `samples` is how often it is asked about an answer; `report` hears, as message and remedy, what did not work.
    """

    quick = False

    def __init__(
        self,
        model: ChatModel,
        rules: RulesJudge,
        *,
        samples: int = 1,
        overrides: Path | None = None,
        language: str = "en",
        cv: str | None = None,
        rubric: Rubric | None = None,
        falls_back: bool = True,
        report: Callable[[str, str], None] = lambda message, remedy: None,
    ) -> None:
        self._model = model
        self._rules = rules
        self._samples = samples
        self._prompt = load_prompt(ANSWER_PROMPT, overrides)
        self._language = language
        self._cv = cv
        self._rubric = rubric
        self._falls_back = falls_back
        self._report = report

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        """The evaluation of one answer. Raises InputError when a rubric or prompt file is broken."""
        by_rules = await self._rules.evaluate(asked, answer)
        if by_rules.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
            return by_rules
        try:
            return await self._judged(asked, answer, by_rules)
        except ChatModelError as error:
            if not self._falls_back:
                raise
            self._report(f"{error.message} The rules judge in its place.", error.remedy)
            return replace(by_rules, fallback_reason=error.message)

    async def _judged(self, asked: AskedQuestion, answer: Answer, by_rules: Evaluation) -> Evaluation:
        rubric = self._rubric or rubric_for(asked.question)
        criteria = [criterion for criterion in rubric.criteria if criterion.follow_up or asked.parent_id is None]
        heard = Heard(answer.text[:JUDGED_CHARACTERS], tuple(judged_part(answer.text).orders))
        messages = self._messages(asked, heard, criteria)
        schema = reply_for([criterion.name for criterion in criteria], translated=self._language != "en")
        replies = [await self._model.complete(messages, schema, sample=number) for number in range(self._samples)]
        checked = [verified(reply, criteria, heard) for reply in replies]
        result = together(checked, criteria)
        overall = overall_score(result.scores, rubric)
        reply = replies[_nearest(checked, rubric, overall)]
        return self._evaluation(by_rules, rubric, result, reply, overall)

    def _evaluation(
        self, by_rules: Evaluation, rubric: Rubric, result: Verified, reply: JudgedAnswer, overall: float | None
    ) -> Evaluation:
        rules_score = by_rules.overall_score
        gap = None if overall is None or rules_score is None else abs(overall - rules_score)
        return Evaluation(
            status=EvaluationStatus.INSUFFICIENT_EVIDENCE if overall is None else EvaluationStatus.SCORED,
            scores=result.scores,
            overall_score=overall,
            coverage=evidence_coverage(result.scores, rubric),
            comment=reply.comment.strip(),
            tags=_tags(reply, by_rules),
            missing_points=by_rules.missing_points,
            found=by_rules.found,
            ideal_answer=reply.ideal_answer.strip() or by_rules.ideal_answer,
            evaluator=self._evaluator(rubric),
            dropped_quotes=result.dropped_quotes,
            rules_score=rules_score,
            flagged=overall is None or (gap is not None and gap > FLAG_POINTS),
        )

    async def feedback(self, session: Session) -> Feedback:
        """The report on a session whose answers have all been evaluated."""
        return await self._rules.feedback(session)

    def _evaluator(self, rubric: Rubric) -> Evaluator:
        return Evaluator(KIND, self._model.name, self._prompt.label, rubric.label)

    def _messages(self, asked: AskedQuestion, heard: Heard, criteria: list[Criterion]) -> list[Message]:
        question = asked.question
        is_follow_up = asked.parent_id is not None
        points = question.key_points if question.type in KEY_POINT_TYPES and not is_follow_up else ()
        return self._prompt.render(
            {
                "criteria": criteria,
                "max_score": MAX_SCORE,
                "tags": [tag.value for tag in MODEL_TAGS],
                "is_follow_up": is_follow_up,
                "language": self._language,
                "question_kind": (
                    "follow-up" if is_follow_up else question.type.value.replace("_", " ")
                ).capitalize(),
            },
            {
                "question": asked.text,
                "key_points": "\n".join(f"- {point}" for point in points),
                "cv": None if is_follow_up or not self._cv else self._cv[:LONGEST_CV_CHARACTERS],
                "answer": _without(heard),
            },
        )


def _without(heard: Heard) -> str:
    """The answer without what it says to the grader."""
    kept, position = [], 0
    for start, end in sorted(heard.to_the_grader):
        kept.append(heard.text[position:start])
        position = max(position, end)
    kept.append(heard.text[position:])
    return f" {LEFT_OUT} ".join(kept)


def _tags(reply: JudgedAnswer, by_rules: Evaluation) -> tuple[str, ...]:
    known = {tag.value for tag in MODEL_TAGS}
    tags = {Tag(name) for name in reply.tags if name in known}
    tags |= {Tag.INSTRUCTION_INJECTION} & {Tag(name) for name in by_rules.tags}
    return tuple(tag.value for tag in worst_first(tags))


def _nearest(samples: list[Verified], rubric: Rubric, overall: float | None) -> int:
    """The first of the samples whose own overall score is nearest to that of all: its words are kept."""

    def distance(index: int) -> float:
        own = overall_score(samples[index].scores, rubric)
        return abs((own or 0.0) - (overall or 0.0))

    return min(range(len(samples)), key=distance)
