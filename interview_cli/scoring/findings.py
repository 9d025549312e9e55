"""What was found in an answer: who acts, the parts of the story, figures, reasons, each with the words that show it.

Everything the rules say about an answer is read off these findings; nothing is said that no finding supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Final, NamedTuple

from interview_cli.scoring.deeds import Deed
from interview_cli.scoring.reading import Reading


class Kind(StrEnum):
    """What a finding is. Values are those of the JSON contract."""

    OWN_ACT = "own_act"
    SHARED_ACT = "shared_act"
    OTHER_ACT = "other_act"
    PASSIVE_ACT = "passive_act"
    NOT_DONE = "not_done"
    SITUATION = "situation"
    TIME = "time"
    TASK = "task"
    RESULT = "result"
    LESSON = "lesson"
    REASON = "reason"
    MECHANISM = "mechanism"
    EXAMPLE = "example"
    TRADE_OFF = "trade_off"
    STEP = "step"
    FIGURE = "figure"
    NAME = "name"
    PADDING = "padding"
    CLICHE = "cliche"
    DODGE = "dodge"


class Outcome(StrEnum):
    """What kind of ending a result is, best first."""

    MEASURED = "measured"
    CHANGE = "change"
    ENDING = "ending"
    GENERAL = "general"
    NOTHING = "nothing"


class Finding(NamedTuple):
    """Something found on the words `first` to `last` (exclusive). `cue` is the word that gave it away.

    `sure` is false where form and place alone speak for it; `weight` is how strongly, where that was measured: 0
    where it just becomes likely, 1 where it becomes sure, more beyond. `detail` is an `Outcome` for results, the unit
    of a figure, a `Dodge` for what is said instead of an answer, else empty.
    """

    kind: Kind
    first: int
    last: int
    cue: int
    sure: bool = True
    detail: str = ""
    weight: float = 0.0


@dataclass(slots=True)
class Findings:
    """The findings of one answer by kind, each list in the order of the answer, and the deeds they rest on."""

    reading: Reading
    deeds: Sequence[Deed] = ()
    by_kind: dict[Kind, list[Finding]] = field(default_factory=dict)
    closest_result: float = -inf
    """How much speaks for the likeliest sentence to be a result, in logits above what makes it likely."""

    def found(self, kind: Kind) -> list[Finding]:
        """The findings of a kind, in order."""
        return self.by_kind.get(kind, [])

    def add(self, finding: Finding) -> None:
        """Keep a finding."""
        self.by_kind.setdefault(finding.kind, []).append(finding)

    def different(self, kind: Kind) -> list[Finding]:
        """Each wording of a kind once, at its first place: saying a thing again adds nothing."""
        words = self.reading.words
        first: dict[tuple[str, ...], Finding] = {}
        for finding in self.found(kind):
            key = (words[finding.cue],) if kind in _ACTS else tuple(words[finding.first : finding.last])
            first.setdefault(key, finding)
        return list(first.values())

    def result(self, outcome: Outcome) -> list[Finding]:
        """The results of one kind."""
        return [finding for finding in self.found(Kind.RESULT) if finding.detail == outcome]


def places(found: Iterable[Finding]) -> set[int]:
    """The words on which findings lie."""
    return {at for each in found for at in range(each.first, each.last)}


_ACTS: Final = frozenset({Kind.OWN_ACT, Kind.SHARED_ACT, Kind.OTHER_ACT, Kind.PASSIVE_ACT, Kind.NOT_DONE})
