"""The feedback screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from textual.containers import VerticalScroll
from textual.content import Content

from interview_cli.app import Application
from interview_cli.app.learning import Learning
from interview_cli.delivery.measure import TextDeliveryMeter, measure_text
from interview_cli.errors import StorageError
from interview_cli.interview.model import Evaluator, Evidence, Exchange, InterviewType, KeyPoint, Session
from interview_cli.interview.spoken import Interval, Pauses, Transcription, Word
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoFeedback
from interview_cli.tui.widgets.answer_text import AnswerText
from interview_cli.tui.widgets.key_point_line import KeyPointLine
from interview_cli.tui.widgets.score_line import ScoreLine
from tests.tui.conftest import STRONG

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit

Make = Callable[..., Session]


async def read_everything(person: Person) -> str:
    """All of the page, from top to bottom."""
    page = person.app.screen.query_one("#report", VerticalScroll)
    page.scroll_home(animate=False)
    await person.pilot.pause()
    seen = person.screen
    while page.scroll_offset.y < page.max_scroll_y:
        await person.press("space")
        await person.pilot.wait_for_scheduled_animations()
        seen += person.screen
    return seen


async def show(person: Person, session: Session) -> None:
    person.app.post_message(GoFeedback(session.id))
    await person.sees("Scored by rules in this program")


async def test_everything_is_on_the_page(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        page = await read_everything(person)
    for text in (
        "65 of 100   Hire",
        "Clarity         ━━━━━━━━━━━━━━──────  7.0",
        "Fix this first",
        "End every story with its result, in numbers.",
        "“I cut two features”",
        "Strengths",
        "To improve",
        "Next steps",
        "Communication",
        "Question 1  Tell me about a project that was late.",
        "Structure      ━━━━━━━━──  4 of 5",
        "Relevance      ──────────  not judged",
        "A stronger answer",
        "Question 2  What would you do differently today?",
        "Skipped.",
    ):
        assert text in page


@pytest.mark.parametrize("stars", [1, 5])
async def test_rating(visit: Visit, application: Application, make_session: Make, stars: int) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.sees("Press 1 (not at all) to 5 (very)")
        await person.press(str(stars))
        await person.sees(f"{stars} of 5. Thank you.")
        await person.press("0", "6")
        assert f"{stars} of 5. Thank you." in person.screen
    assert application.store.load(session.id).helpfulness == stars


async def test_jumping_between_answers(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application), (80, 16)) as person:
        await show(person, session)
        await person.press("n")
        await person.until(lambda: person.screen.lstrip().startswith("Question 1"))
        await person.press("n")
        await person.sees("What would you do differently today?")
        await person.press("b", "b")
        await person.sees("Question 1  Tell me")


async def test_practising_again_begins_with_the_same_choices(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("a")
        await person.sees("What do you want to practise?", "[2]", "release manager")


async def test_what_was_said_cannot_steer_the_screen(
    visit: Visit, application: Application, make_session: Make
) -> None:
    said = "[bold red]Bold[/] [@click=app.quit]x[/] $primary \x1b[31mred\x1b]0;title\x07 \u202egnirts {x!r} I led it."
    session = make_session(said=said, quote="[bold red]Bold[/]")
    application.store.create(session)
    async with visit(InterviewApp(application), (120, 24)) as person:
        await show(person, session)
        page = await read_everything(person)
    assert "[bold red]Bold[/] [@click=app.quit]x[/] $primary [31mred]0;title gnirts {x!r} I led it." in page
    assert not any(control in page for control in "\x1b\x07\u202e")
    assert "“[bold red]Bold[/]”" in page


async def test_a_session_that_is_gone_is_reported(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback("nowhere"))
        await person.sees("There is no session 'nowhere'.")
        await person.press("escape")
        await person.sees("Start practising")


HEARD = "Um, the release was late. I cut to features and called every customer."
CORRECTED = "The release was late. I cut two features and called every customer."


def spoken_session(session: Session) -> Session:
    """Its first answer was spoken and corrected, judged by a model that the rules doubt, and written about by it."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    assert exchange.attempt.evaluation
    assert session.feedback
    transcription = Transcription("fake:engine", HEARD, "en", 9.0, (), (Interval(1.0, 9.0),))
    answer = replace(
        exchange.attempt.answer, text=CORRECTED, audio_path="one-asked.1.flac", transcription=transcription
    )
    delivery = replace(
        measure_text(HEARD),
        words_per_minute=112.0,
        speaking_seconds=7.5,
        response_latency_s=1.0,
        pauses=Pauses(2, 1, 2.4, 3.0, (Interval(3.0, 5.4),)),
        pitch_variation_semitones=1.1,
        monotone=True,
        not_measured=(),
    )
    start = CORRECTED.index("I cut two features")
    evidence = (Evidence("I cut two features", start, start + 18),)
    scores = tuple(
        replace(score, evidence=evidence if score.score else (), spread=1.0 if score.score else None)
        for score in exchange.attempt.evaluation.scores
    )
    evaluation = replace(
        exchange.attempt.evaluation,
        scores=scores,
        evaluator=Evaluator("model", "ollama:llama3.2", "judge@1", "behavioral@1"),
        flagged=True,
        rules_score=20.0,
    )
    attempt = replace(exchange.attempt, answer=answer, delivery=delivery, evaluation=evaluation)
    feedback = replace(
        session.feedback,
        evaluator=evaluation.evaluator,
        report="You told one clear story about a late release.",
        fallback_reason="the summary took too long",
    )
    return replace(session, exchanges=(exchange.with_attempt(attempt), *session.exchanges[1:]), feedback=feedback)


