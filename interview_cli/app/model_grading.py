"""A language model as a judge of graded answers, so that its agreement with people can be measured."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from interview_cli.app.batch_workers import DEFAULT_CALLS
from interview_cli.app.batches import batch_plan
from interview_cli.errors import ChatModelError, UnavailableError, UsageError
from interview_cli.interview.model import Difficulty, Evaluation, Evaluator, InterviewType, Question
from interview_cli.trust.grading_judges import RUBRIC, GradingJudge, rubrics_of

if TYPE_CHECKING:
    from pathlib import Path

    from interview_cli.app import Application
    from interview_cli.batch.plan import Plan
    from interview_cli.trust.grades import GradedAnswer

_Key = tuple[str, str, str]
_DEFAULT_TYPE: Final = InterviewType.TECHNICAL_VERBAL


def model_grading_judge(
    application: Application, llm: str, kind: InterviewType | None, rubric: Path | None
) -> GradingJudge:
    """The model `llm` as it judges interviews, with the reference as the question's ideal answer.

    Every answer is judged when the judge is prepared; earlier judgements come from the cache. For an answer to which
    the model gives no usable reply the scorer raises; only a lost server stops the run. Raises UsageError for an
    engine that does not exist, UnavailableError when the server is gone, InputError for a bad rubric.
    """
    plan = batch_plan(application, kind, rubric=rubric, llm=llm)
    if plan.model is None:
        raise UsageError(f"--llm {llm} is not a language model.", "Leave it out for the rules, or name one.")
    own = plan.rubric
    taken_for = kind or (own.type if own else _DEFAULT_TYPE)
    rubrics = (own,) if own else tuple(rubrics_of(taken_for))
    labels = ",".join(sorted(each.label for each in rubrics))
    judged: dict[_Key, Evaluation | ChatModelError] = {}

    def prepare(graded: Sequence[GradedAnswer]) -> None:
        keys = list(dict.fromkeys((row.question, row.reference, row.answer) for row in graded))
        judged.update(zip(keys, asyncio.run(_judged(application, plan, taken_for, keys)), strict=True))

    def score(question: str, reference: str, answer: str) -> float | None:
        found = judged[question, reference, answer]
        if isinstance(found, ChatModelError):
            raise found
        return None if found.overall_score is None else found.overall_score / 100

    return GradingJudge(
        name=RUBRIC,
        evaluator=Evaluator("model", plan.model.name, plan.model.prompt, labels),
        scorer=score,
        prepare=prepare,
        type=taken_for,
        rubrics=rubrics,
    )


async def _judged(
    application: Application, plan: Plan, kind: InterviewType, keys: Sequence[_Key]
) -> list[Evaluation | ChatModelError]:
    from interview_cli.batch.judging import Request
    from interview_cli.batch.model_scoring import AnswersByModel, open_judge, open_throttle

    if plan.model is None:
        raise UnavailableError("No language model is configured.")
    requests = [
        Request(
            Question("", question, kind, Difficulty.STANDARD, "", ideal_answer=reference.strip() or None),
            answer,
            question,
        )
        for question, reference, answer in keys
    ]
    with ExitStack() as stack:
        throttle = open_throttle(plan.model, DEFAULT_CALLS, stack)
        judge, _ = open_judge(plan, plan.model, throttle, application.clock, stack)
        answers = AnswersByModel(judge, DEFAULT_CALLS, application.clock)

        async def judged(request: Request) -> Evaluation | ChatModelError:
            try:
                return (await answers.judge([request]))[0]
            except ChatModelError as error:
                if error.unreachable:
                    raise
                return error

        return list(await asyncio.gather(*map(judged, requests)))
