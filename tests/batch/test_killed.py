"""A run that is killed, stopped, or not alone: no line twice, none lost, none torn."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_cli.batch.items import Item, key_of
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import Scorer
from interview_cli.cli.main import run as run_command
from tests.batch.killed import MOMENTS, struck
from tests.batch.material import lines_of, write_transcripts
from tests.conftest import PROJECT, Run
from tests.forked import Forked

COUNT = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_transcripts(tmp_path / "transcripts", COUNT)


def assert_complete(out: Path) -> None:
    lines = lines_of(out)
    assert sorted(line["id"] for line in lines) == [f"t{number:03}" for number in range(COUNT)]
    assert all(line["status"] == "scored" for line in lines)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_it_continues_where_it_was(cli: Run, folder: Path, tmp_path: Path, moment: str) -> None:
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
        "Run the same command again to resume.",
    ]
    assert cli("evaluate", folder, "--out", out, "--json").json["summary"]["done_before"] == saved
    assert_complete(out)


def test_two_runs_share_the_work(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ["evaluate", str(folder), "--out", str(out), "--jobs", "1", "--json"]
    results = [run.end() for run in [Forked(run_command, arguments) for _ in range(2)]]
    assert [result.code for result in results] == [0, 0], results
    assert sum(result.json["summary"]["done_now"] for result in results) == COUNT
    assert_complete(out)


@pytest.fixture
def ledgers(tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    pair = [Ledger(tmp_path / "ledgers", tmp_path / "out.jsonl") for _ in range(2)]
    yield pair[0], pair[1]
    for each in pair:
        each.close()


def test_what_one_run_has_claimed_no_other_gets(ledgers: tuple[Ledger, Ledger]) -> None:
    first, second = ledgers
    assert first.claim(["a", "b"]) == ({"a", "b"}, set())
    assert second.claim(["a", "b", "c"]) == ({"c"}, set())
    assert first.other_runs() == second.other_runs() == 1
    first.release()
    assert second.claim(["a", "b", "c"]) == ({"a", "b"}, set())


def test_leases_end_unless_they_are_renewed(ledgers: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ledgers
    monkeypatch.setattr("interview_cli.batch.ledger.LEASE_S", -1.0)
    first.claim(["a", "b"])
    monkeypatch.setattr("interview_cli.batch.ledger.LEASE_S", 120.0)
    assert second.claim(["a"]) == ({"a"}, set())
    first.renew()
    assert second.claim(["a", "b"]) == (set(), set())


def test_a_dead_runs_leases_are_free_at_once(tmp_path: Path) -> None:
    script = f"""
import os
from pathlib import Path
from interview_cli.batch.ledger import Ledger
print(Ledger(Path({str(tmp_path / "ledgers")!r}), Path("out")).claim(["a"]))
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False, stdout=subprocess.DEVNULL)
    ledger = Ledger(tmp_path / "ledgers", Path("out"))
    assert ledger.claim(["a"]) == ({"a"}, set())
    assert ledger.other_runs() == 0
    ledger.close()


def test_a_run_whose_lease_was_taken_writes_nothing_twice(
    ledgers: tuple[Ledger, Ledger], folder: Path, tmp_path: Path
) -> None:
    files = [OutFile(tmp_path / "out.jsonl", ledger) for ledger in ledgers]
    scorer = Scorer(Plan())
    results = [scorer.score_at_once(Item(key_of(file), str(file), str(file))) for file in folder.iterdir()]
    for file in files:
        file.begin(Plan().fingerprint, overwrite=False)
    assert len(files[0].append(results[:5])) == 5
    assert len(files[1].append(results[3:])) == COUNT - 5
    assert files[0].append(results) == []
    assert_complete(tmp_path / "out.jsonl")
    for file in files:
        file.close()
