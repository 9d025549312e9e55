"""Which sentences can tell how a story came out, by the signs in them and by their words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from interview_cli.scoring.findings import Kind, Outcome
from interview_cli.scoring.verbs import verbs
from interview_cli.text.lexicon import FUNCTION_WORDS, ONES

_FEWEST_WORDS: Final = 3

OPENERS: Final = frozenset("and so but then well yeah yes no okay ok right oh um uh er now anyway because".split())
"""Words that only join a sentence to what was said before."""


SAID_SO, OTHERS_DID = 0.75, 0.4
"""How far what is said to be a result counts as one, from likely (0) to sure (1), and what others did at the end
(chosen)."""

GENERAL_NOT: Final = frozenset({"before_acts", "first", "early", "change", "figure", "own_thought", "opinion"})
"""With these signs praise of how it went is no ending: it comes too early, says what changed, or is only wished."""


_ANNOUNCED: Final = frozenset({"announce change", "announce nothing_changed"})
_MEASURED_AFTER: Final = frozenset({"change", "amount", "after_acts"})
_MEASURED_FIRST: Final = frozenset({"shift", "first"})


_NOT_OTHERS: Final = frozenset({"own_act", "own_thought", "reason"})
"""With these a sentence on what others did is about oneself, or says why."""

_NEVER: Final = frozenset("hasn't haven't never not no none nobody".split())
_BEING_NOW: Final = frozenset("we're he's she's it's they're".split())
REPORTING: Final = frozenset("said says say told tells".split())
_MANNER: Final = frozenset("what how way why".split())
_TURNED_OUT: Final = frozenset("ended wound".split())


def says_so(signs: frozenset[str], words: Sequence[str]) -> float:
    """How far a unit is said to be the result: "as a result complaints fell", "in the end nothing changed", a change
    with its figure behind the last deed, from what to what something went before anything else, or towards the end
    "we ended up with two", "it hasn't happened since", "by the spring we were full", and what others did when all
    was done.

    In the answers that weights are fitted to, 29 of 37 changes announced behind a deed are labelled as results, 72 of
    80 with a figure behind the last one, 7 of 8 with "today" and 9 of 9 from "by the", and of what others did or what
    happened behind it three in four, in those put aside as well.
    """
    if _is_own_habit(words):
        return 0.0
    announced = "first" not in signs and not _ANNOUNCED.isdisjoint(signs)
    if announced or signs >= _MEASURED_AFTER or signs >= _MEASURED_FIRST:
        return SAID_SO
    if "late" not in signs:
        return 0.0
    if "amount" in signs and _begins(words, _IN_THE_END):
        return SAID_SO
    if "again" in signs or _turned_out(words) or ("since" in words and not _NEVER.isdisjoint(words)):
        return SAID_SO
    if "after_acts" not in signs:
        return 0.0
    if words[-1] == "since" or "today" in words or words[:2] == ["by", "the"]:
        return SAID_SO
    if words[0] in _BEING_NOW and "now" in words[1:]:  # "we're good friends now"
        return OTHERS_DID
    if not REPORTING.isdisjoint(words):  # "he said fair enough" tells what somebody thinks of it
        return 0.0
    others = "other_act" in signs or ("shared_act" not in signs and _tells_what_happened(words))
    return OTHERS_DID if others and signs.isdisjoint(_NOT_OTHERS) else 0.0


def _begins(words: Sequence[str], opening: tuple[str, ...]) -> bool:
    """Whether these are the first words behind those that only join."""
    start = next((at for at, word in enumerate(words) if word not in OPENERS), 0)
    return tuple(words[start : start + len(opening)]) == opening


_IN_THE_END: Final = ("in", "the", "end")


def went_from_to(signs: frozenset[str]) -> bool:
    """Whether a unit says by both its ends how far something rose or fell: "went down from ninety to thirty"."""
    return "shift" in signs and not signs.isdisjoint({"up", "down"})


def _is_own_habit(words: Sequence[str]) -> bool:
    """Whether a unit tells what somebody does since then: "since then I bring the page" is a lesson, no result."""
    at = 1 if words[0] in OPENERS else 0
    behind = words[at + 2 : at + 4]
    return (
        tuple(words[at : at + 2]) in _SINCE_THEN
        and len(behind) > 1
        and behind[0] in {"i", "we"}
        and not verbs().is_past(behind[1])
    )


_SINCE_THEN: Final = frozenset({("since", "then"), ("from", "then"), ("these", "days")})


def _tells_what_happened(words: Sequence[str]) -> bool:
    """Whether a verb in the past stands behind the first word, and nobody of us before: "the crew took her off"."""
    known = verbs()
    return _OURSELVES.isdisjoint(words[:_OPENING_WORDS]) and any(
        known.is_past(word) and word not in known.states and word not in known.irregular_bases
        for word in words[1:_OPENING_WORDS]
    )


_OPENING_WORDS: Final = 6
_OURSELVES: Final = frozenset("i i'm i've i'd i'll we we're we've we'd you".split())


def _turned_out(words: Sequence[str]) -> bool:
    """Whether something "ended up" so; "how we ended up solving it" brings in how, and not what came out."""
    return "up" in words and any(
        one in _TURNED_OUT and other == "up" and _MANNER.isdisjoint(words[max(0, at - 3) : at])
        for at, (one, other) in enumerate(pairwise(words))
    )


def _was_before(words: Sequence[str]) -> bool:
    """Whether a unit tells what had been before: "the cards had been ordered elsewhere"; by when, it may end it."""
    if words[0] == "by" or "had" not in words:
        return False
    had = words.index("had")
    return words[had + 1 : had + 2] in (["been"], ["already"]) and _BESIDE.isdisjoint(words[:had])


_BESIDE: Final = frozenset("which who that".split())
"""Behind these it is only said by the way: "we pay no fees, which had been 300 a month"."""


_ANY_CASE: Final = frozenset(
    "could would should might may if hope try trying will whether you're you've you'll you'd".split()
)
"""With these a sentence tells what may be or is wanted, and hardly what came out."""

_OUTCOMES: Final = frozenset({"shift", "announce", "lasting", "nothing_changed"})

_AHEAD: Final = frozenset({"ahead 1", "ahead 2", "ahead 3"})

_ARTICLES: Final = frozenset("a an the".split())
"""Behind "it was" these say what something was: "it was the washing machine"."""

_USUAL: Final = frozenset("usually normally generally always".split())

_NOWADAYS: Final = frozenset("now since anymore nowadays".split())


def can_be(part: Kind, signs: frozenset[str], words: Sequence[str], sure: bool) -> bool:
    """Whether a unit that is likely a part is one a person would call so: a result says something of this one case,
    a lesson has words of learning in it, or of how things are done since, and what is said about the talk itself sets
    no scene."""
    if part in {Kind.SITUATION, Kind.TASK}:
        return not _OF_TALKING.issuperset(words)
    if part is Kind.LESSON:
        is_state = "own_state" in signs and signs.isdisjoint(_DOING)  # "since then I'm allowed to train people"
        return "lesson" in signs or (sure and not is_state and not _NOWADAYS.isdisjoint(words))
    return _can_end(signs, words, sure=sure)


_DOING: Final = frozenset({"own_act", "own_habit", "shared_act", "shared_habit"})

_OF_TALKING: Final = (
    FUNCTION_WORDS
    | OPENERS
    | ONES.keys()
    | frozenset(
        "sorry nervous bit sure thanks thank question answer story stories example examples thing things think "
        "second moment minute good bad great hard funny see start wait".split()
    )
)
"""Sentences of these words alone are about the talk: "sorry, I'm a bit nervous", "there are two"."""


def _can_end(signs: frozenset[str], words: Sequence[str], *, sure: bool) -> bool:
    if len(words) < _FEWEST_WORDS or _is_still_to_come(signs, words) or _only_says_when(signs, words):
        return False
    if _was_before(words) and signs.isdisjoint({"announce", "lasting", "again"}):
        return False
    explains = words[0] == "it" and words[1] == "was" and words[2] in _ARTICLES
    if sure:
        return not signs.isdisjoint(_OUTCOMES) or not (explains or _is_any_case(words))
    if "before_acts" in signs and not signs.isdisjoint(_AHEAD) and signs.isdisjoint({"change", "announce"}):
        return False
    habit = not _USUAL.isdisjoint(words) and _NOWADAYS.isdisjoint(words)
    only_a_deed = "own_act alone" in signs and signs.isdisjoint({"change", "figure"})
    return not (habit or explains or only_a_deed or (not signs >= _LASTED and _is_any_case(words)))


_LASTED: Final = frozenset({"lasting", "after_acts"})
"""With these a unit tells how things are since, whatever else may be: "we had no mix-up since, and she asked if she
could copy it"."""


