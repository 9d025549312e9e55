"""A server that speaks Ollama's API: /api/chat, /api/tags, /api/show, /api/ps, /api/version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.stub_servers.server import ChatCall, StubServer, tokens

_CREATED = "2026-01-01T00:00:00Z"


class OllamaStub(StubServer):
    """`url` is the base address. `models` are the pulled ones; a chat with another is refused with 404.

    `loaded` are those in memory (`/api/ps`).
    """

    chat_path = "/api/chat"

    def __init__(self, *arguments: Any, loaded: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.loaded = list(loaded)

    def read_call(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> ChatCall:
        """A request of this API."""
        schema = body.get("format")
        return ChatCall(
            path=path,
            headers=headers,
            body=body,
            messages=body["messages"],
            model=body["model"],
            stream=body.get("stream", True),
            schema=schema if isinstance(schema, dict) else None,
        )

    def refuse(self, call: ChatCall) -> tuple[int, bytes] | None:
        """404 for a model that has not been pulled."""
        names = {*self.models, *(name.removesuffix(":latest") for name in self.models)}
        if call.model in names:
            return None
        return 404, self.error_body(404, f"model '{call.model}' not found")

    def error_body(self, status: int, text: str) -> bytes:
        """An error as Ollama tells it."""
        return json.dumps({"error": text}).encode()

    def stream_type(self, call: ChatCall) -> str:
        """Lines of JSON, or one object."""
        return "application/x-ndjson" if call.stream else "application/json"

    def frames(self, call: ChatCall, pieces: Sequence[str]) -> Iterator[bytes]:
        """A line for each piece, and a last one with the counts; or all in one object."""
        counts = {
            "done": True,
            "done_reason": "stop",
            "prompt_eval_count": tokens(call.text),
            "eval_count": tokens("".join(pieces)),
        }
        if not call.stream:
            yield json.dumps(self._part(call, "".join(pieces)) | counts).encode()
            return
        for piece in pieces:
            yield json.dumps(self._part(call, piece)).encode() + b"\n"
        yield json.dumps(self._part(call, "") | counts).encode() + b"\n"

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """What is pulled, what is loaded, and the version."""
        answers: dict[str, object] = {
            "/api/tags": {"models": [self._model(name) for name in self.models]},
            "/api/ps": {"models": [self._model(name) for name in self.loaded]},
            "/api/show": {"details": {"family": "stub"}, "model_info": {"stub.context_length": 131072}},
            "/api/version": {"version": "0.12.0"},
        }
        if path not in answers:
            return 404, self.error_body(404, "no such page")
        return 200, json.dumps(answers[path]).encode()

    @staticmethod
    def _part(call: ChatCall, text: str) -> dict[str, object]:
        message = {"role": "assistant", "content": text}
        return {"model": call.model, "created_at": _CREATED, "message": message, "done": False}

    @staticmethod
    def _model(name: str) -> dict[str, object]:
        return {"name": name, "model": name, "modified_at": _CREATED, "size": 1, "digest": "0", "details": {}}
