"""Addresses of servers: what can be one, which are on this machine, and how one is shown."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from interview_cli.web.faults import WebFault


def remote_host_of(url: str) -> str | None:
    """The host of an address, None when it is this machine. What cannot be read as an address is its own host."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return shown_address(url)
    if host == "localhost" or host.endswith(".localhost"):
        return None
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return None if address.is_loopback or address.is_unspecified else host


def shown_address(url: str) -> str:
    """An address without a user name and password that may be in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rpartition("@")[2]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl().rstrip("/")


def require_address(address: str, remedy: str) -> SplitResult:
    """The parts of an address that a server can have. Raises WebFault with the `remedy` for another."""
    try:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            parts.hostname.encode("idna")
            return parts
    except ValueError:
        pass
    raise no_address(address, remedy)


def below(address: str, path: str) -> str:
    """The address of a page of a server, without a user name and password; a query of the server's address stays."""
    parts = urlsplit(address)
    return parts._replace(netloc=host_in(parts), path=f"{parts.path.rstrip('/')}/{path}", fragment="").geturl()


def no_address(address: str, remedy: str) -> WebFault:
    """The fault of an address that cannot be one."""
    return WebFault(f"{shown_address(address)!r} is not the address of a server.", remedy)


def host_in(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]
