"""`interview review`: what is due today, answered again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.answering import Answering, Answers, Audio, Engine, Muted, Spoken, Transcribing
from interview_cli.cli.options import AsJson, application_of, commands, type_option
from interview_cli.cli.terminal import console, counted, plain, print_json
from interview_cli.interview.kinds import InterviewType

if TYPE_CHECKING:
    from interview_cli.app.learning import Learning, Place
    from interview_cli.learning.review import ReviewCard

app = commands()


@app.command()
def review(
    ctx: typer.Context,
    show: Annotated[bool, typer.Option("--list", help="Only list all questions and when they come back.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Answer at most N questions now.")] = None,
    kind: Annotated[
        InterviewType | None,
        type_option("Only questions of this type."),
    ] = None,
    answers: Answers = None,
    audio: Audio = None,
    voice: Spoken = None,
    stt: Transcribing = None,
    llm: Engine = None,
    mute: Muted = False,
    as_json: AsJson = False,
) -> None:
    """Answer again the questions that are due today, just before you would forget them.

    Every question you have answered comes back: soon when the answer was weak, later when it was strong. A day has a
    limit (learning.reviews_per_day), so that a break is caught up over several days.

    \b
    Examples:
      interview review
      interview review --list --json
      interview review --limit 3 --type behavioral --voice
    """
    from interview_cli.app.again import claimed
    from interview_cli.app.learning import Learning

    application = application_of(ctx)
    application.override("llm", engine=llm)
    application.override("voice", enabled=voice, stt=stt, tts="none" if mute else None)
    learning = Learning(application)
    cards = learning.cards()
    chosen = [card for card in cards if kind is None or card.question.type is kind]
    if show:
        _list(chosen, learning, as_json=as_json)
        return
    due = learning.due(cards, kind)[:limit]
    reviewed: dict[str, float | None] = {}

    def done(place: Place) -> None:
        question_id = place.exchange.asked.question.id
        reviewed[question_id] = learning.last_score(question_id)
        learning.refresh()
        learning.store.release(question_id, learning.holder)

    if due:
        out = console(stderr=as_json)
        places = claimed(due, learning)
        first = next(places, None)
        if first is not None:
            answering = Answering(
                application, first.session.settings, answers, audio, out, label="Review {} of {}".format
            )
            try:
                answering.play(chain([first], places), done, total=len(due))
            finally:
                for card in due:
                    learning.store.release(card.question.id, learning.holder)
    _report(reviewed, learning, as_json=as_json)


def _report(reviewed: Mapping[str, float | None], learning: Learning, *, as_json: bool) -> None:
    """What was reviewed, each with the score of the new answer."""
    from interview_cli.learning.review import review_to_json

    after = {card.question.id: card for card in learning.cards()}
    left = len(learning.due(list(after.values())))
    if as_json:
        told = [{**review_to_json(after[each]), "score": score} for each, score in reviewed.items() if each in after]
        print_json({"reviewed": told, "due": left})
        return
    if not reviewed:
        typer.echo(
            f"Nothing was reviewed. Still due today: {left}." if left else f"Nothing is due today. {_next(after)}"
        )
        return
    typer.echo(f"\n{counted(len(reviewed), 'question')} reviewed.")
    for card in (after[each] for each in reviewed if each in after):
        score = reviewed[card.question.id]
        result = "not scored" if score is None else f"{score:.0f} of 100"
        when = "still due" if card.card.due <= learning.today else f"comes back on {card.card.due}"
        typer.echo(f"  {result:<11} {when}  {plain(card.question.text)}")
        for point in card.missing:
            typer.echo(f"    Missing three times in a row: {plain(point)} (interview drill key-points)")


def _next(cards: Mapping[str, ReviewCard]) -> str:
    """When something will be due."""
    if not cards:
        return "No question has been answered and scored yet: interview practice"
    return f"The next review is on {min(card.card.due for card in cards.values())}."


def _list(cards: Sequence[ReviewCard], learning: Learning, *, as_json: bool) -> None:
    if as_json:
        from interview_cli.learning.review import review_to_json

        print_json([review_to_json(card) for card in cards])
        return
    if not cards:
        typer.echo("No question has been answered and scored yet. Practise: interview practice")
        return
    today = learning.today
    typer.echo(f"{'Due':<11} {'Last':>4} {'Reviews':>7}  Question")
    for card in cards:
        due = "today" if card.card.due <= today else card.card.due.isoformat()
        score = "–" if card.last_score is None else f"{card.last_score:.0f}"
        typer.echo(f"{due:<11} {score:>4} {card.card.reviews:>7}  {plain(card.question.text)}")
