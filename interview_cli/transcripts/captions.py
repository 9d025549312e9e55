"""Captions: WebVTT and SRT as Zoom, Teams and others write them, and similar formats.

The formats differ in how a cue starts; each is a row of a table. The general subtitle library pysubs2 (1.8.1) takes
six times as long (8 ms for the captions of 1,150 words) and drops the speaker in `<v Name>`; this reader takes one
pass over the lines, keeps the speakers, and continues after a broken cue.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from interview_cli.text.decoding import flatten
from interview_cli.transcripts.field_names import are_known
from interview_cli.transcripts.label_forms import Line, split_prefix
from interview_cli.transcripts.line_times import TIME, parse_clock, to_seconds
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.proposals import choose
from interview_cli.transcripts.rolling import unroll
from interview_cli.transcripts.turns import MAX_TURNS, check_length, collect, make_flat_turn, too_many_turns

_BROKEN_TIMING: Final = re.compile(r"[ \t]*(?:[0-9][\w:.,;]{0,20}[ \t]*)?(?:-{1,3}>|→)")
"""A line that was meant to give the times of a cue but does not."""

_BLANK_BELOW: Final = re.compile(
    r"(-->[^\n>]*\n)(?:[ \t]*+\n)+(?=[^\n])(?![ \t]*(?:NOTE\b|[0-9:.,]+[ \t]*-->|[0-9]+[ \t]*\n))"
)
"""Blank lines that some tools write between the times of a cue and its text."""

_LOOKS_TIMED: Final = re.compile(rf"\s*(?:[^\n]{{0,200}}\n)??[ \t]*{TIME}[ \t]*-->")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,80})?((?:[ \t][^<>\n]{0,200})?)>|</v>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|lang|ruby|rt|font|span)(?:[.\s][^<>]{0,200})?/?>|<[0-9][0-9:.]{3,20}>|\{\\[^{}]{0,200}\}",
    re.IGNORECASE,
)
_CHANGE_MARK: Final = re.compile(r"^\s*(?:>>+|[-–—](?=\s?[^\W\d_]))\s*", re.MULTILINE)


@dataclass(slots=True)
class Cue:
    """Part of a cue by one speaker; `voice` is None until it is known, `start_s` if it cannot be read."""

    voice: str | None
    text: str
    start_s: float | None
    end_s: float | None


@dataclass(frozen=True, slots=True)
class _CueForm:
    """How a cue starts in a caption format: a line with `start`, perhaps `end`, `label` and `text`.

    `seconds` reads its times. If the text cannot be on that line, it follows `below`. At least `share` of the first
    filled lines must start a cue.
    """

    begins: re.Pattern[str]
    seconds: Callable[[str], float | None] = parse_clock
    below: bool = False
    share: float = 0.7


def _no_time(_: str) -> None:
    """For frames of unknown length."""


_AT: Final = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
_ARROWS: Final = _CueForm(
    re.compile(
        rf"[ \t]*(?P<start>{TIME})[ \t]*-->[ \t]*(?:(?P<end>{TIME})"
        r"(?:[ \t]+(?:align|line|position|size|vertical|region|[XY][12]):[^\s]+)*(?P<text>[^\n]*))?",
        re.IGNORECASE,
    )
)
"""WebVTT and SRT; the times are followed by where the cue is shown."""
_FORMS: Final = (
    _CueForm(  # SubViewer, YouTube's SBV
        re.compile(rf"(?P<start>{_AT}\.[0-9]{{2,3}}),(?P<end>{_AT}\.[0-9]{{2,3}})\s*$"), below=True, share=0.2
    ),
    _CueForm(re.compile(r"\{(?P<start>[0-9]+)\}\{[0-9]*\}(?P<text>.*)"), _no_time),  # MicroDVD
    _CueForm(  # MPL2
        re.compile(r"\[(?P<start>[0-9]+)\]\[(?P<end>[0-9]*)\](?P<text>.*)"), lambda text: int(text[:9] or 0) / 10
    ),
    _CueForm(re.compile(r"\[(?P<start>[0-9]{1,3}:[0-9]{2}[.:][0-9]{2})\](?P<text>.*)")),  # LRC
    _CueForm(re.compile(rf"(?P<start>{_AT})[:=](?P<text>[^\s0-9].*)")),  # TMPlayer
    _CueForm(  # SSA and ASS
        re.compile(
            rf"Dialogue:[^,]*,\s*(?P<start>{_AT}\.[0-9]{{2}}),\s*(?P<end>{_AT}\.[0-9]{{2}}),[^,]*,"
            r"(?P<label>[^,]*),[^,]*,[^,]*,[^,]*,[^,]*,(?P<text>.*)"
        ),
        share=0.2,
    ),
    _CueForm(  # Spruce STL
        re.compile(rf"(?P<start>{_AT}[:;][0-9]{{2}})\s*,\s*(?P<end>{_AT}[:;][0-9]{{2}})\s*,\s*(?P<text>.*)"),
        share=0.4,
    ),
    _CueForm(  # NIST's STM
        re.compile(
            r"\S+ \S+ (?P<label>\S+) (?P<start>[0-9]+\.[0-9]+) (?P<end>[0-9]+\.[0-9]+) (?:<[^<>]*> )?(?P<text>.*)"
        ),
        to_seconds,
    ),
    _CueForm(  # Audacity's labels
        re.compile(r"(?P<start>[0-9]+\.[0-9]{2,6})\t(?P<end>[0-9]+\.[0-9]{2,6})\t(?P<text>.*)"), to_seconds
    ),
)
_SAMPLE_LINES: Final = 60
_FIRST_LINES: Final = 12
"""One of these lines starts a cue, or the text is in another form."""
_SAMPLE_CHARACTERS: Final = 20_000
_LINE_BREAK: Final = re.compile(r"\||\[br\]|\\[Nn]")
_REMARK: Final = re.compile(r";;|//|\$|Comment:|\[(?:[A-Z ]{3,20}|[A-Za-z ]{3,20}:[^\]]*)\]\s*$")
"""A line of settings or remarks in any of these formats."""


def is_captions(text: str) -> bool:
    """Whether a text is WebVTT (by its header) or starts like any other caption format."""
    return _form_of(text) is not None


def _form_of(text: str) -> _CueForm | None:
    if text.startswith("WEBVTT") or _LOOKS_TIMED.match(text[:1000].lstrip()):
        return _ARROWS
    sample = text[:_SAMPLE_CHARACTERS]
    if sample.startswith("[Script Info]"):
        sample = text[max(text.find("[Events]"), 0) :][:_SAMPLE_CHARACTERS]
    lines = [line for line in sample.split("\n")[:_SAMPLE_LINES] if line.strip() and not _REMARK.match(line)]
    if lines and are_known(lines[0].split(",")):
        return None  # a table
    for form in _FORMS:
        if not any(map(form.begins.match, lines[:_FIRST_LINES])):
            continue
        count = sum(1 for line in lines if form.begins.match(line))
        if count and count >= form.share * len(lines):
            return form
    return None


def read_captions(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of a caption text, one per cue and speaker.

    Raises InputError when no cue contains speech or there are too many.
    """
    check_length(text, source)
    return turns_of_cues(list(_cues(text, source)), source)


