"""One function per criterion: from what was found in an answer to 0–5 and the cues that carry it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interview_cli.scoring.coverage import PointMatch
from interview_cli.scoring.reading import Hit, Reading
from interview_cli.scoring.star import Result, Story

FULL_COVERAGE = 0.8
"""Saying this much of the key points is a full answer; nobody recites all of them."""

DETAIL_WORTH, FOLLOW_UP_DETAIL_WORTH = 1.1, 2.2
"""What one checkable detail is worth; a follow-up asks for a single one."""

SHORT_FOLLOW_UP_WORDS = 12
"""The same for the answer to a follow-up, which asks for one thing."""

SHORT_WORDS = 40
"""Under this many words an answer is too thin to be clear or deep, whatever it holds."""

MAX_OFF_TOPIC = 1.0
"""What any criterion of an answer to another question can reach."""

BESIDE_THE_POINT = 1.5
"""Below this relevance an answer is called off topic; above it, words alone cannot tell for sure."""

LONG_WORDS = 400
"""Over this many words (some three minutes of speech) an interviewer stops listening."""

_OUTCOMES = {Result.NONE: 0.0, Result.VAGUE: 1.5, Result.HINTED: 2.3, Result.CONCRETE: 3.2, Result.MEASURED: 4.0}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything found in one answer. `topicality` says 0–1 how much it is about the
    question, None when there is no question to be about."""

    reading: Reading
    story: Story
    figures: list[Hit]
    named: list[Hit]
    points: tuple[PointMatch, ...]
    topicality: float | None
    is_follow_up: bool

    @property
    def covered(self) -> float | None:
        """How much of the key points was said, 0–1; None when the question names none."""
        if not self.points:
            return None
        return sum(point.strength for point in self.points) / len(self.points)


