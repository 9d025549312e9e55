"""Runs scripted sessions through the real application, one event at a time, so that a test can kill them anywhere.

For each line on stdin, the name of a home, a new process begins the same session there. It announces itself
(`process PID`) and each event, and goes on after each when it reads a line.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

from interview_cli.app import Application
from interview_cli.interview.answers import ScriptedCandidate
from interview_cli.interview.model import InterviewType
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.paths import Paths
from interview_cli.resources import resource_root

LIBRARY = QuestionLibrary(resource_root("question_banks"))


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def run_session(home: Path, answers: list[str], *, in_steps: bool) -> None:
    """A session with three follow-ups at most, its questions the same each time."""
    application = Application(Paths(home / "config", home / "data", home / "cache"))
    application.library = LIBRARY
    settings = application.session_settings(kind=InterviewType.HR_SCREEN, questions=3, follow_ups=1, seed=11)
    candidate = ScriptedCandidate(answers, application.clock)
    interview = application.interview(candidate, application.parts(settings))
    async for event in interview.start(settings):
        if in_steps:
            say(type(event).__name__)
            sys.stdin.readline()
    application.store.close()


def main() -> None:
    """Fork a process per home: it has everything loaded by a rehearsal, and dies alone."""
    answers = json.loads(sys.argv[1])
    with tempfile.TemporaryDirectory() as rehearsal:
        asyncio.run(run_session(Path(rehearsal), answers, in_steps=False))
    while home := sys.stdin.readline().rstrip("\n"):
        child = os.fork()
        if child == 0:
            say(f"process {os.getpid()}")
            asyncio.run(run_session(Path(home), answers, in_steps=True))
            os._exit(0)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
