"""The way to a server on the web: its address, its proxy, and the certificates trusted."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from interview_cli import __version__
from interview_cli.web.addresses import host_in, remote_host_of, require_address, shown_address
from interview_cli.web.faults import WebFault

if TYPE_CHECKING:
    import ssl

    from aiohttp import ClientSession


CONNECT_TIMEOUT_S: Final = 10.0
"""A server that has not accepted a connection by then is not reachable."""


def prepared_session(address: str, key: str | None, remedy: str) -> Callable[[], ClientSession]:
    """What makes a session for requests to a server. Imports and reads, which takes a while.

    The session has no limit of connections and no timeout but that for connecting. It keeps no cookies, sends no
    password of a `.netrc`, and takes the environment's proxy unless the server is on this machine. A user name and
    password in the address are sent in place of the key. Raises WebFault, with the `remedy` for an address that
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


def not_on_the_way(address: str, error: Exception) -> WebFault | None:
    """The fault when the proxy or the certificate of a server failed; None for the server itself."""
    import aiohttp

    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return WebFault(
            f"The proxy on the way to {shown_address(address)} does not answer.",
            "Check HTTP_PROXY and HTTPS_PROXY, or set NO_PROXY.",
            passing=True,
        )
    if isinstance(error, aiohttp.ClientSSLError):
        return WebFault(
            f"There is no secure connection to {shown_address(address)}.",
            "Check whether it is http:// or https://; SSL_CERT_FILE names other certificate authorities.",
        )
    return None


def _authorization(parts: SplitResult, key: str | None) -> str | None:
    if parts.username or parts.password:
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        return "Basic " + base64.b64encode(pair.encode()).decode()
    return f"Bearer {key}" if key else None


def _proxy(parts: SplitResult) -> str | None:
    """The proxy that the environment or the system's settings have for a server. Raises WebFault for a SOCKS one."""
    if proxy_bypass(host_in(parts)):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise WebFault(
            f"The proxy on the way to {parts.hostname}, {shown_address(proxy)}, is not an HTTP proxy.",
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
