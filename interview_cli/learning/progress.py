"""Progress over all sessions: what gets better, what is strong and weak, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.learning.compared import DELIVERY_MEASURES
from interview_cli.learning.competencies import Answered, Standing, standings, weak_and_strong
from interview_cli.learning.days import PlannedDay, Streak, plan_until
from interview_cli.learning.series import MOST_VALUES, Trend, Verdict, trend

if TYPE_CHECKING:
    from interview_cli.contracts import learning as contract

WEEK: Final = timedelta(days=7)


class Point(NamedTuple):
    """One value of a session. `attempts` counts the answers judged in it; `evaluator` is who judged."""

    at: str
    score: float
    session: str
    attempts: int
    evaluator: str


class Measured(NamedTuple):
    """One value measured of a session's delivery."""

    at: str
    value: float


@dataclass(frozen=True, slots=True)
class History:
    """What progress is read from. Every series is in the order of time."""

    sessions: int
    criteria: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    delivery: Mapping[str, Sequence[Measured]] = field(default_factory=dict)
    answers: Sequence[Answered] = ()


class Next(StrEnum):
    """What can be suggested."""

    INTERVIEW = "interview"
    REVIEW = "review"
    QUESTION = "question"
    DRILL = "drill"


class Suggestion(NamedTuple):
    """The one thing to do next. `target` is the id of a question or the name of a drill, else empty."""

    what: Next
    why: str
    command: str
    target: str = ""

    def __str__(self) -> str:
        return f"{self.why}: {self.command}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything `interview progress` shows."""

    sessions: int
    days: int
    streak: Streak
    criteria: Mapping[str, Sequence[Point]]
    criteria_trends: Mapping[str, Trend]
    delivery: Mapping[str, Sequence[Measured]]
    delivery_trends: Mapping[str, Trend]
    evaluator_changes: tuple[tuple[str, str, str], ...]
    competencies: Mapping[str, Standing]
    strongest: tuple[Standing, ...]
    weakest: tuple[Standing, ...]
    calendar: Mapping[date, int]
    load: Mapping[date, int]
    suggestion: Suggestion
    week: str
    interview_on: date | None
    plan: tuple[PlannedDay, ...]
    question_texts: Mapping[str, str] = field(default_factory=dict)
    """The words of the questions behind the strongest and weakest, by id."""

    def words_of(self, standing: Standing) -> list[str]:
        """The questions behind a competency, weakest first."""
        return [self.question_texts.get(each, each) for each in standing.questions]


def progress(
    history: History,
    *,
    today: date,
    calendar: Mapping[date, int],
    streak: Streak,
    load: Mapping[date, int],
    drill: Callable[[], str | None] = lambda: None,
    interview_on: date | None = None,
) -> Progress:
    """Progress as of `today`. `calendar` counts the answers of each day that counts, `load` the reviews ahead.

    `drill` gives the name of a drill that the person's own numbers suggest; it is asked where nothing comes first.
    """
    found = standings(history.answers)
    weakest, strongest = weak_and_strong(found)
    criteria_trends = {name: trend(_of_last_evaluator(points)) for name, points in history.criteria.items()}
    suggestion = _suggestion(load.get(today, 0), weakest, drill, history)
    return Progress(
        sessions=history.sessions,
        days=len(calendar),
        streak=streak,
        criteria=history.criteria,
        criteria_trends=criteria_trends,
        delivery=history.delivery,
        delivery_trends={
            name: trend([each.value for each in points[-MOST_VALUES:]]) for name, points in history.delivery.items()
        },
        evaluator_changes=_evaluator_changes(history.criteria),
        competencies=found,
        strongest=strongest,
        weakest=weakest,
        calendar=calendar,
        load=load,
        suggestion=suggestion,
        week=_week_in_words(today, calendar, criteria_trends, suggestion),
        interview_on=interview_on,
        plan=plan_until(interview_on, today, [each.name for each in weakest], load) if interview_on else (),
    )


_SUMS: Final = frozenset(
    {"word_count", "speaking_seconds", "filler_count", "hedge_count", "repeat_count", "long_pauses"}
)


def session_measure(name: str) -> str:
    """What a measure of a whole session is called: counts are of all its answers together."""
    return f"{DELIVERY_MEASURES[name]} a session" if name in _SUMS else DELIVERY_MEASURES[name]


def _of_last_evaluator(points: Sequence[Point]) -> list[float]:
    """The last values since the evaluator changed, as many as a trend looks at: evaluators are never mixed."""
    evaluator = points[-1].evaluator
    latest_first = reversed(points[-MOST_VALUES:])
    return [point.score for point in takewhile(lambda each: each.evaluator == evaluator, latest_first)][::-1]


