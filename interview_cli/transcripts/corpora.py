"""Transcripts in XML and in the formats of speech research: TTML, YouTube's timed text, SAMI, ELAN, EXMARaLDA,
FOLKER, Transcriber, TEI, Praat's TextGrid, CHAT. Each is converted to cues: who, what, from when to when."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import groupby, islice, pairwise
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat.errors import XML_ERROR_JUNK_AFTER_DOC_ELEMENT, codes

from interview_cli.errors import InputError
from interview_cli.text.decoding import flatten
from interview_cli.text.xml_text import RefusedError, parse_tree, without_declaration
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.captions import Cue, plain_cue, turns_of_cues
from interview_cli.transcripts.columns import MAX_PLACES
from interview_cli.transcripts.field_names import meanings
from interview_cli.transcripts.label_forms import split_prefix
from interview_cli.transcripts.line_times import to_seconds
from interview_cli.transcripts.model import Transcript, Turn
from interview_cli.transcripts.turns import MAX_TURNS, check_length, too_many_turns

_SAID: Final = {
    "tt": {"p"},
    "transcript": {"text", "p"},
    "timedtext": {"text", "p"},
    "Trans": {"Turn"},
    "ANNOTATION_DOCUMENT": {"ALIGNABLE_ANNOTATION"},
    "basic-transcription": {"event"},
    "folker-transcription": {"contribution"},
    "TEI": {"annotationBlock", "u", "sp"},
    "TEI.2": {"u", "sp"},
}
"""The elements that hold what one speaker says, by the root element of each format."""

_SPEAKER: Final = ("agent", "speaker", "speaker-reference", "who", "PARTICIPANT", "TIER_ID")
_START: Final = ("begin", "start", "startTime", "TIME_SLOT_REF1", "start-reference", "t")
_END: Final = ("end", "endTime", "TIME_SLOT_REF2", "end-reference")
_LENGTH: Final = ("dur", "d")
_ID: Final = ("id", "speaker-id", "TIME_SLOT_ID", "timepoint-id")
_TIME: Final = ("time", "TIME_VALUE", "absolute-time", "interval", "absolute")
_MILLISECONDS: Final = frozenset({"t", "d", "TIME_VALUE"})
"""The attributes that name a speaker or give a time, themselves or by the id of a person or of a point in time."""

_ELEMENTS: Final = "elements"
"""The root around the elements of a text that has several."""

JUNK_AFTER_ROOT: Final = codes[XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_NEEDLESS_DECIMALS: Final = re.compile(r"(?<=\.[0-9]{9})[0-9]++")
_PERSONS: Final = frozenset({"agent", "Speaker", "speaker", "person"})
_POINTS: Final = frozenset({"TIME_SLOT", "tli", "timepoint", "when"})
_SPACED: Final = frozenset({"br", "Sync", "Who", "w"})
_NOT_SPEECH: Final = frozenset(
    "desc note incident vocal pause breathe non-phonological event time speaker stage spanGrp".split()
)


def read_xml(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in XML: of a known format, or recognised by its shape as data is.

    Raises InputError when it is damaged, unsafe, or neither.
    """
    check_length(text, source)
    try:
        root = _root_of(text)
    except RefusedError as error:
        raise InputError(f"{source} is XML that {error}.") from None
    except ParseError as error:
        raise InputError(f"{source} is damaged XML: {error}.") from None
    is_known, found = root.tag in _SAID, list[Transcript]()
    cues = [cue for cue in _spoken(root) if cue.text] if is_known else []
    turns = _turns(cues, source) if cues else ()
    if not any(turn.speaker_label for turn in turns):
        with suppress(InputError):
            found = list(read_data(_record_of(root), source, fallback_id, only_sure=True))
    if is_known and not any(turn.speaker_label for each in found for turn in each.turns):
        found = [Transcript(fallback_id, source, turns or _turns(cues, source))]
    if not found:
        kind = root[0].tag if root.tag == _ELEMENTS else root.tag
        raise InputError(f"{source} is XML of the kind <{flatten(kind)[:40]}>, not a recognised transcript format.")
    yield from found


def _root_of(text: str) -> Element:
    """The root of a tree, or one around the elements of a text that has several."""
    try:
        return parse_tree(text)
    except ParseError as error:
        if error.code != JUNK_AFTER_ROOT:
            raise
        return parse_tree(f"<{_ELEMENTS}>{without_declaration(text)}</{_ELEMENTS}>")


