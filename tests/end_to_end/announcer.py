"""Runs scripted sessions through the real application, one event at a time, so that a test can kill them anywhere.

For each line on stdin, the name of a home, a new process begins the same session there. It announces itself
(`process PID`) and each event, and goes on after each when it reads a line.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from interview_cli.app import Application
from interview_cli.interview.answers import ScriptedCandidate
from interview_cli.interview.model import InterviewType


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def run_session(application: Application, answers: list[str]) -> None:
    """A session with three follow-ups at most, its questions the same each time."""
    settings = application.session_settings(kind=InterviewType.HR_SCREEN, questions=3, follow_ups=1, seed=11)
    interview = application.interview(ScriptedCandidate(answers, application.clock))
    async for event in interview.start(settings):
        say(type(event).__name__)
        if not sys.stdin.readline():
            return


def main() -> None:
    """Fork a process per home: it has everything imported, and dies alone."""
    answers = json.loads(sys.argv[1])
    library = Application().library
    library.questions(InterviewType.HR_SCREEN)
    while home := sys.stdin.readline().rstrip("\n"):
        os.environ["INTERVIEW_HOME"] = home
        child = os.fork()
        if child == 0:
            say(f"process {os.getpid()}")
            application = Application()
            application.library = library
            asyncio.run(run_session(application, answers))
            os._exit(0)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
