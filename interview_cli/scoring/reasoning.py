"""Reasons, mechanisms, trade-offs and examples: which cues bring one in, and causes that are told without any."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.endings import OPENERS
from interview_cli.scoring.findings import Finding, Findings, Kind
from interview_cli.scoring.reading import Reading
from interview_cli.text.lexicon import TIME_UNITS

FEWEST_MECHANISMS: Final = 2
"""So many words of condition and effect ("if", "until", "returns") explain how something works (chosen)."""

_ORDER: Final = frozenset("first then before after instead".split())
"""Words of order, which stand in an explanation as in any list of what was done."""

_CONDITIONS: Final = frozenset("if unless until".split())
"""Words by which a plan says what depends on what."""

_SUPPOSED: Final = frozenset("consider think suppose take say imagine picture".split())
"""These bring in an example only at the start of a clause: "say a cup costs two euros", not "as they say"."""

_HARDLY_WEIGHS: Final = frozenset("instead even although but versus vs balance it depends depending".split())
"""First words of cues that mostly weigh nothing: "one tray instead of three", "balance sheet", "it depends"."""

_COMPARING: Final = frozenset("cheaper slower expensive".split())
_WEIGHING: Final = frozenset("but than though although instead whereas".split())
"""Only with these a story weighs one thing against another by what is cheaper or slower."""

_OPENING_WORDS: Final = 4
"""A "so" among the first words of an answer only opens it (chosen)."""

_WHEN: Final = frozenset("when whenever if once as".split())
_OURSELVES: Final = frozenset("i i'm i've i'd i'll we we're we've we'd we'll".split())
_IT_IS: Final = frozenset("it's that's".split())
_POINTED_AT: Final = frozenset("it that this they".split())
_POINTING: Final = frozenset("the my our his her their this that".split())
"""What is denied of these is of the case at hand; of anything else it is a saying."""

_ABOUT_REASONS: Final = frozenset("explain explains explained give gives gave ask asks asked find found know".split())
"""Behind these a reason is only spoken of: "explain the reason"."""

_NOT_SO_WORDS: Final = 5
"""At most so many words stand between "it is not" and "it's" (chosen)."""


def reasoning(findings: Findings, asked: Asked) -> dict[Kind, list[Finding]]:
    """By kind what was found of reasons, trade-offs, examples and mechanisms, what says it most plainly first.

    A story has "when" and "if" in it without explaining how anything works; there single words of mechanisms do not
    count, only what follows from what.
    """
    reading, words = findings.reading, findings.reading.words
    known, explains = asked is Asked.KNOWLEDGE, asked in {Asked.KNOWLEDGE, Asked.CASE}
    found = {
        kind: [each for each in findings.found(kind) if _tells(reading, each, known=known, explains=explains)]
        for kind in (Kind.REASON, Kind.TRADE_OFF, Kind.EXAMPLE)
    }
    follows = () if found[Kind.REASON] or not known else _marked_consequences(reading)
    found[Kind.REASON] = sorted(
        [*found[Kind.REASON], *_contrasts(reading), *follows], key=lambda each: words[each.first] in _WEAK
    )
    mechanism = [
        each
        for each in findings.found(Kind.MECHANISM)
        if (words[each.first] not in _ORDER if known else words[each.first] in _CONDITIONS)
    ]
    enough = explains and len(mechanism) >= FEWEST_MECHANISMS
    found[Kind.MECHANISM] = [*_consequences(reading), *(mechanism if enough else [])]
    return {kind: each for kind, each in found.items() if each}


_WEAK: Final = frozenset({"so"})


def _tells(reading: Reading, found: Finding, *, known: bool, explains: bool) -> bool:
    """Whether a cue of a reason, trade-off or example is more than the way speech joins sentences: "so we".

    Its words stand in one clause: "the same for costs, you put them" weighs nothing.
    """
    words, gaps = reading.words, reading.gaps
    start = reading.units[reading.unit_of(found.first)][0]
    if any(mark.strip() for mark in gaps[found.first + 1 : found.last]):
        return False
    if found.kind is Kind.EXAMPLE and words[found.first] in _SUPPOSED:
        begins = found.first == start or bool(gaps[found.first].strip())
        return begins or words[found.first - 1] in {"so", "and", "let's"}
    if found.kind is Kind.TRADE_OFF:
        if words[found.first : found.first + 2] == ["the", "price"] and words[found.first - 1] == "for":
            return False
        if words[found.first] in _COMPARING and not explains:
            end = reading.units[reading.unit_of(found.first)][1]
            return not _WEIGHING.isdisjoint(words[start:end])
        if words[found.first] == "rather" and found.last < len(words) and words[found.last][:1].isdigit():
            return False  # "at 8:50 rather than 8:15"
        return words[found.first] not in _HARDLY_WEIGHS and (explains or words[found.first] != "you")
    if words[found.first : found.last] == ["the", "reason"] and words[found.first - 1] in _ABOUT_REASONS:
        return False
    if words[found.first] == "since":
        if found.first and words[found.first - 1] in TIME_UNITS:  # "in the two months since we have had none"
            return False
        nearest = reading.found_from("since_when", found.first)
        return nearest is None or nearest.first > found.first
    if words[found.first] != "so" or words[found.last - 1] == "that":
        return True
    opens = OPENERS.issuperset(words[start : found.first]) or found.first < _OPENING_WORDS
    return known and not opens and words[found.first - 1] != "and"


def _consequences(reading: Reading) -> Iterator[Finding]:
    """What follows from what, told of things: "when the pipe gets hot and the wall is damp then it leaks"."""
    words = reading.words
    for first, last in reading.units:
        said = words[first:last]
        if "then" not in said or not _OURSELVES.isdisjoint(said):
            continue
        then = said.index("then")
        if then and said[then - 1] != "and" and not _WHEN.isdisjoint(said[:then]):
            at = first + next(at for at, word in enumerate(said) if word in _WHEN)
            yield Finding(Kind.MECHANISM, at, first + then + 1, at, sure=False)


def _marked_consequences(reading: Reading) -> Iterator[Finding]:
    """What a "so" behind a comma brings in, in an explanation: "they all behave the same, so one is enough"."""
    for at, word in enumerate(reading.words[:-1]):
        if word == "so" and "," in reading.gaps[at] and at > _OPENING_WORDS and not reading.gaps[at + 1].strip():
            yield Finding(Kind.REASON, at, at + 2, at, sure=False)


_DENYING: Final = frozenset({"not", "wasn't", "isn't"})


def _contrasts(reading: Reading) -> Iterator[Finding]:
    """What was taken for the cause and what it is: "it is not overload it's earth leakage"."""
    words = reading.words
    if _DENYING.isdisjoint(words):
        return
    for at, (one, other) in enumerate(pairwise(words)):
        denied = (one in {"is", "was", "it's"} and other == "not") or one in {"wasn't", "isn't"}
        if not denied:
            continue
        subject = words[at - 1] if at else ""
        if one != "it's" and subject not in _POINTED_AT and not (at > 1 and words[at - 2] in _POINTING):
            continue  # "quality is not an act, it is a habit"
        begin = at + (2 if other == "not" else 1)
        for then in range(begin + 1, min(len(words) - 1, begin + _NOT_SO_WORDS)):
            if words[then] in _IT_IS or (words[then] == "it" and words[then + 1] in {"is", "was"}):
                yield Finding(Kind.REASON, at, then + 1, at, sure=False)
                break
            if words[then] in {"but", "and", "because", "so"}:
                break
