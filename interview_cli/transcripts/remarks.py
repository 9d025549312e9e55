"""What stands between the turns of a text and nobody says: pages, sides of a tape, notices of tools and typists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.asking import is_boilerplate
from interview_cli.transcripts.label_forms import Line, split_prefix

MAX_REMARK_WORDS: Final = 8
"""Of a paragraph that ends without a mark among others that end with one, to be taken for a remark (chosen)."""

_MIN_ENDED: Final = 0.9
_MIN_USUAL: Final = 0.6
"""Of the turns that must have as many lines for longer ones to be odd (chosen)."""

_BROKEN_OFF: Final = ("-", "–", "—", "…", ",")


def remarks_in(lines: Sequence[Line], labelled: Collection[int]) -> tuple[set[int], list[int]]:
    """The lines that are no speech for sure, and those that are probably none.

    `labelled` are the lines that begin with a speaker. A remark is a paragraph of its own, or a line below one that
    is ended. Unlike what tools write, headings are told by their form only, and only where speakers are named.
    """
    sure: set[int] = set()
    unmarked: list[int] = []
    for index in _lone(lines, labelled):
        text = lines[index].whole
        if is_boilerplate(text):
            sure.add(index)
        elif text.count(" ") < MAX_REMARK_WORDS and not is_ended(text) and not text.endswith(_BROKEN_OFF):
            unmarked.append(index)
    ended = sum(map(is_ended, _ends_of_turns(lines, labelled)))
    punctuated = labelled and ended >= _MIN_ENDED * len(labelled)
    return sure, unmarked if punctuated else []


def _lone(lines: Sequence[Line], labelled: Collection[int]) -> Iterator[int]:
    """The lines without speaker that make a paragraph, or stand below an ended one and are not ended themselves."""
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


def odd_lines(lines: Sequence[Line], labelled: Collection[int]) -> list[str]:
    """Lines in a few turns that go on beyond what is usual in a text, if short or labelled: maybe remarks."""
    begins = sorted(labelled)
    told = [[line.whole for line in lines[begin:end] if line.whole] for begin, end in pairwise([*begins, len(lines)])]
    (usual, count), *_ = Counter(map(len, told)).most_common(1) or [(0, 0)]
    is_usual = count >= _MIN_USUAL * len(told)
    return [
        text
        for each in told
        for text in each[max(1, usual) :]
        if (is_usual and text.count(" ") < MAX_REMARK_WORDS) or split_prefix(text)
    ]
