"""The criteria of a told experience: structure, ownership, specificity, outcome. Levels are chosen, not measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from interview_cli.scoring.absences import (
    certainty_of_no_result,
    no_deed,
    no_detail,
    no_figure,
    no_own_deed,
    no_result,
    no_scene,
)
from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.criterion import Criterion, Level, Weakness, always, between, uncited
from interview_cli.scoring.findings import Finding, Outcome
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import counted, listed, number, quoted

# Structure: the parts of a story.

_PERHAPS: Final = "perhaps"
_CANNOT_TELL: Final = "the rules cannot tell"
_LEFT_OUT: Final = "this is left out of the score"
_PART_WORDS: Final = {"start": "where things stood", "act": "what was done", "result": "how it came out"}


def _structure_sentence(sheet: Sheet) -> str:
    """What was surely found, and what perhaps: a part is perhaps there where only its place says so. Of the other
    parts, which may be there in words that no finder knows, the rules cannot tell."""
    parts = sheet.story
    if not any(parts.values()):
        return "I found no part of a story. If there is one, say where it was, what you did and how it came out."
    sure = [_PART_WORDS[part] for part, found in parts.items() if found and _is_sure(part, found[0])]
    perhaps = [_PART_WORDS[part] for part, found in parts.items() if found and not _is_sure(part, found[0])]
    said = [f"found {listed(sure)}"] if sure else []
    said += [f"{'' if sure else 'found '}{_PERHAPS} {listed(perhaps)}"] if perhaps else []
    lacking = {"result"} if no_result(sheet) else set()
    undecided = [_PART_WORDS[part] for part, found in parts.items() if not found and part not in lacking]
    rest = "; I did not find how it came out" if lacking else ""
    rest += f"; whether it says {listed(undecided, 'or')}, {_CANNOT_TELL}" if undecided else ""
    return f"I {listed(said)}{rest}."


def _is_sure(part: str, best: Finding) -> bool:
    """Deeds told in the present are as sure as others."""
    return part == "act" or best.sure


def _undecided_story(sheet: Sheet) -> str | None:
    if any(sheet.story.values()) or no_deed(sheet):
        return None
    return f"I found no part of a story that I am sure of; {_LEFT_OUT}."


def _structure_points(sheet: Sheet) -> float:
    """What each part is worth by how likely it is there: half where it is just likely or cannot be told, less of a
    result where general words are all that ends the answer."""
    parts = sheet.story
    start = 0.5 + sheet.certainty("scene", "task") / 2 if parts["start"] else 0.0 if no_scene(sheet) else 0.5
    act = 1.0 if parts["act"] else 0.0 if no_deed(sheet) else 0.5
    if parts["result"]:
        result = 0.5 + sheet.certainty("result") / 2
    else:
        result = (0.25 if sheet.results else 0.5) * (1 - certainty_of_no_result(sheet))
    return _START_WORTH * start + _ACT_WORTH * act + _RESULT_WORTH * result


_START_WORTH, _ACT_WORTH, _RESULT_WORTH = 1.25, 2.0, 1.75
"""Points of each part of a story, five in all (chosen): how it came out counts by its own criterion, too."""


def _parts_cited(sheet: Sheet) -> Sequence[Finding]:
    return [found[0] for found in sheet.story.values() if found]


STRUCTURE: Final = Criterion(
    "structure",
    "I found a beginning, deeds and an end",
    praise_rank=6,
    thin="I did not find every part of a story: where things stood, what was done and how it came out",
    praised=lambda sentence: not any(word in sentence for word in (_PERHAPS, _CANNOT_TELL, "did not find")),
    levels=(
        Level(_structure_points, lambda s: any(s.story.values()), _structure_sentence, _parts_cited),
        Level(0, always, _structure_sentence, uncited),
    ),
    undecided=_undecided_story,
    weaknesses=(Weakness(Tag.NO_ACTION, no_deed, 0.35), Weakness(Tag.NO_SITUATION, no_scene, 0.22)),
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


def _mostly_not_done(sheet: Sheet) -> bool:
    """Whether it tells more of what was left undone than of what was done, by the speaker or by a "we"."""
    return len(sheet.not_done) >= 2 and len(sheet.not_done) > len(sheet.own) and not sheet.shared


def _not_done(sheet: Sheet) -> str:
    left = listed(sheet.verbs(sheet.not_done))
    mine = f"{counted(len(sheet.own), 'act')} of your own ({_own(sheet)})" if sheet.own else "no act of your own"
    return f"You name {counted(len(sheet.not_done), 'thing')} that you did not do ({left}); I found {mine}."


def _nothing_own(sheet: Sheet) -> str:
    """What is added where no deed of the candidate's own was found and they never say "I"."""
    return " and nothing that you did yourself" if no_own_deed(sheet) else ""


