"""Where exactly each word of a piece lies, and which sounds between them are a filled pause ("um").

Whisper derives the times of its words from where its attention was, a tenth of a second off. CMU Sphinx is too rough
to recognise what was said, but given the words its acoustic model finds where each begins and ends. Between any two
words it may put silence, noise, or the sounds of an "um": where one of those explains the sound better than longer
words and silence do, somebody has said one. English only, since its model is.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech.pieces import RATE_HZ
from interview_cli.speech.pronunciation import pronounced, spoken_words

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples

_FRAME_S: Final = 0.01
_FILLED_PAUSES: Final = ("AH M", "AH", "AH AH", "AH AH M", "HH M", "AA", "AA M", "ER", "EH M", "EH")
"""The sounds of um, uh, hmm, ah, er, em, as people say them in English."""
_WRITTEN: Final = re.compile(r"u+h*m*|e+r*m*|a+h+|h*m+")
"""A filled pause as Whisper writes it."""
_VARIANT: Final = re.compile(r"\(\d+\)$")
"""Sphinx numbers the pronunciations of a word: `the(2)`."""
_BETWEEN_WORDS: Final = {
    "<s>": "SIL",
    "</s>": "SIL",
    "<sil>": "SIL",
    "[NOISE]": "+NSN+",
    **{f"[UM{number}]": sounds for number, sounds in enumerate(_FILLED_PAUSES)},
}
_FILLED_PAUSE_PROBABILITY: Final = 0.5
"""How likely one is between two words, before anything is heard: chosen on one half of spoken answers with ums and
without, found right on the other."""
_EDGE_S: Final = 0.2
"""Silence before and after, which the model needs to begin and end in."""
_MOST_ASTRAY_S: Final = 0.6
"""An alignment whose words lie further than this from the engine's times, on the median, is rejected: something
was said that is not among them."""
_CHUNK_BYTES: Final = 3_200
"""A tenth of a second at a time: Sphinx holds Python's lock while it works, and the screen must not stand still."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a piece with exact times, and the filled pauses between them."""

    words: list[Word]
    filled_pauses: list[Interval]


def align(words: Sequence[Word], samples: Samples) -> Alignment | None:
    """Where `words` lie in `samples` (16 kHz); None when they cannot be found there or no aligner is installed."""
    aligner = _open_aligner()
    return None if aligner is None or not words else aligner.align(words, samples)


def prepare() -> None:
    """Load the aligner, which takes most of a second, before it is needed."""
    _open_aligner()


class _Aligner:
    """Sphinx's decoder, given the words beforehand. One at a time: it is not thread-safe."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        with tempfile.TemporaryDirectory() as folder:
            fillers = Path(folder) / "fillers"
            fillers.write_text("".join(f"{name} {sounds}\n" for name, sounds in _BETWEEN_WORDS.items()))
            self._decoder = Decoder(
                samprate=float(RATE_HZ), logfn=os.devnull, fdict=str(fillers), fillprob=_FILLED_PAUSE_PROBABILITY
            )
        self._lock = Lock()

    def align(self, words: Sequence[Word], samples: Samples) -> Alignment | None:
        try:
            with self._lock:
                said = [self._known(word.text) for word in words]
                parts = _settled(self._found([each for names in said for each in names], samples))
        except RuntimeError:
            return None
        if [name for name, _ in parts if not name.startswith("[")] != [each for names in said for each in names]:
            return None
        placed: list[Word] = []
        astray: list[float] = []
        spans = iter([span for name, span in parts if not name.startswith("[")])
        for word, names in zip(words, said, strict=True):
            found = [next(spans) for _ in names]
            if found:
                astray.append(abs(found[0].start_s - word.start_s))
                placed.append(replace(word, start_s=found[0].start_s, end_s=found[-1].end_s))
            else:
                placed.append(word)
        if not astray or median(astray) > _MOST_ASTRAY_S:
            return None
        return Alignment(placed, _joined([span for name, span in parts if name.startswith("[UM")]))

    def _known(self, text: str) -> list[str]:
        """What is said for a word, as names in Sphinx's dictionary; those it lacks are put there."""
        names = []
        for word in spoken_words(text):
            sounds = pronounced(word, self._decoder.lookup_word)
            name = word.lower()
            if sounds is None:
                continue
            if self._decoder.lookup_word(name) is None:
                self._decoder.add_word(name, sounds, True)
            names.append(name)
        return names

    def _found(self, names: Sequence[str], samples: Samples) -> list[tuple[str, Interval]]:
        """Words and what is between them, in order. Raises RuntimeError when they do not fit the sound."""
        import numpy as np

        edge = np.zeros(round(_EDGE_S * RATE_HZ), np.float32)
        sound = np.concatenate([edge, samples, edge])
        raw = (np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes()
        self._decoder.set_align_text(" ".join(names))
        self._decoder.start_utt()
        try:
            for begin in range(0, len(raw), _CHUNK_BYTES):
                self._decoder.process_raw(raw[begin : begin + _CHUNK_BYTES])
        finally:
            self._decoder.end_utt()
        ends_s = len(samples) / RATE_HZ
        return [(_VARIANT.sub("", each.word), _span(each, ends_s)) for each in self._decoder.seg() or ()]


def _span(segment: Any, ends_s: float) -> Interval:
    begin_s = min(max(0.0, segment.start_frame * _FRAME_S - _EDGE_S), ends_s)
    return Interval(begin_s, min(max(begin_s, (segment.end_frame + 1) * _FRAME_S - _EDGE_S), ends_s))


def _settled(parts: Sequence[tuple[str, Interval]]) -> list[tuple[str, Interval]]:
    """Without silence, and without filled pauses next to a word that is one: the longest of them is where it lies."""
    settled: list[tuple[str, Interval]] = []
    for name, span in parts:
        if name.startswith("<"):
            continue
        before = settled[-1][0] if settled else ""
        if _WRITTEN.fullmatch(before) and name.startswith("[UM"):
            settled[-1] = (before, max(settled[-1][1], span, key=_duration_s))
        elif _WRITTEN.fullmatch(name) and before.startswith("[UM"):
            settled[-1] = (name, max(settled[-1][1], span, key=_duration_s))
        else:
            settled.append((name, span))
    return settled


def _duration_s(span: Interval) -> float:
    return span.duration_s


def _joined(spans: Sequence[Interval]) -> list[Interval]:
    """Those that touch made one."""
    joined: list[Interval] = []
    for span in spans:
        if joined and span.start_s - joined[-1].end_s < 2 * _FRAME_S:
            joined[-1] = Interval(joined[-1].start_s, span.end_s)
        else:
            joined.append(span)
    return joined


@lru_cache(maxsize=1)
def _open_aligner() -> _Aligner | None:
    try:
        return _Aligner()
    except (ImportError, RuntimeError, ValueError, OSError):
        return None
