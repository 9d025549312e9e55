"""Reading order on a page: one score decides whether a gap between blocks parts columns or the cells of rows."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from interview_cli.documents.dates import find_dates
from interview_cli.documents.headings import known_heading
from interview_cli.documents.lines import Part

MIN_GUTTER: Final = 0.8
"""Of the size of the text; a narrower gap parts no columns."""

MIN_BLOCKS: Final = 3
MIN_HEIGHT: Final = 0.12
"""Of the page; a lower region is one of rows."""

MIN_SCORE: Final = 1.5
"""From here on a gap parts columns. Chosen on documents of our own making."""

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

    Dates and short values in the narrow side speak for rows.
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
    dates = sum(bool(find_dates(block.text)) for block in narrow) / len(narrow)
    headings = [min(2, sum(_is_heading(block) for block in side)) for side in (narrow, wide)]
    score = (
        (1.5 if min(headings) else 0.0)
        + 0.5 * min(headings)
        + 2.0 * (1 - aligned)
        + 2.0 * (filled - 0.5)
        - 2.5 * dates
        - (1.0 if headings[0] and not headings[1] and aligned > 0.7 else 0.0)
    )
    return _Split(x, top, bottom, score + 0.5 * (bottom - top) / height)


def _is_heading(block: Block) -> bool:
    found = known_heading(block.text)
    return found is not None and found[1]


def _has_near(ordered: list[float], value: float, tolerance: float) -> bool:
    index = bisect_left(ordered, value - tolerance)
    return index < len(ordered) and ordered[index] <= value + tolerance
