"""What a criterion is: one record with its decision table, its sentences and what it advises.

A criterion reads findings and nothing else. Its table is a list of levels, best first; the first whose condition
holds is the score, and its sentence, filled from the findings, is what is said about the answer. Score, sentence,
quotes, tags and praise come from the same record, so they cannot contradict each other. No criterion reads another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from interview_cli.scoring.findings import Finding
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import capitalised


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a criterion comes to: `score` 0–5 or None where it cannot be judged, the sentence that is said, the
    findings it rests on, best first, and `spans` of characters of the judged text for key points."""

    score: float | None
    sentence: str
    cited: Sequence[Finding] = ()
    spans: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A row of a decision table. `sentence` and `cited` are filled from the sheet when the row holds."""

    score: float
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
    `weaknesses` are what this criterion can show. `unjudged`, where given, says why a sheet cannot be
    judged by this criterion.
    """

    name: str
    praise: str
    praise_rank: int
    thin: str | None = None
    praised: Callable[[str], bool] = bool
    levels: tuple[Level, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
    unjudged: Callable[[Sheet], str | None] = field(default=lambda _sheet: None)

    def judge(self, sheet: Sheet) -> Verdict:
        """The verdict on one answer."""
        reason = self.unjudged(sheet)
        if reason:
            return Verdict(None, reason)
        level = next(level for level in self.levels if level.holds(sheet))
        return Verdict(level.score, capitalised(level.sentence(sheet)), level.cited(sheet))

    def tags(self, sheet: Sheet) -> set[Tag]:
        """The weaknesses that the findings show."""
        return {weakness.tag for weakness in self.weaknesses if weakness.holds(sheet)}


def always(_sheet: Sheet) -> bool:
    """The condition of a table's last row."""
    return True


def at_least(least: float, amount: Callable[[Sheet], float]) -> Callable[[Sheet], bool]:
    """The condition that there is so much of something."""
    return lambda sheet: amount(sheet) >= least


def uncited(_sheet: Sheet) -> Sequence[Finding]:
    """For rows that say what was not found."""
    return ()
