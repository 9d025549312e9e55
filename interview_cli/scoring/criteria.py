"""One function per criterion: from what was found in an answer to 0–5 and the cues that carry it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interview_cli.scoring.coverage import PointMatch
from interview_cli.scoring.reading import Hit, Reading
from interview_cli.scoring.star import Story

SHORT_WORDS = 40
"""Under this many words an answer is too thin to be clear or deep, whatever it holds."""

MAX_OFF_TOPIC = 1.0
"""What any criterion of an answer to another question can reach."""

LONG_WORDS = 400
"""Over this many words (some three minutes of speech) an interviewer stops listening."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything found in one answer. `topicality` says 0–1 how much it is about the question."""

    reading: Reading
    story: Story
    figures: list[Hit]
    named: list[Hit]
    points: tuple[PointMatch, ...]
    topicality: float

    @property
    def covered(self) -> float | None:
        """How much of the key points was said, 0–1; None when the question names none."""
        if not self.points:
            return None
        return sum(point.strength for point in self.points) / len(self.points)


@dataclass(frozen=True, slots=True)
class Mark:
    """A score and the cues that carry it, best first. A score of None cannot be judged at all."""

    score: float | None
    hits: tuple[Hit, ...] = ()


def structure(sheet: Sheet) -> Mark:
    """Situation, task, action and result, the latter two counting most: they are what is hired."""
    story = sheet.story
    share = 0.22 * story.situation + 0.13 * story.task + 0.35 * story.action + 0.3 * story.result
    shown = [hits[0] for part in ("situation", "task", "action", "result") if (hits := story.shown.get(part))]
    return Mark(5 * share, tuple(shown))


def ownership(sheet: Sheet) -> Mark:
    """Distinct things the candidate did, and their share of everything that was done."""
    own, shared = len(sheet.story.own), len(sheet.story.shared)
    if not own:
        return Mark(1.0 if shared else 0.0, tuple(sheet.story.shared[:2]))
    share = own / (own + shared)
    score = min(5.0, 1.5 + 0.9 * own) * min(1.0, 0.45 + 0.8 * share)
    return Mark(score, tuple(sheet.story.own[:3]))


def specificity(sheet: Sheet) -> Mark:
    """Different figures, names and times; empty words take from it."""
    measures = [hit for hit in sheet.figures if hit.kind == "measure"]
    times = sheet.reading.hits.get("time", [])
    details = min(3, len(measures)) + 0.6 * min(2, len(sheet.figures) - len(measures))
    details += 0.7 * min(3, len(sheet.named)) + 0.7 * min(2, len(times))
    details += 0.3 * min(3, sheet.reading.count("situation"))
    score = max(0.0, min(5.0, 1.1 * details) - _emptiness(sheet.reading))
    return Mark(score, tuple((measures + sheet.figures + sheet.named + times)[:3]))


def outcome(sheet: Sheet) -> Mark:
    """What changed, whether it is measured, and what was learned."""
    story = sheet.story
    score = {1.0: 4.0, 0.8: 3.2, 0.5: 2.3, 0.35: 1.4}.get(story.result, 0.0)
    lessons = sheet.reading.hits.get("learning", [])
    if lessons:
        score = min(5.0, score + 1.0)
    elif story.measured and len(story.shown["result"]) >= 2:
        score += 0.5
    return Mark(score, tuple((story.shown["result"] + lessons)[:3]))


def relevance(sheet: Sheet) -> Mark:
    """How much the answer is about what was asked; shown by its opening."""
    return Mark(5 * sheet.topicality, _opening(sheet.reading))


def correctness(sheet: Sheet) -> Mark:
    """The share of the key points that was said. A full score needs most of them, not a recital of all."""
    covered = sheet.covered
    if covered is None:
        return Mark(None)
    return Mark(min(5.0, 5 * covered / 0.8))


def depth(sheet: Sheet) -> Mark:
    """Reasons, mechanisms, trade-offs and examples, as far as they are about the matter."""
    reading = sheet.reading
    amounts = (
        1.6 * min(1.0, reading.count("reason") / 2),
        1.2 * min(1.0, reading.count("mechanism") / 3),
        1.2 * min(1.0, reading.count("tradeoff") / 2),
        1.0 * min(1.0, reading.count("example") + len(sheet.figures) / 2),
    )
    hits = [found[0] for kind in ("reason", "tradeoff", "example", "mechanism") if (found := reading.hits.get(kind))]
    return Mark(sum(amounts) * _grounding(sheet) * _fullness(reading), tuple(hits[:3]))


def scale(sheet: Sheet) -> Mark:
    """Load, size and latency in figures."""
    measures = [hit for hit in sheet.figures if hit.kind == "measure"]
    score = min(5.0, 1.3 * len(measures) + 0.7 * (len(sheet.figures) - len(measures)))
    return Mark(score, tuple((measures + sheet.figures)[:3]))


def clarity(sheet: Sheet) -> Mark:
    """Sentence sizes, signposts and freedom from padding. Fillers do not count: they are delivery."""
    reading = sheet.reading
    sizes = [last - first for first, last in reading.units]
    mean_words = len(reading.words) / max(1, len(sizes))
    score = 3.2 if 6 <= mean_words <= 26 else 2.4
    signposts = {reading.words[hit.first] for hit in reading.hits.get("order", [])}
    score += min(1.8, 0.45 * len(signposts))
    score -= _emptiness(reading) + 2.5 * _repetition(reading)
    if len(reading.words) > LONG_WORDS:
        score -= min(1.5, (len(reading.words) - LONG_WORDS) / 200)
    score = max(0.5, min(5.0, score)) * _fullness(reading) * _grounding(sheet)
    return Mark(score, _opening(reading))


def _opening(reading: Reading) -> tuple[Hit, ...]:
    first, last = reading.units[0]
    return (Hit("opening", first, last),)


def _emptiness(reading: Reading) -> float:
    """Up to 1.2 points for empty words, by how dense they are."""
    return min(1.2, 12 * max(0, reading.count("vague") - 1) / max(40, len(reading.words)))


def _repetition(reading: Reading) -> float:
    """Share of three-word runs that were said before, 0–1."""
    words = reading.words
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def _fullness(reading: Reading) -> float:
    """A few words can be neither deep nor clear; from SHORT_WORDS on there is enough to tell."""
    return min(1.0, 0.3 + 0.7 * len(reading.words) / SHORT_WORDS)


def _grounding(sheet: Sheet) -> float:
    """How far fluent talk may count: only as far as its content is right. Without key points, as far as it is on topic."""
    basis = sheet.topicality if sheet.covered is None else sheet.covered
    return min(1.0, 0.25 + 1.5 * basis)


CRITERIA: dict[str, Callable[[Sheet], Mark]] = {
    "structure": structure,
    "ownership": ownership,
    "specificity": specificity,
    "outcome": outcome,
    "relevance": relevance,
    "correctness": correctness,
    "depth": depth,
    "scale": scale,
    "clarity": clarity,
}
"""The criteria that rubrics may name."""
