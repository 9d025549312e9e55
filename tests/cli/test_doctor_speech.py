"""What `interview doctor` says about hearing and speaking, as configured."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from interview_cli.installing import pip_install
from tests.conftest import Run


def found(cli: Run, name: str) -> Any:
    checks = cli("doctor", "--json").json["checks"]
    return next(check for check in checks if check["name"] == name)


@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_a_model_that_is_not_here_is_reported_with_its_size_and_the_command_that_fetches_it(
    cli: Run, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__STT", engine)
    monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", "large-v1")
    check = found(cli, "speech recognition")
    assert check["status"] == "warn"
    assert f"the speech model large-v1 for {engine} (about 3,100 MB) is not on this machine" in check["detail"]
    assert check["fix"] == f"interview transcribe --download --stt {engine} --model large-v1"


def test_the_transcriber_until_the_model_is_installed(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", "large-v1")
    check = found(cli, "speech recognition")
    assert "sphinx is used, a rough transcriber, until the speech model large-v1" in check["detail"]
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    check = found(cli, "speech recognition")
    assert "the speech model large-v1 for faster-whisper (about 3,100 MB) is not on this machine" in check["detail"]
    assert check["fix"] == "interview transcribe --download --stt faster-whisper --model large-v1"
    monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", "/nowhere/at/all")
    assert found(cli, "speech recognition")["detail"] == "There is no speech model at /nowhere/at/all."


@pytest.mark.parametrize(
    ("engine", "status", "says"),
    [
        ("sphinx", "ok", "its own small model, which is not accurate"),
        ("openai", "ok", "what you say is sent to https://api.openai.com/v1"),
        ("nobody", "warn", "there is no transcriber 'nobody'"),
    ],
)
def test_each_engine(cli: Run, monkeypatch: pytest.MonkeyPatch, engine: str, status: str, says: str) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__STT", engine)
    check = found(cli, "speech recognition")
    assert (check["status"], says in check["detail"]) == (status, True), check


@pytest.mark.needs("libespeak-ng1")
def test_missing_packages_come_with_the_command_that_installs_them(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__STT", "whisper")
    monkeypatch.setitem(sys.modules, "whisper", None)
    check = found(cli, "speech recognition")
    assert "engine whisper is not installed" in check["detail"]
    assert "[whisper]'" in check["fix"]
    monkeypatch.setitem(sys.modules, "soundfile", None)
    check = found(cli, "speech recognition")
    assert "soundfile not installed" in check["detail"]
    assert check["fix"] == pip_install("interview-cli[voice]")
    assert "[voice]'" in check["fix"]
    assert "[voice]'" in found(cli, "voice")["fix"]


@pytest.mark.parametrize(
    ("engine", "status", "says"),
    [
        ("none", "ok", "the questions are only shown"),
        pytest.param("pyttsx3", "ok", "eSpeak NG", marks=pytest.mark.needs("libespeak-ng1")),
        ("openai", "ok", "the questions are sent to"),
        ("nobody", "warn", "there is no voice engine 'nobody'"),
    ],
)
def test_each_voice(cli: Run, monkeypatch: pytest.MonkeyPatch, engine: str, status: str, says: str) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__TTS", engine)
    check = found(cli, "voice")
    assert (check["status"], says in check["detail"]) == (status, True), check


def test_piper_needs_its_program_and_a_voice(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__TTS", "piper")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    assert "no program named piper" in found(cli, "voice")["detail"]
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "interview config set voice.tts_voice" in found(cli, "voice")["fix"]
    voice = tmp_path / "voice.onnx"
    voice.touch()
    monkeypatch.setenv("INTERVIEW_VOICE__TTS_VOICE", str(voice))
    assert found(cli, "voice") == {"name": "voice", "status": "ok", "detail": "piper", "fix": None}
