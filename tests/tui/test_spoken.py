"""An interview answered aloud, through the keys, over a real spoken candidate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from interview_cli.app import Application
from interview_cli.errors import UnavailableError
from interview_cli.interview.commands import (
    Command,
    EndAnswer,
    Pause,
    Repeat,
    Resume,
    Retake,
    StopVoice,
    TryAgain,
    TypeInstead,
    UseDevice,
)
from interview_cli.interview.events import Problem
from interview_cli.interview.model import AnswerSource, Attempt, Exchange, Session, SessionSettings, SessionStatus
from interview_cli.scoring.rules import RulesJudge
from interview_cli.speech.turn import Stage
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoPractise
from tests.speech.turn.parts import HEARD, silence
from tests.tui.minds import Rephraser, interview_by
from tests.tui.speaking import Studio, stage_shown, state, vowels

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.conftest import Person, StoppedClock, Visit


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__ENABLED", "true")


@pytest.fixture
def studio(clock: StoppedClock, application: Application) -> Studio:
    return Studio(clock, application.paths.recordings)


def scripted(studio: Studio, stage: Stage, **more: object) -> Studio:
    studio._first = state(stage, **more)
    return studio


def last_session(application: Application) -> Session:
    return application.store.load(application.store.resolve("last"))


def first_attempt(application: Application) -> Attempt:
    attempt = last_session(application).exchanges[0].attempt
    assert attempt is not None
    return attempt


async def silenced(person: Person, studio: Studio) -> None:
    """The interviewer speaks, and is silenced by a key that means nothing."""
    await person.sees("The interviewer speaks")
    await person.until(lambda: studio.microphones.opened and not studio.microphones.opened[-1].stopped)
    await person.press("x")
    await person.sees("take your time")


async def test_an_answer_is_spoken_checked_corrected_and_submitted(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await studio.microphones.opened[-1].hear(vowels())
        await studio.microphones.opened[-1].hear(silence(2))
        await person.sees("Question 1 of 3", HEARD, "1 filler", "Space Done")
        await person.press("space")
        await person.sees("Check the transcript", "delivery is measured on what you said", "Ctrl+S Submit")
        await person.until(lambda: person.editor.has_focus)
        assert person.editor.text == HEARD
        await person.press("!", "ctrl+s")
        await person.sees("Question 2 of 3", "The interviewer speaks")
    attempt = first_attempt(application)
    assert attempt.answer.text == f"{HEARD}!"
    assert attempt.answer.spoken_text == HEARD
    assert attempt.answer.source is AnswerSource.SPOKEN
    assert (application.paths.recordings / str(attempt.answer.audio_path)).is_file()


async def test_what_to_know_of_the_transcriber_is_reported_until_the_first_answer(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    studio.remarks = ("sphinx is not accurate: expect many wrong words.",)
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await person.sees("sphinx is not accurate: expect many wrong words.")
        await person.press("t")
        await person.sees("Type your answer", "sphinx is not accurate")
        await person.until(lambda: person.editor.has_focus)
        await person.press(*"I moved it.", "ctrl+s")
        await person.sees("Question 2 of 3")
        assert "sphinx is not accurate" not in person.screen


async def test_how_much_was_saved_of_an_interrupted_answer(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    scripted(studio, Stage.CHECK, text="I moved it.", recovered_s=12.4)
    async with visit(InterviewApp(application, settings, open_speech=studio.open), (60, 20)) as person:
        await person.sees("Check the transcript", "Saved before the interruption: 12 s of your answer.")


async def test_typing_instead_and_a_draft_that_is_there_again(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await person.press("t")
        await person.sees("Type your answer")
        await person.until(lambda: person.editor.has_focus)
        await person.press(*"So far")
        await person.sees("Draft saved")
        await person.press("escape")
        await person.until(lambda: not person.app.is_running)
    assert last_session(application).exchanges[0].draft == "So far"
    app = InterviewApp(application, resume=application.session_to_continue("last"), open_speech=studio.open)
    async with visit(app) as person:
        await person.sees("Type your answer", "So far")
        await person.until(lambda: person.editor.has_focus)
        await person.press(*" so good", "ctrl+s")
        await person.sees("Question 2 of 3")
    answer = first_attempt(application).answer
    assert (answer.text, answer.source) == ("So far so good", AnswerSource.TYPED)


async def test_a_lost_microphone_is_replaced_and_nothing_is_lost(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await studio.microphones.opened[-1].hear(vowels())
        await person.until(lambda: "0:03" in person.screen)
        studio.microphones.opened[-1].lose()
        await person.sees("The microphone does not work", "The microphone is gone.", "Use Headset", "End the answer")
        studio.microphones.missing = True
        await person.press("enter")
        await person.sees("There is no microphone.", "Use Webcam microphone")
        studio.microphones.missing = False
        await person.press("end", "enter")
        await person.until(lambda: len(studio.microphones.opened) == 2)
        assert studio.microphones.opened[1].device == "5"
        await person.until(lambda: not person.app.screen.query("#dialog"))
        await studio.microphones.opened[1].hear(vowels())
        await person.press("enter")
        await person.sees("Check the transcript")
        await person.press("ctrl+s")
        await person.sees("Question 2 of 3")
    transcription = first_attempt(application).answer.transcription
    assert transcription is not None
    assert transcription.duration_s == pytest.approx(2 * len(vowels()) / 16_000, abs=0.1)


async def test_speaking_again_asks_before_it_deletes(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await studio.microphones.opened[-1].hear(vowels())
        await person.sees("0:03")
        await person.press("r")
        await person.sees("Speak again from the start?")
        await person.press("escape", "r")
        await person.sees("Speak again from the start?")
        await person.press("enter")
        await person.until(lambda: len(studio.microphones.opened) == 2)
        await person.sees("take your time", "0:00")


async def test_typing_instead_asks_before_what_was_said_is_deleted(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await studio.microphones.opened[-1].hear(vowels())
        await person.press("t")
        await person.sees("Type your answer")
        await person.until(lambda: person.editor.has_focus)
        await person.press("ctrl+r")
        await person.sees("Speak again from the start?", "is deleted")


async def test_a_session_left_while_speaking_resumes_by_voice_unless_typing_is_asked_for(
    visit: Visit,
    make_application: Callable[[], Application],
    application: Application,
    settings: SessionSettings,
    studio: Studio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await silenced(person, studio)
        await studio.microphones.opened[-1].hear(vowels())
        await person.sees("0:03")
        await person.press("escape")
        await person.until(lambda: not person.app.is_running)
    assert len(list(application.paths.recordings.glob("*.flac"))) == 1
    monkeypatch.delenv("INTERVIEW_VOICE__ENABLED")
    later = make_application()
    session = later.session_to_continue("last")
    async with visit(InterviewApp(later, resume=session, open_speech=studio.open)) as person:
        await person.sees("Check the transcript", HEARD)
    later.override("voice", enabled=False)
    async with visit(InterviewApp(later, resume=session, open_speech=studio.open)) as person:
        await person.sees("Your draft is back", HEARD)


def muted_session(make_session: Callable[..., Session]) -> Session:
    """A session left at its first question."""
    session = make_session(status=SessionStatus.IN_PROGRESS)
    settings = replace(session.settings, muted=True)
    return replace(session, settings=settings, exchanges=(Exchange(session.exchanges[0].asked),))


async def test_a_muted_session_is_continued_muted_and_the_next_one_is_not(
    visit: Visit,
    application: Application,
    make_session: Callable[..., Session],
    settings: SessionSettings,
    studio: Studio,
) -> None:
    application.store.create(muted_session(make_session))
    async with visit(InterviewApp(application, open_speech=studio.open)) as person:
        await person.sees("C Continue")
        await person.press("c")
        await silenced(person, studio)
        assert studio.configured_voices == ["none"]
        await person.press("escape")
        await person.sees("Start practising")
        person.app.post_message(GoPractise(settings))
        await silenced(person, studio)
        assert studio.configured_voices == ["none", "auto"]


async def test_a_voice_named_on_the_command_line_speaks_in_a_muted_session(
    visit: Visit, application: Application, make_session: Callable[..., Session], studio: Studio
) -> None:
    session = muted_session(make_session)
    application.store.create(session)
    application.override("voice", tts="piper")
    async with visit(InterviewApp(application, resume=session, open_speech=studio.open)) as person:
        await silenced(person, studio)
        assert studio.configured_voices == ["piper"]


async def test_who_cannot_be_heard_may_type(
    visit: Visit, application: Application, settings: SessionSettings
) -> None:
    def no_microphone(*_: object) -> None:
        raise UnavailableError("There is no microphone.", "Connect one.")

    app = InterviewApp(application, settings, open_speech=no_microphone)  # type: ignore[arg-type]
    async with visit(app) as person:
        await person.sees("The interview could not begin", "There is no microphone.", "Type the answers")
        await person.press("enter")
        await person.answer("I led a project in 2023 and shipped it in ten days with four colleagues.")
        await person.sees("Question 2 of 3")


async def test_any_key_silences_the_interviewer_at_once(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    scripted(studio, Stage.INTERVIEWER)
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await person.sees("The interviewer speaks")
        candidate = studio.scripted
        assert candidate is not None
        for key in ("x", "space", "enter", "up", "f2"):
            stops = studio.voice.stops
            await person.press(key)
            assert studio.voice.stops > stops
            await person.until(lambda: not person.app.screen.query("#dialog"))
        assert set(candidate.commands[:5]) == {StopVoice()}
        stops = studio.voice.stops
        await person.press("ctrl+k")
        await person.sees("Skip this question?")
        assert studio.voice.stops > stops


@pytest.mark.parametrize("begun", [False, True], ids=["before the answer", "into the answer"])
async def test_the_question_in_other_words_is_spoken_unless_the_answer_has_begun(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio, begun: bool
) -> None:
    words = "How do you decide on Monday what you will do until Friday?"
    interview_by(application, RulesJudge(), "ollama:test", model=Rephraser(words))
    scripted(studio, Stage.SPEAKING if begun else Stage.LISTENING)
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await person.until(lambda: stage_shown(person) is (Stage.SPEAKING if begun else Stage.LISTENING))
        await person.press("f3")
        await person.sees("In other words: How do you decide on Monday")
        assert studio.scripted
        commands = studio.scripted.commands
        await person.press("m")
        await person.until(lambda: Pause() in commands)
        assert commands == [Pause()] if begun else [Repeat(words), Pause()]


@pytest.mark.parametrize(
    ("stage", "key", "command"),
    [
        (Stage.SPEAKING, "space", EndAnswer()),
        (Stage.SILENT, "enter", EndAnswer()),
        (Stage.LISTENING, "m", Pause()),
        (Stage.PAUSED, "M", Resume()),
        (Stage.PAUSED, "space", Resume()),
        (Stage.COUNTDOWN, "t", TypeInstead()),
        (Stage.LISTENING, "r", Retake()),
        (Stage.SPEAKING, "l", Repeat()),
        (Stage.TRANSCRIBING, "t", TypeInstead()),
        (Stage.CHECK, "ctrl+r", Retake()),
        (Stage.NO_WORDS, "f5", TryAgain()),
        (Stage.NO_MICROPHONE, "escape", None),
    ],
)
async def test_keys_by_stage(
    visit: Visit,
    application: Application,
    settings: SessionSettings,
    studio: Studio,
    stage: Stage,
    key: str,
    command: Command | None,
) -> None:
    scripted(studio, stage, countdown_s=2.0)
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await person.until(lambda: person.app.screen.query("#turn, #dialog"))
        await person.until(lambda: studio.scripted and stage_shown(person) is stage)
        assert studio.scripted is not None
        await person.press(key)
        if command is None:
            await person.until(lambda: not person.app.screen.query("#dialog"))
            assert studio.scripted.commands == []
        else:
            await person.until(lambda: studio.scripted and studio.scripted.commands == [command])


async def test_another_microphone_can_be_chosen_while_listening(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    scripted(studio, Stage.LISTENING)
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await person.sees("take your time")
        await person.press("d")
        await person.sees("Which microphone?", "Use Headset")
        choices = person.app.screen.query_one("#microphones", OptionList)
        choices.highlighted = choices.get_option_index("3")
        await person.press("enter")
        assert studio.scripted is not None
        await person.until(lambda: studio.scripted and studio.scripted.commands == [UseDevice("3")])


async def test_the_counts_can_be_hidden_and_the_caption_stays(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    scripted(studio, Stage.SPEAKING, elapsed_s=61.0, words_per_minute=138.2, filler_count=2, level_db=-20.0)
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await person.sees("1:01", "138 words/min", "2 fillers", "-20 dB", "Question number")
        await person.press("h")
        await person.until(lambda: "138 words/min" not in person.screen)
        assert "Question number" in person.screen
        await person.press("h")
        await person.sees("138 words/min")


async def test_where_the_sound_goes_is_reported_before_anything_is_sent(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    studio.remote_host = "api.example.com"
    scripted(studio, Stage.LISTENING, problem=Problem("Listening along has failed.", "It is transcribed later."))
    async with visit(InterviewApp(application, settings, open_speech=studio.open)) as person:
        await person.sees(
            "What you say is sent to api.example.com",
            "Transcriber fake:six-words · voice pyttsx3",
            "Listening along has failed. It is transcribed later.",
        )


async def test_the_session_can_continue_by_typing_after_home(
    visit: Visit, application: Application, settings: SessionSettings, studio: Studio
) -> None:
    async with visit(InterviewApp(application, open_speech=studio.open)) as person:
        await person.sees("Start practising")
        person.app.post_message(GoPractise(settings, spoken=False))
        await person.may_write()
        assert "The interviewer speaks" not in person.screen
