"""The sentences of a job post by the headings above them, and what is at its top: title, employer, place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from interview_cli.documents.demands import Strength, strength_of, things_in
from interview_cli.documents.job_wording import HEADING, LABELS, Part
from interview_cli.documents.lines import Document, Line
from interview_cli.documents.skills import find_skills
from interview_cli.documents.wording import company_score, is_place, title_score
from interview_cli.text.lexicon import word_set
from interview_cli.text.sentences import sentence_texts
from interview_cli.text.words import list_words

MOST_TITLE_WORDS: Final = 5
"""In a title of words that are not known of titles (chosen)."""

_GENDERS: Final = re.compile(
    r"\s*[(\[]\s*[mwfdhx](?:\s*/\s*[mwfdhx]){1,3}\s*[)\]]|\s*\((?:all genders|H/F|F/H)\)", re.IGNORECASE
)
_ASIDE: Final = re.compile(r"\s+\((?P<text>[^()]+)\)$")
_WANTED: Final = re.compile(r"\s(?:wanted|gesucht)\s*[!.]*$", re.IGNORECASE)
_PIECES: Final = re.compile(r"\t|\s[|•·–—-]\s|[()]")
_IN_PLACE: Final = re.compile(r"\sin (?P<place>[A-ZÄÖÜÉ][\w-]+(?: [A-ZÄÖÜÉ][\w-]+)?)$")
_NAME: Final = r"(?<![\w&.-])[A-ZÄÖÜÉ][\w&.-]*(?: [A-ZÄÖÜÉ][\w&.-]*){0,3}"
_SOUGHT: Final = re.compile(
    r"(?:(?:looking for|hiring|seeking|recruiting|need|suchen|sucht|brauchen|recherch\w+|recrut\w+|buscamos|busca"
    r"|cerchiamo|cerca)\b(?:[^.\n]|(?<=\d)\.){0,40}?|(?:[Jj]oin|[Ww]ork)\b[^.\n]{0,60}?\sas)"
    r"\s(?:an?|eine(?:/n|[nr])?|une?|un[ao]?)\s(?:(?=[a-zäöü]+ [A-ZÄÖÜÉ])\w+ )?"
    r"(?P<title>[A-ZÄÖÜÉ][\w-]*(?: [A-ZÄÖÜÉ][\w-]*){0,4}"
    r"|[\w-]+(?: [\w-]+){0,3}?(?=\s(?:in|to|who|for|with|at|on|from|für|der|die|pour|para)\b|\s?[.,;!(\n]))"
)
_ANYBODY: Final = word_set("person persona personne people someone somebody team colleague kollegen kollegin place")
_LOOKING: Final = re.compile(
    rf"(?<!\bin )\b(?P<company>{_NAME}) (?:(?:is|are) (?:currently )?(?:looking for|hiring|seeking|recruiting)|"
    r"sucht|recherche|recrute|busca|cerca|ricerca|zoekt)(?!\w)"
    rf"|(?:[Jj]oin|[Aa]bout|[Bb]ei|[Cc]hez|Über) (?:the )?(?P<after>{_NAME})(?=[\s,.:!]|$)"
)

_NO_COMPANY: Final = frozenset("the role you us our team position we job this uns dich me".split())


def _labelled(document: Document, field: str) -> str | None:
    pattern = re.compile(rf"\W*(?:{LABELS[field]})\s*:\s*\W?(?P<value>.+)", re.IGNORECASE)
    for line in document.lines[:60]:
        if (found := pattern.match(line.text.replace("**", ""))) and len(found["value"]) < 120:
            return found["value"].strip(" *\t")
    return None


def title_of(document: Document) -> str | None:
    labelled = _labelled(document, "title")
    lines = [line for line in document.lines[:25] if 0 < len(line.text.split()) <= 14 and not line.is_bullet]
    best = max(lines, key=lambda line: _title_likeness(line.text, line.level, lines.index(line)), default=None)
    found = labelled or (
        best.text if best and _title_likeness(best.text, best.level, lines.index(best)) > 0 else None
    )
    if (
        found is None
        and (sought := _SOUGHT.search(document.text))
        and not _ANYBODY & set(list_words(sought["title"]))
    ):
        found = sought["title"]
    found = found or next((line.text for line in document.lines[:3] if _may_be_title(line)), None)
    if found is None:
        return None
    found = _WANTED.sub("", _GENDERS.sub("", found)).strip(" #*")
    found = re.split(r"\t|\s[|•@]\s|\s+(?:at|bei|chez)\s+(?=[A-Z])|\s+für (?:unsere?|die|das|den)\s", found)[0]
    if (aside := _ASIDE.search(found)) and not title_score(aside["text"]):
        found = found[: aside.start()]
    pieces = re.split(r"\s[–—-]\s|,\s", found)
    return (
        pieces[0]
        if len(pieces) > 1 and (is_place(pieces[-1]) or not title_score(pieces[-1])) and title_score(pieces[0])
        else found
    ).strip()


def _may_be_title(line: Line) -> bool:
    """Whether a line near the top, without a word that is known of titles, may be one: short, nothing else."""
    text = _ASIDE.sub("", line.text.strip(" #*"))
    return (
        0 < len(text.split()) <= MOST_TITLE_WORDS
        and not (line.is_bullet or text.endswith((".", "!", "?", ":", ",")) or ":" in text)
        and not (
            company_score(text)
            or is_place(text)
            or heading_of(text, is_marked=False)
            or strength_of(text)
            or _PIECES.search(text)
        )
        and not find_skills(text)
    )


def _title_likeness(text: str, level: int | None, place: int) -> float:
    text = _WANTED.sub("", text)
    sentence = 2.0 * text.rstrip().endswith((".", "!", "?", ":"))
    return title_score(text) + 1.0 * (level == 1) + 0.5 * bool(_GENDERS.search(text)) - 0.1 * place - sentence


def company_of(document: Document) -> str | None:
    if labelled := _labelled(document, "company"):
        return labelled
    for line in document.lines[:6]:
        found = re.search(r"(?:\s(?:at|@|bei|chez)\s)(?P<name>[A-Z][\w&.' -]{1,40})", line.text)
        if found and not title_score(found["name"]):
            return found["name"].strip(" .")
    for line in document.lines[:6]:
        pieces = [piece.strip() for piece in _PIECES.split(line.text)]
        for piece in pieces:
            name, _, place = piece.partition(", ")
            stands_by_place = is_place(place) or any(map(is_place, pieces))
            if stands_by_place and company_score(name) and _is_own_name(name) and not title_score(name):
                return name
    for sought in _LOOKING.finditer(document.text):
        name = sought["company"] or sought["after"]
        if name.split()[0].lower() not in _NO_COMPANY and _is_own_name(name):
            return str(name.rstrip("."))
    return None


def _is_own_name(name: str) -> bool:
    """Whether a name has a word of its own: "Hospital" and "York" name no employer."""
    words = [word for word in re.split(r"[\s,]+", name) if word[:1].isupper()]
    return not is_place(name) and any(not company_score(word) and word.lower() != "the" for word in words)


def place_of(document: Document) -> str | None:
    if labelled := _labelled(document, "place"):
        return labelled
    for line in document.lines[:8]:
        for piece in _PIECES.split(line.text):
            found = next((each for each in (piece, piece.partition(", ")[2]) if is_place(each.strip())), None)
            if found:
                return found.strip()
    for line in document.lines[:4]:
        if len(line.text.split()) <= MAX_HEADING_WORDS and (found_in := _IN_PLACE.search(line.text)):
            return found_in["place"]
    return None


MAX_HEADING_WORDS: Final = 7
MOST_ITEM_WORDS: Final = 12
"""A line without a full stop among what is asked for is an item of a list up to this many words (chosen)."""

FEWEST_WRAPPED: Final = 60
"""Characters of a line that may continue in the next (chosen)."""

_NUMBERED: Final = re.compile(r"\d{1,2}[.)]\s+")
_ASKING: Final[dict[Strength | None, Part]] = {"must": "must", "expected": "must", "nice": "nice"}
"""The part of a post that a sentence before a colon opens ("You need:"), by how strongly it asks."""


class Sentence(NamedTuple):
    """A sentence or an item of a list."""

    text: str
    part: Part
    is_item: bool


def _whole_lines(lines: list[Line]) -> list[Line]:
    """Lines of running text with what a line end broke off."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        continues = above is not None and len(above.text) >= FEWEST_WRAPPED and above.text[-1] not in ".!?:"
        if continues and above and line.gap < 0.5 and not (line.is_bullet or line.level or above.level):
            found[-1] = replace(above, parts=(*above.parts, above.parts[-1]._replace(text=" "), *line.parts))
        else:
            found.append(line)
    return found


