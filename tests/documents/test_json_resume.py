"""What is read and what is written is JSON Resume, by the schema of the npm package @jsonresume/schema 1.3.1.

The schema in `json_resume/` is theirs (MIT; its licence lies next to it).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from interview_cli.cv.rendering import render
from interview_cli.documents.reading import read_resume
from tests.cv.material import FULL

SCHEMA = json.loads((Path(__file__).parent / "json_resume" / "schema.json").read_text(encoding="utf-8"))
VOLUNTEER = {
    "en": """Jo Ray
jo@ray.org

Volunteering
Code Club | Mentor | 2018 - 2020
- Taught 30 children Scratch
""",
    "de": """Ada Baum
ada@baum.de

Ehrenamt
Trainerin, Sportverein Nord e.V., 03/2015 - heute
- Betreuung von 20 Kindern
""",
}


def faults(resume: Any) -> list[str]:
    return [each.message for each in Draft7Validator(SCHEMA).iter_errors(resume)]


def test_a_schema_that_refuses_nothing_would_show_nothing() -> None:
    assert faults({"basics": {"name": 7}, "work": [{"startDate": "soon"}]})


def test_what_is_written_keeps_to_the_schema() -> None:
    written = json.loads(render(FULL, "ats", "json"))
    assert faults(written) == []
    assert {name for name in SCHEMA["properties"] if name in written} >= set(FULL)


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_what_is_read_keeps_to_the_schema(form: str) -> None:
    assert faults(read_resume(render(FULL, "modern", form), f"cv.{form}")["resume"]) == []


@pytest.mark.parametrize(
    ("language", "read"),
    [
        ("en", {"organization": "Code Club", "position": "Mentor", "startDate": "2018", "endDate": "2020",
                "highlights": ["Taught 30 children Scratch"]}),
        ("de", {"organization": "Sportverein Nord e.V.", "position": "Trainerin", "startDate": "2015-03",
                "highlights": ["Betreuung von 20 Kindern"]}),
    ],
    ids=["en", "de"],
)  # fmt: skip
def test_unpaid_work_is_read(language: str, read: dict[str, Any]) -> None:
    resume = read_resume(VOLUNTEER[language].encode(), "cv.txt")["resume"]
    assert resume["volunteer"] == [read]
    assert "work" not in resume
