"""Follow-ups by a language model, passed on sentence by sentence as soon as a sentence is certain to be kept.

A sentence that must not be said (`discretion.py`) is left out, and what follows it may still be used: so checking in
code costs no waiting. A statement that quotes the candidate is spoken at once, another one together with the question
it leads to. The reply ends at its first question, whatever the model would have written after it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from interview_cli.errors import ChatModelError
from interview_cli.fencing import fence
from interview_cli.interview.content_words import content, weight, words
from interview_cli.interview.discretion import Discretion, without_quotes
from interview_cli.interview.model import Exchange, Session
from interview_cli.interview.model_questions import language_name
from interview_cli.interview.novelty import repeated
from interview_cli.interview.ports import ChatModel, Message, Say
from interview_cli.interview.utterance import asks, is_whole, sentences, without_label
from interview_cli.prompting import load_prompt
from interview_cli.text.lexicon import QUESTION_WORDS
from interview_cli.text.sentences import SentenceSplitter

MOST_STATEMENTS: Final = 2
"""How many sentences may come before the question."""

ANSWER_CHARACTERS: Final = 4000
EARLIER_ANSWER_CHARACTERS: Final = 1000
"""How much of the last answer and of those before it the prompt takes, from their ends: about 700 and 170 words."""

_QUOTE_WORDS: Final = (3, 12)
_PASS: Final = re.compile(r"\W*PASS\b")
_CONJUNCTION: Final = re.compile(r"\s*(?:(?:and|but|so|or|because|then|also)\s+)*", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[,;:.!?…\n()\"“”„«»–—]+")


@dataclass(slots=True)
class FollowUp:
    """What has been said aloud of a follow-up so far. `passed` when the interviewer moves on instead."""

    said: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    passed: bool = False

    @property
    def complete(self) -> bool:
        return bool(self.said) and asks(self.said[-1])

    @property
    def text(self) -> str:
        return " ".join(self.said)


class FollowUpWriter:
    """Asks a model for the next follow-up. `overrides` is the folder of the user's prompts."""

    def __init__(self, model: ChatModel, *, overrides: Path | None = None) -> None:
        self._model = model
        self._overrides = overrides

    async def write(
        self, session: Session, exchanges: Sequence[Exchange], persona: str, say: Say, follow_up: FollowUp
    ) -> None:
        """Let the model write `follow_up`; each sentence goes to `say` when it is certain.

        A reply without a usable question is asked for once more. Raises ChatModelError when the model fails, or has
        written none twice; what has been said until then stays in `follow_up`.
        """
        for _ in range(2):
            messages = self._prompt(session, exchanges, persona, follow_up)
            await self._hear(self._model.stream(messages), _Listener(session, exchanges, say, follow_up))
            if follow_up.passed or follow_up.complete:
                return
        fault = follow_up.faults[-1] if follow_up.faults else "It has no question."
        raise ChatModelError(
            f"{self._model.name} wrote no follow-up that can be used. {fault}",
            "If it happens often, choose a larger model with --llm.",
        )

    async def _hear(self, pieces: AsyncIterator[str], listener: _Listener) -> None:
        """Take sentences until there is a question; leaving early closes the connection."""
        splitter = SentenceSplitter()
        async with aclosing(_closable(pieces)) as stream:
            async for piece in stream:
                if any(listener.ends_with(sentence) for sentence in splitter.feed(piece)):
                    return
        any(listener.ends_with(sentence) for sentence in splitter.flush())

    def _prompt(
        self, session: Session, exchanges: Sequence[Exchange], persona: str, follow_up: FollowUp
    ) -> list[Message]:
        settings = session.settings
        evaluation = exchanges[-1].attempt.evaluation if exchanges[-1].attempt else None
        values: dict[str, object] = {
            "persona": persona,
            "language": language_name(settings.language),
            "type": exchanges[0].asked.question.type.value,
            "role": settings.role,
            "difficulty": session.plan[exchanges[0].asked.slot].difficulty.value,
            "weaknesses": ", ".join(tag.replace("_", " ") for tag in evaluation.tags) if evaluation else "",
            "exchanges": [
                {
                    "question": fence("interviewer", each.asked.text),
                    "answer": fence("candidate", _end_of_answer(each, last=each is exchanges[-1])),
                }
                for each in exchanges
            ],
            "said": follow_up.text,
            "fault": follow_up.faults[-1] if follow_up.faults else "",
        }
        return load_prompt("follow_up", self._overrides).render(values)


