"""The criteria: for each one record with its decision table, its sentences and what it advises.

A criterion reads findings and nothing else. Its table is a list of levels, best first; the first whose condition
holds is the score, and its sentence, filled from the findings, is what is said about the answer. Score, sentence,
quotes, tags and praise come from the same row, so they cannot contradict each other. No criterion reads another.
Levels and their conditions are chosen, not measured, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from interview_cli.scoring.findings import Finding, Kind, Outcome
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.relevance import RelevanceState
from interview_cli.scoring.sheet import LONG_WORDS, SHORT_WORDS, Sheet
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import capitalised, counted, listed, number, quoted, shorten

HALF: Final = 0.5
FEWEST_QUOTED_WORDS: Final = 5
"""A sentence with fewer words shows nothing about what an answer is about (chosen)."""

GOOD: Final = 4.0
"""From this level on a criterion is worth praise."""


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

    `levels` are tried in order; the last always holds. `praise` says what a good level means, and `praise_rank`
    orders strengths: 0 says most about somebody. `weaknesses` are what this criterion can show. `unjudged`, where
    given, says why a sheet cannot be judged by this criterion.
    """

    name: str
    praise: str
    praise_rank: int
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


def _always(_sheet: Sheet) -> bool:
    return True


def _at_least(least: float, amount: Callable[[Sheet], float]) -> Callable[[Sheet], bool]:
    return lambda sheet: amount(sheet) >= least


def _nothing(_sheet: Sheet) -> Sequence[Finding]:
    return ()


# Structure: the parts of a story.

_PART_WORDS: Final = {
    "scene": "where things stood",
    "task": "what had to be done",
    "act": "what was done",
    "result": "how it came out",
}


def _structure_sentence(sheet: Sheet) -> str:
    """What was surely found, what perhaps, and what was not: a part is perhaps there where only its place says so."""
    sure = [words for part, words in _PART_WORDS.items() if sheet.parts[part] and sheet.parts[part][0].sure]
    perhaps = [words for part, words in _PART_WORDS.items() if sheet.parts[part] and not sheet.parts[part][0].sure]
    missing = [words for part, words in _PART_WORDS.items() if not sheet.parts[part] and not _set(sheet, part)]
    if not sure and not perhaps:
        return "I found no part of a story. If there is one, say where it was, what you did and how it came out."
    found = f"I found {listed(sure)}" if sure else "Of a story I found"
    found += (", and perhaps " if sure else " perhaps ") + listed(perhaps) if perhaps else ""
    return f"{found}; I did not find {listed(missing, 'or')}." if missing else f"{found}."


def _set(sheet: Sheet, part: str) -> bool:
    """Whether a part is not missed: one of scene and task sets the stage as well as both."""
    return part in {"scene", "task"} and _staged(sheet)


def _staged(sheet: Sheet) -> bool:
    return bool(sheet.parts["scene"] or sheet.parts["task"])


def _near(sheet: Sheet, *kinds: Kind) -> bool:
    """Whether some sentence comes near to being one of these parts: then nothing is said to be missing."""
    return not sheet.findings.near.isdisjoint(kinds)


def _has(sheet: Sheet, *parts: str) -> bool:
    return all(sheet.parts[part] for part in parts)


def _parts_cited(sheet: Sheet) -> Sequence[Finding]:
    return [found[0] for part in _PART_WORDS if (found := sheet.parts[part])]


def _structure_level(score: float, holds: Callable[[Sheet], bool]) -> Level:
    return Level(score, holds, _structure_sentence, _parts_cited)


STRUCTURE: Final = Criterion(
    "structure",
    "The story has its parts",
    praise_rank=6,
    levels=(
        _structure_level(5, lambda s: _has(s, "act", "result") and _staged(s)),
        _structure_level(4, lambda s: _has(s, "act", "result")),
        _structure_level(3, lambda s: _has(s, "act") and _staged(s)),
        _structure_level(1.5, lambda s: any(s.parts.values())),
        _structure_level(0, _always),
    ),
    weaknesses=(
        Weakness(Tag.NO_ACTION, lambda s: not s.parts["act"] and not s.others, 0.35),
        Weakness(Tag.NO_SITUATION, lambda s: not _staged(s) and not _near(s, Kind.SITUATION, Kind.TASK), 0.22),
    ),
)


# Ownership: who acts.


def _own(sheet: Sheet) -> str:
    return listed(sheet.verbs(sheet.own))


