"""What a session needs next, decided from what is saved of it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.interview.model import Attempt, Exchange, Session, Stage


@dataclass(frozen=True, slots=True)
class Ask:
    """Put the main question of this slot of the plan."""

    slot: int


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the answer to the last question."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Measure:
    """Measure the delivery of the last answer."""

    exchange: Exchange
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Score:
    """Judge the content of the last answer."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class ConsiderFollowUp:
    """Decide whether the last main question deserves one more follow-up. `exchanges` are it and those so far."""

    exchanges: tuple[Exchange, ...]

    @property
    def slot(self) -> int:
        return self.exchanges[0].asked.slot


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything planned has been asked."""


Step = Ask | Listen | Measure | Score | ConsiderFollowUp | Finish


def group_of(session: Session, slot: int) -> tuple[Exchange, ...]:
    """The main question of a slot with its follow-ups, in the order asked."""
    return tuple(exchange for exchange in session.exchanges if exchange.asked.slot == slot)


def follow_ups_allowed(session: Session, slot: int) -> bool:
    """Whether one more follow-up fits: the per-question limit, and the session's budget spread over its slots.

    By slot i of n at most ceil(budget x (i + 1) / n) follow-ups have been asked, so that the first weak answer does
    not use up the attention meant for the later ones. Closing questions get none.
    """
    settings = session.settings
    if session.plan[slot].stage is Stage.CLOSING:
        return False
    asked_here = len(group_of(session, slot)) - 1
    asked_in_all = sum(exchange.asked.parent_id is not None for exchange in session.exchanges)
    by_now = -(-settings.follow_up_budget * (slot + 1) // len(session.plan))
    return asked_here < settings.max_follow_ups and asked_in_all < by_now


def next_step(session: Session, settled_slot: int | None = None, *, judge_waits: bool = True) -> Step:
    """What an unfinished session needs next. Pure: the same session always gives the same step.

    `settled_slot` is a slot for which the interviewer has just decided to ask no further follow-up. Unless
    `judge_waits`, the interview continues before the last answer has been judged.
    """
    if not session.exchanges:
        return Ask(0) if session.plan else Finish()
    last = session.exchanges[-1]
    slot = last.asked.slot
    if not last.skipped:
        if last.attempt is None:
            return Listen(last)
        if last.attempt.delivery is None:
            return Measure(last, last.attempt)
        if last.attempt.evaluation is None and judge_waits:
            return Score(last)
        if slot != settled_slot and follow_ups_allowed(session, slot):
            return ConsiderFollowUp(group_of(session, slot))
    return Ask(slot + 1) if slot + 1 < len(session.plan) else Finish()
