"""What did not work, where it can be read while the interview continues."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.widgets import Static

from interview_cli.interview.events import Problem
from interview_cli.tui.text import one_line

_SHOWN: Final = 2
_CHARACTERS: Final = 200


class Notices(Static):
    """The last problems. Each stays until the candidate has answered a question with it on screen."""

    def __init__(self) -> None:
        super().__init__("", id="notices", markup=False)
        self._texts: list[str] = []
        self._in_sight = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown now, oldest first."""
        return tuple(self._texts)

    def tell(self, problem: Problem) -> None:
        """Show one more."""
        self._texts.append(one_line(f"{problem.message} {problem.remedy}", _CHARACTERS))
        self._show()

    def candidate_listened_to(self) -> None:
        """The candidate's turn has begun: what is shown now counts as read at its end."""
        self._in_sight = len(self._texts)

    def candidate_done(self) -> None:
        """The candidate's turn is over."""
        del self._texts[: self._in_sight]
        self._in_sight = 0
        self._show()

    def _show(self) -> None:
        self.update(Content("\n".join(self._texts[-_SHOWN:])))
        self.display = bool(self._texts)
