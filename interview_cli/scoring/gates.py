"""Answers that hold nothing to score: found before anything is scored, so that none earns a polite middle mark."""

from __future__ import annotations

import re

from interview_cli.scoring.dodges import turns_behind
from interview_cli.scoring.known_words import is_invented, is_spelled_oddly
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.short_answers import is_copied_question, looks_like_term_list
from interview_cli.scoring.tags import Tag
from interview_cli.text.language import ENGLISH, MAX_CHARACTERS, language

MIN_WORDS = 8
"""An answer to a main question with fewer words than this is not scored."""

MIN_FOLLOW_UP_WORDS = 3
"""A follow-up asks for one fact, so a few words can answer it."""

DECLINED_WORDS = 20
"""An answer this short that says it does not know is a pass; in a longer one it is honesty about a detail."""

COPY_LENGTHS = 4
"""An answer longer than this many times the question holds more than the question."""

LEAST_FUNCTION_WORDS = 1 / 6
"""Function words are about half of running English; below this it is a list, a word salad or another language."""

LIST_WORDS = 12
"""From so many words on the share of function words tells sentences from lists."""

LONGEST_WORD = 30
"""Longer runs of letters are no English word."""

SAMPLE_WORDS = 400
"""The form of an answer shows in so many words."""

_FUNCTION_WORDS = frozenset(
    "the a an and or but so if of to in on at for with from by as is was were are be been i we you it they he she my "
    "our your that this which when what not no do did have had would can could then there because about me us them "
    "his her its their into than also just how who out up all one more after before".split()
)
_ODD_LETTERS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}|(.)\1{3,}|q(?!u)[a-z]")


def closed_gate(reading: Reading, question: str, is_follow_up: bool, technical: bool) -> Tag | None:
    """Why this answer cannot be scored, or None when it can."""
    words = reading.words
    least = MIN_FOLLOW_UP_WORDS if is_follow_up else MIN_WORDS
    if not words:
        return Tag.INSTRUCTION_INJECTION if reading.judged.orders else Tag.NO_ANSWER
    if reading.judged.orders and len(words) < MIN_WORDS:
        return Tag.INSTRUCTION_INJECTION
    if len(words) <= DECLINED_WORDS and _declines(reading):
        return Tag.NO_ANSWER
    english = function_share(words)
    if is_repetition(words) or (english < LEAST_FUNCTION_WORDS and is_mashed(words)) or _is_unknown(reading, english):
        return Tag.GIBBERISH
    if len(words) < least:
        return Tag.TOO_SHORT
    if len(words) <= COPY_LENGTHS * len(question.split()) and is_copied_question(question, reading.judged.text):
        return Tag.COPIED_QUESTION
    if english < LEAST_FUNCTION_WORDS and len(words) >= LIST_WORDS:
        return Tag.KEYWORD_LIST if technical and looks_like_term_list(reading.judged.text) else Tag.GIBBERISH
    return None


def _declines(reading: Reading) -> bool:
    """Whether it says that it does not know, and goes on to say nothing all the same."""
    found = [hit for hit in reading.found("unknown") if reading.words[hit.first] != "nothing"]
    return bool(found) and not turns_behind(reading, found[-1].last, len(reading.words))


def is_repetition(words: list[str]) -> bool:
    """The same one or two words over and over."""
    sample = words[:SAMPLE_WORDS]
    return len(sample) >= MIN_WORDS and len(set(sample)) <= max(2, len(sample) // 8)


def _is_unknown(reading: Reading, english: float) -> bool:
    """No known word, or hardly any and letters as English does not join them, and no other language to be told."""
    text = reading.judged.text[:MAX_CHARACTERS]
    strange = is_invented(reading.judged.text, reading.words) or (
        english < LEAST_FUNCTION_WORDS and is_spelled_oddly(text)
    )
    return strange and language(text) in {None, ENGLISH}


def is_mashed(words: list[str]) -> bool:
    """Mostly letters as no English word has them."""
    sample = words[:SAMPLE_WORDS]
    odd = sum(1 for word in sample if len(word) > LONGEST_WORD or (word.isascii() and _ODD_LETTERS.search(word)))
    return odd * 2 > len(sample)


def function_share(words: list[str]) -> float:
    """Share of the words that only hold the others together ("the", "of", "was"), 0–1. Needs at least one word."""
    sample = words[:SAMPLE_WORDS]
    return sum(map(_FUNCTION_WORDS.__contains__, sample)) / len(sample)
