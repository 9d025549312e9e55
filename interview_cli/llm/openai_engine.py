"""Any server that speaks OpenAI's language, through OpenAI's client."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING, Any, Final

from interview_cli.interview.ports import Message
from interview_cli.llm.engine import (
    CONNECT_TIMEOUT_S,
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
from interview_cli.settings import LlmSettings

if TYPE_CHECKING:
    from openai import APIConnectionError, APIStatusError, AsyncAPIResponse, AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk

_NOT_UNDERSTOOD: Final = frozenset({400, 422})
"""What servers answer to a request with fields they do not know."""
_NO_KEY: Final = "none"
"""Sent to servers without keys: the client insists on one."""


class OpenAIEngine:
    """One model of a server that speaks OpenAI's language.

    A request first asks for a reply that fits the schema strictly. When the server does not know that, it is asked
    for any JSON, and at last for plain text with none of the optional fields; what worked is remembered.
    """

    def __init__(self, preset: str, model: str, settings: LlmSettings, key: str | None) -> None:
        self.name = f"{preset}:{model}"
        self._preset = preset
        self._model = model
        self._address = settings.base_url or PRESETS[preset].base_url
        self._key = key
        self._clients: ClientPerLoop[AsyncOpenAI] = ClientPerLoop(self._make_client)
        self._works = {"text": 0, "object": 0}

    @property
    def remote_host(self) -> str | None:
        """The server's host, None when it is this machine."""
        return remote_host_of(self._address)

    async def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        """The reply in pieces, then the count if the server tells. Raises CallFault."""
        client = await self._clients.get()
        import httpx2
        import openai

        begun = finished = False
        try:
            async with AsyncExitStack() as connection:
                response = await self._open(client, request, connection)
                lines = await connection.enter_async_context(aclosing(response.iter_lines()))  # type: ignore[type-var]
                async for line in lines:
                    event = _event(line)
                    if event.get("error"):
                        raise CallFault(f"{self.name} failed: {self._safe(_message(event))}", passing=True)
                    for choice in event.get("choices") or ():
                        begun = True
                        yield str((choice.get("delta") or {}).get("content") or "")
                        finished = finished or choice.get("finish_reason") is not None
                        self._require_whole(choice.get("finish_reason"))
                    if usage := event.get("usage"):
                        yield TokenCount(int(usage["prompt_tokens"]), int(usage["completion_tokens"]))
        except openai.APIConnectionError as error:
            raise self._not_connected(error) from None
        except openai.APIStatusError as error:
            raise self._refused(error) from None
        except httpx2.TransportError:
            raise self._lost() from None
        except (ValueError, TypeError, AttributeError, LookupError):  # events of another kind
            raise self._not_spoken() from None
        if not begun:
            raise self._not_spoken()
        if not finished:
            raise self._lost()

    async def _open(
        self, client: AsyncOpenAI, request: ChatRequest, connection: AsyncExitStack
    ) -> AsyncAPIResponse[AsyncStream[ChatCompletionChunk]]:
        """The answer of the server, whose events are still to come.

        They are read as they are: the client's own objects take 0.3 ms a token, which many calls at once would feel.
        So would they the milliseconds in which it walks through messages and schema: the extra body passes it by.
        """
        import openai

        kind = "text" if request.schema is None else "object"
        variants = _variants(request)
        first_refusal: APIStatusError | None = None
        for number in range(self._works[kind], len(variants)):
            messages, optional = variants[number]
            sent = [{"role": each.role, "content": each.text} for each in messages]
            call = client.chat.completions.with_streaming_response.create(
                model=self._model, messages=[], stream=True, extra_body={"messages": sent, **optional}
            )
            try:
                response: AsyncAPIResponse[AsyncStream[ChatCompletionChunk]]
                response = await connection.enter_async_context(call)
            except openai.APIStatusError as error:
                if error.status_code not in _NOT_UNDERSTOOD or error.code == "context_length_exceeded":
                    raise
                first_refusal = first_refusal or error
            else:
                self._works[kind] = number
                return response
        assert first_refusal is not None
        raise first_refusal

    def _make_client(self) -> AsyncOpenAI:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

        timeout = Timeout(None, connect=CONNECT_TIMEOUT_S)
        return AsyncOpenAI(
            api_key=self._key or _NO_KEY,
            base_url=self._address,
            max_retries=0,
            timeout=timeout,
            http_client=DefaultAsyncHttpxClient(
                timeout=timeout,
                follow_redirects=False,  # a redirect could take what is said to another machine
                trust_env=self.remote_host is not None,  # no proxy on the way to this machine
            ),
        )

    def _refused(self, error: APIStatusError) -> CallFault:
        status, detail = error.status_code, self._safe(error.message)
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
        return status_fault(self.name, status, error.response.headers.get("Retry-After"), detail) or CallFault(
            f"The server of {self.name} refused the request ({status}): {detail}",
            "Check the model's name and llm.base_url.",
        )

    def _not_connected(self, error: APIConnectionError) -> CallFault:
        if type(error.__cause__).__name__ in {"ConnectError", "ConnectTimeout"}:  # of the library the client uses
            return CallFault(
                f"No server answers at {shown_address(self._address)}.",
                "Check the network." if self.remote_host else "Start the server, or check llm.base_url.",
                passing=self.remote_host is not None,
            )
        return self._lost()

    def _lost(self) -> CallFault:
        return CallFault(f"The connection to {self.name} was lost.", "Check the network or the server.", passing=True)

    def _not_spoken(self) -> CallFault:
        return CallFault(
            f"What answers at {shown_address(self._address)} does not speak OpenAI's language.",
            "Check llm.base_url; it usually ends in /v1.",
        )

    def _require_whole(self, finish_reason: str | None) -> None:
        if finish_reason == "length":
            raise CallFault(f"The reply of {self.name} was cut off by the server's limit.", "Choose another model.")
        if finish_reason == "content_filter":
            raise CallFault(
                f"The server of {self.name} withheld its reply (content filter).", "Choose another model."
            )

    def _safe(self, text: str) -> str:
        """A server's words without the key, which some servers repeat."""
        return shortened(text.replace(self._key, "[key]") if self._key else text)


def _event(line: str) -> Any:
    """The JSON on a line of a stream of server-sent events, {} for any other line.

    All of these servers put an event's data on one line, and end with `[DONE]`.
    """
    data = line[5:].strip() if line.startswith("data:") else ""
    return json.loads(data) if data and data != "[DONE]" else {}


def _message(event: Mapping[str, Any]) -> str:
    error = event["error"]
    return str(error.get("message", error) if isinstance(error, Mapping) else error)


def _variants(request: ChatRequest) -> list[tuple[Sequence[Message], dict[str, Any]]]:
    """The request in every form to try: messages and optional fields, the fullest form first."""
    full: dict[str, Any] = {
        "temperature": request.temperature,
        "seed": request.sample,
        "stream_options": {"include_usage": True},
    }
    if request.schema is None:
        return [(request.messages, full), (request.messages, {})]
    strict = {"name": "reply", "strict": True, "schema": strict_schema(request.schema)}
    told = _with_schema_told(request.messages, request.schema)
    return [
        (request.messages, full | {"response_format": {"type": "json_schema", "json_schema": strict}}),
        (told, full | {"response_format": {"type": "json_object"}}),
        (told, {}),
    ]


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
