"""Who reads what: each reader with files as they should be, and how often it is tried.

A reader may refuse a file by an `InterviewError` and must do nothing else with it: not crash, not hang, not grow.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import wave
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from interview_cli.documents.reading import MAX_TEXT_CHARACTERS
from tests.conftest import PROJECT, STRONG_ANSWERS, SteppingClock
from tests.fuzz.spoiling import LARGE_BYTES, Sample
from tests.speech.material import FORMATS, encoded

JOB: Final = """# Backend engineer

We build payments for **small shops**.

## Requirements
- Five years of **Python**
- Experience with PostgreSQL replication

**Nice to have:**
1. Rust
"""
CV: Final = """Grace Okafor
grace@example.org | +44 20 7946 0958 | 12 High Street, Leeds

Experience
Head Chef, Green Table Ltd, Leeds, UK    May 2019 - present
- Led a kitchen of 12; food waste fell by 30 %

Skills: menus, Excel, Python

Education
BSc Nutrition, University of Leeds, 2014 - 2018
"""
PROMPT: Final = """---
name: greet
version: "1"
---
## system
You are {{ who }}.
## user
{% if said %}{{ said }}{% else %}nothing{% endif %}
"""
GRADES: Final = (
    'question,reference,answer,grade,grade2\nWhy?,Because.,"So, um\nno.",3,2.5\nHow?,Well.,Like that.,5,4\n'
)
REPLY: Final = """# Well

