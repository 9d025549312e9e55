"""Opens the app and says how it ended."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Final

from interview_cli.errors import Interrupted
from interview_cli.speech.devices import quiet_stderr

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from interview_cli.app import Application
    from interview_cli.interview.model import Question, Session, SessionSettings


SWITCH_INTERVAL_S: Final = 0.001
"""How long a thread may keep the interpreter while another one waits for it; Python's own is 5 ms (chosen)."""


def answer_keys_first() -> None:
    """Make threads take shorter turns: a key crosses several of them, and waits for a busy transcriber at each."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)


def run_app(
    application: Application | None = None,
    settings: SessionSettings | None = None,
    resume: Session | None = None,
    question: Question | None = None,
    opens: Callable[[Application], Screen[None]] | None = None,
) -> None:
    """Run the app until it is closed. Without `settings` or a session to resume it opens at home.
    With `settings`, `question` makes the session be about that one. A screen that it `opens` closes the app with it.

    A session that was left unfinished is reported with the command that resumes it. Raises Interrupted when a signal
    ended the app in one, the error that ended a session for good, or whatever unexpected broke the app itself; in
    every case what was said is saved before.
    """
    # Loading Textual makes very many objects that all stay: looking for garbage among them costs a tenth of the
    # time to the first picture. The app turns collecting on again when that is up.
    gc.disable()
    from interview_cli.tui.app import InterviewApp

    answer_keys_first()
    app = InterviewApp(application, settings, resume, question=question, opens=opens)
    try:
        with quiet_stderr():
            app.run()
    finally:
        gc.enable()
        interview = app.close_session()
    if interview is not None and interview.unsaved_answer:
        print(f"Not saved: {interview.unsaved_answer}", file=sys.stderr)  # noqa: T201
    if app.failure is not None:
        raise app.failure
    if interview is not None and interview.play.resumes_by and not interview.finished:
        saved, hint = "Everything you said is saved.", f"Resume: {interview.play.resumes_by}"
        if app.stopped:
            raise Interrupted(f"Stopped. {saved}", hint)
        print(f"{saved} {hint}", file=sys.stderr)  # noqa: T201
