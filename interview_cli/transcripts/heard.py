"""A recording that was recognised, as a transcript.

A recording has one track for all voices and names nobody, so the questions decide who speaks (`unlabelled`). If
nobody asks anything, all of it is the candidate's: one answer without a question, as platforms record single answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import inf

from interview_cli.interview.spoken import Interval, Transcription, Word
from interview_cli.transcripts.model import QuestionAnswer, Role, Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.turns import collect, make_turn
from interview_cli.transcripts.unlabelled import MIN_BREAK_S, split_by_question


def read_heard(transcription: Transcription, key: str, source: str) -> Transcript:
    """The transcript of a recording, with roles. Raises InputError when no word was recognised."""
    segments = (
        make_turn(None, " ".join(word.text for word in words), words[0].start_s, words[-1].end_s, words)
        for words in _segments(transcription)
    )
    turns = collect(segments, source)
    by_question = Transcript(key, source, split_by_question(turns))
    if pair(by_question):
        return by_question
    return replace(by_question, turns=tuple(replace(turn, role=Role.CANDIDATE) for turn in turns))


def heard_in_answer(transcription: Transcription, answer: QuestionAnswer) -> Transcription:
    """The part of a transcription that is an answer, with times from the answer's start.

    An answer without a question starts with its recording, so the silence before it counts as its latency.
    """
    begin_s = (answer.start_s or 0.0) if answer.question else 0.0
    end_s = transcription.duration_s if answer.end_s is None else answer.end_s
    shift_s = (answer.start_s or 0.0) - begin_s
    words = tuple(_moved(word, shift_s) for word in answer.words or ())
    return replace(
        transcription,
        text=answer.answer,
        duration_s=end_s - begin_s,
        words=words,
        speech=_cut(transcription.speech, begin_s, end_s),
        vocalisations=_cut(transcription.vocalisations, begin_s, end_s),
        unclear=_cut(transcription.unclear, begin_s, end_s),
    )


def _segments(transcription: Transcription) -> Iterator[list[Word]]:
    """The words between silences in which the floor can change, with times inside the speech they belong to.

    Voice activity decides, because Whisper extends each word until the next one starts.
    """
    speech = transcription.speech or (Interval(0.0, inf),)
    breaks = [(a.end_s, b.start_s) for a, b in pairwise(speech) if b.start_s - a.end_s >= MIN_BREAK_S]
    starts = [speech[0].start_s, *(start_s for _, start_s in breaks)]
    ends = [*(end_s for end_s, _ in breaks), speech[-1].end_s]
    middles = [(end_s + start_s) / 2 for end_s, start_s in breaks]
    for place, words in groupby(
        transcription.words, key=lambda word: bisect_left(middles, (word.start_s + word.end_s) / 2)
    ):
        yield [_within(word, starts[place], ends[place]) for word in words]


def _within(word: Word, begin_s: float, end_s: float) -> Word:
    start_s = min(max(word.start_s, begin_s), end_s)
    return replace(word, start_s=start_s, end_s=max(start_s, min(word.end_s, end_s)))


def _moved(word: Word, seconds: float) -> Word:
    return replace(word, start_s=word.start_s + seconds, end_s=word.end_s + seconds)


def _cut(intervals: Sequence[Interval], begin_s: float, end_s: float) -> tuple[Interval, ...]:
    """The parts of the intervals between two times, relative to the first."""
    return tuple(
        Interval(max(each.start_s, begin_s) - begin_s, min(each.end_s, end_s) - begin_s)
        for each in intervals
        if each.start_s < end_s and each.end_s > begin_s
    )
