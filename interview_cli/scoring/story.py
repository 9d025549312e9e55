"""The parts of a told experience: situation, task, results, and what was learned.

Each sentence or clause is described by a few signs (cues in it, who acts, whether it stands before or behind the
deeds, figures) and by its word vectors, and one linear scorer says how likely it is to be each part. The weights are
data, `prompts/vocabulary/story_parts.json`, fitted by `benchmarks/fit_story_parts.py` on the labelled answers in
`tests/scoring/spoken/development` and `training`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.resources import resource_root
from interview_cli.scoring.deeds import Actor, Deed, Form
from interview_cli.scoring.findings import Finding, Findings, Kind, Outcome
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.verbs import verbs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS: Final = (Kind.SITUATION, Kind.TASK, Kind.RESULT, Kind.LESSON)

_SIGNS: Final = (
    *("up", "down", "done", "lasting", "announce", "vague_result", "nothing_changed", "opinion", "lesson", "time"),
    *("scene", "task", "trouble", "closing", "reason", "padding", "unknown", "work", "step"),
)
"""The cues that are signs of what a unit is."""

_CHANGES: Final = ("up", "down", "done", "lasting")
NEAR: Final = 0.7
"""A sentence whose score is so little below that of a likely part may be one (chosen, in logits)."""

_SHORT_WORDS, _LONG_WORDS = 5, 25
_FEWEST_WORDS = 3
_SHIFT_WORDS = 5
_EDGE: Final = 0.34


class PartModel(NamedTuple):
    """How the parts are told: weights by part and sign, a direction of meaning by part (none without word vectors),
    and by part the scores from which a sentence is taken for it likely and surely."""

    weights: dict[str, dict[str, float]]
    meaning: dict[str, list[float]]
    likely: dict[str, float]
    sure: dict[str, float]


@cache
def part_model(*, with_meaning: bool) -> PartModel:
    """The weights that ship in `prompts/vocabulary/story_parts.json`."""
    text = resource_root("prompts").joinpath("vocabulary", "story_parts.json").read_text(encoding="utf-8")
    return PartModel(**json.loads(text)["signs_and_meaning" if with_meaning else "signs"])


@cache
def _by_sign(*, with_meaning: bool) -> Mapping[str, Sequence[float]]:
    """What each sign weighs for each of PARTS."""
    weights = part_model(with_meaning=with_meaning).weights
    known = {sign for part in PARTS for sign in weights[part]}
    return {sign: [weights[part].get(sign, 0.0) for part in PARTS] for sign in known}


@cache
def _directions() -> NDArray[np.float32]:
    import numpy as np

    model = part_model(with_meaning=True)
    return np.array([model.meaning[part] for part in PARTS], dtype=np.float32)


def find_story(
    findings: Findings, deeds: Sequence[Deed], vectors: NDArray[np.float32] | None = None
) -> Iterator[Finding]:
    """The situation, task, results, lessons and times of an answer.

    `vectors` are the rows of meaning of its sentences, where word vectors are installed. Where neither "I" nor "we"
    do anything there is no story, and what looks like a scene or a task is none.
    """
    reading = findings.reading
    model, by_sign = part_model(with_meaning=vectors is not None), _by_sign(with_meaning=vectors is not None)
    meant = [[0.0] * len(PARTS)] * len(reading.units) if vectors is None else (vectors @ _directions().T).tolist()
    signs = unit_signs(findings, deeds)
    told = bool(reading.found("task")) or any(_tells(deed, reading) for deed in deeds)
    for unit, (first, last) in enumerate(reading.units):
        weighed = [by_sign[sign] for sign in signs[unit] if sign in by_sign]
        for part, score in zip(PARTS, map(sum, zip(meant[unit], *weighed, strict=True)), strict=True):
            if not told and part in {Kind.SITUATION, Kind.TASK}:
                continue
            if score >= model.likely[part] - NEAR:
                findings.near.add(part)
            if score >= model.likely[part] and _can_be(part, signs[unit], last - first, score >= model.sure[part]):
                sure = score >= model.sure[part]
                detail = _outcome(signs[unit], sure=sure) if part is Kind.RESULT else ""
                yield Finding(part, first, last, first, sure, detail, score)
        if "vague_result" in signs[unit] and not _GENERAL_NOT.intersection(signs[unit]):
            yield Finding(Kind.RESULT, first, last, first, detail=Outcome.GENERAL)
    for hit in reading.found("time"):
        yield Finding(Kind.TIME, hit.first, hit.last, hit.first)


_GENERAL_NOT: Final = frozenset({"before_acts", "first", "early", "change", "figure", "own_thought", "opinion"})
"""With these signs praise of how it went is no ending: it comes too early, says what changed, or is only wished."""


def _can_be(part: Kind, signs: frozenset[str], words: int, sure: bool) -> bool:
    """Whether a unit that is likely a part is one a person would call so: a result says something, and a lesson that
    is not sure has words of learning in it."""
    if part is Kind.LESSON:
        return sure or "lesson" in signs
    if part is not Kind.RESULT:
        return True
    trouble = {"before_acts", "trouble"} <= signs and signs.isdisjoint({"change", "announce"})
    only_a_deed = "own_act alone" in signs and signs.isdisjoint({"change", "figure"})
    return words >= _FEWEST_WORDS and (sure or not (trouble or only_a_deed))


def _tells(deed: Deed, reading: Reading) -> bool:
    """Whether "I" or "we" did, had to or were something: without that there is no story."""
    if deed.actor not in {Actor.OWN, Actor.SHARED}:
        return False
    return deed.form in {Form.PAST, Form.PRESENT} or (
        deed.form in {Form.STATE, Form.ONGOING} and verbs().is_past(reading.words[deed.verb])
    )


def _outcome(signs: frozenset[str], *, sure: bool) -> str:
    """What kind of ending a unit tells that is taken for a result. A figure measures a change, or a sure result."""
    if "nothing_changed" in signs and "time" not in signs and not {"before_acts", "early"} <= signs:
        return Outcome.NOTHING
    if "figure" in signs and (sure or "change" in signs):
        return Outcome.MEASURED
    if "change" in signs:
        return Outcome.CHANGE
    return Outcome.GENERAL if "vague_result" in signs else Outcome.ENDING


def unit_signs(findings: Findings, deeds: Sequence[Deed]) -> list[frozenset[str]]:
    """The signs of each sentence or clause: what is in it, who acts, and where it stands among the deeds."""
    reading = findings.reading
    signs: list[set[str]] = [{"any"} for _ in reading.units]
    for kind in _SIGNS:
        for hit in reading.found(kind):
            signs[reading.unit_of(hit.first)].add(kind)
    for finding in findings.found(Kind.FIGURE):
        signs[reading.unit_of(finding.first)] |= {"figure", finding.detail}
    for word in shifts(findings):
        signs[reading.unit_of(word)].add("shift")
    for deed in deeds:
        signs[reading.unit_of(deed.verb)] |= _DEED_SIGNS[deed.actor, deed.form]
    _place(signs, findings)
    for each in signs:
        _combine(each)
    return [frozenset(each) for each in signs]


def shifts(findings: Findings) -> list[int]:
    """Where changes are said by their ends, "from eight a month to zero": the words of their first figures."""
    words, figures = findings.reading.words, findings.found(Kind.FIGURE)
    return [
        one.first
        for one, other in pairwise(figures)
        if one.first
        and words[one.first - 1] == "from"
        and words[other.first - 1] in {"to", "down", "up"}
        and other.first - one.last <= _SHIFT_WORDS
    ]


def _deed_signs(actor: Actor, form: Form) -> frozenset[str]:
    acts = form in {Form.PAST, Form.PRESENT}
    return frozenset({f"{actor}_{'act' if acts else form}", f"{actor}_subject", form})


_DEED_SIGNS: Final = {(actor, form): _deed_signs(actor, form) for actor in Actor for form in Form}


def _place(signs: list[set[str]], findings: Findings) -> None:
    """Where each unit stands: among the deeds, and in the answer."""
    reading: Reading = findings.reading
    acts = [
        reading.unit_of(each.cue)
        for kind in (Kind.OWN_ACT, Kind.SHARED_ACT, Kind.PASSIVE_ACT)
        for each in findings.found(kind)
    ]
    first, last = (min(acts), max(acts)) if acts else (len(signs), len(signs))
    end = max(1, len(signs) - 1)
    for unit, each in enumerate(signs):
        each.add("before_acts" if unit < first else "after_acts" if unit > last else "among_acts")
        share = unit / end
        each.add("early" if share < _EDGE else "late" if share > 1 - _EDGE else "middle")
        size = reading.units[unit][1] - reading.units[unit][0]
        if size < _SHORT_WORDS:
            each.add("short")
        elif size > _LONG_WORDS:
            each.add("long")
    signs[0].add("first")
    signs[-1].add("last")


def _combine(signs: set[str]) -> None:
    """Signs that mean more together than each alone."""
    if "shift" in signs or not signs.isdisjoint(_CHANGES):
        signs.add("change")
    place = next(sign for sign in ("before_acts", "among_acts", "after_acts") if sign in signs)
    for sign in (
        "change",
        "figure",
        "trouble",
        "other_subject",
        "announce",
        "state",
        "shared_act",
        "time",
        "thought",
    ):
        if sign in signs:
            signs.add(f"{sign} {place}")
    if {"change", "figure"} <= signs:
        signs.add("change figure")
    if "own_act" in signs and "other_subject" not in signs:
        signs.add("own_act alone")
