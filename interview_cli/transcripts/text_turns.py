"""The turns of a text, once it is known which lines start with a speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Final

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import asks, sentences
from interview_cli.transcripts.label_forms import HEADING, Line, Split
from interview_cli.transcripts.labels import is_section, marks_question
from interview_cli.transcripts.line_times import LineTime, since_first
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.proposals import Proposal
from interview_cli.transcripts.turns import collect, make_turn
from interview_cli.transcripts.unlabelled import CHANGE, MIN_CHANGES

_FRAMED: Final = re.compile(
    r"(?P<mark>[*_]{1,3})(?P<text>[^*_].*[^*_])(?P=mark)|[\"“„「『«](?P<said>[^\"“”„「」『』«»]+)[\"”“」』»]"
)
"""A whole text that is emphasized or in quotation marks."""

_DASH: Final = re.compile(r"[-–—―─•▲△■□◆◇●○▶▷→]{1,2}\s*(?=[^\W\d_]|[¿¡\"«“「])")
_DIVIDED: Final = re.compile(r"[^\W\d_]{2}-$")
_MAX_LINE_CHARACTERS: Final = 500
"""A longer line does not end because the page does (chosen)."""

_MANNER: Final = re.compile(r"\([^()\W]+(?: [^()\W]+){0,2}\)")
"""How a speaker named above speaks, in a few words and in lower case."""

_JOINS: Final = re.compile(r"(?:and|or|und|oder|et|ou|y|o|e|en|of|i|og|och)\b")
"""What stands between two words of which the first is cut short (`Ein- und Ausgang`)."""

_NUMBER: Final = re.compile(r"[*_]{0,3}\(?(?:[0-9]{1,2}|[IVX]{1,5})[.)]\s+")
ANSWER: Final = "Answer"
"""The speaker of what follows questions, if only questions are marked."""


def turns_of(lines: list[Line], chosen: Proposal, source: str, *, of_several_days: bool = False) -> tuple[Turn, ...]:
    """The turns of lines in a reading, without times if those are of several days.

    Raises InputError when there are none or too many.
    """
    lines = lines[chosen.begin :]
    hits = {hit.at - chosen.begin: hit.split for hit in chosen.hits}
    hits = _with_spoken_times(lines, hits)
    lines = _with_times_as_answers(lines, hits)
    if of_several_days:
        lines = [line._replace(time=None) for line in lines]
        hits = {at: split._replace(time=None) for at, split in hits.items()}
    lines, hits = _since_first(lines, hits)
    if hits:
        skipped = chosen.form.skipped if chosen.form else None
        return collect(_by_speaker(lines, hits, skipped), source)
    changes = {index for index, line in enumerate(lines) if line.whole and line.look.startswith(CHANGE.strip())}
    lines = [_without_marks(line._replace(whole=line.whole.removeprefix(CHANGE))) for line in lines]
    for index in changes if len(changes) >= MIN_CHANGES else ():
        lines[index] = lines[index]._replace(whole=CHANGE + lines[index].whole)
    return collect(_by_paragraph(lines), source)


def _with_spoken_times(lines: list[Line], hits: dict[int, Split]) -> dict[int, Split]:
    """Turns in which a time that begins what is said is part of it, if most turns have no time."""
    if 2 * sum(1 for index, split in hits.items() if split.time or lines[index].time) >= len(hits):
        return hits
    return {
        index: Split(split.label, split.all_said)
        if split.time and split.time.spoken and not lines[index].time
        else split
        for index, split in hits.items()
    }


def _with_times_as_answers(lines: list[Line], hits: dict[int, Split]) -> list[Line]:
    """Lines in which a time is text if it is all that stands below a speaker with a time, or is before that one or
    after the next; below the last speaker, after twice that time (chosen)."""
    lines = list(lines)
    for begin, end in pairwise([*sorted(hits), len(lines)]):
        begun, after = hits[begin].time, hits[end].time if end in hits else None
        below = [index for index in range(begin + 1, end) if lines[index].time or lines[index].whole]
        for index in below if begun else ():
            time, whole = lines[index].time, lines[index].whole
            if not (begun and time and time.spoken):
                continue
            end_s = after.start_s if after else 2 * begun.start_s or inf
            is_outside = not begun.start_s <= time.start_s <= end_s
            if is_outside if whole else len(below) == 1 and not hits[begin].text:
                lines[index] = Line(f"{time.spoken} {whole}".strip())
    return lines


def _since_first(lines: list[Line], hits: dict[int, Split]) -> tuple[list[Line], dict[int, Split]]:
    """Times of day converted to times since the first one; mixed with other times, they are removed."""
    times = {index: line.time for index, line in enumerate(lines) if line.time}
    times |= {index: split.time for index, split in hits.items() if split.time}
    if not any(time.of_day for time in times.values()):
        return lines, hits
    if all(time.of_day for time in times.values()):
        order = sorted(times)
        since = since_first([times[index] for index in order])
        new: dict[int, LineTime | None] = {
            index: LineTime(*when, False, 0) for index, when in zip(order, since, strict=True)
        }
    else:
        new = {index: None if time.of_day else time for index, time in times.items()}
    lines = [line._replace(time=new.get(index)) for index, line in enumerate(lines)]
    return lines, {index: split._replace(time=new.get(index)) for index, split in hits.items()}


def _by_speaker(lines: list[Line], hits: dict[int, Split], skipped: re.Pattern[str] | None) -> Iterator[Turn | None]:
    """One turn per label or time. Text before the first speaker is a title and left out."""
    label: str | None = None
    texts: list[str] = []
    start_s = end_s = None
    time_above = False
    asking = {split.label for split in hits.values() if marks_question(split.label)}
    asked_only = all(each.label in asking or is_section(each.label) for each in hits.values())
    for index, line in enumerate(lines):
        split = hits.get(index)
        time = split.time if split else line.time
        if split or time:
            if label:
                yield make_turn(label, " ".join(texts), start_s, end_s)
            if time or texts or not time_above:
                start_s, end_s = time[:2] if time else (None, None)
            texts = []
            time_above = not line.whole and not split
        if split:
            label = split.label
            texts.append(_unframed(split.text))
        elif line.whole and not (skipped and skipped.match(line.whole)):
            goes_on = index + 1 < len(lines) and lines[index + 1].whole and index + 1 not in hits
            if texts == [""] and goes_on and line.whole.islower() and _MANNER.fullmatch(line.whole):
                continue
            _add(texts, _unframed(line.whole), index > 0 and lines[index - 1].whole)
        if asked_only and label in asking and texts and is_ended(texts[-1]):
            yield make_turn(label, " ".join(filter(None, texts)), start_s, end_s)
            label, texts, start_s, end_s = ANSWER, [], None, None
    if label:
        yield make_turn(label, " ".join(filter(None, texts)), start_s, end_s)


def _unframed(text: str) -> str:
    if framed := _FRAMED.fullmatch(text):
        return framed["text"] or framed["said"]
    opened_before = text[-2:] in {"**", "__"} and text.count(text[-2:]) % 2
    return text[:-2] if opened_before else text


def _add(texts: list[str], text: str, above: str | bool) -> None:
    """Add a line to those of a turn; if the word at the end of the line above it was divided, without the hyphen."""
    divided = texts and above and text[:1].islower() and len(texts[-1]) < _MAX_LINE_CHARACTERS
    if divided and _DIVIDED.search(texts[-1]) and not _JOINS.match(text):
        text = texts.pop()[:-1] + text
    texts.append(text)


def _without_marks(line: Line) -> Line:
    """A line without Markdown marks; a heading that does not ask anything is a title and left out."""
    whole = line.whole
    if heading := HEADING.match(whole):
        whole = _unnumbered(whole[heading.end() :])
        if not asks(whole):
            return Line("", line.time)
    whole = _unframed(_unnumbered(whole))
    dash = _DASH.match(whole)
    return line._replace(whole=_unframed(whole[dash.end() :]) if dash else whole)


def _unnumbered(line: str) -> str:
    """A line that asks, without its number; any other line unchanged."""
    number = _NUMBER.match(line)
    return line[number.end() :] if number and any(map(asks, sentences(line[number.end() :]))) else line


def _by_paragraph(lines: list[Line]) -> Iterator[Turn | None]:
    """One turn per paragraph, time, or mark of a change of speaker. Without blank lines, a line that ends a sentence
    ends a paragraph."""
    blank_lines = any(not line.whole for line in lines[1:-1])
    texts: list[str] = []
    start_s = end_s = None
    for line in lines:
        if line.time or line.whole.startswith(CHANGE) or (blank_lines and not line.whole):
            yield make_turn(None, " ".join(texts), start_s, end_s)
            texts = []
            start_s, end_s = line.time[:2] if line.time else (None, None)
        if line.whole:
            texts.append(_unnumbered(line.whole))
            if not blank_lines and start_s is None and is_ended(line.whole[-4:]):
                yield make_turn(None, " ".join(texts))
                texts = []
    yield make_turn(None, " ".join(texts), start_s, end_s)
