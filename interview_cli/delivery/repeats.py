"""Restarts: immediate repeats ("I I went") and self-repairs ("I go, I went")."""

from __future__ import annotations

from interview_cli.delivery.tokens import Tokens
from interview_cli.interview.model import Filler, Repeat


def find_repeats(tokens: Tokens, fillers: list[Filler]) -> list[Repeat]:
    """Every restart of the text, in order, without overlaps."""
    del tokens, fillers
    return []
