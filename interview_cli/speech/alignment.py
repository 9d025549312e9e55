"""Where exactly each word of a piece lies, and which sounds between them are a filled pause ("um").

Whisper derives the times of its words from where its attention was, a tenth of a second off. CMU Sphinx is too rough
to recognise what was said, but given the words its acoustic model finds where each begins and ends. Between any two
words it may put silence, noise, or the sounds of an "um": where one of those explains the sound better than longer
words and silence do, somebody has said one. English only, since its model is.

How a written word is said is looked up in the dictionary of pocketsphinx (135,000 words). Numbers are put into words
first, short capitals are read letter by letter, and the rest is guessed from its spelling: roughly, which is enough
to find where a word lies.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech.pieces import RATE_HZ

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


_TOKEN: Final = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[A-Za-zÀ-ÿ]+(?:'[A-Za-z]+)*|[%$€£&@+=]")
_SIGNS: Final = {"%": "percent", "&": "and", "@": "at", "+": "plus", "=": "equals"}
_CURRENCIES: Final = {"$": "dollars", "€": "euros", "£": "pounds"}
_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GROUPS: Final = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_LONGEST_NUMBER: Final = 12
_LONGEST_INITIALISM: Final = 5

_SOUNDS: Final = dict(
    pair.split("=")
    for pair in (
        "tion=SH AH N|sion=ZH AH N|ough=AO|igh=AY|tch=CH|sch=SH|dge=JH|ck=K|ch=CH|sh=SH|th=TH|ph=F|wh=W|qu=K W|ng=NG|"
        "kn=N|wr=R|gh=G|ee=IY|ea=IY|oo=UW|ou=AW|ow=OW|oi=OY|oy=OY|ai=EY|ay=EY|au=AO|aw=AO|ie=IY|ei=EY|er=ER|ir=ER|"
        "ur=ER|ar=AA R|or=AO R|a=AE|b=B|c=K|d=D|e=EH|f=F|g=G|h=HH|i=IH|j=JH|k=K|l=L|m=M|n=N|o=AA|p=P|q=K|r=R|s=S|"
        "t=T|u=AH|v=V|w=W|x=K S|y=IY|z=Z"
    ).split("|")
)
_SPELLING: Final = re.compile("|".join(_SOUNDS))


def spoken_words(text: str) -> list[str]:
    """What is said for a written word: "$30,000" is "thirty thousand dollars". Empty where nothing can be said."""
    said: list[str] = []
    currency: str | None = None
    for token in _TOKEN.findall(text.replace("’", "'")):
        if token in _CURRENCIES:
            currency = _CURRENCIES[token]
        elif token[0].isdigit():
            said += _of_number(token)
            if currency:
                said.append(currency)
                currency = None
        else:
            said.append(_SIGNS.get(token, token))
    return said


def pronounced(word: str, look_up: Callable[[str], str | None]) -> str | None:
    """The sounds of a word by `look_up`, letter by letter, or guessed; None where its letters say nothing."""
    low = word.lower()
    if found := look_up(low):
        return found
    if word.isupper() and len(word) <= _LONGEST_INITIALISM:
        letters = [look_up(letter) for letter in low]
        return " ".join(each for each in letters if each) or None
    return " ".join(_SOUNDS[part] for part in _SPELLING.findall(low)) or None


def _of_number(written: str) -> Iterator[str]:
    whole, _, decimals = written.replace(",", "").partition(".")
    if len(whole) > _LONGEST_NUMBER:
        yield from (_ONES[int(digit)] for digit in whole)
    elif (
        len(whole) == 4 and "," not in written and not decimals and whole[:2] not in {"10", "20"} and whole[0] in "12"
    ):
        yield from (*_of_whole(int(whole[:2])), *(_of_whole(int(whole[2:])) if whole[2:] != "00" else ("hundred",)))
    elif len(whole) == 4 and whole[:2] == "20" and whole[2:] >= "10" and "," not in written and not decimals:
        yield from (*_of_whole(20), *_of_whole(int(whole[2:])))
    else:
        yield from _of_whole(int(whole))
    if decimals:
        yield "point"
        yield from (_ONES[int(digit)] for digit in decimals)


def _of_whole(number: int) -> Iterator[str]:
    for size, name in _GROUPS:
        if number >= size:
            yield from (*_of_whole(number // size), name)
            if number % size:
                yield from _of_whole(number % size)
            return
    if number < len(_ONES):
        yield _ONES[number]
    else:
        yield _TENS[number // 10 - 2]
        if number % 10:
            yield _ONES[number % 10]
