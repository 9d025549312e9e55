"""The interviewer that asks a language model, and falls back to the banks wherever the model fails.

While the candidate speaks, the next main question is already being written; it is asked only if it is still right
when its turn comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from interview_cli.errors import InputError, UnavailableError, UsageError
from interview_cli.interview.events import Problems
from interview_cli.interview.model import Difficulty, Exchange, PlanSlot, Question, Session, SessionSettings
from interview_cli.interview.model_follow_ups import FollowUp, FollowUpWriter
from interview_cli.interview.model_planning import ModelPlanner
from interview_cli.interview.model_questions import QuestionWriter, Wanted, language_name
from interview_cli.interview.novelty import Similarity, repeated
from interview_cli.interview.personas import DEFAULT_PERSONA, persona_text
from interview_cli.interview.planning import BankInterviewer, adapted_difficulty
from interview_cli.interview.ports import ChatModel, Say
from interview_cli.interview.questions import QuestionLibrary

NEUTRAL_PROBE: Final = "Could you tell me more about that?"
"""Ends a follow-up whose question never came although its beginning has been spoken."""

MOST_FAILURES: Final = 3
"""A model that has failed this often in a row (chosen) is not asked for questions again in this session."""

_BANK_TRIES: Final = 5
"""How many questions of the banks are looked at for one that repeats nothing."""


Failure = UnavailableError | InputError
"""The model failed, or the user's own prompt is broken."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question that is being written: for which slot, at which difficulty."""

    session_id: str
    slot: int
    difficulty: Difficulty
    writing: asyncio.Task[Question | Failure]


