"""What engines over HTTP share: sending, streaming events, and turning failures into our faults."""

from __future__ import annotations

import io
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.request import getproxies

from interview_cli.llm.engine import (
    CallFault,
    ChatRequest,
    ClientPerLoop,
    TokenCount,
    UnfinishedReply,
    status_fault,
)
from interview_cli.llm.server_events import EventReader
from interview_cli.web.addresses import below, no_address, remote_host_of, require_address, shown_address
from interview_cli.web.faults import WebFault, shortened
from interview_cli.web.secrets import Secrets
from interview_cli.web.transport import not_on_the_way, prepared_session

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

MAX_REFUSAL_BYTES: Final = 64_000
"""As much is read of the words in which a server refuses."""
MOST_TOKENS: Final = 1_000_000_000
"""No request takes more (chosen); a larger count is none."""
_JSON: Final = {"Content-Type": "application/json"}
_NOT_UNDERSTOOD: Final = frozenset({400, 422})
"""What servers answer to a request with fields they do not know."""


@dataclass(frozen=True, slots=True)
class Received:
    """What one event of a reply says: a piece of it, why it ended when it did, and its count of tokens."""

    text: str = ""
    ended: str | None = None
    count: TokenCount | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An unsuccessful status, with the API's own words (no body of anything else) and its error code."""

    status: int
    words: str
    code: str | None
    retry_after: str | None


class HttpEngine(ABC):
    """One model of a server over HTTP. Subclasses know their API's requests, events and refusals.

    Raises CallFault for an address that cannot be one.
    """

    language: ClassVar[str]
    """Whose API it is, as in "OpenAI's"."""
    remedy: ClassVar[str]
    """What to check when something else answers."""
    path: ClassVar[str]
    """Where the chat is, below the server's address."""
    list_path: ClassVar[str]
    """Where the models are listed."""
    server_sent: ClassVar[bool]
    """Whether events are server-sent ones; else they are lines of JSON."""

    def __init__(self, name: str, model: str, address: str, key: str | None = None) -> None:
        self.name = name
        self._model = model
        self._address = address
        self._key = key
        self._keeps_open = False
        self._secrets = Secrets(key, address, *getproxies().values())
        with _as_call_faults():
            require_address(address, self.remedy)
        self._sessions: ClientPerLoop[ClientSession] = ClientPerLoop(self._prepared)

    @property
    def remote_host(self) -> str | None:
        """The server's host, None when it is this machine."""
        return remote_host_of(self._address)

    async def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        """The reply in pieces, then the count if the server reports one. Raises CallFault."""
        async with aclosing(self._events(request)) as pieces, aclosing(self._secrets.kept_from(pieces)) as safe:
            async for piece in safe:
                yield piece

    def absence(self, timeout_s: float) -> CallFault | None:
        """Why the model cannot be used now, according to the list of models; None when it can be."""
        from interview_cli.llm.probing import ask

        probe = ask(below(self._address, self.list_path), timeout_s, self._key)
        if probe.status is None:
            return self._not_running()
        if probe.status in {401, 403}:
            return self._fault(Refusal(probe.status, "", None, None))
        return self._unlisted(probe.answer)

    def _prepared(self) -> Callable[[], ClientSession]:
        """What makes a session. Called once, in a thread: what takes long to import is imported here."""
        with _as_call_faults():
            return prepared_session(self._address, self._key, self.remedy)

    def _unlisted(self, answer: object) -> CallFault | None:  # noqa: ARG002 - few lists are conclusive
        """The fault when the list of models shows that this one is not there."""
        return None

    @abstractmethod
    def _bodies(self, request: ChatRequest) -> Iterable[dict[str, Any]]:
        """The request in every form to try, the fullest first."""

    @abstractmethod
    def _read_event(self, event: Mapping[str, Any], *, is_whole: bool) -> list[Received]:
        """What an event says, `is_whole` when it is the only one. Raises anything when it is none of this API's."""

    @abstractmethod
    def _refused(self, refusal: Refusal) -> CallFault | None:
        """The fault for a refusal that this API gives a meaning of its own."""

    @abstractmethod
    def _not_running(self) -> CallFault:
        """The fault when nothing answers."""

    @abstractmethod
    def _cut_off(self, request: ChatRequest) -> UnfinishedReply:
        """The fault when the limit of tokens ended the reply."""

    async def _events(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        session = await self._sessions.get()
        import aiohttp

        begun = finished = False
        events = EventReader(server_sent=self.server_sent)
        try:
            async with await self._open(session, request) as response:
                while not events.ended:
                    for event in events.read(await response.content.readany()):
                        if event.get("error"):
                            raise CallFault(
                                f"{self.name} failed: {self._safe(_message(event))}", "Check its log.", passing=True
                            )
                        for received in self._read_event(event, is_whole=events.is_whole):
                            begun = begun or received.count is None
                            finished = finished or received.ended is not None
                            yield received.count or received.text
                            self._require_whole(received.ended, request)
        except aiohttp.ClientConnectorError as error:
            fault = not_on_the_way(self._address, error)
            raise (CallFault.of(fault) if fault else self._not_running()) from None
        except aiohttp.ConnectionTimeoutError:
            what = f"The server at {shown_address(self._address)} takes no connection: it is busy, or out of reach."
            raise CallFault(what, "Try again later.", passing=True) from None
        except (aiohttp.InvalidURL, UnicodeError):  # a host's name that is none
            raise CallFault.of(no_address(self._address, self.remedy)) from None
        except aiohttp.ClientError:
            raise self._lost() from None
        except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError):
            raise self._not_spoken() from None  # events of another kind
        if events.broken_off or (begun and not finished):
            raise self._lost()
        if not begun:
            raise self._not_spoken()

    async def _open(self, session: ClientSession, request: ChatRequest) -> ClientResponse:
        """The answer of the server, whose events are still to come."""
        first_refusal: CallFault | None = None
        for number, body in enumerate(self._bodies(request)):
            response = await self._post(session, json.dumps(body).encode())
            if response.status < 300:
                self._took(request, number)
                return response
            async with response:
                words, code = _words_and_code(await _start_of(response))
            refusal = Refusal(
                response.status, words or response.reason or "", code, response.headers.get("Retry-After")
            )
            fault = self._fault(refusal)
            if refusal.status not in _NOT_UNDERSTOOD or code == "context_length_exceeded":
                raise fault
            first_refusal = first_refusal or fault
        assert first_refusal is not None
        raise first_refusal

    async def _post(self, session: ClientSession, body: bytes) -> ClientResponse:
        """Send the request; once more when the server has closed a connection that was kept open after a reply."""
        import aiohttp

        async def send() -> ClientResponse:
            return await session.post(
                below(self._address, self.path),
                data=io.BytesIO(body),
                headers=_JSON,
                allow_redirects=False,  # a redirect could take what is said to another machine
            )

        reusable, self._keeps_open = self._keeps_open, False
        try:
            response = await send()
        except aiohttp.ServerDisconnectedError:
            if not reusable:
                raise
            response = await send()
        self._keeps_open = True
        return response

    def _took(self, request: ChatRequest, number: int) -> None:  # noqa: B027 - few engines remember
        """The server has taken this form of the request."""

    def _fault(self, refusal: Refusal) -> CallFault:
        words = self._safe(refusal.words)
        refusal = Refusal(refusal.status, words, refusal.code, refusal.retry_after)
        return (
            self._refused(refusal)
            or status_fault(self.name, refusal.status, refusal.retry_after, words)
            or CallFault(f"The server of {self.name} refused the request ({refusal.status}): {words}", self.remedy)
        )

    def _require_whole(self, ended: str | None, request: ChatRequest) -> None:
        if ended == "length":
            raise self._cut_off(request)
        if ended == "content_filter":
            raise CallFault(
                f"The server of {self.name} withheld its reply (content filter).",
                "Choose another model.",
                about_it=True,
            )

    def _lost(self) -> CallFault:
        return CallFault(f"The connection to {self.name} was lost.", "Check the network or the server.", passing=True)

    def _not_spoken(self) -> CallFault:
        what = f"What answers at {shown_address(self._address)} does not speak {self.language} API."
        return CallFault(what, self.remedy)

    def _safe(self, words: str) -> str:
        """A server's words, shortened, without secrets, which some servers repeat."""
        return shortened(self._secrets.removed(words))


