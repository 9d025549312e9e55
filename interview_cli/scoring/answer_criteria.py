"""The criteria of any answer: relevance, correctness, depth, scale, organisation, clarity. Levels are chosen, not
measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interview_cli.scoring.absences import no_example, no_figure, no_reason, no_trade_off
from interview_cli.scoring.answering import dodged, not_given
from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.clarity import LONG_WORDS
from interview_cli.scoring.criterion import Criterion, Level, Verdict, Weakness, always, at_least, between, uncited
from interview_cli.scoring.findings import Finding, Kind
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.relevance import SURELY_ABOUT_IT, RelevanceState
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import counted, listed, number, quoted
from interview_cli.text.lexicon import CLAUSE_STARTS

HALF: Final = 0.5
"""With less than this share of the key points said, they are worth a remark (chosen)."""

MANY_FILLERS: Final = 4.0
"""With more fillers in 100 words it is said that clarity is judged without them (chosen)."""

# Relevance: three states.


def _relevance_spans(sheet: Sheet) -> Sequence[tuple[int, int]]:
    about = sheet.relevance
    return [(about.start, about.end)] if about and about.start is not None and about.end is not None else []


def _cannot_tell(sheet: Sheet) -> str | None:
    if sheet.relevance is None:
        return "There is no question to hold it against."
    if sheet.relevance.state is RelevanceState.CANNOT_TELL:
        return (
            "By its words alone the rules cannot tell whether it answers the question; this is left out of the score."
        )
    return None


def _degree(sheet: Sheet) -> float:
    return (sheet.relevance.degree if sheet.relevance else None) or 0.0


def _about(sheet: Sheet) -> bool:
    return sheet.relevance is not None and sheet.relevance.state is RelevanceState.ABOUT_IT


_ABOUT_IT: Final = "By its words and its meaning it is on the subject of the question."
_SEEMS_ABOUT_IT: Final = "By its words and its meaning it seems to be on the subject of the question."


_AROUND_THE_SUBJECT, _LACKS_WHAT_IS_ASKED, _MAY_NOT_ANSWER = 1.0, 2.0, 3.0
"""The most points for relevance where the question's subject is spoken of and the question dodged, where what it asks
for was not found, and where nothing was found that could answer it (chosen)."""


def _around_it(sheet: Sheet, around: Sequence[Finding]) -> str:
    return f"It speaks of what was asked; I take this for a way around it: {quoted(sheet.reading, around[0])}."


def _in_halves(score: float) -> float:
    """A score in half points: finer than that, vectors differ by chance."""
    return round(2 * score) / 2


def _answered(sheet: Sheet) -> tuple[float, str]:
    """How many points an answer on the question's subject can get at most, and what is said of it."""
    sentence = _ABOUT_IT if _degree(sheet) >= SURELY_ABOUT_IT else _SEEMS_ABOUT_IT
    start = sentence.removesuffix(".")
    if lacking := not_given(sheet):
        return _LACKS_WHAT_IS_ASKED, f"{start}; I did not find {lacking} in it, which the question asks for."
    if sheet.asked is Asked.FACTS and not (sheet.details or sheet.told or sheet.doings or sheet.is_small_talk):
        return _MAY_NOT_ANSWER, f"{start}; whether it answers it, the rules cannot tell."
    return _MOST, sentence


_MOST: Final = 5.0


class _Relevance(Criterion):
    """Relevance is graded within its state: the degree is what the comparison with other questions gives."""

    __slots__ = ()

    def judge(self, sheet: Sheet) -> Verdict:
        reason = self.unjudged(sheet)
        if reason:
            return Verdict(None, reason)
        if _about(sheet) and (around := dodged(sheet)):
            return Verdict(_AROUND_THE_SUBJECT, _around_it(sheet, around), around)
        if _about(sheet):
            most, sentence = _answered(sheet)
            return Verdict(min(most, _in_halves(3 + 2 * _degree(sheet))), sentence, (), _relevance_spans(sheet))
        sentence = "By its words and its meaning it seems to be about something else than what was asked."
        return Verdict(_in_halves(2 * _degree(sheet)), sentence, (), _relevance_spans(sheet))


