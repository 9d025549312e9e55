"""What the person is asked before something said or typed is discarded."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Command, Finish, Leave, Skip, Submit
from interview_cli.tui.text import explain

_STAY = ("stay", "Continue")


@dataclass(frozen=True, slots=True)
class Decision:
    """A question with its choices, as names and labels, and the commands of each; a choice without any means stay."""

    title: str
    text: str
    choices: list[tuple[str, str]]
    outcomes: dict[str, list[Command]]


def skipping(*, at_stake: bool) -> Decision:
    """The question is to be left out; `at_stake` when there is something that would be thrown away."""
    text = "It is not scored. This is asked once in an interview."
    if at_stake:
        text = "What you have said or typed for it will be discarded."
    return Decision("Skip this question?", text, [("skip", "Skip it"), _STAY], {"skip": [Skip()]})


def finishing(answer: str, *, begun: bool) -> Decision:
    """There is no way back; `answer` stands in the editor, or an answer has been `begun` in another way."""
    text = "You get feedback on what you have answered so far. The questions still to come are left out."
    if answer:
        choices = [("submit", "Submit and finish"), ("drop", "Discard it"), _STAY]
        text += " There is an answer in the editor."
    else:
        choices = [("drop", "Finish"), _STAY]
        text += " The answer you have started is left out, too." if begun else ""
    outcomes: dict[str, list[Command]] = {"submit": [Submit(answer), Finish()], "drop": [Finish()]}
    return Decision("Finish the interview now?", text, choices, outcomes)


def leaving_unsaved(text: str | None, error: StorageError) -> Decision:
    """The last of what was typed could not be saved."""
    choices = [("retry", "Try again"), ("leave", "Leave without it"), ("stay", "Stay")]
    outcomes: dict[str, list[Command]] = {"retry": [Leave(text)], "leave": [Leave(text, anyway=True)]}
    return Decision("What you typed last is not saved", explain(error), choices, outcomes)
