"""What passes between a front end and the spoken turn: commands in, one state out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interview_cli.interview.commands import Finish, HandIn, KeepDraft, Leave, Skip, TryAgain
from interview_cli.interview.events import Problem
from interview_cli.speech.level import SILENCE_DB


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop the interviewer's voice; every other command does so too."""


@dataclass(frozen=True, slots=True)
class End:
    """The answer is over. While the interviewer speaks, this stops the voice only."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Give me a moment: clock and microphone stand still."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The moment is over."""


@dataclass(frozen=True, slots=True)
class Retake:
    """Forget what was recorded and answer by voice again, or for the first time."""


@dataclass(frozen=True, slots=True)
class UseDevice:
    """Go on by another microphone: a part of its name, its number, or None for the system's default."""

    device: str | None


@dataclass(frozen=True, slots=True)
class TypeInstead:
    """Go on by typing; what was recorded is kept."""


Command = (
    Hush
    | End
    | Moment
    | Resume
    | Retake
    | TryAgain
    | UseDevice
    | TypeInstead
    | KeepDraft
    | HandIn
    | Skip
    | Finish
    | Leave
)


class Stage(StrEnum):
    """Where a spoken answer is. The first six are phases of the turn."""

    INTERVIEWER = "interviewer"
    LISTENING = "listening"
    SPEAKING = "speaking"
    PAUSE = "pause"
    COUNTDOWN = "countdown"
    MOMENT = "moment"
    NO_MICROPHONE = "no_microphone"
    """The microphone is gone or cannot be opened: UseDevice, TryAgain, TypeInstead, or End with what there is."""
    TRANSCRIBING = "transcribing"
    CHECK = "check"
    """The transcript is there to be read and corrected: HandIn, or Retake."""
    NO_WORDS = "no_words"
    """The recording is kept but nothing was understood: TryAgain, Retake, or HandIn of what is typed."""
    TYPING = "typing"
    """The answer is being typed: HandIn, or Retake to speak after all."""
    NOT_SAVED = "not_saved"
    """The answer could not be saved: TryAgain or Leave."""


@dataclass(frozen=True, slots=True)
class SpokenState:
    """Everything a front end shows of the answer to one question."""

    asked_id: str
    stage: Stage
    text: str = ""
    """The words so far while they are being spoken, then the transcript to check, or what had been typed."""
    problem: Problem | None = None
    """What did not work last, with what to do about it."""
    elapsed_s: float = 0.0
    countdown_s: float | None = None
    """Seconds until silence ends the answer, while that is counted down."""
    response_latency_s: float | None = None
    level_db: float = SILENCE_DB
    """The level of the last block of sound, in dBFS (RMS)."""
    is_clipping: bool = False
    hears_nothing: bool = False
    words_per_minute: float | None = None
    filler_count: int = 0
    recovered_s: float | None = None
    """How much of this answer was recorded before its session was interrupted, in seconds; None when nothing was."""

    @property
    def recovered(self) -> str:
        """What to say of an answer that was interrupted; otherwise empty."""
        if self.recovered_s is None:
            return ""
        return f"Saved before the interruption: {max(1, round(self.recovered_s))} s of your answer."
