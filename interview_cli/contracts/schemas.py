"""Every contract by name, and its JSON Schema (draft 2020-12)."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from interview_cli.contracts import market
from interview_cli.contracts.batch import ResultLine, ResultsComparison
from interview_cli.contracts.checks import Calibration, Diagnosis
from interview_cli.contracts.cv import CoachReply, CvAnalysis, CvMatch, CvRewrite, MatchLine, StoredDocument
from interview_cli.contracts.delivery import Delivery
from interview_cli.contracts.export import Line
from interview_cli.contracts.job import JobPost
from interview_cli.contracts.learning import Comparison, Progress, ReviewCard, Story
from interview_cli.contracts.resume import ParsedResume
from interview_cli.contracts.session import Question, SessionReport, SessionSummary
from interview_cli.contracts.transcript import Transcript, Transcription

CONTRACTS: Final[dict[str, tuple[Any, str]]] = {
    "session": (SessionReport, "practice --json and feedback --json"),
    "export": (Line, "each line of export, which import reads"),
    "history": (list[SessionSummary], "history --json"),
    "questions": (list[Question], "questions list --json"),
    "delivery": (Delivery, "analyze --json"),
    "transcription": (Transcription, "transcribe --json"),
    "transcript": (Transcript, "a transcript that evaluate reads, in our own form"),
    "result": (ResultLine, "each line of evaluate --out"),
    "drift": (ResultsComparison, "evaluate --compare --json"),
    "calibration": (Calibration, "calibrate --json"),
    "comparison": (Comparison, "compare --json and retry --json"),
    "review": (list[ReviewCard], "review --list --json"),
    "stories": (list[Story], "stories list --json"),
    "progress": (Progress, "progress --json"),
    "resume": (ParsedResume, "cv parse --json and cv show --json"),
    "job": (JobPost, "job show --json"),
    "cvs": (list[StoredDocument], "cv list --json and job list --json"),
    "cv_analysis": (CvAnalysis, "cv analyze --json"),
    "cv_match": (CvMatch, "cv match --json"),
    "cv_match_line": (MatchLine, "each line of cv match --out"),
    "cv_rewrite": (CvRewrite, "cv rewrite --json"),
    "coach": (CoachReply, "coach --ask TEXT --json"),
    "user": (market.User, "market whoami --json"),
    "interviewers": (list[market.Interviewer], "market interviewers --json"),
    "slots": (market.Slots, "market slots --json"),
    "appointments": (list[market.Appointment], "market appointments --json"),
    "call": (market.Call, "market call --json"),
    "uploaded_file": (market.UploadedFile, "market call --upload --json"),
    "market_feedback": (market.Feedback, "market feedback --json"),
    "market_questions": (market.PreparedQuestions, "market questions --json"),
    "credits": (market.Credits, "market credits --json"),
    "payouts": (list[market.Payout], "market payouts list --json"),
    "availability": (market.Availability, "market availability --json, and what --set reads"),
    "sending": (market.Sending, "market book --json, and all that goes through the outbox"),
    "sync": (market.Synced, "sync --json"),
    "diagnosis": (Diagnosis, "doctor --json"),
}
"""Name → the type, and where such JSON is found."""


@cache
def adapter(name: str) -> Any:
    """The Pydantic TypeAdapter that checks JSON against the contract `name`."""
    from pydantic import TypeAdapter

    return TypeAdapter(CONTRACTS[name][0])


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of the contract `name`. Raises KeyError when there is none."""
    made: dict[str, Any] = adapter(name).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "description": f"The JSON of: {CONTRACTS[name][1]}. Fields may be added.",
    } | {key: value for key, value in made.items() if key not in {"title", "description"}}
