"""From cues to quotes: the sentence around a cue, short enough to be read in a report."""

from __future__ import annotations

from interview_cli.interview.model import Evidence
from interview_cli.scoring.criteria import Sheet
from interview_cli.scoring.reading import Hit, Reading

QUOTE_WORDS = 30
"""A longer sentence is quoted from a few words before the cue."""

WORDS_BEFORE_CUE = 6
QUOTES_PER_PART = 3


def quote(reading: Reading, hit: Hit) -> Evidence | None:
    """The sentence or clause that holds a cue, at most QUOTE_WORDS long, in the candidate's own characters."""
    if hit.first not in reading.quoted:
        first, last = reading.units[reading.unit_of(hit.first)]
        if last - first > QUOTE_WORDS:
            first = max(first, hit.first - WORDS_BEFORE_CUE)
            last = min(last, first + QUOTE_WORDS)
        reading.quoted[hit.first] = reading.evidence(first, last)
    return reading.quoted[hit.first]


def found_parts(sheet: Sheet) -> dict[str, tuple[Evidence, ...]]:
    """The parts of the answer that were found, each with up to three quotes; absent parts have no entry."""
    reading = sheet.reading
    cues = {part: sheet.story.shown.get(part, []) for part in ("situation", "task", "action", "result")}
    cues["number"] = sheet.figures
    cues["ownership"] = sheet.story.own
    parts = {part: _quotes(reading, hits) for part, hits in cues.items() if hits}
    covered = [match for match in sheet.points if match.covered and match.start is not None and match.end is not None]
    quotes = [
        found
        for match in covered[: 2 * QUOTES_PER_PART]
        if (found := reading.original(match.start or 0, match.end or 0))
    ]
    if quotes:
        parts["key_point"] = tuple(dict.fromkeys(quotes))
    return {part: found for part, found in parts.items() if found}


def _quotes(reading: Reading, hits: list[Hit]) -> tuple[Evidence, ...]:
    found: dict[Evidence, None] = {}
    for hit in hits:
        quoted = quote(reading, hit)
        if quoted:
            found[quoted] = None
        if len(found) == QUOTES_PER_PART:
            break
    return tuple(found)
