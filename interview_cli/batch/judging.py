"""The judge of a batch: the rules, at once; or a language model, many answers at a time."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from interview_cli.interview.model import Evaluation, Question
from interview_cli.interview.spoken import Word
from interview_cli.scoring.rubric import Rubric
from interview_cli.scoring.rules import judging_steps
from interview_cli.scoring.side_by_side import side_by_side

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Request:
    """An answer to be judged. `asked` is how the question was put, `words` are the answer's where they are known."""

    question: Question
    answer: str
    asked: str
    is_follow_up: bool = False
    words: Sequence[Word] | None = None


class AnswerJudge(Protocol):
    """Judges answers."""

    async def judge(self, requests: Sequence[Request]) -> list[Evaluation]:
        """An evaluation for each answer, in order."""
        ...


class AnswerRules:
    """Judges by rules, with the user's own rubric or those of the questions' types. Never waits."""

    def __init__(self, rubric: Rubric | None) -> None:
        self._rubric = rubric

    async def judge(self, requests: Sequence[Request]) -> list[Evaluation]:
        """An evaluation for each answer. Raises InputError when a rubric is broken."""
        return side_by_side(
            judging_steps(
                each.question,
                each.answer,
                each.asked,
                is_follow_up=each.is_follow_up,
                rubric=self._rubric,
                words=each.words,
            )
            for each in requests
        )


def at_once(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """The result of a coroutine that never waits, without an event loop. Raises RuntimeError when it does wait."""
    try:
        work.send(None)
    except StopIteration as done:
        result: ResultT = done.value
        return result
    work.close()
    raise RuntimeError("what was to be done at once has to wait")
