"""A job's must-haves: found in its description, looked for in the answers.

A must-have is one item of a list under a heading that asks for something ("Requirements", "Must have", "What you
bring" …), not under one that only wishes it ("Nice to have") or is about something else ("Benefits"). A description
without headings gives all its list items; one without lists, its sentences that say must, need, require or years.

A candidate meets a must-have when an answer speaks of it in one place, as the key points of a question are looked
for (`scoring.key_points`). The score is then JOB_SHARE the share of must-haves met and the rest the answers' score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from interview_cli.batch.plan import read_setting_file
from interview_cli.contracts.batch import MustHave, QuoteOfAnswer
from interview_cli.contracts.shared import fields_of
from interview_cli.errors import InputError
from interview_cli.scoring.evidence import cut
from interview_cli.scoring.key_points import PointState, find_key_points
from interview_cli.scoring.short_answers import sentences_of
from interview_cli.scoring.vocabulary import vocabulary, word_tokens
from interview_cli.transcripts.asking import sentences

JOB_SHARE: Final = 0.3
"""How much of the overall score the must-haves are. The rest stays what the answers are worth."""

MAX_MUST_HAVES: Final = 30
_MAX_CHARACTERS: Final = 300

_SPOKEN_OF: Final = frozenset({PointState.RIGHT, PointState.MENTIONED})

_PLAIN_TITLE: Final = re.compile(r"[A-Z][^.!?]{2,60}")
_BOLD: Final = re.compile(r"(?:\*\*|__)([^*_]{3,60})(?:\*\*|__):?")
_BULLET: Final = re.compile(r"(?:[-*•–+]|\d{1,2}[.)])\s+(?P<text>\S.*)")
_WISHED: Final = re.compile(
    r"nice.to.have|bonus|plus\b|preferred|desirable|ideally|advantage|not required|good to have|optional",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"require|must|qualification|what (?:you|we)[^.]{0,20}(?:need|bring|look|have|expect)|you (?:have|bring|are)|"
    r"need|skills|experience|about you|your profile|essential|minimum|who you are",
    re.IGNORECASE,
)
_DEMANDING: Final = re.compile(
    r"\b(?:must|need|needs|require[sd]?|requirement|years|essential|mandatory)\b", re.IGNORECASE
)


def read_must_haves(file: Path) -> tuple[str, ...]:
    """The must-haves of the job description in a file. Raises InputError when there are none."""
    found = find_must_haves(read_setting_file(file))
    if not found:
        raise InputError(
            f"{file} has no must-have to look for.",
            "List them under a heading such as 'Requirements'.",
        )
    return found


def find_must_haves(description: str) -> tuple[str, ...]:
    """The must-haves of a job description in text or Markdown, at most MAX_MUST_HAVES, in order."""
    asked: list[str] = []
    listed: list[str] = []
    wanted: bool | None = None
    for line in map(str.strip, description.splitlines()):
        if bullet := _BULLET.fullmatch(line):
            text = bullet["text"]
            if not _WISHED.search(text) and wanted is not False:
                (asked if wanted else listed).append(text)
        elif title := _title(line):
            wanted = not _WISHED.search(title) and _ASKED.search(title) is not None
        elif wanted and line:
            asked += [each for each in sentences(line) if not _WISHED.search(each)]
    found = asked or listed or [each for each in sentences(description) if _DEMANDING.search(each)]
    cleaned = (re.sub(r"[*_`]+", "", each)[:_MAX_CHARACTERS].strip() for each in found)
    return tuple(dict.fromkeys(each for each in cleaned if _says_something(each)))[:MAX_MUST_HAVES]


def _title(line: str) -> str | None:
    """The title in a line without blanks around it: "## Skills", "**Skills**" or "Skills:"; None when it has none."""
    if line.startswith("#"):
        return line.lstrip("#").rstrip("#").strip() or None
    if bold := _BOLD.fullmatch(line):
        return bold[1]
    before_colon, colon, behind = line.rstrip("*").rpartition(":")
    plain = before_colon.rstrip().strip("*")
    return plain if colon and not behind and _PLAIN_TITLE.fullmatch(plain) else None


def _says_something(text: str) -> bool:
    known = vocabulary()
    return any(known.weight(known.term(token)) >= 1.0 for token in word_tokens(text))


def must_haves_met(must_haves: Sequence[str], answers: Sequence[str]) -> list[MustHave]:
    """Each must-have with the answer (from 0) that speaks most clearly of it and the quote, if one does."""
    best: dict[str, tuple[float, QuoteOfAnswer]] = {}
    for index, answer in enumerate(answers):
        for found in find_key_points("", must_haves, answer, sentences_of(answer)):
            if found.state not in _SPOKEN_OF or found.start is None or found.end is None:
                continue
            evidence = cut(answer, found.start, found.end)
            strongest = best[found.point][0] if found.point in best else 0.0
            if evidence and found.strength > strongest:
                best[found.point] = (found.strength, fields_of(QuoteOfAnswer, evidence, answer=index))
    return [
        {"text": each, "met": each in best, "evidence": [best[each][1]] if each in best else []}
        for each in must_haves
    ]


def weighted_score(score: float | None, met: Sequence[MustHave]) -> float | None:
    """The overall score, 0–100, with the must-haves counted in; None stays None."""
    if score is None:
        return None
    share = sum(1 for each in met if each["met"]) / len(met)
    return round((1 - JOB_SHARE) * score + JOB_SHARE * 100 * share, 1)
