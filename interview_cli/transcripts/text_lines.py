"""The lines of a text, without what surrounds them: marks of programs, line numbers, bullets, scores, times."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from functools import reduce
from itertools import pairwise
from typing import Final

from interview_cli.text.decoding import unescaped
from interview_cli.text.latex_markup import without_latex
from interview_cli.text.pages import without_page_breaks
from interview_cli.text.sentences import is_ended
from interview_cli.text.wiki_markup import without_wiki_markup
from interview_cli.transcripts.around_speech import without_marks_of_programs
from interview_cli.transcripts.asking import may_be_said
from interview_cli.transcripts.division_features import is_speech
from interview_cli.transcripts.label_forms import HEAD_CHARACTERS, HEADING, Line, look_of, split_prefix
from interview_cli.transcripts.labels import (
    could_be_label,
    is_name_like,
    is_section,
    marks_answer,
    marks_question,
    measures_answer,
    names_side,
)
from interview_cli.transcripts.line_times import leading_time, lone_time
from interview_cli.transcripts.log_lines import speech_in_log
from interview_cli.transcripts.turns import MAX_TURNS, check_length, is_stage_direction, too_many_turns, without_noise
from interview_cli.transcripts.unlabelled import MIN_CHANGES

_QUOTED: Final = re.compile(
    r"\s*(?:>\s?|(?:[*•◦‣▪]|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)\s)+(?:\[!\w{1,20}\][+-]?\s*)?"
)
"""Quotation marks, bullets, emoji and Markdown callouts."""

_MEASURE: Final = re.compile(r"[0-9][^\s:*_]{0,12}(?:\s\S{1,12}){0,2}")
_BARE: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9])?(?:\s?/\s?[0-9]{1,3})?")
_MAX_ENTRY_CHARACTERS: Final = 60
_EMPHASIS: Final = " \t*_#>-"

_ONLY_SIGNS: Final = re.compile(r"\s*[^\w\s]\W{2,}$")
_EXAMINER: Final = re.compile(r"\s{0,80}BY (?:MR|MS|MRS|MISS|DR)\b[^a-z\n]{1,40}:?\s*")
"""Who asks from here on, in the record of an examination, where the questions have marks."""

_BLANK_RULE: Final = Line("", None, is_rule=True)
_BLANK_LINES: Final = re.compile(r"\n(?>(?:[ \t]*+\n)+)")
_LABEL_INSIDE: Final = re.compile(r"(?<=[.?!…]) (?P<label>[^\W\d_][\w'’.-]{0,19}(?: [^\W\d_][\w'’.-]{0,19}){0,3}): ")
_CHANGE_BEHIND: Final = re.compile(
    r"[ \t]+(?:>>|\[SPEAKER_TURN\])(?:[ \t]+|[ \t]*\n[ \t]*(?P<time>\[[0-9:.,> -]{4,40}\][ \t]*)?|\Z)"
)
"""A mark of a change of speaker within a line, or at its end, where it is about the next one."""

_DIGITS: Final = re.compile(r"[0-9]+")
_SPELLED: Final = re.compile(r"^(?P<label>[^\W\d_]{3,20})[.:]\s", re.MULTILINE)
_LETTER: Final = re.compile(r"^[^\W\d_](?=[.:]\s)", re.MULTILINE)
MIN_TIMED: Final = 0.1
"""Share of lines that begin with a time, for a bare time before a sentence to be that of a line (chosen)."""

_CLOCK: Final = (
    r"[0-9]{1,6}(?:(?:\s?(?:[:.,'’′hm]|min)\s?[0-9]{1,3}){1,3}\s?(?:[\"”″'’′]{1,2}|s|sec|min|Uhr|[AaPp]\.?[Mm]\.?)?"
    r"|\s?(?:s|sec|min))"
)
_CLOCKS: Final = rf"{_CLOCK}(?:\s?(?:-->|[-–—])\s?{_CLOCK})?"
_TIME_BEHIND: Final = re.compile(rf"\s*(?:[\[({{<#]\s?{_CLOCKS}\s?[\])}}>#]|\s[|–—-]{{0,2}}\s?{_CLOCKS})$")
_TAIL_CHARACTERS: Final = 40
_MIN_BEHIND: Final = 3
"""Lines that end with a time, each later than the one above, for these not to be said (chosen)."""

_MIN_RISING: Final = 0.8


def lines_of(text: str, source: str) -> list[Line]:
    """The lines of a text. Raises InputError when there are too many."""
    return lines_in(written_lines(text, source)[0])


def written_lines(text: str, source: str) -> tuple[list[str], list[str]]:
    """The lines of a text as they are written, and what was left out that may be speech.

    Raises InputError when there are too many.
    """
    check_length(text, source)
    text, others = speech_in_log(text)
    text = without_latex(without_page_breaks(unescaped(text)))
    text, removed = without_marks_of_programs(without_wiki_markup(text))
    if text.count(">>") + text.count("[SPEAKER_TURN]") >= MIN_CHANGES:
        text = _CHANGE_BEHIND.sub(r"\n\g<time>>> ", text)
    text = _spelled_out(_by_labels_inside(text))
    written = _BLANK_LINES.sub("\n\n", text).split("\n")
    if len(written) > 2 * MAX_TURNS:
        raise too_many_turns(source)
    return written, [*others, *removed]


def _spelled_out(text: str) -> str:
    """A text whose labels of sides are spelled out everywhere, not only the first time: `Pregunta.`, then `P.`."""
    counts = Counter(found["label"] for found in _SPELLED.finditer(text))
    short = {label[0]: label for label, count in counts.items() if count == 1 and names_side(label)}
    if len(short) < 2 or not all(f"\n{letter}. " in text or f"\n{letter}: " in text for letter in short):
        return text
    return _LETTER.sub(lambda found: short.get(found[0], found[0]), text)


def _by_labels_inside(text: str) -> str:
    """A text with a line for each speaker, if it has lost its line breaks: labels recur, but start few lines."""
    counts = Counter(found["label"] for found in _LABEL_INSIDE.finditer(text))
    recurring = [label for label, count in counts.items() if count > 1]
    speakers = {label for label in recurring if is_name_like(label) and could_be_label(label)}
    starts = sum(split_prefix(line) is not None for line in text.split("\n")) if len(speakers) > 1 else 0
    if len(speakers) < 2 or sum(counts[label] for label in speakers) <= 2 * starts:
        return text
    return _LABEL_INSIDE.sub(lambda found: ("\n" if found["label"] in speakers else " ") + found[0][1:], text)


def lines_in(written: list[str]) -> list[Line]:
    """Written lines without bullets, each with the time at its start unless it is part of a text."""
    entries = _entries_in(written)
    return _with_spoken_times(
        [
            _BLANK_RULE if _ONLY_SIGNS.match(line[:HEAD_CHARACTERS]) else _parted(line)
            for line in _without_times_behind(written)
            if not _is_noise(line, entries)
        ]
    )


def _with_spoken_times(lines: list[Line]) -> list[Line]:
    """Lines in which a time that begins a sentence is part of it, if few lines begin with a time."""
    if sum(1 for line in lines if line.time) > max(1, MIN_TIMED * sum(1 for line in lines if line.whole)):
        return lines
    return [
        Line(f"{line.time.spoken} {line.whole}")
        if line.time and line.time.spoken and line.whole and not split_prefix(line.whole)
        else line
        for line in lines
    ]


def _without_times_behind(lines: list[str]) -> list[str]:
    """Lines without times behind what is said, if these rise and half of the lines that end a sentence have one."""
    heads: dict[int, str] = {}
    times: list[float] = []
    for index, line in enumerate(lines):
        found = _TIME_BEHIND.search(line[-_TAIL_CHARACTERS:].rstrip())
        if found and not lone_time(line) and (head := line.rstrip()[: -len(found[0])]):
            if is_speech(head):
                times.append(reduce(lambda all_s, part: 60 * all_s + int(part), _DIGITS.findall(found[0]), 0.0))
            if is_speech(head) or split_prefix(head):
                heads[index] = head
    rising = sum(a <= b for a, b in pairwise(times))
    others = [line for index, line in enumerate(lines) if index not in heads and line.strip()]
    ended = sum(map(is_speech, others)) or len(others)
    if len(times) < max(_MIN_BEHIND, ended) or rising < _MIN_RISING * (len(times) - 1):
        return lines
    return [heads.get(index, line) for index, line in enumerate(lines)]


def _entry_in(line: str) -> tuple[str, str]:
    """The label and the text of a line, two empty texts if it has no label."""
    label, colon, text = line.partition(":") if ":" in line[:_MAX_ENTRY_CHARACTERS] else ("", "", "")
    return (label.strip(_EMPHASIS), text.strip(_EMPHASIS)) if colon else ("", "")


def _entries_in(written: list[str]) -> set[str]:
    """Labels of what programs write about answers: those that begin several lines with measures and no others, or,
    where questions and answers have marks, one for each of them in a few words."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for line in written:
        label, text = _entry_in(line)
        texts[label].append(text)
    asked = sum(len(found) for label, found in texts.items() if marks_question(label))
    answered = sum(len(found) for label, found in texts.items() if marks_answer(label))
    return {
        label
        for label, found in texts.items()
        if len(found) > 1 and label and not _DIGITS.search(label) and (is_section(label) or not names_side(label))
        if all(_measures(label, text) for text in found)
        or (len(found) == asked == answered and not any(map(_may_be_answer, found)))
    }


