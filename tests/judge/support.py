"""Models that reply as a test wants, answers to judge, and what a model is shown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Document,
    Evaluation,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
    TokenUsage,
)
from interview_cli.interview.ports import Message, ReplyT
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rules import RulesJudge
from interview_cli.storage.documents import KINDS

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
FENCED = re.compile(r"<<<([^\n]*?) ([0-9a-f]{16})\n(.*?)\n\2>>>", re.DOTALL)

DISAGREEMENT = Question(
    id="disagreement",
    text="Tell me about a time you disagreed with a coworker. What did you do?",
    type=InterviewType.BEHAVIORAL,
    difficulty=Difficulty.STANDARD,
    bank="tests",
    competencies=("conflict",),
)
INDEX = Question(
    id="index",
    text="How does an index make a query faster, and what do you pay for it?",
    type=InterviewType.TECHNICAL_VERBAL,
    difficulty=Difficulty.STANDARD,
    bank="tests",
    skills=("databases",),
    key_points=("An index lets the database find rows without scanning the table.", "Writes become slower."),
)
STORY = (
    "In my last job at Acme, in March 2022, our payment service was failing for 8 percent of customers. My "
    "manager asked me to fix it within six weeks. A coworker, Priya, wanted to rewrite everything and I "
    "disagreed, because we had so little time. I set up a meeting, listed both options with their risks and "
    "asked her what worried her most. Then I profiled the service and built a small cache. As a result, "
    "failures dropped from 8 percent to 0.4 percent. I learned that figures settle an argument."
)
WEAK = "We had some problems in the team and things were not so nice. People talked a lot and then it was fine again."

Script = Callable[[Sequence[Message], type[BaseModel], int], Any]


class StubModel:
    """A `ChatModel` that replies what `script` makes of messages, schema and sample; an exception is raised."""

    name = "stub:1"
    remote_host: str | None = None
    usage = TokenUsage()

    def __init__(self, script: Script) -> None:
        self._script = script
        self.calls: list[Sequence[Message]] = []

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        raise AssertionError("a judge never streams")

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        self.calls.append(messages)
        reply = self._script(messages, schema, sample)
        if isinstance(reply, Exception):
            raise reply
        return schema.model_validate(reply)

    @property
    def shown(self) -> str:
        """Everything in the last call."""
        return shown(self.calls[-1])


def shown(messages: Sequence[Message]) -> str:
    return "\n\n".join(f"[{message.role}]\n{message.text}" for message in messages)


def fenced(messages: Sequence[Message], name: str) -> str:
    """The data with this name in what a model is shown."""
    return next(match[3] for match in FENCED.finditer(shown(messages)) if match[1] == name)


def criteria_of(schema: type[BaseModel]) -> list[str]:
    """The criteria that a reply to judge_answer has to hold."""
    aliases = [field.alias or "" for field in schema.model_fields.values()]
    return [alias.removesuffix("_score") for alias in aliases if alias.endswith("_score")]


def reply(schema: type[BaseModel], score: float, quotes: Sequence[str], **others: Any) -> dict[str, Any]:
    """A reply to judge_answer with the same score and quotes for every criterion."""
    scores = {name: {"quotes": list(quotes), "score": score, "anchor": ""} for name in criteria_of(schema)}
    return {"scores": scores, "comment": "Good.", "tags": [], "ideal_answer": "", **others}


def always(score: float, *quotes: str, **others: Any) -> StubModel:
    """A model that gives every criterion this score with these quotes."""
    return StubModel(lambda _messages, schema, _sample: reply(schema, score, quotes, **others))


def failing(message: str = "The server is gone.") -> StubModel:
    return StubModel(lambda *_: ChatModelError(message, "Start it."))


def ask(question: Question = DISAGREEMENT, wording: str | None = None, parent: str | None = None) -> AskedQuestion:
    return AskedQuestion("asked", 0, 0, wording or question.text, question, parent)


def say(text: str) -> Answer:
    return Answer(text, AnswerSource.TYPED, NOON, NOON)


async def judged(
    model: StubModel, text: str = STORY, asked: AskedQuestion | None = None, **options: Any
) -> Evaluation:
    """The evaluation of an answer by a judge over this model."""
    return await ModelJudge(model, RulesJudge(), **options).evaluate(asked or ask(), say(text))


def session_of(*talks: tuple[Question, str | None, Evaluation | None], **settings: Any) -> Session:
    """A session of main questions with their answers (None for skipped) and evaluations; CV and job are texts."""
    exchanges = []
    for number, (question, text, evaluation) in enumerate(talks):
        asked = AskedQuestion(f"asked-{number}", number, number, question.text, question)
        attempts = () if text is None else (Attempt(f"attempt-{number}", say(text), None, evaluation),)
        exchanges.append(Exchange(asked, attempts, skipped=text is None))
    settings |= {kind: Document(kind, settings[kind]) for kind in KINDS if kind in settings}
    chosen = SessionSettings(InterviewType.BEHAVIORAL, **settings)
    return Session("session", chosen, SessionStatus.IN_PROGRESS, NOON, exchanges=tuple(exchanges))
