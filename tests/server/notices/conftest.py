"""A marketplace whose mails and webhooks are kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from interview_cli.scoring.rules import RulesJudge
from interview_server.accounts.mail import Message
from interview_server.calls.provider import LocalCalls
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.work import CallWork
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.worker import Worker
from interview_server.notices.letters import Sender
from interview_server.notices.work import NoticeWork
from tests.server.conftest import Served
from tests.server.market import Market


@dataclass
class KeptMail:
    """A mailer that keeps what is sent, by the id of the message, or fails."""

    sent: dict[str, Message] = field(default_factory=dict)
    failure: Exception | None = None

    def send(self, message: Message, message_id: str) -> None:
        if self.failure is not None:
            raise self.failure
        self.sent[message_id] = message

    def forget(self, address: str, ids: Collection[str]) -> None:
        self.sent = {}

    def take(self) -> dict[str, Message]:
        """What was sent since the last time, by receiver; of several to one, the last."""
        taken = {message.to: message for message in self.sent.values()}
        self.sent = {}
        return taken


class Receiver(ThreadingHTTPServer):
    """Another system that takes webhooks; `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 204
        self.got: list[tuple[Mapping[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the overridden parameter
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Notices:
    """A market with the worker that makes known what happens in it."""

    market: Market
    mail: KeptMail = field(default_factory=KeptMail)

    def __post_init__(self) -> None:
        web = PublicWeb(hosts=None, allows_loopback=True)
        self.market.served.app.state.public_web = web
        self.market.served.app.state.call_provider = LocalCalls()
        sender = Sender("https://interview.example", "interview@interview.example")
        kinds = [
            *CallWork(LocalCalls(), RulesJudge(), Path("nowhere")).kinds(),
            *NoticeWork(self.mail, sender, web).kinds(),
        ]
        self.worker = Worker(self.market.served.database, kinds, lambda: self.market.served.now)

    def address(self, person_id: str) -> str:
        found: str = self.market.get(person_id, "/api/user/me")["email"]
        return found

    def mailed(self) -> dict[str, Message]:
        """Do what is due; the mails that were sent, by person: `candidate`, `interviewer` or the address."""
        self.worker.run_due()
        names = {
            self.address(self.market.candidate): "candidate",
            self.address(self.market.interviewer): "interviewer",
        }
        return {names.get(to, to): message for to, message in self.mail.take().items()}

    def waiting(self, kind: str) -> list[Job]:
        with self.market.served.database.reading() as session:
            query = select(Job).where(Job.kind == kind, Job.state == JobState.WAITING).order_by(Job.run_at)
            return list(session.scalars(query))


@pytest.fixture
def notices(served: Served) -> Notices:
    return Notices(Market(served))
