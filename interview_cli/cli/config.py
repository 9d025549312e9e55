"""`interview config`: show and change settings, and store the keys of model servers.

A key is typed without echo or piped in, and never shown.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from interview_cli.cli.options import HELP, application_of, commands
from interview_cli.cli.terminal import print_json
from interview_cli.errors import InputError, UsageError
from interview_cli.paths import Paths

_ENGINE = typer.Argument(metavar="ENGINE", help="An engine such as openai or groq, or a server's address.")

app = commands("Show or change settings.")
key_app = commands("Store, delete or list the API keys of model servers.")
app.add_typer(key_app, name="key")


@app.command("list", context_settings=HELP)
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


@app.command("get", context_settings=HELP)
def get(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as practice.questions.")],
) -> None:
    """Print the value of one setting.

    \b
    Example:
      interview config get practice.difficulty
    """
    from interview_cli.settings_file import require_known

    require_known(key)
    typer.echo(_shown(_value_of(application_of(ctx).settings.model_dump(mode="json"), key)))


@app.command("set", context_settings=HELP)
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
    from interview_cli.settings_file import change_setting

    value_set = change_setting(Paths.from_environment().settings_file, key, value)
    typer.echo(f"{key} = {_shown(value_set)}", err=True)


@app.command("unset", context_settings=HELP)
def unset(key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as practice.questions.")]) -> None:
    """Reset one setting to its default.

    \b
    Example:
      interview config unset limits.sessions_per_day
    """
    from interview_cli.settings_file import reset_setting

    reset_setting(Paths.from_environment().settings_file, key)
    typer.echo(f"{key} is reset to its default.", err=True)


@app.command("path", context_settings=HELP)
def path() -> None:
    """Print where the configuration file is.

    \b
    Example:
      interview config path
    """
    typer.echo(str(Paths.from_environment().settings_file))


def _value_of(values: dict[str, Any], key: str) -> Any:
    section, name = key.split(".")
    return values[section][name]


def _shown(value: object) -> str:
    return "(not set)" if value is None else str(value)


@key_app.command("set", context_settings=HELP)
def set_key(engine: Annotated[str, _ENGINE]) -> None:
    """Store a key in the system's keyring, or in a file only you can read. It is asked for, or read from stdin.

    \b
    Examples:
      interview config key set groq
      interview config key set openai < key.txt
    """
    from interview_cli.llm.keys import account_of, key_file, store_key

    account = account_of(engine)
    place = store_key(engine, _read_key(account))
    where = "the keyring" if place == "keyring" else key_file()
    typer.echo(f"The key for {account} is in {where}.", err=True)


@key_app.command("unset", context_settings=HELP)
def unset_key(engine: Annotated[str, _ENGINE]) -> None:
    """Delete a stored key. Environment variables are not changed.

    \b
    Example:
      interview config key unset groq
    """
    from interview_cli.llm.keys import account_of, remove_key

    if not remove_key(engine):
        raise InputError(f"No key is stored for {account_of(engine)}.", "See: interview config key list")
    typer.echo(f"The key for {account_of(engine)} is deleted.", err=True)


@key_app.command("list", context_settings=HELP)
def list_keys(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List which engines have a key, and where; never the key.

    \b
    Example:
      interview config key list
    """
    from interview_cli.llm.keys import accounts, key_for

    found = {account: key_for(account, None) for account in accounts()}
    places = {account: each.place if each else None for account, each in found.items()}
    if as_json:
        print_json([{"engine": account, "place": place} for account, place in places.items()])
        return
    for account, place in places.items():
        typer.echo(f"{account}: {place or '(none)'}")


def _read_key(account: str) -> str:
    from interview_cli.llm.keys import MAX_KEY_CHARACTERS

    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass(f"Key for {account} (not shown): ", stream=sys.stderr).strip()
        except EOFError:
            raise UsageError("No key was typed.") from None
    return sys.stdin.readline(MAX_KEY_CHARACTERS + 2).strip()
