"""From what the user calls an engine to the engine. Nothing of another engine is imported."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final

from interview_cli.errors import UnavailableError, UsageError
from interview_cli.llm.keys import PRESETS

if TYPE_CHECKING:
    from interview_cli.interview.ports import ChatModel
    from interview_cli.llm.engine import ChatEngine
    from interview_cli.llm.redaction import Redactor
    from interview_cli.llm.throttle import Throttle
    from interview_cli.settings import LlmSettings

PROBE_TIMEOUT_S: Final = 0.5
"""How long `auto` waits for Ollama: a server on this machine answers in a few milliseconds."""
GROUP: Final = "interview_cli.chat_models"
"""Entry points of this group make a `ChatEngine` from a model's name and its options, named by what users type."""


def open_chat_model(
    settings: LlmSettings,
    spec: str | None = None,
    *,
    redactor: Redactor | None = None,
    throttle: Throttle | None = None,
) -> ChatModel | None:
    """The model for `spec` (by default, the configured one); None for `offline`, and for `auto` when there is none.

    Nothing is sent but `auto`'s short look for an Ollama. Raises UsageError for an unknown name, and UnavailableError
    when a server requires a key and there is none.
    """
    engine = _open_engine(settings, spec or settings.engine)
    if engine is None:
        return None
    from interview_cli.llm.calling import CallOptions, EngineChatModel

    options = CallOptions(
        settings.context_tokens,
        settings.first_token_timeout_s,
        settings.total_timeout_s,
        settings.retries,
        settings.prompt_price_per_million,
        settings.completion_price_per_million,
    )
    return EngineChatModel(engine, options, redactor=redactor, throttle=throttle)


def chosen_by_auto(settings: LlmSettings, timeout_s: float = PROBE_TIMEOUT_S) -> str | None:
    """The Ollama model that `auto` would use now, None when there is none."""
    from interview_cli.llm.ollama_engine import server_address
    from interview_cli.llm.probing import best_model, pulled_models

    address = server_address(settings.base_url)
    models = pulled_models(address, timeout_s)
    return best_model(address, models, timeout_s) if models else None


def engine_names() -> list[str]:
    """Everything that can precede the colon, and `auto` and `offline`."""
    return ["offline", "auto", "ollama", *PRESETS, *sorted(each.name for each in _plug_ins())]


def split_spec(spec: str) -> tuple[str, str]:
    """The engine and its model; no model for `auto` and `offline`. Raises UsageError for anything unknown."""
    name, _, model = spec.strip().partition(":")
    name = name.lower()
    if name not in engine_names():
        raise UsageError(f"There is no model engine {name!r}.", "Engines: " + ", ".join(engine_names()))
    if (name in {"offline", "auto"}) == bool(model):
        raise UsageError(
            f"{spec!r} is not a model engine.",
            f"Say just {name!r}." if model else f"Name a model, as in {name}:MODEL.",
        )
    return name, model


def _open_engine(settings: LlmSettings, spec: str) -> ChatEngine | None:
    from interview_cli.llm.engine import EngineOptions

    name, model = split_spec(spec)
    options = EngineOptions(settings.base_url, settings.context_tokens, settings.keep_alive)
    if name == "auto":
        name, model = "ollama", chosen_by_auto(settings) or ""
    if name == "offline" or not model:
        return None
    if name == "ollama":
        from interview_cli.llm.ollama_engine import OllamaEngine

        return OllamaEngine(model, options)
    if name in PRESETS:
        return _open_preset(name, model, settings.base_url)
    plug_in = next(each for each in _plug_ins() if each.name == name)
    try:
        make = plug_in.load()
    except Exception as error:  # whatever a stranger's module raises while it is imported
        raise UnavailableError(
            f"The model engine {name!r} cannot be loaded: {error}",
            "Repair or uninstall the package that provides it.",
        ) from error
    engine: ChatEngine = make(model, options)
    return engine


def _open_preset(name: str, model: str, base_url: str | None) -> ChatEngine:
    from interview_cli.llm.keys import key_for
    from interview_cli.llm.openai_engine import OpenAIEngine

    preset = PRESETS[name]
    found = key_for(name, base_url)
    if found is None and base_url is None and preset.remote:
        raise UnavailableError(
            f"There is no key for {name}.", f"Set it: interview config key set {name}, or {preset.key_variable}"
        )
    return OpenAIEngine(name, model, base_url, found.key if found else None)


def _plug_ins() -> list[EntryPoint]:
    return [each for each in entry_points(group=GROUP) if each.name not in {"offline", "auto", "ollama", *PRESETS}]
