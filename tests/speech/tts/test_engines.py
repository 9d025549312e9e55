"""The speech engines: real processes, a real server on loopback, real files."""

from __future__ import annotations

import io
import json
import os
import select
import sys
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.tts import openai_speech, piper, pyttsx3_process
from interview_cli.speech.tts.openai_speech import OpenAISynthesizer
from interview_cli.speech.tts.process import EngineProcess
from interview_cli.speech.tts.pyttsx3_engine import Pyttsx3Synthesizer
from interview_cli.speech.tts.registry import options_of
from interview_cli.speech.tts.synthesizer import Sound, Synthesizer, read_sound
from tests.conftest import PATIENCE_S


def spoken(synthesizer: Synthesizer, text: str, folder: Path) -> Sound:
    file = folder / "speech.wav"
    synthesizer.synthesize(text, file)
    return read_sound(file)


def duration_s(sound: Sound) -> float:
    return len(sound.samples) / sound.sample_rate


def wav_bytes(frames: int, *, streamed: bool = False) -> bytes:
    """A WAV file of a rising line; `streamed`, its length is unknown, as servers send it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", ""))
        file.writeframes(b"".join(number.to_bytes(2, "little") for number in range(frames)))
    data = out.getvalue()
    return data[:4] + b"\xff" * 4 + data[8:40] + b"\xff" * 4 + data[44:] if streamed else data


@pytest.mark.needs("libespeak-ng1")
class TestPyttsx3:
    def test_speaks_a_sentence(self, tmp_path: Path) -> None:
        sound = spoken(Pyttsx3Synthesizer(None, 170), "Tell me about yourself.", tmp_path)
        assert 0.8 < duration_s(sound) < 3
        assert 0.1 < abs(sound.samples).max() <= 1

    def test_pace_and_voice_change_the_sound(self, tmp_path: Path) -> None:
        slow = Pyttsx3Synthesizer(None, 100)
        fast = Pyttsx3Synthesizer("English (America)", 300)
        text = "Why did you leave your last job?"
        assert duration_s(spoken(slow, text, tmp_path)) > 1.5 * duration_s(spoken(fast, text, tmp_path))
        assert slow.variant != fast.variant

    def test_text_is_only_text(self, tmp_path: Path) -> None:
        text = f"$(touch {tmp_path}/owned); `id` --help \n é 你好 <speak>no</speak>"
        assert duration_s(spoken(Pyttsx3Synthesizer(None, 170), text, tmp_path)) > 1
        assert not (tmp_path / "owned").exists()

    def test_a_process_started_ahead_that_has_died_is_replaced(self, tmp_path: Path) -> None:
        synthesizer = Pyttsx3Synthesizer(None, 170)
        synthesizer.start_ahead()
        assert synthesizer._next is not None
        synthesizer._next._process.kill()
        synthesizer._next._process.wait()
        assert duration_s(spoken(synthesizer, "Hello there.", tmp_path)) > 0.3

    def test_a_process_started_ahead_ends_with_its_owner(self) -> None:
        synthesizer = Pyttsx3Synthesizer(None, 170)
        synthesizer.start_ahead()
        assert synthesizer._next is not None
        process = synthesizer._next._process
        del synthesizer
        assert process.returncode is not None

    def test_a_process_started_ahead_ends_when_its_owner_is_killed(self) -> None:
        process = EngineProcess("pyttsx3", [sys.executable, "-P", pyttsx3_process.__file__, "170"])
        process.run("", 30)
        assert process._process.returncode == 0

    def test_an_empty_file_is_spoken_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "empty").write_bytes(wav_bytes(0))
        (tmp_path / "full").write_bytes(wav_bytes(500))
        script = tmp_path / "script.py"
        script.write_text(
            "import json, os, sys\n"
            "file, text = json.load(sys.stdin)\n"
            f"os.chdir({str(tmp_path)!r})\n"
            "os.replace('empty' if os.path.exists('empty') else 'full', file)\n"
        )
        monkeypatch.setattr(pyttsx3_process, "__file__", str(script))
        assert len(spoken(Pyttsx3Synthesizer(None, 170), "Hello.", tmp_path).samples) == 500

    def test_an_unknown_voice_is_reported(self, tmp_path: Path) -> None:
        with pytest.raises(UnavailableError, match=r"pyttsx3 failed: there is no voice 'no-such-voice'"):
            spoken(Pyttsx3Synthesizer("no-such-voice", 170), "Hello.", tmp_path)

    def test_one_that_hangs_is_killed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        script = tmp_path / "script.py"
        script.write_text("import threading\nthreading.Event().wait()\n")
        monkeypatch.setattr(pyttsx3_process, "__file__", str(script))
        with pytest.raises(UnavailableError, match="The voice pyttsx3 gave no sound within 1 seconds"):
            Pyttsx3Synthesizer(None, 170, timeout_s=1).synthesize("Hello.", tmp_path / "speech.wav")


class TestProcess:
    def test_whoever_hangs_is_killed_with_its_children(self, tmp_path: Path) -> None:
        pipe = tmp_path / "held"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        child = f"held = open({str(pipe)!r}, 'w'); import time; time.sleep(600)"
        parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
        with pytest.raises(UnavailableError, match=r"The voice test gave no sound within 1 seconds"):
            EngineProcess("test", [sys.executable, "-c", parent]).run("text", 1)
        # The pipe ends when nobody holds it any more.
        assert select.select([reader], [], [], 30) == ([reader], [], [])
        assert os.read(reader, 1) == b""
        os.close(reader)

    def test_a_crash_is_reported_in_its_last_words(self) -> None:
        with pytest.raises(UnavailableError, match=r"^The voice test failed: ValueError: bad\.\n"):
            EngineProcess("test", [sys.executable, "-c", "raise ValueError('bad')"]).run("text", 30)
        with pytest.raises(UnavailableError, match="exit code 3"):
            EngineProcess("test", [sys.executable, "-c", "raise SystemExit(3)"]).run("text" * 100_000, 30)

    def test_a_program_that_cannot_start_is_reported(self, tmp_path: Path) -> None:
        with pytest.raises(UnavailableError, match="cannot be started: No such file"):
            EngineProcess("test", [str(tmp_path / "nothing")]).run("text", 30)


class TestPiper:
    PROGRAM = """#!{python}