def _shared(sheet: Sheet) -> str:
    return listed(sheet.verbs(sheet.shared))


def _own_only(sheet: Sheet) -> str:
    return f"I found {counted(len(sheet.own), 'act')} of your own: {_own(sheet)}."


def _own_and_shared(sheet: Sheet) -> str:
    if not sheet.shared:
        return _own_only(sheet)
    own, shared = counted(len(sheet.own), "act"), number(len(sheet.shared))
    return f"I found {own} of your own ({_own(sheet)}) and {shared} of “we” ({_shared(sheet)})."


def _not_done(sheet: Sheet) -> str:
    left = listed(sheet.verbs(sheet.not_done))
    mine = f"{counted(len(sheet.own), 'act')} of your own ({_own(sheet)})" if sheet.own else "nothing that you did"
    return f"You name {counted(len(sheet.not_done), 'thing')} that you did not do ({left}); I found {mine}."


def _cite_own(sheet: Sheet) -> Sequence[Finding]:
    return sheet.own


OWNERSHIP: Final = Criterion(
    "ownership",
    "Your own part is clear",
    praise_rank=2,
    levels=(
        Level(1.5, lambda s: len(s.not_done) >= 2 and len(s.not_done) > len(s.own), _not_done, lambda s: s.not_done),
        Level(5, lambda s: len(s.own) >= 3 and len(s.own) > len(s.shared), _own_and_shared, _cite_own),
        Level(4, lambda s: len(s.own) >= 2 and len(s.own) >= len(s.shared), _own_and_shared, _cite_own),
        Level(3, lambda s: len(s.own) >= 2 or (len(s.own) == 1 and not s.shared), _own_and_shared, _cite_own),
        Level(2, lambda s: bool(s.own), _own_and_shared, _cite_own),
        Level(
            1.5,
            lambda s: bool(s.passive) and not s.shared,
            lambda s: f"Things were done ({listed(s.verbs(s.passive))}), and I found no word of who did them.",
            lambda s: s.passive,
        ),
        Level(
            1,
            lambda s: bool(s.shared),
            lambda s: (
                f"I found {counted(len(s.shared), 'act')} of “we” ({_shared(s)}) and nothing that you did yourself."
            ),
            lambda s: s.shared,
        ),
        Level(
            0.5,
            lambda s: bool(s.others),
            lambda s: f"I found what others did ({listed(s.verbs(s.others))}) and nothing that you did yourself.",
            lambda s: s.others,
        ),
        Level(
            0,
            _always,
            lambda _s: "I found nothing that you did. If you did something, say it with “I” and a verb.",
            _nothing,
        ),
    ),
    weaknesses=(Weakness(Tag.WE_NOT_I, lambda s: len(s.shared) > len(s.own)),),
)


# Specificity: details that could be checked.


def _details_sentence(sheet: Sheet) -> str:
    said = listed(sheet.quotes(sheet.details))
    cliches = f" Phrases that fit anyone: {listed(sheet.quotes(sheet.cliches))}." if sheet.cliches else ""
    return f"{counted(len(sheet.details), 'detail')} that can be checked: {said}.{cliches}"


def _no_details_sentence(sheet: Sheet) -> str:
    start = "I found no figure, name or date in it."
    if sheet.cliches:
        return f"{start} Phrases that fit anyone: {listed(sheet.quotes(sheet.cliches))}."
    return start


def _cite_details(sheet: Sheet) -> Sequence[Finding]:
    return sheet.details


SPECIFICITY: Final = Criterion(
    "specificity",
    "You gave details that can be checked",
    praise_rank=4,
    levels=(
        *(
            Level(score, _at_least(need, lambda s: s.detail_worth), _details_sentence, _cite_details)
            for score, need in ((5, 4.4), (4.5, 3.6), (4, 2.8), (3, 2), (2, 1.2), (1, 0.1))
        ),
        Level(0, _always, _no_details_sentence, lambda s: s.cliches),
    ),
    weaknesses=(
        Weakness(Tag.NO_NUMBERS, lambda s: not s.figures and not s.opens),
        Weakness(Tag.VAGUE, lambda s: s.padding_share > 0.04 and len(s.padding) >= 3, 0.3),
    ),
)


# Outcome: what came of it.


