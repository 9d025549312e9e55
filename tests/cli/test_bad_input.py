"""Bad input ends with 2 or 3 and one clear line, and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

BAD_FILES = {
    "empty.txt": b"",
    "blank.yaml": b"\n\n",
    "binary.bin": b"\x7fELF\x02\x01\x01\x00\x00",
    "binary.jsonl": bytes(range(256)),
    "latin1.txt": b"caf\xe9",
    "utf16.txt": "I led a team.".encode("utf-16"),
    "broken.yaml": b"- ok\n- [unclosed\n- {a: b\n",
    "broken.json": b'["ok", ',
    "broken.jsonl": b'{"answer": "ok"}\n{"answer"\n',
    "mapping.yaml": b"answer: one\n",
}

BAD_COMMANDS = [
    (2, ["practice", "--type", "astrology"]),
    (2, ["practice", "--type", ""]),
    (2, ["practice", "--difficulty", "hard"]),
    (2, ["practice", "--questions", "0"]),
    (2, ["practice", "--questions", "many"]),
    (2, ["practice", "--questions", "31"]),
    (2, ["practice", "--follow-ups", "-1"]),
    (2, ["practice", "--seed", "-1"]),
    (2, ["practice", "--unknown"]),
    (2, ["practice", "extra"]),
    (2, ["astrology"]),
    (2, ["history", "--since", "yesterday"]),
    (2, ["history", "--since", "2026-02-30"]),
    (2, ["history", "--limit", "0"]),
    (2, ["history", "--type", "astrology"]),
    (2, ["feedback", "last", "--rate", "6"]),
    (2, ["feedback", "last", "--json", "--markdown"]),
    (2, ["purge"]),
    (2, ["purge", "--all", "--before", "2026-01-01"]),
    (2, ["purge", "--all"]),
    (2, ["purge", "last"]),
    (2, ["questions", "list", "--type", "astrology"]),
    (2, ["config", "set", "practice.questions"]),
    (2, ["analyze"]),
    (2, ["analyze", "x.txt", "--format", "xml"]),
    (2, ["backup"]),
    (3, ["practice", "--bank", "nosuch"]),
    (3, ["practice", "--type", "hr", "--bank", "backend"]),
    (3, ["practice", "--bank", "motivation", "--questions", "30"]),
    (3, ["practice", "--answers", "missing.txt"]),
    (3, ["practice", "--answers", "."]),
    (3, ["practice", "--continue", "last"]),
    (3, ["practice", "--continue", "nosuch"]),
    (3, ["practice", "--continue", ""]),
    (3, ["feedback", "nosuch"]),
    (3, ["feedback", "nosuch", "--rate", "5"]),
    (3, ["feedback", "nosuch", "--rescore"]),
    (3, ["purge", "nosuch", "--yes"]),
    (3, ["questions", "show", "nosuch"]),
    (3, ["questions", "validate", "missing.yaml"]),
    (3, ["questions", "add", "missing.yaml"]),
    (3, ["config", "set", "practice.mood", "good"]),
    (3, ["config", "set", "practice", "good"]),
    (3, ["config", "set", "practice.questions", "31"]),
    (3, ["config", "set", "practice.type", "astrology"]),
    (3, ["config", "get", "practice.mood"]),
    (3, ["config", "unset", "practice.mood"]),
    (3, ["analyze", "missing.txt"]),
    (3, ["analyze", "."]),
    (3, ["export", "--out", "no/such/folder/x.jsonl"]),
    (3, ["backup", "no/such/folder/x.db"]),
]


def is_one_clear_error(err: str) -> bool:
    """One or two lines of what happened and what to do; usage errors also name the command."""
    lines = err.strip().splitlines()
    about = [line for line in lines if line and not line.startswith(("Usage:", "Try '"))]
    return "Traceback" not in err and 1 <= len(about) <= 2 and about[0].startswith("Error: ")


def test_bad_commands_change_nothing(
    cli: Run,
    practise: Callable[..., Any],
    fingerprint: Callable[[], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    practise("--type", "hr", "-n", "1", "--follow-ups", "0")
    before = fingerprint()
    for code, arguments in BAD_COMMANDS:
        done = cli(*arguments)
        assert (done.code, done.out) == (code, ""), (arguments, done.err)
        assert is_one_clear_error(done.err), (arguments, done.err)
        assert fingerprint() == before, arguments
        assert list(empty.iterdir()) == [], arguments


@pytest.mark.parametrize(
    "arguments",
    [
        *(arguments for code, arguments in BAD_COMMANDS if arguments[0] in {"practice", "feedback"}),
        *(["practice", "--answers", name] for name in BAD_FILES),
    ],
    ids=" ".join,
)
def test_bad_commands_on_a_fresh_machine_leave_it_fresh(
    cli: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in BAD_FILES.items():
        (tmp_path / name).write_bytes(content)
    done = cli(*arguments)
    assert done.code in {2, 3}
    assert is_one_clear_error(done.err), done.err
    assert [*home.iterdir()] == []


def test_an_answers_file_of_200_mb(cli: Run, home: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(200_000_000)
    done = cli("practice", "--answers", big)
    assert done.code == 3
    assert "is larger than 20 MB" in done.err
    assert [*home.iterdir()] == []


@pytest.mark.parametrize("arguments", [["practice", "--answers"], ["analyze"], ["questions", "validate"]])
def test_a_file_that_may_not_be_read(cli: Run, tmp_path: Path, arguments: list[str]) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("words")
    secret.chmod(0)
    if os.geteuid() == 0:  # root reads everything: a folder is what it cannot read as a file either
        secret.unlink()
        secret.symlink_to(secret)
    done = cli(*arguments, secret)
    assert done.code == 3
    assert str(secret) in done.err


def test_a_real_process_ends_the_same_way(process: Run, tmp_path: Path) -> None:
    binary = tmp_path / "answers.bin"
    binary.write_bytes(b"\x7fELF\x00\x00")
    done = process("practice", "--answers", binary)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        f"Error: {binary} is a binary file, not text.\n"
        'Use lines of {"answer": "…"}, a YAML list, or paragraphs separated by blank lines.\n'
    )
    done = process("practice", "--type", "astrology")
    assert (done.code, done.out) == (2, "")
    assert "'astrology' is none of behavioral, hr_screen," in done.err


def test_the_unexpected_is_reported_without_a_traceback(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from interview_cli.storage import history

    def explode(*_: Any, **__: Any) -> None:
        raise RuntimeError("something odd")

    monkeypatch.setattr(history.History, "list_sessions", explode)
    done = cli("history")
    assert done.code == 1
    assert "something odd" in done.err
    assert "Traceback" not in done.err
    with pytest.raises(RuntimeError):
        cli("--debug", "history")