import json, sys, wave
text = sys.stdin.read()
with open({log!r}, "w") as log:
    json.dump([sys.argv[1:], text], log)
if "fail" in text:
    sys.exit("Unable to find voice")
with wave.open(sys.argv[sys.argv.index("--output_file") + 1], "wb") as file:
    file.setparams((1, 2, 22050, 0, "NONE", ""))
    if "nothing" not in text:
        file.writeframes(b"ab" * 500)
"""

    @pytest.fixture
    def log(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A piper on the path that notes how it was called."""
        program, log = tmp_path / "bin" / "piper", tmp_path / "log"
        program.parent.mkdir()
        program.write_text(self.PROGRAM.format(python=sys.executable, log=str(log)))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))
        return log

    @pytest.fixture
    def settings(self, tmp_path: Path) -> VoiceSettings:
        model = tmp_path / "a voice.onnx"
        model.touch()
        return VoiceSettings(tts_voice=str(model), words_per_minute=340)

    def test_speaks_what_it_reads_from_its_input(self, log: Path, settings: VoiceSettings, tmp_path: Path) -> None:
        sound = spoken(piper.create(options_of(settings), None), "Hello;\n`id` -- $HOME", tmp_path)
        assert len(sound.samples) == 500
        arguments, text = json.loads(log.read_text())
        assert text == "Hello; `id` -- $HOME\n"
        assert arguments == [
            *("--model", settings.tts_voice),
            *("--length_scale", "0.500"),
            *("--output_file", str(tmp_path / "speech.wav")),
        ]

    @pytest.mark.usefixtures("log")
    def test_a_failure_and_an_empty_sound_are_reported(self, settings: VoiceSettings, tmp_path: Path) -> None:
        synthesizer = piper.create(options_of(settings), None)
        with pytest.raises(UnavailableError, match="piper failed: Unable to find voice"):
            spoken(synthesizer, "fail", tmp_path)
        with pytest.raises(UnavailableError, match="empty sound"):
            spoken(synthesizer, "nothing", tmp_path)

    @pytest.fixture
    def no_packages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(piper, "distributions", list)

    @pytest.mark.usefixtures("log", "no_packages")
    def test_needs_a_voice(self, tmp_path: Path) -> None:
        with pytest.raises(UnavailableError, match="no voice of its own"):
            piper.create(options_of(VoiceSettings()), None)
        with pytest.raises(UnavailableError, match="There is no Piper voice"):
            piper.create(options_of(VoiceSettings(tts_voice=str(tmp_path / "none.onnx"))), None)

    def test_needs_the_program(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
        with pytest.raises(UnavailableError, match="no program named piper"):
            piper.create(options_of(VoiceSettings()), None)

    def test_the_program_beside_the_running_python_is_found(
        self, log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(sys, "executable", str(log.parent / "bin" / "python"))
        assert piper.find_program() == str(log.parent / "bin" / "piper")

    @pytest.mark.parametrize("name", [None, "jo-piper-voice", "Jo_Piper_Voice", "en_XX-jo-medium", "en-xx-jo-medium"])
    def test_a_voice_in_an_installed_package_is_found(
        self, name: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        files = ("jo/en_XX-jo-medium.onnx", "jo/en_XX-jo-medium.onnx.json", "jo/without-settings.onnx")
        about = tmp_path / "jo_piper_voice-1.0.dist-info"
        for folder in (about, tmp_path / "jo"):
            folder.mkdir()
        for file in files:
            (tmp_path / file).touch()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: jo-piper-voice\nVersion: 1.0\n")
        (about / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        monkeypatch.setattr(sys, "path", [str(tmp_path)])
        assert piper.find_voice(name) == tmp_path / files[0]
        with pytest.raises(UnavailableError, match="There is no Piper voice"):
            piper.find_voice("without-settings")


class SpeechServer(ThreadingHTTPServer):
    """`/audio/speech` on loopback. It answers `status` and `body`, whose length it says is `declared`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Speech)
        self.status, self.body = 200, wav_bytes(2_400)
        self.declared: int | None = None
        self.silent = threading.Event()
        self.silent.set()
        self.requests: list[tuple[str, str | None, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Speech(BaseHTTPRequestHandler):
    server: SpeechServer

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, self.headers["Authorization"], request))
        self.server.silent.wait(PATIENCE_S)
        self.send_response(self.server.status)
        length = len(self.server.body) if self.server.declared is None else self.server.declared
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is printed."""


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as stub:
        thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield stub
        stub.silent.set()
        stub.shutdown()
        thread.join()


class TestOpenAI:
    def test_asks_for_a_wav_file(self, server: SpeechServer, tmp_path: Path) -> None:
        settings = VoiceSettings(tts_base_url=server.url, tts_voice="nova", tts_model="speaker-1")
        synthesizer = openai_speech.create(options_of(settings), "secret")
        assert duration_s(spoken(synthesizer, "Hello.", tmp_path)) == 0.1
        asked = {"model": "speaker-1", "voice": "nova", "input": "Hello.", "response_format": "wav"}
        assert server.requests == [("/v1/audio/speech", "Bearer secret", asked)]
        assert synthesizer.remote_host is None
        assert "secret" not in synthesizer.variant

    def test_pace_is_a_factor_within_the_servers_limits(self, server: SpeechServer, tmp_path: Path) -> None:
        settings = VoiceSettings(tts_base_url=server.url, words_per_minute=340)
        spoken(openai_speech.create(options_of(settings), None), "x" * 5_000, tmp_path)
        _, _, request = server.requests[0]
        assert request["speed"] == 2.0
        assert len(request["input"]) == 4096

    def test_a_length_unknown_to_the_server_does_not_matter(self, server: SpeechServer, tmp_path: Path) -> None:
        server.body = wav_bytes(2_400, streamed=True)
        assert (
            duration_s(
                spoken(OpenAISynthesizer(options_of(VoiceSettings(tts_base_url=server.url)), "key"), "Hi", tmp_path)
            )
            == 0.1
        )

    @pytest.mark.parametrize(
        ("status", "body", "declared", "message"),
        [
            (401, b"{}", None, r"refused \(401\)"),
            (200, b"RIFF", 5_000, "broke off its answer"),
            (200, b'{"error": "no"}', None, "no sound that can be played"),
            (200, b"", None, "no sound that can be played"),
            (200, wav_bytes(0), None, "empty sound"),
        ],
    )
    def test_what_is_no_sound_is_reported(
        self, server: SpeechServer, tmp_path: Path, status: int, body: bytes, declared: int | None, message: str
    ) -> None:
        server.status, server.body, server.declared = status, body, declared
        synthesizer = OpenAISynthesizer(options_of(VoiceSettings(tts_base_url=server.url)), "secret")
        with pytest.raises(UnavailableError, match=message) as error:
            spoken(synthesizer, "Hello.", tmp_path)
        assert "secret" not in str(error.value)

    def test_a_server_that_hangs_is_left(self, server: SpeechServer, tmp_path: Path) -> None:
        server.silent.clear()
        synthesizer = OpenAISynthesizer(options_of(VoiceSettings(tts_base_url=server.url)), "key", timeout_s=0.2)
        with pytest.raises(UnavailableError, match=r"took longer than 0\.2 s"):
            spoken(synthesizer, "Hello.", tmp_path)

    def test_a_server_that_sends_without_end_is_left(
        self, server: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(openai_speech, "MAX_SOUND_BYTES", 1_000)
        with pytest.raises(UnavailableError, match="sends an endless answer"):
            spoken(OpenAISynthesizer(options_of(VoiceSettings(tts_base_url=server.url)), "key"), "Hello.", tmp_path)

    def test_a_server_elsewhere_needs_a_key_and_is_named(self) -> None:
        settings = VoiceSettings(tts_base_url="https://api.groq.com/openai/v1")
        assert openai_speech.create(options_of(settings), "key").remote_host == "api.groq.com"
        with pytest.raises(UnavailableError, match=r"api\.groq\.com needs a key"):
            openai_speech.create(options_of(settings), None)
        with pytest.raises(UnavailableError, match="not the address"):
            openai_speech.create(options_of(VoiceSettings(tts_base_url="nowhere")), "key")
