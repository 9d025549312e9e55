"""Sessions whose interviewer and judge are as a model's would be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from interview_cli.app import Application
from interview_cli.app.parts import SessionParts
from interview_cli.interview.events import Problems
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Exchange,
    Session,
    SessionSettings,
    TokenUsage,
)
from interview_cli.interview.planning import BankInterviewer
from interview_cli.interview.ports import ChatModel, Interviewer, Judge, Message, ReplyT, Say
from interview_cli.scoring.rules import RulesJudge


class Model:
    """A language model in name."""

    usage = TokenUsage()

    def __init__(self, name: str, remote_host: str | None) -> None:
        self.name = name
        self.remote_host = remote_host

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        raise AssertionError
        yield ""

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        raise AssertionError


class Rephraser(Model):
    """Replies with one text, whatever it is asked."""

    def __init__(self, text: str) -> None:
        super().__init__("ollama:test", None)
        self._text = text

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        return schema.model_validate({"text": self._text})


class FallingBackJudge(RulesJudge):
    """A model's judge that falls back to the rules each time, and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.problems = Problems()

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        self.problems.report("The model gave no score.", "The rules scored instead.")
        evaluation = await super().evaluate(asked, answer)
        return replace(evaluation, fallback_reason="no reply within 180 s")


class UnableJudge(RulesJudge):
    """A model's judge that fails in a language the rules do not understand."""

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        evaluation = await super().evaluate(asked, answer)
        return replace(
            evaluation,
            status=EvaluationStatus.NOT_SCORED,
            overall_score=None,
            comment="Nobody understood it.",
            fallback_reason="no reply within 180 s",
        )


class SlowJudge(RulesJudge):
    """Judges by rules in the name of a model, one answer after each call of `go`."""

    quick = False

    def __init__(self) -> None:
        super().__init__()
        self._may_go = asyncio.Semaphore(0)
        self._loop: asyncio.AbstractEventLoop | None = None

    def go(self) -> None:
        """Finish with one answer; from any thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._may_go.release)

    @property
    def is_asked(self) -> bool:
        return self._loop is not None

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        self._loop = asyncio.get_running_loop()
        await self._may_go.acquire()
        evaluation = await super().evaluate(asked, answer)
        return replace(evaluation, evaluator=Evaluator("model", "ollama:test", "1", "behavioral@1"))


class StreamingInterviewer(BankInterviewer):
    """Asks one follow-up, of which the second sentence never comes."""

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:
        say("You said that you plan your week.")
        await asyncio.Event().wait()
        return None


def interview_by(
    application: Application,
    judge: Judge,
    name: str,
    remote_host: str | None = None,
    interviewer: Interviewer | None = None,
    model: ChatModel | None = None,
) -> None:
    """From now on this application's sessions are led and judged like this."""
    problems = judge.problems if isinstance(judge, FallingBackJudge) else Problems()

    def parts(settings: SessionSettings, *, fresh: bool = False) -> SessionParts:
        return SessionParts(
            model or Model(name, remote_host), interviewer or BankInterviewer(application.library), judge, problems
        )

    application.parts = parts  # type: ignore[method-assign]