async def test_a_spoken_answer_and_its_judge_are_reported(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = spoken_session(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (110, 30)) as person:
        person.app.post_message(GoFeedback(session.id, ("The model gave no reply. Rules scored.",)))
        await person.sees("Scored by the model ollama:llama3.2", "P Play")
        page = await read_everything(person)
    for text in (
        "The model gave no reply. Rules scored.",
        "In part by rules: the summary took too long",
        "You told one clear story about a late release.",
        "Heard, before it was corrected: Um, the release was late. I cut to features",
        "112 words a minute",
        "2 pauses, 1 of them 2 s or more, the longest 2.4 s",
        "Your voice stays nearly level",
        "pause of 2.4 s at 0:03",
        "Judged by ollama:llama3.2",
        "Check this answer yourself: the model gives it 65 of 100, the rules 20.",
        "4 of 5 (judgements 1 apart)",
    ):
        assert text in page


class Loudspeaker:
    """Plays until it is stopped."""

    played: ClassVar[list[tuple[Path, float]]] = []

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def play_file(self, path: Path, offset_s: float = 0.0) -> bool:
        self.played.append((path, offset_s))
        assert self._stopped.wait(30)
        return False

    def stop(self) -> None:
        self._stopped.set()


async def test_an_answer_is_played_until_the_same_key_is_pressed(
    visit: Visit, application: Application, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.speech.player.Player", Loudspeaker)
    monkeypatch.setattr(Loudspeaker, "played", [])
    session = spoken_session(make_session())
    application.store.create(session)
    file = application.paths.recordings / "one-asked.1.flac"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"sound")
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback(session.id))
        await person.sees("P Play")
        await person.press("p")
        await person.sees("P Silence", "Playing the answer to: Tell me about a project")
        await person.until(lambda: Loudspeaker.played)
        await person.press("p")
        await person.sees("P Play", "How helpful was this feedback?")
        await person.press("p")
        await person.sees("P Silence")
        await person.press("escape")
        await person.sees("Start practising")
    assert Loudspeaker.played == [(file, 0.0), (file, 0.0)]


