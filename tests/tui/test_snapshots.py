"""How every state of every screen looks. After a change on purpose: pytest tests/tui --snapshot-update, and look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from interview_cli.app import Application
from interview_cli.errors import InterviewError
from interview_cli.interview.events import Problem
from interview_cli.interview.model import InterviewType, Session, SessionSettings, SessionStatus
from interview_cli.paths import Paths
from interview_cli.speech.turn import Stage
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoCompare, GoFeedback, GoTo, Place
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.rewrite import RewriteScreen
from interview_cli.tui.text import bar
from interview_cli.tui.widgets.speaking_pane import SpeakingPane
from tests.conftest import PROJECT
from tests.tui.conftest import STRONG
from tests.tui.minds import FallingBackJudge, interview_by
from tests.tui.speaking import Desk, Studio, stage_shown, state
from tests.tui.test_again import answered_again
from tests.tui.test_browse import STORY, WEAK, judged, with_stories
from tests.tui.test_feedback_key_points import TO_THE_FIRST_POINT, with_key_points
from tests.tui.test_feedback_spoken import spoken_session, timed_session
from tests.tui.test_rewrite import with_a_refused_line

if TYPE_CHECKING:
    from tests.tui.conftest import Person, StoppedClock

Make = Callable[..., Session]
Snap = Callable[..., bool]
ANSWER = (
    "In 2023 I led the move of our till to 80 shops. Um, I wrote the plan and, you know, trained twelve colleagues. "
    "I think it was maybe the best year of my life. As a result we lost no sale and finished two weeks early."
)


@pytest.fixture
def snap(
    snap_compare: Snap, monkeypatch: pytest.MonkeyPatch, as_person: Callable[[Pilot[None]], Person]
) -> Callable[..., bool]:
    """Compares an app with its picture once `see` has happened."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(InterviewApp, "animation_level", "none", raising=False)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)

    def compare(
        app: InterviewApp, see: Callable[[Person], Awaitable[object]], size: tuple[int, int] = (80, 24)
    ) -> bool:
        async def before(pilot: Pilot[Any]) -> None:
            person = as_person(pilot)
            await see(person)
            await pilot.pause()

        same = snap_compare(app, terminal_size=size, run_before=before)
        app.close_session()
        return same

    return compare


def with_history(application: Application, make_session: Make) -> None:
    application.store.create(make_session("a", day=1, score=41.0, kind=InterviewType.SYSTEM_DESIGN))
    application.store.create(make_session("b", day=2, score=None, kind=InterviewType.HR_SCREEN))
    application.store.create(make_session("c", day=3, status=SessionStatus.ABANDONED))
    application.store.create(make_session("d", day=3))
    application.store.create(make_session("e", day=4, status=SessionStatus.IN_PROGRESS))


async def see_home(person: Person) -> None:
    await person.sees("Continue", "41", "Today")
    await person.until(lambda: "…" not in person.screen)


async def see_feedback(person: Person, session: Session) -> None:
    person.app.post_message(GoFeedback(session.id))
    await person.sees("How helpful was this feedback?")


def test_home_of_a_newcomer(snap: Snap, application: Application) -> None:
    async def see(person: Person) -> None:
        await person.sees("Your past sessions will be", "Practise a first interview")

    assert snap(InterviewApp(application), see)


SIZES = pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


@SIZES
def test_home_with_history(snap: Snap, application: Application, make_session: Make, size: tuple[int, int]) -> None:
    with_history(application, make_session)
    application.store.set_interview_day(date(2026, 5, 14))
    assert snap(InterviewApp(application), see_home, size)


def test_home_in_light(snap: Snap, application: Application, make_session: Make) -> None:
    async def see(person: Person) -> None:
        await person.press("ctrl+t")
        await see_home(person)

    with_history(application, make_session)
    assert snap(InterviewApp(application), see)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_set_up(snap: Snap, application: Application, size: tuple[int, int]) -> None:
    async def see(person: Person) -> None:
        await person.press("n")
        await person.sees("What do you want to practise?")
        await person.until(lambda: person.app.screen.query("#start:enabled"))
        await person.sees("Speaking does not work")
        await person.until(lambda: person.app.screen.query_one("#evaluator").render())
        await person.press("right", "down")

    assert snap(InterviewApp(application), see, size)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)], ids=["80x24", "60x20", "140x40"])
def test_rewrite(snap: Snap, application: Application, size: tuple[int, int]) -> None:
    async def see(person: Person) -> None:
        await person.sees("2 of 2 changes taken", "Before")
        await person.press("down", "space", "up")
        await person.sees("✗ Order", "Before")

    review = with_a_refused_line()
    assert snap(InterviewApp(application, opens=lambda parts: RewriteScreen(parts, review, lambda _: "")), see, size)


