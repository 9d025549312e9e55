"""Servers with OpenAI's API, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from interview_cli.web.addresses import remote_host_of


@dataclass(frozen=True, slots=True)
class Preset:
    """Where a server usually is, and the environment variable its key usually is in."""

    name: str
    base_url: str
    key_variable: str

    @property
    def remote(self) -> bool:
        """Whether it runs on another machine; then it requires a key."""
        return remote_host_of(self.base_url) is not None


_ALL: Final = (
    Preset("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    Preset("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    Preset("gemini", "https://generativelanguage.googleapis.com/v1beta/openai/", "GEMINI_API_KEY"),
    Preset("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    Preset("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    Preset("vllm", "http://127.0.0.1:8000/v1", "VLLM_API_KEY"),
    Preset("llamacpp", "http://127.0.0.1:8080/v1", "LLAMA_API_KEY"),
    Preset("lmstudio", "http://127.0.0.1:1234/v1", "LMSTUDIO_API_KEY"),
)

PRESETS: Final[Mapping[str, Preset]] = {preset.name: preset for preset in _ALL}
"""The presets by name. `openai` with a base URL of your own is any other server."""


def preset_at(url: str) -> Preset | None:
    """The preset whose server is at this address's host and port."""
    place = urlsplit(url).netloc
    return next((preset for preset in _ALL if urlsplit(preset.base_url).netloc == place), None)
