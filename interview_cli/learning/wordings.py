"""Two wordings of one answer side by side: what was kept, dropped and added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from interview_cli.text.words import Words, split_words

MOST_CELLS: Final = 400_000_000
"""Above this product of both lengths in words (20,000 by 20,000) only a common beginning and end are kept: the
alignment needs a bit of memory and about a nanosecond for each cell (chosen)."""


class Change(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the earlier text (kept, dropped) or of the later one (added), as it was written there."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Words `before[0]` to `before[1]` (exclusive) of the earlier text and `after[0]` to `after[1]` of the later."""

    before: tuple[int, int]
    after: tuple[int, int]
    kept: bool

    @property
    def size(self) -> int:
        """How many words were kept here, or else changed on the longer side."""
        return max(self.before[1] - self.before[0], self.after[1] - self.after[0])


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts aligned by words."""

    before: Words
    after: Words
    blocks: tuple[_Block, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The aligned stretches in order; the kept and dropped ones are all words of the earlier text, the kept
        and added ones all of the later, as that is written."""
        found = []
        for block in self.blocks:
            if block.kept:
                found.append(Piece(Change.KEPT, _punctuated(self.after, *block.after)))
                continue
            for change, words, (first, last) in (
                (Change.DROPPED, self.before, block.before),
                (Change.ADDED, self.after, block.after),
            ):
                if last > first:
                    found.append(Piece(change, _punctuated(words, first, last)))
        return tuple(found)

    def kept_share_before(self, start: int, end: int) -> float:
        """The share of the words within these characters of the earlier text that were kept, 0–1."""
        return self._kept_share(self.before, [block.before for block in self.blocks if block.kept], start, end)

    def kept_share_after(self, start: int, end: int) -> float:
        """The share of the words within these characters of the later text that were there before, 0–1."""
        return self._kept_share(self.after, [block.after for block in self.blocks if block.kept], start, end)

    @staticmethod
    def _kept_share(words: Words, kept: Sequence[tuple[int, int]], start: int, end: int) -> float:
        inside = {number for number, begin in enumerate(words.starts) if start <= begin < end}
        if not inside:
            return 0.0
        return sum(number in inside for first, last in kept for number in range(first, last)) / len(inside)


def _punctuated(words: Words, first: int, last: int) -> str:
    """Words as they are written, with the punctuation directly after them."""
    behind = words.gaps[last]
    return words.written(first, last) + ("" if behind[:1].isspace() else behind.split(None, 1)[0] if behind else "")


def align(before: str, after: str) -> Alignment:
    """Align two texts by their words, whatever their capitals and punctuation."""
    one, two = split_words(before), split_words(after)
    return Alignment(one, two, tuple(_without_coincidences(_matched(one.words, two.words))))


def _matched(before: list[str], after: list[str]) -> list[_Block]:
    """A longest common subsequence as alternating kept and changed blocks."""
    if len(before) * len(after) > MOST_CELLS:
        return _common_ends(before, after)
    from rapidfuzz.distance import Indel

    blocks: list[_Block] = []
    for code in Indel.opcodes(before, after):
        spans = (code.src_start, code.src_end), (code.dest_start, code.dest_end)
        _append(blocks, _Block(*spans, kept=code.tag == "equal"))
    return blocks


def _common_ends(before: list[str], after: list[str]) -> list[_Block]:
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    middle = (head, len(before) - tail), (head, len(after) - tail)
    blocks = [
        _Block((0, head), (0, head), kept=True),
        _Block(*middle, kept=False),
        _Block((middle[0][1], len(before)), (middle[1][1], len(after)), kept=True),
    ]
    return [block for block in blocks if block.size]


def _without_coincidences(blocks: list[_Block]) -> list[_Block]:
    """Without kept words that are between longer changes on both sides: those are there by chance.

    The rule is that of the "semantic cleanup" of diff-match-patch (Neil Fraser).
    """
    found: list[_Block] = []
    for block in blocks:
        _append(found, block)
        while len(found) >= 3 and not found[-1].kept and found[-2].size <= min(found[-3].size, found[-1].size):
            last, _, first = found.pop(), found.pop(), found.pop()
            _append(found, _Block((first.before[0], last.before[1]), (first.after[0], last.after[1]), kept=False))
    return found


def _append(blocks: list[_Block], block: _Block) -> None:
    """Add a block, joined with the one before where both are kept or both are not."""
    if blocks and blocks[-1].kept == block.kept:
        block = _Block(
            (blocks[-1].before[0], block.before[1]), (blocks[-1].after[0], block.after[1]), kept=block.kept
        )
        blocks.pop()
    blocks.append(block)