RELEVANCE: Final = _Relevance(
    "relevance",
    "You spoke of what was asked",
    praise_rank=8,
    praised=lambda sentence: sentence == _ABOUT_IT,
    weaknesses=(
        Weakness(Tag.OFF_TOPIC, lambda s: s.is_elsewhere),
        Weakness(Tag.EVASIVE, lambda s: bool(dodged(s))),
    ),
    unjudged=_cannot_tell,
)


# Correctness: the key points.


def _no_points(sheet: Sheet) -> str | None:
    if not sheet.points:
        return "The question has no key points to check it against, so whether it is right is not judged."
    if not sheet.can_tell_points or sheet.may_be_other_words:
        return _undecided_points(sheet) + (f" {_points_sentence(sheet)}" if sheet.in_state(PointState.RIGHT) else "")
    return None


def _undecided_points(sheet: Sheet) -> str:
    doubtful = sum(point.doubtful for point in sheet.points)
    why = f"{number(doubtful)} may be said the other way round" if doubtful else "if you did, most are in other words"
    return f"I cannot tell whether you made the key points: {why}."


def _points_sentence(sheet: Sheet) -> str:
    """How many points are in each state; those that the rules cannot tell of are never called missing."""
    total = len(sheet.points)
    right, wrong, mentioned = map(sheet.in_state, (PointState.RIGHT, PointState.WRONG, PointState.MENTIONED))
    if sheet.is_list:
        named = counted(len(right) + len(mentioned), "key point")
        return f"I found {named} of {total} named in one list, which explains none."
    parts = []
    if right:
        parts.append(f"{counted(len(right), 'key point')} of {total} clearly said")
    if wrong:
        parts.append(f"{counted(len(wrong), 'key point')}, as I read it, said the other way round")
    if mentioned:
        more = number(len(mentioned)) if parts else f"{counted(len(mentioned), 'key point')} of {total}"
        parts.append(f"{more} mentioned")
    missing, undecided = len(sheet.in_state(PointState.NOT_SAID)), len(sheet.in_state(PointState.CANNOT_TELL))
    if missing == total:
        return f"I found none of the {counted(total, 'key point')}."
    if not parts:
        return f"I did not find {counted(missing, 'key point')} of {total}; of {number(undecided)} I cannot tell."
    rest = f"; of {number(undecided)} I cannot tell" if undecided else ""
    return f"I found {listed(parts)}{rest}."


def _point_spans(sheet: Sheet) -> Sequence[tuple[int, int]]:
    order = (PointState.RIGHT, PointState.WRONG, PointState.MENTIONED)
    found = [point for state in order for point in sheet.in_state(state)]
    spans = [(point.start, point.end) for point in found if point.start is not None and point.end is not None]
    return tuple(dict.fromkeys(spans))[:3]


class _Correctness(Criterion):
    """The share of the key points that is said; a full score needs most of them, not a recital of all.

    It is judged where enough points are decided. An answer with a point said wrongly or doubtfully, or with less than
    half of them surely right, does not get the best recommendation (`Sheet.is_surely_right`).
    """

    __slots__ = ()

    def judge(self, sheet: Sheet) -> Verdict:
        reason = self.unjudged(sheet)
        if reason:
            return Verdict(None, reason)
        score = round(5 * sheet.said_share, 1)
        return Verdict(score, _points_sentence(sheet), (), _point_spans(sheet), certainty=sheet.certainty_of_points)


CORRECTNESS: Final = _Correctness(
    "correctness",
    "I found key points clearly said",
    praise_rank=1,
    thin="I found few of the key points clearly said",
    weaknesses=(
        Weakness(
            Tag.MISSING_KEY_POINTS,
            lambda s: (
                s.sayable_share < HALF
                and not s.may_be_other_words
                and bool(s.in_state(PointState.NOT_SAID) or s.in_state(PointState.WRONG))
            ),
        ),
    ),
    unjudged=_no_points,
)


# Depth: reasons, how it works, trade-offs, examples.