def _passive(sheet: Sheet) -> str:
    return f"I found things done without a word on who did them: {listed(sheet.verbs(sheet.passive))}."


def _shared_only(sheet: Sheet) -> str:
    return f"I found {counted(len(sheet.shared), 'act')} of “we” ({_shared(sheet)}){_nothing_own(sheet)}."


def _others_only(sheet: Sheet) -> str:
    return f"I found what others did ({listed(sheet.verbs(sheet.others))}){_nothing_own(sheet)}."


def _nobody(_sheet: Sheet) -> str:
    return "I found nothing that you did. If you did something, say it with “I” and a verb."


def _undecided_deeds(sheet: Sheet) -> str | None:
    if any((sheet.own, sheet.shared, sheet.passive, sheet.others, len(sheet.not_done) > 1)) or no_deed(sheet):
        return None
    return f"I found nothing told as done; {_LEFT_OUT}. If you did something, say it with “I” and a verb."


def _ownership_points(sheet: Sheet) -> float:
    """More for each deed of one's own, less where "we" acts more often (chosen)."""
    points = between(len(sheet.own), *_OWN_POINTS)
    return points - min(_MOST_OF_WE, _OF_WE * max(0, len(sheet.shared) - len(sheet.own)))


_OWN_POINTS: Final = ((1, 3.3), (2, 4.1), (3, 4.7), (4, 5.0))
_OF_WE, _MOST_OF_WE = 0.4, 1.6


def _mostly_we(sheet: Sheet) -> bool:
    """Whether "we" acts clearly more often than "I": by so much that a deed or two overlooked changes nothing."""
    return len(sheet.shared) >= len(sheet.own) + CLEARLY_MORE


CLEARLY_MORE: Final = 3
"""So many more deeds of "we" than of "I" are named as a weakness (chosen)."""


def _cite_own(sheet: Sheet) -> Sequence[Finding]:
    return sheet.own


OWNERSHIP: Final = Criterion(
    "ownership",
    "Your own part is clear",
    praise_rank=2,
    thin="I found few deeds that are clearly your own",
    levels=(
        Level(1.5, _mostly_not_done, _not_done, lambda s: s.not_done),
        Level(_ownership_points, lambda s: bool(s.own), _own_and_shared, _cite_own),
        Level(1.5, lambda s: bool(s.passive) and not s.shared, _passive, lambda s: s.passive),
        Level(1, lambda s: bool(s.shared), _shared_only, lambda s: s.shared),
        Level(0.5, lambda s: bool(s.others), _others_only, lambda s: s.others),
        Level(0, always, _nobody, uncited),
    ),
    weaknesses=(Weakness(Tag.WE_NOT_I, _mostly_we),),
    undecided=_undecided_deeds,
)


# Specificity: details that could be checked.


def _details_sentence(sheet: Sheet) -> str:
    said = listed(sheet.quotes(sheet.details))
    cliches = f" Phrases that fit anyone: {listed(sheet.quotes(sheet.cliches))}." if sheet.cliches else ""
    return f"I found {counted(len(sheet.details), 'detail')} {_CHECKABLE}: {said}.{cliches}"


_CHECKABLE: Final = "that can be checked"


def _told_sentence(sheet: Sheet) -> str:
    """What is told where no figure, name or date is."""
    return f"{_no_details_sentence(sheet)} What it tells: {listed(sheet.verbs(sheet.told))}."


def _no_details_sentence(sheet: Sheet) -> str:
    start = (
        "I found no figure, name or date in it."
        if no_detail(sheet)
        else "I found hardly a figure, name or date that can be checked."
    )
    if sheet.cliches:
        return f"{start} Phrases that fit anyone: {listed(sheet.quotes(sheet.cliches))}."
    return start


def _detail_points(sheet: Sheet) -> float:
    return between(sheet.detail_worth, *_DETAIL_POINTS)


_DETAIL_POINTS: Final = ((0.0, 0.0), (1.0, 1.5), (1.6, 2.6), (2.4, 3.6), (3.4, 4.4), (4.4, 5.0))
"""Points by the worth of details (chosen)."""


def _certainty_of_details(sheet: Sheet) -> float:
    """How sure it is that there is no more detail than was found: a told story, or what somebody does as a rule, has
    things in it that could be checked and that are no figure, name or date, unless it surely has none of those."""
    told = (
        sheet.own or sheet.shared
        if sheet.asked is Asked.STORY
        else sheet.asked is Asked.FACTS and (sheet.plainly_told or len(sheet.doings) >= _MANY_HABITS)
    )
    if not told or sheet.cliches or (sheet.asked is Asked.STORY and no_detail(sheet)):
        return 1.0
    return between(_detail_points(sheet), (0.0, _LEAST_CERTAIN), (_ENOUGH, 1.0))


_MANY_HABITS: Final = 4
"""So many things that somebody does tell as much as one that happened (chosen)."""

