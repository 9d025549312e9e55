"""The parts of a told experience: situation, task, results, and what was learned.

Each sentence or clause is described by a few signs (cues in it, who acts, whether it stands before or behind the
deeds, figures), by those of the sentences before and behind it, by its words and word pairs in their base forms, and
by its word vectors. One linear scorer says how likely it is to be each part. The weights are data,
`prompts/vocabulary/story_parts.json`, fitted by `benchmarks/fit_story_parts.py` on the labelled answers in
`tests/scoring/spoken/development` and `training`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from operator import eq
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.resources import resource_root
from interview_cli.scoring.checkable import with_noun
from interview_cli.scoring.deeds import OURS, Actor, Deed
from interview_cli.scoring.details import FIGURE
from interview_cli.scoring.endings import (
    GENERAL_NOT,
    OPENERS,
    REPORTING,
    can_be,
    may_be,
    outcome_of,
    says_so,
    went_from_to,
)
from interview_cli.scoring.findings import Finding, Findings, Kind, Outcome
from interview_cli.scoring.reading import Hit, Reading
from interview_cli.scoring.verb_groups import TOLD, Form
from interview_cli.scoring.verbs import base_forms, verbs
from interview_cli.text.stems import stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS: Final = (Kind.SITUATION, Kind.TASK, Kind.RESULT, Kind.LESSON)
_RESULT: Final = PARTS.index(Kind.RESULT)

_SIGNS: Final = (
    *("up", "down", "done", "lasting", "announce", "vague_result", "nothing_changed", "opinion", "lesson", "time"),
    *("scene", "task", "trouble", "closing", "reason", "padding", "unknown", "work", "step"),
)
"""The cues that are signs of what a unit is."""

CHANGES: Final = ("up", "down", "done", "lasting")
"""The cues of something that changed or was brought about."""

_SHORT_WORDS, _LONG_WORDS = 5, 25
_SHIFT_WORDS = 5
_EDGE: Final = 0.34


class PartModel(NamedTuple):
    """How the parts are told, by part in the order of PARTS.

    `signs` are the weights of each sign in the unit itself, in the one before it and in the one behind it (three
    times four), `words` those of words and word pairs, `meaning` a direction for each part (none without word
    vectors). From the scores `likely` and `sure` on a sentence is taken for the part.
    """

    signs: dict[str, list[float]]
    words: dict[str, list[float]]
    meaning: list[list[float]]
    likely: list[float]
    sure: list[float]


class _Table(NamedTuple):
    """The weights of signs, words and word pairs as rows of one table, and the directions of meaning."""

    signs: dict[str, int]
    words: dict[str, int]
    pairs: dict[tuple[str, str], int]
    weights: NDArray[np.float64]
    meaning: NDArray[np.float64]


@cache
def part_model(*, with_meaning: bool) -> PartModel:
    """The weights that ship in `prompts/vocabulary/story_parts.json`."""
    text = resource_root("prompts").joinpath("vocabulary", "story_parts.json").read_text(encoding="utf-8")
    return PartModel(**json.loads(text)["signs_and_meaning" if with_meaning else "signs"])


@cache
def _table(*, with_meaning: bool) -> _Table:
    import numpy as np

    model = part_model(with_meaning=with_meaning)
    beside = [0.0] * (2 * len(PARTS))
    weights = [*model.signs.values(), *([*own, *beside] for own in model.words.values())]
    signs = {sign: row for row, sign in enumerate(model.signs)}
    words = {word: row for row, word in enumerate(model.words, len(signs))}
    pairs = {
        (one, other): words[f"{one} {other}"] for one, _, other in (each.partition(" ") for each in words) if other
    }
    return _Table(signs, words, pairs, np.array(weights), np.array(model.meaning, dtype=np.float64))


@cache
def _base_stem(word: str) -> str:
    return stem(base_forms().get(word, word))


def stems_and_pairs(words: Sequence[str]) -> list[str]:
    """The stems of a unit's words (`_stems`), and each two that follow each other, its edges included."""
    stems = _stems(words)
    return [*stems, *map(" ".join, pairwise([_BEGIN, *stems, _END]))]


