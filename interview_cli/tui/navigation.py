"""What a screen asks the app for: another screen, or to close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from interview_cli.interview.model import SessionSettings


@dataclass
class GoHome(Message):
    """Show the home screen."""


@dataclass
class GoBack(Message):
    """Show the screen below."""


@dataclass
class GoMicrophone(Message):
    """Show the microphone check above what is shown now."""


@dataclass
class GoSetUp(Message):
    """Show the set-up of a new session, beginning with the choices of `like` when there are any."""

    like: SessionSettings | None = None


@dataclass
class GoPractise(Message):
    """Start a session with these settings, or resume the one that has this id.

    `spoken` None leaves it to the configuration whether the answers are spoken.
    """

    plan: SessionSettings | str
    spoken: bool | None = None


@dataclass
class GoFeedback(Message):
    """Show the feedback on a session, with what did not work at its end."""

    session_id: str
    problems: tuple[str, ...] = ()


@dataclass
class SessionLeft(Message):
    """A session was left unfinished, for the home screen or (`quits`) with the whole app."""

    quits: bool
    error: Exception | None = None