_LEAST_CERTAIN: Final = 0.6
_ENOUGH: Final = 3.0
"""How much of its weight specificity has in a story with hardly a detail, and from how many points on all of it
(chosen)."""


def _cite_details(sheet: Sheet) -> Sequence[Finding]:
    return sheet.details


SPECIFICITY: Final = Criterion(
    "specificity",
    "You gave details that can be checked",
    praise_rank=4,
    praised=lambda sentence: f"{_CHECKABLE}: " in sentence,
    thin="I found few details that could be checked",
    levels=(
        Level(_detail_points, lambda s: bool(s.details), _details_sentence, _cite_details),
        Level(_detail_points, lambda s: s.detail_worth > 0, _told_sentence, lambda s: s.told),
        Level(0, always, _no_details_sentence, lambda s: s.cliches),
    ),
    weaknesses=(
        Weakness(Tag.NO_NUMBERS, lambda s: s.asked is Asked.STORY and no_figure(s)),
        Weakness(Tag.VAGUE, lambda s: s.clarity.padding_share > 0.04 and len(s.padding) >= 3, 0.3),
    ),
    unjudged=lambda s: "Details are not asked for here." if s.is_small_talk else None,
    certainty=_certainty_of_details,
)


# Outcome: what came of it.


_SURE_RESULT: Final = "A result"
_CLOSEST: Final = "The closest to a result"


def _result_words(sheet: Sheet) -> str:
    best = sheet.results[0]
    said = quoted(sheet.reading, best, sheet.shown_by(best))
    if best.detail == Outcome.MEASURED:
        start = f"{_SURE_RESULT} with its figure" if best.sure else f"{_CLOSEST} with a figure that I found"
    elif best.detail == Outcome.CHANGE:
        start = _SURE_RESULT if best.sure else f"{_CLOSEST} that I found"
    elif best.detail == Outcome.NOTHING:
        start = "I take this to say that nothing came of it"
    elif best.detail == Outcome.GENERAL:
        start = "I found only general words on how it ended"
    else:
        start = f"{_CLOSEST} that I found"
    return f"{start}: {said}." + (f" {_lesson_words(sheet)}" if sheet.lessons else "")


def _lesson_words(sheet: Sheet) -> str:
    lesson = sheet.lessons[0]
    is_now = not _NOW.isdisjoint(sheet.reading.words[lesson.first : lesson.first + _OPENING_WORDS])
    what = "what is different now" if is_now else "what you learned"
    return f"I take this for {what}: {quoted(sheet.reading, lesson)}."


_NOW: Final = frozenset("now nowadays".split())
_OPENING_WORDS: Final = 3
"""With one of these words among so many first ones a lesson may only be how things are since then (chosen)."""


def _undecided_result(sheet: Sheet) -> str:
    """What is said where no result was found and words of endings are there: the criterion is left out."""
    announced = sheet.reading.found("announce")
    hint = "" if announced else " If there is one, begin it with words such as “as a result” or “in the end”."
    lesson = f" {_lesson_words(sheet)}" if sheet.lessons else ""
    return f"I found no sentence that surely says how it came out; {_LEFT_OUT}.{hint}{lesson}"


def _no_result_words(sheet: Sheet) -> str:
    if sheet.lessons:
        return _lesson_words(sheet)
    return "I found no result. If there was one, say what changed and by how much."


def _certainty_of_outcome(sheet: Sheet) -> float:
    """How sure it is that there is a result, or none."""
    if not sheet.results:
        return certainty_of_no_result(sheet)
    return min(1.0, max(each.weight for each in sheet.results))


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
    praised=lambda sentence: sentence.startswith(_SURE_RESULT),
    levels=(
        _outcome_level(5, lambda s: _best_outcome(s) == Outcome.MEASURED and bool(s.lessons)),
        _outcome_level(4.5, lambda s: _best_outcome(s) == Outcome.MEASURED and s.results[0].sure),
        _outcome_level(4, lambda s: _best_outcome(s) == Outcome.MEASURED),
        _outcome_level(4, lambda s: _best_outcome(s) == Outcome.CHANGE and bool(s.lessons)),
        _outcome_level(3.5, lambda s: _best_outcome(s) == Outcome.CHANGE or bool(s.results and s.lessons)),
        _outcome_level(3, lambda s: _best_outcome(s) == Outcome.ENDING),
        _outcome_level(1.5, lambda s: _best_outcome(s) == Outcome.NOTHING),
        _outcome_level(1, lambda s: bool(s.results)),
        Level(1, lambda s: bool(s.lessons), _no_result_words, lambda s: s.lessons),
        Level(0, always, _no_result_words, uncited),
    ),
    weaknesses=(Weakness(Tag.NO_RESULT, no_result),),
    undecided=lambda s: None if s.results or no_result(s) else _undecided_result(s),
    certainty=_certainty_of_outcome,
)