I said **no**, e.g. to Dr. Who: [this](http://a.b). Why? 1. So.
```
x
```
"""
AGREEMENT: Final = {"n": 9, "pearson_r": 0.5, "spearman_rho": None, "mae": 0.1, "rmse": 0.2, "qwk": None}
CALIBRATION: Final = {
    "format": 1,
    "name": "mine",
    "judge": "rubric",
    "type": "hr_screen",
    "rubric_digest": "",
    "embeddings": False,
    "curve": {"x": [0.1, 0.5], "y": [0.2, 0.6]},
    "max_grade": 5,
    "answers": 9,
    "questions": 3,
    "folds": 3,
    "before": AGREEMENT,
    "after": AGREEMENT,
    "fitted_at": "2026-05-04T12:00:00+00:00",
    "evaluator": {"kind": "rules", "name": "rules", "prompt_version": None, "rubric_version": "hr@1"},
}
GROUPS: Final = "id,group\nt1,a\nt2,b\n"
SETTINGS: Final = """# mine
[practice]
type = "behavioral"
questions = 4
[llm]
retries = 2
personas = { kind = "You are kind." }
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """One way files come in: `read` is given the path of one like the `samples`; `tries` are spoilt ones.

    Those in which something is repeated have `large_bytes` of it.
    """

    read: Callable[[Path], None]
    samples: Callable[[], Sequence[Sample]]
    tries: int
    large_bytes: int = LARGE_BYTES


def _transcript(file: Path) -> None:
    from interview_cli.transcripts.pairing import pair
    from interview_cli.transcripts.reading import read_transcripts
    from interview_cli.transcripts.recordings import is_recording
    from interview_cli.transcripts.roles import assign_roles

    data = file.read_bytes()
    if not is_recording(data[:16]):
        for transcript in read_transcripts(data, file.name):
            pair(assign_roles(transcript, None))


def _delivery(file: Path) -> None:
    from interview_cli.delivery.measure import measure_text

    measure_text(file.read_text(encoding="utf-8", errors="replace"))


def _spoken(file: Path) -> None:
    from interview_cli.text.sentences import SentenceSplitter

    splitter = SentenceSplitter()
    splitter.feed(file.read_text(encoding="utf-8", errors="replace"))
    splitter.flush()


def _bank(file: Path) -> None:
    from interview_cli.interview.questions import read_bank

    questions, problems = read_bank(file)
    assert bool(questions) != bool(problems)


def _rubric(file: Path) -> None:
    from interview_cli.batch.plan import read_rubric

    read_rubric(file, for_rules=False)


def _settings(file: Path) -> None:
    from interview_cli.settings import load_settings

    load_settings(file)


def _grades(file: Path) -> None:
    from interview_cli.trust.grades import read_grades

    read_grades(file, {}, 5)


def _groups(file: Path) -> None:
    from interview_cli.trust.audit import read_groups

    read_groups(file)


def _answers(file: Path) -> None:
    from interview_cli.interview.answers import read_answers

    read_answers(file)


def _job(file: Path) -> None:
    from interview_cli.batch.must_haves import read_must_haves
    from interview_cli.batch.plan import read_setting_file
    from interview_cli.fencing import fence

    fence("job", read_setting_file(file))
    read_must_haves(file)


def _cv(file: Path) -> None:
    from interview_cli.documents.reading import read_job, read_resume
    from interview_cli.errors import InputError

    data = file.read_bytes()
    with suppress(InputError):
        read_job(data, file.name)
    read_resume(data, file.name)


@cache
def _cv_samples() -> Sequence[Sample]:
    from benchmarks.cv_layouts import LAYOUTS
    from benchmarks.cv_people import person

    def unused(_: str) -> bytes:
        raise AssertionError("these layouts need no browser")

    names = {
        "typst_plain": "a.pdf",
        "fpdf_plain": "b.pdf",
        "docx_plain": "c.docx",
        "text_plain": "d.txt",
        "markdown": "e.md",
    }
    return [Sample(name, LAYOUTS[layout](person(1), unused)) for layout, name in names.items()]


def _prompt(file: Path) -> None:
    from interview_cli.prompting import parse_prompt

    text = file.read_text(encoding="utf-8", errors="replace")
    parse_prompt(text, "greet", file.name).render({"who": "a friend"}, {"said": "Hello."})


def _calibration(file: Path) -> None:
    from interview_cli.storage.calibrations import Calibrations

    Calibrations(file.parent).load(file.stem)


def _audio(file: Path) -> None:
    from interview_cli.speech.audio_files import audio_blocks, stated_length_s

    stated_length_s(file)
    for _ in audio_blocks(file, 3_600.0, lambda _: None):
        pass


def _database(file: Path) -> None:
    from interview_cli.storage.sessions import open_store

    with open_store(file, SteppingClock(datetime(2026, 5, 4, 12, tzinfo=UTC)), busy_timeout_s=0.1) as store:
        store.profile()
        store.unfinished()
        store.history.list_sessions(search='"two weeks" (🎉')
        for _ in store.export():
            pass
        store.database.check()
        store.user_data.purge_everything()


def _files(*patterns: str) -> Callable[[], Sequence[Sample]]:
    def load() -> Sequence[Sample]:
        found = sorted(path for pattern in patterns for path in PROJECT.glob(pattern) if path.is_file())
        return [Sample(path.name, path.read_bytes()) for path in found]

    return load


def _texts(*texts: tuple[str, str]) -> Callable[[], Sequence[Sample]]:
    return lambda: [Sample(name, text.encode()) for name, text in texts]


def _answer_samples() -> Sequence[Sample]:
    lines = "\n".join(json.dumps({"answer": each}) for each in STRONG_ANSWERS)
    listed = "".join(f"- {json.dumps(each)}\n" for each in STRONG_ANSWERS)
    return [
        Sample("a.jsonl", lines.encode()),
        Sample("a.json", json.dumps(STRONG_ANSWERS).encode()),
        Sample("a.yaml", listed.encode()),
        Sample("a.txt", "\n\n".join(STRONG_ANSWERS).encode()),
    ]


@cache
def _audio_samples() -> Sequence[Sample]:
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.wav"
        with wave.open(str(clip), "wb") as file:
            file.setparams((1, 2, 8_000, 0, "NONE", ""))
            file.writeframes(bytes(range(256)) * 12)
        files = [clip, *(encoded(clip, Path(folder) / f"a.{ending}") for ending in FORMATS)]
        return [Sample(file.name, file.read_bytes()) for file in files]


@cache
def _database_samples() -> Sequence[Sample]:
    from interview_cli.cli.main import run

    with tempfile.TemporaryDirectory() as folder:
        os.environ["INTERVIEW_HOME"] = folder
        answers = Path(folder) / "answers.txt"
        answers.write_text("\n\n".join(STRONG_ANSWERS), encoding="utf-8")
        quiet = ["--plain", "--answers", str(answers)]
        with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
            for kind in ("hr", "project"):
                assert run(["practice", "--type", kind, "-n", "2", "--seed", "1", *quiet]) == 0
        database = Path(folder) / "data" / "interview.db"
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
        return [Sample("interview.db", database.read_bytes())]


def _transcripts() -> Sequence[Sample]:
    from tests.transcripts.formats import FORMATS

    files = _files("tests/transcripts/fixtures/*")()
    return [*files, *(Sample(name, content) for name, content in FORMATS.items())]


READERS: Final[dict[str, Reader]] = {
    "transcripts": Reader(_transcript, _transcripts, 3_000),
    "delivery": Reader(_delivery, _files("tests/transcripts/fixtures/*.txt"), 300),
    "spoken": Reader(_spoken, _texts(("a.txt", REPLY)), 60),
    "banks": Reader(_bank, _files("question_banks/behavioral/[a-c]*.yaml"), 600),
    "rubrics": Reader(_rubric, _files("prompts/rubrics/*.yaml"), 600),
    "settings": Reader(_settings, _texts(("config.toml", SETTINGS)), 600),
    "grades": Reader(_grades, _texts(("grades.csv", GRADES), ("g.csv", GRADES.replace(",", ";"))), 1_000),
    "groups": Reader(_groups, _texts(("groups.csv", GROUPS)), 500),
    "answers": Reader(_answers, _answer_samples, 1_500),
    "jobs": Reader(_job, _texts(("job.md", JOB)), 600),
    "cvs": Reader(_cv, _cv_samples, 400),
    "cv_texts": Reader(_cv, _texts(("cv.txt", CV), ("post.md", JOB)), 400, large_bytes=MAX_TEXT_CHARACTERS - 2_000),
    "prompts": Reader(_prompt, _texts(("greet.md", PROMPT)), 600),
    "calibrations": Reader(_calibration, _texts(("mine.json", json.dumps(CALIBRATION))), 500),
    "audio": Reader(_audio, _audio_samples, 1_000),
    "databases": Reader(_database, _database_samples, 500),
}
