"""Lines to paragraphs: what a line break split is joined, and what is at the side of a line is separated."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from interview_cli.documents.dates import DateRange, find_dates
from interview_cli.documents.lines import MAX_LINE_CHARACTERS, Line, Part
from interview_cli.documents.plain_text import BULLET, BULLETS
from interview_cli.documents.wording import DEGREE, company_score, is_place, school_score, title_score

MAX_DATES: Final = 45
"""Characters of a range of dates, which takes hardly more in any language."""

MAX_MARK: Final = 3
"""Characters before dates that a line still begins with."""

_DURATION: Final = re.compile(
    r"\(?\W*(?:\d{1,2}\+?\s*(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|años?|meses|mes|anni|anno|mesi|"
    r"mese|jaar|maanden)\W*"
    r"(?:and|und|et|y|e)?\s*){1,2}\)?",
    re.IGNORECASE,
)

_CONNECTING: Final = frozenset("of and in for the und für der im de des du et en y e di della van en &".split())

_LEFTOVER: Final = re.compile(r"[\s()\[\],;:|/·•–—-]*")


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
        """The text without what is at its side."""
        return "".join(
            "\t" * (part.starts_cell and index > 0) + part.text for index, part in enumerate(self.parts)
        ).strip()

    def is_dated(self, *, single: bool) -> bool:
        """Whether it names a range of dates, or a `single` date at its side or end."""
        return any(each.is_range for each, _ in self.dates) or (single and bool(self.dates))


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
        if above is not None and _breaks_dates(above, line):
            found[-1] = replace(
                above,
                parts=(*above.parts, Part(" – " if line.is_bullet else _blank(above.text)), *line.parts),
                fills=line.fills,
            )
        elif line.parts:
            found.append(line)
    return found


def _breaks_dates(above: Line, line: Line) -> bool:
    """Whether a range of dates begins at the end of one line and ends in the next."""
    if not above.fills or len(line.cells) > 1 or len(above.text) > MAX_LINE_CHARACTERS:
        return False
    upper, lower = above.cells[-1][-MAX_DATES:], "– " * line.is_bullet + line.text[:MAX_DATES]
    if line.is_bullet and not is_only_dates(line.text):
        return False
    whole = f"{upper}{_blank(upper)}{lower}"
    return any(each.is_range and each.begin < len(upper) < each.finish - 1 for each in find_dates(whole))


def _blank(upper: str) -> str:
    """What is between two lines of a date: nothing inside 2020-10."""
    return "" if re.search(r"\d[-/.]$", upper) else " "


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
    """A text without its dates and the brackets around them; a tab marks where they were."""
    pieces, end = [], 0
    for found in find_dates(text):
        pieces.append(text[end : found.begin])
        end = found.finish
    text = "\x00".join([*pieces, text[end:]])
    text = re.sub(r"[(\[]\s*\x00[^()\[\]]{0,30}[)\]]|\x00", "\x00", text)
    return re.sub(r"\s*[,;|:·•–—-]?\s*\x00\s*[,;|:·•–—-]?\s*", "\t", text).strip("\t") if "\x00" in text else text


def _is_dates_and_place(text: str) -> bool:
    return is_place(_LEFTOVER.sub("", text, count=1) if not text[0].isalnum() else text) or is_place(
        without_dates(text).strip(" ,|–—-()")
    )


def _continues(paragraph: Paragraph, last: Line, line: Line, parts: list[Part]) -> bool:
    """Whether a line continues the paragraph whose last line is `last`."""
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
    if first.is_bold != previous.is_bold or first.is_italic != previous.is_italic:
        return False
    if find_dates(line.text) and not is_within:
        return False
    is_short = line.box is not None and line.page == last.page and len(line.text.split()) <= 2
    is_rest = (
        is_short
        and not paragraph.dates
        and not is_place(text)
        and not kinds_of(line.text)
        and pieces_in([paragraph]) > 1
    )
    is_town = is_short and is_place(line.text) and school_score(text) > 0
    return last.fills and (is_within or is_rest or is_town or (len(text.split()) > 8 and not find_dates(text)))


def _join(paragraph: Paragraph, parts: list[Part]) -> None:
    end, begin = paragraph.parts[-1], parts[0]
    is_hyphenated = re.search(r"[^\W\d_]-$", end.text) and begin.text[:1].islower()
    text = end.text[:-1] if is_hyphenated else end.text.rstrip() + " "
    paragraph.parts[-1] = end._replace(text=text)
    paragraph.parts += [begin._replace(starts_cell=False), *parts[1:]]


def pieces_in(head: list[Paragraph]) -> int:
    """How many things a head names apart from dates and places, at most."""
    return sum(_pieces_in_line(each) for each in head if each.parts)


def _pieces_in_line(paragraph: Paragraph) -> int:
    text = without_dates(paragraph.text)
    if is_place(text):
        return 0
    pieces = re.split(r"\t|,\s|\s[|•·–—@-]\s|\s(?:at|bei|chez)\s", text)
    looks = {part.is_bold for part in paragraph.parts if not _LEFTOVER.fullmatch(without_dates(part.text))}
    return sum(bool(piece.strip()) and not is_place(piece) for piece in pieces) + max(len(looks) - 1, 0)


def kinds_of(text: str) -> float:
    """How much a text looks like a position, an employer, a school, a degree or a place, whichever is most."""
    return max(
        title_score(text), company_score(text), school_score(text), 1.5 * bool(DEGREE.search(text)), is_place(text)
    )


def flat(text: str) -> str:
    """A text with single blanks where it had cells or wide gaps."""
    return " ".join(text.split())


def strip_marks(text: str) -> str:
    """A text without bullets and punctuation around it."""
    return text.strip(" \t,;:|" + BULLETS.replace("*", ""))
