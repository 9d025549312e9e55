"""What the parts of a session could not do, kept until the session reports it."""

from __future__ import annotations

from interview_cli.interview.events import Problem


class Problems:
    """Parts report here that something did not work; the session sends it as an event between two steps."""

    def __init__(self) -> None:
        self._reported: list[Problem] = []

    def report(self, message: str, remedy: str = "") -> None:
        """Something did not work and the session continues without it. The same words are reported once."""
        self.add(Problem(message, remedy))

    def add(self, problem: Problem) -> None:
        """See `report`."""
        if problem not in self._reported:
            self._reported.append(problem)

    def taken(self) -> list[Problem]:
        """What has been reported since the last time."""
        taken, self._reported = self._reported, []
        return taken
