"""Transcripts in XML and in the formats of speech research: TTML, YouTube's timed text, SAMI, ELAN, EXMARaLDA,
FOLKER, Transcriber, TEI, Praat's TextGrid, CHAT. Each is converted to cues: who, what, from when to when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree

from interview_cli.errors import InputError
from interview_cli.text.decoding import flatten
from interview_cli.text.xml_text import RefusedError, parse_tree
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.captions import Cue, plain_cue, turns_of_cues
from interview_cli.transcripts.line_times import to_seconds
from interview_cli.transcripts.model import Transcript, Turn
from interview_cli.transcripts.turns import MAX_TURNS, check_length, too_many_turns

_Element = ElementTree.Element


_SAID: Final[dict[str, frozenset[str]]] = {
    "tt": frozenset({"p"}),
    "transcript": frozenset({"text", "p"}),
    "timedtext": frozenset({"text", "p"}),
    "Trans": frozenset({"Turn"}),
    "ANNOTATION_DOCUMENT": frozenset({"ALIGNABLE_ANNOTATION"}),
    "basic-transcription": frozenset({"event"}),
    "folker-transcription": frozenset({"contribution"}),
    "TEI": frozenset({"u", "sp"}),
    "TEI.2": frozenset({"u", "sp"}),
}
"""The elements that hold what one speaker says, by the root element of each format."""

_SPEAKERS: Final = ("agent", "speaker", "speaker-reference", "who", "PARTICIPANT", "TIER_ID")
_STARTS: Final[dict[str, float]] = {
    "begin": 1,
    "start": 1,
    "startTime": 1,
    "TIME_SLOT_REF1": 1,
    "start-reference": 1,
    "t": 0.001,
}
_ENDS: Final[dict[str, float]] = {"end": 1, "endTime": 1, "TIME_SLOT_REF2": 1, "end-reference": 1}
_LENGTHS: Final[dict[str, float]] = {"dur": 1, "d": 0.001}
"""Attributes that name the speaker or give a time, as a number of seconds or thousandths or by a point in time."""

_PERSONS: Final = frozenset({"agent", "Speaker", "speaker", "person"})
_POINTS_IN_TIME: Final = {
    "TIME_SLOT": ("TIME_SLOT_ID", "TIME_VALUE"),
    "tli": ("id", "time"),
    "timepoint": ("timepoint-id", "absolute-time"),
    "when": ("id", "interval"),
}
_NOT_SPEECH: Final = frozenset(
    {"desc", "note", "incident", "vocal", "pause", "breathe", "non-phonological", "event", "time", "speaker", "stage"}
)


def _text(element: _Element) -> str:
    """The text in an element without what is no speech: a space for each `br`, and between words with elements of
    their own."""
    pieces: list[str] = []
    stack: list[tuple[_Element, bool]] = [(element, False)]
    while stack:
        each, is_end = stack.pop()
        if is_end:
            pieces.append(each.tail or "")
            continue
        if each is not element:
            stack.append((each, True))
            if each.tag in _NOT_SPEECH:
                continue
        pieces.append(" " if each.tag in {"br", "Sync"} else " " * (each.tag == "w") + (each.text or ""))
        stack.extend((child, False) for child in reversed(each))
    return flatten("".join(pieces))


def _spoken(root: _Element) -> Iterator[Cue]:
    """What is said in a document of a known format, in the order of the file."""
    names, moments = dict(_names(root)), dict(_moments(root))
    stack: list[tuple[_Element, str | None]] = [(root, None)]
    while stack:
        element, speaker = stack.pop()
        speaker = next(filter(None, map(element.get, _SPEAKERS)), speaker)
        if element.tag in _SAID[root.tag]:
            start_s, end_s, length_s = (_time_of(element, each, moments) for each in (_STARTS, _ENDS, _LENGTHS))
            if end_s is None and start_s is not None and length_s is not None:
                end_s = start_s + length_s
            for who, text in _voices(element, speaker):
                label = (who or "").lstrip("#")
                yield Cue(names.get(label, label) or None, text, start_s, end_s)
        elif element.tag != "head" and not element.get("PARENT_REF"):
            stack.extend((child, speaker) for child in reversed(element))


def _names(root: _Element) -> Iterator[tuple[str, str]]:
    """The names of the speakers by their ids."""
    for each in root.iter():
        if each.tag in _PERSONS and (key := each.get("id") or each.get("speaker-id")):
            parts = [part for tag in ("abbreviation", "name", "persName") for part in each.iter(tag)]
            named = next(iter(parts), each if len(each) == 0 else None)
            if name := each.get("name") or ("" if named is None else flatten("".join(named.itertext()))):
                yield key, name


def _moments(root: _Element) -> Iterator[tuple[str, float | None]]:
    """The points in time by their ids, in seconds."""
    for each in root.iter():
        if each.tag in _POINTS_IN_TIME:
            key, value = _POINTS_IN_TIME[each.tag]
            time = to_seconds(each.get(value) or each.get("absolute"))
            unit = 0.001 if each.tag == "TIME_SLOT" or each.get("unit") == "ms" else 1.0
            yield each.get(key, ""), time and time * unit


def _time_of(element: _Element, attributes: Mapping[str, float], moments: dict[str, float | None]) -> float | None:
    """The time that one of some attributes gives, in seconds."""
    name = next((name for name in attributes if element.get(name)), "")
    value = element.get(name, "").lstrip("#")
    time = to_seconds(value)
    return moments[value] if value in moments else time and time * attributes[name]


def _voices(element: _Element, speaker: str | None) -> Iterator[tuple[str | None, str]]:
    """What an element says, by speaker: parts inside it may name others, and so may marks between two texts."""
    speakers = (speaker or "").split()
    if element.find("Who") is not None and len(speakers) > 1:
        said: dict[str, str] = {speakers[0]: element.text or ""}
        for child in element:
            if (number := child.get("nb") or "").isdecimal():
                speaker = speakers[min(int(number[:4]), len(speakers)) - 1]
            speaker = speaker if speaker in speakers else speakers[0]
            said[speaker] = f"{said.get(speaker, '')} {child.tail or ''}"
        yield from ((who, flatten(text)) for who, text in said.items())
    elif any(child.get("agent") for child in element):
        pieces = [(speaker, element.text or "")]
        for child in element:
            pieces += [(child.get("agent") or speaker, _text(child)), (speaker, child.tail or "")]
        yield from ((who, text) for who, each in pieces if (text := flatten(each)))
    elif (named := element.find("speaker")) is not None:
        yield flatten("".join(named.itertext())).rstrip(" .:"), _text(element)
    else:
        yield speaker, plain_cue(_text(element))


def _exmaralda(root: _Element) -> Iterator[Cue]:
    """The events of the tiers with speech; those that follow one another in a tier are said in one go."""
    names, times = dict(_names(root)), dict(_moments(root))
    order = {each.get("id"): number for number, each in enumerate(root.iter("tli"))}
    spoken = [tier for tier in root.iter("tier") if tier.get("type") == "t" and tier.get("speaker")]
    found: list[tuple[int, Cue]] = []
    for tier in [tier for tier in spoken if tier.get("category") == "v"] or spoken:
        before = None
        for event in tier.iter("event"):
            start, end, text = event.get("start", ""), event.get("end", ""), "".join(event.itertext())
            if before == start and found:
                cue = found[-1][1]
                cue.text, cue.end_s = cue.text + text, times.get(end)
            else:
                label = tier.get("speaker", "")
                cue = Cue(names.get(label, label), text, times.get(start), times.get(end))
                found.append((order.get(start, 0), cue))
            before = end
    for _, cue in sorted(found, key=lambda each: each[0]):
        cue.text = flatten(cue.text)
        yield cue


def read_xml(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in XML: of a known format, or recognised by its shape as data is.

    Raises InputError when it is damaged, unsafe, or neither.
    """
    check_length(text, source)
    try:
        root = parse_tree(text)
    except RefusedError as error:
        raise InputError(f"{source} is XML that {error}.") from None
    except ElementTree.ParseError as error:
        raise InputError(f"{source} is damaged XML: {error}.") from None
    if root.tag in _SAID:
        cues = _exmaralda(root) if root.tag == "basic-transcription" else _spoken(root)
        yield Transcript(fallback_id, source, _turns(cues, source))
        return
    try:
        yield from list(read_data(_record_of(root), source, fallback_id, only_sure=True))
    except InputError:
        raise InputError(
            f"{source} is XML of the kind <{flatten(root.tag)[:40]}>, not a recognised transcript format."
        ) from None


