"""Every test here runs real weights: `make test-real` runs them, `make test` leaves them out by their marker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.model_server import MODELS, served

STEP_LIMIT_S = 90
"""How long a model may take for one reply (chosen): on one busy core Qwen needs most of it, and often more."""
TIMEOUT_S = 3_600
"""How long a test that says nothing else may take (chosen): on a crowded machine some took over ten minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder; the hook is given the tests of all folders."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("real")
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(TIMEOUT_S))


@pytest.fixture(scope="session", params=MODELS)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a small model: SmolLM2, then Qwen2.5-Coder."""
    with served(MODELS[request.param]) as found:
        yield found


@pytest.fixture
def small_model(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The model's name for `--llm`, with settings for a small and slow one."""
    settings = {
        "BASE_URL": address,
        "CONTEXT_TOKENS": "4096",
        "TOTAL_TIMEOUT_S": str(STEP_LIMIT_S),
        "FIRST_TOKEN_TIMEOUT_S": str(STEP_LIMIT_S),
        "RETRIES": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"INTERVIEW_LLM__{name}", value)
    return "llamacpp:small"
