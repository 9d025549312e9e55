"""What the judge says about an answer, in two or three sentences that quote it."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.tags import Tag

GOOD = 3.5
"""From this score on (of 5) a criterion is worth praise."""

THIN = 3.0
"""Below this a criterion is worth a remark when nothing is outright missing."""

PRAISE = {
    "structure": "The story can be followed from start to end",
    "organisation": "The answer has an order",
    "ownership": "Your own part is clear",
    "specificity": "You gave details that could be checked",
    "outcome": "You said what changed",
    "relevance": "You answered what was asked",
    "correctness": "You had key points right",
    "depth": "You gave reasons and not only statements",
    "scale": "You put figures on the scale",
    "clarity": "It is easy to follow",
}
"""What a good score says, by criterion."""

CRITERION_OF_TAG = {
    Tag.OFF_TOPIC: "relevance",
    Tag.MISSING_KEY_POINTS: "correctness",
    Tag.NO_ACTION: "structure",
    Tag.NO_RESULT: "outcome",
    Tag.WE_NOT_I: "ownership",
    Tag.NO_NUMBERS: "specificity",
    Tag.NO_SITUATION: "structure",
    Tag.NO_TASK: "structure",
    Tag.NO_REASONING: "depth",
    Tag.NO_TRADE_OFFS: "depth",
    Tag.NO_EXAMPLE: "depth",
    Tag.VAGUE: "specificity",
    Tag.UNCLEAR: "clarity",
}
"""Where a weakness costs points, and where the quote for it is found."""

_CLOSED = {
    Tag.NO_ANSWER: "There is no answer here to score.",
    Tag.GIBBERISH: "This does not read as English sentences, so there is nothing to score.",
    Tag.INSTRUCTION_INJECTION: "This speaks to the scorer instead of answering; it has no effect on the score.",
    Tag.COPIED_QUESTION: "This repeats the question and adds nothing of your own.",
    Tag.KEYWORD_LIST: "This lists terms without saying how they connect, which shows no understanding.",
    Tag.TOO_SHORT: "This is too short to score.",
}
_MANNER = frozenset({"relevance", "clarity", "organisation"})
_PRAISE_ORDER = (
    *("outcome", "correctness", "ownership", "scale", "specificity", "depth", "structure"),
    *("organisation", "relevance", "clarity"),
)
_QUOTE_CHARACTERS = 100


def closed_comment(answer: str, gate: Tag) -> str:
    """The comment on an answer that could not be scored."""
    said = shorten(answer[:400])
    quoted = f" You said: “{said}”." if said else ""
    return f"{_CLOSED[gate]}{quoted} {gate.advice}"


def comment(scores: Sequence[CriterionScore], tags: Sequence[Tag], missing: Sequence[str]) -> str:
    """The best thing with its quote, the worst with its quote and advice, and the first key point that is missing."""
    judged = {score.criterion: score for score in scores if score.score is not None and score.evidence}
    sentences = []
    best = best_criterion(tuple(judged.values()))
    praised = ""
    if best:
        praised = shorten(best.evidence[0].quote)
        sentences.append(f"{PRAISE[best.criterion]}: “{praised}”.")
    if tags:
        weak = judged.get(CRITERION_OF_TAG.get(tags[0], ""))
        quoted = shorten(weak.evidence[0].quote) if weak else ""
        where = f" You said: “{quoted}”." if quoted and quoted != praised else ""
        sentences.append(f"{tags[0].advice}{where}")
    elif thin := min((score for score in judged.values() if (score.score or 0.0) < THIN), key=_score, default=None):
        sentences.append(f"Its weakest side is {thin.criterion}: {thin.anchor[0].lower()}{thin.anchor[1:]}")
    else:
        sentences.append("Keep this answer: it has what an interviewer listens for.")
    if missing:
        sentences.append(f"Not clearly heard: {missing[0].rstrip('.')}.")
    return " ".join(sentences)


def best_criterion(scores: Sequence[CriterionScore]) -> CriterionScore | None:
    """The highest score that is worth praise, of the manner (relevance, clarity) only if there is nothing else."""
    good = [score for score in scores if score.score is not None and score.score >= GOOD and score.evidence]
    return min(good, key=_praise_key, default=None)


def _score(score: CriterionScore) -> float:
    return score.score or 0.0


def _praise_key(score: CriterionScore) -> tuple[bool, float, int]:
    return score.criterion in _MANNER, -(score.score or 0.0), praise_rank(score.criterion)


def praise_rank(criterion: str) -> int:
    """How little a criterion says about the candidate; 0 says most."""
    return _PRAISE_ORDER.index(criterion) if criterion in _PRAISE_ORDER else len(_PRAISE_ORDER)


def shorten(text: str) -> str:
    """One line of at most about 100 characters, cut between words."""
    text = " ".join(text.split())
    if len(text) > _QUOTE_CHARACTERS:
        text = text[:_QUOTE_CHARACTERS].rsplit(" ", 1)[0].rstrip(".,;: ") + " …"
    return text.rstrip(".,;: ")
