"""Changing the configuration file, with its comments kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from interview_cli.data_files import DataFileError, read_text
from interview_cli.errors import InputError
from interview_cli.file_lock import alone
from interview_cli.settings import MAX_SETTINGS_BYTES, check_value, known_keys, read_settings_file
from interview_cli.whole_files import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit import TOMLDocument


def change_setting(file: Path, key: str, text: str) -> Any:
    """Set `section.key` to what `text` says; the value as written. It is checked first.

    Raises InputError when there is no such setting, the value does not fit, or the file cannot be changed.
    """
    require_known(key)
    value = check_value(key, text)
    with _changing(file) as document:
        section, name = key.split(".")
        table = document.setdefault(section, {})
        if not isinstance(table, dict):
            raise InputError(f"{section!r} in {file} is a value, not a section.", "Repair or delete the file.")
        table[name] = value
    return value


def reset_setting(file: Path, key: str) -> None:
    """Go back to the default of a setting. Raises InputError."""
    require_known(key)
    with _changing(file) as document:
        section, name = key.split(".")
        table = document.get(section)
        if isinstance(table, dict) and name in table:
            del table[name]


def require_known(key: str) -> None:
    """Raises InputError when there is no such setting."""
    if key not in known_keys():
        raise InputError(f"There is no setting {key!r}.", "Settings: " + ", ".join(known_keys()))


@contextmanager
def _changing(file: Path) -> Iterator[TOMLDocument]:
    """What is in the file, which is written back when the block ends well and has changed it.

    Meanwhile no other process changes the file. Raises InputError.
    """
    import tomlkit

    try:
        with alone(file):
            document = _document(file)
            before = tomlkit.dumps(document)
            yield document
            if (after := tomlkit.dumps(document)) != before:
                with written_whole(file) as opened:
                    opened.write(after)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None


def _document(file: Path) -> TOMLDocument:
    """The configuration file with its comments. Raises InputError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        read_settings_file(file)
        return tomlkit.parse(read_text(file, MAX_SETTINGS_BYTES)) if file.exists() else tomlkit.document()
    except DataFileError as error:
        raise InputError(error.message, "Repair or delete it.") from None
    except (TOMLKitError, RecursionError, ValueError) as error:
        raise InputError(f"{file} cannot be changed: {error}.", "Repair or delete it.") from None
