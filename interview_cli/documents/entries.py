"""The entries of a section: where each begins, what is its head and what its body.

Dates anchor entries. How many lines of the head stand before and after the line with the dates is the same all
through a section; every such reading is scored by how much its lines look like heads, and the best is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import product
from statistics import median
from typing import Final, NamedTuple

from interview_cli.documents.dates import DateRange, find_dates
from interview_cli.documents.lines import MAX_LINE_CHARACTERS, Line, Part
from interview_cli.documents.plain import BULLET, BULLETS
from interview_cli.documents.wording import DEGREE, company_score, is_place, school_score, title_score

MAX_DATES: Final = 45
"""Characters of a range of dates, which takes hardly more in any language."""

MAX_MARK: Final = 3
"""Characters before dates that a line still begins with."""

MOST_LINES: Final = 2
"""Lines of a head before the one with the dates, and after it."""

_DURATION: Final = re.compile(
    r"\(?\W*(?:\d{1,2}\+?\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|años?|meses|mes|anni|anno|mesi|"
    r"mese|jaar|maanden)\W*"
    r"(?:and|und|et|y|e)?\s*){1,2}\)?",
    re.IGNORECASE,
)
_CONNECTING: Final = frozenset("of and in for the und für der im de des du et en y e di della van en &".split())
_LEFTOVER: Final = re.compile(r"[\s()\[\],;:|/·•–—-]*")
_ITEM_WORDS: Final = 14


class Aside(NamedTuple):
    """Dates or a place at the side of a line."""

    text: str
    line: Line


@dataclass
class Paragraph:
    """Lines that belong together: an item of a list, a line of a head, or a piece of running text."""

    line: Line
    parts: list[Part]
    is_bullet: bool
    gap: float
    asides: list[Aside] = field(default_factory=list)
    dates: list[tuple[DateRange, Line]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without what stands at its side."""
        return "".join(
            "\t" * (part.starts_cell and index > 0) + part.text for index, part in enumerate(self.parts)
        ).strip()

    def is_dated(self, *, single: bool) -> bool:
        """Whether it names a range of dates, or a `single` date at its side or end."""
        return any(each.is_range for each, _ in self.dates) or (single and bool(self.dates))


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


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """Lines with their continuations joined, hyphens at line ends undone, dates and places at the side set apart."""
    found: list[Paragraph] = []
    last: Line | None = None
    for line in _with_whole_dates(lines):
        parts, asides = _main_and_asides(line)
        if (
            line.is_bullet
            and asides
            and (head := next((each for each in reversed(found) if not each.is_bullet), None))
        ):
            head.asides += asides
            head.dates += [] if head.dates else [(each, line) for aside in asides for each in find_dates(aside.text)]
            asides = []
        dates = [(each, aside.line) for aside in asides for each in find_dates(aside.text)]
        if found and last is not None and parts and _continues(found[-1], last, line, parts):
            _join(found[-1], parts)
            found[-1].asides += asides
            found[-1].dates += dates
        else:
            found.append(Paragraph(line, parts, line.is_bullet, line.gap, asides, dates))
        last = line
    for paragraph in found:
        if not paragraph.is_bullet or not paragraph.dates:
            paragraph.dates += [(each, paragraph.line) for each in find_dates(paragraph.text)]
    return found


