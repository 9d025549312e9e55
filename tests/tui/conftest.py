"""The app over a real store and a small bank of its own, with a clock that stands still."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from interview_cli.app import Application
from interview_cli.errors import InterviewError, UnavailableError
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    CriterionScore,
    Difficulty,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Exchange,
    Feedback,
    FeedbackPoint,
    InterviewType,
    Question,
    Session,
    SessionScores,
    SessionSettings,
    SessionStatus,
)
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.storage.sessions import open_store
from interview_cli.tui.app import InterviewApp
from tests.conftest import PATIENCE_S

BUSY_TIMEOUT_S = 0.05
FRAME_S = 1 / 500
LOOK_S = 1 / 250
"""How long a frame of the app is, and how long Textual's pilot looks whether the app is idle, which must be longer: a
fifth of the usual, twice for each key (chosen)."""
BANK = """
title: Test
description: Questions for tests.
type: behavioral
questions:
"""
QUESTION = """
  - id: test-{number}
    text: "Question number {number}: tell me how you {action}."
    difficulty: standard
    stage: {stage}
    competencies: [topic {number}]
    key_points: [Says what was done in the case.]
    follow_ups: ["What came of it when you {action}?"]
    pitfalls: [Says nothing at all.]
    source: original
"""
ACTIONS = (
    ("warm_up", "plan your week"),
    ("core", "led a project that was late"),
    ("core", "won back an angry customer"),
    ("core", "taught a colleague a skill"),
    ("core", "fixed a mistake of your own"),
    ("closing", "choose your next job"),
)
STRONG = (
    "In 2023 I led a project of four engineers that was three weeks late. I cut two features and paired with the new "
    "developer every morning. As a result we shipped in ten days and complaints fell by 40 percent."
)


class StoppedClock:
    """Shows the time it was set to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Person:
    """What somebody in front of the app sees and does."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app

    @property
    def screen(self) -> str:
        """The characters in sight, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def editor(self) -> TextArea:
        """Where answers are typed."""
        return self.app.screen.query_one("#answer", TextArea)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; it must become so."""
        deadline = monotonic() + PATIENCE_S
        while not condition():
            assert monotonic() < deadline, f"It never came true. On the screen:\n{self.screen}"
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        """Wait until all texts are on the screen."""

        def shown() -> bool:
            screen = self.screen
            return all(text in screen for text in texts)

        await self.until(shown)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def may_write(self) -> None:
        """Wait for one's turn."""
        await self.until(lambda: self.app.screen.query("#answer") and self.editor.has_focus)

    async def write(self, text: str) -> None:
        """Paste an answer when it is one's turn."""
        await self.may_write()
        before = self.editor.text
        self.app.post_message(events.Paste(text))
        await self.until(lambda: self.editor.text != before)

    async def answer(self, text: str) -> None:
        """Write an answer and hand it in."""
        await self.write(text)
        await self.press("ctrl+s")


Visit = Callable[..., AbstractAsyncContextManager[Person]]


@pytest.fixture(autouse=True, scope="session")
def short_looks() -> Iterator[None]:
    """Most of the time of these tests was the pilot's looking whether a key has been dealt with.

    How long it looks and how long a frame is are private to Textual. Where it names them otherwise, the tests are as
    slow as before, and as good: a look stays longer than a frame, since both are set or none is.
    """
    waiting, screens = (sys.modules.get(f"textual.{name}") for name in ("_wait", "screen"))
    with pytest.MonkeyPatch.context() as patch:
        if hasattr(waiting, "SLEEP_GRANULARITY") and hasattr(screens, "UPDATE_PERIOD"):
            patch.setattr(waiting, "SLEEP_GRANULARITY", LOOK_S)
            patch.setattr(screens, "UPDATE_PERIOD", FRAME_S)
        yield


@pytest.fixture(autouse=True)
def no_microphone() -> Iterator[list[InterviewError | str]]:
    """Whatever sound there is where the tests run, there is none for the app.

    The last of the list is the reason, or where speaking works a remark about the transcriber.
    """
    reasons: list[InterviewError | str] = [UnavailableError("There is no microphone.", "Connect one.")]
    with pytest.MonkeyPatch.context() as patch:

        def try_speech(_: Application) -> str:
            if isinstance(reasons[-1], InterviewError):
                raise reasons[-1]
            return reasons[-1]

        patch.setattr("interview_cli.app.speaking.try_speech", try_speech)
        yield reasons


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def make_application(home: Path, tmp_path: Path, clock: StoppedClock) -> Iterator[Callable[[], Application]]:
    """Makes applications over the same home and bank, as processes started one after the other would."""
    folder = tmp_path / "banks" / "behavioral"
    folder.mkdir(parents=True)
    questions = (
        QUESTION.format(number=number, stage=stage, action=action)
        for number, (stage, action) in enumerate(ACTIONS, 1)
    )
    (folder / "test.yaml").write_text(BANK + "".join(questions), encoding="utf-8")
    made: list[Application] = []

    def make() -> Application:
        application = Application(clock=clock)
        application.library = QuestionLibrary(tmp_path / "banks")
        application.store = open_store(application.paths.database, clock, BUSY_TIMEOUT_S)
        made.append(application)
        return application

    yield make
    for application in made:
        application.store.close()


