"""A whole evening of practice at a real terminal, by keyboard only."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_cli.app import Application
from interview_cli.app.learning import Learning
from tests.conftest import PATIENCE_S, PROJECT, wait_until
from tests.system_packages import need

STRONG = (
    "In 2023 I led a team of four engineers at a payments company. Our release was three weeks late. I cut two"
    " features and paired with the new developer every morning. We shipped in ten days and complaints fell by 40%."
)
WEAK = "I just did what I could, you know, and it was sort of fine in the end. I think people were happy with it."


class Tmux:
    """The program in a terminal whose picture can be read and whose size can change."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux")
        program = f"env -u LINES -u COLUMNS '{sys.executable}' -m interview_cli"  # set, they hide the true size
        command = f"cd '{PROJECT}' && {program}; echo the end: $?; exec cat"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", "evening", "-x", "80", "-y", "24", command)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self._tmux("send-keys", "-t", "evening", *keys)

    def type(self, text: str) -> None:
        """Type letter by letter."""
        self._tmux("send-keys", "-t", "evening", "-l", text)

    def resize(self, columns: int, lines: int) -> None:
        self._tmux("resize-window", "-t", "evening", "-x", str(columns), "-y", str(lines))

    @property
    def picture(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "evening")

    def sees(self, *texts: str, gone: str | None = None) -> None:
        """Wait until all texts are in one picture, and what shall be gone is not."""
        deadline = time.monotonic() + PATIENCE_S
        picture = self.picture
        while not all(text in picture for text in texts) or (gone is not None and gone in picture):
            assert time.monotonic() < deadline, f"{texts} never came. In the picture:\n{picture}"
            time.sleep(0.05)
            picture = self.picture

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(["tmux", "-S", self._socket, *arguments], capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture
def terminal(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    need("tmux")
    monkeypatch.setenv("INTERVIEW_PRACTICE__QUESTIONS", "2")
    monkeypatch.setenv("INTERVIEW_PRACTICE__FOLLOW_UPS", "0")
    monkeypatch.delenv("TMUX", raising=False)
    terminal = Tmux(tmp_path)
    yield terminal
    terminal.close()


def test_an_evening(terminal: Tmux) -> None:
    terminal.sees("Start practising", "Practise a first interview")
    terminal.press("n")
    terminal.sees("What do you want to practise?", "Scored by rules")
    terminal.press("Enter")

    terminal.sees("Question 1 of 2", "0 words")
    terminal.type(WEAK)
    terminal.sees("1 filler", "Draft saved")
    terminal.press("C-s")
    terminal.sees("Question 2 of 2", "0 words")
    terminal.resize(60, 20)
    terminal.type(STRONG)
    terminal.sees("complaints fell by 40%.")
    terminal.resize(140, 40)
    terminal.sees("Question 2 of 2", "complaints fell by 40%.")
    terminal.press("C-s")

    terminal.sees("How helpful was this feedback?")
    terminal.press("4")
    terminal.sees("4 of 5. Thank you.")
    terminal.resize(80, 24)
    terminal.press("r")
    terminal.sees("Attempt 2", "0 words")
    assert "sort of fine" not in terminal.picture
    terminal.type(STRONG)
    terminal.press("C-s")
    terminal.sees("Attempt 1 → attempt 2", "Scored higher")
    terminal.press("Escape")
    terminal.sees("4 of 5. Thank you.", "C Compare")
    terminal.press("s")
    application = Application()
    learning = Learning(application)
    wait_until(learning.store.stories)
    terminal.press("Escape")

    terminal.sees("1 day in a row · 1 session", "Past sessions")
    terminal.press("d")
    terminal.sees("Answer in one minute")
    terminal.press("Down")
    terminal.sees("Answer without a single um.")
    terminal.press("Enter")
    for number in (1, 2, 3):
        terminal.sees(f"Round {number} of 3", "0 words")
        terminal.type("I led the team and we shipped in ten days.")
        terminal.press("C-s")
    terminal.sees("Just now", "3 rounds so far, target reached in 3.")
    terminal.press("Escape")

    terminal.sees("Past sessions")
    terminal.press("C-p")
    terminal.sees("Search for commands")
    terminal.type("go to history")
    terminal.sees("Go to History", gone="Go to Home")  # what half of the words found stands in the list for a while
    terminal.press("Enter")
    terminal.sees("All kinds · 1 session", "/ Search", "2 questions answered")
    terminal.press("/")
    terminal.type("payments")
    terminal.sees(" payments", "1 session")
    terminal.press("Escape")
    terminal.sees("Search everything said and asked")
    terminal.press("Escape")
    terminal.sees("Past sessions")
    terminal.press("p")
    terminal.sees("Scores, of 5")
    terminal.press("Escape")
    terminal.sees("Past sessions")
    terminal.press("q")
    terminal.sees("the end: 0")

    (summary,) = application.store.history.list_sessions()
    session = application.store.load(summary.id)
    assert [len(exchange.attempts) for exchange in session.exchanges] == [2, 1]
    assert session.helpfulness == 4
    assert len(learning.store.stories()) == 1
    assert learning.store.rounds("no-fillers") == [0.0, 0.0, 0.0]
    assert len(learning.cards()) == 2
    application.store.close()


def test_leaving_in_the_middle_of_the_evening_is_no_error(terminal: Tmux) -> None:
    terminal.sees("Start practising", "Practise a first interview")
    terminal.press("n")
    terminal.sees("What do you want to practise?", "Scored by rules")
    terminal.press("Enter")
    terminal.sees("Question 1 of 2", "0 words")
    terminal.type("Half an answer")
    terminal.press("C-q")
    terminal.sees("the end: 0", "Everything you said is saved. Resume: interview practice --continue")
    assert "Error" not in terminal.picture
