"""Transcripts in XML and in the formats of speech research: TTML, YouTube's timed text, SAMI, ELAN, EXMARaLDA,
FOLKER, Transcriber, TEI, Praat's TextGrid, CHAT. Each is brought into cues: who, what, from when to when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
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
_Times = dict[str, float | None]


def _text(element: _Element, skipped: frozenset[str] = frozenset()) -> str:
    """The text in an element, a blank for each `br`, without what stands in `skipped`."""
    pieces: list[str] = []
    stack: list[tuple[_Element, bool]] = [(element, False)]
    while stack:
        each, is_end = stack.pop()
        if is_end:
            pieces.append(each.tail or "")
            continue
        if each is not element:
            stack.append((each, True))
        if each.tag in skipped:
            continue
        pieces.append(" " if each.tag in {"br", "Sync"} else each.text or "")
        stack.extend((child, False) for child in reversed(each))
    return flatten("".join(pieces))


def _ttml(root: _Element) -> Iterator[Cue]:
    names = {agent.get("id"): _text(agent) for agent in root.iter("agent") if agent.get("id")}
    stack: list[tuple[_Element, str | None]] = [(root, None)]
    while stack:
        element, agent = stack.pop()
        agent = element.get("agent") or agent
        if element.tag == "p":
            start_s, end_s = to_seconds(element.get("begin")), to_seconds(element.get("end"))
            if end_s is None and start_s is not None and (length_s := to_seconds(element.get("dur"))) is not None:
                end_s = start_s + length_s
            for speaker, text in _voices(element, agent):
                yield Cue(names.get(speaker) or speaker, text, start_s, end_s)
        elif element.tag != "head":
            stack.extend((child, agent) for child in reversed(element))


def _voices(paragraph: _Element, agent: str | None) -> list[tuple[str | None, str]]:
    """The pieces of a paragraph by speaker, where spans name others."""
    if not any(child.get("agent") for child in paragraph):
        return [(agent, _text(paragraph))]
    pieces = [(agent, paragraph.text or "")]
    for child in paragraph:
        pieces += [(child.get("agent") or agent, _text(child)), (agent, child.tail or "")]
    return [(speaker, text) for speaker, each in pieces if (text := flatten(each))]


def _timed_text(root: _Element) -> Iterator[Cue]:
    """YouTube's forms: `<text start dur>` in seconds, `<p t d>` and `<text t d>` in milliseconds."""
    for element in root.iter():
        if element.tag not in {"text", "p"}:
            continue
        unit, start, length = (0.001, "t", "d") if element.get("t") else (1.0, "start", "dur")
        start_s, length_s = to_seconds(element.get(start)), to_seconds(element.get(length))
        if start_s is not None:
            end_s = None if length_s is None else (start_s + length_s) * unit
            yield Cue(None, plain_cue(_text(element)), start_s * unit, end_s)


def _transcriber(root: _Element) -> Iterator[Cue]:
    names = {each.get("id"): each.get("name") or each.get("id") for each in root.iter("Speaker")}
    for turn in root.iter("Turn"):
        speakers = (turn.get("speaker") or "").split()
        start_s, end_s = to_seconds(turn.get("startTime")), to_seconds(turn.get("endTime"))
        said: dict[int, list[str]] = {}
        who = 0
        said.setdefault(who, []).append(turn.text or "")
        for child in turn:
            if child.tag == "Who" and (child.get("nb") or "").isdecimal():
                who = min(int((child.get("nb") or "1")[:4]), len(speakers)) - 1 if speakers else 0
            said.setdefault(who, []).append(" " + (child.tail or ""))
        for who, pieces in said.items():
            name = names.get(speakers[who], speakers[who]) if 0 <= who < len(speakers) else None
            yield Cue(name, flatten("".join(pieces)), start_s, end_s)


