"""What a screen asks the app for: another screen, or to close."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from interview_cli.interview.model import SessionSettings
    from interview_cli.tui.plays import Play


class Place(Enum):
    """A screen that needs nothing but the application, by its name for people."""

    REVIEWS = "Reviews"
    HISTORY = "History"
    PROGRESS = "Progress"
    QUESTIONS = "Questions"
    STORIES = "Stories"
    DRILLS = "Drills"
    COACH = "Coach"
    REWRITE = "Rewrite your CV"
    MARKET = "Market"
    SETTINGS = "Settings"
    MICROPHONE = "Microphone check"


@dataclass
class GoHome(Message):
    """Show the home screen."""


@dataclass
class GoBack(Message):
    """Show the screen below."""


@dataclass
class GoTo(Message):
    """Show one of the places above what is shown now."""

    place: Place


@dataclass
class GoSetUp(Message):
    """Show the set-up of a new session, beginning with the choices of `like` when there are any."""

    like: SessionSettings | None = None


@dataclass
class GoPractise(Message):
    """Start a session with these settings, resume the one that has this id, or play something else.

    `spoken` None leaves it to the configuration whether the answers are spoken.
    """

    plan: SessionSettings | str | Play
    spoken: bool | None = None


@dataclass
class GoFeedback(Message):
    """Show the feedback on a session, with what did not work at its end."""

    session_id: str
    problems: tuple[str, ...] = ()


@dataclass
class GoCompare(Message):
    """Compare the attempts at question `number` of a session, counted from 1 with its follow-ups."""

    session_id: str
    number: int


@dataclass
class SessionLeft(Message):
    """What was being played was left unfinished, for the screen below or (`quits`) with the whole app."""

    quits: bool
    error: Exception | None = None
