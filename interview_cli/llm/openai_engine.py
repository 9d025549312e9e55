"""Any server that speaks OpenAI's language: its chat completions, over HTTP as it is."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from interview_cli.interview.ports import Message
from interview_cli.llm.engine import (
    CallFault,
    ChatRequest,
    ClientPerLoop,
    TokenCount,
    remote_host_of,
    shortened,
    shown_address,
    status_fault,
)
from interview_cli.llm.presets import PRESETS
from interview_cli.llm.structured import MAX_REPLY_CHARACTERS
from interview_cli.llm.web import below, no_address, not_on_the_way, prepared_session
from interview_cli.settings import LlmSettings

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

_NO_CREDIT: Final = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
"""Codes of refusals that no waiting helps against, although their status may be that of too many requests."""
_NOT_UNDERSTOOD: Final = frozenset({400, 422})
"""What servers answer to a request with fields they do not know."""
_MAX_EVENT_BYTES: Final = 20 * MAX_REPLY_CHARACTERS
"""Room for the longest reply in one event: JSON may write a character in twelve bytes."""
_MAX_REFUSAL_BYTES: Final = 64_000
"""As much is read of the words in which a server refuses."""


class OpenAIEngine:
    """One model of a server that speaks OpenAI's language.

    A request first asks for a reply that fits the schema strictly. When the server does not know that, it is asked
    for any JSON, and at last for plain text with none of the optional fields; what worked is remembered. A server
    that does not stream may send its reply in one piece.
    """

    def __init__(self, preset: str, model: str, settings: LlmSettings, key: str | None) -> None:
        self.name = f"{preset}:{model}"
        self._preset = preset
        self._model = model
        self._address = settings.base_url or PRESETS[preset].base_url
        self._key = key
        self._sessions: ClientPerLoop[ClientSession] = ClientPerLoop(lambda: prepared_session(self._address, key))
        self._works = {"text": 0, "object": 0}

    @property
    def remote_host(self) -> str | None:
        """The server's host, None when it is this machine."""
        return remote_host_of(self._address)

    async def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        """The reply in pieces, then the count if the server tells. Raises CallFault."""
        session = await self._sessions.get()
        import aiohttp

        begun = finished = False
        events = _EventReader()
        try:
            async with await self._open(session, request) as response:
                while not events.ended:
                    for event in events.read(await response.content.readany()):
                        if event.get("error"):
                            raise CallFault(f"{self.name} failed: {self._safe(_message(event))}", passing=True)
                        for choice in event.get("choices") or ():
                            begun = True
                            yield str((choice.get("delta") or choice.get("message") or {}).get("content") or "")
                            finished = finished or events.is_whole or choice.get("finish_reason") is not None
                            self._require_whole(choice.get("finish_reason"))
                        if usage := event.get("usage"):
                            yield TokenCount(int(usage["prompt_tokens"]), int(usage["completion_tokens"]))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise not_on_the_way(self._address, error) or self._not_connected() from None
        except (aiohttp.InvalidURL, UnicodeError):  # a host's name that is none
            raise no_address(self._address) from None
        except aiohttp.ClientError:
            raise self._lost() from None
        except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError):
            raise self._not_spoken() from None  # events of another kind
        if not begun:
            raise self._not_spoken()
        if not finished:
            raise self._lost()

    async def _open(self, session: ClientSession, request: ChatRequest) -> ClientResponse:
        """The answer of the server, whose events are still to come."""
        kind = "text" if request.schema is None else "object"
        first_refusal: CallFault | None = None
        for number, (messages, optional) in islice(enumerate(_variants(request)), self._works[kind], None):
            sent = [{"role": each.role, "content": each.text} for each in messages]
            body = json.dumps({"model": self._model, "stream": True, "messages": sent, **optional}).encode()
            response = await session.post(
                below(self._address, "chat/completions"),
                data=io.BytesIO(body),
                allow_redirects=False,  # a redirect could take what is said to another machine
            )
            if response.status < 300:
                self._works[kind] = number
                return response
            async with response:
                words, code = _words_and_code(await _start_of(response))
            refusal = self._refused(response, words or response.reason or "", code)
            if response.status not in _NOT_UNDERSTOOD or code == "context_length_exceeded":
                raise refusal
            first_refusal = first_refusal or refusal
        assert first_refusal is not None
        raise first_refusal

    def _refused(self, response: ClientResponse, words: str, code: str | None) -> CallFault:
        status, detail = response.status, self._safe(words)
        if code in _NO_CREDIT:
            return CallFault(
                f"The account at {shown_address(self._address)} has no credit left ({status}).",
                "Add credit there, or choose another model.",
            )
        if status in {401, 403}:
            where = f"interview config key set {self._preset}"
            what = "does not accept the key" if self._key else "wants a key"
            return CallFault(
                f"The server of {self.name} {what} ({status}).",
                f"Set it: {where}, or {PRESETS[self._preset].key_variable} in the environment",
            )
        if status == 404:
            return CallFault(
                f"The server at {shown_address(self._address)} has no model {self._model!r}, or no chat there (404).",
                "Check the model's name and llm.base_url.",
            )
        return status_fault(self.name, status, response.headers.get("Retry-After"), detail) or CallFault(
            f"The server of {self.name} refused the request ({status}): {detail}",
            "Check the model's name and llm.base_url.",
        )

    def _not_connected(self) -> CallFault:
        return CallFault(
            f"No server answers at {shown_address(self._address)}.",
            "Check the network." if self.remote_host else "Start the server, or check llm.base_url.",
            passing=self.remote_host is not None,
        )

    def _lost(self) -> CallFault:
        return CallFault(f"The connection to {self.name} was lost.", "Check the network or the server.", passing=True)

    def _not_spoken(self) -> CallFault:
        return CallFault(
            f"What answers at {shown_address(self._address)} does not speak OpenAI's language.",
            "Check llm.base_url; it usually ends in /v1.",
        )

    def _require_whole(self, finish_reason: str | None) -> None:
        if finish_reason == "length":
            what = f"The reply of {self.name} was cut off by the server's limit."
            raise CallFault(what, "Choose another model.", about_it=True)
        if finish_reason == "content_filter":
            raise CallFault(
                f"The server of {self.name} withheld its reply (content filter).",
                "Choose another model.",
                about_it=True,
            )

    def _safe(self, text: str) -> str:
        """A server's words without the key, which some servers repeat."""
        return shortened(text.replace(self._key, "[key]") if self._key else text)


