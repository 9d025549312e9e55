"""`interview evaluate` and files: odd names, what is replaced, what has changed, and a reader that leaves."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.batch.material import (
    QUESTION,
    STRONG,
    WEAK,
    conversation,
    interview_into_a_closed_pipe,
    lines_of,
    write_transcripts,
)
from tests.conftest import Run
from tests.forked import Forked


def by_id(out: Path) -> dict[str, Any]:
    return {line["id"]: line for line in lines_of(out)}


def test_a_name_that_is_no_text_costs_nothing(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 2)
    for number in (0xFE, 0xFF):
        (folder / os.fsdecode(b"bad" + bytes([number]) + b".txt")).write_text(conversation((QUESTION, STRONG)))
    out = tmp_path / os.fsdecode(b"out\xff.jsonl")
    table, page = tmp_path / os.fsdecode(b"t\xff.csv"), tmp_path / os.fsdecode(b"p\xff.html")
    for _ in range(2):
        done = cli("evaluate", folder, "--out", out, "--csv", table, "--html", page, "--rank", "--review-queue")
        assert done.code == 0, done.err
    shown = [line["source"] for line in lines_of(out)]
    assert sorted(shown) == sorted(
        [f"{folder}/bad\ufffd.txt"] * 2 + [f"{folder}/t{number:03}.txt" for number in (0, 1)]
    )
    assert min(line["id"] for line in lines_of(out)) == "bad\ufffd"
    assert "bad\ufffd.txt" in table.read_text(encoding="utf-8")
    assert "bad\ufffd" in page.read_text(encoding="utf-8")
    assert cli("evaluate", "--compare", out, out, "--json").json["matched"] == 4


@pytest.mark.parametrize("option", ["--csv", "--html"])
def test_only_files_of_the_same_kind_are_replaced(cli: Run, tmp_path: Path, option: str) -> None:
    folder = write_transcripts(tmp_path / "in", 2)
    out, target = tmp_path / "out.jsonl", tmp_path / "report"
    transcript = folder / "t000.txt"
    before = transcript.read_bytes()
    for lost in (transcript, out, folder):
        refused = cli("evaluate", folder, "--out", out, option, lost)
        assert refused.code == 2, refused.err
        assert str(lost) in refused.err
    assert not out.exists(), "nothing is scored before it is known that all can be written"
    assert cli("evaluate", folder, "--out", out, option, tmp_path / "none" / "report").code == 3
    assert transcript.read_bytes() == before
    target.touch()
    for _ in range(2):
        done = cli("evaluate", folder, "--out", out, option, target)
        assert done.code == 0, done.err
    assert target.stat().st_size > 200
    other = "--html" if option == "--csv" else "--csv"
    assert cli("evaluate", folder, "--out", out, other, target).code == 2
    assert cli("evaluate", folder, "--out", out, option, target, other, target).code == 2
    link = tmp_path / "link"
    link.hardlink_to(out)
    assert cli("evaluate", folder, "--out", out, option, link).code == 2
    assert len(lines_of(out)) == 2


def test_pipes_and_devices_are_written_to_as_they_are(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert cli("evaluate", folder, "--out", tmp_path / "out.jsonl", "--csv", pipe).code == 0
        assert os.read(reader, 1000).startswith(b"rank,id,source,")
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    full = cli("evaluate", folder, "--out", tmp_path / "out.jsonl", "--html", "/dev/full")
    assert (full.code, "No space left on device" in full.err) == (3, True)
    assert Path("/dev/full").is_char_device()


def test_transcripts_are_never_taken_for_results(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 2)
    ours = folder / "ours.jsonl"
    ours.write_text(json.dumps({"id": "a", "turns": [{"speaker": "candidate", "text": STRONG}]}) + "\n")
    for file in (folder / "t000.txt", ours):
        before = file.read_bytes()
        for more in ([], ["--overwrite"]):
            refused = cli("evaluate", folder, "--out", file, *more)
            assert refused.code == 3
            assert "not written by 'interview evaluate'" in refused.err
        assert file.read_bytes() == before
    assert cli("evaluate", folder, "--out", "-").code == 2


def test_what_has_changed_is_reported_and_done_again_when_asked(cli: Run, tmp_path: Path) -> None:
    folder = write_transcripts(tmp_path / "in", 3)
    out = tmp_path / "out.jsonl"
    command = ("evaluate", folder, "--out", out)
    assert "changed since" not in cli(*command).err + cli(*command).err
    before = {line["id"]: line for line in lines_of(out)}
    (folder / "t001.txt").write_text(conversation((QUESTION, WEAK)))
    for _ in range(2):
        again = cli(*command, "--json")
        assert "1 item changed since" in again.err
        assert "--retry-changed" in again.err
        assert again.json["summary"]["changed"] == 1
    assert by_id(out) == before
    retried = cli(*command, "--retry-changed")
    assert "1 changed item to be scored again." in retried.err
    assert "changed since" not in retried.err + cli(*command).err
    after = by_id(out)
    assert after["t001"]["overall_score"] < before["t001"]["overall_score"]
    assert {name: line for name, line in after.items() if name != "t001"} == {
        name: line for name, line in before.items() if name != "t001"
    }
    assert cli(*command, "--retry-changed", "--overwrite").code == 2


def test_a_change_is_noticed_without_the_ledger_and_when_the_file_is_gone(
    cli: Run, tmp_path: Path, home: Path
) -> None:
    folder = write_transcripts(tmp_path / "in", 3)
    out = tmp_path / "out.jsonl"
    paths = [folder / f"t{number:03}.txt" for number in range(3)]
    command = ("evaluate", *paths, "--out", out)
    cli(*command)
    for ledger in home.rglob("batch*/*"):
        if ledger.is_file():
            ledger.unlink()
    paths[0].unlink()
    paths[1].write_text(conversation((QUESTION, WEAK)))
    assert "2 items changed since" in cli(*command).err
    retried = cli(*command, "--retry-changed", "--retry-failed")
    assert retried.code == 5
    assert "2 failed and changed items to be scored again." in retried.err
    assert {name: line["status"] for name, line in by_id(out).items()} == {
        "t000": "failed",
        "t001": "scored",
        "t002": "scored",
    }


@pytest.mark.parametrize("shown", [["--rank"], ["--review-queue", "--json"], []])
def test_a_reader_that_leaves_early_is_no_failure(tmp_path: Path, shown: list[str]) -> None:
    folder = write_transcripts(tmp_path / "in", 3)
    out = tmp_path / "out.jsonl"
    done = Forked(interview_into_a_closed_pipe, "evaluate", str(folder), "--out", str(out), *shown).end()
    assert done.code == (141 if shown else 0)
    *progress, summary = done.err.splitlines()
    assert summary.startswith(f"{out}: 3 scored, ")
    assert all(re.match(r"\d of 3 done", line) for line in progress), "only a slow run shows how far it is"
    assert len(lines_of(out)) == 3


@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "-"])
def test_what_is_open_already_can_be_named(process: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.jsonl"
    done = process("evaluate", name, "--out", out, stdin=conversation((QUESTION, STRONG)))
    assert done.code == 0, done.err
    assert [line["status"] for line in lines_of(out)] == ["scored"]


def test_what_is_behind_urls_is_named_after_its_file_and_kept_without_secrets(
    cli: Run, tmp_path: Path, home: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "calls.zip", "w") as archive:
        for name in ("ann.txt", "bob.txt"):
            archive.writestr(name, conversation((QUESTION, STRONG)))
    out, table, page = tmp_path / "out.jsonl", tmp_path / "t.csv", tmp_path / "p.html"
    refused = "http://me:secret@127.0.0.1:1/cam.txt?key=secret"
    done = cli(
        *("evaluate", f"zip://*.txt::file://{tmp_path}/calls.zip", refused),
        *("--out", out, "--csv", table, "--html", page, "--rank"),
    )
    assert done.code == 5
    assert {name: line["status"] for name, line in by_id(out).items()} == {
        "ann": "scored",
        "bob": "scored",
        "cam": "failed",
    }
    assert by_id(out)["cam"]["source"] == "http://127.0.0.1:1/cam.txt?key=***"
    kept = [file.read_bytes() for file in (out, table, page, *home.rglob("*.db*")) if file.is_file()]
    assert len(kept) >= 4
    assert not any(b"secret" in each for each in (*kept, done.out.encode(), done.err.encode()))
