"""Which answers are in another language than English, and whether they hold enough to be judged by a model."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.interview.discretion import without_quotes
from interview_cli.scoring.gates import (
    COPY_LENGTHS,
    MIN_FOLLOW_UP_WORDS,
    MIN_WORDS,
    function_share,
    is_mashed,
    is_repetition,
)
from interview_cli.scoring.known_words import is_partly_unknown
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.short_answers import is_copied_question
from interview_cli.scoring.tags import Tag
from interview_cli.text.language import ENGLISH, language, likeliest, may_be_in
from interview_cli.text.stems import STEMMED_LANGUAGES

_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""

CHARACTERS_PER_WORD: Final = 2
"""A Chinese word has about two characters."""


def count_words(text: str) -> int:
    """The number of words, in scripts without spaces two letters to a word."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + -(-unspaced // CHARACTERS_PER_WORD)


MOST_FUNCTION_WORDS: Final = 1 / 3
"""With a larger share of English function words an answer is taken for English unseen: no labelled answer in English
under it is taken for another language, and of answers in ten other languages all are under it."""


def other_language(reading: Reading) -> str | None:
    """The language of an answer that is surely not in English (ISO 639); None for English and unclear ones."""
    text = reading.judged.text
    if reading.words and function_share(reading.words) > MOST_FUNCTION_WORDS:
        return None
    told = language(text) if count_words(text) >= MIN_WORDS else _language_of_few_words(reading)
    return None if told == ENGLISH else told


FEWEST_WORDS, FEWEST_ACCENTED_WORDS = 3, 2
SURELY_IN_IT: Final = 0.75
"""Fewer words (the second is for those with letters that English has not) are in no language that can be told, nor is
a less likely one. Chosen: of the stretches of up to seven words in the labelled answers none is taken for another
language than English."""


def _language_of_few_words(reading: Reading) -> str | None:
    """The likeliest of the languages that are named, where words that are no names and not known as English speak for
    it: a list of tools or towns is in no language."""
    text = reading.judged.text
    fewest = FEWEST_WORDS if text.isascii() else FEWEST_ACCENTED_WORDS
    if count_words(text) < fewest or is_mashed(reading.words) or not is_partly_unknown(text):
        return None
    code, chance = likeliest(text, STEMMED_LANGUAGES)
    return code if chance >= SURELY_IN_IT else None


def in_language(code: str, text: str) -> str:
    """The text when it may be in this language (ISO 639-1), quotes aside; else nothing."""
    return text if may_be_in(code, without_quotes(text)) else ""


def closed_gate(reading: Reading, question: str, *, is_follow_up: bool) -> Tag | None:
    """Why this answer cannot be scored, or None when it can."""
    words = count_words(reading.judged.text)
    if not reading.words:
        return Tag.INSTRUCTION_INJECTION if reading.judged.orders else Tag.NO_ANSWER
    if reading.judged.orders and words < MIN_WORDS:
        return Tag.INSTRUCTION_INJECTION
    if is_repetition(reading.words):
        return Tag.GIBBERISH
    if words < (MIN_FOLLOW_UP_WORDS if is_follow_up else MIN_WORDS):
        return Tag.TOO_SHORT
    if words <= COPY_LENGTHS * count_words(question) and is_copied_question(question, reading.judged.text):
        return Tag.COPIED_QUESTION
    return None