def count_of(prompt: object, completion: object) -> list[Received]:
    """The count a server reports, none when it cannot be one: not whole, below zero, or beyond all windows."""
    if any(type(each) is not int or not 0 <= each <= MOST_TOKENS for each in (prompt, completion)):
        return []
    assert isinstance(prompt, int)
    assert isinstance(completion, int)
    return [Received(count=TokenCount(prompt, completion))]


def text_of(content: object) -> str:
    """The text of a message: a text, a list of parts that may be texts, or nothing. Raises TypeError for others."""
    if isinstance(content, str):
        return content
    if content is None:
        return ""
    if not isinstance(content, list):
        raise TypeError
    return "".join(each if isinstance(each, str) else str(each.get("text") or "") for each in content)


@contextmanager
def _as_call_faults() -> Iterator[None]:
    try:
        yield
    except WebFault as fault:
        raise CallFault.of(fault) from None


async def _start_of(response: ClientResponse) -> str:
    text = bytearray()
    while len(text) < MAX_REFUSAL_BYTES and (chunk := await response.content.readany()):
        text += chunk
    return text.decode(errors="replace")


def _words_and_code(refusal: str) -> tuple[str, str | None]:
    """What a server says when it refuses, and OpenAI's code for it; no words of what is no refusal of an API."""
    try:
        event = json.loads(refusal)
        error = event["error"]
        code = error.get("code") if isinstance(error, Mapping) else None
        return _message(event), code if isinstance(code, str) else None
    except (ValueError, TypeError, LookupError, RecursionError):  # a page of a proxy, or other JSON
        return "", None


def _message(event: Mapping[str, Any]) -> str:
    error = event["error"]
    return str(error.get("message") or "no reason given") if isinstance(error, Mapping) else str(error)
