"""Calls to a language model that survive bad days: timeouts, retries, a budget, a count, and replies that fit."""

from __future__ import annotations

import asyncio
import json
import time
from asyncio import sleep
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import TokenUsage
from interview_cli.interview.ports import Message, ReplyT
from interview_cli.llm.context import estimated_tokens, fitted, tokens_of
from interview_cli.llm.engine import CallFault, ChatEngine, ChatRequest, TokenCount, UnfinishedReply
from interview_cli.llm.streaming import Alarm, RunawayWatch, restored, without_thoughts
from interview_cli.llm.structured import (
    MAX_REPLY_CHARACTERS,
    THOUGHTS_BEGIN,
    ReplyFault,
    asked_again,
    most_tokens,
    parse_reply,
)
from interview_cli.web.faults import retry_wait_s

if TYPE_CHECKING:
    from pydantic import BaseModel

    from interview_cli.llm.redaction import Redactor
    from interview_cli.llm.throttle import Throttle

_SHOWN_OF_UNFINISHED: Final = 200
"""Characters of an endless reply that the model is shown again: more would make it loop again."""
_PIECES_AT_A_TIME: Final = 100
"""After this many pieces other tasks get their turn, even if more are already there."""
LOOK_TIMEOUT_S: Final = 5.0
"""Timeout of a probe of a server (chosen): a slower server is of no use here."""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """What the settings `llm.*` say about calls, whatever the engine; each field is the setting of its name."""

    context_tokens: int
    first_token_timeout_s: float
    total_timeout_s: float
    retries: int
    prompt_price_per_million: float | None = None
    completion_price_per_million: float | None = None


