"""Speech and silence from the probabilities of a voice detector: a state machine without sound, device or clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from interview_cli.interview.spoken import Interval

FRAME_S: Final = 0.032
"""The length of the stretch of sound that each probability is about: 512 samples at 16 kHz, what Silero takes."""


@dataclass(frozen=True, slots=True)
class ActivityRules:
    """When speech begins and ends.

    Speech begins with a frame of at least `onset` and continues while frames reach `offset` (two thresholds, so that
    a probability wavering around one does not chop words; Silero's own defaults are 0.5 and 0.35). Gaps shorter than
    `min_silence_s` (stop consonants) do not end it. It counts once it has lasted `min_speech_s` (a click does not)
    with a mean probability of `sureness`: single words reach 0.7 to 0.95, notes taken for speech 0.3 to 0.65.
    """

    onset: float = 0.5
    offset: float = 0.35
    min_speech_s: float = 0.15
    sureness: float = 0.64
    min_silence_s: float = 0.1


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Speech has begun, most likely, `start_s` after the first frame; that is certain by now."""

    start_s: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """A stretch of speech is over."""

    interval: Interval


@dataclass(frozen=True, slots=True)
class PauseLasts:
    """Since `since_s` nobody speaks, for `pause_s` by now: sent once a pause for each length that was asked for."""

    since_s: float
    pause_s: float


ActivityEvent = SpeechBegan | SpeechEnded | PauseLasts


class VoiceActivity:
    """Turns one probability of speech per frame into events, in the order of time.

    Speech that has begun but loses its `sureness` is dropped: no SpeechEnded follows its SpeechBegan.
    Pauses are reported after the first speech only (the time before it is no pause), each once it is as long as asked
    for, and not during a sound that may yet turn out to be speech.
    """

    def __init__(self, rules: ActivityRules | None = None, pauses_s: Iterable[float] = ()) -> None:
        self._rules = rules or ActivityRules()
        self._pauses_s = sorted(pauses_s)
        self._frames = 0
        self._start: int | None = None
        self._confirmed = False
        self._sum = 0.0
        self._quiet_from: int | None = None
        self._last_end: int | None = None
        self._pauses_told = 0

    @property
    def speaking(self) -> bool:
        """Whether someone speaks, as far as the frames so far can tell."""
        return self._confirmed

    @property
    def start_s(self) -> float | None:
        """When the current speech began, None in silence."""
        return self._start * FRAME_S if self._start is not None and self._confirmed else None

    @property
    def silent_for_s(self) -> float:
        """How long it has been silent at the end of the frames so far (a gap inside speech counts from its start)."""
        since = self._quiet_from if self._confirmed else self._last_end or 0
        return 0.0 if since is None else (self._frames - since) * FRAME_S

    def push(self, probability: float) -> list[ActivityEvent]:
        """Take the next frame; what it makes certain."""
        events: list[ActivityEvent] = []
        if self._start is None:
            if probability >= self._rules.onset:
                self._start, self._sum, self._quiet_from = self._frames, 0.0, None
        elif probability >= self._rules.offset:
            self._quiet_from = None
        elif self._quiet_from is None:
            self._quiet_from = self._frames
        self._frames += 1
        if self._quiet_from is None:
            self._sum += probability
        events += self._confirm()
        if self._quiet_from is not None and self._lasts(self._quiet_from, self._rules.min_silence_s):
            events += self._end(self._quiet_from)
        events += self._tell_pauses()
        return events

    def finish(self) -> list[ActivityEvent]:
        """The sound is over: what that makes certain. Speech still in progress ends here."""
        return self._end(self._frames if self._quiet_from is None else self._quiet_from)

    def _lasts(self, since: int, wanted_s: float) -> bool:
        return (self._frames - since) * FRAME_S >= wanted_s - 1e-9

    def _confirm(self) -> list[ActivityEvent]:
        if self._start is None or self._confirmed or self._quiet_from is not None:
            return []
        sureness = self._sum / (self._frames - self._start)
        if sureness < self._rules.sureness or not self._lasts(self._start, self._rules.min_speech_s):
            return []
        self._confirmed = True
        return [SpeechBegan(self._start * FRAME_S)]

    def _end(self, end: int) -> list[ActivityEvent]:
        start, confirmed = self._start, self._confirmed
        self._start, self._confirmed, self._quiet_from = None, False, None
        if start is None or not confirmed or self._sum < self._rules.sureness * (end - start):
            return []
        self._last_end, self._pauses_told = end, 0
        return [SpeechEnded(Interval(start * FRAME_S, end * FRAME_S))]

    def _tell_pauses(self) -> list[ActivityEvent]:
        since = self._last_end
        if since is None or self._start is not None:
            return []
        events: list[ActivityEvent] = []
        while self._pauses_told < len(self._pauses_s) and self._lasts(since, self._pauses_s[self._pauses_told]):
            events.append(PauseLasts(since * FRAME_S, self._pauses_s[self._pauses_told]))
            self._pauses_told += 1
        return events
