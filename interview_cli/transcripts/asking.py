"""What a sentence of the interviewer does: ask, acknowledge, chat, hand over, or state something.

`sentence_acts` judges the words; if they leave it open, a question mark of any language decides. For a sentence in a
language it does not know, marks and a few prompting words decide. Sentences are examined one at a time and only up
to a limit, so the cost is linear in the text.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from interview_cli.text.sentences import sentence_texts
from interview_cli.transcripts.sentence_acts import Act, Judged, judge_act

_GREEK: Final = "\u0370-\u03ff\u1f00-\u1fff"
_GREEK_QUESTION: Final = re.compile(rf"(?<=[{_GREEK}]);(?=\s|$)")
_QUESTION: Final = re.compile(r"[؟？՞፧⸮\u037e¿]|か[。」』]*\s*$")
"""Arabic, full width, Armenian (inside the word that asks), Ethiopic, mirrored, Greek, Spanish; Japanese か."""

_PROMPT_AT_FRONT: Final = re.compile(
    r"\W*(?:"
    r"me (?:fale|conte)|(?:fale|conte)(?:-me| sobre)|descreva"
    r"|(?:mi|ci) (?:parli|racconti|dica|descriva|spieghi)|(?:parla|racconta)mi|descriv[ai]|spieghi"
    r"|vertel|beschrijf|noem|(?:proszę )?(?:opowie\w+|opisać|opisz|powiedzieć|wyjaśnić)"
    r"|расскажи(?:те)?|опиши(?:те)?|объясни(?:те)?|назови(?:те)?|приведи(?:те)?"
    r"|حدثن[يا]|أخبرن[يا]|صف|اشرح|ספר[יו]? ל[ינ]\w*|תאר[יו]?|הסבר[יו]?"
    r")(?!\w)"
    r"|\W*[请請][您你]?(?:先|简单|簡單)?(?:介绍|介紹|描述|说|說|谈|談|讲|講|分享|举|舉|解释|解釋)",
    re.IGNORECASE,
)
_PROMPT_AT_END: Final = re.compile(
    r"(?:anlatın|anlatır|anlatabilir|açıklayın|bahsedin|tanıtın|बताइए|बताइये|बताएं|बताएँ|समझाइए"
    r"|(?:教えて|聞かせて|話して|説明して)(?:ください|いただけ\w*)"
    r"|(?:말씀|설명|소개|이야기)해 ?(?:주|보)\w*|알려 ?주\w*)\W*$",
    re.IGNORECASE,
)


MAX_ACKNOWLEDGEMENT_WORDS: Final = 14
MAX_LEFT_OUT_WORDS: Final = 40
"""The most words of small talk and closing words (chosen)."""

_MAX_ACKNOWLEDGEMENT_CHARACTERS: Final = 160
_MAX_ASSENT_WORDS: Final = 6
_AROUND_BOILERPLATE: Final = " *_=#-–—[]()"
SURE: Final = 0.6
"""How likely an act must be for its sentence to be left out, as small talk and closing words are (chosen)."""

SURE_OF_MARKED: Final = 0.85
"""The same for a sentence that is marked as a question (chosen)."""

_COMMENT: Final = 0.3
_WINDOW_WORDS: Final = 12
"""Words of unpunctuated speech that are examined at once."""

_LAST_WORDS: Final = 42
_STRIDE: Final = 6
_LIKELY: Final = 0.3
"""How likely a window must be a question for the positions around it to be examined (chosen)."""

_FIRST_PERSON: Final = re.compile(
    r"\b(?:i|i'm|i'd|i've|we|my|our|me|us|ich|wir|mein\w*|unser\w*|je|j'ai|nous|mon|ma|mes|notre|yo|mi|nosotros|io|eu)\b",
    re.IGNORECASE,
)


def has_question_mark(text: str) -> bool:
    """Whether a text contains the question mark of any language."""
    return "?" in text or (
        not text.isascii() and (_QUESTION.search(text) or _GREEK_QUESTION.search(text)) is not None
    )


def is_marked_question(sentence: str) -> bool:
    """Whether a sentence is marked as a question."""
    return "?" in sentence[-3:] or (
        not sentence.isascii() and (_QUESTION.search(sentence) or _GREEK_QUESTION.search(sentence)) is not None
    )


def prompts(sentence: str) -> bool:
    """Whether a sentence prompts somebody to speak without a question mark: "Erzählen Sie …", "Расскажите …"."""
    return _PROMPT_AT_FRONT.match(sentence[:80]) is not None or (
        not sentence.isascii() and _PROMPT_AT_END.search(sentence[-40:]) is not None
    )


def marked_as_greek(text: str) -> str:
    """The text with the Greek question mark in place of the semicolon usually typed for it."""
    return _GREEK_QUESTION.sub("\u037e", text) if ";" in text and not text.isascii() else text


class Kind(Enum):
    """What a sentence does. An invitation hands the floor to the candidate's own questions."""

    QUESTION = auto()
    ACKNOWLEDGEMENT = auto()
    SMALL_TALK = auto()
    INVITATION = auto()
    STATEMENT = auto()


