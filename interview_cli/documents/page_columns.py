"""Reading order on a page: one score decides whether a gap between blocks parts columns or the cells of rows."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from interview_cli.documents.dates import find_dates
from interview_cli.documents.headings import known_heading
from interview_cli.documents.lines import Line, Part

MIN_GUTTER: Final = 0.4
"""Of the size of the text; a narrower gap parts no columns."""

MIN_BLOCKS: Final = 3
MIN_HEIGHT: Final = 0.12
"""Of the page; a lower region is one of rows."""

MIN_SCORE: Final = 1.5
"""From here on a gap parts columns. Chosen on documents of our own making."""

MOST_LABELS: Final = 0.6
"""A narrow side in which this many pieces name sections holds the headings of what is next to them (chosen)."""

MIN_FULL: Final = 0.75
"""Of the page: a column that ends above this does not continue on the next page (chosen)."""

SAME_EDGE: Final = 4.0
"""Points."""

_DEPTH: Final = 4


class Block(NamedTuple):
    """A piece of a line without wide gaps, in points from the top left of its page."""

    parts: tuple[Part, ...]
    left: float
    top: float
    right: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        """The text of all parts."""
        return "".join(part.text for part in self.parts)

    @property
    def middle(self) -> float:
        """Halfway between left and right."""
        return (self.left + self.right) / 2

    @property
    def baseline(self) -> float:
        """Where the letters stand."""
        return self.bottom - 0.25 * self.size


class _Split(NamedTuple):
    x: float
    top: float
    bottom: float
    score: float


def in_reading_order(blocks: list[Block], width: float, height: float) -> list[list[Block]]:
    """The blocks of a page as columns to be read one after the other."""
    return [column for column in _ordered(blocks, width, height, _DEPTH) if column]


def across_pages(pages: list[list[list[Line]]], heights: list[float]) -> list[list[Line]]:
    """The columns of all pages in reading order; one next to another continues on the next page."""
    found: list[list[Line]] = []
    open_columns: list[list[Line]] = []
    for columns, height in zip(pages, heights, strict=True):
        going_on = []
        for column in filter(None, columns):
            above = next((each for each in open_columns if _is_within(column, each)), None)
            if above is None:
                found.append(column)
            else:
                above += column
            going_on.append((column, above if above is not None else column))
        open_columns = [
            whole
            for column, whole in going_on
            if _extent(column)[3] > MIN_FULL * height
            and any(_are_beside(column, other) for other, _ in going_on if other is not column)
        ]
    return found


def _extent(lines: list[Line]) -> tuple[float, float, float, float]:
    boxes = [line.box for line in lines if line.box is not None]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _is_within(lower: list[Line], upper: list[Line]) -> bool:
    """Whether a column is as far left as one on the page above, and not wider."""
    (left, _, right, _), (left_above, _, right_above, _) = _extent(lower), _extent(upper)
    return left > left_above - SAME_EDGE and right < right_above + SAME_EDGE


def _are_beside(one: list[Line], other: list[Line]) -> bool:
    left, top, right, bottom = _extent(one)
    other_left, other_top, other_right, other_bottom = _extent(other)
    return (right < other_left or other_right < left) and top < other_bottom and other_top < bottom


def _ordered(blocks: list[Block], width: float, height: float, depth: int) -> list[list[Block]]:
    best = max(_splits(blocks, height), key=lambda split: split.score, default=None) if depth else None
    if best is None or best.score < MIN_SCORE:
        return [blocks]
    above = [block for block in blocks if block.baseline < best.top]
    below = [block for block in blocks if block.baseline > best.bottom]
    inside = [block for block in blocks if best.top <= block.baseline <= best.bottom]
    left = [block for block in inside if block.middle < best.x]
    right = [block for block in inside if block.middle >= best.x]
    found: list[list[Block]] = []
    for region in (above, left, right, below):
        found += _ordered(region, width, height, depth - 1)
    return found


def _splits(blocks: list[Block], height: float) -> list[_Split]:
    """Every gap that runs through many rows, as high as it goes, with its score."""
    if len(blocks) < 2 * MIN_BLOCKS:
        return []
    ordered = sorted(blocks, key=lambda block: block.baseline)
    starts = sorted({round(block.left) for block in blocks})
    found = []
    for x in starts:
        if sum(abs(block.left - x) < 2 for block in blocks) < MIN_BLOCKS:
            continue
        edge = x - 1.0
        run: list[Block] = []
        for block in [*ordered, None]:
            crosses = block is not None and block.left < edge - 1 and block.right > edge - MIN_GUTTER * block.size
            if block is not None and not crosses:
                run.append(block)
                continue
            if run and (split := _scored(run, edge, height)):
                found.append(split)
            run = []
    return found


def _scored(run: list[Block], x: float, height: float) -> _Split | None:
    """How much speaks for two columns: headings on both sides, rows that do not align, a narrow side full of text.

    Dates next to rows, and a narrow side of nothing but the names of sections, indicate rows.
    """
    left = [block for block in run if block.middle < x]
    right = [block for block in run if block.middle >= x]
    if min(len(left), len(right)) < MIN_BLOCKS:
        return None
    top, bottom = min(block.baseline for block in run), max(block.baseline for block in run)
    if bottom - top < MIN_HEIGHT * height:
        return None
    narrow, wide = sorted((left, right), key=lambda side: max(b.right for b in side) - min(b.left for b in side))
    bases = sorted(block.baseline for block in wide)
    aligned = sum(_has_near(bases, block.baseline, 0.1 * block.size) for block in narrow) / len(narrow)
    extent = max(b.bottom for b in narrow) - min(b.top for b in narrow)
    filled = min(1.0, sum(1.15 * block.size for block in narrow) / max(1.0, extent))
    dates = max(_dated(narrow, narrow), _dated(narrow, wide), _dated(wide, narrow))
    headings = [min(2, sum(_is_heading(block) for block in side)) for side in (narrow, wide)]
    score = (
        (1.5 if min(headings) else 0.0)
        + 0.5 * min(headings)
        + 2.0 * (1 - aligned)
        + 2.0 * (filled - 0.5)
        - 2.5 * dates
        - 1.5 * max(_begins_beside_dates(left, right), _begins_beside_dates(right, left))
        - (1.0 if headings[0] and not headings[1] and aligned > 0.7 else 0.0)
        - (4.0 if _labels(narrow, wide) >= MOST_LABELS else 0.0)
    )
    return _Split(x, top, bottom, score + 0.5 * (bottom - top) / height)


def _dated(side: list[Block], other: list[Block]) -> float:
    """The share of dates among the blocks of a side that have a block of the other side next to them."""
    bases = sorted(block.baseline for block in other)
    beside = [block for block in side if _has_near(bases, block.baseline, 0.1 * block.size)]
    return sum(bool(find_dates(block.text)) for block in beside) / max(len(beside), MIN_BLOCKS - 1)


def _begins_beside_dates(side: list[Block], other: list[Block]) -> bool:
    """Whether the first block of a side is in a row with dates: what is at the side of dates tells of them."""
    first = min(side, key=lambda block: block.baseline)
    return any(abs(each.baseline - first.baseline) <= 0.1 * first.size and find_dates(each.text) for each in other)


def _labels(side: list[Block], other: list[Block]) -> float:
    """The share of blocks next to the other side that are names of sections, alone or with the one below."""
    top, bottom = min(block.top for block in other), max(block.bottom for block in other)
    beside = [block for block in side if top - block.size < block.baseline <= bottom + block.size]
    ordered = sorted(beside, key=lambda block: block.baseline)
    named: set[int] = set()
    for index, block in enumerate(ordered):
        if _is_heading(block):
            named.add(index)
        elif index + 1 < len(ordered):
            found = known_heading(f"{block.text} {ordered[index + 1].text}")
            named |= {index, index + 1} if found and found[1] else set()
    return len(named) / len(beside) if beside else 0.0


def _is_heading(block: Block) -> bool:
    found = known_heading(block.text)
    return found is not None and found[1]


def _has_near(ordered: list[float], value: float, tolerance: float) -> bool:
    index = bisect_left(ordered, value - tolerance)
    return index < len(ordered) and ordered[index] <= value + tolerance
