"""The wording of a line in English: how it opens, in which tense, how much it claims, what it counts."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from interview_cli.scoring.verbs import inflected, verbs
from interview_cli.text.lexicon import word_set
from interview_cli.text.numbers import YEAR, find_numbers
from interview_cli.text.words import Words, split_words

WEAK_OPENINGS: Final = (
    "responsible for",
    "duties included",
    "tasked with",
    "was tasked with",
    "worked on",
    "worked with",
    "working on",
    "involved in",
    "was involved in",
    "participated in",
    "took part in",
    "part of",
    "was part of",
    "member of",
    "helped",
    "helped with",
    "helped to",
    "assisted",
    "assisted with",
    "assisted in",
    "contributed to",
    "exposure to",
    "familiar with",
)
"""Openings that say somebody was there and not what they did (chosen from common advice on CVs)."""

FILLERS: Final = (
    "successfully",
    "various",
    "several different",
    "in order to",
    "as well as",
    "utilized",
    "utilised",
    "utilize",
    "utilise",
    "on a daily basis",
)
"""Words that add nothing, or a longer word for a short one."""

TIGHTER: Final = {
    "in order to": "to",
    "on a daily basis": "daily",
    "on a weekly basis": "weekly",
    "on a monthly basis": "monthly",
    "on a regular basis": "regularly",
    "as well as": "and",
    "utilized": "used",
    "utilised": "used",
    "utilizing": "using",
    "utilising": "using",
    "utilize": "use",
    "utilise": "use",
    "a large number of": "many",
    "the majority of": "most of",
    "due to the fact that": "because",
    "with the use of": "with",
    "for the purpose of": "for",
    "prior to": "before",
    "subsequent to": "after",
    "in the event that": "if",
    "at this point in time": "now",
}
"""A phrase and a shorter one that says the same."""

DROPPED: Final = ("successfully", "effectively", "efficiently", "very", "really", "basically")
"""Adverbs that can be left out without changing what was done."""

OWNERSHIP: Final = (
    word_set("""
        helped helping help helps assisted assisting assist assists supported supporting support supports contributed
        contributing contribute contributes participated participating participate participates shadowed shadowing
        observed observing attended involved familiar exposure joined joining learned learning learnt studied
    """),
    word_set("""
        worked working work works collaborated collaborating collaborate collaborates coordinated coordinating
        coordinate coordinates maintained maintaining maintain maintains used using use uses wrote writing write
        writes tested testing implemented implementing implement implements
    """),
    word_set("""
        led leading lead leads headed heading directed directing direct directs managed managing manage manages owned
        owning own owns founded founding founder founders cofounded co-founded spearheaded spearheading oversaw
        overseeing oversee oversees supervised supervising supervise supervises architected architecting orchestrated
        orchestrating drove driving drives championed championing pioneered pioneering mentored mentoring mentor
        mentors initiated initiating invented inventing created creating create creates designed designing design
        designs built building build builds established establishing launched launching launch launches delivered
        delivering deliver delivers chaired chairing hired hiring ran running runs headed masterminded engineered
        transformed revolutionized revolutionised accelerated
    """),
)
"""Words for how much of something was somebody's own: they helped, they worked on it, it was theirs (chosen)."""

_NO_VERBS_IN_ED: Final = word_set("advanced based dedicated experienced skilled certified detailed motivated need")
_BULLETS: Final = "•‣▪●○◦·*–—-» \t"
_FIRST_PERSON: Final = word_set("i my me mine myself i'm i've i'd")


def opening(text: str) -> str | None:
    """The weak opening of a line, as it is written there; None when it has none.

    "Helped 16 residents" is none: whoever counts the people says what was done.
    """
    words = split_words(text.lstrip(_BULLETS))
    best = 0
    for phrase in WEAK_OPENINGS:
        parts = phrase.split()
        if words.words[: len(parts)] == parts:
            best = max(best, len(parts))
    counts_people = best == 1 and any(number.first == 1 for number in find_numbers(words))
    return words.written(0, best) if best and not counts_people else None


def first_word(text: str) -> str | None:
    """The first word of a line in lower case."""
    words = split_words(text.lstrip(_BULLETS)).words
    return words[0] if words else None


def tense_of(text: str) -> str | None:
    """`past` or `present` when a line surely opens with a verb in that tense, else None.

    Only forms that are nothing else are sure: "built", "designed" are past; "builds" of a listed verb is present.
    """
    word = first_word(text)
    if word is None or word in _NO_VERBS_IN_ED:
        return None
    if word in _present_forms():
        return "present"
    known = verbs()
    if word in known.irregular_bases or word in known.regular_bases:
        return None
    return "past" if known.is_past(word) else None


@cache
def _present_forms() -> frozenset[str]:
    """Third persons of listed verbs, without those that are nouns as well."""
    known = verbs()
    forms = {form for base in known.irregular_bases | known.regular_bases for form in inflected(base)[1:]}
    third = {each for each in forms if each.endswith("s") and not each.endswith("ss")}
    return (
        frozenset(third) - word_set("leads works designs tests plans reports lists loads orders calls") - known.pasts
    )


def has_figure(text: str) -> bool:
    """Whether a line counts or measures something: a figure that is no year."""
    return any(number.unit != YEAR for number in find_numbers(split_words(text)))


def first_person(text: str) -> str | None:
    """The first "I" or "my" of a line; None without one."""
    words = split_words(text)
    for index, word in enumerate(words.words):
        if word in _FIRST_PERSON and _is_pronoun(words, index):
            return words.written(index, index + 1)
    return None


def _is_pronoun(words: Words, index: int) -> bool:
    """An "I" is one only in upper case and not after a full stop or in a row of initials or numerals."""
    written, gap = words.written(index, index + 1), words.gaps[index + 1]
    return written != "i" and not (written == "I" and (gap[:1] in (".", "/", ")", "") and index > 0))


def fillers_in(text: str) -> list[str]:
    """The filler phrases of a line, as they are written there."""
    return [found[0] for found in _filler_pattern().finditer(text)]


@cache
def _filler_pattern() -> re.Pattern[str]:
    phrases = sorted((*FILLERS, *TIGHTER), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)", re.IGNORECASE)


def ownership(text: str) -> int | None:
    """How much of the work a line claims: 0 helped, 1 worked on it, 2 it was theirs; None where it does not say."""
    said = split_words(text).words
    levels = [level for level, words in enumerate(OWNERSHIP) for word in said if word in words]
    return max(levels) if levels else None
