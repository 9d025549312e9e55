"""Captions: WebVTT and SRT as Zoom, Teams and others write them, and similar formats.

The formats differ in how a cue starts; each is a row of a table, and one pass over the lines reads them all. The
library pysubs2 (1.8.1) would replace a few of the rows, but it invents the ends that TMPlayer and SAMI do not give,
refuses MicroDVD without its frame rate and TTML with frames, drops the speaker in `<v Name>`, and takes six times as
long for WebVTT.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice, pairwise, zip_longest
from typing import Final

from interview_cli.text.decoding import flatten
from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.field_names import are_known
from interview_cli.transcripts.label_forms import Line, split_prefix
from interview_cli.transcripts.labels import could_be_label, is_name_like
from interview_cli.transcripts.line_times import TIME, parse_clock
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.proposals import choose
from interview_cli.transcripts.rolling import unroll
from interview_cli.transcripts.turns import MAX_TURNS, check_length, collect, make_turn, too_many_turns
from interview_cli.transcripts.unlabelled import CHANGE, MIN_CHANGES

_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,80})?((?:[ \t][^<>\n]{0,200})?)>|</v>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|lang|ruby|rt|font|span)(?:[.\s][^<>]{0,200})?/?>|<[0-9][0-9:.]{3,20}>|\{\\[^{}]{0,200}\}",
    re.IGNORECASE,
)
_DASH: Final = re.compile(r"^\s*[-–—](?=\s?[^\W\d_¿¡]|\s?[(\[¿¡]|[ \t]*$)\s*", re.MULTILINE)
_CHANGE_INSIDE: Final = re.compile(r"[ \t](?=>>+\s)")
_CHANGES: Final = re.compile(r"\s*>>+\s*")
_BLANKS: Final = re.compile(r"(?<=\n)[ \t]+(?=\n)")


@dataclass(slots=True)
class Cue:
    """Part of a cue by one speaker; `voice` is None until it is known, `start_s` if it cannot be read."""

    voice: str | None
    text: str
    start_s: float | None
    end_s: float | None


@dataclass(frozen=True)
class _CueForm:
    """How a cue starts in a caption format: a pattern with `start` and `text`, perhaps `end` and `label`.

    At least `share` of the first filled lines must start a cue. Times have `units` per second, None if unknown.
    """

    pattern: str
    share: float = 0.7
    units: int | None = 1

    @cached_property
    def begins(self) -> re.Pattern[str]:
        return re.compile(f"^(?:{self.pattern})", re.MULTILINE)

    def seconds(self, time: str | None) -> float | None:
        return parse_clock(time) / self.units if time and self.units else None


_AT: Final = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
_ARROWS: Final = _CueForm(
    r"(?:[ \t]*[0-9]+[ \t]*\n|(?<=\n\n)(?:(?P<label>.*)\n)?|(?P<inside>))[ \t]*"
    rf"(?:(?P<start>{TIME})[ \t]*-->(?![ \t]*\|)[ \t]*(?:(?P<end>{TIME})"
    r"(?:[ \t]+(?:align|line|position|size|vertical|region|[XY][12]):[^\s]+)*(?P<text>.*)|.*)"
    r"|(?(inside)(?!))(?:[0-9][\w:.,;]{0,20}[ \t]*)?(?:-{1,3}>|→).*)"
)
"""WebVTT and SRT: perhaps an id, then the times and where the cue is shown, or what was meant to give the times."""
_FORMS: Final = (
    _CueForm(  # SubViewer and YouTube's SBV, with the text below; Spruce STL
        rf"(?P<start>{_AT}[.:;][0-9]{{2,3}})[ \t]*,[ \t]*(?P<end>{_AT}[.:;][0-9]{{2,3}})[ \t]*(?:$|,)(?P<text>.*)",
        share=0.2,
    ),
    _CueForm(r"\{(?P<start>[0-9]{1,9})\}\{[0-9]*\}(?P<text>.*)", units=None),  # MicroDVD
    _CueForm(r"\[(?P<start>[0-9]{1,9})\]\[(?P<end>[0-9]{0,9})\](?P<text>.*)", units=10),  # MPL2
    _CueForm(r"\[(?P<start>[0-9]{1,3}:[0-9]{2}[.:][0-9]{2})\](?P<text>.*)"),  # LRC
    _CueForm(rf"(?P<start>{_AT})[:=](?P<text>[^\s0-9].*)"),  # TMPlayer
    _CueForm(  # SSA and ASS
        rf"Dialogue:[^,\n]*,\s*(?P<start>{_AT}\.[0-9]{{2}}),\s*(?P<end>{_AT}\.[0-9]{{2}}),(?P<style>[^,\n]*),"
        r"(?P<label>[^,\n]*),(?:[^,\n]*,){4}(?P<text>.*)",
        share=0.2,
    ),
    _CueForm(  # NIST's STM
        r"\S+ \S+ (?P<label>\S+) (?P<start>[0-9]{1,9}\.[0-9]+) (?P<end>[0-9]{1,9}\.[0-9]+) "
        r"(?:<[^<>\n]*> )?(?P<text>.*)"
    ),
    _CueForm(  # Audacity's labels
        r"(?P<start>[0-9]{1,9}\.[0-9]{1,6})\t(?P<end>[0-9]{1,9}\.[0-9]{1,6})\t(?:(?P<label>[^\t\n]{1,60})\t)?(?P<text>.*)"
    ),
)
_IN_BRACKETS: Final = re.compile(r"(?:[-–—>]{1,2}\s?)?[(\[][^\W\d_][^()\[\]\n]{0,60}[)\]]")
MIN_NAMED_VOICES: Final = 3
"""Turns that must begin with a label for voices to be renamed by such labels (chosen)."""

_SAMPLE_LINES: Final = 60
_FIRST_LINES: Final = 12
"""One of these lines starts a cue, or the text is in another form."""
_SAMPLE_CHARACTERS: Final = 20_000
_LINE_BREAK: Final = re.compile(r"\||\[br\]|\\[Nn]")
_REMARK: Final = re.compile(r";;|//(?!\s)|\$\w{1,40}\s?=|Comment:|\[(?:[A-Z ]{3,20}|[A-Za-z ]{3,20}:[^\]]*)\]\s*$")
"""A line of settings or remarks in any of these formats but WebVTT and SRT."""

_BESIDE_NAME: Final = re.compile(r"^[0-9]{1,6}[\s.:)–-]+|\s\([0-9]{1,20}\)$|\"")
"""What stands next to a name in the id of a cue: `1 "Jane Doe" (12345)`."""
_BLOCK: Final = re.compile(r"\n\n+(?=(?:NOTE|STYLE|REGION|WEBVTT)\b|\[(?:Fonts|Graphics)\])")
"""Where remarks and settings begin below a cue, rather than another paragraph of it."""
_ID_WITHOUT_TIMES: Final = re.compile(r"(?<=\n\n)(?=\S{0,80}[0-9])\S{1,80}[ \t]*(?=\n|\Z)")


def is_captions(text: str) -> bool:
    """Whether a text is WebVTT (by its header) or starts like any other caption format."""
    return _form_of(text) is not None


def objects_in(text: str) -> str:
    """The lines of captions that are JSON objects, if every cue is one; otherwise nothing."""
    objects = [line for line in text.split("\n") if line.startswith(('{"', '{ "'))] if "\n{" in text else []
    return "\n".join(objects) if 1 < len(objects) == text.count("-->") else ""


def _form_of(text: str) -> _CueForm | None:
    if text.startswith("WEBVTT") or any(map(_ARROWS.begins.match, text[:1000].lstrip().split("\n")[:2])):
        return _ARROWS
    begin = text.find("[Events]") if text.startswith("[Script Info]") else 0
    sample = text[max(begin, 0) :][:_SAMPLE_CHARACTERS].split("\n")[:_SAMPLE_LINES]
    lines = [line for line in sample if line.strip() and not _REMARK.match(line)]
    for form in _FORMS:
        match = form.begins.match
        if any(map(match, lines[:_FIRST_LINES])) and sum(map(bool, map(match, lines))) >= form.share * len(lines):
            is_table = are_known(lines[0].split(","))
            return None if is_table else form
    return None


def read_captions(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of a caption text, one per cue and speaker.

    Raises InputError when no cue contains speech or there are too many.
    """
    check_length(text, source)
    return turns_of_cues(_cues(text, _form_of(text) or _ARROWS), source)


