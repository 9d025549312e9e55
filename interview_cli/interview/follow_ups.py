"""Follow-up questions without a model: they name what was missing and quote the candidate.

Which weakness to ask about comes from the evaluation's tags (`interview_cli/scoring/tags.py`), the quotes from the
parts it found. The answer is never given away: a missing key point is asked for, not named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from interview_cli.interview.model import Difficulty, Evaluation, Exchange
from interview_cli.text.lexicon import DANGLING
from interview_cli.text.words import split_words

QUOTE_WORDS: Final = 12
"""The longest quote in a follow-up, in words: enough to recognise one's own sentence."""

_BREAKS: Final = frozenset(",;:—")
_PARTS: Final = {"situation": "the situation", "task": "what had to be done", "action": "what you did"}


def write_follow_up(difficulty: Difficulty, exchanges: Sequence[Exchange]) -> str | None:
    """The next follow-up to a main question and its follow-ups so far, or None when nothing is worth asking.

    `exchanges` starts with the main question. Every answer in it has been evaluated or skipped.
    """
    evaluations = [each.attempt.evaluation for each in exchanges if each.attempt and each.attempt.evaluation]
    if not evaluations:
        return None
    already = {exchange.asked.text for exchange in exchanges}
    question = exchanges[0].asked.question
    candidates = list(_about_weaknesses(exchanges[0].asked.text, evaluations, bool(question.key_points)))
    if question.follow_ups and (difficulty is Difficulty.INTENSE or "missing_key_points" in evaluations[-1].tags):
        candidates += question.follow_ups
    return next((text for text in candidates if text not in already), None)


def _about_weaknesses(question: str, evaluations: Sequence[Evaluation], has_points: bool) -> Iterator[str]:
    """One wording per weakness that no answer of the group has made good, the most telling first."""
    tags = set(evaluations[-1].tags)
    found = {part for evaluation in evaluations for part, quotes in evaluation.found.items() if quotes}

    def quote(*parts: str) -> str | None:
        return next((text for part in parts if (text := _quote(evaluations, part))), None)

    if tags & {"off_topic", "copied_question"}:
        yield f"Let me bring you back to what I asked, in your own words: {question}"
        return
    if tags & {"no_answer", "gibberish", "instruction_injection"}:
        yield "Take a moment. What comes to mind first, even if it is a small example?"
        return
    if "keyword_list" in tags:
        yield "You named several terms. Can you explain in sentences how they work together?"
        return
    said = quote("action", "situation", "task", "key_point", "ownership")
    if "too_short" in tags:
        yield (
            f"You said “{said}”. Could you tell me more about that?" if said else "Could you tell me more about that?"
        )
    if "no_action" in tags and "action" not in found:
        yield _after(found - {"action"}, quote("situation"), "what did you do yourself, step by step?")
    untold = any(score.criterion == "outcome" and score.state == "cannot_tell" for score in evaluations[-1].scores)
    if ("no_result" in tags or untold) and "result" not in found:
        yield _after(found, quote("action"), "what was the result, in numbers?")
    if "we_not_i" in tags and (team := quote("team", "action", "result")):
        yield f"You said “{team}”. What was your own part in that?"
    if "no_numbers" in tags and "number" not in found and (claim := quote("result", "action")):
        yield f"You said “{claim}”. Can you put that in numbers?"
    if "no_situation" in tags and "situation" not in found:
        yield _after(set(), quote("action"), "where and when was this, and what was at stake?")
    if "no_reasoning" in tags and (claim := quote("key_point", "action")):
        yield f"You said “{claim}”. Why is that?"
    if "no_trade_offs" in tags and (claim := quote("key_point", "action")):
        yield f"You said “{claim}”. What would you give up with that, and what is the alternative?"
    if "no_example" in tags and said:
        yield f"You said “{said}”. Can you give an example from your own work?"
    if "missing_key_points" in tags and has_points and (claim := quote("key_point")):
        yield f"You covered “{claim}”. What else belongs to a complete answer?"
    if "vague" in tags and said:
        yield f"You said “{said}”. Can you be more specific?"


def _after(found: set[str], quoted: str | None, ask: str) -> str:
    """`ask` behind a clause that says what the candidate did cover."""
    covered = [words for part, words in _PARTS.items() if part in found]
    if covered:
        described = f"You described {_and(covered)}"
        return f"{described} (“{quoted}”); {ask}" if quoted else f"{described}; {ask}"
    if quoted:
        return f"You said “{quoted}”; {ask}"
    return ask[0].upper() + ask[1:]


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _quote(evaluations: Sequence[Evaluation], part: str) -> str | None:
    """A short verbatim quote of a part, from the latest answer that shows it."""
    for evaluation in reversed(evaluations):
        for evidence in evaluation.found.get(part, ()):
            if quoted := _first_words(evidence.quote, QUOTE_WORDS):
                return quoted
    return None


def _first_words(text: str, count: int) -> str:
    """The verbatim beginning of a text, up to `count` words: to a late comma, else without a dangling word."""
    words = split_words(text)
    last = len(words)
    if last > count:
        breaks = [number for number in range(count // 2, count + 1) if words.gaps[number][:1] in _BREAKS]
        last = breaks[-1] if breaks else count
        while not breaks and last > 1 and words.words[last - 1] in DANGLING:
            last -= 1
    return words.written(0, last)