class _Listener:
    """Keeps what may be said of one reply."""

    def __init__(self, session: Session, exchanges: Sequence[Exchange], say: Say, follow_up: FollowUp) -> None:
        self._language = session.settings.language
        self._say = say
        self._follow_up = follow_up
        self._last_answer = _answer(exchanges[-1])
        self._held: list[str] = []
        self._rests_on_invention = False
        self._asked = [(exchange.asked.text, exchange.asked.parent_id is None) for exchange in session.exchanges]
        self._discretion = Discretion(
            exchanges[0].asked.question,
            asked=[each.asked.text for each in exchanges],
            answers=[_answer(each) for each in exchanges],
            language=self._language,
        )

    def ends_with(self, sentence: str) -> bool:
        """Take a sentence; whether the reply ends with it."""
        sentence = without_label(sentence)
        so_far = self._follow_up
        if _PASS.match(sentence):
            so_far.passed = True
            return True
        fault = self._discretion.fault(sentence, " ".join([*so_far.said, *self._held]))
        if not is_whole(sentence):
            fault = "It breaks off in the middle of a sentence."
        elif fault is None and self._says_again(sentence):
            fault = "It asks again what was asked before."
        elif fault is None and self._rests_on_invention and not self._discretion.quotes_candidate(sentence):
            fault = "It is about words the candidate did not say."
        if fault:
            so_far.faults.append(fault)
            self._rests_on_invention |= self._discretion.invented_quote(sentence) is not None
            return False
        self._rests_on_invention = False
        if not asks(sentence):
            return self._lead_in(sentence)
        if not any(map(self._discretion.quotes_candidate, [*so_far.said, *self._held, sentence])):
            quote = best_quote(self._last_answer, sentence, self._language, [text for text, _ in self._asked])
            if quote:
                self._keep(f"You said “{quote}”." if self._language == "en" else f"“{quote}” …")
        for each in (*self._held, sentence):
            self._keep(each)
        return True

    def _lead_in(self, statement: str) -> bool:
        """Say or hold back what precedes the question; whether there is too much of it."""
        if len(self._follow_up.said) + len(self._held) >= MOST_STATEMENTS:
            self._follow_up.faults.append("It does not come to its question.")
            return True
        if not self._held and self._discretion.quotes_candidate(statement):
            self._keep(statement)
        else:
            self._held.append(statement)
        return False

    def _says_again(self, sentence: str) -> bool:
        """Whether a sentence was said before, or asks what a question of this session asks.

        Two follow-ups may be about the same words when they begin with different words of asking.
        """
        if any(sentence in text for text, _ in self._asked):
            return True
        own = without_quotes(sentence)
        alike = [
            without_quotes(part)
            for text, is_main in self._asked
            for part in ([text] if is_main else sentences(text))
            if is_main or _interrogative(part) == _interrogative(own)
        ]
        return asks(sentence) and repeated(own, alike, self._language) is not None

    def _keep(self, sentence: str) -> None:
        self._follow_up.said.append(sentence)
        self._say(sentence)


def best_quote(answer: str, question: str, language: str, before: Sequence[str] = ()) -> str | None:
    """The clause of an answer, word for word, that shares most with a question about it; None without any.

    A clause that is in one of the texts `before` is not quoted again.
    """
    asked = content(question, language)
    best, most = None, 0.0
    fewest_words, most_words = _QUOTE_WORDS
    for piece in _CLAUSE_END.split(answer):
        clause = _CONJUNCTION.sub("", piece, count=1).rstrip()
        if not fewest_words <= len(words(clause)) <= most_words or any(clause in text for text in before):
            continue
        told = content(clause, language)
        shared = weight(told.keys() & asked.keys(), told)
        if shared > most:
            best, most = clause, shared
    return best


def _interrogative(question: str) -> str | None:
    """The first word of asking in an English question."""
    return next((word for word in words(question) if word in QUESTION_WORDS), None)


def _answer(exchange: Exchange) -> str:
    return exchange.attempt.answer.text if exchange.attempt else ""


def _end_of_answer(exchange: Exchange, *, last: bool) -> str:
    return _answer(exchange)[-(ANSWER_CHARACTERS if last else EARLIER_ANSWER_CHARACTERS) :] or "(says nothing)"


async def _closable(pieces: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The same pieces; closing it closes them too, when they can be."""
    try:
        async for piece in pieces:
            yield piece
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
