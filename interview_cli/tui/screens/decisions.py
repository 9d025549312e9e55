"""What the person is asked before something said or typed is discarded."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.errors import StorageError
from interview_cli.interview.commands import Command, Finish, Leave, Skip, Submit, TryAgain
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
    text = "It is not scored. You are asked this only once."
    if at_stake:
        text = "What you have said or typed for it will be discarded."
    return Decision("Skip this question?", text, [("skip", "Skip it"), _STAY], {"skip": [Skip()]})


def finishing(title: str, text: str, answer: str, *, begun: bool) -> Decision:
    """There is no way back; `answer` stands in the editor, or an answer has been `begun` in another way."""
    if answer:
        choices = [("submit", "Submit and finish"), ("drop", "Discard it"), _STAY]
        text += " There is an answer in the editor."
    else:
        choices = [("drop", "Finish"), _STAY]
        text += " The answer you have started is left out, too." if begun else ""
    outcomes: dict[str, list[Command]] = {"submit": [Submit(answer), Finish()], "drop": [Finish()]}
    return Decision(title, text, choices, outcomes)


def leaving_unsaved(text: str | None, error: StorageError) -> Decision:
    """The last of what was typed could not be saved."""
    choices = [("retry", "Try again"), ("leave", "Leave without it"), ("stay", "Stay")]
    outcomes: dict[str, list[Command]] = {"retry": [Leave(text)], "leave": [Leave(text, anyway=True)]}
    return Decision("What you typed last is not saved", explain(error), choices, outcomes)


def answer_unsaved(error: StorageError) -> Decision:
    """An answer could not be saved; there is no staying without saving it."""
    choices = [("retry", "Try again"), ("leave", "Leave")]
    text = explain(error) + "\nYour answer is still in the editor."
    return Decision("Your answer could not be saved", text, choices, {"retry": [TryAgain()], "leave": [Leave(None)]})


def stopped(error: Exception, *, begun: bool, spoken: bool) -> Decision:
    """What was played has ended by an error: before a question was `begun`, speaking may be what does not work.

    No choice has commands, as nobody takes them any more.
    """
    title = "The interview had to stop" if begun else "The interview could not begin"
    retry = [("retry", "Try again")] if isinstance(error, StorageError) else []
    by_typing = [("type", "Type the answers")] if spoken and not begun else []
    return Decision(title, explain(error), [*retry, *by_typing, ("leave", "Leave")], {})
