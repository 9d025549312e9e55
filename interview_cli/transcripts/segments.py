"""Speaker segments as data: call platforms, Whisper (openai and faster-whisper), diarised Whisper, chat exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from interview_cli.errors import InputError
from interview_cli.interview.spoken import Word
from interview_cli.text.words import count_words
from interview_cli.transcripts.clock import to_seconds
from interview_cli.transcripts.contract import read_words
from interview_cli.transcripts.fields import field_names, name_of, text_of
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.turns import collect, make_turn

MAX_SECONDS_PER_WORD: Final = 60.0
"""Nobody speaks that slowly over a whole interview: such times are milliseconds."""

_MILLISECOND: Final = 0.001
_Times = tuple[float | None, float | None]


def is_segment(record: Mapping[str, Any]) -> bool:
    """Whether a record is one stretch of speech: a text with a speaker, a time or words."""
    names = field_names(record)
    return ("text" in names and bool(names.keys() & {"speaker", "start", "words"})) or {
        "words",
        "start",
    } <= set(names)


def read_segments(rows: Sequence[object], source: str, all_words: object = None) -> tuple[Turn, ...]:
    """The turns of segments given as objects, or as the tuples faster-whisper's segments become in JSON.

    `all_words` are the words of the whole recording where the source lists them beside the segments. Raises
    InputError when a row is no segment, none holds speech, or there are too many.
    """
    records = [each for number, row in enumerate(rows, 1) for each in _by_speaker(_record(row, number, source))]
    times = [_times(record) for record in records]
    texts = [_text(record) for record in records]
    scale = _scale(times, texts)
    word_lists = [read_words(record.get(field_names(record).get("words", "")), scale) for record in records]
    if all_words and not any(word_lists):
        word_lists = _share_out(read_words(all_words, scale), times, scale)
    return collect(
        (
            make_turn(
                name_of(record.get(field_names(record).get("speaker", ""))),
                text,
                None if start is None else start * scale,
                None if end is None else end * scale,
                words,
            )
            for record, text, (start, end), words in zip(records, texts, times, word_lists, strict=True)
        ),
        source,
    )


def _record(row: Any, number: int, source: str) -> Mapping[str, Any]:
    if isinstance(row, dict):
        return row
    if is_segment_tuple(row):
        words = next((item for item in row[5:] if _is_word_list(item)), None)
        return {"start": row[2], "end": row[3], "text": row[4], "words": words}
    raise InputError(f"{source}: segment {number} is not an object with a speaker and a text.")


def _by_speaker(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The record, or a part of it for each stretch of words whose speaker the words themselves name.

    Words without a speaker belong to the one before. A record whose text says more than its words stays whole.
    """
    words = record.get(field_names(record).get("words", ""))
    if not isinstance(words, list) or not all(isinstance(word, dict) for word in words):
        yield record
        return
    key = next((name for word in words if (name := field_names(word).get("speaker"))), "")
    parts: list[tuple[object, list[Mapping[str, Any]]]] = []
    for word in words:
        speaker = word.get(key)
        if not parts or (speaker and parts[-1][0] and speaker != parts[-1][0]):
            parts.append((speaker, []))
        elif speaker and not parts[-1][0]:
            parts[-1] = speaker, parts[-1][1]
        parts[-1][1].append(word)
    texts = [_text({"words": said}) for _, said in parts] if len(parts) > 1 else []
    if not texts or count_words(_text(record)) != sum(map(count_words, texts)):
        yield record
        return
    for (speaker, said), text in zip(parts, texts, strict=True):
        begin, end = _times(said[0])[0], _times(said[-1])[1]
        yield {"speaker": speaker, "text": text, "start": begin, "end": end, "words": said}


def is_segment_tuple(row: Any) -> bool:
    """Whether a list is a faster-whisper segment: `[id, seek, start, end, text, …]`."""
    return (
        isinstance(row, list)
        and len(row) >= 5
        and all(isinstance(value, int | float) for value in row[:4])
        and isinstance(row[4], str)
    )


def _is_word_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], list | dict)


def _times(record: Mapping[str, Any]) -> _Times:
    names = field_names(record)
    start = record.get(names.get("start", ""))
    if isinstance(start, dict):
        return to_seconds(start.get("from")), to_seconds(start.get("to"))
    return to_seconds(start), to_seconds(record.get(names.get("end", "")))


def _text(record: Mapping[str, Any]) -> str:
    names = field_names(record)
    text = text_of(record.get(names.get("text", "")))
    if not text and isinstance(words := record.get(names.get("words", "")), list):
        found = [text_of(word.get("word") or word.get("text")).strip() for word in words if isinstance(word, dict)]
        text = " ".join(found)
    return text


def _scale(times: Sequence[_Times], texts: Sequence[str]) -> float:
    """What makes seconds of the times."""
    starts = [start for start, _ in times if start is not None]
    word_count = sum(text.count(" ") + 1 for text in texts)
    if not starts:
        return 1.0
    ends = [end for _, end in times if end is not None]
    span = max(ends or starts) - min(starts)
    return _MILLISECOND if span > MAX_SECONDS_PER_WORD * word_count else 1.0


def _share_out(words: Sequence[Word], times: Sequence[_Times], scale: float) -> list[tuple[Word, ...]]:
    """The words that begin before each segment ends, in order."""
    shares: list[tuple[Word, ...]] = []
    begin = 0
    for _, end in times:
        stop = begin
        while stop < len(words) and end is not None and words[stop].start_s < end * scale:
            stop += 1
        shares.append(tuple(words[begin:stop]))
        begin = stop
    return shares
