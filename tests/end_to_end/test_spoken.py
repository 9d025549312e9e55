"""The interview out loud: a synthetic speaker answers into a virtual microphone, the real program does the rest."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest
import soundfile

from interview_cli.app import SystemClock
from interview_cli.interview.model import AnswerSource, Attempt, Session, SessionStatus
from interview_cli.storage.sessions import open_store
from tests.conftest import PATIENCE_S
from tests.speech.checkpoint import ctranslate2_model, speak, whisper_checkpoint
from tests.speech.virtual_microphone import VirtualMicrophone, running_microphone

if TYPE_CHECKING:
    from tests.conftest import Run

PROJECT = Path(__file__).parents[2]
SAID = "In my last role I led the migration of our billing service to the cloud."
SAID_BRIEFLY = "The team shipped two weeks early."
NEW = ("--type", "behavioral", "-n", "1", "--follow-ups", "0")
TYPED = "In 2023 I led the migration on my own and it saved us 40 percent."


class Interview:
    """The program, answering to lines on its stdin."""

    def __init__(self, *arguments: str, stt: str = "sphinx", patience_s: float = PATIENCE_S) -> None:
        command = [sys.executable, "-m", "interview_cli", "practice", "--plain", "--voice", "--stt", stt, *arguments]
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
        self._patience = Timer(patience_s, self._process.kill)
        self._patience.start()
        self.shown = ""

    def sees(self, text: str) -> None:
        """Read until a line with this text."""
        assert self._process.stdout
        for line in self._process.stdout:
            self.shown += line
            if text in line:
                return
        raise AssertionError(f"{text!r} never came: {self.shown}")

    def enters(self, *lines: str) -> None:
        assert self._process.stdin
        for line in lines:
            self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def gets(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def may_write_files_of(self, bytes_each: int) -> None:
        """Limit how large any file may become from now on, as a disk that fills up does."""
        limits = (bytes_each, resource.RLIM_INFINITY)
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, limits)

    def ends(self) -> int:
        """The end of its input and the rest of what it has to say; its exit code, negative for a signal."""
        with self._process as process, suppress(BrokenPipeError):
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            self.shown += process.stdout.read()
        self._patience.cancel()
        assert "Traceback" not in self.shown
        return self._process.returncode


@pytest.fixture(scope="module")
def shared_microphone() -> Iterator[VirtualMicrophone]:
    with running_microphone() as microphone:
        yield microphone


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief spoken answer."""
    return speak(SAID_BRIEFLY, "slt", tmp_path_factory.mktemp("speech") / "answer.wav")


def saved(home: Path) -> Session:
    """The last session, as it is in the database."""
    with open_store(home / "data" / "interview.db", SystemClock()) as store:
        return store.load(store.resolve("last"))


def only_attempt(home: Path) -> Attempt:
    attempt = saved(home).exchanges[0].attempt
    assert attempt
    return attempt


def recording_of(home: Path, attempt: Attempt) -> Path:
    assert attempt.answer.audio_path
    return home / "data" / "recordings" / attempt.answer.audio_path


