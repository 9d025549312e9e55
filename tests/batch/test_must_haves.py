"""A job's must-haves, found in its description and in answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.batch.must_haves import (
    MAX_MUST_HAVES,
    find_must_haves,
    must_haves_met,
    read_must_haves,
    weighted_score,
)
from interview_cli.contracts.batch import MustHave
from interview_cli.errors import InputError

MARKDOWN = """# Backend engineer

We build payments for **small shops** and are a team of nine.

## Requirements
- Five years of **Python**
- Experience with PostgreSQL replication
- Nice to have: Kafka

## Nice to have
- Rust

## What we offer
- A four-day week
"""


def test_must_haves_stand_under_headings_that_ask() -> None:
    assert find_must_haves(MARKDOWN) == ("Five years of Python", "Experience with PostgreSQL replication")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What you bring:\n1. Kubernetes in production\n2. On-call experience\n\nBenefits:\n- Bike", 2),
        ("**Must have**\n* Terraform\n\n**Bonus**\n* Go", 1),
        ("- Terraform\n- Incident response", 2),
        ("You must know Terraform. We have cake. At least three years of incident response required.", 2),
        ("We have cake.", 0),
        ("", 0),
        ("\n".join(f"- Skill number {number} in databases" for number in range(100)), MAX_MUST_HAVES),
    ],
)
def test_other_forms_of_description(text: str, expected: int) -> None:
    assert len(find_must_haves(text)) == expected


@given(st.text())
def test_any_text_gives_a_bounded_list(text: str) -> None:
    found = find_must_haves(text)
    assert len(found) <= MAX_MUST_HAVES
    assert len(set(found)) == len(found)


def test_a_description_without_any_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "job.md"
    file.write_text("We have cake.")
    with pytest.raises(InputError, match="has no must-have to look for"):
        read_must_haves(file)


def test_what_is_met_is_shown_by_a_quote() -> None:
    answers = ("I like cake.", "Last year I set up PostgreSQL replication between two sites. It never failed.")
    met = must_haves_met(find_must_haves(MARKDOWN), answers)
    assert [each["met"] for each in met] == [False, True]
    (evidence,) = met[1]["evidence"]
    assert evidence["answer"] == 1
    assert answers[1][evidence["start"] : evidence["end"]] == evidence["quote"]
    assert "PostgreSQL replication" in evidence["quote"]


def test_the_score_is_weighted_by_the_share_that_is_met() -> None:
    both, none = ([MustHave(text="", met=met, evidence=[])] * 2 for met in (True, False))
    assert weighted_score(80.0, both) == 86.0
    assert weighted_score(80.0, none) == 56.0
    assert weighted_score(None, both) is None


@pytest.mark.parametrize(
    "line",
    ["# " + " " * 100_000 + "x y", "#" * 100_000, "A" + " " * 100_000 + ":x", "** " * 30_000, "*" * 100_000],
    ids=["blanks", "hashes", "colon", "bold", "stars"],
)
def test_a_heading_without_end_takes_no_time(line: str) -> None:
    """Anything but time that grows with the length would not come back from these."""
    assert find_must_haves(f"{line}\n## Requirements\n- Python and PostgreSQL\n") == ("Python and PostgreSQL",)


@pytest.mark.parametrize(
    "heading",
    [
        *("## Requirements", "#Requirements ##", "**Requirements**", "__Requirements__:", "Requirements:"),
        *("**Requirements:**", "Requirements :", "  **Requirements** : "),
    ],
)
def test_every_form_of_a_heading(heading: str) -> None:
    assert find_must_haves(f"{heading}\nPython and PostgreSQL are used daily.\n") == (
        "Python and PostgreSQL are used daily.",
    )