@pytest.fixture
def application(make_application: Callable[[], Application]) -> Application:
    return make_application()


@pytest.fixture
def settings() -> SessionSettings:
    """Three questions without follow-ups, always the same."""
    return SessionSettings(InterviewType.BEHAVIORAL, questions=3, max_follow_ups=0, follow_up_budget=0, seed=1)


@asynccontextmanager
async def _visit(app: InterviewApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Person]:
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Person(pilot)
    app.close_session()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens an app whose notices stay; whatever is still going on in it is left in order at the end."""
    monkeypatch.setattr(InterviewApp, "NOTIFICATION_TIMEOUT", PATIENCE_S)
    return _visit


def _evaluation(answer: str, quote: str) -> Evaluation:
    start = answer.index(quote)
    evidence = (Evidence(quote, start, start + len(quote)),)
    return Evaluation(
        status=EvaluationStatus.SCORED,
        scores=(
            CriterionScore("structure", 4.0, 5, "Situation, action and result can be told apart.", evidence),
            CriterionScore("outcome", 2.5, 5, "A result is named without a figure.", evidence),
            CriterionScore("relevance", None, 5, "", unsupported=True),
        ),
        overall_score=65.0,
        coverage=1.0,
        comment="You said what you did. Say what came of it in numbers.",
        tags=("no_numbers",),
        missing_points=(),
        found={},
        ideal_answer="Situation: the release was late.\nResult: it shipped, and complaints fell by a third.",
        evaluator=Evaluator("rules", "rules", None, "behavioral@1"),
    )


@pytest.fixture
def make_session() -> Callable[..., Session]:
    """Makes sessions with everything in them, the same each time."""

    def make(
        name: str = "one",
        *,
        said: str = "The release was late. I cut two features and called every customer. It shipped in June.",
        quote: str = "I cut two features",
        day: int = 3,
        score: float | None = 65.0,
        status: SessionStatus = SessionStatus.COMPLETED,
        kind: InterviewType = InterviewType.BEHAVIORAL,
    ) -> Session:
        began = datetime(2026, 5, day, 9, 15, tzinfo=UTC)
        question = Question("test-2", "Tell me about a project that was late.", kind, Difficulty.STANDARD, "test")
        answer = Answer(said, AnswerSource.TYPED, began, began)
        asked = AskedQuestion(f"{name}-asked", 0, 0, question.text, question)
        skipped = AskedQuestion(f"{name}-skipped", 1, 1, "What would you do differently today?", question)
        done = status is SessionStatus.COMPLETED
        return Session(
            id=f"{name}-session",
            settings=SessionSettings(kind, role="release manager", questions=2),
            status=status,
            started_at=began,
            ended_at=began if done else None,
            exchanges=(
                Exchange(asked, (Attempt(f"{name}-attempt", answer, None, _evaluation(said, quote)),)),
                Exchange(skipped, skipped=True),
            ),
            feedback=_feedback(quote, score) if done else None,
        )

    return make


def _feedback(quote: str, score: float | None) -> Feedback:
    return Feedback(
        scores=SessionScores(7.0, 8.0, 6.5, 7.5, 6.9),
        overall_score=score,
        recommendation="HIRE",
        coverage=1.0,
        summary="2 questions asked, 1 scored. The story is clear; its result needs a number.",
        strengths=(FeedbackPoint("Your own part is clear.", 0, quote),),
        improvements=(
            FeedbackPoint("Give the result in numbers.", 0, quote),
            FeedbackPoint("Answer every question."),
        ),
        suggestions=("Practise one story with its figures.",),
        fix_first=FeedbackPoint("End every story with its result, in numbers.", 0, quote),
        technical_notes=None,
        communication_notes="Short sentences; easy to follow.",
        problem_solving_notes=None,
        evaluator=Evaluator("rules", "rules", None, "behavioral@1"),
    )


@pytest.fixture
def as_person() -> Callable[[Pilot[None]], Person]:
    """A person in front of an app that something else has opened."""
    return Person
