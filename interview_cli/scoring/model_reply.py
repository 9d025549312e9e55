"""What a language model is asked to reply when it judges: its shape and the bounds it is held to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, create_model, model_validator

from interview_cli.scoring.criteria import CRITERION_OF_TAG
from interview_cli.scoring.rubric import MAX_SCORE
from interview_cli.scoring.tags import Tag

MOST_QUOTES: Final = 3
MOST_TAKEN_QUOTES: Final = 6
"""What is asked for of each criterion, and what is taken of a model that was not held to it."""
LONGEST_TEXT: Final = 4_000
"""Characters that are taken; what is asked for is far below."""
LONGEST_QUOTE: Final = 1_000

MODEL_TAGS: Final = (*CRITERION_OF_TAG, Tag.TOO_LONG)
"""The tags a model may give: the others are found in code before a model is asked."""
MOST_TAGS: Final = 5

_ABOUT_SOMEBODY: Final = re.compile(r"\b(?:the|this) (?:candidate|interviewee|applicant)\b", re.IGNORECASE)


def _at_most(asked: int, taken: int = LONGEST_TEXT) -> Any:
    """How long a text may be, in characters: as the server is told, and as is taken all the same."""
    return Field(max_length=taken, json_schema_extra={"maxLength": asked})


def _some(least: int, asked: int, taken: int) -> Any:
    """How many items a list may have: as the server is told, and at most as is taken all the same."""
    return Field(max_length=taken, json_schema_extra={"minItems": least, "maxItems": asked})


Quote = Annotated[str, _at_most(240, LONGEST_QUOTE)]
Sentence = Annotated[str, _at_most(300)]
Text = Annotated[str, _at_most(900)]
Report = Annotated[str, _at_most(1_600)]
Anchor = Annotated[str, _at_most(200)]
Tags = Annotated[
    list[str],
    Field(
        max_length=len(Tag),
        json_schema_extra={
            "items": {"type": "string", "enum": [tag.value for tag in MODEL_TAGS]},
            "minItems": 0,
            "maxItems": MOST_TAGS,
        },
    ),
]


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """One criterion: quotes that show it, the level from 0 to MAX_SCORE, and its anchor if that was translated."""

    quotes: tuple[str, ...]
    score: float
    anchor: str


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """What a model says of one answer. `criteria` has every criterion of the rubric, by name."""

    criteria: Mapping[str, JudgedCriterion]
    comment: str
    tags: tuple[str, ...] = ()
    ideal_answer: str = ""


class AnswerReply(BaseModel):
    """The form in which a model judges: flat, `<criterion>_quotes` before `<criterion>_score`, then the words.

    A model that was not held to it may also write `scores`, an object with an object for each criterion.
    """

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("scores"), dict):
            return value
        flat = {name: each for name, each in value.items() if name != "scores"}
        for name, judged in value["scores"].items():
            if isinstance(judged, dict):
                flat |= {f"{name}_{part}": each for part, each in judged.items()}
        return flat

    def judged(self, criteria: Sequence[str]) -> JudgedAnswer:
        """What the reply says of these criteria, in the order in which the form was made for them."""
        found = self.__dict__
        each = {
            name: JudgedCriterion(
                tuple(found[f"quotes_{at}"]), found[f"score_{at}"], found.get(f"anchor_{at}", "").strip()
            )
            for at, name in enumerate(criteria)
        }
        return JudgedAnswer(each, found["comment"], tuple(found.get("tags", ())), found.get("ideal_answer", ""))


def reply_for(criteria: Sequence[str], *, translated: bool = False, compact: bool = False) -> type[AnswerReply]:
    """The form for a rubric with these criteria: each has to be there, and no other.

    `translated` also asks for the anchor in the language of the interview; `compact` for one quote each and a comment
    only.
    """
    return _reply_for(tuple(criteria), translated, compact)


@cache
def _reply_for(criteria: tuple[str, ...], translated: bool, compact: bool) -> type[AnswerReply]:
    quotes = Annotated[list[Quote], _some(1, 1 if compact else MOST_QUOTES, MOST_TAKEN_QUOTES)]
    score = Annotated[float, Field(ge=0, le=MAX_SCORE, json_schema_extra={"type": "integer"})]
    members: dict[str, Any] = {}
    for at, name in enumerate(criteria):
        members[f"quotes_{at}"] = (quotes, Field(alias=f"{name}_quotes"))
        members[f"score_{at}"] = (score, Field(alias=f"{name}_score"))
        if translated:
            members[f"anchor_{at}"] = (Anchor, Field(alias=f"{name}_anchor"))
    members["comment"] = (Text, ...)
    if not compact:
        members["tags"] = (Tags, ...)
        members["ideal_answer"] = (Text, ...)
    return create_model("JudgedAnswer", __base__=AnswerReply, **members)


def said_to_you(text: str) -> str:
    """The text when it is said to the candidate, as was asked for; empty when it is about "the candidate"."""
    return "" if _ABOUT_SOMEBODY.search(text) else text


class JudgedPoint(BaseModel):
    """A strength or an improvement, the number of the question it shows in (from 1) and a quote of the answer."""

    text: Sentence
    question: int = Field(ge=0, le=1_000)
    quote: Quote


class SessionReply(BaseModel):
    """The words on a whole session. No numbers are asked for."""

    summary: Text
    strengths: list[JudgedPoint] = _some(0, 3, 6)
    improvements: list[JudgedPoint] = _some(1, 4, 8)
    suggestions: list[Sentence] = _some(1, 3, 6)
    technical_notes: Sentence
    communication_notes: Sentence
    problem_solving_notes: Sentence
    report: Report
