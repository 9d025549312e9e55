"""Plain practice by a person at a real terminal."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.app import Application

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Start = Callable[..., "Terminal"]
PLAIN = ("practice", "--plain", "--type", "hr", "--follow-ups", "0", "--seed", "1")


def session(cli: Run) -> Any:
    """The one session there is."""
    return cli("feedback", "last", "--json").json


def test_a_whole_interview_line_by_line(terminal: Start, cli: Run) -> None:
    screen = terminal(*PLAIN, "-n", "3")
    intro = screen.expect("Question 1 of 3")
    assert "Scored by rules: no language model is active." in intro
    assert "/skip" in intro
    screen.expect("> ")
    screen.type("I have sold books for six years.\n")
    screen.expect("> ")
    screen.type("Before that I was a carpenter in Graz.\n")
    screen.expect("> ")
    screen.type("\n")
    screen.expect("Question 2 of 3")
    screen.expect("> ")
    screen.type("\n")
    screen.expect("Type your answer, then an empty line.")
    screen.expect("> ")
    screen.type("/help\n")
    screen.expect("/skip to pass on this question")
    screen.expect("> ")
    screen.type("/skpi\n")
    screen.expect("There is no command /skpi.")
    screen.expect("> ")
    screen.type("/skip\n")
    screen.expect("Skipped.")
    screen.expect("Question 3 of 3")
    screen.type("I could start in June, after a notice period of two months.\n\n")
    screen.expect("Feedback")
    assert screen.end() == 0
    assert "Show it again: interview feedback" in screen.rest()
    done = session(cli)
    assert done["session"]["status"] == "completed"
    assert [each["answer"] for each in done["answers"]] == [
        "I have sold books for six years.\nBefore that I was a carpenter in Graz.",
        None,
        "I could start in June, after a notice period of two months.",
    ]
    assert done["answers"][0]["source"] == "typed"
    assert done["answers"][1]["status"] == "skipped"


def test_a_drill_says_how_an_answer_ends_and_promises_no_feedback(terminal: Start) -> None:
    screen = terminal("drill", "numbers", "--rounds", "2")
    intro = screen.expect("Round 1 of 2")
    assert "End an answer with an empty line. /skip to pass on this question, /done to finish now," in flat(intro)
    screen.expect("> ")
    screen.type("I led nine people for two weeks and we saved 40%.\n\n")
    screen.expect("reached.")
    screen.type("/done\n")
    assert screen.end() == 0
    assert "1 round so far, target reached in 1." in flat(screen.rest())


def flat(shown: str) -> str:
    """What is shown as one line, without its colours."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", shown).split())


def test_done_finishes_with_feedback(terminal: Start, cli: Run) -> None:
    screen = terminal(*PLAIN, "-n", "3")
    screen.expect("> ")
    screen.type("I have sold books for six years.\n\n")
    screen.expect("Question 2 of 3")
    screen.expect("> ")
    screen.type("/DONE\n")
    screen.expect("Feedback")
    assert screen.end() == 0
    assert session(cli)["session"]["status"] == "completed"


def leave(screen: Terminal, how: str) -> int:
    """Answer one question, begin the second answer, and go away."""
    screen.expect("> ")
    screen.type("I have sold books for six years.\n\n")
    screen.expect("Question 2 of 3")
    screen.expect("> ")
    screen.type("I left because\n")
    screen.expect("> ")
    match how:
        case "window closed":
            screen.hang_up()
        case "SIGHUP" | "SIGKILL":
            os.kill(screen.pid, getattr(signal, how))
        case "\x03":
            screen.interrupt()
        case keys:
            screen.type(keys)
    return screen.end()


@pytest.mark.parametrize("how", ["\x03", "\x04", "window closed", "SIGHUP"])
def test_going_away_loses_nothing(terminal: Start, cli: Run, how: str) -> None:
    screen = terminal(*PLAIN, "-n", "3")
    code = leave(screen, how)
    if how in {"\x03", "\x04"}:
        assert code == 130
        assert "Everything you said is saved." in screen.rest()
        assert "interview practice --continue" in screen.rest()
    else:
        assert code != 0
    assert "Traceback" not in screen.shown
    left = session(cli)
    assert left["session"]["status"] == "in_progress"
    assert left["answers"][0]["answer"] == "I have sold books for six years."
    store = Application().store
    assert store.load(store.resolve("last")).exchanges[1].draft == "I left because"


def test_going_on_where_it_was_left(terminal: Start, cli: Run) -> None:
    leave(terminal(*PLAIN, "-n", "3"), "SIGKILL")
    left = session(cli)
    screen = terminal("practice", "--plain", "--continue", "last")
    again = screen.expect("Question 2 of 3")
    assert "unfinished" not in again, "the session that goes on is not offered as well"
    screen.expect("You had started")
    screen.expect("I left because")
    screen.expect("> ")
    screen.type("the shop closed.\n\n")
    screen.expect("Question 3 of 3")
    screen.type("/done\n")
    screen.expect("Feedback")
    assert screen.end() == 0
    done = session(cli)
    assert done["session"]["id"] == left["session"]["id"]
    assert done["answers"][1]["answer"] == "I left because\nthe shop closed."


def test_an_unfinished_session_is_offered(terminal: Start, cli: Run) -> None:
    leave(terminal(*PLAIN, "-n", "3"), "/quit\n")
    left = session(cli)["session"]["id"]
    screen = terminal(*PLAIN)
    offer = screen.expect("Question 1 of")
    assert f"interview practice --continue {left[:8]}" in offer
    screen.interrupt()
    assert screen.end() == 130


def test_a_line_longer_than_a_terminals_buffer_is_kept_whole(terminal: Start, cli: Run) -> None:
    long_line = " ".join(f"word{number}" for number in range(1500))
    screen = terminal(*PLAIN, "-n", "1")
    screen.expect("> ")
    screen.type(long_line + "\n")
    screen.expect("\n")
    screen.expect("> ")
    screen.type("\n")
    screen.expect("Feedback")
    assert screen.end() == 0
    assert session(cli)["answers"][0]["answer"] == long_line


def test_json_on_a_terminal_keeps_stdout_for_the_document(terminal: Start) -> None:
    screen = terminal(*PLAIN, "-n", "1", "--json")
    screen.expect("Question 1 of 1")
    screen.type("I have sold books for six years.\n\n")
    screen.expect('"session"')
    assert screen.end() == 0


@pytest.mark.parametrize(
    ("keys", "code", "left"), [("n\n", 130, 1), ("\x03", 130, 1), ("\x04", 130, 1), ("y\n", 0, 0)]
)
def test_purge_asks_first(
    terminal: Start, cli: Run, practise: Callable[..., Any], keys: str, code: int, left: int
) -> None:
    practise("--type", "hr", "-n", "1")
    screen = terminal("purge", "--all")
    screen.expect("Delete every session for good?")
    if keys == "\x03":
        screen.interrupt()
    else:
        screen.type(keys)
    assert screen.end() == code
    assert len(cli("history", "--json").json) == left
