"""`interview stories`: the stories a person tells."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli.completing import complete_question, complete_session, complete_story
from interview_cli.cli.options import HELP, AsJson, application_of, commands
from interview_cli.cli.terminal import counted, plain, print_json, print_json_line, short_id
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interview_cli.app.learning import Learning
    from interview_cli.learning.stories import Story, Telling


app = commands("Keep your stories, and find the one that fits a question.")

_NO_GAP = "You have a story for everything that the questions ask about."
_NO_STORY = "There is no story yet. Make one of a good answer: interview stories distill last 1"

Reference = Annotated[
    str, typer.Argument(metavar="STORY", help="A story's id or its first characters.", autocompletion=complete_story)
]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="What you call it.")]
Situation = Annotated[str | None, typer.Option(metavar="TEXT", help="Where and when it was.")]
Task = Annotated[str | None, typer.Option(metavar="TEXT", help="What you had to achieve.")]
Action = Annotated[str | None, typer.Option(metavar="TEXT", help="What you did.")]
Result = Annotated[str | None, typer.Option(metavar="TEXT", help="The outcome.")]
Numbers = Annotated[
    list[str] | None, typer.Option("--number", metavar="FIGURE", help="A figure from it, such as '40%'; repeatable.")
]
Competencies = Annotated[
    list[str] | None,
    typer.Option("--competency", metavar="NAME", help="What it shows, such as 'leadership'; repeatable."),
]


@app.command(context_settings=HELP)
def add(
    ctx: typer.Context,
    title: Title = None,
    situation: Situation = None,
    task: Task = None,
    action: Action = None,
    result: Result = None,
    numbers: Numbers = None,
    competencies: Competencies = None,
    as_json: AsJson = False,
) -> None:
    """Add a story. On a terminal, the parts not given are asked for.

    \b
    Example:
      interview stories add --title "The late release" --action "I cut two features." --competency leadership
    """
    from interview_cli.learning.stories import Story

    story = Story(
        id=str(uuid.uuid4()),
        title=_given("Title", title),
        situation=_given("Situation", situation),
        task=_given("Task", task),
        action=_given("Action", action),
        result=_given("Result", result),
        numbers=tuple(numbers or ()),
        competencies=_names(competencies or ()),
    )
    if not story.title or not story.action:
        raise UsageError("A story needs at least --title and --action.")
    _keep(_learning(ctx), story, as_json=as_json)


@app.command(context_settings=HELP)
def edit(
    ctx: typer.Context,
    reference: Reference,
    title: Title = None,
    situation: Situation = None,
    task: Task = None,
    action: Action = None,
    result: Result = None,
    numbers: Numbers = None,
    competencies: Competencies = None,
    as_json: AsJson = False,
) -> None:
    """Change parts of a story; what is not given stays.

    \b
    Example:
      interview stories edit 3f2a --result "Shipped in ten days."
    """
    learning = _learning(ctx)
    story = learning.store.story(reference)

    def changed(text: str | None, old: str) -> str:
        return old if text is None else text.strip()

    story = replace(
        story,
        title=changed(title, story.title) or story.title,
        situation=changed(situation, story.situation),
        task=changed(task, story.task),
        action=changed(action, story.action),
        result=changed(result, story.result),
        numbers=story.numbers if numbers is None else tuple(numbers),
        competencies=story.competencies if competencies is None else _names(competencies),
    )
    _keep(learning, story, as_json=as_json)


@app.command("list", context_settings=HELP)
def list_stories(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List all stories, how often each was told, which are told too often, and which may be one.

    \b
    Example:
      interview stories list --json
    """
    from interview_cli.learning.contract import story_to_json
    from interview_cli.learning.stories import near_duplicates, overused

    learning = _learning(ctx)
    stories, told = learning.stories_told()
    if as_json:
        often = {story.id for story in overused(stories, told)}
        print_json([{**story_to_json(each, told[each.id]), "overused": each.id in often} for each in stories])
        return
    if not stories:
        typer.echo(_NO_STORY)
        return
    for story in stories:
        shows = ", ".join(each.replace("_", " ") for each in story.competencies) or "no competency named"
        typer.echo(f"{short_id(story.id)}  {plain(story.title)}  ({plain(shows)}; told {_times(told[story.id])})")
    for story in overused(stories, told):
        typer.echo(f"You tell “{plain(story.title)}” very often: prepare another one.")
    for one, other in near_duplicates(stories):
        typer.echo(
            f"“{plain(one.title)}” and “{plain(other.title)}” may be one story:"
            f" interview stories merge {short_id(one.id)} {short_id(other.id)}"
        )


