"""`interview config`: show and change settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interview_cli.cli import keys
from interview_cli.cli.options import application_of
from interview_cli.cli.output import write_document
from interview_cli.cli.terminal import print_json
from interview_cli.errors import InputError
from interview_cli.file_lock import alone
from interview_cli.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit import TOMLDocument

_HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    context_settings=_HELP,
    no_args_is_help=True,
    help="Show or change settings.",
)
app.add_typer(keys.app, name="key")


@app.command("list", context_settings=_HELP)
def list_settings(
    ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """List every setting with its current value and meaning.

    \b
    Example:
      interview config list
    """
    from interview_cli.settings import known_keys

    values = application_of(ctx).settings.model_dump(mode="json")
    if as_json:
        print_json(values)
        return
    for key, (_, meaning) in known_keys().items():
        typer.echo(f"{key} = {_shown(_value_of(values, key))}\n    {meaning}")


@app.command("get", context_settings=_HELP)
def get(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as practice.questions.")],
) -> None:
    """Print the value of one setting.

    \b
    Example:
      interview config get practice.difficulty
    """

    _require_known(key)
    typer.echo(_shown(_value_of(application_of(ctx).settings.model_dump(mode="json"), key)))


@app.command("set", context_settings=_HELP)
def set_value(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as practice.questions.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The new value.")],
) -> None:
    """Change one setting. The value is checked before it is written.

    \b
    Examples:
      interview config set practice.difficulty intense
      interview config set limits.sessions_per_day 2
    """
    from interview_cli.settings import check_value

    _require_known(key)
    typed = check_value(key, value)
    with _changing() as (file, document):
        section, name = key.split(".")
        table = document.setdefault(section, {})
        if not isinstance(table, dict):
            raise InputError(f"{section!r} in {file} is a value, not a section.", "Repair or delete the file.")
        table[name] = typed
    typer.echo(f"{key} = {_shown(typed)}", err=True)


@app.command("unset", context_settings=_HELP)
def unset(key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as practice.questions.")]) -> None:
    """Reset one setting to its default.

    \b
    Example:
      interview config unset limits.sessions_per_day
    """
    _require_known(key)
    with _changing() as (_, document):
        section, name = key.split(".")
        table = document.get(section)
        if isinstance(table, dict) and name in table:
            del table[name]
    typer.echo(f"{key} is reset to its default.", err=True)


@app.command("path", context_settings=_HELP)
def path() -> None:
    """Print where the configuration file is.

    \b
    Example:
      interview config path
    """
    typer.echo(str(Paths.from_environment().settings_file))


def _require_known(key: str) -> None:
    from interview_cli.settings import known_keys

    if key not in known_keys():
        raise InputError(f"There is no setting {key!r}.", "Settings: " + ", ".join(known_keys()))


@contextmanager
def _changing() -> Iterator[tuple[Path, TOMLDocument]]:
    """The configuration file and what is in it, which is written back when the block ends well and has changed it.

    Meanwhile no other process changes the file. Raises InputError.
    """
    import tomlkit

    file = Paths.from_environment().settings_file
    try:
        with alone(file):
            document = _document(file)
            before = tomlkit.dumps(document)
            yield file, document
            if (after := tomlkit.dumps(document)) != before:
                write_document(file, after)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None


def _document(file: Path) -> TOMLDocument:
    """The configuration file with its comments. Raises InputError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from interview_cli.data_files import DataFileError, read_text
    from interview_cli.settings import MAX_SETTINGS_BYTES, read_settings_file

    try:
        read_settings_file(file)
        return tomlkit.parse(read_text(file, MAX_SETTINGS_BYTES)) if file.exists() else tomlkit.document()
    except DataFileError as error:
        raise InputError(error.message, "Repair or delete it.") from None
    except (TOMLKitError, RecursionError, ValueError) as error:
        raise InputError(f"{file} cannot be changed: {error}.", "Repair or delete it.") from None


def _value_of(values: dict[str, Any], key: str) -> Any:
    section, name = key.split(".")
    return values[section][name]


def _shown(value: object) -> str:
    return "(not set)" if value is None else str(value)
