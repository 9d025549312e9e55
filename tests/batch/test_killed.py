"""A run that is killed, stopped, or not alone: no line twice, none lost, none torn."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from interview_cli.batch.items import Item, key_of
from interview_cli.batch.plan import Plan
from tests.batch.killed import MOMENTS
from tests.batch.material import lines_of, write_transcripts
from tests.conftest import PROJECT, Result, Run

COUNT = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_transcripts(tmp_path / "transcripts", COUNT)


def struck(moment: str, number: int, sent: str, *arguments: str | Path) -> Result:
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, str(script), moment, str(number), sent, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, cwd=PROJECT, timeout=60, check=False)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_complete(out: Path) -> None:
    lines = lines_of(out)
    assert sorted(line["id"] for line in lines) == [f"t{number:03}" for number in range(COUNT)]
    assert all(line["status"] == "scored" for line in lines)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_it_goes_on_where_it_was(cli: Run, folder: Path, tmp_path: Path, moment: str) -> None:
    out = tmp_path / "out.jsonl"
    killed = struck(moment, 2, "SIGKILL", "evaluate", folder, "--out", out, "--jobs", "1")
    assert killed.code == -signal.SIGKILL, killed.err
    before = [line for line in out.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    assert len(before) >= 3
    again = cli("evaluate", folder, "--out", out, "--jobs", "1", "--json")
    assert again.code == 0, again.err
    assert_complete(out)
    assert out.read_bytes().startswith(b"".join(before))
    assert again.json["summary"]["done_before"] == len(before)
    assert again.json["summary"]["done_now"] == COUNT - len(before)


def test_killed_again_and_again_it_still_ends_complete(cli: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    for moment in ("torn", "after_sync"):
        killed = struck(moment, 1, "SIGKILL", "evaluate", folder, "--out", out, "--jobs", "2")
        assert killed.code == -signal.SIGKILL, killed.err
    assert cli("evaluate", folder, "--out", out).code == 0
    assert_complete(out)


def test_without_its_ledger_the_out_file_alone_tells_what_is_done(
    cli: Run, home: Path, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    struck("torn", 2, "SIGKILL", "evaluate", folder, "--out", out, "--jobs", "1")
    done = out.read_bytes().count(b"\n")
    shutil.rmtree(home / "data")
    again = cli("evaluate", folder, "--out", out, "--json")
    assert again.json["summary"]["done_before"] == done >= 3
    assert_complete(out)


def test_lines_removed_by_hand_are_scored_again(cli: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    cli("evaluate", folder, "--out", out)
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[2:5]) + lines[6][:100])
    again = cli("evaluate", folder, "--out", out, "--json")
    assert again.json["summary"]["done_before"] == 3
    assert_complete(out)


def test_ctrl_c_saves_what_is_finished(cli: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    stopped = struck("before_write", 1, "SIGINT", "evaluate", folder, "--out", out, "--jobs", "1")
    assert stopped.code == 130
    saved = len(lines_of(out))
    assert 3 <= saved < COUNT
    assert stopped.err.splitlines()[-2:] == [
        f"Error: Stopped with {COUNT - saved} of {COUNT} left; everything scored is saved.",
        "Run the same command again to go on.",
    ]
    assert cli("evaluate", folder, "--out", out, "--json").json["summary"]["done_before"] == saved
    assert_complete(out)


def test_two_runs_share_the_work(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [
        sys.executable,
        "-m",
        "interview_cli",
        "evaluate",
        str(folder),
        "--out",
        str(out),
        "--jobs",
        "1",
        "--json",
    ]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) for _ in range(2)]
    results = [scorer.score(Item(key_of(file), str(file), str(file))) for file in folder.iterdir()]
    for file in files:
        file.begin(Plan().fingerprint, overwrite=False)
    assert len(files[0].append(results[:5])) == 5
    assert len(files[1].append(results[3:])) == COUNT - 5
    assert files[0].append(results) == []
    assert_complete(tmp_path / "out.jsonl")
    for file in files:
        file.close()
