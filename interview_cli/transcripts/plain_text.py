"""Text with speaker labels and times as people and services write them, and text without any.

Understood at the beginning of a line, with or without Markdown emphasis: `Jane Doe: hello`, `[00:12] Jane: hello`,
`Jane Doe (00:12): hello`, `00:12<tab>Jane Doe<tab>hello`; above the text it belongs to: `Jane Doe  0:12` (Otter,
Teams), `[00:12] Jane Doe`, `Interviewer`; a time alone. Speakers marked otherwise are understood when their form
recurs (`label_forms`). Without speakers a turn is a paragraph.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from interview_cli.errors import InputError
from interview_cli.text.sentences import is_ended
from interview_cli.text.words import count_words
from interview_cli.transcripts.asking import asks, sentences
from interview_cli.transcripts.decoding import clean
from interview_cli.transcripts.header import header_of, sides
from interview_cli.transcripts.label_forms import looks_labelled, recurring_labels
from interview_cli.transcripts.labels import accepted_labels, could_be_label, role_of_label, split_prefix
from interview_cli.transcripts.labels_inside import Spoken, labels_inside
from interview_cli.transcripts.line_times import label_with_time, leading_time, since_first
from interview_cli.transcripts.mail_thread import with_senders_as_labels
from interview_cli.transcripts.model import Role, Turn
from interview_cli.transcripts.turns import MAX_TURNS, check_length, collect, make_turn, too_many_turns

_BARE_LABEL: Final = re.compile(r"[\[*_#\s]{0,6}(?P<label>[^\W_][^:\[\]*\t\n]{0,39}(?<![.?!,;…]))[\]*_\s]{0,4}")
_SKIPPED: Final = re.compile(r"\s*(?:(?:transcribed|transcript) by\b|WEBVTT\s*$|[^\w\s]\W{2,}$)", re.IGNORECASE)
_HEADING: Final = re.compile(r"#{1,6}\s")
_MARKUP: Final = re.compile(
    r"</?(?:p|div|span|b|i|u|em|strong|br|li|ul|ol|table|tbody|tr|td|font|h[1-6])(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_BLANK_LINES: Final = re.compile(r"\n(?>(?:[ \t]*+\n)+)")
_BEGINS_INTERVIEW: Final = re.compile(
    r"[\s*_#=-]{0,8}(?:(?:candidate|applicant|interviewee)(?:'s)? name\W{1,4}"
    r"|(?:interview|transcript)\s#?(?=[0-9]{1,4}\b))"
    r"(?P<name>\w[^\n]{0,60})",
    re.IGNORECASE,
)
"""`Candidate Name: Tom Fox`, `# Transcript 2`"""

_MAX_HEAD_CHARACTERS: Final = 160
_NUMBER: Final = re.compile(r"[*_]{0,3}\(?[0-9]{1,2}[.)]\s+")
_ANY_LABEL: Final = re.compile(r"[^\W\d_][^:.?!\n]{0,24}:\s")
_SPEECH: Final = "?"
"""Stands for a line that is no header's, being said at a time."""

_HEADER_WEIGHT: Final = 2
"""A label with a time beside it is as good as one that comes twice."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line taken apart. `whole` is what it reads when `label` turns out to be no speaker."""

    whole: str
    label: str | None = None
    text: str = ""
    start_s: float | None = None
    end_s: float | None = None
    of_day: bool = False


