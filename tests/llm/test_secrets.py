"""A secret that a server repeats is never shown, in whatever dress it comes back."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import ChatModelError
from interview_cli.interview.ports import Message
from interview_cli.web.secrets import Secrets
from tests.llm.conftest import STUBS, Score, model_of
from tests.stub_servers import Behaviour

if TYPE_CHECKING:
    from interview_cli.llm.calling import EngineChatModel

HELLO = [Message("user", "Hello.")]
KEY = 'sk-Ab/9+x="Zq&7~'
PASSWORD = "p@ss/wörd+1"
DRESSES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper case": str.upper,
    "URL-encoded": lambda key: quote(key, safe=""),
    "URL-encoded in lower case": lambda key: quote(key, safe="").lower(),
    "form-encoded": quote_plus,
    "URL-encoded twice": lambda key: quote(quote(key, safe=""), safe=""),
    "every byte URL-encoded": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
    "JSON": lambda key: json.dumps(key)[1:-1],
    "JSON with slashes escaped": lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    "JSON with code points": lambda key: "".join(f"\\u{ord(char):04x}" for char in key),
    "JSON in JSON": lambda key: json.dumps(json.dumps(key)[1:-1])[1:-1],
    "HTML": html.escape,
    "HTML code points": lambda key: "".join(f"&#{ord(char)};" for char in key),
    "HTML hex code points": lambda key: "".join(f"&#x{ord(char):X};" for char in key),
    "hexadecimal": lambda key: key.encode().hex(),
    "Base64": lambda key: b64encode(key.encode()).decode(),
    "Base64 for URLs": lambda key: urlsafe_b64encode(key.encode()).decode(),
    "Base64 without padding": lambda key: b64encode(key.encode()).decode().rstrip("="),
    "Base64 of a header": lambda key: b64encode(f"Bearer {key}".encode()).decode(),
    "Base64 of a pair": lambda key: b64encode(f"me:{key}".encode()).decode(),
    "Base64 of more": lambda key: b64encode(f"a {key} and more".encode()).decode(),
    "URL-encoded Base64": lambda key: quote(b64encode(key.encode()).decode(), safe=""),
}


def shares(text: str, dress: str, secret: str, least: int = 8) -> bool:
    """Whether a text still holds a stretch of a dressed secret that another secret's dress does not have."""
    dressed = DRESSES[dress](secret)
    harmless = DRESSES[dress]("".join("#" if char.isascii() else "é" for char in secret))
    stretches = {dressed[at : at + least] for at in range(len(dressed) - least + 1)}
    return any(each in text and each not in harmless for each in stretches)


@pytest.mark.parametrize("secret", [KEY, PASSWORD, "gsk_0123456789abcdef"])
@pytest.mark.parametrize("dress", DRESSES)
def test_no_dress_hides_a_secret_from_us(dress: str, secret: str) -> None:
    dressed = DRESSES[dress](secret)
    safe = Secrets(secret).removed(f'Incorrect key: "{dressed}", sorry.')
    assert not shares(safe, dress, secret)
    assert "[key]" in safe
    assert safe.startswith("Incorrect key")
    assert safe.endswith("sorry.")


ADDRESSES = {
    "password": (f"http://me:{quote(PASSWORD, safe='')}@{{}}", PASSWORD),
    "query": ("http://{}?api-key=topsecret-1&v=2", "topsecret-1"),
}


@pytest.mark.parametrize("status", [200, 400, 418, 500])
@pytest.mark.parametrize("dress", ["plain", "URL-encoded", "JSON with code points", "Base64 of a header"])
@pytest.mark.parametrize("kind", STUBS)
async def test_a_server_that_repeats_the_key_tells_nobody(
    kind: str, dress: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OLLAMA_API_KEY", KEY)
    dressed = DRESSES[dress](KEY)
    line = json.dumps({"error": f"no {dressed} here"}).encode() + b"\n"
    body = line if kind == "ollama" or status != 200 else b"data: " + line
    with STUBS[kind](default=Behaviour(status=status, body=body)) as stub:
        await fails_without(model_of(stub), dress)
    page = Behaviour(status=500, body=f"<html>{dressed}</html>".encode())
    with STUBS[kind](default=page) as stub:
        await fails_without(model_of(stub), dress)


async def fails_without(model: EngineChatModel, dress: str, secret: str = KEY) -> None:
    for ask in (lambda: heard(model), lambda: model.complete(HELLO, Score)):
        with pytest.raises(ChatModelError) as caught:
            await ask()
        assert not shares(str(caught.value), dress, secret)


async def heard(model: EngineChatModel) -> str:
    return "".join([piece async for piece in model.stream(HELLO)])


@pytest.mark.parametrize("place", ADDRESSES)
@pytest.mark.parametrize("kind", STUBS)
async def test_what_an_address_carries_is_a_secret_too(kind: str, place: str) -> None:
    address, secret = ADDRESSES[place]
    with STUBS[kind](default=Behaviour(status=500, error=f"no {secret}, {quote(secret, safe='')}")) as stub:
        model = model_of(stub, base_url=address.format(stub.url.removeprefix("http://")))
        await fails_without(model, "plain", secret)
        assert len(stub.requests) == 2


@pytest.mark.parametrize("kind", STUBS)
async def test_a_reply_with_the_key_in_it_comes_without(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OLLAMA_API_KEY", KEY)
    with STUBS[kind](f"You sent {KEY} and {quote(KEY)} to me.") as stub:
        assert await heard(model_of(stub)) == "You sent [key] and [key] to me."


def test_short_words_and_nothing_are_no_secrets() -> None:
    assert not Secrets(None, "http://abc@host/v1?v=1")
    assert Secrets("abc").removed("abc") == "abc"
    assert not Secrets(None, "http://[::1")


@given(st.text(min_size=4, max_size=40), st.text(max_size=60), st.data())
async def test_a_secret_cut_into_pieces_is_found_all_the_same(secret: str, other: str, data: st.DataObject) -> None:
    if len(secret.strip()) < 4 or any(char.isspace() for char in secret):
        return
    text = f"{other} {secret} {other}"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))

    async def pieces() -> AsyncIterator[str]:
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            yield text[start:end]

    secrets = Secrets(secret)
    assert "".join([piece async for piece in secrets.kept_from(pieces())]) == secrets.removed(text)
