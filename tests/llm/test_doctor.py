"""What `interview doctor` says about models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from interview_cli.llm.keys import store_key
from tests.stub_servers import OllamaStub, OpenAIStub

if TYPE_CHECKING:
    from tests.conftest import Run


def checked(cli: Run) -> dict[str, Any]:
    checks = cli("doctor", "--json").json["checks"]
    return next(check for check in checks if check["name"] == "language model")


def test_the_doctor_on_ollama(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    check = checked(cli)
    assert (check["status"], "no Ollama server" in check["detail"]) == ("warn", True)
    with OllamaStub(models=["llama3.2:latest", "b:2b"]) as stub:
        monkeypatch.setenv("OLLAMA_HOST", stub.url)
        assert checked(cli) == {
            "name": "language model",
            "status": "ok",
            "detail": "engine auto: ollama:llama3.2:latest; Ollama has llama3.2:latest, b:2b",
            "fix": None,
        }
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "ollama:llama3.2")
        assert checked(cli)["status"] == "ok"
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "ollama:qwen3:4b")
        assert (checked(cli)["status"], checked(cli)["fix"]) == ("warn", "ollama pull qwen3:4b")
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "gtp:4")
        assert "There is no model engine" in checked(cli)["detail"]
        stub.probes.clear()
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "offline")
        assert "rules interview and score" in checked(cli)["detail"]
        assert stub.probes == []
    with OllamaStub(models=[]) as stub:
        monkeypatch.setenv("OLLAMA_HOST", stub.url)
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "auto")
        assert (checked(cli)["status"], checked(cli)["fix"]) == ("warn", "ollama pull llama3.2")


def test_the_doctor_on_a_configured_server(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "openai:stub:latest")
    assert checked(cli)["fix"] == "interview config key set openai"
    with OpenAIStub(key="sk-1") as stub:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", stub.url)
        assert "no key" in checked(cli)["detail"]
        store_key("openai", "sk-1")
        check = checked(cli)
        assert (check["status"], check["detail"].endswith("key in the file: it answers")) == ("ok", True)
        assert "sk-1" not in str(check)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-2")
        check = checked(cli)
        assert (check["status"], check["fix"]) == ("warn", "interview config key set openai")
        assert "key in the environment: it does not accept that (401)" in check["detail"]
        monkeypatch.delenv("OPENAI_API_KEY")
        monkeypatch.setenv("INTERVIEW_LLM__ENGINE", "openai:gpt-9")
        assert checked(cli)["detail"].endswith("it has no gpt-9")
    assert checked(cli)["detail"].endswith("it does not answer")
