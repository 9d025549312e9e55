"""`interview coach`: questions about your own preparation."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import shelf
from interview_cli.cli.completing import complete_model
from interview_cli.cli.options import AsJson, Redact, application_of, commands
from interview_cli.cli.terminal import counted, is_interactive, plain, print_json, short_id
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.app.coaching import Coach
    from interview_cli.contracts.cv import CoachReply
    from interview_cli.interview.ports import ChatModel

app = commands()

GO = "go"
LEAVE = frozenset({"quit", "exit", "q", "/quit", "/exit", ":q"})


@app.command()
def coach(
    ctx: typer.Context,
    ask: Annotated[str | None, typer.Option(metavar="TEXT", help="Ask one question; else this is a chat.")] = None,
    cv: shelf.ForCv = None,
    job: shelf.ForJob = None,
    continue_: Annotated[
        str | None, typer.Option("--continue", metavar="ID", help="Continue a conversation: its id or 'last'.")
    ] = None,
    forget: Annotated[
        str | None, typer.Option(metavar="ID", help="Delete a conversation: its id, 'last' or 'all'.")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE", autocompletion=complete_model, help="The model that answers; 'offline' is by rules."
        ),
    ] = None,
    redact: Redact = None,
    as_json: AsJson = False,
) -> None:
    """Ask what to practise next and why, and what you said before.

    Answers come from your own sessions, stories, CV, job and progress, and name what they rest on. CV and job are
    those you added last, unless you name others. In the chat, an empty line or 'quit' leaves, and 'go' begins what
    was proposed.

    \b
    Examples:
      interview coach
      interview coach --ask "What should I practise next?"
      interview coach --ask "What did I say about Kafka?" --json
      interview coach --forget all
    """
    from interview_cli.app.coaching import Coach

    application = application_of(ctx)
    if forget is not None:
        from interview_cli.storage.coaching import Conversations

        kept = Conversations(application.store.database, application.clock)
        deleted = kept.forget(None if forget == "all" else kept.resolve(forget))
        typer.echo(f"Deleted {counted(deleted, 'question')} with what was answered.", err=True)
        return
    if as_json and ask is None:
        raise UsageError("--json goes with --ask TEXT.")
    application.override("llm", engine=llm)
    application.override("llm", redact=redact)
    made = Coach(application, cv=cv, job=job, resume=continue_)
    model = _model(ctx, made.cv_text)
    if model is not None and model.remote_host:
        typer.echo(f"{made.records_leave_to} are sent to {model.remote_host} ({model.name}).", err=True)
    if ask is not None:
        if not ask.strip():
            raise UsageError("--ask needs a question.")
        reply = _answer(made, ask, model, shown=not as_json)
        if as_json:
            print_json(reply)
        return
    _chat(made, model)


def _model(ctx: typer.Context, cv: str | None) -> ChatModel | None:
    """The configured model, None where the rules answer; one that cannot be reached is reported."""
    from interview_cli.app.parts import open_model

    application = application_of(ctx)
    model = open_model(application, cv)
    look = getattr(model, "absence", None)
    if look and (absence := look()):
        typer.echo(plain(f"{absence.message} The rules answer instead."), err=True)
        return None
    return model


def _answer(made: Coach, question: str, model: ChatModel | None, *, shown: bool) -> CoachReply:
    if model is None:
        reply = made.ask(question)
        if shown:
            for line in reply["answer"].splitlines():
                typer.echo(plain(line))
    else:
        import asyncio

        def say(sentence: str) -> None:
            if shown:
                typer.echo(plain(sentence))
                sys.stdout.flush()

        reply = asyncio.run(made.ask_model(question, model, say))
        if shown and reply["writer"] != model.name:
            typer.echo(plain(f"{made.fallback_reason} By rules:"), err=True)
            for line in reply["answer"].splitlines():
                typer.echo(plain(line))
    if shown:
        from interview_cli.app.coach_answers import sources_in_words

        for line in sources_in_words(reply):
            typer.echo(plain(f"  {line}"))
    return reply


def _chat(made: Coach, model: ChatModel | None) -> None:
    """One question a line, until the input ends."""
    proposed: str | None = None
    if is_interactive():
        typer.echo("Ask about your preparation. An empty line leaves; 'go' begins what is proposed.", err=True)
    while (line := _line()) is not None:
        question = line.strip()
        if is_interactive() and (not question or question.lower() in LEAVE):
            break
        if question.lower() == GO and proposed and is_interactive():
            _begin(proposed)
        elif question:
            proposed = _answer(made, question, model, shown=True)["next_command"]
    typer.echo(f"Kept. Continue: interview coach --continue {short_id(made.conversation)}", err=True)


def _line() -> str | None:
    if is_interactive():
        sys.stderr.write("> ")
        sys.stderr.flush()
    line = sys.stdin.readline()
    return line or None


def _begin(command: str) -> None:
    """Run a command that was proposed."""
    import shlex

    from interview_cli.cli.main import run

    run(shlex.split(command)[1:])
