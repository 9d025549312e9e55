"""The sections of a CV: which lines are headings, by one score over wording and looks, and what is below them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from interview_cli.documents.dates import find_dates
from interview_cli.documents.headings import MAX_HEADING_WORDS, Kind, has_spaced_letters, known_heading
from interview_cli.documents.lines import Line, Part
from interview_cli.documents.plain_text import BULLET

MIN_SCORE: Final = 3.0
"""From here on a line is a heading. An exact name alone reaches it; chosen on documents of our own making."""

MIN_BESIDE: Final = 3
"""How many headings must be at the side of their sections for a document to be read that way (chosen)."""

MOST_HEADING_LINES: Final = 3
"""Lines into which a narrow column breaks a heading at most (chosen)."""

MOST_PIECES_APART: Final = 6
SAME_LEFT: Final = 2.0
"""Points within which two lines begin at the same place."""

MAX_HEADING_CHARACTERS: Final = 60

_INLINE: Final = re.compile(r"(?P<heading>[^:\t]{3,40}):[ \t]+(?P<rest>\S.*)")
_DASHES: Final = "—–-~=*•|"
_TOOLS: Final = re.compile(r"\W*(?:technolog|tools?|tech|software|outils|werkzeuge|herramientas)", re.IGNORECASE)
_INLINE_KINDS: Final = frozenset({"skills", "languages", "interests", "certificates", "awards"})


@dataclass
class Section:
    """A heading (None before the first) and the lines below it."""

    kind: Kind
    heading: Line | None
    lines: list[Line] = field(default_factory=list)


Style = tuple[float, bool, bool, int | None]


def _style(line: Line) -> Style:
    letters = [character for character in line.text if character.isalpha()]
    return round(line.size * 2) / 2, line.is_bold, bool(letters) and all(map(str.isupper, letters)), line.level


def sections_of(lines: list[Line], name: Line | None = None) -> list[Section]:
    """The lines below their headings; the first section has none, nor the one that begins with the person's `name`.

    A line is a heading by its wording; one of unknown wording is one when it looks like the headings that are known
    and like nothing else.
    """
    body = _usual_size(lines)
    lines = _with_whole_headings(_with_headings_apart(lines), body)
    styles = Counter(_style(line) for line in lines)
    headings = {index: kind for index, line in enumerate(lines) if (kind := _heading(line, body))}
    if sum(not _is_plain(lines[index], body) for index in headings) >= MIN_BESIDE:
        headings = {index: kind for index, kind in headings.items() if not _is_plain(lines[index], body)}
    looks = Counter(_style(lines[index]) for index in headings)
    for index, line in enumerate(lines):
        style = _style(line)
        is_unlike_body = style[0] > body + 0.4 or style[2] or style[3] is not None
        alike = looks[style]
        if index in headings or alike < 2 or styles[style] > 2 * alike + 1 or not is_unlike_body:
            continue
        if index > min(headings) and _could_be_heading(line) and len(line.cells) == 1:
            headings[index] = "other"
    found = [Section("contact", None)]
    for index, line in enumerate(lines):
        kind = headings.get(index)
        inline = _INLINE.fullmatch(line.text) if kind is None and not line.is_bullet else None
        if line is name and len(found) > 1:
            found.append(Section("contact", None, [line]))
        elif kind is not None:
            found.append(Section(kind, line))
        elif inline and (known := known_heading(inline["heading"])) and _opens_section(line, known, found[-1]):
            found.append(Section(known[0], line, [replace(line, parts=(Part(inline["rest"]),))]))
        else:
            found[-1].lines.append(line)
    return found


def _usual_size(lines: list[Line]) -> float:
    sizes = Counter(_style(line)[0] for line in lines)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _is_plain(line: Line, body: float) -> bool:
    """Whether nothing sets a line apart from running text."""
    size, is_bold, is_upper, level = _style(line)
    return not (size > body + 0.4 or is_bold or is_upper or level is not None or line.gap >= 0.9 or line.is_bullet)


def _with_headings_apart(lines: list[Line]) -> list[Line]:
    """Lines with the headings on lines of their own, where a document sets them at the side of their sections.

    A narrow column may break a heading into lines that are between those of its section.
    """
    beside: dict[int, tuple[Kind, list[int]]] = {}
    taken: set[int] = set()
    for index, line in enumerate(lines):
        whole = known_heading(line.text)
        if index in taken or line.is_bullet or (whole and whole[1]):
            continue
        if found := _beside(lines, index):
            beside[index] = found
            taken |= set(found[1])
    kinds = [kind for kind, _ in beside.values()]
    if len(set(kinds)) < MIN_BESIDE or not {"work", "education"} & set(kinds) or len(kinds) > len(set(kinds)) + 1:
        return lines
    found_lines: list[Line] = []
    for index, line in enumerate(lines):
        if index in beside:
            heading = " ".join(lines[each].cells[0] for each in beside[index][1])
            label = line.parts[0]._replace(text=heading)
            found_lines.append(replace(line, parts=(label,), gap=max(line.gap, 0.9)))
        rest = _without_first_cell(line) if index in taken else line.parts
        if rest:
            marked = BULLET.match(rest[0].text) if index in taken else None
            if marked:
                rest = (rest[0]._replace(text=rest[0].text[marked.end() :]), *rest[1:])
            gap = 0.3 if index in beside else line.gap
            found_lines.append(replace(line, parts=rest, gap=gap, is_bullet=line.is_bullet or marked is not None))
    return found_lines


def _beside(lines: list[Line], index: int) -> tuple[Kind, list[int]] | None:
    """The kind of the heading at the side of its section at a line, and the lines that hold pieces of it."""
    line = lines[index]
    below = [
        other
        for other in range(index + 1, min(index + MOST_PIECES_APART, len(lines)))
        if lines[other].page == line.page
        and lines[other].box is not None
        and abs(lines[other].left - line.left) < SAME_LEFT
        and not lines[other].is_bullet
    ]
    for count in range(min(len(below), MOST_HEADING_LINES - 1), -1, -1):
        pieces = [index, *below[:count]]
        if len(_kinds_apart([lines[each].cells[0] for each in pieces])) > 1:
            continue
        known = known_heading(" ".join(lines[each].cells[0] for each in pieces))
        between = any(lines[each].left > line.left + SAME_LEFT for each in range(index, pieces[-1]))
        if known and known[1] and (len(line.cells) > 1 or (count and between)):
            return known[0], pieces
    return None


def _kinds_apart(texts: list[str]) -> set[Kind]:
    """The kinds of the texts that are headings by themselves; several of them are no pieces of one heading."""
    return {known[0] for text in texts if (known := known_heading(text)) and known[1]}


def _without_first_cell(line: Line) -> tuple[Part, ...]:
    cut = next((place for place, part in enumerate(line.parts) if place and part.starts_cell), None)
    return () if cut is None else (line.parts[cut]._replace(starts_cell=False), *line.parts[cut + 1 :])


def _with_whole_headings(lines: list[Line], body: float) -> list[Line]:
    """Lines with the headings whole that a narrow column breaks in two."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        if (
            above
            and line.gap < 0.6
            and not line.is_bullet
            and above.size >= line.size
            and _style(above) == _style(line)
        ):
            whole = f"{above.text.strip()} {line.text.strip()}"
            known = known_heading(whole) if len(whole) < MAX_HEADING_CHARACTERS else None
            if known and known[1] and not _is_plain(replace(above, gap=0.0), body):
                found[-1] = replace(above, parts=(above.parts[0]._replace(text=whole),))
                continue
        found.append(line)
    return found


