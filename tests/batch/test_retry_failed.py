"""`--retry-failed`: what failed is done again, the rest stays, whoever is killed and whoever else writes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.batch.items import Item, ItemResult, key_of
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.lines import Lines
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.plan import Plan
from interview_cli.batch.service import begin_again
from interview_cli.cli.main import run as run_command
from interview_cli.errors import StorageError
from tests.batch.killed import MOMENTS, RETRY_MOMENTS, struck
from tests.batch.material import QUESTION, STRONG, conversation, lines_of, write_transcripts
from tests.batch.test_model_scoring import judged
from tests.conftest import Result, Run
from tests.forked import Forked
from tests.speech.checkpoint import speak
from tests.stub_servers import ChatCall, OpenAIStub

COUNT = 8
BROKEN = (1, 4, 5)


def repair(folder: Path) -> None:
    """Write what could not be read as it should have been."""
    for number in BROKEN:
        text = conversation((QUESTION, f"{STRONG} That was case {number}."))
        (folder / f"t{number:03}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Transcripts of which three are something else."""
    folder = write_transcripts(tmp_path / "transcripts", COUNT)
    for number in BROKEN:
        (folder / f"t{number:03}.txt").write_bytes(b"%PDF-1.7")
    return folder


@pytest.fixture
def out(cli: Run, folder: Path, tmp_path: Path) -> Path:
    """An out file with three failed lines, whose files have been repaired since."""
    out = tmp_path / "out.jsonl"
    assert cli("evaluate", folder, "--out", out, "--jobs", "1").code == 5
    repair(folder)
    return out


def retry(cli: Run, folder: Path, out: Path, *arguments: str | Path) -> Result:
    return cli("evaluate", folder, "--out", out, "--jobs", "1", "--json", "--retry-failed", *arguments)


def scored_lines(out: Path) -> list[bytes]:
    return [raw for raw in out.read_bytes().splitlines(keepends=True) if json.loads(raw)["status"] == "scored"]


def assert_all_scored(out: Path, count: int = COUNT) -> None:
    lines = lines_of(out)
    assert sorted(line["id"] for line in lines) == [f"t{number:03}" for number in range(count)]
    assert {line["status"] for line in lines} == {"scored"}
    assert {each.name for each in out.parent.glob(".*")} == set()


def test_only_what_failed_is_done_again(cli: Run, folder: Path, out: Path) -> None:
    kept = scored_lines(out)
    out.chmod(0o640)
    without = cli("evaluate", folder, "--out", out)
    assert without.code == 5
    assert "3 failed lines from an earlier run; --retry-failed tries those of the given files again." in without.err
    again = retry(cli, folder, out)
    assert again.code == 0, again.err
    assert "3 failed items to be scored again." in again.err
    assert "from an earlier run" not in again.err
    summary = again.json["summary"]
    assert (summary["done_before"], summary["done_now"], summary["failed_before"]) == (COUNT - 3, 3, 0)
    assert out.read_bytes().startswith(b"".join(kept))
    assert out.stat().st_mode & 0o777 == 0o640
    assert_all_scored(out)
    before = out.read_bytes()
    assert "0 failed items to be scored again." in retry(cli, folder, out).err
    assert out.read_bytes() == before


