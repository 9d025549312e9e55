"""What a call counts, passes on, and stops at, whatever the engine: each limit from both sides."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable
from dataclasses import replace

import pytest

from interview_cli.errors import ChatModelError
from interview_cli.interview.ports import Message
from interview_cli.llm.calling import CallOptions, EngineChatModel
from interview_cli.llm.context import tokens_of
from interview_cli.llm.engine import CallFault, ChatRequest, TokenCount, UnfinishedReply
from tests.llm.conftest import GOOD, Score, model_of
from tests.stub_servers import Behaviour, OpenAIStub

HELLO = [Message("system", "You interview."), Message("user", "Hello.")]
OPTIONS = CallOptions(context_tokens=4096, first_token_timeout_s=30, total_timeout_s=60, retries=0)
NEVER = "never"
Replies = Iterable[str | TokenCount | CallFault]


class ScriptedEngine:
    """An engine that gives scripted replies, raises the faults in them, and waits for ever at `NEVER`."""

    name = "scripted"
    remote_host = None

    def __init__(self, *replies: Replies) -> None:
        self.replies = list(replies)
        self.requests: list[ChatRequest] = []

    async def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        self.requests.append(request)
        for piece in self.replies.pop(0):
            if isinstance(piece, CallFault):
                raise piece
            if piece is NEVER:
                await asyncio.Event().wait()
            yield piece


async def whole(model: EngineChatModel) -> str:
    return "".join([piece async for piece in model.stream(HELLO)])


COUNTED: dict[str, tuple[Replies, tuple[int, int, int]]] = {
    "as the server reports": (["12345678", TokenCount(7, 9)], (7, 9, 1)),
    "four characters are a token": (["1234", "5678"], (tokens_of(HELLO), 2, 1)),
    "three are none": (["123"], (tokens_of(HELLO), 0, 1)),
    "a count without a reply": ([TokenCount(7, 0)], (7, 0, 1)),
    "an empty piece is a call": ([""], (tokens_of(HELLO), 0, 1)),
    "nothing": ([], (0, 0, 0)),
}


@pytest.mark.parametrize("name", COUNTED)
async def test_tokens_are_counted(name: str) -> None:
    reply, counted = COUNTED[name]
    model = EngineChatModel(ScriptedEngine(reply), OPTIONS)
    if any(isinstance(piece, str) and piece for piece in reply):
        await whole(model)
    else:
        with pytest.raises(ChatModelError, match="gave an empty reply"):
            await whole(model)
    assert (model.usage.prompt_tokens, model.usage.completion_tokens, model.usage.calls) == counted


@pytest.mark.parametrize(
    ("prompt", "completion", "cost"), [(2.0, None, 14e-6), (None, 3.0, 27e-6), (2.0, 3.0, 41e-6), (None, None, None)]
)
async def test_one_price_is_enough_for_a_cost(
    prompt: float | None, completion: float | None, cost: float | None
) -> None:
    options = replace(OPTIONS, prompt_price_per_million=prompt, completion_price_per_million=completion)
    model = EngineChatModel(ScriptedEngine(["Yes.", TokenCount(7, 9)]), options)
    await whole(model)
    assert model.usage.cost == (None if cost is None else pytest.approx(cost))


@pytest.mark.parametrize(("pieces", "times"), [(99, 0), (100, 1), (199, 1), (200, 2)])
async def test_others_get_a_turn_after_every_hundred_pieces(
    pieces: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("interview_cli.llm.calling.sleep", sleep)
    await whole(EngineChatModel(ScriptedEngine(map(str, range(pieces))), OPTIONS))
    assert waits == [0] * times


NUMBERS = "".join(f"{number:05}" for number in range(20_000))


@pytest.mark.parametrize(
    ("pieces", "is_endless"),
    [([NUMBERS], False), ([NUMBERS, "x"], True), ([""] * 99_999 + ["x"], False), ([""] * 100_001, True)],
    ids=["100,000 characters", "one more", "100,000 pieces", "one piece more"],
)
async def test_a_stream_has_at_most_100_000_characters_or_pieces(pieces: list[str], is_endless: bool) -> None:
    model = EngineChatModel(ScriptedEngine(pieces), OPTIONS)
    if is_endless:
        with pytest.raises(UnfinishedReply, match="does not stop writing"):
            await whole(model)
    else:
        assert await whole(model) == "".join(pieces)


async def test_200_characters_of_an_endless_reply_are_shown_again() -> None:
    engine = ScriptedEngine([NUMBERS[:300], UnfinishedReply("It goes on.", "", fault="it is too long.")], [GOOD])
    assert (await EngineChatModel(engine, OPTIONS).complete(HELLO, Score)).score == 4
    assert engine.requests[1].messages[2].text == NUMBERS[:200]
    assert "it is too long. Keep every text short." in engine.requests[1].messages[3].text


FAULT = CallFault("It hiccups.", passing=True)


@pytest.mark.parametrize(("faults", "retries", "works"), [(1, 1, True), (2, 1, False), (0, 0, True), (1, 0, False)])
async def test_a_call_is_retried_as_often_as_the_settings_say(
    faults: int, retries: int, works: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.web.faults.FIRST_RETRY_S", 0.0)
    engine = ScriptedEngine(*[[FAULT]] * faults, ["Yes."])
    model = EngineChatModel(engine, replace(OPTIONS, retries=retries))
    if works:
        assert await whole(model) == "Yes."
    else:
        with pytest.raises(CallFault, match="hiccups"):
            await whole(model)
    assert len(engine.requests) == min(faults, retries) + 1


@pytest.mark.parametrize("piece", ["", "Well"])
async def test_only_a_heartbeat_does_not_begin_a_reply(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_cli.web.faults.FIRST_RETRY_S", 0.0)
    model = EngineChatModel(ScriptedEngine([piece, FAULT], ["Yes."]), replace(OPTIONS, retries=1))
    if piece:
        with pytest.raises(CallFault, match="hiccups"):
            await whole(model)
    else:
        assert await whole(model) == "Yes."


@pytest.mark.parametrize(
    ("reply", "first_s", "total_s", "words"),
    [
        ([NEVER], 0.01, 60.0, "has not started to reply within 0.01 seconds"),
        (["Well", NEVER], 0.01, 60.0, "stopped in the middle of its reply within 0.01 seconds"),
        ([NEVER], 60.0, 0.01, "did not finish within 0.01 seconds"),
        (["Well"], 60.0, 0.0, "did not finish within 0 seconds"),
    ],
    ids=["no start", "no end", "too long", "no time at all"],
)
async def test_which_time_is_up(reply: Replies, first_s: float, total_s: float, words: str) -> None:
    options = replace(OPTIONS, first_token_timeout_s=first_s, total_timeout_s=total_s)
    with pytest.raises(CallFault, match=words):
        await whole(EngineChatModel(ScriptedEngine(reply), options))


@pytest.mark.parametrize(("status", "is_reply"), [(299, True), (300, False)])
async def test_a_status_below_300_brings_a_reply(status: int, is_reply: bool) -> None:
    body = json.dumps({"choices": [{"message": {"content": "All right."}, "finish_reason": "stop"}]}).encode()
    with OpenAIStub(default=Behaviour(status=status, body=body)) as stub:
        if is_reply:
            assert await whole(model_of(stub)) == "All right."
        else:
            with pytest.raises(CallFault, match=r"refused the request \(300\)"):
                await whole(model_of(stub))