_KINDS: Final = {
    Act.QUESTION: Kind.QUESTION,
    Act.PROMPT: Kind.QUESTION,
    Act.ACKNOWLEDGEMENT: Kind.ACKNOWLEDGEMENT,
    Act.SMALL_TALK: Kind.SMALL_TALK,
    Act.CLOSING: Kind.SMALL_TALK,
    Act.HAND_OVER: Kind.INVITATION,
    Act.BOILERPLATE: Kind.STATEMENT,
    Act.STATEMENT: Kind.STATEMENT,
}

_LEFT_OUT: Final = frozenset({Kind.ACKNOWLEDGEMENT, Kind.SMALL_TALK, Kind.INVITATION})


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its end mark and without surrounding spaces."""
    return sentence_texts(marked_as_greek(text))


@lru_cache(maxsize=4096)
def kind_of(sentence: str, unmarked: bool = False) -> Kind:
    """What a sentence does, judging by its words and end mark.

    `unmarked` means that the whole turn has no punctuation, so a question may occur anywhere in it.
    """
    judged = judge_act(sentence)
    marked = is_marked_question(sentence)
    if judged is None:
        return Kind.QUESTION if marked or prompts(sentence) else Kind.STATEMENT
    kind = _KINDS[judged.act]
    long = sentence.count(" ") >= _WINDOW_WORDS
    if unmarked and long and kind is not Kind.QUESTION and asked_from(sentence) is not None:
        return Kind.QUESTION
    sure = judged.shares[judged.act] >= (SURE_OF_MARKED if marked else SURE)
    if kind in _LEFT_OUT and not (sure and sentence.count(" ") < MAX_LEFT_OUT_WORDS):
        kind = Kind.STATEMENT
    if marked and long and kind in _LEFT_OUT:
        end = judge_act(" ".join(sentence.split()[-_WINDOW_WORDS:]))
        if end and _asking(end) >= SURE:
            return Kind.QUESTION
    if kind is Kind.ACKNOWLEDGEMENT and sentence.count(" ") >= MAX_ACKNOWLEDGEMENT_WORDS:
        kind = Kind.STATEMENT
    if kind is Kind.ACKNOWLEDGEMENT and marked:
        return Kind.QUESTION
    return Kind.QUESTION if kind is Kind.STATEMENT and (marked or prompts(sentence)) else kind


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
    judged = judge_act(" ".join(words[begin : begin + _WINDOW_WORDS]))
    return _asking(judged) if judged else 0.0


def asks(sentence: str, unmarked: bool = False) -> bool:
    """Whether a sentence has the form of a question or prompt, small talk and invitations included."""
    return is_marked_question(sentence) or kind_of(sentence, unmarked) in {Kind.QUESTION, Kind.INVITATION}


def is_acknowledgement(text: str) -> bool:
    """Whether a text only signals listening: "mm-hmm", "right", "okay, great, thanks for sharing that"."""
    if len(text) > _MAX_ACKNOWLEDGEMENT_CHARACTERS:
        return False
    return bool(parts := sentences(text)) and all(kind_of(part) is Kind.ACKNOWLEDGEMENT for part in parts)


def is_comment(text: str) -> bool:
    """Whether a text starts like a comment on what was said ("That must have been hard") rather than a new topic."""
    judged = judge_act(next(iter(sentences(text)), ""))
    return judged is not None and judged.shares[Act.ACKNOWLEDGEMENT] >= _COMMENT


def is_assent(text: str) -> bool:
    """Whether the candidate says no more than "Sure", "Yes, of course", "Okay, good question"."""
    return text.count(" ") < _MAX_ASSENT_WORDS and is_acknowledgement(text)


def is_boilerplate(text: str) -> bool:
    """Whether a text is what tools and typists write around an interview: "End of transcript", "Page 4 of 9"."""
    if len(text) > _MAX_ACKNOWLEDGEMENT_CHARACTERS:
        return False
    judged = judge_act(text.strip(_AROUND_BOILERPLATE))
    return judged is not None and judged.shares[Act.BOILERPLATE] >= SURE


def in_first_person(text: str) -> bool:
    """Whether somebody speaks in the first person, in one of the known languages."""
    return _FIRST_PERSON.search(text) is not None


def is_farewell(text: str) -> bool:
    """Whether a text ends the interview or announces its end."""
    return any(
        judged.act is Act.CLOSING and judged.shares[Act.CLOSING] >= SURE
        for sentence in sentences(text)
        if (judged := judge_act(sentence))
    )


def _asking(judged: Judged) -> float:
    return judged.shares[Act.QUESTION] + judged.shares[Act.PROMPT]
