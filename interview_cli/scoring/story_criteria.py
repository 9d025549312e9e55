"""The criteria of a told experience: structure, ownership, specificity, outcome. Levels are chosen, not measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from interview_cli.scoring.criterion import Criterion, Level, Weakness, always, at_least, uncited
from interview_cli.scoring.findings import Finding, Kind, Outcome
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import counted, listed, number, quoted

# Structure: the parts of a story.

_PART_WORDS: Final = {
    "scene": "where things stood",
    "task": "what had to be done",
    "act": "what was done",
    "result": "how it came out",
}


def _structure_sentence(sheet: Sheet) -> str:
    """What was surely found, what perhaps, and what was not: a part is perhaps there where only its place says so."""
    sure = [words for part, words in _PART_WORDS.items() if sheet.parts[part] and _is_sure(sheet, part)]
    perhaps = [words for part, words in _PART_WORDS.items() if sheet.parts[part] and not _is_sure(sheet, part)]
    missing = [words for part, words in _PART_WORDS.items() if not sheet.parts[part] and not _set(sheet, part)]
    if not sure and not perhaps:
        return "I found no part of a story. If there is one, say where it was, what you did and how it came out."
    found = f"I found {listed(sure)}" if sure else "Of a story I found"
    found += (", and perhaps " if sure else " perhaps ") + listed(perhaps) if perhaps else ""
    return f"{found}; I did not find {listed(missing, 'or')}." if missing else f"{found}."


def _is_sure(sheet: Sheet, part: str) -> bool:
    """Deeds told in the present are as sure as others; a result is as sure as what is said of it as an outcome."""
    best = sheet.parts[part][0]
    return part == "act" or (best.sure and best.detail != Outcome.ENDING)


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
        _structure_level(0, always),
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
            always,
            lambda _s: "I found nothing that you did. If you did something, say it with “I” and a verb.",
            uncited,
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
    start = "I found no detail that can be checked." if sheet.figures else "I found no figure, name or date in it."
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
            Level(score, at_least(need, lambda s: s.detail_worth), _details_sentence, _cite_details)
            for score, need in ((5, 4.4), (4.5, 3.6), (4, 2.8), (3, 2), (2, 1.2), (1, 0.1))
        ),
        Level(0, always, _no_details_sentence, lambda s: s.cliches),
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
            0,
            always,
            lambda _s: "I found no result. If there was one, say what changed and by how much.",
            uncited,
        ),
    ),
    weaknesses=(Weakness(Tag.NO_RESULT, lambda s: not s.results and not _near(s, Kind.RESULT)),),
)
