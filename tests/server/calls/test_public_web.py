"""Only the provider's hosts, only public addresses, only so much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from interview_server.calls.public_web import PublicWeb
from interview_server.jobs.worker import PermanentFailure, TemporaryFailure
from tests.server.calls.conftest import Files

STREAM = PublicWeb(("stream-io-cdn.com", "getstream.io"))
HERE = PublicWeb(("127.0.0.1",), allows_loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://stream-io-cdn.com.attacker.example/x",
        "https://notstream-io-cdn.com/x",
        "https://attacker.example/stream-io-cdn.com",
        "https://stream-io-cdn.com@attacker.example/x",
        "https://attacker.example#@stream-io-cdn.com/x",
        "https://attacker.example\\@stream-io-cdn.com/x",
        "http://ohio.stream-io-cdn.com/x",
        "https://ohio.stream-io-cdn.com:8443/x",
        "https://user:secret@ohio.stream-io-cdn.com/x",
        "ftp://ohio.stream-io-cdn.com/x",
        "file:///etc/passwd",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::1/x",
        "https://ohio.stream-io-cdn.com:port/x",
        "https://ohio.stream-io-cdn.com/x\r\nHost: attacker.example",
        "https://оhio.stream-io-cdn.com/x",
        "//ohio.stream-io-cdn.com/x",
        "",
    ],
)
def test_addresses_that_are_not_the_providers_are_refused(url: str) -> None:
    with pytest.raises(PermanentFailure):
        STREAM.allowed(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://stream-io-cdn.com/x",
        "https://ohio.stream-io-cdn.com/1/video/transcript.jsonl?Expires=1&Signature=a-b~c",
        "https://OHIO.STREAM-IO-CDN.COM./x",
        "https://ohio.stream-io-cdn.com:443/x",
    ],
)
def test_addresses_of_the_provider_are_allowed(url: str) -> None:
    STREAM.allowed(url)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["::1"],
        ["fe80::1%eth0"],
        ["fd00::1"],
        ["::ffff:127.0.0.1"],
        ["93.184.216.34", "192.168.0.1"],
    ],
    ids=lambda addresses: addresses[-1],
)
def test_a_host_with_an_address_that_is_not_public_is_not_asked(addresses: Sequence[str]) -> None:
    with pytest.raises(PermanentFailure, match="not public"):
        replace(STREAM, resolve=lambda _host: addresses).download("https://ohio.stream-io-cdn.com/x")


def test_a_host_without_an_address_is_a_passing_failure() -> None:
    def nowhere(_host: str) -> Sequence[str]:
        raise OSError("no such host")

    with pytest.raises(TemporaryFailure):
        replace(STREAM, resolve=nowhere).download("https://ohio.stream-io-cdn.com/x")


def test_a_file_is_downloaded_with_its_query(storage: Files) -> None:
    storage.content["/file"] = (200, b"content", {})
    assert HERE.download(storage.url("/file?signature=1")) == b"content"
    assert storage.asked[-1][:2] == ("GET", "/file?signature=1")


def test_a_file_that_is_too_large_fails_for_good(storage: Files) -> None:
    storage.content["/large"] = (200, b"x" * 1001, {})
    small = replace(HERE, max_bytes=1000)
    with pytest.raises(PermanentFailure, match="larger"):
        small.download(storage.url("/large"))
    storage.content["/large"] = (200, b"x" * 1000, {})
    assert len(small.download(storage.url("/large"))) == 1000


def test_a_file_that_takes_too_long_is_a_passing_failure(storage: Files) -> None:
    storage.content["/slow"] = (200, b"x", {})
    with pytest.raises(TemporaryFailure, match="did not arrive"):
        replace(HERE, time_limit_s=-1.0).download(storage.url("/slow"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(storage: Files, status: int) -> None:
    storage.content["/secret"] = (200, b"secret", {})
    storage.content["/moved"] = (status, b"", {"Location": storage.url("/secret")})
    with pytest.raises(PermanentFailure, match="redirects"):
        HERE.download(storage.url("/moved"))
    assert storage.asked[-1][1] == "/moved"


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_another_answer_is_a_passing_failure(storage: Files, status: int) -> None:
    storage.content["/absent"] = (status, b"", {})
    with pytest.raises(TemporaryFailure, match=str(status)):
        HERE.download(storage.url("/absent"))


def test_a_server_that_is_gone_is_a_passing_failure() -> None:
    with pytest.raises(TemporaryFailure, match="does not answer"):
        HERE.download("http://127.0.0.1:9/x")
