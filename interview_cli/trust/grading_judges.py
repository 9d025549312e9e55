"""Judges of short answers that can be compared with human grades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interview_cli.interview.model import Difficulty, Evaluator, InterviewType, Question
from interview_cli.scoring.asked_for import STORY_TYPES
from interview_cli.scoring.rubric import RULES, Rubric, load_rubric
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.scoring.short_answers import evidence_text, reference_score
from interview_cli.text.embeddings import EmbeddingSimilarity
from interview_cli.trust.grades import GradedAnswer

Scorer = Callable[[str, str, str], float | None]
"""Scores (question, reference, answer) from 0 to 1; None for an answer that holds too little to be scored.

Raises ChatModelError for an answer to which a model gave no usable judgement.
"""

Prepare = Callable[[Sequence[GradedAnswer]], None]
"""Sees all answers before the first is scored, for a scorer that works faster on many at once."""

RUBRIC, REFERENCE = "rubric", "reference"
"""As interviews are scored, and by likeness to a reference answer."""

REFERENCE_VERSION = "reference@2"

SHORT_ANSWER_WORDS = 150
"""Up to this many words an answer with a reference is written, not spoken: its content alone is judged (chosen).

Of Mohler's 2,273 written answers one in a hundred has more than 70 words, one in a thousand more than 143.
"""


@dataclass(frozen=True, slots=True)
class GradingJudge:
    """A judge with what distinguishes its scores from others'.

    `type` and `rubrics` are what the rubric judge scores by; `embeddings` whether meaning is compared as well.
    """

    name: str
    evaluator: Evaluator
    scorer: Scorer
    prepare: Prepare | None = None
    type: InterviewType | None = None
    rubrics: tuple[Rubric, ...] = ()
    embeddings: bool = False


def reference_judge(similarity: EmbeddingSimilarity | None) -> GradingJudge:
    """The rules by likeness to the reference answer, with the local embedding model if given."""
    scorer, prepare = reference_scorer(similarity)
    name = RULES if similarity is None else f"{RULES}+{similarity.name}"
    evaluator = Evaluator(RULES, name, prompt_version=None, rubric_version=REFERENCE_VERSION)
    return GradingJudge(REFERENCE, evaluator, scorer, prepare, embeddings=similarity is not None)


def rubric_judge(kind: InterviewType, rubric: Rubric | None) -> GradingJudge:
    """The rules as they score interviews, the questions taken to be of one type (not MIXED)."""
    rubrics = (rubric,) if rubric else tuple(rubrics_of(kind))
    evaluator = Evaluator(RULES, RULES, None, ",".join(sorted(each.label for each in rubrics)))
    return GradingJudge(RUBRIC, evaluator, rubric_scorer(kind, rubric), type=kind, rubrics=rubrics)


def rubrics_of(kind: InterviewType) -> list[Rubric]:
    """The rubrics that answers to questions of a type (not MIXED) are judged by."""
    names = [kind.value, *(["case"] if kind in STORY_TYPES else [])]
    return [load_rubric(name) for name in names]


def rubric_scorer(kind: InterviewType, rubric: Rubric | None) -> Scorer:
    """The rules as they score interviews: the overall score, with the reference as the ideal answer.

    Of a short written answer only correctness is judged, by the reference: depth and order are for spoken ones.
    `kind` is what the questions are taken for; `rubric` replaces the one of that type.
    """

    def score(question: str, reference: str, answer: str) -> float | None:
        if reference.strip() and answer.strip() and rubric is None and len(answer.split()) <= SHORT_ANSWER_WORDS:
            return reference_score(question, reference, answer)
        asked = Question("", question, kind, Difficulty.STANDARD, "", ideal_answer=reference.strip() or None)
        overall = evaluate_answer(asked, answer, rubric=rubric).overall_score
        return None if overall is None else overall / 100

    return score


def reference_scorer(similarity: EmbeddingSimilarity | None = None) -> tuple[Scorer, Prepare | None]:
    """The rules as a scorer, with the local embedding model if given, and what prepares it for many answers."""

    def score(question: str, reference: str, answer: str) -> float:
        alike = None if similarity is None else similarity(reference, evidence_text(question, answer))
        return reference_score(question, reference, answer, alike)

    if similarity is None:
        return score, None
    embed = similarity.prepare

    def prepare(graded: Sequence[GradedAnswer]) -> None:
        embed(
            text
            for row in graded
            for text in (row.reference, evidence_text(row.question, row.answer))
            if text.strip()
        )

    return score, prepare
