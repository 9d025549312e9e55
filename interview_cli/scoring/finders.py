"""Finds everything in an answer: who acts, figures and names, cued phrases, and the parts of the story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from interview_cli.scoring.deeds import OURS, Actor, Deed, find_deeds
from interview_cli.scoring.details import figures, is_given_name, names, times
from interview_cli.scoring.dodges import find_dodges
from interview_cli.scoring.findings import Finding, Findings, Kind
from interview_cli.scoring.reading import Hit, Reading
from interview_cli.scoring.side_by_side import Steps, side_by_side
from interview_cli.scoring.story import find_story
from interview_cli.scoring.verb_groups import TOLD, Form
from interview_cli.scoring.verbs import verbs
from interview_cli.text.lexicon import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DATES: Final = MONTHS["en"] | WEEKDAYS
_KIND_OF_ACTOR: Final = {
    Actor.OWN: Kind.OWN_ACT,
    Actor.SHARED: Kind.SHARED_ACT,
    Actor.OTHER: Kind.OTHER_ACT,
    Actor.NOBODY: Kind.PASSIVE_ACT,
}
_CUED: Final = (
    (Kind.REASON, "reason"),
    (Kind.MECHANISM, "mechanism"),
    (Kind.EXAMPLE, "example"),
    (Kind.TRADE_OFF, "trade_off"),
    (Kind.STEP, "step"),
    (Kind.PADDING, "padding"),
    (Kind.CLICHE, "cliche"),
)


def unit_words(reading: Reading) -> list[list[str]]:
    """The words of the units as they are compared by meaning: without figures and months, which say how much and when
    but not what, and without names, which say who.

    So "two" and "2", Zlatan and Priya, and a transcript with and without capitals, mean the same.
    """
    words = reading.words
    left_out = {index for hit in figures(reading) for index in range(hit.first, hit.last)}
    named = {words[index].removesuffix("'s") for hit in names(reading) for index in range(hit.first, hit.last)}
    openings = {first for first, _ in reading.units}
    left_out.update(reading.hidden)
    left_out.update(
        index
        for index in reading.capitals
        if words[index].removesuffix("'s") in named
        or words[index] in _DATES
        or (index in openings and is_given_name(words[index].removesuffix("'s")))
    )
    kept = list(words)
    for index in left_out:
        kept[index] = ""
    return [list(filter(None, kept[first:last])) for first, last in reading.units]


def find(
    reading: Reading, vectors: NDArray[np.float32] | None = None, meant: Sequence[Sequence[str]] | None = None
) -> Findings:
    """Everything that is found in an answer. Linear in its length.

    `vectors` are the rows of meaning of its units, where word vectors are installed, `meant` its `unit_words`, where
    the caller has them already.
    """
    return side_by_side([finding_steps(reading, vectors, meant)])[0]


def finding_steps(
    reading: Reading, vectors: NDArray[np.float32] | None = None, meant: Sequence[Sequence[str]] | None = None
) -> Steps[Findings]:
    """`find` in steps, to be done for many answers side by side."""
    findings = find_without_story(reading)
    yield
    meant = unit_words(reading) if meant is None else meant
    for finding in find_story(findings, meant, vectors):
        findings.add(finding)
    return findings


def find_without_story(reading: Reading) -> Findings:
    """What needs no look at the whole: deeds, figures, names, cued phrases and dodges."""
    deeds = find_deeds(reading.words, reading.gaps, reading.units)
    findings = Findings(reading, deeds)
    for deed in _told(deeds, reading):
        kind = _KIND_OF_ACTOR[deed.actor] if deed.form in TOLD else Kind.NOT_DONE
        findings.add(Finding(kind, deed.subject, deed.verb + 1, deed.verb, deed.form is not Form.PRESENT))
    for kind, hits in (
        (Kind.FIGURE, figures(reading)),
        (Kind.NAME, names(reading)),
    ):
        for hit in hits:
            findings.add(Finding(kind, hit.first, hit.last, hit.first, detail=hit.kind))
    for hit in times(reading):
        findings.add(Finding(Kind.TIME, hit.first, hit.last, hit.first))
    for kind, cue in _CUED:
        must_open = kind is Kind.STEP
        for hit in _longest(reading.found(cue)):
            if not must_open or _opens(reading, hit):
                findings.add(Finding(kind, hit.first, hit.last, hit.first))
    for finding in find_dodges(reading, deeds):
        findings.add(finding)
    return findings


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Cues without those that lie in a longer one: "next" in "next day"."""
    kept: list[Hit] = []
    for hit in hits:
        if kept and hit.first < kept[-1].last:
            if hit.last - hit.first > kept[-1].last - kept[-1].first:
                kept[-1] = hit
        else:
            kept.append(hit)
    return kept


