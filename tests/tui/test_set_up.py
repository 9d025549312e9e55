"""The set-up screen: how answers are given, and by whom they are heard and judged."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from interview_cli.app import Application, speaking
from interview_cli.errors import InterviewError, UnavailableError
from interview_cli.interview.model import InterviewType, SessionSettings
from interview_cli.scoring.rules import RulesJudge
from interview_cli.speech.devices import Device
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.screens import set_up
from tests.conftest import PATIENCE_S
from tests.tui.minds import interview_by
from tests.tui.speaking import DEVICES, Studio

if TYPE_CHECKING:
    from tests.tui.conftest import Person, StoppedClock, Visit

try_speech = speaking.try_speech
ROUGH_TRANSCRIBER = (
    "Until the speech model base.en for faster-whisper (about 148 MB) is downloaded, the rough transcriber sphinx is"
    " used: interview transcribe --download --stt faster-whisper --model base.en"
)


async def open_set_up(person: Person) -> None:
    await person.sees("Start practising")
    await person.press("n")
    await person.sees("What do you want to practise?")
    await person.until(lambda: person.app.screen.query("#start:enabled"))


async def test_without_a_microphone_answers_are_typed_and_it_says_why(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await open_set_up(person)
        await person.sees("[Typed]", "Speaking does not work here: There is no microphone.", "Connect one.")
        assert "Spoken" not in person.screen


async def test_speaking_is_offered_where_it_works_and_starts_a_spoken_interview(
    visit: Visit, application: Application, clock: StoppedClock, no_microphone: list[InterviewError | str]
) -> None:
    no_microphone.append("")
    studio = Studio(clock, application.paths.recordings)
    async with visit(InterviewApp(application, open_speech=studio.open)) as person:
        await open_set_up(person)
        await person.sees("[Typed]  Spoken")
        await person.press("down", "down", "down", "down", "right")
        await person.sees("[Spoken]")
        await person.press("enter")
        await person.sees("The interviewer speaks", "Transcriber fake:six-words")


async def test_a_model_that_is_not_here_is_reported_before_the_start(
    visit: Visit, application: Application, no_microphone: list[InterviewError | str]
) -> None:
    no_microphone.append(ROUGH_TRANSCRIBER)
    async with visit(InterviewApp(application), (60, 30)) as person:
        await open_set_up(person)
        await person.sees("[Typed]  Spoken")
        assert "sphinx" not in person.screen
        await person.press("down", "down", "down", "down", "right")
        await person.sees("[Spoken]", "(about 148 MB)")
        assert str(person.app.screen.query_one("#speech").render()) == ROUGH_TRANSCRIBER


async def test_what_is_configured_is_chosen_already(
    visit: Visit,
    application: Application,
    no_microphone: list[InterviewError | str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__ENABLED", "true")
    no_microphone.append("")
    async with visit(InterviewApp(application)) as person:
        await open_set_up(person)
        await person.sees("[Spoken]")


async def test_a_remote_model_is_named_before_the_start(visit: Visit, application: Application) -> None:
    interview_by(application, RulesJudge(), "openai:gpt", "api.example.com")
    async with visit(InterviewApp(application), (60, 20)) as person:
        await open_set_up(person)
        await person.until(lambda: "api.example.com" in str(person.app.screen.query_one("#evaluator").render()))


async def test_the_microphone_can_be_checked_and_one_comes_back(visit: Visit, application: Application) -> None:
    async with visit(InterviewApp(application)) as person:
        await open_set_up(person)
        await person.press("m")
        await person.sees("Check the microphone")
        await person.press("escape")
        await person.sees("What do you want to practise?")
        await person.press("escape")
        await person.sees("Start practising")


MODEL = "the speech model large-v1 for faster-whisper (about 3,100 MB)"


@pytest.mark.parametrize(
    ("found", "stt", "reason"),
    [
        (DEVICES, "sphinx", None),
        ((), "sphinx", "There is no microphone."),
        (DEVICES, "whisper", "The transcriber whisper is not installed."),
        (DEVICES, "faster-whisper", f"{MODEL[0].upper()}{MODEL[1:]} is not on this machine."),
    ],
)
def test_why_speaking_does_not_work(
    application: Application,
    monkeypatch: pytest.MonkeyPatch,
    found: tuple[Device, ...],
    stt: str,
    reason: str | None,
) -> None:
    def choose(direction: str, wanted: str | None) -> Device:
        if not found:
            raise UnavailableError("There is no microphone.")
        return found[0]

    monkeypatch.setattr("interview_cli.speech.devices.refresh_devices", lambda: None)
    monkeypatch.setattr("interview_cli.speech.devices.choose_device", choose)
    monkeypatch.setattr("interview_cli.speech.stt.registry.is_installed", lambda engine: engine != "whisper")
    application.override("voice", stt=stt)
    application.override("voice", stt_model="large-v1")
    if reason is None:
        assert not try_speech(application)
        return
    with pytest.raises(UnavailableError) as told:
        try_speech(application)
    assert told.value.message == reason


@pytest.mark.parametrize(("language", "model"), [("en", "tiny.en"), ("de", "tiny")])
def test_the_transcriber_until_a_model_is_downloaded(
    application: Application, monkeypatch: pytest.MonkeyPatch, language: str, model: str
) -> None:
    monkeypatch.setattr("interview_cli.speech.devices.refresh_devices", lambda: None)
    monkeypatch.setattr("interview_cli.speech.devices.choose_device", lambda *_: DEVICES[0])
    monkeypatch.setattr("interview_cli.speech.stt.registry.is_installed", lambda engine: engine != "whisper")
    application.override("voice", stt_model="tiny.en")
    application.override("practice", language=language)
    told = try_speech(application)
    assert told == (
        f"Until the speech model {model} for faster-whisper (about 78 MB) is downloaded, the rough transcriber sphinx"
        f" is used: interview transcribe --download --stt faster-whisper --model {model}"
    )
    application.override("voice", tts="none")
    opened = speaking.open_speech(application, language, lambda *_: None)
    assert (opened.transcriber_name, opened.remarks) == ("sphinx:en-us", (told,))


async def test_what_loads_late_overwrites_no_choice_and_moves_no_button(
    visit: Visit, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    read = set_up._defaults

    def late(application: Application) -> SessionSettings:
        assert go.wait(PATIENCE_S)
        return replace(read(application), type=InterviewType.PROJECT, questions=9, role="Default")

    monkeypatch.setattr(set_up, "_defaults", late)
    async with visit(InterviewApp(application)) as person:
        await person.press("n")
        await person.sees("What do you want to practise?")
        await person.press("right", "down", "down", "down", *"Lead")
        button = person.app.screen.query_one("#start").region
        go.set()
        await person.until(lambda: person.app.screen.query("#start:enabled"))
        await person.sees("[HR screen]", "Lead", "[9]", "Speaking does not work")
        assert person.app.screen.query_one("#start").region == button
