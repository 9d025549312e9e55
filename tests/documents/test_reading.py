"""CVs made by five different writers are read as what they say, in five languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.cv_layouts import LAYOUTS, Printer, chromium
from benchmarks.cv_people import person
from benchmarks.cv_reading import expected, found
from interview_cli.documents.reading import read_resume
from tests.system_packages import need

WITHOUT_BROWSER = [name for name in LAYOUTS if not name.startswith("html")]
WITH_BROWSER = [name for name in LAYOUTS if name.startswith("html")]


@pytest.fixture(scope="module")
def printer() -> Iterator[Printer]:
    with chromium() as printed:
        yield printed


def unused(_: str) -> bytes:
    raise AssertionError("this layout needs no browser")


def check(layout: str, number: int, printer: Printer) -> None:
    if layout.startswith("fpdf"):
        need("fonts-dejavu-extra")
    someone = person(number)
    read = found(read_resume(LAYOUTS[layout](someone, printer), layout)["resume"])
    assert read == expected(someone, layout)


@pytest.mark.parametrize("number", range(5), ids=["english", "german", "french", "spanish", "italian"])
@pytest.mark.parametrize("layout", WITHOUT_BROWSER)
def test_a_cv_says_what_it_says(layout: str, number: int) -> None:
    check(layout, number, unused)


@pytest.mark.needs("chromium", "fonts-dejavu-extra")
@pytest.mark.parametrize("layout", WITH_BROWSER)
def test_a_printed_page_says_what_it_says(layout: str, printer: Printer) -> None:
    check(layout, 11, printer)


def test_each_field_has_its_place_in_the_file() -> None:
    someone = person(0)
    parsed = read_resume(LAYOUTS["typst_plain"](someone, unused), "cv.pdf")
    meta = parsed["resume"]["meta"]["provenance"]
    name = meta["work.0.name"]
    assert name["page"] == 1
    assert someone.jobs[0].company in name["quote"]
    assert name["box"] is not None
    left, top, right, bottom = name["box"]
    assert 0 < left < right < 612
    assert 0 < top < bottom < 842
    assert meta["basics.email"]["quote"].count(someone.email) == 1
