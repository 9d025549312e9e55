"""What the stub servers share: HTTP on loopback, scripted faults, and a record of what was asked."""

from __future__ import annotations

import json
import re
import select
import socket
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PATIENCE_S = 120.0
"""How long the server waits for anything before it gives up: longer than any test should take."""


class Hold:
    """A gate in front of a reply: the request waits until `open()`. `reached` is set when the first one waits."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def open(self) -> None:
        """Let everything through."""
        self._open.set()

    @property
    def is_open(self) -> bool:
        return self._open.is_set()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How one chat request is treated. The default is a good reply at once."""

    status: int = 200
    """Another status is answered with an error in the API's own form."""
    error: str = "the server is in trouble"
    """The error's text."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, as in {"Retry-After": "1"}."""
    latency_s: float = 0.0
    """Waits so long before the first piece of the reply (its status is sent before, as real servers do)."""
    piece_s: float = 0.0
    """Waits so long before every further piece."""
    hold: Hold | None = None
    """Waits for this gate before the first piece."""
    stall_after: int | None = None
    """Falls silent after so many pieces, until the client hangs up or the server is closed."""
    disconnect_after: int | None = None
    """Cuts the connection after so many pieces; 0 cuts it before the status."""
    cut_after: int | None = None
    """Ends the reply properly, but after so many characters of its text: half a JSON."""
    body: bytes | None = None
    """Answers with this instead of anything the API knows."""
    wire: Callable[[], Iterable[bytes]] | None = None
    """Puts these bytes on the connection instead of an answer in HTTP, and closes it."""


@dataclass(slots=True)
class ChatCall:
    """One request to the chat: what was asked, and whether the client hung up before the end."""

    path: str
    headers: dict[str, str]
    """By lower-case name."""
    body: dict[str, Any]
    messages: list[dict[str, Any]]
    model: str
    stream: bool
    schema: dict[str, Any] | None
    """The JSON schema the reply has to fit, when one was sent along."""
    disconnected: threading.Event = field(default_factory=threading.Event)

    @property
    def text(self) -> str:
        """All messages in one text."""
        return "\n".join(str(message["content"]) for message in self.messages)


@dataclass(frozen=True, slots=True)
class HttpReply:
    """A whole answer, for paths a test adds to `routes`."""

    body: bytes
    content_type: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def criteria_in(schema: Mapping[str, Any]) -> list[str]:
    """The criteria that a judgement of this form has to hold."""
    return [name.removesuffix("_score") for name in schema["properties"] if name.endswith("_score")]


Reply = str | Sequence[str] | Callable[[ChatCall], str]
Route = Callable[[Mapping[str, str], bytes], HttpReply]
"""From headers (by lower-case name) and body to the answer."""


