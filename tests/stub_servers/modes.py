"""Every way in which a model server has been seen, or can be thought, to misbehave: one table for all APIs.

A mode is a `Behaviour` for each API and what has to come of it: the good reply all the same, or one message with the
words of `fault`; `passing` faults are tried again.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.stub_servers.server import Behaviour, Hold


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one API writes a reply down."""

    name: str

    def event(self, value: Any) -> bytes:
        """A value as an event of its own."""
        return self.raw(json.dumps(value).encode())

    def raw(self, data: bytes) -> bytes:
        """Bytes in the place of an event's JSON."""
        return b"data: %s\n\n" % data if self.name == "openai" else b"%s\n" % data

    def piece(self, content: Any, **others: Any) -> bytes:
        """A piece of the reply."""
        if self.name == "openai":
            return self.event({"choices": [{"delta": {"content": content} | others, "finish_reason": None}]})
        return self.event({"message": {"role": "assistant", "content": content} | others, "done": False})

    def end(self, reason: str = "stop", prompt: str = "7", completion: str = "5") -> bytes:
        """The end of the reply, with counts as they are written in JSON."""
        if self.name == "openai":
            stop = self.event({"choices": [{"delta": {}, "finish_reason": reason}]})
            usage = '{"choices": [], "usage": {"prompt_tokens": %s, "completion_tokens": %s}}'
            return stop + self.raw((usage % (prompt, completion)).encode()) + b"data: [DONE]\n\n"
        done = '{"message": {}, "done": true, "done_reason": "%s", "prompt_eval_count": %s, "eval_count": %s}'
        return self.raw((done % (reason, prompt, completion)).encode())

    def reply(self, text: str, **end: str) -> bytes:
        """A whole reply, in two pieces."""
        middle = len(text) // 2
        return self.piece(text[:middle]) + self.piece(text[middle:]) + self.end(**end)

    def whole(self, text: str) -> bytes:
        """A whole reply in one object, as from a server that does not stream."""
        if self.name == "openai":
            return json.dumps({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}).encode()
        return json.dumps({"message": {"content": text}, "done": True}).encode()


DIALECTS = {name: Dialect(name) for name in ("openai", "ollama")}

Make = Callable[[Dialect, str], Behaviour]
"""From an API and the text of the good reply to what its server does."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One kind of misbehaviour. `fault` None: the good reply comes through."""

    make: Make
    fault: str | None = None
    passing: bool = False
    settings: Mapping[str, float] = field(default_factory=dict)


def _body(make: Callable[[Dialect, str], bytes], **headers: str) -> Make:
    return lambda dialect, text: Behaviour(
        body=make(dialect, text), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def _wire(make: Callable[[Dialect, str], Iterable[bytes]]) -> Make:
    return lambda dialect, text: Behaviour(wire=lambda: make(dialect, text))


def _always(behaviour: Behaviour) -> Make:
    return lambda _dialect, _text: behaviour


def _http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def _length(body: bytes, said: int | str | None = None) -> bytes:
    return _http(body, f"Content-Length: {len(body) if said is None else said}")


def _chunked(*chunks: bytes) -> bytes:
    return _http(b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks), "Transfer-Encoding: chunked")


def _endless(first: bytes, more: bytes) -> Iterator[bytes]:
    """A body of unknown length that goes on until the client hangs up."""
    yield _http(first, "Connection: close")
    while True:
        yield more


_LOST = "was lost"
_STRANGE = "does not speak"
_HURRY = {"total_timeout_s": 0.4, "first_token_timeout_s": 0.2}

