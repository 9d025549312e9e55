"""What was asked: what interviewers say to the candidate, and the question itself within a long turn.

Interviewers may talk about the company, themselves or a case for minutes before they ask. An answer is judged against
what was asked, so only the last questions of a long turn are kept, with the context they need. What interviewers say
among themselves ("Rob, anything else?" – "No, I am good.") is not a question for the candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from interview_cli.text.sentences import has_end_marks
from interview_cli.text.words import count_words
from interview_cli.transcripts.asking import act_of, asked_from, asks, sentences
from interview_cli.transcripts.model import Turn
from interview_cli.transcripts.sentence_acts import Act

MAX_ASKED_WORDS: Final = 60
"""A shorter turn is a question with its context and is kept whole (chosen: two or three spoken sentences)."""

MAX_CASE_WORDS: Final = 120
"""The most words that belong to one question, whether a case ("Imagine we …") or several questions."""

_MAX_POINTING_WORDS: Final = 15
_POINTS_BACK: Final = re.compile(
    r"\b(?:that|this|those|these|them|they|it|there|such)\b|^\W*(?:and|so|or|why|how so|how come)\W*$", re.IGNORECASE
)

MAX_REPLY_WORDS: Final = 8
_NAME: Final = re.compile(r"[^\W\d_]{2,}")


def what_was_asked(said: Sequence[tuple[str, Act]]) -> str:
    """The questions of a turn with the statements that belong to them; `said` has only questions and statements."""
    words = [count_words(sentence) for sentence, _ in said]
    begin, end = (0, len(said)) if sum(words) <= MAX_ASKED_WORDS else _bounds(said, words)
    return " ".join(_unmarked_end(sentence) for sentence, _ in said[begin:end])


def _bounds(said: Sequence[tuple[str, Act]], words: Sequence[int]) -> tuple[int, int]:
    """The sentences to keep of a long turn: first and last (exclusive)."""
    questions = [index for index, (_, act) in enumerate(said) if act is Act.QUESTION]
    if not questions:
        return _first_within(words, len(said), MAX_ASKED_WORDS), len(said)
    last = questions[-1]
    earliest = _first_within(words, last + 1, MAX_CASE_WORDS)
    begin = next(index for index in questions if index >= earliest)
    if begin > earliest and words[begin] <= _MAX_POINTING_WORDS and _POINTS_BACK.search(said[begin][0]):
        begin -= 1
    return begin, last + 1


def _first_within(words: Sequence[int], end: int, most: int) -> int:
    """The first sentence from which those before `end` have at most that many words; the last one is always kept."""
    first, total = end - 1, words[end - 1]
    while first and total + words[first - 1] <= most:
        first -= 1
        total += words[first]
    return first


def _unmarked_end(sentence: str) -> str:
    """The end of a long unpunctuated turn, from the point at which something is asked."""
    if has_end_marks(sentence) or count_words(sentence) <= MAX_ASKED_WORDS:
        return sentence
    end = sentence.split()[-MAX_ASKED_WORDS:]
    return " ".join(end[asked_from(" ".join(end)) or 0 :])


def said_to_candidate(turns: Iterable[Turn]) -> str:
    """Consecutive turns of interviewers, without what one asks another and the reply."""
    groups = [(label, list(group)) for label, group in groupby(turns, key=lambda turn: turn.speaker_label)]
    texts = [" ".join(turn.text for turn in group) for _, group in groups]
    for index in range(1, len(groups)):
        texts[index - 1], texts[index] = _without_aside(texts[index - 1], texts[index], groups[index][0] or "")
    return " ".join(filter(None, texts))


def _without_aside(text: str, reply: str, replier: str) -> tuple[str, str]:
    """Both texts, without the last sentence of the first if it is addressed to the other speaker, and the reply."""
    *before, last = sentences(text) or [""]
    replied = sentences(reply)
    offered = act_of(last) is Act.HAND_OVER and bool(replied) and _is_reply(replied[0])
    if not offered and not _addresses(last, replier):
        return text, reply
    while replied and _is_reply(replied[0]):
        replied.pop(0)
    return " ".join(before), " ".join(replied)


def _addresses(sentence: str, label: str) -> bool:
    """Whether a sentence starts or ends with a name of the speaker."""
    words = [word.casefold() for word in _NAME.findall(sentence)]
    names = {name.casefold() for name in _NAME.findall(label)}
    return bool(words) and bool(names) and (words[0] in names or words[-1] in names)


def _is_reply(sentence: str) -> bool:
    return sentence.count(" ") < MAX_REPLY_WORDS and not asks(sentence)