_BEGIN: Final = "^"
_END: Final = "$"


def _stems(words: Sequence[str]) -> list[str]:
    """The stems of a unit's words, verbs in their base form.

    "And they, they went back" and "they go back" are the same: joining words at the start and what is said twice in a
    row are left out.
    """
    start = 0
    while start < len(words) - 1 and words[start] in OPENERS:
        start += 1
    said = words[start:] if start else words
    if any(map(eq, said, islice(said, 1, None))):
        said = [word for before, word in pairwise(["", *said]) if word != before]
    return list(map(_base_stem, said))


def _scores(
    signs: Sequence[Iterable[str]], meant: Sequence[Sequence[str]], vectors: NDArray[np.float32] | None
) -> list[list[float]]:
    """For each unit how much speaks for each part."""
    import numpy as np

    table, size = _table(with_meaning=vectors is not None), len(PARTS)
    row_of_sign, row_of_word, row_of_pair = table.signs, table.words, table.pairs
    found: list[int] = []
    starts = []
    for held, words in zip(signs, meant, strict=True):
        starts.append(len(found))
        stems = _stems(words)
        found += [row_of_sign[sign] for sign in held if sign in row_of_sign]
        found += filter(None, map(row_of_word.get, stems))  # none of them is in row 0: signs come first
        found += filter(None, map(row_of_pair.get, pairwise([_BEGIN, *stems, _END])))
    sums = np.add.reduceat(table.weights.take(found, 0), starts, axis=0)
    scores = sums[:, :size]
    scores[1:] += sums[:-1, size : 2 * size]
    scores[:-1] += sums[1:, 2 * size :]
    if vectors is not None:
        scores = scores + vectors @ table.meaning.T
    result: list[list[float]] = scores.tolist()
    return result


def find_story(
    findings: Findings, meant: Sequence[Sequence[str]], vectors: NDArray[np.float32] | None = None
) -> Iterator[Finding]:
    """The situation, task, results and lessons of an answer.

    `meant` are its units without names and figures, in words; `vectors` are their rows of meaning, where word
    vectors are installed. Where neither "I" nor "we" do anything there is no story, and what looks like a scene or a
    task is none.
    """
    reading = findings.reading
    model = part_model(with_meaning=vectors is not None)
    signs = unit_signs(findings)
    told = bool(reading.found("task")) or any(_tells(deed, reading) for deed in findings.deeds)
    for unit, scores in enumerate(_scores(signs, meant, vectors)):
        first, last = reading.units[unit]
        said, held = reading.words[first:last], signs[unit]
        announced = says_so(held, said)
        if scores[_RESULT] > model.likely[_RESULT] + findings.closest_result and may_be(held, said):
            findings.closest_result = scores[_RESULT] - model.likely[_RESULT]
        for place, (part, score, likely, surely) in enumerate(
            zip(PARTS, scores, model.likely, model.sure, strict=True)
        ):
            is_result = place == _RESULT
            if (score < likely and not (is_result and announced)) or (not told and part in _OF_STORIES):
                continue
            sure = score >= surely or (is_result and went_from_to(held))
            if can_be(part, held, said, sure):
                detail = outcome_of(held, sure=sure) if is_result else ""
                weight = max((score - likely) / (surely - likely), announced if is_result else 0.0)
                yield Finding(part, first, last, first, sure, detail, weight)
        if "vague_result" in held and not GENERAL_NOT.intersection(held):
            yield Finding(Kind.RESULT, first, last, first, detail=Outcome.GENERAL, weight=1.0)


_OF_STORIES: Final = frozenset({Kind.SITUATION, Kind.TASK})


def _tells(deed: Deed, reading: Reading) -> bool:
    """Whether "I" or "we" did, had to or were something: without that there is no story."""
    if deed.actor not in OURS:
        return False
    return deed.form in TOLD or (deed.form in _BEING and verbs().is_past(reading.words[deed.verb]))


