"""What a language model is asked to reply when it judges: its shape and the bounds it is held to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, create_model

from interview_cli.scoring.criteria import CRITERION_OF_TAG
from interview_cli.scoring.rubric import MAX_SCORE
from interview_cli.scoring.tags import Tag

MOST_QUOTES: Final = 4
LONGEST_TEXT: Final = 4_000
"""Characters; no text we ask for is half as long."""
LONGEST_ANCHOR: Final = 400
"""Characters; ours have a third of that in English."""

MODEL_TAGS: Final = (*CRITERION_OF_TAG, Tag.TOO_LONG)
"""The tags a model may give: the others are found in code before a model is asked."""

Quote = Annotated[str, Field(max_length=1_000)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class JudgedCriterion(BaseModel):
    """One criterion. The quotes come first, so that they are found before the score is chosen."""

    quotes: list[Quote] = Field(max_length=MOST_QUOTES)
    score: float = Field(ge=0, le=MAX_SCORE)


class TranslatedCriterion(JudgedCriterion):
    """One criterion with the wording of the level that was met, in the language of the interview."""

    anchor: str = Field(max_length=LONGEST_ANCHOR)


class JudgedAnswer(BaseModel):
    """One answer. `scores` holds a JudgedCriterion for each criterion of the rubric, by name."""

    scores: Any
    comment: Text
    tags: list[str] = Field(
        max_length=len(Tag),
        json_schema_extra={"items": {"type": "string", "enum": [tag.value for tag in MODEL_TAGS]}},
    )
    ideal_answer: Text

    def criterion(self, name: str) -> JudgedCriterion:
        """What was replied for one criterion of the rubric."""
        found: JudgedCriterion = getattr(self.scores, _field(type(self.scores), name))
        return found


class JudgedPoint(BaseModel):
    """A strength or an improvement, the number of the question it shows in (from 1) and a quote of the answer."""

    text: Text
    question: int = Field(ge=0, le=1_000)
    quote: Quote


class SessionReply(BaseModel):
    """The words on a whole session. No numbers are asked for."""

    summary: Text
    strengths: list[JudgedPoint] = Field(max_length=6)
    improvements: list[JudgedPoint] = Field(max_length=8)
    suggestions: list[Text] = Field(max_length=6)
    technical_notes: Text
    communication_notes: Text
    problem_solving_notes: Text
    report: Text


def reply_for(criteria: Sequence[str], *, translated: bool) -> type[JudgedAnswer]:
    """The reply for a rubric with these criteria: each has to be there, and no other.

    `translated` also asks for the anchor in the language of the interview.
    """
    return _reply_for(tuple(criteria), translated)


@cache
def _reply_for(criteria: tuple[str, ...], translated: bool) -> type[JudgedAnswer]:
    each = TranslatedCriterion if translated else JudgedCriterion
    members: dict[str, Any] = {f"c{index}": (each, Field(alias=name)) for index, name in enumerate(criteria)}
    scores = create_model("Scores", **members)
    return create_model("JudgedAnswer", __base__=JudgedAnswer, scores=(scores, ...))


def _field(model: type[BaseModel], alias: str) -> str:
    return next(name for name, field in model.model_fields.items() if field.alias == alias)
