"""The way to a server on the web: its address, the proxy before it, and who is believed to be it."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from interview_cli import __version__
from interview_cli.llm.engine import CONNECT_TIMEOUT_S, CallFault, remote_host_of, shown_address

if TYPE_CHECKING:
    import ssl

    from aiohttp import ClientSession


REMEDY: Final = "Check llm.base_url; it begins with http:// or https:// and usually ends in /v1."


def prepared_session(address: str, key: str | None, remedy: str = REMEDY) -> Callable[[], ClientSession]:
    """What makes a session for JSON requests to a server. Imports and reads, which takes a while.

    The session has no limit of connections and no timeout but that for connecting. It keeps no cookies, sends no
    password of a `.netrc`, and takes the environment's proxy unless the server is on this machine. A user name and
    password in the address are sent in place of the key. Raises CallFault, with the `remedy` for an address that
    cannot be one, when there is no such way.
    """
    import aiohttp

    parts = require_address(address, remedy)
    proxy = _proxy(parts) if remote_host_of(address) is not None else None
    tls = "https" in {parts.scheme, urlsplit(proxy or "").scheme}
    trusted = _trusted_authorities() if tls else True
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",  # what is compressed comes in lumps
        "Content-Type": "application/json",
        "User-Agent": f"interview-cli/{__version__}",
    }
    if authorization := _authorization(parts, key):
        headers["Authorization"] = authorization
    return lambda: aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=trusted),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=headers,
        proxy=proxy,
        timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT_S),
    )


def require_address(address: str, remedy: str = REMEDY) -> SplitResult:
    """The parts of an address that a server can have. Raises CallFault with the `remedy` for another."""
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
    return parts._replace(netloc=_host(parts), path=f"{parts.path.rstrip('/')}/{path}", fragment="").geturl()


def no_address(address: str, remedy: str = REMEDY) -> CallFault:
    """The fault of an address that cannot be one."""
    return CallFault(f"{shown_address(address)!r} is no address of a server.", remedy)


def not_on_the_way(address: str, error: Exception) -> CallFault | None:
    """The fault when what stands before a server failed, its proxy or its certificate; None for the server itself."""
    import aiohttp

    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return CallFault(
            f"The proxy on the way to {shown_address(address)} does not answer.",
            "Check HTTP_PROXY and HTTPS_PROXY, or set NO_PROXY.",
            passing=True,
        )
    if isinstance(error, aiohttp.ClientSSLError):
        return CallFault(
            f"There is no secure connection to {shown_address(address)}.",
            "Check whether it is http:// or https://; SSL_CERT_FILE names other certificate authorities.",
        )
    return None


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _authorization(parts: SplitResult, key: str | None) -> str | None:
    if parts.username or parts.password:
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        return "Basic " + base64.b64encode(pair.encode()).decode()
    return f"Bearer {key}" if key else None


def _proxy(parts: SplitResult) -> str | None:
    """The proxy that the environment or the system's settings have for a server. Raises CallFault for a SOCKS one."""
    if proxy_bypass(_host(parts)):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise CallFault(
            f"The proxy on the way to {parts.hostname}, {shown_address(proxy)}, is no HTTP proxy.",
            f"Set {parts.scheme.upper()}_PROXY to one, or NO_PROXY to {parts.hostname}.",
        )
    return proxy


def _trusted_authorities() -> ssl.SSLContext:
    """Those that SSL_CERT_FILE or SSL_CERT_DIR name, else the system's and certifi's: some Pythons have none."""
    import ssl

    import certifi

    context = ssl.create_default_context()
    if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
