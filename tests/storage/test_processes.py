"""Killed processes and processes that meet: real ones."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.interview.model import Exchange, Session, SessionStatus
from interview_cli.storage.sessions import open_store

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

PRELUDE = """
import pickle, sys
from dataclasses import replace
from pathlib import Path
from interview_cli.app import SystemClock
from interview_cli.interview.model import SessionStatus
from interview_cli.storage.sessions import open_store

session = pickle.load(sys.stdin.buffer)
store = open_store(Path(sys.argv[1]), SystemClock(), busy_timeout_s=60)
def saved(step):
    print(step, flush=True)
"""
INTERVIEW = """
head = replace(session, status=SessionStatus.IN_PROGRESS, ended_at=None, exchanges=(), delivery=None, feedback=None)
store.create(head); saved("create")
first, second = session.exchanges
store.save_asked(session.id, first.asked); saved("asked")
store.save_draft(first.asked.id, "Um, I"); saved("draft")
store.save_answer(first.asked.id, first.attempt.id, first.attempt.answer); saved("answer")
store.save_delivery(first.attempt.id, first.attempt.delivery); saved("delivery")
store.save_evaluation(first.attempt.id, first.attempt.evaluation); saved("evaluation")
store.save_ticks(first.attempt.id, first.attempt.ticks); saved("ticks")
store.save_asked(session.id, second.asked); saved("asked follow-up")
store.save_skipped(second.asked.id); saved("skipped")
store.finish(session); saved("finish")
sys.stdin.buffer.read()  # wait to be killed
"""
HALF_A_CHANGE = """
with store._database.transaction() as connection:
    connection.execute("DELETE FROM session")
    saved("half")
    sys.stdin.buffer.read()
"""
MANY_SAVES = """
store.create(session)
for number in range(40):
    store.save_draft(session.exchanges[1].asked.id, f"draft {number}")
    store.rate(session.id, 1 + number % 5)
"""


def _start(code: str, path: Path, session: Session) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(pickle.dumps(session))
    process.stdin.flush()
    return process


def _kill_after(process: subprocess.Popen[bytes], step: str) -> None:
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            if line.decode().strip() == step:
                break
        process.kill()
    assert process.returncode < 0


def _states(session: Session) -> dict[str, Session]:
    """What must be in the database once each step has been saved."""
    first, second = session.exchanges
    assert first.attempt is not None
    said = replace(first.attempt, delivery=None, evaluation=None, ticks={})
    measured = replace(said, delivery=first.attempt.delivery)
    judged = replace(measured, evaluation=first.attempt.evaluation)
    begun = replace(
        session, status=SessionStatus.IN_PROGRESS, ended_at=None, exchanges=(), delivery=None, feedback=None
    )

    def with_exchanges(*exchanges: Exchange) -> Session:
        return replace(begun, exchanges=exchanges)

    return {
        "create": begun,
        "asked": with_exchanges(Exchange(first.asked)),
        "draft": with_exchanges(Exchange(first.asked, draft="Um, I")),
        "answer": with_exchanges(Exchange(first.asked, (said,))),
        "delivery": with_exchanges(Exchange(first.asked, (measured,))),
        "evaluation": with_exchanges(Exchange(first.asked, (judged,))),
        "ticks": with_exchanges(first),
        "asked follow-up": with_exchanges(first, Exchange(second.asked)),
        "skipped": with_exchanges(first, second),
        "finish": session,
    }


STEPS: Sequence[str] = (
    *(
        "create",
        "asked",
        "draft",
        "answer",
        "delivery",
        "evaluation",
        "ticks",
        "asked follow-up",
        "skipped",
        "finish",
    ),
)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_loses_nothing_that_was_saved(
    path: Path, clock: StoppedClock, make_session: SessionMaker, step: str
) -> None:
    session = make_session()
    _kill_after(_start(INTERVIEW, path, session), step)
    states = _states(session)
    with open_store(path, clock) as store:
        found = store.load(session.id)
        store.database.check()
    possible = [states[name] for name in STEPS[STEPS.index(step) :]]  # the child goes on until the kill reaches it
    assert found in possible


def test_a_kill_in_the_middle_of_a_change_undoes_it(
    path: Path, clock: StoppedClock, make_session: SessionMaker
) -> None:
    session = make_session()
    with open_store(path, clock) as store:
        store.create(session)
    _kill_after(_start(HALF_A_CHANGE, path, session), "half")
    with open_store(path, clock) as store:
        assert store.load(session.id) == session


def test_processes_that_begin_and_write_at_the_same_time_wait_for_each_other(
    path: Path, clock: StoppedClock, make_session: SessionMaker
) -> None:
    sessions = [make_session(name) for name in ("one", "two", "three")]
    processes = [_start(MANY_SAVES, path, session) for session in sessions]
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    with open_store(path, clock) as store:
        assert {summary.id for summary in store.history.list_sessions()} == {session.id for session in sessions}
        for session in sessions:
            loaded = store.load(session.id)
            assert (loaded.exchanges[1].draft, loaded.helpfulness) == ("draft 39", 5)
