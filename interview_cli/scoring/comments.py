"""What the judge says about an answer, in two or three sentences that quote it."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.criteria import Sheet
from interview_cli.scoring.tags import Tag

_CLOSED = {
    Tag.NO_ANSWER: "There is no answer here to score.",
    Tag.GIBBERISH: "This does not read as English sentences, so there is nothing to score.",
    Tag.INSTRUCTION_INJECTION: "This speaks to the scorer instead of answering; it has no effect on the score.",
    Tag.COPIED_QUESTION: "This repeats the question and adds nothing of your own.",
    Tag.KEYWORD_LIST: "This lists terms without saying how they connect, which shows no understanding.",
    Tag.TOO_SHORT: "This is too short to score.",
}
_PRAISE = {
    "structure": "The story can be followed from start to end",
    "ownership": "Your own part is clear",
    "specificity": "You gave details that could be checked",
    "outcome": "You said what changed",
    "relevance": "You answered what was asked",
    "correctness": "You covered what matters",
    "depth": "You gave reasons",
    "scale": "You put figures on the scale",
    "clarity": "It is easy to follow",
}
_SHORT_QUOTE = 90


def closed_comment(answer: str, gate: Tag) -> str:
    """The comment on an answer that could not be scored."""
    said = " ".join(answer[:400].split())
    quoted = f" You said: “{shorten(said)}”." if said else ""
    return f"{_CLOSED[gate]}{quoted} {gate.advice}"


def comment(sheet: Sheet, scores: Sequence[CriterionScore], tags: Sequence[Tag], missing: Sequence[str]) -> str:
    """Best criterion with its quote, then the worst weakness with its advice, then a missing key point."""
    judged = [score for score in scores if score.score is not None and score.evidence]
    sentences = []
    best = max(judged, key=lambda score: score.score or 0.0, default=None)
    if best and best.score and best.score >= 2.5:
        sentences.append(f"{_PRAISE[best.criterion]}: “{shorten(best.evidence[0].quote)}”.")
    if missing:
        sentences.append(f"Missing: {missing[0].rstrip('.')}.")
    if tags:
        sentences.append(tags[0].advice)
    elif not missing:
        sentences.append("Keep this answer: it has what an interviewer listens for.")
    return " ".join(sentences)


def shorten(text: str) -> str:
    """At most about 90 characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= _SHORT_QUOTE:
        return text.rstrip(".,;: ")
    return text[:_SHORT_QUOTE].rsplit(" ", 1)[0].rstrip(".,;: ") + " …"