FILLED_GAUGE = "━─"
"""The gauge follows the answer once a second."""


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_interview_fresh(
    snap: Snap, application: Application, settings: SessionSettings, size: tuple[int, int]
) -> None:
    async def see(person: Person) -> None:
        await person.may_write()
        await person.sees("0:00", "0 words")

    assert snap(InterviewApp(application, settings), see, size)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)], ids=["80x24", "60x20", "120x40"])
def test_interview_with_counts(
    snap: Snap, application: Application, settings: SessionSettings, size: tuple[int, int]
) -> None:
    async def see(person: Person) -> None:
        await person.answer("No.")
        await person.sees("too little to score")
        await person.write(ANSWER)
        await person.sees("2 fillers", "Draft saved", FILLED_GAUGE)

    assert snap(InterviewApp(application, settings), see, size)


def test_finish_dialog(snap: Snap, application: Application, settings: SessionSettings) -> None:
    async def see(person: Person) -> None:
        await person.write(ANSWER)
        await person.sees("2 fillers", "Draft saved", FILLED_GAUGE)
        await person.press("ctrl+d")
        await person.sees("Finish the interview now?")

    assert snap(InterviewApp(application, settings), see)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (100, 70), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_feedback(snap: Snap, application: Application, make_session: Make, size: tuple[int, int]) -> None:
    session = make_session()
    application.store.create(session)
    assert snap(InterviewApp(application), lambda person: see_feedback(person, session), size)


def test_feedback_on_an_answer_in_light(snap: Snap, application: Application, make_session: Make) -> None:
    async def see(person: Person) -> None:
        await see_feedback(person, session)
        await person.press("ctrl+t", "n", "4")
        await person.sees("Question 1", "4 of 5. Thank you.")

    session = make_session()
    application.store.create(session)
    assert snap(InterviewApp(application), see)


HEARD = (
    "In 2023 I led the move of our till to 80 shops. Um, I wrote the plan and trained twelve colleagues, and as a "
    "result"
)
SPOKEN: dict[str, dict[str, Any]] = {
    "interviewer": {},
    "listening": {"hears_nothing": True, "elapsed_s": 9.0, "level_db": -70.0},
    "speaking": {
        "elapsed_s": 65.0,
        "level_db": -18.0,
        "words_per_minute": 138.0,
        "filler_count": 1,
        "text": HEARD,
        "response_latency_s": 1.2,
    },
    "countdown": {"elapsed_s": 70.0, "countdown_s": 2.4, "is_clipping": True, "level_db": -2.0, "text": HEARD},
    "paused": {"elapsed_s": 40.0, "text": HEARD},
    "transcribing": {"text": HEARD},
    "check": {"text": ANSWER, "words_per_minute": 138.0, "filler_count": 2, "elapsed_s": 80.0},
    "no_words": {"problem": Problem("No words were heard.", "Answer once more, or type the answer.")},
    "no_microphone": {
        "problem": Problem("The microphone is gone.", "Reconnect it, choose another, or continue by typing."),
        "response_latency_s": 1.0,
        "text": HEARD,
    },
}


def spoken_app(application: Application, clock: StoppedClock, settings: SessionSettings, stage: str) -> InterviewApp:
    application.override("voice", enabled=True)
    studio = Studio(clock, application.paths.recordings, state(Stage(stage), **SPOKEN[stage]))
    return InterviewApp(application, settings, open_speech=studio.open)


async def see_spoken(person: Person, stage: str) -> None:
    await person.until(lambda: stage_shown(person) is Stage(stage))
    if stage == "no_microphone":
        await person.sees("Use Webcam")
    else:
        await person.sees("Transcriber", "Question number", "Esc Leave for now")
    if stage == "check":
        await person.sees("2 hedges")
    elif stage == "no_words":
        await person.sees("0 words")
    await person.until(lambda: gauge_is_right(person))


def gauge_is_right(person: Person) -> bool:
    """Whether the gauge, which is drawn once a second, shows how long the answer is by now."""
    (screen,) = (each for each in person.app.screen_stack if isinstance(each, InterviewScreen))
    shown = str(screen.query_one("#gauge", Static).content)
    return bar(screen.query_one(SpeakingPane).length_s, 120, 10).plain in shown


@pytest.mark.parametrize("stage", SPOKEN)
def test_spoken(
    snap: Snap, application: Application, clock: StoppedClock, settings: SessionSettings, stage: str
) -> None:
    app = spoken_app(application, clock, settings, stage)
    assert snap(app, lambda person: see_spoken(person, stage))


