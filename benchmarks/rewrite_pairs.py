"""How many wordings of lines of a CV the check of facts lets through: those that say the same, and those that do not.

    python -m benchmarks.rewrite_pairs [--show]

The pairs are in tests/cv/rewrites.yaml; of good ones most should pass, of bad ones none.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

import yaml

from interview_cli.cv.facts import Source, added

PAIRS: Final[dict[str, list[dict[str, Any]]]] = yaml.safe_load(
    (Path(__file__).parent.parent / "tests" / "cv" / "rewrites.yaml").read_text(encoding="utf-8")
)


def adds(case: dict[str, Any], proposed: str) -> list[str]:
    """What a wording adds to the line of a case."""
    before = case["before"]
    return added(proposed, before, Source(before, f"{before}\n{case['skills']}"))


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for part, cases in PAIRS.items():
        for kind in ("good", "bad"):
            found = [(case, line, adds(case, line)) for case in cases for line in case[kind]]
            passed = sum(not what for _, _, what in found)
            print(f"{part:6} {kind:5} {passed} of {len(found)} pass")
            for case, line, what in found if options.show else ():
                if bool(what) == (kind == "good"):
                    print(f"    {case['before']}\n    {line}\n        {what}")


if __name__ == "__main__":
    main()