def turns_of_cues(cues: list[Cue], source: str) -> tuple[Turn, ...]:
    """The turns of cues in the order of their file; rolling text counts once. Raises InputError like `collect`."""
    _accept_prefixes(cues)
    texts = unroll([cue.text for cue in cues])
    return collect(
        (make_flat_turn(cue.voice, spoken, cue.start_s, cue.end_s) for cue, spoken in zip(cues, texts, strict=True)),
        source,
    )


def _accept_prefixes(cues: list[Cue]) -> None:
    """Give every cue its speaker; one that names none has the speaker of the cue before it."""
    chosen = choose([Line("" if cue.voice else cue.text) for cue in cues], headings=False).best
    prefixes = {hit.at: hit.split for hit in chosen.hits}
    voice: str | None = None
    for index, cue in enumerate(cues):
        if split := prefixes.get(index):
            voice, cue.text = split.label, split.text
        cue.voice = voice = cue.voice or voice


def _cues(text: str, source: str) -> Iterator[Cue]:
    """Every cue in the order of the file."""
    found = (cue for cue in _found_cues(text, _form_of(text) or _ARROWS) if cue[1] or cue[2] is not None)
    for number, (label, payload, start_s, end_s) in enumerate(found):
        if number >= MAX_TURNS:
            raise too_many_turns(source)
        if label:
            yield Cue(label, plain_cue("\n".join(payload)), start_s, end_s)
        else:
            yield from _split_voices(payload, start_s, end_s)