def sentences_of(document: Document) -> Iterator[Sentence]:
    """Every sentence with the part of the post it is in. A heading is no sentence."""
    part: Part = "other"
    has_bullets = False
    lines = _whole_lines(document.lines)
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        text = line.text.strip()
        is_item = line.is_bullet or _NUMBERED.match(text) is not None
        opens_list = following is not None and following.is_bullet
        if not is_item and (found := heading_of(text, line.level is not None, opens_list)):
            (part, rest), has_bullets = found, False
            if not rest:
                continue
            text = rest
        text = _NUMBERED.sub("", text)
        has_bullets |= is_item
        is_short = (
            not has_bullets
            and part in {"must", "nice"}
            and len(text.split()) <= MOST_ITEM_WORDS
            and text[-1:] not in ".!?"
        )
        for sentence in [text] if is_item else sentence_texts(text.replace("\t", " ")):
            sentence = sentence.strip()
            if sentence.endswith(":") and not things_in(sentence):
                part = _ASKING.get(strength_of(sentence), part)
            elif sentence:
                yield Sentence(sentence, part, is_item or is_short)


def heading_of(text: str, is_marked: bool, opens_list: bool = False) -> tuple[Part, str] | None:
    """The part that a heading opens, and what follows it on the line."""
    head, colon, rest = text.partition(":")
    head = head.strip(" *#\t")
    if not head or len(head.split()) > MAX_HEADING_WORDS or head.endswith((".", ",", ";")):
        return None
    if not (colon or is_marked or opens_list) and strength_of(head) and things_in(head):
        return None
    for part, pattern in HEADING.items():
        if (found := pattern.search(head)) and (
            colon or is_marked or found.start() < 3 or head.isupper() or len(head.split()) <= 4
        ):
            if rest.strip() and part == "other":
                return None
            return part, rest.strip()
    if (colon or is_marked or opens_list) and not rest.strip() and (asked := _ASKING.get(strength_of(head))):
        return asked, ""
    return ("other", "") if is_marked and not title_score(head) else None
