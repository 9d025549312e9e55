"""One request to a server, sent from a thread that waits for the whole answer."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.request import getproxies

from interview_cli.web.addresses import below, no_address, remote_host_of, require_address, shown_address
from interview_cli.web.faults import MAX_RETRY_WAIT_S, WebFault, retry_wait_s, seconds_of, shortened
from interview_cli.web.secrets import Secrets
from interview_cli.web.transport import CONNECT_TIMEOUT_S, not_on_the_way, prepared_session

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession, FormData

_PASSING: Final = frozenset({408, 409, 429})
"""Transient refusals, as are all from 500 on."""
_MAX_REFUSAL_BYTES: Final = 64_000
"""As much is read of the words in which a server refuses (chosen)."""
_JSON: Final = {"Content-Type": "application/json"}
_BYTES: Final = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send as a form, with the form's other fields."""

    name: str
    content: bytes
    media_type: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file to send as it is, read while it is sent."""

    path: Path


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask: `path` is below the server's address.

    `repeatable` is whether it may be sent again when it is not known what became of it.
    """

    method: str
    path: str
    body: Upload | File | Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True


class RefusedError(WebFault):
    """An unsuccessful status, with the server's own words, free of secrets. `content` is how the answer begins."""

    def __init__(
        self, message: str, remedy: str, status: int, words: str, retry_after_s: float | None, content: bytes
    ) -> None:
        super().__init__(message, remedy, passing=status in _PASSING or status >= 500)
        self.status = status
        self.words = words
        self.retry_after_s = retry_after_s
        self.content = content


class WebServer:
    """A server that answers each request in one piece. Requests may be sent from several threads at once."""

    def __init__(
        self,
        what: str,
        address: str,
        key: str | None,
        remedy: str,
        *,
        timeout_s: float,
        retries: int,
        longest_wait_s: float = MAX_RETRY_WAIT_S,
    ) -> None:
        """`what` it is, as in "voice server"; `timeout_s` is for one try. Nothing is sent yet.

        A server that asks for a wait of more than `longest_wait_s` seconds is not asked again. Raises WebFault for an
        address that cannot be one.
        """
        require_address(address, remedy)
        self.name = f"The {what} at {shown_address(address)}"
        self.remote_host = remote_host_of(address)
        self._address = address
        self._key = key
        self._remedy = remedy
        self._timeout_s = timeout_s
        self._retries = retries
        self._longest_wait_s = longest_wait_s
        self._secrets = Secrets(key, address, *getproxies().values())
        self._new_session: Callable[[], ClientSession] | None = None

    def post(self, path: str, body: Upload | Mapping[str, Any], *, most_bytes: int) -> bytes:
        """The whole answer to a form or to JSON: see `ask`."""
        return self.ask(Request("POST", path, body), most_bytes=most_bytes)

    def ask(self, request: Request, *, most_bytes: int) -> bytes:
        """The whole answer to a request, at most `most_bytes` of it. Blocks.

        What may pass (429, 5xx, lost connections, timeouts) is tried again, with exponential backoff or when the
        server says. Raises RefusedError for another status than success, WebFault for everything else that goes
        wrong.
        """
        self._new_session = self._new_session or prepared_session(self._address, self._key, self._remedy)
        arrived = False
        for number in range(self._retries + 1):
            try:
                return asyncio.run(self._once(self._new_session, request, most_bytes))
            except WebFault as fault:
                fault.may_have_arrived = arrived = arrived or fault.may_have_arrived
                asked_s = fault.retry_after_s if isinstance(fault, RefusedError) else None
                is_last = number == self._retries or (arrived and not request.repeatable)
                if is_last or not fault.passing or (asked_s or 0.0) > self._longest_wait_s:
                    raise
                time.sleep(retry_wait_s(number, asked_s))
        raise AssertionError("the last try returns or raises")

    async def _once(self, new_session: Callable[[], ClientSession], request: Request, most_bytes: int) -> bytes:
        import aiohttp

        try:
            async with (
                new_session() as session,
                session.request(
                    request.method,
                    below(self._address, request.path),
                    params=request.query,
                    **_sent(request),
                    allow_redirects=False,  # a redirect could take what is said to another machine
                    timeout=aiohttp.ClientTimeout(total=self._timeout_s, connect=CONNECT_TIMEOUT_S),
                ) as response,
            ):
                if response.status >= 300:
                    raise await self._refusal(response)
                answer = await _start_of(response, most_bytes + 1)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            fault = not_on_the_way(self._address, error)
            fault = fault or WebFault(f"{self.name} does not answer.", self._remedy, passing=True)
            fault.may_have_arrived = False
            raise fault from None
        except TimeoutError:
            what = f"{self.name} took longer than {self._timeout_s:g} s."
            raise WebFault(what, self._remedy, passing=True) from None
        except (aiohttp.InvalidURL, UnicodeError):  # a host's name that is none
            raise no_address(self._address, self._remedy) from None
        except aiohttp.ClientError:
            raise WebFault(f"{self.name} broke off its answer.", self._remedy, passing=True) from None
        if len(answer) > most_bytes:
            raise WebFault(f"{self.name} sends an endless answer.", self._remedy)
        return answer

    async def _refusal(self, response: ClientResponse) -> RefusedError:
        content = await _start_of(response, _MAX_REFUSAL_BYTES)
        words = _words(content) or response.reason or ""
        words = shortened(self._secrets.removed(words))
        wait_s = seconds_of(response.headers.get("Retry-After"), datetime.now(UTC))
        message = f"{self.name} refused ({response.status}): {words}"
        return RefusedError(message, self._remedy, response.status, words, wait_s, content)


def _sent(request: Request) -> dict[str, Any]:
    """Headers and body, as aiohttp takes them."""
    headers = {"Accept": "*/*", **request.headers}
    if request.body is None:
        return {"headers": headers}
    if isinstance(request.body, File):
        return {"headers": headers | _BYTES, "data": request.body.path.open("rb")}
    if isinstance(request.body, Upload):
        return {"headers": headers, "data": _form(request.body)}
    return {"headers": headers | _JSON, "data": io.BytesIO(json.dumps(request.body).encode())}


def _form(upload: Upload) -> FormData:
    from aiohttp import FormData

    form = FormData(upload.fields)
    form.add_field("file", io.BytesIO(upload.content), filename=upload.name, content_type=upload.media_type)
    return form


async def _start_of(response: ClientResponse, most_bytes: int) -> bytes:
    content = bytearray()
    while len(content) < most_bytes and (chunk := await response.content.readany()):
        content += chunk
    return bytes(content)


def _words(refusal: bytes) -> str:
    """The words in which an API refuses; none of a proxy's page, or other JSON."""
    try:
        said = json.loads(refusal)
        if isinstance(said.get("detail"), str):
            return str(said["detail"])
        error = said["error"]
        return str(error["message"]) if isinstance(error, Mapping) else str(error)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return ""
