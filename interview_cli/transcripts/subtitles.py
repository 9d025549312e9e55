"""WebVTT and SRT: Zoom's `Name: text`, Teams' `<v Name>`, plain and rolling captions.

The general subtitle library pysubs2 (1.8.1) takes six times as long (8 ms for the captions of 1,150 words) and drops
the speaker in `<v Name>`; this reader takes one pass over the lines, keeps the speakers, and goes on after a broken
cue.
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
    for number, (timing, payload) in enumerate(_blocks(text)):
        if number >= MAX_TURNS:
            raise too_many_turns(source)
        end_s = parse_clock(timing[2]) if timing[2] else None
        yield from _split_voices("\n".join(payload), parse_clock(timing[1]), end_s)


def _blocks(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """The time line of each cue with the lines below it, up to a blank line or the next cue; no broken ones."""
    timing: re.Match[str] | None = None
    payload: list[str] = []
    for line in text.split("\n"):
        if "-->" in line:
            if timing:
                if payload and payload[-1].strip().isdecimal():
                    payload.pop()  # the number of the next cue, in a file without blank lines
                yield timing, payload
            timing, payload = _TIMING.match(line), []
        elif timing and line and not line.isspace():
            payload.append(line)
        elif timing:
            yield timing, payload
            timing = None
    if timing:
        yield timing, payload


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
    if ">>" in payload or "-" in payload or "–" in payload or "—" in payload:
        payload = _CHANGE_MARK.sub("", payload)
    return flatten(payload)
