"""What the tests of the model interviewer share: a scripted model, its replies, and whole sessions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interview_cli.delivery.measure import TextDeliveryMeter
from interview_cli.errors import ChatModelError
from interview_cli.interview import events
from interview_cli.interview.answers import ScriptedCandidate
from interview_cli.interview.events import Problems
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Evaluation,
    Feedback,
    InterviewType,
    Session,
    SessionSettings,
    TokenUsage,
)
from interview_cli.interview.model_interviewer import ModelInterviewer
from interview_cli.interview.planning import BankInterviewer
from interview_cli.interview.ports import Candidate, ChatModel, Judge, Message, ReplyT
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.interview.session import InterviewSession
from interview_cli.resources import resource_root
from interview_cli.scoring.rules import RulesJudge
from interview_cli.storage.sessions import open_store

LIBRARY = QuestionLibrary(resource_root("question_banks"))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

SUBJECTS = (
    ("connection pooling", "Why would you put a pool of connections between a service and its database?"),
    ("flaky tests", "A test fails once in twenty runs. Which steps do you take until it is trusted again?"),
    ("mentoring", "Tell me about somebody you helped to grow. What did you do week by week?"),
    ("rollback", "Your release doubles the error rate within five minutes. How do you decide what happens next?"),
    ("caching", "When does a cache in front of a catalogue do more harm than good?"),
    ("prioritising", "Two managers each call their wish urgent. How do you settle what comes first?"),
    ("observability", "Which three measurements would you put on the wall for a checkout service, and why those?"),
    ("migration", "Walk me through moving a live table of orders to another schema without an outage."),
)
"""Topics with a question each, no two alike."""

QUESTIONS = tuple(question for _, question in SUBJECTS)

STRONG = (
    "In 2023 I led four engineers at a payments company. I measured the slow queries, added a read replica and "
    "rewrote the nightly export, so the page went from nine seconds to one second and complaints fell by 40 percent."
)


def question_json(text: str, *topics: str, **fields: Any) -> dict[str, Any]:
    """A question as a model writes it."""
    return {
        "text": text,
        "topics": list(topics) or ["judgement"],
        "key_points": ["Names the goal before the means.", "Weighs two alternatives against each other."],
        "pitfalls": ["Jumps to a tool."],
        "follow_ups": ["What would you do differently today?"],
        "ideal_answer": "I would first find out what matters most and then compare two ways.",
        "difficulty": "standard",
    } | fields


def plan_json(count: int, **fields: Any) -> str:
    """A plan over the subjects above."""
    items = [
        {
            "number": number,
            "topic": SUBJECTS[number % len(SUBJECTS)][0],
            "focus": f"Aim {number}.",
            "difficulty": "standard",
        }
        | fields
        for number in range(1, count + 1)
    ]
    return json.dumps({"items": items})


FAIL = "☠"
"""In a reply of the scripted model: here it fails."""


class Replies:
    """The replies of a model by what is asked of it: by turns, the last one again and again.

    `seen` holds what was asked, as (kind, text of the whole prompt).
    """

    def __init__(
        self,
        *,
        plans: Sequence[str] = (plan_json(15),),
        questions: Sequence[str | dict[str, Any]] = QUESTIONS,
        follow_ups: Sequence[str] = ("PASS",),
    ) -> None:
        written = [
            q if q == FAIL else json.dumps({"questions": [question_json(q) if isinstance(q, str) else q]})
            for q in questions
        ]
        self._left = {"plan": list(plans), "question": written, "follow-up": list(follow_ups)}
        self.seen: list[tuple[str, str]] = []

    def reply(self, schema_title: str | None, prompt: str) -> str:
        """The next reply to a request for this kind of object, or for text."""
        kind = {"PlanReply": "plan", "QuestionsReply": "question", None: "follow-up"}[schema_title]
        self.seen.append((kind, prompt))
        left = self._left[kind]
        return left.pop(0) if len(left) > 1 else left[0]

    def __call__(self, call: Any) -> str:
        """As the reply of a stub server."""
        return self.reply(call.schema and call.schema["title"], call.text)

    def asked_for(self, kind: str) -> list[str]:
        """The prompts of one kind."""
        return [prompt for each, prompt in self.seen if each == kind]


class ScriptedModel:
    """A `ChatModel` whose replies are scripted. Where a reply has FAIL, the model fails."""

    name = "scripted:model"
    remote_host = None
    usage = TokenUsage()

    def __init__(self, replies: Replies) -> None:
        self.replies = replies
        self.closed_early = 0

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        """The reply letter by letter."""
        text = self.replies.reply(None, "\n".join(each.text for each in messages))
        done = False
        try:
            for letter in text:
                if letter == FAIL:
                    raise ChatModelError("The model is gone.", "Bring it back.")
                yield letter
            done = True
        finally:
            self.closed_early += not done

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        """The reply as an object."""
        text = self.replies.reply(schema.__name__, "\n".join(each.text for each in messages))
        if text.startswith(FAIL):
            raise ChatModelError("The model is gone.", "Bring it back.")
        return schema.model_validate_json(text)


class StoppedClock:
    """It is always noon."""

    def now(self) -> datetime:
        """Noon."""
        return NOON


class ScoreJudge:
    """A judge at its port that gives scores (0-100) in turn, the last one again and again."""

    quick = True

    def __init__(self, *scores: float) -> None:
        self._scores = list(scores)

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        """The next score, with no weakness found."""
        score = self._scores.pop(0) if len(self._scores) > 1 else self._scores[0]
        return replace(await RulesJudge().evaluate(asked, answer), overall_score=score, tags=())

    async def feedback(self, session: Session) -> Feedback:
        """As the rules judge gives it."""
        return await RulesJudge().feedback(session)


def interviewer(model: ChatModel, problems: Problems | None = None, **options: Any) -> ModelInterviewer:
    """The interviewer over the shipped banks."""
    return ModelInterviewer(model, BankInterviewer(LIBRARY), LIBRARY, problems or Problems(), **options)


def settings_for(kind: InterviewType = InterviewType.BEHAVIORAL, **fields: Any) -> SessionSettings:
    """A short session."""
    wanted: dict[str, Any] = {"type": kind, "questions": 3, "seed": 4} | fields
    return SessionSettings(**wanted)


async def whole_session(
    folder: Path,
    model: ChatModel,
    settings: SessionSettings,
    answers: Iterable[str] | Candidate = (STRONG,) * 40,
    *,
    judge: Judge | None = None,
    problems: Problems | None = None,
    **options: Any,
) -> tuple[Session, list[events.Event]]:
    """A whole session through the real loop and a real database: as it was saved, and all that was told."""
    problems = problems or Problems()
    candidate = answers if hasattr(answers, "answer") else ScriptedCandidate(answers, StoppedClock())
    with closing(open_store(folder / "interview.db", StoppedClock())) as store:
        machine = InterviewSession(
            interviewer=interviewer(model, problems, **options),
            candidate=candidate,  # type: ignore[arg-type]
            meter=TextDeliveryMeter(),
            judge=judge or ScoreJudge(50),
            store=store,
            clock=StoppedClock(),
            problems=problems,
        )
        told = [event async for event in machine.start(settings)]
        last = told[-1]
        assert isinstance(last, events.Finished)
        return store.load(last.session.id), told


def problems_in(told: Sequence[events.Event]) -> list[events.Problem]:
    """What did not work."""
    return [event for event in told if isinstance(event, events.Problem)]
