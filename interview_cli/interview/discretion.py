"""What an interviewer must not say while the interview runs: the answer, a verdict, or words nobody spoke.

A language model is asked to keep to this and checked here, in code: whatever a candidate's answer talks it into does
not get past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from interview_cli.interview.content_words import content, weight, words
from interview_cli.interview.model import Question
from interview_cli.interview.utterance import asks, sentences
from interview_cli.text.language import may_be_in

MAX_SENTENCE_CHARACTERS: Final = 300
"""A longer sentence is hard to follow by ear."""

TOLD_BY_A_STATEMENT: Final = 0.34
TOLD_BY_A_QUESTION: Final = 0.5
"""Share of a point's words, beyond those already said in the interview, from which a sentence gives the point away.
A question may touch what it asks about: of the 593 shipped follow-ups 10 do so too closely."""

LEAST_TOLD: Final = 1.5
"""One word of the subject alone gives nothing away."""

_QUOTED: Final = re.compile(
    r"[“„](?P<a>[^“”„\"]+)[”“\"]|\"(?P<b>[^\"]+)\"|[«»](?P<c>[^«»]+)[«»]|‘(?P<d>[^‘’]+ [^‘’]+)’"
)
_ELLIPSIS: Final = re.compile(r"…|\.\.\.|\[[^\]]*\]")

_TELLS: Final = re.compile(
    r"\b(?:correct|right|ideal|model|best|expected|perfect|strong|complete) (?:answer|solution|response)s?"
    r"(?:\s*[:=–—-]| (?:is|are|was|were|would|should|could|includes?|covers?|goes)\b(?! \w+\?))"
    r"|\b(?:the answer (?:is|was)\b|key points? (?:is|are|was|were)\b"
    r"|you (?:should|could) have (?:said|mentioned|added)"
    r"|(?:i|we) (?:was|were|am|are) (?:looking|hoping) (?:for|to hear)|you (?:missed|forgot|left out) )",
    re.IGNORECASE,
)
_GOOD_OR_BAD: Final = (
    r"(?:great|excellent|perfect|good|fantastic|amazing|wonderful|impressive|brilliant|strong|solid|nice|awesome|superb"
    r"|outstanding|terrific|correct|incorrect|wrong|weak|poor|bad|right)"
)
_JUDGES: Final = re.compile(
    rf"\b{_GOOD_OR_BAD} (?:answer|response|reply|explanation|job|work|point|example|start|description|summary)\b"
    r"(?!.*\?)"
    rf"|^(?:{_GOOD_OR_BAD}|exactly|well done|spot on|bravo|absolutely|indeed)\s*[!.,]"
    rf"|\b(?:that|this|it|you|answer|what you said)(?:'s|’s|'re|’re| is| are| was| sounds)"
    rf" (?:\w+ly |very |so |not |quite |a |an )*{_GOOD_OR_BAD}(?: \w+)?[!.,]"
    r"|\bi(?:'d|’d| would| will|'ll|’ll)? (?:give|score|rate|grade) (?:you|your|this|that)\b|\byour score\b",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:/|out of|von|sur|de)\s*(?:5|10|100)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Discretion:
    """Checks what is about to be said about one question. `asked` and `answers` are what was said about it so far."""

    question: Question
    asked: Sequence[str]
    answers: Sequence[str]
    language: str = "en"

    def fault(self, sentence: str, before: str = "") -> str | None:
        """Why a sentence must not be said, in words a model understands; None when it may be.

        `before` is what was said just before it: an answer is not given away in pieces either.
        """
        if len(sentence) > MAX_SENTENCE_CHARACTERS:
            return "It has a sentence that is too long to be spoken."
        if invented := self.invented_quote(sentence):
            return f"It quotes words the candidate did not say: “{invented}”."
        own = without_quotes(sentence)
        if _JUDGES.search(own) or any(mark[0] not in " ".join(self.answers) for mark in _MARKS.finditer(own)):
            return "It judges the answer."
        if _TELLS.search(own) or self.gives_away(f"{before} {sentence}"):
            return "It gives the answer away."
        if not may_be_in(self.language, own):
            return f"It is not in the language with the code {self.language}."
        return None

    def gives_away(self, text: str) -> bool:
        """Whether a text gives away a point of the answer that neither question nor candidate has brought up."""
        known = content(" ".join((self.question.text, *self.asked, *self.answers)), self.language)
        told = content(text, self.language)
        most = TOLD_BY_A_QUESTION if asks(sentences(text)[-1] if sentences(text) else "") else TOLD_BY_A_STATEMENT
        return any(_share_told(told, point, most) for point in self._points(known))

    def invented_quote(self, sentence: str) -> str | None:
        """A quote in a sentence that nobody has said, if there is one."""
        return next((quote for quote in quotes(sentence) if not self._was_said(quote)), None)

    def quotes_candidate(self, sentence: str) -> bool:
        """Whether a sentence quotes something the candidate has said."""
        return any(_contains(answer, quote) for quote in quotes(sentence) for answer in self.answers)

    def _was_said(self, quote: str) -> bool:
        sources = (*self.answers, *self.asked, self.question.text)
        parts = [part for part in _ELLIPSIS.split(quote) if words(part)]
        return bool(parts) and any(all(_contains(source, part) for part in parts) for source in sources)

    def _points(self, known: Mapping[str, float]) -> Iterator[dict[str, float]]:
        """The words of each point of a strong answer that have not been said yet."""
        for point in (*self.question.key_points, *sentences(self.question.ideal_answer or "")):
            yield {stem: value for stem, value in content(point, self.language).items() if stem not in known}


def without_quotes(text: str) -> str:
    """A text without what is between quotation marks."""
    return " ".join(_QUOTED.sub(" ", text).split())


def quotes(sentence: str) -> list[str]:
    """What is between quotation marks."""
    return [next(filter(None, match.groups())) for match in _QUOTED.finditer(sentence)]


def _share_told(told: Mapping[str, float], point: Mapping[str, float], most: float) -> bool:
    common = weight(told.keys() & point.keys(), point)
    return common >= LEAST_TOLD and common / sum(point.values()) >= most


def _contains(text: str, quote: str) -> bool:
    """Whether the words of a quote are in a text one after the other, letter case and marks aside."""
    return f" {' '.join(words(quote))} " in f" {' '.join(words(text))} "
