"""Skills by name, alias and place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.documents.skills import canonical, find_skills, listed_skills


def names(text: str) -> list[str]:
    return [skill.name for skill in find_skills(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k8s and Node JS", ["Kubernetes", "Node.js"]),
        ("JavaScript, not Java", ["JavaScript", "Java"]),
        ("C, C++, C# and R", ["C", "C++", "C#", "R"]),
        ("services in Go", ["Go"]),
        ("Go developer", ["Go"]),
        ("ASP.NET Core", [".NET"]),
        ("Python / Django | PostgreSQL", ["Python", "Django", "PostgreSQL"]),
        ("Projektmanagement und Qualitätssicherung", ["Project management", "Quality assurance"]),
    ],
)
def test_names_and_aliases_are_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a Go-to-market strategy",
        "we go on, swift and steady",
        "the whole platform",
        "R&D, a C-level sponsor, Dr. R. Smith",
        "You express ideas, excel at work and rest",
        "JavaScripting",
    ],
)
def test_words_are_no_skills(text: str) -> None:
    assert names(text) == []


def test_a_list_that_announces_itself_beats_the_vocabulary() -> None:
    assert names("Technologies: Zustand, React (hooks, context), Foo Bar") == ["Zustand", "React", "Foo Bar"]


@pytest.mark.parametrize(
    ("alias", "name"), [("golang", "Go"), ("aws", "Amazon Web Services"), ("Zustand", "Zustand")]
)
def test_an_alias_has_one_name(alias: str, name: str) -> None:
    assert canonical(alias) == name


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["Python", "Go", "C++", "tools: ", "(", ")", ",", "\n", " ", "é", "x"]), max_size=30))
def test_offsets_are_in_order_and_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for skill in find_skills(text):
        assert end <= skill.start < skill.end <= len(text)
        end = skill.end


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/acme/tool",
        "See github.com/joray and gitlab.com/joray.",
        "ada@python.org wrote it",
        "Docs at www.docker.com/start and postgresql.org/docs",
    ],
)
def test_the_address_of_a_page_names_no_skill(text: str) -> None:
    assert find_skills(text) == []


def test_names_that_look_like_addresses_are_skills() -> None:
    assert [each.name for each in find_skills("Node.js, ASP.NET, GitHub and Socket.io")][:3] == [
        "Node.js", ".NET", "GitHub",
    ]  # fmt: skip


def test_an_address_in_a_list_of_skills_is_left_out() -> None:
    assert [each.name for each in listed_skills("Python, github.com/joray, Docker")] == ["Python", "Docker"]


def test_names_of_each_source_are_known() -> None:
    found = [each.name for each in find_skills("Worked with Wireshark, COBOL, Python and computer forensics")]
    assert found == ["Wireshark", "COBOL", "Python", "computer forensics"]