@app.command(context_settings=HELP)
def show(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Show one story and the sessions it was told in.

    \b
    Example:
      interview stories show 3f2a
    """
    _show(_learning(ctx), reference, as_json=as_json)


@app.command(context_settings=HELP)
def merge(ctx: typer.Context, reference: Reference, other: Reference, as_json: AsJson = False) -> None:
    """Make one story of two: the first keeps its words and gets what only the other has, which is then deleted.

    \b
    Example:
      interview stories merge 3f2a 91c0
    """
    from interview_cli.learning.stories import merged

    learning = _learning(ctx)
    story, doomed = learning.store.story(reference), learning.store.story(other)
    if story.id == doomed.id:
        raise UsageError("These are the same story.")
    learning.store.replace_stories(merged(story, doomed), doomed.id)
    _show(learning, story.id, as_json=as_json)


@app.command(context_settings=HELP)
def remove(ctx: typer.Context, reference: Reference) -> None:
    """Delete a story.

    \b
    Example:
      interview stories remove 3f2a
    """
    learning = _learning(ctx)
    story = learning.store.story(reference)
    learning.store.remove_story(story.id)
    typer.echo(f"Removed “{plain(story.title)}”.", err=True)


@app.command(context_settings=HELP)
def distill(
    ctx: typer.Context,
    session_id: Annotated[
        str, typer.Argument(metavar="ID", help="A session's id or 'last'.", autocompletion=complete_session)
    ],
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="Which of its answers.")],
    title: Title = None,
    as_json: AsJson = False,
) -> None:
    """Make a story from an answer, in its own sentences; the attempt with the best score is used.

    It is deleted with its session when that is purged.

    \b
    Example:
      interview stories distill last 2
    """
    learning = _learning(ctx)
    story = learning.keep_story_of(session_id, number, title.strip() if title else "")
    _print_kept(story, as_json=as_json)


@app.command(context_settings=HELP)
def match(
    ctx: typer.Context,
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION", help="The question, in its words, or its id.", autocompletion=complete_question
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Rank your stories for a question, and say why each fits.

    \b
    Example:
      interview stories match "Tell me about a conflict with a colleague."
    """
    from interview_cli.learning.stories import match as matched

    learning = _learning(ctx)
    text, competencies = learning.question_meant(question)
    stories = learning.store.stories()
    found = matched(text, competencies, stories, learning.vectors)
    if as_json:
        print_json(
            [
                {"id": each.story.id, "title": each.story.title, "fit": each.fit, "why": list(each.why)}
                for each in found
            ]
        )
        return
    if not found and not stories:
        typer.echo(_NO_STORY)
    elif not found:
        typer.echo("I see no link between this question and any of your stories. All of them: interview stories list")
    for place, each in enumerate(found, 1):
        typer.echo(f"{place}. {plain(each.story.title)}  ({short_id(each.story.id)}): {plain('; '.join(each.why))}")


@app.command(context_settings=HELP)
def gaps(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List what interviewers ask about and none of your stories shows, what is asked most often first.

    \b
    Example:
      interview stories gaps
    """
    from interview_cli.learning.stories import gaps as missing

    learning = _learning(ctx)
    asked = learning.competencies_asked()
    found = missing(learning.store.stories(), asked)
    if as_json:
        print_json([{"competency": each, "questions": asked[each]} for each in found])
        return
    typer.echo(
        "None of your stories shows these yet; next to each, how many questions ask about it." if found else _NO_GAP
    )
    for each in found:
        typer.echo(f"  {each.replace('_', ' '):<25} {counted(asked[each], 'question')}")


@app.command(context_settings=HELP)
def export(ctx: typer.Context) -> None:
    """Write all stories as JSON Lines on stdout.

    \b
    Example:
      interview stories export > stories.jsonl
    """
    from interview_cli.learning.contract import story_to_json

    stories, told = _learning(ctx).stories_told()
    for story in stories:
        print_json_line(story_to_json(story, told[story.id]))


def _learning(ctx: typer.Context) -> Learning:
    from interview_cli.app.learning import Learning

    return Learning(application_of(ctx))


def _show(learning: Learning, reference: str, *, as_json: bool) -> None:
    from interview_cli.learning.contract import story_to_json
    from interview_cli.learning.stories import tellings

    story = learning.store.story(reference)
    told = tellings([story], learning.store.answers_told())[story.id]
    if as_json:
        print_json(story_to_json(story, told))
    else:
        _print_story(story, told)


def _given(name: str, text: str | None) -> str:
    from interview_cli.cli.terminal import is_interactive

    if text is None and is_interactive():
        text = typer.prompt(name, default="", show_default=False)
    return (text or "").strip()


def _names(competencies: Sequence[str]) -> tuple[str, ...]:
    """Competencies as the banks write them."""
    return tuple(dict.fromkeys(each.strip().lower().replace(" ", "_") for each in competencies if each.strip()))


def _keep(learning: Learning, story: Story, *, as_json: bool) -> None:
    learning.store.save_story(story)
    _print_kept(story, as_json=as_json)


def _print_kept(story: Story, *, as_json: bool) -> None:
    from interview_cli.learning.contract import story_to_json

    if as_json:
        print_json(story_to_json(story))
    else:
        _print_story(story, ())


def _print_story(story: Story, told: Sequence[Telling]) -> None:
    typer.echo(f"{plain(story.title)}  ({short_id(story.id)}, {story.source})")
    for name in ("situation", "task", "action", "result"):
        typer.echo(f"  {name.capitalize():<13} {plain(getattr(story, name)) or '–'}")
    typer.echo(f"  {'Numbers':<13} {plain(', '.join(story.numbers)) or '–'}")
    typer.echo(f"  {'Competencies':<13} {plain(', '.join(story.competencies)) or '–'}")
    if told:
        sessions = ", ".join(dict.fromkeys(short_id(each.session_id) for each in told))
        typer.echo(f"  {'Told':<13} {_times(told)}, in {sessions}")


def _times(told: Sequence[Telling]) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(len(told), f"{len(told)} times")
