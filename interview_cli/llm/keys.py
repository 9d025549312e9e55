"""Keys of model servers: in the system's keyring, in an environment variable, or in a file only its owner can read.

A key is never printed, logged, put into an error or taken from a command line.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from interview_cli.errors import InputError, UsageError
from interview_cli.file_lock import alone
from interview_cli.llm.presets import PRESETS, preset_at
from interview_cli.paths import Paths
from interview_cli.whole_files import written_whole

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
            ("keyring", _from_keyring),
            ("environment", _from_environment),
            ("file", lambda name: _read_file().get(name)),
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
    account = account_of(engine_or_url)
    if _to_keyring(account, key):
        return "keyring"
    with _changing_file() as keys:
        keys[account] = key
    return "file"


def _require_key(key: str, what: str, remedy: str) -> None:
    if not key or len(key) > MAX_KEY_CHARACTERS or not key.isascii() or not key.isprintable() or " " in key:
        raise InputError(f"{what}: it is empty, or has spaces or characters that no key has.", remedy)


def remove_key(engine_or_url: str) -> list[Place]:
    """Delete a key wherever this program has kept it; where that was. The environment is not this program's."""
    account = account_of(engine_or_url)
    removed: list[Place] = []
    if _from_keyring(account):
        import keyring

        keyring.delete_password(SERVICE, account)
        removed.append("keyring")
    if key_file().exists():
        with _changing_file() as keys:
            if keys.pop(account, None) is not None:
                removed.append("file")
    return removed


def accounts() -> list[str]:
    """What keys can be listed for: the presets, and the servers in the file."""
    return [*PRESETS, *sorted(_read_file().keys() - PRESETS.keys())]


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


def _from_environment(account: str) -> str | None:
    preset = PRESETS.get(account)
    return (os.environ.get(preset.key_variable, "").strip() or None) if preset else None


def _from_keyring(account: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, account)
    except KeyringError:  # none here, or locked
        return None


def _to_keyring(account: str, key: str) -> bool:
    """Whether the keyring has taken the key: the null backend takes everything and keeps nothing."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, account, key)
        return keyring.get_password(SERVICE, account) == key
    except KeyringError:
        return False


def _read_file() -> dict[str, str]:
    file = key_file()
    try:
        with file.open(encoding="utf-8") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            if sys.platform != "win32" and mode & 0o077:
                raise InputError(
                    f"The keys in {file} are not used: others can read the file (mode {mode:04o}).",
                    f"chmod 600 '{file}'",
                )
            keys = json.load(opened)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise InputError(f"The key file {file} cannot be read.", "Repair or delete it.") from None
    if not isinstance(keys, dict) or not all(isinstance(each, str) for each in keys.values()):
        raise InputError(f"The key file {file} is damaged.", "Delete it, and set the keys again.")
    return keys


@contextmanager
def _changing_file() -> Iterator[dict[str, str]]:
    """The keys in the file: what the block changes goes back into it, and no other process changes them meanwhile."""
    file = key_file()
    try:
        with alone(file):
            keys = _read_file()
            before = dict(keys)
            yield keys
            if keys != before:
                with written_whole(file) as opened:
                    json.dump(keys, opened, indent=2)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None