def read_plain_text(text: str, source: str) -> tuple[Turn, ...]:
    """The turns of a text, by the speakers it names or else by paragraphs.

    Raises InputError when it holds none or too many, or when its lines begin as with speakers but which of them are
    speakers cannot be told.
    """
    check_length(text, source)
    if not text.isascii():
        text = clean(text)
    if _MARKUP.match(text):
        text = html.unescape(_MARKUP.sub("", text))
    written = _BLANK_LINES.sub("\n\n", text).split("\n")
    if len(written) > 2 * MAX_TURNS:
        raise too_many_turns(source)
    written = with_senders_as_labels(written)
    lines = [_take_apart(line) for line in written if not _SKIPPED.match(line[:_MAX_HEAD_CHARACTERS])]
    _refuse_several(written, source)
    header = header_of([line.whole if line.start_s is None else _SPEECH for line in lines])
    lines, speakers = _speakers(lines[header.line_count :])
    if header.names:
        lines, speakers = _with_sides(lines, sides(speakers, header.names), speakers)
    if any(line.of_day for line in lines):
        lines = _since_first(lines)
    lines = [line for line in lines if line.label in speakers or not _HEADING.match(line.whole)]
    if speakers:
        return collect(_by_speaker(lines, speakers), source)
    if _has_unknown_labels(lines):
        raise InputError(
            f"{source}: no speaker labels were found; begin what each side says with a name that comes again, such "
            "as Interviewer: and Candidate:."
        )
    return collect(_by_paragraph(lines), source)


def _refuse_several(lines: list[str], source: str) -> None:
    """Raise InputError when a heading that begins an interview comes again: no answer may go to another person."""
    names = {
        match["name"].casefold() for line in lines if (match := _BEGINS_INTERVIEW.match(line[:_MAX_HEAD_CHARACTERS]))
    }
    if len(names) > 1:
        raise InputError(f"{source} holds {len(names)} interviews in one text; save each in a file of its own.")


def _with_sides(lines: list[_Line], named: dict[str, str], speakers: set[str]) -> tuple[list[_Line], set[str]]:
    """Lines and speakers with the labels that a header explains replaced by those that tell the side."""
    told = [replace(line, label=named[line.label]) if line.label in named else line for line in lines]
    return told, {named.get(label, label) for label in speakers}


def _since_first(lines: list[_Line]) -> list[_Line]:
    """Lines at times of day, at the times since the first one instead; among other times these mean nothing."""
    timed = [line for line in lines if line.start_s is not None]
    if not all(line.of_day for line in timed):
        return [_Line(line.whole, line.label, line.text) if line.of_day else line for line in lines]
    times = iter(since_first([(line.start_s or 0.0, line.end_s) for line in timed]))
    return [
        line if line.start_s is None else _Line(line.whole, line.label, line.text, *next(times)) for line in lines
    ]


def _speakers(lines: list[_Line]) -> tuple[list[_Line], set[str]]:
    """The labels that are speakers, and the lines as they read with these."""
    filled = sum(1 for line in lines if line.whole)
    counts: Counter[str] = Counter()
    for line in lines:
        if line.label:
            counts[line.label] += 1 if line.text or line.start_s is None else _HEADER_WEIGHT
    labelled = sum(1 for line in lines if line.label)
    accepted = accepted_labels(counts, labelled / filled) if counts else set()
    first = next((line for line in lines if line.whole), None)
    if first is None or (first.label in accepted and len(accepted) > 1):
        return lines, accepted - _inside(lines, accepted)
    recurring = recurring_labels([line.whole for line in lines])
    if recurring is None or recurring.lines <= sum(1 for line in lines if line.label in accepted):
        return lines, accepted
    return [_relabelled(line, recurring.split(line.whole)) for line in lines], set(recurring.speakers)


def _inside(lines: list[_Line], accepted: set[str]) -> set[str]:
    if len(accepted) < 3:
        return set()
    return labels_inside(
        [
            Spoken(line.label, count_words(line.text), line.start_s is not None)
            for line in lines
            if line.label in accepted and line.label
        ]
    )


def _relabelled(line: _Line, found: tuple[str, str] | None) -> _Line:
    if not found:
        return _Line(line.whole, None, line.whole, line.start_s, line.end_s, line.of_day)
    label, text = found
    if line.start_s is None and (time := leading_time(text[:_MAX_HEAD_CHARACTERS])):
        return _Line(line.whole, label, text[time.stop :].strip(), *time[:3])
    return _Line(line.whole, label, text, line.start_s, line.end_s, line.of_day)


