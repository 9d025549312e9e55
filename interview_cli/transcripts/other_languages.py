"""How questions look in languages that `sentence_acts` does not know: their marks, and words that prompt."""

from __future__ import annotations

import re
from typing import Final

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


def has_question_mark(text: str) -> bool:
    """Whether a question of any language is marked in a text."""
    return "?" in text or (
        not text.isascii() and (_QUESTION.search(text) or _GREEK_QUESTION.search(text)) is not None
    )


def is_marked_question(sentence: str) -> bool:
    """Whether a sentence is marked as a question."""
    return "?" in sentence[-3:] or (
        not sentence.isascii() and (_QUESTION.search(sentence) or _GREEK_QUESTION.search(sentence)) is not None
    )


def prompts(sentence: str) -> bool:
    """Whether a sentence makes somebody speak without a mark: "Erzählen Sie …", "Расскажите …"."""
    return _PROMPT_AT_FRONT.match(sentence[:80]) is not None or (
        not sentence.isascii() and _PROMPT_AT_END.search(sentence[-40:]) is not None
    )


def marked_as_greek(text: str) -> str:
    """The text with Greek's question mark in place of the semicolon that is written for it."""
    return _GREEK_QUESTION.sub("\u037e", text) if ";" in text and not text.isascii() else text
