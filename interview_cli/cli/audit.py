"""`interview audit`: do scores depend on names, pronouns or fillers, and are groups selected alike?"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interview_cli.cli.options import CandidateName, OfTranscripts, OwnRubric, application_of, commands
from interview_cli.cli.terminal import counted, plain, print_json
from interview_cli.errors import InterviewError, PartialBatchError, ThresholdError

if TYPE_CHECKING:
    from interview_cli.batch.pool import Pool
    from interview_cli.batch.sources import Sources
    from interview_cli.trust.audit import Audit, AuditedTranscript, GroupRate, Selection

MOST_MOVES: Final = 20
"""At most this many transcripts are listed in the table; --json has them all."""

_VERDICTS: Final = {
    "reference": "highest rate; the others are compared with it",
    "below": "under four fifths, more than chance explains",
    "below_uncertain": "under four fifths, which chance may explain",
    "above_uncertain": "over four fifths, but under is not ruled out",
    "above": "over four fifths",
    "undefined": "nobody was selected",
}

app = commands()


@app.command()
def audit(
    ctx: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Transcripts: files, folders, patterns, URLs, '-' for stdin.")
    ],
    kind: OfTranscripts = None,
    candidate: CandidateName = None,
    rubric: OwnRubric = None,
    tolerance: Annotated[
        float, typer.Option(min=0, max=100, metavar="POINTS", help="Exit with 6 when a score moves by more.")
    ] = 0.5,
    groups: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Columns id or source, and group: also compare how many are selected."),
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0, max=100, metavar="SCORE", help="With --groups: the lowest score that is selected.")
    ] = 60.0,
    seed: Annotated[int, typer.Option(metavar="SEED", help="Decides where fillers are added.")] = 0,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=1024, metavar="N", help="Worker processes; default: one per core.")
    ] = None,
    item_timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Time limit for one item.")] = 120.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score transcripts again with names, pronouns or fillers changed, and report every score that moves.

    Names are swapped for those of other origins and genders, he for she; fillers are removed, and added at twice the
    rate of hesitant speech. A transcript that names nobody cannot be tested for names. With --groups, the rates at
    which groups reach the threshold are compared by the four-fifths rule, with 95 % intervals.

    \b
    Examples:
      interview audit transcripts/
      interview audit transcripts/ --type behavioral --tolerance 1 --json
      interview audit transcripts/ --groups groups.csv --threshold 60
    """
    from interview_cli.app.batch_workers import open_pool
    from interview_cli.app.batches import batch_plan
    from interview_cli.batch.auditing import Auditing
    from interview_cli.batch.sources import Sources
    from interview_cli.trust.audit import Audit, Selection, read_groups

    selection = Selection(read_groups(groups), threshold) if groups else None
    plan = batch_plan(application_of(ctx), kind, candidate, rubric, llm="offline")
    found = Audit()
    with closing(Sources(paths, sys.stdin.buffer)) as sources:
        pool = open_pool("local", Auditing(plan, seed), jobs, item_timeout, None)
        for audited in _audited(pool, sources):
            found.add(audited)
            if selection:
                selection.add(audited)
    if as_json:
        print_json({**found.to_json(tolerance), **({"selection": selection.to_json()} if selection else {})})
    else:
        _report(found, tolerance)
        if selection:
            _report_selection(selection)
    problem = _problem(found, tolerance)
    if problem:
        raise problem


def _audited(pool: Pool, sources: Sources) -> Iterator[AuditedTranscript]:
    """Every transcript as it is audited, with the progress on stderr."""
    from interview_cli.batch.auditing import audited_by
    from interview_cli.batch.run import Progress
    from interview_cli.cli.batch_progress import shown_progress

    progress = Progress(sources.count())
    started = time.monotonic()
    with shown_progress() as report, pool:
        for outcome in pool.run(iter(sources)):
            if outcome:
                progress.done += 1
                yield from audited_by(outcome)
            progress.seconds = time.monotonic() - started
            report(progress)


def _report(found: Audit, tolerance: float) -> None:
    typer.echo(f"{counted(found.transcripts, 'transcript')} audited, {found.scored} with a score.")
    typer.echo(
        f"{'CHANGE':<30}{'TRANSCRIPTS':>12}{'MOVED':>7}{'MAX |Δ|':>9}{'MEAN |Δ|':>10}{'RECOMMENDED OTHERWISE':>23}"
    )
    for change, effect in found.effects.items():
        mean = "–" if effect.mean_points is None else f"{effect.mean_points:.3f}"
        most = f"{effect.largest_points:.1f}" if effect.transcripts else "–"
        typer.echo(
            f"{change:<30}{effect.transcripts:>12}{effect.moved:>7}{most:>9}{mean:>10}"
            f"{effect.recommendations_changed:>23}"
        )
    moves = found.moves_by_size()
    if moves:
        typer.echo(f"Moved, in points of 100 ({len(found.beyond(tolerance))} by more than {tolerance:g}):")
    for move in moves[:MOST_MOVES]:
        typer.echo(
            f"  {move.points:+6.1f}  {_score(move.before)} → {_score(move.after)}  {move.change}: {plain(move.id)}"
        )
    if len(moves) > MOST_MOVES:
        typer.echo(f"  and {len(moves) - MOST_MOVES} more; see --json.")


def _report_selection(selection: Selection) -> None:
    typer.echo(f"Selected with a score of {selection.threshold:g} or more:")
    typer.echo(f"{'GROUP':<22}{'N':>6}{'SELECTED':>10}{'RATE':>7}{'RATIO':>7}{'95 %':>15}")
    rates = selection.rates()
    for rate in rates:
        _report_rate(rate)
    if any(rate.small for rate in rates):
        typer.echo("* fewer than 30: one person more or less changes the picture; read the interval, not the ratio.")
    if selection.without_group:
        typer.echo(f"{counted(selection.without_group, 'transcript')} without a group.", err=True)
    if selection.without_transcript:
        typer.echo(
            f"{counted(selection.without_transcript, 'row')} of the groups file without a transcript.", err=True
        )


def _report_rate(rate: GroupRate) -> None:
    interval = "–" if rate.ratio_interval is None else "{:.2f}–{:.2f}".format(*rate.ratio_interval)
    ratio = "–" if rate.ratio is None else f"{rate.ratio:.2f}"
    count = f"{rate.n}*" if rate.small else f"{rate.n} "
    typer.echo(
        f"{plain(rate.group)[:21]:<22}{count:>6}{rate.selected:>10}{rate.rate:>7.0%}{ratio:>7}{interval:>15}"
        f"  {_VERDICTS[rate.verdict]}"
    )


def _score(score: float | None) -> str:
    return "none" if score is None else f"{score:.1f}"


def _problem(found: Audit, tolerance: float) -> InterviewError | None:
    """The error of an audit; what could not be read comes first."""
    if found.failures:
        return PartialBatchError(
            f"{len(found.failures)} could not be audited, the first: {found.failures[0][1]}",
            "The others were; --json lists those that failed.",
        )
    beyond = found.beyond(tolerance)
    if beyond:
        worst = beyond[0]
        return ThresholdError(
            f"{counted(len(beyond), 'score')} moved by more than {tolerance:g} points, most: {worst.points:+.1f} "
            f"({worst.change}: {plain(worst.id)}).",
            "Look at these before relying on the scores.",
        )
    return None
