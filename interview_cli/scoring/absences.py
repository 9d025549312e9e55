"""What an answer surely lacks.

That a finder finds nothing does not mean that nothing is there. So a lack is claimed, and advice given for it, only
where neither the forms nor any of the words occur with which people say such a thing
(`prompts/vocabulary/hints.toml`), or, for a result, where no sentence comes near to being one. Everywhere else the
rules cannot tell.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise
from typing import Final

from interview_cli.resources import resource_root
from interview_cli.scoring.findings import Kind
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.verbs import verbs
from interview_cli.text.figures import NUMBER_STARTS
from interview_cli.text.lexicon import FRACTIONS, MULTIPLES, TIME_UNITS

_NUMBER_WORDS: Final = (NUMBER_STARTS - {"one"}) | FRACTIONS.keys() | MULTIPLES.keys()
"""Words of figures; "one" mostly counts nothing."""
_VAGUE_NUMBERS: Final = frozenset({"couple", "few", "several"})

_ORDINAL: Final = re.compile(r"(?:(?:teen|tie|four|fif|six|seven|eigh|nin|ten)th|third)(?!\S)")
"""In words with blanks between them."""
_DIGIT: Final = re.compile("[0-9]")
_ARTICLES: Final = frozenset({"a", "an"})
_CAPITAL_WITHIN: Final = re.compile(r"(?<=[a-z,;:] )(?!I\b)[A-Z]")


@cache
def _hints() -> dict[str, frozenset[str]]:
    text = resource_root("prompts").joinpath("vocabulary", "hints.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words.split()) for kind, words in tomllib.loads(text).items()}


def _hinted(sheet: Sheet, kind: str) -> bool:
    return not _hints()[kind].isdisjoint(sheet.reading.words)


def no_figure(sheet: Sheet) -> bool:
    """No digit, no word of a number or share, not even a vague one, and no "an hour"."""
    words = sheet.reading.words
    return (
        not has_number(sheet)
        and _VAGUE_NUMBERS.isdisjoint(words)
        and not _ORDINAL.search(" ".join(words))
        and not any(one in _ARTICLES and other in TIME_UNITS for one, other in pairwise(words))
    )


def has_number(sheet: Sheet) -> bool:
    """Whether there is a figure, a digit, or a word of a number or share."""
    words = sheet.reading.words
    return (
        bool(sheet.figures)
        or not _NUMBER_WORDS.isdisjoint(words)
        or _holds_digit(sheet.reading.judged.text)
        or any("-" in word and word.partition("-")[0] in _NUMBER_WORDS for word in words)
    )


def _holds_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None or (not text.isascii() and any(map(str.isdigit, text)))


def no_detail(sheet: Sheet) -> bool:
    """No figure, no time, and no capital within a sentence, whether read or as it was said ("um Rose agreed")."""
    if sheet.figures or sheet.findings.found(Kind.TIME):
        return False
    reading = sheet.reading
    openings = {first for first, _ in reading.units}
    named = any(index not in openings and reading.words[index].partition("'")[0] != "i" for index in reading.capitals)
    return not named and _CAPITAL_WITHIN.search(reading.answer) is None and no_figure(sheet)


def no_deed(sheet: Sheet) -> bool:
    """Nobody does anything, and behind "I" and "we" stand only being, thinking and wishing."""
    acts = (sheet.own, sheet.shared, sheet.others, sheet.passive, sheet.not_done)
    if any(acts) or sheet.doings:
        return False
    words, known = sheet.reading.words, verbs()
    if not _MAY_BE_DEEDS.isdisjoint(words):
        return False
    for index, word in enumerate(words):
        if word.partition("'")[0] in {"i", "we"}:
            following = index + 1
            while following < len(words) and known.is_adverb(words[following]):
                following += 1
            if following >= len(words):
                continue
            only_is = words[following] in known.states | known.modals | _AUXILIARIES
            if not only_is or words[following + 1 : following + 2] == ["to"]:  # "I had to call her"
                return False
    return True


def no_own_deed(sheet: Sheet) -> bool:
    """The candidate does not even say "I" of anything."""
    return not sheet.own and _ONESELF.isdisjoint(sheet.reading.words)


def no_scene(sheet: Sheet) -> bool:
    """Nothing is said to have been, nowhere and at no time."""
    staged = sheet.parts["scene"] or sheet.parts["task"]
    return not staged and no_deed(sheet) and not _hinted(sheet, "scene")


FAR: Final = 2.5
"""Where even the likeliest sentence lies so far below a likely result, in logits, there is none: in 19 of the 20
stories in tests/scoring/spoken of which that holds, `training` left out."""


def no_result(sheet: Sheet) -> bool:
    """No sentence comes near to being a result, or is announced as one."""
    if sheet.results or sheet.reading.found("announce") or _says_how_it_is_now(sheet) or _ends_in_change(sheet):
        return False
    return sheet.findings.closest_result <= -FAR


def _says_how_it_is_now(sheet: Sheet) -> bool:
    """Whether it says, behind its first quarter, how things are since: what came out may be in that."""
    words = sheet.reading.words
    return not _SINCE.isdisjoint(words[len(words) // 4 :])


def _ends_in_change(sheet: Sheet) -> bool:
    """Whether the last sentence tells by its verb that something was set right or came to an end: "and we changed
    it"."""
    first, last = sheet.reading.units[-1]
    return not _hints()["ending"].isdisjoint(sheet.reading.words[first:last])


_SINCE: Final = frozenset("now since today afterwards eventually finally still anymore ended turned".split())


SURELY_FAR: Final = 3.2
"""From so far below a likely result on, it counts in full that there is none (chosen)."""


def certainty_of_no_result(sheet: Sheet) -> float:
    """How sure it is that there is no result, 0–1."""
    if not no_result(sheet):
        return 0.0
    below = -sheet.findings.closest_result - FAR
    return max(0.0, min(1.0, below / (SURELY_FAR - FAR)))


def no_reason(sheet: Sheet) -> bool:
    """No word that joins a statement to its reason where something has to be explained, and no key point said, which
    is what explains."""
    if not sheet.explains or sheet.in_state(PointState.RIGHT):
        return False
    return Kind.REASON not in sheet.depth and not _hinted(sheet, "reason")


def no_trade_off(sheet: Sheet) -> bool:
    """No word that weighs one thing against another, where the question asks for that."""
    return sheet.weighs and Kind.TRADE_OFF not in sheet.depth and not _hinted(sheet, "trade_off")


def no_example(sheet: Sheet) -> bool:
    """No word that brings in an instance, and no figure, name or deed that is one; a story is an example itself."""
    if not sheet.explains or Kind.EXAMPLE in sheet.depth or _hinted(sheet, "example"):
        return False
    return no_detail(sheet) and not sheet.own and not sheet.shared


_MAY_BE_DEEDS: Final = frozenset("able worked".split())
"""With these something may have been done: "I was able to win them over", "I worked through every complaint"."""

_AUXILIARIES: Final = frozenset("don't didn't haven't hadn't wasn't weren't not never and".split())
_ONESELF: Final = frozenset("i i'm i've i'd i'll me my mine myself".split())
