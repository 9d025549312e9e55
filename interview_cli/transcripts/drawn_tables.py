"""Tables in Markdown and those drawn with lines, as their programs print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from interview_cli.text.sentences import is_ended
from interview_cli.transcripts.named_rows import beside_names

_RULE: Final = re.compile(r"[\s|+:=┌┐└┘├┤┬┴┼╞╡╪╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋┡┩╇╭╮╰╯─━═-]{3,}")
_MARKDOWN_RULE: Final = re.compile(r"[\s|:-]{3,}")
_PADDING: Final = 2
"""Blanks around the text of a cell."""

UPRIGHT: Final = str.maketrans("│┃║", "|||")
"""The lines of a drawn table, whose cells are between upright strokes as in Markdown."""

_INSIDE: Final = re.compile(r"\\\||`[^`]*`")
"""What may contain a stroke that divides no cells: code, and a stroke marked as part of the text."""

_STROKE: Final = "\0"
"""Stands for a stroke inside a cell."""


def drawn_rows(text: str, most: int) -> list[list[str]]:
    """The rows of a table in Markdown, or drawn with lines, that is most of a text, its header first; none if there
    is no such table, or its columns have no names of their own.

    Tables whose first column names the others have no header. At most `most` lines are read.
    """
    blocks: list[list[list[str]]] = [[]]
    size, is_drawn = 0, False
    for line in text.translate(UPRIGHT).split("\n")[:most]:
        if _RULE.fullmatch(line):
            blocks.append([])
            is_drawn = is_drawn or not _MARKDOWN_RULE.fullmatch(line)
        elif "|" in line:
            blocks[-1].append(_cells(line))
            size += len(line)
    lines = [_joined([line]) for block in blocks for line in block]
    if 2 * size >= len(text) and beside_names(lines):
        return lines
    first, *below = list(filter(None, blocks)) or [[]]
    header = _joined(first)
    if not below or 2 * size < len(text) or len(set(filter(None, header))) < len(header):
        return []
    return [header, *(row for block in below for row in _unwrapped(block, divided=is_drawn, ruled=len(below) > 1))]


def _cells(line: str) -> list[str]:
    line = _INSIDE.sub(lambda found: found[0].replace("\\|", _STROKE).replace("|", _STROKE), line)
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return [cell.replace(_STROKE, "|") for cell in cells]


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a row whose texts are broken into lines."""
    return [" ".join(" ".join(column).split()).strip(" *") for column in zip(*lines, strict=False)]


def _unwrapped(lines: Sequence[list[str]], *, divided: bool, ruled: bool) -> list[list[str]]:
    """The rows in lines between rules; `ruled`: there are more rules, `divided`: texts may be broken into lines.

    A line goes on with the row above it if the first word of each cell did not fit into the cell above.
    """
    widths = [max(map(len, column)) - _PADDING for column in zip(*lines, strict=False)]
    lines = [[cell.strip() for cell in line] for line in lines]
    if not divided or (not ruled and all(map(all, lines))):
        return [_joined([line]) for line in lines]
    is_marked = not ruled and not any(" " in line[0] for line in lines)
    rows: list[list[list[str]]] = []
    for cells in lines:
        above = rows[-1][-1] if rows else []
        full = all(
            not cell or (over and len(over) + 1 + len(cell.split()[0]) > width)
            for cell, over, width in zip(cells, above, widths, strict=False)
        )
        is_open = any(over and not is_ended(over) for over in above)
        if full and is_open and not (is_marked and cells[0]):
            rows[-1].append(cells)
        else:
            rows.append([cells])
    return list(map(_joined, rows))
