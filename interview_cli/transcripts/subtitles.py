"""WebVTT and SRT: Zoom's `Name: text`, Teams' `<v Name>`, plain and rolling captions.

The general subtitle library pysubs2 (1.8.1) takes 16 ms for the cues of a 1,200-word interview and drops the speaker
in `<v Name>`; this reader takes one pass over the lines, keeps the speakers, and goes on after a broken cue.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from interview_cli.transcripts.clock import TIME, parse_clock
from interview_cli.transcripts.decoding import flatten
from interview_cli.transcripts.labels import accepted_labels, split_prefix
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.rolling import unroll
from interview_cli.transcripts.turns import MAX_TURNS, check_length, collect, make_flat_turn, too_many_turns

_TIMING: Final = re.compile(rf"[ \t]*({TIME})[ \t]*-->[ \t]*({TIME})?[^\n]*")
_LOOKS_TIMED: Final = re.compile(rf"\s*(?:[^\n]{{0,200}}\n)??[ \t]*{TIME}[ \t]*-->")
_COMMENT_BLOCKS: Final = ("NOTE", "STYLE", "REGION")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>\n]{0,200})>|</v>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|lang|ruby|rt|font|span)(?:[.\s][^<>]{0,200})?/?>|<[0-9][0-9:.]{3,20}>|\{\\[^{}]{0,200}\}",
    re.IGNORECASE,
)
_CHANGE_MARK: Final = re.compile(r"^\s*(?:>>+|[-–—](?=\s?[^\W\d_]))\s*", re.MULTILINE)


@dataclass(slots=True)
class _Cue:
    """A piece of a cue said by one speaker; `voice` is None as long as none is known."""

    voice: str | None
    text: str
    start_s: float
    end_s: float | None


def is_timed_text(text: str) -> bool:
    """Whether a text is WebVTT (by its header) or begins like SRT or headerless WebVTT."""
    return text.startswith("WEBVTT") or _LOOKS_TIMED.match(text[:1000].lstrip()) is not None


def read_subtitles(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of a WebVTT or SRT text, one per cue and speaker.

    Raises InputError when no cue holds speech or there are too many.
    """
    check_length(text, source)
    cues = list(_cues(text, source))
    _accept_prefixes(cues)
    texts = unroll([cue.text for cue in cues])
    return collect(
        (make_flat_turn(cue.voice, spoken, cue.start_s, cue.end_s) for cue, spoken in zip(cues, texts, strict=True)),
        source,
    )


def _accept_prefixes(cues: list[_Cue]) -> None:
    """Give every cue its speaker. One that names none goes on with the speaker of the cue before it."""
    prefixes = [None if cue.voice else split_prefix(cue.text) for cue in cues]
    counts = Counter(prefix[0] for prefix in prefixes if prefix)
    accepted = accepted_labels(counts, counts.total() / len(cues)) if counts else set()
    voice: str | None = None
    for cue, prefix in zip(cues, prefixes, strict=True):
        if prefix and prefix[0] in accepted:
            voice, cue.text = prefix
        cue.voice = voice = cue.voice or voice


def _cues(text: str, source: str) -> Iterator[_Cue]:
    """Every cue in the order of the file."""
    lines = text.split("\n")
    timings = [(index, match) for index, line in enumerate(lines) if "-->" in line and (match := _TIMING.match(line))]
    if len(timings) > MAX_TURNS:
        raise too_many_turns(source)
    stops = [index for index, _ in timings[1:]] + [len(lines)]
    for (index, match), stop in zip(timings, stops, strict=False):
        payload: list[str] = []
        for position in range(index + 1, stop):
            line = lines[position]
            if not line.strip() or line == "\ufeff":
                break
            payload.append(line)
        else:
            position = stop
        if position == stop and stop < len(lines) and payload and payload[-1].strip().isdecimal():
            payload.pop()  # the number of the next cue, in a file without blank lines
        start_s = parse_clock(match[1])
        yield from _split_voices("\n".join(payload), start_s, parse_clock(match[2]) if match[2] else None)


def _split_voices(payload: str, start_s: float, end_s: float | None) -> Iterator[_Cue]:
    """The pieces of a cue by speaker. A voice ends where it is closed, or another one begins inside it."""
    if "<v" not in payload and "<V" not in payload:
        yield _Cue(None, _plain(payload), start_s, end_s)
        return
    voices: list[str] = []
    begin = 0
    for match in _VOICE.finditer(payload):
        if piece := _plain(payload[begin : match.start()]):
            yield _Cue(voices[-1] if voices else None, piece, start_s, end_s)
        begin = match.end()
        if match[1] is not None:
            voices.append(html.unescape(match[1]))
        elif voices:
            voices.pop()
    if piece := _plain(payload[begin:]):
        yield _Cue(voices[-1] if voices else None, piece, start_s, end_s)


def _plain(payload: str) -> str:
    """A cue's text without markup, character references resolved."""
    if "<" in payload or "{" in payload:
        payload = _TAG.sub("", payload)
    if "&" in payload:
        payload = html.unescape(payload)
    return flatten(_CHANGE_MARK.sub("", payload))
