"""A CV rewritten: by rules, by a model on top of them where one is named, and written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from interview_cli.errors import ChatModelError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.app import Application
    from interview_cli.app.shelf import CvInHand, JobInHand
    from interview_cli.cv.layout import Style
    from interview_cli.cv.rewriting import Rewriting


def rewritten(
    application: Application,
    cv: CvInHand,
    job: JobInHand | None,
    style: str,
    llm: str | None,
    say: Callable[[str], object],
) -> tuple[Rewriting, str | None]:
    """The rewrite, and the name of the model that took part in it; `say` gets where lines are sent, and what failed.

    Raises InputError when a prompt of the person's own is broken, UsageError and UnavailableError for the model.
    """
    from interview_cli.cv.coverage import wanted
    from interview_cli.cv.rewriting import rewrite_by_rules

    made = rewrite_by_rules(cv.parsed["resume"], wanted(job.post) if job else ())
    if llm is None:
        return made, None
    import asyncio

    from interview_cli.app.parts import open_model
    from interview_cli.cv.rewriting import rewrite_by_model

    model = open_model(application, cv.text, llm)
    if model is None:
        return made, None
    if model.remote_host:
        say(f"The lines of the CV are sent to {model.remote_host} ({model.name}).")
    text = job.post["text"] if job else None
    try:
        asyncio.run(rewrite_by_model(made, model, style=style, job=text, overrides=application.paths.prompts))
    except ChatModelError as error:
        say(f"{error.message} What follows is by rules from there on.")
    return made, model.name


def write_cv(path: Path, made: Rewriting, style: str) -> None:
    """Write a CV in the form that the name of the file says. Raises InputError and UnavailableError."""
    from interview_cli.cv.rendering import render
    from interview_cli.whole_files import part_of

    data = render(made.resume, cast("Style", style), path.suffix.lower().lstrip("."))
    try:
        with part_of(path) as part:
            part.write_bytes(data)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """A file that is not there yet."""
    number = 1
    while (path := folder / f"{stem}{'' if number == 1 else f'-{number}'}{ending}").exists():
        number += 1
    return path
