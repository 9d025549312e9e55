"""From the transcripts of a call to feedback: who is who, what was asked and answered, what it is worth.

A transcript is others' input throughout: it is data for the judge and never instructions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final, Literal

from interview_cli.batch.asked import QuestionFinder
from interview_cli.batch.transcript_scoring import requests_of
from interview_cli.delivery.measure import measure_text
from interview_cli.errors import InputError
from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Exchange,
    Feedback,
    FeedbackPoint,
    InterviewType,
    Session,
    SessionSettings,
    SessionStatus,
)
from interview_cli.interview.ports import Judge
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.reports.contract import evaluator_to_json, session_to_json
from interview_cli.resources import resource_root
from interview_cli.scoring.aggregate import WITHHELD
from interview_cli.transcripts.model import QuestionAnswer, Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_server.calls.judged import FeedbackContent, Part, Speakers, Statement
from interview_server.jobs.worker import PermanentFailure

PUBLISHED: Final[dict[str, Literal["STRONG_HIRE", "HIRE", "NO_HIRE"] | None]] = {
    "STRONG_HIRE": "STRONG_HIRE",
    "HIRE": "HIRE",
    "LEAN_NO_HIRE": "NO_HIRE",
    "NO_HIRE": "NO_HIRE",
    WITHHELD: None,
}
"""The three recommendations of the API for ours; `exact_recommendation` keeps which one it was."""


def read_transcript(parts: Sequence[Part], speakers: Speakers) -> Transcript:
    """The transcripts of a call's sessions, in order, as one, with a role for every turn.

    Times count from the start of the first session. Roles come from the ids of the speakers; where these are not in
    the transcript, from its labels and from who asks. Raises PermanentFailure when a part is no transcript.
    """
    read = [_read(part.content) for part in parts]
    offsets_s = [(part.started_at - parts[0].started_at).total_seconds() for part in parts]
    turns = [_later(turn, by) for each, by in zip(read, offsets_s, strict=True) for turn in each.turns]
    known = {speakers.candidate_id: Role.CANDIDATE, speakers.interviewer_id: Role.INTERVIEWER}
    labels = {turn.speaker_label for turn in turns}
    first = read[0]
    if speakers.candidate_id in labels:
        return replace(first, turns=tuple(_with_role(turn, known) for turn in turns), paired=False)
    joined = first if len(read) == 1 else replace(first, turns=tuple(turns), paired=all(each.paired for each in read))
    return assign_roles(joined)


def _read(part: bytes) -> Transcript:
    try:
        found = list(read_transcripts(part, "the transcript"))
    except InputError as error:
        raise PermanentFailure(error.message) from None
    if len(found) != 1:
        raise PermanentFailure(f"the file holds {len(found)} transcripts, not one")
    return found[0]


def _later(turn: Turn, by_s: float) -> Turn:
    """A turn of a session that began `by_s` seconds after the first one."""
    if not by_s:
        return turn
    words = turn.words and tuple(
        replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s) for word in turn.words
    )
    start_s = None if turn.start_s is None else turn.start_s + by_s
    return replace(turn, start_s=start_s, end_s=None if turn.end_s is None else turn.end_s + by_s, words=words)


def _with_role(turn: Turn, known: dict[str, Role]) -> Turn:
    """A turn by who speaks; others in the call take no part."""
    return replace(turn, role=known.get(turn.speaker_label or "", Role.OTHER))


def judge_call(
    parts: Sequence[Part], speakers: Speakers, kind: InterviewType, judge: Judge, booking_id: str
) -> FeedbackContent:
    """The feedback on the call of a booking. Raises PermanentFailure when a part is no transcript."""
    transcript = read_transcript(parts, speakers)
    session = asyncio.run(_judged(_session(pair(transcript), kind, parts[0].started_at, booking_id), judge))
    assert session.feedback
    return _content(session, session.feedback, transcript.reading.notes)


async def _judged(session: Session, judge: Judge) -> Session:
    exchanges = []
    for exchange in session.exchanges:
        attempt = exchange.attempt
        assert attempt
        evaluation = await judge.evaluate(exchange.asked, attempt.answer)
        exchanges.append(exchange.with_attempt(replace(attempt, evaluation=evaluation)))
    session = replace(session, exchanges=tuple(exchanges))
    return replace(session, feedback=await judge.feedback(session))


@cache
def _finder() -> QuestionFinder:
    """The questions of the banks, read once: that takes longer than judging an interview."""
    return QuestionFinder(QuestionLibrary(resource_root("question_banks"), None))


def _session(pairs: Sequence[QuestionAnswer], kind: InterviewType, started_at: datetime, booking_id: str) -> Session:
    """The interview as a session of practice is kept: questions, follow-ups and the answer to each."""
    exchanges: list[Exchange] = []
    main: AskedQuestion | None = None
    slot = -1
    for position, (each, (request, _)) in enumerate(zip(pairs, requests_of(pairs, kind, _finder()), strict=True)):
        parent = main if request.is_follow_up else None
        slot += parent is None
        asked_id = f"{booking_id}-{position}"
        asked = AskedQuestion(
            asked_id, position, slot, each.question, request.question, parent.id if parent else None
        )
        main = parent or asked
        exchanges.append(Exchange(asked, (_attempt(each, asked_id, started_at),)))
    ended_at = started_at + timedelta(seconds=max((each.end_s or 0.0 for each in pairs), default=0.0))
    return Session(
        id=booking_id,
        settings=SessionSettings(kind, questions=slot + 1),
        status=SessionStatus.COMPLETED,
        started_at=started_at,
        ended_at=ended_at,
        exchanges=tuple(exchanges),
    )


def _attempt(answered: QuestionAnswer, asked_id: str, started_at: datetime) -> Attempt:
    answer = Answer(
        text=answered.answer,
        source=AnswerSource.SPOKEN,
        started_at=started_at + timedelta(seconds=answered.start_s or 0.0),
        ended_at=started_at + timedelta(seconds=answered.end_s or answered.start_s or 0.0),
        words=answered.words,
    )
    measured = measure_text(answered.answer, answered.words, response_latency_s=answered.response_latency_s)
    return Attempt(f"{asked_id}-1", answer, measured)


def _content(session: Session, feedback: Feedback, notes: Sequence[str]) -> FeedbackContent:
    overall = feedback.scores.overall
    questions = {exchange.asked.position: exchange.asked.text for exchange in session.exchanges}

    def statement(point: FeedbackPoint) -> Statement:
        question = questions.get(point.position) if point.position is not None else None
        return Statement(text=point.text, quote=point.quote, question=question)

    return FeedbackContent(
        is_sufficient=feedback.recommendation != WITHHELD,
        summary=feedback.summary,
        technical=feedback.technical_notes,
        communication=feedback.communication_notes,
        problem_solving=feedback.problem_solving_notes,
        recommendation=PUBLISHED[feedback.recommendation],
        exact_recommendation=feedback.recommendation,
        overall_rating=overall,
        coverage=feedback.coverage,
        strengths=[statement(point) for point in feedback.strengths],
        improvements=[statement(point) for point in feedback.improvements],
        evaluator=dict(evaluator_to_json(feedback.evaluator)),
        notes=list(notes),
        report=dict(session_to_json(session)),
    )
