"""A transcript whose reading is doubtful says so on its line, and is the first to be looked at."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

PLAIN = """Interviewer: How did you keep the other team informed?

Candidate: I sent a short note every Friday and I kept a page with open risks, so nobody was surprised.
"""
WITH_TIMES = """Interviewer: How did you keep (0:10) the other team informed?

Candidate: I sent a short note (0:14) every Friday and I kept a page with open risks, so nobody was surprised.
"""


def test_the_line_says_how_sure_the_reading_is(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(PLAIN)
    (tmp_path / "times.txt").write_text(WITH_TIMES)
    out = tmp_path / "out.jsonl"
    done = cli("evaluate", str(tmp_path / "*.txt"), "--out", str(out), "--review-queue", "--json")
    assert done.code == 0, done.err
    lines = {line["id"]: line for line in map(json.loads, out.read_text().splitlines())}
    assert lines["plain"]["reading"] == {"confidence": 1.0, "notes": []}
    assert lines["times"]["reading"]["confidence"] < 0.9
    (note,) = lines["times"]["reading"]["notes"]
    assert note.startswith("Read as speech with a timestamp in it: 'How did you keep (0:10) the other team")
    (first, *_) = json.loads(done.out)["review_queue"]
    assert first["id"] == "times"
    assert first["reasons"][0] == f"may be read wrongly: {note}".rstrip(".")
