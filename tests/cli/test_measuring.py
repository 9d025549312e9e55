"""`interview analyze` and `interview doctor`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

TEXT = "Um, it was, like, slow. I think I I wanted to, you know, fix it in Graz."
KEYS = {
    *("word_count", "fillers", "filler_count", "fillers_per_100_words", "fillers_per_minute", "hedges", "repeats"),
    *("speaking_seconds", "words_per_minute", "pauses", "response_latency_s", "not_measured"),
}


def test_the_analyze_contract(process: Run, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_text(TEXT)
    done = process("analyze", file, "--json")
    assert done.code == 0
    found = done.json
    assert found.keys() >= KEYS
    assert found["filler_count"] == len(found["fillers"]) == 3
    for filler in found["fillers"]:
        assert {"text", "kind", "start", "end", "start_s", "end_s"} <= filler.keys()
        assert TEXT[filler["start"] : filler["end"]] == filler["text"]
        assert filler["kind"] in {"filled_pause", "discourse_marker"}
        assert filler["start_s"] is None
    unknown = {
        *("fillers_per_minute", "speaking_seconds", "words_per_minute", "pauses", "response_latency_s"),
        *("articulation_syllables_per_second", "vocalisations", "loudness_variation_db", "pitch_variation_semitones"),
        "monotone",
    }
    assert all(found[name] is None for name in unknown)
    assert set(found["not_measured"]) == unknown
    assert process("analyze", "-", "--json", stdin=TEXT).json == found


def test_many_texts_come_out_in_order_with_their_ids(process: Run) -> None:
    ids = [3, "b", None, {"x": 1}, "3"]
    lines = [json.dumps({"id": each, "text": f"um {TEXT}"}) for each in ids]
    done = process("analyze", "-", "--format", "jsonl", stdin="\ufeff" + "\n\n".join(lines))
    assert done.code == 0, done.err
    assert [each["id"] for each in done.json_lines] == ids
    assert all(each.keys() >= KEYS and each["filler_count"] == 4 for each in done.json_lines)


def test_texts_no_stream_can_hold_come_out_escaped(process: Run) -> None:
    done = process("analyze", "-", "--format", "jsonl", stdin='{"id": "\\ud800 é 😀", "text": "um \\udfff"}')
    assert done.code == 0, done.err
    assert "é 😀" in done.out
    assert done.json_lines[0]["id"] == "\ud800 é 😀"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "line 2: broken JSON"),
        (b"1" * 5000, "line 2: broken JSON"),
        (b"[" * 100_000, "line 2: broken JSON"),
        (b'{"text": "x"}', 'line 2: must be an object with "id" and "text"'),
        (b'{"id": 1, "text": 2}', "line 2: must be"),
        (b"[]", "line 2: must be"),
        (b"\xff", "line 2 is not UTF-8"),
        (b"\0", "line 2 is binary"),
    ],
)
def test_a_wrong_line_is_reported(cli: Run, tmp_path: Path, line: bytes, says: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"id": 1, "text": "x"}\n' + line + b"\n")
    done = cli("analyze", file, "--format", "jsonl")
    assert done.code == 3
    assert says in done.err
    assert len(done.json_lines) == 1, "what was measured before is there"


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_nothing_said_is_measured_as_nothing(cli: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(content)
    done = cli("analyze", file, "--json")
    assert done.code == 0
    assert done.json["word_count"] == 0
    assert done.json["fillers_per_100_words"] is None


@pytest.mark.parametrize(("content", "says"), [(b"\xff\xfe", "not UTF-8"), (b"a\0b", "binary")])
def test_what_is_no_text(cli: Run, tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(content)
    done = cli("analyze", file)
    assert done.code == 3
    assert says in done.err


def test_in_words(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(TEXT)
    shown = cli("analyze", file).out
    assert "3 fillers" in shown
    assert "'you know' at" in shown


def test_the_doctor_names_every_part_and_what_helps(cli: Run) -> None:
    done = cli("doctor", "--json")
    assert done.code == 0
    checks = {check["name"]: check for check in done.json["checks"]}
    assert {"python", "settings", "database", "question banks", "microphone", "speech recognition"} <= checks.keys()
    for check in checks.values():
        assert check.keys() == {"name", "status", "detail", "fix"}
        assert check["status"] in {"ok", "warn", "fail"}
        assert check["status"] == "ok" or check["fix"]
    shown = cli("doctor").out
    assert all(name in shown for name in checks)
    assert all(check["fix"] in shown for check in checks.values() if check["fix"])


def test_the_doctor_changes_nothing(cli: Run, home: Path) -> None:
    cli("doctor")
    assert [*home.iterdir()] == []


def test_the_doctor_finds_what_is_broken(cli: Run, home: Path) -> None:
    (home / "data" / "question_banks").mkdir(parents=True)
    (home / "data" / "interview.db").write_bytes(b"this is no database, whatever its name says" * 100)
    (home / "data" / "question_banks" / "mine.yaml").write_text("title: [")
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text("[mood]")
    done = cli("doctor", "--json")
    assert done.code == 4
    status = {check["name"]: check["status"] for check in done.json["checks"]}
    assert (status["settings"], status["database"], status["question banks"]) == ("fail", "fail", "warn")
    assert "Not working: settings, database." in done.err
