"""kill -9 of PostgreSQL at every step of a booking, a webhook and a payout: nothing is lost, nothing happens twice.

One process of PostgreSQL is killed at each step, which makes all of it recover as after a crash; at one step of each
flow all its processes are. It comes back by itself each time, and so do the connections to it.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import OperationalError

from interview_cli.scoring.rules import RulesJudge
from interview_server.booking.models import Booking
from interview_server.calls.models import CallFile, Feedback
from interview_server.calls.provider import CallEvent, LocalCalls, PlannedCall, TranscriptReady
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.work import CallWork
from interview_server.database import embedded
from interview_server.database.base import new_id
from interview_server.database.connection import Database
from interview_server.database.embedded import EmbeddedPostgres
from interview_server.jobs.models import Job, JobState
from interview_server.jobs.worker import Worker
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import (
    GRANTS,
    PAYOUTS,
    PLATFORM,
    Kind,
    balances,
    credits_of,
    earnings_of,
    post,
)
from interview_server.notices.letters import Sender
from interview_server.notices.work import REMIND, NoticeWork
from tests.conftest import wait_until
from tests.server.conftest import Served
from tests.server.market import Market, instant
from tests.server.notices.conftest import KeptMail
from tests.server.steps import killed_at

SAID: Final = b"Interviewer: Why?\nCandidate: Because.\n"
ALL_OF_IT: Final = 6
"""The step at which every process is killed: in the middle of the first transaction's writes, or soon after."""
MOST_STEPS: Final = 60


class KeptCalls(LocalCalls):
    """A provider of calls that signs nothing and keeps which calls it opened."""

    name = "kept"

    def __init__(self) -> None:
        self.opened: set[str] = set()

    def open(self, call: PlannedCall) -> None:
        self.opened.add(call.id)

    def signed_body(self, headers: Mapping[str, str], body: bytes) -> bytes:
        return body

    def read_event(self, body: str) -> CallEvent | None:
        return TranscriptReady(json.loads(body)["call"], "s-1", "https://kept.example/1", datetime.now(UTC))

    def download(self, url: str) -> bytes:
        return SAID


@dataclass
class Postgres:
    """PostgreSQL that is killed and comes back."""

    server: EmbeddedPostgres
    doomed: list[int] = field(default_factory=list)
    """Its processes when one of them was killed last."""

    def kill(self, pid: int | None = None) -> None:
        """kill -9 of one of its processes, or of all of them when `pid` is None."""
        first = self.server.process.pid
        self.doomed = [int(each) for each in Path(f"/proc/{first}/task/{first}/children").read_text().split()]
        if pid is None:
            self.doomed.insert(0, first)
        for each in [pid] if pid else self.doomed:
            os.kill(each, signal.SIGKILL)

    def come_back(self) -> None:
        """Wait until it takes connections again, its processes being new ones.

        When it waits for one of its processes without end, as it seldom does, it is killed: `embedded_postgres` would
        have more patience.
        """
        wait_until(lambda: not any(map(is_alive, self.doomed)))
        try:
            wait_until(self.is_up)
        except AssertionError:
            self.kill()
            wait_until(self.is_up)

    def is_up(self) -> bool:
        """Whether it takes connections; it does not while it recovers."""
        address = make_url(self.server.url)
        try:
            host = str(address.query["host"])
            psycopg.connect(host=host, user="postgres", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@dataclass
class World:
    """A market with its background work, on a PostgreSQL that is killed."""

    postgres: Postgres
    market: Market
    calls: KeptCalls = field(default_factory=KeptCalls)

    def __post_init__(self) -> None:
        state = self.market.served.app.state
        state.call_provider, state.webhook_sources = self.calls, {self.calls.name: self.calls}
        self.admin = self.market.admin()
        with self.database.transaction() as session:
            amounts = {
                GRANTS: -2000,
                credits_of(self.market.candidate): 1000,
                earnings_of(self.market.interviewer): 1000,
            }
            post(session, Kind.ADMIN_ADJUST, amounts, reference=new_id(), now=self.market.served.now)
        sender = Sender("https://interview.example", "interview@interview.example")
        notices = NoticeWork(KeptMail(), sender, PublicWeb(hosts=None))
        calls = CallWork(self.calls, RulesJudge(), Path("nowhere"))
        self.call_kinds, self.notice_kinds = (
            [kind for kind in work.kinds() if kind.every is None] for work in (calls, notices)
        )

    @property
    def database(self) -> Database:
        return self.market.served.database

    def sign_in(self) -> None:
        """Have everybody signed in, which needs the database."""
        people = (self.market.candidate, self.market.interviewer, self.admin)
        self.market.tokens |= {each: self.market.served.token(each) for each in people}

    def work(self, is_made_known: bool = True) -> None:
        """Do what is due, with or without what makes it known."""
        kinds = [*self.call_kinds, *(self.notice_kinds if is_made_known else [])]
        Worker(self.database, kinds, lambda: self.market.served.now).run_due()

    def hold_an_interview(self) -> dict[str, str]:
        """What the provider says after an interview that has just ended."""
        booking = self.market.booked(0)
        self.market.served.now = instant(booking["endTime"])
        return {"call": booking["id"]}

    def pay(self, key: str, body: Any) -> list[int]:
        """Ask for a payout and approve it."""
        asked = self.market.post(self.market.interviewer, "/api/payouts", body, f"{key}-ask")
        if asked.status_code != 201:
            return [asked.status_code]
        path = f"/api/payouts/{asked.json()['id']}/approve"
        return [asked.status_code, self.market.post(self.admin, path, None, f"{key}-approve").status_code]

    def book(self, key: str, body: Any) -> list[int]:
        return [self.market.post(self.market.candidate, "/api/bookings", body, key).status_code]

    def deliver(self, _key: str, body: Any) -> list[int]:
        content = json.dumps(body).encode()
        return [self.market.served.client.post("/api/webhooks/kept", content=content).status_code]

    def figures(self) -> list[int]:
        """Credits, earnings, what was paid out with its fee, bookings, files and feedback; the books are right."""
        with self.database.transaction() as session:
            assert audit(session) == []
            keys = [credits_of(self.market.candidate), earnings_of(self.market.interviewer), PAYOUTS, PLATFORM]
            held = balances(session, keys)
            rows = [
                session.scalar(select(func.count()).select_from(each)) or 0 for each in (Booking, CallFile, Feedback)
            ]
        return [held[keys[0]], held[keys[1]], held[PAYOUTS] + held[PLATFORM], *rows]

    def left(self) -> int:
        """Jobs that are neither done nor planned for later."""
        with self.database.reading() as session:
            waiting = select(func.count()).select_from(Job).where(Job.state != JobState.DONE, Job.kind != REMIND)
            return session.scalar(waiting) or 0

    def kill_one(self, connection: Any, *, commits: bool, after: bool) -> None:
        """kill -9 of the process that serves this connection, before or after it has committed."""
        driver = connection.connection.dbapi_connection
        if commits and after:
            driver.execute("COMMIT")
        self.postgres.kill(driver.info.backend_pid)

    def is_connected(self) -> bool:
        """Whether the server has noticed that its connections are broken, and made new ones."""
        try:
            for opened in (self.database.transaction, self.database.reading):
                with opened() as session:
                    session.execute(select(1))
        except OperationalError:
            return False
        return True

    def come_back(self) -> None:
        """Wait for PostgreSQL, and let leases and reservations end."""
        self.postgres.come_back()
        wait_until(self.is_connected)
        self.market.pass_time(minutes=16)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory(prefix="interview-test-") as folder,
    ):
        patch.setattr(embedded, "CHECK_S", 0.1)
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        with embedded.embedded_postgres(Path(folder), durable=False) as server:
            yield Postgres(server)


