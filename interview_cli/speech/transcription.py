"""From sound to a transcription: pieces of speech, their words, and what the words do not cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Final

from interview_cli.delivery.pauses import MIN_PAUSE_S
from interview_cli.interview.spoken import Interval, Transcription, Word, spelled
from interview_cli.speech.pieces import Piece, PieceCutter
from interview_cli.speech.silero import merged

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

BELIEVED_WITHIN_S: Final = 0.3
"""A word is believed when there was speech no further than this from it: Whisper's times are off by about as much."""

MIN_VOCALISATION_S: Final = 0.3
"""Speech this long under no word is a likely "um": Whisper leaves them out, and they last 0.3 to 0.6 s
(Clark & Fox Tree 2002; shorter remains are the edges of words)."""

SENTENCE_PAUSE_S: Final = 0.7
"""A pause that ends a sentence where the engine writes none: a choice, beyond the 0.25 to 0.5 s that are normal
between phrases."""
_PLAIN: Final = re.compile(r"[^\W_A-Z]+(?:['’-][^\W_A-Z]+)*['’]?")
"""A word without capitals or punctuation."""
_FIRST_PERSON: Final = re.compile(r"i(?:['’]\w+)?$")
_ENGLISH: Final = "en"
_SHORTEST_WORD_S: Final = 0.02


def transcribe(samples: Samples, transcriber: Transcriber) -> Transcription:
    """What is said in a recording (16 kHz mono). Raises UnavailableError when the engine cannot work."""
    return transcribe_stream([samples], transcriber)


def transcribe_stream(
    blocks: Iterable[Samples], transcriber: Transcriber, at: Callable[[float], None] | None = None
) -> Transcription:
    """What is said in a recording that comes in blocks, in bounded memory.

    `at` is told how many seconds have been transcribed. Raises UnavailableError when the engine cannot work.
    """
    cutter = PieceCutter()
    words: list[Word] = []
    for block in blocks:
        for piece in cutter.feed(block):
            words += piece_words(piece, transcriber)
        if at is not None:
            at(cutter.duration_s)
    for piece in cutter.finish():
        words += piece_words(piece, transcriber)
    return assemble(transcriber, words, cutter.speech, cutter.duration_s)


def piece_words(piece: Piece, transcriber: Transcriber) -> list[Word]:
    """The words of a piece with times from the start of the recording."""
    return repaired(transcriber.words(piece.samples), piece.start_s, len(piece.samples) / 16_000)


def repaired(words: Iterable[Word], start_s: float, duration_s: float) -> list[Word]:
    """Words of a piece, moved to `start_s`, with times that are finite, inside the piece, and in order.

    Where an engine gives no usable time, a word gets that of the word before. Empty words are left out.
    """
    found: list[Word] = []
    earliest_s = 0.0
    for word in words:
        text = word.text.strip()
        if not text:
            continue
        begin_s, end_s = float(word.start_s), float(word.end_s)
        begin_s = min(max(begin_s, earliest_s), duration_s) if isfinite(begin_s) else earliest_s
        end_s = min(max(end_s, begin_s), duration_s) if isfinite(end_s) else begin_s
        if end_s - begin_s < _SHORTEST_WORD_S:
            end_s = min(duration_s, begin_s + _SHORTEST_WORD_S)
        probability = None if word.probability is None else min(1.0, max(0.0, float(word.probability)))
        if probability is not None and not isfinite(probability):
            probability = None
        found.append(Word(text, start_s + begin_s, start_s + end_s, probability, word.joined))
        earliest_s = end_s
    return found


def assemble(
    transcriber: Transcriber, words: Sequence[Word], speech: Iterable[Interval], duration_s: float
) -> Transcription:
    """A transcription from the words of all pieces. Words over no speech are dropped: nobody said them."""
    heard = merged(Interval(each.start_s, min(each.end_s, duration_s)) for each in speech)
    believed = _over_speech(words, heard)
    language = transcriber.language
    return Transcription(
        engine=transcriber.name,
        text=written(believed, language),
        language=language,
        duration_s=duration_s,
        words=tuple(believed),
        speech=heard,
        vocalisations=vocalisations(heard, believed),
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


def _over_speech(words: Sequence[Word], speech: Sequence[Interval]) -> list[Word]:
    believed = []
    place = 0
    for word in words:
        while place < len(speech) and speech[place].end_s + BELIEVED_WITHIN_S < word.start_s:
            place += 1
        if place < len(speech) and word.end_s > speech[place].start_s - BELIEVED_WITHIN_S:
            believed.append(word)
    return believed


def vocalisations(speech: Sequence[Interval], words: Sequence[Word]) -> tuple[Interval, ...]:
    """Speech of at least 0.3 s under no word. `words` are in the order of time."""
    found = []
    place = 0
    for stretch in speech:
        free_from_s = stretch.start_s
        while place < len(words) and words[place].end_s <= stretch.start_s:
            place += 1
        following = place
        while following < len(words) and words[following].start_s < stretch.end_s:
            found.append(Interval(free_from_s, words[following].start_s))
            free_from_s = max(free_from_s, words[following].end_s)
            following += 1
        found.append(Interval(free_from_s, stretch.end_s))
    return tuple(each for each in found if each.duration_s >= MIN_VOCALISATION_S)


def pauses_between(speech: Sequence[Interval]) -> tuple[Interval, ...]:
    """The silences of at least 0.25 s between stretches of speech."""
    gaps = (Interval(before.end_s, after.start_s) for before, after in pairwise(speech))
    return tuple(gap for gap in gaps if gap.duration_s >= MIN_PAUSE_S)
