"""Whether an answer gives what was asked for, or only speaks around it.

One sentence that dodges means nothing beside an answer. That there is none takes two signs: the dodge, and that
nothing else in the answer could be what was asked for: no deed where an experience is asked for, and elsewhere
nothing of the kind that the question asks for (a figure, a time, a person), or hardly anything at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Final

from interview_cli.scoring.absences import has_number, no_figure
from interview_cli.scoring.asked_for import Asked, Wanted
from interview_cli.scoring.details import is_given_name
from interview_cli.scoring.dodges import Dodge
from interview_cli.scoring.findings import Finding, Kind, places
from interview_cli.scoring.sheet import Sheet

MOSTLY: Final = 0.5
"""With this share of its words in dodges an answer is one, where nothing else in it can be checked (chosen)."""

_AROUND_IT: Final = frozenset({Dodge.REFUSAL, Dodge.ASKED_BACK, Dodge.PUT_OFF, Dodge.DENIAL})
_OFF_ONESELF: Final = frozenset({Dodge.BLAME, Dodge.HIDDEN})

_PERSONS: Final = frozenset(
    "mr mrs ms miss dr sir sister boss bosses manager managers supervisor supervisors chef foreman colleague "
    "colleagues head matron director owner lecturer professor tutor teacher lead leader partner mentor trainer "
    "principal captain sergeant inspector editor neighbour customer customers client clients he she anyone "
    "anybody".split()
)


def dodged(sheet: Sheet) -> Sequence[Finding]:
    """The dodges of an answer that gives nothing else; none where it may give an answer."""
    around = [each for each in sheet.findings.found(Kind.DODGE) if each.detail in _AROUND_IT]
    if not around or sheet.is_small_talk or sheet.is_follow_up or sheet.explains:
        return ()
    return () if _gives_it(sheet, around) else around


def _gives_it(sheet: Sheet, around: Sequence[Finding]) -> bool:
    """Whether there is, outside of these, what could be what was asked for.

    What somebody does in the present is a story where something happens besides, else how they are.
    """
    ours = [*sheet.own, *sheet.shared]
    if sheet.asked is Asked.STORY:
        happens = bool(sheet.others or sheet.parts["result"])
        return sheet.may_have_acted or _beside(around, [each for each in ours if each.sure or happens])
    if _beside(around, ours) and sheet.wanted is None:
        return True
    if sheet.wanted is Wanted.PERSON:
        return _speaks_of_somebody(sheet)
    if sheet.wanted is not None:
        return _beside(around, sheet.figures, sheet.findings.found(Kind.TIME))
    spoken = sum(one.last - one.first for one in around)
    return _beside(around, sheet.details) or spoken < MOSTLY * len(sheet.reading.words)


def _beside(around: Sequence[Finding], *found: Sequence[Finding]) -> bool:
    return bool({each.cue for each in chain.from_iterable(found)} - places(around))


def not_given(sheet: Sheet) -> str | None:
    """What a question asks for and the answer surely has not, in words; None where it may have it."""
    if sheet.wanted is None or sheet.is_follow_up or _may_have(sheet, sheet.wanted):
        return None
    return _WANTED_WORDS[sheet.wanted]


def _may_have(sheet: Sheet, wanted: Wanted) -> bool:
    words = sheet.reading.words
    if wanted is Wanted.PERSON:
        return _speaks_of_somebody(sheet) or bool(sheet.findings.found(Kind.NAME))
    if wanted is Wanted.OCCASION:
        happens = sheet.told or sheet.others or sheet.not_done or any(sheet.story.values())
        return bool(happens or sheet.may_have_acted or sheet.details)
    if wanted is Wanted.FIGURE:
        return has_number(sheet) or not _AMOUNTS.isdisjoint(words)
    may_be = _AMOUNTS | _TIMES
    return not no_figure(sheet) or bool(sheet.findings.found(Kind.TIME)) or not may_be.isdisjoint(words)


def _speaks_of_somebody(sheet: Sheet) -> bool:
    words = sheet.reading.words
    return not _PERSONS.isdisjoint(words) or any(map(is_given_name, words))


_WANTED_WORDS: Final = {
    Wanted.FIGURE: "an amount",
    Wanted.TIME: "a time",
    Wanted.PERSON: "a person",
    Wanted.OCCASION: "an occasion",
}
_AMOUNTS: Final = frozenset(
    "none nobody zero all agreement tariff scale band grade union minimum market average rate double same".split()
)
"""Words by which an amount is said without a figure: "what the tariff says"."""
_TIMES: Final = frozenset(
    "immediately now today tomorrow tonight once straight instantly asap soon next end start beginning spring summer "
    "autumn winter fall may march day week month year days weeks months years new easter christmas whenever any "
    "anytime away available free ready".split()
)


def summed_up(sheet: Sheet) -> Sequence[Finding]:
    """Where a story is asked for, the deeds that sum up many occasions, if there are no others: "I have led many
    projects", "I always met my targets"."""
    if sheet.asked is not Asked.STORY or sheet.shared or sheet.may_have_acted:
        return ()
    return sheet.own if all(_is_of_many(sheet, each) for each in sheet.own) else ()


def _is_of_many(sheet: Sheet, deed: Finding) -> bool:
    words = sheet.reading.words
    said, behind = words[deed.first : deed.last], words[deed.last : deed.last + _MANY_WITHIN]
    many = not _MANY.isdisjoint(behind) or ("more", "than") in pairwise(behind)
    return "always" in said or (many and not _HAVE.isdisjoint(said))


_HAVE: Final = frozenset("have i've".split())
_MANY: Final = frozenset(
    "many several lots numerous countless dozens hundreds thousands various multiple over".split()
)
_MANY_WITHIN: Final = 3
"""So near behind a verb these say how many it is about (chosen)."""


def shifted(sheet: Sheet) -> Sequence[Finding]:
    """Where an answer on something that went wrong lays it on others or keeps it quiet, and owns up to nothing."""
    if not sheet.asks_for_fault or sheet.reading.found("owned"):
        return ()
    return [each for each in sheet.findings.found(Kind.DODGE) if each.detail in _OFF_ONESELF]