def _opens(reading: Reading, hit: Hit) -> bool:
    """Whether a word of order says an order: it opens a clause ("first I asked"), and is no part of a phrase ("at the
    end of the year") or condition ("if it is off, then …")."""
    words, gaps = reading.words, reading.gaps
    first, last = reading.units[reading.unit_of(hit.first)]
    if hit.last < last and words[hit.last] in {"of", "to", "in", "with", "on"}:
        return False
    if words[hit.first] == "then" and not {"if", "when", "once", "whenever"}.isdisjoint(words[first : hit.first]):
        return False
    opens = hit.first == first or words[hit.first - 1] in {"and", "but", "so"} or bool(gaps[hit.first].strip())
    return opens or words[hit.first] == "then"


def _told(deeds: Sequence[Deed], reading: Reading) -> list[Deed]:
    """The deeds that are told as done or not done.

    Those in the present count only in an answer that narrates: "I listen to people" is how somebody sees themselves
    where nothing is set in time and nothing happens to anybody; and where most is told in the past, what is told in
    the present is how things are done now. "You" is whoever asks, or anybody, and does nothing.
    """
    narrates = Form.PRESENT in [deed.form for deed in deeds] and _narrates(deeds, reading)
    return [
        deed
        for deed in deeds
        if deed.form in _MAY_BE_TOLD
        and reading.words[deed.subject] != "you"
        and (
            deed.form is Form.PAST
            or (deed.actor in OURS and deed.form is Form.NOT_DONE)
            or (narrates and deed.form is Form.PRESENT and not _is_trade(deed, reading))
        )
    ]


_MAY_BE_TOLD: Final = TOLD | {Form.NOT_DONE}


def _is_trade(deed: Deed, reading: Reading) -> bool:
    """Whether a deed in the present is how an answer opens: "I teach maths to year eight" says who somebody
    is."""
    return deed.actor in OURS and deed.subject == reading.units[0][0]


def _narrates(deeds: Sequence[Deed], reading: Reading) -> bool:
    """Whether what an answer tells in the present is a story: it happens at a time, in numbers, or to somebody.

    Verbs whose past looks like their base ("put", "read") tell nothing of the tense.
    """
    words = reading.words
    acting = [deed for deed in deeds if deed.actor in OURS]
    forms = [deed.form for deed in acting]
    thought = forms.count(Form.THOUGHT) + forms.count(Form.HABIT)
    present = forms.count(Form.PRESENT)
    unchanged = verbs().pasts & verbs().irregular_bases
    past = sum(1 for deed in acting if deed.form is Form.PAST and words[deed.verb] not in unchanged)
    anchors = len(times(reading)) + len(figures(reading)) + len(reading.hidden)
    anchors += sum(
        1 for deed in deeds if deed.actor is Actor.OTHER and (deed.form in TOLD or words[deed.subject] in _SOMEBODY)
    )
    return present >= past and 2 * present > thought + reading.count("opinion") and past + anchors > 0


_SOMEBODY: Final = frozenset("he she he's she's".split())
