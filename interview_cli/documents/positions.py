"""What each piece of the head of an entry of work is: position, employer, place; all heads of a section together."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from itertools import product
from typing import Final, NamedTuple

from interview_cli.documents.entries import Entry
from interview_cli.documents.heads import AT, KIND, MOST_COMMAS, Piece, around_place, strong_pieces
from interview_cli.documents.paragraphs import strip_marks, without_dates
from interview_cli.documents.wording import company_score, is_place, school_score, title_score

MOST_PIECES: Final = 6
"""Of a head that are tried as position, employer and place."""

BY_SLOT: Final = 1.0
BY_LOOK: Final = 0.6
"""What the words of other heads count in the same slot and look, against a piece's own (chosen)."""

WANTED: Final = (0.5, 0.5, -0.8)
"""A piece of which nothing is known is rather a position or an employer than nothing, and no place (chosen)."""


class Position(NamedTuple):
    """The head of an entry of work; None for what it does not say."""

    title: Piece | None
    company: Piece | None
    place: Piece | None


def positions_of(
    entries: Sequence[Entry], elsewhere: float = 0.0, titles: frozenset[str] = frozenset()
) -> tuple[list[Position], float]:
    """The heads of the entries of a section: position, employer and place of each, decided for all of them together.

    A piece counts by its own words and by those of the pieces that are in the same slot of other heads, or look the
    same: one CV sets all its heads alike. The second value is positive where positions are first; `elsewhere` is
    that of another section of the CV, which decides where this one says nothing. `titles` are what the person calls
    themselves at the top, in lower case.
    """
    heads = [_pieces_of(entry) for entry in entries]
    evidence = _Evidence([piece for head in heads for piece in head], titles)
    found: list[Position] = []
    leaning = 0.0
    for head in heads:
        position = evidence.assigned(head, elsewhere)
        found.append(position)
        if position.title and position.company:
            title, company = (next(each for each in head if each.piece is piece) for piece in position[:2] if piece)
            sure = evidence.certainty(title, company)
            leaning += sure if head.index(title) < head.index(company) else -sure
    return found, leaning or elsewhere


class _Placed(NamedTuple):
    """A piece of a head with its slot (lines after the dates, order in the line) and look (bold, italic, size)."""

    piece: Piece
    slot: tuple[int, int]
    look: tuple[bool, bool, float]


_Roles = tuple[float, float, float]
"""How much speaks for position, employer and place."""


class _Evidence:
    """What the words of all heads of a section say about each slot and look."""

    def __init__(self, pieces: Sequence[_Placed], titles: frozenset[str]) -> None:
        self._titles = titles
        said = [self._by_words(each.piece.text) for each in pieces]
        self._usual = _mean(said)
        self._by_slot = self._pooled([each.slot for each in pieces], said)
        self._by_look = self._pooled([each.look for each in pieces], said)

    def _by_words(self, text: str) -> _Roles:
        place = 2.0 * is_place(text)
        title = title_score(text) + 2.0 * (text.casefold() in self._titles)
        return title - 0.75 * place, company_score(text) + school_score(text) / 2 - 0.5 * place, place

    def _pooled(self, keys: Sequence[Hashable], said: Sequence[_Roles]) -> dict[Hashable, _Roles]:
        """The mean of each key against that of all, nearer to zero the fewer there are."""
        groups: dict[Hashable, list[_Roles]] = {}
        for key, each in zip(keys, said, strict=True):
            groups.setdefault(key, []).append(each)
        pooled: dict[Hashable, _Roles] = {}
        for key, group in groups.items():
            share = len(group) / (len(group) + 1)
            first, second, third = (share * (a - b) for a, b in zip(_mean(group), self._usual, strict=True))
            pooled[key] = first, second, third
        return pooled

    def of(self, placed: _Placed) -> _Roles:
        """What speaks for each role of a piece."""
        words, slot, look = self._by_words(placed.piece.text), self._by_slot[placed.slot], self._by_look[placed.look]
        title, company, place = (a + BY_SLOT * b + BY_LOOK * c for a, b, c in zip(words, slot, look, strict=True))
        return title, company, place

    def certainty(self, title: _Placed, company: _Placed) -> float:
        """How much better two pieces are as position and employer than the other way round."""
        one, other = self.of(title), self.of(company)
        return (one[0] + other[1]) - (one[1] + other[0])

    def assigned(self, head: Sequence[_Placed], elsewhere: float) -> Position:
        """The assignment for which most speaks."""
        head = head[:MOST_PIECES]
        scores = [self.of(each) for each in head]
        none = len(head)
        options = [*range(len(head)), none]
        best, chosen = float("-inf"), (none, none, none)
        for picks in product(options, repeat=3):
            taken = [pick for pick in picks if pick != none]
            if len(set(taken)) < len(taken):
                continue
            title, company, place = picks
            score = sum(
                scores[pick][role] + WANTED[role] - 0.1 * pick for role, pick in enumerate(picks) if pick != none
            )
            if title != none and company != none and elsewhere:
                score += 0.3 if (title < company) == (elsewhere > 0) else -0.3
            if score > best:
                best, chosen = score, (title, company, place)
        title, company, place = (head[pick].piece if pick != none else None for pick in chosen)
        return Position(title, company, place)


