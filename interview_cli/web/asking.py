"""One request to a server, sent from a thread that waits for the whole answer."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.request import getproxies

from interview_cli.web.addresses import below, no_address, remote_host_of, require_address, shown_address
from interview_cli.web.faults import WebFault, retry_wait_s, seconds_of, shortened
from interview_cli.web.secrets import Secrets
from interview_cli.web.session import CONNECT_TIMEOUT_S, not_on_the_way, prepared_session

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession, FormData

_PASSING: Final = frozenset({408, 409, 429})
"""Transient refusals, as are all from 500 on."""
_MAX_REFUSAL_BYTES: Final = 64_000
"""As much is read of the words in which a server refuses (chosen)."""
_JSON: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send as a form, with the form's other fields."""

    name: str
    content: bytes
    media_type: str
    fields: Mapping[str, str]


class RefusedError(WebFault):
    """An unsuccessful status, with the server's own words, free of secrets."""

    def __init__(self, message: str, remedy: str, status: int, words: str, retry_after_s: float | None) -> None:
        super().__init__(message, remedy, passing=status in _PASSING or status >= 500)
        self.status = status
        self.words = words
        self.retry_after_s = retry_after_s


class WebServer:
    """A server that answers each request in one piece. Requests may be sent from several threads at once."""

    def __init__(
        self, what: str, address: str, key: str | None, remedy: str, *, timeout_s: float, retries: int
    ) -> None:
        """`what` it is, as in "voice server"; `timeout_s` is for one try. Nothing is sent yet.

        Raises WebFault for an address that cannot be one.
        """
        require_address(address, remedy)
        self.name = f"The {what} at {shown_address(address)}"
        self.remote_host = remote_host_of(address)
        self._address = address
        self._key = key
        self._remedy = remedy
        self._timeout_s = timeout_s
        self._retries = retries
        self._secrets = Secrets(key, address, *getproxies().values())
        self._new_session: Callable[[], ClientSession] | None = None

    def post(self, path: str, body: Upload | Mapping[str, Any], *, most_bytes: int) -> bytes:
        """The whole answer to a form or to JSON, at most `most_bytes` of it. Blocks.

        What may pass (429, 5xx, lost connections, timeouts) is tried again, with exponential backoff or when the
        server says. Raises RefusedError for another status than success, WebFault for everything else that goes
        wrong.
        """
        self._new_session = self._new_session or prepared_session(self._address, self._key, self._remedy)
        for number in range(self._retries):
            try:
                return asyncio.run(self._once(self._new_session, path, body, most_bytes))
            except WebFault as fault:
                if not fault.passing:
                    raise
                time.sleep(retry_wait_s(number, fault.retry_after_s if isinstance(fault, RefusedError) else None))
        return asyncio.run(self._once(self._new_session, path, body, most_bytes))

    async def _once(
        self, new_session: Callable[[], ClientSession], path: str, body: Upload | Mapping[str, Any], most_bytes: int
    ) -> bytes:
        import aiohttp

        try:
            async with (
                new_session() as session,
                session.post(
                    below(self._address, path),
                    data=_form(body) if isinstance(body, Upload) else io.BytesIO(json.dumps(body).encode()),
                    headers={"Accept": "*/*"} | ({} if isinstance(body, Upload) else _JSON),
                    allow_redirects=False,  # a redirect could take what is said to another machine
                    timeout=aiohttp.ClientTimeout(total=self._timeout_s, connect=CONNECT_TIMEOUT_S),
                ) as response,
            ):
                if response.status >= 300:
                    raise await self._refusal(response)
                answer = await _start_of(response, most_bytes + 1)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            fault = not_on_the_way(self._address, error)
            raise fault or WebFault(f"{self.name} does not answer.", self._remedy, passing=True) from None
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
        words = _words(await _start_of(response, _MAX_REFUSAL_BYTES)) or response.reason or ""
        words = shortened(self._secrets.removed(words))
        wait_s = seconds_of(response.headers.get("Retry-After"), datetime.now(UTC))
        message = f"{self.name} refused ({response.status}): {words}"
        return RefusedError(message, self._remedy, response.status, words, wait_s)


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
        error = json.loads(refusal)["error"]
        return str(error["message"]) if isinstance(error, Mapping) else str(error)
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""
