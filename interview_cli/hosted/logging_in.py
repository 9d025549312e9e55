"""Ways to sign in: a code typed in any browser (RFC 8628), this machine's browser with PKCE (RFC 7636), a token."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final, NotRequired
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import TypedDict

from interview_cli.contracts.market import User
from interview_cli.errors import UnavailableError
from interview_cli.hosted.server import MarketServer, NotOffered, Pause, Refusal, ServerFault
from interview_cli.hosted.sign_in import Presented, SignIn, SignIns, Tokens, require_token
from interview_cli.interview.ports import Clock

BROWSER_WAITS_S: Final = 300.0
"""How long the browser's answer is waited for (chosen)."""
_CLIENT: Final = "interview"
_LONGEST_INTERVAL_S: Final = 60
_SLOWER_S: Final = 5
"""What `slow_down` adds to the interval: RFC 8628, section 3.5."""
_REMEDY: Final = "Begin again: interview market login"
_ANSWERED: Final = b"<!doctype html><title>interview</title><p>You can close this page and go back to the terminal."
_OTHERWISE: Final = (
    "Get a token from the service itself and give it to: interview market login --token-stdin < token.txt"
)


class DeviceCodes(TypedDict):
    """What a device polls with, and what its person types."""

    deviceCode: str
    userCode: str
    verificationUri: str
    verificationUriComplete: NotRequired[str]
    expiresIn: int
    interval: NotRequired[int]


class Said(TypedDict):
    """What happens now, as a sentence of the server's."""

    detail: str


def sign_up(address: str, email: str, password: str, name: str) -> str:
    """Ask for an account; what the server says."""
    body = {"email": email, "password": password, "name": name}
    server = MarketServer(address)
    said: Said = _offered(lambda: server.send("POST", "api/auth/signup", body, Said, lacking="accounts of its own"))
    return said["detail"]


def sign_in_by_token(address: str, token: str, sign_ins: SignIns, clock: Clock) -> User:
    """Keep a token that was pasted, once the server accepts it; who that is."""
    require_token(token)
    return _kept(address, Tokens(accessToken=token), sign_ins, clock)


def sign_in_by_code(
    address: str, show: Callable[[DeviceCodes], None], pause: Pause, sign_ins: SignIns, clock: Clock
) -> User:
    """Show a code, and wait until the person has typed it in a browser. Raises UnavailableError when they do not."""
    server = MarketServer(address)
    codes = _offered(lambda: server.send("POST", "api/auth/device", {"client": _CLIENT}, DeviceCodes))
    show(codes)
    interval_s = min(max(codes.get("interval", _SLOWER_S), 1), _LONGEST_INTERVAL_S)
    ends = clock.now() + timedelta(seconds=min(max(codes["expiresIn"], 0), 3600))
    while clock.now() < ends:
        pause(interval_s)
        try:
            body = {"deviceCode": codes["deviceCode"]}
            return _kept(address, server.send("POST", "api/auth/device/token", body, Tokens), sign_ins, clock)
        except Refusal as refused:
            waiting = _error_in(refused)
            if waiting == "slow_down":
                interval_s += _SLOWER_S
            elif waiting != "authorization_pending":
                raise
        except ServerFault as fault:
            if not fault.passing:
                raise
    raise UnavailableError("Nobody entered the code in time.", _REMEDY)


def sign_in_by_browser(
    address: str, open_page: Callable[[str], None], sign_ins: SignIns, clock: Clock, waits_s: float = BROWSER_WAITS_S
) -> User:
    """Have the browser sign in, and come back to a loopback address with a code that only this process can use."""
    server = MarketServer(address)
    _offered(lambda: server.get("api/auth", dict[str, Any], lacking="signing in by a browser"))
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with _Waiting(state) as waiting:
        asked = {
            "redirectUri": waiting.address,
            "codeChallenge": _challenge(verifier),
            "state": state,
            "client": _CLIENT,
        }
        open_page(f"{server.address}/api/auth/authorize?{urlencode(asked)}")
        code = waiting.code(waits_s)
        body = {"code": code, "codeVerifier": verifier, "redirectUri": waiting.address}
        return _kept(address, server.send("POST", "api/auth/token", body, Tokens), sign_ins, clock)


def _kept(address: str, tokens: Tokens, sign_ins: SignIns, clock: Clock) -> User:
    """Ask who the tokens are for, and keep them."""
    sign_in = SignIn.of(tokens, clock.now())
    server = MarketServer(address, Presented(sign_in.access_token))
    try:
        user = server.get("api/user/me", User)
    except Refusal as refused:
        if refused.status not in (403, 404):
            raise
        user = server.send("POST", "api/user/sync", {}, User)  # nobody is known by a new sign-in of another issuer
    sign_ins.keep(SignIn.of(tokens, clock.now(), user["id"], user["email"]))
    return user


def _offered(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Refusal as refused:
        if isinstance(refused, NotOffered) or refused.status in (404, 405):
            what = "This server has no sign-in of its own for programs."
            raise NotOffered(what, _OTHERWISE, refused.status) from None
        raise


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _error_in(refused: Refusal) -> str | None:
    """The name of the error as RFC 8628 has it."""
    try:
        return str(json.loads(refused.content)["error"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


class _Waiting(HTTPServer):
    """Waits on this machine for the browser to come back with the state that was sent along."""

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.address = f"http://127.0.0.1:{self.server_port}/"
        self.state = state
        self.answer: str | None = None

    def code(self, waits_s: float) -> str:
        """The code of the answer. Raises UnavailableError when none comes."""
        import time

        ends = time.monotonic() + waits_s
        while self.answer is None and (left := ends - time.monotonic()) > 0:
            self.timeout = left
            self.handle_request()
        if not self.answer:
            raise UnavailableError("The browser has not signed in in time.", _REMEDY)
        return self.answer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor that breaks off is none of ours."""


class _Answering(BaseHTTPRequestHandler):
    server: _Waiting
    timeout = 5
    """Seconds that a visitor may be silent."""

    def do_GET(self) -> None:
        given = parse_qs(urlsplit(self.path).query)
        state, code = given.get("state", [""])[0], given.get("code", [""])[0]
        is_ours = bool(code) and hmac.compare_digest(state.encode(), self.server.state.encode())
        if is_ours:
            self.server.answer = code
        self.send_response(200 if is_ours else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if is_ours:
            self.wfile.write(_ANSWERED)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - as http.server calls it
        """Nothing is logged: the address holds the code."""
