"""Shipped data: words by their meaning in transcripts (`prompts/vocabulary/transcripts.toml`), and fitted weights."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from typing import Any

from interview_cli.resources import resource_root


def word_list(name: str) -> frozenset[str]:
    """The words of a list, by its name in the file."""
    return frozenset(_lists()[name].split())


@cache
def fitted_weights(name: str) -> dict[str, Any]:
    """The weights of a model, by the name of its file in `prompts/weights`."""
    file = resource_root("prompts").joinpath("weights", f"{name}.json")
    return dict(json.loads(file.read_text(encoding="utf-8")))


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(
        resource_root("prompts").joinpath("vocabulary", "transcripts.toml").read_text(encoding="utf-8")
    )
