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


def quoted(reading: Reading, finding: Finding) -> str:
    """The sentence around a finding in quotation marks, shortened."""
    evidence = reading.quote(finding.cue)
    if not evidence:
        return "“…”"
    cue = reading.evidence(finding.cue, finding.cue + 1)
    if cue and cue.end - evidence.start > QUOTE_CHARACTERS:  # it would be cut before what was found
        first = max(reading.units[reading.unit_of(finding.cue)][0], finding.cue - WORDS_BEFORE)
        later = reading.evidence(first, finding.cue + 1)
        start = later.start - evidence.start if later else 0
        return f"“… {shorten(evidence.quote[start:])}”"
    return f"“{shorten(evidence.quote)}”"
