"""What is said in a piece of speech: read by an engine, checked against the sound, put in its exact place.

An engine's reading is not taken on trust. Words that nobody can have said there (`doubts`) make it read again by
other means, if it can; what neither reading makes out is kept as unclear speech with its times, never as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech import alignment
from interview_cli.speech.doubts import doubtful, is_unsure, seconds_of
from interview_cli.speech.pieces import RATE_HZ, Piece
from interview_cli.speech.silero import speech_intervals

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

MIN_VOCALISATION_S: Final = 0.18
"""A shorter "um" is no more than a breath or the edge of a word: chosen; people's last 0.3 to 0.6 s (Clark & Fox Tree
2002)."""

MIN_UNHEARD_S: Final = 1.5
"""Speech this long under no word is more than an "um": it is read again by itself. A choice."""

_ALONE_S: Final = 0.3
"""Without an aligner only a stretch of speech this far from every word is taken for an "um", and as long at least:
engines end the last words of a phrase 0.3 s early and more."""

_SHORTEST_WORD_S: Final = 0.02
_SPEECH_SHARE: Final = 0.5
"""How much of a filled pause the voice detector must take for speech."""
_ENGLISH: Final = "en"


@runtime_checkable
class SecondReading(Protocol):
    """A transcriber that can read the same sound by other means."""

    def words_again(self, samples: Samples) -> Sequence[Word]:
        """Like `words`."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a piece: words, likely ums, and speech that could not be made out."""

    words: tuple[Word, ...] = ()
    vocalisations: tuple[Interval, ...] = ()
    unclear: tuple[Interval, ...] = ()

    def later(self, by_s: float) -> Heard:
        """The same, `by_s` seconds later."""
        return Heard(
            tuple(replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s) for word in self.words),
            tuple(Interval(each.start_s + by_s, each.end_s + by_s) for each in self.vocalisations),
            tuple(Interval(each.start_s + by_s, each.end_s + by_s) for each in self.unclear),
        )


def prepare(transcriber: Transcriber) -> None:
    """Load what `hear` needs besides the transcriber, so that the first piece need not wait for it."""
    if transcriber.language == _ENGLISH:
        alignment.prepare()


def hear(piece: Piece, transcriber: Transcriber) -> Heard:
    """What is said in a piece, with times from the start of the recording.

    Raises UnavailableError when the engine cannot work.
    """
    speech = speech_intervals(piece.samples)
    heard = _hear(piece.samples, speech, transcriber)
    found: list[Heard] = [heard]
    for stretch in _unheard(speech, heard):
        begin, end = (round(second * RATE_HZ) for second in (stretch.start_s, stretch.end_s))
        again = _hear(piece.samples[begin:end], [Interval(0.0, stretch.duration_s)], transcriber)
        found.append(again.later(stretch.start_s) if again.words else Heard(unclear=(stretch,)))
    return _together(found).later(piece.start_s)


def _hear(samples: Samples, speech: Sequence[Interval], transcriber: Transcriber) -> Heard:
    words, unclear = _read(samples, speech, transcriber)
    aligned = alignment.align(words, samples) if transcriber.language == _ENGLISH else None
    if aligned is None:
        placed = snapped(words, speech)
        return Heard(tuple(placed), tuple(_alone(speech, placed, unclear)), tuple(unclear))
    pauses = (
        each
        for each in aligned.filled_pauses
        if each.duration_s >= MIN_VOCALISATION_S
        and seconds_of(speech, each.start_s, each.end_s) >= _SPEECH_SHARE * each.duration_s
        and not any(each.start_s < other.end_s and each.end_s > other.start_s for other in unclear)
    )
    return Heard(tuple(aligned.words), tuple(pauses), tuple(unclear))


