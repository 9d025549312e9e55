"""Questions written by a language model, checked in code before they are asked or saved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from interview_cli.errors import ChatModelError
from interview_cli.interview.discretion import Discretion
from interview_cli.interview.model import Difficulty, InterviewType, Question, Stage
from interview_cli.interview.novelty import Similarity, repeated_meanwhile
from interview_cli.interview.ports import ChatModel, Message
from interview_cli.interview.utterance import MAX_QUESTION_CHARACTERS, asks, is_question, one_question, sentences
from interview_cli.prompting import load_prompt
from interview_cli.text.language import may_be_in
from interview_cli.text.stems import STEMMED_LANGUAGES

BANK: Final = "generated"
"""The bank that questions of a model are shown under."""

DOCUMENT_CHARACTERS: Final = 4500
"""How much of a CV or job description a prompt takes: about 1,500 tokens; both and the rest fit a window of 8,192."""

_FEWEST_CHARACTERS: Final = 10
_EARLIER_SHOWN: Final = 30
"""How many earlier questions the model is shown, from the first; code compares with all of them."""
_MOST_ITEMS: Final = 8
_ITEM_CHARACTERS: Final = 240
_TOPIC_CHARACTERS: Final = 60


_MOST_TAKEN: Final = 50
"""Items of a list, and drafts, that are looked at."""
_MOST_TAKEN_CHARACTERS: Final = 4_000


def _at_most(characters: int) -> Any:
    """The length of a text in the schema sent to servers; longer ones are accepted, and shortened or refused here."""
    return Field(max_length=_MOST_TAKEN_CHARACTERS, json_schema_extra={"maxLength": characters})


def _some(least: int, most: int, default: Any = ()) -> Any:
    """How many items a list may have in the schema sent to servers."""
    return Field(list(default), max_length=_MOST_TAKEN, json_schema_extra={"minItems": least, "maxItems": most})


_Item = Annotated[str, _at_most(_ITEM_CHARACTERS)]
_Topic = Annotated[str, _at_most(_TOPIC_CHARACTERS)]


class QuestionDraft(BaseModel):
    """A question as a model writes it."""

    text: Annotated[str, _at_most(MAX_QUESTION_CHARACTERS)]
    key_points: list[_Item] = Field(max_length=_MOST_TAKEN, json_schema_extra={"minItems": 3, "maxItems": 6})
    topics: list[_Topic] = _some(1, 3)
    pitfalls: list[_Item] = _some(0, 2)
    follow_ups: list[_Item] = _some(0, 2)
    ideal_answer: Annotated[str, _at_most(700)] = ""
    difficulty: Difficulty | None = None


def _without_extras(schema: dict[str, Any]) -> None:
    for name in ("pitfalls", "follow_ups", "ideal_answer"):
        del schema["properties"][name]


class BriefDraft(QuestionDraft):
    """A question as a model with a small window is asked for it."""

    model_config = ConfigDict(json_schema_extra=_without_extras)


class QuestionsReply(BaseModel):
    """The reply to the prompt `generate_questions`."""

    questions: list[QuestionDraft]


@cache
def questions_of(count: int, *, compact: bool = False) -> type[QuestionsReply]:
    """The schema sent to servers: with exactly this many questions."""
    drafts = Field(max_length=_MOST_TAKEN, json_schema_extra={"minItems": count, "maxItems": count})
    form: Any = list[BriefDraft] if compact else list[QuestionDraft]
    return create_model("QuestionsReply", __base__=QuestionsReply, questions=(form, drafts))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What questions are wanted. `difficulty` None leaves it to the model; `language` is an ISO 639-1 code."""

    type: InterviewType
    difficulty: Difficulty | None
    role: str | None = None
    topic: str | None = None
    focus: str | None = None
    stage: Stage = Stage.CORE
    persona: str | None = None
    language: str = "en"
    cv: str | None = None
    job: str | None = None


