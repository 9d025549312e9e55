"""`interview evaluate --show-reading`: who is who and which answer belongs to which question, without scoring."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from interview_cli.batch.items import Item
from interview_cli.batch.plan import Plan
from interview_cli.batch.shown_reading import ShownReading, shown_readings
from interview_cli.cli.terminal import counted, plain, print_json
from interview_cli.errors import InputError


def show_readings(items: Iterable[Item], plan: Plan, *, as_json: bool) -> None:
    """Print what is read in each item. Raises InputError, when all is shown, if nothing could be read."""
    readings = [each for item in items for each in shown_readings(item, plan)]
    nothing_read = bool(readings) and all(each.error for each in readings)
    if as_json:
        print_json([each.to_json() for each in readings])
    else:
        for each in readings[1:] if nothing_read else readings:
            _print(each)
    if nothing_read:
        raise InputError(readings[0].error or "", "See docs/transcripts.md for what can be read, and how to help it.")


def _print(shown: ShownReading) -> None:
    if shown.error:
        typer.echo(plain(shown.error), err=True)
        return
    typer.echo(f"{plain(shown.source)}: {plain(shown.id or '')}")
    if shown.reading.confidence < 1 or shown.reading.notes:
        typer.echo(f"  doubtful (confidence {shown.reading.confidence:.2f}): {plain(' '.join(shown.reading.notes))}")
    for speaker in shown.speakers:
        label = "(no label)" if speaker.label is None else speaker.label
        typer.echo(
            f"  {speaker.role:<12} {plain(label)}: {counted(speaker.turns, 'turn')}, {counted(speaker.words, 'word')}"
        )
    for number, each in enumerate(shown.pairs, 1):
        typer.echo(f"\n  Q{number} {plain(each.question) or '(no question)'}\n  A{number} {plain(each.answer)}")
    if not shown.pairs:
        typer.echo("  no question with an answer was found")
    typer.echo("")
