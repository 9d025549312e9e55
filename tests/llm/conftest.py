"""What the tests of language models share: no key and no keyring of the machine, and models over stub servers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backends import fail
from pydantic import BaseModel, Field

from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings
from interview_cli.web import faults
from tests.stub_servers import OllamaStub, OpenAIStub, StubServer

if TYPE_CHECKING:
    from interview_cli.llm.calling import EngineChatModel

STUBS = {"ollama": OllamaStub, "openai": OpenAIStub}


class Score(BaseModel):
    """What the tests ask for."""

    score: int = Field(ge=0, le=5)
    quotes: list[str]


GOOD = '{"score": 4, "quotes": ["I led the team"]}'


@pytest.fixture(autouse=True)
def no_keys_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No key in the environment, no keyring; a test may set a keyring of its own."""
    for name in [*os.environ]:
        if name.endswith(("_API_KEY", "_proxy", "_PROXY")):
            monkeypatch.delenv(name)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without noticeable waits."""
    monkeypatch.setattr(faults, "FIRST_RETRY_S", 0.0001)


def model_of(stub: StubServer, **settings: Any) -> EngineChatModel:
    """The model of a running stub."""
    kind = "ollama" if isinstance(stub, OllamaStub) else "openai"
    parts = {name: settings.pop(name) for name in ("redactor", "throttle") if name in settings}
    options: dict[str, Any] = {"base_url": stub.url, "retries": 0} | settings
    return open_chat_model(LlmSettings(**options), f"{kind}:stub:latest", **parts)  # type: ignore[return-value]


Start = Callable[..., Any]


@pytest.fixture(params=STUBS)
def serve(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts a stub server, of each API in turn."""
    with ExitStack() as running:
        yield lambda *arguments, **options: running.enter_context(STUBS[request.param](*arguments, **options))
