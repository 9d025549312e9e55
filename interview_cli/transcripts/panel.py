"""Interviewers among themselves: "Rob, anything else?" – "No, I am good." is nothing the candidate is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from interview_cli.transcripts.asking import asks, is_acknowledgement, sentences
from interview_cli.transcripts.model import Turn

MAX_REPLY_WORDS: Final = 8
_OFFERS: Final = re.compile(
    r"\b(?:anything|else|any (?:more|other|further|last)|want to|like to|over to you|your turn|go (?:on|next))\b",
    re.IGNORECASE,
)
_REPLY: Final = re.compile(
    r"\W*(?:no|nope|nah|not really|not from|nothing|none|yes|yeah|yep|sure|okay|ok|thanks|thank you|i'm|i am|all good"
    r"|that's all|go ahead)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_]{2,}")


def said_to_candidate(turns: Iterable[Turn]) -> str:
    """What interviewers say in a row, without what one asks another and the reply to it."""
    groups = [(label, list(group)) for label, group in groupby(turns, key=lambda turn: turn.speaker_label)]
    texts = [" ".join(turn.text for turn in group) for _, group in groups]
    for index in range(1, len(groups)):
        texts[index - 1], texts[index] = _without_aside(texts[index - 1], texts[index], groups[index][0] or "")
    return " ".join(filter(None, texts))


def _without_aside(text: str, reply: str, replier: str) -> tuple[str, str]:
    """Both texts, without the last sentence of the one when it is put to the other speaker, nor the reply to it."""
    *before, last = sentences(text) or [""]
    replied = sentences(reply)
    addressed = _addresses(last, replier)
    offered = asks(last) and _OFFERS.search(last) is not None and bool(replied) and _is_reply(replied[0])
    if not addressed and not offered:
        return text, reply
    while replied and _is_reply(replied[0]):
        replied.pop(0)
    return " ".join(before), " ".join(replied)


def _addresses(sentence: str, label: str) -> bool:
    """Whether a sentence begins or ends with a name of the speaker."""
    words = [word.casefold() for word in _NAME.findall(sentence)]
    names = {name.casefold() for name in _NAME.findall(label)}
    return bool(words) and bool(names) and (words[0] in names or words[-1] in names)


def _is_reply(sentence: str) -> bool:
    if asks(sentence):
        return False
    short = sentence.count(" ") < MAX_REPLY_WORDS and _REPLY.match(sentence) is not None
    return short or is_acknowledgement(sentence)
