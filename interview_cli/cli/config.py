"""`interview config`: show and change settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from interview_cli.cli import keys
from interview_cli.cli.options import application_of
from interview_cli.cli.terminal import print_json
from interview_cli.paths import Paths

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
    from interview_cli.settings_file import require_known

    require_known(key)
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
    from interview_cli.settings_file import change_setting

    value_set = change_setting(Paths.from_environment().settings_file, key, value)
    typer.echo(f"{key} = {_shown(value_set)}", err=True)


@app.command("unset", context_settings=_HELP)
def unset(key: Annotated[str, typer.Argument(metavar="KEY", help="A setting, such as practice.questions.")]) -> None:
    """Reset one setting to its default.

    \b
    Example:
      interview config unset limits.sessions_per_day
    """
    from interview_cli.settings_file import reset_setting

    reset_setting(Paths.from_environment().settings_file, key)
    typer.echo(f"{key} is reset to its default.", err=True)


@app.command("path", context_settings=_HELP)
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
