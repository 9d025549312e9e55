"""Calls: retries, the window, the count, samples, redaction on the wire."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import TokenUsage
from interview_cli.interview.ports import Message
from interview_cli.llm.context import estimated_tokens, fitted, tokens_of
from interview_cli.llm.engine import CallFault
from interview_cli.llm.redaction import Redactor
from interview_cli.llm.throttle import Throttle
from interview_cli.web.addresses import remote_host_of, shown_address
from interview_cli.web.faults import seconds_of
from tests.llm.conftest import GOOD, Score, model_of
from tests.stub_servers import Behaviour, Hold, OllamaStub, OpenAIStub

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from tests.llm.conftest import Start

HELLO = [Message("system", "You interview."), Message("user", "Hello.")]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def whole(pieces: AsyncIterator[str]) -> str:
    return "".join([piece async for piece in pieces])


async def test_a_reply_is_streamed_as_it_is_written(serve: Start) -> None:
    stub = serve("Tell me more. How did it end?", default=Behaviour(stall_after=3))
    model = model_of(stub)
    stream = model.stream(HELLO)
    assert [await anext(stream) for _ in range(3)] == ["Tell", " me", " more."]
    await stream.aclose()  # type: ignore[attr-defined]
    assert stub.requests[0].messages == [
        {"role": "system", "content": "You interview."},
        {"role": "user", "content": "Hello."},
    ]


async def test_an_object_fits_the_schema_that_was_sent(serve: Start) -> None:
    stub = serve(GOOD)
    assert await model_of(stub).complete(HELLO, Score) == Score(score=4, quotes=["I led the team"])
    schema = stub.requests[0].schema
    assert schema["properties"]["score"]["maximum"] == 5
    assert schema["required"] == ["score", "quotes"]


async def test_one_repair_shows_what_was_wrong(serve: Start) -> None:
    stub = serve(['{"score": 555, "quotes": []}', GOOD])
    assert (await model_of(stub).complete(HELLO, Score)).score == 4
    repair = stub.requests[1].messages
    assert repair[:2] == stub.requests[0].messages
    assert repair[2] == {"role": "assistant", "content": '{"score": 555, "quotes": []}'}
    assert "score: Input should be less than or equal to 5" in repair[3]["content"]


@pytest.mark.usefixtures("quick_retries")
@pytest.mark.parametrize(
    "trouble",
    [
        Behaviour(status=500),
        Behaviour(status=503, headers={"Retry-After": "0"}),
        Behaviour(status=429, headers={"Retry-After": "0"}),
        Behaviour(disconnect_after=0),
    ],
)
async def test_trouble_that_passes_is_not_noticed(serve: Start, trouble: Behaviour) -> None:
    stub = serve("All right.", script=[trouble] * 4)
    model = model_of(stub, retries=2)
    with pytest.raises(ChatModelError):
        await whole(model.stream(HELLO))
    assert len(stub.requests) == 3
    assert await whole(model.stream(HELLO)) == "All right."
    assert len(stub.requests) == 5


@pytest.mark.usefixtures("quick_retries")
async def test_what_was_heard_is_not_said_again(serve: Start) -> None:
    stub = serve("One two three.", script=[Behaviour(disconnect_after=1)])
    stream = model_of(stub, retries=3).stream(HELLO)
    assert await anext(stream) == "One"
    with pytest.raises(ChatModelError, match="was lost"):
        await anext(stream)
    assert len(stub.requests) == 1


@pytest.mark.usefixtures("quick_retries")
async def test_an_object_is_begun_again_from_nothing(serve: Start) -> None:
    stub = serve(GOOD, script=[Behaviour(disconnect_after=2)])
    assert (await model_of(stub, retries=1).complete(HELLO, Score)).score == 4
    assert len(stub.requests) == 2


async def test_errors_that_stay_are_not_tried_again(serve: Start) -> None:
    stub = serve(default=Behaviour(status=413))
    with pytest.raises(ChatModelError):
        await whole(model_of(stub, retries=5).stream(HELLO))
    assert len(stub.requests) == 1


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that were asked for; none of them takes place."""
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr("interview_cli.llm.calling.sleep", sleep)
    return asked


@pytest.mark.parametrize(("header", "waited_s"), [("7", 7.0), ("100000", 60.0), (None, None), ("soon", None)])
async def test_the_server_says_how_long_to_wait(
    serve: Start, sleeps: list[float], header: str | None, waited_s: float | None
) -> None:
    headers = {"Retry-After": header} if header else {}
    stub = serve("All right.", script=[Behaviour(status=429, headers=headers)] * 3)
    assert await whole(model_of(stub, retries=3).stream(HELLO)) == "All right."
    if waited_s:
        assert sleeps == [waited_s] * 3
    else:
        assert all(0.25 * 2**number <= wait <= 0.5 * 2**number for number, wait in enumerate(sleeps))
        assert len(sleeps) == 3


