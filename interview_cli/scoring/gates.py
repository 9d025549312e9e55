"""Answers that hold nothing to score: found before anything is scored, so that none earns a polite middle mark."""

from __future__ import annotations

import re
from collections import Counter

from interview_cli.scoring.coverage import is_copied_question, looks_like_term_list
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.tags import Tag

MIN_WORDS = 8
"""An answer to a main question with fewer words than this is not scored."""

MIN_FOLLOW_UP_WORDS = 3
"""A follow-up asks for one fact, so a few words can answer it."""

DECLINED_WORDS = 20
"""An answer this short that says it does not know is a pass; in a longer one it is honesty about a detail."""

_FUNCTION_WORDS = frozenset(
    "the a an and or but so if of to in on at for with from by as is was were are be been i we you it they he she my our "
    "your that this which when what not no do did have had would can could then there because about me us them his her "
    "its their into than also just how who out up all one more after before".split()
)
_ODD_LETTERS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}|(.)\1{3,}|q(?!u)[a-z]")


def closed_gate(reading: Reading, question: str, is_follow_up: bool, technical: bool) -> Tag | None:
    """Why this answer cannot be scored, or None when it can."""
    words = reading.words
    least = MIN_FOLLOW_UP_WORDS if is_follow_up else MIN_WORDS
    if not words:
        return Tag.INSTRUCTION_INJECTION if reading.injected else Tag.NO_ANSWER
    if reading.injected and len(words) < MIN_WORDS:
        return Tag.INSTRUCTION_INJECTION
    if len(words) <= DECLINED_WORDS and reading.has("unknown"):
        return Tag.NO_ANSWER
    if is_gibberish(words):
        return Tag.GIBBERISH
    if len(words) < least:
        return Tag.TOO_SHORT
    if is_copied_question(question, reading.clean):
        return Tag.COPIED_QUESTION
    if technical and looks_like_term_list(reading.clean):
        return Tag.KEYWORD_LIST
    return None


def is_gibberish(words: list[str]) -> bool:
    """Mashed keys, one word over and over, or words without any sentence to hold them.

    Running English is about half function words; under a tenth of them in 12 words or more is no English sentence.
    """
    count = len(words)
    sample = words[:400]
    odd = sum(1 for word in sample if len(word) > 30 or (word.isascii() and _ODD_LETTERS.search(word)))
    if odd * 2 > len(sample):
        return True
    if count < MIN_WORDS:
        return False
    frequencies = Counter(sample)
    if len(frequencies) <= max(2, len(sample) // 8):
        return True
    functional = sum(frequencies[word] for word in frequencies.keys() & _FUNCTION_WORDS)
    return count >= 12 and functional * 10 < len(sample)
