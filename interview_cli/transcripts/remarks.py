"""What is written between turns but not spoken: pages, sides of a tape, notices of tools and typists."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import asks, in_first_person, is_boilerplate, may_be_said
from interview_cli.transcripts.label_forms import HEADING, Line, split_prefix
from interview_cli.transcripts.labels import marks_answer, marks_question
from interview_cli.transcripts.reading_features import Hit
from interview_cli.transcripts.sentence_acts import has_question_mark

MAX_REMARK_WORDS: Final = 8
"""Words of an unpunctuated paragraph among punctuated ones, for it to count as a remark (chosen)."""

_MIN_ENDED: Final = 0.9
_MIN_USUAL: Final = 0.6
"""Share of turns that must have the same number of lines for longer ones to be unusual (chosen)."""

_MIN_TURNS: Final = 3
"""With fewer turns there is no usual number of paragraphs (chosen)."""

_END_CHARACTERS: Final = 30
_MAX_REPEATED: Final = 20
"""A paragraph that holds so many characters of the ends of several of so many turns repeats them (chosen)."""

_MIN_ANSWERS: Final = 2
_MAX_LABEL_WORDS: Final = 3
_MIN_MESSAGES: Final = 3
"""Messages of a chat for each of its notices (chosen)."""

_NOT_SAID: Final = re.compile(r"[*_(\[（].*[*_)\]）]$|[※†]|.*(?:https?:|www\.|©|\(c\) \d|@\w)", re.IGNORECASE)
"""Text in brackets or emphasis, after the sign of a footnote, or with an address."""

_IN_BRACKETS: Final = re.compile(r"(?>[(\[（][^()\[\]（）]*[)\]）]\s*)+")
_TO_FILL_IN: Final = re.compile(r"\.{8}|_{5}|…{3}")
"""Where a signature or a date is to be written."""

_DIGITS: Final = re.compile(r"\d+")
_BROKEN_OFF: Final = re.compile(r"[^\W\d]\s?[-–—…,]$")


def remarks_in(lines: Sequence[Line], labelled: Collection[int]) -> tuple[set[int], list[int]]:
    """The lines that are certainly not speech, and those that are left out but shown, as they may be speech.

    `labelled` are the lines that start with a speaker. A remark is a separate paragraph, or a line below one that
    ends a sentence. Unlike notices of tools, headings are recognised only by form, and only if speakers are named.
    """
    unlabelled = [index for index, line in enumerate(lines) if labelled and index not in labelled and line.whole]
    headings = {index for index in unlabelled if _is_heading(lines[index].whole)}
    lone = [index for index in _lone(lines, labelled) if index not in headings]
    notes = {index for index in unlabelled if _is_note(lines[index]) and may_be_said(lines[index].whole)}
    notes |= {index for index in lone if _is_note(lines[index])}
    notices = (notes - headings) | {index for index in lone if is_boilerplate(lines[index].whole)}
    texts = {index: lines[index].whole for index in sorted(headings | notices)}
    shown = [
        index
        for index, text in texts.items()
        if (asks(text) or _is_statement(text) if index in headings else may_be_said(text))
    ]
    unmarked = [index for index in lone if index not in notices and _is_unmarked(lines[index].whole)]
    ended = sum(map(is_ended, _ends_of_turns(lines, labelled)))
    if not labelled or ended < _MIN_ENDED * len(labelled):
        forms = {index: _DIGITS.sub("0", lines[index].whole) for index in unmarked}
        counts = Counter(forms.values())
        unmarked = [index for index in unmarked if labelled and counts[forms[index]] > 1]  # they run above all pages
    return (headings | notices).difference(shown), shown + unmarked


def _is_heading(text: str) -> bool:
    """Whether a line is a heading in Markdown; a sentence may begin with one `#` (`# 1 on my list was …`)."""
    return HEADING.match(text) is not None and (text.startswith("##") or not _is_statement(text))


def _is_statement(text: str) -> bool:
    return is_ended(text) and may_be_said(text) and not asks(text)


def _is_unmarked(text: str) -> bool:
    return len(text.split()) <= MAX_REMARK_WORDS and not is_ended(text) and not _BROKEN_OFF.search(text)


def notices_in(lines: Sequence[Line], hits: Sequence[Hit]) -> list[int]:
    """The few lines of a chat with a time but nobody's name, if all messages have both."""
    begins = {hit.at for hit in hits}
    first = hits[0].at if hits else 0
    found = [index for index in range(first, len(lines)) if lines[index].time and index not in begins]
    are_dated = all(hit.split.time and hit.split.time.of_day for hit in hits)
    return found if are_dated and _MIN_MESSAGES * len(found) <= len(hits) else []


def verdicts_in(lines: Sequence[Line], hits: Sequence[Hit]) -> list[int]:
    """The lines of a report that judge an answer: below each of those marked as one, behind the same label, and never
    in the first person."""
    begins = [hit.at for hit in hits]
    labelled = set(begins)
    answers = sum(marks_answer(hit.split.label) for hit in hits)
    if answers < _MIN_ANSWERS or answers != sum(marks_question(hit.split.label) for hit in hits):
        return []
    found: dict[str, dict[int, list[int]]] = {}  # the lines of each label, by the turn that they are in
    for index, line in enumerate(lines):
        label, colon, _ = line.whole.partition(":")
        if colon and index not in labelled and label.count(" ") < _MAX_LABEL_WORDS:
            found.setdefault(label, {}).setdefault(bisect(begins, index), []).append(index)
    return [
        index
        for by_turn in found.values()
        if len(by_turn) == answers == sum(map(len, by_turn.values()))
        if not any(in_first_person(lines[each].whole) for (each,) in by_turn.values())
        for (index,) in by_turn.values()
    ]


