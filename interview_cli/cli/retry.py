"""`interview retry`: one question once more."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli.answering import Answering, Answers, Audio, Engine, Muted, Spoken, Transcribing
from interview_cli.cli.completing import complete_session
from interview_cli.cli.options import AsJson, application_of, commands
from interview_cli.cli.terminal import console, short_id
from interview_cli.errors import InputError

app = commands()


@app.command()
def retry(
    ctx: typer.Context,
    session_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A session's id, its first characters, or 'last'.", autocompletion=complete_session
        ),
    ],
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="Which of its questions, as in its feedback.")],
    answers: Answers = None,
    audio: Audio = None,
    voice: Spoken = None,
    stt: Transcribing = None,
    llm: Engine = None,
    mute: Muted = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question of a past session again; the new attempt is kept with the old ones and compared.

    Your earlier answer stays hidden until the new one is done.

    \b
    Examples:
      interview retry last 2
      interview retry 3f2a 1 --voice
      interview retry last 1 --answers better.txt --json
    """
    from interview_cli.app.learning import Learning, Place
    from interview_cli.cli.compare import show_comparison

    application = application_of(ctx)
    application.override("llm", engine=llm)
    application.override("voice", enabled=voice, stt=stt, tts="none" if mute else None)
    learning = Learning(application)
    place = learning.place(session_id, number)
    if not place.exchange.attempts:
        raise InputError(
            f"Question {number} was not answered then.",
            f"Practise it: interview practice --question {place.exchange.asked.question.id}",
        )
    out = console(stderr=as_json)
    label = f"Attempt {len(place.exchange.attempts) + 1}"
    answering = Answering(application, place.session.settings, answers, audio, out, label=lambda *_: label)

    def done(_: Place) -> None:
        learning.refresh()

    if not answering.play([place], done, total=1):
        raise InputError("There is no new answer: nothing was changed.")
    place = learning.place(place.session.id, number)
    count = len(place.exchange.attempts)
    show_comparison(place, (count - 1, count), as_json=as_json, with_question=False)
    if not as_json and count > 2:
        out.print(
            f"\nCompare others: interview compare {short_id(place.session.id)} {number} --attempts 1 {count}",
            style="dim",
        )
