"""Servers that refuse, that offer less, and that are hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.cli.market import _COMMANDS
from interview_cli.contracts.market import EARLIEST, LATEST, moment
from interview_cli.contracts.schemas import CONTRACTS
from interview_cli.hosted import server as hosted
from interview_cli.hosted.server import PUBLISHED, MarketServer, ServerFault
from tests.hosted.serving import Asked, Said, ScriptedServer

if TYPE_CHECKING:
    from tests.conftest import Run

SignInAt = Callable[[ScriptedServer], None]
SOMEBODY = "3f2a9c0e-1111-4222-8333-444455556666"
ME = {"id": "me", "email": "me@example.org", "role": "INTERVIEWEE"}
BOOKING = {
    "id": "b1b1b1b1-1111-4222-8333-444455556666",
    "status": "SCHEDULED",
    "startTime": "2030-01-31T14:00:00Z",
    "endTime": "2030-01-31T15:00:00Z",
}


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        (401, 3, "interview market login"),
        (402, 3, "interview market credits"),
        (403, 3, "refuses: Because."),
        (404, 3, "refuses: Because."),
        (409, 3, "refuses: Because."),
        (422, 3, "refuses: Because."),
        (429, 3, "Try again in 10 minutes."),
        (500, 4, "has a fault (500): Because."),
        (503, 4, "Try again later"),
    ],
)
def test_every_refusal_is_said_with_what_to_do(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, status: int, code: int, says: str
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(
        status, {"detail": "Because."}, {"Retry-After": "600"} if status == 429 else {}
    )
    done = cli("market", "whoami")
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert "Because." in done.err
    assert len(done.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("status", "code"), [(401, 4), (402, 3), (403, 3), (404, 3), (409, 3), (422, 3), (429, 3), (500, 4), (503, 4)]
)
def test_a_refused_booking_is_over_and_any_other_waits(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, status: int, code: int
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(status, {"detail": "Because."})
    done = cli("market", "book", SOMEBODY, "2030-01-31T14:00Z", "--json")
    assert (done.code, "Because." in done.err) == (code, True)
    assert bool(done.out) is (code == 4)
    waiting = json.loads(done.out)["state"] if done.out else "refused"
    assert waiting == ("queued" if code == 4 else "refused")


@pytest.mark.parametrize("name", [*_COMMANDS, "payouts list", "payouts request"])
def test_every_command_has_json_and_takes_a_server(cli: Run, name: str) -> None:
    shown = cli("market", *name.split(), "--help").out
    assert "--json" in shown
    assert "--server" in shown


def test_a_server_that_cannot_be_reached(cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt) -> None:
    signed_in_at(scripted)
    scripted.close()
    done = cli("market", "whoami")
    assert (done.code, "does not answer" in done.err) == (4, True)


def test_no_server_is_named(cli: Run) -> None:
    done = cli("market", "whoami")
    assert (done.code, "interview config set market.server" in done.err) == (2, True)


@pytest.mark.parametrize("address", ["http://interviews.example.com", "ftp://x", "interviews", "http://"])
def test_addresses_that_are_not_taken(cli: Run, address: str) -> None:
    done = cli("market", "whoami", "--server", address)
    assert done.code in (3, 4)
    assert done.out == ""


def published_only(asked: Asked) -> Said:
    """A server with the thirteen published paths and no others."""
    path = asked.path.partition("?")[0].removeprefix("/")
    if not PUBLISHED.fullmatch(path):
        return Said(404, {"detail": "Not Found"})
    answers: dict[str, Any] = {
        "health": {"status": "ok"},
        "api/user/me": ME,
        "api/user/sync": ME,
        "api/onboarding": ME | {"role": "INTERVIEWER"},
        "api/interviewers": [{"id": SOMEBODY, "name": "Ida"}],
        "api/bookings": BOOKING,
        "api/ai/questions": {"questions": ["Why us?", {"text": "Why you?", "keyPoints": ["Says why."]}]},
        "api/appointments": [BOOKING, BOOKING | {"id": SOMEBODY, "status": "COMPLETED"}],
        "api/payouts": [] if asked.method == "GET" else {"id": "p", "credits": 4, "status": "PROCESSING"},
    }
    if path in answers:
        return Said(200, answers[path])
    if path.startswith("api/calls/"):
        return Said(200, {"callId": path.rpartition("/")[2], "token": "t"})
    return Said(404, {})


def test_a_server_with_the_thirteen_published_paths(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    scripted.answer = published_only
    signed_in_at(scripted)
    works = [
        ("whoami",),
        ("onboard", "interviewer"),
        ("interviewers",),
        ("book", SOMEBODY, "2030-01-31T14:00Z"),
        ("appointments",),
        ("call", BOOKING["id"]),
        ("questions", "-n", "2"),
        ("payouts", "list"),
        ("payouts", "request", "4", "--method", "bank", "--to", "here"),
    ]
    for command in works:
        done = cli("market", *command)
        assert done.code == 0, (command, done.err)
    lacking = {
        ("slots", SOMEBODY): "lists of free times",
        ("cancel", BOOKING["id"]): "the cancellation",
        ("reschedule", BOOKING["id"], "2030-01-31T15:00Z"): "the new time",
        ("no-show", BOOKING["id"]): "the report",
        ("dispute", BOOKING["id"], "--reason", "x"): "the objection",
        ("call", BOOKING["id"], "--upload", __file__): "uploads of recordings and transcripts",
        ("feedback", BOOKING["id"]): "feedback on interviews",
        ("rate", BOOKING["id"], "9"): "ratings",
        ("credits",): "the history of credits",
        ("buy", "5"): "the purchase of 5 credits",
        ("availability",): "the availability of interviewers",
    }
    for command, what in lacking.items():
        done = cli("market", *command)
        assert done.code == 3, command
        assert f"does not offer {what}" in done.err
    synced = cli("sync", "--json")
    assert (synced.code, synced.json["appointments"]) == (0, 2)
    assert "does not offer reports on interviews" in synced.json["notOffered"][0]


def test_there_are_thirteen_published_paths() -> None:
    paths = "health api/user/me api/user/sync api/onboarding api/interviewers api/interviewers/x api/bookings"
    paths += " api/appointments api/calls/x api/ai/questions api/payouts api/payouts/x api/webhooks/stream"
    assert [path for path in paths.split() if not PUBLISHED.fullmatch(path)] == []
    assert len(paths.split()) == 13
    assert not PUBLISHED.fullmatch("api/bookings/x/cancel")


def test_a_redirect_takes_no_token_to_another_host(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    signed_in_at(scripted)
    thief = ScriptedServer()
    scripted.answer = lambda asked: Said(307, {}, {"Location": f"{thief.url}{asked.path}"})
    done = cli("market", "whoami")
    thief.close()
    assert (done.code, "is not followed" in done.err) == (4, True)
    assert thief.asked == []


def test_what_a_server_sends_does_not_steer_the_terminal(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    evil = "Ida\x1b[2J\x07\u202e\u2028"
    scripted.answer = lambda asked: (
        Said(200, [{"id": SOMEBODY, "name": evil, "title": evil, "company": evil, "categories": [evil]}])
        if "interviewers" in asked.path
        else Said(200, [BOOKING | {"otherName": evil, "side": evil}])
        if "appointments" in asked.path
        else Said(403, {"detail": evil})
    )
    signed_in_at(scripted)
    for command in ("interviewers", "appointments", "whoami", "credits"):
        done = cli("market", command)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", done.out + done.err), command
        as_json = cli("market", command, "--json")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", as_json.out), command


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in to the hotel's network</html>",
        b"",
        b"null",
        b"[]",
        b'{"id": 3}',
        b'{"id": "x", "email": "y", "role": ["z"]}',
        b"[" * 100_000,
        b'{"id": "' + b"9" * 5000 + b'", "credits": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
    ],
)
def test_answers_of_other_forms(cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, body: bytes) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(200, body)
    done = cli("market", "whoami")
    assert (done.code, done.out) == (4, "")
    assert "answers with something else than expected" in done.err


def test_an_endless_answer_is_cut(scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosted, "MAX_ANSWER_BYTES", 1000)
    scripted.answer = lambda _asked: Said(200, b" " * 5000)
    with pytest.raises(ServerFault, match="endless"):
        MarketServer(scripted.url).get("health", dict)


def test_a_list_without_end_is_left(scripted: ScriptedServer) -> None:
    scripted.answer = lambda _asked: Said(200, {"items": [ME], "nextCursor": str(len(scripted.asked))})
    assert len(MarketServer(scripted.url).pages("api/x", dict)) == hosted.MAX_PAGES


@pytest.mark.parametrize(
    "time",
    ["2030-13-45T00:00:00Z", "2030-01-31T14:00:00", "yesterday", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00Z", 7],
)
def test_wrong_times(cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, time: Any) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(200, [BOOKING | {"startTime": time}])
    done = cli("market", "appointments")
    assert (done.code, "startTime" in done.err) == (4, True)


@pytest.mark.parametrize("reference", ["../admin/users", "a/../../b" * 4, "%2e%2e%2fadmin%2fusers%2f%2e", "a" * 200])
def test_an_id_cannot_lead_to_another_path(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt, reference: str
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda _asked: Said(200, [])
    done = cli("market", "cancel", reference)
    assert done.code == 3
    assert [each for each in scripted.asked if "admin" in each.path or each.method != "GET"] == []


def test_the_words_of_a_server_do_not_repeat_the_token(
    cli: Run, scripted: ScriptedServer, signed_in_at: SignInAt
) -> None:
    signed_in_at(scripted)
    scripted.answer = lambda asked: Said(403, {"detail": f"You sent {asked.headers['authorization']}"})
    done = cli("market", "whoami")
    assert (done.code, "a-token" in done.err, "[key]" in done.err) == (3, False, True)


@settings(max_examples=40)
@given(st.integers(-(10**9), 8 * 10**9), st.integers(-1439, 1439))
def test_an_instant_is_a_time_that_every_zone_can_show(seconds: int, offset_minutes: int) -> None:
    written = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(
        timezone(timedelta(minutes=offset_minutes))
    )
    try:
        found = moment(written.isoformat())
    except ValueError:
        found = None
    assert found == (written if EARLIEST <= written <= LATEST else None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "items", "startTime", "status", "credits", "policy"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=30)
@given(json_values, st.sampled_from(["user", "interviewers", "slots", "appointments", "call", "credits"]))
def test_whatever_json_comes_is_taken_or_refused(value: Any, name: str) -> None:
    server = MarketServer("http://127.0.0.1:9")
    with suppress(ServerFault):
        server.checked(CONTRACTS[name][0], json.loads(json.dumps(value)))
