"""What several commands take: the application of a run, and values of options."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from interview_cli.interview.kinds import Difficulty, InterviewType

if TYPE_CHECKING:
    from interview_cli.app import Application


HELP: Final = {"help_option_names": ["-h", "--help"]}
"""The context settings of every command."""


def commands(about: str | None = None, **options: Any) -> typer.Typer:
    """What a module's commands are added to; with `about`, a group that shows its help when no command is given."""
    if about is not None:
        options |= {"help": about, "no_args_is_help": True}
    return typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=HELP, **options)


def application_of(ctx: typer.Context) -> Application:
    """The application of this run, made once, when it is first asked for."""
    from interview_cli.app import Application

    return ctx.ensure_object(Application)


def parse_type(value: str) -> InterviewType:
    """An interview type by any of its names."""
    try:
        return InterviewType(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(kind.value for kind in InterviewType)}") from None


def type_option(about: str) -> Any:
    """`--type`, as typer takes it."""
    return typer.Option("--type", "-t", parser=parse_type, metavar="TYPE", help=about)


def parse_difficulty(value: str) -> Difficulty:
    """A difficulty by its name."""
    try:
        return Difficulty(value.strip().lower())
    except ValueError:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(level.value for level in Difficulty)}") from None


def level_option(about: str) -> Any:
    """`--difficulty`, as typer takes it."""
    return typer.Option("--difficulty", "-d", parser=parse_difficulty, metavar="LEVEL", help=about)


def parse_day(value: str) -> date:
    """A calendar day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a day like 2026-01-31") from None


OfType = Annotated[
    InterviewType | None,
    type_option("Only sessions of this type."),
]
Since = Annotated[
    date | None, typer.Option(parser=parse_day, metavar="DATE", help="Only sessions since this day, YYYY-MM-DD.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Engine = Annotated[str, typer.Option(metavar="ENGINE", help="local, or ray for a cluster.")]
Address = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The Ray cluster to use; 'auto' for the running one.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1, max=1024, metavar="N", help="Worker processes (one per core), or calls to a model at a time (8)."
    ),
]
Redact = Annotated[
    bool | None,
    typer.Option(
        "--redact/--no-redact", help="Mask e-mail, phone and the CV's names, links and addresses before sending."
    ),
]
OfTranscripts = Annotated[InterviewType | None, type_option("The interview type of all transcripts.")]
CandidateName = Annotated[
    str | None, typer.Option("--candidate", metavar="NAME", help="What the candidate is called in the transcripts.")
]
OwnRubric = Annotated[
    Path | None, typer.Option("--rubric", metavar="FILE", help="Your own criteria and weights (YAML).")
]