def _result_words(sheet: Sheet) -> str:
    best = sheet.results[0]
    said = quoted(sheet.reading, best)
    if best.detail == Outcome.MEASURED:
        start = "A result with its figure" if best.sure else "I take this for the result, with a figure"
    elif best.detail == Outcome.CHANGE:
        start = "A result" if best.sure else "I take this for the result"
    elif best.detail == Outcome.NOTHING:
        start = "I take this to say that nothing came of it"
    elif best.detail == Outcome.GENERAL:
        start = "The ending stays general"
    else:
        start = "The closest to a result that I found"
    return f"{start}: {said}." + (f" {_lesson_words(sheet)}" if sheet.lessons else "")


def _lesson_words(sheet: Sheet) -> str:
    return f"I take this for what you learned: {quoted(sheet.reading, sheet.lessons[0])}."


def _results_cited(sheet: Sheet) -> Sequence[Finding]:
    return [*sheet.results[:2], *sheet.lessons[:1]]


def _best_outcome(sheet: Sheet) -> str:
    return sheet.results[0].detail if sheet.results else ""


def _outcome_level(score: float, holds: Callable[[Sheet], bool]) -> Level:
    return Level(score, holds, _result_words, _results_cited)


OUTCOME: Final = Criterion(
    "outcome",
    "You said what came of it",
    praise_rank=0,
    levels=(
        _outcome_level(5, lambda s: _best_outcome(s) == Outcome.MEASURED and bool(s.lessons)),
        _outcome_level(4.5, lambda s: _best_outcome(s) == Outcome.MEASURED),
        _outcome_level(4, lambda s: _best_outcome(s) == Outcome.CHANGE and bool(s.lessons)),
        _outcome_level(3.5, lambda s: _best_outcome(s) == Outcome.CHANGE or bool(s.results and s.lessons)),
        _outcome_level(2.5, lambda s: _best_outcome(s) == Outcome.ENDING),
        _outcome_level(1.5, lambda s: _best_outcome(s) == Outcome.NOTHING),
        _outcome_level(1, lambda s: bool(s.results)),
        Level(
            1,
            lambda s: bool(s.lessons),
            lambda s: f"I found no result. {_lesson_words(s)}",
            lambda s: s.lessons,
        ),
        Level(
            0, _always, lambda _s: "I found no result. If there was one, say what changed and by how much.", _nothing
        ),
    ),
    weaknesses=(Weakness(Tag.NO_RESULT, lambda s: not s.results and not _near(s, Kind.RESULT)),),
)


# Relevance: three states.


def _relevance_spans(sheet: Sheet) -> Sequence[tuple[int, int]]:
    about = sheet.relevance
    return [(about.start, about.end)] if about and about.start is not None and about.end is not None else []


def _nearest(sheet: Sheet) -> str:
    spans = _relevance_spans(sheet)
    evidence = sheet.reading.original(*spans[0]) if spans else None
    return f": “{shorten(evidence.quote)}”" if evidence and evidence.quote.count(" ") >= FEWEST_QUOTED_WORDS else ""


def _cannot_tell(sheet: Sheet) -> str | None:
    if sheet.relevance is None:
        return "There is no question to hold it against."
    if sheet.relevance.state is RelevanceState.CANNOT_TELL:
        return "Whether this is about what was asked, the rules cannot tell; it is left out of the score."
    return None


def _degree(sheet: Sheet) -> float:
    return (sheet.relevance.degree if sheet.relevance else None) or 0.0


def _about(sheet: Sheet) -> bool:
    return sheet.relevance is not None and sheet.relevance.state is RelevanceState.ABOUT_IT


def _in_halves(score: float) -> float:
    """A score in half points: finer than that, vectors differ by chance."""
    return round(2 * score) / 2


class _Relevance(Criterion):
    """Relevance is graded within its state: the degree is what the comparison with other questions gives."""

    __slots__ = ()

    def judge(self, sheet: Sheet) -> Verdict:
        reason = self.unjudged(sheet)
        if reason:
            return Verdict(None, reason)
        if _about(sheet):
            sentence = f"It speaks of what was asked{_nearest(sheet)}."
            return Verdict(_in_halves(3 + 2 * _degree(sheet)), sentence, (), _relevance_spans(sheet))
        sentence = "By its words and its meaning it seems to be about something else than what was asked."
        return Verdict(_in_halves(2 * _degree(sheet)), sentence, (), _relevance_spans(sheet))


