"""How findings are put into sentences: counts, lists and quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interview_cli.scoring.findings import Finding
from interview_cli.scoring.reading import Reading

QUOTE_CHARACTERS: Final = 100
"""A quote inside a sentence is cut between words after about this many characters."""

WORDS_BEFORE: Final = 6
"""A quote that begins inside a sentence begins so many words before what was found."""

_NUMBERS: Final = "no one two three four five six seven eight nine ten".split()
MOST_LISTED: Final = 5


def number(count: int) -> str:
    """A count in words up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """ "One detail", "two details"."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"; of more than MOST_LISTED the first ones "and two more"."""
    if len(items) > MOST_LISTED:
        return f"{', '.join(items[:MOST_LISTED])} and {number(len(items) - MOST_LISTED)} more"
    if len(items) > 1:
        return f"{', '.join(items[:-1])} {last} {items[-1]}"
    return ", ".join(items)


def capitalised(sentence: str) -> str:
    """The sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]


def shorten(text: str) -> str:
    """One line of at most about QUOTE_CHARACTERS, cut between words and marked where it is cut."""
    text = " ".join(text.split())
    if len(text) > QUOTE_CHARACTERS:
        text = text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0].rstrip(".,;: ") + " …"
    return text.rstrip(".,;: ")


def quoted(reading: Reading, finding: Finding, shown: tuple[int, int] | None = None) -> str:
    """The sentence around a finding in quotation marks, shortened, but not by the words that it is quoted for:
    `shown` (end exclusive), or else the finding's cue."""
    first, last = reading.units[reading.unit_of(finding.cue)]
    begin, end = shown or (finding.cue, finding.cue + 1)
    start = first
    if _characters(reading, start, end) >= QUOTE_CHARACTERS:
        start = max(first, begin - WORDS_BEFORE)
    while start < end - 1 and _characters(reading, start, end) >= QUOTE_CHARACTERS:
        start += 1
    said = reading.said(start, last)
    return f"“{'… ' if start > first else ''}{shorten(said) if said else '…'}”"


def _characters(reading: Reading, first: int, last: int) -> int:
    """How long a stretch is as the candidate said it, fillers included."""
    return len(reading.said(first, last))