_BEING: Final = frozenset({Form.STATE, Form.ONGOING})


def unit_signs(findings: Findings) -> list[frozenset[str]]:
    """The signs of each sentence or clause: what is in it, who acts, and where it stands among the deeds."""
    reading = findings.reading
    signs: list[set[str]] = [{"any"} for _ in reading.units]
    unit_of = reading.unit_numbers
    for kind in _SIGNS:
        for hit in reading.found(kind):
            if kind != "nothing_changed" or not _is_relief(reading, hit):
                signs[unit_of[hit.first]].add(kind)
    for deed in findings.deeds:
        signs[unit_of[deed.verb]] |= _DEED_SIGNS[deed.actor, deed.form]
    for finding in findings.found(Kind.FIGURE):
        here = signs[unit_of[finding.first]]
        if "other_subject" not in here and _is_hour(reading, finding):
            here.add("moment")  # "we rolled it back at four" has no figure of what came of it
            continue
        here |= {"figure", finding.detail}
        if _is_of_doers(reading, finding):
            here.add("of_doers")
        elif not (_is_span(findings, finding) or _is_definite(reading, finding)):
            here.add("amount")
    for word in _measured_again(findings):
        signs[unit_of[word]].add("again")
    for finding in findings.found(Kind.TIME):
        signs[unit_of[finding.first]].add("moment")
    for word in shifts(findings):
        signs[unit_of[word]].add("shift")
    _place(signs, findings)
    for each in signs:
        _combine(each)
    return [frozenset(each) for each in signs]


def _is_relief(reading: Reading, hit: Hit) -> bool:
    """Whether it is good that nothing was: "nothing happened to him", "she was fine, nothing happened"."""
    words = reading.words
    if words[hit.last : hit.last + 1] == ["to"]:
        return True
    first, last = reading.units[reading.unit_of(hit.first)]
    return words[hit.last - 1] == "happened" and not _RELIEVED.isdisjoint(words[first:last])


_RELIEVED: Final = frozenset("fine ok okay safe well alright thank thankfully luckily unharmed unhurt".split())


def _is_span(findings: Findings, figure: Finding) -> bool:
    """Whether a figure only says when, or for how long: "nine days later", "for two days", "at four"."""
    if _is_hour(findings.reading, figure):
        return True
    times = findings.found(Kind.TIME)
    at = bisect_right(times, figure.first, key=lambda each: each.first) - 1
    return at >= 0 and figure.last <= times[at].last


def _is_hour(reading: Reading, figure: Finding) -> bool:
    """Whether a figure is the hour of a clock: "at four"."""
    before = reading.words[figure.first - 1] if figure.first else ""
    return before in {"at", "by", "until"} and with_noun(reading, figure).first < figure.first


def _is_definite(reading: Reading, figure: Finding) -> bool:
    """Whether a figure only says of whom: "the two mothers", "his other four"; or that there is none of it."""
    before = reading.words[figure.first - 1] if figure.first else ""
    return before in _DEFINITE or reading.words[figure.first] == "none"


def _is_of_doers(reading: Reading, figure: Finding) -> bool:
    """Whether a figure says how long a deed took, how many "we" are, or how many said something: "it took us an
    hour", "we're like eight people", "two people told me"."""
    before = reading.words[max(0, figure.first - _LOOKED_BACK) : figure.first]
    behind = reading.words[figure.last : figure.last + 2]
    took = any(
        one in {"took", "spent"} and (one == "spent" or other in _US) for one, other in pairwise([*before, ""])
    )
    return took or not _WE_ARE.isdisjoint(before) or not REPORTING.isdisjoint(behind)