def _mean(scores: Sequence[_Roles]) -> _Roles:
    count = max(len(scores), 1)
    title, company, place = (sum(each[role] for each in scores) / count for role in range(3))
    return title, company, place


def _pieces_of(entry: Entry) -> list[_Placed]:
    """The pieces of a head apart from dates; a single one is split at a comma."""
    anchor = next((index for index, each in enumerate(entry.head) if each.dates), 0)
    found: list[_Placed] = []
    for index, paragraph in enumerate(entry.head):
        order = 0
        for text, look in strong_pieces(paragraph):
            first, middle, last = ("", text, "") if is_place(text) else around_place(text)
            middle = KIND.sub(" ", middle).strip() if len(middle) < 40 else middle
            for piece in (first, middle, last):
                if re.search(r"\w", piece):
                    found.append(_Placed(Piece(strip_marks(piece), paragraph.line), (index - anchor, order), look))
                    order += 1
        for aside in paragraph.asides:
            text = strip_marks(without_dates(aside.text)).strip("()")
            if is_place(text):
                found.append(_Placed(Piece(text, aside.line), (index - anchor, MOST_PIECES), (False, False, 0.0)))
    named = [each for each in found if not is_place(each.piece.text)]
    if len(named) == 1:
        halves = [
            named[0]._replace(piece=each, slot=(named[0].slot[0], order))
            for order, each in enumerate(_halves(named[0].piece))
        ]
        found = [*halves, *(each for each in found if each is not named[0])]
    return found


def _halves(piece: Piece) -> list[Piece]:
    """A piece split between position and employer, at "at" or at a comma; whole when it has neither."""
    text, line = piece
    at = AT.split(text, maxsplit=1) if not school_score(text) else []
    if len(at) == 2:
        return [Piece(strip_marks(half), line) for half in at]
    cuts = [match.start() for match in re.finditer(r"[,:]\s", text)][:MOST_COMMAS]
    halves = [[Piece(strip_marks(text[:cut]), line), Piece(strip_marks(text[cut + 1 :]), line)] for cut in cuts]
    halves = [half for half in halves if all(each.text for each in half)]
    return max(halves, key=lambda half: abs(_leaning(half)), default=[piece])


def _leaning(pair: Sequence[Piece]) -> float:
    """Positive when the first of two pieces is the position and the second the employer."""
    first, second = (
        title_score(piece.text) - company_score(piece.text) - school_score(piece.text) / 2 for piece in pair
    )
    return first - second
