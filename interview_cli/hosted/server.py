"""A server of the marketplace over HTTP: its answers checked, its refusals in clear words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from interview_cli.errors import InputError, UnavailableError
from interview_cli.interview.printable import printable
from interview_cli.web.addresses import remote_host_of, require_address, shown_address
from interview_cli.web.client import File, RefusedError, Request, WebServer
from interview_cli.web.faults import WebFault

T = TypeVar("T")
Pause = Callable[[float], None]
"""Waits for this many seconds."""

TIMEOUT_S: Final = 30.0
"""How long one answer may take (chosen)."""
UPLOAD_TIMEOUT_S: Final = 6 * 3600.0
"""How long a recording may take to be sent (chosen): 2 GB at 1 Mbit/s take four and a half hours."""
MAX_ANSWER_BYTES: Final = 5_000_000
"""The longest answer that is read (chosen): a page of a hundred items takes a hundredth of it."""
MAX_PAGES: Final = 100
"""The maximum number of pages of a list that are read (chosen): a server could continue forever."""
_RETRIES: Final = 1
_LONGEST_WAIT_S: Final = 3.0
"""A person waits at the terminal; a longer wait that the server asks for is reported instead."""
_REMEDY: Final = "Check the network and the address: interview config get market.server"
PUBLISHED: Final = re.compile(
    "health|api/user/(me|sync)|api/onboarding|api/interviewers(/[^/]+)?|api/bookings|api/appointments|api/calls/[^/]+"
    "|api/ai/questions|api/payouts(/[^/]+)?|api/webhooks/[^/]+"
)
"""The paths of the hosted service, which every server has. Ours has more."""
_GENERIC: Final = frozenset({"", "Not Found", "Method Not Allowed", "Not Implemented"})
"""What a server says of a path that it does not have: nothing but the name of the status."""


class Refusal(InputError):
    """The server understood the request and refuses it, by this HTTP status."""

    def __init__(self, message: str, remedy: str, status: int, content: bytes = b"") -> None:
        super().__init__(message, remedy)
        self.status = status
        self.content = content


class NotSignedIn(Refusal):
    """There is no sign-in for this server, or it has ended."""


class NotOffered(Refusal):
    """The server has no such path: it offers less than ours."""


class ServerFault(UnavailableError):
    """The server cannot be reached, has a fault of its own, or answers with something else.

    `may_have_arrived` is false when it knows nothing of the request; `passing` when the same may work later.
    """

    def __init__(self, message: str, remedy: str, *, passing: bool, may_have_arrived: bool = True) -> None:
        super().__init__(message, remedy)
        self.passing = passing
        self.may_have_arrived = may_have_arrived


class Access(Protocol):
    """What proves who asks."""

    def token(self) -> str | None:
        """The access token to send, None when nobody is signed in."""

    def renewed(self, refused: str) -> str | None:
        """Another token in place of one that was refused, None when there is none."""


class Nobody:
    """The `Access` of requests that need none."""

    def token(self) -> str | None:
        return None

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 - of the port
        return None


class MarketServer:
    """A server of the marketplace. Nothing is sent before something is asked."""

    def __init__(self, address: str, access: Access | None = None) -> None:
        """Raises WebFault for an address that cannot be one, InputError for one that would send tokens in clear."""
        parts = require_address(address, "Write it like https://interviews.example.com.")
        if parts.scheme != "https" and remote_host_of(address) is not None:
            raise InputError(
                f"{shown_address(address)} is not encrypted: others on the way could read your sign-in.",
                "Use its https:// address.",
            )
        self.address = shown_address(address)
        self._access = access or Nobody()

    def get(self, path: str, kind: type[T], *, query: Mapping[str, str] | None = None, lacking: str = "") -> T:
        """The answer to a question. `lacking` names what a server without this path does not offer."""
        return self._ask(Request("GET", path, query=query or {}), kind, lacking)

    def pages(
        self, path: str, item: type[T], *, query: Mapping[str, str] | None = None, lacking: str = ""
    ) -> list[T]:
        """All items of a list, page by page; a server that sends the whole list at once is understood, too."""
        found: list[T] = []
        asked = dict(query or {})
        for _ in range(MAX_PAGES):
            answer: Any = self._ask(Request("GET", path, query=asked), object, lacking)
            items = answer if isinstance(answer, list) else answer.get("items") if isinstance(answer, dict) else None
            found += self.checked(list[item], items)  # type: ignore[valid-type]
            cursor = answer.get("nextCursor") if isinstance(answer, dict) else None
            if not isinstance(cursor, str) or not cursor or cursor == asked.get("cursor"):
                break
            asked["cursor"] = cursor
        return found

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        kind: type[T],
        *,
        key: str | None = None,
        lacking: str = "",
    ) -> T:
        """The answer to a request that changes something; it is sent once, unless no connection was made.

        `key` goes with it as Idempotency-Key.
        """
        headers = {"Idempotency-Key": key} if key else {}
        return self._ask(Request(method, path, body or {}, headers=headers, repeatable=False), kind, lacking)

    def upload(self, path: str, file: File, kind: type[T], *, lacking: str = "") -> T:
        """The answer to a file that is sent as it is; the server knows the same file again."""
        return self._ask(Request("PUT", path, file), kind, lacking, UPLOAD_TIMEOUT_S)

    def _ask(self, request: Request, kind: type[T], lacking: str, timeout_s: float = TIMEOUT_S) -> T:
        """Raises Refusal, ServerFault."""
        token = self._access.token()
        try:
            content = self._answer(request, token, lacking, timeout_s)
        except NotSignedIn:
            renewed = self._access.renewed(token) if token else None
            if renewed is None:
                raise
            content = self._answer(request, renewed, lacking, timeout_s)
        return self.checked(kind, _parsed(content) if content else None)

    def _answer(self, request: Request, token: str | None, lacking: str, timeout_s: float) -> bytes:
        server = WebServer(
            "server",
            self.address,
            token,
            _REMEDY,
            timeout_s=timeout_s,
            retries=_RETRIES,
            longest_wait_s=_LONGEST_WAIT_S,
        )
        try:
            return server.ask(request, most_bytes=MAX_ANSWER_BYTES)
        except RefusedError as refused:
            raise self._refusal(refused, "" if PUBLISHED.fullmatch(request.path) else lacking) from None
        except WebFault as fault:
            arrived = fault.may_have_arrived
            raise ServerFault(fault.message, fault.remedy, passing=fault.passing, may_have_arrived=arrived) from None

    def _refusal(self, refused: RefusedError, lacking: str) -> InputError | ServerFault:
        status, words = refused.status, printable(refused.words)
        if lacking and status in (404, 405, 501) and words in _GENERIC:
            return NotOffered(f"{self.address} does not offer {lacking}.", "", status)
        if 300 <= status < 400:
            what = f"{self.address} sends the request on to another address, which is not followed."
            return ServerFault(what, "Set the address that the server itself answers at.", passing=False)
        if status >= 500:
            what = f"{self.address} has a fault ({status}): {words}"
            return ServerFault(what, "Try again later; nothing is lost.", passing=True)
        if status == 409 and refused.retry_after_s is not None:
            return ServerFault(f"{self.address} is still working on it: {words}", "Try again soon.", passing=True)
        said = words if words not in _GENERIC else _MEANINGS.get(status, f"refused ({status})")
        if status == 401:
            return NotSignedIn(f"You are not signed in at {self.address}: {said}", "interview market login", status)
        remedy = _REMEDIES.get(status, "") if status != 404 or words in _GENERIC else ""
        if status == 429:
            remedy = f"Try again in {_duration(refused.retry_after_s)}."
        return Refusal(f"{self.address} refuses: {said}", remedy, status, refused.content)

    def checked(self, kind: type[T], value: Any) -> T:
        """An answer of the server as a value of this kind. Raises ServerFault when it is something else."""
        from pydantic import ValidationError

        if kind is object:
            return value  # type: ignore[no-any-return]
        try:
            checked: T = _adapter(kind).validate_python(value)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the answer"
            what = (
                f"{self.address} answers with something else than expected ({printable(place)[:80]}: {first['msg']})."
            )
            raise ServerFault(what, _WRONG_SERVER, passing=False) from None
        return checked


_WRONG_SERVER: Final = "Check that market.server is the address of a marketplace, without /api."
_MEANINGS: Final = {
    401: "your sign-in is not accepted.",
    402: "there are not enough credits.",
    403: "you may not do this.",
    404: "there is no such thing, or it is somebody else's.",
    409: "something else came first.",
    422: "this cannot be done as it stands.",
    429: "that was too often.",
}
_REMEDIES: Final = {
    402: "Look at them: interview market credits",
    404: "Look at the id: the lists show the valid ones.",
}


@cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "a while"
    minutes = -(-int(seconds) // 60)
    return f"{max(1, int(seconds))} s" if seconds < 90 else f"{minutes} minutes"
