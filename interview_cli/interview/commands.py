"""What somebody in front of a screen does with a question, typed or spoken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Save what has been typed or corrected so far."""

    text: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """This is the answer: what was typed, or the transcript as corrected."""

    text: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Pass on the question; what was recorded for it is deleted."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the session here; it is completed with the answers handed in."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Go away for now. What was recorded is kept; `text`, what was typed or corrected, is saved first.

    Unless `anyway`, failing to save it keeps the session waiting here.
    """

    text: str | None = None
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Try again what did not work: open the microphone, transcribe, or save."""
