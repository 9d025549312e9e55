"""What each piece of an entry's head is: position, employer and place; or school, degree and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from interview_cli.documents.entries import Entry
from interview_cli.documents.lines import Line
from interview_cli.documents.paragraphs import Paragraph, strip_marks, without_dates
from interview_cli.documents.wording import DEGREE, company_score, is_place, school_score, title_score

MOST_COMMAS: Final = 6
"""In a line of a head that are tried as borders."""

_STRONG: Final = re.compile(r"\t|\s+[|•·–—⋄]\s+|\s-\s|\s+@\s+|\s{3,}|\s*\|\s*")
_AT: Final = re.compile(r"\s+(?:at|bei|chez|en|presso|bij|für|for)\s+(?=[A-ZÄÖÜÉ])")
_SCORE: Final = re.compile(
    r"\(?\b(?:c?gpa|grade|note|abschlussnote|durchschnitt|score|mention|nota(?: media)?|voto|gemiddelde|average|"
    r"final grade)\b\W{0,3}"
    r"(?P<score>[\d.,]+(?:\s?/\s?[\d.,]+)?|[A-Za-z][\w ]{2,20})\)?|(?P<class>first[- ]class(?: honou?rs)?|"
    r"(?:summa |magna )?cum laude|110\s?/\s?110(?: e lode)?)",
    re.IGNORECASE,
)
_MORE_DEGREES: Final = re.compile(rf"\s*[(/]?\s*(?:{DEGREE.pattern})\)?", re.IGNORECASE)
_IN: Final = re.compile(
    r"^\W*(?:degree\s)?(?:in|of|en|der|de|di|d['’]|der fachrichtung|fachrichtung|im fach|–|-|:|,)?\s*", re.IGNORECASE
)
_KIND: Final = re.compile(
    r"\s*\(?(?:full[- ]time|part[- ]time|contract|freelance|vollzeit|teilzeit|temps plein|cdi|cdd|remote|"
    r"hybrid)\)?\s*",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """A piece of a head and where it stands."""

    text: str
    line: Line


class Position(NamedTuple):
    """The head of an entry of work; None for what it does not say."""

    title: Piece | None
    company: Piece | None
    place: Piece | None


class Course(NamedTuple):
    """The head of an entry of education; None for what it does not say."""

    institution: Piece | None
    degree: Piece | None
    area: Piece | None
    place: Piece | None
    score: Piece | None


def positions_of(entries: Sequence[Entry], elsewhere: float = 0.0) -> tuple[list[Position], float]:
    """The heads of the entries of a section; which of position and employer stands where is alike in all of them.

    The second value is positive where positions stand first; `elsewhere` is that of another section of the CV, which
    decides where this one says nothing.
    """
    heads = [_pieces_and_place(entry) for entry in entries]
    pairs = [_pair(pieces) for pieces, _ in heads]
    leaning = sum(_leaning(pair) for pair in pairs if len(pair) == 2) or elsewhere
    found: list[Position] = []
    beside_dates = 0
    for entry, pair, (_, place) in zip(entries, pairs, heads, strict=True):
        if len(pair) == 2:
            first_is_title = _leaning(pair) + (0.6 if leaning > 0 else -0.6) > 0
            title, company = pair if first_is_title else pair[::-1]
            beside_dates += _is_beside_dates(title, entry) - _is_beside_dates(company, entry)
            found.append(Position(title, company, place))
        else:
            found.append(Position(None, pair[0] if pair else None, place))
    for index, (entry, pair) in enumerate(zip(entries, pairs, strict=True)):
        if len(pair) == 1:
            likeness = title_score(pair[0].text) - company_score(pair[0].text)
            if likeness + (0.6 if _is_beside_dates(pair[0], entry) else -0.6) * (beside_dates > 0) > 0:
                found[index] = found[index]._replace(title=pair[0], company=None)
    return found, leaning


def _is_beside_dates(piece: Piece, entry: Entry) -> bool:
    return entry.dates is not None and piece.line is entry.dates[1]


def _leaning(pair: Sequence[Piece]) -> float:
    """Positive when the first of two pieces is the position and the second the employer."""
    first, second = (
        title_score(piece.text) - company_score(piece.text) - school_score(piece.text) / 2 for piece in pair
    )
    return first - second


def _pieces_and_place(entry: Entry) -> tuple[list[Piece], Piece | None]:
    """The pieces of a head apart from dates, and the place."""
    place: Piece | None = None
    pieces: list[Piece] = []
    for paragraph in entry.head:
        for aside in paragraph.asides:
            text = strip_marks(without_dates(aside.text)).strip("()")
            if is_place(text):
                place = place or Piece(text, aside.line)
        for text in _strong_pieces(paragraph):
            found = text
            if is_place(found):
                place = place or Piece(found.strip("()"), paragraph.line)
                continue
            found, tail = _without_place(found)
            if tail:
                place = place or Piece(tail, paragraph.line)
            found = _KIND.sub(" ", found).strip() if len(found) < 40 else found
            if re.search(r"\w", found):
                pieces.append(Piece(strip_marks(found), paragraph.line))
    return pieces, place


def _strong_pieces(paragraph: Paragraph) -> list[str]:
    """The text of a line of a head between strong separators and changes of style."""
    runs: list[str] = []
    style = None
    for part in paragraph.parts:
        if not part.text.strip(" ,;:|–—-"):
            if runs:
                runs[-1] += part.text
            continue
        if runs and not part.starts_cell and (part.is_bold, part.is_italic) == style:
            runs[-1] += part.text
        else:
            runs.append(part.text)
        style = (part.is_bold, part.is_italic)
    found = []
    for run in runs:
        for piece in _STRONG.split(without_dates(run)):
            at = _AT.split(piece, maxsplit=1)
            halves = at if len(at) == 2 and title_score(at[0]) > 0 and not school_score(piece) else [piece]
            found += [strip_marks(half) for half in halves]
    return [piece for piece in found if re.search(r"\w", piece)]


def _without_place(text: str) -> tuple[str, str]:
    """A text and the place at its end: after commas or in brackets."""
    if found := re.fullmatch(r"(.+?)\s*\(([^()]{2,40})\)", text):
        return (found[1], found[2]) if is_place(found[2]) else (text, "")
    commas = [match.start() for match in re.finditer(r",\s", text)]
    for comma in commas[-MOST_COMMAS:]:
        tail = text[comma + 1 :].strip()
        if is_place(tail) and re.search(r"\w", text[:comma]):
            return text[:comma], tail
    return text, ""


def _pair(pieces: list[Piece]) -> list[Piece]:
    """The two pieces that are most like position and employer, in order; a single piece is parted at a comma."""
    at = _AT.split(pieces[0].text, maxsplit=1) if len(pieces) == 1 and not school_score(pieces[0].text) else []
    if len(at) == 2:
        return [Piece(strip_marks(half), pieces[0].line) for half in at]
    if len(pieces) == 1 and "," in pieces[0].text:
        text, line = pieces[0]
        cuts = [match.start() for match in re.finditer(r",\s", text)][:MOST_COMMAS]
        halves = [[Piece(strip_marks(text[:cut]), line), Piece(strip_marks(text[cut + 1 :]), line)] for cut in cuts]
        halves = [half for half in halves if all(piece.text for piece in half)]
        return max(halves, key=lambda half: abs(_leaning(half)), default=pieces)
    if len(pieces) <= 2:
        return pieces
    pieces = pieces[:5]
    pairs = [[pieces[i], pieces[j]] for i in range(len(pieces)) for j in range(i + 1, len(pieces))]
    return max(pairs, key=lambda pair: abs(_leaning(pair)) - 0.3 * (pieces.index(pair[0]) + pieces.index(pair[1])))


def course_of(entry: Entry) -> Course:
    """The head of an entry of education."""
    place: Piece | None = None
    score: Piece | None = None
    pieces: list[Piece] = []
    for paragraph in entry.head:
        for aside in paragraph.asides:
            text = strip_marks(without_dates(aside.text)).strip("()")
            place = place or (Piece(text, aside.line) if is_place(text) else None)
        for text in _strong_pieces(paragraph):
            if found := _SCORE.search(text):
                score = score or Piece((found["score"] or found["class"]).strip(" .,"), paragraph.line)
                text = text[: found.start()] + text[found.end() :]
            text, tail = _without_place(text)
            place = place or (Piece(tail, paragraph.line) if tail else None)
            if is_place(text):
                place = place or Piece(text, paragraph.line)
            else:
                pieces += [Piece(piece, paragraph.line) for piece in _comma_pieces(text)]
    for paragraph in entry.body:
        if score is None and (found := _SCORE.search(paragraph.text)):
            score = Piece((found["score"] or found["class"]).strip(" .,"), paragraph.line)
    institution = max(pieces, key=lambda piece: _institution_score(piece.text, pieces), default=None)
    if institution is not None and _institution_score(institution.text, pieces) <= 0:
        institution = _unknown_school(pieces)
    rest = [piece for piece in pieces if piece is not institution]
    degree, area = _degree_and_area(rest)
    if institution is not None and (inside := DEGREE.match(institution.text)):
        school = re.sub(r"^\W*(?:at|from|an der|,)?\s*", "", institution.text[inside.end() :])
        if school_score(school):
            degree = degree or Piece(inside[0], institution.line)
            institution = Piece(school, institution.line)
    return Course(institution, degree, area, place, score)


def _unknown_school(pieces: list[Piece]) -> Piece | None:
    """The piece that may be a school by its place: on another line than the degree, else the last one."""
    degree = next((piece for piece in pieces if DEGREE.search(piece.text)), None)
    others = [piece for piece in pieces if not DEGREE.search(piece.text)]
    if degree is None:
        return others[0] if others else None
    apart = [piece for piece in others if piece.line is not degree.line]
    return apart[0] if apart else others[-1] if others else None


def _institution_score(text: str, pieces: list[Piece]) -> float:
    return (
        school_score(text)
        - 1.5 * bool(DEGREE.match(text))
        + 0.3 * company_score(text)
        - 0.01 * pieces.index(next(p for p in pieces if p.text == text))
    )


def _comma_pieces(text: str) -> list[str]:
    """Pieces between commas; a school keeps the town in its name, a degree its subject."""
    found: list[str] = []
    for piece in re.split(r",\s+|;\s+", text):
        if found and (
            re.fullmatch(
                r"(?:Berkeley|Irvine|Davis|Los Angeles|San Diego|Santa \w+|Urbana.*|Ann Arbor|Madison)", piece
            )
        ):
            found[-1] += ", " + piece
        elif strip_marks(piece):
            found.append(strip_marks(piece))
    return found


def _degree_and_area(pieces: list[Piece]) -> tuple[Piece | None, Piece | None]:
    """The degree and its subject: that of several degrees which names a subject itself, else any piece for one."""
    degree: Piece | None = None
    for piece in pieces:
        if not (found := DEGREE.search(piece.text)):
            continue
        begin, end = found.span()
        while following := _MORE_DEGREES.match(piece.text, end):
            end = following.end()
        before, after = strip_marks(piece.text[:begin]), piece.text[end:]
        area = strip_marks(_IN.sub("", after, count=1)).strip("()") or before
        if area:
            return Piece(piece.text[begin:end].strip(), piece.line), Piece(area, piece.line)
        degree = degree or Piece(piece.text[begin:end].strip(), piece.line)
    return degree, next((piece for piece in pieces if not DEGREE.search(piece.text)), None)
