"""What a coach says without a model: the next best thing to do, and what your own history says about a question.

Every sentence is taken from a record, which is quoted and named next to it; nothing is concluded from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interview_cli.interview.content_words import content, weight
from interview_cli.text.lexicon import word_set
from interview_cli.text.sentences import sentence_texts

if TYPE_CHECKING:
    from interview_cli.contracts.cv import Source
    from interview_cli.text.meaning import Vectors

MOST_FOUND: Final = 3
"""The maximum number of passages in an answer (chosen)."""

ALIKE_FROM: Final = 0.45
"""Likeness in meaning from which a passage answers a question that it shares no word with (chosen)."""

SHARED_FROM: Final = 0.34
"""The share of a question's content words, by weight, from which a passage answers it (chosen)."""

LONGEST_QUOTE: Final = 240

_NEXT: Final = re.compile(
    r"\b(?:what|where|how)\b.{0,40}"
    r"\b(?:next|now|first|start|begin|improve|better|prepare|practi[sc]e|focus|work on|train)\b"
    r"|\b(?:next step|ready|weak(?:est|ness|nesses)?|should i)\b",
    re.IGNORECASE,
)
_HOW_IT_WENT: Final = re.compile(
    r"\bhow (?:did|have) (?:i|it|they) (?:do|go|score|done|gone|scored)\b|\bhow am i doing\b|\bgetting better\b"
    r"|\b(?:my|the) (?:last |latest |recent )?(?:scores?|progress)\b"
    r"|\bhow (?:is|was|were|are|did) (?:my|the) (?:last |latest )?(?:sessions?|interviews?)\b",
    re.IGNORECASE,
)
_MISSING: Final = re.compile(
    r"\b(?:missing|lack(?:ing|s)?|gaps?)\b"
    r"|\b(?:do|does|did|is|am)(?:n['’]t| not)(?: \w+){0,2} (?:show|have|mention|cover|list|meet|name|there|in)\b",
    re.IGNORECASE,
)
_ABOUT_CV_OR_JOB: Final = re.compile(r"\b(?:cv|resume|résumé|job|post|role|position)\b", re.IGNORECASE)
_IN_ORDER: Final = ("session", "story", "cv", "job")
"""What was said comes before what is written, and that before what somebody else wrote."""

_ASKING: Final = word_set("""
    answer answered say said tell told ask asked question questions session sessions interview interviews cv resume
    job time times last show find know give example examples practise practice did does do
""")
"""Words of asking, which say nothing of what is asked about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Something of the person's own that an answer can rest on. `text` is searched, of which a piece is quoted."""

    kind: str
    id: str
    text: str
    label: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: why, in a sentence, what that rests on, and the command that begins it."""

    why: str
    command: str
    rests_on: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the coach says, and the records it rests on."""

    answer: str
    rests_on: tuple[Source, ...]
    next_command: str | None


def asks_for_next(question: str) -> bool:
    """Whether somebody asks what to do, rather than about something."""
    return _NEXT.search(question) is not None


def asks_how_it_went(question: str) -> bool:
    """Whether somebody asks how they do, or did."""
    return _HOW_IT_WENT.search(question) is not None


def asks_what_is_missing(question: str) -> bool:
    """Whether somebody asks what the job wants and the CV does not show."""
    return _MISSING.search(question) is not None and _ABOUT_CV_OR_JOB.search(question) is not None


def words_asked(question: str) -> list[str]:
    """The words of a question that say what it is about, as stems."""
    return [stem for stem in content(question) if stem not in _asking_stems()]


