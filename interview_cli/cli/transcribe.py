"""`interview transcribe`: recordings as words with times."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_transcriber
from interview_cli.cli.downloads import opening_model, status
from interview_cli.cli.options import application_of, commands
from interview_cli.cli.terminal import counted, print_json, print_json_line
from interview_cli.errors import InputError, InterviewError, PartialBatchError, UnavailableError, UsageError
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from interview_cli.interview.ports import Transcriber
    from interview_cli.interview.spoken import Transcription

app = commands()


@app.command()
def transcribe(
    ctx: typer.Context,
    audio: Annotated[
        list[Path] | None, typer.Argument(metavar="AUDIO", help="WAV, FLAC, MP3, M4A, OGG, WebM …")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; a line per file for several files.")] = False,
    vtt: Annotated[bool, typer.Option("--vtt", help="Print WebVTT subtitles.")] = False,
    srt: Annotated[bool, typer.Option("--srt", help="Print SubRip subtitles.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the words only (the default).")] = False,
    stt: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            autocompletion=complete_transcriber,
            help="auto, faster-whisper, whisper, openai or sphinx.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="The engine's model: a name, a folder or a file.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language spoken, such as en or de; detected by default.")
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help="Download the model without asking when it is missing.")
    ] = False,
) -> None:
    """Transcribe recordings word for word, with the time of every word and pause.

    Without a file, --download only fetches the model.

    \b
    Examples:
      interview transcribe answer.m4a
      interview transcribe interview.wav --json > interview.json
      interview transcribe talk.mp3 --vtt --stt faster-whisper --model small.en
    """
    if as_json + vtt + srt + text > 1:
        raise UsageError("Choose one of --json, --vtt, --srt and --text.")
    files = audio or []
    if not files and not download:
        raise UsageError("Name at least one recording.")
    if len(files) > 1 and (vtt or srt):
        raise UsageError("Subtitles are written for one recording at a time.")
    if language is not None and not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        raise UsageError(f"--language takes a code such as en or de, not {language!r}.")
    if len(files) == 1:
        _check_readable(files[0])
    transcriber = _open(ctx, stt, model, language, download=download)
    if not files:
        sys.stderr.write(f"{transcriber.name} is ready.\n")
    _transcribe_all(files, transcriber, "json" if as_json else "vtt" if vtt else "srt" if srt else "text")


def _check_readable(file: Path) -> None:
    """A missing file is reported before a model is loaded or asked for."""
    if not file.is_file():
        raise InputError(f"{file} is not a file.")


def _transcribe_all(files: Sequence[Path], transcriber: Transcriber, form: str) -> None:
    """Transcribe file after file. Raises PartialBatchError when some of several failed."""
    failed: list[InterviewError] = []
    for file in files:
        try:
            _show(file, _transcribed(file, transcriber), form, several=len(files) > 1)
        except (InputError, UnavailableError) as error:
            if len(files) == 1:
                raise
            failed.append(error)
            sys.stderr.write(printable(f"{error}\n"))
    if failed and len(failed) == len(files):
        raise failed[0]
    if failed:
        raise PartialBatchError(f"{len(failed)} of {counted(len(files), 'recording')} failed; the others are done.")


def _transcribed(file: Path, transcriber: Transcriber) -> Transcription:
    from interview_cli.speech.audio_files import audio_blocks
    from interview_cli.speech.transcription import transcribe_stream

    with status() as report:
        blocks = audio_blocks(file, warn=lambda warning: typer.echo(printable(warning), err=True))
        return transcribe_stream(
            blocks, transcriber, lambda at_s: report(f"Transcribing {file.name}: {_clock(at_s)}")
        )


def _show(file: Path, transcription: Transcription, form: str, *, several: bool) -> None:
    from interview_cli.speech.contract import transcription_to_json
    from interview_cli.speech.subtitles import to_srt, to_vtt

    if form == "json":
        found = transcription_to_json(transcription)
        if several:
            print_json_line({"file": str(file), **found})
        else:
            print_json(found)
    elif form == "text":
        typer.echo(printable(f"# {file}\n{transcription.text}\n" if several else transcription.text))
    else:
        write = to_vtt if form == "vtt" else to_srt
        typer.echo(printable(write(transcription.words, transcription.unclear)), nl=False)
    if form == "text" and transcription.unclear:
        spans = ", ".join(f"{_clock(each.start_s)} to {_clock(each.end_s)}" for each in transcription.unclear)
        sys.stderr.write(printable(f"{file.name}: speech that could not be made out: {spans}.\n"))


def _open(
    ctx: typer.Context, stt: str | None, model: str | None, language: str | None, *, download: bool
) -> Transcriber:
    from interview_cli.llm.keys import find_key
    from interview_cli.speech.stt.registry import open_transcriber, remarks, remote_host

    settings = application_of(ctx).settings.voice
    if model is not None:
        settings = settings.model_copy(update={"stt_model": model})
    engine = stt or settings.stt
    with opening_model(download=download) as opening:
        transcriber = open_transcriber(
            settings,
            stt=engine,
            key=find_key(settings.stt_base_url) if engine == "openai" else None,
            language=language,
            **opening,
        )
    if host := remote_host(transcriber):
        sys.stderr.write(f"What you say is sent to {host}.\n")
    for remark in remarks(transcriber):
        sys.stderr.write(f"{remark}\n")
    return transcriber


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
