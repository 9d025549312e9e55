"""Secrets kept for later: in the system's keyring, or in a file only its owner can read.

They are never printed, logged, put into an error or taken from a command line.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interview_cli.errors import InputError
from interview_cli.file_lock import alone
from interview_cli.whole_files import written_whole

Kept = Literal["keyring", "file"]


@dataclass(frozen=True, slots=True)
class Safe:
    """Secrets of one kind by account: `service` is their name in the keyring, `file` where no keyring works.

    Every method that looks into the file raises InputError when others can read it, or when it is damaged.
    """

    service: str
    file: Path

    def in_keyring(self, account: str) -> str | None:
        """What the keyring has for an account."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(self.service, account)
        except KeyringError:  # none here, or locked
            return None

    def in_file(self, account: str) -> str | None:
        """What the file has for an account."""
        return self._read().get(account)

    def find(self, account: str) -> str | None:
        """What is kept for an account."""
        return self.in_keyring(account) or self.in_file(account)

    def keep(self, account: str, secret: str) -> Kept:
        """Keep a secret; where. Raises InputError when the file cannot be written."""
        if self._to_keyring(account, secret):
            return "keyring"
        with self._changing() as secrets:
            secrets[account] = secret
        return "file"

    def forget(self, account: str) -> list[Kept]:
        """Delete a secret wherever it is kept; where that was."""
        removed: list[Kept] = []
        if self.in_keyring(account):
            import keyring

            keyring.delete_password(self.service, account)
            removed.append("keyring")
        if self.file.exists():
            with self._changing() as secrets:
                if secrets.pop(account, None) is not None:
                    removed.append("file")
        return removed

    def accounts_in_file(self) -> list[str]:
        """The accounts that the file has a secret for."""
        return sorted(self._read())

    def _to_keyring(self, account: str, secret: str) -> bool:
        """Whether the keyring has taken it: the null backend takes everything and keeps nothing."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(self.service, account, secret)
            return keyring.get_password(self.service, account) == secret
        except KeyringError:
            return False

    def _read(self) -> dict[str, str]:
        try:
            with self.file.open(encoding="utf-8") as opened:
                mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
                if sys.platform != "win32" and mode & 0o077:
                    raise InputError(
                        f"The keys in {self.file} are not used: others can read the file (mode {mode:04o}).",
                        f"chmod 600 '{self.file}'",
                    )
                secrets = json.load(opened)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            raise InputError(f"The key file {self.file} cannot be read.", "Repair or delete it.") from None
        if not isinstance(secrets, dict) or not all(isinstance(each, str) for each in secrets.values()):
            raise InputError(f"The key file {self.file} is damaged.", "Delete it, and set the keys again.")
        return secrets

    @contextmanager
    def _changing(self) -> Iterator[dict[str, str]]:
        """What is in the file: the block's changes go back into it, and no other process changes it meanwhile."""
        try:
            with alone(self.file):
                secrets = self._read()
                before = dict(secrets)
                yield secrets
                if secrets != before:
                    with written_whole(self.file) as opened:
                        json.dump(secrets, opened, indent=2)
        except OSError as error:
            raise InputError(f"{self.file} cannot be written: {error.strerror}.") from None