def _measured_again(findings: Findings) -> Iterator[int]:
    """Where "it was" or "now" brings in a figure of what a figure was said of before: "nineteen days … it was six
    days"; a bare figure is of the same, "it had been 3 percent; with the new one it's 0.4"."""
    words, seen = findings.reading.words, set[str]()
    for each in findings.found(Kind.FIGURE):
        of = words[each.last - 1] if each.detail != FIGURE else ""
        before = tuple(words[max(0, each.first - 2) : each.first])
        if (of in seen or (seen and not of)) and (before in _BRING_IN or before[-1:] == ("it's",) or "now" in before):
            yield each.first
        seen |= {of} - {""}


_BRING_IN: Final = frozenset({("it", "was"), ("it", "is")})

_LOOKED_BACK: Final = 3
"""So many words before a figure say what it is of (chosen)."""

_US: Final = frozenset("us me".split())
_WE_ARE: Final = frozenset("we're".split())

_DEFINITE: Final = frozenset("the these those both his her my our their other".split())


def shifts(findings: Findings) -> list[int]:
    """Where changes are said by their ends, "from eight a month to zero": the words of their first figures."""
    words, figures = findings.reading.words, findings.found(Kind.FIGURE)
    return [
        one.first
        for one, other in pairwise(figures)
        if "from" in words[max(0, one.first - _LOOKED_BEHIND) : one.first]
        and not _ENDS.isdisjoint(words[max(one.last, other.first - _LOOKED_BEHIND) : other.first])
        and other.first - one.last <= _SHIFT_WORDS
    ]


_LOOKED_BEHIND: Final = 2
"""So many words before a figure say that it is an end of a change: "from about twelve days to just four" (chosen)."""

_ENDS: Final = frozenset({"to", "down", "up"})


def _deed_signs(actor: Actor, form: Form) -> frozenset[str]:
    """Who acts and how it is told; the past and the present of a story are the same."""
    told = "act" if form in TOLD else str(form)
    return frozenset({f"{actor}_{told}", f"{actor}_subject", told})


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
    _distances(signs, sorted({reading.unit_of(each.cue) for each in findings.found(Kind.OWN_ACT)}))


_MOST_COUNTED, _MOST_FROM_END, _MOST_THIRDS = 3, 4, 5


def _distances(signs: list[set[str]], own: list[int]) -> None:
    """How many units tell own deeds before and behind each, how far it is behind the last one, and from the end."""
    done, last, count = 0, len(signs) - 1, len(own)
    for unit, each in enumerate(signs):
        here = done < count and own[done] == unit
        behind = unit - own[done - 1] if done else 0
        each |= _distance_signs(len(signs), last - unit, here, done, count - done - here, behind)
        done += here


@lru_cache(maxsize=8192)
def _distance_signs(units: int, from_end: int, here: bool, done: int, ahead: int, behind: int) -> frozenset[str]:
    signs = {f"size {min(_MOST_THIRDS, units // 3)}", f"from end {min(_MOST_FROM_END, from_end)}"}
    signs.add("own here" if here else "own elsewhere")
    if here or done or ahead:
        signs |= {f"done {min(_MOST_COUNTED, done)}", f"ahead {min(_MOST_COUNTED, ahead)}"}
        signs.add(f"behind {min(_MOST_COUNTED, behind)}" if done else "none done")
    return frozenset(signs)


_PLACED: Final = frozenset("change figure trouble other_subject announce state shared_act time thought".split())
"""Signs that mean something else before, among and behind the deeds."""

_PLACED_AT: Final = {
    place: {sign: f"{sign} {place}" for sign in _PLACED} for place in ("before_acts", "among_acts", "after_acts")
}


def _combine(signs: set[str]) -> None:
    """Signs that mean more together than each alone."""
    if "shift" in signs or not signs.isdisjoint(CHANGES):
        signs.add("change")
    (place,) = _PLACED_AT.keys() & signs
    signs.update(map(_PLACED_AT[place].__getitem__, _PLACED & signs))
    for one, other in (("change", "figure"), ("announce", "change"), ("announce", "nothing_changed")):
        if one in signs and other in signs:
            signs.add(f"{one} {other}")
    if "own_act" in signs and "other_subject" not in signs:
        signs.add("own_act alone")
