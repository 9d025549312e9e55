"""The program as a library, as docs/python.md shows it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interview_cli import api
from interview_cli.contracts.schemas import adapter
from interview_cli.contracts.transcript import Word
from interview_cli.errors import InputError
from interview_cli.transcripts.reading import MAX_TRANSCRIPT_BYTES

if TYPE_CHECKING:
    from tests.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
TALK = "Interviewer: Tell me about a time you led.\nAda: I led a team of four and we cut the build time by half.\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    file = tmp_path / "talk.txt"
    file.write_text(TALK)
    return file


def test_a_transcript_is_read_from_a_file_and_from_its_bytes(talk: Path) -> None:
    read = api.read_transcript(talk)
    adapter("transcript").validate_python(read, strict=True, extra="forbid")
    assert [turn["speaker"] for turn in read["turns"]] == ["interviewer", "candidate"]
    assert api.read_transcript(TALK.encode())["turns"] == read["turns"]
    assert api.read_transcript(str(talk), candidate="Ada")["turns"] == read["turns"]


def test_a_transcript_scores_as_on_the_command_line(cli: Run, talk: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert cli("evaluate", talk, "--type", "behavioral", "--out", out).code == 0
    line = json.loads(out.read_text())
    result = api.evaluate_transcript(talk, type="behavioral")
    assert result["overall_score"] is not None
    assert json.loads(json.dumps(result)).items() <= line.items()
    assert api.evaluate_transcript(api.read_transcript(talk))["answers"] == result["answers"]


def test_an_answer_is_scored_with_quotes_from_it() -> None:
    answer = "An index keeps the keys of a column sorted in a tree, so that a lookup reads a few pages."
    points = ["An index keeps keys sorted.", "Writes get slower."]
    judged = api.score_answer("What is an index?", answer, type="technical_verbal", key_points=points)
    assert [each["point"] for each in judged["key_points"]] == points
    quotes = [each for score in judged["scores"].values() for each in score["evidence"]]
    assert quotes
    assert all(answer[each["start"] : each["end"]] == each["quote"] for each in quotes)


def test_delivery_has_a_pace_once_words_have_times() -> None:
    text = "Um, I led a team."
    words = [Word(text=word, start=float(at), end=at + 0.5) for at, word in enumerate(text.split())]
    assert api.measure_delivery(text)["words_per_minute"] is None
    timed = api.measure_delivery(text, words)
    assert timed["words_per_minute"] is not None
    assert [each["text"] for each in timed["fillers"]] == ["Um"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("no/such/file.txt", "cannot be read"),
        (b"", "empty"),
        (b"\0\1\2", "binary"),
        (b" " * (MAX_TRANSCRIPT_BYTES + 1), "larger"),
        (b'{"id": "a", "turns": [{"speaker": "candidate", "text": "Hi"}]}\n' * 2, "2 transcripts"),
    ],
    ids=["missing", "empty", "binary", "large", "several"],
)
def test_what_cannot_be_used_is_an_input_error(source: str | bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        api.evaluate_transcript(source)


@pytest.mark.parametrize("name", ["chess", "mixed"])
def test_only_types_with_a_rubric_are_taken(name: str) -> None:
    with pytest.raises(InputError, match="no interview type"):
        api.score_answer("Why?", "Because.", type=name)


def test_the_page_shows_every_function_and_its_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text(TALK)
    page = PAGE.read_text()
    assert all(f"`{name}(" in page for name in api.__all__)
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), {})


def test_importing_it_imports_nothing_heavy() -> None:
    code = "import sys, interview_cli.api; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "numpy", "yaml", "jinja2", "sqlite3", "textual", "interview_cli.scoring"}
    assert not heavy & set(done.stdout.split())
