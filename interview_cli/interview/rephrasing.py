"""A question in other words, by a language model, for somebody who did not understand it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import BaseModel, Field

from interview_cli.errors import UnavailableError
from interview_cli.interview.discretion import Discretion
from interview_cli.interview.model import AskedQuestion
from interview_cli.interview.model_questions import language_name
from interview_cli.interview.ports import ChatModel
from interview_cli.interview.utterance import asks, sentences
from interview_cli.prompting import load_prompt

LONGEST: Final = 300
"""The most characters of a question in other words (chosen): it is to be simpler."""


class RephrasedReply(BaseModel):
    """What the model replies."""

    text: str = Field(max_length=4 * LONGEST, json_schema_extra={"maxLength": LONGEST})


async def rephrased(
    model: ChatModel, asked: AskedQuestion, *, language: str = "en", overrides: Path | None = None
) -> str:
    """The question in other words. `overrides` is the folder of the user's own prompts.

    Raises UnavailableError when the model fails, or when its words would give the answer away or are no question;
    InputError when the user's own prompt is broken.
    """
    prompt = load_prompt("rephrase_question", overrides)
    messages = prompt.render({"longest": LONGEST, "language": language_name(language)}, {"question": asked.text})
    text = " ".join((await model.complete(messages, RephrasedReply)).text.split())
    discretion = Discretion(asked.question, asked=[asked.text], answers=[], language=language)
    parts = sentences(text)
    if len(text) > LONGEST or not parts or not asks(parts[-1]) or any(map(discretion.fault, parts)):
        raise UnavailableError("The model found no other words for this question.", "Answer it as you understand it.")
    return text
