"""Regular expressions mean the same on every Python that we support."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{{1,2}\d*,?\d*\}{1,2})\+(?=[^\"']*[\"'])")


@pytest.mark.parametrize("pattern", [r'"(?:a b)*+"', r'"(?:a)++"', r'"(?:a)?+x"', r'"(a){1,3}+"', r'"(a){{1,3}}+"'])
def test_a_possessive_group_is_found(pattern: str) -> None:
    assert POSSESSIVE_GROUP.search(pattern)


def test_no_group_is_repeated_possessively() -> None:
    """Python 3.11.2, which Debian 12 has, matches them wrongly inside other groups; atomic groups are right."""
    files = sorted((PROJECT / "interview_cli").rglob("*.py"))
    assert files
    assert [str(file) for file in files if POSSESSIVE_GROUP.search(file.read_text(encoding="utf-8"))] == []
