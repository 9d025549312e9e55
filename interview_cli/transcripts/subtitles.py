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
from interview_cli.transcripts.label_forms import recurring_labels
from interview_cli.transcripts.labels import accepted_labels, split_prefix
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.rolling import unroll
from interview_cli.transcripts.turns import MAX_TURNS, check_length, collect, make_flat_turn, too_many_turns

_TIMING: Final = re.compile(rf"[ \t]*({TIME})[ \t]*-->[ \t]*({TIME})?([^\n]*)")
_BROKEN_TIMING: Final = re.compile(r"[ \t]*(?:[0-9][\w:.,;]{0,20}[ \t]*)?(?:-{1,3}>|→)")
"""A line that was meant to say when the cue is shown, but does not."""

_SETTINGS: Final = re.compile(
    r"(?:[ \t]+(?:align|line|position|size|vertical|region|[XY][12]):[^\s]+)*[ \t]*", re.IGNORECASE
)
"""Where a cue is shown, behind its times."""

_LOOKS_TIMED: Final = re.compile(rf"\s*(?:[^\n]{{0,200}}\n)??[ \t]*{TIME}[ \t]*-->")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,80})?((?:[ \t][^<>\n]{0,200})?)>|</v>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|lang|ruby|rt|font|span)(?:[.\s][^<>]{0,200})?/?>|<[0-9][0-9:.]{3,20}>|\{\\[^{}]{0,200}\}",
    re.IGNORECASE,
)
_CHANGE_MARK: Final = re.compile(r"^\s*(?:>>+|[-–—](?=\s?[^\W\d_]))\s*", re.MULTILINE)


@dataclass(slots=True)
class _Cue:
    """A piece of a cue said by one speaker; `voice` is None as long as none is known, `start_s` if unreadable."""

    voice: str | None
    text: str
    start_s: float | None
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
    if cues and not cues[0].voice and not (prefixes[0] and prefixes[0][0] in accepted):
        recurring = recurring_labels([cue.text for cue in cues], headings=False)
        if recurring and recurring.lines > sum(1 for prefix in prefixes if prefix and prefix[0] in accepted):
            prefixes = [recurring.split(cue.text) for cue in cues]
            accepted = set(recurring.speakers)
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
        start_s = parse_clock(timing[1]) if timing else None
        end_s = parse_clock(timing[2]) if timing and timing[2] else None
        if timing and timing[2] and (beside := _SETTINGS.sub("", timing[3], count=1)):
            payload = [beside, *payload]  # speech on the line of its times
        yield from _split_voices("\n".join(payload), start_s, end_s)


def _blocks(text: str) -> Iterator[tuple[re.Match[str] | None, list[str]]]:
    """The time line of each cue, None if it cannot be read, with the lines below it up to a blank line or a cue."""
    in_cue = False
    above = 0  # lines since the last blank one
    timing: re.Match[str] | None = None
    payload: list[str] = []
    for line in text.split("\n"):
        found = _TIMING.match(line) if "-->" in line else None
        if found or (_is_arrow_line(line) and _may_begin_cue(above, in_cue, payload)):
            if in_cue:
                if payload and payload[-1].strip().isdecimal():
                    payload.pop()  # the number of the next cue, in a file without blank lines
                if timing or payload:
                    yield timing, payload
            in_cue, timing, payload = True, found, []
        elif in_cue and line and not line.isspace():
            payload.append(line)
        elif in_cue:
            if timing or payload:
                yield timing, payload
            in_cue = False
        above = above + 1 if line and not line.isspace() else 0
    if in_cue and (timing or payload):
        yield timing, payload


def _is_arrow_line(line: str) -> bool:
    return (">" in line or "→" in line) and _BROKEN_TIMING.match(line) is not None


def _may_begin_cue(above: int, in_cue: bool, payload: list[str]) -> bool:
    """Whether a cue can begin here: at the front of its block, or below its number."""
    return above <= 1 if not in_cue else not payload or payload[-1].strip().isdecimal()


def _split_voices(payload: str, start_s: float | None, end_s: float | None) -> Iterator[_Cue]:
    """The pieces of a cue by speaker. A voice ends where it is closed, or another one begins inside it."""
    if "<v" not in payload and "<V" not in payload:
        yield _Cue(None, _plain(payload), start_s, end_s)
        return
    voices: list[str | None] = []
    begin = 0
    for match in _VOICE.finditer(payload):
        if piece := _plain(payload[begin : match.start()]):
            yield _Cue(voices[-1] if voices else None, piece, start_s, end_s)
        begin = match.end()
        if match[1] is not None:
            voices.append(html.unescape(match[1]).strip() or None)
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