_DEPTH_WORDS: Final = {
    Kind.REASON: "a reason",
    Kind.MECHANISM: "how something works",
    Kind.TRADE_OFF: "a trade-off",
    Kind.EXAMPLE: "an example",
}
_LACKING: Final = ((no_reason, "reason"), (no_trade_off, "trade-off"), (no_example, "example"))


_NO_DEPTH_WORDS: Final = "I found no words such as “because” or “for example” that bring in a reason or an example."
_MAY_BE_DEPTH: Final = "I found only words that may bring in a reason or an example."


def _may_be_deep(sheet: Sheet) -> bool:
    """Whether words of reasons or examples are there that need not bring any in."""
    lacks = any(lacks(sheet) for lacks, _ in _LACKING)
    reading = sheet.reading
    return not lacks and (_says_so(reading) or bool(reading.found("reason") or reading.found("example")))


def _says_so(reading: Reading) -> bool:
    """Whether a "so" stands within a sentence, where it may bring in what follows, or an "as" before a subject, which
    may bring in a reason; one that opens a sentence only joins."""
    words = reading.words
    if any(word == "as" and _may_say_why(words, at) for at, word in enumerate(words[:-1])):
        return True
    return any(word == "so" and reading.gaps[at] == " " for at, word in enumerate(words[4:], 4))


def _may_say_why(words: Sequence[str], at: int) -> bool:
    """Whether an "as" can bring in a reason: not in "as well as the", "as soon as we", "as they say"."""
    subject, *verbs = words[at + 1 : at + 4]
    if subject not in CLAUSE_STARTS | _ARTICLES or _COMPARED.intersection(words[max(0, at - 2) : at]):
        return False
    return not _SAYING.intersection(verbs)


_COMPARED: Final = frozenset("as same such just known".split())
_SAYING: Final = frozenset("say says said know knew see put told mentioned expected planned agreed".split())
"""In or behind these "as" says in which way, or who says so."""

_ARTICLES: Final = frozenset("a an the".split())


def _depth_points(sheet: Sheet) -> float:
    return between(len(sheet.depth), *_DEPTH_POINTS)


_DEPTH_POINTS: Final = ((1, 3.2), (2, 4.2), (3, 5.0))
"""Points by how many kinds of reasoning were found (chosen)."""


def _depth_sentence(sheet: Sheet) -> str:
    """What was found, each sentence quoted once; what is missing only where it is asked for and surely not there."""
    lacking = [words for lacks, words in _LACKING if lacks(sheet)]
    none = f" I found no {listed(lacking, 'and no')}." if lacking else ""
    if not sheet.depth:
        return none.strip() or (_MAY_BE_DEPTH if _may_be_deep(sheet) else _NO_DEPTH_WORDS)
    kinds_of: dict[str, list[str]] = {}
    for kind, words in _DEPTH_WORDS.items():
        if kind is Kind.MECHANISM and sheet.asked is Asked.CASE:
            words = "what depends on what"
        if kind in sheet.depth:
            kinds_of.setdefault(quoted(sheet.reading, sheet.depth[kind][0]), []).append(words)
    taken = [f"for {listed(kinds)}: {quote}" for quote, kinds in kinds_of.items()]
    return f"I take this {'; '.join(taken)}.{none}"


def _depth_cited(sheet: Sheet) -> Sequence[Finding]:
    return [found[0] for found in sheet.depth.values()]


DEPTH: Final = Criterion(
    "depth",
    "I found reasons or examples and not only statements",
    praise_rank=5,
    thin="I found few reasons, examples or alternatives",
    levels=(
        Level(_depth_points, lambda s: bool(s.depth), _depth_sentence, _depth_cited),
        Level(1.6, _may_be_deep, _depth_sentence, uncited),
        Level(0, always, _depth_sentence, uncited),
    ),
    weaknesses=(
        Weakness(Tag.NO_REASONING, no_reason, 0.35),
        Weakness(Tag.NO_TRADE_OFFS, no_trade_off, 0.25),
        Weakness(Tag.NO_EXAMPLE, no_example, 0.2),
    ),
)


