"""`interview evaluate`: many transcripts scored in one command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.options import parse_type
from interview_cli.cli.terminal import plain
from interview_cli.errors import InterviewError, PartialBatchError, ThresholdError, UsageError
from interview_cli.interview.model import InterviewType

if TYPE_CHECKING:
    from interview_cli.batch.engine import Engine, Work
    from interview_cli.batch.ledger import Ledger
    from interview_cli.batch.out_file import OutFile
    from interview_cli.batch.plan import Plan
    from interview_cli.batch.run import Progress
    from interview_cli.batch.sources import Sources

app = typer.Typer(
    rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def evaluate(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH…", help="Files, folders, patterns, URLs, or '-' for stdin.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the results go: JSON Lines, one per transcript.")
    ] = None,
    kind: Annotated[
        InterviewType | None,
        typer.Option(
            "--type", "-t", parser=parse_type, metavar="TYPE", help="The interview type of all transcripts."
        ),
    ] = None,
    candidate: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the candidate is called in the transcripts.")
    ] = None,
    rubric: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own criteria and weights (YAML).")] = None,
    job: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A job description; its must-haves count in the score.")
    ] = None,
    calibration: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Correct the scores as learned by 'calibrate --judge rubric --fit NAME'; needs --type.",
        ),
    ] = None,
    repeat: Annotated[
        int, typer.Option(min=1, max=100, metavar="N", help="Score each answer N times and report the spread.")
    ] = 1,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A.jsonl B.jsonl", help="Score nothing; show how the results in B differ from A's."),
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write a table.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write a page with the ranking.")] = None,
    rank: Annotated[bool, typer.Option("--rank", help="Print the ranking.")] = False,
    review: Annotated[
        bool, typer.Option("--review-queue", help="Print those a person should look at, most doubtful first.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary, ranking and queue as JSON.")] = False,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, metavar="N", help="Exit with 6 when any score is under N.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what there is to do and how long it takes.")
    ] = (False),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Score everything again.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Worker processes; default: one per core.")
    ] = None,
    item_timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="The most for one item.")] = 30.0,
    engine: Annotated[str, typer.Option(metavar="ENGINE", help="local, or ray for a cluster.")] = "local",
    address: Annotated[str | None, typer.Option(help="The Ray cluster to use; 'auto' for the running one.")] = None,
) -> None:
    """Score transcripts: any number, with evidence, resumable at any point.

    VTT, SRT, Whisper and other JSON, JSON Lines, CSV, DOCX and plain text are told apart by their content. The same
    command after an interruption does what is left; two of them share the work. Lines are on the disk once counted.

    \b
    Examples:
      interview evaluate transcripts/ --out results.jsonl --rank
      interview evaluate "calls/**/*.vtt" --out r.jsonl --type behavioral --csv r.csv --html r.html
      zcat calls.jsonl.gz | interview evaluate - --out r.jsonl --fail-under 60
      interview evaluate --compare last_year.jsonl today.jsonl
    """
    if compare:
        if paths or out:
            raise UsageError("--compare reads two result files and scores nothing; leave out PATH and --out.")
        from interview_cli.cli.comparison import show_comparison

        show_comparison(*compare, as_json=as_json)
        return
    if not paths:
        raise UsageError("Missing argument 'PATH…'.")
    from interview_cli.app import Application
    from interview_cli.app.batches import batch_engine, batch_plan, usable_cores
    from interview_cli.batch.sources import Sources

    if out is None and not dry_run:
        raise UsageError("Missing option '--out': where shall the results go?")
    application = Application()
    plan = batch_plan(application, kind, candidate, rubric, job, calibration, repeat)
    sources = Sources(paths, sys.stdin.buffer, [each for each in (out, csv, html) if each])
    try:
        total = sources.count()
        if out is None or dry_run:
            _rehearse(sources, plan, total, jobs or usable_cores(), item_timeout, as_json=as_json)
            return
        from interview_cli.batch.service import evaluate as run
        from interview_cli.batch.service import opened
        from interview_cli.batch.work import Scoring
        from interview_cli.cli.batch_progress import shown_progress

        workers = batch_engine(engine, Scoring(plan), jobs, item_timeout, address)
        with opened(out, application.batch_ledgers, plan, overwrite=overwrite) as (file, ledger):
            with shown_progress() as report:
                progress = run(file, ledger, sources, total, plan, workers, report)
            _write_documents(csv, html, file, ledger)
            _tell(progress, ledger, out, plan, rank=rank, review=review, as_json=as_json)
            problem = _problem(ledger, fail_under)
    finally:
        sources.close()
    if problem:
        raise problem


def _rehearse(sources: Sources, plan: Plan, total: int, jobs: int, item_timeout_s: float, *, as_json: bool) -> None:
    from dataclasses import asdict

    from interview_cli.app.batches import batch_engine
    from interview_cli.batch.rehearsal import rehearse
    from interview_cli.cli.batch_progress import duration, shown_progress
    from interview_cli.cli.terminal import print_json

    def local(work: Work, count: int) -> Engine:
        return batch_engine("local", work, count, item_timeout_s, None)

    with shown_progress() as report:
        forecast = rehearse(sources, total, plan, jobs, local, report)
    if as_json:
        print_json({"items": total, **asdict(forecast)})
        return
    counts = forecast.counts
    typer.echo(f"Transcripts: {counts.transcripts}" + (f", {counts.failed} cannot be read" if counts.failed else ""))
    typer.echo(f"Answers: {counts.answers}, {counts.words} words")
    typer.echo(f"Model calls: {forecast.model_calls}")
    if forecast.seconds is not None:
        typer.echo(f"Time: about {duration(forecast.seconds)} with {jobs} worker{'s' if jobs != 1 else ''}")


def _write_documents(csv: Path | None, html: Path | None, file: OutFile, ledger: Ledger) -> None:
    if csv:
        from interview_cli.batch.documents import write_csv

        write_csv(csv, ledger)
    if html:
        from interview_cli.batch.ranking_page import write_page

        write_page(html, file, ledger)


def _tell(
    progress: Progress, ledger: Ledger, out: Path, plan: Plan, *, rank: bool, review: bool, as_json: bool
) -> None:
    """The summary on stderr, and what was asked for on stdout."""
    from interview_cli.cli.batch_progress import duration

    summary = ledger.summary()
    counts = ", ".join(f"{summary[name]} {name.replace('_', ' ')}" for name in ("scored", "insufficient_evidence"))
    rate = f", {progress.done / progress.seconds:.1f}/s" if progress.done and progress.seconds else ""
    before = progress.done_before + progress.done_elsewhere
    earlier = f"; {before} of {progress.total} had been done" if before else ""
    typer.echo(
        f"{out}: {counts}, {summary['failed']} failed, {summary['cached']} cached "
        f"({duration(progress.seconds)}{rate}{earlier}).",
        err=True,
    )
    if plan.calibration:
        typer.echo(f"Scores are corrected by the calibration {plan.calibration.name!r}.", err=True)
    more = {"repeat": _repetitions(out, plan.repeats, as_json=as_json)} if plan.repeats > 1 else {}
    if as_json:
        _print_json(progress, ledger, {**_standing(ledger, rank=rank, review=review), **more})
        return
    if rank:
        _print_ranking(ledger)
    if review:
        _print_queue(ledger)


def _repetitions(out: Path, times: int, *, as_json: bool) -> dict[str, object]:
    """The spread of each criterion over the repetitions, as JSON; told as a table otherwise."""
    from dataclasses import asdict

    from interview_cli.batch.results import spreads
    from interview_cli.scoring.rules import KIND

    found = spreads(out)
    if not as_json:
        typer.echo(f"{'SPREAD OVER ' + str(times):<20}{'ANSWERS':>9}{'MEAN':>8}{'LARGEST':>9}")
        for name, spread in found.items():
            typer.echo(f"{name:<20}{spread.answers:>9}{spread.mean:>8.2f}{spread.largest:>9.2f}")
    typer.echo(f"Judge: {KIND}, which give the same answer the same score each time.", err=True)
    return {"times": times, "criteria": {name: asdict(spread) for name, spread in found.items()}}


def _standing(ledger: Ledger, *, rank: bool, review: bool) -> dict[str, object]:
    from interview_cli.batch.standing import doubt_to_json, ranking, ranking_to_json, review_queue

    document: dict[str, object] = {}
    if rank:
        document["ranking"] = [ranking_to_json(at, line.facts) for at, line in enumerate(ranking(ledger), 1)]
    if review:
        document["review_queue"] = [doubt_to_json(doubt) for doubt in review_queue(ledger)]
    return document


def _print_json(progress: Progress, ledger: Ledger, more: dict[str, object]) -> None:
    from interview_cli.cli.terminal import print_json

    document: dict[str, object] = {
        "summary": {
            **ledger.summary(),
            "items": progress.total,
            "done_now": progress.done,
            "done_before": progress.done_before + progress.done_elsewhere,
            "seconds": round(progress.seconds, 3),
        }
    }
    print_json({**document, **more})


def _print_ranking(ledger: Ledger) -> None:
    from interview_cli.batch.standing import ranking

    typer.echo(f"{'#':>6}{'SCORE':>7}{'SPREAD':>8}{'COVERAGE':>10}  {'RECOMMENDATION':<16}{'ID':<24}SOURCE")
    for number, line in enumerate(ranking(ledger), 1):
        facts = line.facts
        score = "–" if facts.score is None else f"{facts.score:.1f}"
        spread = "–" if facts.spread is None else f"±{facts.spread:.1f}"
        typer.echo(
            f"{number:>6}{score:>7}{spread:>8}{facts.coverage:>10.0%}  {facts.recommendation or '':<16}"
            f"{plain(facts.id):<23} {plain(facts.source)}"
        )


def _print_queue(ledger: Ledger) -> None:
    from interview_cli.batch.standing import review_queue

    typer.echo(f"{'SCORE':>7}  {'ID':<24}WHY")
    for doubt in review_queue(ledger):
        score = "–" if doubt.line.score is None else f"{doubt.line.score:.1f}"
        typer.echo(f"{score:>7}  {plain(doubt.line.id):<23} {'; '.join(doubt.reasons)}")


def _problem(ledger: Ledger, fail_under: float | None) -> InterviewError | None:
    """What the exit code has to say about the lines of the out file; what failed comes first."""
    failed = ledger.summary()["failed"]
    if failed:
        first = next(iter(ledger.lines(where="status = 'failed'", limit=1))).facts
        return PartialBatchError(
            f"{failed} could not be scored, the first: {first.error}", 'See the lines with "status": "failed".'
        )
    if fail_under is not None and (under := ledger.count_under(fail_under)):
        return ThresholdError(f"{under} scored under {fail_under:g}, or could not be scored at all.")
    return None