_Found = tuple[str | None, list[str], float | None, float | None]
"""A cue's label, its lines, its beginning and end in seconds."""


def _found_cues(text: str, form: _CueForm) -> Iterator[_Found]:
    has_arrows = form is _ARROWS
    waits = 2 * len(_BLANK_BELOW.findall(text)) > text.count("-->") if has_arrows else form.below
    begun: _Found | None = None
    above = 0  # lines since the last blank one
    for line in text.split("\n"):
        match = form.begins.match(line)
        is_blank = not line or line.isspace()
        if match or (has_arrows and _is_broken_timing(line, above, begun)):
            if begun:
                if has_arrows and begun[1] and begun[1][-1].strip().isdecimal():
                    begun[1].pop()  # the number of the next cue, in a file without blank lines
                yield begun
            begun = _begun(match, form) if match else (None, [], None, None)
        elif begun and is_blank:
            if not waits or any(begun[1]):
                yield begun
                begun = None
        elif begun and (has_arrows or not _REMARK.match(line)):
            begun[1].extend([line] if has_arrows else _LINE_BREAK.split(line))
        above = 0 if is_blank else above + 1
    if begun:
        yield begun


def _begun(match: re.Match[str], form: _CueForm) -> _Found:
    found = match.groupdict()
    end_s = form.seconds(found["end"]) if found.get("end") else None
    payload = [part for part in _LINE_BREAK.split(found.get("text") or "") if part.strip()]
    return (found.get("label") or "").strip() or None, payload, form.seconds(match["start"]), end_s


def _is_broken_timing(line: str, above: int, begun: _Found | None) -> bool:
    """Whether a line was meant to start a cue: at the start of its block, or below the number of the cue."""
    if not (">" in line or "→" in line) or not _BROKEN_TIMING.match(line):
        return False
    return above <= 1 if not begun else not begun[1] or begun[1][-1].strip().isdecimal()


def _split_voices(lines: list[str], start_s: float | None, end_s: float | None) -> Iterator[Cue]:
    """The parts of a cue by speaker: a line may name another, and voices may open and close inside it."""
    payload = "\n".join(lines)
    if "<v" not in payload and "<V" not in payload:
        said: list[str] = []
        for line in lines:
            if said and ":" in line and split_prefix(line):
                yield Cue(None, plain_cue("\n".join(said)), start_s, end_s)
                said = []
            said.append(line)
        yield Cue(None, plain_cue("\n".join(said)), start_s, end_s)
        return
    voices: list[str | None] = []
    begin = 0
    for match in _VOICE.finditer(payload):
        if piece := plain_cue(payload[begin : match.start()]):
            yield Cue(voices[-1] if voices else None, piece, start_s, end_s)
        begin = match.end()
        if match[1] is not None:
            voices.append(html.unescape(match[1]).strip() or None)
        elif voices:
            voices.pop()
    if piece := plain_cue(payload[begin:]):
        yield Cue(voices[-1] if voices else None, piece, start_s, end_s)


def plain_cue(payload: str) -> str:
    """A cue's text without markup, character references resolved."""
    if "<" in payload or "{" in payload:
        payload = _TAG.sub("", payload)
    if "&" in payload:
        payload = html.unescape(payload)
    if ">>" in payload or "-" in payload or "–" in payload or "—" in payload:
        payload = _CHANGE_MARK.sub("", payload)
    return flatten(payload)
