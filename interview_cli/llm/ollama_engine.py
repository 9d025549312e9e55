"""Ollama, through its own client."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

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
from interview_cli.llm.web import no_address, not_on_the_way, prepared_session
from interview_cli.settings import LlmSettings

if TYPE_CHECKING:
    import httpx
    from ollama import AsyncClient

_REMEDY = "Check llm.base_url or OLLAMA_HOST."
CLOUD_HOST = "ollama.com"
"""Where Ollama sends what is said to its cloud models."""


def is_cloud_model(model: str) -> bool:
    """Whether the local server only passes this model's requests on, as with `gpt-oss:120b-cloud`."""
    tag = model.partition(":")[2]
    return tag == "cloud" or tag.endswith("-cloud")


def server_address(base_url: str | None) -> str:
    """The address of the Ollama server: the setting, else OLLAMA_HOST (read as Ollama does), else the usual one."""
    text = (base_url or os.environ.get("OLLAMA_HOST") or "127.0.0.1:11434").strip().rstrip("/")
    if "://" in text:
        return text
    host, _, port = text.rpartition(":") if text.rpartition(":")[2].isdigit() else (text, "", "11434")
    return f"http://{host or '127.0.0.1'}:{port}"


class OllamaEngine:
    """One model of an Ollama server.

    The context window is set with each request: without it Ollama cuts prompts at 4,096 tokens in silence. The reply
    may be no longer than what the window has left, so that the beginning is never pushed out.
    """

    def __init__(self, model: str, settings: LlmSettings) -> None:
        self.name = f"ollama:{model}"
        self._model = model
        self._settings = settings
        self._address = server_address(settings.base_url)
        self._clients: ClientPerLoop[AsyncClient] = ClientPerLoop(self._prepare_client)

    @property
    def remote_host(self) -> str | None:
        """The server's host when it is another machine; Ollama's cloud for its models."""
        return remote_host_of(self._address) or (CLOUD_HOST if is_cloud_model(self._model) else None)

    async def reply(self, request: ChatRequest) -> AsyncGenerator[str | TokenCount, None]:
        """The reply in pieces, then the count. Raises CallFault."""
        client = await self._clients.get()
        import aiohttp
        import httpx
        import ollama

        finished = False
        try:
            stream = await client.chat(
                model=self._model,
                messages=[{"role": each.role, "content": each.text} for each in request.messages],
                stream=True,
                format=dict(request.schema) if request.schema is not None else None,
                options={
                    "temperature": request.temperature,
                    "seed": request.sample,
                    "num_ctx": self._settings.context_tokens,
                    "num_predict": request.reply_tokens,
                },
                keep_alive=self._settings.keep_alive,
            )
            async with aclosing(stream):  # type: ignore[type-var]
                async for part in stream:
                    yield part.message.content or ""
                    if part.done:
                        finished = True
                        yield TokenCount(part.prompt_eval_count or 0, part.eval_count or 0)
                        self._require_whole(part.done_reason, request.reply_tokens)
        except httpx.TransportError as error:
            cause = error.__cause__  # what it is translated from tells more
            if isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
                raise not_on_the_way(self._address, cause) or self._not_running() from None
            raise self._lost(type(cause or error).__name__) from None
        except ollama.ResponseError as error:
            raise CallFault(f"Ollama failed: {shortened(error.error)}", "See its log.", passing=True) from None
        except (ValueError, TypeError, AttributeError):  # what the client raises on lines that are not Ollama's
            raise CallFault(
                f"What answers at {shown_address(self._address)} does not speak Ollama's language.",
                "Check llm.base_url or OLLAMA_HOST.",
            ) from None
        if not finished:
            raise self._lost("the reply has no end")

    def _prepare_client(self) -> Callable[[], AsyncClient]:
        import httpx
        from httpx_aiohttp import AiohttpTransport
        from ollama import AsyncClient

        try:
            httpx.URL(self._address)
        except httpx.InvalidURL:
            raise no_address(self._address, _REMEDY) from None
        make_session = prepared_session(self._address, None, _REMEDY)

        def make() -> AsyncClient:
            # httpx's own pool looks through all connections for each request. `verify` is for sessions that this
            # transport makes; ours has the certificates it trusts.
            return AsyncClient(
                host=self._address,
                transport=AiohttpTransport(client=make_session(), verify=False),
                timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT_S),
                follow_redirects=False,  # a redirect could take what is said to another machine
                event_hooks={"response": [self._refuse_errors]},
            )

        return make

    async def _refuse_errors(self, response: httpx.Response) -> None:
        """Raises the fault here: the client's own exception has lost the headers."""
        status = response.status_code
        if status < 300:
            return
        detail = (await response.aread()).decode(errors="replace")
        if status == 404 and "not found" in detail:
            raise CallFault(
                f"Ollama has no model {self._model!r}.",
                f"Get it: ollama pull {self._model}, or see what is there: ollama list",
            )
        if status in {401, 403}:
            raise CallFault(
                f"Ollama at {shown_address(self._address)} wants a key ({status}).",
                "Set OLLAMA_API_KEY, or: ollama signin",
            )
        raise status_fault(self.name, status, response.headers.get("Retry-After"), detail) or CallFault(
            f"Ollama refused the request ({status}): {shortened(detail)}", "Check llm.base_url, or update Ollama."
        )

    def _require_whole(self, done_reason: str | None, reply_tokens: int) -> None:
        if done_reason == "length":
            raise CallFault(
                f"The reply of {self.name} was cut off after {reply_tokens} tokens.",
                "Give it more room: interview config set llm.context_tokens N",
                about_it=True,
            )

    def _not_running(self) -> CallFault:
        remote = remote_host_of(self._address) is not None
        return CallFault(
            f"No Ollama server answers at {shown_address(self._address)}.",
            "Start it there, or check llm.base_url." if remote else "Start it: ollama serve",
            passing=remote,
        )

    def _lost(self, why: str) -> CallFault:
        return CallFault(f"The connection to {self.name} was lost ({why}).", "See Ollama's log.", passing=True)
