"""What must hold of every transcript, found without the product's own code."""

from __future__ import annotations

import re
from itertools import combinations

from rapidfuzz import fuzz

from interview_cli.interview.model import AskedQuestion, Exchange, Session, SessionStatus

_QUOTED = re.compile(r"[“\"„]([^“”\"„]+)[”“\"]")
_MARKUP = re.compile(
    r"\*\*|`|^#|^\s*[-*]\s|^\s*\d+\.\s|\n|https?://|<[a-z/]+>|[\U0001F300-\U0001FAFF\u2600-\u27BF]", re.MULTILINE
)
_PRAISE = re.compile(
    r"\b(?:great|excellent|perfect|good|brilliant|wrong|weak) (?:answer|point|job)\b|\b\d ?(?:/|out of) ?(?:5|10)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
LONGEST_UTTERANCE = 700
TELLING_WORDS = 5
"""So many words in a row of the answer that is expected are no chance."""


def words(text: str) -> list[str]:
    """The words, letter case aside."""
    return _WORD.findall(text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of as many words as tell something."""
    said = words(text)
    return {tuple(said[start : start + TELLING_WORDS]) for start in range(len(said) - TELLING_WORDS + 1)}


def answer_of(exchange: Exchange) -> str:
    """What was said, nothing when it was skipped."""
    return exchange.attempt.answer.text if exchange.attempt else ""


def faults(session: Session) -> list[str]:
    """Everything that is wrong with the interviewer's side of a transcript."""
    found = []
    answers: list[str] = []
    for exchange in session.exchanges:
        asked = exchange.asked
        before = [each for each in answers if each]
        found += [f"{what}: {asked.text!r}" for what, wrong in _faults_of(asked, before).items() if wrong]
        answers.append(answer_of(exchange))
    texts = [_QUOTED.sub("", exchange.asked.text) for exchange in session.exchanges]
    for one, other in combinations(texts, 2):
        if fuzz.token_sort_ratio(one.lower(), other.lower()) > 85:
            found.append(f"asked twice: {one!r} and {other!r}")
    return found + _end_faults(session)


def _faults_of(asked: AskedQuestion, answers: list[str]) -> dict[str, bool]:
    text = asked.text
    own = _QUOTED.sub(" ", text)
    sources = " ".join(words(" | ".join([*answers, asked.question.text])))
    expected = " . ".join((*asked.question.key_points, asked.question.ideal_answer or ""))
    told = runs(own) & runs(expected) - runs(asked.question.text) - set().union(*map(runs, answers), set())
    return {
        "more than one question": own.count("?") > 1,
        "markup": _MARKUP.search(text) is not None,
        "a verdict": _PRAISE.search(own) is not None,
        "too long": len(text) > LONGEST_UTTERANCE,
        "invented quote": any(" ".join(words(quote)) not in sources for quote in _QUOTED.findall(text)),
        "gives the answer away": bool(told) and asked.parent_id is not None,
    }


def _end_faults(session: Session) -> list[str]:
    settings = session.settings
    main = [exchange for exchange in session.exchanges if exchange.asked.parent_id is None]
    follow_ups = len(session.exchanges) - len(main)
    per_question = [sum(each.asked.slot == one.asked.slot for each in session.exchanges) - 1 for one in main]
    wrong = {
        "does not end": session.status is not SessionStatus.COMPLETED,
        "another number of questions": len(main) != settings.questions,
        "too many follow-ups": follow_ups > settings.follow_up_budget,
        "too many follow-ups to one question": max(per_question, default=0) > settings.max_follow_ups,
        "no feedback": session.feedback is None,
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def unquoting_follow_ups(session: Session) -> list[str]:
    """Follow-ups that quote nothing of the answers to their question."""
    found = []
    for exchange in session.exchanges:
        if exchange.asked.parent_id is None:
            continue
        before = [
            " ".join(words(answer_of(each)))
            for each in session.exchanges
            if each.asked.slot == exchange.asked.slot and each.asked.position < exchange.asked.position
        ]
        quotes = [" ".join(words(quote)) for quote in _QUOTED.findall(exchange.asked.text)]
        if not any(quote and quote in answer for quote in quotes for answer in before):
            found.append(exchange.asked.text)
    return found
