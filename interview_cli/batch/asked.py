"""What the questions of a transcript are: questions of a bank, follow-ups, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.transcripts.asking import sentences

SAME_QUESTION: Final = 88.0
"""Of rapidfuzz's ratio, 0–100: from here on two wordings are the same question, give or take a word in eight."""

MAX_FOLLOW_UP_WORDS: Final = 30
_MAX_ASKED_CHARACTERS: Final = 1_000
_MAX_SENTENCES: Final = 8

_NOT_WORD: Final = re.compile(r"[^\w]+")
_REFERS_BACK: Final = re.compile(
    r"^(?:(?:and|so|but|okay|ok|right|great|thanks|thank you|interesting|got it|i see|well|then)\b[\s,.!–-]*)*(?:"
    r"you said\b|you mentioned\b|you named\b|let me bring you back\b|take a moment\b|go on\b"
    r"|(?:can|could|would) you (?:please )?(?:elaborate|expand|clarify|be more specific"
    r"|(?:say|tell me|explain) (?:a (?:little|bit) )?more|give (?:me )?(?:an|one) example|walk me through (?:that|it))"
    r"|tell me more\b|say more\b|for example\b|such as\b|like what\b|how so\b|why (?:not|is that|was that|that)\b"
    r"|what happened (?:next|then|after|in the end)|what (?:was|were) (?:the|your) (?:result|outcome|impact|effect)"
    r"|what (?:was|were) (?:your|the) (?:own |exact |specific )?(?:role|part|contribution)"
    r"|what did you (?:learn|take away)|what would you (?:do differently|change)|how did (?:that|it|this|they|he|she)\b"
    r"|how did you (?:measure|know|decide|do that|handle that|go about)|(?:what|how|why|when|where|who)\b[^?]{0,60}\b"
    r"(?:that|it|this|those|these|them)\b(?!\s+(?:a|an|the|you|your|we|is|was|has|have)\b))",
    re.IGNORECASE,
)


class QuestionFinder:
    """Finds the bank question behind the words of an interviewer."""

    def __init__(self, library: QuestionLibrary) -> None:
        self._library = library
        self._wordings: dict[InterviewType, tuple[list[str], list[Question]]] = {}
        self.find = lru_cache(maxsize=4096)(self._find)

    def question(self, asked: str, kind: InterviewType) -> tuple[Question, bool]:
        """The bank question that was asked, or one made up of what was asked; and whether it is from a bank."""
        found = self.find(asked, kind)
        if found:
            return found, True
        asked_type = InterviewType.BEHAVIORAL if kind is InterviewType.MIXED else kind
        return Question("", asked, asked_type, Difficulty.STANDARD, ""), False

    def _find(self, asked: str, kind: InterviewType) -> Question | None:
        from rapidfuzz import fuzz, process

        wordings, questions = self._known(kind)
        best, closest = None, SAME_QUESTION
        for text in _candidates(asked):
            match = process.extractOne(text, wordings, scorer=fuzz.ratio, score_cutoff=closest)
            if match:
                closest, best = match[1], questions[match[2]]
        return best

    def _known(self, kind: InterviewType) -> tuple[list[str], list[Question]]:
        if kind not in self._wordings:
            questions = list(self._library.questions(kind))
            self._wordings[kind] = ([_normalized(question.text) for question in questions], questions)
        return self._wordings[kind]


def is_follow_up(asked: str, main: Question | None) -> bool:
    """Whether a question that is in no bank refers back to the main question before it."""
    if main is None or not asked:
        return False
    from rapidfuzz import fuzz

    plain = _normalized(asked[:_MAX_ASKED_CHARACTERS])
    if any(fuzz.ratio(plain, _normalized(text)) >= SAME_QUESTION for text in main.follow_ups):
        return True
    last = next(reversed(list(sentences(asked[:_MAX_ASKED_CHARACTERS]))), asked)
    return len(last.split()) <= MAX_FOLLOW_UP_WORDS and _REFERS_BACK.match(last) is not None


def _candidates(asked: str) -> Sequence[str]:
    """The whole of what was asked, each of its sentences, and each two sentences in a row."""
    asked = asked[:_MAX_ASKED_CHARACTERS]
    single = list(sentences(asked))[:_MAX_SENTENCES]
    double = [f"{first} {second}" for first, second in zip(single, single[1:], strict=False)]
    return [text for text in dict.fromkeys(map(_normalized, (asked, *single, *double))) if text]


@lru_cache(maxsize=4096)
def _normalized(text: str) -> str:
    return " ".join(_NOT_WORD.split(text.casefold())).strip()
