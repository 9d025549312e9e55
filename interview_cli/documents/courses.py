"""What each piece of the head of an entry of education is: school, degree, subject, place, grade."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from interview_cli.documents.entries import Entry
from interview_cli.documents.heads import Piece, around_place, strong_pieces
from interview_cli.documents.paragraphs import strip_marks, without_dates
from interview_cli.documents.wording import DEGREE, company_score, is_place, school_score

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


class Course(NamedTuple):
    """The head of an entry of education; None for what it does not say."""

    institution: Piece | None
    degree: Piece | None
    area: Piece | None
    place: Piece | None
    score: Piece | None


def course_of(entry: Entry) -> Course:
    """The head of an entry of education."""
    place: Piece | None = None
    score: Piece | None = None
    pieces: list[Piece] = []
    for paragraph in entry.head:
        for aside in paragraph.asides:
            text = strip_marks(without_dates(aside.text)).strip("()")
            place = place or (Piece(text, aside.line) if is_place(text) else None)
        for text, _ in strong_pieces(paragraph):
            if found := _SCORE.search(text):
                score = score or Piece((found["score"] or found["class"]).strip(" .,"), paragraph.line)
                text = text[: found.start()] + text[found.end() :]
            first, text, last = around_place(text)
            place = place or (Piece(first or last, paragraph.line) if first or last else None)
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
    """Pieces between commas and colons; a school keeps the town in its name, a degree its subject."""
    found: list[str] = []
    for piece in re.split(r"[,;:]\s+", text):
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
