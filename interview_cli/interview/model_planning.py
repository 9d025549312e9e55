"""The plan of an interview with a language model: the outline is made in code, the model fills in what to ask about.

So an interview is spread like a real one whatever the model replies: a missing or useless item costs its topic only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, Field, create_model

from interview_cli.interview.job_roles import role_matches
from interview_cli.interview.model import Difficulty, InterviewType, PlanSlot, SessionSettings, Stage
from interview_cli.interview.model_questions import DOCUMENT_CHARACTERS, language_name
from interview_cli.interview.planning import LEVELS, BankInterviewer
from interview_cli.interview.ports import ChatModel
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.interview.utterance import sentences
from interview_cli.prompting import load_prompt

_TOPIC_CHARACTERS: Final = 60
_FOCUS_CHARACTERS: Final = 240


_MOST_TAKEN_ITEMS: Final = 100
"""Items that are looked at; the longest interview has 30."""


class PlanItem(BaseModel):
    """One item of the outline as filled by a model. The schema sent to servers has tighter limits than accepted."""

    number: int
    topic: str = Field(max_length=2_000, json_schema_extra={"maxLength": _TOPIC_CHARACTERS})
    focus: str = Field("", max_length=2_000, json_schema_extra={"maxLength": _FOCUS_CHARACTERS})
    difficulty: Difficulty | None = None


class PlanReply(BaseModel):
    """The reply to the prompt `plan_interview`."""

    items: list[PlanItem] = Field(max_length=_MOST_TAKEN_ITEMS)


@cache
def plan_of(count: int) -> type[PlanReply]:
    """The schema sent to servers: with exactly this many items."""
    items = Field(max_length=_MOST_TAKEN_ITEMS, json_schema_extra={"minItems": count, "maxItems": count})
    return create_model("PlanReply", __base__=PlanReply, items=(list[PlanItem], items))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question in a full interview. `share` is how many of 13.5 items are of it."""

    share: float
    type: InterviewType
    stage: Stage
    meaning: str


FULL_INTERVIEW: Final = (
    Kind(1.5, InterviewType.HR_SCREEN, Stage.WARM_UP, "warm-up: background, motivation, the role"),
    Kind(4.5, InterviewType.TECHNICAL_VERBAL, Stage.CORE, "concept: a core concept of the field, explained aloud"),
    Kind(
        1.5, InterviewType.TECHNICAL_VERBAL, Stage.CORE, "verbal coding: how to solve a small problem, told in words"
    ),
    Kind(3.5, InterviewType.PROJECT, Stage.CORE, "project: the candidate's own work and decisions"),
    Kind(2.5, InterviewType.BEHAVIORAL, Stage.CORE, "behavioral: a situation from the past, told as a story"),
)
"""How a full interview of 12 to 15 items is spread, in the order asked: 1-2 warm-up, 4-5 concepts, 1-2 verbal coding,
3-4 project, 2-3 behavioral. The shares are the middles of these ranges."""


def spread(count: int) -> list[Kind]:
    """The kinds of `count` items of a full interview, in the order asked, by the method of the largest remainder."""
    exact = [kind.share * count / sum(each.share for each in FULL_INTERVIEW) for kind in FULL_INTERVIEW]
    counts = [int(number) for number in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: counts[index] - exact[index])
    for index in by_remainder[: count - sum(counts)]:
        counts[index] += 1
    return [kind for kind, number in zip(FULL_INTERVIEW, counts, strict=True) for _ in range(number)]


class ModelPlanner:
    """Plans with a model; `banks` and `library` give the outline of other types, and topics the model left out."""

    def __init__(
        self, model: ChatModel, banks: BankInterviewer, library: QuestionLibrary, *, overrides: Path | None = None
    ) -> None:
        self._model = model
        self._banks = banks
        self._library = library
        self._overrides = overrides

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """As many items as asked for. Raises ChatModelError, and InputError for a broken prompt of the user's."""
        outline = list(self._outline(settings))
        values: Mapping[str, object] = {
            "type": settings.type.value,
            "role": settings.role,
            "difficulty": settings.difficulty.value,
            "outline": [meaning for _, meaning in outline],
            "language": language_name(settings.language),
        }
        data = {
            "job_description": settings.job_text[:DOCUMENT_CHARACTERS],
            "cv": settings.cv_text[:DOCUMENT_CHARACTERS],
        }
        messages = load_prompt("plan_interview", self._overrides).render(values, data)
        reply = await self._model.complete(messages, plan_of(len(outline)))
        return self._filled(settings, [slot for slot, _ in outline], reply)

    def _outline(self, settings: SessionSettings) -> Iterator[tuple[PlanSlot, str]]:
        """The slots to be filled, each with what it is for."""
        if settings.type is InterviewType.MIXED:
            for kind in spread(settings.questions):
                warm_up = kind.stage is Stage.WARM_UP
                difficulty = Difficulty.WARMUP if warm_up else settings.difficulty
                focus = kind.meaning.partition(": ")[2]
                yield PlanSlot(kind.stage, kind.type, None, difficulty, focus), kind.meaning
            return
        for slot in self._banks.slots(settings):
            meaning = {Stage.WARM_UP: "opens the interview", Stage.CLOSING: "closes the interview"}.get(
                slot.stage, ""
            )
            yield slot, f"{slot.type.value} question{f', {meaning}' if meaning else ''}"

    def _filled(self, settings: SessionSettings, outline: Sequence[PlanSlot], reply: PlanReply) -> list[PlanSlot]:
        """The outline with what can be used of the reply, and topics of the banks where that is nothing."""
        items = {item.number: item for item in reversed(reply.items)}
        taken: set[str] = set()
        slots = []
        for number, slot in enumerate(outline, 1):
            item = items.get(number)
            topic = plain(item.topic, _TOPIC_CHARACTERS).rstrip(".").lower() if item else ""
            if item and topic and topic not in taken:
                focus = plain(item.focus, _FOCUS_CHARACTERS) or slot.focus
                difficulty = _near(slot, item.difficulty, settings.difficulty)
                slot = replace(slot, topic=topic, focus=focus, difficulty=difficulty)
            elif slot.topic is None or slot.topic in taken:
                slot = replace(slot, topic=self._unused_topic(settings, slot.type, taken))
            taken.add(slot.topic or "")
            slots.append(slot)
        return slots

    def _unused_topic(self, settings: SessionSettings, kind: InterviewType, taken: set[str]) -> str | None:
        """A topic of the banks that suits the role and has not been planned yet."""
        questions = self._library.questions(kind)
        suitable = [q for q in questions if not q.roles or (settings.role and role_matches(settings.role, q.roles))]
        topics = (question.topics[0] for question in suitable)
        return next((topic for topic in topics if topic not in taken), None)


def plain(text: str, most: int) -> str:
    """A text of a model as one short line."""
    return " ".join(sentences(text))[:most].strip()


def _near(slot: PlanSlot, proposed: Difficulty | None, asked_for: Difficulty) -> Difficulty:
    """The proposed difficulty when it is at most a level from what the candidate asked for, and no warm-up's."""
    if slot.stage is not Stage.CORE or proposed is None:
        return slot.difficulty
    apart = abs(LEVELS.index(proposed) - LEVELS.index(asked_for))
    return proposed if apart <= 1 else asked_for
