"""Each further command against the real server: what is booked is moved, cancelled, paid and rated."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.contracts.schemas import adapter
from tests.hosted.serving import RunningServer, tomorrow_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run
    from tests.hosted.conftest import Pair


def follows(name: str, printed: Any) -> Any:
    """The JSON, which has the fields of its contract and no others."""
    adapter(name).validate_python(printed, extra="forbid")
    return printed


@pytest.fixture
def booking(cli: Run, pair: Pair) -> str:
    """The id of an interview in three days."""
    done = cli("market", "book", pair.interviewer, tomorrow_at(9, days=3).isoformat(), "--json")
    assert done.code == 0, done.err
    found: str = follows("sending", done.json)["answer"]["id"]
    return found


def as_interviewer(cli: Run, server: RunningServer, pair: Pair) -> None:
    assert cli("market", "login", "--token-stdin", stdin=server.token(pair.interviewer)).code == 0


def test_appointments_of_both_sides(cli: Run, pair: Pair, server: RunningServer, booking: str) -> None:
    (found,) = follows("appointments", cli("market", "appointments", "--json").json)
    assert (found["id"], found["side"], found["otherName"]) == (booking, "CANDIDATE", "Ida Interviewer")
    shown = cli("market", "appointments")
    assert f"{booking[:8]}  {tomorrow_at(9, days=3):%a %Y-%m-%d} 09:00–10:00 UTC" in shown.out
    assert cli("market", "appointments", "--offline", "--json").json == [found]
    as_interviewer(cli, server, pair)
    (seen,) = cli("market", "appointments", "--json").json
    assert (seen["side"], seen["otherName"]) == ("INTERVIEWER", "Cleo Candidate")


def test_moving_and_cancelling(cli: Run, pair: Pair, server: RunningServer, booking: str) -> None:
    cli("market", "appointments")
    moved = cli("market", "reschedule", booking[:8], f"{tomorrow_at(14, days=3):%Y-%m-%d %H:%M}", "--json")
    assert moved.code == 0, moved.err
    assert datetime.fromisoformat(moved.json["answer"]["startTime"]) == tomorrow_at(14, days=3)
    cancelled = cli("market", "cancel", booking[:8])
    assert "cancelled" in cancelled.out
    assert server.credits(pair.candidate) == 100
    again = cli("market", "cancel", booking[:8])
    assert (again.code, "cancelled" in again.err) == (3, True)
    assert cli("market", "appointments", "--json").json == []
    assert len(cli("market", "appointments", "--all", "--json").json) == 1


def test_credits_and_their_history(cli: Run, pair: Pair, booking: str) -> None:
    found = follows("credits", cli("market", "credits", "--json").json)
    assert found["balance"] == 90
    assert [each["type"] for each in found["transactions"]] == ["BOOKING_DEDUCT", "ADMIN_ADJUST"]
    shown = cli("market", "credits").out
    assert shown.startswith("90 credits to spend")
    assert "-10  booking deduct" in shown


def test_buying_credits_that_are_paid_another_way(cli: Run, pair: Pair) -> None:
    done = cli("market", "buy", "50")
    assert done.code == 0, done.err
    assert "50 credits" in done.out
    assert "pending" in done.out


def test_payouts(cli: Run, pair: Pair, server: RunningServer) -> None:
    as_interviewer(cli, server, pair)
    refused = cli("market", "payouts", "request", "40", "--method", "bank", "--to", "DE02 1203")
    assert (refused.code, "0 credits can be paid out" in refused.err) == (3, True)
    assert cli("market", "payouts", "list", "--json").json == []


def test_the_availability_is_read_and_replaced(cli: Run, pair: Pair, server: RunningServer, tmp_path: Path) -> None:
    refused = cli("market", "availability")
    assert (refused.code, "Only an interviewer" in refused.err) == (3, True)
    as_interviewer(cli, server, pair)
    found = follows("availability", cli("market", "availability", "--json").json)
    assert len(found["weekly"]) == 7
    file = tmp_path / "free.json"
    file.write_text(json.dumps({**found, "zone": "Europe/Vienna", "weekly": found["weekly"][:1]}))
    shown = cli("market", "availability", "--set", file)
    assert shown.code == 0, shown.err
    assert shown.out == "Monday     all day\n"
    assert "Europe/Vienna" in shown.err
    wrong = cli("market", "availability", "--set", "-", stdin='{"zone": 3}')
    assert (wrong.code, "zone" in wrong.err) == (3, True)


def test_choosing_a_role(cli: Run, pair: Pair) -> None:
    profile = "--title=Staff engineer/--category=back end/--years=8/--rate=12/--company=Ours/--bio=I ask.".split("/")
    user = cli("market", "onboard", "interviewer", *profile, "--json")
    assert user.code == 0, user.err
    found = follows("user", user.json)
    assert (found["role"], found["title"], found["categories"]) == ("INTERVIEWER", "Staff engineer", ["BACK_END"])
    refused = cli("market", "onboard", "emperor")
    assert refused.code == 3


def test_the_call_of_an_interview(cli: Run, pair: Pair, server: RunningServer, booking: str) -> None:
    early = cli("market", "call", booking)
    assert (early.code, "opens" in early.err) == (3, True)
    server.ahead = tomorrow_at(9, days=3) - datetime.now(UTC)
    cli("market", "login", "--token-stdin", stdin=server.token(pair.candidate))
    call = cli("market", "call", booking)
    assert call.code == 0, call.err
    assert "09:00–10:00 UTC" in call.out
    follows("call", cli("market", "call", booking, "--json").json)


SAID = (
    "Interviewer: Tell me about a time you fixed something that kept breaking.\n"
    "Candidate: Last spring our nightly export failed twice a week. I added timing to each step, saw that one query "
    "slowed down, and rewrote it. It ran five months without a failure.\n"
)


def at_the_interview(cli: Run, server: RunningServer, person: str) -> None:
    """It begins now, and this person is signed in."""
    server.ahead = tomorrow_at(9, days=3) - datetime.now(UTC)
    assert cli("market", "login", "--token-stdin", stdin=server.token(person)).code == 0


def test_what_was_said_is_sent_and_becomes_feedback(
    cli: Run, pair: Pair, server: RunningServer, booking: str, tmp_path: Path
) -> None:
    at_the_interview(cli, server, pair.candidate)
    talk, nothing = tmp_path / "talk.txt", tmp_path / "nothing.txt"
    talk.write_text(SAID)
    nothing.write_text("hello")
    refused = cli("market", "call", booking, "--upload", nothing)
    assert (refused.code, "holds no conversation" in refused.err) == (3, True)
    missing = cli("market", "call", booking, "--upload", tmp_path / "other.txt")
    assert (missing.code, "cannot be read" in missing.err) == (3, True)
    sent = follows("uploaded_file", cli("market", "call", booking, "--upload", talk, "--json").json)
    assert (sent["kind"], sent["size"], sent["isNew"]) == ("transcript", len(SAID), True)
    again = cli("market", "call", booking, "--upload", talk)
    assert "which the server has already" in again.out
    talk.write_text(SAID + "Interviewer: Thanks.\n")
    assert cli("market", "call", booking, "--upload", talk).code == 0
    server.ahead = tomorrow_at(10, days=3) - datetime.now(UTC)
    server.work()
    cli("market", "login", "--token-stdin", stdin=server.token(pair.candidate))
    shown = cli("market", "feedback", booking)
    assert (shown.code, "Recommendation:" in shown.out) == (0, True)
    talk.write_text(SAID + "Interviewer: Bye.\n")
    late = cli("market", "call", booking, "--upload", talk)
    assert (late.code, "already" in late.err) == (3, True)


def test_a_recording_is_sent_as_it_is(
    cli: Run, pair: Pair, server: RunningServer, booking: str, tmp_path: Path
) -> None:
    at_the_interview(cli, server, pair.candidate)
    file = tmp_path / "talk.wav"
    file.write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(100_000))
    sent = cli("market", "call", booking, "--upload", file)
    assert (sent.code, sent.out) == (0, "recording, 100,016 bytes\n")
    assert "send a transcript, too" in sent.err


def test_who_is_reported_as_missing_objects(cli: Run, pair: Pair, server: RunningServer, booking: str) -> None:
    at_the_interview(cli, server, pair.candidate)
    reported = cli("market", "no-show", booking)
    assert reported.code == 0, reported.err
    assert "no show, 10 credits" in reported.out
    assert "can object first" in reported.err
    cannot = cli("market", "dispute", booking, "--reason", "It is so.")
    assert (cannot.code, "nothing in this booking" in cannot.err) == (3, True)
    as_interviewer(cli, server, pair)
    objected = follows("sending", cli("market", "dispute", booking, "--reason", "I was there.", "--json").json)
    assert objected["answer"]["disputedAt"] is not None
    assert "1 appointment" in cli("market", "appointments", "--all").err


def test_a_new_interviewer_reads_what_is_missing(cli: Run, server: RunningServer, pair: Pair) -> None:
    cli("market", "login", "--token-stdin", stdin=server.token(server.person("INTERVIEWEE")))
    lacking = cli("market", "onboard", "interviewer", "--title", "Engineer", "--rate", "5")
    assert (lacking.code, "years of experience, categories." in lacking.err) == (3, True)
    done = cli("market", "onboard", "interviewer", "--title=x", "--rate=5", "--years=3", "--category=x")
    assert (done.code, "once the server's admins have verified you" in done.err) == (0, True)
    assert "You are never free." in cli("market", "availability").err
