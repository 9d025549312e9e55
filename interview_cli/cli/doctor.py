"""`interview doctor`: what works on this machine, what does not, and the command that fixes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interview_cli.cli.options import application_of, commands
from interview_cli.cli.terminal import console, is_interactive, print_json
from interview_cli.errors import UnavailableError, UsageError
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from interview_cli.cli.sound_diagnosis import Person
    from interview_cli.diagnosis import Check

app = commands()

_MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}
_METER_WIDTH: Final = 30
_METER_FLOOR_DB: Final = -60.0


@app.command()
def doctor(
    ctx: typer.Context,
    microphone: Annotated[
        bool, typer.Option("--microphone", help="Test microphone, transcriber and voice with one spoken sentence.")
    ] = False,
    device: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With --microphone: part of the microphone's name, or its number."),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=1, max=60, metavar="SECONDS", help="With --microphone: how long to record (5 by default)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check every part, required or optional. Exits with 4 when practising itself does not work.

    With --microphone it records a sentence, reports its level, plays it back, transcribes it, and tests the
    interviewer's voice. It exits with 4 when you could not answer aloud.

    \b
    Examples:
      interview doctor
      interview doctor --json
      interview doctor --microphone --device usb
    """
    if not microphone and (device is not None or seconds is not None):
        raise UsageError("--device and --seconds go with --microphone.")
    if microphone:
        checks = _shown(_try_sound(ctx, device, seconds, ask=is_interactive() and not as_json), as_json=as_json)
    else:
        from interview_cli.diagnosis import examine

        checks = _shown(examine(application_of(ctx)), as_json=as_json)
    failed = [check.name for check in checks if check.status == "fail"]
    if failed:
        raise UnavailableError(f"Not working: {', '.join(failed)}.", "Apply the fixes shown above.")


def _shown(checks: Iterable[Check], *, as_json: bool) -> list[Check]:
    """Show each check as soon as it is made, or all as JSON."""
    made = []
    for check in checks:
        made.append(check)
        if not as_json:
            typer.echo(printable(f"{_MARKS[check.status]} {check.name}: {check.detail}"))
            if check.fix:
                typer.echo(printable(f"    {check.fix}"))
    if as_json:
        print_json({"checks": [dataclasses.asdict(check) for check in made]})
    return made


def _try_sound(ctx: typer.Context, device: str | None, seconds: float | None, *, ask: bool) -> Iterator[Check]:
    from interview_cli.app.sound_check import RECORDED_S, SoundCheck
    from interview_cli.cli.downloads import opening_model
    from interview_cli.cli.sound_diagnosis import examine_sound

    application = application_of(ctx)
    application.override("voice", device=device)
    with opening_model() as opening, _person(ask=ask) as person:
        yield from examine_sound(SoundCheck(application, **opening), person, seconds or RECORDED_S)


@contextmanager
def _person(*, ask: bool) -> Iterator[Person]:
    """The person at the terminal, asked nothing unless `ask`."""
    from rich.live import Live

    from interview_cli.cli.sound_diagnosis import Person

    screen = console(stderr=True)
    live = Live(console=screen, transient=True, auto_refresh=False) if screen.is_terminal else None

    def report(line: str) -> None:
        screen.print(printable(line), markup=False)

    def see_level(level_db: float) -> None:
        if live is not None:
            if not live.is_started:
                live.start()
            live.update(_meter(level_db), refresh=True)

    def hide_level() -> None:
        if live is not None:
            live.stop()

    def agrees(question: str) -> bool:
        return not ask or typer.confirm(question, default=True, err=True)

    try:
        yield Person(report, see_level, hide_level, agrees)
    finally:
        hide_level()


def _meter(level_db: float) -> str:
    from interview_cli.speech.level import level_words

    filled = round(_METER_WIDTH * min(1.0, max(0.0, 1 - level_db / _METER_FLOOR_DB)))
    return f"{'█' * filled}{'░' * (_METER_WIDTH - filled)} {level_words(level_db):>7}"
