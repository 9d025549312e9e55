"""An interview that was booked and paid, on each database, with the worker that does its jobs."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from interview_cli.scoring.rules import RulesJudge
from interview_server.booking.models import Booking, BookingStatus
from interview_server.calls.models import CallFile, Feedback
from interview_server.calls.provider import CallProvider
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.stream import StreamCalls
from interview_server.calls.work import CallWork
from interview_server.database.connection import Database
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.worker import Worker
from interview_server.ledger.entries import GRANTS, Kind, balance, credits_of, earnings_of, held_for, post
from interview_server.settings import Settings
from tests.server.conftest import Served

SECRET: Final = "a-secret-of-stream-with-forty-characters"
PRICE: Final = 10

FIRST_ANSWER: Final = (
    "Last spring our nightly billing export failed about twice a week, and support had to restart it by hand. I was "
    "asked to find out why. I added timing to each step and saw that one query slowed down as the table grew. I "
    "rewrote it to read only the rows changed since the last run and wrote a test with a million rows. After that it "
    "ran for five months without a single failure and support saved six hours a month."
)
SECOND_ANSWER: Final = (
    "In March a colleague wanted to rewrite our parser before a release. I disagreed because we had ten days left. I "
    "measured both plans on our slowest files and showed that a cache gave four fifths of the gain. We agreed to "
    "ship the cache first. We released on time and the rewrite followed in June."
)
SAID: Final = (
    ("interviewer", "Hi, good to meet you. Tell me about a time you fixed something that kept breaking."),
    ("candidate", FIRST_ANSWER),
    ("interviewer", "Thanks. Tell me about a time you disagreed with a colleague."),
    ("candidate", SECOND_ANSWER),
)


def transcript(speakers: dict[str, str], said: tuple[tuple[str, str], ...] = SAID) -> bytes:
    """A transcript as Stream writes it: a line for each utterance."""
    lines, at = [], datetime(2026, 9, 7, 9, tzinfo=UTC)
    for who, text in said:
        end = at + timedelta(seconds=0.3 * len(text.split()))
        times = {"start_time": at.isoformat(), "stop_time": end.isoformat()}
        lines.append(json.dumps({"type": "speech", "speaker_id": speakers[who], "text": text, **times}))
        at = end + timedelta(seconds=0.5)
    return "\n".join(lines).encode()


class Files(ThreadingHTTPServer):
    """A provider's storage on this machine. `content` is by path; what was asked for is in `asked`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _FileHandler)
        self.content: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[tuple[str, str, bytes]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _FileHandler(BaseHTTPRequestHandler):
    server: Files

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    do_PATCH = do_POST  # noqa: N815 - as http.server calls it

    def _answer(self, body: bytes) -> None:
        self.server.asked.append((self.command, self.path, body))
        status, content, headers = self.server.content.get(self.path.partition("?")[0], (404, b"", {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the overridden parameter
        pass


@pytest.fixture(scope="session")
def storage() -> Iterator[Files]:
    """The storage of a provider, one for all tests; paths differ by booking."""
    server = Files()
    server.content |= {"/api/v2/users": (201, b"{}", {})}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Interview:
    """An interview that has begun: 9:00 to 10:00, and it is 9:59."""

    served: Served
    provider: CallProvider
    storage: Files
    candidate: str = field(init=False)
    interviewer: str = field(init=False)
    booking_id: str = field(init=False)

    def __post_init__(self) -> None:
        self.candidate = self.served.person("INTERVIEWEE")
        self.interviewer = self.served.person("INTERVIEWER")
        self.booking_id = self.book(self.served.now)
        self.storage.content[f"/api/v2/video/call/default/{self.booking_id}"] = (201, b"{}", {})
        self.served.now += timedelta(minutes=59)
        self.worker = Worker(
            self.database,
            CallWork(self.provider, RulesJudge(), self.served.settings.files_folder).kinds(),
            lambda: self.served.now,
        )

    @property
    def database(self) -> Database:
        return self.served.database

    @property
    def speakers(self) -> dict[str, str]:
        return {"candidate": self.candidate, "interviewer": self.interviewer}

    def book(self, starts_at: datetime) -> str:
        """A booking at this time that is paid."""
        with self.database.transaction() as session:
            booking = Booking(
                interviewer_id=self.interviewer,
                candidate_id=self.candidate,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
                zone="Europe/Berlin",
                wall_start=starts_at.isoformat(),
                zone_data="2026a",
                status=BookingStatus.SCHEDULED,
                credits_charged=PRICE,
                policy_version=1,
                created_at=self.served.now,
            )
            session.add(booking)
            session.flush()
            bought, held = credits_of(self.candidate), held_for(booking.id)
            for kind, amounts in (
                (Kind.ADMIN_ADJUST, {GRANTS: -PRICE, bought: PRICE}),
                (Kind.BOOKING_DEDUCT, {bought: -PRICE, held: PRICE}),
            ):
                post(session, kind, amounts, reference=booking.id, now=self.served.now, request_id="test")
            return booking.id

    def get(self, who: str, path: str) -> Response:
        return self.served.client.get(path, headers=self.served.token(who))

    def post(self, who: str, path: str, body: dict[str, Any] | None = None) -> Response:
        return self.served.client.post(path, headers=self.served.token(who), json=body)

    def upload(self, who: str, content: bytes, headers: dict[str, str] | None = None) -> Response:
        return self.served.client.put(
            f"/api/calls/{self.booking_id}/upload", content=content, headers=self.served.token(who) | (headers or {})
        )

    def feedback(self, who: str | None = None) -> Response:
        return self.get(who or self.candidate, f"/api/bookings/{self.booking_id}/feedback")

    def booking(self) -> Booking:
        with self.database.reading() as session:
            return session.get_one(Booking, self.booking_id)

    def earned(self) -> int:
        with self.database.reading() as session:
            return balance(session, earnings_of(self.interviewer))

    def feedback_rows(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Feedback)) or 0

    def files(self) -> list[CallFile]:
        with self.database.reading() as session:
            return list(session.scalars(select(CallFile).order_by(CallFile.started_at)))

    def jobs(self, state: JobState) -> list[Job]:
        with self.database.reading() as session:
            return list(session.scalars(select(Job).where(Job.state == state)))

    def event(self, kind: str, file: str, session_id: str = "s-1", content: bytes | None = None) -> bytes:
        """An event of Stream about a file, which is in its storage if `content` is given."""
        path = f"/{self.booking_id}/{file}"
        if content is not None:
            self.storage.content[path] = (200, content, {})
        about = {
            "url": self.storage.url(path),
            "filename": file,
            "session_id": session_id,
            "start_time": f"2026-09-07T09:{session_id[-1]}0:00.5Z",
            "end_time": "2026-09-07T09:58:00Z",
        }
        name = {"transcription": "call_transcription", "recording": "call_recording"}[kind]
        return json.dumps(
            {"type": f"call.{kind}_ready", "call_cid": f"default:{self.booking_id}", name: about}
        ).encode()

    def deliver(self, body: bytes, compressed: bool = False) -> Response:
        """Have Stream deliver an event."""
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        sent = gzip.compress(body) if compressed else body
        return self.served.client.post("/api/webhooks/stream", content=sent, headers={"X-Signature": signature})


@pytest.fixture
def stream_calls(storage: Files) -> StreamCalls:
    """Stream, with its interface and its storage on this machine."""
    web = PublicWeb(("127.0.0.1",), allows_loopback=True)
    return StreamCalls("key", SECRET, web, base_url=storage.url(""))


@pytest.fixture
def interview(database: Database, stream_calls: StreamCalls, storage: Files, tmp_path: Path) -> Iterator[Interview]:
    """An interview whose call is held by Stream."""
    served = Served(database, settings=Settings(files_folder=tmp_path / "files"))
    served.app.state.call_provider = stream_calls
    served.app.state.webhook_sources = {stream_calls.name: stream_calls}
    with served.client:
        yield Interview(served, stream_calls, storage)
