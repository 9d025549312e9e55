"""docs/architecture.md is true: its walks are short and name what is there, and no circle of imports joins files."""

from __future__ import annotations

import re
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
WALKS = dict(re.findall(r"^([A-Z][^\n:]+):\n((?:\d\. .*\n(?: .*\n)*)+)", PAGE, re.MULTILINE))
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "interview_cli").rglob("*.py")))


def test_every_walk_is_there() -> None:
    assert set(WALKS) == {
        "A typed answer",
        "A key while speaking",
        "From the microphone to the score",
        "From the judge to HTTP",
        "From a file to a line of the results",
    }


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_has_at_most_eight_stops(walk: str) -> None:
    stops = re.findall(r"^(\d)\. ", WALKS[walk], re.MULTILINE)
    assert stops == [str(number) for number in range(1, len(stops) + 1)]
    assert len(stops) <= 8


@pytest.mark.parametrize("walk", WALKS)
def test_what_a_walk_names_is_defined(walk: str) -> None:
    names = [part for name in re.findall(r"`([^`]+)`", WALKS[walk]) for part in re.split(r"[./]", name) if part]
    assert names
    defined = re.compile(r"^\s*(?:async )?(?:def|class) (\w+)|^(\w+) = ", re.MULTILINE)
    known = {each for found in defined.findall(SOURCE) for each in found}
    known |= {path.stem for path in (PROJECT / "interview_cli").rglob("*")}
    assert [name for name in names if name not in known] == []


def test_no_circle_of_imports_joins_files() -> None:
    """What is imported for types alone does not count."""
    graph = grimp.build_graph("interview_cli", exclude_type_checking_imports=True, cache_dir=None)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while free := {each for each in below if not below[each] & below.keys()} or below.keys() - set().union(
        *below.values()
    ):
        below = {each: imported for each, imported in below.items() if each not in free}
    assert sorted(below) == []
