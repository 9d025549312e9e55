"""The public JSON of a transcription."""

from __future__ import annotations

from collections.abc import Iterable

from interview_cli.contracts import shared
from interview_cli.contracts import transcript as contract
from interview_cli.interview.spoken import Interval, Transcription, Word
from interview_cli.speech.transcription import pauses_between


def transcription_to_json(transcription: Transcription) -> contract.Transcription:
    """The public JSON of a transcription. Times are in seconds, rounded to milliseconds."""
    return {
        "engine": transcription.engine,
        "text": transcription.text,
        "language": transcription.language,
        "duration_s": round(transcription.duration_s, 3),
        "words": [_word(word) for word in transcription.words],
        "pauses": _spans(pauses_between(transcription.speech)),
        "vocalisations": _spans(transcription.vocalisations),
        "unclear": _spans(transcription.unclear),
        "speech": _spans(transcription.speech),
    }


def _word(word: Word) -> contract.Word:
    written: contract.Word = {
        "text": word.text,
        "start": round(word.start_s, 3),
        "end": round(word.end_s, 3),
        "probability": None if word.probability is None else round(word.probability, 3),
    }
    return {**written, "joined": True} if word.joined else written


def _spans(intervals: Iterable[Interval]) -> list[shared.Interval]:
    return [{"start": round(each.start_s, 3), "end": round(each.end_s, 3)} for each in intervals]
