"""Glyphs on pages to lines in reading order: words, cells, columns, running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from interview_cli.documents.lines import Line, Part
from interview_cli.documents.page_columns import Block, across_pages, in_reading_order
from interview_cli.documents.plain_text import BULLETS

WORD_GAP: Final = 0.18
"""Of the size of the text: a wider gap parts words. A blank is 0.25 in most fonts, tracking below 0.1."""

CELL_GAP: Final = 1.4
"""Of the size of the text: a wider gap parts cells; the widest blank of justified text is below (chosen)."""

FILLED: Final = 0.75
"""Of the widest piece of its column: a line as wide may continue in the next (chosen; long words leave a fifth)."""

WIDE_BLANK: Final = 0.5
"""Of the size of the text: twice a blank, met in justified text, too (chosen)."""

SEPARATING_BLANK: Final = 0.65
"""Of the size of the text: a wider gap inside a piece is kept as three blanks, which part items (chosen)."""

MIN_STARTS: Final = 3
"""Pieces that begin at the same place make a column of it (chosen)."""

_SAME_BASELINE: Final = 0.3
_RUNNING: Final = re.compile(
    r"\W*(?:.{0,60}\W)?(?:page|seite|página|pagina|p\.)\s?\d{1,3}(?:\s?(?:of|/|von|sur|de|di|van)\s?\d{1,3})?\W*"
    r"|\W*(?:.{0,60}\W)?\d{1,3}\s?/\s?\d{1,3}\W*|\W*\d{1,3}\W*|last updated\b.{0,40}",
    re.IGNORECASE,
)
_SYMBOLS: Final = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf076": "❖", "\uf0d8": "▸", "\uf0fc": "✓"})
"""Bullets of the fonts Symbol and Wingdings."""

_ICON: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LETTER_SIGN: Final = re.compile(r"o +[A-ZÄÖÜÉÈÀ\d]")
"""Some writers make the sign of a list of the letter."""

_EDGE: Final = 0.1
"""Share of the height at the top and the bottom of a page where running heads stand."""


class Glyph(NamedTuple):
    """A character on a page; boxes are left, top, right, bottom in points from the top left.

    `ink` is the drawn part, `box` the room it takes; `owner` distinguishes the pieces of text in the file, `shade` is
    the brightness of its colour from 0 to 255, `opacity` 0 for text that is not drawn and 1 for solid text.
    """

    text: str
    ink: tuple[float, float, float, float]
    box: tuple[float, float, float, float]
    baseline: float
    size: float
    is_bold: bool
    is_italic: bool
    is_upright: bool
    owner: int
    shade: float
    opacity: float
    link: str | None = None


@dataclass
class _Word:
    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    is_bold: bool
    is_italic: bool
    is_spaced: bool
    link: str | None


@dataclass
class _Row:
    """Words on one baseline."""

    words: list[_Word] = field(default_factory=list)

    @property
    def baseline(self) -> float:
        return self.words[0].baseline


def lines_of(pages: Sequence[tuple[list[Glyph], float, float]]) -> list[Line]:
    """The lines of pages, each given by its glyphs, width and height, without running heads and feet."""
    found: list[list[list[Line]]] = []
    for number, (glyphs, width, height) in enumerate(pages, 1):
        columns: list[list[Line]] = []
        for column in in_reading_order(list(_blocks(_rows(_words(glyphs)))), width, height):
            columns.append(_column_lines(column, number, sum(map(len, columns))))
        found.append(columns)
    heights = [height for _, _, height in pages]
    return [line for column in across_pages(_without_running(found, heights), heights) for line in column]


def _words(glyphs: Iterable[Glyph]) -> list[_Word]:
    words: list[_Word] = []
    last: Glyph | None = None
    is_spaced = False
    for glyph in glyphs:
        text = _ICON.sub("", glyph.text.translate(_SYMBOLS))
        if not text.strip() or not glyph.is_upright:
            last, is_spaced = None, text.isspace()
            continue
        x0, _, x1, _ = glyph.box
        continues = (
            last is not None
            and abs(last.baseline - glyph.baseline) < _SAME_BASELINE * glyph.size
            and (x0 == last.box[0] or -0.5 * glyph.size < x0 - last.box[2] < WORD_GAP * glyph.size)  # as in ligatures
            and (last.is_bold, last.is_italic, last.link) == (glyph.is_bold, glyph.is_italic, glyph.link)
        )
        if continues:
            words[-1].text += text
            words[-1].x1 = max(words[-1].x1, x1)
        else:
            words.append(
                _Word(text, x0, x1, glyph.baseline, glyph.size, glyph.is_bold, glyph.is_italic, is_spaced, glyph.link)
            )
        is_spaced = False
        last = glyph
    return words


def _rows(words: list[_Word]) -> list[_Row]:
    rows: list[_Row] = []
    for word in sorted(words, key=lambda each: (each.baseline, each.x0)):
        near = next(
            (row for row in reversed(rows[-4:]) if abs(row.baseline - word.baseline) < _SAME_BASELINE * word.size),
            None,
        )
        if near is None:
            rows.append(_Row([word]))
        else:
            near.words.append(word)
    for row in rows:
        row.words.sort(key=lambda each: each.x0)
    return rows


def _blocks(rows: list[_Row]) -> Iterable[Block]:
    """Pieces of rows without wide gaps. Cells that touch are split where other pieces begin, too."""
    starts = Counter(
        round(word.x0) for row in rows for index, word in enumerate(row.words) if _parts(row.words, index)
    )
    for row in rows:
        begin = 0
        words = row.words
        for index in range(1, len(words) + 1):
            if index == len(words) or _parts(words, index) or _touches(words, index, starts):
                yield _block(words[begin:index])
                begin = index


def _parts(words: list[_Word], index: int) -> bool:
    """Whether a wide gap is before a word, or nothing."""
    if index == 0:
        return True
    left, right = words[index - 1], words[index]
    return right.x0 - left.x1 > CELL_GAP * max(left.size, right.size)


def _touches(words: list[_Word], index: int, starts: Counter[int]) -> bool:
    """Whether a word stands where at least MIN_STARTS pieces begin, with no blank before it or a wide one."""
    left, right = words[index - 1], words[index]
    gap = (right.x0 - left.x1) / right.size
    is_unusual = gap > WIDE_BLANK or (not right.is_spaced and gap < WORD_GAP)
    return is_unusual and starts[round(right.x0)] >= MIN_STARTS


def _block(words: list[_Word]) -> Block:
    parts: list[Part] = []
    tracked = _tracked(words)
    for index, word in enumerate(words):
        gap = word.x0 - words[index - 1].x1 if index else 0.0
        is_apart = gap > tracked if tracked else word.is_spaced or gap > WORD_GAP * word.size
        blank = " " * (index > 0 and is_apart) * (1 if tracked or gap < SEPARATING_BLANK * word.size else 3)
        if parts and (parts[-1].is_bold, parts[-1].is_italic, parts[-1].link) == (
            word.is_bold,
            word.is_italic,
            word.link,
        ):
            parts[-1] = parts[-1]._replace(text=parts[-1].text + blank + word.text)
        else:
            if parts:
                parts[-1] = parts[-1]._replace(text=parts[-1].text + blank)
            parts.append(Part(word.text, word.is_bold, word.is_italic, word.size, link=word.link))
    size = max(word.size for word in words)
    baseline = words[0].baseline
    return Block(
        tuple(parts),
        words[0].x0,
        baseline - 0.75 * size,
        max(word.x1 for word in words),
        baseline + 0.25 * size,
        size,
    )


def _tracked(words: list[_Word]) -> float | None:
    """The gap that parts words in a line of spaced letters, None in any other line."""
    single = sum(len(word.text) == 1 and word.text.isalpha() for word in words)
    if single < 4 or single < 0.8 * len(words):
        return None
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    return 1.6 * median(gaps)


def _column_lines(column: list[Block], page: int, offset: int) -> list[Line]:
    """The lines of one column, its blocks on one baseline together."""
    widest = max(block.right - block.left for block in column)
    right = max(block.right for block in column)
    size = median(block.size for block in column)
    lines: list[Line] = []
    rows: list[list[Block]] = []
    for block in sorted(column, key=lambda each: (each.bottom - 0.25 * each.size, each.left)):
        base = block.bottom - 0.25 * block.size
        if rows and abs(rows[-1][0].bottom - 0.25 * rows[-1][0].size - base) < _SAME_BASELINE * block.size:
            rows[-1].append(block)
        else:
            rows.append([block])
    below = None
    for index, row in enumerate(rows):
        row.sort(key=lambda each: each.left)
        parts = [
            part._replace(starts_cell=cell > 0 and place == 0)
            for cell, block in enumerate(row)
            for place, part in enumerate(block.parts)
        ]
        parts, is_bullet = _without_bullet(parts)
        if not parts:
            continue
        box = (row[0].left, min(b.top for b in row), max(b.right for b in row), max(b.bottom for b in row))
        gap = 9.0 if below is None else max(0.0, (box[1] - below) / size)
        below = box[3]
        number = offset + len(lines) + 1
        widths = [block.right - block.left for block in row]
        fills = max(widths) > FILLED * widest or _breaks(
            row, rows[index + 1] if index + 1 < len(rows) else None, right
        )
        lines.append(Line(tuple(parts), number, page, box, is_bullet, gap=gap, fills=fills, left=box[0]))
    return lines


def _breaks(row: list[Block], below: list[Block] | None, right: float) -> bool:
    """Whether the first word of the row below would not have fitted on a row."""
    if below is None:
        return False
    first = min(below, key=lambda block: block.left)
    word = first.text.split()[0]
    width = (first.right - first.left) * len(word) / len(first.text)
    return max(block.right for block in row) + 0.25 * first.size + width > right


def _without_bullet(parts: list[Part]) -> tuple[list[Part], bool]:
    """The parts of a line without the sign that makes it an item of a list."""
    first = parts[0].text.strip()
    is_sign = first[:1] in BULLETS or _LETTER_SIGN.match(f"{first} {parts[1].text if len(parts) > 1 else ''}")
    if first and is_sign and (len(first) == 1 or first[1] == " "):
        rest = parts[0].text.strip()[1:].strip()
        if rest:
            return [parts[0]._replace(text=rest), *parts[1:]], True
        return ([parts[1]._replace(starts_cell=False), *parts[2:]], True) if len(parts) > 1 else ([], True)
    return parts, False


def _without_running(pages: list[list[list[Line]]], heights: list[float]) -> list[list[list[Line]]]:
    """Pages of columns without page numbers and what is at the top or bottom of more than one page."""
    edges = Counter(
        text
        for columns, height in zip(pages, heights, strict=True)
        for text in {_edge(line) for column in columns for line in column if _is_at_edge(line, height)}
    )

    def stays(line: Line, height: float) -> bool:
        if not _is_at_edge(line, height):
            return True
        return not _RUNNING.fullmatch(line.text.strip()) and (edges[_edge(line)] < 2 or line.page == 1)

    return [
        [[line for line in column if stays(line, height)] for column in columns]
        for columns, height in zip(pages, heights, strict=True)
    ]


def _is_at_edge(line: Line, height: float) -> bool:
    assert line.box is not None
    return line.box[3] < _EDGE * height or line.box[1] > (1 - _EDGE) * height


def _edge(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
