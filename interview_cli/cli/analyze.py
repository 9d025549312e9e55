"""`interview analyze`: delivery measured from text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from interview_cli.cli.options import commands
from interview_cli.cli.terminal import print_json, print_json_line
from interview_cli.errors import InputError, UsageError

MAX_TEXT_BYTES = 50_000_000
"""A larger text is not one person's speech. Lines of `--format jsonl` may each be this long, without limit in all."""

app = commands()


@app.command()
def analyze(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file, or '-' for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help='text, or jsonl: lines of {"id", "text"}.')
    ] = "text",
) -> None:
    """Measure how something was said: fillers, hedges, repeats, sentence lengths, vocabulary.

    What cannot be measured from text alone (pace, pauses) is null and named in not_measured, never 0.

    \b
    Examples:
      interview analyze answer.txt
      echo "it was, like, slow" | interview analyze - --json
      interview analyze answers.jsonl --format jsonl > deliveries.jsonl
    """
    if format_ not in {"text", "jsonl"}:
        raise UsageError(f"--format is text or jsonl, not {format_!r}.")
    from interview_cli.delivery.contract import delivery_to_json
    from interview_cli.delivery.measure import measure_text

    with _opened(file) as stream:
        if format_ == "jsonl":
            for record_id, text in _records(file, stream):
                print_json_line({"id": record_id, **delivery_to_json(measure_text(text))})
            return
        text = _whole_text(file, stream)
    delivery = measure_text(text)
    if as_json:
        print_json(delivery_to_json(delivery))
        return
    from interview_cli.reports.speech import delivery_lines

    for line in delivery_lines(delivery):
        typer.echo(line)
    for name, spans in (("fillers", delivery.fillers), ("hedges", delivery.hedges), ("repeats", delivery.repeats)):
        if spans:
            typer.echo(f"{name}: " + ", ".join(f"{span.text!r} at {span.start}" for span in spans))


def _opened(file: str) -> IO[bytes]:
    if file == "-":
        return open(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None


def _decode(place: str, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{place} is not UTF-8 text.", "Save it as UTF-8.") from None
    if "\0" in text:
        raise InputError(f"{place} is binary, not text.")
    return text


def _whole_text(file: str, stream: IO[bytes]) -> str:
    try:
        raw = stream.read(MAX_TEXT_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None
    if len(raw) > MAX_TEXT_BYTES:
        raise InputError(f"{file} is larger than {MAX_TEXT_BYTES // 1_000_000} MB.")
    return _decode(file, raw)


def _records(file: str, stream: IO[bytes]) -> Iterator[tuple[Any, str]]:
    """The (id, text) of each line, blank lines left out."""
    number = 0
    while raw := stream.readline(MAX_TEXT_BYTES + 1):
        number += 1
        place = f"{file}, line {number}"
        if len(raw) > MAX_TEXT_BYTES:
            raise InputError(f"{place} is longer than {MAX_TEXT_BYTES // 1_000_000} MB.")
        if not raw.strip():
            continue
        try:
            record = json.loads(_decode(place, raw))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{place}: broken JSON: {getattr(error, 'msg', error)}.") from None
        if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "id" not in record:
            raise InputError(f'{place}: must be an object with "id" and "text".')
        yield record["id"], record["text"]
