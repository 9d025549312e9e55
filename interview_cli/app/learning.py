"""Learning assembled: the saved attempts, the person's settings and days, and the functions of `learning/`."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, get_args

from interview_cli.errors import InputError, UnwritableError, UsageError
from interview_cli.interview.model import Exchange, Question, Session, SessionStatus
from interview_cli.learning.cards import RatedDay, card_from, rating_of_score
from interview_cli.learning.days import DaysOff, DaysOfPractice, zone_named
from interview_cli.learning.review import ReviewCard, due_today, points_kept_missing
from interview_cli.settings import Weekday
from interview_cli.storage.learning import SqliteLearningStore, StoredAttempt
from interview_cli.storage.values import local_zone

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.learning.days import Streak
    from interview_cli.learning.habits import Drill
    from interview_cli.learning.progress import Progress
    from interview_cli.learning.stories import Match, Story, Telling
    from interview_cli.storage.progress import Usage
    from interview_cli.text.meaning import Vectors

LATEST_SESSIONS: Final = 3
"""The number of recent sessions whose answers decide which drill is suggested."""

LATEST_LISTED: Final = 50
"""How many are searched for them: those without an answer do not count (chosen)."""

WEEKDAYS: Final = get_args(Weekday)


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
        """What is stored besides the sessions."""
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
        """Days that break no streak."""
        weekdays = frozenset(WEEKDAYS.index(name) for name in self.settings.days_off)
        return DaysOff(weekdays, self.store.days_off())

    def place(self, reference: str, number: int) -> Place:
        """Question `number` of a finished session, counted from 1 with its follow-ups. Raises InputError."""
        session = self._application.find_session(reference)
        if session.status is SessionStatus.IN_PROGRESS:
            raise InputError(
                f"Session {session.id[:8]} is still in progress.",
                f"Finish it first: interview practice --continue {session.id[:8]}",
            )
        if not 1 <= number <= len(session.exchanges):
            raise InputError(
                f"Session {session.id[:8]} has no question {number}: it has {len(session.exchanges)}.",
                f"See them: interview feedback {session.id[:8]}",
            )
        return Place(session, session.exchanges[number - 1])

    def place_of_question(self, question_id: str) -> Place | None:
        """Where a question was last answered."""
        found = self.store.place_of(question_id)
        if found is None:
            return None
        session = self._application.store.load(found[0])
        return Place(session, next(each for each in session.exchanges if each.asked.id == found[1]))

    def last_score(self, question_id: str) -> float | None:
        """The overall score of the newest attempt at a question, 0-100; None where it was not scored."""
        place = self.place_of_question(question_id)
        attempts = place.exchange.attempts if place else ()
        return attempts[-1].evaluation.overall_score if attempts and attempts[-1].evaluation else None

    def cards(self) -> list[ReviewCard]:
        """All review cards, the first to come back first: up to date, unless nothing can be written to the file."""
        if not self._application.paths.database.exists():
            return []
        with suppress(UnwritableError):
            self.refresh()
        return self.store.cards()

    def refresh(self) -> None:
        """Bring review cards and points of progress up to date with what has been judged."""
        rule = json.dumps(
            [
                self.settings.desired_retention,
                self.settings.rating_bands,
                self.settings.day_end_hour,
                self.settings.zone,
            ]
        )
        self.store.refresh(self._card, rule)

    def due(self, cards: Sequence[ReviewCard], kind: str | None = None) -> list[ReviewCard]:
        """What to review today, in order, within the daily cap."""
        if not cards:
            return []
        chosen = [card for card in cards if kind is None or card.question.type == kind]
        return due_today(chosen, self.today, self.store.reviewed_on(self.today), self.settings.reviews_per_day)

    def review_log(self, question_id: str) -> list[RatedDay]:
        """The ratings that a question's card is made of, each with its day of practice, in order."""
        return self._rated(self.store.judged(question_id))

    def _rated(self, stored: Sequence[StoredAttempt]) -> list[RatedDay]:
        return [
            RatedDay(
                self.calendar_of(each.zone).day_of(each.ended_at),
                rating_of_score(each.score, self.settings.rating_bands),
            )
            for each in stored
            if each.score is not None
        ]

    def _card(self, question: Question, stored: Sequence[StoredAttempt]) -> ReviewCard | None:
        card = card_from(self._rated(stored), self.settings.desired_retention)
        if card is None:
            return None
        last_score = next((each.score for each in reversed(stored) if each.score is not None), None)
        return ReviewCard(question, card, last_score, points_kept_missing([each.points for each in stored]))

    def suggested_drill(self) -> tuple[Drill, str] | None:
        """The drill that the last answers call for, and why."""
        from interview_cli.learning.drills import suggested

        if not self._application.paths.database.exists():
            return None
        store = self._application.store
        latest = [each.id for each in store.history.list_sessions(limit=LATEST_LISTED) if each.answers]
        sessions = [store.load(each) for each in latest[:LATEST_SESSIONS]]
        attempts = [attempt for session in sessions for each in session.exchanges for attempt in each.attempts]
        return suggested(sorted(attempts, key=lambda attempt: attempt.answered_at))

    def streak(self) -> tuple[Streak, dict[date, int]]:
        """The days practised in a row, and how many answers each day that counts had."""
        from interview_cli.learning.days import Practised, days_practised, streak
        from interview_cli.storage.progress import moments

        database, now = self._application.store.database, self._application.clock.now()
        lived = [Practised(at, self.calendar_of(zone), count) for at, zone, count in moments(database)]
        days = days_practised(lived, Practised(now, self.calendar), self.settings.streak_answers)
        return streak(days, self.today, self.days_off, self.calendar), days

    def progress(self, kind: str | None = None, since: date | None = None) -> tuple[Progress, int]:
        """Progress as of today, of sessions of one type or since a day, and how many reviews are due today."""
        from interview_cli.learning.progress import progress
        from interview_cli.learning.review import load_ahead
        from interview_cli.storage.progress import read_history

        self.refresh()
        streak, days = self.streak()
        cap, done = self.settings.reviews_per_day, self.store.reviewed_on(self.today)
        load = load_ahead(self.store.dues(), self.today, done, cap)
        on = self._application.store.profile().interview_on
        found = progress(
            read_history(self._application.store.database, kind, since),
            today=self.today,
            calendar=days,
            streak=streak,
            load=load,
            drill=lambda: found[0].name if (found := self.suggested_drill()) else None,
            interview_on=date.fromisoformat(on) if on else None,
        )
        named = [question for each in (*found.strongest, *found.weakest) for question in each.questions]
        return replace(found, question_texts=self.store.question_texts(named)), load[self.today]

    def usage(self) -> tuple[Usage, int | None]:
        """What practising has used, and the person's own limit of sessions a day."""
        from interview_cli.storage.progress import read_usage
        from interview_cli.storage.values import local_day

        application = self._application
        used = read_usage(application.store.database, local_day(application.clock.now()))
        return used, application.settings.limits.sessions_per_day

    def stories_told(self) -> tuple[list[Story], dict[str, list[Telling]]]:
        """All stories, and where each was told."""
        from interview_cli.learning.stories import tellings

        stories = self.store.stories()
        return stories, tellings(stories, self.store.answers_told()) if stories else {}

    def better_stories(self, session: Session) -> dict[str, Match]:
        """A story that would have fitted better, for each behavioral answer that has one, by its asked question."""
        stories = self.store.stories()
        if not stories:
            return {}
        from interview_cli.interview.kinds import InterviewType
        from interview_cli.learning.stories import better_story

        found = {}
        for each in session.exchanges:
            if each.attempt and each.asked.parent_id is None and each.asked.question.type is InterviewType.BEHAVIORAL:
                better = better_story(each.asked, each.attempt.answer.text, stories, self.vectors)
                if better:
                    found[each.asked.id] = better
        return found

    def keep_story_of(self, reference: str, number: int, title: str = "") -> Story:
        """A story made of the best judged attempt at question `number` of a session, kept. Raises InputError."""
        from interview_cli.learning.stories import distill

        exchange = self.place(reference, number).exchange
        judged = [each for each in exchange.attempts if each.evaluation]
        if not judged:
            raise InputError(f"Question {number} has no judged answer.")
        best = max(judged, key=lambda each: (each.evaluation and each.evaluation.overall_score) or 0.0)
        story = distill(exchange.asked, best, str(uuid.uuid4()))
        story = replace(story, title=title) if title else story
        self.store.save_story(story)
        return story

    def question_meant(self, words: str) -> tuple[str, tuple[str, ...]]:
        """The wording and the competencies of a question given by its id or in words.

        In words, it is about what the shipped question in the same words is about, if there is one.
        """
        from interview_cli.interview.kinds import InterviewType

        wanted = " ".join(words.lower().split())
        for question in self._application.library.questions(InterviewType.MIXED):
            if words == question.id or wanted == " ".join(question.text.lower().split()):
                return question.text, question.competencies
        return words, ()

    def competencies_asked(self) -> dict[str, int]:
        """How many questions of the banks ask for a story about each competency."""
        from interview_cli.interview.kinds import InterviewType

        questions = self._application.library.questions(InterviewType.BEHAVIORAL)
        return dict(Counter(competency for question in questions for competency in question.competencies))

    @property
    def vectors(self) -> Vectors | None:
        """What compares meanings, if it is installed."""
        from interview_cli.text.meaning import load_vectors

        return load_vectors()


def attempt_numbers(exchange: Exchange, attempts: tuple[int, int] | None) -> tuple[int, int]:
    """The two attempts to compare: those named, else the first and the last. Raises UsageError with only one."""
    if attempts is not None:
        return attempts
    if len(exchange.attempts) < 2:
        made = f"{len(exchange.attempts)} attempt{'' if len(exchange.attempts) == 1 else 's'}"
        raise UsageError(
            f"This question has {made}: there is nothing to compare yet.", "Try it again: interview retry ID N"
        )
    return 1, len(exchange.attempts)
