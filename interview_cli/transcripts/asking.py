"""What a sentence of the interviewer does: ask, show that one listens, chat, hand over, or just state something.

Acknowledgements, small talk and farewells are known in English only; questions and prompts also in other languages.
Sentences are looked at one by one and only so far, so the cost is linear in the text.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from interview_cli.transcripts import phrases
from interview_cli.transcripts.other_languages import END_MARKS, is_marked_question, marked_as_greek, prompts

MAX_ACKNOWLEDGEMENT_WORDS: Final = 14
_MAX_ACKNOWLEDGEMENT_CHARACTERS: Final = 160
_MAX_SENTENCE_CHARACTERS: Final = 600
"""Of a longer sentence only the beginning and the end are looked at."""

_MAX_LEAD_IN_WORDS: Final = 6
_MAX_PROMPT_CHARACTERS: Final = 120
_LEAD_IN: Final = re.compile(r"[^.,:;?!–—\n]{1,40}[,:;–—]\s*")
_NAMES_SOMEBODY: Final = re.compile(r"(?:[a-z]{1,8}\s+){0,2}(?:[^\W\d_a-z][\w'’.-]*[\s,]*){1,3}")
_NAME_AND_COMMAND: Final = re.compile(
    r"(?:[A-Za-z]{1,8}\s+){0,2}[^\W\d_a-z][\w'’-]+\s+(?:now\s+|please\s+)?(?:tell|walk|talk|give|show|take) me\b"
)
_REPORTED: Final = re.compile(r"\b(?:said|says|say|asked|asks|told|tells|goes|like)\W*$", re.IGNORECASE)

_SENTENCE: Final = re.compile(
    r"[^.?!…\n]*+(?>(?:[.?!…](?![\s\"'”’)]|$)[^.?!…\n]*+)*)[.?!…]*+[\"'”’)]*+\s*+",
)
_SENTENCE_ANYWHERE: Final = re.compile(
    rf"[^.?!…\n{END_MARKS}]*+(?>(?:[.?!…](?![\s\"'”’)]|$)[^.?!…\n{END_MARKS}]*+)*)[.?!…{END_MARKS}]*+[\"'”’)」』]*+\s*+",
)
_ANY_END_MARK: Final = re.compile(f"[{END_MARKS}]")
_END_MARK: Final = re.compile(rf"[.!…{END_MARKS}][\"'”’)]*$")
_TO_PLAIN: Final = str.maketrans(
    dict.fromkeys(string.punctuation + "…“”„«»–—¿¡", " ") | {"'": "'", "’": "'", "-": "-"}
)


class Kind(Enum):
    """What a sentence does. An invitation hands the floor to the candidate's own questions."""

    QUESTION = auto()
    ACKNOWLEDGEMENT = auto()
    SMALL_TALK = auto()
    INVITATION = auto()
    STATEMENT = auto()


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with its end mark and without blanks around it."""
    pattern = _SENTENCE if text.isascii() else _SENTENCE_ANYWHERE
    for match in pattern.finditer(marked_as_greek(text)):
        if sentence := match[0].strip():
            yield sentence


@lru_cache(maxsize=4096)
def kind_of(sentence: str, unmarked: bool = False) -> Kind:
    """What a sentence does, as far as its words tell.

    A sentence that ends like a statement asks only when it prompts ("Tell me …"). One that ends in no mark also asks
    when its words are in a question's order; `unmarked` says that the whole turn was written down without marks, so
    that a question may stand anywhere in it.
    """
    plain = _plain(sentence)
    if _is_acknowledgement(plain):
        return Kind.ACKNOWLEDGEMENT
    padded = " " + plain
    if phrases.INVITATION.search(padded) and " before we " not in padded:
        return Kind.INVITATION
    if phrases.SMALL_TALK.search(padded) or phrases.GREETING.match(plain):
        rest = phrases.SMALL_TALK.sub(" ", padded)
        asks_more = phrases.QUESTION_INSIDE.search(rest) or phrases.PROMPT.match(rest.lstrip())
        return Kind.QUESTION if asks_more else Kind.SMALL_TALK
    if _asks(sentence, plain, unmarked):
        return Kind.QUESTION
    return Kind.SMALL_TALK if phrases.FAREWELL.search(padded) else Kind.STATEMENT


def asks(sentence: str, unmarked: bool = False) -> bool:
    """Whether a sentence has the form of a question or prompt, small talk and invitations included."""
    return is_marked_question(sentence) or _asks(sentence, _plain(sentence), unmarked)


def asks_to_tell(sentence: str) -> bool:
    """Whether a sentence prompts for more than yes or no: "Tell me …", "Could you describe …"."""
    return phrases.PROMPT.match(_plain(sentence)) is not None or prompts(sentence)


def prompts_after_lead_in(sentence: str) -> bool:
    """Whether an interviewer's sentence prompts after a few words: "So, Tom, describe …", "And Tom tell me …"."""
    return (
        _prompts_after_lead_in(sentence, phrases.PROMPT, anybody=True)
        or _NAME_AND_COMMAND.match(sentence) is not None
    )


