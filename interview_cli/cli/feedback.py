"""`interview feedback`: one session's report, and ticking its key points."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interview_cli.cli.completing import complete_model, complete_session
from interview_cli.cli.options import application_of, commands
from interview_cli.cli.output import write_document
from interview_cli.cli.terminal import console, plain, print_json
from interview_cli.errors import InputError, UsageError
from interview_cli.interview.checklist import checklist, with_ticks
from interview_cli.interview.model import SessionStatus

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.interview.model import Exchange, Session
    from interview_cli.learning.stories import Match
    from interview_cli.storage.sessions import SqliteSessionStore


app = commands()


@app.command()
def feedback(
    ctx: typer.Context,
    session_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A session's id, its first characters, or 'last'.", autocompletion=complete_session
        ),
    ] = "last",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a web page ('-' for stdout).")] = None,
    rate: Annotated[
        int | None, typer.Option(min=1, max=5, metavar="1-5", help="Say how helpful this feedback was, 1 to 5.")
    ] = None,
    tick: Annotated[
        list[str] | None,
        typer.Option(metavar="N.M", help="Say that you did say key point M of question N; N alone: all of them."),
    ] = None,
    untick: Annotated[
        list[str] | None, typer.Option(metavar="N.M", help="Say that you did not say key point M of question N.")
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score the answers again; the earlier scores are kept.")
    ] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="The judge for --rescore: ollama:MODEL, openai:MODEL …, or offline.",
        ),
    ] = None,
    redact: Annotated[
        bool | None,
        typer.Option(
            "--redact/--no-redact", help="Mask e-mail, phone and the CV's names, links and addresses before sending."
        ),
    ] = None,
    play: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Play the recording of answer N; Ctrl-C stops it.")
    ] = None,
    from_s: Annotated[
        float | None, typer.Option("--from", min=0, metavar="SECONDS", help="Play from this second.")
    ] = None,
    quote: Annotated[str | None, typer.Option(metavar="WORDS", help="Play from where these words were said.")] = None,
) -> None:
    """Show the report on one session: scores, the words they rest on, and what to fix first.

    \b
    Examples:
      interview feedback last
      interview feedback 3f2a --markdown > report.md
      interview feedback last --rate 4
      interview feedback last --tick 2.1 --tick 2.3 --untick 3.2
      interview feedback last --rescore --llm ollama:llama3.2
      interview feedback last --play 2 --quote "I led a team"
    """
    if play is None and (from_s is not None or quote is not None):
        raise UsageError("--from and --quote say where --play N begins.")
    if from_s is not None and quote is not None:
        raise UsageError("Choose one of --from and --quote.")
    if play is not None and any((as_json, markdown, html, rescore, rate, tick, untick)):
        raise UsageError("--play cannot be combined with other options.")
    if sum([as_json, markdown, html is not None]) > 1:
        raise UsageError("Choose one of --json, --markdown and --html.")

    if (llm is not None or redact is not None) and not rescore:
        raise UsageError("--llm and --redact need --rescore.")
    application = application_of(ctx)
    application.override("llm", engine=llm, redact=redact)
    session = application.find_session(session_id)
    if play is not None:
        from interview_cli.cli.playback import play_answer

        play_answer(session, play, application.paths.recordings, from_s or 0.0, quote)
        return
    changed = []
    if tick or untick:
        changed = change_ticks(session, tick or [], untick or [], application.store)
    if rate is not None:
        application.store.rate(session.id, rate)
        typer.echo(f"Thank you: rated {rate} of 5.", err=True)
    if rate is not None or changed:
        session = application.find_session(session.id)
    if rescore:
        session = _rescored(session, application)
    if as_json or markdown or html is not None:
        _write(session, application, as_json=as_json, html=html)
    elif rescore or (rate is None and not changed):
        from interview_cli.cli.report import print_report

        out = console()
        if session.status is not SessionStatus.COMPLETED:
            out.print(f"This session is {session.status.value.replace('_', ' ')}.", style="yellow")
        print_report(session, out)
        _name_better_stories(session, application)
    elif changed:
        from interview_cli.cli.report import print_checklist

        for exchange in changed:
            print_checklist(exchange, session.id, console())


def _better_stories(session: Session, application: Application) -> dict[str, Match]:
    from interview_cli.app.learning import Learning

    return Learning(application).better_stories(session)


def _name_better_stories(session: Session, application: Application) -> None:
    """Where a story of the candidate's own would have fitted a question better, say which and why."""
    from interview_cli.reports.markdown import better_story_line

    better = _better_stories(session, application)
    for number, exchange in enumerate(session.exchanges, 1):
        if found := better.get(exchange.asked.id):
            typer.echo(f"Question {number}: {plain(better_story_line(found))}")


