"""What the person does with a question, typed or spoken: the one set of commands for every front end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Begin:
    """The person has seen which engines are active: the session may send them something."""


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Save what has been typed or corrected so far. The one command that does not stop the interviewer's voice."""

    text: str


@dataclass(frozen=True, slots=True)
class Submit:
    """This is the answer: what was typed, or the transcript as corrected."""

    text: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Pass on the question; what was recorded for it is deleted."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the session here; it is completed with the answers given."""


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


@dataclass(frozen=True, slots=True)
class StopVoice:
    """Stop the interviewer's voice; every other command does so too."""


@dataclass(frozen=True, slots=True)
class EndAnswer:
    """The answer is over. While the interviewer speaks, this stops the voice only."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop clock and microphone until Resume."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The pause is over."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Speak the question once more, or in these other words; meanwhile nothing is recorded."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Retake:
    """Delete what was recorded and answer by voice again, or for the first time."""


@dataclass(frozen=True, slots=True)
class UseDevice:
    """Continue with another microphone: a part of its name, its number, or None for the system's default."""

    device: str | None


@dataclass(frozen=True, slots=True)
class TypeInstead:
    """Type the answer; what was recorded is kept."""


Command = (
    Begin
    | KeepDraft
    | Submit
    | Skip
    | Finish
    | Leave
    | TryAgain
    | StopVoice
    | EndAnswer
    | Pause
    | Resume
    | Repeat
    | Retake
    | UseDevice
    | TypeInstead
)