def reply(
    question: str,
    passages: Sequence[Passage],
    steps: Sequence[Step],
    vectors: Vectors | None = None,
    standing: Sequence[Passage] = (),
    missing: Sequence[Step] | None = None,
) -> Reply:
    """What the person's own records say about a question, then the next best thing to do.

    `steps` come in the order of their worth. Where the question asks what to do, the steps are the answer; where it
    asks how it went, that is `standing`: the last sessions with their scores; where it asks what the CV does not
    show of the job, `missing`, which is None without a CV or job.
    """
    step = steps[0] if steps else None
    if missing is not None and asks_what_is_missing(question):
        named = [f"- {each.why}" for each in missing] or ["I found every must-have of the job in your CV."]
        first = missing[0] if missing else step
        then = f"To practise this:\n  {missing[0].command}" if missing else _steps_in_words(steps[:1])
        sources_of_all = tuple(source for each in missing for source in each.rests_on)
        return Reply("\n".join([*named, then]), sources_of_all, first.command if first else None)
    if asks_how_it_went(question):
        lines = ["Your last sessions:"] if standing else ["You have finished no interview yet."]
        lines += [f"- {each.label}: {each.text}" for each in standing]
        last: list[Source] = [
            {"kind": each.kind, "id": each.id, "quote": each.text, "command": each.command} for each in standing
        ]
        return Reply("\n".join([*lines, _steps_in_words(steps[:1])]), tuple(last), step.command if step else None)
    found = [] if asks_for_next(question) else search(question, passages, vectors)
    if not found:
        opening = "" if asks_for_next(question) else "I found nothing about this in your history, CV or job.\n"
        return Reply(
            opening + _steps_in_words(steps),
            tuple(source for each in steps[:2] for source in each.rests_on),
            step.command if step else None,
        )
    lines = ["This is what I found:"]
    sources: list[Source] = []
    for passage, quote in found:
        lines.append(f"- {passage.label}: “{quote}”")
        source: Source = {"kind": passage.kind, "id": passage.id, "quote": quote}
        sources.append({**source, "command": passage.command} if passage.command else source)
    command = found[0][0].command or (step.command if step else None)
    return Reply("\n".join(lines), tuple(sources), command)


def search(question: str, passages: Sequence[Passage], vectors: Vectors | None = None) -> list[tuple[Passage, str]]:
    """The passages that answer a question best, each with the sentence that does: sessions first, the job last."""
    asked = {stem: value for stem, value in content(question).items() if stem not in _asking_stems()}
    if not asked or not passages:
        return []
    meant = [0.0] * len(passages)
    if vectors is not None:
        rows = vectors.embed([question, *(each.text for each in passages)])
        meant = [max(0.0, float(value)) for value in rows[1:] @ rows[0]]
    ranked = []
    for place, (passage, meaning) in enumerate(zip(passages, meant, strict=True)):
        shared = weight(asked.keys() & content(f"{passage.label} {passage.text}").keys(), asked) / weight(
            asked, asked
        )
        if shared >= SHARED_FROM or meaning >= ALIKE_FROM:
            ranked.append((-(shared + meaning), place, passage))
    best = [passage for _, _, passage in sorted(ranked)[:MOST_FOUND]]
    best.sort(key=lambda each: _IN_ORDER.index(each.kind) if each.kind in _IN_ORDER else len(_IN_ORDER))
    return [(passage, _best_sentence(passage.text, asked)) for passage in best]


def _best_sentence(text: str, asked: dict[str, float]) -> str:
    """The sentence with most of what is asked about, cut at a word where it is long."""
    parts = sentence_texts(text) or [text]
    best = max(parts, key=lambda part: weight(asked.keys() & content(part).keys(), asked))
    if len(best) <= LONGEST_QUOTE:
        return best
    return best[:LONGEST_QUOTE].rsplit(" ", 1)[0]


def _steps_in_words(steps: Sequence[Step]) -> str:
    if not steps:
        return "There is nothing I could suggest."
    lines = [f"Next: {steps[0].why}", f"  {steps[0].command}"]
    for step in steps[1:3]:
        lines += [f"After that: {step.why}", f"  {step.command}"]
    return "\n".join(lines)


def _asking_stems() -> Iterable[str]:
    return content(" ".join(_ASKING)).keys() | _ASKING
