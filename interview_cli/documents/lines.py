"""What every reader of a file makes of it: lines as a person would see them, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

from interview_cli.contracts.resume import Hidden, Origin

MAX_LINE_CHARACTERS: Final = 2_000
"""Longer paragraphs are met only where line ends got lost."""


class Part(NamedTuple):
    """A piece of a line in one style. `starts_cell` after a wide gap or in a new cell of a table; sizes in points."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    size: float = 0.0
    starts_cell: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of a page, or one paragraph where the file has no pages.

    `box` is left, top, right, bottom in points from the top left, None without pages. `level` is the level of a
    heading where the file marks it up. `gap` is the space above in sizes of text. A line that `fills` its column may
    continue in the next; `left` is where it begins, its bullet included, in points or characters.
    """

    parts: tuple[Part, ...]
    number: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    is_bullet: bool = False
    level: int | None = None
    gap: float = 0.0
    fills: bool = False
    left: float = 0.0

    @cached_property
    def text(self) -> str:
        """The text; cells are separated by tabs."""
        return "".join("\t" * (part.starts_cell and index > 0) + part.text for index, part in enumerate(self.parts))

    @cached_property
    def cells(self) -> list[str]:
        """The text of each cell."""
        return [cell.strip() for cell in self.text.split("\t")]

    @cached_property
    def size(self) -> float:
        """The size of most of its characters, in points; 0 when not known."""
        return max(self.parts, key=lambda part: len(part.text)).size if self.parts else 0.0

    @cached_property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.parts) and all(part.is_bold for part in self.parts if part.text.strip())

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return Origin(page=self.page, line=self.number, box=self.box, quote=self.text)


@dataclass
class Document:
    """A file as read: what can be seen, what cannot, and what the reader could not do."""

    lines: list[Line]
    hidden: list[Hidden] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The visible text, a line a line."""
        return "\n".join(line.text for line in self.lines)


def parted(text: str) -> list[str]:
    """A text in pieces of at most MAX_LINE_CHARACTERS, cut between words where that is possible."""
    pieces = []
    while len(text) > MAX_LINE_CHARACTERS:
        cut = text.rfind(" ", 1, MAX_LINE_CHARACTERS)
        cut = cut if cut > 0 else MAX_LINE_CHARACTERS
        pieces.append(text[:cut])
        text = text[cut:].lstrip()
    return [*pieces, text]


def bounded(lines: list[Line]) -> list[Line]:
    """Lines none of which is longer than MAX_LINE_CHARACTERS; the parts of one that was have one style."""
    return [
        short
        for line in lines
        for short in (
            [line]
            if len(line.text) <= MAX_LINE_CHARACTERS
            else [replace(line, parts=(line.parts[0]._replace(text=text),)) for text in parted(line.text)]
        )
    ]
