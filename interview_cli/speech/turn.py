"""Whose turn it is: when to listen, when the candidate speaks, pauses, and when the answer is over.

A state machine without sound, device or clock: it is told what happens and when. Times are seconds on any clock that
does not run backwards; the answer's own clock stands still while the candidate takes a moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

COUNTDOWN_S: Final = 3.0
"""The last seconds before an answer is ended by silence are counted down in sight."""

COUNTDOWN_AFTER_S: Final = 0.5
"""Shorter silences are part of speaking and start no countdown."""

NOTHING_HEARD_AFTER_S: Final = 8.0
"""So long without a first word, somebody may be speaking into the wrong microphone."""


class Phase(StrEnum):
    """Where a turn is."""

    INTERVIEWER = "interviewer"
    """The interviewer speaks; the microphone is closed."""
    LISTENING = "listening"
    """The candidate may speak, and has not yet."""
    SPEAKING = "speaking"
    PAUSE = "pause"
    """The candidate has spoken and is silent."""
    COUNTDOWN = "countdown"
    """The candidate has been silent for so long that the answer is about to end."""
    MOMENT = "moment"
    """The candidate takes a moment: clock and microphone stand still."""
    ENDED = "ended"


_RUNNING: Final = frozenset({Phase.LISTENING, Phase.SPEAKING, Phase.PAUSE, Phase.COUNTDOWN})


@dataclass(frozen=True, slots=True)
class TurnRules:
    """What ends a turn besides the candidate: after `auto_end_s` of silence if given, never before the first word."""

    auto_end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The state of one turn. Every method gives the state after what it tells."""

    rules: TurnRules = field(default_factory=TurnRules)
    phase: Phase = Phase.INTERVIEWER
    elapsed_s: float = 0.0
    """How long the candidate has had so far, without moments taken."""
    response_latency_s: float | None = None
    """From the end of the question to the first speech, without moments taken."""
    ended_by_silence: bool = False
    _at_s: float = 0.0
    _silent_since_s: float = 0.0

    @property
    def microphone_open(self) -> bool:
        """Whether what the microphone hears belongs to the answer."""
        return self.phase in _RUNNING

    @property
    def countdown_s(self) -> float | None:
        """How much longer the silence must last to end the answer, while that is counted down."""
        if self.phase is not Phase.COUNTDOWN or self.rules.auto_end_s is None:
            return None
        return self.rules.auto_end_s - self._silent_s

    @property
    def hears_nothing(self) -> bool:
        """Whether the first word is so late that the candidate should be told that nothing is heard."""
        return self.phase is Phase.LISTENING and self._silent_s >= NOTHING_HEARD_AFTER_S

    def voice_finished(self, at_s: float) -> Turn:
        """The interviewer's voice has ended or was stopped: the candidate's clock starts."""
        if self.phase is not Phase.INTERVIEWER:
            return self
        return replace(self, phase=Phase.LISTENING, _at_s=at_s)

    def heard(self, at_s: float, *, speech: bool) -> Turn:
        """Up to now, speech or silence was heard. What comes while the microphone is closed is not for us."""
        turn = self._at(at_s)
        if not self.microphone_open:
            return turn
        if speech:
            first_s = turn.elapsed_s if turn.response_latency_s is None else turn.response_latency_s
            return replace(turn, phase=Phase.SPEAKING, response_latency_s=first_s, _silent_since_s=turn.elapsed_s)
        phase = self._phase_in_silence(turn.elapsed_s - self._silent_since_s)
        return replace(turn, phase=phase, ended_by_silence=phase is Phase.ENDED)

    def moment(self, at_s: float) -> Turn:
        """The candidate asks for a moment."""
        return replace(self._at(at_s), phase=Phase.MOMENT) if self.microphone_open else self

    def resume(self, at_s: float) -> Turn:
        """The moment is over; silence counts from here on."""
        if self.phase is not Phase.MOMENT:
            return self
        phase = Phase.LISTENING if self.response_latency_s is None else Phase.PAUSE
        return replace(self, phase=phase, _at_s=at_s, _silent_since_s=self.elapsed_s)

    def end(self, at_s: float) -> Turn:
        """The candidate ends the answer. While the interviewer speaks there is none to end."""
        return self if self.phase is Phase.INTERVIEWER else replace(self._at(at_s), phase=Phase.ENDED)

    @property
    def _silent_s(self) -> float:
        return self.elapsed_s - self._silent_since_s

    def _at(self, at_s: float) -> Turn:
        passed_s = max(0.0, at_s - self._at_s) if self.microphone_open else 0.0
        return replace(self, elapsed_s=self.elapsed_s + passed_s, _at_s=max(at_s, self._at_s))

    def _phase_in_silence(self, silent_s: float) -> Phase:
        auto_end_s = self.rules.auto_end_s
        if self.response_latency_s is None:
            return Phase.LISTENING
        if auto_end_s is None or silent_s < max(COUNTDOWN_AFTER_S, auto_end_s - COUNTDOWN_S):
            return Phase.PAUSE
        return Phase.COUNTDOWN if silent_s < auto_end_s else Phase.ENDED
