"""Every way a model server can fail ends in one message that says what to do; nothing hangs."""

from __future__ import annotations

import asyncio
import gzip
import socket
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.errors import ChatModelError
from interview_cli.interview.ports import Message
from interview_cli.llm.engine import CallFault
from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings
from interview_cli.web import transport
from tests.llm.conftest import GOOD, Score, model_of
from tests.stub_servers import Behaviour, Hold, OllamaStub, OpenAIStub, StubServer

if TYPE_CHECKING:
    from interview_cli.interview.ports import ChatModel
    from tests.llm.conftest import Start

HELLO = [Message("system", "You interview."), Message("user", "Hello.")]

FAULTS: dict[str, tuple[Behaviour, dict[str, Any], str]] = {
    "no first token": (
        Behaviour(hold=Hold()),
        {"first_token_timeout_s": 0.05},
        "has not started to reply within 0.05 seconds",
    ),
    "too slow": (Behaviour(piece_s=0.05), {"total_timeout_s": 0.1}, "did not finish within 0.1 seconds"),
    "busy": (Behaviour(status=429, headers={"Retry-After": "7"}), {}, "is limiting requests (429)"),
    "broken": (Behaviour(status=500, error="out of\nmemory"), {}, "failed (500): "),
    "bad gateway": (Behaviour(status=502, body=b"<html>nginx</html>"), {}, "failed (502): "),
    "redirect": (Behaviour(status=302, headers={"Location": "http://192.0.2.1/"}), {}, "refused the request (302)"),
    "refused": (Behaviour(status=413, error="too much"), {}, "refused the request (413)"),
    "not JSON": (Behaviour(body=b"<html>It works!</html>"), {}, "does not speak"),
    "other JSON": (Behaviour(body=b"[1, 2]\n"), {}, "does not speak"),
    "bytes": (Behaviour(body=b"\xff\xfe\x00{" * 50), {}, "does not speak"),
    "nothing": (Behaviour(body=b""), {}, ""),
    "hangs up at once": (Behaviour(disconnect_after=0), {}, "was lost"),
    "hangs up midway": (Behaviour(disconnect_after=2), {}, "was lost"),
}


async def heard(model: ChatModel) -> str:
    return "".join([piece async for piece in model.stream(HELLO)])


async def fails_with(words: str, stub: StubServer) -> None:
    with stub, pytest.raises(ChatModelError, match=words):
        await heard(model_of(stub))


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_stream_ends_in_a_message(serve: Start, fault: str) -> None:
    behaviour, settings, words = FAULTS[fault]
    stub = serve("One two three four five six.", default=behaviour)
    with pytest.raises(ChatModelError) as caught:
        await heard(model_of(stub, **settings))
    assert words in caught.value.message
    assert caught.value.remedy
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_object_ends_in_a_message(serve: Start, fault: str) -> None:
    behaviour, settings, words = FAULTS[fault]
    stub = serve(GOOD, default=behaviour)
    with pytest.raises(ChatModelError) as caught:
        await model_of(stub, **settings).complete(HELLO, Score)
    assert words in caught.value.message
    assert caught.value.remedy


async def test_an_account_without_credit_is_not_asked_again() -> None:
    body = b'{"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}'
    with (
        OpenAIStub(default=Behaviour(status=429, body=body)) as stub,
        pytest.raises(ChatModelError, match="has no credit left"),
    ):
        await heard(model_of(stub, retries=3))
    assert len(stub.requests) == 1


async def test_a_silent_server_is_left(serve: Start) -> None:
    stub = serve(default=Behaviour(stall_after=1))
    model = model_of(stub)
    stream = model.stream(HELLO)
    assert await anext(stream) == "All"
    model._options = replace(model._options, first_token_timeout_s=0.05)
    with pytest.raises(ChatModelError, match="stopped in the middle of its reply"):
        await anext(stream)
    await asyncio.to_thread(stub.wait_for_disconnect)


async def test_a_server_that_keeps_talking_is_stopped(serve: Start) -> None:
    stub = serve(" ".join(map(str, range(40_000))), default=Behaviour(stall_after=30_000))
    with pytest.raises(ChatModelError, match="does not stop writing"):
        await heard(model_of(stub))
    await asyncio.to_thread(stub.wait_for_disconnect)


@pytest.mark.parametrize("text", ["", "  \n", "<think>nothing to say</think>", "<think>never ends"])
async def test_an_empty_reply_is_one_too(serve: Start, text: str) -> None:
    with pytest.raises(ChatModelError, match="gave an empty reply"):
        await heard(model_of(serve(text)))


async def test_half_a_json_is_asked_again_once(serve: Start) -> None:
    stub = serve(GOOD, default=Behaviour(cut_after=20))
    with pytest.raises(ChatModelError, match="gave no usable reply, twice: it is not valid JSON"):
        await model_of(stub).complete(HELLO, Score)
    assert len(stub.requests) == 2
    assert "not valid JSON" in stub.requests[1].messages[-1]["content"]
    assert stub.requests[1].messages[-2] == {"role": "assistant", "content": GOOD[:20]}


async def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings = LlmSettings(base_url=f"http://127.0.0.1:{free.getsockname()[1]}")
        for spec, remedy in (("ollama:stub", "ollama serve"), ("openai:stub", "Start the server")):
            model = open_chat_model(settings, spec)
            assert model is not None
            with pytest.raises(ChatModelError, match=r"server answers at http://127\.0\.0\.1") as caught:
                await heard(model)
            assert remedy in caught.value.remedy
            with pytest.raises(ChatModelError, match="server answers at"):
                await model.complete(HELLO, Score)


