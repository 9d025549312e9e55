"""`interview help`: the help of a command, or what holds for all of them. `docs/commands.md` is made of the same."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interview_cli.cli.options import commands
from interview_cli.errors import InputError

if TYPE_CHECKING:
    from interview_cli.paths import Paths

app = commands()
Rows = Iterator[tuple[str, str]]
"""Terms with their meanings."""

_WIDTH: Final = 100
_LONGEST_TERM: Final = 28
"""The meaning of a longer term begins on the next line."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that holds for many commands: what it is about, a paragraph, and terms with their meanings."""

    title: str
    text: str
    rows: Callable[[Paths], Rows]


@app.command(name="help")
def show_help(
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC", help="A command, or one of the topics that are listed without it."),
    ] = None,
) -> None:
    """Explain a command or a topic: exit-codes, ids, files, environment, settings, output.

    \b
    Examples:
      interview help
      interview help exit-codes
      interview help questions add
    """
    words = topic or []
    if not words:
        typer.echo("Topics, for interview help TOPIC:")
        _print_rows((name, each.title) for name, each in TOPICS.items())
        typer.echo("\nCommands: see interview --help, and interview help COMMAND.")
    elif len(words) == 1 and words[0] in TOPICS:
        from interview_cli.paths import Paths

        found = TOPICS[words[0]]
        typer.echo(f"{found.title}\n\n{textwrap.fill(found.text, _WIDTH)}\n")
        _print_rows(found.rows(Paths.from_environment()))
    else:
        typer.echo(_help_of(words))


def _help_of(words: list[str]) -> str:
    from interview_cli.cli.main import COMMANDS, load_command

    command = load_command(words[0]) if words[0] in COMMANDS else None
    for word in words[1:]:
        command = getattr(command, "commands", {}).get(word)
    if command is None:
        raise InputError(f"There is no command or topic {' '.join(words)[:80]!r}.", "List the topics: interview help")
    usage = " ".join(["interview", *words])
    return str(command.get_help(command.context_class(command, info_name=usage, **command.context_settings)))


def _print_rows(rows: Rows) -> None:
    listed = list(rows)
    column = min(_LONGEST_TERM, max(len(term) for term, _ in listed)) + 4
    for term, meaning in listed:
        first, indent = f"  {term}".ljust(column), " " * column
        if len(term) > _LONGEST_TERM:
            typer.echo(first)
            first = indent
        typer.echo(textwrap.fill(meaning, _WIDTH, initial_indent=first, subsequent_indent=indent))


def _exit_codes(paths: Paths) -> Rows:
    del paths
    from interview_cli.cli.outcome import CLOSED_OUTPUT
    from interview_cli.errors import InterviewError

    codes: dict[int, str] = {0: "Done."}
    pending = [InterviewError]
    while pending:
        error = pending.pop(0)
        codes.setdefault(error.exit_code, (error.__doc__ or "").splitlines()[0])
        pending += error.__subclasses__()
    codes[CLOSED_OUTPUT] = "Nobody reads the output any more, as in `interview history | head`."
    yield from ((str(code), meaning) for code, meaning in sorted(codes.items()))


def _ids(paths: Paths) -> Rows:
    del paths
    yield "last", "The newest session."
    yield "3f2a", "A session or story whose id begins so. Lists show the first eight characters."
    yield "ownership-inherited-mess", "A question of a bank: interview questions list shows the ids."
    yield "2", "A question of a session, counted from 1 in the order asked, follow-ups included."
    yield "2.1", "Key point 1 of main question 2, for interview feedback --tick."


def _files(paths: Paths) -> Rows:
    yield str(paths.settings_file), "The settings; change them with interview config set."
    yield str(paths.config / "sign-ins.json"), "Who is signed in at servers, where no keyring keeps it."
    yield str(paths.prompts), "Your own prompts, which replace the shipped ones of the same name."
    yield str(paths.database), "Sessions, answers, scores, reviews, stories and the evaluation cache (SQLite)."
    yield str(paths.recordings), "Recordings of spoken answers (FLAC)."
    yield str(paths.documents), "Files of the CVs and job posts you added, by the hash of their bytes."
    yield str(paths.question_banks), "Your own question banks (YAML)."
    yield str(paths.data / "batch"), "Ledgers of interview evaluate: an index of each results file."
    yield str(paths.data / "calibrations"), "Calibrations saved by interview calibrate --fit."
    yield str(paths.cache), "Speech models, synthesized speech; safe to delete."


def _environment(paths: Paths) -> Rows:
    del paths
    from interview_cli.llm.keys import PRESETS

    yield "INTERVIEW_HOME", "One folder for configuration, data and cache, instead of the system's folders."
    yield "INTERVIEW_SECTION__NAME", "A setting, such as INTERVIEW_PRACTICE__TYPE=project for practice.type."
    for preset in PRESETS.values():
        yield preset.key_variable, f"The API key for {preset.name}, when the keyring has none."
    yield "OLLAMA_HOST, OLLAMA_API_KEY", "The address and key of the Ollama server."
    yield "HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "The proxy on the way to servers."
    yield "SSL_CERT_FILE, SSL_CERT_DIR", "Other certificate authorities."
    yield "HF_TOKEN", "A token for downloads of speech models."
    yield "NO_COLOR, TERM", "Output without colour; TERM=dumb also means plain lines instead of the app."


def _settings(paths: Paths) -> Rows:
    del paths
    from interview_cli.settings import known_keys

    for key, (default, meaning) in known_keys().items():
        shown = "not set" if default is None else getattr(default, "value", default)
        yield key, f"{meaning} Default: {shown}."


def _output(paths: Paths) -> Rows:
    del paths
    yield "stdout", "Data only: what was asked for, so that it can be piped."
    yield "stderr", "Everything else: progress, remarks, errors of one or two lines (a traceback with --debug)."
    yield "--json", "For programs. interview schema prints the JSON Schema of each kind; fields may be added."
    yield "no terminal", "No colour, no prompts, no app; each line of stdin is an answer."


TOPICS: Final[dict[str, Topic]] = {
    "exit-codes": Topic("Exit codes", "The exit code of every command says how it ended.", _exit_codes),
    "ids": Topic("Ids", "Wherever a command takes an id, a unique beginning of it is enough.", _ids),
    "files": Topic(
        "Files",
        "All data stays in your own files, readable by you only. INTERVIEW_HOME moves them under one folder.",
        _files,
    ),
    "environment": Topic("Environment variables", "Options take precedence over variables.", _environment),
    "settings": Topic(
        "Settings",
        "In the configuration file, or as environment variables: INTERVIEW_, the section, two underscores, the name, "
        "such as INTERVIEW_PRACTICE__TYPE. Options of commands take precedence over variables, those over the file.",
        _settings,
    ),
    "output": Topic("Output", "Every command that reads has --json.", _output),
}