def _record_of(element: Element) -> Any:
    """An element as data: all of its text if it has some, its children as a list if they are of different kinds in
    turns or the cells of a row, otherwise its attributes and children by name."""
    said = [element.text, *(child.tail for child in element)]
    if any(text and not text.isspace() for text in said) or not (len(element) or element.attrib):
        text = " ".join(_said(element, "").values()) if len(element) else (element.text or "").strip()
        return {**element.attrib, "text": text} if element.attrib else text
    inner: defaultdict[str, list[Any]] = defaultdict(list)
    records = [(child.tag, _record_of(child)) for child in element]
    for name, record in records:
        inner[name].append(record)
    if sum(1 for _ in groupby(name for name, _ in records)) > len(inner) > 1:
        rows = [{"tag": name, **(each if isinstance(each, dict) else {"text": each})} for name, each in records]
        return {**element.attrib, "children": rows}
    cells = [list(filter(None, map(flatten, child.itertext()))) for child in element]
    are_bare = len(inner) == 1 and not element.attrib and not any(child.attrib for child in element)
    if are_bare and 1 < len(cells) <= MAX_PLACES and all(len(cell) == 1 for cell in cells):
        return [text for (text,) in cells]
    return {**element.attrib, **{name: found[0] if len(found) == 1 else found for name, found in inner.items()}}


def _first(element: Element, names: Iterable[str]) -> tuple[str, str]:
    """The first of some attributes that an element has, and its value; two empty texts if it has none."""
    return next(((name, value.lstrip("#")) for name in names if (value := element.get(name))), ("", ""))


def _seconds(element: Element, names: Iterable[str]) -> float | None:
    """The time that an element gives in one of some attributes."""
    name, value = _first(element, names)
    time = _time_of(value)
    return time and time * (0.001 if name in _MILLISECONDS or element.get("unit") == "ms" else 1.0)


def _time_of(text: str) -> float | None:
    """The seconds of a time with any number of decimals, as programs for research write them."""
    return to_seconds(_NEEDLESS_DECIMALS.sub("", text))


def _spoken(root: Element) -> list[Cue]:
    """What is said in a document of a known format, in the order of its points in time or else of the file."""
    names = dict(_names(root))
    points = {_first(each, _ID)[1]: _seconds(each, _TIME) for each in root.iter() if each.tag in _POINTS}
    places = {key: place for place, key in enumerate(points)}
    found: list[tuple[int, Cue]] = []
    stack = [(root, "")]
    while stack:
        element, speaker = stack.pop()
        speaker = _first(element, _SPEAKER)[1] or speaker
        if element.tag in _SAID[root.tag]:
            (_, begin), (_, end) = _first(element, _START), _first(element, _END)
            start_s = points[begin] if begin in points else _seconds(element, _START)
            end_s = points[end] if end in points else _seconds(element, _END)
            length_s = _seconds(element, _LENGTH)
            if end_s is None and start_s is not None and length_s is not None:
                end_s = start_s + length_s
            for who, text in _said(element, speaker).items():
                found.append((places.get(begin, 0), Cue(names.get(who, who) or None, text, start_s, end_s)))
        elif element.tag == "tier":
            stack.extend((event, speaker) for event in reversed(_joined(element)))
        elif element.tag != "head" and not element.get("PARENT_REF"):
            stack.extend((child, speaker) for child in reversed(element))
    cues = [cue for _, cue in sorted(found, key=lambda each: each[0])]
    return _of_speakers(cues) if root.tag == "ANNOTATION_DOCUMENT" else cues


def _joined(tier: Element) -> list[Element]:
    """The events of a tier of EXMARaLDA with speech; those that follow one another are said in one go."""
    events: list[Element] = []
    for event in tier.iter("event") if tier.get("type") == "t" else ():
        if events and events[-1].get("end") == event.get("start"):
            events[-1].text = (events[-1].text or "") + (event.text or "")
            events[-1].set("end", event.get("end", ""))
        else:
            events.append(event)
    return events


def _names(root: Element) -> Iterator[tuple[str, str]]:
    """The names of the speakers by their ids."""
    for each in root.iter():
        if each.tag in _PERSONS and (key := _first(each, _ID)[1]):
            parts = [part for tag in ("abbreviation", "name", "persName") for part in each.iter(tag)]
            named = next(iter(parts), each if len(each) == 0 else None)
            if name := each.get("name") or ("" if named is None else flatten("".join(named.itertext()))):
                yield key, name


def _said(element: Element, speaker: str) -> dict[str, str]:
    """What is said in an element, by speaker: parts inside it may name others, and so may marks between two texts."""
    if (named := element.find("speaker")) is not None:
        speaker = flatten("".join(named.itertext())).rstrip(" .:")
    speakers = [speaker] if element.find("Who") is None else speaker.split() or [""]
    pieces: defaultdict[str, list[str]] = defaultdict(list)

    def add(part: Element, who: str) -> None:
        pieces[who].append(" " * (part.tag in _SPACED) + (part.text or ""))
        for child in part:
            if child.tag == "Who" and (number := child.get("nb", "")[:4]).isdecimal():
                who = speakers[min(int(number), len(speakers)) - 1]
            if child.tag not in _NOT_SPEECH:
                add(child, child.get("agent", who).lstrip("#"))
            pieces[who].append(child.tail or "")

    add(element, speakers[0])
    said = {who: plain_cue(flatten("".join(texts))) for who, texts in pieces.items()}
    return {who: text for who, text in said.items() if text}