def _elan(root: _Element) -> Iterator[Cue]:
    slots = {slot.get("TIME_SLOT_ID"): _thousandth(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    for tier in root.iter("TIER"):
        if tier.get("PARENT_REF"):
            continue
        label = tier.get("PARTICIPANT") or tier.get("TIER_ID")
        for each in tier.iter("ALIGNABLE_ANNOTATION"):
            start_s, end_s = slots.get(each.get("TIME_SLOT_REF1")), slots.get(each.get("TIME_SLOT_REF2"))
            value = each.find("ANNOTATION_VALUE")
            if value is not None:
                yield Cue(label, _text(value), start_s, end_s)


def _thousandth(text: str | None) -> float | None:
    value = to_seconds(text)
    return None if value is None else value / 1000


def _exmaralda(root: _Element) -> Iterator[Cue]:
    names = {each.get("id"): _first_text(each, "abbreviation") for each in root.iter("speaker")}
    times = {each.get("id"): to_seconds(each.get("time")) for each in root.iter("tli")}
    order = {each.get("id"): number for number, each in enumerate(root.iter("tli"))}
    spoken = [tier for tier in root.iter("tier") if tier.get("type") == "t" and tier.get("speaker")]
    verbal = [tier for tier in spoken if tier.get("category") == "v"] or spoken
    found: list[tuple[int, Cue]] = []
    for tier in verbal:
        before = None
        for event in tier.iter("event"):
            start, end = event.get("start"), event.get("end")
            text = "".join(event.itertext())
            if before is not None and before == start and found:
                cue = found[-1][1]
                cue.text, cue.end_s = cue.text + text, times.get(end)
            else:
                label = names.get(tier.get("speaker")) or tier.get("speaker")
                found.append((order.get(start, 0), Cue(label, text, times.get(start), times.get(end))))
            before = end
    for _, cue in sorted(found, key=lambda each: each[0]):
        cue.text = flatten(cue.text)
        yield cue


def _first_text(element: _Element, tag: str) -> str | None:
    found = element.find(tag)
    return (found.text or "").strip() or None if found is not None else None


def _folker(root: _Element) -> Iterator[Cue]:
    names = {each.get("speaker-id"): _first_text(each, "name") for each in root.iter("speaker")}
    times = {each.get("timepoint-id"): to_seconds(each.get("absolute-time")) for each in root.iter("timepoint")}
    for each in root.iter("contribution"):
        speaker = each.get("speaker-reference")
        start_s, end_s = times.get(each.get("start-reference")), times.get(each.get("end-reference"))
        yield Cue(names.get(speaker) or speaker, _words(each), start_s, end_s)


def _words(element: _Element) -> str:
    """The text of an element; with a blank between words where each is an element of its own."""
    words = [each for each in element.iter() if each.tag in {"w", "pc"}]
    if not words:
        return _text(element, _REMARKS)
    pieces = ((" " if each.tag == "w" else "") + _text(each, _REMARKS) for each in words)
    return flatten("".join(pieces))


_REMARKS: Final = frozenset(
    {"desc", "note", "incident", "vocal", "pause", "breathe", "non-phonological", "event", "time"}
)


def _tei(root: _Element) -> Iterator[Cue]:
    names = {f"#{each.get('id')}": _words_of_name(each) for each in root.iter("person") if each.get("id")}
    times: _Times = {}
    for when in root.iter("when"):
        unit = 0.001 if when.get("unit") == "ms" else 1.0
        value = to_seconds(when.get("interval")) if when.get("interval") else to_seconds(when.get("absolute"))
        times[f"#{when.get('id')}"] = None if value is None else value * unit
    for said in root.iter("u"):
        who = said.get("who") or ""
        text = _words(said)
        yield Cue(
            names.get(who) or who.lstrip("#") or None,
            text,
            times.get(said.get("start") or ""),
            times.get(said.get("end") or ""),
        )
    for speech in root.iter("sp"):
        speaker = speech.find("speaker")
        label = _text(speaker) if speaker is not None else (speech.get("who") or "").lstrip("#")
        yield Cue(label.rstrip(" .:") or None, _text(speech, _REMARKS | {"speaker", "stage"}), None, None)


def _words_of_name(person: _Element) -> str | None:
    name = person.find(".//persName")
    return _text(name) or None if name is not None else None


_XML_FORMS: Final[dict[str, Callable[[_Element], Iterator[Cue]]]] = {
    "tt": _ttml,
    "transcript": _timed_text,
    "timedtext": _timed_text,
    "Trans": _transcriber,
    "ANNOTATION_DOCUMENT": _elan,
    "basic-transcription": _exmaralda,
    "folker-transcription": _folker,
    "TEI": _tei,
    "TEI.2": _tei,
}


def read_xml(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in XML: of a known form, or told by its shape as data is.

    Raises InputError when it is damaged, hostile, or neither.
    """
    check_length(text, source)
    try:
        root = parse_tree(text)
    except RefusedError as error:
        raise InputError(f"{source} is XML that {error}.") from None
    except ElementTree.ParseError as error:
        raise InputError(f"{source} is damaged XML: {error}.") from None
    if form := _XML_FORMS.get(root.tag):
        yield Transcript(fallback_id, source, _turns(form(root), source))
        return
    try:
        yield from list(read_data(_record_of(root), source, fallback_id, only_sure=True))
    except InputError:
        raise InputError(
            f"{source} is XML of the kind <{flatten(root.tag)[:40]}>, which is no known transcript form."
        ) from None


def _record_of(element: _Element) -> Any:
    """An element as data: its attributes and the elements in it by name, or all of its text where it has some."""
    said = [element.text, *(child.tail for child in element)]
    if any(text and not text.isspace() for text in said) or not (len(element) or element.attrib):
        text = _text(element, _REMARKS)
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
    """The turns of SAMI captions; of several languages that with the most text."""
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

    Praat takes every free-standing number and quoted text for a value and all else for remarks; so does this reader.
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
    """The turns of a CHAT text; dependent tiers and codes for what is no word are left out."""
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
    """What each code of a CHAT file is called: the role, with the code where two have the same."""
    roles = {words[0]: words[-1].replace("_", " ") for each in text.split(",") if (words := each.split())}
    counts = Counter(roles.values())
    return {code: role if counts[role] == 1 else f"{role} {code}" for code, role in roles.items()}
