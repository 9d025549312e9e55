"""Writes docs/commands.md and docs/schemas from the program itself; --check fails when a file is out of date."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["COLUMNS"] = os.environ["TERMINAL_WIDTH"] = "100"

from interview_cli.cli.help import TOPICS
from interview_cli.cli.main import COMMANDS, load_command
from interview_cli.contracts.schemas import CONTRACTS, schema
from interview_cli.paths import Paths

FOLDER = Path(__file__).parent
PLACES = Paths(Path("(configuration folder)"), Path("(data folder)"), Path("(cache folder)"))


def reference() -> str:
    """The whole document."""
    parts = [
        "# Commands",
        "",
        "Generated from the program's own help by `make docs`; do not edit.",
        "",
    ]
    for name in COMMANDS:
        parts += _command(load_command(name), f"interview {name}")
    for name, topic in TOPICS.items():
        parts += [f"## {topic.title}: interview help {name}", "", topic.text, "", "| | |", "| --- | --- |"]
        parts += [f"| `{term}` | {meaning.replace('|', chr(92) + '|')} |" for term, meaning in topic.rows(PLACES)]
        parts.append("")
    return "\n".join(parts) + "\n"


def _command(command: Any, usage: str) -> list[str]:
    context = command.context_class(command, info_name=usage)
    lines = [f"## {usage}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    for name, child in getattr(command, "commands", {}).items():
        lines += _command(child, f"{usage} {name}")
    return lines


def documents() -> dict[Path, str]:
    """Every generated file with what belongs in it."""
    schemas = {FOLDER / "schemas" / f"{name}.json": json.dumps(schema(name), indent=2) + "\n" for name in CONTRACTS}
    return {FOLDER / "commands.md": reference(), **schemas}


def main() -> int:
    """Write the documents, or compare them under --check."""
    for path, text in documents().items():
        if "--check" not in sys.argv[1:]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name} is out of date: run 'make docs'.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