async def test_a_recording_that_is_gone_is_reported(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = spoken_session(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback(session.id))
        await person.sees("P Play")
        await person.press("p")
        await person.sees("The recording of this answer is no longer there.", "P Play")


async def test_without_recordings_nothing_is_offered_to_play(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("p")
        assert "Play" not in person.screen


POINTS = (
    KeyPoint("Names what was cut.", "right"),
    KeyPoint("Says who decided.", "wrong"),
    KeyPoint("Says what came of it.", "cannot_tell"),
)


TO_THE_FIRST_POINT = ("tab",) * 4
"""Behind the three scores of the first answer."""


def with_key_points(session: Session) -> Session:
    """The session with its question answered twice, about knowledge, with key points in three states."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    assert exchange.attempt.evaluation
    question = replace(exchange.asked.question, type=InterviewType.TECHNICAL_VERBAL)
    attempt = replace(exchange.attempt, evaluation=replace(exchange.attempt.evaluation, key_points=POINTS))
    first = replace(exchange, asked=replace(exchange.asked, question=question), attempts=(attempt,))
    second = replace(
        exchange,
        asked=replace(exchange.asked, id="second", position=2, slot=2),
        attempts=(replace(attempt, id="second"),),
    )
    return replace(session, exchanges=(first, *session.exchanges[1:], second))


def ticks(application: Application, session: Session) -> list[dict[str, bool]]:
    """The candidate's ticks of each answer, as saved."""
    loaded = application.store.load(session.id)
    return [exchange.attempt.ticks for exchange in loaded.exchanges if exchange.attempt]


async def test_key_points_are_ticked_with_the_keyboard(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (100, 24)) as person:
        await show(person, session)
        await person.sees("↑↓ Scroll", "Tab Scores")
        await person.press(*TO_THE_FIRST_POINT)
        await person.sees("[✓] Names what was cut.  by the rules: right", "Space Untick", "Esc Back", "Q Quit")
        await person.press("tab")
        await person.sees("[ ] Says who decided.  by the rules: said the other way round", "Space Tick")
        await person.press("space")
        await person.sees("[✓] Says who decided.  (your own)  by the rules: said the other way round", "Space Untick")
        assert ticks(application, session) == [{"Says who decided.": True}, {}]
        await person.press("shift+tab", "enter")
        await person.sees("[ ] Names what was cut.  (your own)  by the rules: right", "Space Tick")
        await person.press("space", "space")
        await person.until(lambda: ticks(application, session)[0].get("Names what was cut.") is False)
        await person.press("tab", "tab", *TO_THE_FIRST_POINT, "tab", "space")
        await person.sees("[✓] Says who decided.  (your own)", "[✓] Names what was cut.")
        assert ticks(application, session) == [
            {"Says who decided.": True, "Names what was cut.": False},
            {"Says who decided.": True},
        ]
        await person.press("tab", "tab")
        await person.sees("↑↓ Scroll")


async def test_the_next_key_point_is_the_one_in_sight(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("end")
        await person.pilot.wait_for_scheduled_animations()
        await person.press("tab", "tab", "tab", "tab", "space")
        await person.until(lambda: ticks(application, session) == [{}, {POINTS[0].point: False}])
        await person.press("b")
        await person.press("end")
        await person.pilot.wait_for_scheduled_animations()
        await person.press("shift+tab", "space")
        await person.until(lambda: ticks(application, session)[1].get(POINTS[2].point) is True)
        assert ticks(application, session) == [{}, {POINTS[0].point: False, POINTS[2].point: True}]


async def test_a_click_ticks(visit: Visit, application: Application, make_session: Make) -> None:
    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (100, 24)) as person:
        await show(person, session)
        await person.press(*TO_THE_FIRST_POINT)
        await person.sees("Says what came of it.")
        line = list(person.app.screen.query(KeyPointLine))[2]
        await person.pilot.click(line)
        await person.sees("[✓] Says what came of it.  (your own)  by the rules: cannot tell")
    assert ticks(application, session) == [{"Says what came of it.": True}, {}]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
async def test_a_tick_that_cannot_be_saved_is_reported_and_not_shown(
    visit: Visit,
    application: Application,
    make_session: Make,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    def save_ticks(*_: object) -> None:
        raise StorageError("The disk is full.", "Make room.")

    session = with_key_points(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), size) as person:
        await show(person, session)
        with monkeypatch.context() as patch:
            patch.setattr(application.store, "save_ticks", save_ticks)
            await person.press(*TO_THE_FIRST_POINT, "space")
            await person.sees("The disk is full.", "[✓] Names what was cut.", "Esc Back")
            assert "(your own)" not in person.screen
        await person.press("space")
        await person.sees("[ ] Names what was cut.  (your own)")
        assert "The disk is full." not in person.screen


async def test_without_key_points_none_are_offered(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("tab", "tab", "tab", "tab")
        await person.until(lambda: person.app.screen.focused is person.app.screen.query_one("#report"))
        assert "Tick" not in person.screen


async def test_standing_on_a_score_lights_up_its_quotes(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 40)) as person:
        await show(person, session)
        answer = person.app.screen.query_one(AnswerText)

        def lit() -> list[str]:
            content = answer.visual
            assert isinstance(content, Content)
            return [content.plain[span.start : span.end] for span in content.spans if "reverse" in str(span.style)]

        assert lit() == []
        await person.press("tab")
        await person.until(lambda: lit() == ["I cut two features"])
        await person.press("tab", "tab")
        await person.until(lambda: lit() == [])
        await person.pilot.hover(person.app.screen.query(ScoreLine).first())
        await person.until(lambda: lit() == ["I cut two features"])


SAID = "Um, the release was late. I I cut two features, I think. It shipped in June."


def timed_session(session: Session) -> Session:
    """Its first answer was spoken, each word half a second long, with three seconds of silence before the last
    sentence."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    second, words = 0.0, []
    for text in SAID.split():
        second += 3.0 if text == "It" else 0.0
        words.append(Word(text, second, second + 0.5))
        second += 0.5
    answer = replace(exchange.attempt.answer, text=SAID, words=tuple(words), audio_path="one-asked.1.flac")
    delivery = TextDeliveryMeter().measure([answer])
    start = SAID.index("cut two features")
    evidence = (Evidence("cut two features", start, start + 16),)
    assert exchange.attempt.evaluation
    scores = tuple(
        replace(score, evidence=evidence if score.score else ()) for score in exchange.attempt.evaluation.scores
    )
    evaluation = replace(exchange.attempt.evaluation, scores=scores)
    attempt = replace(exchange.attempt, answer=answer, delivery=delivery, evaluation=evaluation)
    return replace(session, exchanges=(exchange.with_attempt(attempt), *session.exchanges[1:]))


async def test_fillers_hedges_repeats_and_pauses_are_marked_in_place(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = timed_session(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 60)) as person:
        await show(person, session)
        await person.sees("filler 1 · hedge 1 · repeat 1 · ‖ long pause 1")
        content = person.app.screen.query_one(AnswerText).visual
        assert isinstance(content, Content)
        assert "I think. ‖3.0s‖ It shipped in June." in content.plain
        looks = {
            content.plain[span.start : span.end].strip(): str(span.style)
            for span in content.spans
            if "warning" in str(span.style)
        }
        assert looks == {"Um": "bold $warning", "I": "strike $warning", "I think": "italic $warning"}


async def test_a_recording_is_played_from_the_sentence_or_the_score_stood_on(
    visit: Visit, application: Application, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.speech.player.Player", Loudspeaker)
    monkeypatch.setattr(Loudspeaker, "played", [])
    session = timed_session(make_session())
    application.store.create(session)
    file = application.paths.recordings / "one-asked.1.flac"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"sound")

    def heard_from(second: float) -> bool:
        return Loudspeaker.played[-1:] == [(file, second)]

    async with visit(InterviewApp(application), (140, 60)) as person:
        await show(person, session)
        for keys, second in ((("tab", "right"), 2.5), (("right",), 9.0), (("tab",), 3.5)):
            await person.press(*keys, "p")
            await person.until(partial(heard_from, second))
            await person.sees("P Silence")
            await person.press("p")
            await person.sees("P Play")


async def test_what_follow_ups_added_is_reported_with_their_question(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    main = session.exchanges[0]
    assert main.attempt
    assert main.attempt.evaluation
    better = tuple(replace(score, score=score.score and 5.0) for score in main.attempt.evaluation.scores)
    attempt = replace(main.attempt, id="later", evaluation=replace(main.attempt.evaluation, scores=better))
    follow_up = Exchange(
        replace(main.asked, id="follow-up", position=1, parent_id=main.asked.id, text="What came of it?"), (attempt,)
    )
    session = replace(session, exchanges=(main, follow_up))
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 60)) as person:
        await show(person, session)
        await person.sees("Its follow-ups added: structure 4 → 5 of 5; outcome 2.5 → 5 of 5")


async def test_an_answer_becomes_a_story(visit: Visit, application: Application, make_session: Make) -> None:
    session = make_session(said=STRONG)
    exchange = session.exchanges[0]
    assert exchange.attempt
    judged = replace(exchange.attempt, evaluation=evaluate_answer(exchange.asked.question, STRONG))
    application.store.create(replace(session, exchanges=(exchange.with_attempt(judged), *session.exchanges[1:])))
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("s")
        await person.sees("Kept as a story")
    (story,) = Learning(application).store.stories()
    assert story.source == "distilled"
    assert story.action.startswith("I cut two features")
