"""What the judge says about an answer in two or three sentences, made of what its criteria say."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.criteria import CRITERIA, GOOD
from interview_cli.scoring.outline import GOOD_ENOUGH
from interview_cli.scoring.tags import Tag
from interview_cli.scoring.wording import capitalised, shorten

THIN = 3.0
"""Below this a criterion is worth a remark when no weakness was found."""

_CLOSED = {
    Tag.NO_ANSWER: "There is no answer here to score.",
    Tag.GIBBERISH: "This does not read as English sentences, so there is nothing to score.",
    Tag.INSTRUCTION_INJECTION: "This speaks to the scorer instead of answering; it has no effect on the score.",
    Tag.COPIED_QUESTION: "This repeats the question and adds nothing of your own.",
    Tag.KEYWORD_LIST: "This lists terms without saying how they connect, which shows no understanding.",
    Tag.TOO_SHORT: "This is too short to score.",
}
_FEW_WORDS = "This is too short to score; it may be all that the question asks for."
KEEP = "I found nothing to mend in this answer."
KEEP_UNLESS_BESIDE_THE_POINT = "I found nothing to mend in how this is told. Check that it answers the question."
_MANNER = frozenset({"relevance", "clarity", "organisation"})


def closed_comment(answer: str, gate: Tag) -> str:
    """The comment on an answer that could not be scored."""
    return f"{_CLOSED[gate]}{_said(answer)} {gate.advice}"


def few_words_comment(answer: str) -> str:
    """The comment on an answer too short to be scored, to a question that a few words can answer."""
    return _FEW_WORDS + _said(answer)


def _said(answer: str) -> str:
    said = shorten(answer[:400])
    return f" You said: “{said}”." if said else ""


def comment(
    scores: Sequence[CriterionScore],
    overall: float | None,
    tags: Sequence[Tag],
    missing: Sequence[str],
    first: Sequence[str | None],
) -> str:
    """What has to be said `first` (doubts, bounds), the best thing, the worst with advice, a missing key point."""
    sentences = [each for each in first if each]
    best = best_criterion(scores)
    if best:
        sentences.append(f"{CRITERIA[best.criterion].praise}.")
    judged = [score for score in scores if score.score is not None]
    thin = min(judged, key=_points, default=None)
    if tags:
        said, _, advice = tags[0].advice.partition(": ")
        is_said = bool(advice) and any(sentence.startswith(said) for sentence in sentences)
        sentences.append(capitalised(advice) if is_said else tags[0].advice)
    elif thin and _points(thin) < THIN and not any(first):
        sentences.append(thin_words(thin))
    elif overall is not None and overall >= GOOD_ENOUGH:
        is_open = any(score.criterion == "relevance" and score.state == "cannot_tell" for score in scores)
        sentences.append(KEEP_UNLESS_BESIDE_THE_POINT if is_open else KEEP)
    if missing:
        sentences.append(f"Check whether you said this: {missing[0].rstrip('.')}.")
    return " ".join(sentences or [thin.anchor if thin else KEEP])


def thin_words(score: CriterionScore) -> str:
    """What a low level of a criterion means, in short."""
    short = CRITERIA[score.criterion].thin if score.criterion in CRITERIA else None
    return f"{short}." if short else score.anchor


def best_criterion(scores: Sequence[CriterionScore]) -> CriterionScore | None:
    """The highest score that is worth praise; manner alone (relevance, clarity, order) is none, nor is what is
    only perhaps there, or there but for a part."""
    good = [
        score
        for score in scores
        if score.score is not None
        and score.score >= GOOD
        and score.evidence
        and score.criterion not in _MANNER
        and _is_praised(score)
    ]
    return min(good, key=_praise_key, default=None)


def _is_praised(score: CriterionScore) -> bool:
    criterion = CRITERIA.get(score.criterion)
    return criterion is None or criterion.praised(score.anchor)


def _points(score: CriterionScore) -> float:
    return 5.0 if score.score is None else score.score


def _praise_key(score: CriterionScore) -> tuple[float, int]:
    return -(score.score or 0.0), praise_rank(score.criterion)


def praise_rank(criterion: str) -> int:
    """How little a criterion says about the candidate; 0 says most."""
    return CRITERIA[criterion].praise_rank if criterion in CRITERIA else len(CRITERIA)
