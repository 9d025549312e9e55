"""What a sentence of the interviewer does: ask, acknowledge, chat, hand over, or state something.

`sentence_acts` judges the words; if they leave it open, a question mark of any language decides. Sentences are
examined one at a time and only up to a limit, so the cost is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from interview_cli.text.sentences import sentence_texts
from interview_cli.text.words import count_words, list_words, split_words
from interview_cli.transcripts.known_words import word_list
from interview_cli.transcripts.sentence_acts import Act, is_marked_question, judge_act, marked_as_greek

SURE: Final = 0.6
"""How likely an act must be for its sentence to be left out, as small talk and closing words are (chosen)."""

SURE_OF_MARKED: Final = 0.75
"""The same for a sentence that is marked as a question (chosen)."""

_ASKS: Final = 0.5
"""How likely a sentence must be a question or prompt to be one without a mark (chosen)."""

CERTAIN_BOILERPLATE: Final = 0.95
MIN_BLANKS: Final = 4
"""Blanks in a text in which somebody says something of themselves (chosen)."""

MAX_NOTICE_WORDS: Final = 3
"""A longer text that is left out, and is less certainly boilerplate, is shown (chosen)."""

MAX_LEFT_OUT_WORDS: Final = 40
"""The most words of such a sentence (chosen)."""

_MAX_ACKNOWLEDGEMENT_CHARACTERS: Final = 160
_AROUND_BOILERPLATE: Final = " *_=#-–—[]()"
_WINDOW_WORDS: Final = 12
"""Words of unpunctuated speech that are examined at once."""

_LAST_WORDS: Final = 42
_STRIDE: Final = 6
_LIKELY: Final = 0.3
"""How likely a window must be a question for the positions around it to be examined (chosen)."""

_FIRST_PERSON: Final = word_list("first_person")
_JOINED: Final = str.maketrans("'’-", "   ")
"""What joins a person to other words: "I'm", "pensez-vous"."""

_SECOND_PERSON: Final = word_list("second_person")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_TAKEN_AS: Final = {Act.PROMPT: Act.QUESTION, Act.CLOSING: Act.SMALL_TALK, Act.BOILERPLATE: Act.STATEMENT}
_LEFT_OUT: Final = frozenset({Act.ACKNOWLEDGEMENT, Act.SMALL_TALK, Act.HAND_OVER})


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its end mark and without surrounding spaces."""
    return sentence_texts(marked_as_greek(text))


@lru_cache(maxsize=4096)
def act_of(sentence: str, unmarked: bool = False) -> Act:
    """What a sentence does: question, acknowledgement, small talk, hand-over or statement. Prompts count as
    questions, closing words as small talk.

    `unmarked` means that the whole turn has no punctuation, so a question may occur anywhere in it.
    """
    judged = judge_act(sentence)
    act = _TAKEN_AS.get(judged.act, judged.act)
    words, marked = sentence.count(" ") + 1, is_marked_question(sentence)
    searched = (unmarked or marked) and words > _WINDOW_WORDS
    if _asking_share(sentence) >= _ASKS or (searched and asked_from(sentence) is not None):
        return Act.QUESTION
    if act is Act.QUESTION:
        act = Act.STATEMENT
    if act in _LEFT_OUT and (
        judged.shares[judged.act] < (SURE_OF_MARKED if marked else SURE) or words > MAX_LEFT_OUT_WORDS
    ):
        act = Act.STATEMENT
    return Act.QUESTION if marked and act in {Act.STATEMENT, Act.ACKNOWLEDGEMENT} else act


def asked_from(text: str) -> int | None:
    """The index of the word at which a question starts near the end of unpunctuated speech, None if nothing is asked.
    Windows are examined in strides, then each position around the best one.
    """
    words = text.split()
    begins = range(max(0, len(words) - _LAST_WORDS), len(words) - 2)
    best = max(begins[::_STRIDE], key=lambda begin: _asks_at(words, begin), default=None)
    if best is None or _asks_at(words, best) < _LIKELY:
        return None
    around = [begin for begin in range(best - _STRIDE, best + _STRIDE) if begin in begins]
    best = max(around, key=lambda begin: _asks_at(words, begin))
    return best if _asks_at(words, best) >= SURE else None


def _asks_at(words: list[str], begin: int) -> float:
    """How likely the words from that index on are a question."""
    return _asking_share(" ".join(words[begin : begin + _WINDOW_WORDS]))


def _asking_share(text: str) -> float:
    shares = judge_act(text).shares
    return shares[Act.QUESTION] + shares[Act.PROMPT]


def asks(sentence: str, unmarked: bool = False) -> bool:
    """Whether a sentence has the form of a question or prompt, small talk and hand-overs included."""
    return is_marked_question(sentence) or act_of(sentence, unmarked) in {Act.QUESTION, Act.HAND_OVER}


def is_acknowledgement(text: str) -> bool:
    """Whether a text only signals listening: "mm-hmm", "right", "okay, great, thanks for sharing that"."""
    if len(text) > _MAX_ACKNOWLEDGEMENT_CHARACTERS:
        return False
    return bool(parts := sentences(text)) and all(act_of(part) is Act.ACKNOWLEDGEMENT for part in parts)


def is_boilerplate(text: str) -> bool:
    """Whether a text is what tools and typists write around an interview: "End of transcript", "Page 4 of 9"."""
    return boilerplate_share(text) >= SURE


def boilerplate_share(text: str) -> float:
    """How likely a text is boilerplate, 0–1."""
    if len(text) > _MAX_ACKNOWLEDGEMENT_CHARACTERS:
        return 0.0
    return judge_act(text.strip(_AROUND_BOILERPLATE)).shares[Act.BOILERPLATE]


def may_be_said(text: str) -> bool:
    """Whether a text that looks like no speech may be some all the same."""
    return count_words(text) > MAX_NOTICE_WORDS and boilerplate_share(text) < CERTAIN_BOILERPLATE


def in_first_person(text: str) -> bool:
    """Whether somebody speaks in the first person, in one of the known languages."""
    return persons_in(text)[0]


def speaks_of_oneself(text: str) -> bool:
    """Whether somebody says something of themselves in some words, names aside: `Io` is one, too."""
    first, *others = text.split() or [""]
    said = [word for word in others if not word[:1].isupper() or word[:2] in {"I", "I'", "I’"}]
    return len(others) >= MIN_BLANKS and in_first_person(" ".join([first, *said]))


def persons_in(text: str) -> tuple[bool, bool]:
    """Whether somebody speaks in the first person, and whether somebody is addressed, in the known languages."""
    said: Collection[str]
    if text.isascii():
        said = split_words(text).words  # as whoever scores an answer needs them
        if "'" in text or "-" in text:
            said = " ".join(said).translate(_JOINED).split()
    else:
        said = text if _UNSPACED.search(text) else list_words(text.translate(_JOINED))
    return not _FIRST_PERSON.isdisjoint(said), not _SECOND_PERSON.isdisjoint(said)


def is_farewell(text: str) -> bool:
    """Whether a text ends the interview or announces its end."""
    return any(judge_act(sentence).shares[Act.CLOSING] >= SURE for sentence in sentences(text))