def _measures(label: str, text: str) -> bool:
    """Whether a number behind a label measures: a bare one anything, one with words what is said in an answer."""
    return (_BARE if not measures_answer(label) else _MEASURE).fullmatch(text) is not None


def _may_be_answer(text: str) -> bool:
    return not text or is_ended(text) or may_be_said(text)


def _is_noise(line: str, entries: set[str]) -> bool:
    """Whether a line only describes a sound or is an entry about an answer, and does not separate turns."""
    if entries and _entry_in(line)[0] in entries:
        return True
    if "BY " in line[:HEAD_CHARACTERS] and _EXAMINER.fullmatch(line):
        return True
    if line.startswith("<"):
        return not without_noise(line)
    return line.startswith(("[", "(")) and line.endswith(("]", ")")) and is_stage_direction(line[1:-1])


def _parted(line: str) -> Line:
    """A line without its quotation marks and the time at its start."""
    raw = line
    if quote := _QUOTED.match(line):
        line = line[quote.end() :]
    if (heading := HEADING.match(line)) and (prefix := split_prefix(line[heading.end() :])) and names_side(prefix[0]):
        line = line[heading.end() :]
    time = leading_time(line[:HEAD_CHARACTERS])
    look, _ = look_of(line[time.stop :] if time else raw)
    return Line(line[time.stop :].strip() if time else line.strip(), time, look=look)


def without(lines: Sequence[Line], left_out: Container[int]) -> list[Line]:
    """Lines in which those left out are blank."""
    return [Line("", line.time) if index in left_out else line for index, line in enumerate(lines)]