def turns_of_cues(cues: Iterable[Cue], source: str) -> tuple[Turn, ...]:
    """The turns of cues in the order of their file; rolling text counts once. Raises InputError like `collect`."""
    kept = list(islice((cue for cue in cues if cue.text), MAX_TURNS + 1))
    if len(kept) > MAX_TURNS:
        raise too_many_turns(source)
    _accept_prefixes(kept)
    texts = unroll([cue.text for cue in kept])
    unnamed = not any(cue.voice for cue in kept)
    are_marked = unnamed and sum(">>" in text for text in texts) >= MIN_CHANGES
    if are_marked:  # a mark at the end of a cue is about the next one
        texts = [">> " * before.endswith(">>") + text.removesuffix(">>") for before, text in pairwise(["", *texts])]
    turns = (
        make_turn(cue.voice, said, cue.start_s, cue.end_s)
        for cue, spoken in zip(kept, texts, strict=True)
        for said in _by_change(spoken, are_marked)
    )
    return collect(turns, source)


def _by_change(text: str, are_marked: bool) -> list[str]:
    """The parts of a text between marks of a change of speaker, with the mark in front if all changes are marked."""
    if ">>" not in text:
        return [text]
    first, *others = _CHANGES.split(text)
    return [first, *(f"{CHANGE}{other}" for other in others)] if are_marked else [" ".join([first, *others])]