def test_what_fails_again_has_one_line_still(cli: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    cli("evaluate", folder, "--out", out)
    for _ in range(2):
        again = retry(cli, folder, out)
        assert again.code == 5
        assert again.json["summary"]["failed"] == 3
        assert len(lines_of(out)) == COUNT
    assert "--retry-failed scores them again" in again.err


def test_failed_lines_of_what_is_not_given_stay(cli: Run, folder: Path, out: Path) -> None:
    again = retry(cli, folder / "t001.txt", out)
    assert again.code == 5
    assert "1 failed item to be scored again." in again.err
    assert again.json["summary"]["failed_before"] == 2
    assert len(lines_of(out)) == COUNT
    assert again.json["summary"]["failed"] == 2


def test_a_file_with_several_transcripts_is_done_again_as_a_whole(cli: Run, tmp_path: Path) -> None:
    turns = [{"speaker": "interviewer", "text": QUESTION}, {"speaker": "candidate", "text": STRONG}]
    calls, pairs = tmp_path / "calls.jsonl", tmp_path / "pairs.csv"
    calls.write_text("\n".join([json.dumps({"id": "ann", "turns": turns}), "{broken"]))
    row = f'{QUESTION},"{STRONG}"\n'
    pairs.write_text(f"id,type,question,answer\ncam,hr,{row}dee,hr,{row}eve,astrology,{row}")
    out = tmp_path / "out.jsonl"
    cli("evaluate", calls, pairs, "--out", out)
    first = {line["id"]: line for line in lines_of(out)}
    assert {name for name, line in first.items() if line["status"] == "failed"} == {"calls-2", "pairs"}
    assert first["cam"]["parts"] == 3
    calls.write_text(calls.read_text().replace("{broken", json.dumps({"id": "bob", "turns": turns})))
    pairs.write_text(f"id,type,question,answer\nfay,hr,{row}cam,hr,{row}dee,hr,{row}eve,hr,{row}")
    again = cli("evaluate", calls, pairs, "--out", out, "--retry-failed")
    assert again.code == 0, again.err
    assert "2 failed items to be scored again." in again.err
    lines = {line["id"]: line for line in lines_of(out)}
    assert len(lines_of(out)) == len(lines)
    assert set(lines) == {"ann", "bob", "cam", "dee", "eve", "fay"}
    assert {lines[name]["parts"] for name in ("cam", "dee", "eve", "fay")} == {4}
    assert lines["ann"] == first["ann"]


@pytest.mark.parametrize("moment", RETRY_MOMENTS)
def test_killed_while_failed_lines_are_taken_out_nothing_is_lost(
    cli: Run, folder: Path, out: Path, moment: str
) -> None:
    kept = scored_lines(out)
    killed = struck(moment, 0, "SIGKILL", "evaluate", folder, "--out", out, "--jobs", "1", "--retry-failed")
    assert killed.code == -signal.SIGKILL, killed.err
    assert scored_lines(out) == kept
    assert len(lines_of(out)) == (COUNT - 3 if moment in {"replaced", "taken_out"} else COUNT)
    again = retry(cli, folder, out)
    assert again.code == 0, again.err
    assert out.read_bytes().startswith(b"".join(kept))
    assert again.json["summary"]["done_now"] == 3
    assert_all_scored(out)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_they_are_done_again_it_continues(cli: Run, folder: Path, out: Path, moment: str) -> None:
    kept = scored_lines(out)
    killed = struck(moment, 1, "SIGKILL", "evaluate", folder, "--out", out, "--jobs", "1", "--retry-failed")
    assert killed.code == -signal.SIGKILL, killed.err
    assert out.read_bytes().startswith(b"".join(kept))
    assert cli("evaluate", folder, "--out", out, "--jobs", "1").code == 0, "without --retry-failed as well"
    assert out.read_bytes().startswith(b"".join(kept))
    assert_all_scored(out)


@pytest.mark.parametrize("ledger_lost", [False, True])
def test_a_file_damaged_at_its_end(cli: Run, home: Path, folder: Path, out: Path, ledger_lost: bool) -> None:
    raws = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(raws[:-1]) + raws[-1][:50] + b"\0\0\0")
    if ledger_lost:
        shutil.rmtree(home / "data")
    again = retry(cli, folder, out)
    assert again.code == 0, again.err
    assert again.json["summary"]["done_now"] == 4, "the three that failed and the one that was damaged"
    assert_all_scored(out)


def test_two_runs_that_both_try_again(cli: Run, folder: Path, out: Path) -> None:
    arguments = ["evaluate", str(folder), "--out", str(out), "--jobs", "1", "--json", "--retry-failed"]
    results = [run.end() for run in [Forked(run_command, arguments) for _ in range(2)]]
    assert [result.code for result in results] == [0, 0], results
    assert sum(result.json["summary"]["done_now"] for result in results) == 3
    assert_all_scored(out)


