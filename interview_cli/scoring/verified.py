"""From what a model replied about the criteria to scores that stand: bounded, with quotes that are in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from interview_cli.interview.model import CriterionScore, Evidence
from interview_cli.scoring.addressing import LEFT_OUT, without
from interview_cli.scoring.aggregate import overall_score
from interview_cli.scoring.evidence import locate
from interview_cli.scoring.model_reply import JudgedAnswer, JudgedCriterion
from interview_cli.scoring.rubric import MAX_SCORE, Criterion, Rubric

LEAST_QUOTED_WORDS = 2
"""A single word ("I", "the") is in nearly every answer and shows nothing, unless it is all that was said."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as evidence: its text, and the stretches of it (characters) that speak to the grader."""

    text: str
    to_the_grader: tuple[tuple[int, int], ...] = ()

    def left(self, mark: str = LEFT_OUT) -> str:
        """The text with `mark` where it spoke to the grader."""
        return without(self.text, self.to_the_grader, mark)

    def evidence(self, quote: str) -> Evidence | None:
        """The quote as it stands in the answer; None when it is not there, says nothing or speaks to the grader."""
        found = locate(self.text, quote)
        if found is None or any(found.start < end and start < found.end for start, end in self.to_the_grader):
            return None
        enough = len(found.quote.split()) >= LEAST_QUOTED_WORDS or not self.text.strip().count(" ")
        return found if enough else None


@dataclass(frozen=True, slots=True)
class Verified:
    """The scores of one reply or several, and how many of its quotes had to be dropped."""

    scores: tuple[CriterionScore, ...]
    dropped_quotes: int

    @property
    def rests_on_the_answer(self) -> bool:
        """Whether a single true quote is in it."""
        return any(score.evidence for score in self.scores)


def verified(reply: JudgedAnswer, criteria: Sequence[Criterion], heard: Heard) -> Verified:
    """The scores of one reply.

    A quote that is not in the answer is dropped; a score above 0 that has none left is `unsupported`. A 0 needs no
    quote: that nothing shows the criterion is just what it says.
    """
    scores, dropped = [], 0
    for criterion in criteria:
        judged = reply.criteria[criterion.name]
        found = [heard.evidence(quote) for quote in judged.quotes]
        dropped += found.count(None)
        scores.append(_score(criterion, judged, tuple(dict.fromkeys(each for each in found if each))))
    return Verified(tuple(scores), dropped)


def _score(criterion: Criterion, judged: JudgedCriterion, evidence: tuple[Evidence, ...]) -> CriterionScore:
    if judged.score and not evidence:
        return CriterionScore(criterion.name, None, MAX_SCORE, criterion.description, (), unsupported=True)
    score = round(min(max(judged.score, 0.0), float(MAX_SCORE)), 1)
    return CriterionScore(criterion.name, score, MAX_SCORE, judged.anchor or criterion.anchor(score), evidence)


def together(samples: Sequence[Verified], criteria: Sequence[Criterion]) -> Verified:
    """Several judgements of one answer as one: the median of each criterion, with the spread (highest minus lowest).

    A criterion that most samples could not support is unsupported. The quotes are those of the sample nearest to the
    median.
    """
    if len(samples) == 1:
        return samples[0]
    scores = []
    for index, criterion in enumerate(criteria):
        given = [sample.scores[index] for sample in samples]
        points = [each.score for each in given if each.score is not None]
        if 2 * len(points) <= len(given):
            scores.append(next(each for each in given if each.score is None))
            continue
        middle = round(median(points), 1)
        nearest = min(
            (each for each in given if each.score is not None), key=lambda each: abs((each.score or 0.0) - middle)
        )
        scores.append(
            CriterionScore(
                criterion.name,
                middle,
                MAX_SCORE,
                nearest.anchor if nearest.score == middle else criterion.anchor(middle),
                nearest.evidence,
                spread=round(max(points) - min(points), 1),
            )
        )
    return Verified(tuple(scores), sum(sample.dropped_quotes for sample in samples))


def nearest(samples: Sequence[Verified], rubric: Rubric, overall: float | None) -> int:
    """The first of the samples whose own overall score is nearest to that of all: its words are kept."""

    def distance(index: int) -> float:
        own = overall_score(samples[index].scores, rubric)
        return abs((own or 0.0) - (overall or 0.0))

    return min(range(len(samples)), key=distance)
