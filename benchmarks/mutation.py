"""How many small wrong changes the tests notice: a sample of mutants, each tested by the tests of its room.

`python -m benchmarks.mutation [--minutes 15] [--seed 1] [ROOM …]` copies the checkout, changes one place at a time
(a comparison, a constant, an arithmetic or boolean operator, a condition), and runs the room's tests until one fails,
those first that are called like the module or import it by the shortest way. A mutant that no test notices survives;
it is listed, and the last lines are the shares of survivors.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grimp

PROJECT = Path(__file__).resolve().parents[1]
TESTS = {
    "interview": ["tests/interview", "tests/model_interviewer", "tests/cli/learning"],
    "scoring": ["tests/scoring", "tests/judge"],
    "transcripts": ["tests/transcripts"],
    "delivery": ["tests/delivery"],
    "storage": ["tests/storage", "tests/learning", "tests/hosted"],
    "llm": ["tests/llm"],
}
MOST_S = 300.0
"""A mutant whose tests take longer counts as noticed: the change made something endless (chosen)."""
NEAREST = 6
"""How many test files a mutant is shown; one that only others would notice counts as a survivor (chosen)."""
_SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Each mutant of a module: the line, what was changed, and the changed source."""
    for number in range(len(_places(ast.parse(source)))):
        tree = ast.parse(source)
        node, field = _places(tree)[number]
        before = ast.unparse(node).splitlines()[0]
        setattr(node, field, _changed(field, getattr(node, field)))
        yield node.lineno, f"{before} → {ast.unparse(node).splitlines()[0]}", ast.unparse(tree)


def _places(tree: ast.AST) -> list[tuple[ast.expr | ast.stmt, str]]:
    """What can be changed in a module: a node and the name of its field."""
    found: list[tuple[ast.expr | ast.stmt, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Compare(ops=[operator]) if type(operator) in _SWAPPED:
                found.append((node, "ops"))
            case ast.BinOp(op=operator) | ast.BoolOp(op=operator) if type(operator) in _SWAPPED:
                found.append((node, "op"))
            case ast.Constant(value=value) if type(value) in (int, float):
                found.append((node, "value"))
            case ast.If(test=test) if "TYPE_CHECKING" not in ast.dump(test):
                found.append((node, "test"))
            case _:
                pass
    return found


def _changed(field: str, old: Any) -> Any:
    match field:
        case "ops":
            return [_SWAPPED[type(old[0])]()]
        case "op":
            return _SWAPPED[type(old)]()
        case "value":
            return old + 1
        case _:
            return ast.UnaryOp(ast.Not(), old)


def nearest(copy: Path, file: Path, folders: list[str], imports: grimp.ImportGraph) -> list[str]:
    """The test files in these folders that import the module: its namesakes first, then by the chain of imports."""
    module = ".".join(file.relative_to(copy).with_suffix("").parts).removesuffix(".__init__")
    chains = {}
    for test in (path for folder in folders for path in (copy / folder).rglob("test_*.py")):
        importer = ".".join(test.relative_to(copy).with_suffix("").parts)
        if chain := imports.find_shortest_chain(importer=importer, imported=module):
            namesake = file.stem in test.stem
            chains[str(test.relative_to(copy))] = (not namesake, len(chain), test.stat().st_size)
    return sorted(chains, key=lambda test: chains[test])[:NEAREST]


def noticed_by(copy: Path, file: Path, changed: str, tests: list[str]) -> str | None:
    """The first of these tests that fails with the changed module, which is put back; None when all pass."""
    original = file.read_text(encoding="utf-8")
    file.write_text(changed, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=MOST_S)
    except subprocess.TimeoutExpired:
        return "no end"
    finally:
        file.write_text(original, encoding="utf-8")
    if not ended.returncode:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", ended.stdout, re.MULTILINE)
    return failed[1] if failed else f"exit code {ended.returncode}"


def main() -> None:
    """Test mutants until the time is up, rooms in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", default=list(TESTS))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    ends = time.monotonic() + 60 * given.minutes
    imports = grimp.build_graph("interview_cli", "tests", cache_dir=None)
    tested, survivors = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        while time.monotonic() < ends:
            room = given.rooms[tested.total() % len(given.rooms)]
            file = chance.choice(sorted((copy / "interview_cli" / room).rglob("*.py")))
            found = list(mutants(file.read_text(encoding="utf-8")))
            if not found:
                continue
            line, what, changed = chance.choice(found)
            tested[room] += 1
            tests = nearest(copy, file, TESTS[room], imports) or TESTS[room]
            test = noticed_by(copy, file, changed, tests)
            place = f"{file.relative_to(copy)}:{line}: {what}"
            print(f"noticed  {place} ({test})" if test else f"SURVIVES {place}", flush=True)
            survivors[room] += not test
    for room, count in tested.items():
        print(f"{room}: {count} mutants, {survivors[room]} survive ({100 * survivors[room] / count:.0f} %)")


if __name__ == "__main__":
    main()
