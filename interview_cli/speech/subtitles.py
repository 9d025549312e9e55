"""Writes words with times as WebVTT and SubRip subtitles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from interview_cli.interview.spoken import Interval, Word, spelled

_LONGEST_CUE_S: Final = 6.0
_LONGEST_CUE_CHARACTERS: Final = 84
"""Two lines of 42 characters for up to 6 s are what subtitlers aim at (BBC and Netflix guidelines)."""
_BREAKING_PAUSE_S: Final = 1.0
UNCLEAR: Final = "[unclear]"
"""How subtitlers mark speech that nobody can make out."""


def to_vtt(words: Sequence[Word], unclear: Sequence[Interval] = ()) -> str:
    """A WebVTT file. Speech that could not be made out has a cue of its own that says so."""
    cues = (f"{_time(cue, '.')}\n{_escaped(_text(cue))}\n" for cue in _cues(words, unclear))
    return "\n".join(["WEBVTT\n", *cues])


def to_srt(words: Sequence[Word], unclear: Sequence[Interval] = ()) -> str:
    """A SubRip file. Speech that could not be made out has a cue of its own that says so."""
    cues = enumerate(_cues(words, unclear), 1)
    return "\n".join(f"{number}\n{_time(cue, ',')}\n{_text(cue)}\n" for number, cue in cues)


def _cues(words: Sequence[Word], unclear: Sequence[Interval]) -> Iterator[list[Word]]:
    """Words that are shown together: a sentence, or less where it is long or paused in."""
    marks = [Word(UNCLEAR, each.start_s, each.end_s) for each in unclear]
    cue: list[Word] = []
    for word in sorted((*words, *marks), key=lambda each: each.start_s):
        if cue and (
            word.end_s - cue[0].start_s > _LONGEST_CUE_S
            or len(_text([*cue, word])) > _LONGEST_CUE_CHARACTERS
            or word.start_s - cue[-1].end_s >= _BREAKING_PAUSE_S
            or cue[-1].text.endswith((".", "?", "!"))
            or UNCLEAR in {word.text, cue[-1].text}
        ):
            yield cue
            cue = []
        cue.append(word)
    if cue:
        yield cue


def _text(cue: Sequence[Word]) -> str:
    return spelled(cue)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(cue: Sequence[Word], decimal_mark: str) -> str:
    return f"{_clock(cue[0].start_s, decimal_mark)} --> {_clock(cue[-1].end_s, decimal_mark)}"


def _clock(seconds: float, decimal_mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{decimal_mark}{rest % 1000:03}"
