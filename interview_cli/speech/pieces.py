"""Cuts a stream of sound into pieces for a transcriber, at pauses, while the speaker continues.

Whisper reads 30 s at a time and takes as long for one second as for thirty, so pieces are made worth a window, but
none waits for the end of the answer: what is left to do then is one piece, however long the answer was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interview_cli.interview.spoken import Interval
from interview_cli.speech.silero import SpeechFinder

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

RATE_HZ: Final = 16_000
_STEP_SAMPLES: Final = RATE_HZ // 10
_LEAD_S: Final = 0.3
"""Sound kept before the first speech of a piece; Silero's frames may begin late."""
_TAIL_S: Final = 0.3
"""Sound kept after the last speech of a piece."""
_SEARCH_S: Final = 12.0
"""How far back the quietest place is looked for when nobody pauses."""
_QUIET_WINDOW_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class PieceRules:
    """When a piece is closed.

    At a pause of `pause_s` once it is `enough_s` long; at a pause of `long_pause_s` in any case; and after
    `longest_s` at its quietest place (Whisper's window is 30 s).
    """

    enough_s: float = 8.0
    pause_s: float = 0.4
    long_pause_s: float = 1.5
    longest_s: float = 28.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a recording with speech in it; `start_s` counts from the start of the recording."""

    start_s: float
    samples: Samples


class PieceCutter:
    """Takes sound as it comes; gives pieces as they are complete. Keeps no more than the open piece."""

    def __init__(self, rules: PieceRules | None = None) -> None:
        import numpy as np

        self._rules = rules or PieceRules()
        self._finder = SpeechFinder()
        self._rest = np.zeros(0, np.float32)
        self._kept = np.zeros(0, np.float32)
        self._kept_from = 0
        self._open_from: int | None = None
        self.speech: list[Interval] = []
        """The stretches of speech found so far, in order."""

    @property
    def duration_s(self) -> float:
        """How much sound there was so far."""
        return (self._kept_from + len(self._kept) + len(self._rest)) / RATE_HZ

    @property
    def speaking(self) -> bool:
        """Whether someone speaks at the end of the sound so far."""
        return self._finder.speaking

    @property
    def silent_for_s(self) -> float:
        """How long it has been silent."""
        return self._finder.silent_for_s

    def feed(self, samples: Samples) -> Iterator[Piece]:
        """The pieces that `samples` (16 kHz mono) complete. They are the same however it is portioned."""
        import numpy as np

        waiting = np.concatenate([self._rest, samples])
        whole = len(waiting) - len(waiting) % _STEP_SAMPLES
        self._rest = waiting[whole:]
        for begin in range(0, whole, _STEP_SAMPLES):
            yield from self._step(waiting[begin : begin + _STEP_SAMPLES])

    def finish(self) -> Iterator[Piece]:
        """The last piece: the sound is over."""
        yield from self._step(self._rest)
        self._rest = self._rest[:0]
        self.speech += self._finder.finish()
        if self._open_from is None and self.speech and self.speech[-1].end_s * RATE_HZ > self._kept_from:
            self._open_from = max(self._kept_from, int((self.speech[-1].start_s - _LEAD_S) * RATE_HZ))
        if self._open_from is not None:
            yield from self._close(self._kept_from + len(self._kept))

    def _step(self, samples: Samples) -> Iterator[Piece]:
        import numpy as np

        self._kept = np.concatenate([self._kept, samples])
        self.speech += self._finder.feed(samples)
        now = self._kept_from + len(self._kept)
        if self._open_from is None:
            since_s = self._finder.speech_since_s
            if since_s is None:
                self._forget(now - RATE_HZ)
                return
            self._open_from = max(self._kept_from, int((since_s - _LEAD_S) * RATE_HZ))
            self._forget(self._open_from)
        length_s = (now - self._open_from) / RATE_HZ
        silent_s = 0.0 if self._finder.speaking else self._finder.silent_for_s
        if silent_s >= self._rules.long_pause_s or (
            silent_s >= self._rules.pause_s and length_s >= self._rules.enough_s
        ):
            yield from self._close(now - int(max(0.0, silent_s - _TAIL_S) * RATE_HZ))
        elif length_s >= self._rules.longest_s:
            cut = self._quietest(now)
            yield from self._close(cut)
            self._open_from = cut

    def _close(self, end: int) -> Iterator[Piece]:
        """The open piece, up to sample number `end`, if what was taken for speech has turned out to be some."""
        assert self._open_from is not None
        begin = self._open_from
        samples = self._kept[begin - self._kept_from : end - self._kept_from].copy()
        self._open_from = None
        self._forget(end)
        since_s = self._finder.speech_since_s
        if since_s is not None or (self.speech and self.speech[-1].end_s * RATE_HZ > begin):
            yield Piece(begin / RATE_HZ, samples)

    def _forget(self, until: int) -> None:
        """Drop the sound before sample number `until`."""
        surplus = until - self._kept_from
        if surplus > 0:
            self._kept = self._kept[surplus:].copy()
            self._kept_from = until

    def _quietest(self, now: int) -> int:
        """The middle of the quietest 0.2 s of the last seconds."""
        import numpy as np

        window = int(_QUIET_WINDOW_S * RATE_HZ)
        searched = self._kept[-int(_SEARCH_S * RATE_HZ) :]
        energy = np.convolve(searched.astype(np.float64) ** 2, np.ones(window), "valid")
        return now - len(searched) + int(np.argmin(energy)) + window // 2
