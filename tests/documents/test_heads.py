"""Heads of entries, in which what other heads of the section say decides what a piece is."""

from __future__ import annotations

import pytest

from interview_cli.documents.lines import Line, Part
from interview_cli.documents.listed import publications_of
from interview_cli.documents.paragraphs import Paragraph
from interview_cli.documents.reading import read_resume

TOP = "Mary Okafor\nmary.okafor@example.org\n\nExperience\n\n"


def positions(section: str, file: str = "cv.txt") -> list[tuple[str | None, str | None]]:
    resume = read_resume((TOP + section).encode(), file)["resume"]
    return [(each.get("position"), each.get("name")) for each in resume.get("work", [])]


SECTIONS = {
    "four lines, a place on no list": """Jan 2020 - today
York
Staff Nurse
Elmhurst
- Ran the ward

Mar 2017 - Dec 2019
London
Dispatcher
Tawny
- Planned routes
""",
    "a title on no list, in the slot of one that is": """Elmhurst | Staff Nurse | Jan 2020 - today
- Ran the ward

Tawny | Dispatcher | Mar 2017 - Dec 2019
- Planned routes
""",
    "places first": """London, Staff Nurse, Jan 2020 - today
Elmhurst
- Ran the ward

Cork, Ireland, Dispatcher, Mar 2017 - Dec 2019
Tawny
- Planned routes
""",
}


@pytest.mark.parametrize("name", SECTIONS)
def test_one_section_sets_all_heads_alike(name: str) -> None:
    assert positions(SECTIONS[name]) == [("Staff Nurse", "Elmhurst"), ("Dispatcher", "Tawny")]


def test_a_role_under_the_same_employer_looks_like_the_other_roles() -> None:
    section = (
        "**Elmhurst Hospital**\n\nHead Nurse\n\nJan 2020 - today\n\n- Ran the ward\n\n"
        "Dispatcher\n\nMar 2017 - Dec 2019\n\n- Planned beds\n\n"
        "**Tawny Ltd**\n\nPicker\n\nJan 2015 - Feb 2017\n\n- Packed\n"
    )
    assert positions(section, "cv.md") == [
        ("Head Nurse", "Elmhurst Hospital"),
        ("Dispatcher", "Elmhurst Hospital"),
        ("Picker", "Tawny Ltd"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p><span>Staff Nurse</span><span>Elmhurst</span></p>", "Staff Nurse\tElmhurst"),
        ("<p>Ci<b>d</b>er</p>", "Cider"),
        ("<p><b>S</b>taff <i>Nurse</i></p>", "Staff Nurse"),
    ],
    ids=["elements beside each other", "emphasis in a word", "a large initial"],
)
def test_words_of_elements_without_a_blank_between_them(page: str, text: str) -> None:
    from interview_cli.documents.plain_text import read_html

    assert [line.text for line in read_html(f"<html><body>{page}</body></html>").lines] == [text]


def test_a_heading_behind_a_sign_of_a_list_is_a_heading() -> None:
    text = (
        "Mary Okafor\nmary@example.org\n\n▶ Experience\n\nStaff Nurse, Elmhurst\nJan 2020 - today\n▸ Ran the ward\n"
    )
    resume = read_resume(text.encode(), "cv.txt")["resume"]
    assert [each["position"] for each in resume["work"]] == ["Staff Nurse"]


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("14 Quayside Lane, Bristol BS1 4RT", "Bristol"),
        ("7 Mill Road, London", "London"),
        ("Berth 9, Bristol", None),
    ],
)
def test_the_town_of_an_address(line: str, city: str | None) -> None:
    basics = read_resume(f"Mary Okafor\n{line}\nmary@example.org\n".encode(), "cv.txt")["resume"]["basics"]
    assert basics.get("location", {}).get("city") == city


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Immediate Life Support (ILS), 2024", "Immediate Life Support (ILS)"),
        ("Safeguarding (2024)", "Safeguarding"),
        ("First aid", "First aid"),
    ],
)
def test_a_certificate_keeps_its_brackets_and_loses_those_of_its_date(line: str, name: str) -> None:
    text = f"Mary Okafor\nmary@example.org\n\nCertificates\n{line}\n"
    assert [each["name"] for each in read_resume(text.encode(), "cv.txt")["resume"]["certificates"]] == [name]


def test_short_sentences_behind_a_summary_belong_to_it() -> None:
    told = "I have looked after ventilated patients for eight years, and taught those who were new to it."
    text = f"Mary Okafor\nmary@example.org\n\n{told}\n\nThree words here.\n\nI also speak Welsh.\n"
    assert read_resume(text.encode(), "cv.txt")["resume"]["basics"]["summary"] == f"{told} I also speak Welsh."


@pytest.mark.parametrize(
    ("fills", "is_bold", "title"),
    [(True, True, "Nursing at the Edge"), (False, True, "Nursing at"), (True, False, "Nursing at")],
    ids=["a bold title over two lines", "a line that ends early", "a line below that is not bold"],
)
def test_the_title_of_a_publication(fills: bool, is_bold: bool, title: str) -> None:
    lines = [
        Line((Part("Nursing at", is_bold=True),), 1, fills=fills),
        Line((Part("the Edge", is_bold=is_bold),), 2),
        Line((Part("M. Okafor"),), 3),
    ]
    paragraphs = [Paragraph(each, list(each.parts), is_bullet=False, gap=0.3) for each in lines]
    assert [each["name"] for each, _ in publications_of(paragraphs)] == [title]
