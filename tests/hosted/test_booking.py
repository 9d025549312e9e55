"""Signing in by a token, looking and booking at the real server, through the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.hosted.serving import RunningServer, tomorrow_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run, Terminal
    from tests.hosted.conftest import Pair


def test_who_is_signed_in(cli: Run, pair: Pair, home: Path) -> None:
    me = cli("market", "whoami", "--json").json
    assert (me["id"], me["name"], me["credits"]) == (pair.candidate, "Cleo Candidate", 100)
    assert "Cleo Candidate" in cli("market", "whoami").out
    kept = home / "config" / "sign-ins.json"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_signing_out_ends_the_sign_in_at_the_server_too(cli: Run, pair: Pair, server: RunningServer) -> None:
    token = server.token(pair.candidate)
    cli("market", "login", "--token-stdin", stdin=token)
    assert cli("market", "logout").code == 0
    signed_out = cli("market", "whoami")
    assert (signed_out.code, "interview market login" in signed_out.err) == (3, True)
    again = cli("market", "login", "--token-stdin", stdin=token)
    assert (again.code, "signed out" in again.err) == (3, True)


def test_interviewers_and_their_times(cli: Run, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_LEARNING__ZONE", "Asia/Kathmandu")
    listed = {each["id"]: each for each in cli("market", "interviewers", "--json").json}
    assert listed[pair.interviewer]["creditRate"] == 10
    assert "Ida Interviewer  10 credits" in cli("market", "interviewers").out
    day = f"{tomorrow_at(0, days=2):%Y-%m-%d}"
    shown = cli("market", "slots", pair.interviewer[:13], "--from", day, "--days", "1")
    assert shown.code == 0, shown.err
    assert "in Asia/Kathmandu" in shown.err
    lines = shown.out.splitlines()
    assert lines[0].endswith(f"{day} 00:45–01:45 +0545")
    assert len(lines) == 24


def test_booking_and_paying(cli: Run, pair: Pair, server: RunningServer) -> None:
    start = tomorrow_at(9, days=3)
    done = cli("market", "book", pair.interviewer, f"{start:%Y-%m-%d %H:%M}", "--json")
    assert done.code == 0, done.err
    assert done.json["state"] == "done"
    booking = done.json["answer"]
    assert (booking["status"], booking["creditsCharged"]) == ("SCHEDULED", 10)
    assert server.credits(pair.candidate) == 90
    taken = cli("market", "book", pair.interviewer, start.isoformat())
    assert (taken.code, taken.out) == (3, "")
    assert server.credits(pair.candidate) == 90


def test_what_a_booking_says(cli: Run, pair: Pair) -> None:
    start = tomorrow_at(15, days=4)
    done = cli("market", "book", pair.interviewer, f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}+02:00")
    assert done.code == 0, done.err
    assert f"{start:%Y-%m-%d} 15:00–16:00 UTC  scheduled, 10 credits" in done.out
    assert "free of charge until 24 hours" in done.err


def test_too_few_credits(cli: Run, pair: Pair, server: RunningServer) -> None:
    poor = server.person("INTERVIEWEE")
    cli("market", "login", "--token-stdin", stdin=server.token(poor))
    refused = cli("market", "book", pair.interviewer, tomorrow_at(9, days=5).isoformat())
    assert (refused.code, "interview market credits" in refused.err) == (3, True)


def test_on_a_terminal_price_and_terms_come_before_the_booking(
    cli: Run, pair: Pair, server: RunningServer, terminal: Callable[..., Terminal]
) -> None:
    shown = terminal("market", "book", pair.interviewer, tomorrow_at(9, days=2).isoformat())
    shown.expect("free of charge until 24 hours")
    shown.expect("for 10 credits?")
    shown.type("n\n")
    assert shown.end() == 1
    assert server.credits(pair.candidate) == 100
