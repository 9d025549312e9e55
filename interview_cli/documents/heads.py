"""The pieces of a line of a head: between separators, changes of style, and places."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from interview_cli.documents.lines import Line, Part
from interview_cli.documents.paragraphs import Paragraph, strip_marks, without_dates
from interview_cli.documents.wording import DEGREE, is_place, school_score, title_score

MOST_COMMAS: Final = 6
"""In a line of a head that are tried as borders."""

_STRONG: Final = re.compile(r"\t|\s+[|•·–—⋄]\s+|\s-\s|\s+@\s+|\s{3,}|\s*\|\s*")
AT: Final = re.compile(r"\s+(?:at|bei|chez|en|presso|bij|für|for)\s+(?=[A-ZÄÖÜÉ])")
KIND: Final = re.compile(
    r"\s*\(?(?:full[- ]time|part[- ]time|contract|freelance|vollzeit|teilzeit|temps plein|cdi|cdd|remote|"
    r"hybrid)\)?\s*",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """A piece of a head and where it stands."""

    text: str
    line: Line


def strong_pieces(paragraph: Paragraph) -> list[tuple[str, tuple[bool, bool, float]]]:
    """The text of a line of a head between strong separators and changes of style, each with its look."""
    runs: list[tuple[str, Part]] = []
    for part in paragraph.parts:
        is_mark = not part.text.strip(" ,;:|–—-")
        if is_mark and not runs:
            continue
        style = (part.is_bold, part.is_italic)
        if is_mark or (runs and not part.starts_cell and style == (runs[-1][1].is_bold, runs[-1][1].is_italic)):
            runs[-1] = (runs[-1][0] + part.text, runs[-1][1])
        else:
            runs.append((part.text, part))
    found = []
    for run, part in runs:
        look = (part.is_bold, part.is_italic, round(part.size * 2) / 2)
        for piece in _STRONG.split(without_dates(run)):
            at = AT.split(piece, maxsplit=1)
            halves = at if len(at) == 2 and title_score(at[0]) > 0 and not school_score(piece) else [piece]
            found += [(strip_marks(text), look) for half in halves for text in _around_bracket(half)]
    return [(text, look) for text, look in found if re.search(r"\w", text)]


def _around_bracket(text: str) -> list[str]:
    """What is before a bracket at the end and what in it, unless that is a place or how somebody was employed."""
    found = re.fullmatch(r"\s*(?P<before>[^()]{3,80}?)\s*\((?P<inside>[^()]{2,60})\)\s*", text)
    is_name = found and not (DEGREE.search(text) or school_score(text) or is_place(found["inside"]))
    if not found or not is_name or KIND.fullmatch(found["inside"]):
        return [text]
    is_whole = len(found["inside"].split()) == 1 and not title_score(found["before"])
    return [text] if is_whole else [found["before"], found["inside"]]


def around_place(text: str) -> tuple[str, str, str]:
    """A place at the beginning of a text, the rest, and a place at its end: separated by commas or in brackets."""
    if found := re.fullmatch(r"(.+?)\s*\(([^()]{2,40})\)", text):
        return ("", found[1], found[2]) if is_place(found[2]) else ("", text, "")
    commas = [match.start() for match in re.finditer(r",\s", text)]
    for comma in commas[-MOST_COMMAS:]:
        tail = text[comma + 1 :].strip()
        if is_place(tail) and re.search(r"\w", text[:comma]):
            return "", text[:comma], tail
    for comma in reversed(commas[:MOST_COMMAS]):
        if is_place(text[:comma]) and re.search(r"\w", text[comma + 1 :]):
            return text[:comma], text[comma + 1 :].strip(), ""
    return "", text, ""
