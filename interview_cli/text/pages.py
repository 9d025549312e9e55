"""What pages have beside their text: their numbers, running heads and feet, and numbers of lines in the margin.

A text goes on from one page to the next. Without form feeds, lines that hold nothing but numbers that count up end
pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import dropwhile, pairwise
from typing import Final, TypeVar

from interview_cli.text.sentences import is_ended

_T = TypeVar("_T")

PAGE_END: Final = "\f"
_PAGE_LINE: Final = re.compile(
    r"\W{0,3}(?:(?:page|seite|página|pagina|strona|sida|side)\s{0,3})?(?P<number>\d{1,4})"
    r"(?:\s{0,3}(?:of|/|von|sur|de)\s{0,3}\d{1,4})?\W{0,3}",
    re.IGNORECASE,
)
_MAX_PAGE_LINE_CHARACTERS: Final = 160
MAX_RUNNING: Final = 6
"""Lines at the top and at the bottom of a page that may recur on others (chosen)."""

_MIN_AT_EDGES: Final = 0.9
"""Share of a running line that must stand there; it may be further down on the first page (chosen)."""

_MIN_LINES: Final = 12
"""Lines with text on a page, on average, for lone numbers to be those of pages (chosen)."""

_GAP: Final = re.compile(r"\s{3,}|\t")
_DIGITS: Final = re.compile(r"\d+")
_LINE_NUMBER: Final = re.compile(
    r"\f?[ \t]{0,12}(?P<open>[\[(#][A-Za-z]{0,4}[-_]?)?(?P<number>[0-9]{1,5})(?(open)[\])]?)(?=\s|$)"
)
"""A number in the margin, or one that a tool gives each turn: `12`, `[T012]`, `#12`."""

_MIN_NUMBERED: Final = 6
_MIN_COUNTED: Final = 3
_MAX_STEP: Final = 10
_MIN_NUMBERED_SHARE: Final = 0.8
"""Share of lines that must start with a number, and of those numbers that must count up; of a margin in which every
fifth line, say, has a number, at least three that count the lines between them (chosen)."""


def without_page_breaks(text: str) -> str:
    """A text without what stands between its pages and in their margins; a sentence may go on over a page break."""
    lines = text.split("\n")
    if PAGE_END in text:
        pages = [page.removeprefix("\n").split("\n") for page in text.split(PAGE_END)]
    else:
        pages = _by_numbers_alone(lines)
    if len(pages) > 1 and (kept := without_running_lines(pages, str)) != pages:
        lines = kept[0]
        for page in kept[1:]:
            goes_on = lines and not is_ended(lines[-1].rstrip())
            lines += page if goes_on else ["", *page]
    return "\n".join(_without_line_numbers(lines))


def _by_numbers_alone(lines: list[str]) -> list[list[str]]:
    """The pages that end with a line with nothing but the number of the page."""
    numbers = [int(found["number"]) for line in lines if (found := _page_number(line))]
    if (
        len(numbers) < 2
        or any(b != a + 1 for a, b in pairwise(numbers))
        or _filled(lines) < _MIN_LINES * len(numbers)
    ):
        return [lines]
    pages: list[list[str]] = [[]]
    for line in lines:
        pages[-1].append(line)
        if _page_number(line):
            pages.append([])
    return pages


def _page_number(line: str) -> re.Match[str] | None:
    return _PAGE_LINE.fullmatch(line.strip()) if len(line) < _MAX_PAGE_LINE_CHARACTERS else None


def without_running_lines(pages: list[list[_T]], text_of: Callable[[_T], str]) -> list[list[_T]]:
    """Pages without their numbers and lines that recur at the top or bottom of many, and hardly anywhere else.

    Of a head in several columns, one may recur. Pages without any keep the blank lines at their ends.
    """
    texts = [[text_of(line).strip() for line in page] for page in pages]
    lines = Counter(key for page in texts for line in page for key in _keys(line))
    edges = Counter(
        key
        for page in (list(filter(None, page)) for page in texts)
        for key in {key for line in page[:MAX_RUNNING] + page[-MAX_RUNNING:] for key in _keys(line)}
    )

    def recurs(key: str) -> bool:
        count = edges[key]
        most = 2 * count > len(pages) or (not is_ended(key) and 2 * count >= len(pages) - 1)  # as on left-hand pages
        return count > 1 and count >= _MIN_AT_EDGES * lines[key] and most

    def is_running(line: _T) -> bool:
        text = text_of(line).strip()
        return not text or _page_number(text) is not None or any(map(recurs, _keys(text)))

    cut = without_edges(pages, is_running)
    removed = [sum(bool(text_of(line).strip()) for page in each for line in page) for each in (pages, cut)]
    return cut if removed[1] < removed[0] else pages


def without_edges(pages: list[list[_T]], is_edge: Callable[[_T], bool]) -> list[list[_T]]:
    """Pages without certain lines at their tops and bottoms."""
    return [list(dropwhile(is_edge, list(dropwhile(is_edge, page))[::-1]))[::-1] for page in pages]


def _filled(lines: list[str]) -> int:
    return sum(1 for line in lines if line.strip())


def _keys(line: str) -> list[str]:
    """What may recur of a line: its columns, whatever their numbers."""
    return [_DIGITS.sub("#", part) for part in _GAP.split(line.strip()) if part]


def _without_line_numbers(lines: list[str]) -> list[str]:
    """Lines without the numbers in their margin, perhaps from 1 on each page: nearly all have one, or every fifth."""
    numbers = [(index, match) for index, line in enumerate(lines) if (match := _LINE_NUMBER.match(line))]
    if len(numbers) < _MIN_COUNTED:
        return lines
    place, places = 0, []
    for line in lines:
        place += bool(line.strip())
        places.append(place)
    steps = [
        (int(a["number"]), int(b["number"]), (places[j] - places[i], j - i)) for (i, a), (j, b) in pairwise(numbers)
    ]
    (step, _), *_ = Counter(b - a for a, b, _ in steps).most_common(1)
    if step == 1:
        enough = len(numbers) >= max(_MIN_NUMBERED, _MIN_NUMBERED_SHARE * place)
        counted = sum(b in {a + 1, 1} for a, b, _ in steps)
    else:
        enough = 1 < step <= _MAX_STEP and all(int(match["number"]) % step == 0 for _, match in numbers)
        counted = sum(b == step or b - a in apart for a, b, apart in steps)
    if not enough or counted < _MIN_NUMBERED_SHARE * len(steps):
        return lines
    bare = {index: lines[index][match.end() :] for index, match in numbers}
    return [bare.get(index, line) for index, line in enumerate(lines) if index not in bare or bare[index].strip()]
