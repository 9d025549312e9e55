"""A job post read by a model as well, where one is named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from interview_cli.errors import ChatModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.app import Application
    from interview_cli.contracts.job import JobPost


def refined_post(application: Application, post: JobPost, llm: str, say: Callable[[str], object]) -> JobPost:
    """The post with what a model found as well; `say` gets where it is sent, and what was left out.

    Where the model fails, what the rules found stays. Raises InputError when a prompt of the person's own is broken,
    UsageError and UnavailableError for the model.
    """
    from interview_cli.app.parts import open_model
    from interview_cli.cv.job_refining import refined

    model = open_model(application, None, llm)
    if model is None:
        return post
    if model.remote_host:
        say(f"The job post is sent to {model.remote_host} ({model.name}).")
    try:
        made, made_up = asyncio.run(refined(post, model, application.paths.prompts))
    except ChatModelError as error:
        say(f"{error.message} What the rules found is kept.")
        return post
    for each in made_up:
        say(f"Left out, because it is not in the post: “{each}”")
    return made