class StubServer(ABC):
    """A server of one API; use it as a context manager. Subclasses know the API's own forms."""

    chat_path: str
    """Where this API's chat is."""

    def __init__(
        self,
        reply: Reply = "All right.",
        *,
        script: Iterable[Behaviour] = (),
        default: Behaviour | None = None,
        models: Sequence[str] = ("stub:latest",),
    ) -> None:
        self.models = list(models)
        self.requests: list[ChatCall] = []
        self.probes: list[str] = []
        """The paths of all other requests."""
        self.most_at_once = 0
        """The most chat requests that were being answered at the same time."""
        self.routes: dict[str, Route] = {}
        """Further paths a test answers itself."""
        self.closing = threading.Event()
        self._reply = reply
        self._script = list(script)
        self._default = default or Behaviour()
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._at_once = 0
        self._replies = 0
        self._server = _Server(("127.0.0.1", 0), _handler_for(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def address(self) -> str:
        """The server's root, as in http://127.0.0.1:40001."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """The base address a client is given."""
        return self.address

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def add(self, *behaviours: Behaviour) -> None:
        """Treat the next requests so, after those already scripted."""
        with self._lock:
            self._script += behaviours

    def wait_for_requests(self, count: int) -> None:
        """Wait until so many chat requests have arrived."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.requests) >= count, PATIENCE_S):
                raise AssertionError(f"{len(self.requests)} requests came, not {count}")

    def wait_for_disconnect(self, index: int = -1) -> None:
        """Wait until the client of this request has hung up before its reply was complete."""
        if not self.requests[index].disconnected.wait(PATIENCE_S):
            raise AssertionError("the client never hung up")

    def begin(self, call: ChatCall) -> None:
        """Take note of a request."""
        with self._arrived:
            self.requests.append(call)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            self._arrived.notify_all()

    def next_reply(self, call: ChatCall) -> tuple[str, Behaviour]:
        """What to reply, and how."""
        with self._lock:
            behaviour = self._script.pop(0) if self._script else self._default
            number = self._replies
            replies = behaviour.status == 200 and behaviour.body is None and behaviour.wire is None
            self._replies += replies
        if not replies:
            return "", behaviour
        if isinstance(self._reply, str):
            return self._reply, behaviour
        if callable(self._reply):
            return self._reply(call), behaviour
        return self._reply[min(number, len(self._reply) - 1)], behaviour

    def end(self) -> None:
        """A request is done."""
        with self._lock:
            self._at_once -= 1

    @abstractmethod
    def read_call(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> ChatCall:
        """A request of this API."""

    @abstractmethod
    def refuse(self, call: ChatCall) -> tuple[int, bytes] | None:
        """The status and body for a request no server of this API would take: an unknown model."""

    @abstractmethod
    def error_body(self, status: int, text: str) -> bytes:
        """An error as this API tells it."""

    @abstractmethod
    def stream_type(self, call: ChatCall) -> str:
        """The content type of the reply."""

    @abstractmethod
    def frames(self, call: ChatCall, pieces: Sequence[str]) -> Iterator[bytes]:
        """The reply on the wire: one frame for each piece, then what ends it."""

    @abstractmethod
    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """The status and body for any other request."""


def tokens(text: str) -> int:
    """About as many tokens as a real server would count."""
    return len(re.findall(r"\w+|[^\w\s]", text))


def pieces_of(text: str) -> list[str]:
    """The text in pieces of a word with the space before it."""
    return re.findall(r"\s*\S+\s*$|\s*\S+|\s+", text)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open."""
        with self._open_lock:
            for each in self._open:
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was faster
                    continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _ClientGone(Exception):
    pass


def _handler_for(stub: StubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _answer(self, raw: bytes) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            path = self.path.split("?")[0]
            if path in stub.routes:
                reply = stub.routes[path](headers, raw)
                self._send(reply.status, reply.content_type, reply.body, reply.headers)
            elif path == stub.chat_path and self.command == "POST":
                self._chat(stub.read_call(path, headers, json.loads(raw)))
            else:
                stub.probes.append(path)
                status, body = stub.get(path, headers)
                self._send(status, "application/json", body)

        def _chat(self, call: ChatCall) -> None:
            stub.begin(call)
            try:
                if refused := stub.refuse(call):
                    self._send(refused[0], "application/json", refused[1])
                else:
                    self._behave(call, *stub.next_reply(call))
            except (_ClientGone, ConnectionError):
                call.disconnected.set()
                self.close_connection = True
            finally:
                stub.end()

        def _behave(self, call: ChatCall, text: str, behaviour: Behaviour) -> None:
            if behaviour.wire is not None:
                for part in behaviour.wire():
                    self._wait(0)
                    self.wfile.write(part)
                self._cut()
            elif behaviour.body is not None:
                self._send(behaviour.status, "application/json", behaviour.body, behaviour.headers)
            elif behaviour.status != 200:
                body = stub.error_body(behaviour.status, behaviour.error)
                self._send(behaviour.status, "application/json", body, behaviour.headers)
            elif behaviour.disconnect_after == 0:
                self._cut()
            else:
                self._stream(call, pieces_of(text[: behaviour.cut_after]), behaviour)

        def _stream(self, call: ChatCall, pieces: list[str], behaviour: Behaviour) -> None:
            self.send_response(200)
            self.send_header("Content-Type", stub.stream_type(call))
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._wait(behaviour.latency_s, behaviour.hold)
            for number, frame in enumerate(stub.frames(call, pieces)):
                if number == behaviour.stall_after:
                    self._wait(PATIENCE_S)
                if number == behaviour.disconnect_after:
                    self._cut()
                    return
                self._wait(behaviour.piece_s if number else 0)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(frame), frame))
            self.wfile.write(b"0\r\n\r\n")

        def _wait(self, seconds: float, hold: Hold | None = None) -> None:
            """Wait, unless the client hangs up or the server is closed: both end the request."""
            if hold:
                hold.reached.set()
                seconds = PATIENCE_S
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0 and not (hold and hold.is_open):
                if stub.closing.is_set():
                    raise _ClientGone
                readable, _, _ = select.select([self.connection], [], [], min(left, 0.01))
                if readable and not self.connection.recv(1, socket.MSG_PEEK):
                    raise _ClientGone

        def _cut(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def _send(
            self, status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler
