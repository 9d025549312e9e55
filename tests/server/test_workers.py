"""Four processes that serve one PostgreSQL: one winner of a slot, and nothing lost when processes are killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
from sqlalchemy import func, make_url, select, update

from interview_server.booking.models import Booking
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import balances, credits_of
from interview_server.ledger.idempotency import IdempotencyKey
from interview_server.settings import Settings
from tests.server.conftest import Served
from tests.server.market import Market

WORKERS = 4
STARTED = "Application startup complete."


@dataclass
class Cluster:
    """`interview serve --workers 4`, and what its database holds."""

    process: subprocess.Popen[str]
    url: str
    served: Served

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [pid for pid, line in lines.items() if b"spawn_main" in line]

    async def post(self, session: aiohttp.ClientSession, headers: dict[str, str], body: Any) -> int:
        """The status of a booking; 0 when the connection broke."""
        try:
            async with session.post(f"{self.url}/api/bookings", json=body, headers=headers) as answer:
                await answer.read()
                return answer.status
        except aiohttp.ClientError:
            return 0


def new_database(server: EmbeddedPostgres) -> str:
    """The URL of a database without tables."""
    address = make_url(server.url)
    with psycopg.connect(
        host=str(address.query["host"]), user="postgres", dbname="template1", autocommit=True
    ) as root:
        root.execute("CREATE DATABASE workers")
    return address.set(database="workers").render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server of four workers on an empty PostgreSQL."""
    database_url = new_database(request.getfixturevalue("postgres"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "INTERVIEW_HOME": str(tmp_path_factory.mktemp("home")),
        "INTERVIEW_SERVER_DATABASE_URL": database_url,
        "INTERVIEW_SERVER_PUBLIC_URL": Settings().public_url,
        "INTERVIEW_SERVER_JOBS_IN_PROCESS": "false",
    }
    command = [sys.executable, "-m", "interview_cli", "serve", "--workers", str(WORKERS), "--port", str(port)]
    with subprocess.Popen(
        command,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line)
            if sum(STARTED in each for each in lines) == WORKERS:
                break
        else:
            pytest.fail("".join(lines))
        drained = threading.Thread(target=process.stderr.read)
        drained.start()
        served = Served(Database(database_url), datetime.now(UTC))
        yield Cluster(process, f"http://127.0.0.1:{port}", served)
        os.killpg(process.pid, signal.SIGKILL)
        drained.join()
        served.database.close()


def day_and_night(market: Market) -> datetime:
    """Has the interviewer offer every hour of every day; the first of them."""
    days = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
    weekly = [{"weekday": day, "start": "00:00", "end": "00:00"} for day in days]
    market.put(market.interviewer, "/api/availability", {"zone": "UTC", "slotMinutes": 60, "weekly": weekly})
    return market.served.now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


def test_of_a_hundred_clients_one_gets_the_slot(cluster: Cluster) -> None:
    market = Market(cluster.served)
    start = day_and_night(market)
    people = [market.someone(10) for _ in range(100)]
    headers = [cluster.served.token(person) for person in people]
    body = market.at(start.isoformat())

    async def all_at_once() -> list[int]:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            return await asyncio.gather(*(cluster.post(session, each, body) for each in headers))

    assert Counter(asyncio.run(all_at_once())) == {201: 1, 409: 99}
    with cluster.served.database.transaction() as session:
        assert audit(session) == []
        left = balances(session, [credits_of(person) for person in people])
        assert sorted(left.values()) == [0] + [10] * 99


def test_killed_workers_lose_nothing_and_do_nothing_twice(cluster: Cluster) -> None:
    market = Market(cluster.served)
    start = day_and_night(market)
    people = [market.someone(10) for _ in range(60)]
    requests = [
        (
            cluster.served.token(person) | {"Idempotency-Key": "once"},
            market.at((start + timedelta(hours=number)).isoformat()),
        )
        for number, person in enumerate(people)
    ]

    async def while_workers_die(victims: list[int]) -> list[int]:
        async with aiohttp.ClientSession() as session:
            sent = [asyncio.ensure_future(cluster.post(session, *each)) for each in requests]
            for number, victim in enumerate(victims):
                await asyncio.wait(sent[: 5 * (number + 1)])
                os.kill(victim, signal.SIGKILL)
            return await asyncio.gather(*sent)

    victims = cluster.workers()[: WORKERS - 1]
    assert len(victims) == WORKERS - 1
    asyncio.run(while_workers_die(victims))
    with cluster.served.database.transaction() as session:
        assert audit(session) == []
        session.execute(update(IdempotencyKey).values(reserved_until=cluster.served.now))  # their time is over
    answers = asyncio.run(while_workers_die([]))
    assert set(answers) == {201}
    with cluster.served.database.transaction() as session:
        assert audit(session) == []
        booked = select(func.count()).where(Booking.interviewer_id == market.interviewer)
        assert session.scalar(booked) == 60
        assert set(balances(session, [credits_of(person) for person in people]).values()) == {0}
