"""Keys: where they are kept, that they are never shown, and that a file others can read is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null

from interview_cli.errors import InputError, UsageError
from interview_cli.llm.keys import account_of, find_key, key_file, key_for, remove_key, store_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run, Terminal

SECRET = "gsk-Quiet-987"


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets with the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def in_memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def test_without_a_keyring_the_file_is_used_and_private() -> None:
    assert find_key("groq") is None
    assert store_key("groq", SECRET) == "file"
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert key_file().parent.stat().st_mode & 0o777 == 0o700
    assert find_key("groq") == find_key("https://api.groq.com/openai/v1") == SECRET
    assert remove_key("groq") == ["file"]
    assert find_key("groq") is None


def test_the_keyring_comes_first_then_the_environment(
    in_memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROQ_API_KEY", " from-environment \n")
    assert find_key("groq") == "from-environment"
    assert store_key("groq", SECRET) == "keyring"
    assert in_memory.kept == {("interview-cli", "groq"): SECRET}
    found = key_for("groq", None)
    assert found is not None
    assert (found.key, found.place) == (SECRET, "keyring")
    assert SECRET not in repr(found)
    assert not key_file().exists()
    assert remove_key("groq") == ["keyring"]
    assert find_key("groq") == "from-environment"


def test_a_keyring_that_keeps_nothing_is_none() -> None:
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    assert store_key("groq", SECRET) == "file"
    assert find_key("groq") == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o601])
def test_a_file_others_can_read_is_refused(mode: int) -> None:
    store_key("groq", SECRET)
    key_file().chmod(mode)
    for call in (lambda: find_key("groq"), lambda: store_key("openai", "x"), lambda: remove_key("groq")):
        with pytest.raises(InputError, match="others can read the file") as caught:
            call()
        assert caught.value.remedy == f"chmod 600 '{key_file()}'"
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ["", "groq = 1", "[]", '{"groq": 3}', '{"groq": {"a": "b"}}', "\x00"])
def test_a_damaged_file_is_reported(text: str) -> None:
    store_key("groq", SECRET)
    key_file().write_text(text)
    with pytest.raises(InputError, match="key file"):
        find_key("groq")


@pytest.mark.parametrize("key", ["", "two words", "schlüssel", "a\nb", "x" * 5000])
def test_what_cannot_be_a_key(key: str) -> None:
    with pytest.raises(InputError, match="no key"):
        store_key("groq", key)


def test_accounts() -> None:
    assert account_of(" Groq ") == "groq"
    assert account_of("https://api.openai.com/v1/") == "openai"
    assert account_of("http://me:secret@Host:8000/v1") == "host:8000"
    with pytest.raises(UsageError):
        account_of("")


def test_setting_listing_and_deleting(cli: Run, home: Path) -> None:
    done = cli("config", "key", "set", "groq", stdin=f"{SECRET}\n")
    assert (done.code, done.out) == (0, "")
    assert SECRET not in done.err
    assert "keys.json" in done.err
    listed = cli("config", "key", "list")
    assert "groq: file\n" in listed.out
    assert "openai: (none)\n" in listed.out
    places = {each["engine"]: each["place"] for each in cli("config", "key", "list", "--json").json}
    assert (places["groq"], places["openai"]) == ("file", None)
    assert SECRET not in listed.out + listed.err
    assert cli("config", "key", "unset", "groq").code == 0
    gone = cli("config", "key", "unset", "groq")
    assert (gone.code, "No key is stored for groq" in gone.err) == (3, True)
    assert not any(SECRET in file.read_text() for file in home.rglob("*") if file.is_file())


def test_no_key_comes_from_the_command_line(cli: Run) -> None:
    assert cli("config", "key", "set", "groq", SECRET).code == 2
    assert cli("config", "key", "set", "groq", "--key", SECRET).code == 2
    assert find_key("groq") is None


def test_nothing_typed_is_no_key(cli: Run) -> None:
    done = cli("config", "key", "set", "groq", stdin="\n")
    assert (done.code, "That is not a key" in done.err) == (3, True)


def test_a_typed_key_is_not_seen(terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    screen = terminal("config", "key", "set", "groq")
    screen.expect("(not shown): ")
    screen.type(f"{SECRET}\n")
    assert screen.end() == 0
    assert SECRET not in screen.shown
    assert find_key("groq") == SECRET
