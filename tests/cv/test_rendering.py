"""What is written is read back as the same data, in every style and format."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.contracts.resume import GATHERED_SKILLS, ParsedResume, Resume
from interview_cli.cv.layout import ORDER, STYLES, Style, dates_text, wording_of
from interview_cli.cv.lines import lines_of
from interview_cli.cv.rendering import render, to_text
from interview_cli.cv.rewriting import rewrite_by_rules
from interview_cli.documents.listed import UNLABELLED
from interview_cli.documents.reading import read_resume
from tests.cv.material import FULL, RESUME, changed

ENGLISH = wording_of("en")


def data(parsed: ParsedResume) -> dict[str, Any]:
    """The data alone: not where each stands, and not the skills gathered from the text."""
    resume = {name: value for name, value in parsed["resume"].items() if name != "meta"}
    skills = cast("list[dict[str, Any]]", resume.get("skills", []))
    return resume | {"skills": [each for each in skills if each.get("name") != GATHERED_SKILLS]}


@pytest.mark.parametrize("form", ["md", "docx", "pdf", "json"])
@pytest.mark.parametrize("style", STYLES)
def test_what_is_written_is_read_back(style: Style, form: str) -> None:
    parsed = read_resume(render(FULL, style, form), f"cv.{form}")
    assert data(parsed) == FULL
    assert parsed["hidden"] == []


@pytest.mark.parametrize("keywords", [["Rust"], ["tracheostomy care", "central lines", "Metavision"]], ids=len)
@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_skills_without_a_label_get_none(form: str, keywords: list[str]) -> None:
    resume: Resume = {**FULL, "skills": [{"name": UNLABELLED, "keywords": keywords}]}
    assert data(read_resume(render(resume, "modern", form), f"cv.{form}")) == resume
    assert f"{UNLABELLED}:" not in to_text(resume)


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_a_rewritten_cv_is_read_back(form: str) -> None:
    made = rewrite_by_rules(FULL, ["PostgreSQL", "Terraform"]).resume
    assert made != FULL
    assert data(read_resume(render(made, "ats", form), f"cv.{form}")) == made


def test_every_style_has_every_section_and_an_order_of_its_own() -> None:
    assert all(sorted(order) == sorted(ENGLISH.headings) for order in ORDER.values())
    assert ORDER["modern"].index("skills") < ORDER["modern"].index("work")
    assert ORDER["executive"].index("awards") < ORDER["executive"].index("education")


def test_every_text_of_the_cv_is_in_the_text_for_interviews() -> None:
    text = to_text(FULL)
    told = [
        line.text for line in lines_of(FULL) if line.field not in {"network", "username"} and "Date" not in line.path
    ]
    assert [each for each in told if each not in text and line_is_no_date(each)] == []


def line_is_no_date(text: str) -> bool:
    return not text[:4].isdigit()


def test_skills_gathered_by_the_reader_are_not_written() -> None:
    skills = [*RESUME["skills"], {"name": GATHERED_SKILLS, "keywords": ["Xylophone"]}]
    assert "Xylophone" not in to_text(changed(skills=skills))
    assert not any("Xylophone" in line.text for line in lines_of(changed(skills=skills)))


@pytest.mark.parametrize(
    ("day", "text"),
    [("2024", "2024"), ("2024-03", "Mar 2024"), ("2024-03-31", "31 Mar 2024"), ("2024-12-01", "1 Dec 2024")],
)
def test_days(day: str, text: str) -> None:
    assert ENGLISH.day(day) == text


def test_periods() -> None:
    assert dates_text({"startDate": "2024", "endDate": "2025-01"}, ENGLISH) == "2024 – Jan 2025"
    assert dates_text({"startDate": "2024"}, ENGLISH) == "2024 – Present"
    assert dates_text({"endDate": "2024"}, ENGLISH) == "2024"
    assert dates_text({}, ENGLISH) == ""


MARKUP = "#strong[x] *y* `z` <b>w</b> [a](b) \\ $q$ _u_ \"'"


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_no_text_of_a_cv_is_markup(form: str) -> None:
    work = [{"name": "Depot", "position": "Clerk", "startDate": "2020", "highlights": [f"Wrote {MARKUP} on walls"]}]
    written = render(changed(work=work), "minimal", form)
    if form == "md":
        assert rb"\*y\*" in written
        assert rb"\<b\>w\</b\>" in written
        return
    read = read_resume(written, f"cv.{form}")["resume"]
    assert "#strong[x]" in json.dumps(read["work"])
    assert "<b>w</b>" in json.dumps(read["work"])


TOLD = {
    "de": (
        "Leitung der Migration von 12 Diensten nach Kubernetes",
        "Mitarbeit an der Abrechnung und am Versand der Ware",
    ),
    "fr": (
        "Direction de la migration de 12 services vers Kubernetes",
        "Participation à la facturation et à la livraison",
    ),
    "es": (
        "Dirección de la migración de 12 servicios a Kubernetes",
        "Participación en la facturación y en los envíos",
    ),
}


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
@pytest.mark.parametrize("language", TOLD)
def test_a_cv_in_another_language_has_its_headings_and_is_read_back(language: str, form: str) -> None:
    work = [
        {
            "name": "Helios AG",
            "position": "Software Engineer",
            "startDate": "2019-03",
            "highlights": list(TOLD[language]),
        },
        {"name": "Bauwerk GmbH", "position": "Software Engineer", "startDate": "2016-10", "endDate": "2018-12"},
    ]
    basics = {name: value for name, value in FULL["basics"].items() if name != "summary"}
    resume = changed(basics=basics, work=work, skills=[{"name": "Tools", "keywords": ["Java", "Kubernetes", "SQL"]}])
    resume.pop("interests")
    resume.pop("languages")
    written = render(resume, "minimal", form)
    if form == "md":
        assert f"## {wording_of(language).headings['work']}" in written.decode()
        assert f"03/2019 – {wording_of(language).present}" in written.decode()
    assert data(read_resume(written, f"cv.{form}"))["work"] == work


@settings(max_examples=15)
@given(st.text(max_size=40), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_can_be_written(name: str, lines: list[str]) -> None:
    resume = cast("Resume", {"basics": {"name": name}, "work": [{"name": name, "highlights": lines}]})
    for form in ("md", "docx", "pdf", "json"):
        assert render(resume, "modern", form)
