"""Silero's voice detector under onnxruntime alone, frame by frame.

The model (MIT licence, by the Silero team) comes with faster-whisper. It takes 512 new samples at 16 kHz behind the
last 64 of the frame before, and hands its memory (`h`, `c`) from call to call.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.spoken import Interval
from interview_cli.speech.voice_activity import (
    FRAME_S,
    HOP_S,
    HOP_SAMPLES,
    REACH_S,
    SpeechEnded,
    VoiceActivity,
    band_energies,
    refine,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interview_cli.interview.ports import Samples

FRAME_SAMPLES: Final = 512
_CONTEXT_SAMPLES: Final = 64
_MARGIN_SAMPLES: Final = HOP_SAMPLES // 2
_QUIET_PROBABILITY: Final = 0.1
"""Below this the sound counts as a sample of the noise."""
_NOISE_MEMORY_S: Final = 6.0
"""How far back before an interval the noise is listened to."""
_LONGEST_ROUGH_S: Final = 20.0
"""Speech without a gap is handed on in parts no longer than this, so that memory and delay stay bounded."""
_REMEDY: Final = f"Install the voice parts: {pip_install('interview-cli[voice]')}"


class SileroFrames:
    """The probability of speech in each 32 ms of a stream of sound."""

    def __init__(self) -> None:
        import numpy as np

        self._session = _open_model()
        self._memory = {name: np.zeros((1, 1, 128), np.float32) for name in ("h", "c")}
        self._context = np.zeros(_CONTEXT_SAMPLES, np.float32)
        self._rest = np.zeros(0, np.float32)

    def feed(self, samples: Samples) -> list[float]:
        """The probabilities of the frames that `samples` (16 kHz, any number) complete."""
        import numpy as np

        waiting = np.concatenate([self._rest, samples])
        count = len(waiting) // FRAME_SAMPLES
        self._rest = waiting[count * FRAME_SAMPLES :]
        if count == 0:
            return []
        frames = waiting[: count * FRAME_SAMPLES].reshape(count, FRAME_SAMPLES)
        before = np.concatenate([self._context[None], frames[:-1, -_CONTEXT_SAMPLES:]])
        self._context = frames[-1, -_CONTEXT_SAMPLES:].copy()
        heard, hidden, cell = self._session.run(
            None, {"input": np.concatenate([before, frames], axis=1), **self._memory}
        )
        self._memory = {"h": hidden, "c": cell}
        return [float(probability) for probability in heard.reshape(-1)]

    def finish(self) -> list[float]:
        """The probability of the last, incomplete frame, filled up with silence."""
        import numpy as np

        if not len(self._rest):
            return []
        return self.feed(np.zeros(FRAME_SAMPLES - len(self._rest), np.float32))


class SpeechFinder:
    """Finds the stretches of speech in a stream of sound, with exact edges, some tenths of a second later."""

    def __init__(self) -> None:
        import numpy as np

        self._frames = SileroFrames()
        self._activity = VoiceActivity()
        self._waiting: list[Interval] = []
        self._handed_on_s = 0.0
        self._open_from_s = 0.0
        self._samples = np.zeros(_MARGIN_SAMPLES, np.float32)
        self._energies = np.zeros((0, 3), np.float32)
        self._quiet = np.zeros(0, np.bool_)
        self._begin_s = 0.0
        self._first_frame = 0

    @property
    def speaking(self) -> bool:
        return self._activity.speaking

    @property
    def speech_since_s(self) -> float | None:
        """When the current speech began (to a frame), None in silence."""
        return self._activity.start_s

    @property
    def silent_for_s(self) -> float:
        """How long it has been silent (to a frame)."""
        return self._activity.silent_for_s

    def feed(self, samples: Samples) -> list[Interval]:
        """Stretches of speech that `samples` (16 kHz, any number) make certain, in seconds from the first sample.

        Intervals never overlap; those of one long stretch may touch.
        """
        self._listen(samples)
        self._take(self._frames.feed(samples))
        return self._settled(self._begin_s + len(self._energies) * HOP_S - REACH_S - 2 * HOP_S)

    def finish(self) -> list[Interval]:
        """The stretches of speech not handed on yet: the sound is over."""
        import numpy as np

        self._listen(np.zeros(HOP_SAMPLES, np.float32))
        self._take(self._frames.finish())
        self._wait_for([event.interval for event in self._activity.finish() if isinstance(event, SpeechEnded)])
        return self._settled(float("inf"))

    def _listen(self, samples: Samples) -> None:
        import numpy as np

        waiting = np.concatenate([self._samples, samples])
        energies = band_energies(waiting)
        self._samples = waiting[len(energies) * HOP_SAMPLES :]
        self._energies = np.concatenate([self._energies, energies])

    def _take(self, probabilities: list[float]) -> None:
        import numpy as np

        for probability in probabilities:
            events = self._activity.push(probability)
            self._wait_for([event.interval for event in events if isinstance(event, SpeechEnded)])
        self._quiet = np.concatenate([self._quiet, np.array(probabilities) < _QUIET_PROBABILITY])
        now_s = (self._first_frame + len(self._quiet)) * FRAME_S
        since_s = self._activity.start_s
        if since_s is not None and now_s - max(since_s, self._open_from_s) > _LONGEST_ROUGH_S:
            part_s = now_s - 2 * REACH_S
            self._waiting.append(Interval(max(since_s, self._open_from_s), part_s))
            self._open_from_s = part_s

    def _wait_for(self, ended: list[Interval]) -> None:
        starts_s = ((max(each.start_s, self._open_from_s), each.end_s) for each in ended)
        self._waiting += [Interval(start_s, end_s) for start_s, end_s in starts_s if end_s > start_s]

    def _settled(self, until_s: float) -> list[Interval]:
        settled = []
        while self._waiting and self._waiting[0].end_s <= until_s:
            for each in self._refined(self._waiting.pop(0)):
                start_s = max(each.start_s, self._handed_on_s)
                if each.end_s > start_s:
                    settled.append(Interval(start_s, each.end_s))
                    self._handed_on_s = each.end_s
        self._forget()
        return settled

    def _refined(self, rough: Interval) -> list[Interval]:
        """The same however much sound has come since: from a fixed stretch around the interval."""
        first = max(0, round((rough.start_s - _NOISE_MEMORY_S - self._begin_s) / HOP_S))
        energies = self._energies[first : round((rough.end_s + REACH_S - self._begin_s) / HOP_S) + 2]
        start_s = self._begin_s + first * HOP_S
        return refine(rough, energies, self._quiet_hops(start_s, len(energies)), start_s)

    def _quiet_hops(self, start_s: float, count: int) -> NDArray[np.bool_]:
        """For each of `count` hops of 10 ms from `start_s` on: whether the frame around it holds no speech."""
        import numpy as np

        middles_s = start_s + (np.arange(count) + 0.5) * HOP_S
        frames = (middles_s / FRAME_S).astype(int) - self._first_frame
        quiet: NDArray[np.bool_] = self._quiet[np.clip(frames, 0, len(self._quiet) - 1)]
        return quiet

    def _forget(self) -> None:
        """Drop what lies further back than the noise before the first interval still open."""
        now_s = self._begin_s + len(self._energies) * HOP_S
        since_s = self._activity.start_s
        open_s = [each.start_s for each in self._waiting] + (
            [] if since_s is None else [max(since_s, self._open_from_s)]
        )
        surplus = int((min([now_s, *open_s]) - _NOISE_MEMORY_S - self._begin_s) / HOP_S)
        if surplus * HOP_S < _NOISE_MEMORY_S:
            return
        self._energies = self._energies[surplus:]
        self._begin_s += surplus * HOP_S
        frames = int(self._begin_s / FRAME_S) - self._first_frame
        self._quiet = self._quiet[frames:]
        self._first_frame += frames


def speech_intervals(samples: Samples) -> tuple[Interval, ...]:
    """The stretches of speech in a recording (16 kHz mono), edges to about 10 ms, gaps from 0.15 s on kept apart.

    Raises UnavailableError when the voice detector is not installed.
    """
    finder = SpeechFinder()
    step = 16_000
    found = [each for begin in range(0, len(samples), step) for each in finder.feed(samples[begin : begin + step])]
    return merged([*found, *finder.finish()])


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Intervals in order, those that touch made one."""
    whole: list[Interval] = []
    for each in intervals:
        if whole and each.start_s <= whole[-1].end_s + HOP_S / 2:
            whole[-1] = Interval(whole[-1].start_s, max(whole[-1].end_s, each.end_s))
        else:
            whole.append(each)
    return tuple(whole)


@lru_cache(maxsize=1)
def _open_model() -> Any:
    """Raises UnavailableError when onnxruntime or the model is missing."""
    found = find_spec("faster_whisper")
    if found is None or found.origin is None:
        raise UnavailableError("The voice detector is not installed.", _REMEDY)
    model = Path(found.origin).parent / "assets" / "silero_vad_v6.onnx"
    try:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 4
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  onnxruntime raises many kinds; all mean that the detector cannot run
        raise UnavailableError(f"The voice detector cannot start: {error}", _REMEDY) from None
