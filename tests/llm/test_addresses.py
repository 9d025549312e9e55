"""The way to a server: addresses, proxies, redirects, certificates."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli.errors import ChatModelError, UsageError
from interview_cli.interview.ports import Message
from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings
from interview_cli.web.addresses import remote_host_of, shown_address
from tests.llm.conftest import Score
from tests.stub_servers import Behaviour, HttpReply, OpenAIStub

if TYPE_CHECKING:
    from interview_cli.interview.ports import ChatModel

HELLO = [Message("system", "You interview."), Message("user", "Hello.")]


def opened(settings: LlmSettings, spec: str) -> ChatModel:
    """The model of a spec that has one."""
    model = open_chat_model(settings, spec)
    assert model is not None
    return model


async def test_a_redirect_takes_nothing_to_another_machine() -> None:
    with OpenAIStub() as elsewhere, OpenAIStub() as stub:
        for status in (301, 307, 308):
            stub.add(Behaviour(status=status, headers={"Location": f"{elsewhere.url}/chat/completions"}))
            model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
            with pytest.raises(ChatModelError, match=rf"refused the request \({status}\)"):
                await model.complete(HELLO, Score)
        assert elsewhere.requests == []


async def test_what_is_sent_about_who_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password hidden\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    cookie = Behaviour(
        headers={"Set-Cookie": "who=you; Path=/"}, body=b'{"choices": [{"message": {"content": "Hm."}}]}'
    )
    with OpenAIStub(default=cookie) as stub:
        model = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        for _ in range(2):
            assert [piece async for piece in model.stream(HELLO)] == ["Hm."]
        sent = stub.requests[-1].headers
        assert sent.keys() == {"host", "user-agent", "accept", "accept-encoding", "content-type", "content-length"}
        assert sent["user-agent"].startswith("interview-cli/")
        place = stub.url.replace("://", "://me%40here:p%3Aw@")
        model = opened(LlmSettings(base_url=f"{place}/?version=2#top"), "openai:stub:latest")
        assert [piece async for piece in model.stream(HELLO)] == ["Hm."]
        assert stub.requests[-1].headers["authorization"] == "Basic " + b64encode(b"me@here:p:w").decode()


async def test_the_proxy_is_for_other_machines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIStub() as stub, OpenAIStub() as proxy:
        answer = HttpReply(b'{"choices": [{"message": {"content": "Far away."}}]}')
        seen: list[Mapping[str, str]] = []

        def forward(headers: Mapping[str, str], _: bytes) -> HttpReply:
            seen.append(headers)
            return answer

        proxy.routes["http://models.invalid/v1/chat/completions"] = forward
        monkeypatch.setenv("http_proxy", proxy.address.replace("://", "://me:secret@"))
        model = opened(LlmSettings(base_url="http://models.invalid/v1"), "openai:x")
        assert "".join([piece async for piece in model.stream(HELLO)]) == "Far away."
        assert seen[0]["proxy-authorization"] == "Basic " + b64encode(b"me:secret").decode()
        local = opened(LlmSettings(base_url=stub.url), "openai:stub:latest")
        assert "".join([piece async for piece in local.stream(HELLO)]) == "All right."
        monkeypatch.setenv("no_proxy", "models.invalid")
        direct = opened(LlmSettings(base_url="http://models.invalid/v1", retries=0), "openai:x")
        with pytest.raises(ChatModelError, match=r"No server answers at http://models\.invalid"):
            await direct.complete(HELLO, Score)
        assert (len(seen), proxy.probes) == (1, [])


@pytest.mark.parametrize("spec", ["openai:stub:latest", "ollama:stub:latest"])
async def test_a_proxy_that_is_not_there_is_reported(monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free.getsockname()[1]}")
        model = opened(LlmSettings(base_url="http://models.invalid/v1", retries=0), spec)
        with pytest.raises(
            ChatModelError, match=r"The proxy on the way to http://models\.invalid/v1 does not answer"
        ):
            [piece async for piece in model.stream([Message("user", "Hello.")])]


async def test_a_proxy_of_another_kind_is_not_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://me:secret@127.0.0.1:9")
    model = opened(LlmSettings(base_url="http://models.invalid/v1"), "openai:x")
    with pytest.raises(ChatModelError, match=r"socks5://127\.0\.0\.1:9, is not an HTTP proxy") as caught:
        await model.complete(HELLO, Score)
    assert "secret" not in str(caught.value)
    assert "NO_PROXY" in caught.value.remedy


@pytest.mark.parametrize(
    "address",
    [
        "ftp://host/v1",
        "http://",
        "http:///v1",
        "my server",
        "localhost:80/v1",
        "//host/v1",
        "http://host:99999/v1",
        "http://host:x/v1",
        "http://127.1/v1",
        "http://.../v1",
        f"http://{'a' * 70}.example/v1",
    ],
)
async def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ChatModelError, match="is not the address of a server") as caught:
        await opened(LlmSettings(base_url=address), "openai:x").complete(HELLO, Score)
    assert "llm.base_url" in caught.value.remedy


@pytest.mark.parametrize("address", ["http://h:99999", "http://h:x", "http://[::1/", "http://"])
async def test_what_is_no_address_of_an_ollama(address: str) -> None:
    with pytest.raises(ChatModelError, match="is not the address of a server") as caught:
        opened(LlmSettings(base_url=address), "ollama:x")
    assert "OLLAMA_HOST" in caught.value.remedy


def test_what_cannot_even_be_read_as_an_address() -> None:
    with pytest.raises(UsageError, match="is not the address") as caught:
        open_chat_model(LlmSettings(base_url="http://me:secret@[::1/v1"), "openai:x")
    assert "secret" not in str(caught.value)
    assert shown_address("http://me:secret@[::1/v1") == remote_host_of("http://me:secret@[::1/v1") == "[::1/v1"


async def test_a_server_without_a_certificate_is_not_believed() -> None:
    with OpenAIStub() as stub:
        model = opened(LlmSettings(base_url=stub.url.replace("http:", "https:")), "openai:stub:latest")
        with pytest.raises(ChatModelError, match="There is no secure connection to https://"):
            await model.complete(HELLO, Score)
        assert stub.requests == []
