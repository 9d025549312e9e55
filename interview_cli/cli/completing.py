"""Shell completion. On any error it offers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

from interview_cli.cli.options import application_of
from interview_cli.errors import InterviewError

if TYPE_CHECKING:
    from interview_cli.interview.model import DocumentKind, SessionSummary
    from interview_cli.storage.history import History

MOST_OFFERED = 50
"""More would not be read (chosen)."""


def complete_session(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids of sessions, newest first, with what they were."""
    return _sessions(ctx, incomplete, lambda history: history.list_sessions(limit=500))


def complete_unfinished(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The same of sessions that can be resumed."""
    return _sessions(ctx, incomplete, lambda history: history.unfinished())


def _sessions(
    ctx: typer.Context, incomplete: str, listed: Callable[[History], list[SessionSummary]]
) -> Iterator[tuple[str, str]]:
    try:
        application = application_of(ctx)
        if not application.paths.database.exists():
            return
        for each in listed(application.store.history):
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


def complete_bank(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Names of question banks."""
    try:
        yield from (name for name in application_of(ctx).library.banks() if name.startswith(incomplete))
    except InterviewError:
        return


def complete_model(incomplete: str) -> Iterator[str]:
    """Engines that interview and judge; a model's name is after the colon."""
    from interview_cli.llm.engines import engine_names

    alone = {"offline", "auto"}
    names = (name if name in alone else f"{name}:" for name in engine_names())
    yield from (name for name in names if name.startswith(incomplete))


def complete_transcriber(incomplete: str) -> Iterator[str]:
    """Engines that transcribe."""
    from interview_cli.speech.stt.registry import engine_names

    yield from (name for name in ("auto", *engine_names()) if name.startswith(incomplete))


def complete_voice(incomplete: str) -> Iterator[str]:
    """Engines that speak."""
    from interview_cli.speech.tts.registry import engine_names

    yield from (name for name in engine_names() if name.startswith(incomplete))


def complete_drill(incomplete: str) -> Iterator[tuple[str, str]]:
    """Names of drills with what they practise."""
    from interview_cli.learning.habits import DRILLS

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


def complete_document(kind: DocumentKind) -> Callable[[typer.Context, str], Iterator[str]]:
    """Names of the CVs or job posts that are kept."""

    def complete(ctx: typer.Context, incomplete: str) -> Iterator[str]:
        try:
            application = application_of(ctx)
            if application.paths.database.exists():
                names = (each.name for each in application.store.shelf.documents(kind))
                yield from (name for name in names if name.startswith(incomplete))
        except InterviewError:
            return

    return complete
