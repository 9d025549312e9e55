"""The openai engine against a real HTTP server on this machine."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from interview_cli.errors import UnavailableError
from interview_cli.settings import VoiceSettings
from interview_cli.speech.stt import openai_engine
from interview_cli.speech.stt.openai_engine import OpenAiTranscriber, spread_evenly
from interview_cli.speech.stt.registry import open_transcriber, remote_host
from tests.speech.checkpoint import ANSWERS, samples_of, speak


def _raw(part: Any) -> bytes:
    payload: bytes = part.get_payload(decode=True)
    return payload


class Server:
    """Answers transcription requests with what it is told to, and keeps what it was sent."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, Any]] = []
        self.fields: list[dict[str, bytes]] = []
        self.keys: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                message = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n" + body
                parts = BytesParser(policy=HTTP).parsebytes(message).iter_parts()
                names = ((part.get_param("name", header="content-disposition"), part) for part in parts)
                outer.fields.append({str(name): _raw(part) for name, part in names})
                outer.keys.append(self.headers.get("Authorization"))
                status, reply = outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                raw = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def verbose(**parts: Any) -> dict[str, Any]:
    return {"task": "transcribe", "language": "english", "duration": 2.0, "text": "", **parts}


TWO_SECONDS = np.full(32_000, 0.1, np.float32)
WORDS = [{"word": "Hello", "start": 0.1, "end": 0.5}, {"word": "world", "start": 0.6, "end": 1.0}]


def test_words_have_times_and_the_punctuation_of_the_text(server: Server) -> None:
    server.replies = [(200, verbose(text="Hello, world.", words=WORDS))]
    engine = OpenAiTranscriber("whisper-1", server.url, "secret", "en")
    heard = engine.words(TWO_SECONDS)
    assert [(word.text, word.start_s, word.end_s) for word in heard] == [("Hello,", 0.1, 0.5), ("world.", 0.6, 1.0)]
    assert engine.name == "openai:whisper-1"
    sent = server.fields[0]
    assert sent["model"] == b"whisper-1"
    assert sent["language"] == b"en"
    assert sent["response_format"] == b"verbose_json"
    assert server.keys == ["Bearer secret"]
    with wave.open(io.BytesIO(sent["file"])) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (16_000, 1, 32_000)


def test_segments_and_plain_text_get_times_too(server: Server) -> None:
    engine = OpenAiTranscriber("m", server.url, None)
    server.replies = [(200, verbose(text="a bb", segments=[{"text": " a bb", "start": 0.5, "end": 2.0}]))]
    assert [(w.text, w.start_s, w.end_s) for w in engine.words(TWO_SECONDS)] == [("a", 0.5, 1.0), ("bb", 1.0, 2.0)]
    server.replies = [(200, {"text": "only text"})]
    assert [word.text for word in engine.words(TWO_SECONDS)] == ["only", "text"]
    server.replies = [(200, verbose())]
    assert engine.words(TWO_SECONDS) == []


def test_malformed_words_are_left_out(server: Server) -> None:
    bad = [{"word": "x", "start": "soon", "end": 1}, {"start": 0, "end": 1}, *WORDS]
    server.replies = [(200, verbose(text="whatever", words=bad))]
    assert [word.text for word in OpenAiTranscriber("m", server.url, None).words(TWO_SECONDS)] == ["Hello", "world"]


def test_what_passes_is_tried_again(server: Server) -> None:
    server.replies = [
        (503, {"error": "busy"}),
        (429, {"error": "slow"}),
        (200, verbose(text="Hello world", words=WORDS)),
    ]
    assert len(OpenAiTranscriber("m", server.url, None).words(TWO_SECONDS)) == 2
    assert len(server.fields) == 3


@pytest.mark.parametrize(
    ("status", "reply", "said"),
    [
        (401, {"error": {"message": "no"}}, "asks for a key"),
        (404, {"error": {"message": "no such model"}}, "answered 404"),
        (200, b"<html>", "with something other"),
        (200, b'"a text"', "with something other"),
        (200, b'{"words": 1}', "with something other"),
    ],
)
def test_refusals_are_reported(server: Server, status: int, reply: Any, said: str) -> None:
    server.replies = [(status, reply)]
    with pytest.raises(UnavailableError, match=said) as caught:
        OpenAiTranscriber("m", server.url, None).words(TWO_SECONDS)
    assert caught.value.remedy


