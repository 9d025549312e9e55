"""What every command has in common: help, quick start, and how it ends when the reader goes away."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interview_cli import __version__
from interview_cli.cli.main import COMMANDS, load_command
from tests.conftest import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Run

HEAVY = {"whisper", "torch", "textual", "numpy", "ollama", "openai", "sqlite_utils", "rich", "pydantic"}


def commands_of(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command that runs, with the words that name it."""
    children = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from commands_of(child, *path, name)


ALL_COMMANDS = [found for name in COMMANDS for found in commands_of(load_command(name), name)]


def modules_after(*arguments: str) -> set[str]:
    """The top-level modules in a fresh process after a command."""
    code = f"""
import sys
sys.argv = ["interview", *{list(arguments)!r}]
import atexit, json
atexit.register(lambda: sys.stderr.write("\\n" + json.dumps(sorted(name.split(".")[0] for name in sys.modules))))
from interview_cli.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    assert modules_after(option) & (HEAVY | {"yaml", "sqlite3"}) == set()


def test_history_imports_nothing_heavy(practise: Any) -> None:
    practise("--type", "hr", "-n", "1", "--follow-ups", "0")
    unneeded = HEAVY | {"pydantic", "yaml", "rapidfuzz"}
    assert modules_after("history", "--json") & unneeded == set()


def test_doctor_looks_for_the_models_of_both_whispers_without_importing_them() -> None:
    assert modules_after("doctor") & {"whisper", "faster_whisper", "torch"} == set()


def test_version(process: Run, cli: Run) -> None:
    assert process("--version").out == cli("--version").out == f"interview {__version__}\n"


def test_help_names_every_command_with_the_first_line_of_its_own(cli: Run) -> None:
    done = cli("--help")
    assert done.code == 0
    assert cli("-h").out == done.out
    for name, meaning in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(meaning[:40])}", done.out, re.MULTILINE), name
        assert load_command(name).name == name
    assert "interview practice --type behavioral" in done.out


@pytest.mark.parametrize("command", [words for words, _ in ALL_COMMANDS], ids=" ".join)
def test_every_command_has_help_with_examples(cli: Run, command: tuple[str, ...]) -> None:
    done = cli(*command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: interview {' '.join(command)} ")
    examples = re.findall(r"^ +(?:.*\| )?interview (.+)$", done.out[done.out.index("Example") :], re.MULTILINE)
    assert examples
    assert all(example.startswith(" ".join(command)) for example in examples)
    assert "--install-completion" not in done.out, "that is the root's"
    assert "-h, --help" in done.out
    assert not re.search(r"<[a-z]+[^<>]*>", done.out), "a Python type instead of a metavar"


@pytest.mark.parametrize(
    "command", [each for _, each in ALL_COMMANDS], ids=[" ".join(words) for words, _ in ALL_COMMANDS]
)
def test_every_option_that_takes_a_value_has_a_metavar(command: Any) -> None:
    valued = [each for each in command.params if not getattr(each, "is_flag", False)]
    assert [each.name for each in valued if not each.metavar] == []


def test_no_command_off_a_terminal_shows_the_help(cli: Run) -> None:
    done = cli()
    assert done.code == 0
    assert done.out.startswith("Usage: interview")


def test_a_misspelt_command_is_a_usage_error(cli: Run) -> None:
    done = cli("practise")
    assert done.code == 2
    assert "practise" in done.err


@pytest.mark.parametrize("command", ["questions list", "questions list --json", "export", "practice -n 2 --type hr"])
def test_a_reader_that_goes_away_is_no_error_of_ours(practise: Any, command: str) -> None:
    for _ in range(3):
        practise("--type", "hr", "-n", "5")
    pipeline = f"yes 'I sold books for six years.' | {sys.executable} -m interview_cli {command} | head -n 1"
    done = subprocess.run(["bash", "-c", pipeline], capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr
    assert "Exception" not in done.stderr


def test_closed_streams_are_no_surprise(practise: Any) -> None:
    practise("--type", "hr", "-n", "1", "--follow-ups", "0")
    for command in ("history <&- >&- 2>&-", "practice --type hr -n 1 <&-", "practice --type hr -n 1 <&- >&-"):
        line = f"{sys.executable} -m interview_cli {command}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, input="")
        assert (done.returncode, done.stderr.count("Error")) == (0, 0), (line, done.stderr)


def test_a_terminal_without_unicode_is_no_obstacle(process: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("PYTHONUTF8", "0")
    answer = "I have led the café in Graz for six years — alone 😀."
    done = process("practice", "--type", "hr", "-n", "1", "--follow-ups", "0", "--json", stdin=answer)
    assert done.code == 0, done.err
    assert done.json["answers"][0]["answer"] == answer
    assert process("feedback").code == 0


def test_completion_knows_commands_and_options(monkeypatch: pytest.MonkeyPatch) -> None:
    def complete(words: str) -> str:
        environment = {
            **os.environ,
            "_INTERVIEW_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        code = "import sys; sys.argv = ['interview']; from interview_cli.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    assert complete("interview pr").split() == ["practice", "progress", "profile"]
    assert "--difficulty" in complete("interview practice --d")
    assert "validate" in complete("interview questions v")


def test_the_program_finds_its_data_from_anywhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "interview_cli", "questions", "list", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)) >= 400
