"""What the questions of a transcript are: questions of a bank, follow-ups, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root
from interview_cli.text.words import count_words, list_words
from interview_cli.transcripts.asking import sentences

SAME_QUESTION: Final = 88.0
"""Of rapidfuzz's ratio, 0–100: from here on two wordings are the same question, give or take a word in eight."""

MAX_FOLLOW_UP_WORDS: Final = 20
MAX_POINTING_WORDS: Final = 12
"""Only a question as short as this is about what was just said because it has a word like "that" in it."""

_MAX_ASKED_CHARACTERS: Final = 1_000
_MAX_SENTENCES: Final = 8

_OPENING: Final = re.compile(
    r"^(?:(?:and|so|but|okay|ok|right|great|thanks|thank you|interesting|got it|i see|well|then)\b[\s,.!–-]*)+",
    re.IGNORECASE,
)
_REFERS_BACK: Final = re.compile(
    r"go on\b|(?:say|tell me) more\b|for example\b|such as\b|like what\b|how so\b|why (?:not|is that|was that|that)\b"
    r"|(?:can|could|would) you (?:please )?(?:elaborate|expand|clarify|be more specific"
    r"|give (?:me )?(?:an|one) example|(?:say|tell me|explain) (?:a (?:little|bit) )?more"
    r"|walk me through (?:that|it))"
    r"|what happened (?:next|then|after|in the end)|what (?:was|were) (?:the|your) (?:final |end )?"
    r"(?:results?|outcome|impact|effect|(?:own |exact |specific )?(?:role|part|contribution))\b"
    r"|what did you (?:learn|take away)|what would you (?:do differently|change)"
    r"|how did you (?:measure|know|decide|do that|handle that)",
    re.IGNORECASE,
)
_QUOTES_BACK: Final = re.compile(
    r"^(?:you (?:said|described|covered|named|mentioned|told me)\b|let me bring you back\b|take a moment\b)",
    re.IGNORECASE,
)
"""How our own follow-ups begin (`interview.follow_ups`), and those of people who listen."""

_POINTS_BACK: Final = re.compile(
    r"\b(?:that|it|this|those|these|them|they)\b(?!\s+(?:an?|the|your?|we|is|was|has|have)\b)", re.IGNORECASE
)


class QuestionFinder:
    """Finds the bank question that an interviewer's words put."""

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


@cache
def question_finder(banks: Path | None) -> QuestionFinder:
    """Finds questions of the shipped banks and the user's own in the folder `banks`; read once per process."""
    return QuestionFinder(QuestionLibrary(resource_root("question_banks"), banks))


def is_follow_up(asked: str, main: Question | None) -> bool:
    """Whether a question that is in no bank refers back to the main question before it.

    It does when the bank has it as a follow-up, or when it is one short sentence that points back at what was said.
    """
    if main is None or not asked:
        return False
    from rapidfuzz import fuzz

    plain = _normalized(asked[:_MAX_ASKED_CHARACTERS])
    if any(fuzz.ratio(plain, _normalized(text)) >= SAME_QUESTION for text in main.follow_ups):
        return True
    said = [text for each in sentences(asked[:_MAX_ASKED_CHARACTERS]) if (text := _OPENING.sub("", each))]
    if said and _QUOTES_BACK.match(said[0]):
        return True
    if len(said) != 1:
        return False
    words = count_words(said[0])
    if words <= MAX_FOLLOW_UP_WORDS and _REFERS_BACK.match(said[0]):
        return True
    return words <= MAX_POINTING_WORDS and _POINTS_BACK.search(said[0]) is not None


def _candidates(asked: str) -> Sequence[str]:
    """The whole of what was asked, each of its last sentences, and each two of these in a row."""
    asked = asked[-_MAX_ASKED_CHARACTERS:]
    single = sentences(asked)[-_MAX_SENTENCES:]
    double = [f"{first} {second}" for first, second in pairwise(single)]
    return [text for text in dict.fromkeys(map(_normalized, (asked, *single, *double))) if text]


@lru_cache(maxsize=4096)
def _normalized(text: str) -> str:
    return " ".join(list_words(text))
