"""A question in other words: short, still a question, and never longer than a person can listen to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from interview_cli.errors import UnavailableError
from interview_cli.interview.model import AskedQuestion, Difficulty, InterviewType, Question
from interview_cli.interview.ports import Message, ReplyT
from interview_cli.interview.rephrasing import RephrasedReply, rephrased
from tests.model_interviewer.support import Replies, ScriptedModel

ASKED = AskedQuestion(
    "asked",
    0,
    0,
    "How do you plan your week?",
    Question("q", "How do you plan your week?", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "bank"),
)


class Rewording(ScriptedModel):
    """A model that always replies with the same text."""

    def __init__(self, text: str) -> None:
        super().__init__(Replies())
        self._text = text

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        """The text as an object."""
        return schema.model_validate({"text": self._text})


def question_of(characters: int) -> str:
    """A question of so many characters."""
    return f"What do you do first{' on a Monday' * characters}"[: characters - 1] + "?"


async def test_a_question_as_long_as_one_may_be_is_asked() -> None:
    assert await rephrased(Rewording(question_of(300)), ASKED) == question_of(300)


@pytest.mark.parametrize("reply", [question_of(301), "You plan your week on Monday.", " "])
async def test_what_is_too_long_or_no_question_is_not_asked(reply: str) -> None:
    with pytest.raises(UnavailableError, match="found no other words"):
        await rephrased(Rewording(reply), ASKED)


def test_a_reply_four_times_as_long_is_asked_for_again() -> None:
    assert RephrasedReply(text="x" * 1200)
    with pytest.raises(ValidationError):
        RephrasedReply(text="x" * 1201)
