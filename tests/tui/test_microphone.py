"""The microphone check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest

from interview_cli.app import Application
from interview_cli.app.sound_check import SENTENCE
from interview_cli.errors import UnavailableError
from interview_cli.speech.devices import Device
from interview_cli.tui.app import InterviewApp
from tests.tui.speaking import DEVICES, Desk

if TYPE_CHECKING:
    from tests.tui.conftest import Person, Visit


@pytest.fixture
def desk(application: Application, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(application)
    monkeypatch.setattr(InterviewApp, "sound_check", lambda _: desk)
    return desk


async def open_check(person: Person) -> None:
    await person.sees("Start practising")
    await person.press("m")
    await person.sees("Check the microphone")


async def test_a_microphone_is_tried_heard_back_and_transcribed(
    visit: Visit, application: Application, desk: Desk
) -> None:
    async with visit(InterviewApp(application)) as person:
        await open_check(person)
        await person.sees("Headset", "Webcam microphone", "Choose one, press Enter")
        await person.press("p")
        await person.sees("There is nothing to play yet")
        await person.press("down", "enter")
        await person.sees("Say a sentence now", "-22 dB")
        desk.go.set()
        await person.sees("✓ The level is good", "fake transcribed: I moved 80 shops.")
        await person.press("p")
        await person.until(lambda: desk.sounds == ["recording"])
        await person.pilot.pause()
        await person.press("v")
        await person.until(lambda: desk.sounds == ["recording", SENTENCE])
        await person.press("escape")
        await person.sees("Start practising")


async def test_what_is_wrong_is_reported_with_its_remedy(visit: Visit, application: Application, desk: Desk) -> None:
    desk.heard = np.zeros(48_000, np.float32)
    desk.go.set()
    async with visit(InterviewApp(application)) as person:
        await open_check(person)
        await person.sees("Headset")
        await person.press("enter")
        await person.sees("! No signal from the microphone", "Unmute it")
        assert "fake transcribed" not in person.screen


async def test_without_a_microphone_it_says_so_and_looks_again(
    visit: Visit, application: Application, desk: Desk
) -> None:
    desk.there = ()
    async with visit(InterviewApp(application), (60, 20)) as person:
        await open_check(person)
        await person.sees("There is no microphone.", "press R")
        desk.there = DEVICES
        await person.press("r")
        await person.sees("Headset", "Choose one")


async def test_a_broken_sound_system_is_reported(visit: Visit, application: Application, desk: Desk) -> None:
    def broken() -> Sequence[Device]:
        raise UnavailableError(
            "The sound library PortAudio is missing.", "Install it: sudo apt install libportaudio2"
        )

    desk.devices = broken  # type: ignore[method-assign]
    async with visit(InterviewApp(application)) as person:
        await open_check(person)
        await person.sees("PortAudio is missing.", "sudo apt install libportaudio2")
