"""Questions for an interview: from the banks by rules, or written by the language model of the settings."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from interview_cli.errors import ChatModelError, InputError
from interview_cli.interview.model import (
    AskedQuestion,
    Difficulty,
    Exchange,
    InterviewType,
    Question,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.interview.ports import ChatModel
from interview_cli.resources import resource_root
from interview_server.errors import Invalid

BANKS = "banks"
"""The source of questions that no model wrote."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of questions somebody wants. `job` is the text of a job post, which only a model makes use of."""

    type: InterviewType
    difficulty: Difficulty
    count: int
    role: str | None = None
    topic: str | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Questions, who wrote them (`banks` or the model's name), and why it was not the model although there is one."""

    questions: Sequence[Question]
    source: str
    fallback_reason: str | None = None


def find_questions(wish: Wish, model: ChatModel | None) -> Found:
    """Questions for a wish. Raises Invalid when the banks hold too few for it."""
    if model is None:
        return Found(_from_banks(wish), BANKS)
    from interview_cli.interview.model_questions import QuestionWriter, Wanted

    wanted = Wanted(wish.type, wish.difficulty, role=wish.role, topic=wish.topic, job=wish.job)
    try:
        return Found(asyncio.run(QuestionWriter(model).write(wanted, wish.count, ())), model.name)
    except ChatModelError as error:
        return Found(_from_banks(wish), BANKS, error.message)


def _from_banks(wish: Wish) -> list[Question]:
    """The questions of an interview as the banks would plan it, another one each time."""
    from interview_cli.batch.judging import at_once
    from interview_cli.interview.planning import BankInterviewer
    from interview_cli.interview.questions import QuestionLibrary

    settings = SessionSettings(
        wish.type, wish.difficulty, role=wish.role, questions=wish.count, seed=secrets.randbelow(2**31)
    )
    banks = BankInterviewer(QuestionLibrary(resource_root("question_banks"), None))
    try:
        plan = tuple(at_once(banks.plan(settings)))
    except InputError as error:
        raise Invalid(error.message) from None
    if wish.topic:
        plan = tuple(replace(slot, topic=wish.topic.lower()) for slot in plan)
    session = Session("", settings, SessionStatus.IN_PROGRESS, datetime.now(UTC), plan=plan)
    for slot in range(wish.count):
        question = at_once(banks.next_question(session, slot, ()))
        asked = AskedQuestion(question.id, slot, slot, question.text, question)
        session = replace(session, exchanges=(*session.exchanges, Exchange(asked)))
    return [exchange.asked.question for exchange in session.exchanges]
