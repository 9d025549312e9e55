"""The interviewer that knows a CV and a job, without a model: own work, what the job asks for, and gaps."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from interview_cli.cv.questions import OWN, Reasoned, about_gaps, about_must_haves, about_own_work, of_bank
from interview_cli.interview.model import Exchange, InterviewType, PlanSlot, Question, Session, SessionSettings, Stage

if TYPE_CHECKING:
    from interview_cli.contracts.job import JobPost
    from interview_cli.contracts.resume import Resume
    from interview_cli.interview.planning import BankInterviewer
    from interview_cli.interview.ports import Say
    from interview_cli.interview.questions import QuestionLibrary

_ASKS_SKILLS: Final = frozenset({InterviewType.TECHNICAL_VERBAL, InterviewType.MIXED, InterviewType.SYSTEM_DESIGN})
"""Types of interviews in which questions about a skill belong."""

_TOP: Final = 3
"""The seed chooses the order among this many of the best lines, so that sessions open differently."""


class CvInterviewer:
    """Implements the `Interviewer` port over a CV, a job and the banks.

    What is asked is a function of the settings, so an interrupted session continues as it was planned. Warm-up and
    closing are the banks'; the core begins with the person's own work.
    """

    def __init__(
        self, banks: BankInterviewer, library: QuestionLibrary, resume: Resume | None, job: JobPost | None
    ) -> None:
        self._banks = banks
        self._library = library
        self._resume = resume
        self._job = job
        self._plans: dict[SessionSettings, list[tuple[PlanSlot, Reasoned | None]]] = {}

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """The slots of the banks, those of the core filled from CV and job as far as these go, with reasons."""
        return [
            slot
            if reasoned is None
            else replace(
                slot,
                type=reasoned.question.type if reasoned.question else InterviewType.TECHNICAL_VERBAL,
                topic=reasoned.skill or (reasoned.question.topics[0] if reasoned.question else None),
                focus=reasoned.why,
            )
            for slot, reasoned in self._chosen(settings)
        ]

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        """The question of the plan; for a skill, one of the banks not seen lately."""
        chosen = self._chosen(session.settings)
        reasoned = chosen[slot][1] if slot < len(chosen) else None
        asked = {exchange.asked.question.id for exchange in session.exchanges}
        if reasoned is None:
            return await self._banks.next_question(session, slot, recent)
        if reasoned.question is not None:
            return reasoned.question
        questions = of_bank(reasoned.skill or "", self._library.questions(InterviewType.TECHNICAL_VERBAL))
        left = [each for each in questions if each.id not in asked]
        if not left:
            return await self._banks.next_question(session, slot, recent)
        wanted = session.plan[slot].difficulty

        def rank(question: Question) -> tuple[bool, bool, float]:
            rng = random.Random(f"{session.settings.seed}:{slot}:{question.id}")  # noqa: S311 (not for security)
            return question.id in recent, question.difficulty is not wanted, rng.random()

        return min(left, key=rank)

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:
        """About the CV's own words first, then about what the answer left out."""
        question = exchanges[0].asked.question
        already = {exchange.asked.text for exchange in exchanges}
        if question.bank == OWN and len(exchanges) == 1 and exchanges[0].attempt is not None:
            fresh = next((text for text in question.follow_ups if text not in already), None)
            if fresh is not None:
                return fresh
        return await self._banks.follow_up(session, exchanges, say)

    def prepare(self, session: Session, slot: int, recent: Sequence[str]) -> None:
        """Nothing: rules take no time."""

    def _chosen(self, settings: SessionSettings) -> list[tuple[PlanSlot, Reasoned | None]]:
        if settings not in self._plans:
            reasons = iter(self._reasons(settings))
            self._plans[settings] = [
                (slot, next(reasons, None) if slot.stage is Stage.CORE else None)
                for slot in self._banks.slots(settings)
            ]
        return self._plans[settings]

    def _reasons(self, settings: SessionSettings) -> Iterator[Reasoned]:
        """Own work, a skill of the job, a gap, and again."""
        rng = random.Random(f"{settings.seed}:cv")  # noqa: S311 (not for security)
        own: list[Reasoned] = []
        must: list[Reasoned] = []
        gaps: list[Reasoned] = []
        if self._resume is not None:
            is_told = settings.type in {InterviewType.BEHAVIORAL, InterviewType.HR_SCREEN}
            kind = InterviewType.BEHAVIORAL if is_told else InterviewType.PROJECT
            own = about_own_work(self._resume, self._job, kind)
            first = own[:_TOP]
            rng.shuffle(first)
            own[:_TOP] = first
        if self._job is not None:
            resume: Resume = self._resume if self._resume is not None else {"basics": {}}
            if self._resume is not None:
                gaps = about_gaps(resume, self._job)
            if settings.type in _ASKS_SKILLS:
                technical = self._library.questions(InterviewType.TECHNICAL_VERBAL)
                asked = about_must_haves(resume, self._job) if self._resume is not None else _asked_by(self._job)
                must = [each for each in asked if of_bank(each.skill or "", technical)]
        for group in zip_longest(own, must, gaps):
            yield from (each for each in group if each is not None)


def _asked_by(job: JobPost) -> list[Reasoned]:
    """The must-haves of a job alone."""
    return [
        Reasoned(f"The job asks for {each['skill']} (“{each['sentence']}”).", skill=each["skill"])
        for each in job["must_have"]
    ]
