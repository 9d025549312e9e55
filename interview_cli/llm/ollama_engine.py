"""Ollama's own API: a chat whose context window is set with each request."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from interview_cli.llm.engine import CallFault, ChatRequest, EngineOptions, UnfinishedReply
from interview_cli.llm.http_engine import HttpEngine, Received, Refusal, count_of, text_of
from interview_cli.llm.probing import is_cloud_model, model_names
from interview_cli.web.addresses import remote_host_of, shown_address

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from ollama import ChatResponse

CLOUD_HOST: Final = "ollama.com"
"""Where Ollama sends what is said to its cloud models."""


def server_address(base_url: str | None) -> str:
    """The address of the Ollama server: the setting, else OLLAMA_HOST (read as Ollama does), else the usual one."""
    text = (base_url or os.environ.get("OLLAMA_HOST") or "127.0.0.1:11434").strip().rstrip("/")
    if "://" in text:
        return text
    host, _, port = text.rpartition(":") if text.rpartition(":")[2].isdigit() else (text, "", "11434")
    return f"http://{host or '127.0.0.1'}:{port}"


class OllamaEngine(HttpEngine):
    """One model of an Ollama server.

    The context window is set with each request: without it Ollama cuts prompts at 4,096 tokens in silence. The reply
    may be no longer than what the window has left, so that the beginning is never pushed out.
    """

    language = "Ollama's"
    remedy = "Check llm.base_url or OLLAMA_HOST."
    path = "api/chat"
    list_path = "api/tags"
    server_sent = False

    def __init__(self, model: str, options: EngineOptions) -> None:
        key = os.environ.get("OLLAMA_API_KEY", "").strip() or None
        super().__init__(f"ollama:{model}", model, server_address(options.base_url), key)
        self._options = options
        self._is_cloud = is_cloud_model(model)

    @property
    def remote_host(self) -> str | None:
        """The server's host when it is another machine; Ollama's cloud for its models."""
        return super().remote_host or (CLOUD_HOST if self._is_cloud else None)

    def _prepared(self) -> Callable[[], ClientSession]:
        import ollama  # noqa: F401 - for the messages, which are read in the event loop

        return super()._prepared()

    def _bodies(self, request: ChatRequest) -> Iterable[dict[str, Any]]:
        import ollama

        messages = [ollama.Message(role=each.role, content=each.text) for each in request.messages]
        options = ollama.Options(
            temperature=request.temperature,
            seed=request.sample,
            num_ctx=self._options.context_tokens,
            num_predict=request.reply_tokens,
        )
        yield {
            "model": self._model,
            "messages": [each.model_dump(exclude_none=True) for each in messages],
            "stream": True,
            **({} if request.schema is None else {"format": dict(request.schema)}),
            "options": options.model_dump(exclude_none=True),
            "keep_alive": self._options.keep_alive,
        }

    def _read_event(self, event: Mapping[str, Any], *, is_whole: bool) -> list[Received]:  # noqa: ARG002
        said = _said(event)
        text = said.message.content or ""
        if not said.done:
            return [Received(text)]
        count = count_of(event.get("prompt_eval_count", 0), event.get("eval_count", 0))
        return [Received(text), *count, Received(ended=said.done_reason or "stop")]

    def _refused(self, refusal: Refusal) -> CallFault | None:
        if refusal.status == 404 and "not found" in refusal.words:
            return CallFault(
                f"Ollama has no model {self._model!r}.",
                f"Get it: ollama pull {self._model}, or list the models: ollama list",
            )
        if refusal.status in {401, 403}:
            return CallFault(
                f"Ollama at {shown_address(self._address)} requires a key ({refusal.status}).",
                "Set OLLAMA_API_KEY, or: ollama signin",
            )
        return None

    def _unlisted(self, answer: object) -> CallFault | None:

        names = model_names(answer)
        if names is None or not {self._model, f"{self._model}:latest"}.isdisjoint(names) or self._is_cloud:
            return None
        return self._refused(Refusal(404, "not found", None, None))

    def _cut_off(self, request: ChatRequest) -> UnfinishedReply:
        return UnfinishedReply(
            f"The reply of {self.name} was cut off after {request.reply_tokens} tokens.",
            "Give it more room: interview config set llm.context_tokens N",
            fault="it was cut off because it was too long.",
        )

    def _not_running(self) -> CallFault:
        remote = remote_host_of(self._address) is not None
        return CallFault(
            f"No Ollama server answers at {shown_address(self._address)}.",
            "Start it there, or check llm.base_url." if remote else "Start it: ollama serve",
            passing=remote,
        )


def _said(event: Mapping[str, Any]) -> ChatResponse:
    """What an event says. Only what is read is checked: servers that imitate Ollama omit or garble the rest."""
    import ollama

    message = {"role": "assistant", "content": text_of(event["message"].get("content"))}
    return ollama.ChatResponse.model_validate(
        {"message": message, "done": event.get("done"), "done_reason": event.get("done_reason")}
    )
