"""The engines in docs/engines.md are taken as plug-ins and work."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from interview_cli.interview.ports import Message
from interview_cli.llm import engines
from interview_cli.llm.engines import open_chat_model
from interview_cli.settings import LlmSettings, VoiceSettings
from interview_cli.speech.stt import registry as transcribers
from interview_cli.speech.tts import registry as voices
from interview_cli.speech.tts.synthesizer import read_sound

PAGE = (Path(__file__).parents[2] / "docs" / "engines.md").read_text()


class Echo(BaseModel):
    """What a parrot can reply."""

    text: str


@pytest.fixture(autouse=True)
def parrot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's package, installed."""
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    (tmp_path / "parrot_engines.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    named = re.findall(r'\[project\.entry-points\."([^"]+)"\]\n(\w+) = "([^"]+)"', PAGE)
    points = EntryPoints(EntryPoint(name, value, group) for group, name, value in named)

    def entry_points(**wanted: Any) -> EntryPoints:
        return points.select(**wanted)

    for module in (engines, transcribers, voices):
        monkeypatch.setattr(module, "entry_points", entry_points)


async def test_the_language_model() -> None:
    model = open_chat_model(LlmSettings(), "parrot:grey")
    assert model
    assert (model.name, model.remote_host) == ("parrot:grey", None)
    reply = await model.complete([Message("user", '{"text": "hello"}')], Echo)
    assert reply.text == "hello"
    assert model.usage.completion_tokens == 1


def test_the_transcriber() -> None:
    opened = transcribers.open_transcriber(VoiceSettings(stt="parrot"), stt="parrot")
    assert opened.name == "parrot:base.en"
    (word,) = opened.words(np.zeros(8_000, dtype=np.float32))
    assert (word.text, word.end_s) == ("squawk", 0.5)


def test_the_voice(tmp_path: Path) -> None:
    assert "parrot" in voices.engine_names()
    speaker = voices.open_synthesizer("parrot", VoiceSettings())
    speaker.synthesize("Hello", tmp_path / "sound")
    assert len(read_sound(tmp_path / "sound").samples) == 8_000