class _EventReader:
    """Puts a reply's events together from its bytes, however those are cut.

    They are server-sent events, or one JSON object from a server that does not stream: `is_whole`. All of these
    servers put an event's data on one line, and end with `[DONE]`.
    """

    def __init__(self) -> None:
        self.ended = False
        self.is_whole = False
        self._held = bytearray()
        """The beginning of a line, or of the object."""
        self._begun = False

    def read(self, chunk: bytes) -> list[Any]:
        """The events that are complete with these bytes; no bytes are the end. Raises ValueError for no JSON."""
        self.ended = not chunk
        self._held += chunk
        if not self._begun and (start := self._held.lstrip()):
            self._begun, self.is_whole = True, start.startswith(b"{")
        events: list[Any] = []
        if self.is_whole:
            events = [json.loads(self._held.decode(errors="replace"))] if self.ended else []
        elif self.ended or b"\n" in chunk:
            *lines, rest = self._held.split(b"\n")
            self._held = rest
            events = [json.loads(data) for line in [*lines, *([rest] if self.ended else [])] if (data := _data(line))]
        if len(self._held) > _MAX_EVENT_BYTES:
            raise ValueError
        return events


def _data(line: bytearray) -> str:
    """What a line of a stream of server-sent events brings, "" for any other line and for the end."""
    data = line[5:].strip().decode(errors="replace") if line.startswith(b"data:") else ""
    return "" if data == "[DONE]" else data


async def _start_of(response: ClientResponse) -> str:
    text = bytearray()
    while len(text) < _MAX_REFUSAL_BYTES and (chunk := await response.content.readany()):
        text += chunk
    return text.decode(errors="replace")


def _words_and_code(refusal: str) -> tuple[str, str | None]:
    """What a server says when it refuses, and OpenAI's code for it."""
    try:
        event = json.loads(refusal)
        error = event["error"]
        code = error.get("code") if isinstance(error, Mapping) else None
        return _message(event), code if isinstance(code, str) else None
    except (ValueError, TypeError, LookupError, RecursionError):  # a page of a proxy, or other JSON
        return refusal, None


def _message(event: Mapping[str, Any]) -> str:
    error = event["error"]
    return str(error.get("message", error) if isinstance(error, Mapping) else error)


def _variants(request: ChatRequest) -> Iterator[tuple[Sequence[Message], dict[str, Any]]]:
    """The request in every form to try: messages and optional fields, the fullest form first."""
    full: dict[str, Any] = {
        "temperature": request.temperature,
        "seed": request.sample,
        "stream_options": {"include_usage": True},
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
        elif name != "default":
            result[name] = strict_schema(value)
    if "properties" in result:
        result |= {"required": list(result["properties"]), "additionalProperties": False}
    return result
