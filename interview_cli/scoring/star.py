"""The parts of a told experience: situation, task, action, result."""

from __future__ import annotations

from dataclasses import dataclass, field

from interview_cli.scoring.reading import Hit, Reading

FULL_ACTIONS = 4
"""So many things done by the candidate make the action part complete."""


@dataclass(slots=True)
class Story:
    """How far each part is there, 0–1, and the cues that show it, best first."""

    situation: float = 0.0
    task: float = 0.0
    action: float = 0.0
    result: float = 0.0
    learning: bool = False
    measured: bool = False
    own: list[Hit] = field(default_factory=list)
    shared: list[Hit] = field(default_factory=list)
    shown: dict[str, list[Hit]] = field(default_factory=dict)


def tell(reading: Reading, figures: list[Hit], named: list[Hit]) -> Story:
    """Find the parts of a story. `figures` and `named` are the answer's numbers and names."""
    hits = reading.hits
    story = Story(own=_distinct(reading, hits.get("i_act", [])), shared=_distinct(reading, hits.get("we_act", [])))
    _set_scene(story, reading, named)
    tasks = hits.get("task", [])
    story.task = min(1.0, 0.7 * len(tasks))
    story.action = min(1.0, (len(story.own) + 0.4 * min(4, len(story.shared))) / FULL_ACTIONS)
    story.shown["task"] = tasks
    story.shown["action"] = story.own or story.shared
    _find_result(story, reading, figures)
    story.learning = reading.has("learning")
    return story


def _distinct(reading: Reading, acts: list[Hit]) -> list[Hit]:
    """Each verb once: saying the same thing again is no further action."""
    seen: set[str] = set()
    kept = []
    for act in acts:
        verb = reading.words[act.first]
        if verb not in seen:
            seen.add(verb)
            kept.append(act)
    return kept


def _set_scene(story: Story, reading: Reading, named: list[Hit]) -> None:
    """A scene is set near the start by where and when: cues in the first half of the answer."""
    half = max(30, len(reading.words) // 2)
    places = [hit for hit in reading.hits.get("situation", []) if hit.first < half]
    times = [hit for hit in reading.hits.get("time", []) if hit.first < half]
    names = [hit for hit in named if hit.first < half]
    strength = 0.5 * min(2, len(places)) + 0.3 * min(1, len(times)) + 0.2 * min(1, len(names))
    story.situation = min(1.0, strength)
    story.shown["situation"] = sorted(places + times, key=lambda hit: hit.first)


def _find_result(story: Story, reading: Reading, figures: list[Hit]) -> None:
    """A result is an announced or concrete change; with a figure in the same sentence it is a measured one."""
    half = len(reading.words) * 2 // 5
    announced = [hit for hit in reading.hits.get("result", []) if hit.first >= half]
    changes = [hit for hit in reading.hits.get("change", []) if hit.first >= half]
    vague = [hit for hit in reading.hits.get("vague_result", []) if hit.first >= half]
    figure_units = {reading.unit_of(hit.first) for hit in figures}
    changed_units = {reading.unit_of(hit.first) for hit in changes}
    measured = [hit for hit in changes + announced if reading.unit_of(hit.first) in figure_units]
    concrete = [hit for hit in announced if reading.unit_of(hit.first) in changed_units]
    if measured:
        story.result, story.measured = 1.0, True
    elif concrete or len(changes) >= 2:
        story.result = 0.8
    elif changes or (announced and not vague):
        story.result = 0.5
    elif vague or announced:
        story.result = 0.35
    story.shown["result"] = measured or concrete or changes or announced or vague
