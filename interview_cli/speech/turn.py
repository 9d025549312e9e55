"""Whose turn it is: when to listen, when the candidate speaks, pauses, and when the answer is over.

A state machine without sound, device or clock: it is given what happens and when. Times are seconds on any clock that
does not run backwards; the answer's own clock stands still while the answer is paused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from interview_cli.interview.events import Problem
from interview_cli.speech.level import SILENCE_DB

COUNTDOWN_S: Final = 3.0
"""The last seconds before an answer is ended by silence are counted down on screen."""

COUNTDOWN_AFTER_S: Final = 0.5
"""Shorter silences are part of speaking and start no countdown."""

NOTHING_HEARD_AFTER_S: Final = 8.0
"""Without a first word for this long, somebody may be speaking into the wrong microphone."""


class Stage(StrEnum):
    """Where a spoken answer is. Up to PAUSED it is being recorded, and `Turn` says which stage it is in."""

    INTERVIEWER = "interviewer"
    """The interviewer speaks; the microphone is closed."""
    LISTENING = "listening"
    """The candidate may speak, and has not yet."""
    SPEAKING = "speaking"
    SILENT = "silent"
    """The candidate has spoken and is silent."""
    COUNTDOWN = "countdown"
    """The candidate has been silent for so long that the answer is about to end."""
    PAUSED = "paused"
    """The candidate has paused the answer: clock and microphone stand still."""
    NO_MICROPHONE = "no_microphone"
    """The microphone is gone or cannot be opened: UseDevice, TryAgain, TypeInstead, or EndAnswer."""
    TRANSCRIBING = "transcribing"
    """The answer is over, and its transcript is not there yet."""
    CHECK = "check"
    """The transcript is there to be read and corrected: Submit, or Retake."""
    NO_WORDS = "no_words"
    """The recording is kept but nothing was understood: TryAgain, Retake, or Submit of what is typed."""
    TYPING = "typing"
    """The answer is being typed: Submit, or Retake to speak after all."""
    NOT_SAVED = "not_saved"
    """The answer could not be saved: TryAgain or Leave."""


RUNNING: Final = frozenset({Stage.LISTENING, Stage.SPEAKING, Stage.SILENT, Stage.COUNTDOWN})
"""The microphone is open, and its sound belongs to the answer."""

RECORDED: Final = RUNNING | {Stage.PAUSED, Stage.NO_MICROPHONE}
"""There is an answer by voice that has not ended."""

EDITED: Final = frozenset({Stage.CHECK, Stage.NO_WORDS, Stage.TYPING})
"""The answer is text that can be changed."""


@dataclass(frozen=True, slots=True)
class TurnRules:
    """What ends a turn besides the candidate: after `auto_end_s` of silence if given, never before the first word."""

    auto_end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The state of one turn. Every method returns the next state."""

    rules: TurnRules = field(default_factory=TurnRules)
    stage: Stage = Stage.INTERVIEWER
    elapsed_s: float = 0.0
    """How long the candidate has had so far, without the time it was paused."""
    response_latency_s: float | None = None
    """From the end of the question to the first speech, without the time it was paused."""
    ended_by_silence: bool = False
    _at_s: float = 0.0
    _silent_since_s: float = 0.0

    @property
    def microphone_open(self) -> bool:
        """Whether the microphone's sound belongs to the answer."""
        return self.stage in RUNNING

    @property
    def countdown_s(self) -> float | None:
        """How much longer the silence must last to end the answer, while that is counted down."""
        if self.stage is not Stage.COUNTDOWN or self.rules.auto_end_s is None:
            return None
        return self.rules.auto_end_s - self._silent_s

    @property
    def hears_nothing(self) -> bool:
        """Whether the first word is so late that the candidate should be warned that nothing is heard."""
        return self.stage is Stage.LISTENING and self._silent_s >= NOTHING_HEARD_AFTER_S

    def voice_finished(self, at_s: float) -> Turn:
        """The interviewer's voice has ended or was stopped: the candidate's clock starts."""
        if self.stage is not Stage.INTERVIEWER:
            return self
        return replace(self, stage=Stage.LISTENING, _at_s=at_s)

    def heard(self, at_s: float, *, speech: bool) -> Turn:
        """Up to now, speech or silence was recorded. Sound from while the microphone is closed is ignored."""
        turn = self._at(at_s)
        if not self.microphone_open:
            return turn
        if speech:
            first_s = turn.elapsed_s if turn.response_latency_s is None else turn.response_latency_s
            return replace(turn, stage=Stage.SPEAKING, response_latency_s=first_s, _silent_since_s=turn.elapsed_s)
        stage = self._stage_in_silence(turn.elapsed_s - self._silent_since_s)
        return replace(turn, stage=stage, ended_by_silence=stage is Stage.TRANSCRIBING)

    def pause(self, at_s: float) -> Turn:
        """The candidate pauses the answer."""
        return replace(self._at(at_s), stage=Stage.PAUSED) if self.microphone_open else self

    def resume(self, at_s: float) -> Turn:
        """The pause is over; silence counts from here on."""
        if self.stage is not Stage.PAUSED:
            return self
        stage = Stage.LISTENING if self.response_latency_s is None else Stage.SILENT
        return replace(self, stage=stage, _at_s=at_s, _silent_since_s=self.elapsed_s)

    def end(self, at_s: float) -> Turn:
        """The candidate ends the answer. While the interviewer speaks there is none to end."""
        return self if self.stage is Stage.INTERVIEWER else replace(self._at(at_s), stage=Stage.TRANSCRIBING)

    @property
    def _silent_s(self) -> float:
        return self.elapsed_s - self._silent_since_s

    def _at(self, at_s: float) -> Turn:
        passed_s = max(0.0, at_s - self._at_s) if self.microphone_open else 0.0
        return replace(self, elapsed_s=self.elapsed_s + passed_s, _at_s=max(at_s, self._at_s))

    def _stage_in_silence(self, silent_s: float) -> Stage:
        auto_end_s = self.rules.auto_end_s
        if self.response_latency_s is None:
            return Stage.LISTENING
        if auto_end_s is None or silent_s < max(COUNTDOWN_AFTER_S, auto_end_s - COUNTDOWN_S):
            return Stage.SILENT
        return Stage.COUNTDOWN if silent_s < auto_end_s else Stage.TRANSCRIBING


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
