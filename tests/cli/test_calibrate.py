"""`interview calibrate`: figures with their intervals, the page, corrections learned and listed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.stub_servers import ChatCall, OpenAIStub, criteria_in

TOPICS = {
    "stack": "A stack gives back the last element that was pushed first, so push and pop work on the same end.",
    "queue": "A queue gives back the oldest element first, elements enter at the rear and leave at the front.",
    "heap": "A heap keeps the smallest key at the root, inserting sifts a key upwards in logarithmic time.",
    "index": "An index keeps keys sorted in a tree so that a lookup reads a few pages, not the whole table.",
    "hash": "A hash table computes a bucket from the key, collisions are chained or probed in order.",
    "cache": "A cache keeps recent results in fast memory, an eviction policy drops the least recently used.",
}


@pytest.fixture
def grades(tmp_path: Path) -> Path:
    """Six questions, four answers each, from nothing right to everything right, by two graders, in two groups."""
    path = tmp_path / "grades.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "reference", "answer", "grade", "grade2", "group"])
        for number, (name, reference) in enumerate(TOPICS.items()):
            words = reference.split()
            for grade, share in ((1, 0.0), (3, 0.35), (4, 0.6), (5, 1.0)):
                said = " ".join(words[: round(share * len(words))])
                text = f"I believe that this is what people mean when they say {said}."
                group = "<b>one & two</b>" if number % 2 else "\x1b[31mred"
                writer.writerow(
                    [f"What does a {name} do?", reference, text, grade, min(5, grade + number % 2), group]
                )
    return path


def test_figures_come_with_intervals_and_the_same_input_gives_the_same(cli: Run, grades: Path) -> None:
    done = cli("calibrate", grades, "--no-embeddings", "--json")
    assert done.code == 0
    report = done.json
    assert report["n"] == 24
    assert (report["questions"], report["insufficient"], report["judge"]) == (6, 0, "reference")
    for name in ("pearson_r", "human_pearson_r"):
        low, high = report[f"{name}_interval"]
        assert -1 <= low <= report[name] <= high <= 1
    assert [group["pearson_r_interval"] for group in report["groups"].values()] == [None, None], (
        "three questions each"
    )
    assert cli("calibrate", grades, "--no-embeddings", "--json").out == done.out


def test_the_table_for_people(cli: Run, grades: Path) -> None:
    done = cli("calibrate", grades, "--no-embeddings", "--fit", "mine")
    assert done.code == 0
    assert "Judge: rules (reference@2)" in done.out
    assert "\x1b" not in done.out
    rows = {line[:20].strip(): line[20:].split() for line in done.out.splitlines()}
    assert float(rows["after"][3]) < float(rows["before"][3]), "MAE"
    low, _, high = rows["all answers"][2].partition("–")
    assert float(low) <= float(rows["all answers"][1]) <= float(high)
    assert "Learned 'mine' from 24 scored answers to 6 questions" in done.out


def test_a_correction_is_learned_for_the_rubric_judge(cli: Run, grades: Path) -> None:
    report = cli("calibrate", grades, "--judge", "rubric", "--fit", "mine", "--json").json
    assert report["evaluator"] == {
        "kind": "rules",
        "name": "rules",
        "prompt_version": None,
        "rubric_version": "technical_verbal@4",
    }
    learned = report["calibration"]
    assert (learned["name"], learned["answers"], learned["questions"], learned["folds"]) == ("mine", 24, 6, 5)
    assert {*learned["before"]} == {*learned["after"]}
    (listed,) = cli("calibrate", "--list", "--json").json
    assert (listed["name"], listed["judge"], listed["type"]) == ("mine", "rubric", "technical_verbal")
    assert "mine" in cli("calibrate", "--list").out


def test_another_type_brings_its_rubrics(cli: Run, grades: Path) -> None:
    report = cli("calibrate", grades, "--judge", "rubric", "--type", "behavioral", "--json").json
    assert report["evaluator"]["rubric_version"] == "behavioral@4,case@4"


def test_blank_answers_are_told_apart(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("question,reference,answer,grade\nWhat is it?,A long tree.,,5\nWhy?,So.,,0\n")
    report = cli("calibrate", path, "--judge", "rubric", "--json").json
    assert (report["n"], report["insufficient"], report["mae"]) == (2, 2, 2.5)
    done = cli("calibrate", path, "--judge", "rubric")
    assert "2 answers held too little to be scored and count as 0." in done.out
    refused = cli("calibrate", path, "--judge", "rubric", "--fit", "mine")
    assert refused.code == 3
    assert "single question" in refused.err


def test_the_page_shows_everything_and_runs_nothing(cli: Run, grades: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    arguments = ("calibrate", grades, "--no-embeddings", "--fit", "mine")
    assert cli(*arguments, "--plot", page).code == 0
    html = page.read_text()
    assert "default-src 'none'" in html
    assert html.count("<circle") == 24
    assert html.count("<path") == 4
    assert "&lt;b&gt;one &amp; two&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert page.stat().st_mode & 0o777 == 0o600
    assert cli(*arguments, "--plot", "-").out == html
    assert cli("calibrate", grades, "--no-embeddings", "--plot", "-").out.count("<path") == 3


def test_the_plot_replaces_nothing_but_plots(cli: Run, grades: Path, tmp_path: Path) -> None:
    before = grades.read_bytes()
    notes = tmp_path / "notes.html"
    notes.write_text("<!doctype html><title>Notes</title>")
    for lost in (grades, notes, tmp_path):
        assert cli("calibrate", grades, "--no-embeddings", "--plot", lost).code == 2
    assert (grades.read_bytes(), notes.read_text()) == (before, "<!doctype html><title>Notes</title>")
    page = tmp_path / "page.html"
    for _ in range(2):
        assert cli("calibrate", grades, "--no-embeddings", "--plot", page).code == 0


def test_grades_come_from_standard_input_too(cli: Run, grades: Path) -> None:
    done = cli("calibrate", "-", "--no-embeddings", "--json", stdin=grades.read_bytes())
    assert done.code == 0, done.err
    assert done.out == cli("calibrate", grades, "--no-embeddings", "--json").out
    grades.write_bytes(grades.read_text(encoding="utf-8").encode("utf-16"))
    assert cli("calibrate", grades, "--no-embeddings", "--json").out == done.out
    assert "standard input" in cli("calibrate", "-", "--no-embeddings", stdin="").err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "GRADES.csv"),
        (("--judge", "oracle"), 2, "--judge is"),
        (("--judge", "rubric", "--embeddings"), 2, "--embeddings"),
        (("--judge", "rubric", "--type", "mixed"), 2, "mixed"),
        (("--judge", "rubric", "--rubric", "nowhere.yaml"), 3, "nowhere.yaml"),
        (("--no-embeddings", "--type", "technical"), 2, "--judge rubric"),
        (("--no-embeddings", "--fit", "../up"), 3, "cannot be called"),
        (("--no-embeddings", "--plot", "no/such/folder.html"), 3, "cannot be written"),
        (("--list",), 2, "--list"),
    ],
)
def test_wrong_usage_is_reported(cli: Run, grades: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = cli("calibrate", *([grades] if arguments else []), *arguments)
    assert done.code == code, done.err
    assert told in done.err
    assert done.out == ""


def test_an_answer_of_which_a_model_gives_no_judgement_is_left_out_not_called_thin(
    cli: Run, grades: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged(call: ChatCall) -> str:
        assert call.schema is not None
        if "nobody can judge" in call.text:
            return "no idea"
        score = {"quotes": ["I believe that this is what people mean"], "score": 4}
        names = criteria_in(call.schema)
        return json.dumps({"scores": dict.fromkeys(names, score), "comment": "", "tags": [], "ideal_answer": ""})

    with grades.open("a", encoding="utf-8") as file:
        file.write(
            "What is a tree?,It is a graph without a circle.,A graph nobody can judge for being a tree.,2,2,\n"
        )
    command = ("calibrate", grades, "--judge", "rubric", "--llm", "openai:stub:latest")
    with OpenAIStub(judged) as server:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
        report = cli(*command, "--json").json
        assert (report["n"], report["failed"], report["insufficient"]) == (24, 1, 0)
        page = tmp_path / "page.html"
        done = cli(*command, "--plot", page)
        for shown in (done.out, page.read_text(encoding="utf-8")):
            assert "no usable judgement of them: 1" in " ".join(shown.split())
            assert "too little" not in shown
    only = tmp_path / "only.csv"
    only.write_text(
        "question,reference,answer,grade\nWhat is it?,A tree.,A graph nobody can judge for being a tree.,2\n"
    )
    with OpenAIStub("no idea") as server:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
        failed = cli("calibrate", only, *command[2:])
        assert (failed.code, failed.out) == (4, "")
        assert "gave no usable reply, twice" in failed.err


def test_a_model_is_compared_with_people_and_its_correction_is_its_own(
    cli: Run, grades: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged(call: ChatCall) -> str:
        assert call.schema is not None
        names = criteria_in(call.schema)
        words = call.text.rpartition("mean when they say")[2].split("\n")[0].split()
        score = {"quotes": ["I believe that this is what people mean"], "score": min(5, len(words) // 3)}
        return json.dumps({"scores": dict.fromkeys(names, score), "comment": "", "tags": [], "ideal_answer": ""})

    model = ("--judge", "rubric", "--llm", "openai:stub:latest")
    with OpenAIStub(judged) as server:
        monkeypatch.setenv("INTERVIEW_LLM__BASE_URL", server.url)
        done = cli("calibrate", grades, *model, "--fit", "exams", "--json")
        assert done.code == 0, done.err
        calls = len(server.requests)
        assert cli("calibrate", grades, *model).code == 0
        assert len(server.requests) == calls, "earlier judgements come from the cache"
    assert done.json["evaluator"]["kind"] == "model"
    assert done.json["pearson_r"] > 0.5
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "talk.txt").write_text("Interviewer: What is a heap?\n\nCandidate: It keeps the smallest key.\n")
    refused = cli(
        *("evaluate", folder, "--out", tmp_path / "o.jsonl", "--type", "technical", "--calibration", "exams"),
    )
    assert refused.code == 3
    assert "openai:stub:latest" in refused.err
    assert cli("calibrate", grades, "--llm", "openai:stub:latest").code == 2