async def test_the_model_is_not_there() -> None:
    with OllamaStub() as stub:
        model = open_chat_model(LlmSettings(base_url=stub.url), "ollama:llama9")
        assert model is not None
        with pytest.raises(ChatModelError, match="no model 'llama9'") as caught:
            await heard(model)
        assert "ollama pull llama9" in caught.value.remedy
        assert len(stub.requests) == 1
    with OpenAIStub() as stub:
        model = open_chat_model(LlmSettings(base_url=stub.url), "openai:gpt-9")
        assert model is not None
        with pytest.raises(ChatModelError, match="no model 'gpt-9'"):
            await model.complete(HELLO, Score)
        assert len(stub.requests) == 1


async def test_an_error_in_the_middle_of_a_stream() -> None:
    line = b'{"error": "the runner has stopped"}\n'
    await fails_with("the runner has stopped", OllamaStub(default=Behaviour(body=line)))
    event = b'data: {"error": {"message": "the engine is dead"}}\n\n'
    await fails_with("the engine is dead", OpenAIStub(default=Behaviour(body=event)))


HOSTILE_EVENTS = {
    "deep": b"data: " + b"[" * 200_000 + b"\n\n",
    "endless": b"data: " + b" " * 3_000_000,
    "endless object": b"{" + b" " * 3_000_000,
    "huge count": b'data: {"choices": [], "usage": {"prompt_tokens": 1e999, "completion_tokens": 1}}\n\n',
    "no count": b'data: {"usage": {"prompt_tokens": null, "completion_tokens": 1}}\n\n',
    "long number": b"data: " + b"1" * 10_000 + b"\n\n",
    "no object": b"data: null\n\n",
    "choices of text": b'data: {"choices": "abc"}\n\n',
}


@pytest.mark.parametrize("events", HOSTILE_EVENTS)
async def test_events_that_are_no_reply(events: str) -> None:
    await fails_with("does not speak OpenAI's API", OpenAIStub(default=Behaviour(body=HOSTILE_EVENTS[events])))


@pytest.mark.parametrize("status", [200, 500])
async def test_a_little_that_unpacks_to_a_lot_is_left(status: int) -> None:
    bomb = gzip.compress(b"data: " + b" " * 50_000_000)
    packed = Behaviour(status=status, body=bomb, headers={"Content-Encoding": "gzip"})
    await fails_with(r"does not speak|failed \(500\)", OpenAIStub(default=packed))


async def test_what_is_packed_in_an_unknown_way() -> None:
    for body, packed in ((b"\x00" * 99, "gzip"), (b"\x00" * 99, "br")):
        behaviour = Behaviour(body=body, headers={"Content-Encoding": packed})
        await fails_with("was lost", OpenAIStub(default=behaviour))


async def test_a_reply_cut_by_a_limit_is_no_reply() -> None:
    line = b'{"message": {"role": "assistant", "content": "Well"}, "done": true, "done_reason": "length"}\n'
    await fails_with("was cut off after", OllamaStub(default=Behaviour(body=line)))
    for reason, words in (("length", "was cut off"), ("content_filter", "withheld its reply")):
        choice = b'{"index": 0, "delta": {"content": "Well"}, "finish_reason": "%s"}' % reason.encode()
        await fails_with(words, OpenAIStub(default=Behaviour(body=b'data: {"choices": [%s]}\n\n' % choice)))


async def test_a_server_with_no_time_for_a_connection_is_not_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, quick_retries: None
) -> None:
    monkeypatch.setattr(transport, "CONNECT_TIMEOUT_S", 0.05)
    with ExitStack() as open_, socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        for _ in range(4):  # more than wait in line
            waiting = open_.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(busy.getsockname())
        settings = LlmSettings(base_url=f"http://127.0.0.1:{busy.getsockname()[1]}/v1", retries=1)
        model = open_chat_model(settings, "openai:stub")
        assert model
        with pytest.raises(CallFault, match="takes no connection: it is busy, or out of reach") as told:
            await heard(model)
        assert told.value.passing


async def test_cancelling_closes_the_connection(serve: Start) -> None:
    hold = Hold()
    stub = serve(default=Behaviour(hold=hold))
    model = model_of(stub)
    for call in (heard(model), model.complete(HELLO, Score)):
        task = asyncio.ensure_future(call)
        await asyncio.to_thread(stub.wait_for_requests, len(stub.requests) + 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(stub.wait_for_disconnect)


async def test_leaving_a_stream_early_closes_the_connection(serve: Start) -> None:
    stub = serve("One two three four.", default=Behaviour(stall_after=2))
    stream = model_of(stub).stream(HELLO)
    assert await anext(stream) == "One"
    await stream.aclose()  # type: ignore[attr-defined]
    await asyncio.to_thread(stub.wait_for_disconnect)


async def test_the_next_call_works_after_a_failed_one(serve: Start) -> None:
    stub = serve("All right.", script=[Behaviour(disconnect_after=1), Behaviour(status=500)])
    model = model_of(stub)
    for _ in range(2):
        with pytest.raises(ChatModelError):
            await heard(model)
    assert await heard(model) == "All right."