def test_a_server_that_repeats_the_key_is_not_quoted_with_it(server: Server) -> None:
    server.replies = [(400, {"error": {"message": "secret-key-1 is no good"}})]
    with pytest.raises(UnavailableError, match=r"answered 400: \[key\] is no good"):
        OpenAiTranscriber("m", server.url, "secret-key-1").words(TWO_SECONDS)


def test_what_does_not_pass_is_asked_as_often_as_allowed(server: Server) -> None:
    server.replies = [(503, {"error": "busy"})]
    with pytest.raises(UnavailableError, match="answered 503: busy"):
        OpenAiTranscriber("m", server.url, None, retries=2).words(TWO_SECONDS)
    assert len(server.fields) == 3


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.replies = [(307, b"")]
    with pytest.raises(UnavailableError, match="answered 307"):
        OpenAiTranscriber("m", server.url, None).words(TWO_SECONDS)
    assert len(server.fields) == 1


def test_a_reply_without_end_is_left(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai_engine, "MAX_REPLY_BYTES", 100)
    server.replies = [(200, {"text": "x" * 200})]
    with pytest.raises(UnavailableError, match="sends an endless answer"):
        OpenAiTranscriber("m", server.url, None).words(TWO_SECONDS)


@pytest.mark.parametrize("time", ["NaN", "1e999", "-1e999", "1" + "0" * 400, "null", "[]"])
def test_times_that_are_none_are_left_out(server: Server, time: str) -> None:
    words = f'[{{"word": "x", "start": 0, "end": {time}}}, {{"word": "Hello", "start": 0.1, "end": 0.5}}, 3]'
    server.replies = [(200, f'{{"text": "whatever", "words": {words}}}'.encode())]
    assert [word.text for word in OpenAiTranscriber("m", server.url, None).words(TWO_SECONDS)] == ["Hello"]


@pytest.mark.parametrize("address", ["nowhere", "ftp://host/v1", "http://", "http://[x/v1"])
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(UnavailableError, match="not the address of a server"):
        OpenAiTranscriber("m", address, None)


def test_a_server_that_is_not_there() -> None:
    engine = OpenAiTranscriber("m", "http://127.0.0.1:9/v1", "secret", retries=0)
    with pytest.raises(UnavailableError, match=r"server at http://127\.0\.0\.1:9/v1 does not answer") as caught:
        engine.words(TWO_SECONDS)
    assert "secret" not in str(caught.value)


def test_what_is_too_large_for_one_file_is_split_at_pauses(server: Server, tmp_path: Any) -> None:
    server.replies = [(200, verbose(text="Hello world", words=WORDS))]
    clips = [samples_of(speak(answer, "slt", tmp_path / "clip.wav")) for answer in ANSWERS]
    sound = np.concatenate([part for clip in clips for part in (clip, np.zeros(16_000, np.float32))])
    engine = OpenAiTranscriber("m", server.url, None, max_file_bytes=400_000)
    heard = engine.words(sound)
    assert len(server.fields) >= 3
    assert all(len(sent["file"]) <= 400_000 for sent in server.fields)
    assert len(heard) == 2 * len(server.fields)
    assert [word.start_s for word in heard] == sorted(word.start_s for word in heard)
    assert heard[-1].start_s > 10


def test_the_screen_can_say_where_sound_goes() -> None:
    away = open_transcriber(VoiceSettings(stt_model="whisper-1"), stt="openai", key="k")
    assert remote_host(away) == "api.openai.com"
    here = open_transcriber(VoiceSettings(stt_base_url="http://localhost:8000/v1"), stt="openai")
    assert remote_host(here) is None


def test_words_share_time_by_their_length() -> None:
    assert [(w.start_s, w.end_s) for w in spread_evenly(["a", "bbb"], 1.0, 3.0)] == [(1.0, 1.5), (1.5, 3.0)]
    assert spread_evenly([], 0, 1) == []