class ModelInterviewer:
    """The `Interviewer` port with a model. What it cannot do falls back to `banks` and is reported in `problems`.

    `overrides` is the folder of the user's own prompts, `personas` their own interviewers. `recent_texts` gives the
    questions of earlier sessions, which are not asked again. `similarity` compares meanings besides words; it runs
    in a thread of its own. `compact` asks less of models with a small window.
    """

    def __init__(
        self,
        model: ChatModel,
        banks: BankInterviewer,
        library: QuestionLibrary,
        problems: Problems,
        *,
        overrides: Path | None = None,
        personas: Mapping[str, str] | None = None,
        recent_texts: Callable[[], Sequence[str]] = tuple,
        similarity: Similarity | None = None,
        compact: bool = False,
    ) -> None:
        self._name = model.name
        self._banks = banks
        self._problems = problems
        self._personas = personas or {}
        self._recent_texts = recent_texts
        self._planner = ModelPlanner(model, banks, library, overrides=overrides)
        self._questions = QuestionWriter(model, overrides=overrides, similarity=similarity, compact=compact)
        self._follow_ups = FollowUpWriter(model, overrides=overrides)
        self._prepared: _Prepared | None = None
        self._failures = 0

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """The items of the interview, each with topic, difficulty and focus; for a chosen bank without the model.

        Raises UsageError when the settings name a persona there is not, InputError when the model fails and the banks
        hold too few questions.
        """
        persona_text(settings.persona, self._personas)
        if settings.bank is not None:
            return await self._banks.plan(settings)
        try:
            return await self._planner.plan(settings)
        except (UnavailableError, InputError) as error:
            self._report("The interview was planned from the question banks", error, settings)
            return await self._banks.plan(settings)

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        """What has been prepared for this slot if it is still right, else a question written now, else one of a bank.

        Raises InputError when the banks have no question left either.
        """
        if session.settings.bank is not None:
            return await self._banks.next_question(session, slot, recent)
        written = await self._taken(session, slot)
        if written is None:
            written = await self._write(session, slot)
        if isinstance(written, Question):
            return written
        self._report("This question comes from a question bank", written, session.settings)
        return await self._from_banks(session, slot, recent)

    def prepare(self, session: Session, slot: int, recent: Sequence[str]) -> None:  # noqa: ARG002
        """Begin to write the question of this slot. It is dropped with the task that called, or for another one."""
        if session.settings.bank is not None:
            return
        wanted = (session.id, slot, adapted_difficulty(session, slot))
        if self._prepared:
            known = (self._prepared.session_id, self._prepared.slot, self._prepared.difficulty)
            if known == wanted and not _has_failed(self._prepared.writing):
                return
            self._prepared.writing.cancel()
        writing = asyncio.create_task(self._write(session, slot))
        interview = asyncio.current_task()
        if interview:
            interview.add_done_callback(lambda _: writing.cancel())
        self._prepared = _Prepared(*wanted, writing)

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:
        """The model's follow-up, spoken while it is written; the rules' when it fails; None to move on."""
        follow_up = FollowUp()
        failed: Failure | None = self._given_up()
        try:
            if failed:
                raise failed
            await self._follow_ups.write(session, exchanges, self._persona(session.settings), say, follow_up)
            self._failures = 0
            if follow_up.complete or not follow_up.said:
                return follow_up.text or None
        except (UnavailableError, InputError) as error:
            failed = error
            self._failures += 1
        by_rules = await self._banks.follow_up(session, exchanges, say)
        if follow_up.said:
            by_rules = by_rules or NEUTRAL_PROBE
        if failed:
            what = "This follow-up comes from the rules" if by_rules else "No follow-up is asked"
            self._report(what, failed, session.settings)
        return " ".join(filter(None, (follow_up.text, by_rules))) or None

    async def _taken(self, session: Session, slot: int) -> Question | Failure | None:
        """What has been prepared for a slot, waiting for its end; None when that is nothing, or wrong by now."""
        prepared, self._prepared = self._prepared, None
        if prepared is None or prepared.writing.cancelling():
            return None
        wanted = (session.id, slot, adapted_difficulty(session, slot))
        if (prepared.session_id, prepared.slot, prepared.difficulty) != wanted:
            prepared.writing.cancel()
            return None
        written = await prepared.writing
        if isinstance(written, Question) and _is_repeat(session, written):
            return None
        return written

    async def _write(self, session: Session, slot: int) -> Question | Failure:
        """A new question for a slot of the plan, or why there is none."""
        planned, settings = session.plan[slot], session.settings
        if given_up := self._given_up():
            return given_up
        try:
            wanted = Wanted(
                type=planned.type,
                difficulty=adapted_difficulty(session, slot),
                role=settings.role,
                topic=planned.topic,
                focus=planned.focus,
                stage=planned.stage,
                persona=self._persona(settings),
                language=settings.language,
                cv=settings.cv_text,
                job=settings.job_text,
            )
            written = (await self._questions.write(wanted, 1, [*_asked(session), *self._recent_texts()]))[0]
        except (UnavailableError, InputError) as error:
            self._failures += 1
            return error
        self._failures = 0
        return written

    def _given_up(self) -> UnavailableError | None:
        """Why the model is not asked any more, if it is not: nobody should wait for it again and again."""
        if self._failures < MOST_FAILURES:
            return None
        return UnavailableError(
            f"{self._name} has failed {MOST_FAILURES} times in a row and is asked for no more questions.",
            "Choose another model with --llm.",
        )

    async def _from_banks(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        """A question of the banks, if possible one that asks nothing again that a model has asked in other words."""
        seen = list(recent)
        first = question = await self._banks.next_question(session, slot, seen)
        for _ in range(_BANK_TRIES):
            if not _is_repeat(session, question):
                return question
            seen.append(question.id)
            question = await self._banks.next_question(session, slot, seen)
        return first

    def _persona(self, settings: SessionSettings) -> str:
        """How the interviewer behaves; the default one when a persona of an earlier day is gone."""
        try:
            return persona_text(settings.persona, self._personas)
        except UsageError as error:
            self._problems.report(f"{error.message} The interviewer is {DEFAULT_PERSONA}.", error.remedy)
            return persona_text(DEFAULT_PERSONA, {})

    def _report(self, what: str, error: Failure, settings: SessionSettings) -> None:
        where = "" if settings.language == "en" else f", in English instead of {language_name(settings.language)}"
        self._problems.report(f"{what}{where}: {error.message}", error.remedy)


def _asked(session: Session) -> list[str]:
    """Everything that has been asked in a session."""
    return [exchange.asked.text for exchange in session.exchanges]


def _is_repeat(session: Session, question: Question) -> bool:
    return repeated(question.text, _asked(session), session.settings.language) is not None


def _has_failed(writing: asyncio.Task[Question | Failure]) -> bool:
    return writing.cancelling() > 0 or (writing.done() and not isinstance(writing.result(), Question))
