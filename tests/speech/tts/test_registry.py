"""Which voice speaks, and what is kept of what it has said."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interview_cli.errors import InputError, UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts import pyttsx3_engine
from interview_cli.speech.tts.registry import SpeechCache, engine_names, open_synthesizer, open_voice, prune
from interview_cli.speech.tts.voice import SilentVoice, SpokenVoice

PLUG_IN = """
import wave

class Beeper:
    name, variant, remote_host, calls = "beeper", "high", None, 0

    def synthesize(self, text, file):
        Beeper.calls += 1
        with wave.open(str(file), "wb") as out:
            out.setparams((2, 2, 8000, 0, "NONE", ""))
            out.writeframes(b"\\0\\x20\\0\\0" * len(text))

def create(settings, key):
    return Beeper()
"""


class Loudspeaker:
    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []

    def play(self, samples: NDArray[np.float32], sample_rate: int) -> bool:
        self.heard.append((len(samples), sample_rate))
        return True

    def stop(self) -> None:
        """Nothing lasts."""


@pytest.fixture
def beeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed plug-in, and one that cannot be imported; the name of the first one's module."""
    site = tmp_path / "site"
    (site / "beeper-1.0.dist-info").mkdir(parents=True)
    (site / "beeper-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: beeper\nVersion: 1.0\n")
    (site / "beeper-1.0.dist-info" / "entry_points.txt").write_text(
        "[interview_cli.voices]\nbeeper = beeper_of_test:create\nbroken = not_there_at_all:create\n"
    )
    (site / "beeper_of_test.py").write_text(PLUG_IN)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "beeper_of_test", raising=False)
    return "beeper_of_test"


def never(message: str, remedy: str) -> None:
    raise AssertionError(f"{message} {remedy}")


@pytest.mark.needs("libespeak-ng1")
async def test_the_default_voice_speaks(tmp_path: Path) -> None:
    loudspeaker = Loudspeaker()
    voice = open_voice(VoiceSettings(), tmp_path, player=loudspeaker, on_problem=never)
    assert isinstance(voice, SpokenVoice)
    assert voice.remote_host is None
    voice.say("Hello there. Tell me about yourself.")
    await voice.finished()
    assert [rate for _, rate in loudspeaker.heard] == [22_050, 22_050]
    kept = list((tmp_path / "speech").iterdir())
    assert len(kept) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept} == {0o600}
    assert stat.S_IMODE((tmp_path / "speech").stat().st_mode) == 0o700


async def test_a_plug_in_is_listed_by_name_and_imported_when_chosen(tmp_path: Path, beeper: str) -> None:
    assert engine_names() == ["auto", "pyttsx3", "piper", "openai", "beeper", "broken", "none"]
    assert beeper not in sys.modules
    loudspeaker = Loudspeaker()
    voice = open_voice(VoiceSettings(tts="beeper"), tmp_path, player=loudspeaker, on_problem=never)
    voice.say("Hello. Hello.")
    await voice.finished()
    assert loudspeaker.heard == [(6, 8_000), (6, 8_000)]
    assert sys.modules[beeper].Beeper.calls == 1


@pytest.mark.usefixtures("beeper")
def test_what_cannot_be_chosen_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no voice engine 'parrot'"):
        open_voice(VoiceSettings(), tmp_path, tts="parrot", on_problem=never)
    with pytest.raises(UnavailableError, match="'broken' cannot be loaded: No module named 'not_there_at_all'"):
        open_voice(VoiceSettings(tts="broken"), tmp_path, on_problem=never)


def test_without_espeak_auto_is_silent_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyttsx3_engine, "_LINUX_LIBRARIES", ("libno-such-thing.so.1",))
    monkeypatch.setattr(sys, "platform", "linux")
    voice = open_voice(VoiceSettings(), tmp_path, on_problem=never)
    assert isinstance(voice, SilentVoice)
    assert voice.reason is not None
    assert voice.reason.startswith("There is no voice: eSpeak NG is not installed.\nInstall it")
    with pytest.raises(UnavailableError, match="eSpeak NG is not installed"):
        open_voice(VoiceSettings(), tmp_path, tts="pyttsx3", on_problem=never)


def test_none_is_silent(tmp_path: Path) -> None:
    voice = open_voice(VoiceSettings(), tmp_path, tts="none", on_problem=never)
    assert isinstance(voice, SilentVoice)
    assert voice.reason is None


def test_a_damaged_sound_is_made_again(tmp_path: Path, beeper: str) -> None:
    cache = SpeechCache(open_synthesizer("beeper", VoiceSettings()), tmp_path / "speech")
    before = cache.sound("Hello.")
    assert np.array_equal(before.samples, np.full(6, 0.125, np.float32))
    (kept,) = (tmp_path / "speech").iterdir()
    kept.write_bytes(b"RIFF")
    assert np.array_equal(cache.sound("Hello.").samples, before.samples)
    assert np.array_equal(cache.sound("Hello.").samples, before.samples)
    assert sys.modules[beeper].Beeper.calls == 2


@pytest.mark.usefixtures("beeper")
def test_a_disk_that_takes_nothing_is_reported(tmp_path: Path) -> None:
    (tmp_path / "speech").write_text("not a folder")
    cache = SpeechCache(open_synthesizer("beeper", VoiceSettings()), tmp_path / "speech")
    with pytest.raises(UnavailableError, match="cannot write to"):
        cache.sound("Hello.")


def test_the_cache_keeps_to_its_room(tmp_path: Path) -> None:
    for number in range(4):
        file = tmp_path / f"{number}.sound"
        file.write_bytes(bytes(100))
        os.utime(file, (number, number))
    (tmp_path / "left-behind").mkdir()
    prune(tmp_path, 250)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["2.sound", "3.sound"]
    prune(tmp_path / "nowhere")
