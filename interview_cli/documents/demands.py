"""What sentences of a job post ask for: how strongly, clause by clause, and which things.

Strength comes from the words of modality wherever they are in a clause ("X is required", "you must have X"), else
from the heading above. A thing is a skill of the vocabulary, or else what is left of the clause when the words around
it are taken away: "a driving licence is required" asks for a driving licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from interview_cli.documents.demand_words import (
    DEMANDED,
    EXPECTED,
    FRAME_BEFORE,
    FRAME_BEHIND,
    OF_OTHERS,
    PARTS,
    TRAITS,
    WAIVED,
    WISHED,
)
from interview_cli.documents.skills import canonical, find_skills
from interview_cli.documents.wording import DEGREE

Strength = Literal["must", "expected", "nice", "waived"]

MOST_WORDS: Final = 9
"""The name of a thing has no more words; what follows "to", "for" or "with" goes first (chosen)."""

MOST_CHARACTERS: Final = 200
"""A longer piece is no name of a thing (chosen)."""

_FIRM: Final = re.compile(r"[;:]\s+|\.\s+|[()]|\s[–—]\s|,?\s+(?:but|while|whereas|aber|mais|pero|ma|maar)\s+")
_LOOSE: Final = re.compile(r",\s+|(?<!-)\s+(?:and|und|et|y|e)\s+")
_LOOSE_IN_DEGREES: Final = re.compile(r",\s+|(?<!-)\s+(?:and|und|et|y|e)\s+(?![A-ZÄÖÜ])")
"""The name of a degree continues after an "and": "Health and Social Care"."""

_OR: Final = re.compile(r"\s+(?:or|oder|ou|o)\s+|\s+/\s+")
_OR_NAME: Final = re.compile(r"\s(?:or|oder|ou|o)\s(?P<name>[A-Z][\w.+#-]*\w(?: [A-Z][\w.+#-]*\w)?)(?=[\s,.;)]|$)")
_ANY_OTHER: Final = re.compile(r"(?:another|any other|other|similar|comparable|equivalent|like)\b", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"\s(?:to|for|with|within|that|who|which|such|including|so|um|zu|für|pour|afin|para|per|gained|because)\s.*"
)
_EDGES: Final = " \t.,;:!?*–—-•·\"'“”"
_ACRONYM: Final = re.compile(r"[A-Z]{2,3}")


def strength_of(text: str) -> Strength | None:
    """How strongly a clause asks by its own words; None when they do not say."""
    if WAIVED.search(text) and not WISHED.search(text):
        return "waived"
    if WISHED.search(text):
        return "nice"
    if DEMANDED.search(text) and not OF_OTHERS.search(text):
        return "must"
    return "expected" if EXPECTED.search(text) else None


def clauses_of(sentence: str) -> Iterator[tuple[str, Strength | None]]:
    """A sentence in pieces, each with its own strength: "Java is required, Go would be nice".

    A piece that names nothing ("(required)", "You need:") says how strongly the one before it asks, and after a colon
    those that follow.
    """
    segments = [piece for piece in _split(sentence, _FIRM) if piece.strip(_EDGES)]
    verdicts = [None if things_in(each) else strength_of(each) for each in segments]
    heading: Strength | None = None
    for index, segment in enumerate(segments):
        if verdicts[index] is not None:
            heading = verdicts[index]
            continue
        following = verdicts[index + 1] if index + 1 < len(segments) else None
        for clause in _clauses_of_segment(segment):
            yield clause, strength_of(clause) or following or heading


def _split(text: str, border: re.Pattern[str]) -> list[str]:
    return [text[begin:end] for begin, end in _spans(text, border)]


def _spans(text: str, border: re.Pattern[str]) -> list[tuple[int, int]]:
    borders = list(border.finditer(text))
    begins = [0, *(each.end() for each in borders)]
    ends = [*(each.start() for each in borders), len(text)]
    return list(zip(begins, ends, strict=True))


def _clauses_of_segment(segment: str) -> list[str]:
    """Pieces between commas, joined to those with words of modality.

    One without goes with the one before it where that one says first how strongly it asks ("you must know Java, Go"),
    else with the next ("Java, Go are required").
    """
    found: list[tuple[int, int]] = []
    waiting: int | None = None
    says_first = False
    for begin, end in _spans(segment, _LOOSE):
        piece = segment[begin:end]
        if strength_of(piece) not in {None, "expected"}:
            found.append((begin if waiting is None else waiting, end))
            waiting, says_first = None, _says_first(piece)
        elif found and waiting is None and says_first:
            found[-1] = (found[-1][0], end)
        elif waiting is None:
            waiting = begin
    if waiting is not None:
        found = [*found[:-1], (found[-1][0] if found else waiting, len(segment))]
    return [segment[begin:end] for begin, end in found]


def _says_first(piece: str) -> bool:
    """Whether a thing follows the words of modality, or there are none."""
    found = WISHED.search(piece) or DEMANDED.search(piece)
    return found is None or bool(things_in(piece[found.end() :]))


def things_in(clause: str, *, phrases: bool = True) -> list[str]:
    """The things that a clause names: skills by their names in the vocabulary, other things in its own words."""
    border = _LOOSE_IN_DEGREES if DEGREE.search(clause) else _LOOSE
    return [thing for piece in _split(clause, border) for thing in _things_of_piece(piece, phrases)]


def _things_of_piece(piece: str, phrases: bool) -> list[str]:
    found = find_skills(piece)
    taken = {each.start for each in found}
    names = [each.name for each in found]
    for each in found:
        other = _OR_NAME.match(piece, each.end)
        if other and other.start("name") not in taken:
            names.append(other["name"])
    is_phrase = phrases and len(piece) < MOST_CHARACTERS and not PARTS.match(piece.strip())
    if not is_phrase or (TRAITS.search(piece) and not found):
        return names
    thing = bare(piece)
    if names and not (DEGREE.match(thing) and min(taken) > piece.find(thing)):
        return names
    return [canonical(name) for each in _OR.split(thing) if (name := bare(each)) and not _ANY_OTHER.match(name)]


def bare(text: str) -> str:
    """What a clause asks for without the words around it; empty when nothing is left that could be a thing's name."""
    text, before = text.strip(_EDGES), None
    while text != before:
        before = text
        if (found := FRAME_BEFORE.match(text)) and not _is_acronym(found[0], text):
            text = text[found.end() :].strip(_EDGES)
        if (found := FRAME_BEHIND.search(text)) and not _is_acronym(found[0], text):
            text = text[: found.start()].strip(_EDGES)
    if len(text.split()) > MOST_WORDS:
        text = _TAIL.sub("", text, count=1).strip(_EDGES)
    words = text.split()
    is_name = 0 < len(words) <= MOST_WORDS and any(len(word) > 1 and word[0].isalpha() for word in words)
    return text if is_name else ""


def _is_acronym(frame: str, text: str) -> bool:
    """Whether what looks like words around a thing is an acronym: ALS (advanced life support), not German "als"."""
    word = frame.strip()
    return _ACRONYM.fullmatch(word) is not None and (word == text or not text.isupper())
