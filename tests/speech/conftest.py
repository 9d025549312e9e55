"""Real models for the real engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.speech.checkpoint import ctranslate2_model, whisper_checkpoint


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for openai-whisper."""
    return whisper_checkpoint(tmp_path_factory.mktemp("whisper"))


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for faster-whisper."""
    return ctranslate2_model(tmp_path_factory.mktemp("ctranslate2"))