CONNECTION: dict[str, Mode] = {
    "hangs up at once": Mode(_always(Behaviour(disconnect_after=0)), _LOST, passing=True),
    "hangs up after two pieces": Mode(_always(Behaviour(disconnect_after=2)), _LOST, passing=True),
    "hangs up after the status": Mode(_wire(lambda _d, _t: [_http(b"", "Content-Length: 99")]), _LOST, passing=True),
    "hangs up in mid-line": Mode(_wire(lambda d, t: [_length(d.reply(t)[:-15], 9_999)]), _LOST, passing=True),
    "ends properly in mid-line": Mode(_body(lambda d, t: d.piece(t) + d.piece(t)[:-9]), _LOST, passing=True),
    "ends in the mark of an event": Mode(_body(lambda d, t: d.piece(t) + d.piece(t)[:1]), _LOST, passing=True),
    "ends in one object": Mode(_body(lambda d, t: d.whole(t)[:-9]), _LOST, passing=True),
    "ends without an end": Mode(_body(lambda d, t: d.piece(t)), _LOST, passing=True),
    "never begins": Mode(
        _always(Behaviour(hold=Hold())), "has not started to reply", settings={**_HURRY, "total_timeout_s": 9}
    ),
    "falls silent": Mode(
        _always(Behaviour(stall_after=1)), "stopped in the middle", settings={**_HURRY, "total_timeout_s": 9}
    ),
    "dribbles": Mode(
        _always(Behaviour(piece_s=0.15)), "did not finish within", settings=_HURRY | {"first_token_timeout_s": 9}
    ),
    "not HTTP": Mode(_wire(lambda _d, _t: [b"\x00\xff" * 400]), _LOST, passing=True),
    "another protocol": Mode(_wire(lambda _d, _t: [b"SSH-2.0-OpenSSH_9.2\r\n"]), _LOST, passing=True),
    "an endless header": Mode(_wire(lambda _d, _t: [_http(b"", "X-Long: " + "x" * 100_000)]), _LOST, passing=True),
    "too many headers": Mode(
        _wire(lambda _d, _t: [_http(b"", *(f"X-{n}: 1" for n in range(20_000)))]), _LOST, passing=True
    ),
    "a line end in a header": Mode(
        _wire(lambda d, t: [_http(d.reply(t), "X-A: 1\rX-B: 2", "Connection: close")]), _LOST, passing=True
    ),
    "bad size of a chunk": Mode(
        _wire(lambda _d, _t: [_http(b"zz\r\nhm\r\n", "Transfer-Encoding: chunked")]), _LOST, passing=True
    ),
    "a length below zero": Mode(_wire(lambda d, t: [_length(d.reply(t), -5)]), _LOST, passing=True),
    "a length that is too short": Mode(
        _wire(lambda d, t: [_length(d.reply(t), len(d.piece(t)) // 2)]), _LOST, passing=True
    ),
    "no length at all": Mode(_wire(lambda d, t: [_http(d.reply(t), "Connection: close")])),
    "HTTP 1.0": Mode(_wire(lambda d, t: [_http(d.reply(t)).replace(b"HTTP/1.1", b"HTTP/1.0")])),
    "a byte at a time": Mode(_wire(lambda d, t: [_chunked(*(bytes([byte]) for byte in d.reply(t)), b"")])),
    "goes on first": Mode(_wire(lambda d, t: [_http(b"", status="100 Continue"), _length(d.reply(t))])),
}
"""The connection, and HTTP."""

STATUS: dict[str, Mode] = {
    "no content": Mode(_always(Behaviour(status=204, body=b"")), _STRANGE),
    "redirect": Mode(
        _always(Behaviour(status=307, headers={"Location": "http://192.0.2.1/"})), r"refused the request \(307\)"
    ),
    "requires a key": Mode(_always(Behaviour(status=401)), r"(requires a|accept the) key \(401\)"),
    "forbids": Mode(_always(Behaviour(status=403)), r"(requires a|accept the) key \(403\)"),
    "not found": Mode(_always(Behaviour(status=404, error="model 'stub' not found")), "has no model"),
    "a page not found": Mode(_always(Behaviour(status=404, body=b"<html>404</html>")), r"\(404\)"),
    "too large": Mode(_always(Behaviour(status=413)), r"refused the request \(413\)"),
    "not understood": Mode(_always(Behaviour(status=422)), r"refused the request \(422\)"),
    "busy": Mode(_always(Behaviour(status=429, headers={"Retry-After": "0"})), "is limiting requests", passing=True),
    "busy for ever": Mode(
        _always(Behaviour(status=429, headers={"Retry-After": "9" * 4000})), "is limiting requests"
    ),
    "busy until yesterday": Mode(
        _always(Behaviour(status=429, headers={"Retry-After": "Mon, 01 Jan 1990 00:00:00 GMT"})),
        "is limiting requests",
        passing=True,
    ),
    "busy for who knows how long": Mode(
        _always(Behaviour(status=429, headers={"Retry-After": "-1 or soon"})), "is limiting requests", passing=True
    ),
    "fails": Mode(
        _always(Behaviour(status=500, error="out of\nmemory")), r"failed \(500\): out of memory", passing=True
    ),
    "a page of a proxy": Mode(
        _always(Behaviour(status=502, body=b"<html>nginx at 10.0.0.7</html>")),
        r"failed \(502\): Bad Gateway\n",
        passing=True,
    ),
    "unavailable": Mode(_always(Behaviour(status=503, body=b"{" * 200_000)), r"failed \(503\)", passing=True),
    "overloaded": Mode(
        _always(Behaviour(status=529, body=b'{"error": {"message": null}}')), r"failed \(529\)", passing=True
    ),
    "a status nobody knows": Mode(_always(Behaviour(status=599, body=b"[]")), r"failed \(599\)", passing=True),
}
"""What the server says it did."""

BODY: dict[str, Mode] = {
    "nothing": Mode(_body(lambda _d, _t: b""), _STRANGE),
    "blanks": Mode(_body(lambda _d, _t: b" " * 200_000), _STRANGE),
    "line ends": Mode(_body(lambda _d, _t: b"\n" * 200_000), _STRANGE),
    "a page": Mode(_body(lambda _d, _t: b"<html>It works!</html>"), _STRANGE),
    "a list": Mode(_body(lambda _d, _t: b"[1, 2]\n"), _STRANGE),
    "a list as event": Mode(_body(lambda d, _t: d.raw(b"[1, 2]")), _STRANGE),
    "null": Mode(_body(lambda d, _t: d.raw(b"null")), _STRANGE),
    "a number": Mode(_body(lambda d, _t: d.raw(b"12")), _STRANGE),
    "an empty object": Mode(_body(lambda d, _t: d.raw(b"{}")), _STRANGE),
    "a long number": Mode(_body(lambda d, _t: d.raw(b"1" * 10_000)), _STRANGE),
    "deeply nested": Mode(_body(lambda d, _t: d.raw(b"[" * 200_000)), _STRANGE),
    "two objects in a line": Mode(_body(lambda d, _t: d.raw(b'{"a": 1}{"b": 2}')), _STRANGE),
    "no UTF-8": Mode(_body(lambda _d, _t: b"\xff\xfe\x00{" * 50), _STRANGE),
    "UTF-16": Mode(_body(lambda d, t: d.reply(t).decode().encode("utf-16")), _STRANGE),
    "NUL bytes": Mode(_body(lambda _d, _t: b"\x00" * 5_000 + b"\n"), _STRANGE),
    "a line without an end": Mode(_body(lambda d, _t: d.raw(b" " * 3_000_000).rstrip(b"\n") + b"x"), _STRANGE),
    "an object without an end": Mode(_wire(lambda _d, _t: _endless(b"{", b" " * 60_000)), _STRANGE),
    "line ends without an end": Mode(
        _wire(lambda _d, _t: _endless(b"", b"\n" * 60_000)), "has not started|did not finish", settings=_HURRY
    ),
    "a little that unpacks to a lot": Mode(
        _body(lambda _d, _t: gzip.compress(b"data: " + b" " * 50_000_000), Content_Encoding="gzip"), _STRANGE
    ),
    "packed in a broken way": Mode(_body(lambda _d, _t: b"\x00" * 99, Content_Encoding="gzip"), _LOST, passing=True),
    "lines end as on Windows": Mode(_body(lambda d, t: d.reply(t).replace(b"\n", b"\r\n"))),
    "all in one object": Mode(_body(lambda d, t: d.whole(t))),
    "an error in mid-stream": Mode(
        _body(lambda d, t: d.piece(t) + d.event({"error": {"message": "the engine is dead"}})),
        "engine is dead",
        passing=True,
    ),
    "an error that is a text": Mode(_body(lambda d, _t: d.event({"error": "no memory"})), "no memory", passing=True),
    "an error that is a list": Mode(
        _body(lambda d, _t: d.event({"error": [["x"] * 9_000]})), "failed: ", passing=True
    ),
}
"""What the server sends."""

REPLY: dict[str, Mode] = {
    "content is a list of parts": Mode(
        _body(lambda d, t: d.piece([{"type": "text", "text": t[:4]}, {"type": "text", "text": t[4:]}]) + d.end())
    ),
    "content is null at first": Mode(_body(lambda d, t: d.piece(None) + d.reply(t))),
    "content is a number": Mode(_body(lambda d, _t: d.piece(4) + d.end()), _STRANGE),
    "content is an object": Mode(_body(lambda d, _t: d.piece({"text": "x"}) + d.end()), _STRANGE),
    "content is missing": Mode(_body(lambda d, t: d.event({"choices": [{}], "message": {}}) + d.reply(t))),
    "choices of text": Mode(_body(lambda d, _t: d.event({"choices": "abc", "message": "abc"})), _STRANGE),
    "calls a tool": Mode(_body(lambda d, _t: d.piece(None, tool_calls=[{"id": "1"}]) + d.end()), "empty"),
    "only thinks": Mode(_body(lambda d, _t: d.piece("", thinking="Hm.", reasoning="Hm.") * 50 + d.end()), "empty"),
    "thinks first": Mode(_body(lambda d, t: d.piece("<think>Hm.</think>") + d.reply(t))),
    "thinks without an end": Mode(
        _body(lambda d, _t: d.piece("<think>" + " ".join(map(str, range(18_000)))) + d.end()), "empty|all thoughts"
    ),
    "thinks anew again and again": Mode(
        _body(lambda d, _t: b"".join(d.piece(f"<think> {n} ") for n in range(7_000)) + d.end()), "empty|all thoughts"
    ),
    "counts 10^400 tokens": Mode(_body(lambda d, t: d.reply(t, prompt="1" + "0" * 400, completion="1" + "0" * 400))),
    "counts below zero": Mode(_body(lambda d, t: d.reply(t, prompt="-7", completion="-5"))),
    "counts without an end": Mode(_body(lambda d, t: d.reply(t, prompt="1e999", completion="1e999"))),
    "counts nothing": Mode(_body(lambda d, t: d.reply(t, prompt="null", completion='"many"'))),
    "cut off": Mode(_body(lambda d, t: d.piece(t[:9]) + d.end("length")), "cut off"),
    "says nothing": Mode(_body(lambda d, _t: d.piece("") + d.end()), "empty"),
    "blanks for a reply": Mode(_body(lambda d, _t: d.piece(" \n\t") * 100 + d.end()), "empty"),
    "blanks without an end": Mode(_wire(lambda d, _t: _endless(d.piece(" "), d.piece(" ") * 50)), "repeats itself"),
    "pieces without a text": Mode(
        _wire(lambda d, _t: _endless(d.piece(""), d.piece("") * 50)), "does not stop|far too long"
    ),
    "says the same again and again": Mode(
        _wire(lambda d, _t: _endless(d.piece("Well."), d.piece(" I'm sorry.") * 50)), "repeats itself"
    ),
    "never stops": Mode(
        _body(lambda d, _t: b"".join(d.piece(f"{n} ") for n in range(30_000)) + d.end()), "does not stop|far too long"
    ),
    "goes on after the end": Mode(_body(lambda d, t: d.reply(t) + d.event({"choices": [], "message": {}}))),
}
"""What the model replies, and what is said about it."""

MODES = CONNECTION | STATUS | BODY | REPLY