class EngineChatModel:
    """A `ChatModel` over an engine.

    `dropped_messages` counts the messages left out of prompts so far because they did not fit the context window.
    """

    def __init__(
        self,
        engine: ChatEngine,
        options: CallOptions,
        *,
        redactor: Redactor | None = None,
        throttle: Throttle | None = None,
    ) -> None:
        self._engine = engine
        self._options = options
        self._redactor = redactor
        self._throttle = throttle
        self._usage = TokenUsage()
        self._thinks = False
        self.dropped_messages = 0

    @property
    def name(self) -> str:
        """The engine and its model."""
        return self._engine.name

    @property
    def remote_host(self) -> str | None:
        """The host that what is said is sent to, None when nothing leaves this machine."""
        return self._engine.remote_host

    def absence(self, timeout_s: float = LOOK_TIMEOUT_S) -> ChatModelError | None:
        """Why the model cannot be used now, according to a quick probe; None when it can be, or this is not known."""
        look: Callable[[float], ChatModelError | None] | None = getattr(self._engine, "absence", None)
        return look(timeout_s) if look else None

    @property
    def usage(self) -> TokenUsage:
        """Everything used so far; estimated where the server does not report it."""
        return self._usage

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[str]:
        """The reply in pieces, without what a model writes while thinking.

        A request is repeated only while nothing of its reply has been passed on. Raises ChatModelError.
        """
        request = self._request(messages, schema=None, sample=0)
        said = False
        async with (
            aclosing(self._reply(request, start_over=None)) as raw,
            aclosing(without_thoughts(raw)) as thoughtless,
            aclosing(restored(thoughtless, self._redactor)) as pieces,
        ):
            async for piece in pieces:
                said = said or bool(piece.strip())
                if piece:
                    yield piece
        if not said:
            raise ChatModelError(
                f"{self.name} gave an empty reply.", "Try again, or choose another model with --llm."
            )

    async def complete(self, messages: Sequence[Message], schema: type[ReplyT], *, sample: int = 0) -> ReplyT:
        """A reply that fits the schema; one that does not is sent back once. Raises ChatModelError."""
        request = self._request(messages, schema, sample)
        text, parsed = await self._parsed(request, schema)
        if not isinstance(parsed, ReplyFault):
            return parsed
        self._thinks = self._thinks or not text.strip() or text.lstrip().startswith(THOUGHTS_BEGIN)
        again = asked_again(request.messages, text, parsed, self._options.context_tokens // 8)
        _, parsed = await self._parsed(self._request(again, schema, sample, repair=True), schema)
        if not isinstance(parsed, ReplyFault):
            return parsed
        raise ChatModelError(
            f"{self.name} gave no usable reply, twice: {parsed.brief}",
            "Try again, or choose a larger model with --llm.",
        )

    async def _parsed(self, request: ChatRequest, schema: type[ReplyT]) -> tuple[str, ReplyT | ReplyFault]:
        """A reply and what is in it, or what is wrong with it; parsed in a thread, not in the event loop."""
        pieces: list[str] = []
        try:
            async with aclosing(self._reply(request, start_over=pieces.clear)) as reply:
                async for piece in reply:
                    pieces.append(piece)  # noqa: PERF401 - the list is cleared when the reply starts over
        except UnfinishedReply as unfinished:
            return "".join(pieces)[:_SHOWN_OF_UNFINISHED], ReplyFault(
                f"{unfinished.fault} Keep every text short.", unfinished.fault
            )
        text = "".join(pieces)
        if self._redactor:
            text = self._redactor.restore(text)
        try:
            return text, await asyncio.to_thread(parse_reply, text, schema)
        except ReplyFault as fault:
            return text, fault

    def _request(
        self, messages: Sequence[Message], schema: type[BaseModel] | None, sample: int, *, repair: bool = False
    ) -> ChatRequest:
        """The request as it is sent: masked, and short enough to leave a quarter of the window for the reply.

        The reply may take as many tokens as its schema can need, twice that when it is a repair, and all that the
        window has left when the model thinks aloud first. A repair may take more of the window itself, but nothing is
        left out of it: it would lose what was asked.
        """
        if self._redactor:
            messages = [Message(each.role, self._redactor.mask(each.text)) for each in messages]
        window = self._options.context_tokens
        json_schema, schema_tokens = _json_schema(schema) if schema else (None, 0)
        kept = fitted(messages, window - window // (16 if repair else 4) - schema_tokens)
        if kept is None or (repair and len(kept) < len(messages)):
            raise ChatModelError(
                f"The prompt needs about {tokens_of(messages) + schema_tokens} tokens and does not fit the model's "
                f"window of {window}.",
                "Widen it if the model can: interview config set llm.context_tokens N",
            )
        self.dropped_messages += len(messages) - len(kept)
        room = window - tokens_of(kept) - schema_tokens
        needed = most_tokens(json_schema) if json_schema and not self._thinks else None
        return ChatRequest(kept, json_schema, sample, min(room, (2 if repair else 1) * needed) if needed else room)

    async def _reply(self, request: ChatRequest, start_over: Callable[[], None] | None) -> AsyncGenerator[str, None]:
        """The reply of the first try that works.

        `start_over` makes the caller forget what it has; without it, a reply that has begun is not tried again.
        """
        deadline = time.monotonic() + self._options.total_timeout_s
        retries = 0
        while True:
            begun = False
            try:
                async with self._throttle.turn() if self._throttle else nullcontext(0.0) as waited_s:
                    deadline += waited_s
                    async with aclosing(self._once(request, deadline)) as pieces:
                        async for piece in pieces:
                            begun = begun or bool(piece)
                            yield piece
                return
            except CallFault as fault:
                if not fault.passing or (begun and not start_over):
                    raise
                if fault.busy and self._throttle:
                    if self._throttle.is_hopeless(fault):
                        raise
                elif retries >= self._options.retries:
                    raise
                else:
                    await _wait_for_retry(fault, retries, deadline)
                    retries += 1
            if start_over:
                start_over()

    async def _once(self, request: ChatRequest, deadline: float) -> AsyncGenerator[str, None]:
        """One try, with its timeouts. Leaving it early closes the connection."""
        characters, pieces, count, begun = 0, 0, None, False
        alarm, watch = Alarm(), RunawayWatch()
        try:
            async with aclosing(self._engine.reply(request)) as reply:
                while True:
                    piece = await self._next_piece(reply, alarm, deadline, begun=begun)
                    if piece is None:
                        return
                    if isinstance(piece, TokenCount):
                        count = piece
                        continue
                    begun = True
                    characters += len(piece)
                    pieces += 1
                    if pieces % _PIECES_AT_A_TIME == 0:
                        await sleep(0)
                    if max(characters, pieces) > MAX_REPLY_CHARACTERS:
                        raise UnfinishedReply(
                            f"{self.name} does not stop writing (over {MAX_REPLY_CHARACTERS} characters).",
                            "Try again, or choose another model with --llm.",
                            fault="it is far too long.",
                        )
                    if watch.is_stuck(piece):
                        raise UnfinishedReply(
                            f"{self.name} repeats itself endlessly.",
                            "Try again, or choose a larger model with --llm.",
                            fault="it repeats itself endlessly.",
                        )
                    yield piece
        finally:
            alarm.close()
            if begun or count:
                self._count(count or TokenCount(tokens_of(request.messages), characters // 4))

    async def _next_piece(
        self, reply: AsyncGenerator[str | TokenCount, None], alarm: Alarm, deadline: float, *, begun: bool
    ) -> str | TokenCount | None:
        left_s = deadline - time.monotonic()
        patience_s = self._options.first_token_timeout_s
        try:
            if left_s <= 0:  # pieces that are there already come without a wait in which the alarm could ring
                raise TimeoutError
            with alarm.within(min(left_s, patience_s)):
                return await anext(reply, None)
        except TimeoutError:
            if left_s <= patience_s:
                raise CallFault(
                    f"{self.name} did not finish within {self._options.total_timeout_s:g} seconds.",
                    "Choose a smaller model with --llm, or: interview config set llm.total_timeout_s SECONDS",
                ) from None
            what = "stopped in the middle of its reply" if begun else "has not started to reply"
            raise CallFault(
                f"{self.name} {what} within {patience_s:g} seconds.",
                "It may be loading: try again, or: interview config set llm.first_token_timeout_s SECONDS",
            ) from None

    def _count(self, count: TokenCount) -> None:
        prices = self._options.prompt_price_per_million, self._options.completion_price_per_million
        cost = None
        if any(price is not None for price in prices):
            cost = (count.prompt * (prices[0] or 0) + count.completion * (prices[1] or 0)) / 1_000_000
        self._usage += TokenUsage(count.prompt, count.completion, 1, cost)


async def _wait_for_retry(fault: CallFault, number: int, deadline: float) -> None:
    """Wait as long as the server asks, else with backoff and jitter. Raises the fault when past the deadline."""
    wait_s = retry_wait_s(number, fault.retry_after_s)
    if time.monotonic() + wait_s >= deadline:
        raise fault
    await sleep(wait_s)


@lru_cache(maxsize=64)
def _json_schema(schema: type[BaseModel]) -> tuple[Mapping[str, Any], int]:
    """What the schema looks like as JSON, and about how many tokens it takes; many calls share one."""
    json_schema = schema.model_json_schema()
    return json_schema, estimated_tokens(json.dumps(json_schema))
