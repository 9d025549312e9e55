"""How many small wrong changes the tests notice: a sample of mutants, each tested by the tests of its room.

`python -m benchmarks.mutation [--minutes 15] [--seed 1] [ROOM …]` copies the checkout, changes one place at a time
(a comparison, a constant, an arithmetic or boolean operator, a condition), and runs the room's tests until one fails,
those first that are called like the module or import it by the shortest way. Every place of a room is as likely to be
drawn as any other, and none is drawn twice. A mutant that no test notices survives; it is listed, and the last lines
are the shares of survivors. The test that failed is run once more without the change: where it fails then, too, the
mutant shows nothing about the tests and is not counted.
"""

from __future__ import annotations

import argparse
import ast
import itertools
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
MOST_S = 600.0
"""How long the tests of a mutant may take: more than six files do on a busy machine (chosen)."""
MOST_S_A_TEST = 60
"""How long one test may take before it has failed: the change made something endless (chosen)."""
NEAREST = 6
"""How many test files a mutant is shown besides the room's golden tables; one that only others would notice counts as
a survivor (chosen)."""
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


CACHES = frozenset({"cache", "lru_cache"})
"""Their sizes change how fast something is and not what it is, so no test can notice."""


def places(source: str) -> int:
    """How many places of a module can be changed."""
    return len(_places(ast.parse(source)))


def mutant(source: str, number: int, chance: random.Random) -> tuple[int, str, str]:
    """A module with its place of this number changed: the line, what was changed, and the changed source."""
    tree = ast.parse(source)
    node, field = _places(tree)[number]
    before = ast.unparse(node).splitlines()[0]
    step = 1 if id(node) in _first_of_several(tree) else chance.choice((-1, 1))
    setattr(node, field, _changed(field, getattr(node, field), step))
    return node.lineno, f"{before} → {ast.unparse(node).splitlines()[0]}", ast.unparse(tree)


def _places(tree: ast.AST) -> list[tuple[ast.expr | ast.stmt, str]]:
    """What can be changed in a module: a node and the name of its field."""
    found: list[tuple[ast.expr | ast.stmt, str]] = []
    without_effect = {id(inner) for part in _without_effect(tree) for inner in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) in without_effect:
            continue
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


def _without_effect(tree: ast.AST) -> Iterator[ast.AST]:
    """Where no change can be noticed: in types and protocols, which nothing runs, and in the sizes of caches."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) in CACHES]
    sizes = {_name(keyword.value) for call in calls for keyword in call.keywords} - {""}
    yield from (keyword.value for call in calls for keyword in call.keywords)
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=target, annotation=type_, value=value):
                yield type_
                if value and _name(target) in sizes:
                    yield value
            case ast.arg(annotation=ast.expr() as type_):
                yield type_
            case ast.FunctionDef(returns=ast.expr() as type_) | ast.AsyncFunctionDef(returns=ast.expr() as type_):
                yield type_
            case ast.Assign(targets=[ast.Name(id=name)], value=size) if name in sizes:
                yield size
            case ast.ClassDef(bases=[*bases]) if "Protocol" in map(_name, bases):
                yield from node.body
            case _:
                pass


def _first_of_several(tree: ast.AST) -> set[int]:
    """The zeros of `rows[0]`: the last item is tried nowhere, since of one row it is the first."""
    return {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _changed(field: str, old: Any, step: int) -> Any:
    """What stands in its stead: of a whole number the one before or after, of any other a tenth less or more."""
    match field:
        case "ops":
            return [_SWAPPED[type(old[0])]()]
        case "op":
            return _SWAPPED[type(old)]()
        case "value":
            return old + step if isinstance(old, int) or not old else old * (1 + step / 10)
        case _:
            return ast.UnaryOp(ast.Not(), old)


def nearest(copy: Path, file: Path, folders: list[str], imports: grimp.ImportGraph) -> list[str]:
    """The test files in these folders that import the module: its namesakes first, then by the chain of imports.

    Golden tables come last.
    """
    module = ".".join(file.relative_to(copy).with_suffix("").parts).removesuffix(".__init__")
    chains = {}
    for test in (path for folder in folders for path in (copy / folder).rglob("test_*.py")):
        importer = ".".join(test.relative_to(copy).with_suffix("").parts)
        if chain := imports.find_shortest_chain(importer=importer, imported=module):
            namesake = file.stem in test.stem
            chains[str(test.relative_to(copy))] = (not namesake, len(chain), test.stat().st_size)
    golden = [test for test in chains if "/test_golden_" in test]
    return [*sorted(chains.keys() - golden, key=lambda test: chains[test])[:NEAREST], *golden]


def failed(copy: Path, tests: list[str]) -> str | None:
    """The first of these tests that fails, with all its parameters; all when they crash; None when they pass."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        f"--timeout={MOST_S_A_TEST}",
        *tests,
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=MOST_S)
    except subprocess.TimeoutExpired:
        return " ".join(tests)
    if not ended.returncode:
        return None
    first = re.search(r"^(?:FAILED|ERROR) ([^\s\[]+)", ended.stdout, re.MULTILINE)
    return first[1] if first else " ".join(tests)


def main() -> None:
    """Test mutants until the time is up, rooms in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", default=list(TESTS))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ends = time.monotonic() + 60 * given.minutes
    imports = grimp.build_graph("interview_cli", "tests", cache_dir=None)
    tested, survivors = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        draws = [_drawn(copy, room, given.seed) for room in given.rooms]
        for room, file, number, chance in itertools.chain.from_iterable(zip(*draws, strict=False)):
            if time.monotonic() > ends:
                break
            original = file.read_text(encoding="utf-8")
            line, what, changed = mutant(original, number, chance)
            file.write_text(changed, encoding="utf-8")
            test = failed(copy, nearest(copy, file, TESTS[room], imports) or TESTS[room])
            file.write_text(original, encoding="utf-8")
            place = f"{file.relative_to(copy)}:{line}: {what}"
            if test and failed(copy, test.split()):
                print(f"UNKNOWN  {place} (without the change, too, it fails: {test})", flush=True)
                continue
            print(f"noticed  {place} ({test})" if test else f"SURVIVES {place}", flush=True)
            tested[room] += 1
            survivors[room] += not test
    for room, count in tested.items():
        print(f"{room}: {count} mutants, {survivors[room]} survive ({100 * survivors[room] / count:.0f} %)")


def _drawn(copy: Path, room: str, seed: int) -> list[tuple[str, Path, int, random.Random]]:
    """Every place of a room in the order in which they are drawn: the room, the file, the number of the place."""
    chance = random.Random(f"{room} {seed}")
    files = sorted((copy / "interview_cli" / room).rglob("*.py"))
    found = [(room, file, number, chance) for file in files for number in range(places(file.read_text("utf-8")))]
    chance.shuffle(found)
    return found


if __name__ == "__main__":
    main()