def _accept_prefixes(cues: list[Cue]) -> None:
    """Give every cue its speaker; one that names none has the speaker of the cue before it."""
    _accept_names_of_voices(cues)
    lines = [Line("" if cue.voice else cue.text) for cue in cues]
    chosen = choose(lines, headings=False).best
    hits = [hit for hit in chosen.hits if hit.split.all_said or not hit.at or is_ended(cues[hit.at - 1].text)]
    said = Counter(hit.split.label for hit in hits)  # a word with a colon inside a sentence is part of it
    prefixes = {hit.at: hit.split for hit in hits if said[hit.split.label] > 1 or not _goes_on(cues, hit.at)}
    if chosen.form and chosen.begin < len(chosen.hits):  # what looks like a header is speech too
        for index, line in enumerate(lines[: chosen.begin]):
            if (split := chosen.form.split(line)) and split.label in chosen.speakers:
                prefixes[index] = split
    voice: str | None = None
    for index, cue in enumerate(cues):
        if split := prefixes.get(index):
            voice, cue.text = split.label, split.all_said
        elif not cue.voice and _is_beside(cue, cues[index + 1 : index + 2]):
            continue
        cue.voice = voice = cue.voice or voice


def _is_beside(cue: Cue, following: list[Cue]) -> bool:
    """Whether a cue that names nobody is shown, for most of its time, next to what somebody who is named says."""
    start_s, end_s = cue.start_s, cue.end_s
    begins_s = [after.start_s for after in following if after.voice and after.start_s is not None]
    return start_s is not None and end_s is not None and any(2 * begin_s < start_s + end_s for begin_s in begins_s)


def _goes_on(cues: list[Cue], index: int) -> bool:
    """Whether a part of a cue is not its first."""
    return index > 0 and cues[index].start_s is not None and cues[index].start_s == cues[index - 1].start_s


