"""From sound to a transcription: pieces of speech, their words, and what the words do not cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from interview_cli.delivery.timing import MIN_PAUSE_S
from interview_cli.interview.spoken import Interval, Transcription, Word, spelled
from interview_cli.speech.hearing import Heard, hear
from interview_cli.speech.pieces import PieceCutter
from interview_cli.speech.silero import merged

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

SENTENCE_PAUSE_S: Final = 0.7
"""A pause that ends a sentence where the engine writes none: a choice, beyond the 0.25 to 0.5 s that are normal
between phrases."""
_PLAIN: Final = re.compile(r"[^\W_A-Z]+(?:['’-][^\W_A-Z]+)*['’]?")
"""A word without capitals or punctuation."""
_FIRST_PERSON: Final = re.compile(r"i(?:['’]\w+)?$")
_ENGLISH: Final = "en"


def transcribe(samples: Samples, transcriber: Transcriber) -> Transcription:
    """What is said in a recording (16 kHz mono). Raises UnavailableError when the engine cannot work."""
    return transcribe_stream([samples], transcriber)


def transcribe_stream(
    blocks: Iterable[Samples], transcriber: Transcriber, at: Callable[[float], None] | None = None
) -> Transcription:
    """What is said in a recording that comes in blocks, in bounded memory.

    `at` is called with the seconds transcribed so far. Raises UnavailableError when the engine cannot work.
    """
    cutter = PieceCutter()
    heard: list[Heard] = []
    for block in blocks:
        heard += (hear(piece, transcriber) for piece in cutter.feed(block))
        if at is not None:
            at(cutter.duration_s)
    heard += (hear(piece, transcriber) for piece in cutter.finish())
    return assemble(transcriber, heard, cutter.speech, cutter.duration_s)


def assemble(
    transcriber: Transcriber, pieces: Iterable[Heard], speech: Iterable[Interval], duration_s: float
) -> Transcription:
    """A transcription from what was heard in all pieces, in order."""
    heard = list(pieces)
    words = tuple(word for each in heard for word in each.words)
    language = transcriber.language
    return Transcription(
        engine=transcriber.name,
        text=written(words, language),
        language=language,
        duration_s=duration_s,
        words=words,
        speech=merged(Interval(each.start_s, min(each.end_s, duration_s)) for each in speech),
        vocalisations=tuple(span for each in heard for span in each.vocalisations),
        unclear=tuple(span for each in heard for span in each.unclear),
    )


def written(words: Sequence[Word], language: str | None) -> str:
    """The words as text. Those of an engine that knows no sentences end one at every pause of 0.7 s.

    Such an engine gives neither punctuation nor capitals anywhere; the words themselves stay as they are.
    """
    texts = [word.text for word in words]
    if any(word.joined or not _PLAIN.fullmatch(word.text) for word in words):
        return spelled(words)
    begins = True
    for place, word in enumerate(words):
        if begins or (language == _ENGLISH and _FIRST_PERSON.match(word.text)):
            texts[place] = word.text[0].upper() + word.text[1:]
        following = words[place + 1] if place + 1 < len(words) else None
        begins = following is None or following.start_s - word.end_s >= SENTENCE_PAUSE_S
        texts[place] += "." if begins else ""
    return " ".join(texts)


def pauses_between(speech: Sequence[Interval]) -> tuple[Interval, ...]:
    """The silences of at least 0.25 s between stretches of speech."""
    gaps = (Interval(before.end_s, after.start_s) for before, after in pairwise(speech))
    return tuple(gap for gap in gaps if gap.duration_s >= MIN_PAUSE_S)
