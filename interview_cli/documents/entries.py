"""The entries of a section: where each begins, what is its head and what its body.

Dates anchor entries. How many lines of the head are before and after the line with the dates is the same all
through a section; every such reading is scored by how much its lines look like heads, and the best is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import Final

from interview_cli.documents.dates import DateRange
from interview_cli.documents.lines import Line
from interview_cli.documents.paragraphs import Paragraph, kinds_of, pieces_in
from interview_cli.documents.wording import DEGREE, company_score, is_place

MOST_LINES: Final = 3
"""Lines of a head before and after the one with the dates, in all."""

FEWEST_NAMED: Final = 2
"""Things that a head names as a rule, such as position and employer."""

MORE_SPACE: Final = 0.25
"""Sizes of text by which a space above a line is more than the usual one (chosen)."""

NEW_COLUMN: Final = 5.0
"""Space above the first line of a page or column, in sizes of text."""

_ITEM_WORDS: Final = 14


MAX_HEAD_CHARACTERS, MOST_BORDERS = 120, 4
_LABELLED: Final = re.compile(r"[\w /&-]{3,30}: (?:\S+ ){4}|[\w /&-]{3,30}: [^,;]{1,60}[,;]|\w+: \S")
"""A line such as "Tools: Python, Go" tells of the body; "Harbour Street Clinic: Actuary" is of the head."""

_BORDER: Final = re.compile(r"\t|,\s|\s[–—|·•-]\s|\s\(")


@dataclass
class Entry:
    """One position, course, project: head and body."""

    head: list[Paragraph]
    body: list[Paragraph]

    @property
    def dates(self) -> tuple[DateRange, Line] | None:
        """The first range of the head, else its first date."""
        found = [each for paragraph in self.head for each in paragraph.dates]
        return next((each for each in found if each[0].is_range), found[0] if found else None)


def entries_of(paragraphs: list[Paragraph], *, single_dates: bool) -> list[Entry]:
    """The entries of a section; with `single_dates` one date is enough to make an entry."""
    anchors = [
        index
        for index, each in enumerate(paragraphs)
        if each.is_dated(single=single_dates) and (not each.is_bullet or _is_head_in_bullet(each))
    ]
    if not anchors:
        return _undated(paragraphs)
    typical = median(each.gap for each in paragraphs)
    opening = {anchor for anchor in anchors if _stands_apart(paragraphs[anchor], typical)}
    if len(opening) == len(anchors):
        opening = set()
    readings = [(before, after) for before in range(MOST_LINES + 1) for after in range(MOST_LINES + 1 - before)]
    best = max(
        readings,
        key=lambda reading: _reading_score(paragraphs, anchors, opening, reading, typical),
    )
    heads = [_head(paragraphs, anchors, opening, place, best) for place in range(len(anchors))]
    entries = []
    for place, (first, last) in enumerate(heads):
        after = heads[place + 1][0] if place + 1 < len(heads) else len(paragraphs)
        entries.append(Entry(paragraphs[first : last + 1], paragraphs[last + 1 : after]))
    return entries


def _is_head_in_bullet(paragraph: Paragraph) -> bool:
    """Whether an item is a head on its own: its dates are first or last, or at its side, and it is short."""
    words = len(paragraph.text.split())
    return words <= _ITEM_WORDS + 4 and any(
        line is paragraph.line
        and each.is_range
        and (each.begin < 3 or each.finish >= len(paragraph.text) - 2 or not paragraph.text[each.begin : each.finish])
        for each, line in paragraph.dates
    )


def _head(
    paragraphs: list[Paragraph], anchors: list[int], opening: set[int], place: int, reading: tuple[int, int]
) -> tuple[int, int]:
    """The first and the last paragraph of the head around an anchor, by a reading: lines before and after it.

    An anchor that is `opening` has more space above it than others of its section: nothing before it is of its head.
    """
    before, after = reading
    anchor = anchors[place]
    before = 0 if anchor in opening else before
    lowest = anchors[place - 1] + 1 if place else 0
    highest = anchors[place + 1] - 1 if place + 1 < len(anchors) else len(paragraphs) - 1
    first = last = anchor
    while first > max(lowest, anchor - before) and not paragraphs[first - 1].is_bullet:
        first -= 1
    while last < min(highest, anchor + after) and not paragraphs[last + 1].is_bullet:
        last += 1
    return first, last


def _reading_score(
    paragraphs: list[Paragraph],
    anchors: list[int],
    opening: set[int],
    reading: tuple[int, int],
    typical: float,
) -> float:
    total = -0.1 * sum(reading)
    end = -1
    for place in range(len(anchors)):
        first, last = _head(paragraphs, anchors, opening, place, reading)
        if first <= end:
            total -= 3.0 * (end - first + 1)
        end = last
        total += sum(_headness(paragraph) - 1.2 for paragraph in paragraphs[first : last + 1])
        total -= 0.8 * (pieces_in(paragraphs[first : last + 1]) < FEWEST_NAMED)
        total += 1.0 * (first == 0 or _stands_apart(paragraphs[first], typical))
        total -= 1.0 * sum(_stands_apart(paragraph, typical) for paragraph in paragraphs[first + 1 : last + 1])
    return total


def _stands_apart(paragraph: Paragraph, typical: float) -> bool:
    """Whether there is more space above a paragraph than usual; the top of a page or column says nothing."""
    return typical + MORE_SPACE < paragraph.gap < NEW_COLUMN


def _headness(paragraph: Paragraph) -> float:
    """How much a paragraph looks like a line of a head."""
    text = paragraph.text
    words = len(text.split())
    return (
        0.8
        + 1.2 * any(part.is_bold for part in paragraph.parts)
        + 0.5 * any(part.is_italic for part in paragraph.parts)
        + 1.0 * any(each.is_range for each, _ in paragraph.dates)
        + 0.5 * (bool(paragraph.asides) or _ends_in_place(text))
        + 0.6 * (kinds_of(text) > 0)
        + 0.3 * (words <= 6)
        - 4.0 * paragraph.is_bullet
        - 1.5 * (words > _ITEM_WORDS)
        - 1.5 * (words > 5 and text.endswith(".") and not company_score(text))
        - 1.0 * text[:1].islower()
        - 1.5 * bool(_LABELLED.match(text) and not paragraph.dates and not DEGREE.match(text))
    )


def _ends_in_place(text: str) -> bool:
    """Whether a text is a place, or a place is at its end."""
    borders = [0, *(found.end() for found in _BORDER.finditer(text))]
    return len(text) < MAX_HEAD_CHARACTERS and any(is_place(text[border:]) for border in borders[-MOST_BORDERS:])


def _undated(paragraphs: list[Paragraph]) -> list[Entry]:
    """Entries without dates: each begins with what looks like a head after a body, or after a gap."""
    entries: list[Entry] = []
    typical = median(each.gap for each in paragraphs) if paragraphs else 0.0
    for paragraph in paragraphs:
        is_head = not paragraph.is_bullet and _headness(paragraph) > 1.0
        previous = entries[-1] if entries else None
        begins = previous is None or (is_head and (previous.body or paragraph.gap > typical + MORE_SPACE))
        if begins:
            entries.append(Entry([paragraph], []))
        elif previous is not None and is_head and not previous.body and len(previous.head) < MOST_LINES:
            previous.head.append(paragraph)
        elif previous is not None:
            previous.body.append(paragraph)
    return entries