@dataclass(frozen=True, slots=True)
class Mark:
    """A score and what carries it, best first: cues, or `spans` of characters in the judged text.

    A score of None cannot be judged at all.
    """

    score: float | None
    hits: tuple[Hit, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def structure(sheet: Sheet) -> Mark:
    """Situation, task, action and result, the latter two counting most: they are what is hired."""
    story = sheet.story
    share = (
        0.22 * story.situation
        + 0.13 * story.task
        + 0.35 * story.action
        + 0.3 * min(1.0, story.result / Result.CONCRETE)
    )
    shown = [hits[0] for part in ("situation", "task", "action", "result") if (hits := story.shown.get(part))]
    return Mark(5 * share, tuple(shown))


def ownership(sheet: Sheet) -> Mark:
    """Distinct things the candidate did, and their share of everything that was done."""
    own, shared = len(sheet.story.own), len(sheet.story.shared)
    if not own:
        return Mark(min(2.0, 0.8 * shared), tuple(sheet.story.shared[:2]))
    share = own / (own + shared)
    score = min(5.0, 1.5 + 0.9 * own) * min(1.0, 0.45 + 0.8 * share)
    return Mark(score, tuple(sheet.story.own[:3]))


def specificity(sheet: Sheet) -> Mark:
    """Different figures, names and times; empty words take from it."""
    figures, times, setting = (
        _different(sheet.reading, hits)
        for hits in (sheet.figures, sheet.reading.found("time"), sheet.reading.found("situation"))
    )
    measures = [hit for hit in figures if hit.kind != "figure"]
    details = min(3, len(measures)) + 0.6 * min(2, len(figures) - len(measures))
    details += 0.7 * min(3, len(sheet.named)) + 0.7 * min(2, len(times))
    details += 0.25 * min(3, len(setting))
    worth = FOLLOW_UP_DETAIL_WORTH if sheet.is_follow_up else DETAIL_WORTH
    score = max(0.0, min(5.0, worth * details) - _emptiness(sheet.reading))
    return Mark(score, tuple((measures + figures + sheet.named + times + setting)[:3]))


def outcome(sheet: Sheet) -> Mark:
    """What changed, whether it is measured, and what was learned."""
    story, reading = sheet.story, sheet.reading
    lessons = reading.found("learning")
    score = _OUTCOMES[story.result] + (1.0 if lessons else 0.0)
    if story.result is Result.MEASURED and len(story.shown["result"]) >= 2:
        score += 0.5
    return Mark(score, tuple((story.shown["result"] + lessons)[:3]))


def relevance(sheet: Sheet) -> Mark:
    """How much the answer is about what was asked; shown by its opening."""
    if sheet.topicality is None:
        return Mark(None)
    return Mark(5 * sheet.topicality, _opening(sheet.reading))


def correctness(sheet: Sheet) -> Mark:
    """The share of the key points that was said. A full score needs most of them, not a recital of all."""
    covered = sheet.covered
    if covered is None:
        return Mark(None)
    said = sorted((point for point in sheet.points if point.covered), key=lambda point: -point.strength)
    near = said or sorted(sheet.points, key=lambda point: -point.strength)[:1]
    spans = [(point.start, point.end) for point in near if point.start is not None and point.end is not None]
    return Mark(min(5.0, 5 * covered / FULL_COVERAGE), spans=tuple(dict.fromkeys(spans))[:3])


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
    return Mark(sum(amounts) * _fullness(sheet), tuple(hits[:3]))


def scale(sheet: Sheet) -> Mark:
    """Load, size and latency in figures."""
    figures = _different(sheet.reading, sheet.figures)
    measures = [hit for hit in figures if hit.kind != "figure"]
    score = min(5.0, 1.3 * len(measures) + 0.7 * (len(figures) - len(measures)))
    return Mark(score, tuple((measures + figures)[:3]))


def organisation(sheet: Sheet) -> Mark:
    """Whether the answer goes step by step and says so."""
    return Mark(order(sheet.reading) * _fullness(sheet), tuple(sheet.reading.found("order")[:3]))


def order(reading: Reading) -> float:
    """0–5 for several steps (sentences or clauses) and different signposts between them."""
    signposts = {reading.words[hit.first] for hit in reading.found("order")}
    return min(2.0, 0.4 * len(reading.units)) + min(3.0, 0.6 * len(signposts))


def clarity(sheet: Sheet) -> Mark:
    """Sentence sizes, signposts and freedom from padding. Fillers do not count: they are delivery."""
    reading = sheet.reading
    sizes = [last - first for first, last in reading.units]
    mean_words = len(reading.words) / max(1, len(sizes))
    score = 3.2 if 6 <= mean_words <= 26 else 2.4
    signposts = {reading.words[hit.first] for hit in reading.found("order")}
    score += min(1.8, 0.45 * len(signposts))
    score -= _emptiness(reading) + 2.5 * _repetition(reading)
    if len(reading.words) > LONG_WORDS:
        score -= min(1.5, (len(reading.words) - LONG_WORDS) / 200)
    score = max(0.5, min(5.0, score)) * _fullness(sheet)
    return Mark(score, _opening(reading))


def _opening(reading: Reading) -> tuple[Hit, ...]:
    first, last = reading.units[0]
    return (Hit("opening", first, last),)


def _different(reading: Reading, hits: list[Hit]) -> list[Hit]:
    """Each wording once, at its first place: repeating a fact adds none."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(" ".join(reading.words[hit.first : hit.last]), hit)
    return list(first.values())


def _emptiness(reading: Reading) -> float:
    """Up to 1.2 points for empty words, by how dense they are."""
    return min(1.2, 12 * max(0, reading.count("vague") - 1) / max(40, len(reading.words)))


def _repetition(reading: Reading) -> float:
    """Share of three-word runs that were said before, 0–1."""
    words = reading.words
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def _fullness(sheet: Sheet) -> float:
    """A few words can be neither deep nor clear; from SHORT_WORDS on there is enough to tell."""
    enough = SHORT_FOLLOW_UP_WORDS if sheet.is_follow_up else SHORT_WORDS
    return min(1.0, 0.3 + 0.7 * len(sheet.reading.words) / enough)


def grounding(sheet: Sheet) -> float:
    """How far the manner of an answer may count, 0–1: only as far as its content is right, or else on topic.

    Well-told stories about something else and fluent wrong explanations earn little: while the relevance is below
    BESIDE_THE_POINT, 0.4 at most, which keeps the weighted mean of a story's rubric under 40 of 100.
    """
    if sheet.covered is not None:
        return min(1.0, 0.25 + 1.5 * sheet.covered)
    if sheet.topicality is None:
        return 1.0
    if sheet.topicality < BESIDE_THE_POINT / 5:
        return 0.25 + 0.5 * sheet.topicality
    return min(1.0, 0.4 + 3 * (sheet.topicality - BESIDE_THE_POINT / 5))


CONTENT = frozenset({"relevance", "correctness"})
"""The criteria that `grounding` does not weaken, because they are what it is made of."""

CRITERIA: dict[str, Callable[[Sheet], Mark]] = {
    "structure": structure,
    "ownership": ownership,
    "specificity": specificity,
    "outcome": outcome,
    "relevance": relevance,
    "correctness": correctness,
    "depth": depth,
    "scale": scale,
    "organisation": organisation,
    "clarity": clarity,
}
"""The criteria that rubrics may name."""
