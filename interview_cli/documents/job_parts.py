"""The sentences of a job post, each with the part that it stands in by the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from interview_cli.documents.demands import Strength, strength_of, things_in
from interview_cli.documents.job_wording import HEADING, Part
from interview_cli.documents.lines import Document, Line
from interview_cli.documents.wording import title_score
from interview_cli.text.sentences import sentence_texts

MAX_HEADING_WORDS: Final = 7
MOST_ITEM_WORDS: Final = 12
"""A line without a full stop among what is asked for is an item of a list up to so many words (chosen)."""

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
    """Every sentence with the part of the post it stands in. A heading is no sentence."""
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
