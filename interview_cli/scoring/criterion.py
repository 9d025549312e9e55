"""What a criterion is: one record with its decision table, its sentences and what it advises.

A criterion reads findings and nothing else. Its table is a list of levels, best first; the first whose condition
holds is the score, and its sentence, filled from the findings, is what is said about the answer. Score, sentence,
quotes, tags and praise come from the same record, so they cannot contradict each other. No criterion reads another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from interview_cli.scoring.findings import Finding
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import capitalised


class Verdict(NamedTuple):
    """What a criterion comes to: `score` 0–5 or None where it cannot be judged, the sentence that is said, the
    findings it rests on, best first, and `spans` of characters of the judged text for key points. `certainty`, 0–1,
    is how sure the finders are: so much of the criterion's weight counts. `is_open` says that it has no score because
    the rules cannot tell."""

    score: float | None
    sentence: str
    cited: Sequence[Finding] = ()
    spans: Sequence[tuple[int, int]] = ()
    certainty: float = 1.0
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A row of a decision table: its points, which may depend on how much was found and how surely, its sentence and
    what that cites. All are filled from the sheet when the row holds."""

    score: float | Callable[[Sheet], float]
    holds: Callable[[Sheet], bool]
    sentence: Callable[[Sheet], str]
    cited: Callable[[Sheet], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Weakness:
    """A tag with the condition under which it is named, and how much of its criterion it costs, 0–1 (chosen)."""

    tag: Tag
    holds: Callable[[Sheet], bool]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged.

    `levels` are tried in order; the last always holds. `praise` says in short what a good level means, `thin` what a
    low one means where the level's own sentence is too long for that, and `praise_rank` orders strengths: 0 says most
    about somebody. The praise is given only where the printed sentence bears it out: `praised` of it.
    `weaknesses` are what this criterion can show. `unjudged`, where given, says why a sheet is not judged by this
    criterion, `undecided` why the rules cannot tell. `certainty` is how sure the finders are of what it rests on.
    """

    name: str
    praise: str
    praise_rank: int
    thin: str | None = None
    praised: Callable[[str], bool] = bool
    levels: tuple[Level, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
    unjudged: Callable[[Sheet], str | None] = field(default=lambda _sheet: None)
    undecided: Callable[[Sheet], str | None] = field(default=lambda _sheet: None)
    certainty: Callable[[Sheet], float] = field(default=lambda _sheet: 1.0)

    def judge(self, sheet: Sheet) -> Verdict:
        """The verdict on one answer."""
        reason = self.unjudged(sheet)
        if reason:
            return Verdict(None, reason)
        if reason := self.undecided(sheet):
            return Verdict(None, reason, is_open=True)
        level = next(level for level in self.levels if level.holds(sheet))
        points = level.score(sheet) if callable(level.score) else level.score
        sentence = capitalised(level.sentence(sheet))
        return Verdict(round(points, 1), sentence, level.cited(sheet), certainty=self.certainty(sheet))

    def tags(self, sheet: Sheet) -> set[Tag]:
        """The weaknesses that the findings show."""
        return {weakness.tag for weakness in self.weaknesses if weakness.holds(sheet)}


def always(_sheet: Sheet) -> bool:
    """The condition of a table's last row."""
    return True


def at_least(least: float, amount: Callable[[Sheet], float]) -> Callable[[Sheet], bool]:
    """The condition that there is so much of something."""
    return lambda sheet: amount(sheet) >= least


def between(amount: float, *corners: tuple[float, float]) -> float:
    """Points for an amount, on the straight lines between corners of (amount, points) in rising order."""
    if amount <= corners[0][0]:
        return corners[0][1]
    for (low, fewer), (high, more) in pairwise(corners):
        if amount <= high:
            return fewer + (more - fewer) * (amount - low) / (high - low)
    return corners[-1][1]


def uncited(_sheet: Sheet) -> Sequence[Finding]:
    """For rows that say what was not found."""
    return ()