def _with_whole_dates(lines: list[Line]) -> list[Line]:
    """Lines in which a range of dates that a narrow column breaks in two stands whole, in the upper of them."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        for cell in (0, -1) if above is not None else ():
            upper, lower = above.cells[cell] if above else "", line.cells[cell]
            whole = f"{upper} {lower}"
            if len(whole) < MAX_DATES and not _is_range(upper) and not _is_range(lower) and _is_range(whole):
                found[-1] = _with_cell(found[-1], cell, whole)
                line = _without_bullet(_with_cell(line, cell, ""))
                break
        if line.parts:
            found.append(line)
    return found


def _without_bullet(line: Line) -> Line:
    """A line that began with dates, as an item of a list if it is one without them."""
    marked = BULLET.match(line.text) if line.parts else None
    if marked is None:
        return line
    first = line.parts[0]._replace(text=line.parts[0].text[marked.end() :])
    return replace(line, parts=(first, *line.parts[1:]), is_bullet=True)


def _is_range(text: str) -> bool:
    return is_only_dates(text) and any(
        each.is_range and not text.rstrip().endswith(("-", "–")) for each in find_dates(text)
    )


def _with_cell(line: Line, cell: int, text: str) -> Line:
    """A line with other text in one of its cells; without the cell where the text is empty."""
    cells: list[list[Part]] = []
    for part in line.parts:
        if part.starts_cell or not cells:
            cells.append([])
        cells[-1].append(part)
    cells[cell] = [cells[cell][0]._replace(text=text)] if text else []
    parts = [part._replace(starts_cell=not index) for each in cells if each for index, part in enumerate(each)]
    if parts:
        parts[0] = parts[0]._replace(starts_cell=False)
    return replace(line, parts=tuple(parts))


def _main_and_asides(line: Line) -> tuple[list[Part], list[Aside]]:
    """The parts of a line, and its cells that are only dates, a place or a duration."""
    cells: list[list[Part]] = []
    for part in line.parts:
        if part.starts_cell or not cells:
            cells.append([])
        cells[-1].append(part)
    main: list[Part] = []
    asides: list[Aside] = []
    for cell in cells:
        text = "".join(part.text for part in cell).strip()
        if _DURATION.fullmatch(text):
            continue
        if text and (is_only_dates(text) or (len(cells) > 1 and _is_dates_and_place(text))):
            asides.append(Aside(text, line))
        else:
            main += cell
    if main:
        main[0] = main[0]._replace(starts_cell=False)
    return main, asides


def is_only_dates(text: str) -> bool:
    """Whether nothing but dates, their duration and punctuation is in a text."""
    rest = without_dates(text)
    return rest != text and _LEFTOVER.fullmatch(_DURATION.sub("", rest)) is not None


def without_dates(text: str) -> str:
    """A text without its dates and the brackets around them."""
    pieces, end = [], 0
    for found in find_dates(text):
        pieces.append(text[end : found.begin])
        end = found.finish
    text = "\x00".join([*pieces, text[end:]])
    text = re.sub(r"[(\[]\s*\x00[^()\[\]]{0,30}[)\]]|\x00", "\x00", text)
    return re.sub(r"\s*[,;|:–—-]?\s*\x00\s*[,;|:–—-]?\s*", "  ", text) if "\x00" in text else text


def _is_dates_and_place(text: str) -> bool:
    return is_place(_LEFTOVER.sub("", text, count=1) if not text[0].isalnum() else text) or is_place(
        without_dates(text).strip(" ,|–—-()")
    )


def _continues(paragraph: Paragraph, last: Line, line: Line, parts: list[Part]) -> bool:
    """Whether a line goes on with the paragraph whose last line is `last`."""
    if len(paragraph.text) > MAX_LINE_CHARACTERS or line.is_bullet or line.level is not None:
        return False
    if line.gap >= 0.95 and line.page == last.page:
        return False
    if any(each.is_range and each.begin < MAX_MARK for each in find_dates(line.text)):
        return False
    first, previous = parts[0], paragraph.parts[-1] if paragraph.parts else None
    if previous is None or abs(first.size - previous.size) > 0.6:
        return False
    text = paragraph.text
    is_within = (
        first.text[:1].islower() or first.text[:1].isdigit() or text.endswith((" –", " —", " -", ",", "&", "/"))
    )
    is_within = is_within or text.rpartition(" ")[2].lower() in _CONNECTING
    if paragraph.is_bullet:
        is_indented = line.left > paragraph.line.left + 0.5 and not (first.is_bold and not previous.is_bold)
        return is_indented or (last.fills and is_within)
    if first.is_bold != previous.is_bold or first.is_italic != previous.is_italic or find_dates(line.text):
        return False
    is_short = line.box is not None and len(line.text.split()) <= 2
    is_rest = is_short and not _kinds(line.text) and _pieces([paragraph]) > 1
    is_town = is_short and is_place(line.text) and school_score(text) > 0
    return last.fills and (is_within or is_rest or is_town or (len(text.split()) > 8 and not find_dates(text)))


def _join(paragraph: Paragraph, parts: list[Part]) -> None:
    end, begin = paragraph.parts[-1], parts[0]
    is_hyphenated = re.search(r"[^\W\d_]-$", end.text) and begin.text[:1].islower()
    text = end.text[:-1] if is_hyphenated else end.text.rstrip() + " "
    paragraph.parts[-1] = end._replace(text=text)
    paragraph.parts += [begin._replace(starts_cell=False), *parts[1:]]


def entries_of(paragraphs: list[Paragraph], *, single_dates: bool, named: int = 2) -> list[Entry]:
    """The entries of a section; with `single_dates` one date is enough to make an entry.

    A head names as a rule at least `named` things, such as position and employer.
    """
    anchors = [
        index
        for index, each in enumerate(paragraphs)
        if each.is_dated(single=single_dates) and (not each.is_bullet or _is_head_in_bullet(each))
    ]
    if not anchors:
        return _undated(paragraphs)
    typical = median(each.gap for each in paragraphs)
    best = max(
        product(range(MOST_LINES + 1), range(MOST_LINES + 1)),
        key=lambda reading: _reading_score(paragraphs, anchors, reading, typical, named),
    )
    heads = [_head(paragraphs, anchors, place, best) for place in range(len(anchors))]
    entries = []
    for place, (first, last) in enumerate(heads):
        after = heads[place + 1][0] if place + 1 < len(heads) else len(paragraphs)
        entries.append(Entry(paragraphs[first : last + 1], paragraphs[last + 1 : after]))
    return entries


def _is_head_in_bullet(paragraph: Paragraph) -> bool:
    """Whether an item is a head by itself: its dates stand first or last, or at its side, and it is short."""
    words = len(paragraph.text.split())
    return words <= _ITEM_WORDS + 4 and any(
        line is paragraph.line
        and each.is_range
        and (each.begin < 3 or each.finish >= len(paragraph.text) - 2 or not paragraph.text[each.begin : each.finish])
        for each, line in paragraph.dates
    )


def _head(paragraphs: list[Paragraph], anchors: list[int], place: int, reading: tuple[int, int]) -> tuple[int, int]:
    """The first and the last paragraph of the head around an anchor, by a reading: lines before and after it."""
    before, after = reading
    anchor = anchors[place]
    lowest = anchors[place - 1] + 1 if place else 0
    highest = anchors[place + 1] - 1 if place + 1 < len(anchors) else len(paragraphs) - 1
    first = last = anchor
    while first > max(lowest, anchor - before) and not paragraphs[first - 1].is_bullet:
        first -= 1
    while last < min(highest, anchor + after) and not paragraphs[last + 1].is_bullet:
        last += 1
    return first, last


def _reading_score(
    paragraphs: list[Paragraph], anchors: list[int], reading: tuple[int, int], typical: float, named: int
) -> float:
    total = -0.1 * sum(reading)
    end = -1
    for place in range(len(anchors)):
        first, last = _head(paragraphs, anchors, place, reading)
        if first <= end:
            total -= 3.0 * (end - first + 1)
        end = last
        total += sum(_headness(paragraph) - 1.2 for paragraph in paragraphs[first : last + 1])
        total -= 0.8 * (_pieces(paragraphs[first : last + 1]) < named)
        total += 1.0 * (first == 0 or paragraphs[first].gap > typical + 0.25)
        total -= 1.0 * sum(paragraph.gap > typical + 0.25 for paragraph in paragraphs[first + 1 : last + 1])
    return total


def _pieces(head: list[Paragraph]) -> int:
    """How many things a head names apart from dates and places, at most."""
    return sum(
        len(
            [
                piece
                for piece in re.split(r"\t|,\s|\s[|•·–—@-]\s|\s(?:at|bei|chez)\s", without_dates(each.text))
                if piece.strip()
            ]
        )
        + len({part.is_bold for part in each.parts})
        - 1
        for each in head
        if each.parts
    )


def _kinds(text: str) -> float:
    """How much a text looks like a position, an employer, a school, a degree or a place, whichever is most."""
    return max(
        title_score(text), company_score(text), school_score(text), 1.5 * bool(DEGREE.search(text)), is_place(text)
    )


def _headness(paragraph: Paragraph) -> float:
    """How much a paragraph looks like a line of a head."""
    text = paragraph.text
    words = len(text.split())
    return (
        0.8
        + 1.2 * any(part.is_bold for part in paragraph.parts)
        + 0.5 * any(part.is_italic for part in paragraph.parts)
        + 1.0 * any(each.is_range for each, _ in paragraph.dates)
        + 0.5 * (bool(paragraph.asides) or is_place(text))
        + 0.6 * (_kinds(text) > 0)
        + 0.3 * (words <= 6)
        - 4.0 * paragraph.is_bullet
        - 1.5 * (words > _ITEM_WORDS)
        - 1.5 * (words > 5 and text.endswith("."))
        - 1.0 * text[:1].islower()
        - 1.5 * bool(re.match(r"[\w /&-]{3,30}: \S", text) and not paragraph.dates)
    )


def _undated(paragraphs: list[Paragraph]) -> list[Entry]:
    """Entries without dates: each begins with what looks like a head after a body, or after a gap."""
    entries: list[Entry] = []
    typical = median(each.gap for each in paragraphs) if paragraphs else 0.0
    for paragraph in paragraphs:
        is_head = not paragraph.is_bullet and _headness(paragraph) > 1.0
        previous = entries[-1] if entries else None
        begins = previous is None or (is_head and (previous.body or paragraph.gap > typical + 0.25))
        if begins:
            entries.append(Entry([paragraph], []))
        elif previous is not None and is_head and not previous.body and len(previous.head) <= MOST_LINES:
            previous.head.append(paragraph)
        elif previous is not None:
            previous.body.append(paragraph)
    return entries


def strip_marks(text: str) -> str:
    """A text without bullets and punctuation around it."""
    return text.strip(" \t,;:|" + BULLETS.replace("*", ""))
