"""`interview doctor --microphone`: a sentence into a virtual microphone, and what is said about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from interview_cli.app.sound_check import SoundCheck
from interview_cli.cli.sound_diagnosis import Person, examine_sound, level_check, noise_check
from interview_cli.diagnosis import Check
from interview_cli.errors import UnavailableError
from interview_cli.interview.spoken import Transcription
from interview_cli.speech.devices import Device
from interview_cli.speech.level import judge_microphone
from interview_cli.speech.preflight import Preflight
from tests.conftest import PATIENCE_S, PROJECT, Run, Terminal
from tests.speech.checkpoint import speak
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

NAMES = ["microphone", "microphone level", "noise", "playback", "transcription", "voice"]


@pytest.fixture(scope="module")
def microphone() -> Iterator[VirtualMicrophone]:
    with running_microphone() as microphone:
        yield microphone


@pytest.fixture(autouse=True)
def _sphinx(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__STT", "sphinx")


def doctor(*arguments: str) -> subprocess.Popen[str]:
    """The doctor off a terminal, with a keyboard on which nobody types; returns when it has begun to record."""
    process = subprocess.Popen(
        [sys.executable, "-m", "interview_cli", "doctor", "--microphone", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr
    assert "Say a sentence now" in process.stderr.readline()
    return process


def test_a_spoken_sentence_is_judged_played_transcribed_and_answered(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    sentence = speak("The team shipped two weeks early.", "slt", tmp_path / "sentence.wav")
    process = doctor("--seconds", "4", "--json")
    microphone.speak(sentence)
    out, told = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, out
    checks = json.loads(out)["checks"]
    assert [(check["name"], check["status"], check["fix"]) for check in checks] == [
        (name, "ok", None) for name in NAMES
    ]
    details = {check["name"]: check["detail"] for check in checks}
    assert "the level is good: voice -" in details["microphone level"]
    assert "below your voice" in details["noise"]
    assert "sphinx:en-us transcribed: " in details["transcription"]
    assert "weeks" in details["transcription"]
    assert "This is how you sound" in told


@pytest.mark.usefixtures("microphone")
def test_when_nobody_speaks_it_says_what_to_do_and_ends_with_4() -> None:
    process = doctor("--seconds", "1")
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 4
    assert "✗ microphone level: No signal from the microphone" in out
    assert "Unmute it" in out
    assert "! transcription: not tested" in out
    assert "✓ voice" in out
    assert "Not working: microphone level." in err


@pytest.mark.usefixtures("microphone")
def test_on_a_terminal_it_asks_what_was_heard(
    terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__TTS", "pyttsx3")
    screen = terminal("doctor", "--microphone", "--seconds", "1")
    screen.expect("Say a sentence now")
    screen.expect("silence")
    screen.expect("Did you hear the interviewer?")
    screen.type("n\n")
    screen.expect("! voice: pyttsx3 played, but you did not hear it")
    assert screen.end() == 4


def test_without_a_microphone_or_with_a_wrong_name(microphone: VirtualMicrophone, cli: Run) -> None:
    done = cli("doctor", "--microphone", "--device", "nobody's", "--json")
    assert done.code == 4
    checks = {check["name"]: check for check in done.json["checks"]}
    assert checks["microphone"]["status"] == "fail"
    assert "There are: " in checks["microphone"]["fix"]
    assert checks["voice"]["status"] == "ok"
    assert cli("doctor", "--device", "0").code == 2


def tone(voice_db: float, noise_db: float) -> np.ndarray[Any, Any]:
    """Two seconds of noise with a second of a tone in them, levels in dBFS (RMS)."""
    noise = np.random.default_rng(1).normal(0, 10 ** (noise_db / 20), 32_000)
    noise[8_000:24_000] += np.sin(np.arange(16_000) / 8) * 2**0.5 * 10 ** (voice_db / 20)
    return np.clip(noise, -1, 1).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "level", "noise"),
    [
        (tone(-20, -60), "ok", "ok"),
        (tone(-45, -80), "warn", "ok"),
        (tone(3, -60), "warn", "ok"),
        (tone(-20, -30), "ok", "warn"),
        (tone(-60, -59), "fail", "warn"),
        (np.zeros(16_000, np.float32), "fail", "warn"),
    ],
)
def test_level_and_noise_have_a_verdict_and_a_fix(samples: np.ndarray[Any, Any], level: str, noise: str) -> None:
    report = judge_microphone(samples)
    checks = [level_check(report), noise_check(report)]
    assert [check.status for check in checks] == [level, noise]
    assert ("silence" in checks[0].detail) == ("silence" in checks[1].detail) == (not samples.any())
    assert all((check.fix is None) == (check.status == "ok") for check in checks)


class Broken:
    """A sound check with a good microphone, where all that follows fails."""

    def chosen(self) -> Device:
        return Device(0, "desk", 16_000)

    def record(self, device: Device, on_level: Callable[[float], None], seconds: float) -> Preflight:
        samples = tone(-20, -60)
        return Preflight(device, samples, judge_microphone(samples))

    def play(self, samples: object) -> None:
        raise UnavailableError("There is no loudspeaker.", "Connect one.")

    def hear(self, samples: object) -> Transcription:
        raise UnavailableError("The model is not here.", "Download it.")

    def voice_name(self) -> str:
        return "pyttsx3"

    def say(self, on_problem: Callable[[str, str], None]) -> None:
        on_problem("The voice hangs.", "")


class Deaf(Broken):
    """Plays and speaks, but nobody hears it; hears no words."""

    def play(self, samples: object) -> None: ...

    def hear(self, samples: object) -> Transcription:
        return Transcription("stub", "", "en", 1.0, (), (), ())

    def say(self, on_problem: Callable[[str, str], None]) -> None: ...


def examined(check: Broken, *, agrees: bool) -> dict[str, Check]:
    person = Person(lambda _: None, lambda _: None, lambda: None, lambda _: agrees)
    return {each.name: each for each in examine_sound(cast("SoundCheck", check), person, 1)}


def test_each_part_fails_for_itself() -> None:
    checks = examined(Broken(), agrees=True)
    assert [*checks] == NAMES
    assert (checks["playback"].status, checks["playback"].fix) == ("warn", "Connect one.")
    assert (checks["transcription"].status, checks["transcription"].fix) == ("fail", "Download it.")
    assert (checks["voice"].status, checks["voice"].detail) == ("warn", "The voice hangs.")


def test_what_the_person_did_not_hear_is_believed() -> None:
    checks = examined(Deaf(), agrees=False)
    assert [checks[name].status for name in NAMES] == ["ok", "ok", "ok", "warn", "warn", "warn"]
    assert "loudspeaker" in (checks["playback"].fix or "")
    assert "recognised no words" in checks["transcription"].detail
