"""The outbox: requests survive the network, the process and the server, and are carried out once."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT, wait_until
from tests.hosted.serving import Asked, RunningServer, Said, ScriptedServer, passed_on, tomorrow_at

if TYPE_CHECKING:
    from tests.conftest import Run
    from tests.hosted.conftest import Pair

SignInAt = Callable[[ScriptedServer], None]
ME = Said(200, {"id": "me", "email": "me@example.org", "role": "INTERVIEWEE"})
SOMEBODY = "3f2a9c0e-1111-4222-8333-444455556666"
BOOKED = Said(
    201,
    {"id": "b-1", "status": "SCHEDULED", "startTime": "2030-01-31T14:00:00Z", "endTime": "2030-01-31T15:00:00Z"},
)
BOOK = ("market", "book", SOMEBODY, "2030-01-31T14:00Z")


def bookings(server: ScriptedServer) -> list[Asked]:
    return [each for each in server.asked if each.path == "/api/bookings"]


def test_offline_a_booking_is_queued_and_sent_once_by_the_next_command(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    signed_in_at(scripted)
    port = scripted.server_port
    scripted.close()
    first = cli(*BOOK, "--json")
    assert (first.code, first.json["state"], first.json["answer"]) == (4, "queued", None)
    assert "Queued: the booking will be sent, once" in first.err
    again = cli(*BOOK, "--json")
    assert (again.code, again.json["key"]) == (4, first.json["key"])
    back = ScriptedServer(lambda asked: BOOKED if asked.path == "/api/bookings" else ME, port)
    done = cli("market", "whoami")
    assert (done.code, "Sent: the booking." in done.err) == (0, True)
    assert "Sent" not in cli("market", "whoami").err
    (sent,) = bookings(back)
    back.close()
    assert sent.headers["idempotency-key"] == first.json["key"]
    assert sent.body == {"interviewerId": SOMEBODY, "startTime": "2030-01-31T14:00:00Z"}


def test_an_answer_lost_on_the_way_is_asked_for_with_the_same_key(
    cli: Run, pair: Pair, server: RunningServer, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[Said] = []

    def forward(asked: Asked) -> Said:
        said = passed_on(asked, server.url)
        if asked.path == "/api/bookings" and not lost:
            lost.append(said)
            return Said(cut=True)
        return said

    scripted.answer = forward
    monkeypatch.setenv("INTERVIEW_MARKET__SERVER", scripted.url)
    cli("market", "login", "--token-stdin", stdin=server.token(pair.candidate))
    book = ("market", "book", pair.interviewer, tomorrow_at(9, days=2).isoformat(), "--json")
    queued = cli(*book)
    assert (queued.code, queued.json["state"], lost[0].status) == (4, "queued", 201)
    done = cli(*book)
    assert (done.code, done.json["state"], done.json["key"]) == (0, "done", queued.json["key"])
    assert len({each.headers["idempotency-key"] for each in bookings(scripted)}) == 1
    assert server.credits(pair.candidate) == 90


@pytest.mark.parametrize("carried_out", [False, True], ids=["before it is carried out", "after it was carried out"])
def test_killed_while_a_booking_is_on_its_way(
    cli: Run,
    pair: Pair,
    server: RunningServer,
    scripted: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    carried_out: bool,
) -> None:
    monkeypatch.setenv("INTERVIEW_MARKET__SERVER", scripted.url)
    scripted.answer = lambda asked: passed_on(asked, server.url)
    cli("market", "login", "--token-stdin", stdin=server.token(pair.candidate))
    book = ("market", "book", pair.interviewer, tomorrow_at(9, days=2).isoformat())

    def kill(asked: Asked) -> Said:
        if carried_out:
            passed_on(asked, server.url)
        os.kill(process.pid, signal.SIGKILL)
        return Said(cut=True)

    scripted.answer = kill
    process = subprocess.Popen([sys.executable, "-m", "interview_cli", *book], cwd=PROJECT)
    assert process.wait() == -signal.SIGKILL
    scripted.answer = lambda asked: passed_on(asked, server.url)
    done = cli("market", "whoami", "--json")
    assert (done.code, "Sent: the booking." in done.err) == (0, True)
    assert done.json["credits"] == server.credits(pair.candidate) == 90


def test_a_new_installation_with_nothing_but_the_data_sends_once(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, home: Path, tmp_path: Path
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(cut=True)
    key = cli(*BOOK, "--json").json["key"]
    site, moved = tmp_path / "site", tmp_path / "elsewhere"
    shutil.copytree(PROJECT / "interview_cli", site / "interview_cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(home / "data", moved / "data")
    shutil.rmtree(home)
    environment = {**os.environ, "INTERVIEW_HOME": str(moved), "PYTHONPATH": str(site)}

    def new_program(*arguments: str, stdin: str = "") -> str:
        command = [sys.executable, "-m", "interview_cli", "market", *arguments]
        settings = {"cwd": tmp_path, "env": environment, "check": True, "text": True}
        return str(subprocess.run(command, input=stdin, capture_output=True, **settings).stderr)  # type: ignore[call-overload]

    scripted.asked.clear()
    scripted.answer = lambda asked: BOOKED if asked.path == "/api/bookings" else ME
    new_program("login", "--token-stdin", stdin="a-token")
    assert bookings(scripted) == []
    assert "Sent: the booking." in new_program("whoami")
    assert "Sent" not in new_program("whoami")
    (sent,) = bookings(scripted)
    assert sent.headers["idempotency-key"] == key


def test_an_answer_that_was_not_shown_any_more_is_shown_by_the_next_command(
    cli: Run, pair: Pair, server: RunningServer
) -> None:
    from interview_cli.app import Application
    from interview_cli.app.market import Market

    application = Application()
    sending = Market(application).book(pair.interviewer, tomorrow_at(11, days=2))
    application.store.close()
    assert sending["state"] == "done"
    assert "Sent: the booking." in cli("market", "whoami").err
    assert server.credits(pair.candidate) == 90


def test_a_queued_booking_that_is_refused_is_told(cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(503, {"detail": "Maintenance"})
    queued = cli(*BOOK)
    assert (queued.code, "Maintenance" in queued.err) == (4, True)
    scripted.answer = lambda asked: Said(409, {"detail": "Somebody was faster."}) if "bookings" in asked.path else ME
    told = cli("market", "whoami")
    assert (told.code, "Refused: the booking." in told.err, "Somebody was faster." in told.err) == (0, True, True)
    assert len(bookings(scripted)) == 2


def test_a_request_that_the_server_works_on_stays_queued(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(409, {"detail": "In flight."}, {"Retry-After": "1"})
    assert cli(*BOOK).code == 4
    scripted.answer = lambda _asked: Said(409, {"detail": "The slot is taken."})
    assert cli(*BOOK).code == 3


def test_an_ended_sign_in_keeps_the_request_for_the_next_one(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(401, {"detail": "You are signed out."})
    ended = cli(*BOOK)
    assert (ended.code, "interview market login" in ended.err) == (4, True)
    scripted.answer = lambda asked: BOOKED if asked.path == "/api/bookings" else ME
    signed_in_at(scripted)
    assert "Sent: the booking." in cli("market", "whoami").err


def test_what_one_person_queued_is_not_sent_by_another(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(503)
    assert cli(*BOOK).code == 4
    scripted.asked.clear()
    other = Said(200, {"id": "other", "email": "other@example.org", "role": "INTERVIEWEE"})
    scripted.answer = lambda asked: BOOKED if asked.path == "/api/bookings" else other
    cli("market", "login", "--token-stdin", stdin="another-token")
    assert cli("market", "whoami").code == 0
    assert bookings(scripted) == []


def test_nothing_is_sent_again_when_nobody_can_tell_any_more(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, home: Path
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(cut=True)
    key = cli(*BOOK, "--json").json["key"]
    with closing(sqlite3.connect(home / "data" / "interview.db")) as database, database:
        long_ago = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
        database.execute("UPDATE outbox SET sent_at = ?", (long_ago,))
    scripted.answer = lambda asked: BOOKED if asked.path == "/api/bookings" else ME
    scripted.asked.clear()
    warned = cli("market", "whoami")
    assert (warned.code, f"--resend {key[:8]}" in warned.err) == (0, True)
    assert bookings(scripted) == []
    assert "Sent: the booking." in cli("sync", "--resend", key[:8]).err
    assert [each.headers["idempotency-key"] for each in bookings(scripted)] == [key]


def test_two_processes_send_a_request_once(cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(503)
    assert cli(*BOOK).code == 4
    scripted.asked.clear()
    command = [sys.executable, "-m", "interview_cli", "market", "whoami"]
    other: list[subprocess.Popen[bytes]] = []

    def answer(asked: Asked) -> Said:
        if asked.path != "/api/bookings":
            return ME
        other.append(subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE))
        wait_until(lambda: _waits_for_a_lock(other[0].pid))
        return BOOKED

    scripted.answer = answer
    assert cli("market", "whoami").code == 0
    assert other[0].wait() == 0
    assert other[0].stderr is not None
    other[0].stderr.close()
    assert len(bookings(scripted)) == 1


def _waits_for_a_lock(pid: int) -> bool:
    return "->" in "".join(line for line in Path("/proc/locks").read_text().splitlines() if f" {pid} " in line)
