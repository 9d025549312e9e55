"""Servers with OpenAI's API by name, and the keys of model servers.

A key is in the system's keyring, in an environment variable, or in a file only its owner can read. It is never
printed, logged, put into an error or taken from a command line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from interview_cli.errors import InputError, UsageError
from interview_cli.paths import Paths
from interview_cli.web.addresses import remote_host_of
from interview_cli.web.keeping import Safe

SERVICE: Final = "interview-cli"
"""The name the keys go by in the keyring."""
MAX_KEY_CHARACTERS: Final = 4_096
Place = Literal["keyring", "environment", "file"]


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key, and where it was."""

    key: str = field(repr=False)
    place: Place


def find_key(engine_or_url: str) -> str | None:
    """The key for an engine or for the server at an address, None when there is none.

    The keyring takes precedence over the environment, the environment over the file. Raises InputError when the file
    can be read by others, or is damaged.
    """
    found = key_for(engine_or_url, None)
    return found.key if found else None


def key_for(engine: str, base_url: str | None) -> FoundKey | None:
    """The key to send to an engine's server, which may have an address of its own: then a key kept for that counts.

    White space around it, as a copied line end, is no part of it. Raises InputError as `find_key` does, and when what
    is kept cannot be a key.
    """
    for account in [account_of(each) for each in (base_url, engine) if each]:
        places: tuple[tuple[Place, Callable[[str], str | None]], ...] = (
            ("keyring", _safe().in_keyring),
            ("environment", _from_environment),
            ("file", _safe().in_file),
        )
        for place, look_up in places:
            if key := (look_up(account) or "").strip():
                _require_key(
                    key, f"The key for {account} ({place}) is not valid", f"interview config key set {account}"
                )
                return FoundKey(key, place)
    return None


def store_key(engine_or_url: str, key: str) -> Place:
    """Keep a key in the keyring, or in the file where no keyring works; which of both it was.

    Raises InputError when it cannot be a key or the file cannot be written.
    """
    key = key.strip()
    _require_key(key, "That is not a key", "Copy it again.")
    return _safe().keep(account_of(engine_or_url), key)


def _require_key(key: str, what: str, remedy: str) -> None:
    if not key or len(key) > MAX_KEY_CHARACTERS or not key.isascii() or not key.isprintable() or " " in key:
        raise InputError(f"{what}: it is empty, or has spaces or characters that no key has.", remedy)


def remove_key(engine_or_url: str) -> list[Place]:
    """Delete a key wherever this program has kept it; where that was. The environment is not this program's."""
    return [*_safe().forget(account_of(engine_or_url))]


def accounts() -> list[str]:
    """What keys can be listed for: the presets, and the servers in the file."""
    return [*PRESETS, *(each for each in _safe().accounts_in_file() if each not in PRESETS)]


def account_of(engine_or_url: str) -> str:
    """The name a key is kept under: the preset's or plug-in's, or a server's host and port."""
    text = engine_or_url.strip()
    if "://" not in text:
        if not text or not text.isprintable() or len(text) > 255:
            raise UsageError("Name an engine or an address, such as groq or http://host:8000/v1.")
        return text.lower()
    try:
        preset = preset_at(text)
        return preset.name if preset else urlsplit(text).netloc.rpartition("@")[2].lower()
    except ValueError:
        raise UsageError("That is not the address of a server.", "Write it like http://host:8000/v1.") from None


def key_file() -> Path:
    """Where keys are when no keyring works."""
    return Paths.from_environment().config / "keys.json"


def _safe() -> Safe:
    return Safe(SERVICE, key_file())


def _from_environment(account: str) -> str | None:
    preset = PRESETS.get(account)
    return (os.environ.get(preset.key_variable, "").strip() or None) if preset else None


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