def _of_speakers(cues: list[Cue]) -> list[Cue]:
    """The cues of the tiers in which people speak, without tiers for remarks and without those that repeat others.

    A tier repeats what another one has, or all others together, in pieces that are at least as small. A single tier
    whose texts begin with names is no speaker.
    """
    tiers: defaultdict[str | None, list[Cue]] = defaultdict(list)
    for cue in cues:
        if cue.text:
            tiers[cue.voice].append(cue)
    said = [tier for name, tier in tiers.items() if not name or "aside" not in meanings((name,))] or [*tiers.values()]
    kept = list({_letters(tier): tier for tier in sorted(said, key=len, reverse=True)}.values())
    if kept and _letters(kept[0]) == _letters([cue for tier in kept[1:] for cue in tier]):
        del kept[0]
    voices = {tier[0].voice for tier in kept}
    cues = [cue for cue in cues if cue.voice in voices]
    if len(voices) == 1 and 2 * sum(split_prefix(cue.text) is not None for cue in cues) >= len(cues):
        return [replace(cue, voice=None) for cue in cues]
    return cues


def _letters(cues: list[Cue]) -> str:
    """What some cues say in the order of their times, without punctuation."""
    return "".join(filter(str.isalnum, "".join(cue.text for cue in sorted(cues, key=lambda cue: cue.start_s or 0.0))))


def _turns(cues: Iterable[Cue], source: str) -> tuple[Turn, ...]:
    kept = [cue for cue in cues if cue.text]
    if len(kept) > MAX_TURNS:
        raise too_many_turns(source)
    if all(cue.start_s is not None for cue in kept):
        kept.sort(key=lambda cue: cue.start_s or 0.0)
    return turns_of_cues(kept, source)


_SAMI_TAG: Final = re.compile(r"<(SYNC|P)\b([^<>]{0,200})>", re.IGNORECASE)
_SAMI_VALUE: Final = re.compile(r"(?:START|CLASS)\s?=\s?[\"']?([\w-]{1,40})", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^<>]{1,300}>")


def read_sami(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of SAMI captions; of several languages, the one with the most text."""
    check_length(text, source)
    cues: defaultdict[str, list[Cue]] = defaultdict(list)
    start_s: float | None = None
    speaker: str | None = None
    pieces = _SAMI_TAG.split(text)
    for tag, attributes, said in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        match = _SAMI_VALUE.search(attributes)
        value = match[1].casefold() if match else ""
        if tag.upper() == "P" and "=source" in attributes.casefold():
            speaker = plain_cue(_ANY_TAG.sub(" ", said)) or speaker
        elif tag.upper() == "P":
            cues[value].append(Cue(speaker, plain_cue(_ANY_TAG.sub(" ", said)), start_s, None))
        elif value.isdecimal():
            start_s = int(value[:9]) / 1000
    for of_language in cues.values():
        for cue, after in pairwise(of_language):
            cue.end_s = after.start_s
    most = max(cues.values(), key=lambda each: sum(len(cue.text) for cue in each), default=[])
    return _turns(most, source)


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
    values = (match["number"] or (match["text"] or "").replace('""', '"') for match in _TOKEN.finditer(text))
    try:
        cues = list(_intervals(values))
    except ValueError:
        raise InputError(f"{source} is a damaged TextGrid.") from None
    return _turns(_of_speakers(cues), source)


def _intervals(values: Iterator[str]) -> Iterator[Cue]:
    for value in values:
        if value == "IntervalTier":
            name, _, _, count = islice(values, 4)
            for _ in range(int(count)):
                start, end, said = islice(values, 3)
                yield Cue(name, flatten(said), _time_of(start), _time_of(end))


_CHAT_LINE: Final = re.compile(r"\*(?P<code>[\w&-]{1,20}):\s*(?P<text>.*)")
_CHAT_TIME: Final = re.compile(r"\x15?\b([0-9]{1,9})_([0-9]{1,9})\b\x15?\s*$")
_CHAT_CODES: Final = (
    (re.compile(r"\[[:=]{1,2}\s?[^\[\]]{0,100}\]|\[[^\[\]:=][^\[\]]{0,60}\]|\[%[^\[\]]{0,100}\]"), ""),
    (
        re.compile(
            r"&=\S+|&\*\w{1,20}:\S+|\(\.{1,3}\)|\([0-9.:]+\)|\b(?:xxx|yyy|www)\b|[‡„]|\+[<^,+\"]+|(?<!\S)0\w*"
        ),
        " ",
    ),
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
    cues = []
    for line in re.sub(r"\n[\t ]+", " ", text).split("\n"):
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
    return _turns(cues, source)


def _participants(text: str) -> dict[str, str]:
    """The name of each speaker code of a CHAT file: the role, with the code if two speakers share it."""
    roles = {words[0]: words[-1].replace("_", " ") for each in text.split(",") if (words := each.split())}
    counts = Counter(roles.values())
    return {code: role if counts[role] == 1 else f"{role} {code}" for code, role in roles.items()}