def _only_says_when(signs: frozenset[str], words: Sequence[str]) -> bool:
    """Whether a unit only dates what was told: "that was in March"."""
    dated = "moment" in signs and signs.isdisjoint({"change", "amount"})
    return dated and words[0] in _WHAT_WAS_TOLD and words[1] == "was" and words[2] in _BEFORE_DATES


_WHAT_WAS_TOLD: Final = frozenset("that this it".split())
_BEFORE_DATES: Final = frozenset("in on at around about last back during".split())


def _is_still_to_come(signs: frozenset[str], words: Sequence[str]) -> bool:
    """Whether a unit tells what was not done yet, is planned, had to be done, or still is as it was before anybody
    did anything: "we haven't tried it yet", "we're going to ask him", "it still takes a day"; or only how many we
    are, or how long it took."""
    if "of_doers" in signs and signs.isdisjoint({"amount", "change", "announce", "other_act"}):
        return True
    if "yet" in words and not _NEVER.isdisjoint(words) and "lasting" not in signs:
        return True
    if signs.isdisjoint(_ACTED) and not _PLANNING.isdisjoint(words) and not _PLANNED.isdisjoint(pairwise(words)):
        return True
    if _is_obliged(words) and signs.isdisjoint({"announce", "lasting", "shift"}):
        return True
    return "still" in words and "before_acts" in signs and "lasting" not in signs


