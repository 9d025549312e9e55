"""What the session's thread sends to the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from interview_cli.errors import InterviewError, StorageError
from interview_cli.interview.events import Event
from interview_cli.interview.model import Answer, AskedQuestion, SessionSettings
from interview_cli.tui.engine_line import EngineLabels

Tell = Callable[[Message], object]
"""Passes a message to the screen, from any thread."""


@dataclass
class ActiveEngines(Message):
    """These engines are active; the session waits for `SessionRunner.begin` before it sends them anything."""

    labels: EngineLabels
    settings: SessionSettings


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on the answer before, while the next question is on the screen."""

    text: str


@dataclass
class Happened(Message):
    """Something that happened in the session."""

    event: Event | Remark


@dataclass
class Rephrased(Message):
    """The question that was asked last in other words, or why there are none."""

    asked: AskedQuestion
    text: str
    error: InterviewError | None = None


@dataclass
class Over(Message):
    """What was played has come to its end."""


@dataclass
class DraftKept(Message):
    """A draft is safe on disk, or could not be saved because of `error`."""

    error: StorageError | None


@dataclass
class AnswerNotSaved(Message):
    """An answer could not be saved; the session waits for TryAgain or Leave."""

    answer: Answer
    error: StorageError


@dataclass
class LeavingNotSaved(Message):
    """The last of what was typed could not be saved, so the session did not let the person go yet."""

    error: StorageError


@dataclass
class Stopped(Message):
    """The session's thread has ended before the session did: the person left, or `error` made it."""

    error: Exception | None
