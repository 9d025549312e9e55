"""One transcript scored: its answers judged, joined, and written as a line of the results file.

The overall score is made as for a practice session: a main answer together with what its follow-ups added is judged
once more as one answer, the better of the two counts for the question, and the mean over the questions is the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, pstdev

from interview_cli.batch.asked import QuestionFinder, is_follow_up
from interview_cli.batch.judging import AnswerJudge, Request
from interview_cli.batch.must_haves import must_haves_met, weighted_score
from interview_cli.batch.plan import Plan
from interview_cli.contracts import batch as contract
from interview_cli.contracts.evaluation import CriterionScore
from interview_cli.contracts.evaluation import Evaluation as EvaluationJson
from interview_cli.delivery.contract import delivery_to_json
from interview_cli.delivery.measure import measure_text, measure_transcription
from interview_cli.interview.model import Evaluation, EvaluationStatus, InterviewType, Question
from interview_cli.interview.spoken import Delivery, Transcription
from interview_cli.reports.contract import evaluation_to_json, evaluator_to_json
from interview_cli.scoring.aggregate import are_mostly_beside, is_declined, recommendation, session_score
from interview_cli.scoring.repeats import agreement
from interview_cli.scoring.rubric import MAX_SCORE
from interview_cli.transcripts.heard import heard_in_answer
from interview_cli.transcripts.model import QuestionAnswer, Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.unpaired import reading_with

_BETWEEN = "\n\n"


@dataclass(slots=True)
class _Asked:
    """A main question with its answer, and the answers to its follow-ups."""

    request: Request
    evaluation: Evaluation
    texts: list[str] = field(default_factory=list)

    @property
    def joined(self) -> Request:
        """Everything said to the question as one answer."""
        return replace(self.request, answer=_BETWEEN.join(self.texts))


async def score_transcript(
    transcript: Transcript,
    plan: Plan,
    finder: QuestionFinder,
    judge: AnswerJudge,
    heard: Transcription | None = None,
) -> contract.Result:
    """The content of a transcript's line, without what says where it comes from.

    `heard` is what the transcript was made of, where it was a recording. Raises InputError when the candidate cannot
    be identified.
    """
    kind = plan.type_of(transcript.type)
    transcript = assign_roles(transcript, plan.candidate)
    pairs = pair(transcript)
    reading = reading_with(transcript, pairs)
    answers, groups = await _judge(pairs, kind, plan, finder, judge, heard)
    judged = await _judged(groups, judge)
    declined = sum(is_declined(each, group.request.answer) for each, group in zip(judged, groups, strict=True))
    raw_scores = [each.overall_score for each in judged if each.overall_score is not None]
    scores = [plan.calibration.corrected(score) for score in raw_scores] if plan.calibration else raw_scores
    overall = session_score(scores, declined)
    coverage = round(fmean(each.coverage * (each.overall_score is not None) for each in judged), 3) if judged else 0.0
    line: contract.Result = {
        "status": "insufficient_evidence" if overall is None else "scored",
        "type": kind.value,
        "candidate": transcript.candidate,
        "answers": answers,
        "scores": _criterion_means(judged),
        "overall_score": overall,
        "recommendation": None,
        "coverage": coverage,
        "spread": round(pstdev(scores), 1) if len(scores) > 1 else None,
        "evaluator": evaluator_to_json(plan.evaluator(each.evaluator.rubric_version for each in judged)),
        "cached": bool(judged) and all(each.cached for each in judged),
        "error": None if pairs else "no question with an answer was found",
        "reading": {"confidence": reading.confidence, "notes": list(reading.notes)},
    }
    raw = session_score(raw_scores, declined)
    if plan.must_haves:
        met = must_haves_met(plan.must_haves, [each.answer for each in pairs])
        line["job"] = {"answers_score": overall, "must_haves": met}
        line["overall_score"] = overall = weighted_score(overall, met)
        raw = weighted_score(raw, met)
    if declined:
        line["declined"] = declined
    if plan.calibration:
        line["calibration"], line["raw_overall_score"] = plan.calibration.name, raw
    if plan.repeats > 1:
        line["repeats"] = plan.repeats
    line["recommendation"] = recommendation(overall, coverage, may_be_beside=are_mostly_beside(judged))
    return line


async def _judge(
    pairs: Sequence[QuestionAnswer],
    kind: InterviewType,
    plan: Plan,
    finder: QuestionFinder,
    judge: AnswerJudge,
    heard: Transcription | None,
) -> tuple[list[contract.ScoredAnswer], list[_Asked]]:
    """Every answer as JSON, and the main questions they belong to."""
    requests = requests_of(pairs, kind, finder)
    runs = [await judge.judge([request for request, _ in requests]) for _ in range(plan.repeats)]
    answers: list[contract.ScoredAnswer] = []
    groups: list[_Asked] = []
    deliveries = [_delivery(each, heard) for each in pairs]
    for index, (each, (request, from_bank), delivery) in enumerate(zip(pairs, requests, deliveries, strict=True)):
        evaluation, spreads = agreement([run[index] for run in runs])
        if request.is_follow_up:
            groups[-1].texts.append(each.answer)
        else:
            groups.append(_Asked(request, evaluation, [each.answer]))
        content = evaluation_to_json(evaluation)
        answers.append(
            {
                "question": each.question,
                "question_id": request.question.id if from_bank else None,
                "follow_up": request.is_follow_up,
                "answer": each.answer,
                "start_s": _milliseconds(each.start_s),
                "end_s": _milliseconds(each.end_s),
                **(content if plan.repeats == 1 else _with_spreads(content, spreads)),
                "delivery": delivery_to_json(delivery),
            }
        )
    return answers, groups


def _delivery(answer: QuestionAnswer, heard: Transcription | None) -> Delivery:
    """How an answer was said: from the sound where there is any, else from the times of its words."""
    if heard is None:
        return measure_text(answer.answer, answer.words, response_latency_s=answer.response_latency_s)
    return measure_transcription(heard_in_answer(heard, answer), response_latency_s=answer.response_latency_s)


def requests_of(
    pairs: Sequence[QuestionAnswer], kind: InterviewType, finder: QuestionFinder
) -> list[tuple[Request, bool]]:
    """What is to be judged for each answer, and whether its question is one of a bank."""
    requests: list[tuple[Request, bool]] = []
    main: Question | None = None
    for each in pairs:
        question, from_bank = finder.question(each.question, kind)
        follows = not from_bank and is_follow_up(each.question, main)
        if follows and main is not None:
            question = main
        main = question
        requests.append((Request(question, each.answer, each.question, follows, each.words), from_bank))
    return requests


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


async def _judged(groups: Sequence[_Asked], judge: AnswerJudge) -> list[Evaluation]:
    """The judgement that counts for each question: of its answer alone, or with what its follow-ups added."""
    followed = [group for group in groups if len(group.texts) > 1]
    joined = dict(zip(map(id, followed), await judge.judge([group.joined for group in followed]), strict=True))
    return [max(group.evaluation, joined.get(id(group), group.evaluation), key=_points) for group in groups]


def _points(evaluation: Evaluation) -> float:
    return -1.0 if evaluation.overall_score is None else evaluation.overall_score


def _with_spreads(content: EvaluationJson, spreads: Mapping[str, float | None]) -> EvaluationJson:
    scores: dict[str, CriterionScore] = {
        name: {**score, "spread": spreads.get(name)} for name, score in content["scores"].items()
    }
    return {**content, "scores": scores}


def _criterion_means(judged: Iterable[Evaluation]) -> dict[str, contract.MeanScore]:
    """Each criterion's mean over the questions it was judged in, and how many these were."""
    found: dict[str, list[float]] = {}
    for evaluation in judged:
        if evaluation.status is EvaluationStatus.SCORED:
            for score in evaluation.scores:
                if score.score is not None:
                    found.setdefault(score.criterion, []).append(score.score)
    return {
        name: {"score": round(fmean(scores), 2), "max": MAX_SCORE, "answers": len(scores)}
        for name, scores in found.items()
    }