def _accept_names_of_voices(cues: list[Cue]) -> None:
    """Rename voices that mostly begin with the same label in their text, as after renaming speakers in an editor."""
    begins = [next(run) for voice, run in groupby(cues, key=lambda cue: cue.voice) if voice]
    named = [(cue, split) for cue in begins if ":" in cue.text and (split := split_prefix(cue.text))]
    if len(named) < MIN_NAMED_VOICES:
        return
    turns = Counter(cue.voice for cue in begins)
    labels = Counter((cue.voice, label) for cue, (label, _) in named)
    names: dict[str | None, str] = {
        voice: label for (voice, label), count in labels.items() if 2 * count > turns[voice]
    }
    for cue, (label, text) in named:
        if names.get(cue.voice) == label:
            cue.text = text
    for cue in cues:
        cue.voice = names.get(cue.voice, cue.voice)


def _cues(text: str, form: _CueForm) -> Iterator[Cue]:
    """Every cue in the order of the file, one per speaker."""
    if 2 * text.count("\n\n") < text.count("-->"):
        text = _BLANKS.sub("", text)
    begins = list(form.begins.finditer(text))
    bodies = [text[this.end() : after.start() if after else None] for this, after in zip_longest(begins, begins[1:])]
    labels = [(begin.groupdict().get("label") or "").strip() for begin in begins]
    if form is _ARROWS:
        labels = [_BESIDE_NAME.sub("", label) for label in labels]
        if "<v" in text or not _are_speakers(labels):
            labels = [""] * len(labels)
    elif not any(labels) and _are_speakers(styles := [begin.groupdict().get("style") or "" for begin in begins]):
        labels = styles
    if not any(labels) and _are_speakers(names := [_name_above(body) for body in bodies]):
        labels, bodies = names, [body.replace(name, "", 1) for name, body in zip(names, bodies, strict=True)]
    for begin, label, body in zip(begins, labels, bodies, strict=True):
        found = begin.groupdict()
        start_s, end_s = form.seconds(found["start"]), form.seconds(found.get("end"))
        if form is not _ARROWS:
            body = "\n".join(line for line in body.split("\n") if not _REMARK.match(line))
        payload = (found["text"] or "") + body
        payload = _BLOCK.split(payload, maxsplit=1)[0]
        payload = _ID_WITHOUT_TIMES.sub("", payload).replace("[SPEAKER_TURN]", CHANGE).strip()
        if form is not _ARROWS:
            payload = _LINE_BREAK.sub("\n", payload)
        for voice, said in [(label, payload)] if label else _by_voice(payload):
            if said:
                yield Cue(voice, plain_cue(said), start_s, end_s)


def _are_speakers(ids: list[str]) -> bool:
    """Whether the ids of cues are speakers: few names that recur, where other ids are unique."""
    counts = Counter(filter(None, ids))
    return 2 <= len(counts) <= counts.total() / 2 and all(map(could_be_label, counts))


def _name_above(body: str) -> str:
    """The first line of a cue that has several."""
    first, _, others = body.strip().partition("\n")
    return first.strip() if others and first[:1].isalpha() and is_name_like(first) else ""


def _by_voice(payload: str) -> Iterator[tuple[str | None, str]]:
    """The parts of a cue by speaker: voices may open and close inside it, or a line may name another speaker."""
    if "<v" in payload or "<V" in payload:
        first, *rest = _VOICE.split(payload)
        yield None, first
        for name, said in zip(rest[::2], rest[1::2], strict=True):
            yield html.unescape(name or "").strip() or None, said
        return
    lines = _CHANGE_INSIDE.sub("\n", payload).split("\n")
    begins = [at for at, line in enumerate(lines) if at and (_IN_BRACKETS.match(line) or split_prefix(line))]
    for begin, end in pairwise([0, *begins, len(lines)]):
        yield None, "\n".join(lines[begin:end])


def plain_cue(payload: str) -> str:
    """A cue's text without markup, character references resolved."""
    if "<" in payload or "{" in payload:
        payload = _TAG.sub("", payload)
    if "&" in payload:
        payload = html.unescape(payload)
    if "-" in payload or "–" in payload or "—" in payload:
        payload = _DASH.sub("", payload)
    return flatten(payload)
