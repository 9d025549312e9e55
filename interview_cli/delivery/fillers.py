"""Fillers: filled pauses ("um") and discourse markers ("you know"), distinguished from meaningful uses of words.

"uh-huh" and "mm-hm" are answers, not fillers; "oh" and "huh" react to something and are left out.
"""

from __future__ import annotations

import re
from typing import Final

from interview_cli.delivery.markers import PHRASE_RULES, SINGLE_RULES, context, is_loose
from interview_cli.interview.spoken import Filler
from interview_cli.text.lexicon import word_set
from interview_cli.text.words import Words

FILLED_PAUSE: Final = "filled_pause"
DISCOURSE_MARKER: Final = "discourse_marker"

_FILLED_PAUSE: Final = re.compile(r"u+h*m+|u+h+|e+r+m*|e+h+m*|h+m+|m{2,}|a+h+m?")
_MARKER_STARTS: Final = SINGLE_RULES.keys() | PHRASE_RULES.keys()
_FIRST_LETTERS: Final = frozenset("uehma")
_ANSWER_BEGINNINGS: Final = word_set("uh um mm")
_ANSWER_ENDINGS: Final = word_set("huh hum hm hmm mhm")


def find_fillers(said: Words) -> list[Filler]:
    """Every filler of the text, in order, without overlaps."""
    found: list[Filler] = []
    words = said.words
    vocabulary = set(words)
    pauses = {word for word in vocabulary if word[0] in _FIRST_LETTERS and _FILLED_PAUSE.fullmatch(word)}
    candidates = pauses | (vocabulary & _MARKER_STARTS)
    loose = is_loose(said)
    for index in [index for index, word in enumerate(words) if word in candidates]:
        word = words[index]
        if word in SINGLE_RULES:
            if SINGLE_RULES[word](context(said, index, index, loose)):
                found.append(Filler(*said.span(index, index + 1), kind=DISCOURSE_MARKER))
        elif word in PHRASE_RULES:
            second, rule = PHRASE_RULES[word]
            follows = index + 1 < len(words) and words[index + 1] == second
            if follows and rule(context(said, index, index + 1, loose)):
                found.append(Filler(*said.span(index, index + 2), kind=DISCOURSE_MARKER))
        elif _is_pause(said, index):
            found.append(Filler(*said.span(index, index + 1), kind=FILLED_PAUSE))
    return found


def _is_pause(said: Words, index: int) -> bool:
    """Whether a word that sounds like a pause is one; not "uh huh", "5 mm", "the ER" or the ending in "T I -er"."""
    words, gap, start = said.words, said.gaps[index], said.starts[index]
    if gap.endswith(" -"):
        return False
    if index and words[index] == "mm" and words[index - 1][-1].isdigit():
        return False
    before = said.text[said.starts[index - 1] : start] if index else ""
    if said.text[start : said.ends[index]].isupper() and before and not before.isupper():
        return False
    begins_answer = words[index + 1 : index + 2] and words[index + 1] in _ANSWER_ENDINGS
    ends_answer = index and words[index] in _ANSWER_ENDINGS and words[index - 1] in _ANSWER_BEGINNINGS
    return not (begins_answer and said.gaps[index + 1] == " ") and not (ends_answer and gap == " ")
