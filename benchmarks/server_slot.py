"""A hundred clients want one slot of four workers on PostgreSQL: one gets it. How long until all have their answer.

    python -m benchmarks.server_slot [--clients C] [--workers W] [--rounds R]

Needs the extra `embedded-postgres`. All clients connect and ask at once, each another candidate with enough credits.
A round is over when the last one has its answer; each is about another slot. In the first one the workers are cold.

Budget: 2 s a round. Exits with 1 when it is missed, or when not exactly one client won.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import structlog

from benchmarks.server_parts import Booking, connect, prepare, serving
from interview_server.api.application import create_application
from interview_server.database.connection import Database
from interview_server.database.embedded import embedded_postgres
from interview_server.database.migrating import migrate
from interview_server.settings import Settings

BUDGET_S = 2.0
WON, TAKEN = 201, 409


def main() -> int:
    """Measure, print, and say whether the budget is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    missed = False
    with tempfile.TemporaryDirectory(prefix="interview-bench-") as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        with embedded_postgres(Path(folder)) as postgres:
            database = Database(postgres.url)
            migrate(database)
            app = create_application(Settings(), database)
            people = prepare(app, database, options.clients * options.rounds, 1)
            database.close()
            with serving(postgres.url, options.workers) as server:
                for number in range(options.rounds):
                    these = people[number :: options.rounds]
                    took_s, statuses = asyncio.run(all_at_once(server.port, these))
                    print(f"round {number + 1}: {took_s:.2f} s, {statuses[WON]} won, {statuses[TAKEN]} came too late")
                    missed = missed or took_s > BUDGET_S or statuses != {WON: 1, TAKEN: options.clients - 1}
    return int(missed)


async def all_at_once(port: int, people: list[Booking]) -> tuple[float, Counter[int]]:
    """Have all of these people book the time of the first one; the seconds that takes, and their statuses."""
    requests = [Booking(person.headers, people[0].body).as_bytes() for person in people]

    async def client(request: bytes) -> int:
        connection = await connect(port)
        status, _ = await connection.ask(request)
        connection.close()
        return status

    started = time.perf_counter()
    statuses = await asyncio.gather(*map(client, requests))
    return time.perf_counter() - started, Counter(statuses)


if __name__ == "__main__":
    sys.exit(main())
