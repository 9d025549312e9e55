"""Everything that is known of one answer, as the criteria read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from interview_cli.scoring.findings import Finding, Findings, Kind, Outcome
from interview_cli.scoring.key_points import PointFinding, PointState
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.relevance import Relevance

SHORT_WORDS: Final = 40
"""Under this many words there is more to say (chosen)."""

LONG_WORDS: Final = 400
"""Over this many words (some three minutes of speech) an interviewer stops listening (chosen)."""

LONG_SENTENCE_WORDS: Final = 32
"""Sentences longer than this on average are hard to follow by ear (chosen)."""

PADDED_SHARE: Final = 0.06
"""From this share of padding words on, an answer is padded (chosen)."""

REPEATED_SHARE: Final = 0.25
"""From this share of three-word runs said before, an answer repeats itself (chosen)."""

FULL_COVERAGE: Final = 0.8
"""Saying this much of the key points is a full answer; nobody recites all of them."""

FEWEST_MECHANISMS: Final = 2
"""So many words of condition and effect ("if", "until", "returns") explain how something works (chosen)."""

MENTIONED_WORTH: Final = 0.3
"""What a key point that is only mentioned counts (chosen)."""

_RESULT_ORDER: Final = (Outcome.MEASURED, Outcome.CHANGE, Outcome.ENDING, Outcome.NOTHING, Outcome.GENERAL)
_MOST_FIGURES, _MOST_NAMES, _MOST_TIMES = 4, 3, 2


@dataclass(frozen=True)
class Sheet:
    """The findings of an answer, what it says of the question's key points, and whether it is about the question.

    `relevance` is None when there is no question to be about. `explains` says whether knowledge or a plan is asked
    for, `opens` whether the question only opens or closes the interview.
    """

    findings: Findings
    points: tuple[PointFinding, ...]
    relevance: Relevance | None
    is_follow_up: bool
    explains: bool
    opens: bool = False

    @property
    def reading(self) -> Reading:
        """The answer taken apart."""
        return self.findings.reading

    @cached_property
    def own(self) -> list[Finding]:
        """The different things the candidate did."""
        return self.findings.different(Kind.OWN_ACT)

    @cached_property
    def shared(self) -> list[Finding]:
        """The different things that "we" did."""
        return self.findings.different(Kind.SHARED_ACT)

    @cached_property
    def others(self) -> list[Finding]:
        """The different things that others did."""
        return self.findings.different(Kind.OTHER_ACT)

    @cached_property
    def passive(self) -> list[Finding]:
        """What was done by nobody in particular."""
        return self.findings.different(Kind.PASSIVE_ACT)

    @cached_property
    def figures(self) -> list[Finding]:
        """The different figures."""
        return self.findings.different(Kind.FIGURE)

    @cached_property
    def results(self) -> list[Finding]:
        """The results, those that say most first; of equals the sure ones, then the likelier."""
        found = self.findings.found(Kind.RESULT)
        return sorted(
            found, key=lambda each: (_RESULT_ORDER.index(Outcome(each.detail)), not each.sure, -each.weight)
        )

    @cached_property
    def lessons(self) -> list[Finding]:
        """What was learned."""
        return self.findings.found(Kind.LESSON)

    @cached_property
    def steps(self) -> list[Finding]:
        """The different words that say an order."""
        return self.findings.different(Kind.STEP)

    @cached_property
    def padding(self) -> list[Finding]:
        """Words that say nothing."""
        return self.findings.found(Kind.PADDING)

    @cached_property
    def cliches(self) -> list[Finding]:
        """Phrases that fit anyone."""
        return self.findings.different(Kind.CLICHE)

    @property
    def is_short(self) -> bool:
        """Whether there is little to judge."""
        return len(self.reading.words) < SHORT_WORDS

    @cached_property
    def not_done(self) -> list[Finding]:
        """The different things that the candidate says they did not do."""
        return self.findings.different(Kind.NOT_DONE)

    @property
    def opening(self) -> Finding:
        """The first sentence or clause."""
        first, last = self.reading.units[0]
        return Finding(Kind.SITUATION, first, last, first)

    @cached_property
    def parts(self) -> dict[str, list[Finding]]:
        """The parts of a story that were found, each with what shows it, the surest first."""
        found = self.findings.found
        return {
            "scene": _surest(found(Kind.SITUATION)),
            "task": _surest(found(Kind.TASK)),
            "act": self.own or self.shared or self.passive,
            "result": [each for each in self.results if each.detail != Outcome.GENERAL],
        }

    @cached_property
    def details(self) -> list[Finding]:
        """Figures, names and times, in that order; what lies in one of them already, or in a
        phrase that fits anyone, is not counted."""
        kept: list[Finding] = []
        taken = {at for each in self.cliches for at in range(each.first, each.last)}
        for each in [*self.figures, *self.findings.different(Kind.NAME), *self.findings.different(Kind.TIME)]:
            if taken.isdisjoint(range(each.first, each.last)):
                kept.append(each)
                taken.update(range(each.first, each.last))
        return kept

    @cached_property
    def detail_worth(self) -> float:
        """How much checkable detail there is; a follow-up asks for a single one, which counts double there."""
        counts = Counter(each.kind for each in self.details)
        worth = min(_MOST_FIGURES, counts[Kind.FIGURE]) + 0.8 * min(_MOST_NAMES, counts[Kind.NAME])
        worth += 0.8 * min(_MOST_TIMES, counts[Kind.TIME])
        return worth * (2 if self.is_follow_up else 1)

    @cached_property
    def depth(self) -> dict[Kind, list[Finding]]:
        """Reasons, mechanisms, trade-offs and examples, as far as they were found.

        A story has "when" and "if" in it without explaining how anything works; there mechanisms do not count.
        """
        kinds = (Kind.REASON, Kind.TRADE_OFF, Kind.EXAMPLE)
        depth = {kind: found for kind in kinds if (found := self.findings.found(kind))}
        mechanism = self.findings.found(Kind.MECHANISM)
        if self.explains and len(mechanism) >= FEWEST_MECHANISMS:
            depth[Kind.MECHANISM] = mechanism
        return depth

    @property
    def told_points(self) -> list[PointFinding]:
        """The key points about which something can be told."""
        return [point for point in self.points if point.state is not PointState.CANNOT_TELL]

    def in_state(self, state: PointState) -> list[PointFinding]:
        """The key points in a state."""
        return [point for point in self.points if point.state is state]

    @cached_property
    def said_share(self) -> float:
        """How much of the key points that can be told is said, 0–1, full at FULL_COVERAGE."""
        told = self.told_points
        if not told:
            return 0.0
        right = len(self.in_state(PointState.RIGHT)) + MENTIONED_WORTH * len(self.in_state(PointState.MENTIONED))
        return max(0.0, min(1.0, right / len(told) / FULL_COVERAGE))

    @cached_property
    def padding_share(self) -> float:
        """The share of words that pad, 0–1."""
        return sum(each.last - each.first for each in self.padding) / max(1, len(self.reading.words))

    @property
    def mean_sentence_words(self) -> float | None:
        """Mean words a sentence; None where sentences have no marked ends."""
        reading = self.reading
        return len(reading.words) / reading.sentences if reading.punctuated and reading.sentences else None

    @cached_property
    def clarity_faults(self) -> tuple[str, ...]:
        """What was measured that makes an answer hard to follow, in words."""
        faults = []
        mean = self.mean_sentence_words
        if mean is not None and mean > LONG_SENTENCE_WORDS:
            faults.append(f"sentences of {mean:.0f} words on average")
        if self.padding_share > PADDED_SHARE and len(self.padding) >= 3:
            faults.append(f"padding ({', '.join(dict.fromkeys(self.quotes(self.padding[:4])))})")
        repeated = _repetition(self.reading.words)
        if repeated > REPEATED_SHARE:
            faults.append("the same words again and again")
        if len(self.reading.words) > LONG_WORDS:
            faults.append(f"its length of {len(self.reading.words)} words")
        return tuple(faults)

    def verbs(self, acts: Sequence[Finding]) -> list[str]:
        """The verbs of deeds as they were said."""
        return [self._text(each.cue, each.cue + 1) for each in acts]

    def texts(self, found: Sequence[Finding]) -> list[str]:
        """Findings as they were said."""
        return [self._text(each.first, each.last) for each in found]

    def quotes(self, found: Sequence[Finding]) -> list[str]:
        """Findings as they were said, in quotation marks."""
        return [f"“{text}”" for text in self.texts(found)]

    def _text(self, first: int, last: int) -> str:
        evidence = self.reading.evidence(first, last)
        return evidence.quote if evidence else ""


def _surest(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda each: not each.sure)


def _repetition(words: list[str]) -> float:
    """Share of three-word runs that were said before, 0–1."""
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return 1 - len(set(runs)) / len(runs) if runs else 0.0