def _prompts_after_lead_in(sentence: str, prompt: re.Pattern[str], anybody: bool = False) -> bool:
    """Whether a prompt follows at most three parts of a sentence that end in commas and are a few words together.

    Unless `anybody` is set, they must name somebody or the prompt must ask for something to be told.
    """
    end = 0
    for _ in range(3):
        part = _LEAD_IN.match(sentence, end)
        if part is None:
            return False
        end = part.end()
        lead_in = sentence[:end]
        if lead_in.count(" ") > _MAX_LEAD_IN_WORDS or _REPORTED.search(lead_in):
            return False
        plain = _plain(sentence[end : end + _MAX_PROMPT_CHARACTERS])
        if prompt.match(plain) and (anybody or phrases.TELL.match(plain) or _NAMES_SOMEBODY.fullmatch(lead_in)):
            return True
    return False


def _asks(sentence: str, plain: str, unmarked: bool) -> bool:
    return (
        is_marked_question(sentence)
        or phrases.PROMPT.match(plain) is not None
        or prompts(sentence)
        or _prompts_after_lead_in(sentence, phrases.COMMAND)
        or (not _END_MARK.search(sentence[-6:]) and phrases.QUESTION_ORDER.match(plain) is not None)
        or (unmarked and phrases.QUESTION_INSIDE.search(" " + plain) is not None)
    )


def _plain(sentence: str) -> str:
    """The sentence's words in small letters, with single blanks and plain apostrophes."""
    if len(sentence) > _MAX_SENTENCE_CHARACTERS:
        half = _MAX_SENTENCE_CHARACTERS // 2
        sentence = sentence[:half] + " " + sentence[-half:]
    return " ".join(sentence.lower().translate(_TO_PLAIN).split())


def is_acknowledgement(text: str) -> bool:
    """Whether a text only shows that one is listening: "mm-hmm", "right", "okay, great, thanks for sharing that"."""
    return len(text) <= _MAX_ACKNOWLEDGEMENT_CHARACTERS and _is_acknowledgement(_plain(text))


def is_comment(text: str) -> bool:
    """Whether a text begins like a remark on what was said ("That must have been hard"), not like a new topic."""
    return phrases.COMMENT.match(_plain(text)) is not None


def is_assent(text: str) -> bool:
    """Whether the candidate says no more than "Sure", "Yes, of course", "Okay, good question"."""
    return len(text) <= _MAX_ACKNOWLEDGEMENT_CHARACTERS and phrases.ASSENT.fullmatch(_plain(text)) is not None


def _is_acknowledgement(plain: str) -> bool:
    return plain.count(" ") < MAX_ACKNOWLEDGEMENT_WORDS and phrases.ACKNOWLEDGEMENT.fullmatch(plain) is not None


def is_farewell(text: str) -> bool:
    """Whether a text ends the interview or announces its end."""
    return phrases.FAREWELL.search(" " + _plain(text)) is not None


def has_marks(text: str) -> bool:
    """Whether a text has any mark that ends a sentence."""
    return "." in text or "?" in text or "!" in text or (not text.isascii() and bool(_ANY_END_MARK.search(text)))