def _read(
    samples: Samples, speech: Sequence[Interval], transcriber: Transcriber
) -> tuple[list[Word], list[Interval]]:
    """The believable words of the better of two readings (one, when it leaves no doubt), and what stays unclear."""
    duration_s = len(samples) / RATE_HZ
    words = repaired(transcriber.words(samples), duration_s)
    bad = doubtful(words, speech)
    unsure = is_unsure(words)
    if (unsure or bad) and isinstance(transcriber, SecondReading):
        other = repaired(transcriber.words_again(samples), duration_s)
        other_bad, other_unsure = doubtful(other, speech), is_unsure(other)
        if (other_unsure, len(other_bad)) < (unsure, len(bad)):
            words, bad, unsure = other, other_bad, other_unsure
    if unsure:
        bad = set(range(len(words)))
    believed = [word for number, word in enumerate(words) if number not in bad]
    dropped = [words[number] for number in sorted(bad)]
    return believed, [each for each in _uncovered(speech, believed) if _touches(each, dropped)]


def repaired(words: Iterable[Word], duration_s: float) -> list[Word]:
    """Words with times that are finite, inside a piece of `duration_s`, and in order.

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
        found.append(Word(text, begin_s, end_s, probability, word.joined))
        earliest_s = end_s
    return found


def snapped(words: Sequence[Word], speech: Sequence[Interval]) -> list[Word]:
    """Words whose ends that lie in silence are drawn to the speech they belong to."""
    found: list[Word] = []
    for word in words:
        shared = [(min(word.end_s, each.end_s) - max(word.start_s, each.start_s), each) for each in speech]
        overlap, stretch = max(shared, key=lambda pair: pair[0], default=(0.0, None))
        if stretch is None or overlap <= 0:
            found.append(word)
            continue
        earliest_s = found[-1].end_s if found else 0.0
        start_s = max(word.start_s, stretch.start_s, earliest_s)
        found.append(replace(word, start_s=start_s, end_s=max(start_s, min(word.end_s, stretch.end_s))))
    return found


def _touches(stretch: Interval, words: Sequence[Word], within_s: float = 0.0) -> bool:
    """Whether a stretch worth a word lies where some words are, or no further than `within_s` from one."""
    return stretch.duration_s >= _ALONE_S and any(
        word.start_s < stretch.end_s + within_s and word.end_s > stretch.start_s - within_s for word in words
    )


def _uncovered(speech: Sequence[Interval], *known_s: Sequence[Interval | Word]) -> list[Interval]:
    """The parts of speech that lie under nothing known."""
    known = sorted((each.start_s, each.end_s) for several in known_s for each in several)
    found: list[Interval] = []
    for stretch in speech:
        free_from_s = stretch.start_s
        for begin_s, end_s in known:
            if end_s > free_from_s and begin_s < stretch.end_s:
                if begin_s > free_from_s:
                    found.append(Interval(free_from_s, begin_s))
                free_from_s = max(free_from_s, end_s)
        if free_from_s < stretch.end_s:
            found.append(Interval(free_from_s, stretch.end_s))
    return found


def _unheard(speech: Sequence[Interval], heard: Heard) -> list[Interval]:
    uncovered = _uncovered(speech, heard.words, heard.vocalisations, heard.unclear)
    return [each for each in uncovered if each.duration_s >= MIN_UNHEARD_S]


def _alone(speech: Sequence[Interval], words: Sequence[Word], unclear: Sequence[Interval]) -> list[Interval]:
    """Stretches of speech of their own, far from every word."""
    return [
        each
        for each in speech
        if _ALONE_S <= each.duration_s < MIN_UNHEARD_S
        and not _touches(each, words, _ALONE_S)
        and not any(other.start_s < each.end_s and other.end_s > each.start_s for other in unclear)
    ]


def _together(found: Sequence[Heard]) -> Heard:
    """Everything heard in a piece, in the order of time."""
    return Heard(
        tuple(sorted((word for each in found for word in each.words), key=lambda word: word.start_s)),
        tuple(sorted((span for each in found for span in each.vocalisations), key=lambda span: span.start_s)),
        tuple(sorted((span for each in found for span in each.unclear), key=lambda span: span.start_s)),
    )
