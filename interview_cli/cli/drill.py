"""`interview drill`: one habit in short rounds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.answering import Answers, Audio, Muted, Spoken, Transcribing
from interview_cli.cli.completing import complete_drill
from interview_cli.cli.options import AsJson, application_of, commands
from interview_cli.cli.terminal import console, print_json
from interview_cli.errors import Interrupted, UsageError
from interview_cli.learning.drills import ROUNDS

if TYPE_CHECKING:
    from rich.console import Console

    from interview_cli.app import Application
    from interview_cli.app.learning import Learning
    from interview_cli.learning.drills import Round
    from interview_cli.learning.habits import Drill

app = commands()


@app.command()
def drill(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Which drill; without a name all are listed.", autocompletion=complete_drill
        ),
    ] = None,
    rounds: Annotated[
        int, typer.Option("--rounds", "-n", min=1, max=20, metavar="N", help="The number of rounds.")
    ] = ROUNDS,
    seed: Annotated[
        int | None, typer.Option(min=0, metavar="SEED", help="Seed of the random choice of questions, to repeat it.")
    ] = None,
    answers: Answers = None,
    audio: Audio = None,
    voice: Spoken = None,
    stt: Transcribing = None,
    mute: Muted = False,
    as_json: AsJson = False,
) -> None:
    """Practise one habit in short rounds, scored by what is measured alone. What you say is not kept, only the value.

    \b
    Examples:
      interview drill
      interview drill no-fillers --voice
      interview drill numbers --rounds 5
    """
    from interview_cli.app.learning import Learning
    from interview_cli.learning.drills import drill_named

    application = application_of(ctx)
    application.override("voice", enabled=voice, stt=stt, tts="none" if mute else None)
    learning = Learning(application)
    if name is None:
        _list(learning, as_json=as_json)
        return
    chosen = drill_named(name)
    spoken = bool(audio) or application.settings.voice.enabled
    if chosen.spoken_only and not spoken:
        raise UsageError(f"{chosen.title} is measured by ear: add --voice, or --audio FILE.")
    out = console(stderr=as_json)
    played = _rounds(application, learning, chosen, rounds, seed, answers, audio, out)
    _report(learning, chosen, played, as_json=as_json)


def _rounds(
    application: Application,
    learning: Learning,
    chosen: Drill,
    rounds: int,
    seed: int | None,
    answers: Answers,
    audio: Audio,
    out: Console,
) -> list[Round]:
    from interview_cli.app.again import play_round, round_questions
    from interview_cli.cli.answering import Answering
    from interview_cli.interview.kinds import InterviewType
    from interview_cli.interview.ports import CandidateLeft, CandidatePaused
    from interview_cli.interview.printable import printable

    settings = application.session_settings(kind=InterviewType.BEHAVIORAL, questions=1, seed=seed)
    settings = replace(settings, language="en")
    application.override("llm", engine="offline")
    questions = round_questions(application, learning, chosen, rounds, settings.seed)
    answering = Answering(application, settings, answers, audio, out, save_draft=lambda *_: None)
    played: list[Round] = []
    out.print(f"{chosen.title}. {chosen.instruction} Target: {chosen.target}.", markup=False, style="bold")

    async def play() -> None:
        for number, asked in enumerate(questions, 1):
            out.print(f"\n[bold cyan]Round {number} of {len(questions)}[/bold cyan] (target: {chosen.target})")
            out.print(printable(asked.text), markup=False, style="bold")
            if answering.voice:
                answering.voice.say(asked.text)
            found = await play_round(application, learning, chosen, answering.candidate, asked)
            if found is not None:
                played.append(found)
                out.print(found.sentence, markup=False, style="green" if found.reached else "yellow")

    try:
        with suppress(CandidateLeft):
            asyncio.run(play())
    except (CandidatePaused, KeyboardInterrupt):
        raise Interrupted(f"Stopped after {len(played)} rounds; they are kept.") from None
    return played


def _report(learning: Learning, chosen: Drill, played: Sequence[Round], *, as_json: bool) -> None:
    from interview_cli.learning.drills import standing, standing_in_words, standing_to_json

    found = standing(chosen, learning.store.rounds(chosen.name))
    if as_json:
        rounds = [{"value": each.value, "reached": each.reached} for each in played]
        print_json({**standing_to_json(chosen, found), "played": rounds})
        return
    typer.echo(f"\n{standing_in_words(chosen, found)}")


def _list(learning: Learning, *, as_json: bool) -> None:
    from interview_cli.learning.drills import standing, standing_in_words, standing_to_json
    from interview_cli.learning.habits import DRILLS

    stands = {name: standing(each, learning.store.rounds(name)) for name, each in DRILLS.items()}
    suggestion = learning.suggested_drill()
    if as_json:
        print_json(
            {
                "drills": [standing_to_json(each, stands[name]) for name, each in DRILLS.items()],
                "suggested": suggestion and {"name": suggestion[0].name, "why": suggestion[1]},
            }
        )
        return
    for name, each in DRILLS.items():
        typer.echo(f"{name:<22} {each.instruction}")
        typer.echo(f"{'':<22} Target: {each.target}.")
        if stands[name].rounds:
            typer.echo(f"{'':<22} {standing_in_words(each, stands[name])}")
    if suggestion:
        typer.echo(f"\nTry: interview drill {suggestion[0].name}. {suggestion[1]}")
