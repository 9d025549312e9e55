"""What an engine is: it sends one request to one server and yields the reply as it is written.

Timeouts, retries, budgets, redaction and validation are done for every engine alike (`calling.py`); an engine only
speaks its server's API and reports what went wrong in our terms.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from interview_cli.errors import ChatModelError
from interview_cli.interview.ports import Message
from interview_cli.web.faults import WebFault, seconds_of, shortened

OTHER_SAMPLES_TEMPERATURE: Final = 0.7
"""The temperature of every sample but the first: enough to see how steady a judgement is."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One request. `schema` is a JSON schema the reply must fit; `reply_tokens` is the room left for the reply."""

    messages: Sequence[Message]
    schema: Mapping[str, Any] | None
    sample: int
    reply_tokens: int

    @property
    def temperature(self) -> float:
        """0 for sample 0, the most likely reply."""
        return OTHER_SAMPLES_TEMPERATURE if self.sample else 0.0


@dataclass(frozen=True, slots=True)
class TokenCount:
    """What the server says a request took, in tokens."""

    prompt: int
    completion: int


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the settings `llm.*` say to an engine.

    `base_url` is None for the engine's own server; `context_tokens` is the size of the window that prompts are cut
    to; `keep_alive` is how long a server on this machine keeps the model loaded, as in `10m`.
    """

    base_url: str | None
    context_tokens: int
    keep_alive: str


class ChatEngine(Protocol):
    """One server and one model. Entry points in `interview_cli.chat_models` make one of a model and EngineOptions."""

    @property
    def name(self) -> str:
        """The engine and its model, as in `ollama:llama3.2`."""
        ...

    @property
    def remote_host(self) -> str | None:
        """The host that what is said is sent to, None when nothing leaves this machine."""
        ...

    def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        """The reply in pieces and, if the server reports it, one count. An empty piece is a heartbeat.

        Closing the generator closes the connection. Raises CallFault.
        """
        ...


class CallFault(ChatModelError):
    """A request failed.

    `passing`: the fault is transient; `busy`: the server asks everyone to slow down; `about_it`: the reason may lie
    in what was sent, as when the server broke down over it or withholds its reply.
    """

    unreachable = True

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        passing: bool = False,
        busy: bool = False,
        about_it: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, remedy)
        self.passing = passing
        self.busy = busy
        self.about_it = about_it
        self.retry_after_s = retry_after_s

    @classmethod
    def of(cls, fault: WebFault) -> CallFault:
        """The same fault, of a call to a language model."""
        return cls(fault.message, fault.remedy, passing=fault.passing)


class UnfinishedReply(CallFault):
    """A reply that began and did not end properly: cut off, or endless. `fault` words it for the model.

    The server works, and the reason may lie in what was sent.
    """

    unreachable = False

    def __init__(self, message: str, remedy: str, *, fault: str) -> None:
        super().__init__(message, remedy, about_it=True)
        self.fault = fault


def status_fault(name: str, status: int, retry_after: str | None, detail: str) -> CallFault | None:
    """The fault for statuses that mean the same everywhere (429 and 5xx), None for others."""
    wait_s = seconds_of(retry_after, datetime.now(UTC))
    if status == 429:
        wait = "a little" if wait_s is None or wait_s < 120 else f"{wait_s / 60:,.0f} minutes, as it asks"
        return CallFault(
            f"The server of {name} is limiting requests (429).",
            f"Wait {wait}, or check the limits of your plan.",
            passing=True,
            busy=True,
            retry_after_s=wait_s,
        )
    if status >= 500:
        return CallFault(
            f"The server of {name} failed ({status}): {shortened(detail)}",
            "Try again shortly; if it persists, restart the server or check its log.",
            passing=True,
            about_it=True,
            retry_after_s=wait_s,
        )
    return None


class _Closable(Protocol):
    async def close(self) -> None: ...


ClientT = TypeVar("ClientT", bound=_Closable)


_HELD: WeakKeyDictionary[asyncio.AbstractEventLoop, list[AsyncGenerator[None, None]]] = WeakKeyDictionary()
"""What keeps clients open until their loop ends, even when their engine is forgotten earlier."""


class ClientPerLoop(Generic[ClientT]):
    """A client that keeps its connections for as long as the event loop runs, and is closed with it.

    `prepare` imports the client's library and reads certificates, up to a second of work: it runs in a thread, so
    that no screen freezes, and once, however many calls wait for it. What it returns makes the client, in the
    loop. After a failure the next call tries again.

    The client is held by an async generator: loops close those that are left open when they end
    (`loop.shutdown_asyncgens`, which `asyncio.run` calls). A client of an earlier loop is not used again.
    """

    def __init__(self, prepare: Callable[[], Callable[[], ClientT]]) -> None:
        self._prepare = prepare
        self._making: asyncio.Task[ClientT] | None = None

    async def get(self) -> ClientT:
        """This loop's client. Raises what `prepare` and the making raise."""
        loop = asyncio.get_running_loop()
        if self._making is None or self._making.get_loop() is not loop or _has_failed(self._making):
            self._making = loop.create_task(self._make())
            self._making.add_done_callback(_has_failed)  # a failure counts as seen, though all callers may be gone
        return await asyncio.shield(self._making)  # a caller that leaves takes it from nobody

    async def _make(self) -> ClientT:
        client = (await asyncio.to_thread(self._prepare))()
        holder = _held(client)
        _HELD.setdefault(asyncio.get_running_loop(), []).append(holder)
        await anext(holder)
        return client


def _has_failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _held(client: _Closable) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await client.close()
