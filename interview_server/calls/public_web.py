"""Requests to addresses that others gave: what a provider's event points to, where an event of ours is delivered.

Such an address is hostile input: only allowed hosts are asked, by HTTPS, at public addresses, without following
redirects, for a limited time and size. The address that was checked is the one that is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import certifi
import urllib3

from interview_server.jobs.worker import PermanentFailure, TemporaryFailure

MAX_BYTES: Final = 8_000_000
"""Some hours of talk with the times of all words. Chosen: reading that much takes a second or two."""

TIME_LIMIT_S: Final = 60.0
_CONNECT_TIMEOUT_S: Final = 10.0
_READ_TIMEOUT_S: Final = 20.0
_CHUNK_BYTES: Final = 65_536


def addresses_of(host: str) -> Sequence[str]:
    """The IP addresses of a host. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class PublicWeb:
    """Asks `hosts` and the hosts below them, any public host when that is None.

    With `allows_loopback` also this machine, by HTTP: for trials with a stand-in.
    """

    hosts: tuple[str, ...] | None
    allows_loopback: bool = False
    max_bytes: int = MAX_BYTES
    time_limit_s: float = TIME_LIMIT_S
    resolve: Callable[[str], Sequence[str]] = addresses_of

    def download(self, url: str) -> bytes:
        """The content at `url`.

        Raises PermanentFailure when it must not be fetched or is too large, TemporaryFailure when it does not come.
        """
        ends_at = time.monotonic() + self.time_limit_s
        with self._asked("GET", url, {"Accept-Encoding": "identity"}) as answer:
            return self._content(answer, ends_at)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Deliver `body`.

        Raises PermanentFailure when it must not be sent, TemporaryFailure when it is not accepted.
        """
        with self._asked("POST", url, headers, body) as answer:
            if not 200 <= answer.status < 300:
                raise TemporaryFailure(f"the receiver answers {answer.status}")

    def allowed(self, url: str) -> tuple[SplitResult, str, int | None]:
        """The parts of an address that may be asked, its host and its port. Raises PermanentFailure for any other."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            raise PermanentFailure("the address is malformed") from None
        if not host or any(letter.isspace() or not "!" <= letter <= "~" or letter == "\\" for letter in url):
            raise PermanentFailure("the address is malformed")
        if self.hosts is not None and not any(host == known or host.endswith(f".{known}") for known in self.hosts):
            raise PermanentFailure(f"{host[:100]} is not a host of the provider")
        if self.allows_loopback and parts.scheme == "http":
            return parts, host, port
        if parts.scheme != "https" or parts.username is not None or port not in {None, 443}:
            raise PermanentFailure("only plain HTTPS is used")
        return parts, host, port

    @contextmanager
    def _asked(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        parts, host, port = self.allowed(url)
        pool = self._pool(parts.scheme, host, self._address(host), port)
        try:
            answer = pool.urlopen(
                method,
                (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                body=body,
                headers={"Host": parts.netloc, **headers},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                yield answer
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise TemporaryFailure(f"{host} does not answer: {type(error).__name__}") from None
        finally:
            pool.close()

    def _address(self, host: str) -> str:
        try:
            found = self.resolve(host)
        except (OSError, UnicodeError):
            raise TemporaryFailure(f"{host} has no address") from None
        for address in found:
            if not self._may_be_asked(ipaddress.ip_address(address.partition("%")[0])):
                raise PermanentFailure(f"{host} has the address {address}, which is not public")
        return found[0]

    def _may_be_asked(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        plain = getattr(address, "ipv4_mapped", None) or address
        return (plain.is_global and not plain.is_multicast) or (self.allows_loopback and plain.is_loopback)

    def _pool(self, scheme: str, host: str, address: str, port: int | None) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(connect=_CONNECT_TIMEOUT_S, read=_READ_TIMEOUT_S)
        if scheme == "http":
            return urllib3.HTTPConnectionPool(address, port, timeout=timeout)
        return urllib3.HTTPSConnectionPool(
            address,
            port or 443,
            timeout=timeout,
            ca_certs=certifi.where(),
            server_hostname=host,
            assert_hostname=host,
        )

    def _content(self, answer: urllib3.BaseHTTPResponse, ends_at: float) -> bytes:
        if 300 <= answer.status < 400:
            raise PermanentFailure("the file is elsewhere, and redirects are not followed")
        if answer.status != 200:
            raise TemporaryFailure(f"the provider answers {answer.status} for the file")
        content = bytearray()
        while chunk := answer.read1(_CHUNK_BYTES, decode_content=False):
            content += chunk
            if len(content) > self.max_bytes:
                raise PermanentFailure(f"the file is larger than {self.max_bytes // 1_000_000} MB")
            if time.monotonic() > ends_at:
                raise TemporaryFailure(f"the file did not arrive in {self.time_limit_s:g} s")
        return bytes(content)
