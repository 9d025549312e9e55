"""The interviewer that needs no model: plans from the banks, adapts difficulty, follows up on what was missing.

A follow-up names what was missing and quotes the candidate. Which weakness to ask about comes from the evaluation's
tags (`interview_cli/scoring/tags.py`), the quotes from the parts it found. The answer is never given away: a missing
key point is asked for, not named.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Final

from interview_cli.errors import InputError
from interview_cli.interview.job_roles import role_matches
from interview_cli.interview.model import (
    Difficulty,
    Evaluation,
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
from interview_cli.text.lexicon import DANGLING
from interview_cli.text.words import split_words

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


QUOTE_WORDS: Final = 12
"""The longest quote in a follow-up, in words: enough to recognise one's own sentence."""

_BREAKS: Final = frozenset(",;:—")
_PARTS: Final = {"situation": "the situation", "task": "what had to be done", "action": "what you did"}


def write_follow_up(difficulty: Difficulty, exchanges: Sequence[Exchange]) -> str | None:
    """The next follow-up to a main question and its follow-ups so far, or None when nothing is worth asking.

    `exchanges` starts with the main question. Every answer in it has been evaluated or skipped.
    """
    evaluations = [each.attempt.evaluation for each in exchanges if each.attempt and each.attempt.evaluation]
    if not evaluations:
        return None
    already = {exchange.asked.text for exchange in exchanges}
    question = exchanges[0].asked.question
    candidates = list(_about_weaknesses(exchanges[0].asked.text, evaluations, bool(question.key_points)))
    if question.follow_ups and (difficulty is Difficulty.INTENSE or "missing_key_points" in evaluations[-1].tags):
        candidates += question.follow_ups
    return next((text for text in candidates if text not in already), None)


def _about_weaknesses(question: str, evaluations: Sequence[Evaluation], has_points: bool) -> Iterator[str]:
    """One wording per weakness that no answer of the group has made good, the most telling first."""
    tags = set(evaluations[-1].tags)
    found = {part for evaluation in evaluations for part, quotes in evaluation.found.items() if quotes}

    def quote(*parts: str) -> str | None:
        return next((text for part in parts if (text := _quote(evaluations, part))), None)

    if tags & {"off_topic", "copied_question"}:
        yield f"Let me bring you back to what I asked, in your own words: {question}"
        return
    if tags & {"no_answer", "gibberish", "instruction_injection"}:
        yield "Take a moment. What comes to mind first, even if it is a small example?"
        return
    if "keyword_list" in tags:
        yield "You named several terms. Can you explain in sentences how they work together?"
        return
    said = quote("action", "situation", "task", "key_point", "ownership")
    if "too_short" in tags:
        yield (
            f"You said “{said}”. Could you tell me more about that?" if said else "Could you tell me more about that?"
        )
    if "no_action" in tags and "action" not in found:
        yield _after(found - {"action"}, quote("situation"), "what did you do yourself, step by step?")
    untold = any(score.criterion == "outcome" and score.state == "cannot_tell" for score in evaluations[-1].scores)
    if ("no_result" in tags or untold) and "result" not in found:
        yield _after(found, quote("action"), "what was the result, in numbers?")
    if "we_not_i" in tags and (team := quote("team", "action", "result")):
        yield f"You said “{team}”. What was your own part in that?"
    if "no_numbers" in tags and "number" not in found and (claim := quote("result", "action")):
        yield f"You said “{claim}”. Can you put that in numbers?"
    if "no_situation" in tags and "situation" not in found:
        yield _after(set(), quote("action"), "where and when was this, and what was at stake?")
    if "no_reasoning" in tags and (claim := quote("key_point", "action")):
        yield f"You said “{claim}”. Why is that?"
    if "no_trade_offs" in tags and (claim := quote("key_point", "action")):
        yield f"You said “{claim}”. What would you give up with that, and what is the alternative?"
    if "no_example" in tags and said:
        yield f"You said “{said}”. Can you give an example from your own work?"
    if "missing_key_points" in tags and has_points and (claim := quote("key_point")):
        yield f"You covered “{claim}”. What else belongs to a complete answer?"
    if "vague" in tags and said:
        yield f"You said “{said}”. Can you be more specific?"


def _after(found: set[str], quoted: str | None, ask: str) -> str:
    """`ask` after a clause that says what the candidate did cover."""
    covered = [words for part, words in _PARTS.items() if part in found]
    if covered:
        described = f"You described {_and(covered)}"
        return f"{described} (“{quoted}”); {ask}" if quoted else f"{described}; {ask}"
    if quoted:
        return f"You said “{quoted}”; {ask}"
    return ask[0].upper() + ask[1:]


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _quote(evaluations: Sequence[Evaluation], part: str) -> str | None:
    """A short verbatim quote of a part, from the latest answer that shows it."""
    for evaluation in reversed(evaluations):
        for evidence in evaluation.found.get(part, ()):
            if quoted := _first_words(evidence.quote, QUOTE_WORDS):
                return quoted
    return None


def _first_words(text: str, count: int) -> str:
    """The verbatim beginning of a text, up to `count` words: to a late comma, else without a dangling word."""
    words = split_words(text)
    last = len(words)
    if last > count:
        breaks = [number for number in range(count // 2, count + 1) if words.gaps[number][:1] in _BREAKS]
        last = breaks[-1] if breaks else count
        while not breaks and last > 1 and words.words[last - 1] in DANGLING:
            last -= 1
    return words.written(0, last)
