"""The interview out loud: a synthetic speaker answers into a virtual microphone, the real program does the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.storage.sessions import open_store
from tests.speech.checkpoint import ctranslate2_model, speak, whisper_checkpoint
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

if TYPE_CHECKING:
    from tests.conftest import Run

PATIENCE_S = 120
PROJECT = Path(__file__).parents[2]
SAID = "In my last role I led the migration of our billing service to the cloud."


class Interview:
    """The program, answering to lines on its stdin."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "interview_cli", "practice", "--plain", "--voice", *arguments]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
            cwd=PROJECT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self.shown = ""

    def sees(self, text: str) -> None:
        """Read until a line with this text."""
        assert self._process.stdout
        for line in self._process.stdout:
            self.shown += line
            if text in line:
                return
        raise AssertionError(f"{text!r} never came: {self.shown}")

    def enters(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def ends(self) -> int:
        """The rest of what it has to say, and its exit code."""
        out, _ = self._process.communicate(timeout=PATIENCE_S)
        self.shown += out
        return self._process.returncode


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    with running_microphone() as microphone:
        yield microphone


def saved(home: Path) -> Any:
    from interview_cli.app import SystemClock

    with open_store(home / "data" / "interview.db", SystemClock()) as store:
        return store.load(store.resolve("last"))


@pytest.mark.parametrize("engine", ["sphinx", "whisper", "faster-whisper"])
def test_a_session_is_spoken_recorded_transcribed_measured_and_scored(
    microphone: VirtualMicrophone,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    cli: Run,
) -> None:
    if engine == "whisper":
        monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", str(whisper_checkpoint(tmp_path)))
    if engine == "faster-whisper":
        monkeypatch.setenv("INTERVIEW_VOICE__STT_MODEL", str(ctranslate2_model(tmp_path)))
    answer = speak(SAID, "slt", tmp_path / "answer.wav")
    chosen = ("--type", "behavioral", "-n", "1", "--follow-ups", "0", "--stt", engine, "--mute")
    interview = Interview(*chosen)
    interview.sees("[Listening]")
    microphone.speak(answer)
    interview.enters("")
    interview.sees("[Enter hands it in")
    interview.enters("")
    assert interview.ends() == 0, interview.shown
    attempt = saved(home).exchanges[0].attempt
    spoken = attempt.answer
    assert "migration" in spoken.text.lower()
    assert spoken.transcription.engine.startswith(engine)
    assert all(word.start_s <= word.end_s for word in spoken.words)
    assert len(spoken.words) >= 10
    recording = home / "data" / "recordings" / spoken.audio_path
    assert recording.stat().st_mode & 0o777 == 0o600
    assert recording.read_bytes()[:4] == b"fLaC"
    assert attempt.delivery.pauses is not None
    assert attempt.delivery.response_latency_s > 0
    assert attempt.delivery.words_per_minute > 60
    assert attempt.evaluation is not None
    report = json.loads(cli("feedback", "last", "--json").out)
    assert report["answers"][0]["delivery"]["pauses"] is not None


def test_killed_while_the_candidate_speaks_the_words_are_still_there(
    microphone: VirtualMicrophone, home: Path, tmp_path: Path
) -> None:
    answer = speak(SAID, "slt", tmp_path / "answer.wav")
    interview = Interview("--type", "behavioral", "-n", "1", "--follow-ups", "0", "--stt", "sphinx", "--mute")
    interview.sees("[Listening]")
    microphone.speak(answer)
    microphone.speak(answer)
    interview.kill()
    again = Interview("--continue", "last", "--stt", "sphinx", "--mute")
    again.sees("[Enter hands it in")
    again.enters("")
    assert again.ends() == 0, again.shown
    spoken = saved(home).exchanges[0].attempt.answer
    assert "migration" in spoken.text.lower()
    assert (home / "data" / "recordings" / spoken.audio_path).exists()


def test_the_sound_server_dies_in_the_middle_and_the_answer_goes_on_by_typing(
    microphone: VirtualMicrophone, home: Path, tmp_path: Path
) -> None:
    answer = speak(SAID, "slt", tmp_path / "answer.wav")
    interview = Interview("--type", "behavioral", "-n", "1", "--follow-ups", "0", "--stt", "sphinx", "--mute")
    interview.sees("[Listening]")
    microphone.speak(answer)
    microphone.kill()
    interview.sees("/type to type instead")
    interview.enters("/type")
    interview.sees("[Type your answer")
    interview.enters("I led the migration on my own and it saved us 40 percent.")
    interview.enters("")
    assert interview.ends() == 0, interview.shown
    typed = saved(home).exchanges[0].attempt.answer
    assert typed.text.startswith("I led the migration on my own")
    assert (home / "data" / "recordings" / typed.audio_path).exists(), "what was said before is kept as sound"


def test_a_whole_session_from_recordings(home: Path, tmp_path: Path, cli: Run) -> None:
    answer = speak(SAID, "slt", tmp_path / "answer.wav")
    done = cli(
        *("practice", "--type", "behavioral", "-n", "2", "--follow-ups", "0", "--stt", "sphinx"),
        *("--audio", str(answer), "--audio", str(answer), "--json"),
    )
    assert done.code == 0, done.err
    session = json.loads(done.out)
    assert [answer["delivery"]["pauses"] is not None for answer in session["answers"]] == [True, True]
    missing = cli("practice", "-n", "1", "--stt", "sphinx", "--audio", str(tmp_path / "nothing.wav"))
    assert missing.code == 3
    assert "nothing.wav" in missing.err
