"""Servers for the thin client: ours over HTTP on loopback, and one whose every answer a test decides."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import uvicorn

from interview_cli.scoring.rules import RulesJudge
from interview_server.accounts.models import Person, Role, SignIn, SigningKey
from interview_server.accounts.people import add_person
from interview_server.api.application import create_application
from interview_server.booking.availability import WEEK, Rules, WeeklyTimes, write_rules
from interview_server.calls.work import CallWork
from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.jobs.worker import Worker
from interview_server.ledger.entries import GRANTS, Kind, balance, credits_of, post
from interview_server.settings import Settings
from tests.conftest import PATIENCE_S
from tests.server.conftest import signing_key

PASSED_ON = {"authorization", "content-type", "idempotency-key"}
MIDNIGHT = time_of_day()


class RunningServer:
    """Our server in a thread, on SQLite, by the real clock."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.database = Database(f"sqlite:///{folder / 'server.sqlite'}")
        self.database.create_tables()
        self.ahead = timedelta()
        """How far the server's clock is ahead of the real one."""
        with self.database.transaction() as session:
            session.add(SigningKey(id="test", private_pem=signing_key(), created_at=self.now()))
        self.app = create_application(
            Settings(public_url=self.url, files_folder=folder / "files"), self.database, clock=self.now
        )
        self._calls = CallWork(self.app.state.call_provider, RulesJudge(), folder / "files")
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_config=None, ws="none", timeout_keep_alive=0))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        self.database.close()

    def now(self) -> datetime:
        """The server's time."""
        return datetime.now(UTC) + self.ahead

    def work(self) -> None:
        """Do what is due in the background."""
        Worker(self.database, self._calls.kinds(), self.now).run_due()

    def person(self, role: str, *, name: str = "", credits_held: int = 0, password_hash: str | None = None) -> str:
        """The id of a new person; an interviewer is verified, costs 10 credits and is always free."""
        now = self.now()
        with self.database.transaction() as session:
            email = f"{new_id()}@example.org"
            held = frozenset({Role(role)})
            person = add_person(session, email, name=name, roles=held, password_hash=password_hash, now=now)
            if role == "INTERVIEWER":
                person.verified_at, person.credit_rate = now, 10
                times = [
                    WeeklyTimes.model_validate({"weekday": day, "start": "00:00", "end": "00:00"}) for day in WEEK
                ]
                write_rules(session, person.id, Rules(zone="UTC", weekly=times), now)
            if credits_held:
                amounts = {GRANTS: -credits_held, credits_of(person.id): credits_held}
                post(session, Kind.ADMIN_ADJUST, amounts, reference=new_id(), now=now)
            return person.id

    def token(self, person_id: str) -> str:
        """An access token of somebody who signed in just now."""
        now = self.now()
        with self.database.transaction() as session:
            person = session.get_one(Person, person_id)
            sign_in = SignIn(person_id=person_id, client="test", signed_in_at=now)
            session.add(sign_in)
            session.flush()
            token: str = self.app.state.issuer.access_token(session, person, sign_in, now)
            return token

    def credits(self, person_id: str) -> int:
        """What somebody can spend."""
        with self.database.reading() as session:
            return balance(session, credits_of(person_id))


def tomorrow_at(hour: int, days: int = 1) -> datetime:
    """A full hour of one of the next days, in UTC."""
    day = datetime.now(UTC) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


@dataclass
class Said:
    """What a scripted server answers."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    """Whether the connection is cut instead of an answer."""


@dataclass
class Asked:
    """A request that reached a scripted server."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class ScriptedServer(ThreadingHTTPServer):
    """Answers as `answer` decides, and remembers what was asked."""

    daemon_threads = True

    allow_reuse_address = True

    def __init__(self, answer: Callable[[Asked], Said] | None = None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answer = answer or (lambda _asked: Said(404, {"detail": "Not Found"}))
        self.asked: list[Asked] = []
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


def passed_on(asked: Asked, url: str) -> Said:
    """What the server at `url` answers to a request."""
    headers = {name: value for name, value in asked.headers.items() if name in PASSED_ON}
    content = None if asked.body is None else json.dumps(asked.body).encode()
    request = urllib.request.Request(url + asked.path, content, headers, method=asked.method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return Said(answer.status, answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return Said(refused.code, refused.read())


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        content = self.rfile.read(length) if length else b""
        asked = Asked(
            self.command,
            self.path,
            {name.lower(): value for name, value in self.headers.items()},
            json.loads(content) if content and "json" in self.headers.get("Content-Type", "") else None,
        )
        self.server.asked.append(asked)
        said = self.server.answer(asked)
        if said.cut:
            self.close_connection = True
            return
        body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - as http.server calls them

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - as http.server calls it
        pass


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port: int = opened.getsockname()[1]
        return port