def _evaluator_changes(criteria: Mapping[str, Sequence[Point]]) -> tuple[tuple[str, str, str], ...]:
    """When another evaluator took over: the time, the earlier one, the later one."""
    changes = {
        (later.at, earlier.evaluator, later.evaluator)
        for points in criteria.values()
        for earlier, later in pairwise(points)
        if earlier.evaluator != later.evaluator
    }
    return tuple(sorted(changes))


def _suggestion(
    due: int, weakest: Sequence[Standing], drill: Callable[[], str | None], history: History
) -> Suggestion:
    """The one thing to do next: what is due, else what is weakest, else a habit, else another interview."""
    if not history.sessions:
        return Suggestion(Next.INTERVIEW, "Practise a first interview", "interview practice")
    if due:
        return Suggestion(Next.REVIEW, f"Review what is due today ({due})", "interview review")
    if weakest and weakest[0].questions:
        name, question = weakest[0].name.replace("_", " "), weakest[0].questions[0]
        why = f"Your weakest answers are about {name}"
        return Suggestion(Next.QUESTION, why, f"interview practice --question {question}", question)
    if habit := drill():
        return Suggestion(Next.DRILL, "Practise one habit for five minutes", f"interview drill {habit}", habit)
    return Suggestion(Next.INTERVIEW, "Practise another interview", "interview practice")


def _week_in_words(
    today: date, calendar: Mapping[date, int], trends: Mapping[str, Trend], suggestion: Suggestion
) -> str:
    """The week that ends today, in a few sentences."""
    this_week = {day: count for day, count in calendar.items() if today - WEEK < day <= today}
    if not this_week:
        return f"Nothing was practised this week. {suggestion}"
    answers = sum(this_week.values())
    how_many = f"{answers} {'answer' if answers == 1 else 'answers'}"
    sentences = [f"This week you gave {how_many} on {len(this_week)} {'day' if len(this_week) == 1 else 'days'}."]
    for verdict, words in ((Verdict.UP, "higher"), (Verdict.DOWN, "lower")):
        names = [name.replace("_", " ") for name, each in trends.items() if each.verdict is verdict]
        if names:
            sentences.append(f"Scored {words} than before, beyond chance: {', '.join(names)}.")
    if len(sentences) == 1:
        enough = any(each.verdict is Verdict.NO_REAL_CHANGE for each in trends.values())
        sentences.append("No score has really changed." if enough else "It is too early to see a change.")
    return " ".join([*sentences, str(suggestion)])


def progress_to_json(found: Progress, *, due: int) -> contract.Progress:
    """The object of `progress --json`. Scores of criteria are 0-5, means of competencies 0-100."""
    return {
        "sessions": found.sessions,
        "days": found.days,
        "streak": {"current": found.streak.current, "longest": found.streak.longest},
        "criteria": {
            name: [
                {"at": at, "score": score, "session": session, "attempts": attempts, "evaluator": evaluator}
                for at, score, session, attempts, evaluator in points
            ]
            for name, points in found.criteria.items()
        },
        "criteria_trends": {name: _trend(each) for name, each in found.criteria_trends.items()},
        "delivery": {
            name: [{"at": at, "value": value} for at, value in points] for name, points in found.delivery.items()
        },
        "delivery_trends": {name: _trend(each) for name, each in found.delivery_trends.items()},
        "evaluator_changes": [
            {"at": at, "from": before, "to": after} for at, before, after in found.evaluator_changes
        ],
        "competencies": {name: _standing_json(each) for name, each in found.competencies.items()},
        "strongest": [_named(found, each) for each in found.strongest],
        "weakest": [_named(found, each) for each in found.weakest],
        "due": due,
        "suggestion": str(found.suggestion),
        "week": found.week,
        "calendar": {day.isoformat(): count for day, count in sorted(found.calendar.items())},
        "load": {day.isoformat(): count for day, count in found.load.items()},
        "interview_on": found.interview_on.isoformat() if found.interview_on else None,
        "plan": [
            {"on": each.on.isoformat(), "reviews": each.reviews, "focus": each.focus, "what": each.what}
            for each in found.plan
        ],
    }


def _standing_json(each: Standing) -> contract.Competency:
    return {
        "answered": each.answered,
        "mean_score": each.mean_score,
        "last": each.last.isoformat(),
        "trend": each.trend.verdict.value,
        "weeks": {week.isoformat(): mean for week, mean in each.weeks.items()},
    }


def _named(found: Progress, each: Standing) -> contract.Standing:
    return {
        "competency": each.name,
        "mean_score": each.mean_score,
        "questions": list(each.questions),
        "texts": found.words_of(each),
    }


def _trend(each: Trend) -> contract.Trend:
    return {"verdict": each.verdict.value, "before": each.before, "now": each.now, "band": each.band}
