"""`interview evaluate`: many transcripts scored in one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli.options import parse_type
from interview_cli.errors import PartialBatchError
from interview_cli.interview.model import InterviewType

app = typer.Typer(rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def evaluate(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Transcripts.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="JSON Lines, one per transcript.")],
    kind: Annotated[
        InterviewType | None,
        typer.Option(
            "--type", "-t", parser=parse_type, metavar="TYPE", help="The interview type of all transcripts."
        ),
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes; default: one per core.")] = None,
) -> None:
    """Score many transcripts."""
    from interview_cli.app import Application
    from interview_cli.batch.local_pool import LocalPool
    from interview_cli.batch.plan import Plan
    from interview_cli.batch.service import evaluate as run
    from interview_cli.batch.service import opened
    from interview_cli.batch.sources import Sources

    application = Application()
    plan = Plan(type=kind)
    sources = Sources(paths, sys.stdin.buffer, [out])
    with opened(out, application.paths.data, plan, overwrite=False) as batch:
        progress = run(batch, sources, plan, LocalPool(plan, jobs or os.cpu_count() or 1, 30.0), lambda _: None)
        counts = batch.ledger.counts()
    sources.close()
    typer.echo(f"{progress} {counts}", err=True)
    if counts.get("failed"):
        raise PartialBatchError(f"{counts['failed']} failed.")