@pytest.mark.parametrize("stage", ["speaking", "check", "no_microphone"])
def test_spoken_on_a_small_screen(
    snap: Snap, application: Application, clock: StoppedClock, settings: SessionSettings, stage: str
) -> None:
    app = spoken_app(application, clock, settings, stage)
    assert snap(app, lambda person: see_spoken(person, stage), (60, 20))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_a_remote_model_with_a_fallback_and_a_problem(
    snap: Snap, application: Application, settings: SessionSettings, size: tuple[int, int]
) -> None:
    async def see(person: Person) -> None:
        await person.answer("No.")
        await person.sees("Last score by rules instead", "no reply within 180 s")
        await person.may_write()
        await person.until(lambda: str(person.app.screen.query_one("#counts", Static).render()).startswith("0 words"))

    interview_by(application, FallingBackJudge(), "openai:gpt-4o-mini", "api.openai.com")
    assert snap(InterviewApp(application, settings), see, size)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_microphone_check(
    snap: Snap, application: Application, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    desk = Desk(application)
    desk.go.set()
    monkeypatch.setattr(InterviewApp, "sound_check", lambda _: desk)

    async def see(person: Person) -> None:
        await person.press("m")
        await person.sees("Headset")
        await person.press("enter")
        await person.sees("fake transcribed")

    assert snap(InterviewApp(application), see, size)


def test_feedback_on_a_spoken_answer(snap: Snap, application: Application, make_session: Make) -> None:
    session = spoken_session(make_session())
    application.store.create(session)
    assert snap(InterviewApp(application), lambda person: see_feedback(person, session), (100, 80))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_key_points_to_tick(snap: Snap, application: Application, make_session: Make, size: tuple[int, int]) -> None:
    async def see(person: Person) -> None:
        person.app.post_message(GoFeedback(session.id))
        await person.sees("Scored by rules", "Tab Scores")
        await person.press(*TO_THE_FIRST_POINT, "tab", "space")
        await person.sees("[✓] Says who decided.  (your own)")

    session = with_key_points(make_session())
    application.store.create(session)
    assert snap(InterviewApp(application), see, size)


def test_set_up_where_speaking_works(
    snap: Snap, application: Application, no_microphone: list[InterviewError | str]
) -> None:
    async def see(person: Person) -> None:
        await person.press("n")
        await person.sees("Spoken", "Scored by")
        await person.until(lambda: person.app.screen.query("#start:enabled"))

    no_microphone.append("")
    assert snap(InterviewApp(application), see)


@SIZES
def test_marks_in_an_answer_and_a_score_stood_on(
    snap: Snap, application: Application, make_session: Make, size: tuple[int, int]
) -> None:
    async def see(person: Person) -> None:
        await see_feedback(person, session)
        await person.press("n", "tab", "tab")
        await person.sees("P Play")

    session = timed_session(make_session())
    application.store.create(session)
    assert snap(InterviewApp(application), see, size)


@SIZES
def test_comparison(snap: Snap, application: Application, make_session: Make, size: tuple[int, int]) -> None:
    async def see(person: Person) -> None:
        person.app.post_message(GoCompare(session.id, 1))
        await person.sees("Attempt 1 → attempt 2")

    session = answered_again(make_session(), ANSWER)
    application.store.create(session)
    assert snap(InterviewApp(application), see, size)


PLACES: dict[Place, tuple[str, ...]] = {
    Place.HISTORY: ("4 sessions", "I cut two features"),
    Place.PROGRESS: ("Scores, of 5", "Days practised"),
    Place.QUESTIONS: ("6 questions", "K shows what"),
    Place.STORIES: ("2 stories", "Situation"),
    Place.DRILLS: ("No fillers", "Target:"),
    Place.REVIEWS: ("due today", "Last score"),
    Place.SETTINGS: ("practice.type", "Default"),
}
"""What has to be in sight, on terminals that are large enough to show it."""


@SIZES
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name.lower())
def test_places(
    snap: Snap,
    application: Application,
    make_session: Make,
    clock: StoppedClock,
    size: tuple[int, int],
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def see(person: Person) -> None:
        person.app.post_message(GoTo(place))
        await person.sees(PLACES[place][0])
        await person.until(lambda: size[0] < 140 or all(text in person.screen for text in PLACES[place]))
        await person.until(lambda: not person.app.screen.workers)

    monkeypatch.setattr(Paths, "settings_file", Path("/home/you/.config/interview/config.toml"))
    for day in range(1, 4):
        application.store.create(judged(make_session(str(day), day=day), (WEAK, STRONG, STORY.text)[day - 1]))
    application.store.create(make_session("hr", day=4, kind=InterviewType.HR_SCREEN))
    with_stories(application)
    clock.moment += timedelta(days=9)
    assert snap(InterviewApp(application), see, size)


def test_help(snap: Snap, application: Application) -> None:
    async def see(person: Person) -> None:
        await person.sees("Practise a first interview")
        await person.press("question_mark")
        await person.sees("Help", "Market")

    assert snap(InterviewApp(application), see)


def test_the_picture_in_the_readme_is_the_one_tested_here() -> None:
    """After a change on purpose, copy the new snapshot to docs/interview-screen.svg."""
    snapshot = Path(__file__).parent / "__snapshots__" / "test_snapshots" / "test_interview_with_counts[80x24].svg"
    picture = PROJECT / "docs" / "interview-screen.svg"
    assert f"({picture.relative_to(PROJECT)})" in (PROJECT / "README.md").read_text("utf-8")
    assert picture.read_bytes() == snapshot.read_bytes()
