"""Words by what they mean in a transcript and in the names of its fields: `prompts/vocabulary/transcripts.toml`."""

from __future__ import annotations

import tomllib
from functools import cache

from interview_cli.resources import resource_root


def word_list(name: str) -> frozenset[str]:
    """The words of a list, by its name in the file."""
    return frozenset(_lists()[name].split())


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(
        resource_root("prompts").joinpath("vocabulary", "transcripts.toml").read_text(encoding="utf-8")
    )
