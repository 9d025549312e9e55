"""The out file and its ledger: whatever was left behind, complete lines are kept and torn ones cut off."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.batch.items import Item, ItemResult, key_of
from interview_cli.batch.ledger import Ledger
from interview_cli.batch.old_ledgers import remove_orphans
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import Scorer
from interview_cli.errors import InputError, StorageError
from tests.batch.material import QUESTION, STRONG, conversation, lines_of

SETTINGS = Plan().fingerprint
COUNT = 4

Open = Callable[[], tuple[OutFile, Ledger]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[ItemResult]:
    """The lines of a few items; the last item has three lines."""
    folder = tmp_path_factory.mktemp("in")
    scorer = Scorer(Plan())
    found = []
    for number in range(COUNT):
        file = folder / f"f{number}"
        file.write_text(conversation((QUESTION, f"{STRONG} {number}")))
        if number == COUNT - 1:
            file.write_text("id,question,answer\n" + "".join(f'p{row},{QUESTION},"{STRONG}"\n' for row in range(3)))
        found.append(scorer.score_at_once(Item(key_of(file), str(file), str(file))))
    return found


@pytest.fixture
def open_out(tmp_path: Path) -> Iterator[Open]:
    """Opens the out file with its ledger, as a new run does."""
    opened: list[OutFile | Ledger] = []

    def call() -> tuple[OutFile, Ledger]:
        ledger = Ledger(tmp_path / "ledgers", tmp_path / "out.jsonl")
        out = OutFile(tmp_path / "out.jsonl", ledger)
        opened.extend((out, ledger))
        out.begin(SETTINGS, overwrite=False)
        return out, ledger

    yield call
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def whole(results: list[ItemResult], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An out file with everything in it."""
    folder = tmp_path_factory.mktemp("whole")
    ledger = Ledger(folder, folder / "out.jsonl")
    out = OutFile(folder / "out.jsonl", ledger)
    out.begin(SETTINGS, overwrite=False)
    out.append(results)
    out.close()
    ledger.close()
    return (folder / "out.jsonl").read_bytes()


@given(data=st.data())
def test_a_file_torn_anywhere_is_completed(
    data: st.DataObject, whole: bytes, results: list[ItemResult], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    path = folder / "out.jsonl"
    size = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:size])
    ledger = Ledger(folder, path)
    out = OutFile(path, ledger)
    out.begin(SETTINGS, overwrite=False)
    complete = whole[:size].count(b"\n")
    assert len(lines_of(path)) == complete
    mine, done = ledger.claim([result[0].facts.item_key for result in results])
    assert len(done) == (COUNT if complete == COUNT + 2 else min(complete, COUNT - 1))
    assert len(mine) + len(done) == COUNT
    assert len(out.append(results)) == COUNT + 2 - complete
    assert sorted(path.read_bytes().splitlines()) == sorted(whole.splitlines())
    out.close()
    ledger.close()


def test_a_run_takes_over_what_a_killed_one_left_while_it_works(
    open_out: Open, whole: bytes, results: list[ItemResult], tmp_path: Path
) -> None:
    out, ledger = open_out()
    first_two = b"".join(whole.splitlines(keepends=True)[:2])
    with (tmp_path / "out.jsonl").open("ab") as other:
        other.write(first_two + b'{"id": "tor')
    assert [facts.id for facts in out.append(results[1:3])] == ["f2"]
    assert len(lines_of(tmp_path / "out.jsonl")) == 3
    assert ledger.summary()["scored"] == 3


def test_a_full_disk_leaves_the_file_as_it_was(
    open_out: Open, results: list[ItemResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, ledger = open_out()
    out.append(results[:1])
    before = (tmp_path / "out.jsonl").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageError, match="No space left on device") as told:
            out.append(results[1:])
        assert "Free some space, then run the same command again" in told.value.remedy
    assert (tmp_path / "out.jsonl").read_bytes() == before
    assert len(out.append(results)) == COUNT + 1
    assert ledger.summary()["scored"] == COUNT + 2


def test_one_lines_id_belongs_to_no_other(open_out: Open, tmp_path: Path) -> None:
    out, _ = open_out()
    scorer = Scorer(Plan())
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "call.txt"
        file.write_text(conversation((QUESTION, STRONG)))
        out.append([scorer.score_at_once(Item(key_of(file), str(file), str(file)))])
    ids = [line["id"] for line in lines_of(tmp_path / "out.jsonl")]
    assert ids[0] == "call"
    assert ids[1:] == [f"call-{key_of(tmp_path / folder / 'call.txt')[:6]}" for folder in ("b", "c")]


def test_a_file_cut_under_a_running_run_stops_it(open_out: Open, results: list[ItemResult], tmp_path: Path) -> None:
    out, _ = open_out()
    out.append(results[:2])
    os.truncate(tmp_path / "out.jsonl", 10)
    with pytest.raises(StorageError, match="was cut while it was being written"):
        out.append(results[2:])


def test_another_running_run_is_not_overwritten(open_out: Open, results: list[ItemResult]) -> None:
    out, _ = open_out()
    out.append(results)
    other, _ = open_out()
    with pytest.raises(InputError, match="Another run"):
        other.begin(SETTINGS, overwrite=True)


def test_a_damaged_ledger_is_reported_with_what_to_do(open_out: Open, tmp_path: Path) -> None:
    _, ledger = open_out()
    ledger.close()
    ledger.path.write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError) as told:
        open_out()
    assert "Delete it" in str(told.value)


def test_a_ledger_without_room_is_not_called_damaged(open_out: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    really_connect = sqlite3.connect

    def small(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = really_connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 2")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(StorageError, match="full") as told:
        open_out()
    assert "Free some space" in told.value.remedy
    assert "elete" not in str(told.value)


def test_ledgers_of_deleted_files_go(tmp_path: Path) -> None:
    folder = tmp_path / "ledgers"
    for name in ("kept", "gone"):
        ledger = Ledger(folder, tmp_path / name)
        ledger.close()
    (tmp_path / "kept").touch()
    alive = Ledger(folder, tmp_path / "alive")
    remove_orphans(folder)
    found = {
        sqlite3.connect(path).execute("SELECT out_path FROM batch_run").fetchone()[0] for path in folder.glob("*.db")
    }
    assert found == {bytes(tmp_path / "kept"), bytes(tmp_path / "alive")}
    assert len(list(folder.iterdir())) >= 4
    alive.close()
