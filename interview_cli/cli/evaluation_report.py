"""What `interview evaluate` prints: its report, how two results files differ, and how a file was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from interview_cli.cli.terminal import counted, plain, print_json
from interview_cli.errors import InputError, InterviewError, PartialBatchError, ThresholdError

if TYPE_CHECKING:
    from interview_cli.batch.items import Item
    from interview_cli.batch.ledger import Ledger
    from interview_cli.batch.out_file import OutFile
    from interview_cli.batch.plan import Plan
    from interview_cli.batch.run import Progress
    from interview_cli.batch.shown_reading import ShownReading
    from interview_cli.contracts.batch import Drift, ResultsComparison
    from interview_cli.interview.model import TokenUsage

_MOST_NAMES: Final = 10


def write_documents(csv: Path | None, html: Path | None, file: OutFile, ledger: Ledger) -> None:
    if csv:
        from interview_cli.batch.ranking_files import write_csv

        write_csv(csv, ledger)
    if html:
        from interview_cli.batch.ranking_files import write_page

        write_page(html, file, ledger)


def print_report(
    progress: Progress,
    ledger: Ledger,
    out: Path,
    plan: Plan,
    usage: TokenUsage | None,
    *,
    rank: bool,
    review: bool,
    as_json: bool,
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
    if progress.failed_before:
        typer.echo(
            f"{counted(progress.failed_before, 'failed line')} from an earlier run; "
            "--retry-failed tries those of the given files again.",
            err=True,
        )
    print_changed(progress)
    if progress.recordings:
        typer.echo(
            f"{counted(progress.recordings, 'recording')}, {duration(progress.sound_s)}, transcribed by "
            f"{' and '.join(sorted(progress.transcribers))}.",
            err=True,
        )
    if usage:
        cost = "cost unknown (no prices set)" if usage.cost is None else f"cost {usage.cost:.2f}"
        typer.echo(
            f"{usage.calls} calls to {plan.model.name if plan.model else 'the model'}: "
            f"{usage.prompt_tokens} tokens in, {usage.completion_tokens} out, {cost}.",
            err=True,
        )
    if plan.calibration:
        typer.echo(f"Scores are corrected by the calibration {plan.calibration.name!r}.", err=True)
    more: dict[str, object] = {}
    if plan.repetitions > 1:
        more["repeat"] = _repetitions(out, plan, as_json=as_json)
    if as_json:
        more["usage"] = asdict(usage) if usage else None
        _print_json(progress, ledger, {**_standing(ledger, rank=rank, review=review), **more})
        return
    if rank:
        _print_ranking(ledger)
    if review:
        _print_queue(ledger)


def print_changed(progress: Progress) -> None:
    """How many items are no longer what they were when they were scored."""
    if progress.changed:
        typer.echo(
            f"{counted(progress.changed, 'item')} changed since they were scored, and keep those scores; "
            "--retry-changed scores them again.",
            err=True,
        )


def _repetitions(out: Path, plan: Plan, *, as_json: bool) -> dict[str, object]:
    """The spread of each criterion over the repetitions, as JSON; as a table otherwise."""
    from interview_cli.batch.results import spreads

    times = plan.repetitions
    found = spreads(out)
    if not as_json:
        typer.echo(f"{'SPREAD OVER ' + str(times):<20}{'ANSWERS':>9}{'MEAN':>8}{'LARGEST':>9}")
        for name, spread in found.items():
            typer.echo(f"{name:<20}{spread.answers:>9}{spread.mean:>8.2f}{spread.largest:>9.2f}")
    if plan.model is None:
        typer.echo("Judge: rules, which give the same answer the same score each time.", err=True)
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
            "failed_before": progress.failed_before,
            "changed": progress.changed,
            "items": progress.total,
            "done_now": progress.done,
            "done_before": progress.done_before + progress.done_elsewhere,
            "seconds": round(progress.seconds, 3),
            "recordings": progress.recordings,
            "sound_s": round(progress.sound_s, 3),
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


def fault_of(progress: Progress) -> InterviewError | None:
    """The error for items on which this program itself failed."""
    if not progress.own_faults:
        return None
    return InterviewError(
        f"A bug in this program kept {counted(len(progress.own_faults), 'item')} from being scored, the first: "
        f"{progress.own_faults[0]}.",
        "They are not marked as failed: a newer version scores them when the same command is run again.",
    )


def problem_of(ledger: Ledger, fail_under: float | None) -> InterviewError | None:
    """The error for the lines of the results file; failed ones come first."""
    failed = ledger.summary()["failed"]
    if failed:
        first = next(iter(ledger.lines(where="status = 'failed'", limit=1))).facts
        return PartialBatchError(
            f"{failed} could not be scored, the first: {first.error}",
            'See the lines with "status": "failed"; --retry-failed scores them again.',
        )
    if fail_under is not None and (under := ledger.count_under(fail_under)):
        return ThresholdError(f"{under} scored under {fail_under:g}, or could not be scored at all.")
    return None


def show_comparison(a: Path, b: Path, *, as_json: bool) -> None:
    """Print what changed from A to B. Raises InputError when one is not a result file."""
    from interview_cli.batch.results import compare_files

    comparison = compare_files(a, b)
    if as_json:
        print_json(comparison)
        return
    for name, path, judges, alone in (
        ("A", a, comparison["judges_a"], comparison["only_in_a"]),
        ("B", b, comparison["judges_b"], comparison["only_in_b"]),
    ):
        typer.echo(f"{name}: {plain(str(path))}, scored by {plain('; '.join(judges)) or 'nobody'}")
        if alone:
            typer.echo(f"   {len(alone)} only in {name}: {_listed(alone)}")
    typer.echo(f"{counted(comparison['matched'], 'transcript')} in both, matched by id.")
    typer.echo(f"{'':<20}{'n':>7}{'mean B−A':>11}{'mean |B−A|':>12}{'pearson':>9}{'spearman':>10}")
    _row("overall, of 100", comparison["overall"])
    for name, drift in comparison["criteria"].items():
        _row(f"{plain(name)[:13]}, of 5", drift)
    _changes(comparison)


def _changes(comparison: ResultsComparison) -> None:
    changed = comparison["changed_recommendations"]
    typer.echo(f"Recommendations changed: {len(changed)}")
    for each in changed:
        typer.echo(
            f"  {plain(each['id'])}: {each['recommendation_a'] or 'none'} → {each['recommendation_b'] or 'none'} "
            f"({_signed(each['score_a'], 1)} → {_signed(each['score_b'], 1)})"
        )


def _row(name: str, drift: Drift) -> None:
    typer.echo(
        f"{name:<20}{drift['n']:>7}{_signed(drift['mean_difference'], 2, '+'):>11}"
        f"{_signed(drift['mean_absolute_difference'], 2):>12}{_signed(drift['pearson_r'], 3):>9}"
        f"{_signed(drift['spearman_rho'], 3):>10}"
    )


def _signed(value: float | None, digits: int, sign: str = "") -> str:
    return "–" if value is None else f"{value:{sign}.{digits}f}"


def _listed(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return plain(", ".join(names[:_MOST_NAMES])) + rest


def show_readings(items: Iterable[Item], plan: Plan, *, as_json: bool) -> None:
    """Print what is read in each item. Raises InputError, when all is shown, if nothing could be read."""
    from interview_cli.batch.shown_reading import shown_readings

    readings = [each for item in items for each in shown_readings(item, plan)]
    nothing_read = bool(readings) and all(each.error for each in readings)
    if as_json:
        print_json([each.to_json() for each in readings])
    else:
        for each in readings[1:] if nothing_read else readings:
            _print_reading(each)
    if nothing_read:
        raise InputError(readings[0].error or "", "See docs/transcripts.md for what can be read, and how to help it.")


def _print_reading(shown: ShownReading) -> None:
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
