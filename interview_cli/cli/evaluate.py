"""`interview evaluate`: many transcripts scored in one command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_model, complete_transcriber
from interview_cli.cli.options import (
    Address,
    CandidateName,
    Engine,
    Jobs,
    OfTranscripts,
    OwnRubric,
    application_of,
    commands,
)
from interview_cli.cli.terminal import counted
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.app.batch_workers import Workers
    from interview_cli.batch.plan import Plan
    from interview_cli.batch.sources import Sources
    from interview_cli.transcripts.override import Override

app = commands()


@app.command()
def evaluate(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Files, folders, patterns, URLs, or '-' for stdin.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The results file: JSON Lines, one line per transcript.")
    ] = None,
    kind: OfTranscripts = None,
    candidate: CandidateName = None,
    speakers: Annotated[
        str | None,
        typer.Option(metavar="NAME=ROLE,…", help="Who the speakers are: interviewer, candidate or other."),
    ] = None,
    text_format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="Read every file as this format, without detection."),
    ] = None,
    show_reading: Annotated[
        bool, typer.Option("--show-reading", help="Score nothing; print who is who and the answers to each question.")
    ] = False,
    rubric: OwnRubric = None,
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
        bool, typer.Option("--review-queue", help="Print the results a person should check, most doubtful first.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary, ranking and queue as JSON.")] = False,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, metavar="N", help="Exit with 6 when any score is under N.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only report what there is to do and how long it would take.")
    ] = (False),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Score everything again.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Also score again what failed in earlier runs; other results stay.")
    ] = False,
    retry_changed: Annotated[
        bool, typer.Option("--retry-changed", help="Also score again what has changed since it was scored.")
    ] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_model,
            help="The judge: ollama:MODEL, openai:MODEL or a preset; offline: the rules.",
        ),
    ] = None,
    rpm: Annotated[
        float | None, typer.Option(min=0.1, metavar="N", help="The maximum number of requests a minute to the model.")
    ] = None,
    redact: Annotated[
        bool | None, typer.Option("--redact/--no-redact", help="Mask e-mail and phone before anything is sent.")
    ] = None,
    jobs: Jobs = None,
    item_timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1, metavar="SECONDS", help="Time limit for one item: 30, with a model 1800, a recording 3600."
        ),
    ] = None,
    stt: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_transcriber,
            help="The transcriber: auto, faster-whisper, whisper, openai or sphinx.",
        ),
    ] = None,
    stt_model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="The transcriber's model: a name, a folder or a file.")
    ] = None,
    engine: Engine = "local",
    address: Address = None,
) -> None:
    """Score transcripts and recordings: any number, with evidence, resumable at any point.

    VTT, SRT and other captions, JSON, JSON Lines, CSV, DOCX, ODT, RTF, PDF, HTML, research formats and plain
    text are recognised by their content. --show-reading shows how a file is understood; --speakers, --format and a
    file FILE.reading.yaml next to it correct that. After an interruption, run the same command again to finish the
    rest; two runs share the work. A result counts once it is on disk. Failed items count as done until
    --retry-failed, changed ones (which are reported) until --retry-changed; a file with several transcripts is then
    scored again as a whole.

    Recordings (WAV, FLAC, MP3, M4A, OGG, WebM) are transcribed first, with the transcriber of the settings or --stt.
    Speakers are separated by who asks; where nobody asks, the whole is one answer without a question.

    \b
    Examples:
      interview evaluate transcripts/ --out results.jsonl --rank
      interview evaluate "calls/**/*.vtt" --out r.jsonl --type behavioral --csv r.csv --html r.html
      interview evaluate recordings/ --out r.jsonl --stt faster-whisper --stt-model small.en
      interview evaluate call.vtt --show-reading --speakers "Dana Brook=interviewer,Miro=candidate"
      zcat calls.jsonl.gz | interview evaluate - --out r.jsonl --fail-under 60
      interview evaluate --compare last_year.jsonl today.jsonl
    """
    if compare:
        if paths or out:
            raise UsageError("--compare reads two result files and scores nothing; leave out PATH and --out.")
        from interview_cli.cli.evaluation_report import show_comparison

        show_comparison(*compare, as_json=as_json)
        return
    if not paths:
        raise UsageError("Missing argument 'PATH'.")
    from interview_cli.app.batch_workers import Workers
    from interview_cli.app.batches import batch_plan, transcriber_choice
    from interview_cli.batch.sources import Sources

    if overwrite and (retry_failed or retry_changed):
        given = "--retry-failed" if retry_failed else "--retry-changed"
        raise UsageError(f"--overwrite scores everything again; leave out {given}.")
    if out is None and not dry_run and not show_reading:
        raise UsageError("Missing option '--out': name the results file.")
    reading = _override(speakers, text_format)
    _check_files(out, csv, html)
    application = application_of(ctx)
    application.override("llm", redact=redact)
    sources = Sources(paths, sys.stdin.buffer, [each for each in (out, csv, html) if each])
    try:
        total = sources.count()
        hears = transcriber_choice(application, stt, stt_model, recordings=sources.recordings)
        plan = batch_plan(
            application,
            kind,
            candidate,
            rubric,
            job,
            calibration,
            repeat,
            llm,
            rpm,
            fresh=overwrite,
            transcriber=hears,
            reading=reading,
        )
        if show_reading:
            from interview_cli.cli.evaluation_report import show_readings

            show_readings(sources, plan, as_json=as_json)
            return
        workers = Workers(plan, engine, jobs, item_timeout, address, application.clock, sources.recordings)
        if out is None or dry_run:
            _rehearse(sources, plan, total, workers, as_json=as_json)
            return
        from interview_cli.batch.service import begin_again, opened
        from interview_cli.batch.service import evaluate as run
        from interview_cli.cli.batch_progress import shown_progress
        from interview_cli.cli.evaluation_report import fault_of, print_report, problem_of, write_documents

        _say_first(plan, sources)
        scoring = workers.scoring()
        with opened(out, application.batch_ledgers, plan.fingerprint, overwrite=overwrite) as (file, ledger):
            if retry_failed or retry_changed:
                again = begin_again(file, ledger, sources, failed=retry_failed, changed=retry_changed)
                which = " and ".join(
                    name for name, wanted in (("failed", retry_failed), ("changed", retry_changed)) if wanted
                )
                typer.echo(f"{counted(again, f'{which} item')} to be scored again.", err=True)
            with shown_progress(workers.pause_left_s) as report:
                progress = run(file, ledger, sources, total, plan, scoring, report)
            write_documents(csv, html, file, ledger)
            print_report(progress, ledger, out, plan, workers.usage, rank=rank, review=review, as_json=as_json)
            problem = fault_of(progress) or problem_of(ledger, fail_under)
    finally:
        sources.close()
    if problem:
        raise problem


def _override(speakers: str | None, text_format: str | None) -> Override:
    """How all transcripts are to be read. Raises UsageError."""
    from interview_cli.transcripts.override import FORMATS, Override, parse_speakers

    if text_format is not None and text_format not in FORMATS:
        raise UsageError(f"--format is one of {', '.join(FORMATS)}, not {text_format!r}.")
    try:
        return Override(text_format, parse_speakers(speakers) if speakers else {})
    except ValueError as error:
        raise UsageError(f"--speakers: {error}.") from None


def _check_files(out: Path | None, csv: Path | None, html: Path | None) -> None:
    """An output may only replace what was written before for the same purpose. Raises UsageError."""
    from interview_cli.batch.report_files import RANKING, TABLE, check_apart, check_can_resume, check_replaceable

    check_can_resume(out)
    check_apart({"--out": out, "--csv": csv, "--html": html})
    check_replaceable("--csv", csv, TABLE)
    check_replaceable("--html", html, RANKING)


def _say_first(plan: Plan, sources: Sources) -> None:
    """Where transcripts and recordings are sent, and what to expect of the transcriber."""
    from interview_cli.app.batches import about_transcriber, remote_host

    if plan.model and (host := remote_host(plan.model)):
        typer.echo(f"Transcripts are sent to {host}.", err=True)
    if plan.transcriber and sources.recordings:
        for remark in about_transcriber(plan.transcriber):
            typer.echo(remark, err=True)


def _rehearse(sources: Sources, plan: Plan, total: int, workers: Workers, *, as_json: bool) -> None:
    from dataclasses import asdict

    from interview_cli.batch.rehearsal import rehearse
    from interview_cli.cli.batch_progress import duration, shown_progress
    from interview_cli.cli.terminal import print_json

    with shown_progress() as report:
        forecast = rehearse(sources, total, plan, workers.jobs, workers.local, report)
    if as_json:
        print_json({"items": total, **asdict(forecast)})
        return
    counts = forecast.counts
    typer.echo(f"Transcripts: {counts.transcripts}" + (f", {counts.failed} cannot be read" if counts.failed else ""))
    typer.echo(f"Answers: {counts.answers}, {counts.words} words")
    if counts.recordings:
        length = duration(counts.sound_s) if counts.sound_s else "of unknown length"
        typer.echo(f"Recordings: {counts.recordings}, {length}; transcribing them is not in the figures below")
    typer.echo(f"Model calls: {forecast.model_calls}")
    if plan.model:
        cost = "unknown: set llm.prompt_price_per_million" if forecast.cost is None else f"{forecast.cost:.2f}"
        typer.echo(f"Tokens: about {forecast.prompt_tokens} in, {forecast.completion_tokens} out; cost: {cost}")
    plural = "" if workers.jobs == 1 else "s"
    if forecast.seconds is not None:
        typer.echo(f"Time: about {duration(forecast.seconds)} with {workers.jobs} worker{plural}")
