"""Stream's tokens and signatures, against what its own SDK makes, and its HTTP interface."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_server.calls.provider import Party, PlannedCall, RecordingReady, TranscriptReady
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.stream import MAX_EVENT_BYTES, StreamCalls
from interview_server.errors import Invalid, NotSignedIn
from interview_server.jobs.worker import PermanentFailure, TemporaryFailure
from tests.server.calls.conftest import SECRET, Files

STREAM = StreamCalls("key", SECRET, PublicWeb(("stream-io-cdn.com",)))
CALL = PlannedCall(
    "c-1",
    Party("person-1", "Ada"),
    Party("person-2", "Grace"),
    datetime(2026, 6, 1, 12, tzinfo=UTC),
    datetime(2026, 6, 1, 13, tzinfo=UTC),
)

BODY = (
    b'{"type":"call.transcription_ready","created_at":1780319100000000000,"call_cid":"default:c-1",'
    b'"egress_id":"e-1","call_transcription":{"filename":"transcript.jsonl",'
    b'"url":"https://ohio.stream-io-cdn.com/1/transcript.jsonl","start_time":1780315205000000000,'
    b'"end_time":1780318680000000000,"session_id":"s-1"}}'
)
UNKNOWN = b'{"type":"call.future_event","call_cid":"default:c-1","created_at":"2026-06-01T13:05:00Z"}'

# Made and accepted by getstream 4 of PyPI (verify_and_parse_webhook) for SECRET.
SIGNATURE = "3dfb3bc0533e1d43aaeccadebd83078bb3311f283cfb773af3733389ccf05179"
UNKNOWN_SIGNATURE = "704cb7120454a6cc779a52b8283a434ec8464e1a426bdb6d28119543dbf64ce9"
# Made by its `Stream.create_call_token("person-1", call_cids=["default:c-1"], expiration=7200)` at 12:00.
TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3ODAzMTUxOTUsImNhbGxfY2lkcyI6WyJkZWZhdWx0OmMtMSJdLCJ1c2VyX2lkIjoi"
    "cGVyc29uLTEiLCJleHAiOjE3ODAzMjI0MDB9.GWeorBanfQmaz3ATCrHHe0ZgT2YHT9grOq3-czazz2A"
)
# Its token for the server's own requests.
SERVER_TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.ARJh7UspLNL2cUEAMU4ULr7K1D_ecqNdd1WY9h8oi64"


def signed(signature: str) -> Mapping[str, str]:
    return {"x-signature": signature}


def test_a_token_is_the_one_that_the_sdk_makes() -> None:
    access = STREAM.access(CALL, "person-1", CALL.starts_at)
    assert access.token == TOKEN
    assert access.expires_at == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert (access.provider, access.call_type, access.api_key) == ("stream", "default", "key")


@pytest.mark.parametrize("sent", [BODY, gzip.compress(BODY)], ids=["plain", "gzip"])
def test_the_signature_is_that_of_the_uncompressed_body(sent: bytes) -> None:
    assert STREAM.signed_body(signed(SIGNATURE), sent) == BODY


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({}, BODY, id="none"),
        pytest.param(signed(""), BODY, id="empty"),
        pytest.param(signed(SIGNATURE.upper()), BODY, id="upper-case"),
        pytest.param(signed(SIGNATURE), BODY + b" ", id="other-body"),
        pytest.param(signed(UNKNOWN_SIGNATURE), BODY, id="of-another-body"),
        pytest.param(signed("ö" * 64), BODY, id="not-ascii"),
    ],
)
def test_another_signature_is_refused(headers: Mapping[str, str], body: bytes) -> None:
    with pytest.raises(NotSignedIn):
        STREAM.signed_body(headers, body)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(gzip.compress(b"0" * (MAX_EVENT_BYTES + 1)), id="bomb"),
        pytest.param(gzip.compress(BODY)[:-9], id="cut-off"),
        pytest.param(b"\x1f\x8bnothing", id="only-looks-like-gzip"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(sent: bytes) -> None:
    with pytest.raises(Invalid):
        STREAM.signed_body(signed(SIGNATURE), sent)


def test_a_transcript_that_is_ready_is_read_with_times_in_either_form() -> None:
    ready = TranscriptReady(
        "c-1",
        "s-1",
        "https://ohio.stream-io-cdn.com/1/transcript.jsonl",
        datetime(2026, 6, 1, 12, 0, 5, tzinfo=UTC),
    )
    assert STREAM.read_event(BODY.decode()) == ready
    event = json.loads(BODY)
    event["call_transcription"]["start_time"] = "2026-06-01T12:00:05.000000Z"
    assert STREAM.read_event(json.dumps(event)) == ready


def test_a_recording_that_is_ready_is_read() -> None:
    event = json.loads(BODY)
    event["type"], event["call_recording"] = "call.recording_ready", event.pop("call_transcription")
    read = STREAM.read_event(json.dumps(event))
    assert isinstance(read, RecordingReady)
    assert read.url == "https://ohio.stream-io-cdn.com/1/transcript.jsonl"


def test_events_of_unknown_types_are_accepted_and_ignored() -> None:
    assert STREAM.signed_body(signed(UNKNOWN_SIGNATURE), UNKNOWN) == UNKNOWN
    assert STREAM.read_event(UNKNOWN.decode()) is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("nothing", id="no-json"),
        pytest.param("[]", id="a-list"),
        pytest.param("{}", id="no-type"),
        pytest.param('{"type": "call.transcription_ready"}', id="no-call"),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_an_event_that_makes_no_sense_fails_for_good_without_its_words(body: str) -> None:
    with pytest.raises(PermanentFailure, match="not as documented") as failure:
        STREAM.read_event(body)
    assert len(str(failure.value)) < 200


TIMES = st.one_of(st.integers(), st.text(max_size=30), st.none(), st.datetimes().map(str), st.floats())
JUNK = st.recursive(TIMES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["call.transcription_ready", "call.recording_ready", "call.other"]),
    call=st.one_of(st.just("default:c-1"), JUNK),
    url=JUNK,
    start=TIMES,
)
def test_whatever_an_event_holds_it_is_read_or_fails_for_good(kind: str, call: Any, url: Any, start: Any) -> None:
    file = {"url": url, "session_id": "s-1", "start_time": start}
    event = {"type": kind, "call_cid": call, "call_transcription": file, "call_recording": file}
    try:
        read = STREAM.read_event(json.dumps(event))
    except PermanentFailure:
        return
    assert (read is None) == (kind == "call.other")


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: b"\x1f\x8b" + rest))
def test_whatever_is_sent_without_the_secret_is_refused(body: bytes) -> None:
    with pytest.raises((NotSignedIn, Invalid)):
        STREAM.signed_body(signed(SIGNATURE), body)


def test_a_call_is_opened_with_both_people_and_transcribed(storage: Files, stream_calls: StreamCalls) -> None:
    path = "/api/v2/video/call/default/c-1"
    storage.content[path] = (201, b"{}", {})
    asked = len(storage.asked)
    stream_calls.open(CALL)
    users, call = storage.asked[asked:]
    assert json.loads(users[2])["users"]["person-1"]["name"] == "Ada"
    assert call[:2] == ("POST", f"{path}?api_key=key")
    data = json.loads(call[2])["data"]
    assert [member["user_id"] for member in data["members"]] == ["person-1", "person-2"]
    assert data["settings_override"]["transcription"] == {"mode": "auto-on"}


@pytest.mark.parametrize(("created", "moved"), [("true", []), ("false", ["2026-06-01T12:00:00+00:00"])])
def test_a_call_that_exists_is_moved_to_its_new_time(
    storage: Files, stream_calls: StreamCalls, created: str, moved: list[str]
) -> None:
    path = f"/api/v2/video/call/default/c-{created}"
    storage.content[path] = (201, b'{"created": %s}' % created.encode(), {})
    asked = len(storage.asked)
    stream_calls.open(replace(CALL, id=f"c-{created}"))
    changes = [(where, json.loads(body)) for method, where, body in storage.asked[asked:] if method == "PATCH"]
    assert changes == [(f"{path}?api_key=key", {"starts_at": each}) for each in moved]


def test_an_answer_that_is_no_json_is_an_error_of_stream(storage: Files, stream_calls: StreamCalls) -> None:
    storage.content["/api/v2/video/call/default/c-3"] = (200, b"<html>", {})
    with pytest.raises(TemporaryFailure, match="something else than JSON"):
        stream_calls.open(replace(CALL, id="c-3"))


def test_closing_a_call_that_does_not_exist_is_no_failure(storage: Files, stream_calls: StreamCalls) -> None:
    stream_calls.close("nowhere")
    assert storage.asked[-1][1] == "/api/v2/video/call/default/nowhere/mark_ended?api_key=key"


def test_an_error_of_stream_is_temporary(storage: Files, stream_calls: StreamCalls) -> None:
    storage.content["/api/v2/video/call/default/c-2/mark_ended"] = (500, b"", {})
    with pytest.raises(TemporaryFailure, match="500"):
        stream_calls.close("c-2")


def test_the_servers_own_token_is_the_one_that_the_sdk_sends() -> None:
    assert jwt.encode({}, SECRET, algorithm="HS256") == SERVER_TOKEN
