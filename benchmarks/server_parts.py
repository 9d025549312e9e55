"""What the benchmarks of the server share: people who book, the server as it is started by hand, and a cheap client.

The client writes requests that are ready and looks for little in the answers, so that it takes little of a machine
that it shares with the server. Linux only: processor time is read from /proc.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy.orm import Session

from interview_server.accounts.models import Person, Role, SignIn
from interview_server.accounts.people import add_person
from interview_server.booking.availability import WEEK, Rules, write_rules
from interview_server.database.connection import Database
from interview_server.ledger.entries import GRANTS, Kind, credits_of, post
from interview_server.settings import Settings

PRICE = 10
RULES = {
    "zone": "Europe/Berlin",
    "weekly": [{"weekday": day, "start": "00:00", "end": "00:00"} for day in WEEK],
}


@dataclass
class Booking:
    """A request to come: who sends it, and what."""

    headers: dict[str, str]
    body: dict[str, str]

    def as_bytes(self) -> bytes:
        """The request as it goes over the wire."""
        return request("POST", "/api/bookings", self.headers, json.dumps(self.body).encode())


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request of HTTP/1.1."""
    sent = {"Host": "localhost", **headers}
    if body:
        sent |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def prepare(app: FastAPI, database: Database, number: int, interviewers: int) -> list[Booking]:
    """Interviewers, and `number` candidates with credits and a token, each of whom will book another time."""
    now = datetime.now(UTC)
    first = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    found = []
    with database.transaction() as session:
        free = []
        for each in range(interviewers):
            person = add_person(session, f"i{each}@example.org", roles=frozenset({Role.INTERVIEWER}), now=now)
            person.verified_at, person.credit_rate = now, PRICE
            write_rules(session, person.id, Rules.model_validate(RULES), now)
            free.append(person.id)
        for each in range(number):
            person = add_person(session, f"c{each}@example.org", roles=frozenset({Role.INTERVIEWEE}), now=now)
            amounts = {GRANTS: -PRICE, credits_of(person.id): PRICE}
            post(session, Kind.ADMIN_ADJUST, amounts, reference=person.id, now=now)
            start = first + timedelta(hours=each // interviewers)
            found.append(
                Booking(
                    {"Authorization": _bearer(app, session, person, now), "Idempotency-Key": f"booking-{each}"},
                    {"interviewerId": free[each % interviewers], "startTime": start.isoformat()},
                )
            )
    return found


def _bearer(app: FastAPI, session: Session, person: Person, now: datetime) -> str:
    sign_in = SignIn(person_id=person.id, client="benchmark", signed_in_at=now)
    session.add(sign_in)
    session.flush()
    return f"Bearer {app.state.issuer.access_token(session, person, sign_in, now)}"


@dataclass
class Server:
    """`interview serve`: its port, and the process that started the others."""

    port: int
    pid: int


@contextmanager
def serving(url: str, workers: int) -> Iterator[Server]:
    """The server as it is started by hand, on the database at `url`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "INTERVIEW_SERVER_DATABASE_URL": url,
        "INTERVIEW_SERVER_PUBLIC_URL": Settings().public_url,
        "INTERVIEW_SERVER_LOG_LEVEL": "info",
    }
    command = [sys.executable, "-m", "interview_cli", "serve", "--workers", str(workers), "--port", str(port)]
    with (
        tempfile.TemporaryDirectory() as home,
        (Path(home) / "log").open("w+") as log,
        subprocess.Popen(
            command,
            env=environment | {"INTERVIEW_HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        try:
            started = 0
            while started < workers or not listens(port):
                assert process.poll() is None, "the server did not start"
                time.sleep(0.1)
                log.seek(0)
                started = log.read().count("Application startup complete")
            yield Server(port, process.pid)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def listens(port: int) -> bool:
    """Whether the server accepts connections: with one worker it starts before it does."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Connection(asyncio.Protocol):
    """A connection that asks one thing after the other."""

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if separator and len(body) >= int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]):
            self._received = b""
            self._answer.set_result((int(head[9:12]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server closed the connection"))

    async def ask(self, sent: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        self._answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        self._transport.write(sent)
        return await self._answer

    def close(self) -> None:
        self._transport.close()


async def connect(port: int) -> Connection:
    """A connection to the server on this machine."""
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
    return connection


def processor_s(pid: int) -> float:
    """Seconds of processor time that this process and its descendants have had so far."""
    children: dict[int, list[int]] = defaultdict(list)
    used: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        number = int(stat.parent.name)
        children[int(fields[1])].append(number)
        used[number] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    total, waiting = 0.0, [pid]
    while waiting:
        each = waiting.pop()
        total += used.get(each, 0)
        waiting += children[each]
    return total