RELEVANCE: Final = _Relevance(
    "relevance",
    "You spoke of what was asked",
    praise_rank=8,
    weaknesses=(
        Weakness(
            Tag.OFF_TOPIC,
            lambda s: s.relevance is not None and s.relevance.state is RelevanceState.ABOUT_SOMETHING_ELSE,
        ),
    ),
    unjudged=_cannot_tell,
)


# Correctness: the key points.


def _no_points(sheet: Sheet) -> str | None:
    if not sheet.points:
        return "The question has no key points to check it against, so whether it is right is not judged."
    if not sheet.told_points:
        return "Whether the key points are there, the rules cannot tell: it says them in other words, if at all."
    return None


def _points_sentence(sheet: Sheet) -> str:
    total = len(sheet.points)
    right, wrong = sheet.in_state(PointState.RIGHT), sheet.in_state(PointState.WRONG)
    mentioned = sheet.in_state(PointState.MENTIONED)
    parts = []
    if right:
        parts.append(f"{counted(len(right), 'key point')} of {total} clearly said")
    if wrong:
        parts.append(f"{counted(len(wrong), 'key point')} said the other way round")
    if mentioned:
        parts.append(
            f"{len(mentioned)} mentioned" if parts else f"{counted(len(mentioned), 'key point')} of {total} mentioned"
        )
    if not parts:
        return f"I found none of the {counted(total, 'key point')}."
    return capitalised(f"{', '.join(parts)}.")


def _point_spans(sheet: Sheet) -> Sequence[tuple[int, int]]:
    order = (PointState.RIGHT, PointState.WRONG, PointState.MENTIONED)
    found = [point for state in order for point in sheet.in_state(state)]
    spans = [(point.start, point.end) for point in found if point.start is not None and point.end is not None]
    return tuple(dict.fromkeys(spans))[:3]


class _Correctness(Criterion):
    """The share of the key points that is said; a full score needs most of them, not a recital of all."""

    __slots__ = ()

    def judge(self, sheet: Sheet) -> Verdict:
        reason = self.unjudged(sheet)
        if reason:
            return Verdict(None, reason)
        return Verdict(round(5 * sheet.said_share, 1), _points_sentence(sheet), (), _point_spans(sheet))


CORRECTNESS: Final = _Correctness(
    "correctness",
    "You had key points right",
    praise_rank=1,
    weaknesses=(
        Weakness(Tag.MISSING_KEY_POINTS, lambda s: bool(s.in_state(PointState.NOT_SAID)) and s.said_share < HALF),
    ),
    unjudged=_no_points,
)


# Depth: reasons, how it works, trade-offs, examples.

_DEPTH_WORDS: Final = {
    Kind.REASON: "a reason",
    Kind.MECHANISM: "how it works",
    Kind.TRADE_OFF: "a trade-off",
    Kind.EXAMPLE: "an example",
}


def _depth_sentence(sheet: Sheet) -> str:
    asked = [kind for kind in _DEPTH_WORDS if kind is not Kind.MECHANISM or sheet.explains]
    there = [
        f"{_DEPTH_WORDS[kind]} ({quoted(sheet.reading, sheet.depth[kind][0])})"
        for kind in asked
        if kind in sheet.depth
    ]
    missing = [_DEPTH_WORDS[kind] for kind in asked if kind not in sheet.depth]
    if not there:
        return f"I found statements, without {listed(missing, 'or')}."
    return f"You give {listed(there)}." + (f" I did not find {listed(missing, 'or')}." if missing else "")


def _depth_cited(sheet: Sheet) -> Sequence[Finding]:
    return [found[0] for found in sheet.depth.values()]


DEPTH: Final = Criterion(
    "depth",
    "You gave reasons and not only statements",
    praise_rank=5,
    levels=(
        *(
            Level(score, _at_least(need, lambda s: len(s.depth)), _depth_sentence, _depth_cited)
            for score, need in ((5, 3), (4, 2), (2.5, 1))
        ),
        Level(0, _always, _depth_sentence, _nothing),
    ),
    weaknesses=(
        Weakness(Tag.NO_REASONING, lambda s: Kind.REASON not in s.depth, 0.35),
        Weakness(Tag.NO_TRADE_OFFS, lambda s: Kind.TRADE_OFF not in s.depth and Kind.REASON in s.depth, 0.25),
        Weakness(Tag.NO_EXAMPLE, lambda s: Kind.EXAMPLE not in s.depth and not s.figures, 0.2),
    ),
)


