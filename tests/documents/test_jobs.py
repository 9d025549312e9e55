"""What a job post asks for, each with the sentence that says so."""

from __future__ import annotations

import pytest

from interview_cli.contracts.job import JobPost
from interview_cli.documents.reading import read_job

ENGLISH = b"""# Senior Backend Engineer (m/f/d)
Acme Robotics GmbH | Berlin, Germany

Acme Robotics is looking for an engineer in a fast-paced team.

## What you will do
- Design and run services in Go
- Mentor colleagues

## Requirements
- 5+ years of professional experience with Python
- Must know PostgreSQL and Kubernetes; Kafka is a plus

## Nice to have
- Terraform
- Kubernetes

We offer EUR 75,000 - 95,000 per year.
"""
GERMAN = b"""Projektleiter Logistik (m/w/d)
Standort: Hamburg
Unternehmen: Nordlicht GmbH

Ihre Aufgaben
- Planung der Touren

Ihr Profil
- Mindestens 3 Jahre Berufserfahrung mit SAP
- Scrum von Vorteil
"""
HTML = b"""<!doctype html><html><head><title>x</title><style>.a{}</style></head><body><h1>Data Analyst</h1>
<p style="display:none">Rust required</p><h2>Requirements</h2><ul><li>SQL<li>Tableau</ul><h2>Bonus</h2><p>Python</p>
</body></html>"""
OTHERS = {
    "french": (
        """Développeur Python confirmé (H/F)
Lumière SAS, Lyon, France

Profil recherché
- 3 ans d'expérience minimum en Python
- La connaissance de Kubernetes serait un plus

Salaire : 45 000 - 55 000 € brut annuel
""",
        ("Développeur Python confirmé", "Lumière SAS", "Lyon, France", 3, ["Python"], ["Kubernetes"]),
    ),
    "spanish": (
        """Enfermera de UCI
Hospital La Luz busca enfermera en Madrid.

Requisitos
- Al menos 2 años de experiencia
- Imprescindible BLS y ACLS

Se valora
- Manejo de Excel
""",
        ("Enfermera de UCI", "Hospital La Luz", None, 2, ["BLS", "ACLS"], ["Microsoft Excel"]),
    ),
    "a wish in brackets": (
        """Staff Data Engineer
Remote (US)

What you'll bring
- 8+ years building data pipelines
- Strong SQL and Python (Scala is a plus)
""",
        ("Staff Data Engineer", None, "Remote", 8, ["building data pipelines", "SQL", "Python"], ["Scala"]),
    ),
}
PROSE = b"""Data Engineer at Brightwater in Dublin, Ireland
You must have worked with Spark. Experience with Airflow is required. Ideally you know dbt.
Our hourly pay is $60 - $80 per hour. This is not an unpaid internship.
"""


@pytest.fixture(scope="module")
def english() -> JobPost:
    return read_job(ENGLISH, "job.md")


def skills(post: JobPost, kind: str) -> list[str]:
    return [each["skill"] for each in (post["must_have"] if kind == "must" else post["nice_to_have"])]


def test_facts_of_a_post(english: JobPost) -> None:
    assert (english["title"], english["seniority"], english["company"], english["place"], english["language"]) == (
        "Senior Backend Engineer", "senior", "Acme Robotics GmbH", "Berlin, Germany", "en",
    )  # fmt: skip
    assert english["years"] == {"minimum": 5, "sentence": "5+ years of professional experience with Python"}
    assert english["responsibilities"] == ["Design and run services in Go", "Mentor colleagues"]
    assert [flag["quote"] for flag in english["red_flags"]] == ["fast-paced"]


def test_pay(english: JobPost) -> None:
    salary = english["salary"]
    assert salary is not None
    assert (salary["minimum"], salary["maximum"], salary["currency"], salary["period"]) == (
        75_000,
        95_000,
        "EUR",
        "year",
    )


def test_a_wish_inside_a_requirement_is_a_wish(english: JobPost) -> None:
    assert skills(english, "must") == ["Python", "PostgreSQL", "Kubernetes"]
    assert skills(english, "nice") == ["Apache Kafka", "Terraform"]