def _has_unknown_labels(lines: list[_Line]) -> bool:
    """Whether somebody asks something in lines most of which begin as with a speaker."""
    filled = [line for line in lines if line.whole]
    if len(filled) < 2 or not (
        2 * sum(1 for line in filled if line.label or _ANY_LABEL.match(line.whole)) > len(filled)
        or looks_labelled([line.whole for line in filled])
    ):
        return False
    return any(_asks(line.whole) for line in filled)


def _asks(text: str) -> bool:
    return any(map(asks, sentences(text)))


def _take_apart(line: str) -> _Line:
    head = line[:_MAX_HEAD_CHARACTERS]
    whole = line.strip()
    if not whole:
        return _Line("")
    when: tuple[float | None, float | None, bool] = (None, None, False)
    if time := leading_time(head):
        when = time[:3]
        line = whole = line[time.stop :].strip()
        head = line[:_MAX_HEAD_CHARACTERS]
        label, tab, text = line.partition("\t")
        if tab and could_be_label(label):
            return _Line(text.strip(), label.strip(), text.strip(), *when)
    elif (found := label_with_time(head)) and could_be_label(found[0]):
        label, time = found
        return _Line(whole, label.strip(" |,-–—"), line[time.stop :].strip(), *time[:3])
    if prefix := split_prefix(line):
        return _Line(whole, prefix[0], prefix[1].strip(), *when)
    if (bare := _BARE_LABEL.fullmatch(head)) and _is_bare_label(label := bare["label"].strip(), when[0]):
        return _Line(whole, label, "", *when)
    return _Line(whole, None, whole, *when)


def _is_bare_label(label: str, start_s: float | None) -> bool:
    """Whether a line that is nothing but a few words is a speaker's name above what they say."""
    if role_of_label(label) is not Role.UNKNOWN:
        return len(label.split()) <= 3
    words = label.split()
    return start_s is not None and 1 < len(words) <= 4 and could_be_label(label) and label.istitle()


def _by_speaker(lines: list[_Line], accepted: set[str]) -> Iterator[Turn | None]:
    """One turn per label or time.

    What stands before the first speaker is a title and left out, unless somebody who does not come again asks there.
    """
    label: str | None = None
    texts: list[str] = []
    start_s = end_s = None
    time_above = False
    for line in lines:
        new_speaker = line.label in accepted or (label is None and line.label is not None and _asks(line.text))
        if new_speaker or line.start_s is not None:
            if label:
                yield make_turn(label, " ".join(texts), start_s, end_s)
            if line.start_s is not None or texts or not time_above:
                start_s, end_s = line.start_s, line.end_s
            texts = []
            time_above = not line.whole and not line.label
        if new_speaker:
            label = line.label
        if text := line.text if new_speaker else line.whole:
            texts.append(text)
    if label:
        yield make_turn(label, " ".join(texts), start_s, end_s)


def _unnumbered(line: str) -> str:
    """A line that asks, without the number before it; any other as it is."""
    number = _NUMBER.match(line)
    return line[number.end() :] if number and _asks(line[number.end() :]) else line


def _by_paragraph(lines: list[_Line]) -> Iterator[Turn | None]:
    """One turn per paragraph or time. Without blank lines, a line that ends a sentence ends a paragraph."""
    blank_lines = any(not line.whole for line in lines[1:-1])
    texts: list[str] = []
    start_s = end_s = None
    for line in lines:
        if line.start_s is not None or (blank_lines and not line.whole):
            yield make_turn(None, " ".join(texts), start_s, end_s)
            texts = []
            start_s, end_s = line.start_s, line.end_s
        if line.whole:
            texts.append(_unnumbered(line.whole))
            if not blank_lines and start_s is None and is_ended(line.whole[-4:]):
                yield make_turn(None, " ".join(texts))
                texts = []
    yield make_turn(None, " ".join(texts), start_s, end_s)
