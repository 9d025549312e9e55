"""The command line's root. A command's module is imported only when the command runs, so that help stays instant."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, Final

import typer
from typer._coercion import build_runtime_param
from typer.core import TyperCommand, TyperGroup

from interview_cli import __version__
from interview_cli.cli.outcome import run_and_report

COMMANDS: Final = {
    "practice": "Practise one interview and get feedback.",
    "history": "List past sessions.",
    "feedback": "Show the report on one session.",
    "retry": "Answer a question again and see whether it got better.",
    "compare": "Compare two attempts at a question.",
    "review": "Answer again what is due today.",
    "stories": "Keep your stories, and find the one that fits a question.",
    "drill": "Practise one habit in short rounds.",
    "progress": "Show what has improved, and what to do next.",
    "evaluate": "Score many transcripts in one command.",
    "audit": "Check that scores do not depend on names, pronouns or fillers.",
    "transcribe": "Transcribe recordings, with the time of every word.",
    "analyze": "Measure delivery: fillers, hedges, repeats, pace.",
    "calibrate": "Compare a judge's scores with human grades.",
    "questions": "List, show, check and add questions.",
    "cv": "Read, analyse, match and rewrite CVs.",
    "job": "Keep job posts, and see what they ask for.",
    "coach": "Ask what to practise next, and what you said before.",
    "market": "Book interviews with people, on a server: interviewers, times, credits, feedback.",
    "sync": "Bring interviews held with people into your history; send what waits.",
    "profile": "Show or set your target role and timeline.",
    "serve": "Run the server of the marketplace.",
    "doctor": "Check what works on this machine and how to fix the rest.",
    "schema": "Print the JSON Schema of what scripts read.",
    "config": "Show or change settings.",
    "export": "Write everything that is kept as JSON Lines.",
    "import": "Bring in what export has written.",
    "backup": "Copy the database to a file.",
    "purge": "Delete sessions for good, and prove it.",
    "help": "Explain a command or a topic, such as exit-codes or files.",
}
"""Every command with its line in the help. The module is `interview_cli.cli.<name>`, its Typer object `app`; one that
may not be a module's name has an underscore after it."""


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and loads the one that runs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, text in COMMANDS.items():
            self.add_command(TyperCommand(name, help=text, rich_markup_mode=None))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the command's name."""
        _prepare(self)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the name that was typed."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name in COMMANDS else command, rest

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Completion works on the real commands."""
        self.commands = {name: load_command(name) for name in COMMANDS}
        return super().shell_complete(ctx, incomplete)


def load_command(name: str) -> Any:
    """The command (or group) called `name`."""
    module = f"{name}_" if iskeyword(name) else name
    command = typer.main.get_command(import_module(f"interview_cli.cli.{module}").app)
    command.name = name
    _prepare(command)
    return command


def _prepare(command: Any) -> None:
    """Options are checked only when given; arguments are named by their metavar alone, without a Python type."""
    context = command.context_class(command, **command.context_settings)
    for parameter in command.get_params(context):
        parameter._runtime_param = _WhenGiven(parameter)  # noqa: SLF001
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = _no_type
    for child in getattr(command, "commands", {}).values():
        _prepare(child)


def _no_type(ctx: Any) -> None:  # noqa: ARG001 - as Typer calls it
    return None


class _WhenGiven:
    """The check of an option's value, without loading Pydantic (0.1 s) for an option that was not given.

    Typer builds each option's check with Pydantic when the command runs, even for options that are absent, and
    keeps it in `_runtime_param`. Typer is pinned to the minor version this holds for. Typer's own look at whether a
    file may be read is left out: whoever opens the file reports it, as bad input and not as wrong usage.
    """

    def __init__(self, parameter: Any) -> None:
        self._parameter = parameter

    def coerce(self, value: Any, **context: Any) -> Any:
        """The checked value; nothing to check in None."""
        if value is None:
            return None
        descriptor = self._parameter.type_descriptor
        descriptor.parameter_info.readable = False
        return build_runtime_param(descriptor).coerce(value, **context)


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"interview {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something goes wrong.")] = False,
) -> None:
    """Practise job interviews out loud, alone, on your own machine.

    Without a command, opens the interview app on a terminal.

    \b
    Examples:
      interview practice --type behavioral
      interview practice --type technical --role "backend engineer" --questions 3
      interview history
      interview feedback last
    """
    del version, debug
    if ctx.invoked_subcommand is None:
        from interview_cli.cli.terminal import can_show_app

        if not can_show_app():
            typer.echo(ctx.get_help())
            return
        from interview_cli.tui.launch import run_app

        run_app()


def run(arguments: Sequence[str]) -> int:
    """Run a command line; its exit code. Errors are reported on stderr, with a traceback only under --debug."""
    return run_and_report(
        lambda: app(args=list(arguments), prog_name="interview", standalone_mode=True), debug="--debug" in arguments
    )
