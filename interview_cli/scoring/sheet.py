"""Everything that is known of one answer, as the criteria read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from interview_cli.scoring.asked_for import Asked, Wanted
from interview_cli.scoring.checkable import (
    can_be_checked,
    distinct,
    is_of_question,
    says_how_much,
    trimmed,
    with_noun,
    years,
)
from interview_cli.scoring.clarity import SHORT_WORDS, Clarity
from interview_cli.scoring.deeds import OURS, Actor, Deed
from interview_cli.scoring.findings import Finding, Findings, Kind, Outcome, places
from interview_cli.scoring.key_points import PointFinding, PointState
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.reasoning import reasoning
from interview_cli.scoring.relevance import Relevance, RelevanceState
from interview_cli.scoring.story import CHANGES
from interview_cli.scoring.verb_groups import TOLD, Form, caused_from
from interview_cli.scoring.verbs import verbs
from interview_cli.text.words import list_words

FULL_COVERAGE: Final = 0.8
"""Saying this much of the key points is a full answer; nobody recites all of them."""

MENTIONED_WORTH: Final = 0.3
"""What a key point that is only mentioned counts (chosen)."""

LIST_JOINTS: Final = 5
"""From so many commas and "and"s on, a sentence that holds several key points enumerates (chosen)."""

EXPLAINED_WORDS: Final = 25
"""In fewer words nothing is explained in other words than those of the key points (chosen)."""

UNDECIDED_WORTH: Final = 0.5
"""How much of a key point that the rules cannot decide is asked for. About half of such points in the labelled
answers are said."""

DECIDED_SHARE: Final = 0.4
"""With less than this share of its key points decided an answer is not judged by them (chosen)."""

MOST_DOUBTFUL: Final = 2
"""With more doubtful key points than so many times those said rightly or wrongly an answer is not judged by them
(chosen)."""

SURELY_RIGHT_SHARE: Final = 0.5
"""The best answers have this share of the key points surely right (chosen)."""

UNFOUND_SHARE: Final = 0.5
"""With so many of its key points not found, none right and none wrong, an explanation may say them in words that the
rules do not know, or something else (chosen)."""

_ACTS: Final = (Kind.OWN_ACT, Kind.SHARED_ACT, Kind.OTHER_ACT)
_NO_VERBS: Final = frozenset("with for from kinda sorta wanna gonna gotta re bit".split())

_THOUGHTS: Final = frozenset("don't think believe guess feel mean know".split())

_ENDING_FROM: Final = 0.5
_LAST_UNITS: Final = 6
"""Before this share of an answer, and before its last sentences of so many, nothing is taken for its ending by its
place (chosen)."""

_SUBORDINATE: Final = frozenset("if because when again since although though but especially where".split())

_SINCE: Final = frozenset("now since anymore more today".split())
"""With these "but" brings in how things are since: "but nobody needs one any more"."""

_LAST_WORDS: Final = 12
"""So many words at the end of a result are quoted at least (chosen)."""

_RESULT_ORDER: Final = (Outcome.MEASURED, Outcome.CHANGE, Outcome.ENDING, Outcome.NOTHING, Outcome.GENERAL)
_TELLING: Final = (
    *(Kind.OWN_ACT, Kind.SHARED_ACT, Kind.OTHER_ACT, Kind.PASSIVE_ACT),
    *(Kind.SITUATION, Kind.TASK, Kind.RESULT),
)
_BESIDE_WORTH: Final = 0.5
"""What a detail counts that stands in no clause that tells something (chosen)."""

_NO_DOING: Final = frozenset({Form.STATE, Form.THOUGHT})

_SUPPOSING: Final = frozenset("would could might".split())
_WOULD_SAID_SHORT: Final = frozenset("i'd we'd you'd he'd she'd they'd it'd".split())
"""Behind an "if" these are no "had"."""

_TOLD_WORTH, _MOST_TOLD = 0.6, 3
"""What each deed counts among facts about oneself, and how many do (chosen)."""

_MOST_FIGURES, _MOST_NAMES, _MOST_TIMES = 4, 3, 2


@dataclass(frozen=True)
class Sheet:
    """The findings of an answer, what it says of the question's key points, and whether it is about the question.

    `relevance` is None when there is no question to be about. `asked` is the kind of answer that is asked for,
    `question` the question's own words, whose figures are none of the answer's. `weighs` says whether the question
    asks to weigh one thing against another, `is_small_talk` whether it is mere courtesy, `asks_for_fault` whether it
    asks about something that went wrong. `wanted` is what an answer cannot do without.
    """

    findings: Findings
    points: tuple[PointFinding, ...]
    relevance: Relevance | None
    is_follow_up: bool
    asked: Asked
    weighs: bool = False
    question: str = ""
    is_small_talk: bool = False
    wanted: Wanted | None = None
    asks_for_fault: bool = False

    @property
    def explains(self) -> bool:
        """Whether knowledge or a plan is asked for."""
        return self.asked in {Asked.KNOWLEDGE, Asked.CASE}

    @property
    def is_light(self) -> bool:
        """Whether a word or two may be the whole answer: to an opening, and to a question for a fact."""
        return self.asked in {Asked.OPENER, Asked.FACTS}

    @property
    def is_elsewhere(self) -> bool:
        """Whether the answer is about something else than what was asked."""
        return self.relevance is not None and self.relevance.state is RelevanceState.ABOUT_SOMETHING_ELSE

    @cached_property
    def reading(self) -> Reading:
        """The answer taken apart."""
        return self.findings.reading

    @cached_property
    def own(self) -> list[Finding]:
        """The different things the candidate did."""
        return self._deeds(Kind.OWN_ACT)

    @cached_property
    def shared(self) -> list[Finding]:
        """The different things that "we" did."""
        return self._deeds(Kind.SHARED_ACT)

    def _deeds(self, kind: Kind) -> list[Finding]:
        """The different deeds of a kind, without words that are no verbs: what is slurred or broken off reads so."""
        return [each for each in self.findings.different(kind) if self._is_verb(each)]

    def _is_verb(self, deed: Finding) -> bool:
        word = self.reading.words[deed.cue]
        return word not in _NO_VERBS and "-" not in word

    @cached_property
    def others(self) -> list[Finding]:
        """The different things that others did."""
        return self._deeds(Kind.OTHER_ACT)

    @cached_property
    def passive(self) -> list[Finding]:
        """What was done by nobody in particular."""
        return self.findings.different(Kind.PASSIVE_ACT)

    @cached_property
    def figures(self) -> list[Finding]:
        """The different figures."""
        return self.findings.different(Kind.FIGURE)

    @cached_property
    def amounts(self) -> list[Finding]:
        """The different figures that say how much or how many: not "at eight", nor a bare "six" or "twice", nor what
        the question says itself."""
        question = " ".join(list_words(self.question))
        said = zip(self.figures, self.texts(self.figures), strict=True)
        return [
            each for each, text in said if says_how_much(self.reading, each) and not is_of_question(question, text)
        ]

    @cached_property
    def results(self) -> list[Finding]:
        """The results, those that say most first; of equals without a figure those that tell more than what "we" did,
        then the sure ones, then the likelier."""
        found = [each for each in self.findings.found(Kind.RESULT) if self._may_end(each)]
        acting: dict[int, set[bool]] = {}
        for deed in self.findings.deeds:
            is_ours = deed.actor in OURS and deed.form in TOLD
            acting.setdefault(self.reading.unit_of(deed.verb), set()).add(is_ours)

        def rank(result: Finding) -> tuple[int, bool, bool, float]:
            is_deed = acting.get(self.reading.unit_of(result.first)) == {True} and result.detail != Outcome.MEASURED
            return _RESULT_ORDER.index(Outcome(result.detail)), is_deed, not result.sure, -result.weight

        return sorted(found, key=rank)

    def _may_end(self, result: Finding) -> bool:
        """Whether what only its place speaks for stands where accounts end, and is no condition or reason."""
        if result.sure or result.detail not in {Outcome.ENDING, Outcome.CHANGE}:
            return True
        unit = self.reading.unit_of(result.first)
        last = len(self.reading.units) - 1
        late = result.detail == Outcome.CHANGE or unit >= max(_ENDING_FROM * last, last - _LAST_UNITS)
        first, second = (*self.reading.words[result.first : result.first + 2], "")[:2]
        turns = first == "but" and not _SINCE.isdisjoint(self.reading.words[result.first : result.last])
        if (first, second) in {("even", "though"), ("so", "that")}:
            return False
        announced = any(hit.first == result.first for hit in self.reading.found("announce"))  # "since then"
        depends = first in _SUBORDINATE and not (turns or announced)
        return late and not depends and not (first in {"i", "we"} and second in _THOUGHTS)

    def shown_by(self, result: Finding) -> tuple[int, int]:
        """The words of a result that make it one, its figures and what changed; else its last words, which in speech
        without marks come after what was done."""
        words = [
            (each.first, with_noun(self.reading, each).last)
            for each in self.findings.found(Kind.FIGURE)
            if result.first <= each.first < result.last
        ]
        words += [
            (hit.first, hit.last)
            for kind in CHANGES
            for hit in self.reading.found(kind)
            if result.first <= hit.first < result.last
        ]
        if not words:
            return max(result.first, result.last - _LAST_WORDS), result.last
        return min(first for first, _ in words), max(last for _, last in words)

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
        return [each for each in self.findings.different(Kind.NOT_DONE) if self._was_left(each)]

    def _was_left(self, deed: Finding) -> bool:
        """Whether something was left undone once, and is not what somebody never does: "I don't regret it"."""
        said = self.reading.words[deed.first : deed.last]
        now = "don't" in said or ("do", "not") in pairwise(said)
        return not now or self._tells_in_the_present

    @cached_property
    def _tells_in_the_present(self) -> bool:
        return any(not each.sure for kind in _ACTS for each in self.findings.found(kind))

    @cached_property
    def doings(self) -> list[Deed]:
        """Whatever verbs stand behind "I" and "we", told, planned as a habit or still going on, but being, thinking
        and wishing. More than `own` and `shared`: enough not to say that nothing was done."""
        return [deed for deed in self.findings.deeds if deed.actor in OURS and deed.form not in _NO_DOING]

    @cached_property
    def told(self) -> list[Finding]:
        """What anybody is surely said to have done, in the order of the answer, but in clauses that dodge."""
        found = [*self.own, *self.shared, *self.others, *self.passive]
        around = places(self.findings.found(Kind.DODGE))
        return sorted((each for each in found if each.sure and each.cue not in around), key=lambda each: each.cue)

    @cached_property
    def plainly_told(self) -> int:
        """How much more is told than is held by opinion or said in phrases that fit anyone."""
        return max(0, len(self.told) - len(self.cliches) - len(self.reading.found("opinion")))

    @property
    def may_have_acted(self) -> bool:
        """Whether "I" is doing something that is not counted as a deed: "I was helping out"."""
        return any(deed.actor is Actor.OWN and deed.form is Form.ONGOING for deed in self.doings)

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
    def story(self) -> dict[str, list[Finding]]:
        """What a story starts from, what was done and how it came out, what shows it most surely first. A scene or a
        problem will do as a start: the two are hard to tell apart."""
        start = _surest([*self.parts["scene"], *self.parts["task"]])
        return {"start": start, "act": self.parts["act"], "result": self.parts["result"]}

    def certainty(self, *parts: str) -> float:
        """How sure it is that one of these parts of a story is there, from likely (0) to sure (1)."""
        return min(1.0, max((each.weight for part in parts for each in self.parts[part]), default=0.0))

    @cached_property
    def details(self) -> list[Finding]:
        """Figures, names and times, in that order; what lies in one of them already, or in a phrase that fits
        anyone, is not counted, nor are small numbers of nothing in particular, times that are any time, what was
        said before, and in a story what is only supposed."""
        kept: list[Finding] = []
        question = " ".join(list_words(self.question))
        taken = places(self.cliches)
        named = [trimmed(self.reading, each) for each in self.findings.different(Kind.NAME)]
        for each in [*self.figures, *named, *self.findings.different(Kind.TIME), *years(self.reading)]:
            if (
                taken.isdisjoint(range(each.first, each.last))
                and can_be_checked(self.reading, each, is_asked_for=self.asked is Asked.FACTS)
                and not (self.asked is Asked.STORY and self._is_supposed(each))
                and not (each.kind is not Kind.NAME and is_of_question(question, self.texts([each])[0]))
            ):
                kept.append(each)
                taken.update(range(each.first, each.last))
        return distinct(self.reading, kept)

    def _is_supposed(self, detail: Finding) -> bool:
        """Whether a detail stands behind a "would" in a clause that tells nothing: "it would save us a fifth"."""
        unit = self.reading.unit_of(detail.first)
        before = self.reading.words[self.reading.units[unit][0] : detail.first]
        supposing = _SUPPOSING | _WOULD_SAID_SHORT if "if" in before else _SUPPOSING
        supposed = next((at for at, word in enumerate(before) if word in supposing), 0)
        reported = any(map(verbs().is_past, before[:supposed]))  # "she showed me that we would lose nine hundred"
        return supposed > 0 and not reported and unit not in self._telling

    @property
    def claimed(self) -> list[Finding]:
        """The findings that sentences rest on: all but results and reasons that are hardly such."""
        kept = {kind: [each for each in self.findings.found(kind) if self._is_verb(each)] for kind in _ACTS}
        kept |= {Kind.RESULT: self.results, Kind.REASON: [], Kind.TRADE_OFF: [], Kind.EXAMPLE: []} | self.depth
        kept[Kind.NOT_DONE] = [each for each in self.findings.found(Kind.NOT_DONE) if self._was_left(each)]
        kept |= {Kind.TIME: [*self.findings.found(Kind.TIME), *years(self.reading)]}
        by_kind = self.findings.by_kind | kept
        return [each for found in by_kind.values() for each in found]

    @cached_property
    def _telling(self) -> set[int]:
        """The numbers of the clauses that tell a part of the story or a deed of anybody."""
        found = (each for kind in _TELLING for each in self.findings.found(kind))
        return {self.reading.unit_of(each.cue) for each in found}

    @cached_property
    def detail_worth(self) -> float:
        """How much checkable detail there is; a follow-up asks for a single one, which counts double there.

        In a story a detail beside what is told, as of years in a trade, is worth less; among facts about oneself,
        what is told to have happened can be checked as well.
        """
        counts = dict.fromkeys((Kind.FIGURE, Kind.NAME, Kind.TIME), 0.0)
        for each in self.details:
            is_beside = self.asked is Asked.STORY and self.reading.unit_of(each.first) not in self._telling
            counts[each.kind] += _BESIDE_WORTH if is_beside else 1.0
        worth = min(_MOST_FIGURES, counts[Kind.FIGURE]) + 0.8 * min(_MOST_NAMES, counts[Kind.NAME])
        worth += 0.8 * min(_MOST_TIMES, counts[Kind.TIME])
        if self.asked is Asked.FACTS:
            worth += _TOLD_WORTH * min(_MOST_TOLD, self.plainly_told)
        return worth * (2 if self.is_follow_up else 1)

    @cached_property
    def depth(self) -> dict[Kind, list[Finding]]:
        """Reasons, mechanisms, trade-offs and examples, as far as they were found."""
        return reasoning(self.findings, self.asked)

    @property
    def may_be_other_words(self) -> bool:
        """Whether an answer explains something, and neither says nor contradicts a key point as far as words tell."""
        if not self.decided_points or self.in_state(PointState.RIGHT) or self.in_state(PointState.WRONG):
            return False
        unfound = len(self.in_state(PointState.NOT_SAID)) + len(self.in_state(PointState.CANNOT_TELL))
        enough = unfound >= UNFOUND_SHARE * len(self.points)
        long_enough = len(self.reading.words) >= EXPLAINED_WORDS
        return enough and bool(self.depth) and long_enough and not self.is_elsewhere

    @cached_property
    def is_list(self) -> bool:
        """Whether the key points are named in one enumeration, and nothing in the answer is explained."""
        said = [*self.in_state(PointState.RIGHT), *self.in_state(PointState.MENTIONED)]
        if len(said) < 2 or self.depth or len({(point.start, point.end) for point in said}) > 1:
            return False
        start, end = said[0].start or 0, said[0].end or 0
        sentence = self.reading.judged.text[start:end]
        return sentence.count(",") + sentence.count(" and ") >= LIST_JOINTS

    @property
    def decided_points(self) -> list[PointFinding]:
        """The key points that the rules could decide."""
        return [point for point in self.points if point.state is not PointState.CANNOT_TELL]

    @property
    def can_tell_points(self) -> bool:
        """Whether an answer can be judged by its key points: by those said rightly or wrongly, where not many more
        are doubtful, or else by many that are decided at all."""
        right, wrong = len(self.in_state(PointState.RIGHT)), len(self.in_state(PointState.WRONG))
        said = right + wrong
        if not said:
            return bool(self.decided_points) and len(self.decided_points) >= DECIDED_SHARE * len(self.points)
        if not right:
            return True  # what is doubtful beside it speaks against the answer, too
        return sum(point.doubtful for point in self.points) <= MOST_DOUBTFUL * said

    @property
    def certainty_of_points(self) -> float:
        """How sure it is what is said of the key points, 0–1; an undecided one counts as half known."""
        undecided = len(self.points) - len(self.decided_points)
        return 1 - UNDECIDED_WORTH * undecided / max(1, len(self.points))

    @property
    def is_surely_right(self) -> bool:
        """Whether at least half of the key points is surely right, and none wrong or doubtful."""
        right = len(self.in_state(PointState.RIGHT))
        doubted = self.in_state(PointState.WRONG) or any(point.doubtful for point in self.points)
        return right >= SURELY_RIGHT_SHARE * len(self.points) and not doubted

    def in_state(self, state: PointState) -> list[PointFinding]:
        """The key points in a state."""
        return [point for point in self.points if point.state is state]

    @cached_property
    def said_share(self) -> float:
        """How much of the key points is said, 0–1, full at FULL_COVERAGE; undecided ones count in part."""
        decided = self.decided_points
        if not decided:
            return 0.0
        asked_for = len(decided) + UNDECIDED_WORTH * (len(self.points) - len(decided))
        return min(1.0, self._said_worth / asked_for / FULL_COVERAGE)

    @property
    def sayable_share(self) -> float:
        """The most of the key points that can be said, 0–1: as if all undecided ones were."""
        if not self.points:
            return 1.0
        undecided = len(self.points) - len(self.decided_points)
        return min(1.0, (self._said_worth + undecided) / len(self.points) / FULL_COVERAGE)

    @property
    def _said_worth(self) -> float:
        right, mentioned = len(self.in_state(PointState.RIGHT)), len(self.in_state(PointState.MENTIONED))
        return MENTIONED_WORTH * (right + mentioned) if self.is_list else right + MENTIONED_WORTH * mentioned

    @cached_property
    def clarity(self) -> Clarity:
        """What was measured of how well it can be followed."""
        return Clarity(self.reading, self.padding, self.quotes(self.padding[:4]))

    def verbs(self, acts: Sequence[Finding]) -> list[str]:
        """The verbs of deeds as they were said, with "had" where the speaker had it done: "had it repaired"."""
        words, gaps = self.reading.words, self.reading.gaps
        return [self.reading.said(caused_from(words, gaps, each.cue), each.cue + 1) for each in acts]

    def texts(self, found: Sequence[Finding]) -> list[str]:
        """Findings as they were said."""
        return [self.reading.said(each.first, each.last) for each in found]

    def quotes(self, found: Sequence[Finding]) -> list[str]:
        """Findings as they were said, in quotation marks; a bare number with the word behind it."""
        return [f"“{text}”" for text in self.texts([with_noun(self.reading, each) for each in found])]


def _surest(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda each: not each.sure)
