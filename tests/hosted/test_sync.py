"""`interview sync`: a session goes to a booking, and what the server makes of it comes back as a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.contracts.schemas import adapter
from tests.hosted.serving import RunningServer, Said, ScriptedServer, tomorrow_at

if TYPE_CHECKING:
    from tests.conftest import Run
    from tests.hosted.conftest import Pair


SignInAt = Callable[[ScriptedServer], None]


@pytest.fixture
def booking(cli: Run, pair: Pair, server: RunningServer) -> str:
    """The id of an interview that has just begun."""
    start = tomorrow_at(9, days=2)
    done = cli("market", "book", pair.interviewer, start.isoformat(), "--json")
    assert done.code == 0, done.err
    server.ahead = start + timedelta(minutes=5) - datetime.now(UTC)
    cli("market", "login", "--token-stdin", stdin=server.token(pair.candidate))
    found: str = done.json["answer"]["id"]
    return found


def test_a_session_goes_to_a_booking_and_comes_back_judged(
    cli: Run, pair: Pair, server: RunningServer, booking: str, practise: Callable[..., Any]
) -> None:
    own = practise("-n", "2", "--follow-ups", "0")
    pushed = cli("sync", "--push", "last", "--booking", booking, "--json")
    assert pushed.code == 0, pushed.err
    assert pushed.json["sessions"] == []
    server.work()
    done = cli("sync", "--json")
    assert done.code == 0, done.err
    adapter("sync").validate_python(done.json, extra="forbid")
    (session_id,) = done.json["sessions"]
    report = cli("feedback", session_id, "--json").json
    assert [each["question"] for each in report["answers"]] == [each["question"] for each in own["answers"]]
    assert [each["answer"] for each in report["answers"]] == [each["answer"] for each in own["answers"]]
    host = server.url.removeprefix("http://")
    assert report["evaluator"]["name"] == f"rules@{host}"
    assert [each["overall_score"] for each in report["answers"]] == [each["overall_score"] for each in own["answers"]]
    shown = cli("feedback", session_id).out
    assert f"Scored by rules at {host}" in shown
    assert f"Judged by rules@{host}" in shown
    listed = {each["id"]: each for each in cli("history", "--json").json}
    assert listed[session_id]["evaluator"] == f"rules:rules@{host}"
    assert cli("sync", "--json").json["sessions"] == []
    retried = cli("retry", session_id, "1", stdin="In March I led two people and we shipped in ten days.\n")
    assert retried.code == 0, retried.err
    feedback = cli("market", "feedback", booking[:8])
    assert feedback.code == 0, feedback.err
    assert "Judged by: rules" in feedback.out
    adapter("market_feedback").validate_python(cli("market", "feedback", booking, "--json").json, extra="forbid")
    assert cli("market", "rate", booking, "9", "--comment", "Good questions.", "--json").json["rating"] == 9
    assert cli("purge", session_id, "--yes").code == 0
    assert cli("sync", "--json").json["sessions"] == []


def test_only_a_chosen_session_is_sent(
    cli: Run, pair: Pair, server: RunningServer, practise: Callable[..., Any]
) -> None:
    practise("-n", "1", "--follow-ups", "0")
    assert cli("sync", "--json").json["waiting"] == []
    alone = cli("sync", "--push", "last")
    assert (alone.code, "--booking" in alone.err) == (2, True)


@pytest.mark.parametrize("what", ["session", "everything"])
def test_what_is_deleted_is_not_sent_any_more(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, practise: Callable[..., Any], what: str
) -> None:
    signed_in_at(scripted)
    session = practise("-n", "1", "--follow-ups", "0")["session"]["id"]
    scripted.answer = lambda _asked: Said(503)
    pushed = cli("sync", "--push", session, "--booking", "b" * 36)
    assert pushed.code == 4
    assert cli("purge", *([session] if what == "session" else ["--all"]), "--yes").code == 0
    scripted.asked.clear()
    cli("sync")
    assert [each.path for each in scripted.asked] == ["/api/appointments"] * 2


def test_a_report_that_cannot_be_read_is_said_and_the_others_come(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, practise: Callable[..., Any]
) -> None:
    good = practise("-n", "1", "--follow-ups", "0")
    bad = {**good, "session": {**good["session"], "started_at": "2026-03-10T12:00:00"}}
    held = {"status": "COMPLETED", "startTime": "2026-01-31T14:00:00Z", "endTime": "2026-01-31T15:00:00Z"}
    answers = {
        "/api/appointments": Said(200, [held | {"id": "a-1"}, held | {"id": "a-2"}, held | {"id": "a-3"}]),
        "/api/bookings/a-1/report": Said(200, bad),
        "/api/bookings/a-2/report": Said(200, good),
        "/api/bookings/a-3/report": Said(404, {"detail": "There is no feedback yet."}),
    }
    signed_in_at(scripted)
    scripted.answer = lambda asked: answers[asked.path]
    done = cli("sync", "--json")
    assert (done.code, len(done.json["sessions"])) == (5, 1)
    assert "The report on a-1 cannot be read" in done.err
    assert (
        cli("feedback", done.json["sessions"][0], "--json").json["answers"][0]["answer"]
        == (good["answers"][0]["answer"])
    )
