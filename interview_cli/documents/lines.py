"""What every reader of a file makes of it: lines as a person would see them, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from interview_cli.contracts.resume import Hidden, Origin


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
    has_pages: bool = False

    @property
    def text(self) -> str:
        """The visible text, a line a line."""
        return "\n".join(line.text for line in self.lines)


def plain_line(text: str, number: int) -> Line:
    """A line without style."""
    return Line((Part(text),), number)


def numbered(lines: Iterable[str]) -> list[Line]:
    """Lines without style, numbered from 1."""
    return [plain_line(text, number) for number, text in enumerate(lines, 1)]
