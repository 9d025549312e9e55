"""From what the user calls an engine to the engine: names, auto, keys, plug-ins, servers that know less."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import sys
import threading
import traceback
from importlib.metadata import EntryPoint
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import ChatModelError, UnavailableError, UsageError
from interview_cli.interview.ports import Message
from interview_cli.llm import engines
from interview_cli.llm.engine import ChatRequest, ClientPerLoop, TokenCount
from interview_cli.llm.engines import open_chat_model
from interview_cli.llm.keys import PRESETS, preset_at, store_key
from interview_cli.llm.ollama_engine import server_address
from interview_cli.llm.probing import Probe, best_model, is_cloud_model
from interview_cli.llm.server_events import EventReader
from interview_cli.llm.structured import MAX_REPLY_CHARACTERS
from interview_cli.settings import LlmSettings
from tests.conftest import PATIENCE_S
from tests.llm.conftest import GOOD, Score
from tests.stub_servers import Behaviour, HttpReply, OllamaStub, OpenAIStub

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from interview_cli.interview.ports import ChatModel

HELLO = [Message("system", "You interview."), Message("user", "Hello.")]


def opened(settings: LlmSettings, spec: str) -> ChatModel:
    """The model of a spec that has one."""
    model = open_chat_model(settings, spec)
    assert model is not None
    return model


def test_offline_is_no_model() -> None:
    assert open_chat_model(LlmSettings(engine="offline")) is None


def test_auto_without_a_server_is_no_model() -> None:
    assert open_chat_model(LlmSettings()) is None


@pytest.mark.parametrize(
    ("models", "loaded", "chosen"),
    [
        (["llama3.2:latest"], [], "ollama:llama3.2:latest"),
        (["a:1b", "b:2b"], ["b:2b"], "ollama:b:2b"),
        (["a:1b", "b:2b"], ["c:3b"], "ollama:a:1b"),
        (["nomic-embed-text:latest", "gpt-oss:120b-cloud", "a:1b"], [], "ollama:a:1b"),
        (["nomic-embed-text:latest", "kimi:cloud"], [], None),
        ([], [], None),
    ],
)
def test_auto_takes_a_local_model(models: list[str], loaded: list[str], chosen: str | None) -> None:
    with OllamaStub(models=models, loaded=loaded) as stub:
        model = open_chat_model(LlmSettings(base_url=stub.url))
        assert (model.name if model else None) == chosen
        assert model is None or model.remote_host is None


@pytest.mark.parametrize(("models", "asked"), [(["a:1b"], 0), (["a:1b", "kimi:cloud"], 0), (["a:1b", "b:2b"], 1)])
def test_what_is_in_memory_is_asked_when_there_is_a_choice(
    models: list[str], asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses: list[str] = []

    def ask(address: str, timeout_s: float) -> Probe:
        addresses.append(address)
        return Probe(None)

    monkeypatch.setattr("interview_cli.llm.probing.ask", ask)
    assert best_model("http://127.0.0.1:1", models, 1.0) == "a:1b"
    assert addresses == ["http://127.0.0.1:1/api/ps"] * asked


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"models": 3}', b'{"models": [3, {}, {"name": ""}]}'])
def test_auto_is_not_fooled_by_another_server(body: bytes) -> None:
    with OllamaStub() as stub:
        stub.routes["/api/tags"] = lambda *_: HttpReply(body)
        assert open_chat_model(LlmSettings(base_url=stub.url)) is None


def test_auto_follows_no_redirect_to_another_machine() -> None:
    with OllamaStub() as elsewhere, OllamaStub() as stub:
        stub.routes["/api/tags"] = lambda *_: HttpReply(
            b"", status=307, headers={"Location": f"{elsewhere.url}/api/tags"}
        )
        assert open_chat_model(LlmSettings(base_url=stub.url)) is None
        assert elsewhere.probes == []


def test_ollama_host_is_read_as_ollama_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, address in {
        "": "http://127.0.0.1:11434",
        "gpu-box": "http://gpu-box:11434",
        "10.0.0.2:8000": "http://10.0.0.2:8000",
        ":8000": "http://127.0.0.1:8000",
        "https://models.example/": "https://models.example",
    }.items():
        monkeypatch.setenv("OLLAMA_HOST", value)
        assert server_address(None) == address
    assert server_address("http://here:1") == "http://here:1"


def test_what_leaves_the_machine_is_said() -> None:
    settings = LlmSettings(base_url="http://127.0.0.1:1")
    names = {"ollama:llama3.2": None, "ollama:gpt-oss:120b-cloud": "ollama.com", "vllm:x": None, "openai:x": None}
    for spec, host in names.items():
        model = opened(settings, spec)
        assert model.remote_host == host
    model = opened(LlmSettings(base_url="http://10.0.0.2:8000/v1"), "openai:x")
    assert model.remote_host == "10.0.0.2"
    assert not is_cloud_model("cloudy:7b")


@pytest.mark.parametrize("spec", ["gtp:4", "gtp", "ollama", "ollama:", "openai", "auto:x", "offline:x", ":x", "  "])
def test_what_is_no_engine(spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_chat_model(LlmSettings(), spec)
    assert caught.value.remedy


def test_unknown_engines_are_answered_with_the_known() -> None:
    with pytest.raises(UsageError) as caught:
        open_chat_model(LlmSettings(), "gtp:4")
    for name in ("offline", "auto", "ollama", "openai", "groq", "gemini", "vllm", "llamacpp", "lmstudio"):
        assert name in caught.value.remedy


def test_presets() -> None:
    for preset in PRESETS.values():
        assert preset.base_url.startswith("https://" if preset.remote else "http://127.0.0.1:")
        assert preset_at(preset.base_url) is preset
        assert preset.name.isidentifier()
    assert preset_at("http://127.0.0.1:9/v1") is None


def test_a_remote_server_wants_a_key() -> None:
    with pytest.raises(UnavailableError, match="no key for groq") as caught:
        open_chat_model(LlmSettings(), "groq:llama")
    assert "interview config key set groq" in caught.value.remedy
    store_key("groq", "gsk-1")
    model = opened(LlmSettings(), "groq:llama")
    assert (model.name, model.remote_host) == ("groq:llama", "api.groq.com")


async def test_the_key_is_sent_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-Very-Secret-123")
    with OpenAIStub(key="sk-Very-Secret-123") as stub:
        model = opened(LlmSettings(base_url=stub.url, retries=0), "openai:stub:latest")
        assert "".join([piece async for piece in model.stream(HELLO)]) == "All right."
        assert stub.requests[-1].headers["authorization"] == "Bearer sk-Very-Secret-123"
        stub.key = "sk-Other-456"
        with pytest.raises(ChatModelError, match="does not accept the key") as caught:
            await model.complete(HELLO, Score)
        assert "interview config key set openai" in caught.value.remedy
        stub.key = None
        for status in (500, 418):
            stub.add(Behaviour(status=status, error="no: sk-Very-Secret-123"))
            with pytest.raises(ChatModelError, match=r"no: \[key\]"):
                await model.complete(HELLO, Score)
        assert "sk-" not in caplog.text + repr(model) + "".join(traceback.format_exception(caught.value))


async def test_a_key_kept_for_an_address_counts_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-general")
    with OpenAIStub(GOOD) as stub:
        settings = LlmSettings(base_url=stub.url)
        for _ in range(2):
            model = opened(settings, "openai:stub:latest")
            await model.complete(HELLO, Score)
            store_key(stub.url, "own-key")
        keys = [call.headers["authorization"] for call in stub.requests]
        assert keys == ["Bearer sk-general", "Bearer own-key"]


@pytest.mark.parametrize(
    ("options", "formats"),
    [
        ({"formats": ["json_object", "text"]}, ["json_schema", "json_object", "json_object"]),
        ({"formats": ["text"]}, ["json_schema", "json_object", None, None]),
        ({"unknown": ["seed"]}, ["json_schema", "json_object", None, None]),
    ],
)
async def test_servers_that_know_less(options: dict[str, Any], formats: list[str | None]) -> None:
    with OpenAIStub(GOOD, **options) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        for _ in range(2):
            assert (await model.complete(HELLO, Score)).score == 4
        sent = [(call.body.get("response_format") or {}).get("type") for call in stub.requests]
        assert sent == formats
        told = stub.requests[-1].messages[0]
        assert told["role"] == "system"
        assert told["content"].startswith("You interview.")
        assert json.dumps(Score.model_json_schema()) in told["content"]


async def test_a_request_no_form_of_which_is_taken() -> None:
    with OpenAIStub(default=Behaviour(status=400, error="bad model")) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        with pytest.raises(ChatModelError, match=r"refused the request \(400\).*bad model"):
            await model.complete([HELLO[1]], Score)
        assert len(stub.requests) == 3
        told, *asked = stub.requests[-1].messages
        assert told["role"] == "system"
        assert asked == stub.requests[0].messages


async def test_a_server_that_tells_no_usage_is_estimated() -> None:
    with OpenAIStub(unknown=["stream_options"]) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert [piece async for piece in model.stream(HELLO)] == ["All", " right."]
        assert model.usage.calls == 1
        assert model.usage.prompt_tokens > 0
        assert model.usage.completion_tokens > 0


async def test_events_of_servers_that_say_more_or_less() -> None:
    events = (
        b': ping\n\ndata: {"choices": [], "error": null, "usage": null}\n\n'
        b'data:{"choices": [{"delta": {"role": "assistant"}}]}\n\n'
        b'event: x\ndata: {"choices": [{"delta": {"content": "Well."}, "finish_reason": null}]}\n\n'
        b'data: {"choices": [{"delta": null, "finish_reason": "stop"}], '
        b'"usage": {"prompt_tokens": 7, "completion_tokens": 2}}\n\ndata: [DONE]\n\n'
    )
    with OpenAIStub(default=Behaviour(body=events)) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert [piece async for piece in model.stream(HELLO)] == ["Well."]
        assert (model.usage.prompt_tokens, model.usage.completion_tokens) == (7, 2)


async def test_a_server_that_does_not_stream() -> None:
    with OpenAIStub(["All right.", GOOD], streams=False) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert [piece async for piece in model.stream(HELLO)] == ["All right."]
        assert (await model.complete(HELLO, Score)).score == 4
        assert stub.requests[0].body["stream"] is True
        assert model.usage.completion_tokens == 3 + len(re.findall(r"\w+|[^\w\s]", GOOD))


@pytest.mark.parametrize(
    "reply",
    [
        {"choices": [{"message": {"role": "assistant", "content": "Grüße."}}]},
        {"choices": [{"message": {"content": "Grüße."}, "finish_reason": None}], "usage": None, "error": None},
        {"choices": [{"delta": {"content": "Grüße."}}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
async def test_a_reply_in_one_piece_needs_no_more_than_its_text(reply: dict[str, Any], indent: int | None) -> None:
    body = b"\r\n" + json.dumps(reply, indent=indent, ensure_ascii=False).encode()
    with OpenAIStub(default=Behaviour(body=body)) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert [piece async for piece in model.stream(HELLO)] == ["Grüße."]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ({"choices": [{"message": {"content": None}}]}, "gave an empty reply"),
        ({"choices": [{"message": None}]}, "gave an empty reply"),
        ({"choices": [{"message": {"content": "Well"}, "finish_reason": "length"}]}, "was cut off"),
        ({"error": {"message": "out of memory"}}, "failed: out of memory"),
        ({"detail": "Not Found"}, "does not speak"),
    ],
)
async def test_a_reply_in_one_piece_that_is_none(reply: dict[str, Any], words: str) -> None:
    with OpenAIStub(default=Behaviour(body=json.dumps(reply).encode())) as stub:
        model = opened(LlmSettings(base_url=stub.url, retries=0), "openai:stub:latest")
        with pytest.raises(ChatModelError, match=words):
            [piece async for piece in model.stream(HELLO)]


EVENTS = (
    '\r\n: ping\r\n\r\nevent: x\ndata: {"a": "Grüße 🙂"}\n\ndata:{"b": 2}\r\nid: 7\r\n\r\n'
    'data: {"c": "\u2028"}\n\ndata: [DONE]\n\ndata: {"d": 4}'
).encode()


@given(st.lists(st.integers(1, len(EVENTS) - 1), unique=True))
def test_events_are_the_same_however_their_bytes_are_cut(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(EVENTS)]
    reader = EventReader(server_sent=True)
    events = [event for start, end in pairwise(ends) for event in reader.read(EVENTS[start:end])]
    events += reader.read(b"")
    assert events == [{"a": "Grüße 🙂"}, {"b": 2}, {"c": "\u2028"}, {"d": 4}]
    assert reader.ended
    assert not reader.is_whole


async def test_the_longest_reply_may_come_in_one_event() -> None:
    faces = [chr(0x1F600 + number) for number in range(64)]  # twelve bytes each in JSON
    text = "".join(Random(1).choices(faces, k=MAX_REPLY_CHARACTERS))
    choice = {"delta": {"content": text}, "finish_reason": "stop"}
    with OpenAIStub(default=Behaviour(body=b"data: %s\n\n" % json.dumps({"choices": [choice]}).encode())) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert "".join([piece async for piece in model.stream(HELLO)]) == text


async def test_bytes_that_are_no_text_are_marked() -> None:
    event = b'data: {"choices": [{"delta": {"content": "caf\xe9"}, "finish_reason": "stop"}]}\n\n'
    with OpenAIStub(default=Behaviour(body=event)) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert [piece async for piece in model.stream(HELLO)] == ["caf\ufffd"]


class Client:
    """What is made once per loop."""

    def __init__(self) -> None:
        self.closed = False

    async def close(self) -> None:
        self.closed = True


def test_calls_that_come_at_once_share_one_client() -> None:
    prepared: list[int] = []

    def prepare() -> type[Client]:
        prepared.append(threading.get_ident())
        return Client

    clients = ClientPerLoop(prepare)

    async def ask() -> list[Client]:
        return await asyncio.gather(*[clients.get() for _ in range(64)])

    first, second = asyncio.run(ask()), asyncio.run(ask())
    assert len(set(first)) == len(set(second)) == 1
    assert first[0] is not second[0]
    assert first[0].closed
    assert second[0].closed
    assert len(prepared) == 2
    assert threading.get_ident() not in prepared


async def test_a_client_that_could_not_be_made_is_made_again() -> None:
    outcomes = [True, False]

    def prepare() -> type[Client]:
        if outcomes.pop(0):
            raise ImportError("not now")
        return Client

    clients = ClientPerLoop(prepare)
    failed = await asyncio.gather(*[clients.get() for _ in range(3)], return_exceptions=True)
    assert [type(each) for each in failed] == [ImportError] * 3
    assert await clients.get() is await clients.get()
    assert outcomes == []


async def test_who_leaves_takes_the_client_from_nobody() -> None:
    gate, prepared = threading.Event(), []

    def prepare() -> type[Client]:
        gate.wait(PATIENCE_S)
        prepared.append(1)
        return Client

    clients = ClientPerLoop(prepare)
    first, second = asyncio.create_task(clients.get()), asyncio.create_task(clients.get())
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    gate.set()
    assert await second is await clients.get()
    assert prepared == [1]


class Parrot:
    """An engine as a plug-in would bring it."""

    def __init__(self, model: str, settings: LlmSettings) -> None:
        self.name = f"parrot:{model}"
        self.remote_host = None

    async def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        yield request.messages[-1].text
        yield TokenCount(3, 1)


async def test_a_plug_in_is_an_engine_like_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("parrot", f"{__name__}:Parrot", engines.GROUP),
        EntryPoint("broken", "nowhere:x", engines.GROUP),
    ]
    monkeypatch.setattr(engines, "entry_points", lambda **_: points)
    monkeypatch.setattr(EntryPoint, "load", lambda point: Parrot if point.name == "parrot" else 1 / 0)
    model = opened(LlmSettings(prompt_price_per_million=1), "parrot:grey")
    assert (await model.complete([Message("user", GOOD)], Score)).score == 4
    assert (model.name, model.usage.prompt_tokens, model.usage.cost) == ("parrot:grey", 3, 3e-6)
    assert "parrot" in engines.engine_names()
    with pytest.raises(UnavailableError, match="engine 'broken' cannot be loaded"):
        open_chat_model(LlmSettings(), "broken:x")


def test_clients_are_imported_when_they_are_used() -> None:
    code = (
        "import sys\n"
        "from interview_cli.llm.engines import open_chat_model\n"
        "from interview_cli.settings import LlmSettings\n"
        "assert open_chat_model(LlmSettings(), 'auto') is None\n"
        "open_chat_model(LlmSettings(base_url='http://127.0.0.1:1'), 'ollama:x')\n"
        "open_chat_model(LlmSettings(base_url='http://127.0.0.1:1'), 'vllm:x')\n"
        "print([name for name in ('ollama', 'openai', 'httpx', 'httpx2', 'aiohttp') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
