"""A server that speaks OpenAI's API: /v1/chat/completions and /v1/models."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from tests.stub_servers.server import ChatCall, StubServer, tokens


class OpenAIStub(StubServer):
    """`url` is the base address, with /v1. Only `models` are known. With `key`, others are refused with 401.

    `formats` are the kinds of `response_format` the server takes; other ones are refused with 400, as simpler servers
    do. `unknown` are request fields it refuses the same way. Without `streams` it answers with one object,
    whatever it is asked for.
    """

    chat_path = "/v1/chat/completions"

    def __init__(
        self,
        *arguments: Any,
        key: str | None = None,
        formats: Collection[str] = ("json_schema", "json_object", "text"),
        unknown: Collection[str] = (),
        streams: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.key = key
        self.formats = formats
        self.unknown = unknown
        self.streams = streams

    @property
    def url(self) -> str:
        """The base address a client is given."""
        return f"{self.address}/v1"

    def read_call(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> ChatCall:
        """A request of this API."""
        wanted = body.get("response_format") or {}
        return ChatCall(
            path=path,
            headers=headers,
            body=body,
            messages=body["messages"],
            model=body["model"],
            stream=self.streams and body.get("stream", False),
            schema=wanted.get("json_schema", {}).get("schema"),
        )

    def refuse(self, call: ChatCall) -> tuple[int, bytes] | None:
        """401 for a wrong key, 404 for an unknown model, 400 for what this server does not know."""
        if refused_key := self._refuse_key(call.headers):
            return refused_key
        if call.model not in self.models:
            return 404, self.error_body(404, f"The model `{call.model}` does not exist")
        wanted = call.body.get("response_format", {}).get("type", "text")
        refused = [name for name in self.unknown if name in call.body]
        if wanted not in self.formats or refused:
            return 400, self.error_body(400, f"unsupported: {wanted} {refused}")
        return None

    def error_body(self, status: int, text: str) -> bytes:
        """An error as OpenAI tells it."""
        return json.dumps({"error": {"message": text, "type": "error", "code": None, "param": None}}).encode()

    def stream_type(self, call: ChatCall) -> str:
        """Server-sent events, or one object."""
        return "text/event-stream" if call.stream else "application/json"

    def frames(self, call: ChatCall, pieces: Sequence[str]) -> Iterator[bytes]:
        """An event for each piece, then the end, the counts when asked for, and [DONE]; or all in one object."""
        text = "".join(pieces)
        used = {"prompt_tokens": tokens(call.text), "completion_tokens": tokens(text)}
        usage = used | {"total_tokens": sum(used.values())}
        if not call.stream:
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            yield json.dumps(self._part(call, "chat.completion", [choice]) | {"usage": usage}).encode()
            return
        for piece in pieces:
            yield self._event(call, [{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
        yield self._event(call, [{"index": 0, "delta": {}, "finish_reason": "stop"}])
        if call.body.get("stream_options", {}).get("include_usage"):
            yield self._event(call, [], usage)
        yield b"data: [DONE]\n\n"

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """The list of models."""
        if refused_key := self._refuse_key(headers):
            return refused_key
        if path != "/v1/models":
            return 404, self.error_body(404, "no such page")
        models = [{"id": name, "object": "model", "created": 0, "owned_by": "stub"} for name in self.models]
        return 200, json.dumps({"object": "list", "data": models}).encode()

    def _refuse_key(self, headers: Mapping[str, str]) -> tuple[int, bytes] | None:
        sent = headers.get("authorization", "").removeprefix("Bearer ")
        if self.key is None or sent == self.key:
            return None
        return 401, self.error_body(401, f"Incorrect API key provided: {sent}")

    def _event(self, call: ChatCall, choices: list[object], usage: dict[str, int] | None = None) -> bytes:
        part = self._part(call, "chat.completion.chunk", choices) | ({"usage": usage} if usage else {})
        return b"data: " + json.dumps(part).encode() + b"\n\n"

    @staticmethod
    def _part(call: ChatCall, kind: str, choices: list[Any]) -> dict[str, object]:
        return {"id": "stub", "object": kind, "created": 0, "model": call.model, "choices": choices}