def _rescored(session: Session, application: Application) -> Session:
    """The session judged again."""
    if session.status is not SessionStatus.COMPLETED:
        raise InputError(
            f"Session {session.id[:8]} is {session.status.value}: only completed sessions are scored.",
            f"Resume it: interview practice --continue {session.id[:8]}",
        )
    parts = application.parts(session.settings, fresh=True)
    if parts.remote_host:
        typer.echo(f"Your answers are sent to {parts.remote_host}.", err=True)
    session = asyncio.run(application.rescore(session, parts.judge))
    for problem in parts.problems.taken():
        typer.echo(f"{problem.message} {problem.remedy}".strip(), err=True)
    return session


def _write(session: Session, application: Application, *, as_json: bool, html: Path | None) -> None:
    """The session as JSON, as a web page in the file `html`, or else as Markdown."""
    better = _better_stories(session, application)
    if as_json:
        from interview_cli.reports.contract import session_to_json

        print_json(session_to_json(session, better))
    elif html is not None:
        from interview_cli.reports.audio_player import sounds_for
        from interview_cli.reports.html import session_to_html

        page = None if str(html) == "-" else html
        sounds = sounds_for(session, application.paths.recordings, page)
        write_document(html, session_to_html(session, sounds, better))
    else:
        from interview_cli.reports.markdown import session_to_markdown

        typer.echo(session_to_markdown(session, better), nl=False)


_PLACE: Final = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?", re.ASCII)


def change_ticks(
    session: Session, tick: Sequence[str], untick: Sequence[str], store: SqliteSessionStore
) -> list[Exchange]:
    """Tick and untick key points, named "2.1" (question, point) or "2" (all of a question); the changed exchanges.

    Questions count as the candidate counts them, without follow-ups. Raises UsageError for another form or a point
    that is both ticked and unticked, InputError when there is no such question or point, both before anything is
    changed, and StorageError.
    """
    ticks: dict[str, dict[str, bool]] = {}
    for place, said in [*((place, True) for place in tick), *((place, False) for place in untick)]:
        exchange, points = _named(session, place)
        own = ticks.setdefault(exchange.asked.id, {})
        if any(own.setdefault(point, said) is not said for point in points):
            raise UsageError(f"{place} is both ticked and unticked.")
    changed = list(_changed(session, ticks))
    for exchange in changed:
        if exchange.attempt:
            store.save_ticks(exchange.attempt.id, exchange.attempt.ticks)
    return changed


def _changed(session: Session, ticks: dict[str, dict[str, bool]]) -> Iterator[Exchange]:
    for exchange in session.exchanges:
        if exchange.attempt and exchange.asked.id in ticks:
            yield exchange.with_attempt(with_ticks(exchange.attempt, ticks[exchange.asked.id]))


def _named(session: Session, place: str) -> tuple[Exchange, list[str]]:
    """The exchange and the key points that a place names."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise UsageError(f"A key point is named by question and point, such as 2.1, not {place[:40]!r}.")
    number = int(match[1])
    exchange = _question(session, number)
    items = checklist(exchange)
    if match[2] is None:
        return exchange, [item.key_point.point for item in items]
    for item in items:
        if item.number == int(match[2]):
            return exchange, [item.key_point.point]
    raise InputError(f"Question {number} has no key point {int(match[2])}.", f"It has {_numbers(exchange)}.")


def _question(session: Session, number: int) -> Exchange:
    """The main question with this number, if its answer has a checklist."""
    mains = {each.asked.slot + 1: each for each in session.exchanges if each.asked.parent_id is None}
    exchange = mains.get(number)
    if exchange and checklist(exchange):
        return exchange
    there = [_numbers(each) for each in mains.values() if checklist(each)]
    if exchange is None:
        problem = f"There is no question {number}."
    elif exchange.attempt is None:
        problem = f"Question {number} was not answered."
    else:
        problem = f"Question {number} has no key points to tick."
    raise InputError(problem, f"There are {', '.join(there)}." if there else "This session has none to tick.")


def _numbers(exchange: Exchange) -> str:
    """The numbers of a checklist's points, as in "2.1 to 2.4"."""
    question, count = exchange.asked.slot + 1, len(checklist(exchange))
    return f"{question}.1" + (f" to {question}.{count}" if count > 1 else "")