@pytest.mark.parametrize("engine", ["sphinx", "whisper", "faster-whisper"])
def test_a_session_is_spoken_recorded_transcribed_measured_and_scored(
    shared_microphone: VirtualMicrophone,
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
    interview = Interview(*NEW, "--mute", stt=engine)
    interview.sees("[Listening]")
    shared_microphone.speak(speak(SAID, "slt", tmp_path / "answer.wav"))
    interview.enters("")
    interview.sees("[Enter submits it")
    interview.enters("")
    assert interview.ends() == 0, interview.shown
    attempt = only_attempt(home)
    spoken = attempt.answer
    assert spoken.source is AnswerSource.SPOKEN
    if engine == "sphinx":
        assert "migration of our billing service" in spoken.text
        assert (spoken.text[0].isupper(), spoken.text[-1]) == (True, ".")
    else:
        assert spoken.text == SAID
    assert spoken.transcription
    assert spoken.transcription.engine.startswith(engine)
    assert spoken.words
    assert len(spoken.words) >= 10
    assert all(word.start_s <= word.end_s for word in spoken.words)
    recording = recording_of(home, attempt)
    assert recording.stat().st_mode & 0o777 == 0o600
    assert recording.read_bytes()[:4] == b"fLaC"
    assert attempt.evaluation
    report = json.loads(cli("feedback", "last", "--json").out)
    delivery = report["answers"][0]["delivery"]
    assert delivery["pauses"] is not None
    assert delivery["response_latency_s"] > 0
    assert delivery["words_per_minute"] > 60


def test_killed_while_the_candidate_speaks_the_words_are_still_there(
    shared_microphone: VirtualMicrophone, answer: Path, home: Path
) -> None:
    interview = Interview(*NEW, "--mute")
    interview.sees("[Listening]")
    shared_microphone.speak(answer)
    with shared_microphone.start_speaking(answer) as speaker:
        interview.gets(signal.SIGKILL)
        assert interview.ends() == -signal.SIGKILL
        speaker.kill()
    again = Interview("--continue", "last", "--mute")
    again.sees("Saved before the interruption: ")
    again.sees("[Enter submits it")
    again.enters("")
    assert again.ends() == 0, again.shown
    attempt = only_attempt(home)
    assert "weeks" in attempt.answer.text.lower()
    assert recording_of(home, attempt).exists()


@pytest.mark.parametrize("leaving", ["the end of the input", "Ctrl-C"])
def test_who_leaves_while_speaking_finds_the_recording_again(
    shared_microphone: VirtualMicrophone, answer: Path, home: Path, leaving: str
) -> None:
    interview = Interview(*NEW, "--mute")
    interview.sees("[Listening]")
    shared_microphone.speak(answer)
    if leaving == "Ctrl-C":
        interview.gets(signal.SIGINT)
        interview.sees("Everything you said is saved")
    assert interview.ends() == 130
    assert "interview practice --continue" in interview.shown
    assert saved(home).status is SessionStatus.IN_PROGRESS
    assert len([*(home / "data" / "recordings").glob("*.flac")]) == 1


def test_the_sound_server_dies_in_the_middle_and_the_answer_continues_by_typing(answer: Path, home: Path) -> None:
    with running_microphone() as microphone:
        interview = Interview(*NEW, "--mute")
        interview.sees("[Listening]")
        microphone.speak(answer)
        microphone.kill()
        interview.sees("/type to type instead")
        interview.enters("/type")
        interview.sees("[Type your answer")
        interview.enters(TYPED, "")
        assert interview.ends() == 0, interview.shown
    attempt = only_attempt(home)
    assert (attempt.answer.text, attempt.answer.source) == (TYPED, AnswerSource.TYPED)
    assert recording_of(home, attempt).stat().st_size > 10_000, "what was said before is kept as sound"


def test_a_moment_another_try_another_microphone_and_an_end_by_silence(
    shared_microphone: VirtualMicrophone, answer: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_VOICE__AUTO_END_S", "1.5")
    interview = Interview(*NEW, "--mute")
    interview.sees("[Listening]")
    interview.enters("/moment")
    interview.sees("[Take your time")
    shared_microphone.speak(answer)
    interview.enters("")
    interview.sees("[Listening]")
    interview.enters("/again")
    interview.sees("[Listening]")
    interview.enters("/device nobody's")
    interview.sees("There is no microphone")
    interview.enters("/device pulse")
    interview.sees("[Listening]")
    shared_microphone.speak(answer)
    interview.sees("[The answer ends in")
    interview.sees("[Enter submits it")
    interview.enters(TYPED)
    assert interview.ends() == 0, interview.shown
    attempt = only_attempt(home)
    assert attempt.answer.text == TYPED, "as corrected"
    assert attempt.answer.transcription
    assert "weeks" in attempt.answer.transcription.text.lower(), "as spoken"
    assert attempt.answer.transcription.duration_s < 10, "not what was said in the moment"


def test_when_nothing_was_heard_the_answer_is_typed(shared_microphone: VirtualMicrophone, home: Path) -> None:
    interview = Interview(*NEW, "--mute")
    interview.sees("[Listening]")
    interview.enters("")
    interview.sees("No words were heard.")
    interview.sees("or type.]")
    interview.enters(TYPED, "")
    assert interview.ends() == 0, interview.shown
    assert only_attempt(home).answer.text == TYPED


def test_a_full_disk_is_reported_and_once_there_is_room_the_whole_answer_is_saved(
    shared_microphone: VirtualMicrophone, answer: Path, home: Path
) -> None:
    interview = Interview(*NEW, "--mute")
    interview.sees("[Listening]")
    interview.may_write_files_of(bytes_each=40_000)
    shared_microphone.speak(answer)
    interview.sees("The recording cannot be written")
    interview.enters("")
    interview.sees("weeks early.")
    interview.sees("[Enter submits it")
    interview.may_write_files_of(bytes_each=resource.RLIM_INFINITY)
    interview.enters("")
    assert interview.ends() == 0, interview.shown
    attempt = only_attempt(home)
    assert soundfile.info(recording_of(home, attempt)).duration > soundfile.info(answer).duration


@pytest.fixture
def piper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Piper, to be written by the test."""
    program = tmp_path / "piper"
    program.touch(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("INTERVIEW_VOICE__TTS_VOICE", str(program))
    return program


@pytest.mark.usefixtures("shared_microphone")
def test_a_voice_that_fails_is_reported_and_the_questions_are_read(piper: Path, home: Path) -> None:
    piper.write_text("#!/bin/sh\necho 'the voice is broken' >&2\nexit 3\n")
    interview = Interview(*NEW, "--tts", "piper")
    interview.sees("[Listening]")
    interview.enters("/type")
    interview.sees("[Type your answer")
    interview.enters(TYPED, "")
    assert interview.ends() == 0, interview.shown
    assert "The voice piper failed: the voice is broken" in interview.shown
    assert only_attempt(home).answer.text == TYPED


@pytest.mark.usefixtures("shared_microphone")
def test_a_voice_that_hangs_keeps_nobody_from_answering(piper: Path, home: Path) -> None:
    piper.write_text("#!/bin/sh\nexec sleep 1000\n")
    interview = Interview(*NEW, "--tts", "piper")
    interview.sees("Question 1 of 1")
    interview.enters("/type")
    interview.sees("[Type your answer")
    interview.enters(TYPED, "")
    assert interview.ends() == 0, interview.shown
    assert only_attempt(home).answer.text == TYPED


def test_a_transcriber_that_breaks_down_costs_no_recording(
    shared_microphone: VirtualMicrophone, answer: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crash").mkdir()
    (tmp_path / "crash" / "pocketsphinx.py").write_text(
        "class Decoder:\n"
        "    def __init__(self, **options): pass\n"
        "    def start_utt(self): raise RuntimeError('out of memory')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "crash"))
    interview = Interview(*NEW, "--mute")
    interview.sees("[Listening]")
    shared_microphone.speak(answer)
    interview.enters("")
    interview.sees("failed: out of memory")
    interview.sees("The recording is kept")
    interview.enters(TYPED, "")
    assert interview.ends() == 0, interview.shown
    attempt = only_attempt(home)
    assert attempt.answer.text == TYPED
    assert recording_of(home, attempt).exists()


def test_a_whole_session_from_recordings(answer: Path, cli: Run) -> None:
    done = cli(
        *("practice", "--type", "behavioral", "-n", "2", "--follow-ups", "0", "--stt", "sphinx"),
        *("--audio", str(answer), "--audio", str(answer), "--json"),
    )
    assert done.code == 0, done.err
    assert done.json["session"]["status"] == "completed"
    answers = done.json["answers"]
    assert ["weeks" in each["answer"] for each in answers] == [True, True]
    assert [each["delivery"]["pauses"] is not None for each in answers] == [True, True]


def test_when_the_recordings_run_out_the_session_is_completed(answer: Path, cli: Run) -> None:
    done = cli("practice", "-n", "3", "--follow-ups", "0", "--stt", "sphinx", "--audio", str(answer), "--json")
    assert done.code == 0, done.err
    assert done.json["session"]["status"] == "completed"
    assert len([each for each in done.json["answers"] if each["answer"]]) == 1


def test_a_retry_aloud_is_an_attempt_with_its_own_recording(answer: Path, home: Path, cli: Run) -> None:
    assert cli("practice", *NEW, stdin=TYPED).code == 0
    done = cli("retry", "last", "1", "--stt", "sphinx", "--audio", answer, "--json")
    assert done.code == 0, done.err
    typed, spoken = done.json["attempts"]
    assert typed["recording"] is None
    assert (home / "data" / "recordings" / spoken["recording"]).exists()
    assert "weeks" in spoken["answer"]
    assert done.json["compared"]["delivery"]["words_per_minute"]["after"] is not None


def test_a_drill_aloud_keeps_no_recording(tmp_path: Path, home: Path, cli: Run) -> None:
    sound = speak(SAID, "slt", tmp_path / "answer.wav")
    done = cli("drill", "pause-not-um", "-n", "1", "--stt", "sphinx", "--audio", sound, "--json")
    assert done.code == 0, done.err
    assert done.json["played"][0]["value"] is not None
    assert not list((home / "data" / "recordings").glob("*"))
