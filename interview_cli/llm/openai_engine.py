"""Any server with OpenAI's API for chat completions, over plain HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from interview_cli.interview.ports import Message
from interview_cli.llm.engine import CallFault, ChatRequest, UnfinishedReply
from interview_cli.llm.http_engine import HttpEngine, Received, Refusal, count_of, text_of
from interview_cli.llm.keys import PRESETS
from interview_cli.web.addresses import shown_address

_NO_CREDIT: Final = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
"""Codes of refusals that are not transient, although their status may be that of too many requests."""
_LIMITS: Final = {"openai": "max_completion_tokens"}
"""How the limit of tokens is called, where it is not `max_tokens`: OpenAI's newer models refuse that."""
_NOT_IN_STRICT_MODE: Final = frozenset({"default", "maxLength", "minLength"})
"""What strict mode does not know or need; lengths are limited by the number of tokens."""


class OpenAIEngine(HttpEngine):
    """One model of a server with OpenAI's API.

    A request first asks for a reply that fits the schema strictly. When the server does not know that, it is asked
    for any JSON, and at last for plain text with none of the optional fields; what worked is remembered. A server
    that does not stream may send its reply in one piece.
    """

    language = "OpenAI's"
    remedy = "Check the model's name and llm.base_url; it usually ends in /v1."
    path = "chat/completions"
    list_path = "models"
    server_sent = True

    def __init__(self, preset: str, model: str, base_url: str | None, key: str | None) -> None:
        super().__init__(f"{preset}:{model}", model, base_url or PRESETS[preset].base_url, key)
        self._preset = preset
        self._limit = "max_tokens" if base_url else _LIMITS.get(preset, "max_tokens")
        self._works = {"text": 0, "object": 0}

    def _bodies(self, request: ChatRequest) -> Iterable[dict[str, Any]]:
        for messages, optional in islice(_variants(request, self._limit), self._works[_kind(request)], None):
            sent = [{"role": each.role, "content": each.text} for each in messages]
            yield {"model": self._model, "stream": True, "messages": sent, **optional}

    def _took(self, request: ChatRequest, number: int) -> None:
        self._works[_kind(request)] += number

    def _read_event(self, event: Mapping[str, Any], *, is_whole: bool) -> list[Received]:
        received = []
        for choice in event.get("choices") or ():
            text = text_of((choice.get("delta") or choice.get("message") or {}).get("content"))
            reason = choice.get("finish_reason")
            received.append(Received(text, "stop" if is_whole and reason is None else reason))
        if usage := event.get("usage"):
            received += count_of(usage.get("prompt_tokens"), usage.get("completion_tokens"))
        return received

    def _refused(self, refusal: Refusal) -> CallFault | None:
        if refusal.code in _NO_CREDIT:
            return CallFault(
                f"The account at {shown_address(self._address)} has no credit left ({refusal.status}).",
                "Add credit there, or choose another model.",
            )
        if refusal.status in {401, 403}:
            where = f"interview config key set {self._preset}"
            what = "does not accept the key" if self._key else "requires a key"
            return CallFault(
                f"The server of {self.name} {what} ({refusal.status}).",
                f"Set it: {where}, or {PRESETS[self._preset].key_variable} in the environment",
            )
        if refusal.status == 404:
            return CallFault(
                f"The server at {shown_address(self._address)} has no model {self._model!r}, or no chat there (404).",
                self.remedy,
            )
        return None

    def _cut_off(self, request: ChatRequest) -> UnfinishedReply:
        return UnfinishedReply(
            f"The reply of {self.name} was cut off after {request.reply_tokens} tokens.",
            "Choose another model.",
            fault="it was cut off because it was too long.",
        )

    def _not_running(self) -> CallFault:
        return CallFault(
            f"No server answers at {shown_address(self._address)}.",
            "Check the network." if self.remote_host else "Start the server, or check llm.base_url.",
            passing=self.remote_host is not None,
        )


def _kind(request: ChatRequest) -> str:
    return "text" if request.schema is None else "object"


def _variants(request: ChatRequest, limit: str) -> Iterator[tuple[Sequence[Message], dict[str, Any]]]:
    """The request in every form to try: messages and optional fields, the fullest form first."""
    full: dict[str, Any] = {
        "temperature": request.temperature,
        "seed": request.sample,
        "stream_options": {"include_usage": True},
        limit: request.reply_tokens,
    }
    if request.schema is None:
        yield request.messages, full
        yield request.messages, {}
        return
    strict = {"name": "reply", "strict": True, "schema": strict_schema(request.schema)}
    yield request.messages, full | {"response_format": {"type": "json_schema", "json_schema": strict}}
    told = _with_schema_told(request.messages, request.schema)
    yield told, full | {"response_format": {"type": "json_object"}}
    yield told, {}


def _with_schema_told(messages: Sequence[Message], schema: Mapping[str, Any]) -> Sequence[Message]:
    text = "Reply with one JSON object that fits this JSON schema, and nothing else:\n" + json.dumps(schema)
    if messages and messages[0].role == "system":
        return [Message("system", f"{messages[0].text}\n\n{text}"), *messages[1:]]
    return [Message("system", text), *messages]


def strict_schema(schema: Any) -> Any:
    """The schema as strict mode wants it: every property required, no others allowed, no defaults, bare references.

    See https://platform.openai.com/docs/guides/structured-outputs (supported schemas).
    """
    if isinstance(schema, list):
        return [strict_schema(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    result: dict[str, Any] = {}
    for name, value in schema.items():
        if name in {"properties", "$defs"}:
            result[name] = {key: strict_schema(each) for key, each in value.items()}
        elif name not in _NOT_IN_STRICT_MODE:
            result[name] = strict_schema(value)
    if "properties" in result:
        result |= {"required": list(result["properties"]), "additionalProperties": False}
    return result