# Scale: figures of load, size and latency.


def _scale_sentence(sheet: Sheet) -> str:
    if not sheet.figures:
        return "I found no figure."
    if not sheet.amounts:
        return "I found figures, but none of load, size or time that is your own."
    return f"I found {counted(len(sheet.amounts), 'figure')}: {listed(sheet.quotes(sheet.amounts))}."


_UNDECIDED_SCALE: Final = "I found no load, size or time in figures; this is left out of the score."


def _cite_figures(sheet: Sheet) -> Sequence[Finding]:
    return sheet.amounts


SCALE: Final = Criterion(
    "scale",
    "You put figures on the scale",
    praise_rank=3,
    thin="I found few figures of load, size or time",
    levels=tuple(
        Level(score, at_least(need, lambda s: len(s.amounts)), _scale_sentence, _cite_figures)
        for score, need in ((5, 5), (4, 4), (3, 3), (2, 2), (1, 1), (0, 0))
    ),
    weaknesses=(Weakness(Tag.NO_NUMBERS, no_figure),),
    undecided=lambda s: None if s.figures or no_figure(s) else _UNDECIDED_SCALE,
)


# Organisation: steps and signposts.


def _steps_sentence(sheet: Sheet) -> str:
    if not sheet.steps:
        said = not _ORDER_WORDS.isdisjoint(sheet.reading.words)
        return _NO_STEPS_BUT_WORDS if said else "I found no words that say the order, such as “first” or “then”."
    return f"Words that say an order: {listed(sheet.quotes(sheet.steps))}."


_ORDER_WORDS: Final = frozenset("first then next finally after before second lastly later".split())
_NO_STEPS_BUT_WORDS: Final = "I found no step that begins with a word of order, such as “first” or “then”."


def _cite_steps(sheet: Sheet) -> Sequence[Finding]:
    return sheet.steps


ORGANISATION: Final = Criterion(
    "organisation",
    "You said the order",
    praise_rank=7,
    thin="I found few words that say the order",
    levels=(
        Level(5, lambda s: len(s.steps) >= 4, _steps_sentence, _cite_steps),
        Level(4, lambda s: len(s.steps) >= 2, _steps_sentence, _cite_steps),
        Level(3, lambda s: len(s.steps) >= 1, _steps_sentence, _cite_steps),
        Level(2, always, _steps_sentence, uncited),
    ),
)


# Clarity: what can be measured of it.


def _clarity_sentence(sheet: Sheet) -> str:
    faults = sheet.clarity.faults
    if faults:
        return f"What makes it harder to follow: {listed(list(faults))}."
    mean = sheet.clarity.mean_sentence_words
    aside = ", fillers left out" if sheet.clarity.fillers_per_100_words > MANY_FILLERS else ""
    if mean:
        return f"Sentences of {mean:.0f} words on average{aside}."
    return (
        f"How long its sentences are cannot be told without full stops; I found little that pads or repeats{aside}."
    )


def _opening(sheet: Sheet) -> Sequence[Finding]:
    return sheet.padding[:2] if sheet.clarity.faults and sheet.padding else [sheet.opening]


CLARITY: Final = Criterion(
    "clarity",
    "It is easy to follow",
    praise_rank=9,
    levels=(
        Level(5, lambda s: not s.clarity.faults and len(s.steps) >= 2, _clarity_sentence, _opening),
        Level(4.5, lambda s: not s.clarity.faults, _clarity_sentence, _opening),
        Level(2.5, lambda s: len(s.clarity.faults) == 1, _clarity_sentence, _opening),
        Level(1, always, _clarity_sentence, _opening),
    ),
    weaknesses=(
        Weakness(Tag.UNCLEAR, lambda s: len(s.clarity.faults) >= 2),
        Weakness(Tag.TOO_LONG, lambda s: len(s.reading.words) > LONG_WORDS),
        Weakness(Tag.TOO_SHORT, lambda s: s.is_short and not s.is_follow_up and not s.is_light),
        Weakness(Tag.INSTRUCTION_INJECTION, lambda s: bool(s.reading.judged.orders)),
    ),
)