@pytest.fixture(scope="module")
def world(postgres: Postgres) -> Iterator[World]:
    database = Database(postgres.server.url)
    database.create_tables()
    yield World(postgres, Market(Served(database)))
    database.close()


@dataclass(frozen=True)
class Flow:
    """What it begins with, what is sent then, the answers to that, and what it does to the figures."""

    make: Callable[[World], Any]
    send: Callable[[World, str, Any], list[int]]
    answers: list[int]
    effect: list[int]
    is_made_known: bool = False
    """Whether the jobs that make it known are killed, too: they are the same for each flow."""


FLOWS: Final = {
    "booking": Flow(
        lambda world: world.market.at(world.market.slots()[-1]), World.book, [201], [-10, 0, 0, 1, 0, 0], True
    ),
    "webhook": Flow(World.hold_an_interview, World.deliver, [200], [0, 10, 0, 0, 1, 1]),
    "payout": Flow(
        lambda _: {"credits": 10, "paymentMethod": "TRANSFER", "paymentDetail": "x"},
        World.pay,
        [201, 200],
        [0, -10, 10, 0, 0, 0],
    ),
}


@pytest.mark.parametrize("name", FLOWS)
def test_postgres_is_killed_at_every_step(world: World, name: str) -> None:
    flow = FLOWS[name]
    step, reached = 0, True
    answered: set[int] = set()
    while reached:
        step += 1
        world.market.pass_time(hours=1)
        body = flow.make(world)
        world.work()
        before, sent = world.figures(), []
        world.sign_in()

        def dies(connection: Any, *, commits: bool, step: int = step) -> None:
            if step == ALL_OF_IT:
                world.postgres.kill()
            else:
                world.kill_one(connection, commits=commits, after=step % 2 == 0)

        with killed_at(world.database.engine, step, dies) as steps:
            try:
                sent = flow.send(world, f"{name}-{step}", body)
                world.work(flow.is_made_known)
            except OperationalError:
                pass  # of the worker, which waits for the database; a request is answered
            reached = steps() >= step
        answered.update(sent)
        world.come_back()
        world.figures()
        assert flow.send(world, f"{name}-{step}", body) == flow.answers, step
        world.work(flow.is_made_known)
        assert [now - then for now, then in zip(world.figures(), before, strict=True)] == flow.effect, step
    assert ALL_OF_IT < step < MOST_STEPS
    assert answered == {*flow.answers, 503}
    world.work()
    assert world.left() == 0
    with world.database.reading() as session:
        booked = set(session.scalars(select(Booking.id)))
        assert booked == world.calls.opened == set(session.scalars(select(Booking.stream_call_id)))


def test_postgres_that_takes_no_connections_any_more_is_started_again(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, takes_connections = postgres.server.process, embedded._takes_connections
    own = Path(str(make_url(postgres.server.url).query["host"]))
    monkeypatch.setattr(embedded, "START_LIMIT_S", 0)
    monkeypatch.setattr(  # the one that all tests of this process share goes on
        embedded, "_takes_connections", lambda sockets: sockets != own and takes_connections(sockets)
    )
    wait_until(lambda: postgres.server.process is not stuck)
    monkeypatch.undo()
    wait_until(postgres.is_up)
    assert stuck.poll() is not None
