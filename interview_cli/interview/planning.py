"""The interviewer that needs no model: plans from the banks, adapts difficulty, follows up on what was missing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Final

from interview_cli.errors import InputError
from interview_cli.interview.follow_ups import write_follow_up
from interview_cli.interview.model import (
    Difficulty,
    Exchange,
    InterviewType,
    PlanSlot,
    Question,
    Session,
    SessionSettings,
    Stage,
)
from interview_cli.interview.ports import Say
from interview_cli.interview.questions import QuestionLibrary, filter_questions
from interview_cli.interview.roles import role_matches

DEFAULT_TECHNICAL_ROLE: Final = "software engineer"
"""Technical questions are always of some field; this one is asked when the candidate named none."""

LEVELS: Final = (Difficulty.WARMUP, Difficulty.STANDARD, Difficulty.INTENSE)

RAISE_AT: Final = 75.0
LOWER_AT: Final = 35.0
"""Mean score (0-100) of the last two main questions above or below which the next one is a level harder or easier."""

_MIXED_CORE: Final = (
    InterviewType.BEHAVIORAL,
    InterviewType.TECHNICAL_VERBAL,
    InterviewType.PROJECT,
    InterviewType.BEHAVIORAL,
    InterviewType.SYSTEM_DESIGN,
)


class BankInterviewer:
    """Implements the `Interviewer` port over a question library, without a model.

    Every choice is drawn from the session's seed, so the same seed over the same banks and history plans the same
    interview, also after an interruption.
    """

    def __init__(self, library: QuestionLibrary) -> None:
        self._library = library

    async def plan(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """See `slots`."""
        return self.slots(settings)

    def slots(self, settings: SessionSettings) -> Sequence[PlanSlot]:
        """Warm-up, core and closing slots with the topics spread.

        Raises InputError when the banks hold fewer suitable questions than asked for.
        """
        rng = random.Random(f"{settings.seed}:plan")  # noqa: S311 (not for security)
        stages = _stages(settings.questions)
        kinds = _kinds(settings.type, stages)
        slots = []
        topics = {kind: self._spread_topics(settings, kind, rng) for kind in dict.fromkeys(kinds)}
        for stage, kind in zip(stages, kinds, strict=True):
            topic = next(topics[kind], None) if stage is Stage.CORE else None
            difficulty = Difficulty.WARMUP if stage is Stage.WARM_UP else settings.difficulty
            slots.append(PlanSlot(stage=stage, type=kind, topic=topic, difficulty=difficulty))
        self._require_enough(settings, slots)
        return slots

    async def next_question(self, session: Session, slot: int, recent: Sequence[str]) -> Question:
        """The best unused question for a slot: right stage, not seen lately, of the topic, near the difficulty."""
        planned = session.plan[slot]
        settings = session.settings
        asked = {exchange.asked.question.id for exchange in session.exchanges}
        seen_lately = frozenset(recent)
        wanted = LEVELS.index(adapted_difficulty(session, slot))
        role = role_for(settings, planned.type)

        def rank(question: Question) -> tuple[int, int, int, int, float]:
            rng = random.Random(f"{settings.seed}:{slot}:{question.id}")  # noqa: S311 (not for security)
            made_for_role = bool(question.roles) and role is not None
            return (
                question.stage is not planned.stage,
                question.id in seen_lately,
                planned.topic is not None and planned.topic not in question.topics,
                abs(LEVELS.index(question.difficulty) - wanted),
                rng.random() * (0.5 if made_for_role else 1.0),
            )

        left = [question for question in self._pool(settings, planned.type) if question.id not in asked]
        if not left:
            raise InputError(
                f"The banks have no {planned.type.value} question left for this session.",
                "A bank it was planned from is gone: put it back, or start a new session.",
            )
        return min(left, key=rank)

    async def follow_up(self, session: Session, exchanges: Sequence[Exchange], say: Say) -> str | None:  # noqa: ARG002
        """One more question about what the answers so far left out, or None."""
        return write_follow_up(session.settings.difficulty, exchanges)

    def prepare(self, session: Session, slot: int, recent: Sequence[str]) -> None:
        """Nothing: a question of a bank is there at once."""

    def _pool(self, settings: SessionSettings, kind: InterviewType) -> list[Question]:
        """What may be asked: the chosen bank, or the questions that suit the role (any role when none suits)."""
        questions = self._library.questions(kind)
        if settings.bank is not None:
            return filter_questions(questions, bank=settings.bank)
        role = role_for(settings, kind)
        if role is None:
            return [question for question in questions if not question.roles]
        return [q for q in questions if role_matches(role, q.roles)] or list(questions)

    def _spread_topics(self, settings: SessionSettings, kind: InterviewType, rng: random.Random) -> cycle[str]:
        """The core topics in an order drawn from the seed, each once before any comes again."""
        core = [question for question in self._pool(settings, kind) if question.stage is Stage.CORE]
        topics = sorted({question.topics[0] for question in core})
        rng.shuffle(topics)
        return cycle(topics)

    def _require_enough(self, settings: SessionSettings, slots: Sequence[PlanSlot]) -> None:
        for kind in {slot.type for slot in slots}:
            needed = sum(slot.type is kind for slot in slots)
            available = len(self._pool(settings, kind))
            if available < needed:
                where = f"bank {settings.bank!r}" if settings.bank else "the banks"
                raise InputError(
                    f"There are {available} {kind.value} questions in {where}, {needed} are needed.",
                    "Ask for fewer with --questions, or see 'interview questions list'.",
                )


def role_for(settings: SessionSettings, kind: InterviewType) -> str | None:
    """The role questions are chosen for."""
    if settings.role is None and kind is InterviewType.TECHNICAL_VERBAL:
        return DEFAULT_TECHNICAL_ROLE
    return settings.role


def adapted_difficulty(session: Session, slot: int) -> Difficulty:
    """The difficulty of a slot after the scores so far: one level up or down from what was planned at most."""
    planned = session.plan[slot]
    if planned.stage is not Stage.CORE:
        return planned.difficulty
    scores = [
        exchange.attempt.evaluation.overall_score or 0.0
        for exchange in session.exchanges
        if exchange.asked.parent_id is None and exchange.attempt and exchange.attempt.evaluation
    ][-2:]
    level = LEVELS.index(planned.difficulty)
    if scores:
        mean = sum(scores) / len(scores)
        level += (mean >= RAISE_AT) - (mean <= LOWER_AT)
    return LEVELS[min(max(level, 0), len(LEVELS) - 1)]


def _stages(count: int) -> list[Stage]:
    """Warm-up from three questions on, closing from four on, core between."""
    warm_up = [Stage.WARM_UP] if count >= 3 else []
    closing = [Stage.CLOSING] if count >= 4 else []
    return [*warm_up, *[Stage.CORE] * (count - len(warm_up) - len(closing)), *closing]


def _kinds(kind: InterviewType, stages: Sequence[Stage]) -> list[InterviewType]:
    """The type of each slot; a mixed interview opens and closes like a screening call."""
    if kind is not InterviewType.MIXED:
        return [kind] * len(stages)
    core = islice(cycle(_MIXED_CORE), len(stages))
    return [next(core) if stage is Stage.CORE else InterviewType.HR_SCREEN for stage in stages]