class QuestionWriter:
    """Asks a model for questions that are new, speakable and whole.

    `similarity` compares meanings, besides the comparison of words. `overrides` is the folder of the user's prompts.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        overrides: Path | None = None,
        similarity: Similarity | None = None,
        compact: bool = False,
    ) -> None:
        self._model = model
        self._compact = compact
        self._overrides = overrides
        self._similarity = similarity

    async def write(self, wanted: Wanted, count: int, earlier: Sequence[str]) -> list[Question]:
        """Up to `count` questions, none of which repeats another or one of `earlier`.

        What is wrong with a reply is reported to the model once. Raises ChatModelError when the model fails, or
        nothing of what it writes can be used.
        """
        found: list[Question] = []
        faults: list[str] = []
        for sample in range(2):
            known = [*(question.text for question in found), *earlier]
            messages = self._prompt(wanted, count - len(found), known)
            if faults:
                told = " ".join(dict.fromkeys(faults))
                messages.append(Message("user", f"Your last try could not be used: {told} Write something else."))
            try:
                form = questions_of(count - len(found), compact=self._compact)
                reply = await self._model.complete(messages, form, sample=sample)
            except ChatModelError:
                if not found:
                    raise
                break
            faults = await self._take(reply.questions, wanted, count, known, found)
            if len(found) == count:
                break
            faults = faults or ["There were too few questions."]
        if not found:
            raise ChatModelError(
                f"{self._model.name} wrote no question that can be used. {faults[-1]}",
                "Try again, or choose a larger model with --llm.",
            )
        return found

    async def _take(
        self,
        drafts: Sequence[QuestionDraft],
        wanted: Wanted,
        count: int,
        known: Sequence[str],
        found: list[Question],
    ) -> list[str]:
        """Add what can be used of some drafts to `found`; what is wrong with the others."""
        faults = []
        for draft in drafts:
            if len(found) == count:
                break
            question = finished(draft, wanted)
            others = [*known, *(each.text for each in found)]
            fault = defect(question, wanted.language) or await self._repeats(question, others, wanted.language)
            if fault:
                faults.append(fault)
            else:
                found.append(question)
        return faults

    async def _repeats(self, question: Question, others: Sequence[str], language: str) -> str | None:
        same = await repeated_meanwhile(question.text, others, language, self._similarity)
        return f"“{question.text}” asks again what was asked before." if same else None

    def _prompt(self, wanted: Wanted, count: int, earlier: Sequence[str]) -> list[Message]:
        values: Mapping[str, object] = {
            "count": count,
            "longest": MAX_QUESTION_CHARACTERS,
            "type": wanted.type.value,
            "role": wanted.role,
            "difficulty": wanted.difficulty.value if wanted.difficulty else None,
            "stage": wanted.stage.value,
            "persona": wanted.persona,
            "language": language_name(wanted.language),
        }
        data = {
            "subject": ": ".join(filter(None, (wanted.topic, wanted.focus))),
            "earlier_questions": "\n".join(earlier[:_EARLIER_SHOWN]),
            "job_description": (wanted.job or "")[:DOCUMENT_CHARACTERS],
            "cv": (wanted.cv or "")[:DOCUMENT_CHARACTERS],
        }
        return load_prompt("generate_questions", self._overrides, compact=self._compact).render(values, data)


def finished(draft: QuestionDraft, wanted: Wanted) -> Question:
    """A draft as a question: speakable, one thing asked, lists short, with an id made from its text."""
    text = one_question(draft.text.removeprefix(f"{wanted.topic}: "))
    names = [*([wanted.topic] if wanted.topic else []), *draft.topics] or [wanted.type.value]
    topics = tuple(_short_names(names)) or (BANK,)
    personal = wanted.type in {InterviewType.BEHAVIORAL, InterviewType.HR_SCREEN}
    return Question(
        id=f"{BANK}-{sha256(text.encode()).hexdigest()[:12]}",
        text=text,
        type=wanted.type,
        difficulty=wanted.difficulty or draft.difficulty or Difficulty.STANDARD,
        bank=BANK,
        competencies=topics if personal else (),
        skills=() if personal else topics,
        roles=(wanted.role.lower(),) if wanted.role else (),
        stage=wanted.stage,
        key_points=tuple(point for point in _items(draft.key_points) if not is_question(point)),
        pitfalls=_items(draft.pitfalls),
        follow_ups=_items(draft.follow_ups),
        ideal_answer=" ".join(sentences(draft.ideal_answer)) or None,
        source=BANK,
    )


def defect(question: Question, language: str) -> str | None:
    """What makes a question unfit to be asked, in words a model understands; None when nothing does."""
    asking_at_all = language != "en" or any(map(asks, sentences(question.text)))
    if len(question.text) < _FEWEST_CHARACTERS or not asking_at_all:
        return f"“{question.text}” is not a question."
    if len(question.text) > MAX_QUESTION_CHARACTERS:
        return f"“{question.text[:60]}…” is longer than {MAX_QUESTION_CHARACTERS} characters."
    if not question.key_points:
        return "There are no key points."
    if not may_be_in(language, question.text):
        return f"It is not in {language_name(language)}."
    *opening, asking = sentences(question.text)
    discretion = Discretion(replace(question, text=asking), asked=(), answers=(), language=language)
    if any(discretion.gives_away(sentence) for sentence in opening if not asks(sentence)):
        return f"“{question.text}” gives its own answer away."
    return None


def language_name(code: str) -> str:
    """A language as it is named to a model."""
    return STEMMED_LANGUAGES.get(code, f"the language with the ISO 639-1 code {code}")


def _items(texts: Sequence[str]) -> tuple[str, ...]:
    plain = (" ".join(sentences(text))[:_ITEM_CHARACTERS].strip() for text in texts[:_MOST_ITEMS])
    return tuple(text for text in plain if text)


def _short_names(names: Sequence[str]) -> list[str]:
    plain = (re.sub(r"[^\w+#./ -]+", " ", name.replace("_", " ")).lower() for name in names[:3])
    short = (" ".join(name.split())[:_TOPIC_CHARACTERS].strip() for name in plain)
    return list(dict.fromkeys(filter(None, short)))
