"""A running server for the module, and people signed in there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import keyring
import pytest
import structlog
from keyring.backends import fail

from tests.conftest import Run
from tests.hosted.serving import RunningServer, ScriptedServer


@pytest.fixture(autouse=True)
def nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No proxy, no keyring."""
    for name in [*os.environ]:
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Our server, for all tests of a module; each makes its own people."""
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # stdout is the command's
    running = RunningServer(tmp_path_factory.mktemp("server"))
    yield running
    running.close()
    structlog.configure(**before)


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """A server whose answers the test decides."""
    running = ScriptedServer()
    yield running
    running.close()


@dataclass
class Pair:
    """A candidate with 100 credits, who is signed in, and an interviewer who costs 10."""

    candidate: str
    interviewer: str


@pytest.fixture
def pair(server: RunningServer, cli: Run, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Two people who can meet at `server`, which is set as the market's."""
    server.ahead = timedelta()
    monkeypatch.setenv("INTERVIEW_MARKET__SERVER", server.url)
    candidate = server.person("INTERVIEWEE", name="Cleo Candidate", credits_held=100)
    interviewer = server.person("INTERVIEWER", name="Ida Interviewer")
    done = cli("market", "login", "--token-stdin", stdin=server.token(candidate))
    assert done.code == 0, done.err
    return Pair(candidate, interviewer)


@pytest.fixture
def signed_in_at(cli: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[ScriptedServer], None]:
    """Sets a scripted server as the market's, and signs in there."""
    from tests.hosted.serving import Said

    def call(scripted: ScriptedServer) -> None:
        monkeypatch.setenv("INTERVIEW_MARKET__SERVER", scripted.url)
        decides = scripted.answer
        scripted.answer = lambda _asked: Said(200, {"id": "me", "email": "me@example.org", "role": "INTERVIEWEE"})
        done = cli("market", "login", "--token-stdin", stdin="a-token")
        assert done.code == 0, done.err
        scripted.answer = decides
        scripted.asked.clear()

    return call