def _record_of(element: _Element) -> Any:
    """An element as data: its attributes and child elements by name, or all of its text if it has some."""
    said = [element.text, *(child.tail for child in element)]
    if any(text and not text.isspace() for text in said) or not (len(element) or element.attrib):
        text = _text(element)
        return {**element.attrib, "text": text} if element.attrib else text
    inner: dict[str, list[Any]] = {}
    for child in element:
        inner.setdefault(child.tag, []).append(_record_of(child))
    return {**element.attrib, **{name: found[0] if len(found) == 1 else found for name, found in inner.items()}}


def _turns(cues: Iterator[Cue], source: str) -> tuple[Turn, ...]:
    kept: list[Cue] = []
    for cue in cues:
        if len(kept) >= MAX_TURNS:
            raise too_many_turns(source)
        if cue.text:
            kept.append(cue)
    if all(cue.start_s is not None for cue in kept):
        kept.sort(key=lambda cue: cue.start_s or 0.0)
    return turns_of_cues(kept, source)


_SYNC: Final = re.compile(r"<SYNC\b[^<>]{0,80}?START\s?=\s?[\"']?(\d{1,9})[^<>]{0,80}>", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"<P\b([^<>]{0,200})>", re.IGNORECASE)
_CLASS: Final = re.compile(r"CLASS\s?=\s?[\"']?([\w-]{1,40})", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^<>]{1,300}>")


