"""A report read back is the session it was written of, as far as a report holds it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from interview_cli.contracts.schemas import adapter
from interview_cli.reports.contract import session_to_json
from interview_cli.reports.report_reader import session_from_json
from tests.storage.conftest import sample_session

BEGIN = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SAID = "Um, I led a team of four and we cut the build time by half."


@pytest.fixture
def report() -> Any:
    """The report on a session with something in every part; a report from elsewhere has no words with times."""
    written: Any = session_to_json(sample_session("one", SAID, BEGIN))
    for answer in written["answers"]:
        for said in (answer, *answer["attempts"]):
            for name in ("transcription", "recording"):
                said.pop(name, None)
    return written


def named(report: Any, place: str) -> Any:
    """The report with every evaluator named as being at `place`."""
    if isinstance(report, dict):
        if report.keys() == {"kind", "name", "prompt_version", "rubric_version"}:
            return {**report, "name": f"{report['name']}@{place}"}
        return {name: named(value, place) for name, value in report.items()}
    return [named(each, place) for each in report] if isinstance(report, list) else report


def test_what_was_written_is_read(report: Any) -> None:
    session = session_from_json(report, "another-id", "example.com")
    again: Any = session_to_json(session)
    expected = named(copy.deepcopy(report), "example.com")
    for each in (again, expected):
        for name in ("id", "bank", "helpfulness", "questions"):
            each["session"].pop(name)
        for answer in each["answers"]:
            for said in (answer, *answer["attempts"]):  # a tick is a person's, and no part of a report
                said["key_points"] = [{**point, "ticked": None, "ticked_by": None} for point in said["key_points"]]
    assert again == expected
    adapter("session").validate_python(session_to_json(session), strict=True)
    assert session.id == "another-id"
    assert session.exchanges[1].asked.parent_id == session.exchanges[0].asked.id


def test_a_question_of_no_bank_is_known_by_where_it_was_asked(report: Any) -> None:
    report["answers"][0]["question_id"] = ""
    session = session_from_json(report, "s", "example.com")
    assert session.exchanges[0].asked.question.id == session.exchanges[0].asked.id == "s-0"


def moved_quote(report: Any) -> None:
    score = next(each for each in report["answers"][0]["attempts"][0]["scores"].values() if each["evidence"])
    score["evidence"][0]["start"] += 1


def other_quote(report: Any) -> None:
    score = next(each for each in report["answers"][0]["attempts"][0]["scores"].values() if each["evidence"])
    score["evidence"][0]["quote"] = "I never said this."


def orphan(report: Any) -> None:
    report["answers"][0]["follow_up"] = True


def no_zone(report: Any) -> None:
    report["session"]["started_at"] = "2026-03-10T12:00:00"


def far_away(report: Any) -> None:
    report["answers"][0]["attempts"][0]["answered_at"] = "9999-12-31T23:59:59+00:00"


def no_such_type(report: Any) -> None:
    report["session"]["type"] = "seance"


def returns(report: Any) -> None:
    report["answers"][0]["attempts"][0]["answer"] += "\r\n"


@pytest.mark.parametrize(
    "spoil",
    [moved_quote, other_quote, orphan, no_zone, far_away, no_such_type, returns],
    ids=lambda each: each.__name__,
)
def test_a_report_that_contradicts_itself_is_refused(report: Any, spoil: Callable[[Any], None]) -> None:
    spoil(report)
    with pytest.raises(ValueError, match=r"\w"):
        session_from_json(report, "s", "example.com")
