"""What all web pages have in common."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from interview_cli.interview.model import Session
from interview_cli.reports import pages
from interview_cli.reports.html import session_to_html

if TYPE_CHECKING:
    from tests.conftest import Run

FOLDER = Path(pages.__file__).parent
HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.html") if file.stem != "base"))
def test_every_page_is_built_on_the_base_and_marks_nothing_as_safe(name: str) -> None:
    template = (FOLDER / f"{name}.html").read_text()
    assert template.startswith('{% extends "base.html" %}')
    assert not re.search(r"\|\s*safe|autoescape|<style|style=|<script(?!>\{\{ script \}\}</script>)", template)


def test_the_stylesheet_stands_in_the_page_for_small_screens_dark_ones_and_paper(spoken: Session) -> None:
    page = session_to_html(spoken)
    assert (FOLDER / "style.css").read_text().strip() in page
    for query in ("(prefers-color-scheme: dark)", "(max-width: 40rem)", "print"):
        assert f"@media {query}" in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert "default-src 'none'" in page


def test_only_markup_of_ours_is_not_escaped() -> None:
    values: dict[str, object] = {"summary": HOSTILE, "bars": [], "answers": [], "script": None}
    assert "<script>" not in "".join(pages.page("session", **values))
    assert "<hr>" in "".join(pages.page("session", **{**values, "summary": Markup("<hr>")}))


def test_a_hostile_name_in_a_ranking(cli: Run, tmp_path: Path) -> None:
    talk, page = tmp_path / "talk.json", tmp_path / "page.html"
    talk.write_text(
        '{"id": "x", "candidate": "<b onclick=1>Ada", "turns": [{"speaker": "interviewer", "text": "Why <i>us</i>?"},'
        ' {"speaker": "candidate", "text": "I led a team of four <u>people</u> and we cut the build time by half."}]}'
    )
    assert cli("evaluate", talk, "--out", tmp_path / "o.jsonl", "--type", "behavioral", "--html", page).code == 0
    text = page.read_text()
    assert "&lt;b onclick=1&gt;Ada" in text
    assert "Why &lt;i&gt;us&lt;/i&gt;?" in text
    assert not re.search(r"<[biu][ >]", text)