def read_sami(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of SAMI captions; of several languages, the one with the most text."""
    check_length(text, source)
    pieces = _SYNC.split(text)
    cues: list[tuple[str, Cue]] = []
    for start, body in zip(pieces[1::2], pieces[2::2], strict=True):
        start_s = int(start) / 1000
        if cues and cues[-1][1].end_s is None:
            cues[-1][1].end_s = start_s
        paragraphs = _PARAGRAPH.split(body)
        for attributes, said in zip(paragraphs[1::2], paragraphs[2::2], strict=True):
            found = _CLASS.search(attributes)
            language = found[1].casefold() if found else ""
            cues.append((language, Cue(None, plain_cue(_ANY_TAG.sub(" ", said)), start_s, None)))
    sizes: Counter[str] = Counter()
    for language, cue in cues:
        sizes[language] += len(cue.text)
    most = max(sizes, key=lambda language: sizes[language], default="")
    return _turns((cue for language, cue in cues if language == most), source)


_TOKEN: Final = re.compile(
    r"(?<!\S)(?:\"(?P<text>(?>(?:[^\"]|\"\")*))\"|(?P<number>-?[0-9]{1,12}(?:\.[0-9]{1,18})?))(?!\S)"
)


def is_text_grid(text: str) -> bool:
    """Whether a text is one of Praat's TextGrids, in its long or short form."""
    return text.startswith(('File type = "ooTextFile', '"ooTextFile')) and "TextGrid" in text[:200]


def read_text_grid(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of a TextGrid: an interval tier is a speaker. Raises InputError when it is damaged.

    Praat treats every free-standing number and quoted text as a value and ignores the rest; so does this reader.
    """
    check_length(text, source)
    values = [match["number"] or (match["text"] or "").replace('""', '"') for match in _TOKEN.finditer(text)]
    try:
        begin = next(index for index, value in enumerate(values) if value in {"IntervalTier", "TextTier"})
    except StopIteration:
        raise InputError(f"{source} is a TextGrid without tiers.") from None
    try:
        return _turns(iter(list(_tiers(values, begin))), source)
    except (IndexError, ValueError):
        raise InputError(f"{source} is a damaged TextGrid.") from None


def _tiers(values: list[str], place: int) -> Iterator[Cue]:
    while place < len(values):
        kind, name, count = values[place], values[place + 1], int(values[place + 4])
        place += 5
        size = 3 if kind == "IntervalTier" else 2
        for _ in range(count):
            if kind == "IntervalTier":
                start_s, end_s = to_seconds(values[place]), to_seconds(values[place + 1])
                yield Cue(name, flatten(values[place + 2]), start_s, end_s)
            place += size


_CHAT_LINE: Final = re.compile(r"\*(?P<code>[\w&-]{1,20}):\s*(?P<text>.*)")
_CHAT_TIME: Final = re.compile(r"\x15?\b([0-9]{1,9})_([0-9]{1,9})\b\x15?\s*$")
_CHAT_CODES: Final = (
    (re.compile(r"\[[:=]{1,2}\s?[^\[\]]{0,100}\]|\[[^\[\]:=][^\[\]]{0,60}\]|\[%[^\[\]]{0,100}\]"), ""),
    (re.compile(r"&=\S+|\(\.{1,3}\)|\([0-9.:]+\)|\b(?:xxx|yyy|www)\b|[‡„]|\+[<^,+\"]+|(?<!\S)0\w*"), " "),
    (re.compile(r"&[-+~]"), ""),
    (re.compile(r"\+(?:/{1,2}|\.{2,3}|!)?(?=[.?!])|(?<=\w)@\w{1,5}(?::\w+)?|[<>()]|(?<=\w):(?=\w)"), ""),
    (re.compile(r"\s+([.,?!;])"), r"\1"),
)


def is_chat(text: str) -> bool:
    """Whether a text is CHAT, the form of TalkBank and CHILDES: headers with `@`, speakers with `*`."""
    head = text[:400]
    return head.startswith("@") and ("@Begin" in head or "@Participants" in head or "@UTF8" in head)


def read_chat(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of a CHAT text; dependent tiers and codes that are not words are left out."""
    check_length(text, source)
    names: dict[str, str] = {}
    logical: list[str] = []
    for line in text.split("\n"):
        if line.startswith(("\t", " ")) and logical:
            logical[-1] += " " + line.strip()
        elif line.strip():
            logical.append(line)
    cues = []
    for line in logical:
        if line.startswith("@Participants:"):
            names = _participants(line.partition(":")[2])
        elif match := _CHAT_LINE.match(line):
            said = match["text"]
            time = _CHAT_TIME.search(said)
            said = said[: time.start()] if time else said
            for pattern, instead in _CHAT_CODES:
                said = pattern.sub(instead, said)
            times = (int(time[1]) / 1000, int(time[2]) / 1000) if time else (None, None)
            cues.append(Cue(names.get(match["code"], match["code"]), flatten(said), *times))
    return _turns(iter(cues), source)


def _participants(text: str) -> dict[str, str]:
    """The name of each speaker code of a CHAT file: the role, with the code if two speakers share it."""
    roles = {words[0]: words[-1].replace("_", " ") for each in text.split(",") if (words := each.split())}
    counts = Counter(roles.values())
    return {code: role if counts[role] == 1 else f"{role} {code}" for code, role in roles.items()}