async def test_no_wait_goes_past_the_time_for_the_whole_reply(serve: Start, sleeps: list[float]) -> None:
    stub = serve(default=Behaviour(status=503, headers={"Retry-After": "50"}))
    with pytest.raises(ChatModelError, match=r"failed \(503\)"):
        await whole(model_of(stub, retries=3, total_timeout_s=40).stream(HELLO))
    assert (sleeps, len(stub.requests)) == ([], 1)


async def test_one_caller_told_to_slow_down_slows_all(serve: Start, sleeps: list[float]) -> None:
    moment, waits = [1000.0], []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        moment[0] += seconds

    throttle = Throttle(now=lambda: moment[0], sleep=sleep)
    stub = serve("All right.", script=[Behaviour(status=429, headers={"Retry-After": "20"})])
    # The time spent in the queue does not count as the model's: 20 seconds are more than a reply may take.
    models = [model_of(stub, retries=2, total_timeout_s=15, throttle=throttle) for _ in range(2)]
    assert await whole(models[0].stream(HELLO)) == "All right."
    assert (waits, sleeps) == ([20.0], [])
    throttle.pause(9)
    assert await whole(models[1].stream(HELLO)) == "All right."
    assert waits == [20.0, 9.0]
    throttle.close()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 12 ", 12.0),
        ("Mon, 04 May 2026 12:00:30 GMT", 30.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("Mon, 04 May 2026 12:00:05 -0000", 5.0),
        ("-3", None),
        ("١٢", None),
        ("tomorrow", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds


@given(st.text())
def test_any_retry_after(header: str) -> None:
    seconds = seconds_of(header, NOW)
    assert seconds is None or seconds >= 0


async def test_tokens_and_cost_add_up(serve: Start) -> None:
    stub = serve([GOOD])
    model = model_of(stub, prompt_price_per_million=2.0, completion_price_per_million=10.0)
    assert model.usage == TokenUsage()
    await model.complete(HELLO, Score)
    once = model.usage
    assert once.prompt_tokens == 5
    assert once.completion_tokens > 8
    assert once.cost == pytest.approx((2 * once.prompt_tokens + 10 * once.completion_tokens) / 1e6)
    await model.complete(HELLO, Score)
    assert model.usage == once + once
    assert model.usage.calls == 2


async def test_a_reply_left_midway_is_counted_by_estimate(serve: Start) -> None:
    model = model_of(serve("One two three.", default=Behaviour(stall_after=2)))
    stream = model.stream(HELLO)
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    assert model.usage.calls == 1
    assert model.usage.prompt_tokens > 0


async def test_other_samples_are_drawn_otherwise_and_repeatably() -> None:
    with OllamaStub(GOOD) as ollama, OpenAIStub(GOOD) as openai:
        for stub in (ollama, openai):
            for sample in (0, 1, 2):
                await model_of(stub).complete(HELLO, Score, sample=sample)
        drawn = [call.body["options"] for call in ollama.requests]
        assert [(each["temperature"], each["seed"]) for each in drawn] == [(0.0, 0), (0.7, 1), (0.7, 2)]
        assert [(each.body["temperature"], each.body["seed"]) for each in openai.requests] == [
            (0.0, 0),
            (0.7, 1),
            (0.7, 2),
        ]


async def test_ollama_is_told_the_window_and_how_long_to_keep_the_model() -> None:
    with OllamaStub() as stub:
        await whole(model_of(stub, context_tokens=2048, keep_alive="3m").stream(HELLO))
        body = stub.requests[0].body
        assert body["options"]["num_ctx"] == 2048
        assert 0 < body["options"]["num_predict"] <= 2048 - tokens_of(HELLO)
        assert body["keep_alive"] == "3m"


async def test_the_oldest_turns_are_left_out_and_counted(serve: Start) -> None:
    stub = serve()
    model = model_of(stub, context_tokens=1024)
    long = "word " * 200
    turns = [Message("user" if number % 2 == 0 else "assistant", f"{number} {long}") for number in range(5)]
    await whole(model.stream([HELLO[0], *turns]))
    sent = [each["content"].split()[0] for each in stub.requests[0].messages]
    assert sent == ["You", "4"]
    assert model.dropped_messages == 4


async def test_a_prompt_that_cannot_fit_is_not_sent(serve: Start) -> None:
    stub = serve()
    with pytest.raises(ChatModelError, match="does not fit the model's window of 1024") as caught:
        await whole(model_of(stub, context_tokens=1024).stream([Message("user", "word " * 1000)]))
    assert "llm.context_tokens" in caught.value.remedy
    assert stub.requests == []


async def test_a_repair_keeps_what_was_asked(serve: Start) -> None:
    task = "judge " * 790
    stub = serve(["no " * 3000, GOOD])
    model = model_of(stub, context_tokens=2300)
    await model.complete(
        [HELLO[0], Message("user", "old " * 400), Message("assistant", "yes"), Message("user", task)], Score
    )
    first, repair = (call.messages for call in stub.requests)
    assert [each["content"] for each in first] == ["You interview.", task]
    assert repair[:2] == first
    assert (len(repair), model.dropped_messages) == (4, 2)


class Named(BaseModel):
    """A schema whose mistakes take many words."""

    scores: dict[str, int]


async def test_a_repair_that_does_not_fit_is_not_tried(serve: Start) -> None:
    wrong = {"scores": {f"{number} " + "long " * 100: "x" for number in range(5)}}
    stub = serve(json.dumps(wrong))
    with pytest.raises(ChatModelError, match="does not fit the model's window"):
        await model_of(stub, context_tokens=1024).complete([Message("user", "judge " * 320)], Named)
    assert len(stub.requests) == 1


ROLES = st.sampled_from(["system", "user", "assistant"])


@given(st.lists(st.builds(Message, ROLES, st.text(max_size=60)), min_size=1), st.integers(0, 400))
def test_what_fits_keeps_the_system_and_the_end(messages: Sequence[Message], most: int) -> None:
    kept = fitted(messages, most)
    if kept is None:
        return
    assert tokens_of(kept) <= most
    assert kept[-1] is messages[-1]
    assert [each for each in kept[:-1] if each.role == "system"] == [
        each for each in messages[:-1] if each.role == "system"
    ]
    turns = [each for each in messages[:-1] if each.role != "system"]
    left = [each for each in kept[:-1] if each.role != "system"]
    assert left == turns[len(turns) - len(left) :]


def test_tokens_are_rather_overestimated() -> None:
    english = "I led a team of four engineers at a payments company, and our release was three weeks late."
    assert estimated_tokens(english) >= len(english.split()) * 1.3
    assert estimated_tokens("面接官の質問に答えてください。") >= 15


async def test_what_is_redacted_never_leaves_and_comes_back() -> None:
    cv = "Anna Petrova\nEngineer\nanna@example.org +44 20 7946 0958"
    reply = '{"score": 3, "quotes": ["[NAME] [NAME 2] led it", "call [PHONE]"]}'
    redactor = Redactor(cv)
    with OpenAIStub([reply, "Well, [NA", "x"]) as stub:
        model = model_of(stub, redactor=redactor)
        found = await model.complete([Message("user", cv + " I, anna, led it.")], Score)
        assert found.quotes == ["Anna Petrova led it", "call +44 20 7946 0958"]
        sent = stub.requests[0].text
        assert not any(secret in sent.lower() for secret in ("anna", "petrova", "example.org", "7946"))
        assert await whole(model.stream(HELLO)) == "Well, [NA"
    with OpenAIStub("So [NAME 2], [NAME], [later].") as stub:
        assert await whole(model_of(stub, redactor=redactor).stream(HELLO)) == "So Petrova, Anna, [later]."


async def test_a_repair_is_masked_again() -> None:
    redactor = Redactor("Anna Petrova")
    with OllamaStub(['{"score": 9, "quotes": ["[NAME] led"]}', GOOD]) as stub:
        await model_of(stub, redactor=redactor).complete([Message("user", "Anna led.")], Score)
        assert "Anna" not in stub.requests[1].text
        assert "[NAME] led" in stub.requests[1].messages[-2]["content"]


async def test_calls_run_side_by_side(serve: Start) -> None:
    hold = Hold()
    stub = serve(GOOD, default=Behaviour(hold=hold))
    model = model_of(stub)
    calls = asyncio.gather(*(model.complete(HELLO, Score) for _ in range(8)))
    await asyncio.to_thread(stub.wait_for_requests, 8)
    hold.open()
    await calls
    assert (stub.most_at_once, model.usage.calls) == (8, 8)


def test_one_model_serves_several_event_loops(serve: Start) -> None:
    model = model_of(serve(GOOD))
    for _ in range(2):
        assert asyncio.run(model.complete(HELLO, Score)).score == 4


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1:11434", None),
        ("http://localhost:8000/v1", None),
        ("http://[::1]:8080", None),
        ("http://0.0.0.0:11434", None),
        ("http://127.8.9.1", None),
        ("https://api.groq.com/openai/v1", "api.groq.com"),
        ("http://192.168.1.7:8000", "192.168.1.7"),
        ("http://localhost.example.com/", "localhost.example.com"),
        ("http://localhost@evil.example/", "evil.example"),
    ],
)
def test_what_is_this_machine(url: str, host: str | None) -> None:
    assert remote_host_of(url) == host


def test_an_address_is_shown_without_its_password() -> None:
    assert shown_address("http://me:secret@host:8000/v1/?key=secret") == "http://host:8000/v1"


def test_a_fault_is_a_chat_model_error() -> None:
    fault = CallFault("It broke.", "Mend it.", passing=True)
    assert isinstance(fault, ChatModelError)
    assert (fault.exit_code, str(fault)) == (4, "It broke.\nMend it.")
