"""The sections of a CV: which lines are headings, by one score over wording and looks, and what stands below them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from interview_cli.documents.dates import find_dates
from interview_cli.documents.headings import MAX_HEADING_WORDS, Kind, known_heading
from interview_cli.documents.lines import Line, Part

MIN_SCORE: Final = 3.0
"""From here on a line is a heading. An exact name alone reaches it; chosen on documents of our own making."""

MIN_BESIDE: Final = 3
"""Different headings that stand beside their sections, before a document is taken to set them so (chosen)."""

MAX_HEADING_CHARACTERS: Final = 60

_INLINE: Final = re.compile(r"(?P<heading>[^:\t]{3,40}):[ \t]+(?P<rest>\S.*)")
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
    lines = _with_whole_headings(_with_headings_apart(lines))
    styles = Counter(_style(line) for line in lines)
    body = max(
        (style[0] for style in styles),
        key=lambda size: sum(n for s, n in styles.items() if s[0] == size),
        default=0.0,
    )
    headings = {index: kind for index, line in enumerate(lines) if (kind := _heading(line, body))}
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


def _with_headings_apart(lines: list[Line]) -> list[Line]:
    """Lines with the headings on lines of their own, where a document sets them beside their sections."""
    beside: dict[int, Kind] = {}
    for index, line in enumerate(lines):
        known = known_heading(line.cells[0]) if len(line.cells) > 1 and not line.is_bullet else None
        if known and known[1]:
            beside[index] = known[0]
    kinds = list(beside.values())
    if len(set(kinds)) < MIN_BESIDE or not {"work", "education"} & set(kinds) or len(kinds) > len(set(kinds)) + 1:
        return lines
    found: list[Line] = []
    for index, line in enumerate(lines):
        if index not in beside:
            found.append(line)
            continue
        cut = next(place for place, part in enumerate(line.parts) if place and part.starts_cell)
        rest = (line.parts[cut]._replace(starts_cell=False), *line.parts[cut + 1 :])
        found.append(replace(line, parts=line.parts[:cut], gap=max(line.gap, 0.9)))
        found.append(replace(line, parts=rest, gap=0.3))
    return found


def _with_whole_headings(lines: list[Line]) -> list[Line]:
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
            if known and known[1] and (_style(above)[1:] != (False, False, None)):
                found[-1] = replace(above, parts=(above.parts[0]._replace(text=whole),))
                continue
        found.append(line)
    return found


def _opens_section(line: Line, known: tuple[Kind, bool], current: Section) -> bool:
    """Whether "Languages: …" is a section of its own and no line of the one it stands in."""
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
    if known is None or line.is_bullet:
        return None
    kind, is_exact = known
    size, is_bold, is_upper, level = _style(line)
    score = (
        (3.0 if is_exact else 1.5)
        + 1.0 * (size > body + 0.4)
        - 2.0 * (0 < size < body - 0.4)
        + 0.7 * is_bold
        + 0.7 * is_upper
        + 1.5 * (level is not None)
        + 0.5 * (line.gap >= 0.9)
        + 0.3 * text.endswith(":")
        - 2.0 * (len(line.cells) > 1)
        - 1.5 * text.endswith((".", ","))
        - 1.0 * text[:1].islower()
    )
    return kind if score >= MIN_SCORE else None
