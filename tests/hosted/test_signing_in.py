"""Signing in by a code, by the browser and by a token, and staying signed in."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import keyring
import pytest
from keyring.backend import KeyringBackend

from interview_cli.cli.market_account import _open_page
from interview_cli.errors import InputError, UnavailableError
from interview_cli.hosted import logging_in
from interview_cli.hosted.server import NotSignedIn
from interview_cli.hosted.sign_in import SignIn, SignIns
from interview_cli.web.keeping import Safe
from interview_server.accounts.passwords import hash_password
from tests.hosted.serving import RunningServer, Said, ScriptedServer

if TYPE_CHECKING:
    from tests.conftest import Run

PASSWORD = "correct horse"


class Now:
    """The real time, and `ahead` of it."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def sign_ins(server: RunningServer, home: Path) -> SignIns:
    server.ahead = timedelta()
    return SignIns(server.url, Safe("test", home / "sign-ins.json"), Now())


@pytest.fixture(scope="module")
def person(server: RunningServer) -> str:
    return server.person("INTERVIEWEE", name="Cleo", password_hash=hash_password(PASSWORD))


def email_of(server: RunningServer, person: str) -> str:
    from interview_server.accounts.models import Person

    with server.database.reading() as session:
        return session.get_one(Person, person).email


def submit(url: str, **fields: str) -> tuple[int, str]:
    """What a browser gets for a form: the status, and where it is sent on."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *arguments: Any) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(url, urlencode(fields).encode()) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", "")


def test_by_a_code_typed_in_a_browser(server: RunningServer, person: str, sign_ins: SignIns) -> None:
    shown: list[logging_in.DeviceCodes] = []
    clock = Now()

    def pause(seconds: float) -> None:
        clock.ahead += timedelta(seconds=seconds)
        server.ahead = clock.ahead
        if clock.ahead > timedelta(seconds=seconds):  # it is typed after the second look
            fields = {"code": shown[0]["userCode"], "email": email_of(server, person), "password": PASSWORD}
            assert submit(shown[0]["verificationUri"], **fields)[0] == 200

    user = logging_in.sign_in_by_code(server.url, shown.append, pause, sign_ins, clock)
    assert user["id"] == person
    kept = sign_ins.current()
    assert kept is not None
    assert (kept.person_id, kept.refresh_token is not None) == (person, True)
    assert shown[0]["verificationUri"].startswith(server.url)


def test_a_code_that_nobody_types(server: RunningServer, sign_ins: SignIns) -> None:
    clock = Now()

    def pause(seconds: float) -> None:
        clock.ahead += timedelta(minutes=16)

    with pytest.raises(UnavailableError, match="Nobody entered the code"):
        logging_in.sign_in_by_code(server.url, lambda _codes: None, pause, sign_ins, clock)


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_by_the_browser_of_this_machine(server: RunningServer, person: str, sign_ins: SignIns) -> None:
    seen: list[int] = []

    def browse(address: str) -> None:
        page, _, query = address.partition("?")
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        status, back = submit(page, **asked, email=email_of(server, person), password=PASSWORD)
        seen.extend([status, status_of(back.replace("state=", "state=x")), status_of(back)])

    with ThreadPoolExecutor() as browser:
        user = logging_in.sign_in_by_browser(
            server.url, lambda address: void(browser.submit(browse, address)), sign_ins, Now()
        )
    assert (user["id"], seen) == (person, [303, 404, 200])


def void(_: object) -> None:
    """Nothing, whatever comes."""


def test_the_browser_gets_only_the_hash_of_the_verifier(scripted: ScriptedServer, home: Path) -> None:
    scripted.answer = lambda asked: (
        Said(200, {"issuer": "x", "builtIn": True})
        if asked.path == "/api/auth"
        else Said(200, {"accessToken": "t", "expiresIn": 60})
        if asked.path == "/api/auth/token"
        else Said(200, {"id": "me", "email": "me@example.org", "role": "ADMIN"})
    )
    opened: list[str] = []

    def browse(address: str) -> None:
        opened.append(address)
        asked = parse_qs(urlsplit(address).query)
        status_of(f"{asked['redirectUri'][0]}?{urlencode({'code': 'c', 'state': asked['state'][0]})}")

    sign_ins = SignIns(scripted.url, Safe("test", home / "sign-ins.json"), Now())
    with ThreadPoolExecutor() as browser:
        logging_in.sign_in_by_browser(
            scripted.url, lambda address: void(browser.submit(browse, address)), sign_ins, Now()
        )
    exchanged = next(each.body for each in scripted.asked if each.path == "/api/auth/token")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(exchanged["codeVerifier"].encode()).digest()).decode()
    asked = parse_qs(urlsplit(opened[0]).query)
    assert asked["codeChallenge"] == [challenge.rstrip("=")]
    assert exchanged["codeVerifier"] not in opened[0]
    assert exchanged["redirectUri"] == asked["redirectUri"][0]
    assert exchanged["redirectUri"].startswith("http://127.0.0.1:")


def test_a_browser_that_never_comes_back(scripted: ScriptedServer, home: Path) -> None:
    scripted.answer = lambda _asked: Said(200, {})
    sign_ins = SignIns(scripted.url, Safe("test", home / "sign-ins.json"), Now())
    with pytest.raises(UnavailableError, match="has not signed in"):
        logging_in.sign_in_by_browser(scripted.url, lambda _address: None, sign_ins, Now(), waits_s=0.05)


def test_the_page_is_opened_and_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    _open_page("https://interviews.example.com/x")
    assert opened == ["https://interviews.example.com/x"]
    assert "https://interviews.example.com/x" in capsys.readouterr().err


def signed_in(server: RunningServer, person: str, sign_ins: SignIns) -> SignIn:
    body = json.dumps({"email": email_of(server, person), "password": PASSWORD}).encode()
    request = urllib.request.Request(f"{server.url}/api/auth/login", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        tokens = json.load(answer)
    sign_in = SignIn.of(tokens, datetime.now(UTC), person, email_of(server, person))
    sign_ins.keep(sign_in)
    return sign_in


def test_a_token_is_renewed_before_it_runs_out_and_only_then(
    server: RunningServer, person: str, sign_ins: SignIns, home: Path
) -> None:
    first = signed_in(server, person, sign_ins)
    assert sign_ins.token() == first.access_token
    later = Now()
    later.ahead = timedelta(minutes=59)
    server.ahead = later.ahead
    fresh = SignIns(server.url, Safe("test", home / "sign-ins.json"), later).token()
    assert fresh not in (None, first.access_token)
    assert sign_ins.renewed(first.access_token) == fresh, "another process has renewed it: its token is taken"


def test_an_ended_sign_in_is_said(cli: Run, server: RunningServer, person: str, sign_ins: SignIns) -> None:
    ended = signed_in(server, person, sign_ins)
    sign_ins.keep(SignIn(ended.person_id, ended.email, "no-token", "no-refresh-token"))
    from interview_cli.contracts.market import User
    from interview_cli.hosted.server import MarketServer

    with pytest.raises(NotSignedIn, match="not signed in"):
        MarketServer(server.url, sign_ins).get("api/user/me", User)


@pytest.mark.parametrize("token", ["", "two words", "schlüssel", "x" * 9000], ids=["empty", "two", "umlaut", "long"])
def test_what_cannot_be_a_token(cli: Run, scripted: ScriptedServer, token: str) -> None:
    done = cli("market", "login", "--token-stdin", "--server", scripted.url, stdin=token)
    assert (done.code, "not a token" in done.err, scripted.asked) == (3, True, [])


def test_a_damaged_sign_in_is_said(home: Path) -> None:
    safe = Safe("test", home / "sign-ins.json")
    safe.keep("http://127.0.0.1:9", "{")
    with pytest.raises(InputError, match="damaged"):
        SignIns("http://127.0.0.1:9", safe, Now()).current()


def test_the_keyring_keeps_the_sign_in_where_there_is_one(
    cli: Run, server: RunningServer, person: str, home: Path
) -> None:
    class Memory(KeyringBackend):
        priority = 1

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.kept: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.kept[service, username]

    memory = Memory()
    keyring.set_keyring(memory)
    server.ahead = timedelta()
    token = server.token(person)
    assert cli("market", "login", "--token-stdin", "--server", server.url, stdin=token).code == 0
    ((place, text),) = memory.kept.items()
    assert place == ("interview-cli market", server.url)
    assert token in text
    assert not (home / "config" / "sign-ins.json").exists()
    assert cli("market", "whoami", "--server", server.url).code == 0
    assert cli("market", "logout", "--server", server.url).code == 0
    assert memory.kept == {}


def test_asking_for_an_account(cli: Run, server: RunningServer) -> None:
    server.ahead = timedelta()
    done = cli("market", "signup", "new@example.org", "--server", server.url, stdin="a long password\n")
    assert (done.code, "mail" in done.err) == (0, True)
    short = cli("market", "signup", "new@example.org", "--server", server.url, stdin="x\n")
    assert (short.code, "password" in short.err) == (3, True)


def test_a_server_without_a_sign_in_for_programs(cli: Run, scripted: ScriptedServer) -> None:
    for option in ((), ("--browser",)):
        done = cli("market", "login", *option, "--server", scripted.url)
        assert (done.code, "--token-stdin" in done.err) == (3, True)