# Scale: figures of load, size and latency.


def _scale_sentence(sheet: Sheet) -> str:
    if not sheet.figures:
        return "I found no figure of load, size or time."
    return f"{counted(len(sheet.figures), 'figure')}: {listed(sheet.quotes(sheet.figures))}."


def _cite_figures(sheet: Sheet) -> Sequence[Finding]:
    return sheet.figures


SCALE: Final = Criterion(
    "scale",
    "You put figures on the scale",
    praise_rank=3,
    levels=tuple(
        Level(score, _at_least(need, lambda s: len(s.figures)), _scale_sentence, _cite_figures)
        for score, need in ((5, 5), (4, 4), (3, 3), (2, 2), (1, 1), (0, 0))
    ),
    weaknesses=(Weakness(Tag.NO_NUMBERS, lambda s: not s.figures),),
)


# Organisation: steps and signposts.


def _steps_sentence(sheet: Sheet) -> str:
    if not sheet.steps:
        return "I found no words that say the order, such as “first” or “then”."
    return f"The order is said: {listed(sheet.quotes(sheet.steps))}."


def _cite_steps(sheet: Sheet) -> Sequence[Finding]:
    return sheet.steps


ORGANISATION: Final = Criterion(
    "organisation",
    "You said the order",
    praise_rank=7,
    levels=(
        Level(5, lambda s: len(s.steps) >= 4, _steps_sentence, _cite_steps),
        Level(4, lambda s: len(s.steps) >= 2, _steps_sentence, _cite_steps),
        Level(3, lambda s: len(s.steps) >= 1, _steps_sentence, _cite_steps),
        Level(2, _always, _steps_sentence, _nothing),
    ),
)


# Clarity: what can be measured of it.


def _clarity_sentence(sheet: Sheet) -> str:
    faults = sheet.clarity_faults
    if faults:
        return f"What makes it harder to follow: {listed(list(faults))}."
    measured = []
    if sheet.mean_sentence_words is not None:
        measured.append(f"sentences of {sheet.mean_sentence_words:.0f} words on average")
    measured.append("little padding" if sheet.padding else "no padding")
    if sheet.steps:
        measured.append(f"the order said ({listed(sheet.quotes(sheet.steps[:2]))})")
    return f"{listed(measured)}."


def _opening(sheet: Sheet) -> Sequence[Finding]:
    return sheet.padding[:2] if sheet.clarity_faults and sheet.padding else [sheet.opening]


CLARITY: Final = Criterion(
    "clarity",
    "It is easy to follow",
    praise_rank=9,
    levels=(
        Level(5, lambda s: not s.clarity_faults and len(s.steps) >= 2, _clarity_sentence, _opening),
        Level(4.5, lambda s: not s.clarity_faults, _clarity_sentence, _opening),
        Level(2.5, lambda s: len(s.clarity_faults) == 1, _clarity_sentence, _opening),
        Level(1, _always, _clarity_sentence, _opening),
    ),
    weaknesses=(
        Weakness(Tag.UNCLEAR, lambda s: len(s.clarity_faults) >= 2),
        Weakness(Tag.TOO_LONG, lambda s: len(s.reading.words) > LONG_WORDS),
        Weakness(Tag.TOO_SHORT, lambda s: len(s.reading.words) < SHORT_WORDS and not s.is_follow_up),
        Weakness(Tag.INSTRUCTION_INJECTION, lambda s: bool(s.reading.judged.orders)),
    ),
)

CRITERIA: Final[dict[str, Criterion]] = {
    criterion.name: criterion
    for criterion in (
        *(STRUCTURE, OWNERSHIP, SPECIFICITY, OUTCOME, RELEVANCE, CORRECTNESS, DEPTH, SCALE, ORGANISATION, CLARITY),
    )
}
"""The criteria that rubrics may name."""

CRITERION_OF_TAG: Final[dict[Tag, str]] = {Tag.NO_TASK: "structure"} | {
    weakness.tag: criterion.name for criterion in reversed(CRITERIA.values()) for weakness in criterion.weaknesses
}
"""Where a weakness costs points, and where the quote for it is found."""

SHARE_OF_TAG: Final[dict[Tag, float]] = {
    weakness.tag: weakness.share for criterion in CRITERIA.values() for weakness in criterion.weaknesses
}
"""How much of its criterion a weakness costs, where several share one."""
