"""How strongly a sentence of a job post asks, and for what."""

from __future__ import annotations

import pytest

from interview_cli.documents.demands import bare, clauses_of, things_in
from interview_cli.documents.reading import read_job


@pytest.mark.parametrize(
    ("sentence", "must", "nice"),
    [
        ("Flink is a must, and so is Kafka.", ["Apache Flink", "Apache Kafka"], []),
        ("Scala would be nice, Java is required.", ["Java"], ["Scala"]),
        ("Java is required, Scala and Rust would be nice.", ["Java"], ["Scala", "Rust"]),
        ("Salesforce (required) and ideally Looker", ["Salesforce"], ["Looker"]),
        ("You must have experience with cannulation.", ["cannulation"], []),
        (
            "Things you'll need from day one: Terraform and a good grasp of networking.",
            ["Terraform", "networking"],
            [],
        ),
        ("You don't need to know Terraform.", [], []),
        ("We need to move off Terraform.", [], []),
        ("A driving licence is not required.", [], []),
        ("A full driving licence is needed; ADR is an advantage.", ["driving licence"], ["ADR"]),
        ("Kenntnisse in SPS-Programmierung sind zwingend erforderlich.", ["PLC programming"], []),
        ("Englisch wäre schön, ist aber kein Muss.", [], ["Englisch"]),
        ("Un permis B est exigé, l'anglais serait apprécié.", ["permis B"], ["anglais"]),
        ("Es imprescindible el título de técnico; se valorará el inglés.", ["título de técnico"], ["inglés"]),
        ("For this post, three years in retail are needed, of which one as a supervisor.", ["retail"], []),
        ("You must be reliable and flexible.", [], []),
        ("You need Advanced Life Support, within six months.", ["Advanced Life Support"], []),
        ("You need advanced carpentry.", ["carpentry"], []),
        ("You need experience with Metavision or another clinical information system.", ["Metavision"], []),
        ("You need five years on a ward, ALS and experience of leading a team.", ["ward", "ALS"], []),
        ("You will help residents with meals.", [], []),
        ("We need someone who cares.", [], []),
        ("A Diploma in Health and Social Care is required.", ["Diploma in Health and Social Care"], []),
    ],
)
def test_what_a_sentence_asks_for(sentence: str, must: list[str], nice: list[str]) -> None:
    asked = {strength: things_in(clause) for clause, strength in clauses_of(sentence) if things_in(clause)}
    assert (asked.get("must", []), asked.get("nice", [])) == (must, nice)


@pytest.mark.parametrize(
    ("clause", "thing"),
    [
        ("At least 3 years of experience in general haulage", "general haulage"),
        ("Eine abgeschlossene Ausbildung als Elektroniker wird vorausgesetzt", "Ausbildung als Elektroniker"),
        ("BTS Comptabilité ou équivalent exigé", "BTS Comptabilité"),
        ("You will need", ""),
        ("required", ""),
        ("12 + 3", ""),
        ("ALS", "ALS"),
        ("an ALS certificate", "ALS certificate"),
        ("Erfahrung als Koch", "Koch"),
        ("THE DRIVING LICENCE IS REQUIRED", "DRIVING LICENCE"),
    ],
)
def test_a_thing_without_the_words_around_it(clause: str, thing: str) -> None:
    assert bare(clause) == thing


POSTS = {
    "a heading that ends a line": ("We are a unit of six. You need:\n- NMC registration\n", ["NMC registration"]),
    "a heading without a mark": ("What you need\n- Butchery\n", ["Butchery"]),
    "items without bullets": (
        "Requirements\nGas Safe card\nFull driving licence\n",
        ["Gas Safe card", "driving licence"],
    ),
    "a sentence that is no heading": ("Midwifery is required\n", ["Midwifery"]),
    "a trait and a figure of pay": ("Requirements\nWarm personality\nForklift\nPay: £13.50 per hour\n", ["Forklift"]),
}


@pytest.mark.parametrize("name", POSTS)
def test_must_haves_of_any_trade(name: str) -> None:
    text, must = POSTS[name]
    post = read_job(f"Team Leader\n\n{text}".encode(), "post.txt")
    assert [each["skill"] for each in post["must_have"]] == must


@pytest.mark.parametrize(
    ("top", "title", "company", "place"),
    [
        ("Phlebotomist\nHospital in York\n", "Phlebotomist", None, "York"),
        ("Hospital in York\nPhlebotomist\n", "Phlebotomist", None, "York"),
        ("Night Warden (nights)\nThe Heron Hotel, Bath, UK\n", "Night Warden", "The Heron Hotel", "Bath, UK"),
        ("We need a streaming engineer who can start in May.\n", "streaming engineer", None, None),
        ("Join the Clinic in York as a midwife.\n", "midwife", None, None),
    ],
)
def test_the_top_of_a_post(top: str, title: str, company: str | None, place: str | None) -> None:
    post = read_job(f"{top}\nRequirements\n- Patience\n".encode(), "post.txt")
    assert (post["title"], post["company"], post["place"]) == (title, company, place)
