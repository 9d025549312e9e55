"""What an interviewer says at a time: plain sentences that end with one question."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.fencing import unfenced
from interview_cli.text.sentences import SentenceSplitter, is_ended

MAX_QUESTION_CHARACTERS: Final = 450
"""The longest main question; the longest shipped one has 300 characters."""

_QUESTION: Final = re.compile(r"[?？؟][.!…]*[\"'”’»“)]*$")
_REQUEST: Final = re.compile(
    r"(?:[^,.!]{1,60}, )?(?:please |now |so |and |then )*"
    r"(?:tell|walk|lead|talk|describe|explain|give|name|share|show|compare|outline|sketch|design|plan|pick|choose"
    r"|recall|define)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\W{0,3}(?:(?:the )?interviewer|assistant|ai|follow[- ]?up(?: question)?|question|q)"
    r"\s*(?:\d{1,2}\s*)?[:：]\W{0,3}\s*",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a whole text as they are spoken: no markup, list, code or emoji, no name of the speaker."""
    splitter = SentenceSplitter()
    return [bare for each in (*splitter.feed(text), *splitter.flush()) if (bare := without_label(each))]


def one_question(text: str) -> str:
    """The text as it is spoken, up to its first question: one thing is asked at a time."""
    said: list[str] = []
    for sentence in sentences(text):
        said.append(sentence)
        if is_question(sentence):
            break
    return " ".join(said)


def is_whole(sentence: str) -> bool:
    """Whether a sentence has its end mark: one without may have been cut off."""
    return is_ended(sentence)


def is_question(sentence: str) -> bool:
    """Whether a sentence ends with a question mark."""
    return _QUESTION.search(sentence) is not None


def asks(sentence: str) -> bool:
    """Whether a sentence wants an answer: a question, or in English a request such as "Tell me …"."""
    return is_question(sentence) or _REQUEST.match(sentence) is not None


def without_label(sentence: str) -> str:
    """The sentence without a speaker's name in front, as in `Interviewer: …`, and without copied fences."""
    sentence = unfenced(sentence)
    return _LABEL.sub("", sentence, count=1) if _LABEL.match(sentence) else sentence
