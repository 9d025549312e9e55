"""Shell completion. On any error it offers nothing."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from interview_cli.cli.options import application_of
from interview_cli.errors import InterviewError

MOST_OFFERED = 50
"""More would not be read (chosen)."""


def complete_session(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids of sessions, newest first, with what they were."""
    try:
        application = application_of(ctx)
        if not application.paths.database.exists():
            return
        for each in application.store.history.list_sessions(limit=500):
            if each.id.startswith(incomplete):
                yield each.id[:8], f"{each.type.value} {each.started_at.astimezone():%Y-%m-%d %H:%M}"
    except InterviewError:
        return


def complete_question(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids of questions with their wording."""
    from interview_cli.interview.kinds import InterviewType

    try:
        found = 0
        for question in application_of(ctx).library.questions(InterviewType.MIXED):
            if question.id.startswith(incomplete) and found < MOST_OFFERED:
                found += 1
                yield question.id, question.text
    except InterviewError:
        return


def complete_drill(incomplete: str) -> Iterator[tuple[str, str]]:
    """Names of drills with what they practise."""
    from interview_cli.learning.drills import DRILLS

    yield from ((name, drill.instruction) for name, drill in DRILLS.items() if name.startswith(incomplete))


def complete_story(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids of stories with their titles."""
    from interview_cli.app.learning import Learning

    try:
        application = application_of(ctx)
        if application.paths.database.exists():
            yield from (
                (story.id[:8], story.title)
                for story in Learning(application).store.stories()
                if story.id.startswith(incomplete)
            )
    except InterviewError:
        return
