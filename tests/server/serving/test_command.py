"""`interview serve` as people run it: what each command says, and real processes that are stopped and killed."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, TYPE_CHECKING
from unittest import mock

import pytest
import requests

from tests.conftest import PATIENCE_S

if TYPE_CHECKING:
    from tests.conftest import Run

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def _own_environment(home: Path) -> Iterator[None]:
    """The command puts defaults into the environment, for its workers; they end with the test."""
    with mock.patch.dict(os.environ):
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A running `interview serve`, and its log."""

    def __init__(self, *options: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "interview_cli", "serve", "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.announced = self.read_until("Uvicorn running on")

    def read_until(self, words: str) -> str:
        """What the server logs up to the line with these words."""
        log: IO[str] | None = self.process.stderr
        assert log is not None
        seen = ""
        for line in log:
            seen += line
            if words in line:
                return seen
        raise AssertionError(f"the server ended without {words!r}:\n{seen}")

    def post(self, path: str, body: dict[str, str], token: str = "") -> requests.Response:
        return requests.post(
            self.url + path, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_S
        )

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait()


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    server = Server(*options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGTERM)
        assert server.process.stderr is not None
        server.process.stderr.close()


def test_one_command_serves_people_who_sign_up_by_mail(home: Path, cli: Run) -> None:
    with serving() as server:
        assert "admin YOU@EXAMPLE.ORG" in server.announced
        assert requests.get(f"{server.url}/health", timeout=PATIENCE_S).json() == {"status": "ok"}
        assert server.post("/api/auth/signup", {"email": "ada@example.org", "password": PASSWORD}).status_code == 202
        logged = server.read_until("mail written")
        assert PASSWORD not in logged
        (mail,) = (home / "data" / "server" / "outbox").glob("*.eml")
        body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
        code = re.search(r"code=(\S+)", body.get_content())[1]  # type: ignore[union-attr, index]
        token = server.post("/api/auth/verify", {"code": code}).json()["accessToken"]
        assert server.post("/api/onboarding", {"role": "INTERVIEWEE"}, token).json()["role"] == "INTERVIEWEE"
        metrics = requests.get(f"{server.url}/metrics", timeout=PATIENCE_S).text
        assert 'interview_requests_total{method="POST",route="/api/onboarding",status="200"} 1.0' in metrics
        assert "interview_jobs_due 0.0" in metrics
        files = [path for path in (home / "data" / "server").rglob("*") if path.is_file()]
        assert {path.stat().st_mode & 0o077 for path in files} == {0}
        assert told_to_stop_while_asked(server) == 401
        assert server.process.wait() == 0
    assert cli("serve", "audit").code == 0


def told_to_stop_while_asked(server: Server) -> int:
    """Stop the server while a request is on its way: the status of its answer."""
    body = json.dumps({"email": "ada@example.org", "password": "wrong horse"}).encode()
    lines = [
        "POST /api/auth/login HTTP/1.1",
        "Host: x",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Expect: 100-continue",
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body[:9])
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        server.process.send_signal(signal.SIGTERM)
        server.read_until("Shutting down")
        connection.sendall(body[9:])
        answer = HTTPResponse(connection)
        answer.begin()
        assert "detail" in json.loads(answer.read())
        return answer.status


def test_postgres_from_the_package_outlives_a_kill_of_the_server(cli: Run) -> None:
    with serving("--embedded-postgres") as server:
        folder = re.search(r"PostgreSQL runs on (\S+):", server.announced)
        assert folder is not None
        url = re.search(r"(postgresql\+psycopg://\S+)", server.announced)
        assert url is not None
        os.environ["INTERVIEW_SERVER_DATABASE_URL"] = url[1]
        assert "is an admin" in cli("serve", "admin", "you@example.org").err
        server.end(signal.SIGKILL)
    del os.environ["INTERVIEW_SERVER_DATABASE_URL"]
    with serving("--embedded-postgres") as server:
        assert "Nobody is an admin" not in server.announced
        server.end(signal.SIGTERM)
    shutil.rmtree(Path(folder[1]).parent)  # root's is outside the test's own folder


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_postgres_ends_with_the_process_that_started_it() -> None:
    program = """
import sys
from pathlib import Path
from interview_server.database.embedded import embedded_postgres

with embedded_postgres(Path(sys.argv[1]), durable=False) as server:
    print(server.process.pid, flush=True)
    sys.stdin.read()
"""
    with tempfile.TemporaryDirectory(prefix="interview-test-") as folder:
        Path(folder).chmod(0o755)
        command = [sys.executable, "-c", program, folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout is not None
            postgres = os.pidfd_open(int(parent.stdout.readline()))
            parent.kill()
        ended, _, _ = select.select([postgres], [], [], 60)
        os.close(postgres)
        assert ended


def test_the_first_admin_gets_a_link_that_sets_the_password(cli: Run) -> None:
    done = cli("serve", "--port", "8123", "admin", "you@example.org")
    assert (done.code, done.out.startswith("http://127.0.0.1:8123/reset?code=")) == (0, True)
    checks = cli("serve", "check", "--json").json["checks"]
    assert {check["name"]: check["status"] for check in checks} == {
        "settings": "ok",
        "database": "ok",
        "admin": "ok",
        "address": "ok",
        "accounts": "ok",
        "mail": "warn",
        "calls": "ok",
    }


def test_check_says_what_is_missing(cli: Run) -> None:
    os.environ["INTERVIEW_SERVER_DATABSE_URL"] = "x"
    os.environ["INTERVIEW_SERVER_SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    os.environ["INTERVIEW_SERVER_PUBLIC_URL"] = "http://interviews.example.org"
    done = cli("serve", "check", "--json")
    found = {check["name"]: check["status"] for check in done.json["checks"]}
    assert done.code == 4
    assert (found["settings"], found["mail"], found["address"], found["database"]) == ("warn", "fail", "warn", "warn")


def test_the_contract_is_printed_without_a_database(cli: Run, home: Path) -> None:
    document = json.loads(cli("serve", "openapi").out)
    assert document["openapi"].startswith("3.")
    assert "/api/bookings" in document["paths"]
    assert not list(home.rglob("*.sqlite"))


def test_audit_finds_a_balance_that_its_entries_do_not_give(cli: Run, home: Path) -> None:
    assert cli("serve", "migrate").code == 0
    assert cli("serve", "audit").code == 0
    with sqlite3.connect(home / "data" / "server" / "server.sqlite") as connection:
        connection.execute("INSERT INTO ledger_account (name, balance) VALUES ('credits:x', 5)")
    connection.close()
    done = cli("serve", "audit")
    assert (done.code, "credits:x" in done.out) == (1, True)


@pytest.mark.parametrize(
    ("options", "setting", "code", "says"),
    [
        ((), ("DATABASE_URL", "mysql://x"), 2, "INTERVIEW_SERVER_DATABASE_URL"),
        (("--workers", "2"), ("LOG_LEVEL", "info"), 2, "SQLite serves one process"),
        ((), ("DATABASE_URL", "postgresql+psycopg://u@127.0.0.1:1/x"), 4, "INTERVIEW_SERVER_DATABASE_URL"),
        (("worker",), ("LOG_LEVEL", "loud"), 2, "INTERVIEW_SERVER_LOG_LEVEL"),
    ],
    ids=["wrong database", "workers on SQLite", "database away", "wrong level"],
)
def test_what_cannot_be_served_is_said_in_two_lines(
    cli: Run, options: tuple[str, ...], setting: tuple[str, str], code: int, says: str
) -> None:
    os.environ[f"INTERVIEW_SERVER_{setting[0]}"] = setting[1]
    done = cli("serve", *options)
    assert (done.code, says in done.err, "Traceback" in done.err) == (code, True, False), done.err


def test_a_port_in_use_is_said(cli: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = cli("serve", "--port", str(taken.getsockname()[1]))
    assert (done.code, "--port" in done.err) == (4, True)


def test_without_its_packages_the_command_that_installs_them_is_named(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "interview_server.main", raising=False)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    done = cli("serve")
    assert (done.code, "[server]" in done.err) == (4, True)