def _opens_section(line: Line, known: tuple[Kind, bool], current: Section) -> bool:
    """Whether "Languages: …" is a section of its own and no line of the one it is in."""
    kind, is_exact = known
    if not is_exact or kind not in _INLINE_KINDS or current.kind in {"skills", "other", kind}:
        return False
    return current.kind not in {"work", "projects", "education"} or (line.gap >= 0.9 and not _TOOLS.match(line.text))


def _could_be_heading(line: Line) -> bool:
    text = line.text.strip()
    return (
        not line.is_bullet
        and 0 < len(text.split()) <= MAX_HEADING_WORDS
        and not text.endswith((".", ",", ";"))
        and not find_dates(text)
        and re.search(r"[@\d]", text) is None
    )


def _heading(line: Line, body: float) -> Kind | None:
    """The kind of section that a line opens, if it does."""
    text = line.text.strip()
    known = known_heading(text.rstrip(":"))
    if known is None:
        return None
    kind, is_exact = known
    size, is_bold, is_upper, level = _style(line)
    is_decorated = is_exact and (text[-1] in _DASHES or is_bold or is_upper or line.gap >= 0.9)
    if line.is_bullet and not is_decorated:
        return None
    score = (
        (3.0 if is_exact else 1.5)
        + 1.0 * (size > body + 0.4)
        - 2.0 * (0 < size < body - 0.4)
        + 0.7 * is_bold
        + 0.7 * is_upper
        + 1.5 * (level is not None)
        + 0.5 * (line.gap >= 0.9)
        + 0.3 * text.endswith(":")
        - 2.0 * (len(line.cells) > 1 and not has_spaced_letters(text))
        - 1.5 * text.endswith((".", ","))
        - 1.0 * (text[:1].islower() and not (is_bold or line.gap >= 0.9))
    )
    return kind if score >= MIN_SCORE else None
