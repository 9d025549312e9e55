"""`interview practice --voice` and `--audio` where something they need is missing: told before a session is made."""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import pytest

from interview_cli.app import Application
from interview_cli.cli import answering
from interview_cli.cli.plain_lines import LinesCandidate
from interview_cli.installing import pip_install
from tests.conftest import STRONG_ANSWERS, Run

VOICE = ("practice", "--plain", "--voice", "-n", "1")


@pytest.fixture
def silence(tmp_path: Path) -> Path:
    """A recording of a second in which nobody speaks."""
    file = tmp_path / "silence.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        sound.writeframes(bytes(32_000))
    return file


@pytest.fixture
def no_portaudio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `import sounddevice` does on a system without libportaudio2."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)


def no_session(cli: Run) -> bool:
    return bool(cli("history", "--json").json == [])


@pytest.mark.usefixtures("no_portaudio")
def test_without_portaudio_the_package_to_install_is_named_and_typing_works(cli: Run) -> None:
    done = cli(*VOICE, "--stt", "sphinx")
    assert done.code == 4
    assert "PortAudio is missing" in done.err
    assert "libportaudio2" in done.err
    assert no_session(cli)
    assert cli("practice", "-n", "1", "--follow-ups", "0", stdin=" ".join(STRONG_ANSWERS[0].split())).code == 0


@pytest.mark.needs("libportaudio2")
def test_without_a_microphone_what_to_do_is_said(
    process: Run, cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alsa.conf").write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type empty }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "alsa.conf"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    done = process(*VOICE, "--stt", "sphinx")
    assert done.code == 4
    assert "There is no microphone." in done.err
    assert "answer by typing" in done.err
    assert no_session(cli)


@pytest.mark.parametrize(("module", "package"), [("faster_whisper", "faster-whisper"), ("soundfile", "soundfile")])
def test_without_the_extra_the_command_that_installs_it_is_named(
    cli: Run, silence: Path, monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    for arguments in (VOICE, ("practice", "-n", "1", "--audio", silence)):
        done = cli(*arguments, "--stt", "sphinx")
        assert done.code == 4
        assert f"not installed: {package}." in done.err
        assert pip_install("interview-cli[voice]") in done.err
        assert "[voice]'" in done.err
    assert no_session(cli)
    assert cli("practice", "-n", "1", "--follow-ups", "0", stdin=" ".join(STRONG_ANSWERS[0].split())).code == 0


def test_a_bad_path_or_a_damaged_model_or_a_missing_one_is_reported(
    cli: Run, silence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged.pt"
    damaged.write_bytes(b"no model" * 1000)
    for engine, model, code, says in (
        ("whisper", str(tmp_path / "nowhere.pt"), 3, "There is no speech model at"),
        ("faster-whisper", str(tmp_path / "nowhere"), 3, "There is no speech model at"),
        ("auto", str(tmp_path / "nowhere"), 3, "There is no speech model at"),
        ("whisper", str(damaged), 4, "cannot load the model at"),
        ("faster-whisper", "large-v3", 4, "interview transcribe --download --stt faster-whisper --model large-v3"),
        ("nobody", "base.en", 3, "There is no transcriber 'nobody'"),
    ):
        monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", model)
        done = cli("practice", "-n", "1", "--stt", engine, "--audio", silence)
        assert (done.code, says in done.err) == (code, True), done.err
        assert "Traceback" not in done.err
    assert no_session(cli)


def test_recordings_are_looked_for_before_anything_is_asked(cli: Run, silence: Path, tmp_path: Path) -> None:
    recordings = ("--audio", silence, "--audio", tmp_path / "nothing.wav")
    done = cli("practice", "-n", "2", "--stt", "sphinx", *recordings)
    assert done.code == 3
    assert "nothing.wav is not a file" in done.err
    assert no_session(cli)


def test_a_recording_without_words_is_reported_and_not_scored(cli: Run, silence: Path) -> None:
    done = cli("practice", "-n", "1", "--follow-ups", "0", "--stt", "sphinx", "--audio", silence, "--json")
    assert done.code == 0
    assert "No words were heard in silence.wav." in done.err
    answer = done.json["answers"][0]
    assert (answer["answer"], answer["status"]) == ("", "insufficient_evidence")


def test_a_recording_that_was_cut_off_is_reported(cli: Run, silence: Path) -> None:
    silence.write_bytes(silence.read_bytes()[:8_044])
    done = cli("practice", "-n", "1", "--follow-ups", "0", "--stt", "sphinx", "--audio", silence, "--json")
    assert done.code == 0
    assert "silence.wav ends early: its header announces 1.0 s, there are 0.2 s." in " ".join(done.err.split())


def test_a_session_that_was_muted_is_continued_muted(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    voices = []

    def typed(application: Application, *_: object) -> tuple[LinesCandidate, None]:
        voices.append(application.settings.voice.tts)
        return LinesCandidate(application.clock), None

    monkeypatch.setattr(answering, "_speaking", typed)
    said = " ".join(STRONG_ANSWERS[0].split())
    runs: list[tuple[tuple[str, ...], str]] = [
        (("--type", "hr", "-n", "3", "--mute"), f"{said}\n/quit\n"),
        (("--continue", "last"), "/quit\n"),
        (("--continue", "last", "--tts", "piper"), "/quit\n"),
        (("--continue", "last", "--mute"), "/done\n"),
        (("--type", "hr", "-n", "1"), "/quit\n"),
        (("--continue", "last"), "/done\n"),
    ]
    for arguments, stdin in runs:
        assert cli("practice", "--plain", "--voice", *arguments, stdin=stdin).code in {0, 130}
    assert voices == ["none", "none", "piper", "none", "auto", "auto"]
