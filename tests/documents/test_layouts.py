"""Whole CVs in layouts that were hard to read once: everything that they say is read."""

from __future__ import annotations

from typing import Final

import pytest

from benchmarks.cv_people import other_person
from benchmarks.cv_reading import expected, found
from benchmarks.cv_recipes import recipes, sheet
from benchmarks.cv_writers import written
from interview_cli.documents.reading import read_resume
from tests.system_packages import need

HARD: Final = {
    "a03-typst-beside": "names of sections in two lines beside them",
    "a12-typst-two_columns": "two columns that both go on on the next page",
    "a13-text-one": "several roles under one employer",
    "a14-text-one": "headings in spaced letters, dates between the pieces of a line",
    "a18-docx-two_columns": "a table as columns",
    "a19-fpdf-one": "several roles under one employer, drawn line by line",
    "b00-fpdf-one": "headings between dashes, a grid of skills",
    "b14-typst-table": "everything in one table",
    "b16-text-one": "several roles under one employer, nothing marked as an item",
    "c04-markdown-one": "two things on each line of a head",
    "c11-typst-narrow_right": "a narrow column with contact details and summary",
    "c19-docx-narrow_right": "headings behind an arrow",
    "e09-page-one": "a web page whose style sheet alone sets years and degree apart",
    "e17-typst-table": "names of sections behind slashes beside them, several roles under one employer",
    "e26-typst-one": "dates, place, title and employer on four lines",
    "f02-typst-band": "school and degree with a colon between them",
}
RECIPES: Final = {recipe.name: recipe for of in "abcef" for recipe in recipes(of, 28)}


def no_browser(_: str) -> bytes:
    raise AssertionError("these layouts need no browser")


@pytest.mark.parametrize("number", [1, 2], ids=["german", "french"])
@pytest.mark.parametrize("name", HARD)
def test_all_that_a_cv_says_is_read(name: str, number: int) -> None:
    if "fpdf" in name:
        need("fonts-dejavu-extra")
    page, someone = sheet(RECIPES[name], other_person(number))
    resume = read_resume(written(page, RECIPES[name].writer, no_browser), name)["resume"]
    assert found(resume) == expected(someone, name)


def test_a_phone_number_and_an_address_that_a_narrow_column_breaks_are_whole() -> None:
    recipe = RECIPES["b03-typst-right_sidebar"]
    page, someone = sheet(recipe, other_person(0))
    basics = read_resume(written(page, recipe.writer, no_browser), "cv.pdf")["resume"]["basics"]
    assert basics["phone"] == someone.phone
    assert basics["profiles"][0]["url"] == f"https://{someone.linkedin}"


def test_the_declaration_of_a_page_is_no_line_of_it() -> None:
    page = b"<?xml version='1.0'?>\n<!DOCTYPE html><html><body><p>Jo Ray</p><p>jo@ray.org</p></body></html>"
    resume = read_resume(page, "cv.html")["resume"]
    assert resume["basics"]["name"] == "Jo Ray"
    assert resume["meta"]["provenance"]["basics.name"]["line"] == 1