def _is_note(line: Line) -> bool:
    """Whether a line is in square brackets as a whole, or in round ones and ends a sentence that nobody says of
    themselves."""
    is_note = line.whole.startswith("[") or (line.whole.endswith(".)") and not in_first_person(line.whole))
    return is_note and not line.time and _IN_BRACKETS.fullmatch(line.whole) is not None


def _lone(lines: Sequence[Line], labelled: Collection[int]) -> Iterator[int]:
    """The lines without a speaker that form a paragraph, or that follow a finished sentence and do not finish one."""
    for index, line in enumerate(lines):
        if not line.whole or line.time or index in labelled:
            continue
        last = index + 1 == len(lines) or not lines[index + 1].whole or index + 1 in labelled
        above = lines[index - 1].whole if index else ""
        if last and (not above or (is_ended(above) and not is_ended(line.whole))):
            yield index


def _ends_of_turns(lines: Sequence[Line], labelled: Collection[int]) -> Iterator[str]:
    """The last line of the first paragraph of each turn."""
    for index in labelled:
        last = index
        while last + 1 < len(lines) and lines[last + 1].whole and last + 1 not in labelled:
            last += 1
        yield lines[last].whole


class _Paragraph(NamedTuple):
    """A paragraph within a turn: its first line, and whether there is a rule above it."""

    at: int
    text: str
    below_rule: bool


def foot_of(lines: Sequence[Line], begins: Sequence[int], speakers: Collection[str]) -> int:
    """The line at which the footer of an interview starts.

    The footer is what follows a rule in the last turn, or paragraphs beyond the usual number per turn if one of them
    does not look like speech; nobody speaks in the first person there. It also begins where a paragraph repeats what
    was said. `begins` are the lines that start a turn;
    without any, those that ask do.
    """
    if not begins:
        begins = [index for index, line in enumerate(lines) if has_question_mark(line.whole)]
    if len(lines) > 2 and all(line.whole for line in lines[1:-1]):
        filled = [line.whole for line in lines[min(begins, default=0) : max(begins, default=0)]]
        if sum(map(is_ended, filled)) >= _MIN_ENDED * len(filled):  # a line is a paragraph
            spaced = [each for line in lines for each in (line, Line(""))]
            foot = foot_of(spaced, [2 * begin for begin in begins], speakers) // 2
            return foot if is_ended(lines[foot - 1].whole) else len(lines)
    turns = [list(_paragraphs(lines, begin, end)) for begin, end in pairwise([*sorted(begins), len(lines)])]
    if len(turns) < 2:
        return len(lines)
    ends = {each[-1].text[-_END_CHARACTERS:] for each in turns[:_MAX_REPEATED] if each}
    for paragraph in turns[-1][1:]:
        if sum(len(end) == _END_CHARACTERS and end in paragraph.text for end in ends) >= _MIN_TURNS:
            return paragraph.at
    last, names = turns[-1], tuple(name for name in speakers if len(name) > 1)
    (usual, count), *_ = Counter(map(len, turns[:-1])).most_common(1)
    is_usual = len(turns) >= _MIN_TURNS and count >= _MIN_USUAL * len(turns[:-1])
    said = [index for index, each in enumerate(last) if not (each.below_rule and _NOT_SAID.match(each.text))]
    begin = 1 + max((n for n in said if is_ended(last[n].text) and in_first_person(last[n].text)), default=0)
    odd = max((index for index, each in enumerate(last) if _is_odd(each.text, names)), default=0)
    for index, paragraph in enumerate(last[begin:], begin):
        beyond = is_usual and usual <= index <= odd
        if beyond or paragraph.below_rule or _NOT_SAID.match(paragraph.text):
            return paragraph.at
    return len(lines)


def _is_odd(text: str, names: Iterable[str]) -> bool:
    is_form = _TO_FILL_IN.search(text) is not None
    return is_form or not is_ended(text.rstrip("*_")) or is_boilerplate(text) or any(name in text for name in names)


def _paragraphs(lines: Sequence[Line], begin: int, end: int) -> Iterator[_Paragraph]:
    texts: list[str] = []
    at, below_rule = begin, False
    for index in range(begin, end):
        line = lines[index]
        if line.whole and not texts:
            at = index
        if line.whole:
            texts.append(line.whole)
        elif texts:
            yield _Paragraph(at, " ".join(texts), below_rule)
            texts, below_rule = [], False
        below_rule = below_rule or line.is_rule
    if texts:
        yield _Paragraph(at, " ".join(texts), below_rule)


def odd_lines(lines: Sequence[Line], labelled: Collection[int]) -> list[str]:
    """Lines beyond the usual length of a turn that are short, labelled or at the end: they may be remarks."""
    begins = sorted(labelled)
    turns = [
        [line.whole for line in lines[begin:end] if line.whole] for begin, end in pairwise([*begins, len(lines)])
    ]
    (usual, count), *_ = Counter(map(len, turns)).most_common(1) or [(0, 0)]
    is_usual = count >= _MIN_USUAL * len(turns)
    is_rule = len(turns) > _MIN_TURNS and count >= len(turns) - 1
    return [
        text
        for each in turns
        for text in each[max(1, usual) :]
        if (is_usual and text.count(" ") < MAX_REMARK_WORDS)
        or (is_rule and not in_first_person(text))
        or split_prefix(text)
    ]
