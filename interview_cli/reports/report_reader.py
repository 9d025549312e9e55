"""A session from the JSON of its report (`interview_cli.contracts.session`): what `reports.contract` has written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from interview_cli.contracts import delivery as delivery_contract
from interview_cli.contracts import evaluation as judged_contract
from interview_cli.contracts import session as contract
from interview_cli.contracts import shared
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    CriterionScore,
    Difficulty,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Exchange,
    Feedback,
    FeedbackPoint,
    FoundPart,
    InterviewType,
    KeyPoint,
    Question,
    Session,
    SessionScores,
    SessionSettings,
    SessionStatus,
)
from interview_cli.interview.spoken import Delivery, Filler, Interval, Pauses, Repeat, Span

_JUDGED = frozenset(each.value for each in EvaluationStatus)


def session_from_json(report: contract.SessionReport, session_id: str, place: str) -> Session:
    """The session of a report, under an id of its own; `place` is after the name of whoever judged it.

    Only what a report holds comes back: no words with times, plan or settings of the follow-ups. Raises ValueError
    where the parts contradict each other, as a follow-up without a question before it does.
    """
    head = report["session"]
    exchanges = _exchanges(report["answers"], session_id, place)
    main = sum(exchange.asked.parent_id is None for exchange in exchanges)
    delivery, feedback = report["delivery"], report["feedback"]
    return Session(
        id=session_id,
        settings=SessionSettings(
            InterviewType(head["type"]),
            Difficulty(head["difficulty"]),
            role=head["role"],
            questions=main,
            seed=head["seed"],
        ),
        status=SessionStatus(head["status"]),
        started_at=_moment(head["started_at"]),
        ended_at=_moment(head["ended_at"]) if head["ended_at"] else None,
        exchanges=exchanges,
        delivery=delivery_from_json(delivery) if delivery else None,
        feedback=_feedback(report, feedback, place) if feedback else None,
    )


def delivery_from_json(found: delivery_contract.Delivery) -> Delivery:
    """How something was said, from its JSON."""
    pauses, vocalisations = found["pauses"], found["vocalisations"]
    same: dict[str, Any] = {
        name: found[name]
        for name in (
            "word_count",
            "unique_word_count",
            "sentence_count",
            "mean_sentence_words",
            "longest_sentence_words",
            "fillers_per_100_words",
            "fillers_per_minute",
            "speaking_seconds",
            "words_per_minute",
            "response_latency_s",
            "articulation_syllables_per_second",
            "loudness_variation_db",
            "pitch_variation_semitones",
            "monotone",
        )
    }
    return Delivery(
        **same,
        fillers=tuple(Filler(**each) for each in found["fillers"]),
        hedges=tuple(Span(**each) for each in found["hedges"]),
        repeats=tuple(Repeat(**each) for each in found["repeats"]),
        pauses=pauses
        and Pauses(
            pauses["count"],
            pauses["long_count"],
            pauses["longest_s"] or 0.0,
            pauses["total_s"] or 0.0,
            _intervals(pauses["spans"]),
        ),
        vocalisations=_intervals(vocalisations or ()),
        not_measured=tuple(found["not_measured"]),
    )


def _exchanges(answers: Sequence[contract.Answer], session_id: str, place: str) -> tuple[Exchange, ...]:
    exchanges: list[Exchange] = []
    main: AskedQuestion | None = None
    slot = -1
    for position, answer in enumerate(answers):
        asked_id = f"{session_id}-{position}"
        if answer["follow_up"]:
            if main is None:
                raise ValueError("a follow-up has no question before it")
            asked = AskedQuestion(asked_id, position, slot, answer["question"], main.question, main.id)
        else:
            slot += 1
            asked = main = AskedQuestion(asked_id, position, slot, answer["question"], _question(answer, asked_id))
        attempts = tuple(
            _attempt(each, f"{asked_id}-{number}", place) for number, each in enumerate(answer["attempts"], 1)
        )
        exchanges.append(Exchange(asked, attempts, skipped=answer["status"] == "skipped"))
    return tuple(exchanges)


def _question(answer: contract.Answer, asked_id: str) -> Question:
    """The question as a bank would have it. One that is in no bank is known by where it was asked."""
    return Question(
        id=answer["question_id"] or asked_id,
        text=answer["question"],
        type=InterviewType(answer["type"]),
        difficulty=Difficulty(answer["difficulty"]),
        bank="",
        key_points=tuple(each["point"] for each in answer["key_points"]),
    )


def _attempt(said: contract.Attempt, attempt_id: str, place: str) -> Attempt:
    if "\r" in (said["answer"] or ""):
        raise ValueError("an answer has carriage returns, which leave no offset right")
    answered_at = _moment(said["answered_at"])
    started_at, ended_at = said["started_at"], said["ended_at"]
    answer = Answer(
        text=said["answer"] or "",
        source=AnswerSource(said["source"] or AnswerSource.SPOKEN),
        started_at=_moment(started_at) if started_at else answered_at,
        ended_at=_moment(ended_at) if ended_at else answered_at,
    )
    delivery = said["delivery"]
    return Attempt(
        attempt_id, answer, delivery_from_json(delivery) if delivery else None, _evaluation(said, answer.text, place)
    )


def _evaluation(said: contract.Said, answer: str, place: str) -> Evaluation | None:
    if said["status"] not in _JUDGED or said["evaluator"] is None:
        return None
    return Evaluation(
        status=EvaluationStatus(said["status"]),
        scores=tuple(_score(name, each, answer) for name, each in said["scores"].items()),
        overall_score=said["overall_score"],
        coverage=said["coverage"] or 0.0,
        comment=said["comment"] or "",
        tags=tuple(said["tags"]),
        missing_points=tuple(said["missing_points"]),
        found={},
        ideal_answer=said["ideal_answer"],
        evaluator=_evaluator(said["evaluator"], place),
        dropped_quotes=said["dropped_quotes"],
        rules_score=said["rules_score"],
        flagged=said["flagged"],
        fallback_reason=said["fallback_reason"],
        cached=said["cached"],
        findings=tuple(
            FoundPart(each["kind"], _evidence(each, answer), each["sure"], each["detail"])
            for each in said["findings"]
        ),
        key_points=tuple(
            KeyPoint(each["point"], each["state"], _quoted(each["quote"], answer)) for each in said["key_points"]
        ),
        not_scored=said["not_scored"],
    )


def _score(criterion: str, found: judged_contract.CriterionScore, answer: str) -> CriterionScore:
    return CriterionScore(
        criterion,
        found["score"],
        found["max"],
        found["anchor"],
        tuple(_evidence(each, answer) for each in found["evidence"]),
        found["unsupported"],
        found["spread"],
        found.get("state"),
        found.get("certainty", 1.0),
    )


def _feedback(report: contract.SessionReport, found: contract.Feedback, place: str) -> Feedback:
    scores, evaluator = report["scores"], report["evaluator"]
    if scores is None or evaluator is None:
        raise ValueError("feedback without scores or without who gave it")
    fix_first = found["fix_first"]
    return Feedback(
        scores=SessionScores(**scores),
        overall_score=report["overall_score"],
        recommendation=report["recommendation"] or "WITHHELD",
        coverage=report["coverage"] or 0.0,
        summary=found["summary"],
        strengths=tuple(FeedbackPoint(**each) for each in found["strengths"]),
        improvements=tuple(FeedbackPoint(**each) for each in found["improvements"]),
        suggestions=tuple(found["suggestions"]),
        fix_first=FeedbackPoint(**fix_first) if fix_first else None,
        technical_notes=found["technical_notes"],
        communication_notes=found["communication_notes"],
        problem_solving_notes=found["problem_solving_notes"],
        evaluator=_evaluator(evaluator, place),
        report=found["report"],
        fallback_reason=found["fallback_reason"],
    )


def _evaluator(found: shared.Evaluator, place: str) -> Evaluator:
    return Evaluator(found["kind"], f"{found['name']}@{place}", found["prompt_version"], found["rubric_version"])


def _evidence(found: Mapping[str, Any], answer: str) -> Evidence:
    """A quote. Raises ValueError when it is not what the answer says there."""
    evidence = Evidence(found["quote"], found["start"], found["end"])
    if not 0 <= evidence.start <= evidence.end or answer[evidence.start : evidence.end] != evidence.quote:
        raise ValueError("a quote is not in the answer")
    return evidence


def _quoted(quote: str | None, answer: str) -> Evidence | None:
    start = answer.find(quote) if quote else -1
    return Evidence(cast("str", quote), start, start + len(cast("str", quote))) if start >= 0 else None


def _intervals(found: Sequence[shared.Interval]) -> tuple[Interval, ...]:
    return tuple(Interval(each["start"], each["end"]) for each in found)


def _moment(text: str) -> datetime:
    """A time. Raises ValueError for one without an offset, or that is none."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 1970 <= found.year <= 2200:
        raise ValueError("a time is none, or has no offset")
    return found