def test_a_model_is_asked_again_only_about_what_failed(
    cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = write_transcripts(tmp_path / "in", 4), tmp_path / "out.jsonl"

    def hardly(call: ChatCall) -> str:
        return "no idea" if "That was case 2." in call.text else judged(call)

    def run_with(reply: Callable[[ChatCall], str], *arguments: str) -> tuple[Result, set[int]]:
        with OpenAIStub(reply) as server:
            monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
            monkeypatch.setenv("INTERVIEW_LLM__RETRIES", "1")
            done = cli("evaluate", folder, "--out", out, "--llm", "openai:stub:latest", *arguments)
            asked = " ".join(call.text for call in server.requests)
            return done, {number for number in range(4) if f"That was case {number}." in asked}

    assert run_with(hardly)[0].code == 5
    kept = scored_lines(out)
    again, asked = run_with(judged, "--retry-failed")
    assert again.code == 0, again.err
    assert "1 failed item to be scored again." in again.err
    assert asked == {2}
    assert out.read_bytes().startswith(b"".join(kept))
    assert {line["evaluator"]["kind"] for line in lines_of(out)} == {"model"}
    assert_all_scored(out, 4)


def test_a_recording_is_heard_again(cli: Run, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    spoken = speak("I would ask my manager.", "slt", folder / "remark.wav").read_bytes()
    (folder / "remark.wav").write_bytes(spoken[:40])
    assert cli("evaluate", folder, "--out", out, "--stt", "sphinx").code == 5
    (folder / "remark.wav").write_bytes(spoken)
    again = cli("evaluate", folder, "--out", out, "--stt", "sphinx", "--retry-failed")
    assert again.code == 0, again.err
    (line,) = lines_of(out)
    assert "manager" in line["answers"][0]["answer"]


def test_overwriting_is_something_else(cli: Run, folder: Path, out: Path) -> None:
    before = out.read_bytes()
    assert retry(cli, folder, out, "--overwrite").code == 2
    assert out.read_bytes() == before


Open = Callable[[], tuple[OutFile, Ledger]]


@pytest.fixture
def open_out(tmp_path: Path) -> Iterator[Open]:
    """Opens the out file with its ledger, as a new run does."""
    opened: list[OutFile | Ledger] = []

    def call() -> tuple[OutFile, Ledger]:
        ledger = Ledger(tmp_path / "ledgers", tmp_path / "shared.jsonl")
        out = OutFile(tmp_path / "shared.jsonl", ledger)
        opened.extend((out, ledger))
        out.begin(Plan().fingerprint, overwrite=False)
        return out, ledger

    yield call
    for each in opened:
        each.close()


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    """Items named by what they are; there is nothing in them."""
    return [Item(key_of(name), name, str(tmp_path / name)) for name in "abcdef"]


@pytest.fixture(scope="module")
def writer() -> Lines:
    return Lines(Plan())


def failures(writer: Lines, items: list[Item]) -> list[ItemResult]:
    return [writer.failed(item, f"{item.source} failed") for item in items]


def test_a_running_run_continues_in_the_new_file(open_out: Open, items: list[Item], writer: Lines) -> None:
    (first, first_ledger), (second, second_ledger) = open_out(), open_out()
    first_ledger.claim([item.key for item in items[4:]])
    first.append(failures(writer, items[:4]))
    assert begin_again(second, second_ledger, items[1:3]) == 2
    assert second_ledger.claim([item.key for item in items]) == (
        {item.key for item in items[1:3]},
        {items[0].key, items[3].key},
    ), "what the first run has claimed stays its own"
    assert [facts.id for facts in first.append(failures(writer, items[4:]))] == ["e", "f"]
    assert [facts.id for facts in second.append(failures(writer, items))] == ["b", "c"]
    lines = lines_of(first.path)
    assert [line["id"] for line in lines] == ["a", "d", "e", "f", "b", "c"]
    for file, ledger in ((first, first_ledger), (second, second_ledger)):
        assert [file.read(line) for line in ledger.lines()] == lines
    stale = next(first_ledger.lines())
    begin_again(second, second_ledger, items[:1])
    with pytest.raises(StorageError, match="Another run"):
        first.read(stale)


def test_a_running_run_takes_over_what_one_killed_between_file_and_ledger_left(
    open_out: Open, items: list[Item], writer: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, first_ledger), (second, second_ledger) = open_out(), open_out()
    first.append(failures(writer, items[:4]))
    first_ledger.claim([items[5].key])

    def killed(*_: object) -> None:
        raise sqlite3.OperationalError("as if it had been killed")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "take_out_chosen", killed)
        with pytest.raises(sqlite3.OperationalError):
            begin_again(second, second_ledger, items[:2])
    assert [line["id"] for line in lines_of(first.path)] == ["c", "d"]
    first.append(failures(writer, items[4:5]))
    assert [line["id"] for line in lines_of(first.path)] == ["c", "d", "e"]
    mine, done = second_ledger.claim([item.key for item in items])
    assert mine == {item.key for item in items[:2]}
    assert done == {item.key for item in items[2:5]}


def test_a_full_disk_leaves_the_file_as_it_was(
    open_out: Open, items: list[Item], writer: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, ledger = open_out()
    out.append(failures(writer, items))
    before = out.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageError, match="No space left on device"):
            begin_again(out, ledger, items)
    assert out.path.read_bytes() == before
    assert not list(out.path.parent.glob(".*"))
    assert begin_again(out, ledger, items) == len(items)
    assert out.path.read_bytes() == b""


def test_a_removed_file_is_reported(open_out: Open, items: list[Item], writer: Lines) -> None:
    out, _ = open_out()
    out.path.unlink()
    with pytest.raises(StorageError, match="was removed while it was being written"):
        out.append(failures(writer, items))


@given(
    data=st.data(),
    parts=st.lists(st.lists(st.booleans(), min_size=1, max_size=3), min_size=1, max_size=8),
)
def test_the_ledger_is_what_it_would_be_made_anew(
    data: st.DataObject, parts: list[list[bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Items with a line for each of their `parts`, failed where it is true."""
    folder = tmp_path_factory.mktemp("anew")
    items = [Item(key_of(number), f"item {number}", "") for number in range(len(parts))]
    given_items = [item for item in items if data.draw(st.booleans())]
    ledger = Ledger(folder / "ledgers", folder / "out.jsonl")
    out = OutFile(folder / "out.jsonl", ledger)
    out.begin(Plan().fingerprint, overwrite=False)
    out.append([made(item, failed) for item, failed in zip(items, parts, strict=True)])
    before = lines_of(out.path)
    retried = {item.key for item, failed in zip(items, parts, strict=True) if item in given_items and any(failed)}
    assert begin_again(out, ledger, given_items) == len(retried)
    assert lines_of(out.path) == [line for line in before if line["item"] not in retried]
    anew_ledger = Ledger(folder / "others", folder / "out.jsonl")
    anew = OutFile(folder / "out.jsonl", anew_ledger)
    anew.begin(Plan().fingerprint, overwrite=False)
    assert list(anew_ledger.lines()) == list(ledger.lines())
    assert anew_ledger.extent() == ledger.extent()
    keys = [item.key for item in items]
    assert anew_ledger.done(keys) == ledger.done(keys) == set(keys) - retried
    for each in (out, ledger, anew, anew_ledger):
        each.close()


def made(item: Item, failed: list[bool]) -> ItemResult:
    """Lines of different lengths, some failed."""
    writer = Lines(Plan())
    contents: list[Any] = [
        {**writer.failure("x" * part), "status": "failed" if each else "insufficient_evidence"}
        for part, each in enumerate(failed)
    ]
    return tuple(writer.line(item, part, len(contents), "id", each) for part, each in enumerate(contents))
