"""Learning put together: the saved attempts, the person's settings and days, and the functions of `learning/`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InputError, UsageError
from interview_cli.interview.model import Attempt, Exchange, Question, Session
from interview_cli.learning.cards import RatedDay, card_from, rating_of
from interview_cli.learning.days import DaysOff, DaysOfPractice, zone_named
from interview_cli.learning.review import ReviewCard, due_today, points_kept_missing
from interview_cli.storage.learning import SqliteLearningStore, StoredAttempt
from interview_cli.storage.values import local_zone

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.learning.stories import Story, Telling
    from interview_cli.text.meaning import Vectors

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Place:
    """An asked question in its session."""

    session: Session
    exchange: Exchange


class Learning:
    """What the front ends ask for. Made from an application; heavy parts are loaded when they are used."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.settings = application.settings.learning
        self.holder = uuid.uuid4().hex

    @cached_property
    def store(self) -> SqliteLearningStore:
        """What is kept beside the sessions."""
        return SqliteLearningStore(self._application.store.database, self._application.clock)

    @cached_property
    def calendar(self) -> DaysOfPractice:
        """The person's days, here and now."""
        return self.calendar_of(None)

    def calendar_of(self, zone: str | None) -> DaysOfPractice:
        """The person's days where an attempt was made; here and now for one that does not say where."""
        name = self.settings.zone or zone or local_zone()
        if name is None:
            system = self._application.clock.now().astimezone().tzinfo
            assert system is not None
            return DaysOfPractice(system, self.settings.day_end_hour)
        known: dict[str, DaysOfPractice] = self.__dict__.setdefault("_calendars", {})
        if name not in known:
            known[name] = DaysOfPractice(zone_named(name), self.settings.day_end_hour)
        return known[name]

    @property
    def today(self) -> date:
        """The day of practice it is now."""
        return self.calendar.day_of(self._application.clock.now())

    @property
    def days_off(self) -> DaysOff:
        """Days that break no streak. Raises InputError when a weekday of the settings is none."""
        unknown = [name for name in self.settings.days_off if name.lower() not in WEEKDAYS]
        if unknown:
            raise InputError(f"learning.days_off: {unknown[0]!r} is no weekday.", f"Use {', '.join(WEEKDAYS)}.")
        weekdays = frozenset(WEEKDAYS.index(name.lower()) for name in self.settings.days_off)
        return DaysOff(weekdays, self.store.days_off())

    def place(self, reference: str, number: int) -> Place:
        """Question `number` of a session, counted from 1 without follow-ups, which must have been answered.

        Raises InputError.
        """
        session = self._application.find_session(reference)
        mains = [each for each in session.exchanges if each.asked.parent_id is None]
        if not 1 <= number <= len(mains):
            raise InputError(
                f"Session {session.id[:8]} has no question {number}: it has {len(mains)}.",
                f"See them: interview feedback {session.id[:8]}",
            )
        return Place(session, mains[number - 1])

    def place_of_question(self, question_id: str) -> Place | None:
        """Where a question was last answered."""
        found = self.store.place_of(question_id)
        if found is None:
            return None
        session = self._application.store.load(found[0])
        return Place(session, next(each for each in session.exchanges if each.asked.id == found[1]))

    def cards(self) -> list[ReviewCard]:
        """All review cards, up to date, the first to come back first."""
        if not self._application.paths.database.exists():
            return []
        self.refresh_cards()
        return self.store.cards()

    def refresh_cards(self) -> None:
        """Bring the review cards up to date with what has been judged."""
        rule = json.dumps(
            [
                self.settings.desired_retention,
                self.settings.rating_bands,
                self.settings.day_end_hour,
                self.settings.zone,
            ]
        )
        self.store.refresh_cards(self._card, rule)

    def due(self, cards: Sequence[ReviewCard], kind: str | None = None) -> list[ReviewCard]:
        """What to review today, in order, within the daily cap."""
        chosen = [card for card in cards if kind is None or card.question.type == kind]
        return due_today(chosen, self.today, reviewed_on(cards, self.today), self.settings.reviews_per_day)

    def _card(self, question: Question, stored: Sequence[StoredAttempt]) -> ReviewCard | None:
        rated = [
            RatedDay(self.calendar_of(each.zone).day_of(each.ended_at), rating)
            for each in stored
            if (rating := rating_of(each.attempt.evaluation, self.settings.rating_bands)) is not None
        ]
        card = card_from(rated, self.settings.desired_retention)
        if card is None:
            return None
        scores = [each.attempt.evaluation.overall_score for each in stored if each.attempt.evaluation]
        last_score = next((score for score in reversed(scores) if score is not None), None)
        return ReviewCard(question, card, last_score, points_kept_missing([each.attempt for each in stored]))

    def stories_told(self) -> tuple[list[Story], dict[str, list[Telling]]]:
        """All stories, and where each was told."""
        from interview_cli.learning.stories import tellings

        stories = self.store.stories()
        return stories, tellings(stories, self.store.answers_told()) if stories else {}

    def competencies_asked(self) -> dict[str, int]:
        """How many questions of the banks ask about each competency."""
        from interview_cli.interview.kinds import InterviewType

        counts: dict[str, int] = {}
        for kind in (InterviewType.BEHAVIORAL, InterviewType.HR_SCREEN):
            for question in self._application.library.questions(kind):
                for competency in question.competencies:
                    counts[competency] = counts.get(competency, 0) + 1
        return counts

    @property
    def vectors(self) -> Vectors | None:
        """What compares meanings, if it is installed."""
        from interview_cli.text.meaning import load_vectors

        return load_vectors()


def reviewed_on(cards: Sequence[ReviewCard], today: date) -> int:
    """How many questions were reviewed today; a first answer is no review."""
    return sum(card.card.last_reviewed_on == today and card.card.reviews > 1 for card in cards)


def attempt_numbers(exchange: Exchange, attempts: tuple[int, int] | None) -> tuple[int, int]:
    """The two attempts to compare: those named, else the first and the last. Raises UsageError with only one."""
    if attempts is not None:
        return attempts
    if len(exchange.attempts) < 2:
        raise UsageError(
            f"This question has {len(exchange.attempts)} attempt{'' if len(exchange.attempts) == 1 else 's'}:"
            " there is nothing to compare yet. Try it again: interview retry ID N"
        )
    return 1, len(exchange.attempts)


def with_new_attempt(exchange: Exchange, attempt: Attempt) -> Exchange:
    """The exchange with an attempt that was made just now, or has been judged."""
    return replace(exchange.with_attempt(attempt), draft="", skipped=False)
