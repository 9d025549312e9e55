"""The parts of a told experience: situation, task, action, result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from interview_cli.scoring.reading import Hit, Reading, is_deed

FULL_ACTIONS = 4
"""So many different things done by the candidate make the action part complete."""

_RESULTS_FROM = 0.35
"""A result is looked for after this share of the answer; before it, the same words set the scene."""

_TELLING_WORDS = 5

_YEAR = re.compile(r"(?:19|20)\d\d")


class Result(IntEnum):
    """How good the ending of a story is."""

    NONE = 0
    VAGUE = 1
    HINTED = 2
    CONCRETE = 3
    MEASURED = 4


@dataclass(slots=True)
class Story:
    """How far situation, task and action are there, 0–1, how good the result is, and the cues that show each part.

    `own` and `shared` are the different things that "I" and "we" did.
    """

    own: list[Hit]
    shared: list[Hit]
    situation: float = 0.0
    task: float = 0.0
    action: float = 0.0
    result: Result = Result.NONE
    shown: dict[str, list[Hit]] = field(default_factory=dict)


def tell(reading: Reading, figures: list[Hit], named: list[Hit]) -> Story:
    """Find the parts of a story. `figures` and `named` are the answer's numbers and names."""
    story = Story(own=_distinct(reading, "i_act"), shared=_distinct(reading, "we_act"))
    _set_scene(story, reading, named)
    story.shown["task"] = reading.found("task")
    story.task = min(1.0, 0.7 * reading.count("task"))
    story.shown["action"] = story.own or story.shared
    story.action = min(1.0, (len(story.own) + 0.5 * min(4, len(story.shared))) / FULL_ACTIONS)
    _find_result(story, reading, figures)
    return story


def _distinct(reading: Reading, kind: str) -> list[Hit]:
    """Each verb once: saying the same thing again is no further action."""
    first: dict[str, Hit] = {}
    for act in reading.found(kind):
        first.setdefault(reading.words[act.first], act)
    return list(first.values())


def _set_scene(story: Story, reading: Reading, named: list[Hit]) -> None:
    """A scene is set by where and when, and by what had happened before, in the first half of the answer."""
    half = max(30, len(reading.words) // 2)
    places = [hit for hit in reading.found("situation") + _before(reading) if hit.first < half]
    times = [hit for hit in reading.found("time") + _dates(reading) if hit.first < half]
    names = [hit for hit in named if hit.first < half]
    story.situation = min(1.0, 0.45 * min(2, len(places)) + 0.5 * min(1, len(times)) + 0.2 * min(1, len(names)))
    story.shown["situation"] = sorted(places + times, key=lambda hit: hit.first)


def _before(reading: Reading) -> list[Hit]:
    """What had been done before the story begins: "had set", "had been"."""
    pairs = zip(reading.words, reading.words[1:], strict=False)
    return [
        Hit("situation", index, index + 2)
        for index, (word, following) in enumerate(pairs)
        if word == "had" and (following == "been" or is_deed(following))
    ]


def _dates(reading: Reading) -> list[Hit]:
    """Years with the word before them: "March 2022", "in 2019"."""
    return [
        Hit("time", max(0, index - 1), index + 1) for index, word in enumerate(reading.words) if _YEAR.fullmatch(word)
    ]


def _find_result(story: Story, reading: Reading, figures: list[Hit]) -> None:
    """A change, best with a figure in the same sentence; an announcement ("as a result") or praise is less.

    What "I dropped" or "I fixed" is a deed and no result, unless a percentage or ratio says how much came of it.
    """
    start = int(len(reading.words) * _RESULTS_FROM)
    changes, announced, praise = (
        [hit for hit in reading.found(kind) if hit.first >= start] for kind in ("change", "result", "vague_result")
    )
    deeds = {hit.first for hit in reading.found("i_act")}
    shares = {reading.unit_of(hit.first) for hit in figures if hit.kind == "share"}
    changes = [hit for hit in changes if hit.first not in deeds or reading.unit_of(hit.first) in shares]
    figure_units = {reading.unit_of(hit.first) for hit in figures}
    change_units = {reading.unit_of(hit.first) for hit in changes}
    telling = [hit for hit in changes + announced if hit.kind == "change" or _goes_on(reading, hit)]
    compared = [hit for hit in reading.found("compared") if hit.first >= start]
    measured = [hit for hit in telling + compared if reading.unit_of(hit.first) in figure_units]
    concrete = [hit for hit in announced if reading.unit_of(hit.first) in change_units]
    praised = {reading.unit_of(hit.first) for hit in praise}
    hinted = [hit for hit in telling if hit.kind == "change" or reading.unit_of(hit.first) not in praised]
    if measured:
        story.result = Result.MEASURED
    elif concrete or len(change_units) >= 2:
        story.result = Result.CONCRETE
    elif hinted:
        story.result = Result.HINTED
    elif praise or announced:
        story.result = Result.VAGUE
    story.shown["result"] = sorted(measured or concrete or hinted or praise or announced, key=lambda hit: -hit.first)


def _goes_on(reading: Reading, hit: Hit) -> bool:
    """Whether enough follows an announcement to say what it announces."""
    return reading.units[reading.unit_of(hit.first)][1] - hit.last >= _TELLING_WORDS