@pytest.mark.parametrize(
    ("asked", "groups"),
    [
        ("Python or Go is required", [("Python", "Go")]),
        ("Java, Kotlin or Scala", [("Java", "Kotlin", "Scala")]),
        ("Python or Go, PostgreSQL and Docker", [("Python", "Go"), ("PostgreSQL",), ("Docker",)]),
        ("Python and either Java or Kotlin", [("Python",), ("Java", "Kotlin")]),
        ("Experience with Kafka or experience with RabbitMQ", [("Apache Kafka", "RabbitMQ")]),
        ("Kubernetes, Rust and Docker", [("Kubernetes",), ("Rust",), ("Docker",)]),
        ("Erfahrung mit Excel oder Tableau", [("Microsoft Excel", "Tableau")]),
        ("Python und/oder Java", [("Python", "Java")]),
        (
            "Immediate Life Support (ILS); Advanced Life Support",
            [("Immediate Life Support", "ILS"), ("Advanced Life Support",)],
        ),
        ("Scaffolding (CISRS)", [("Scaffolding",), ("CISRS",)]),
    ],
)
def test_alternatives_are_told_from_lists(asked: str, groups: list[tuple[str, ...]]) -> None:
    post = read_job(f"Developer\n\nRequirements\n- {asked}\n".encode(), "job.txt")
    found = [tuple(each.get("any_of", [each["skill"]])) for each in post["must_have"]]
    assert list(dict.fromkeys(found)) == groups


def test_a_skill_asked_for_by_itself_is_no_alternative() -> None:
    post = read_job(b"Developer\n\nRequirements\n- Python or Rust\n- Deep knowledge of Python\n", "job.txt")
    assert post["must_have"] == [{"skill": "Python", "sentence": "Deep knowledge of Python"}]


def test_every_sentence_is_in_the_post(english: JobPost) -> None:
    for each in (*english["must_have"], *english["nice_to_have"]):
        assert each["sentence"] in english["text"]


def test_a_german_post() -> None:
    post = read_job(GERMAN, "stelle.txt")
    assert (post["title"], post["place"], post["company"]) == ("Projektleiter Logistik", "Hamburg", "Nordlicht GmbH")
    assert (skills(post, "must"), skills(post, "nice")) == (["SAP"], ["Scrum"])
    assert post["years"] is not None
    assert post["years"]["minimum"] == 3


def test_html_is_read_as_a_browser_shows_it() -> None:
    post = read_job(HTML, "post.html")
    assert (post["title"], skills(post, "must"), skills(post, "nice")) == (
        "Data Analyst",
        ["SQL", "Tableau"],
        ["Python"],
    )


def test_prose_without_headings_is_read_by_wording() -> None:
    post = read_job(PROSE, "post.txt")
    assert (skills(post, "must"), skills(post, "nice")) == (["Apache Spark", "Apache Airflow"], ["dbt"])
    assert post["title"] == "Data Engineer"
    assert post["salary"] is not None
    assert (post["salary"]["minimum"], post["salary"]["period"]) == (60, "hour")


@pytest.mark.parametrize("name", OTHERS)
def test_posts_in_other_words(name: str) -> None:
    text, expected = OTHERS[name]
    post = read_job(text.encode(), "post.txt")
    years = post["years"]["minimum"] if post["years"] else None
    assert (
        post["title"],
        post["company"],
        post["place"],
        years,
        skills(post, "must"),
        skills(post, "nice"),
    ) == expected


WRAPPED = b"""Backend Developer wanted!

You have at least two years of experience as a developer. Among the things you know, Django is
required. Airflow or Dagster is, too. We pay 3.600 bis 4.200 Euro im Monat.
"""


def test_running_text_is_read_across_line_ends() -> None:
    post = read_job(WRAPPED, "job.txt")
    assert post["title"] == "Backend Developer"
    assert post["years"] is not None
    assert post["years"]["minimum"] == 2
    assert "Django" in skills(post, "must")
    assert post["salary"] is not None
    assert (post["salary"]["minimum"], post["salary"]["currency"], post["salary"]["period"]) == (3600, "EUR", "month")


def test_an_alternative_to_a_known_skill_is_a_skill() -> None:
    post = read_job(b"Developer\n\nRequirements\n- Airflow or Dagster\n- Ideally Looker\n", "job.txt")
    assert skills(post, "must") == ["Apache Airflow", "Dagster"]
    assert skills(post, "nice") == ["Looker"]


def test_a_title_that_only_a_sentence_names() -> None:
    text = "Wir suchen zum 1. März eine/n Fachinformatiker Systemintegration (m/w/d) in Leipzig.\n\nLinux.\n"
    assert read_job(text.encode(), "stelle.txt")["title"] == "Fachinformatiker Systemintegration"


def test_a_line_about_pay_is_no_task() -> None:
    post = read_job(
        b"Charge Nurse\n\nWhat you will do\n- Lead the ward\nSalary: GBP 37,000 to 44,000 a year\n", "post.txt"
    )
    assert post["salary"] is not None
    assert post["responsibilities"] == ["Lead the ward"]
