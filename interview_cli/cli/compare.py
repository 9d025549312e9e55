"""`interview compare`: two attempts at one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_session
from interview_cli.cli.options import AsJson, application_of, commands
from interview_cli.cli.terminal import console, print_json

if TYPE_CHECKING:
    from rich.text import Text

    from interview_cli.app.learning import Place
    from interview_cli.learning.compared import Comparison

app = commands()


@app.command()
def compare(
    ctx: typer.Context,
    session_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A session's id, its first characters, or 'last'.", autocompletion=complete_session
        ),
    ],
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="Which of its questions, as in its feedback.")],
    attempts: Annotated[
        tuple[int, int] | None,
        typer.Option("--attempts", metavar="A B", help="Which attempts; the first and the last by default."),
    ] = None,
    play: Annotated[
        int | None, typer.Option(min=1, metavar="A", help="Only play the recording of attempt A; Ctrl-C stops it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what two attempts at a question share, what was gained and lost, and whether it really got better.

    \b
    Examples:
      interview compare last 2
      interview compare 3f2a 1 --attempts 2 3 --json
      interview compare last 2 --play 1
    """
    from interview_cli.app.learning import Learning, attempt_numbers

    application = application_of(ctx)
    place = Learning(application).place(session_id, number)
    if play is not None:
        from interview_cli.cli.playback import play_attempt
        from interview_cli.learning.attempts import attempt_numbered

        attempt = attempt_numbered(place.exchange.attempts, play)
        play_attempt(attempt, f"attempt {play}", application.paths.recordings)
        return
    show_comparison(place, attempt_numbers(place.exchange, attempts), as_json=as_json)


def show_comparison(place: Place, numbers: tuple[int, int], *, as_json: bool, with_question: bool = True) -> None:
    """Print the comparison of two attempts, as JSON or for people. Raises InputError when one does not exist."""
    from interview_cli.interview.printable import all_printable
    from interview_cli.learning.compared import compare as compared
    from interview_cli.learning.contract import comparison_to_json

    asked, attempts = place.exchange.asked, place.exchange.attempts
    found = compared(asked, attempts, *numbers)
    if as_json:
        print_json(comparison_to_json(asked, attempts, found))
        return
    out = console()
    found, asked = all_printable(found), all_printable(asked)
    if with_question:
        out.print(asked.text, markup=False, style="bold")
    out.print(f"Attempt {found.before_number} → attempt {found.after_number}", style="dim")
    out.print(_aligned(found))
    for line in _figures(found):
        out.print(line, markup=False)


def _aligned(found: Comparison) -> Text:
    """Both texts as one: what was dropped in [-…-], what was added in {+…+}, as word diffs are written."""
    from rich.text import Text

    marks = {"kept": ("", "", ""), "dropped": ("[-", "-]", "red"), "added": ("{+", "+}", "green")}
    text = Text()
    for piece in found.pieces:
        before, after, style = marks[piece.change.value]
        text.append(f"{before}{piece.text}{after} ", style)
    return text


def _figures(found: Comparison) -> list[str]:
    from interview_cli.learning.compared import DELIVERY_MEASURES

    overall = found.overall
    lines = [f"Overall     {_number(overall.before)} → {_number(overall.after)}   {found.verdict}"]
    for name, each in found.criteria.items():
        lines.append(
            f"{name.replace('_', ' ').capitalize():<12}{_number(each.score.before)} → {_number(each.score.after)}"
        )
        lines += [f"    gained  “{quote}”" for quote in each.gained]
        lines += [f"    lost    “{quote}”" for quote in each.lost]
    for word, points in (
        ("now covered", found.key_points.gained),
        ("no longer covered", found.key_points.lost),
        ("still missing", found.key_points.missing),
    ):
        lines += [f"Key point {word}: {point}" for point in points]
    for name, (before, after) in found.delivery.items():
        if before is not None and after is not None and before != after:
            lines.append(f"{DELIVERY_MEASURES[name]}: {_number(before)} → {_number(after)}")
    return lines


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 1):g}"