def _is_obliged(words: Sequence[str]) -> bool:
    """Whether "I" or "we" had to do something."""
    return (
        "to" in words
        and not _HAVING.isdisjoint(words)
        and any(
            one in _HAVING and other == "to" and not _OURSELVES.isdisjoint(words[max(0, at - 2) : at])
            for at, (one, other) in enumerate(pairwise(words))
        )
    )


_HAVING: Final = frozenset({"had", "have"})
_PLANNED: Final = frozenset({("going", "to"), ("gonna", "be"), ("plan", "to"), ("planning", "to"), ("planned", "to")})
_PLANNING: Final = frozenset(word for word, _ in _PLANNED)
_ACTED: Final = frozenset({"own_act", "shared_act", "other_act"})


def may_be(signs: frozenset[str], words: Sequence[str]) -> bool:
    """Whether a unit that is hardly a result may be one all the same: one that tells something of this one case."""
    return "unknown" not in signs and _can_end(signs, words, sure=False)


def _is_any_case(words: Sequence[str]) -> bool:
    """Whether a sentence speaks of what may be, or of anybody: "you", but for "you know" and what was said to me."""
    if not _ANY_CASE.isdisjoint(words):
        return True
    if "you" not in words or not REPORTING.isdisjoint(words):
        return False
    return any(word == "you" and following != "know" for word, following in pairwise([*words, ""]))


_ANNOUNCED_AMOUNT: Final = frozenset({"announce", "amount", "late"})


def outcome_of(signs: frozenset[str], *, sure: bool) -> str:
    """What kind of ending a unit tells that is taken for a result. A figure measures a change, a sure result, or what
    stands behind the last deed, unless it only says when that was.

    In the answers that nothing was fitted to, of likely results behind the last deed nine in ten with a figure are
    results and four in five without one, as many as of those with a word of change; of others three in five.
    """
    if "nothing_changed" in signs and "time" not in signs and not {"before_acts", "early"} <= signs:
        return Outcome.NOTHING
    if "vague_result" in signs and signs.isdisjoint({"change", "amount"}):
        return Outcome.GENERAL
    if sure or not signs.isdisjoint({"change", "after_acts", "again"}) or signs >= _ANNOUNCED_AMOUNT:
        return Outcome.MEASURED if "amount" in signs else Outcome.CHANGE
    return Outcome.ENDING
